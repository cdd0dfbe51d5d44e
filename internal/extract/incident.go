package extract

import (
	"cmp"
	"slices"
	"strings"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/nlp"
)

// incident is what the tellings of one incident say together.
type incident struct {
	members  []int // indices into the tellings
	act      string
	actP     float64
	real     float64 // probability that something is told to have happened
	place    int32   // index into res.Places, or -1
	placeP   float64
	placeTok int32 // the last token of its mention
	time     int32
	timeP    float64
	actors   []part
	targets  []part
	figures  []figure
	sources  []vouched
	after    []int32 // further sentences, which say what became of those harmed
}

// part is somebody in a role.
type part struct {
	np int32
	p  float64
}

// actNames lists the acts that an incident may be, in the codebook's order,
// with "_" for spaces: names of classes hold none.
func actNames() []string {
	var out []string
	for i := range vigil.Acts {
		if a := &vigil.Acts[i]; a.Happened() {
			out = append(out, strings.ReplaceAll(a.ID, " ", "_"))
		}
	}
	return out
}

// actIndex returns the place of a sub-event in vigil.Acts, or -1.
func actIndex(id string) int {
	for i := range vigil.Acts {
		if vigil.Acts[i].ID == id && vigil.Acts[i].Happened() {
			return i
		}
	}
	return -1
}

const (
	actBias uint32 = 550 + iota
	actLemma
	actClass
	actSentence
	actActor
	actTarget
	actBoth
	actWord
	actPairs
	actMeasure
	actTriggerKid
	actCluster
	actParty

	reaBias
	reaBest
	reaCount
	reaSecond
	reaClass
	reaPlace
	reaTime
	reaRoles
	reaFigures
	reaToll
	reaPlaceP
	reaTimeP
	reaSentence
	reaSource
	reaAct
	reaSpan
	reaCluster
)

// gather fills what the tellings of an incident say of place, time, parties,
// figures and sources.
func (x *Extractor) gather(v *view, ms []telling, members []int) incident {
	in := incident{members: members, place: -1, time: -1}
	country, bare := int32(-1), 0.0 // "Syrian rebels": at least the country is told
	for _, k := range members {
		m := &ms[k]
		w := m.tells[tellsIncident] + m.tells[tellsToll]
		for _, s := range m.places {
			q := s.p * (.5 + w/2)
			if v.placeUse(int(s.tok)) != vigil.At {
				if q > bare {
					country, bare = s.mention, q
				}
			} else if q > in.placeP {
				in.place, in.placeP, in.placeTok = s.mention, q, s.tok
			}
		}
		for _, s := range m.times {
			if q := s.p * (.5 + w/2); q > in.timeP {
				in.time, in.timeP = s.mention, q
			}
		}
		for _, r := range m.roles {
			if j := int(v.nps[r.np].head); v.sentOf[j] == v.sentOf[m.tok] && v.elsewhereTold(int(m.tok), j) {
				continue
			}
			in.actors = v.addPart(in.actors, part{r.np, r.probs[roleActor]})
			in.targets = v.addPart(in.targets, part{r.np, r.probs[roleTarget]})
		}
		for _, g := range m.figures {
			in.figures = addFigure(in.figures, g)
		}
		for _, s := range m.sources {
			in.sources = addVouched(in.sources, s)
		}
	}
	if in.placeP < x.set.Place {
		in.place = -1
		if bare >= x.set.Country {
			in.place, in.placeP = country, bare
		}
	}
	if in.timeP < x.set.Time {
		in.time = v.saidOn(ms, &in)
	}
	in.actors = above(in.actors, x.set.Actor)
	in.targets = above(in.targets, x.set.Target)
	v.settleParties(ms, &in)
	return in
}

// saidOn returns the day on which a sentence of the incident that names no other
// is told ("has killed eight, the monitor reported Monday"): news is as old as its
// telling. -1 if there is none.
func (v *view) saidOn(ms []telling, in *incident) int32 {
	for _, k := range in.members {
		m := &ms[k]
		if len(m.times) != 1 {
			continue
		}
		s := &m.times[0]
		h := v.head(v.headOf(int(s.tok), v.time))
		if h < 0 || v.sentOf[s.tok] != v.sentOf[m.tok] || !v.res.Times[s.mention].Days.Known() {
			continue
		}
		if j := v.child(h, nlp.Nsubj); j >= 0 && v.speaker[j] {
			return s.mention
		}
	}
	return -1
}

// mostTold is how many parties, figures or sources of an incident are told
// apart: a text that gives more repeats itself without end.
const mostTold = 200

// addPart adds p, joined with what stands for the same.
func (v *view) addPart(list []part, p part) []part {
	if p.p < .05 {
		return list
	}
	for k := range list {
		if v.sameParty(int(list[k].np), int(p.np)) {
			if v.better(int(p.np), int(list[k].np)) {
				list[k].np = p.np
			}
			list[k].p = max(list[k].p, p.p)
			return list
		}
	}
	return addUpTo(list, p)
}

func addUpTo[T any](list []T, x T) []T {
	if len(list) == mostTold {
		return list
	}
	return append(list, x)
}

// sameParty reports whether two phrases may stand for the same party.
func (v *view) sameParty(p, q int) bool {
	if p == q || v.nps[p].entity >= 0 && v.nps[p].entity == v.nps[q].entity {
		return true
	}
	a, b := v.party(p), v.party(q)
	if a.Entity != "" && a.Entity == b.Entity {
		return true
	}
	return a.Name == b.Name || v.lemma[v.nps[p].head] == v.lemma[v.nps[q].head] && a.Inter == b.Inter && v.tok[v.nps[p].head].UPOS == nlp.NOUN
}

// better reports whether phrase p names a party better than q: a name before
// a description, a description before a pronoun, the longer before the shorter.
func (v *view) better(p, q int) bool {
	rank := func(k int) int {
		n := &v.nps[k]
		switch {
		case v.name[n.head] >= 0:
			return 2
		case v.tok[n.head].UPOS == nlp.PRON || v.tok[n.head].UPOS == nlp.NUM:
			return 0
		}
		return 1
	}
	if a, b := rank(p), rank(q); a != b {
		return a > b
	}
	return v.nps[p].last-v.nps[p].first > v.nps[q].last-v.nps[q].first
}

func above(list []part, least float64) []part {
	out := list[:0]
	for _, p := range list {
		if p.p >= least {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b part) int { return cmp.Compare(b.p, a.p) })
	return out
}

func addFigure(list []figure, g figure) []figure {
	for k := range list {
		if list[k].measure == g.measure && eq(list[k].min, g.min) && eq(list[k].max, g.max) {
			shot := g.shot && list[k].shot
			if g.p > list[k].p {
				list[k] = g
			}
			list[k].shot = shot
			return list
		}
	}
	return addUpTo(list, g)
}

func addVouched(list []vouched, s vouched) []vouched {
	for k := range list {
		if list[k].saying == s.saying {
			list[k].p = max(list[k].p, s.p)
			return list
		}
	}
	return addUpTo(list, s)
}

// actFeatures says which act the tellings of an incident tell.
func (v *view) actFeatures(f *features, ms []telling, in *incident) {
	f.add(actBias, 1)
	var classes en.ActClass
	seen := map[int32]bool{}
	for _, k := range in.members {
		m := &ms[k]
		i := int(m.tok)
		f.bag(actLemma, v.hash[i])
		f.bag(actCluster, v.fine[i])
		classes |= m.classes
		for _, kk := range v.kids(i) {
			if r := v.rel(int(kk)); r == nlp.Compound || r == nlp.Amod || r == nlp.Obj || r == nlp.CompoundPrt || r == nlp.Nsubj {
				f.bag(actTriggerKid, v.hash[kk])
			}
		}
		if s := v.sentOf[i]; !seen[s] {
			seen[s] = true
			for j := v.doc.Sentences[s].First; j < v.doc.Sentences[s].Last; j++ {
				if v.tok[j].UPOS == nlp.NOUN || v.tok[j].UPOS == nlp.VERB || v.tok[j].UPOS == nlp.ADJ {
					f.bag(actWord, v.hash[j])
					f.bag(actCluster, v.fine[j]+5000)
				}
				for b := 0; b < 28; b++ {
					if v.acts[j]&(1<<b) != 0 {
						f.bag(actSentence, uint32(b))
					}
				}
			}
		}
	}
	for b := 0; b < 28; b++ {
		if classes&(1<<b) != 0 {
			f.add(actClass, uint32(b))
			for c := 0; c < b; c++ {
				if classes&(1<<c) != 0 {
					f.add2(actPairs, uint32(b), uint32(c))
				}
			}
		}
	}
	for _, p := range in.actors {
		f.bag(actParty, mix(v.interOf([]part{p}), 1))
	}
	for _, p := range in.targets {
		f.bag(actParty, mix(v.interOf([]part{p}), 2))
		f.bag(actParty, mix(v.fine[v.nps[p.np].head], 3))
	}
	actor, target := v.interOf(in.actors), v.interOf(in.targets)
	f.add(actActor, actor)
	f.add(actTarget, target)
	f.add2(actBoth, actor, target)
	for _, g := range in.figures {
		if g.p > .5 {
			f.bag(actMeasure, hash(string(g.measure)))
		}
	}
}

// interOf is a small number for the kind of the first party.
func (v *view) interOf(list []part) uint32 {
	if len(list) == 0 {
		return 0
	}
	p := v.party(int(list[0].np))
	return mix(hash(string(p.Inter)), boolean(p.Kind.Thing()))
}

// realFeatures says whether the tellings tell that something happened.
func (v *view) realFeatures(f *features, ms []telling, in *incident) {
	first, second, toll := 0.0, 0.0, 0.0
	var classes en.ActClass
	for _, k := range in.members {
		m := &ms[k]
		p := m.tells[tellsIncident]
		if p > first {
			first, second = p, first
		} else if p > second {
			second = p
		}
		toll = max(toll, m.tells[tellsToll])
		classes |= m.classes
		f.bag(reaCluster, v.fine[m.tok])
	}
	f.add(reaBias, 1)
	f.steps(reaBest, first)
	f.steps(reaSecond, second)
	f.steps(reaToll, toll)
	f.add(reaCount, uint32(min(len(in.members), 5)))
	f.steps(reaPlaceP, in.placeP)
	f.steps(reaTimeP, in.timeP)
	if in.place >= 0 {
		f.add2(reaPlace, 1, hash(string(v.res.Places[in.place].Kind)))
	}
	if in.time >= 0 {
		w := &v.res.Times[in.time]
		f.add2(reaTime, 1, timeShape(w.Type, w.Value))
	}
	f.add2(reaRoles, uint32(min(len(in.actors), 2)), uint32(min(len(in.targets), 2)))
	n := 0
	for _, g := range in.figures {
		if g.p > .5 {
			n++
		}
	}
	f.add(reaFigures, uint32(min(n, 3)))
	f.add(reaClass, group(classes))
	f.add(reaSentence, min(uint32(v.sentOf[ms[in.members[0]].tok]), 5))
	f.flag(reaSource, len(in.sources) > 0)
}

// grade folds a probability to one of eleven steps.
func grade(p float64) uint32 { return uint32(p*10 + .5) }
