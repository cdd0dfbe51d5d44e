package where

import (
	"slices"
	"strings"

	"vigil"
	"vigil/internal/lang/en"
)

// prefer moves to the front of a name's places, best first, the one that the
// words around one mention ask for: a town and the province around it share a
// name, and a report may name both by it. It returns the belief that the words
// move from the one to the other.
func (s *state) prefer(m *mention, rivals []int) (moved float64) {
	best := &s.cands[rivals[0]]
	want := s.asked(m, best)
	if want == nil {
		return 0
	}
	at := slices.IndexFunc(rivals, func(i int) bool {
		c := &s.cands[i]
		return want(c) && (c == best || s.around(c, best) || s.around(best, c))
	})
	if at < 0 {
		return 0
	}
	i := rivals[at]
	copy(rivals[1:at+1], rivals[:at])
	rivals[0] = i
	for _, k := range rivals[1:] {
		if c := &s.cands[k]; !want(c) && (s.around(c, &s.cands[i]) || s.around(&s.cands[i], c)) {
			moved += c.p
		}
	}
	return moved
}

// asked returns what the words around a mention ask for, where best is the
// likeliest of its places; nil if they ask for nothing.
func (s *state) asked(m *mention, best *cand) func(*cand) bool {
	point := func(c *cand) bool { return c.kind.Point() }
	area := func(c *cand) bool { return !c.kind.Point() }
	switch t := s.typesBeside(m); {
	case t&(en.TypeSettlement|en.TypeAdmin1|en.TypeAdmin2) != 0:
		return func(c *cand) bool { return typesOf(c.kind)&t != 0 }
	case m.town || s.besideTown(m):
		return point
	case best.kind.Point() && s.partOfArea(m, best):
		return area
	case best.kind.Point():
		return func(c *cand) bool { return !c.kind.Point() && best.p < sureOfTown*(best.p+c.p) }
	}
	return nil
}

// sureOfTown is the belief from which a name that a town and the area around it
// share means the town, where nothing beside it tells: the area holds both.
const sureOfTown = 0.7

// besideTown reports whether the words before a mention measure from it, or
// place something beside it, as they do of towns: "20 km north of", "near".
func (s *state) besideTown(m *mention) bool {
	i := s.skipBack(m.first - 1)
	if i < 0 || !s.same(i+1, m) {
		return false
	}
	switch w := s.lowerWord(i); w {
	case "of", "from", "to":
		if i == 0 || !s.beside(i) {
			return false
		}
		if _, _, ok := s.distanceAt(i - 1); ok {
			return true
		}
		if at, _, ok := s.bearingAt(i - 1); ok {
			_, _, far := s.distanceAt(at - 1)
			return far || w == "of"
		}
		at := s.lowerWord(i - 1)
		return beforeWords[at] > 0 && at != "border" && at != "coast" && at != "countryside"
	case "near", "outside", "overlooking", "nearby":
		return true
	}
	return false
}

// greatCity is the population from which a city has parts that are named by
// bearings: eastern Aleppo.
const greatCity = 1e6

// partOfArea reports whether a bearing before a mention tells of the area
// rather than of the town in it: southern Gaza.
func (s *state) partOfArea(m *mention, town *cand) bool {
	i := s.skipBack(m.first - 1)
	if i < 0 || !s.same(i+1, m) || !strings.HasSuffix(s.lowerWord(i), "ern") {
		return false
	}
	_, _, ok := s.bearingAt(i)
	return ok && s.g.Entry(town.hit.Place).Population < greatCity
}

// atBorder reports whether p is where a border runs: "near the border of".
func atBorder(p *vigil.Place) bool {
	return strings.Contains(p.Relation, "border") || strings.Contains(p.Relation, "frontier")
}
