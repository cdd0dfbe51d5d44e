package extract

import "slices"

// Who takes part in an incident, weighed over all the sentences that tell it: the
// model of roles sees one word that tells an act and one phrase of its sentence.
// This one sees what that said of every mention of a party, who else stands
// beside it, and what it does elsewhere in the report. Parties of sentences that
// do not tell the incident are none of it, however likely: an act and who did it
// stand together, or the report leads one to the other.

// candidate is a party of the sentences that tell an incident.
type candidate struct {
	np     int32   // the phrase that names it best
	actor  float64 // best probability of the model of roles
	target float64
	ruled  bool // what it does is settled by the tree
	speaks bool
	nps    []int32
}

// mostCandidates bounds the cost of an incident.
const mostCandidates = 48

// candidates lists the parties of the sentences that tell an incident.
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
			c.ruled = c.ruled || r.ruled
			c.actor, c.target = max(c.actor, r.probs[roleActor]), max(c.target, r.probs[roleTarget])
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
	*list = append(*list, candidate{np: np, nps: []int32{np}, speaks: v.speaker[v.nps[np].head]})
	return &(*list)[len(*list)-1]
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
	_
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

// doesElsewhere is what candidate c does in the report outside of the incident.
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

// inTelling is in features beside which the models of today were learned for parties
// of other sentences, too; the next learning needs it no more.
const inTelling = 1

// wholeFeatures says what speaks for candidate n of an incident being one of its
// actors or targets.
func (v *view) wholeFeatures(f *features, ms []telling, in *incident, all deeds, cs []candidate, n int) {
	c := &cs[n]
	var classes uint32
	for _, k := range in.members {
		classes |= 1 << group(ms[k].classes)
	}
	lead := group(ms[in.members[0]].classes)
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
	f.add(whoBias, inTelling)
	f.steps(whoActor, c.actor)
	f.steps(whoTarget, c.target)
	f.add3(whoBoth, grade(c.actor), grade(c.target), inTelling)
	f.add3(whoRank, min(rankA, 3), min(rankT, 3), inTelling)
	if bestA >= 0 {
		q, r := v.party(int(cs[bestA].np)), v.party(int(cs[bestT].np))
		a, t := grade(cs[bestA].actor), grade(cs[bestT].target)
		f.add3(whoBest, grade(c.actor), a, 1)
		f.add3(whoBest, grade(c.target), t, 2)
		f.add3(whoBest, mix(a/2, t/2), 1, 3)
		f.add3(whoBest, mix(a/2, t/2), ty, 4)
		if cs[bestA].actor >= .4 {
			f.add3(whoSame, hash(string(p.Inter)), hash(string(q.Inter)), mix(lead, 1))
			f.add3(whoSame, boolean(p.Country != "" && p.Country == q.Country), boolean(p.Inter == q.Inter), mix(1, inTelling))
		}
		if cs[bestT].target >= .4 {
			f.add3(whoSame, hash(string(p.Inter)), hash(string(r.Inter)), mix(lead, 2))
			f.add3(whoSame, boolean(p.Country != "" && p.Country == r.Country), boolean(p.Inter == r.Inter), mix(2, inTelling))
		}
	}
	f.add2(whoType, ty, inTelling)
	f.add3(whoTypeClass, ty, lead, inTelling)
	for b := uint32(0); b < 20; b++ {
		if classes&(1<<b) != 0 {
			f.add2(whoTypeClass, ty, b)
		}
	}
	f.add(whoHead, v.hash[j])
	f.add2(whoHead, v.hash[j], inTelling)
	f.add(whoCluster, v.fine[j])
	f.add3(whoCluster, v.coarse[j], lead, inTelling)
	f.add2(whoMentions, uint32(min(len(c.nps), 4)), inTelling)
	f.add2(whoSpeaks, boolean(c.speaks), hash(string(p.Inter)))
	f.add2(whoSpeaks, boolean(c.speaks), inTelling)
	f.add3(whoNamed, boolean(v.name[j] >= 0), boolean(v.nps[c.np].entity >= 0), uint32(v.tok[j].UPOS))
	f.add2(whoNamed, v.determiner(j), inTelling)
	if _, ok := v.count(j); ok {
		f.add2(whoPeople, 1, ty)
	}
	f.add2(whoPlace, boolean(v.place[j] >= 0), inTelling)
	f.add2(whoFirst, boolean(v.sentOf[j] < 2), inTelling)
	a, t := v.doesElsewhere(ms, in, all, c)
	f.steps(whoElse, min(1, a/2))
	f.steps(whoElse+100, min(1, t/2))
	f.add3(whoElse, grade(min(1, a/2)), grade(min(1, t/2)), inTelling)
	f.add3(whoElse, boolean(a > t), ty, inTelling)
}

// whole chooses the actors and targets of an incident from all its sentences.
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

// wholes studies which parties of its sentences an incident has.
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
