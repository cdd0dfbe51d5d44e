package group

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"

	"vigil"
	"vigil/internal/trace"
)

// Options set a Grouper. The zero value is what vigil uses.
type Options struct {
	Background trace.Background
	Weights    *Features // nil for DefaultWeights
	Join       float64   // mean log-odds from which reports stand together; 0 for DefaultJoin
}

// DefaultJoin was chosen on the same pairs as DefaultWeights. It lies below
// even odds because missing pairs pull the mean down.
const DefaultJoin = -1.1

// repairEvery is the number of reports after which Add repairs by itself.
const repairEvery = 500

// Grouper holds the stories of the recent reports. It is not safe for use by
// several goroutines at once.
type Grouper struct {
	weights Features
	join    float32
	freq    *trace.Frequencies
	index   *index
	reader  reader
	idf     []float32
	live    map[string]*doc // reports not let go
	open    map[string]*story
	dirty   []*doc          // reports whose edges changed since the last repair
	moved   map[*doc]string // reports that changed story since they were last told, with the story told
}

// story is what reports share.
type story struct {
	id   string
	docs []*doc
}

// Move tells that a report now belongs to another story than was said before.
type Move struct {
	Report   string
	From, To string
}

// New returns an empty Grouper.
func New(o Options) *Grouper {
	g := &Grouper{weights: DefaultWeights, join: float32(o.Join), freq: trace.NewFrequencies(o.Background), index: newIndex(),
		live: map[string]*doc{}, open: map[string]*story{}, moved: map[*doc]string{}}
	if o.Weights != nil {
		g.weights = *o.Weights
	}
	if o.Join == 0 {
		g.join = DefaultJoin
	}
	return g
}

// Add places rep and returns its story's id. A report that is still known by
// its ID keeps its story and changes nothing. Every few hundred reports Add
// repairs; Moves tells what that changed.
func (g *Grouper) Add(rep *vigil.Report) string {
	if d := g.live[rep.ID]; d != nil {
		return d.story.id
	}
	d := g.enter(rep)
	if s := g.nearest(d); s != nil {
		s.take(d)
	} else {
		g.found(d)
	}
	g.dirty = append(g.dirty, d)
	if len(g.dirty) >= repairEvery {
		g.repair()
	}
	return d.story.id
}

// Restore enters a report whose story is known from before, as after a restart.
func (g *Grouper) Restore(rep *vigil.Report, storyID string) {
	if g.live[rep.ID] != nil {
		return
	}
	d := g.enter(rep)
	s := g.open[storyID]
	if s == nil {
		s = &story{id: storyID}
		g.open[storyID] = s
	}
	s.take(d)
}

// enter reads a report, finds its edges and makes it be found.
func (g *Grouper) enter(rep *vigil.Report) *doc {
	d := g.reader.read(rep)
	g.freq.Add(d.keys)
	g.idf = d.weigh(g.freq, g.idf)
	g.index.add(d, g.idf)
	g.connect(d)
	g.live[d.id] = d
	for e := g.index.expire(); e != nil; e = g.index.expire() {
		g.release(e)
	}
	return d
}

// connect compares d with its rivals and keeps the edges.
func (g *Grouper) connect(d *doc) {
	g.idf = d.weigh(g.freq, g.idf)
	for _, e := range g.index.search(d, g.idf) {
		if slices.ContainsFunc(d.edges, func(x edge) bool { return x.to == e.n }) {
			continue
		}
		x := compare(d, e, g.idf)
		if z := float32(dot(&g.weights, &x)); z > unlike {
			d.edges = append(d.edges, edge{e.n, z})
			e.edges = append(e.edges, edge{d.n, z})
		}
	}
}

// nearest returns the story with which d's mean log-odds are best and enough,
// or nil.
func (g *Grouper) nearest(d *doc) *story {
	links := map[*story]link{}
	for _, e := range d.edges {
		s := g.index.doc(e.to).story
		links[s] = link{links[s].sum + e.z, links[s].weight + 1, links[s].n + 1}
	}
	var best *story
	z := g.join
	for s, l := range links {
		if y := l.mean(len(s.docs), unlike); y > z || y == z && best != nil && s.id < best.id {
			best, z = s, y
		}
	}
	return best
}

func (s *story) take(d *doc) {
	s.docs = append(s.docs, d)
	d.story = s
}

// found makes d the first of a new story. Its id is made from the report's, so
// that it is the same wherever the report is read, and is not used again if
// the report founds another story later.
func (g *Grouper) found(d *doc) *story {
	h := fnv.New64a()
	h.Write([]byte(d.id))
	name := fmt.Sprintf("s%016x", h.Sum64())
	s := &story{}
	for s.id == "" || g.open[s.id] != nil {
		d.founds++
		s.id = name
		if d.founds > 1 {
			s.id += fmt.Sprintf("-%d", d.founds)
		}
	}
	g.open[s.id] = s
	s.take(d)
	return s
}

// Forget makes a report be read anew by the next Add: its text has changed.
func (g *Grouper) Forget(id string) {
	if d := g.live[id]; d != nil {
		found := d.found // by which expire takes it out of the index
		g.release(d)
		d.found, d.gone = found, true
		g.index.bury(d)
		delete(g.moved, d)
	}
}

// Repair clusters again what hangs together with the reports that came since
// it was last done. Add does it now and then by itself.
func (g *Grouper) Repair() { g.repair() }

// release lets go of a report: it keeps its story for good.
func (g *Grouper) release(d *doc) {
	if g.live[d.id] == d {
		delete(g.live, d.id)
	}
	for _, e := range d.edges {
		o := g.index.doc(e.to)
		o.edges = slices.DeleteFunc(o.edges, func(x edge) bool { return x.to == d.n })
	}
	d.edges, d.terms, d.found = nil, nil, nil
	d.story.docs = slices.DeleteFunc(d.story.docs, func(e *doc) bool { return e == d })
	if len(d.story.docs) == 0 {
		delete(g.open, d.story.id)
	}
}

// Settle brings every report that is still open up to what is known now, as
// at the end of a stream, and repairs.
func (g *Grouper) Settle() {
	docs := slices.DeleteFunc(slices.Clone(g.index.docs), func(d *doc) bool { return d.gone })
	slices.SortFunc(docs, byTime)
	for _, d := range docs {
		d.edges = nil
		g.idf = d.weigh(g.freq, g.idf)
	}
	for _, d := range docs {
		g.connect(d)
	}
	g.dirty = docs
	g.repair()
}

// Moves returns which reports changed story since they were last told of, by
// Add or by Moves.
func (g *Grouper) Moves() []Move {
	var out []Move
	for d, from := range g.moved {
		if d.story.id != from {
			out = append(out, Move{d.id, from, d.story.id})
		}
	}
	clear(g.moved)
	slices.SortFunc(out, func(a, b Move) int { return cmp.Compare(a.Report, b.Report) })
	return out
}

func byTime(a, b *doc) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.id, b.id)) }

// Rival is an open report with what it has in common with another.
type Rival struct {
	Report, Story string
	Features      Features
	LogOdds       float64 // that both tell the same story
}

// Rivals compares rep with the open reports most like it, which may be its
// own earlier self, and changes nothing: it explains a story, and training
// rests on it.
func (g *Grouper) Rivals(rep *vigil.Report) []Rival {
	d := g.reader.read(rep)
	g.idf = d.weigh(g.freq, g.idf)
	var out []Rival
	for _, e := range g.index.search(d, g.idf) {
		x := compare(d, e, g.idf)
		out = append(out, Rival{e.id, e.story.id, x, dot(&g.weights, &x)})
	}
	return out
}

// Holds reports whether a report is open.
func (g *Grouper) Holds(id string) bool { return g.live[id] != nil }

// Open returns how many reports are open: held and compared with new ones.
func (g *Grouper) Open() int { return len(g.live) }
