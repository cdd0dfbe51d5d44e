package extract

import (
	"vigil"
	"vigil/internal/nlp"
	"vigil/internal/resolve"
)

// DeedDecisions lists what is learned of political acts.
func DeedDecisions() []Decision {
	out := make([]Decision, deedDecisionCount)
	for d, name := range deedDecisionNames {
		out[d] = Decision{Name: name, Classes: deedDecisionClasses[d], Stage: deedDecisionStages[d], Helper: deedDecision(d) == guessDeed}
	}
	return out
}

// DeedStages is how many steps learning political acts takes.
const DeedStages = 3

// StudyDeeds returns the decisions of one stage on political acts that reading
// the report takes, answered by gold. The extractor holds the models of claims
// and those of the stages before.
func (x *Extractor) StudyDeeds(stage int, rep *vigil.Report, doc *nlp.Doc, res *resolve.Result, gold *Gold) []Example {
	st := study{x: x, v: newView(rep, doc, res, x.lx), gold: gold}
	ss := x.sayings(st.v)
	switch stage {
	case 0:
		st.guess(ss)
		st.tallies(ss)
	case 1:
		st.deeds(ss)
	case 2:
		st.sameDeeds(ss)
	}
	return st.out
}

// StudyTallies is the part of StudyDeeds that reports teach in which no
// political acts are marked.
func (x *Extractor) StudyTallies(stage int, rep *vigil.Report, doc *nlp.Doc, res *resolve.Result, gold *Gold) []Example {
	st := study{x: x, v: newView(rep, doc, res, x.lx), gold: gold}
	if stage == 0 {
		st.tallies(x.sayings(st.v))
	}
	return st.out
}

// tallies studies which numbers are counts over many incidents.
func (st *study) tallies(ss []saying) {
	v := st.v
	tells := tellsAt(st.x.triggers(v, ss))
	for _, t := range v.tallies() {
		span := v.tok[v.nps[t.np].head].Span
		label := 0
		for k := range st.gold.Tolls {
			g := &st.gold.Tolls[k]
			if g.Measure == t.measure && (g.Bare || eq(g.Min, t.min) && eq(g.Max, t.max)) && inside(span, g.Evidence) {
				label = 1
			}
		}
		st.f.reset()
		v.tallyFeatures(&st.f, &t, tells[t.tok])
		st.putDeed(isTally, label)
	}
}

func (st *study) putDeed(d deedDecision, label int) {
	st.out = append(st.out, Example{Decision: int(d), Features: append([]uint32(nil), st.f.list...), Label: label})
}

// putPlain is putDeed for one of the many words that plainly tell nothing: one
// in a few is learned from and stands for all.
func (st *study) putPlain(d deedDecision, tok int32) {
	const few = 4
	if (uint32(tok)*0x9e3779b1)>>16%few == 0 {
		st.putDeed(d, noDeed)
		st.out[len(st.out)-1].Weight = few
	}
}

// guess studies every word of a statement's evidence that the lists take for
// its act, or if there is none the cues in it, as telling it.
func (st *study) guess(ss []saying) {
	ds := st.v.deeds(ss)
	label := make([]int, len(ds))
	skip := make([]bool, len(ds))
	for g := range st.gold.Statements {
		s := &st.gold.Statements[g]
		kind := deedKind(s.Type)
		for pass := range 2 {
			found := false
			for k := range ds {
				in := st.triggers(s, &ds[k])
				skip[k] = skip[k] || in
				if in && (pass == 0 && ds[k].classes&deedBit(kind) != 0 || pass == 1 && ds[k].saying >= 0) {
					label[k], found = kind, true
				}
			}
			if found {
				break
			}
		}
	}
	for k := range ds {
		if label[k] == noDeed && skip[k] {
			continue
		}
		st.f.reset()
		st.v.deedFeatures(&st.f, &ds[k], ss)
		if label[k] == noDeed {
			st.putPlain(guessDeed, ds[k].tok)
		} else {
			st.putDeed(guessDeed, label[k])
		}
	}
}

// triggers reports whether d may be the word that tells s.
func (st *study) triggers(s *GoldStatement, d *deed) bool {
	span := st.v.tok[d.tok].Span
	if s.Trigger.Len() > 0 {
		return s.Trigger.Overlaps(span)
	}
	return inside(span, s.Evidence)
}

// chosen is what gold says of each word: the statements that it tells, and
// whether it may tell one besides.
type chosen struct {
	of    [][]int
	doubt []bool
}

// choose gives each statement, in each of its pieces of evidence, the word
// that most likely tells it.
func (st *study) choose(ds []deed) chosen {
	c := chosen{make([][]int, len(ds)), make([]bool, len(ds))}
	for g := range st.gold.Statements {
		s := &st.gold.Statements[g]
		kind := deedKind(s.Type)
		pieces := s.Evidence
		if s.Trigger.Len() > 0 {
			pieces = []vigil.Span{s.Trigger}
		}
		for _, e := range pieces {
			best := -1
			for k := range ds {
				if e.Overlaps(st.v.tok[ds[k].tok].Span) && (best < 0 || ds[k].probs[kind] > ds[best].probs[kind]) {
					best = k
				}
			}
			if best < 0 {
				continue
			}
			c.of[best] = append(c.of[best], g)
			for k := range ds {
				if k != best && e.Overlaps(st.v.tok[ds[k].tok].Span) && ds[k].probs[kind] > ds[best].probs[kind]/3 {
					c.doubt[k] = true
				}
			}
		}
	}
	return c
}

// plain is from what chance of telling nothing a word is taken to do so plainly.
const plain = .97

// deeds studies which words tell which act, who takes part, when, and what is
// still to come.
func (st *study) deeds(ss []saying) {
	v := st.v
	ds := v.deeds(ss)
	st.x.tellDeeds(v, ds, ss, guessDeed)
	c := st.choose(ds)
	for k := range ds {
		label := noDeed
		for _, g := range c.of[k] {
			// Of two acts that one word tells the likelier is learned.
			if kind := deedKind(st.gold.Statements[g].Type); label == noDeed || ds[k].probs[kind] > ds[k].probs[label] {
				label = kind
			}
		}
		if label != noDeed || !c.doubt[k] {
			st.f.reset()
			v.deedFeatures(&st.f, &ds[k], ss)
			if label == noDeed && ds[k].probs[noDeed] > plain {
				st.putPlain(whichDeed, ds[k].tok)
			} else {
				st.putDeed(whichDeed, label)
				st.unsaid(ds[k], label, ss)
			}
		}
		for _, g := range c.of[k] {
			st.parts(&ds[k], &st.gold.Statements[g], ss)
		}
	}
}

// unsaid studies d as if no saying had been found: what a cue tells should be
// known when its saying is missed.
func (st *study) unsaid(d deed, label int, ss []saying) {
	if d.saying < 0 && len(d.sayings) == 0 {
		return
	}
	d.saying, d.sayings = -1, nil
	st.f.reset()
	st.v.deedFeatures(&st.f, &d, ss)
	st.putDeed(whichDeed, label)
	st.out[len(st.out)-1].Weight = .5
}

// parts studies who takes part in d, when, and whether it is still to come.
func (st *study) parts(d *deed, s *GoldStatement, ss []saying) {
	v := st.v
	kind := deedKind(s.Type)
	for _, k := range v.deedCandidates(d, ss) {
		label := deedNone
		switch {
		case st.names(k, single(s.Actor)):
			label = deedActor
		case st.names(k, single(s.Recipient)):
			label = deedRecipient
		}
		st.f.reset()
		v.partFeatures(&st.f, d, kind, k, ss)
		st.putDeed(deedRoleOf, label)
	}
	time := int32(-1)
	for _, j := range v.deedTimes(int(d.tok)) {
		label := 0
		if alike(s.When, v.res.Times[v.time[j]].Text) {
			label, time = 1, v.time[j]
		}
		if s.When == "" && s.Trigger.Len() > 0 {
			continue // invented sentences need not mark when
		}
		st.f.reset()
		v.deedTimeFeatures(&st.f, d, kind, j)
		st.putDeed(isDeedTime, label)
	}
	st.f.reset()
	v.plannedFeatures(&st.f, d, kind, time, ss)
	label := 0
	if s.Status == string(vigil.Planned) {
		label = 1
	}
	st.putDeed(isPlanned, label)
}

// single makes each name an entity of its own.
func single(names []string) [][]string {
	out := make([][]string, len(names))
	for i, n := range names {
		out[i] = []string{n}
	}
	return out
}

// sameDeeds studies which words tell one act.
func (st *study) sameDeeds(ss []saying) {
	v := st.v
	ds := v.deeds(ss)
	st.x.tellDeeds(v, ds, ss, guessDeed)
	c := st.choose(ds)
	st.x.tellDeeds(v, ds, ss, whichDeed)
	var as []act
	var of [][]int
	for k := range ds {
		if ds[k].p() >= st.x.deedSet.Deed {
			as = append(as, st.x.act(v, &ds[k], ss, &st.f))
			of = append(of, st.about(&ds[k], c.of[k]))
		}
	}
	for b := range as {
		for a := range b {
			if as[a].kind != as[b].kind || len(of[a]) == 0 && len(of[b]) == 0 {
				continue
			}
			st.f.reset()
			v.oneFeatures(&st.f, &as[a], &as[b], ss)
			label := 0
			if share(of[a], of[b]) {
				label = 1
			}
			st.putDeed(isSameDeed, label)
		}
	}
}

// about lists the statements that d tells: those it was chosen for, else those
// of its kind in whose evidence it stands.
func (st *study) about(d *deed, chosen []int) []int {
	if len(chosen) > 0 {
		return chosen
	}
	var out []int
	for g := range st.gold.Statements {
		s := &st.gold.Statements[g]
		if deedKind(s.Type) == d.kind && inside(st.v.tok[d.tok].Span, s.Evidence) {
			out = append(out, g)
		}
	}
	return out
}
