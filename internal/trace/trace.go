package trace

import (
	"cmp"
	"slices"
	"time"

	"vigil"
)

const (
	windowDays   = 14    // reports further apart are not compared
	maxResident  = 40000 // reports that are kept for comparing
	minWords     = 5     // shorter sentences are copied by chance
	rareWords    = 6     // rarest words of a sentence that are looked up in pairs
	maxPosting   = 32    // an anchor in more sentences than this tells nothing
	maxRivals    = 12    // sentences that a sentence is compared with
	maxLinks     = 6     // likest sentences that are remembered
	sureScore    = .5    // a sentence this like another is copied
	unsureScore  = .12   // and one this like, if its report copies the other's anyway
	copyShare    = .30   // a report that takes this share of its words from another is its copy
	furnitureMin = 3     // reports of an outlet that hold a sentence before it counts as page furniture
)

// Copied is a sentence that stands in an earlier report.
type Copied struct {
	vigil.Span
	Of     string // the report where it stands first
	OfSpan vigil.Span
	Score  float64 // 0..1: the odds that it was taken over, reworded or not
}

// Origin is what is copied in a report.
type Origin struct {
	Report string
	Copied []Copied // in order of text
	CopyOf string   // the report that it is a copy of as a whole, or ""
	Share  float64  // share of its words that stand in earlier reports
	Credit []Credit // agencies that it credits
}

// Tracer holds the sentences of the recent reports. It is not safe for use by
// several goroutines at once.
type Tracer struct {
	freq    *Frequencies
	texts   []*text // texts[i].n == base+i
	base    uint32
	live    map[string]*text
	post    map[uint64][]place // by anchor
	newest  vigil.Day
	changed []string

	// Scratch.
	align  aligner
	words  []Word
	sents  []Sentence
	idf    []float32
	found  map[place]int
	rivals []place
}

// text is a report as the tracer keeps it.
type text struct {
	id        string
	n         uint32
	outlet    uint32
	day       vigil.Day
	at        time.Time
	clock     vigil.Day // newest day when it came
	keys      []uint32
	sentences []sentence
	words     int
	credit    []Credit
	copyOf    string // as settled
	gone      bool   // its report has another text now
}

type sentence struct {
	vigil.Span
	first, last int32 // keys of its text
	anchors     []uint64
	links       []link  // likest first
	from        *Copied // where it stood first, as settled; nil if here
}

// place is a sentence of a report.
type place struct {
	text uint32
	i    uint32
}

type link struct {
	to    place
	score float32
}

// New returns an empty Tracer; bg may be nil.
func New(bg Background) *Tracer {
	return &Tracer{freq: NewFrequencies(bg), live: map[string]*text{}, post: map[uint64][]place{}, found: map[place]int{}}
}

// Add reads a report and returns what in it is copied, and from whom. A report
// that is still known by its ID is not read again.
func (t *Tracer) Add(rep *vigil.Report) Origin {
	if x := t.live[rep.ID]; x != nil {
		return x.origin()
	}
	x := t.read(rep)
	t.enter(x)
	t.weigh(x)
	for i := range x.sentences {
		t.trace(x, uint32(i))
	}
	t.publish(x)
	t.settle(x)
	t.unsettle(x)
	t.expire()
	return x.origin()
}

// Forget makes a report be read anew by the next Add: its text has changed.
// Nothing is copied from the old text any more.
func (t *Tracer) Forget(id string) {
	if x := t.live[id]; x != nil {
		x.gone = true
		delete(t.live, id)
	}
}

// unsettle settles again the reports that came before x and, as it turns out,
// came out after it.
func (t *Tracer) unsettle(x *text) {
	for i := range x.sentences {
		for _, l := range x.sentences[i].links {
			if y := t.texts[l.to.text-t.base]; !y.gone && before(x, y) && !slices.Contains(t.changed, y.id) {
				t.settle(y)
				t.changed = append(t.changed, y.id)
			}
		}
	}
}

// Changed returns the reports whose Origin is another since Add or Changed
// last told it, because an earlier publication came late.
func (t *Tracer) Changed() []string {
	out := t.changed
	t.changed = nil
	return out
}

// Origin returns what is known now of a report that is still held: an earlier
// publication may have come late.
func (t *Tracer) Origin(id string) (Origin, bool) {
	x := t.live[id]
	if x == nil {
		return Origin{}, false
	}
	return x.origin(), true
}

// read folds a report's words and sentences.
func (t *Tracer) read(rep *vigil.Report) *text {
	t.words = Words(t.words[:0], rep.Head())
	t.sents = Sentences(t.sents[:0], rep.Head(), t.words)
	x := &text{id: rep.ID, outlet: Hash(rep.Source), day: rep.Published.Day(), at: rep.Published.At, words: len(t.words),
		keys: make([]uint32, len(t.words)), sentences: make([]sentence, len(t.sents))}
	for i, w := range t.words {
		x.keys[i] = w.Key
	}
	for i, s := range t.sents {
		x.sentences[i] = sentence{Span: s.Span, first: int32(s.First), last: int32(s.Last)}
	}
	x.credit = credits(rep.Head(), t.words, t.sents)
	return x
}

func (t *Tracer) enter(x *text) {
	t.newest = max(t.newest, x.day)
	x.n, x.clock = t.base+uint32(len(t.texts)), t.newest
	t.texts = append(t.texts, x)
	t.live[x.id] = x
	t.freq.Add(x.distinct)
}

// distinct yields each of x's words once.
func (x *text) distinct(yield func(uint32) bool) {
	keys := slices.Clone(x.keys)
	slices.Sort(keys)
	for _, k := range slices.Compact(keys) {
		if !yield(k) {
			return
		}
	}
}

// weigh fills t.idf, one value for each of x's words.
func (t *Tracer) weigh(x *text) {
	t.idf = t.idf[:0]
	for _, k := range x.keys {
		t.idf = append(t.idf, t.freq.IDF(k))
	}
}

func (x *text) sentence(i uint32) []uint32 {
	s := &x.sentences[i]
	return x.keys[s.first:s.last]
}

// trace links sentence i of x with the sentences most like it.
func (t *Tracer) trace(x *text, i uint32) {
	words := x.sentence(i)
	if len(words) < minWords {
		return
	}
	s := &x.sentences[i]
	idf := t.idf[s.first:s.last]
	s.anchors = t.anchors(words, idf)
	t.lookUp(x, s.anchors)
	if len(t.rivals) == 0 || t.furniture(s.anchors[0]) {
		return
	}
	t.align.load(words, idf)
	for _, p := range t.rivals {
		o := t.texts[p.text-t.base]
		l := t.align.compare(o.sentence(p.i))
		t.link(x, i, o, p.i, l.score())
	}
}

// furniture reports whether a sentence, given the anchor for all of it, stands
// in so many reports of one outlet that it belongs to the page, not the news.
func (t *Tracer) furniture(whole uint64) bool {
	list := t.post[whole]
	if len(list) < furnitureMin {
		return false
	}
	n := map[uint32]int{}
	for _, p := range list[max(0, len(list)-maxPosting):] {
		o := t.texts[p.text-t.base].outlet
		if n[o]++; n[o] >= furnitureMin {
			return true
		}
	}
	return false
}

// lookUp fills t.rivals with the sentences that share most anchors.
func (t *Tracer) lookUp(x *text, anchors []uint64) {
	clear(t.found)
	for _, a := range anchors {
		list := t.post[a]
		if len(list) > maxPosting { // the oldest, where it was first, and the newest
			for _, p := range list[len(list)-maxPosting/2:] {
				t.found[p]++
			}
			list = list[:maxPosting/2]
		}
		for _, p := range list {
			t.found[p]++
		}
	}
	t.rivals = t.rivals[:0]
	for p := range t.found {
		if y := t.texts[p.text-t.base]; !y.gone && near(x, y) {
			t.rivals = append(t.rivals, p)
		}
	}
	slices.SortFunc(t.rivals, func(p, q place) int {
		return cmp.Or(cmp.Compare(t.found[q], t.found[p]), cmp.Compare(p.text, q.text), cmp.Compare(p.i, q.i))
	})
	t.rivals = t.rivals[:min(len(t.rivals), maxRivals)]
}

// near reports whether two reports came out close enough to be compared.
func near(x, y *text) bool {
	return x.day == 0 || y.day == 0 || x.day-y.day <= windowDays && y.day-x.day <= windowDays
}

// anchors returns what a sentence is found by: all of it, and the pairs of its
// rarest words.
func (t *Tracer) anchors(words []uint32, idf []float32) []uint64 {
	var keys [rareWords]uint32
	var weights [rareWords]float32
	n := 0
	for i, k := range words {
		if w := idf[i]; n < rareWords || w > weights[n-1] || w == weights[n-1] && k < keys[n-1] {
			n = insertRare(&keys, &weights, n, k, w)
		}
	}
	out := make([]uint64, 0, rareWords*(rareWords-1)/2+1)
	whole := uint64(14695981039346656037)
	for _, k := range words {
		whole = (whole ^ uint64(k)) * 1099511628211
	}
	out = append(out, whole)
	for i := range n {
		for j := range i {
			out = append(out, uint64(min(keys[i], keys[j]))<<32|uint64(max(keys[i], keys[j])))
		}
	}
	return out
}

// insertRare puts a word among the n rarest, once, and returns how many there
// are then.
func insertRare(keys *[rareWords]uint32, weights *[rareWords]float32, n int, k uint32, w float32) int {
	if slices.Contains(keys[:n], k) {
		return n
	}
	i := min(n, rareWords-1)
	for ; i > 0 && (weights[i-1] < w || weights[i-1] == w && keys[i-1] > k); i-- {
		keys[i], weights[i] = keys[i-1], weights[i-1]
	}
	keys[i], weights[i] = k, w
	return min(n+1, rareWords)
}

// publish makes x's sentences be found.
func (t *Tracer) publish(x *text) {
	for i := range x.sentences {
		for _, a := range x.sentences[i].anchors {
			t.post[a] = append(t.post[a], place{x.n, uint32(i)})
		}
	}
}

// link remembers that two sentences are alike, at both.
func (t *Tracer) link(x *text, i uint32, y *text, j uint32, score float64) {
	if score < unsureScore {
		return
	}
	x.sentences[i].keep(link{place{y.n, j}, float32(score)})
	y.sentences[j].keep(link{place{x.n, i}, float32(score)})
}

// keep adds l to the likest links.
func (s *sentence) keep(l link) {
	for _, o := range s.links {
		if o.to == l.to {
			return
		}
	}
	at := len(s.links)
	for at > 0 && s.links[at-1].score < l.score {
		at--
	}
	s.links = slices.Insert(s.links, at, l)
	s.links = s.links[:min(len(s.links), maxLinks)]
}

// expire lets go of the reports that came too long ago.
func (t *Tracer) expire() {
	for len(t.texts) > 0 && (len(t.texts) > maxResident || t.texts[0].clock+windowDays < t.newest) {
		x := t.texts[0]
		t.texts[0] = nil
		t.texts = t.texts[1:]
		t.base++
		if t.live[x.id] == x {
			delete(t.live, x.id)
		}
		for i := range x.sentences {
			for _, a := range x.sentences[i].anchors {
				t.forget(a)
			}
		}
	}
}

func (t *Tracer) forget(anchor uint64) {
	list := t.post[anchor]
	i, _ := slices.BinarySearchFunc(list, t.base, func(p place, base uint32) int { return cmp.Compare(p.text, base) })
	if i == len(list) {
		delete(t.post, anchor)
	} else {
		t.post[anchor] = list[i:]
	}
}

// Rival is a pair of sentences that were compared.
type Rival struct {
	vigil.Span
	Of       string
	OfSpan   vigil.Span
	Likeness Likeness
}

// Rivals compares rep's sentences with those of the reports that are held and
// changes nothing: training rests on it.
func (t *Tracer) Rivals(rep *vigil.Report) (out []Rival) {
	x := t.read(rep)
	t.weigh(x)
	for i := range x.sentences {
		idf := t.idf[x.sentences[i].first:x.sentences[i].last]
		words := x.sentence(uint32(i))
		if len(words) < minWords {
			continue
		}
		t.lookUp(x, t.anchors(words, idf))
		t.align.load(words, idf)
		for _, p := range t.rivals {
			o := t.texts[p.text-t.base]
			if o.id != rep.ID {
				out = append(out, Rival{x.sentences[i].Span, o.id, o.sentences[p.i].Span, t.align.compare(o.sentence(p.i))})
			}
		}
	}
	return out
}
