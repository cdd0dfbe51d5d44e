package where

import (
	"vigil"
	"vigil/internal/nlp"
	"vigil/internal/resolve/gazetteer"
)

// Found is a place that a name may mean. Place.Score is its likelihood among
// the places of that name.
type Found struct {
	Place vigil.Place
	Why   []Reason // what spoke for and against it, by the model's features
}

// Reason is a feature of a place and what it adds to its score (log-odds).
type Reason struct {
	Feature string
	Weight  float64
}

// Find lists the places of a name, the likeliest first, without a report to
// tell them apart: as it is spelled, else but for transliteration, else by its
// consonants.
func (r *Resolver) Find(name string) []Found {
	s := r.begin(&vigil.Report{}, &nlp.Doc{})
	defer r.states.Put(s)
	s.home = gazetteer.None
	hits := r.g.Lookup(name)
	if len(hits) == 0 {
		return nil
	}
	s.mentions = append(s.mentions, mention{hits: hits})
	s.groups = append(s.groups, group{best: -1})
	s.setCands()
	s.choose(&s.groups[0])
	return s.found(&s.groups[0])
}

// FindIn lists the places of a name as a report means it; nil if the report
// does not name it as a place.
func (r *Resolver) FindIn(rep *vigil.Report, doc *nlp.Doc, name string) []Found {
	s := r.begin(rep, doc)
	defer r.states.Put(s)
	s.recognise()
	s.rank()
	key := gazetteer.KeysOf(name).Exact
	for i := range s.groups {
		if g := &s.groups[i]; g.key == key && g.from < g.to && g.weight > 0 {
			return s.found(g)
		}
	}
	return nil
}

func (s *state) found(g *group) []Found {
	var out []Found
	for _, i := range s.rivals(g) {
		c := &s.cands[i]
		f := Found{}
		s.fill(&f.Place, c)
		f.Place.Score = c.p
		for k, x := range c.f {
			if w := x * s.r.model.Which[k]; w > 0.05 || w < -0.05 {
				f.Why = append(f.Why, Reason{whichNames[k], w})
			}
		}
		out = append(out, f)
	}
	return out
}
