package extract

import (
	"vigil"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// A sentence that names several places where the same act happened ("protests
// in Damascus, Homs and Idlib") tells one incident a place.

// alsoAt returns the places that stand in one list with the place mention that
// ends at token j, without it.
func (v *view) alsoAt(j int) []int32 {
	list, joined := v.placeList(j)
	if !joined || v.spans(v.headOf(int(list[0]), v.place)) {
		return nil
	}
	kind := v.res.Places[v.place[j]].Kind
	var out []int32
	for _, k := range list {
		p := &v.res.Places[v.place[k]]
		if int(k) == j {
			continue
		}
		if v.placeUse(int(k)) != vigil.At || (p.Kind == vigil.Country) != (kind == vigil.Country) {
			return nil
		}
		out = append(out, v.place[k])
	}
	return out
}

// placeList returns the last tokens of the place mentions listed with the one
// that ends at j, itself among them, in order; joined is set if "and" or the
// like ties them, so that "Zakho, Dohuk" is no list.
func (v *view) placeList(j int) (list []int32, joined bool) {
	s := v.sentence(j)
	var run []int32
	tied, mine := false, false
	for k := s.First; k < s.Last; k++ {
		switch {
		case v.place[k] >= 0:
			if k+1 == s.Last || v.place[k+1] != v.place[k] {
				run = append(run, int32(k))
				mine = mine || k == j
			}
		case len(run) > 0 && v.lists(k):
			tied = tied || v.rel(k) == nlp.Cc
		default:
			if mine && len(run) > 1 {
				return run, tied
			}
			run, tied, mine = run[:0], false, false
		}
	}
	return run, tied && mine && len(run) > 1
}

// lists reports whether token k may stand between the places of a list: a
// comma, "and", "in", "the towns of".
func (v *view) lists(k int) bool {
	return v.is(k, use.PlaceList)
}

// spans reports whether the place headed by h opens a way or a gap: "between
// Aleppo and Homs", "from Aleppo to Homs".
func (v *view) spans(h int) bool {
	return v.prep(h, use.OnTheWay)
}
