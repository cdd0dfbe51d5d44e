// Package where takes a report and its Doc and says which words name places
// and where these are: centre, radius, kind, country and division, with the
// rivals that each reading beat.
//
// A name is looked up in the gazetteer, judged to be a place or not by what
// stands around it and what the language core made of it, and tied to one of
// the places that bear it by what else the report names: the countries and
// divisions in play, what lies near, what contains it, where the outlet is at
// home. All mentions of one name in a report mean one place.
package where

import (
	"sync"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/nlp"
	"vigil/internal/resolve/gazetteer"
)

// Resolver resolves places. It may be used by many goroutines at once.
type Resolver struct {
	g       *gazetteer.Gazetteer
	model   *Model
	words   map[string]en.PlaceWord
	common  map[string]bool
	given   map[string]bool   // names of persons
	domains map[string]string // country by its domain
	states  sync.Pool
}

// New opens a gazetteer as written by vigil-data gazetteer and the weights
// written by vigil-data where.
func New(data, weights string) (*Resolver, error) {
	g, err := gazetteer.Open(data)
	if err != nil {
		return nil, err
	}
	m, err := ParseModel(weights)
	if err != nil {
		return nil, err
	}
	return With(g, m), nil
}

// With makes a Resolver of an open gazetteer and a model.
func With(g *gazetteer.Gazetteer, m *Model) *Resolver {
	given := map[string]bool{}
	men, women := en.GivenNames()
	for _, n := range append(men, women...) {
		given[n] = true
	}
	return &Resolver{g: g, model: m, words: en.PlaceWords(), common: en.CommonWords(), given: given, domains: domains()}
}

// Extend returns a Resolver that knows the places of a file besides
// (gazetteer.Row).
func (r *Resolver) Extend(places string) (*Resolver, error) {
	g, err := r.g.Extend(places)
	if err != nil {
		return nil, err
	}
	return With(g, r.model), nil
}

// Gazetteer returns the gazetteer that r looks names up in.
func (r *Resolver) Gazetteer() *gazetteer.Gazetteer { return r.g }

// state is the work on one report; it is used again for the next.
type state struct {
	r        *Resolver
	g        *gazetteer.Gazetteer
	rep      *vigil.Report
	doc      *nlp.Doc
	text     string
	allCaps  bool
	words    []word
	mentions []mention
	groups   []group
	cands    []cand
	byKey    map[uint64]int

	countries, divisions []share
	total                float64
	home                 gazetteer.Index

	builder  gazetteer.Builder
	pool     []gazetteer.Hit
	room     []gazetteer.Hit
	hits     []gazetteer.Hit
	promises []float64 // of hits to prune
	feats    []feat
	shown    []int           // the mention of each Place given
	lower    [1 << 10]uint64 // words seen in lower case, by hash
}

// Country returns the area of a country of that ISO alpha-3 code, or nil.
func (r *Resolver) Country(code string) *vigil.Place {
	i := r.g.ByCode(code)
	if i == gazetteer.None {
		return nil
	}
	e := r.g.Entry(i)
	return &vigil.Place{Name: e.Name, Kind: e.Kind, Country: code, Located: true, Lat: e.Lat, Lon: e.Lon, RadiusKm: e.RadiusKm, GeoID: e.ID}
}

// Places implements resolve.Where.
func (r *Resolver) Places(rep *vigil.Report, doc *nlp.Doc) []vigil.Place {
	s := r.begin(rep, doc)
	defer r.states.Put(s)
	s.recognise()
	s.rank()
	return s.places()
}

func (r *Resolver) begin(rep *vigil.Report, doc *nlp.Doc) *state {
	s, _ := r.states.Get().(*state)
	if s == nil {
		s = &state{byKey: map[uint64]int{}}
	}
	s.r, s.g, s.rep, s.doc, s.text = r, r.g, rep, doc, doc.Text
	s.words, s.mentions, s.groups, s.pool = s.words[:0], s.mentions[:0], s.groups[:0], s.pool[:0]
	clear(s.byKey)
	clear(s.lower[:])
	return s
}

// recognise finds the mentions and how likely each is a place.
func (s *state) recognise() {
	s.words = scan(s.words, s.text)
	s.noteLower()
	s.home = s.r.homeOf(s.rep)
	s.find()
	s.addNames()
	s.setGroups()
	s.setCands()
	for i := range s.groups {
		s.choose(&s.groups[i])
	}
	s.judge()
	s.markInPlay()
	s.noteSure()
	s.judge()
}

// noteSure keeps for each group how likely its likeliest mention is.
func (s *state) noteSure() {
	for i := range s.mentions {
		m := &s.mentions[i]
		g := &s.groups[m.group]
		m.early = m.p
		g.sure = max(g.sure, m.p)
	}
}

// noteLower remembers the words that stand in lower case.
func (s *state) noteLower() {
	lower, all := 0, 0
	for i := range s.words {
		w := &s.words[i]
		all++
		if !w.cap {
			lower++
			h := wordHash(s.text[w.start:w.end], false)
			s.lower[h>>6] |= 1 << (h & 63)
		}
	}
	s.allCaps = lower*4 < all
}

func (s *state) seenLower(i int) bool {
	h := wordHash(s.word(i), true)
	return s.lower[h>>6]&(1<<(h&63)) != 0
}

// wordHash hashes a word, its ASCII capitals as small letters if fold is set.
func wordHash(w string, fold bool) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(w); i++ {
		c := w[i]
		if fold && 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		h = (h ^ uint32(c)) * 16777619
	}
	return (h ^ h>>16) & (1<<16 - 1)
}

// setGroups gathers the mentions of one name.
func (s *state) setGroups() {
	for i := range s.mentions {
		m := &s.mentions[i]
		k, ok := s.byKey[m.key]
		if !ok {
			k = len(s.groups)
			s.byKey[m.key] = k
			s.groups = append(s.groups, group{key: m.key, first: i, best: -1})
		}
		m.group = k
		s.observe(&s.groups[k], i)
	}
}

// observe adds to a group what the words around mention i say.
func (s *state) observe(g *group, i int) {
	m := &s.mentions[i]
	g.mentions++
	if s.prevIn(m) {
		g.in++
	}
	if m.name != nil {
		switch m.name.Type {
		case nlp.LOC, nlp.FAC:
			g.loc++
		case nlp.PER:
			if !s.knownDespite(m) {
				g.per++
				g.person++
			}
		case nlp.ORG:
			g.org++
		}
	} else if s.beside(m.first) && s.class(m.first-1)&en.PersonTitle != 0 && s.words[m.first-1].cap {
		g.person++
	}
	g.dateline = g.dateline || m.first == 0 || s.words[m.first].gap == gapPara && m.end-m.start > 2 && s.words[m.first].caps
	g.types |= s.typesBeside(m)
	if i+1 < len(s.mentions) && s.within(m, &s.mentions[i+1]) {
		g.inner = append(g.inner, i+1)
	}
}

// within reports whether the words between two mentions say that the first
// lies in the second: "X, Y", "X in northern Y", "X, a town in the Y region".
func (s *state) within(m, next *mention) bool {
	if next.first == m.last {
		return s.words[m.last].gap == gapComma
	}
	in := false
	for i := m.last; i <= next.first; i++ {
		if g := s.words[i].gap; g != gapSpace && !(g == gapComma && i == m.last) {
			return false
		}
		if i == next.first {
			return in
		}
		w := s.lowerWord(i)
		_, bearing := bearings[w]
		in = in || w == "in"
		if i-m.last > 6 || s.words[i].cap || !(w == "in" || w == "the" || w == "a" || w == "of" || bearing || s.class(i)&en.TypeAny != 0) {
			return false
		}
	}
	return false
}

// typesBeside lists the kinds of place that the words around a mention name:
// "the town of X", "X province".
func (s *state) typesBeside(m *mention) (t en.PlaceWord) {
	if s.beside(m.first) {
		i := m.first - 1
		if s.lowerWord(i) == "of" && s.beside(i) {
			t |= s.class(i-1) & en.TypeAny
		} else {
			t |= s.class(i) & en.TypeAny
		}
	}
	if m.last < len(s.words) && s.beside(m.last) && !s.words[m.last-1].poss {
		t |= s.typeAfter(m.last)
	}
	return t | s.typeIn(m) | s.typeNamed(m)
}

// judge sets how likely each mention is a place, and how much each group
// weighs as evidence.
func (s *state) judge() {
	for i := range s.groups {
		s.groups[i].weight = 0
	}
	for i := range s.mentions {
		m := &s.mentions[i]
		s.feats = s.isFeatures(s.feats[:0], i)
		var x float64
		for _, f := range s.feats {
			x += f.x * s.r.model.Is[f.id]
		}
		m.p = sigmoid(x)
		g := &s.groups[m.group]
		if m.p >= threshold {
			g.weight = min(g.weight+1, 3)
		}
	}
}

// threshold is the likelihood from which a mention is called a place.
const threshold = 0.5

// markInPlay marks the groups whose best place lies in a country or division
// that another group speaks for.
func (s *state) markInPlay() {
	s.gatherEvidence()
	for i := range s.groups {
		g := &s.groups[i]
		if g.best < 0 {
			continue
		}
		for k := g.from; k < g.to && !g.inPlay; k++ {
			c := &s.cands[k]
			own := 0.0
			if b := &s.cands[g.best]; b.country == c.country {
				own = g.weight * b.p
			}
			g.inPlay = c.kind != vigil.Country && findShare(s.countries, c.country).weight-own > 0.5
		}
	}
}

// places gives the mentions that are places, in order of the text.
func (s *state) places() []vigil.Place {
	end := 0
	s.shown = s.shown[:0]
	for i := range s.mentions {
		if m := &s.mentions[i]; m.p >= threshold && m.start >= end {
			s.shown = append(s.shown, i)
			end = m.end
		}
	}
	ways := s.ways()
	out := make([]vigil.Place, 0, len(s.shown))
	for _, i := range s.shown {
		p := s.place(&s.mentions[i])
		s.relate(&p, &s.mentions[i])
		if atBorder(&p) {
			p.Use = vigil.At // the Turkish border is where, not whose
		}
		out = append(out, p)
	}
	for _, w := range ways {
		w.lay(&out[w.from], &out[w.from+1])
	}
	s.sides(out)
	return out
}

// place turns a mention into a Place.
func (s *state) place(m *mention) vigil.Place {
	g := &s.groups[m.group]
	p := vigil.Place{Name: s.text[m.start:m.end], Text: s.text[m.start:m.end], Span: vigil.Span{Start: m.start, End: m.end}, Score: m.p}
	if g.best < 0 {
		p.Kind = s.kindBeside(m)
		return p
	}
	rivals := s.rivals(g)
	moved := s.prefer(m, rivals)
	if t := s.typesBeside(m); t == en.TypeWater && s.cands[rivals[0]].kind.Point() {
		p.Kind = vigil.Water // a river that a town is called like
		return p
	}
	for n, i := range rivals {
		c := &s.cands[i]
		if n == 0 {
			s.fill(&p, c)
			p.Use = s.use(m, c)
			p.Score = m.p * (c.p + moved)
			continue
		}
		if n > 4 || c.p < 0.001 {
			break
		}
		o := vigil.Place{Text: p.Text, Span: p.Span}
		s.fill(&o, c)
		o.Score = m.p * c.p
		p.Others = append(p.Others, o)
	}
	return p
}

func (s *state) fill(p *vigil.Place, c *cand) {
	e := s.g.Entry(c.hit.Place)
	p.Name, p.Kind, p.Located = e.Name, e.Kind, true
	p.Lat, p.Lon, p.RadiusKm, p.GeoID = e.Lat, e.Lon, e.RadiusKm, e.ID
	p.Country = s.g.Code(c.country)
	if c.admin1 != gazetteer.None && e.Kind != vigil.Admin1 {
		p.Admin1 = s.g.Name(c.admin1)
	}
}

// kindBeside is the kind of an unknown place by the word beside it.
func (s *state) kindBeside(m *mention) vigil.PlaceKind {
	t := s.typesBeside(m)
	for _, k := range []vigil.PlaceKind{vigil.Settlement, vigil.District, vigil.Admin1, vigil.Admin2, vigil.Facility, vigil.Region, vigil.Water, vigil.Relief} {
		if t&typesOf(k) != 0 {
			return k
		}
	}
	if m.name != nil && m.name.Type == nlp.FAC {
		return vigil.Facility
	}
	return ""
}
