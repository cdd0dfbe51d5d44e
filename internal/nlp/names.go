package nlp

import (
	"math"

	"vigil"
)

// Names: a linear model over hashed features with Viterbi decoding over labels
// that say where a name begins and ends and its type (Collins 2002; Ratinov
// and Roth 2009), trained by internal/train/names.

// Labels of tokens: 0 is outside of names; 1+4*(type-1)+position, position
// being posBegin to posOne.
const NameLabels = 1 + 4*int(MISC)

// NameLabel returns the label of token i of the n tokens of a name.
func NameLabel(t NameType, i, n int) int {
	pos := posIn
	switch {
	case n == 1:
		pos = posOne
	case i == 0:
		pos = posBegin
	case i == n-1:
		pos = posEnd
	}
	return 1 + 4*int(t-1) + pos
}

// labelType takes a label apart; the position of "outside" is posOne.
func labelType(label int) (NameType, int) {
	if label == 0 {
		return NoName, posOne
	}
	return NameType(1 + (label-1)/4), (label - 1) & 3
}

// follows says which labels may follow which: a name that began goes on with
// its own type until its end.
var follows = func() (t [NameLabels][]uint8) {
	for b := range NameLabels {
		tb, pb := labelType(b)
		for a := range NameLabels {
			ta, pa := labelType(a)
			open, inside := pa == posBegin || pa == posIn, pb == posIn || pb == posEnd
			if open == inside && (!open || ta == tb) {
				t[b] = append(t[b], uint8(a))
			}
		}
	}
	return t
}()

// nameScratch is the working room of one analysis.
type nameScratch struct {
	text   nameText
	sent   nameSentence
	scores []NameScores // of the text's tokens
	labels []uint8      // of the first reading
	memory nameMemory
	path   namePath
	byName map[uint32]int32 // key of a name → index into sums
	sums   []kindScores
	which  []int32 // of each name: index into sums
}

// annotate finds the names of d.
func (m *nameModel) annotate(d *Doc, w *nameScratch) {
	m.read(d, w)
	m.readAgain(w)
	for i := range d.Sentences {
		s := &d.Sentences[i]
		w.path.decode(w.scores[s.First:s.Last], &m.after, nil)
		m.take(d, s, w)
	}
	m.setKinds(d, w)
}

// read reads d for the first time: sentence by sentence.
func (m *nameModel) read(d *Doc, w *nameScratch) {
	w.text.see(d, m)
	w.scores, w.labels = grow(w.scores, len(d.Tokens)), grow(w.labels, len(d.Tokens))
	for i := range d.Sentences {
		s := &d.Sentences[i]
		w.text.sentence(s, &w.sent)
		scores := w.scores[s.First:s.Last]
		for k := range scores {
			if w.sent.plain(k) {
				scores[k] = outsideScores
			} else {
				m.labels.score(w.sent.features(k), scores[k][:])
			}
		}
		copy(w.labels[s.First:s.Last], w.path.decode(scores, &m.after, nil))
	}
	w.memory.note(&w.text, w.labels)
}

// outsideScores is of a token that is in no name for sure.
var outsideScores = func() (s NameScores) {
	for i := 1; i < len(s); i++ {
		s[i] = -1 << 20
	}
	return s
}()

// readAgain adds to the scores what the labels found elsewhere in the text say.
func (m *nameModel) readAgain(w *nameScratch) {
	for i := range w.labels {
		w.memory.weigh(i, &w.scores[i])
	}
}

// take adds the names of a sentence that was just decoded.
func (m *nameModel) take(d *Doc, s *Sentence, w *nameScratch) {
	labels := w.path.labels
	for i := 0; i < len(labels); {
		n := nameLength(labels, i)
		if t, _ := labelType(int(labels[i])); t != NoName {
			name := Name{First: s.First + i, Last: s.First + i + n, Type: t}
			name.Span = vigil.Span{Start: d.Tokens[name.First].Start, End: d.Tokens[name.Last-1].End}
			margin := w.path.margin(w.scores[s.First:s.Last], &m.after, i, i+n)
			name.Score = 1 / (1 + math.Exp(-marginBase-float64(margin)/marginUnit))
			trimAddress(d, &name)
			trimPeople(d, s, &name)
			d.Names = append(d.Names, name)
		} else if at := s.First + i; inCapitals(d, s, at) != NoName {
			d.Names = append(d.Names, Name{Span: d.Tokens[at].Span, First: at, Last: at + 1, Type: inCapitals(d, s, at), Score: scoreInCapitals})
		}
		i += n
	}
}

// marginBase and marginUnit turn a margin into log odds of being right, as they
// are on news of other kinds than that learned from.
const (
	marginBase = 1.3
	marginUnit = 11000
)

// namePath finds the best labels of a sentence.
type namePath struct {
	best   [][NameLabels]int32 // of the best path that ends here so
	from   [][NameLabels]uint8
	labels []uint8
}

const never = math.MinInt32 / 4

// decode returns the labels of the best path, of those allowed if allowed is
// not nil (a set of labels for each token).
func (p *namePath) decode(scores [][NameLabels]int32, after *[NameLabels][NameLabels]int32, allowed []uint32) []uint8 {
	n := len(scores)
	p.best, p.from, p.labels = grow(p.best, n), grow(p.from, n), grow(p.labels, n)
	for i := range n {
		for b := range NameLabels {
			p.step(i, b, scores, after, allowed)
		}
	}
	if n == 0 {
		return nil
	}
	last, top := 0, int32(math.MinInt32)
	for b, v := range p.best[n-1] {
		if _, pos := labelType(b); (pos == posEnd || pos == posOne) && v > top {
			last, top = b, v
		}
	}
	for i := n - 1; i >= 0; i-- {
		p.labels[i] = uint8(last)
		last = int(p.from[i][last])
	}
	return p.labels
}

// step finds the best way to label b at token i.
func (p *namePath) step(i, b int, scores [][NameLabels]int32, after *[NameLabels][NameLabels]int32, allowed []uint32) {
	if allowed != nil && allowed[i]>>b&1 == 0 {
		p.best[i][b] = never
		return
	}
	if i == 0 {
		p.best[0][b], p.from[0][b] = scores[0][b], 0
		if _, pos := labelType(b); pos == posIn || pos == posEnd {
			p.best[0][b] = never
		}
		return
	}
	from, top := uint8(0), int32(math.MinInt32)
	prev := &p.best[i-1]
	for _, a := range follows[b] {
		if v := prev[a] + after[a][b]; v > top {
			from, top = a, v
		}
	}
	p.best[i][b], p.from[i][b] = max(top+scores[i][b], never), from
}

// margin says by how much the labels of tokens first to last win over others,
// token by token: the least of the differences.
func (p *namePath) margin(scores [][NameLabels]int32, after *[NameLabels][NameLabels]int32, first, last int) int32 {
	least := int32(math.MaxInt32)
	for i := first; i < last; i++ {
		mine, other := int32(0), int32(math.MinInt32)
		for b, v := range scores[i] {
			if i > 0 {
				v += after[p.labels[i-1]][b]
			}
			t, _ := labelType(b)
			u, _ := labelType(int(p.labels[i]))
			if b == int(p.labels[i]) {
				mine = v
			} else if t != u {
				other = max(other, v)
			}
		}
		least = min(least, mine-other)
	}
	return least
}
