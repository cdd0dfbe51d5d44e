package where

import (
	"math"
	"slices"
	"strings"

	"vigil"
	"vigil/internal/lang/en"
)

// maxBetweenKm and maxRoadKm bound the stretch between two towns that is a
// place: longer ones say nothing of where.
const (
	maxBetweenKm = 150
	maxRoadKm    = 700
)

// A way runs from one place shown to the next: what is meant lies on it, in
// neither.
type way struct {
	from   int // of the places shown
	maxKm  float64
	border bool // "the border between X and Y"
}

// ways finds "between X and Y", "the road from X to Y", "the X-Y highway".
func (s *state) ways() []way {
	var out []way
	for k := 0; k+1 < len(s.shown); k++ {
		x, y := &s.mentions[s.shown[k]], &s.mentions[s.shown[k+1]]
		switch w := s.wayBetween(x, y); {
		case w.border:
			out = append(out, way{from: k, border: true})
		case w.maxKm > 0 && s.groups[x.group].best >= 0 && s.groups[y.group].best >= 0:
			x.town, y.town = true, true
			out = append(out, way{from: k, maxKm: w.maxKm})
		}
	}
	return out
}

// wayBetween returns what runs from mention x to mention y and how long it may
// be, nothing if the words around them tell of no way.
func (s *state) wayBetween(x, y *mention) way {
	if y.first == x.last && s.words[y.first].gap == gapHyphen {
		if y.last < len(s.words) && s.words[y.last].gap == gapSpace && s.class(y.last)&en.Road != 0 {
			return way{maxKm: maxRoadKm}
		}
		return way{}
	}
	j := s.skipBack(y.first - 1)
	if j != x.last {
		return way{}
	}
	i := s.skipBack(x.first - 1)
	if i < 0 {
		return way{}
	}
	first, join := s.lowerWord(i), s.lowerWord(j)
	road := s.roadBefore(i)
	switch {
	case first == "between" && join == "and" && borders[s.lowerWord(i-1)]:
		return way{border: true}
	case first == "between" && join == "and" && road:
		return way{maxKm: maxRoadKm}
	case first == "between" && join == "and":
		return way{maxKm: maxBetweenKm}
	case road && first == "from" && join == "to",
		road && (first == "linking" || first == "connecting" || first == "joining") && (join == "to" || join == "and" || join == "with"):
		return way{maxKm: maxRoadKm}
	}
	return way{}
}

// roadBefore reports whether a word for a road stands just before word i.
func (s *state) roadBefore(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3 && s.beside(k+1); k-- {
		if s.class(k)&en.Road != 0 {
			return true
		}
	}
	return false
}

// atTheBorder notes that what is meant lies where p meets another country.
func atTheBorder(p *vigil.Place) {
	if !atBorder(p) {
		p.Relation = "the border of"
		p.RadiusKm += beforeWords["border"]
	}
}

// crossed reports whether p is what lies beyond a border: "across the border
// with Lebanon".
func crossed(p *vigil.Place) bool {
	return strings.HasPrefix(p.Relation, "across ") || strings.HasPrefix(p.Relation, "over ")
}

// lay puts both ends of a way in its middle, as wide as it is long. Of places
// that are no towns it only notes the words.
func (w way) lay(a, b *vigil.Place) {
	if w.border {
		atTheBorder(a)
		atTheBorder(b)
		return
	}
	if !a.Kind.Point() || !b.Kind.Point() || a.Use != vigil.At || b.Use != vigil.At {
		return
	}
	d := vigil.Distance(a.Lat, a.Lon, b.Lat, b.Lon)
	if d > w.maxKm {
		return
	}
	lat, lon := math.Round((a.Lat+b.Lat)/2*1e4)/1e4, math.Round((a.Lon+b.Lon)/2*1e4)/1e4
	for _, p := range []*vigil.Place{a, b} {
		p.Lat, p.Lon, p.RadiusKm = lat, lon, math.Max(2, math.Round(d/2))
	}
	a.Relation, b.Relation = "on the way to "+b.Name+" from", "on the way from "+a.Name+" to"
}

// sides takes the country from places at a country's border where the report
// is of another country too: they may be on either side, unless somebody or
// something came across it.
func (s *state) sides(places []vigil.Place) {
	var either []int
	for i := range places {
		p := &places[i]
		if p.Kind == vigil.Country && atBorder(p) && !crossed(p) && slices.ContainsFunc(places, func(q vigil.Place) bool {
			return q.Country != "" && q.Country != p.Country && q.Use != vigil.InName
		}) {
			either = append(either, i)
		}
	}
	for _, i := range either {
		places[i].Country = ""
	}
}
