package extract

import (
	"slices"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// takesPlace reports whether acts of that kind are done at a place of their
// own, as words are not: who speaks of a town need not be there.
func takesPlace(kind int) bool {
	switch deedClasses[kind] {
	case "CONSULT", "AGREE", "AID", "RETREAT", "MOBILIZE", "COERCE":
		return true
	}
	return false
}

// placeReach is how many words from its act a statement's place may stand.
const placeReach = 14

// deedPlace returns where the political act at token i is done: the place
// nearest to it in its sentence that "in" or the like opens, with no act of
// war between; what is visited; or nil.
func (v *view) deedPlace(i int) *vigil.Place {
	s := v.sentence(i)
	best, dist := int32(-1), placeReach+1
	for j := max(s.First, i-placeReach); j < min(s.Last, i+placeReach); j++ {
		k := v.place[j]
		if k < 0 || v.placeUse(j) != vigil.At || j+1 < len(v.place) && v.place[j+1] == k {
			continue
		}
		if d := max(j-i, i-j); d < dist && v.hosts(i, j) {
			best, dist = k, d
		}
	}
	if best < 0 {
		return nil
	}
	p := v.res.Places[best]
	return &p
}

// hosts reports whether the place that ends at token j may be where the act at
// token i is done.
func (v *view) hosts(i, j int) bool {
	h := v.headOf(j, v.place)
	if v.rel(h) == nlp.Compound && v.head(h) >= 0 {
		h = v.head(h) // "in Idlib province"
	}
	if v.prep(h, use.Of) && v.rel(h) == nlp.Nmod {
		h = v.head(h) // "in the city of Idlib"
	}
	switch {
	case v.prep(h, use.Venue):
	case v.preposition(h) == "":
		if v.rel(h) != nlp.Obj || v.head(h) != i || !v.travels(i) {
			return false
		}
	case v.prep(h, use.To):
		if v.head(h) != i || !v.travels(i) {
			return false
		}
	default:
		return false
	}
	for k := min(i, j) + 1; k < max(i, j); k++ {
		if v.acts[k]&en.ActHappens != 0 && v.name[k] < 0 {
			return false
		}
	}
	return true
}

func (v *view) travels(i int) bool {
	return v.is(i, use.Travel)
}

// meetings joins what a report tells of one meeting in its headline and again
// below: the same people, and neither day nor place against it.
func meetings(claims []vigil.Claim) []vigil.Claim {
	var out []vigil.Claim
	for _, c := range claims {
		k := slices.IndexFunc(out, func(o vigil.Claim) bool { return oneMeeting(&o, &c) })
		if k < 0 {
			out = append(out, c)
			continue
		}
		out[k] = joinMeetings(out[k], c)
	}
	return out
}

func oneMeeting(a, b *vigil.Claim) bool {
	if a.Act != "CONSULT" || b.Act != "CONSULT" || a.Status != b.Status || clash(a.When, b.When) || clash(a.Due, b.Due) {
		return false
	}
	if a.Place != nil && b.Place != nil && !within(a.Place, b.Place) && !within(b.Place, a.Place) {
		return false
	}
	shared, onlyA, onlyB := compareGuests(a, b)
	switch {
	case shared == 0:
		return false
	case onlyA > 0 && onlyB > 0:
		return shared > 1
	}
	return shared > 1 || a.Place != nil && b.Place != nil || a.When != nil && b.When != nil
}

func clash(a, b *vigil.When) bool {
	return a != nil && b != nil && a.Days.Known() && b.Days.Known() && !a.Days.Overlaps(b.Days)
}

// within reports whether place a is b or may lie in it.
func within(a, b *vigil.Place) bool {
	return a.Name == b.Name || a.Country != "" && a.Country == b.Country && b.Kind == vigil.Country
}

// compareGuests counts the known parties that two meetings share and those
// that only one has. A state is not told apart from its people.
func compareGuests(a, b *vigil.Claim) (shared, onlyA, onlyB int) {
	known := func(c *vigil.Claim) (out []vigil.Party) {
		for _, p := range slices.Concat(c.Actors, c.Targets) {
			if p.Entity != "" {
				out = append(out, p)
			}
		}
		return out
	}
	p, q := known(a), known(b)
	has := func(list []vigil.Party, x vigil.Party) bool {
		return slices.ContainsFunc(list, func(y vigil.Party) bool { return x.Entity == y.Entity })
	}
	lands := func(list []vigil.Party, x vigil.Party) bool {
		return x.Country != "" && slices.ContainsFunc(list, func(y vigil.Party) bool { return x.Country == y.Country })
	}
	for _, x := range p {
		switch {
		case has(q, x):
			shared++
		case !lands(q, x):
			onlyA++
		}
	}
	for _, x := range q {
		if !has(p, x) && !lands(p, x) {
			onlyB++
		}
	}
	return shared, onlyA, onlyB
}

// joinMeetings adds to a what b tells besides.
func joinMeetings(a, b vigil.Claim) vigil.Claim {
	if b.Score > a.Score {
		a, b = b, a
	}
	add := func(list, more, other []vigil.Party) []vigil.Party {
		for _, p := range more {
			same := func(q vigil.Party) bool { return p.Name == q.Name || p.Entity != "" && p.Entity == q.Entity }
			if !slices.ContainsFunc(list, same) && !slices.ContainsFunc(other, same) && p.Entity != "" {
				list = append(list, p)
			}
		}
		return list
	}
	a.Actors = add(a.Actors, b.Actors, a.Targets)
	a.Targets = add(a.Targets, b.Targets, a.Actors)
	for _, e := range b.Evidence {
		if !slices.Contains(a.Evidence, e) {
			a.Evidence = append(a.Evidence, e)
		}
	}
	if a.When == nil {
		a.When = b.When
	}
	if a.Due == nil {
		a.Due = b.Due
	}
	if a.Place == nil || b.Place != nil && within(b.Place, a.Place) {
		a.Place = b.Place
	}
	return a
}
