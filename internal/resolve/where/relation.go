package where

import (
	"math"
	"strconv"
	"strings"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/nlp"
	"vigil/internal/resolve/gazetteer"
)

// use says how the text uses the name.
func (s *state) use(m *mention, c *cand) vigil.PlaceUse {
	switch {
	case c.hit.Class == gazetteer.People:
		return vigil.AsPeople
	case c.hit.Class == gazetteer.Adjective:
		return vigil.AsAdjunct
	case m.nameRel == relInside && m.name.Type != nlp.LOC && m.name.Type != nlp.FAC:
		return vigil.InName
	case m.name != nil && m.nameRel == relSame && m.name.Kind == "gov" && c.f[whichCapital] > 0:
		return vigil.AsGovernment
	case m.name == nil && m.last < len(s.words) && s.beside(m.last) && s.words[m.last].cap && s.class(m.last)&en.BodyNoun != 0:
		return vigil.InName
	case s.ofAnother(m):
		return vigil.AsAdjunct
	}
	return vigil.At
}

// ofAnother reports whether a mention only says in which area the place lies
// that is named behind it: "the Aleppo town of Manbij", "Idlib province's
// Saraqib".
func (s *state) ofAnother(m *mention) bool {
	i := m.last
	if !s.beside(i) || s.words[i].cap {
		return false
	}
	named := func(i int) bool { return s.beside(i) && s.words[i].cap }
	switch t := s.class(i); {
	case t&(en.TypeSettlement|en.TypeDistrict) != 0:
		return s.beside(i+1) && s.lowerWord(i+1) == "of" && named(i+2)
	case t&(en.TypeAdmin1|en.TypeAdmin2|en.TypeRegion) != 0:
		return s.words[i].poss && named(i+1)
	}
	return false
}

// bearings are degrees clockwise from north.
var bearings = map[string]float64{"north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225,
	"west": 270, "northwest": 315, "northern": 0, "northeastern": 45, "eastern": 90, "southeastern": 135, "southern": 180,
	"southwestern": 225, "western": 270, "northwestern": 315}

// units are kilometres.
var units = map[string]float64{"km": 1, "kms": 1, "kilometre": 1, "kilometres": 1, "kilometer": 1, "kilometers": 1,
	"mile": 1.609, "miles": 1.609, "mi": 1.609, "metre": 0.001, "metres": 0.001, "meter": 0.001, "meters": 0.001, "m": 0.001}

// beforeWords set a place apart from what happened: how far off, in km, that may be.
var beforeWords = map[string]float64{"near": 15, "outside": 10, "around": 15, "surrounding": 15, "beyond": 25, "toward": 25, "towards": 25,
	"nearby": 15, "overlooking": 5, "off": 30, "outskirts": 8, "vicinity": 15, "suburbs": 12, "suburb": 12, "countryside": 30, "edge": 6,
	"edges": 6, "environs": 15, "approaches": 10, "border": 50, "borders": 50, "frontier": 50, "coast": 30, "entrance": 3, "hinterland": 30, "close": 15}

// afterWords do so behind the name: "Idlib countryside".
var afterWords = map[string]float64{"countryside": 30, "outskirts": 8, "suburbs": 12, "suburb": 12, "border": 50, "borders": 50, "frontier": 50,
	"hinterland": 30, "coast": 30, "environs": 15}

// relate reads the words around a mention: near, 20 km north of, the northern.
func (s *state) relate(p *vigil.Place, m *mention) {
	if p.Use == vigil.InName || !p.Located {
		return
	}
	i := s.skipBack(m.first - 1)
	if i < 0 || !s.same(i+1, m) {
		s.relateAfter(p, m)
		return
	}
	w := s.lowerWord(i)
	if (w == "of" || w == "from" || w == "to") && i > 0 && s.beside(i) {
		if s.relateOf(p, m, i) {
			return
		}
	} else if at, ok := s.borderWith(i); ok {
		s.loosen(p, m, at, beforeWords["border"])
		return
	} else if km, ok := beforeWords[w]; ok && w != "border" && w != "coast" {
		if far, first, ok := s.distanceAt(i - 1); ok {
			i, km = first, far // 30 km outside
		}
		s.loosen(p, m, i, km)
		s.relateAfter(p, m)
		return
	} else if at, deg, ok := s.bearingAt(i); ok && !p.Kind.Point() {
		s.part(p, m, at, deg)
	}
	s.relateAfter(p, m)
}

// skipBack passes over "the", "city of", "the town of" before a name.
func (s *state) skipBack(i int) int {
	for i >= 0 {
		w := s.lowerWord(i)
		switch {
		case w == "the" || w == "a" || w == "an":
		case w == "of" && i > 0 && s.class(i-1)&en.TypeAny != 0 && beforeWords[s.lowerWord(i-1)] == 0:
			i--
		case !s.words[i].cap && s.class(i)&(en.TypeSettlement|en.TypeAdmin1|en.TypeAdmin2) != 0 && beforeWords[w] == 0:
		default:
			return i
		}
		i--
	}
	return i
}

// same reports whether word i and mention m stand in one run of words.
func (s *state) same(i int, m *mention) bool {
	for ; i <= m.first; i++ {
		if g := s.words[i].gap; g != gapSpace && g != gapHyphen {
			return false
		}
	}
	return true
}

// relateOf reads "north of", "20 km north-east of", "30 miles from", "the
// outskirts of", "close to"; i is the word before the name.
func (s *state) relateOf(p *vigil.Place, m *mention, i int) bool {
	at := i - 1
	if km, ok := beforeWords[s.lowerWord(at)]; ok {
		s.loosen(p, m, at, km)
		return true
	}
	from, deg, bearing := s.bearingAt(at)
	j := at
	if bearing {
		j = from - 1
	}
	for j > 0 && (s.lowerWord(j) == "the" || s.lowerWord(j) == "to" || s.lowerWord(j) == "away") {
		j--
	}
	km, first, ok := s.distanceAt(j)
	switch {
	case ok && bearing:
		p.Lat, p.Lon = gazetteer.Destination(p.Lat, p.Lon, deg, km)
		p.Lat, p.Lon = math.Round(p.Lat*1e4)/1e4, math.Round(p.Lon*1e4)/1e4
		p.RadiusKm = math.Max(2, km/4) + p.RadiusKm
		p.Relation = s.relationText(first, m)
	case ok && s.lowerWord(i) != "to":
		p.RadiusKm += km
		p.Relation = s.relationText(first, m)
	case bearing && s.lowerWord(i) == "of":
		p.RadiusKm += 25
		p.Relation = s.relationText(from, m)
	default:
		return false
	}
	return true
}

// bearingAt reads a bearing that ends at word i: north, north-east, north eastern.
func (s *state) bearingAt(i int) (first int, deg float64, ok bool) {
	if i < 0 {
		return i, 0, false
	}
	w := s.lowerWord(i)
	if i > 0 && (s.words[i].gap == gapHyphen || s.words[i].gap == gapSpace) {
		if deg, ok = bearings[s.lowerWord(i-1)+w]; ok {
			return i - 1, deg, true
		}
	}
	deg, ok = bearings[w]
	return i, deg, ok
}

var smallNumbers = map[string]float64{"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100, "several": 5, "few": 3}

// distanceAt reads a distance that ends at word i: 20 km, 20km, twenty miles,
// 35 kilometres (22 miles).
func (s *state) distanceAt(i int) (km float64, first int, ok bool) {
	if i < 0 {
		return 0, i, false
	}
	w := s.lowerWord(i)
	if n, unit, ok := glued(w); ok {
		return n * unit, i, true
	}
	unit, ok := units[w]
	if !ok || i == 0 {
		return 0, i, false
	}
	if i >= 3 && s.words[i-1].gap == gapParen {
		if km, first, ok = s.distanceAt(i - 2); ok {
			return km, first, true
		}
	}
	n, ok := smallNumbers[s.lowerWord(i-1)]
	if !ok {
		var err error
		n, err = strconv.ParseFloat(s.word(i-1), 64)
		ok = err == nil && n > 0 && n < 2000
	}
	return n * unit, i - 1, ok
}

// glued reads 20km.
func glued(w string) (n, unit float64, ok bool) {
	k := 0
	for k < len(w) && w[k] >= '0' && w[k] <= '9' {
		k++
	}
	unit, ok = units[w[k:]]
	if k == 0 || !ok {
		return 0, 0, false
	}
	n, err := strconv.ParseFloat(w[:k], 64)
	return n, unit, err == nil && n > 0 && n < 2000
}

// relationText is the text from word i to the mention, on one line.
func (s *state) relationText(i int, m *mention) string {
	return strings.Join(strings.Fields(s.text[s.words[i].start:s.words[m.first].start]), " ")
}

func (s *state) loosen(p *vigil.Place, m *mention, i int, km float64) {
	p.RadiusKm += km
	p.Relation = s.relationText(i, m)
}

// maxPartKm is the radius up to which a part of an area is located by itself.
const maxPartKm = 200

// part narrows an area to the part that a bearing names: southern Gaza,
// northern Idlib. Of a country it only notes the words.
func (s *state) part(p *vigil.Place, m *mention, first int, deg float64) {
	bearing := s.relationText(first, m)
	if strings.HasPrefix(strings.ToLower(p.Name), strings.ToLower(bearing)) {
		return // Eastern Ghouta is no part of itself
	}
	p.Relation = bearing
	if p.RadiusKm < 3 || p.RadiusKm > maxPartKm {
		return
	}
	p.Lat, p.Lon = gazetteer.Destination(p.Lat, p.Lon, deg, p.RadiusKm/2)
	p.Lat, p.Lon = math.Round(p.Lat*1e3)/1e3, math.Round(p.Lon*1e3)/1e3
	p.RadiusKm = math.Round(p.RadiusKm * 0.7)
}

// relateAfter reads words behind the name: "the Turkish border".
func (s *state) relateAfter(p *vigil.Place, m *mention) {
	if m.last >= len(s.words) {
		return
	}
	i := m.last
	if s.words[i].gap == gapHyphen && s.words[i].cap && s.beside(i+1) && borders[s.lowerWord(i+1)] {
		i++ // the Syrian-Turkish border
	}
	w := s.lowerWord(i)
	km, ok := afterWords[w]
	if !ok || s.words[i].gap != gapSpace || s.words[i].cap {
		return
	}
	p.RadiusKm += km
	if !strings.HasSuffix(p.Relation, " the") {
		p.Relation = strings.TrimSpace(p.Relation + " the")
	}
	p.Relation += " " + w + " of"
}

// borders are the words for where two countries meet.
var borders = map[string]bool{"border": true, "borders": true, "frontier": true}

// borderWith reads "near the border with", whose last word is i: where it begins.
func (s *state) borderWith(i int) (first int, ok bool) {
	if w := s.lowerWord(i); w != "with" && w != "between" || !s.beside(i) || !borders[s.lowerWord(i-1)] {
		return 0, false
	}
	first = i - 1
	if first > 0 && s.beside(first) && s.lowerWord(first-1) == "the" {
		first--
	}
	if first > 0 && s.beside(first) && s.class(first-1)&(en.LocativeIn|en.LocativeAt) != 0 {
		first--
	}
	return first, true
}
