package where

import (
	"math"
	"slices"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/resolve/gazetteer"
)

// Features of "which place of this name is it". Those before whichContext
// belong to the place alone; the rest to the report.
const (
	whichLogPop = iota
	whichFame
	whichCountry
	whichAdmin1
	whichAdmin2
	whichDistrict
	whichFacility
	whichRegion
	whichContinent
	whichWater
	whichRelief
	whichCapital
	whichSeat1
	whichSeat2
	whichSeat3
	whichAlias
	whichAbbr
	whichDemonym
	whichLoose
	whichSkeleton
	whichUnsure
	whichAdded
	whichInNamesake // a town in a division or region of its name
	whichNamesakeIn // that division or region
	whichInNext     // "X, Y": lies in Y
	whichCountryNamed
	whichAdmin1Named
	whichCountryShare
	whichAdmin1Share
	whichNear
	whichNearest
	whichHome
	whichDateline
	whichTypeFits
	whichTypeFails
	whichHolds
	numWhich

	whichContext = whichInNext
)

var whichNames = [numWhich]string{"logpop", "fame", "country", "admin1", "admin2", "district", "facility", "region", "continent", "water",
	"relief", "capital", "seat1", "seat2", "seat3", "alias", "abbr", "demonym", "loose", "skeleton", "unsure", "added", "in-namesake", "namesake-in", "in-next",
	"country-named", "admin1-named", "country-share", "admin1-share", "near", "nearest", "home", "dateline", "type-fits", "type-fails",
	"holds"}

// cand is one place that a group of mentions may mean.
type cand struct {
	hit             gazetteer.Hit
	kind            vigil.PlaceKind
	country, admin1 gazetteer.Index
	lat, lon        float64
	cos             float64
	f               [numWhich]float64
	fixed           float64 // score by the features of the place alone
	score           float64
	p               float64
}

// group is all mentions of one name in a report: they mean one place.
type group struct {
	key           uint64
	mentions      int
	first         int // of the mentions
	in, person    int // mentions after "in", and as persons
	loc, per, org int // mentions that the language core marked so
	inPlay        bool
	sure          float64 // how likely its likeliest mention is a place, by the first judgement
	weight        float64 // how sure that it is a place, and how often named
	from, to      int     // cands
	best          int     // cand, or -1
	dateline      bool
	types         en.PlaceWord // kinds of place that words beside it name
	inner         []int        // mentions right after a comma
}

// setCands lists the places of each group.
func (s *state) setCands() {
	s.cands = s.cands[:0]
	for i := range s.groups {
		g := &s.groups[i]
		g.from = len(s.cands)
		for _, h := range s.mentions[g.first].hits {
			s.cands = append(s.cands, s.newCand(h))
		}
		g.to, g.best = len(s.cands), -1
		s.setNamesakes(g)
		if g.to > g.from {
			g.best = g.from
		}
	}
}

// setNamesakes marks towns and the divisions or regions of their names around
// them, and scores all places of a group by themselves.
func (s *state) setNamesakes(g *group) {
	for i := g.from; i < g.to; i++ {
		for k := g.from; k < g.to; k++ {
			if s.around(&s.cands[k], &s.cands[i]) {
				s.cands[i].f[whichInNamesake], s.cands[k].f[whichNamesakeIn] = 1, 1
			}
		}
	}
	for i := g.from; i < g.to; i++ {
		c := &s.cands[i]
		for f := range whichContext {
			c.fixed += c.f[f] * s.r.model.Which[f]
		}
		c.score = c.fixed
	}
}

// around reports whether area holds town, both of one name.
func (s *state) around(area, town *cand) bool {
	switch area.kind {
	case vigil.Admin1, vigil.Admin2:
		return town.kind.Point() && s.g.Contains(area.hit.Place, town.hit.Place)
	case vigil.Region:
		return town.kind.Point() && area.country == town.country && vigil.Distance(area.lat, area.lon, town.lat, town.lon) < s.g.Entry(area.hit.Place).RadiusKm
	}
	return false
}

func (s *state) newCand(h gazetteer.Hit) cand {
	c := cand{hit: h, country: s.g.Country(h.Place), admin1: s.g.Admin1(h.Place)}
	c.lat, c.lon = s.g.At(h.Place)
	c.cos = math.Cos(c.lat * math.Pi / 180)
	pop, fame, kind, seat := s.g.Prior(h.Place)
	c.kind = kind
	f := &c.f
	f[whichLogPop], f[whichFame] = pop/10, min(fame, 8)/4
	if at := kindFeature(kind); at >= 0 {
		f[at] = 1
	}
	if seat > 0 {
		f[[...]int{0, whichSeat1, whichSeat2, whichSeat3, whichCapital}[seat]] = 1
	}
	switch h.Class {
	case gazetteer.Alias:
		f[whichAlias] = 1
	case gazetteer.Abbr:
		f[whichAbbr] = 1
	case gazetteer.Adjective, gazetteer.People:
		f[whichDemonym] = 1
	case gazetteer.Loose:
		f[whichLoose] = 1
	case gazetteer.Skeleton:
		f[whichSkeleton] = 1
	}
	if s.g.Unsure(h.Place) {
		f[whichUnsure] = 1
	}
	if s.g.Added(h.Place) {
		f[whichAdded] = 1
	}
	return c
}

func kindFeature(k vigil.PlaceKind) int {
	switch k {
	case vigil.Country:
		return whichCountry
	case vigil.Admin1:
		return whichAdmin1
	case vigil.Admin2:
		return whichAdmin2
	case vigil.District:
		return whichDistrict
	case vigil.Facility:
		return whichFacility
	case vigil.Region:
		return whichRegion
	case vigil.Continent:
		return whichContinent
	case vigil.Water:
		return whichWater
	case vigil.Relief:
		return whichRelief
	}
	return -1
}

// rounds is how often the report's picture of itself is drawn anew from the
// places chosen so far.
const rounds = 3

// rank chooses the place of each group.
func (s *state) rank() {
	for i := range s.groups {
		s.choose(&s.groups[i])
	}
	for range rounds {
		s.gatherEvidence()
		for i := range s.groups {
			g := &s.groups[i]
			if g.to-g.from > 0 && g.weight > 0 {
				s.setContext(i)
			}
		}
		for i := range s.groups {
			s.choose(&s.groups[i])
		}
	}
}

// choose scores the places of a group and spreads belief over them.
func (s *state) choose(g *group) {
	if g.from == g.to {
		return
	}
	top := math.Inf(-1)
	for i := g.from; i < g.to; i++ {
		c := &s.cands[i]
		c.score = c.fixed
		for f := whichContext; f < numWhich; f++ {
			c.score += c.f[f] * s.r.model.Which[f]
		}
		if c.score > top {
			top, g.best = c.score, i
		}
	}
	var sum float64
	for i := g.from; i < g.to; i++ {
		s.cands[i].p = math.Exp(s.cands[i].score - top)
		sum += s.cands[i].p
	}
	for i := g.from; i < g.to; i++ {
		s.cands[i].p /= sum
	}
}

// share is belief in one country or division.
type share struct {
	place  gazetteer.Index
	weight float64
	named  bool // by itself, not by a place in it
}

// gatherEvidence sums what the groups say of countries and divisions.
func (s *state) gatherEvidence() {
	s.countries, s.divisions = s.countries[:0], s.divisions[:0]
	s.total = 0
	for i := range s.groups {
		g := &s.groups[i]
		if g.best < 0 || g.weight == 0 {
			continue
		}
		c := &s.cands[g.best]
		w := g.weight * c.p
		s.total += w
		named := c.kind == vigil.Country || c.kind == vigil.Admin1
		s.countries = addShare(s.countries, c.country, w, named && c.kind == vigil.Country)
		s.divisions = addShare(s.divisions, c.admin1, w, named && c.kind == vigil.Admin1)
	}
}

func addShare(list []share, place gazetteer.Index, w float64, named bool) []share {
	if place == gazetteer.None {
		return list
	}
	for i := range list {
		if list[i].place == place {
			list[i].weight += w
			list[i].named = list[i].named || named
			return list
		}
	}
	return append(list, share{place, w, named})
}

func findShare(list []share, place gazetteer.Index) share {
	for i := range list {
		if list[i].place == place {
			return list[i]
		}
	}
	return share{}
}

// setContext sets the features that the rest of the report gives the places of
// group k. A group is no evidence for itself.
func (s *state) setContext(k int) {
	g := &s.groups[k]
	own := &s.cands[g.best]
	ownWeight := g.weight * own.p
	for i := g.from; i < g.to; i++ {
		c := &s.cands[i]
		clear(c.f[whichContext:])
		c.f[whichCountryShare], c.f[whichCountryNamed] = s.evidence(s.countries, c.country, own.country, ownWeight, own.kind == vigil.Country)
		c.f[whichAdmin1Share], c.f[whichAdmin1Named] = s.evidence(s.divisions, c.admin1, own.admin1, ownWeight, own.kind == vigil.Admin1)
		if c.kind == vigil.Country {
			c.f[whichCountryNamed] = 0
		}
		if c.kind == vigil.Admin1 {
			c.f[whichAdmin1Named] = 0
		}
		s.setNear(k, c)
		s.setLocal(g, c)
		if s.home != gazetteer.None && c.country == s.home {
			c.f[whichHome] = 1
		}
	}
}

// evidence returns the share of all belief that place has without the group
// itself, and whether another group names it.
func (s *state) evidence(list []share, place, own gazetteer.Index, ownWeight float64, ownNames bool) (part, named float64) {
	if place == gazetteer.None {
		return 0, 0
	}
	sh := findShare(list, place)
	w := sh.weight
	if place == own {
		w -= ownWeight
	}
	if sh.named && !(place == own && ownNames) {
		named = 1
	}
	if rest := s.total - ownWeight; rest > 0.01 && w > 0 {
		part = w / (rest + 1)
	}
	return part, named
}

// maxNear bounds the groups that distance is measured to.
const maxNear = 48

// setNear measures the distance to the other groups' places: near is the sum
// of their closeness (1 at no distance, 1/e at 100 km), nearest that of the
// closest.
func (s *state) setNear(k int, c *cand) {
	if c.kind == vigil.Country || c.kind == vigil.Continent {
		s.setHolds(k, c)
		return
	}
	var sum, best, weights float64
	for i := range min(len(s.groups), maxNear) {
		o := &s.groups[i]
		if i == k || o.best < 0 || o.weight == 0 {
			continue
		}
		b := &s.cands[o.best]
		if b.kind == vigil.Country || b.kind == vigil.Continent {
			continue
		}
		weights += o.weight
		dx, dy := (c.lon-b.lon)*c.cos, c.lat-b.lat
		if dx > 180 {
			dx = 360 - dx
		}
		if d2 := dx*dx + dy*dy; d2 < 25 {
			near := math.Exp(-math.Sqrt(d2)*1.112) * b.p
			sum += near * o.weight
			best = max(best, near*min(o.weight, 1))
		}
	}
	if weights > 0 {
		c.f[whichNear] = sum / (weights + 1)
	}
	c.f[whichNearest] = best
	if c.kind == vigil.Admin1 || c.kind == vigil.Admin2 {
		s.setHolds(k, c)
	}
}

// setHolds says whether another group's place lies in c.
func (s *state) setHolds(k int, c *cand) {
	for i := range min(len(s.groups), maxNear) {
		o := &s.groups[i]
		if i == k || o.best < 0 || o.weight == 0 {
			continue
		}
		b := &s.cands[o.best]
		if c.kind == vigil.Country && b.country == c.hit.Place || c.kind == vigil.Admin1 && b.admin1 == c.hit.Place {
			c.f[whichHolds] = 1
			return
		}
	}
}

// setLocal sets the features of the words around the group's mentions.
func (s *state) setLocal(g *group, c *cand) {
	for _, next := range g.inner {
		o := &s.groups[s.mentions[next].group]
		for i := o.from; i < o.to; i++ {
			if s.g.Contains(s.cands[i].hit.Place, c.hit.Place) {
				c.f[whichInNext] = 1
			}
		}
	}
	if g.types != 0 {
		fits := typesOf(c.kind)&g.types != 0
		if fits {
			c.f[whichTypeFits] = 1
		} else {
			c.f[whichTypeFails] = 1
		}
	}
	if g.dateline && (c.kind == vigil.Settlement || c.kind == vigil.District) {
		c.f[whichDateline] = 1
	}
}

// typesOf lists the words that name a kind of place.
func typesOf(k vigil.PlaceKind) en.PlaceWord {
	switch k {
	case vigil.Settlement:
		return en.TypeSettlement | en.TypeDistrict
	case vigil.District:
		return en.TypeDistrict | en.TypeSettlement
	case vigil.Facility:
		return en.TypeFacility
	case vigil.Admin2:
		return en.TypeAdmin2
	case vigil.Admin1:
		return en.TypeAdmin1
	case vigil.Region:
		return en.TypeRegion | en.TypeAdmin1
	case vigil.Country:
		return en.TypeCountry
	case vigil.Water:
		return en.TypeWater
	case vigil.Relief:
		return en.TypeRelief
	}
	return 0
}

// rivals lists the places of a group, best first.
func (s *state) rivals(g *group) []int {
	out := make([]int, 0, g.to-g.from)
	for i := g.from; i < g.to; i++ {
		out = append(out, i)
	}
	slices.SortStableFunc(out, func(a, b int) int {
		switch x, y := s.cands[a].score, s.cands[b].score; {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return int(s.cands[a].hit.Place - s.cands[b].hit.Place)
	})
	return out
}
