package extract

import (
	"slices"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// leastForce is how many fighters a phrase must count to give the strength of
// a force rather than the size of a band.
const leastForce = 50

const harmed = en.ActKill | en.ActInjure | en.ActAbduct | en.ActArrest | en.ActMissing

// forces reads how strong forces are and where they stand, as told.
func (v *view) forces(ss []saying, says []vigil.Attribution) []vigil.Claim {
	var out []vigil.Claim
	cover := covering(ss)
	put := func(i int, c vigil.Claim) {
		c.Kind = vigil.ForceClaim
		out = append(out, v.atWord(i, c, cover, says))
	}
	for i := range v.tok {
		if c, ok := v.strength(i); ok {
			put(i, c)
		}
		if c, ok := v.deployed(i); ok {
			put(i, c)
		}
	}
	return out
}

// strength reads "10,000 fighters with X", "X has 10,000 fighters": the count
// of fighters or soldiers at token i whose force is named.
func (v *view) strength(i int) (c vigil.Claim, ok bool) {
	k := v.npOf[i]
	if k < 0 || v.tok[i].UPOS != nlp.NOUN {
		return c, false
	}
	p := v.party(int(k))
	if p.Class != vigil.ClassFighters && p.Class != vigil.ClassSoldiers && p.Class != vigil.ClassPeacekeepers {
		return c, false
	}
	q, counted := v.count(i)
	if !counted || !plausible(&q) || max(q.Min, q.Max) < leastForce || v.harmed(i) {
		return c, false
	}
	of := v.forceOf(i)
	if len(of) == 0 {
		return c, false
	}
	lo, hi := q.Bounds()
	c = vigil.Claim{Status: vigil.Occurred, Relation: "strength", Actors: of, Score: .7, Place: v.placeNear(i),
		Figures: []vigil.Figure{{Measure: vigil.Fighters, Min: lo, Max: hi, Of: v.text(int(k)), Span: q.Span, Score: .7, Rule: "count"}},
		Why:     []vigil.Reason{{Slot: "figures", Rule: "counted fighters", Span: q.Span, Score: .7}}}
	return c, true
}

// harmed reports whether what is said of the people at i is that they were
// harmed: their number is a figure of that.
func (v *view) harmed(i int) bool {
	for h, steps := i, 0; h >= 0 && steps < 4; h, steps = v.head(h), steps+1 {
		if v.acts[h]&harmed != 0 && v.acts[h]&en.ActDeployed == 0 {
			return true
		}
		for _, k := range v.kids(h) {
			if r := v.rel(int(k)); v.acts[k]&harmed != 0 && v.acts[k]&en.ActDeployed == 0 && (r == nlp.Conj || r == nlp.Acl || r == nlp.AclRelcl) {
				return true
			}
		}
	}
	return false
}

// forceOf returns whose the fighters at i are: "of X", "with X", "X's", or who
// has them.
func (v *view) forceOf(i int) []vigil.Party {
	for _, k := range v.kids(i) {
		switch v.rel(int(k)) {
		case nlp.Nmod, nlp.Obl:
			if v.prep(int(k), use.Having) {
				if ps := v.sideAt(int(k)); len(ps) > 0 {
					return ps
				}
			}
		case nlp.NmodPoss:
			if ps := v.sideAt(int(k)); len(ps) > 0 {
				return ps
			}
		}
	}
	h := v.head(i)
	if h >= 0 && v.rel(i) == nlp.Obj {
		if v.is(h, use.HaveForces) {
			return v.subjectSide(h)
		}
	}
	return nil
}

// deployed reads "X deployed near Y", "X were stationed in Y".
func (v *view) deployed(i int) (c vigil.Claim, ok bool) {
	if !v.is(i, use.Deploy) {
		return c, false
	}
	if !v.verb(i) || v.glued(i) {
		return c, false // "London-based" says where no force stands
	}
	m := v.modality(i)
	of := v.withIncluded(v.child(i, nlp.NsubjPass, nlp.Obj))
	if len(of) == 0 {
		of = v.subjectSide(i)
	}
	if len(of) == 0 && (v.rel(i) == nlp.Acl || v.rel(i) == nlp.Amod) {
		of = v.sideAt(v.head(i))
	}
	if len(of) == 0 && v.child(i, nlp.AuxPass) >= 0 {
		of = v.sidesBefore(i)
	}
	where := v.placeNear(i)
	if len(of) == 0 || where == nil {
		return c, false
	}
	c = vigil.Claim{Status: vigil.Occurred, Relation: "deployed", Actors: of, Place: where, Score: .7,
		Why: []vigil.Reason{{Slot: "relation", Rule: "deployed", Span: v.tok[i].Span, Score: .7}}}
	for _, j := range v.deedTimes(i) {
		if v.clauseOf(v.headOf(j, v.time)) == i {
			w := v.res.Times[v.time[j]]
			c.When = &w
		}
	}
	if m&(1|32) != 0 {
		c.Status, c.Due, c.When = vigil.Planned, c.When, nil
	}
	return c, m&(2|8|16|64) == 0
}

// withIncluded types the phrase headed by token i with those that it is said to
// include: "forces including X and Y".
func (v *view) withIncluded(i int) []vigil.Party {
	out := v.sideAt(i)
	for _, k := range v.kids(i) {
		if v.prep(int(k), use.Including) {
			out = append(out, v.sideAt(int(k))...)
		}
		if j := v.behindParticiple(int(k)); j >= 0 {
			for _, p := range v.sideAt(j) {
				if p.Entity == "" {
					p.Name = v.span(int(k), j).In(v.doc.Text)
				}
				out = append(out, p)
			}
		}
	}
	return out
}

// behindParticiple returns the noun of a list of which the tree made the object
// of the participle before it, token k ("the Guards and reformed units"), or -1.
func (v *view) behindParticiple(k int) int {
	if v.rel(k) != nlp.Conj || !v.verb(k) || !v.prenominal(k) || v.child(k, nlp.Nsubj, nlp.Aux, nlp.AuxPass) >= 0 {
		return -1
	}
	j := v.child(k, nlp.Obj)
	if j < 0 || int(v.first[j]) != k+1 {
		return -1
	}
	return j
}

// sidesBefore lists the parties between token i and where its clause opens.
func (v *view) sidesBefore(i int) []vigil.Party {
	var out []vigil.Party
	for j := i - 1; j >= v.sentence(i).First; j-- {
		if v.tok[j].UPOS == nlp.SCONJ || v.tok[j].XPOS == nlp.TagVBD && v.verb(j) && !v.prenominal(j) {
			break
		}
		if k := v.npOf[j]; k >= 0 && v.rel(j) != nlp.Compound && takesSides(v.party(int(k))) {
			out = append(out, *v.party(int(k)))
		}
	}
	slices.Reverse(out)
	return out
}

// prenominal reports whether the form at j can be a participle before its noun,
// whatever the tagger took it for: "and captured tanks".
func (v *view) prenominal(j int) bool {
	if j == 0 || j+1 >= len(v.tok) || v.tok[j+1].UPOS != nlp.NOUN && v.tok[j+1].UPOS != nlp.ADJ {
		return false
	}
	switch v.tok[j-1].UPOS {
	case nlp.CCONJ, nlp.DET, nlp.ADJ, nlp.ADP:
		return true
	}
	return false
}

// placeNear returns the place that stands nearest after token i, where
// something may stand, or nil.
func (v *view) placeNear(i int) *vigil.Place {
	s := v.sentence(i)
	best, dist := int32(-1), 12
	for j := s.First; j < s.Last; j++ {
		k := v.place[j]
		if k < 0 || v.res.Places[k].Use != vigil.At {
			continue
		}
		h := v.headOf(j, v.place)
		if v.rel(h) == nlp.Compound && v.head(h) >= 0 {
			h = v.head(h) // "near Idlib province"
		}
		if v.prep(h, use.Of) && v.rel(h) == nlp.Nmod {
			h = v.head(h) // "on the city of Idlib"
		}
		switch {
		case v.preposition(h) == "":
			if v.rel(h) != nlp.Obj || v.head(h) != i {
				continue // but "attack Idlib"
			}
		case v.prep(h, use.Stationed):
		default:
			continue
		}
		if d := j - i; d > 0 && d < dist {
			best, dist = k, d
		}
	}
	if best < 0 {
		return nil
	}
	p := v.res.Places[best]
	return &p
}

// stocks reads how many refugees a country hosts: a toll of people who live
// there, not of an incident.
func (v *view) stocks(ss []saying, says []vigil.Attribution) []vigil.Claim {
	var out []vigil.Claim
	cover := covering(ss)
	for i := range v.tok {
		if !v.verb(i) || !v.is(i, use.Host) {
			continue
		}
		obj := v.child(i, nlp.Obj)
		if obj < 0 || v.npOf[obj] < 0 || v.party(int(v.npOf[obj])).Class != vigil.ClassRefugees {
			continue
		}
		q, ok := v.count(obj)
		if !ok || !plausible(&q) {
			continue
		}
		lo, hi := q.Bounds()
		c := vigil.Claim{Kind: vigil.TollClaim, Status: vigil.Occurred, Score: .8,
			Figures: []vigil.Figure{{Measure: vigil.Refugees, Min: lo, Max: hi, Of: v.text(int(v.npOf[obj])), Span: q.Span, Score: .8, Rule: "hosted"}}}
		if k := v.child(i, nlp.Nsubj); k >= 0 && v.npOf[k] >= 0 {
			c.Scope = "hosted by " + v.text(int(v.npOf[k]))
		}
		out = append(out, v.atWord(i, c, cover, says))
	}
	return slices.Clip(out)
}

// withStocks adds stocks to claims; the tolls that count the same people as
// displaced give way.
func (v *view) withStocks(claims, stocks []vigil.Claim) []vigil.Claim {
	for k := range stocks {
		f := &stocks[k].Figures[0]
		claims = slices.DeleteFunc(claims, func(c vigil.Claim) bool {
			return c.Kind == vigil.TollClaim && len(c.Figures) == 1 && c.Figures[0].Span.Overlaps(f.Span)
		})
	}
	return append(claims, stocks...)
}
