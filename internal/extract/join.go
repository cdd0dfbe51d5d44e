package extract

import (
	"slices"
	"strings"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// telling is a trigger with all that its sentence says of the act.
type telling struct {
	*trigger
	roles   []role
	places  []setting
	times   []setting
	figures []figure
	sources []vouched
	place   int32 // best place by name, or -1
	time    int32 // best time, or -1
}

// tellings works out who, where, when and how many for each trigger that may
// tell an incident or a toll.
func (x *Extractor) tellings(v *view, ts []trigger, ss []saying) []telling {
	var out []telling
	var f features
	for k := range ts {
		if ts[k].tells[tellsIncident] >= x.set.Mention || ts[k].tells[tellsToll] >= x.set.Mention {
			out = append(out, x.telling(v, &ts[k], ss, &f))
		}
	}
	return out
}

func (x *Extractor) telling(v *view, t *trigger, ss []saying, f *features) telling {
	i := int(t.tok)
	m := telling{trigger: t, place: -1, time: -1}
	m.roles = x.roles(v, i, f)
	m.places = x.places(v, i, f)
	m.times = x.times(v, i, f)
	m.figures = x.figures(v, t, f)
	v.harm(&m)
	v.carry(&m)
	m.sources = x.sources(v, t, ss, f)
	m.place, m.time = best(m.places), best(m.times)
	if m.place < 0 {
		m.place = v.located(m.places, i)
	}
	if h := v.toldDone(i); m.time < 0 && h >= 0 {
		m.time = v.dayOf(h)
	}
	return m
}

// located returns the place whose phrases lead up to token i, or -1.
func (v *view) located(ps []setting, i int) int32 {
	for _, s := range ps {
		if v.locates(int(s.tok), i) {
			return s.mention
		}
	}
	return -1
}

// toll reports whether the telling is of a count over many incidents rather
// than of one.
func (m *telling) toll() bool { return m.tells[tellsToll] > m.tells[tellsIncident] }

// best returns the likeliest setting if it is likely at all, or -1.
func best(ss []setting) int32 {
	k, p := int32(-1), .4
	for _, s := range ss {
		if s.p > p {
			k, p = s.mention, s.p
		}
	}
	return k
}

const (
	jonBias uint32 = 500 + iota
	jonLemma
	jonSameLemma
	jonClass
	jonDistance
	jonPath
	jonPlace
	jonTime
	jonFigure
	jonRoles
	jonDet
	jonOther
	jonTag
	jonCount
	jonOrder
	jonKinds
	jonPara
	jonHead
	jonSaying
	jonAdverb
	jonCluster
	jonOverlap
)

// joinFeatures says what speaks for a and b, a before b, telling one incident.
func (v *view) joinFeatures(f *features, a, b *telling) {
	i, j := int(a.tok), int(b.tok)
	away := int(v.sentOf[j] - v.sentOf[i])
	near := uint32(min(away, 5))
	f.add(jonBias, near)
	same := boolean(v.lemma[i] == v.lemma[j])
	f.add2(jonSameLemma, same, near)
	lo, hi := min(v.hash[i], v.hash[j]), max(v.hash[i], v.hash[j])
	f.add2(jonLemma, lo, hi)
	f.add3(jonCluster, min(v.fine[i], v.fine[j]), max(v.fine[i], v.fine[j]), near)
	shared := a.classes & b.classes
	f.add(jonClass, boolean(shared != 0)<<1|same)
	f.add2(jonClass, boolean(shared != 0), near)
	ka, kb := group(a.classes), group(b.classes)
	f.add2(jonKinds, min(ka, kb), max(ka, kb))
	f.add3(jonKinds, ka, kb, near)
	if away == 0 {
		h, up, down := v.path(i, j)
		f.add(jonPath, h)
		f.add3(jonPath, h, ka, kb)
		f.add2(jonDistance, uint32(min(up, 9)), uint32(min(down, 9)))
	}
	pl, tm, fg := v.samePlace(a, b), v.sameTime(a, b), sameFigures(a, b)
	f.add2(jonPlace, pl, near)
	f.add2(jonTime, tm, near)
	f.add2(jonFigure, fg, near)
	f.add3(jonCount, pl, tm, fg)
	act, tar, cross := v.sameRoles(a, b)
	f.add3(jonRoles, act, tar, near)
	f.add2(jonRoles, cross, near)
	f.add3(jonRoles, act, tar, pl)
	f.add2(jonDet, v.determiner(j), near)
	f.add3(jonDet, v.determiner(j), boolean(shared != 0), same)
	f.add2(jonTag, uint32(v.tok[i].XPOS), uint32(v.tok[j].XPOS))
	f.add3(jonTag, uint32(v.tok[j].XPOS), near, same)
	f.flag(jonPara, v.sentence(i).Para == v.sentence(j).Para)
	for _, w := range v.apart(j) {
		f.bag(jonOther, w)
	}
	if away > 0 {
		f.add(jonOverlap, grade(v.likeSentences(int(v.sentOf[i]), int(v.sentOf[j]))))
	}
	s := v.sentence(j)
	f.add2(jonHead, v.hash[s.First], near)
	f.flag(jonSaying, len(a.sayings) > 0 && len(b.sayings) > 0)
}

// group folds the classes of a trigger to its weightiest kind.
func group(c en.ActClass) uint32 {
	for k, m := range []en.ActClass{
		en.ActSuicide, en.ActChemical, en.ActSexual, en.ActProtest | en.ActRiot | en.ActDisperse, en.ActAir, en.ActShell, en.ActBlast | en.ActGrenade, en.ActClash,
		en.ActAbduct, en.ActArrest, en.ActKill, en.ActInjure, en.ActShoot, en.ActAttack, en.ActCapture | en.ActTransfer, en.ActLoot, en.ActDisrupt} {
		if c&m != 0 {
			return uint32(k + 1)
		}
	}
	return 0
}

// determiner is a small number for how noun i is determined: none, a, the,
// this, that, numbers …; verbs are 1.
func (v *view) determiner(i int) uint32 {
	if !v.noun(i) {
		return 1
	}
	if d := v.child(i, nlp.Det, nlp.Nummod, nlp.NmodPoss); d >= 0 {
		if v.rel(d) == nlp.Nummod {
			return 2
		}
		if v.rel(d) == nlp.NmodPoss {
			return 3
		}
		return v.hash[d]
	}
	return 4
}

// likeSentences is the share of the content words of the shorter of two
// sentences that the other has too: headlines and captions are told again.
func (v *view) likeSentences(s, t int) float64 {
	a, b := v.contentWords(s), v.contentWords(t)
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			both, i, j = both+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return float64(both) / float64(max(1, min(len(a), len(b))))
}

// contentWords returns the hashes of the nouns, names, verbs, adjectives and
// numbers of sentence s, in order, each once.
func (v *view) contentWords(s int) []uint32 {
	if v.content == nil {
		v.content = make([][]uint32, len(v.doc.Sentences))
	}
	if v.content[s] == nil {
		words := []uint32{}
		for i := v.doc.Sentences[s].First; i < v.doc.Sentences[s].Last; i++ {
			switch v.tok[i].UPOS {
			case nlp.NOUN, nlp.PROPN, nlp.VERB, nlp.ADJ, nlp.NUM:
				words = append(words, v.hash[i])
			}
		}
		slices.Sort(words)
		v.content[s] = slices.Compact(words)
	}
	return v.content[s]
}

// apart lists the words near j that set an act apart from another: "another",
// "separate", "also", "elsewhere", "earlier", "meanwhile".
func (v *view) apart(j int) []uint32 {
	var out []uint32
	s := v.sentence(j)
	for k := s.First; k < s.Last; k++ {
		if v.is(k, use.Apart) {
			if k-s.First < 3 || k > j-4 && k < j+4 {
				out = append(out, v.hash[k])
			}
		}
	}
	return out
}

// samePlace is 0 if either has no place, 1 if they differ, 2 if they share one,
// 3 if one is a country, 4 if they lie in one province, 5 if in one country, 6
// if one lies in the area of the other.
func (v *view) samePlace(a, b *telling) uint32 {
	if a.place < 0 || b.place < 0 {
		return 0
	}
	p, q := &v.res.Places[a.place], &v.res.Places[b.place]
	switch {
	case p.Name == q.Name && p.Country == q.Country:
		return 2
	case p.Country != q.Country:
		return 1
	case p.Kind == vigil.Country || q.Kind == vigil.Country:
		return 3
	case p.Holds(q) || q.Holds(p):
		return 6
	case p.Admin1 != "" && p.Admin1 == q.Admin1:
		return 4
	}
	return 5
}

// sameTime is like samePlace for times.
func (v *view) sameTime(a, b *telling) uint32 {
	if a.time < 0 || b.time < 0 {
		return 0
	}
	p, q := &v.res.Times[a.time], &v.res.Times[b.time]
	switch {
	case p.Value == q.Value:
		return 2
	case p.Days.Known() && q.Days.Known() && p.Days.Overlaps(q.Days):
		return 3
	case p.Days.Known() && q.Days.Known():
		return 1
	}
	return 4
}

// sameFigures is 0 if they share no measure, 1 if their figures of a measure
// differ, 2 if one figure agrees.
func sameFigures(a, b *telling) uint32 {
	out := uint32(0)
	for _, p := range a.figures {
		for _, q := range b.figures {
			if p.measure != q.measure || p.p < .5 || q.p < .5 {
				continue
			}
			if eq(p.min, q.min) && eq(p.max, q.max) {
				return 2
			}
			out = 1
		}
	}
	return out
}

func eq(a, b *int) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }

// sameRoles compares actors with actors, targets with targets, and actors
// with targets: 0 nothing to compare, 1 different, 2 the same.
func (v *view) sameRoles(a, b *telling) (actors, targets, cross uint32) {
	compare := func(x, y int) uint32 {
		out := uint32(0)
		for _, p := range a.roles {
			for _, q := range b.roles {
				if p.probs[x] < .5 || q.probs[y] < .5 {
					continue
				}
				if v.samePhrase(int(p.np), int(q.np)) {
					return 2
				}
				out = 1
			}
		}
		return out
	}
	return compare(roleActor, roleActor), compare(roleTarget, roleTarget), max(compare(roleActor, roleTarget), compare(roleTarget, roleActor))
}

// samePhrase reports whether two phrases stand for the same: the same entity,
// or heads by the same lemma.
func (v *view) samePhrase(p, q int) bool {
	a, b := &v.nps[p], &v.nps[q]
	if p == q || a.entity >= 0 && a.entity == b.entity {
		return true
	}
	return v.lemma[a.head] == v.lemma[b.head]
}

// cluster joins tellings of one incident: each is given to the incident whose
// tellings it goes with best, or opens a new one; a count over many opens none,
// but the dead of an air strike are part of it. It returns the incidents as lists
// of indices into ms.
func (x *Extractor) cluster(v *view, ms []telling) [][]int {
	var out [][]int
	var f features
	var p [maxClasses]float64
	for _, j := range inOrder(ms) {
		bestK, bestP := -1, x.set.Join
		for k, members := range out {
			if j-members[len(members)-1] > joinReach || ms[j].toll() && !v.sameSentence(ms, members, j) {
				continue
			}
			members = members[max(0, len(members)-joinMembers):]
			if slices.ContainsFunc(members, func(i int) bool { return v.oneDoing(int(ms[i].tok), int(ms[j].tok)) }) {
				bestK = k
				break
			}
			sum, top := 0.0, 0.0
			for _, i := range members {
				f.reset()
				v.joinFeatures(&f, &ms[min(i, j)], &ms[max(i, j)])
				q := x.yes(isSame, &f, &p)
				if v.oneEvent(&ms[min(i, j)], &ms[max(i, j)]) {
					q = max(q, ruledSame)
				}
				if v.otherDay(&ms[i], &ms[j]) || v.otherPart(&ms[i], &ms[j]) || v.otherBuilding(&ms[i], &ms[j]) || v.otherEnd(&ms[i], &ms[j]) {
					q = min(q, ruledOther)
				}
				if v.oneVictim(&ms[i], &ms[j]) {
					q = max(q, ruledSame)
				}
				sum += q
				top = max(top, q)
			}
			if q := (sum/float64(len(members)) + top) / 2; q > bestP {
				bestK, bestP = k, q
			}
		}
		if bestK < 0 && !ms[j].toll() {
			bestK = v.known(ms, out, j)
			if bestK < 0 {
				bestK = v.sameHarm(ms, out, j)
			}
		}
		if bestK < 0 && ms[j].toll() {
			continue
		}
		if bestK < 0 {
			bestK = len(out)
			out = append(out, nil)
		}
		out[bestK] = append(out[bestK], j)
		ms[j].trigger.cluster = int32(bestK)
	}
	return slices.Clip(out)
}

// ruledSame is the probability that two tellings of one kind of attack on one
// day tell one incident.
const ruledSame = .75

// ruledOther is the most that two tellings are like one whose days, parts of the
// country or buildings part them.
const ruledOther = .2

// otherDay reports whether a and b, in different sentences, tell of days that
// are named and known not to meet, and not of one town.
func (v *view) otherDay(a, b *telling) bool {
	return v.sentOf[a.tok] != v.sentOf[b.tok] && v.sameTime(a, b) == 1 && v.samePlace(a, b) != 2
}

// otherPart reports whether one of a and b, in different sentences, was in a part
// of a country in which the place of the other does not lie: "in the south-east"
// and near a town of the north-west.
func (v *view) otherPart(a, b *telling) bool {
	if a.place < 0 || b.place < 0 || v.sentOf[a.tok] == v.sentOf[b.tok] {
		return false
	}
	p, q := &v.res.Places[a.place], &v.res.Places[b.place]
	return p.Country == q.Country && (outOfPart(p, q) || outOfPart(q, p))
}

// otherEnd reports whether one of a and b, in different sentences, tells of what
// was shot down and the other of what was not: of the missiles that hit a town
// none was.
func (v *view) otherEnd(a, b *telling) bool {
	return v.sentOf[a.tok] != v.sentOf[b.tok] && v.shotDown(int(a.tok)) != v.shotDown(int(b.tok))
}

// otherBuilding reports whether a and b, in different sentences, tell of
// different buildings hit: a market and an airport.
func (v *view) otherBuilding(a, b *telling) bool {
	hit := func(m *telling) (out []string) {
		for _, k := range m.hit(func(k int) bool { return v.party(k).Kind == vigil.FacilityThing }) {
			out = append(out, v.lemma[v.nps[k].head])
		}
		if j := v.withPreposition(int(m.tok), use.Of); j >= 0 && v.npOf[j] >= 0 && v.party(int(v.npOf[j])).Kind == vigil.FacilityThing {
			out = append(out, v.lemma[j]) // "the shelling of the airport"
		}
		return out
	}
	if v.sentOf[a.tok] == v.sentOf[b.tok] {
		return false
	}
	p, q := hit(a), hit(b)
	return len(p) > 0 && len(q) > 0 && !slices.ContainsFunc(p, func(w string) bool { return slices.Contains(q, w) })
}

// hit returns the phrases for such targets of a telling as are likelier than not.
func (m *telling) hit(such func(k int) bool) (out []int) {
	for _, r := range m.roles {
		if k := int(r.np); r.probs[roleTarget] >= .5 && such(k) {
			out = append(out, k)
		}
	}
	return out
}

// outOfPart reports whether q lies on the other side of the middle of the
// country whose part p is.
func outOfPart(p, q *vigil.Place) bool {
	if p.Kind != vigil.Country || q.Kind == vigil.Country || p.Relation == "" {
		return false
	}
	part, _, _ := strings.Cut(lower(p.Relation), " ")
	toward := func(u use.Use) bool { return en.Uses.Is(part, u) }
	return toward(use.Southern) && q.Lat > p.Lat || toward(use.Northern) && q.Lat < p.Lat ||
		toward(use.Eastern) && q.Lon < p.Lon || toward(use.Western) && q.Lon > p.Lon
}

// oneEvent reports whether a and b, in different sentences, tell acts of one
// unmistakable kind on the same named day, of which one has no place of its own:
// by ACLED's rule for what is one event, unless the words set them apart.
func (v *view) oneEvent(a, b *telling) bool {
	const kinds = en.ActAir | en.ActSuicide | en.ActChemical | en.ActAbduct
	if v.sentOf[a.tok] == v.sentOf[b.tok] || a.classes&b.classes&kinds == 0 || v.sameTime(a, b) != 2 || sameFigures(a, b) == 1 {
		return false
	}
	if a.place >= 0 && b.place >= 0 && v.samePlace(a, b) == 1 || a.place >= 0 && b.place >= 0 && v.samePlace(a, b) > 3 {
		return false
	}
	act, _, _ := v.sameRoles(a, b)
	return act != 1 && !v.otherTargets(a, b) && len(v.apart(int(b.tok))) == 0
}

// otherTargets reports whether a and b tell of different people or things; a
// town that is hit is where it was.
func (v *view) otherTargets(a, b *telling) bool {
	such := func(k int) bool {
		return !v.speaker[v.nps[k].head] && v.place[v.nps[k].head] < 0 && v.party(k).Kind != vigil.PlaceThing
	}
	p, q := a.hit(such), b.hit(such)
	same := slices.ContainsFunc(p, func(k int) bool {
		return slices.ContainsFunc(q, func(l int) bool { return v.samePhrase(k, l) })
	})
	return len(p) > 0 && len(q) > 0 && !same
}

// How far back a telling is compared, so that the cost of a text stays linear.
const (
	joinReach   = 100 // tellings
	joinMembers = 12  // of one incident, the last ones
)

// inOrder lists the tellings of incidents, then those of tolls.
func inOrder(ms []telling) []int {
	var out []int
	for _, tolls := range []bool{false, true} {
		for j := range ms {
			if ms[j].toll() == tolls {
				out = append(out, j)
			}
		}
	}
	return out
}

// sameSentence reports whether telling j stands in the sentence of a member.
func (v *view) sameSentence(ms []telling, members []int, j int) bool {
	return slices.ContainsFunc(members, func(i int) bool { return v.sentOf[ms[i].tok] == v.sentOf[ms[j].tok] })
}
