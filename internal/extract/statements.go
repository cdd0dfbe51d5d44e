package extract

import (
	"slices"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// act is a deed with all that its sentence says of it.
type act struct {
	*deed
	actors, recipients []part
	time               int32 // index into res.Times, or -1
	planned            float64
}

// statements reads what parties say and do politically.
func (x *Extractor) statements(v *view, ss []saying, says []vigil.Attribution) []vigil.Claim {
	as := x.acts(v, ss)
	var out []vigil.Claim
	for _, members := range x.oneAct(v, as, ss) {
		out = append(out, x.statement(v, as, members, ss, says))
	}
	return meetings(out)
}

// acts finds the words that tell political acts, with who, to whom and when.
func (x *Extractor) acts(v *view, ss []saying) []act {
	ds := v.deeds(ss)
	x.tellDeeds(v, ds, ss, whichDeed)
	var out []act
	var f features
	for k := range ds {
		if ds[k].p() >= x.deedSet.Deed {
			if a := x.act(v, &ds[k], ss, &f); !v.leftIt(&a) {
				out = append(out, a)
			}
		}
	}
	return out
}

// leftIt reports whether a is a meeting that somebody is told to have left or not
// to attend: "withdrew from the talks".
func (v *view) leftIt(a *act) bool {
	i := int(a.tok)
	h := v.head(i)
	return deedClasses[a.kind] == "CONSULT" && h >= 0 && v.noun(i) && v.prep(i, use.From) && v.acts[h]&(en.ActRetreat|en.ActReject) != 0
}

func (x *Extractor) act(v *view, d *deed, ss []saying, f *features) act {
	a := act{deed: d, time: -1}
	a.actors, a.recipients = x.parties(v, d, ss, f)
	best := x.deedSet.Time
	var p [maxClasses]float64
	for _, j := range v.deedTimes(int(d.tok)) {
		if v.timesAnother(int(d.tok), j) {
			continue
		}
		f.reset()
		v.deedTimeFeatures(f, d, d.kind, j)
		if q := x.deedModels[isDeedTime].probs(f.list, &p)[1]; q > best {
			a.time, best = v.time[j], q
		}
	}
	f.reset()
	v.plannedFeatures(f, d, d.kind, a.time, ss)
	a.planned = x.deedModels[isPlanned].probs(f.list, &p)[1]
	return a
}

// deedTimes lists the times, by their last words, that may be when what token
// i tells was done or is to be.
func (v *view) deedTimes(i int) []int {
	var out []int
	s := v.sentence(i)
	for j := s.First; j < s.Last; j++ {
		if v.time[j] >= 0 && (j+1 == len(v.time) || v.time[j+1] != v.time[j]) {
			out = append(out, j)
		}
	}
	return out
}

// timesAnother reports whether the time that ends at j stands in a relative
// clause ("X, which attacked in April, says") or in one that the act at i is
// only joined to.
func (v *view) timesAnother(i, j int) bool {
	if v.elsewhereTold(i, v.headOf(j, v.time)) {
		return true
	}
	top := v.clauseOf(v.headOf(j, v.time))
	joined := false
	for h, steps := i, 0; h >= 0 && h != top && steps < 12; h, steps = v.head(h), steps+1 {
		joined = joined || v.rel(h) == nlp.Conj && v.verb(h)
		if v.head(h) == top {
			return joined && j > top
		}
	}
	return false
}

const (
	whnKind uint32 = 800 + iota
	whnRest
	plnBias
	plnKind
	plnLemma
	plnModality
	plnUp
	plnTime
	plnCue
	plnTag
	plnAux
)

// deedTimeFeatures says what speaks for the time that ends at j being that of d.
func (v *view) deedTimeFeatures(f *features, d *deed, kind, j int) {
	i := int(d.tok)
	v.timeFeatures(f, i, j)
	h := v.headOf(j, v.time)
	p, up, down := v.path(i, h)
	f.add2(whnKind, p, uint32(kind))
	f.add2(whnRest, uint32(min(up, 9)), uint32(min(down, 9)))
	f.add2(whnRest, bucket(h-i), uint32(kind))
}

// plannedFeatures says what speaks for d being still to come.
func (v *view) plannedFeatures(f *features, d *deed, kind int, time int32, ss []saying) {
	i := int(d.tok)
	m := v.modality(i)
	k := uint32(kind)
	f.add(plnBias, 1)
	f.add(plnKind, k)
	f.add2(plnLemma, v.hash[i], uint32(v.tok[i].XPOS))
	f.add2(plnModality, m, k)
	f.add(plnModality, m)
	f.add2(plnTag, uint32(v.tok[i].XPOS), k)
	f.add3(plnTag, uint32(v.tok[i].XPOS), m, boolean(v.noun(i)))
	f.add3(plnTag, uint32(v.tok[i].XPOS), boolean(v.headlined(i)), 1)
	at := i
	for h, steps := v.head(i), 0; h >= 0 && steps < 3; h, steps = v.head(h), steps+1 {
		f.bag(plnUp, mix(v.hash[h], uint32(v.rel(at))))
		f.bag(plnAux, v.modality(h))
		f.bag(plnUp, mix(uint32(v.tok[h].XPOS), uint32(steps)))
		at = h
	}
	for _, c := range v.kids(i) {
		f.bag(plnAux, mix(v.hash[c], uint32(v.rel(int(c)))))
	}
	if time >= 0 {
		w := &v.res.Times[time]
		f.add(plnTime, timeShape(w.Type, w.Value))
		f.add(plnTime, hash(lower(w.Text)))
		f.add2(plnTime, v.ahead(w), 1)
		f.add3(plnTime, v.ahead(w), m, k)
	}
	if d.saying >= 0 {
		if h := v.contentHead(&ss[d.saying]); h >= 0 {
			f.add2(plnCue, v.modality(h), k)
		}
	}
}

// headlined reports whether token i stands in a line without a stop: headlines
// tell what is over in the present.
func (v *view) headlined(i int) bool {
	s := v.sentence(i)
	return s.Headline || s.Last > s.First && v.tok[s.Last-1].UPOS != nlp.PUNCT
}

// ahead is 1 if the whole of w lies after the day of publication, 2 if before,
// 3 if around it, 0 if nothing is known.
func (v *view) ahead(w *vigil.When) uint32 {
	pub := v.res.Published.Days
	if !pub.Known() || w.Days.From == 0 || w.Days.To == 0 {
		return 0
	}
	switch {
	case w.Days.From > pub.To:
		return 1
	case w.Days.To < pub.From:
		return 2
	}
	return 3
}

const (
	oneBias uint32 = 820 + iota
	oneLemma
	oneKind
	onePath
	oneActor
	oneRecipient
	oneSay
	oneTime
	oneTags
	onePlanned
	oneDet
)

// oneFeatures says what speaks for a and b, a before b and of one kind, being
// one act.
func (v *view) oneFeatures(f *features, a, b *act, ss []saying) {
	i, j := int(a.tok), int(b.tok)
	away := min(uint32(v.sentOf[j]-v.sentOf[i]), 5)
	k := uint32(a.kind)
	same := boolean(v.lemma[i] == v.lemma[j])
	f.add(oneBias, away)
	f.add2(oneKind, k, away)
	f.add2(oneLemma, same, away)
	f.add2(oneLemma, min(v.hash[i], v.hash[j]), max(v.hash[i], v.hash[j]))
	act, to := v.sameParts(a.actors, b.actors), v.sameParts(a.recipients, b.recipients)
	f.add2(oneActor, act, away)
	f.add3(oneActor, act, to, away)
	f.add3(oneActor, act, to, k)
	f.add2(oneRecipient, to, away)
	if away == 0 {
		h, up, down := v.path(i, j)
		f.add(onePath, h)
		f.add2(onePath, uint32(min(up, 9)), uint32(min(down, 9)))
		f.add2(onePath, h, k)
		f.add2(onePath, bucket(j-i), act)
	}
	inside := uint32(0)
	if a.saying >= 0 && ss[a.saying].holds(j) {
		inside |= 1
	}
	if b.saying >= 0 && ss[b.saying].holds(i) {
		inside |= 2
	}
	if len(a.sayings) > 0 && len(b.sayings) > 0 && a.sayings[0] == b.sayings[0] {
		inside |= 4
	}
	f.add2(oneSay, inside, k)
	f.add2(oneTags, uint32(v.tok[i].XPOS), uint32(v.tok[j].XPOS))
	f.add2(onePlanned, boolean(a.planned > .5)<<1|boolean(b.planned > .5), away)
	f.add2(oneDet, v.determiner(j), away)
	if a.time >= 0 && b.time >= 0 {
		f.add2(oneTime, boolean(v.res.Times[a.time].Value == v.res.Times[b.time].Value), away)
	}
}

// sameParts compares the likeliest parties of two lists: 0 nothing to
// compare, 1 different, 2 the same.
func (v *view) sameParts(a, b []part) uint32 {
	out := uint32(0)
	for _, p := range a {
		for _, q := range b {
			if p.p < .3 || q.p < .3 {
				continue
			}
			if v.sameParty(int(p.np), int(q.np)) {
				return 2
			}
			out = 1
		}
	}
	return out
}

// oneAct joins the words that tell one act, as lists of indices into as.
func (x *Extractor) oneAct(v *view, as []act, ss []saying) [][]int {
	var out [][]int
	var f features
	var p [maxClasses]float64
	for j := range as {
		bestK, bestP := -1, x.deedSet.Join
		for k, members := range out {
			if as[members[0]].kind != as[j].kind {
				continue
			}
			top := 0.0
			for _, i := range members {
				if v.repeats(int(as[i].tok), int(as[j].tok)) {
					top = 1
					break
				}
				f.reset()
				v.oneFeatures(&f, &as[i], &as[j], ss)
				top = max(top, x.deedModels[isSameDeed].probs(f.list, &p)[1])
			}
			if top > bestP {
				bestK, bestP = k, top
			}
		}
		if bestK < 0 {
			bestK = len(out)
			out = append(out, nil)
		}
		out[bestK] = append(out[bestK], j)
	}
	return out
}

// repeats reports whether token j stands where i does in the same sentence
// printed again.
func (v *view) repeats(i, j int) bool {
	a, b := v.sentence(i), v.sentence(j)
	return a != b && i-a.First == j-b.First && a.In(v.doc.Text) == b.In(v.doc.Text)
}

// told lists on whose word an act stands that somebody other than its speaker
// tells: the sayings around it.
func (v *view) told(a *act, ss []saying, says []vigil.Attribution) []vigil.Attribution {
	var out []vigil.Attribution
	if a.saying >= 0 {
		out = append(out, says[a.saying])
	}
	for _, k := range a.sayings {
		out = append(out, says[k])
	}
	return out
}

// unmix leaves each party in the part that it has more likely.
func (v *view) unmix(actors, recipients []part) (a, r []part) {
	for _, p := range actors {
		keep := true
		for _, q := range recipients {
			keep = keep && (p.p >= q.p || !v.sameParty(int(p.np), int(q.np)))
		}
		if keep {
			a = append(a, p)
		}
	}
	for _, q := range recipients {
		keep := true
		for _, p := range actors {
			keep = keep && (q.p > p.p || !v.sameParty(int(p.np), int(q.np)))
		}
		if keep {
			r = append(r, q)
		}
	}
	return a, r
}

// able keeps those who can do something: no things, no places at which it is
// done.
func (v *view) able(list []part) []part {
	return slices.DeleteFunc(slices.Clone(list), func(p part) bool {
		j := int(v.nps[p.np].head)
		if v.place[j] >= 0 && (v.rel(j) == nlp.Obl || v.rel(j) == nlp.Nmod) {
			if v.prep(j, use.Spoken) {
				return true
			}
		}
		return v.party(int(p.np)).Kind.Thing()
	})
}

// outer leaves out what is only a part of another phrase of the list
// ("Syrian" of "Syrian officials"), titles before a name, and relative pronouns.
func (v *view) outer(list []part) []part {
	return slices.DeleteFunc(slices.Clone(list), func(p part) bool {
		n := &v.nps[p.np]
		if v.is(int(n.head), use.AnyRelative) {
			return true
		}
		if v.rel(int(n.head)) == nlp.NmodDesc {
			return true
		}
		return slices.ContainsFunc(list, func(q part) bool {
			m := &v.nps[q.np]
			return q.np != p.np && m.first <= n.head && n.head <= m.last
		})
	})
}

// enough keeps the parts above least; if none is, the best at more than half
// of it.
func enough(list []part, least float64) []part {
	if out := above(slices.Clone(list), least); len(out) > 0 {
		return out
	}
	if out := above(slices.Clone(list), least/2); len(out) > 0 {
		return out[:1]
	}
	return nil
}
