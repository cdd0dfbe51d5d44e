package extract

import (
	"slices"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// What became of people is often told in a sentence after the act, without a
// word of the act itself: "Nine civilians were killed.", "He died in hospital."
// Such a sentence is led to the incident that the report tells right before it.

// afterReach is how many sentences after its incident somebody already told of
// is looked for; new people must follow at once.
const afterReach = 3

// absorb gives the figures of tellings that say no more than that people were
// harmed ("The attack left 30 dead") to the incident that they follow. It returns
// the incidents that stand for themselves.
func (v *view) absorb(ins, rest []incident, ms []telling) []incident {
	out := slices.DeleteFunc(slices.Clone(ins), func(in incident) bool { return v.bareHarm(&in, ms) })
	for _, in := range ins {
		if v.bareHarm(&in, ms) && !v.absorbed(out, &in, ms) {
			out = append(out, in)
		}
	}
	for k := range rest {
		if v.harmOnly(&rest[k], ms) {
			v.absorbed(out, &rest[k], ms)
		}
	}
	slices.SortStableFunc(out, func(a, b incident) int { return a.members[0] - b.members[0] })
	return out
}

// absorbed gives what in tells to the incident that it follows, and reports
// whether there is one.
func (v *view) absorbed(ins []incident, in *incident, ms []telling) bool {
	done := false
	for _, g := range in.figures {
		if g.p < .5 || given(ins, &g) {
			continue
		}
		k := v.ownerOf(ins, ms, &g, ms[in.members[0]].tok)
		if k < 0 {
			continue
		}
		done = true
		ins[k].figures = addFigure(ins[k].figures, g)
		for _, m := range in.members {
			if s := v.sentOf[ms[m].tok]; !slices.Contains(ins[k].after, s) {
				ins[k].after = append(ins[k].after, s)
			}
		}
	}
	return done
}

// harmOnly reports whether the members of an incident say no more than that
// people were harmed, once.
func (v *view) harmOnly(in *incident, ms []telling) bool {
	for _, m := range in.members {
		t := ms[m].trigger
		if t.classes&en.ActHappens&^(en.ActKill|en.ActInjure|en.ActMissing) != 0 || ms[m].toll() || v.mishap(t) || v.unreal(int(t.tok)) {
			return false
		}
	}
	return len(in.figures) > 0
}

// bareHarm reports whether an incident is harm alone, without a place, a day or a
// culprit of its own sentence.
func (v *view) bareHarm(in *incident, ms []telling) bool {
	if !v.harmOnly(in, ms) || len(in.actors) > 0 {
		return false
	}
	for _, m := range in.members {
		s := v.sentence(int(ms[m].tok))
		for j := s.First; j < s.Last; j++ {
			if v.place[j] >= 0 && v.placeUse(j) == vigil.At || v.time[j] >= 0 {
				return false
			}
		}
	}
	return true
}

// aftermath adds to incidents the figures that no telling of theirs gives, from
// their own sentences and from those that follow.
func (v *view) aftermath(ins []incident, ms []telling, ts []trigger) {
	if len(ins) == 0 {
		return
	}
	at := triggersAt(ts)
	for s := range v.doc.Sentences {
		owners := map[int]int{} // incident by the word of harm
		for _, g := range v.harmIn(s, func(k int) bool { return v.afterwards(k, ts, at) }) {
			by := int(v.fates[g.np].by)
			if given(ins, &g) {
				continue
			}
			k, ok := owners[by]
			if !ok {
				k = v.ownerOf(ins, ms, &g, v.fates[g.np].by)
				owners[by] = k
			}
			if k < 0 {
				continue
			}
			in := &ins[k]
			in.figures = addFigure(in.figures, g)
			if t := int32(s); !slices.Contains(in.after, t) {
				in.after = append(in.after, t)
			}
		}
	}
}

// triggersAt returns the triggers by token.
func triggersAt(ts []trigger) map[int32]int {
	out := make(map[int32]int, len(ts))
	for k := range ts {
		out[ts[k].tok] = k
	}
	return out
}

// afterwards reports whether what became of phrase k is told as having happened
// once: neither a toll nor a mishap, nor what may be.
func (v *view) afterwards(k int, ts []trigger, at map[int32]int) bool {
	by := v.fates[k].by
	if v.unreal(int(by)) {
		return false
	}
	t, ok := at[by]
	return !ok || !v.mishap(&ts[t]) && ts[t].tells[tellsToll] <= ts[t].tells[tellsIncident]+.2
}

// given reports whether an incident has figure g.
func given(ins []incident, g *figure) bool {
	for k := range ins {
		for _, h := range ins[k].figures {
			if h.measure == g.measure && h.p >= .5 && h.span.Overlaps(g.span) {
				return true
			}
		}
	}
	return false
}

// ownerOf returns the incident that figure g belongs to, or -1: the nearest in
// its sentence to the word of harm, by, else the last one told before it if the
// report links them.
func (v *view) ownerOf(ins []incident, ms []telling, g *figure, by int32) int {
	s := v.sentOf[by]
	best, far := -1, int32(1<<30)
	last, lastSent := -1, int32(-1)
	for k := range ins {
		for _, m := range ins[k].members {
			t := ms[m].tok
			switch d := by - t; {
			case v.sentOf[t] == s:
				if d < 0 {
					d = -d
				}
				if d < far {
					best, far = k, d
				}
			case v.sentOf[t] < s && v.sentOf[t] >= lastSent:
				last, lastSent = k, v.sentOf[t]
			}
		}
	}
	if best < 0 && last >= 0 && v.stillOfIt(int(lastSent), int(s), g) {
		best = last
	}
	if best < 0 || !vigil.ActByID(ins[best].act).Violent() {
		return -1
	}
	return best
}

// stillOfIt reports whether figure g in sentence s goes on with what sentence t
// tells: those already told of within a few sentences, others at once.
func (v *view) stillOfIt(t, s int, g *figure) bool {
	reach := 1
	if v.knownNow(int(g.np)) {
		reach = afterReach
	}
	from, to := &v.doc.Sentences[t], &v.doc.Sentences[s]
	if s-t > reach || to.Para-from.Para > reach || v.newScene(s) {
		return false
	}
	return true
}

// knownNow reports whether phrase k tells of people told of before: "he", "the
// victim", "two others", "one of them", a name.
func (v *view) knownNow(k int) bool {
	n := &v.nps[k]
	if v.tok[n.head].UPOS == nlp.PRON || n.entity >= 0 || v.others(k) || v.partly(k) {
		return true
	}
	d := v.child(int(n.head), nlp.Det, nlp.NmodPoss)
	return d >= 0 && (v.is(d, use.The) || v.is(d, use.Both) || v.rel(d) == nlp.NmodPoss)
}

// newScene reports whether sentence s turns to something else: "in a separate
// incident", "elsewhere", "earlier this month".
func (v *view) newScene(s int) bool {
	for j := v.doc.Sentences[s].First; j < v.doc.Sentences[s].Last; j++ {
		if v.is(j, use.NewScene) {
			return true
		}
		if v.acts[j]&(en.ActAttack|en.ActClash|en.ActBlast|en.ActAir|en.ActShell|en.ActSuicide) != 0 && v.noun(j) && !v.definite(j) {
			return true // another act of its own
		}
	}
	return false
}

// atOnce returns the figures that stand in a sentence after their incident which
// says nothing of a time or of more than that incident: "Nine civilians were
// killed." counts those of the attack just told, however much it reads like a
// toll.
func (v *view) atOnce(ins []incident) []vigil.Span {
	var out []vigil.Span
	for k := range ins {
		for _, g := range ins[k].figures {
			if s := v.sentOf[v.nps[g.np].head]; slices.Contains(ins[k].after, s) && v.plainPast(int(s)) {
				out = append(out, g.span)
			}
		}
	}
	return out
}

// plainPast reports whether sentence s names no time, nothing that lasts and
// counts nothing up to now.
func (v *view) plainPast(s int) bool {
	for j := v.doc.Sentences[s].First; j < v.doc.Sentences[s].Last; j++ {
		if v.time[j] >= 0 || v.lasting(j) {
			return false
		}
		if v.is(j, use.UpToNow) {
			return false
		}
	}
	return true
}
