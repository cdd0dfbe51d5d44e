package extract

import (
	"slices"

	"vigil/internal/nlp"
)

// Who takes part in an incident, weighed over the whole passage that tells it:
// the model of roles sees one word that tells an act and one phrase of its
// sentence. This one sees what that said of every mention of a party, who else
// stands beside it, and what it does elsewhere in the report; so a party that is
// named a sentence before can be led to the act, and one that only stands in
// its sentence be left out.

// candidate is a party of a passage that may have a part in an incident.
type candidate struct {
	np     int32   // the phrase that names it best
	near   int32   // sentences to the nearest that tells the incident
	in     bool    // stands in a sentence that tells it
	actor  float64 // best probability of the model of roles
	target float64
	ruled  bool // what it does is settled by the tree
	speaks bool
	nps    []int32
}

// passageReach is how many sentences around those that tell an incident its
// parties are looked for in.
const passageReach = 3

// mostCandidates bounds the cost of an incident.
const mostCandidates = 48

// candidates lists the parties of the passage that tells an incident, those of
// its own sentences first.
func (v *view) candidates(ms []telling, in *incident) []candidate {
	var out []candidate
	for _, k := range in.members {
		m := &ms[k]
		for _, r := range m.roles {
			j := int(v.nps[r.np].head)
			if v.sentOf[j] == v.sentOf[m.tok] && v.elsewhereTold(int(m.tok), j) || v.attackOf(j) {
				continue
			}
			c := v.candidate(&out, r.np)
			if c == nil {
				continue
			}
			c.in = true
			c.ruled = c.ruled || r.ruled
			c.actor, c.target = max(c.actor, r.probs[roleActor]), max(c.target, r.probs[roleTarget])
		}
	}
	for _, s := range v.around(ms, in) {
		for j := v.doc.Sentences[s].First; j < v.doc.Sentences[s].Last; j++ {
			k := v.npOf[j]
			if k < 0 || v.time[j] >= 0 || !v.bears(int(k)) {
				continue
			}
			if c := v.candidate(&out, k); c != nil {
				c.near = min(c.near, v.away(ms, in, s))
			}
		}
	}
	for n := range out {
		if out[n].in {
			out[n].near = 0
		}
	}
	return out
}

// attackOf reports whether noun j is an attack whose party stands before it: "a
// coalition air strike" is none itself.
func (v *view) attackOf(j int) bool {
	return v.noun(j) && v.acts[j]&onslaught != 0 && slices.ContainsFunc(v.kids(j), func(k int32) bool {
		_, ok := v.attackerBefore(j, int(k))
		return ok
	})
}

// candidate returns the candidate that phrase np stands for, a new one if need
// be; nil if there are too many.
func (v *view) candidate(list *[]candidate, np int32) *candidate {
	for n := range *list {
		c := &(*list)[n]
		if !v.sameParty(int(c.np), int(np)) {
			continue
		}
		if !slices.Contains(c.nps, np) {
			c.nps = append(c.nps, np)
		}
		if v.better(int(np), int(c.np)) {
			c.np = np
		}
		c.speaks = c.speaks || v.speaker[v.nps[np].head]
		return c
	}
	if len(*list) == mostCandidates {
		return nil
	}
	*list = append(*list, candidate{np: np, near: passageReach + 1, nps: []int32{np}, speaks: v.speaker[v.nps[np].head]})
	return &(*list)[len(*list)-1]
}

// bears reports whether phrase k may take part in an act told in another
// sentence: somebody, by name or by what he is.
func (v *view) bears(k int) bool {
	p := v.party(k)
	return p.Inter != "" && !p.Kind.Thing() && v.acts[v.nps[k].head]&onslaught == 0 && v.tok[v.nps[k].head].UPOS != nlp.PRON && !v.nobody(k)
}

// around lists the sentences of the passage of an incident: those near the ones
// that tell it, in their paragraphs or the next.
func (v *view) around(ms []telling, in *incident) []int {
	var out []int
	for _, k := range in.members {
		s := int(v.sentOf[ms[k].tok])
		para := v.doc.Sentences[s].Para
		for t := max(0, s-passageReach); t <= min(len(v.doc.Sentences)-1, s+passageReach); t++ {
			if d := v.doc.Sentences[t].Para - para; d >= -1 && d <= 1 {
				out = append(out, t)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// away is how many sentences s lies from the nearest that tells the incident.
func (v *view) away(ms []telling, in *incident, s int) int32 {
	least := int32(passageReach + 1)
	for _, k := range in.members {
		d := v.sentOf[ms[k].tok] - int32(s)
		least = min(least, max(d, -d))
	}
	return least
}

const (
	whoBias uint32 = 900 + iota
	whoActor
	whoTarget
	whoBoth
	whoRank
	whoBest
	whoType
	whoTypeClass
	whoHead
	whoCluster
	whoNear
	whoMentions
	whoElse
	whoSpeaks
	whoSame
	whoNamed
	whoPeople
	whoPlace
	whoFirst
)

// deeds is what the parties of a report do in all of it, by kindOf.
type deeds map[uint32]*[2]float64

// kindOf is a number for the party that phrase k stands for.
func (v *view) kindOf(k int32) uint32 {
	n := &v.nps[k]
	if n.entity >= 0 {
		return mix(1, uint32(n.entity))
	}
	return mix(2, v.hash[n.head])
}

// deedsOf sums what the model of roles says of each party over the report.
func (v *view) deedsOf(ms []telling) deeds {
	out := deeds{}
	for n := range ms {
		for _, r := range ms[n].roles {
			d := out[v.kindOf(r.np)]
			if d == nil {
				d = new([2]float64)
				out[v.kindOf(r.np)] = d
			}
			d[0] += r.probs[roleActor]
			d[1] += r.probs[roleTarget]
		}
	}
	return out
}

// elsewhere is what candidate c does in the report outside of the incident.
func (v *view) doesElsewhere(ms []telling, in *incident, all deeds, c *candidate) (actor, target float64) {
	seen := map[uint32]bool{}
	for _, k := range c.nps {
		key := v.kindOf(k)
		if d := all[key]; d != nil && !seen[key] {
			seen[key] = true
			actor, target = actor+d[0], target+d[1]
		}
	}
	for _, k := range in.members {
		for _, r := range ms[k].roles {
			if seen[v.kindOf(r.np)] {
				actor, target = actor-r.probs[roleActor], target-r.probs[roleTarget]
			}
		}
	}
	return max(0, actor), max(0, target)
}

// wholeFeatures says what speaks for candidate n of an incident being one of its
// actors or targets.
func (v *view) wholeFeatures(f *features, ms []telling, in *incident, all deeds, cs []candidate, n int) {
	c := &cs[n]
	var classes uint32
	for _, k := range in.members {
		classes |= 1 << group(ms[k].classes)
	}
	lead := group(ms[in.members[0]].classes)
	place := boolean(c.in)
	if !c.in {
		place = 1 + uint32(c.near)
	}
	bestA, bestT := -1, -1 // the likeliest others
	rankA, rankT := uint32(0), uint32(0)
	for m := range cs {
		if m == n {
			continue
		}
		if cs[m].actor > c.actor {
			rankA++
		}
		if cs[m].target > c.target {
			rankT++
		}
		if bestA < 0 || cs[m].actor > cs[bestA].actor {
			bestA = m
		}
		if bestT < 0 || cs[m].target > cs[bestT].target {
			bestT = m
		}
	}
	j := int(v.nps[c.np].head)
	ty := v.typeOf(j)
	p := v.party(int(c.np))
	f.add(whoBias, place)
	f.steps(whoActor, c.actor)
	f.steps(whoTarget, c.target)
	f.add3(whoBoth, grade(c.actor), grade(c.target), place)
	f.add3(whoRank, min(rankA, 3), min(rankT, 3), place)
	if bestA >= 0 {
		q, r := v.party(int(cs[bestA].np)), v.party(int(cs[bestT].np))
		a, t := grade(cs[bestA].actor), grade(cs[bestT].target)
		f.add3(whoBest, grade(c.actor), a, 1)
		f.add3(whoBest, grade(c.target), t, 2)
		f.add3(whoBest, mix(a/2, t/2), place, 3)
		f.add3(whoBest, mix(a/2, t/2), ty, 4)
		if cs[bestA].actor >= .4 {
			f.add3(whoSame, hash(string(p.Inter)), hash(string(q.Inter)), mix(lead, 1))
			f.add3(whoSame, boolean(p.Country != "" && p.Country == q.Country), boolean(p.Inter == q.Inter), mix(1, place))
		}
		if cs[bestT].target >= .4 {
			f.add3(whoSame, hash(string(p.Inter)), hash(string(r.Inter)), mix(lead, 2))
			f.add3(whoSame, boolean(p.Country != "" && p.Country == r.Country), boolean(p.Inter == r.Inter), mix(2, place))
		}
	}
	f.add2(whoType, ty, place)
	f.add3(whoTypeClass, ty, lead, place)
	for b := uint32(0); b < 20; b++ {
		if classes&(1<<b) != 0 {
			f.add2(whoTypeClass, ty, b)
		}
	}
	f.add(whoHead, v.hash[j])
	f.add2(whoHead, v.hash[j], boolean(c.in))
	f.add(whoCluster, v.fine[j])
	f.add3(whoCluster, v.coarse[j], lead, boolean(c.in))
	f.add2(whoMentions, uint32(min(len(c.nps), 4)), place)
	f.add2(whoSpeaks, boolean(c.speaks), hash(string(p.Inter)))
	f.add2(whoSpeaks, boolean(c.speaks), place)
	f.add3(whoNamed, boolean(v.name[j] >= 0), boolean(v.nps[c.np].entity >= 0), uint32(v.tok[j].UPOS))
	f.add2(whoNamed, v.determiner(j), place)
	if _, ok := v.count(j); ok {
		f.add2(whoPeople, 1, ty)
	}
	f.add2(whoPlace, boolean(v.place[j] >= 0), place)
	f.add2(whoFirst, boolean(v.sentOf[j] < 2), place)
	a, t := v.doesElsewhere(ms, in, all, c)
	f.steps(whoElse, min(1, a/2))
	f.steps(whoElse+100, min(1, t/2))
	f.add3(whoElse, grade(min(1, a/2)), grade(min(1, t/2)), place)
	f.add3(whoElse, boolean(a > t), ty, place)
}

// whole chooses the actors and targets of an incident from its passage.
func (x *Extractor) whole(v *view, ms []telling, in *incident, all deeds) {
	if x.models[wholeRole].first {
		return
	}
	var f features
	var p [maxClasses]float64
	cs := v.candidates(ms, in)
	in.actors, in.targets = in.actors[:0], in.targets[:0]
	for n := range cs {
		f.reset()
		v.wholeFeatures(&f, ms, in, all, cs, n)
		q := x.models[wholeRole].probs(f.list, &p)
		actor, target := q[roleActor], q[roleTarget]
		if cs[n].ruled {
			actor, target = cs[n].actor, cs[n].target
		}
		if v.attacksHere(ms, in, int(v.nps[cs[n].np].head)) {
			actor, target = actor+target, 0
		}
		in.actors = append(in.actors, part{cs[n].np, actor})
		in.targets = append(in.targets, part{cs[n].np, target})
	}
	in.actors, in.targets = above(in.actors, x.set.WholeActor), above(in.targets, x.set.WholeTarget)
	v.settleParties(ms, in)
}

// wholes studies which parties of its passage an incident has.
func (st *study) wholes(ms []telling, in *incident, all deeds, g *GoldIncident) {
	v := st.v
	cs := v.candidates(ms, in)
	labels := make([]int, len(cs))
	st.label(cs, labels, g.Actors, roleActor)
	st.label(cs, labels, g.Targets, roleTarget)
	for n := range cs {
		st.f.reset()
		v.wholeFeatures(&st.f, ms, in, all, cs, n)
		st.put(wholeRole, labels[n])
	}
}

// label gives each entity the candidate that is likeliest to have its part, of
// those that name it: what names it besides is no party of its own.
func (st *study) label(cs []candidate, labels []int, entities [][]string, role int) {
	for e := range entities {
		best, top := -1, -1.0
		for n := range cs {
			p := cs[n].actor
			if role == roleTarget {
				p = cs[n].target
			}
			p -= float64(cs[n].near)
			if labels[n] == roleNone && st.anyNames(cs[n].nps, entities[e:e+1]) && (best < 0 || p > top) {
				best, top = n, p
			}
		}
		if best >= 0 {
			labels[best] = role
		}
	}
}

func (st *study) anyNames(nps []int32, entities [][]string) bool {
	return slices.ContainsFunc(nps, func(k int32) bool { return st.names(int(k), entities) })
}
