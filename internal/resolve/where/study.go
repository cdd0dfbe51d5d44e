package where

import (
	"fmt"
	"strings"

	"vigil"
	"vigil/internal/nlp"
)

// Gold is a place that a person marked: its bytes and where it is.
type Gold struct {
	vigil.Span
	ID       int64 // GeoNames id, or 0
	Lat, Lon float64
	Located  bool
}

// IsExample is one mention for the first model.
type IsExample struct {
	Features []int
	Values   []float64
	Place    bool
	Demonym  bool
	Text     string
}

// WhichExample is one name for the second model: the features of its places
// and which of them are right. It is worth the mentions of the name.
type WhichExample struct {
	Features [][]float64
	Right    []bool
	Mentions int
	Text     string
}

// NearKm is how far off a place counts as found: 161 km, a hundred miles, the
// measure of the field.
const NearKm = 161

// Study reads a report as Places does and gives what the models can learn
// from its gold.
func (r *Resolver) Study(rep *vigil.Report, doc *nlp.Doc, gold []Gold) (is []IsExample, which []WhichExample) {
	s := r.begin(rep, doc)
	defer r.states.Put(s)
	s.recognise()
	s.rank()
	for i := range s.mentions {
		m := &s.mentions[i]
		e := IsExample{Place: s.marked(m, gold), Text: s.text[m.start:m.end]}
		for _, f := range s.isFeatures(nil, i) {
			e.Features, e.Values = append(e.Features, f.id), append(e.Values, f.x)
			e.Demonym = e.Demonym || f.id == isAdjective || f.id == isPeople
		}
		is = append(is, e)
	}
	for k := range s.groups {
		if e, ok := s.whichExample(k, gold); ok {
			which = append(which, e)
		}
	}
	return is, which
}

// marked reports whether gold has the mention: exactly, or overlapping where
// no other mention has it exactly.
func (s *state) marked(m *mention, gold []Gold) bool {
	for _, g := range gold {
		if g.Start == m.start && g.End == m.end {
			return true
		}
		if g.Start < m.end && m.start < g.End && !s.exactly(g) {
			return true
		}
	}
	return false
}

func (s *state) exactly(g Gold) bool {
	for i := range s.mentions {
		if s.mentions[i].start == g.Start && s.mentions[i].end == g.End {
			return true
		}
	}
	return false
}

func (s *state) whichExample(k int, gold []Gold) (WhichExample, bool) {
	g := &s.groups[k]
	var e WhichExample
	for i := range s.mentions {
		m := &s.mentions[i]
		if m.group != k {
			continue
		}
		for _, x := range gold {
			if x.Start < m.end && m.start < x.End && x.Located {
				e.Mentions++
				e.Text = s.text[m.start:m.end]
				if e.Right == nil {
					e.Right = s.rightPlaces(g, x)
				}
				break
			}
		}
	}
	any := false
	for _, r := range e.Right {
		any = any || r
	}
	if !any {
		return e, false
	}
	if g.weight == 0 {
		s.setContext(k)
	}
	for i := g.from; i < g.to; i++ {
		e.Features = append(e.Features, append([]float64(nil), s.cands[i].f[:]...))
	}
	return e, true
}

// rightPlaces says which places of a group are what gold says: the same id if
// there is one that is, else those near.
func (s *state) rightPlaces(g *group, x Gold) []bool {
	out := make([]bool, g.to-g.from)
	same := false
	for i := range out {
		if x.ID != 0 && s.g.Entry(s.cands[g.from+i].hit.Place).ID == x.ID {
			out[i], same = true, true
		}
	}
	if same {
		return out
	}
	for i := range out {
		c := &s.cands[g.from+i]
		out[i] = vigil.Distance(c.lat, c.lon, x.Lat, x.Lon) <= NearKm
	}
	return out
}

// IsFeatures and WhichFeatures name the features of the two models.
func IsFeatures() []string { return isNames[:] }

// WhichFeatures names the features of the second model.
func WhichFeatures() []string { return whichNames[:] }

// Explain says how the mention at a byte was judged: the weights that spoke.
func (r *Resolver) Explain(rep *vigil.Report, doc *nlp.Doc, at int) string {
	s := r.begin(rep, doc)
	defer r.states.Put(s)
	s.recognise()
	s.rank()
	var b strings.Builder
	for i := range s.mentions {
		if m := &s.mentions[i]; m.start <= at && at < m.end {
			fmt.Fprintf(&b, "%q p=%.2f", s.text[m.start:m.end], m.p)
			for _, f := range s.isFeatures(nil, i) {
				fmt.Fprintf(&b, " %s %+.2f", isNames[f.id], f.x*r.model.Is[f.id])
			}
			g := &s.groups[m.group]
			for n, k := range s.rivals(g) {
				if c := &s.cands[k]; n < 6 {
					fmt.Fprintf(&b, "\n    %s %s %s %.2f:", c.kind, s.g.Code(c.country), s.g.Name(c.hit.Place), c.p)
					for f, x := range c.f {
						if x != 0 {
							fmt.Fprintf(&b, " %s %+.2f", whichNames[f], x*r.model.Which[f])
						}
					}
				}
			}
		}
	}
	return b.String()
}
