package extract

import (
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// Attacks told by a verb of carrying out, a noun and a day ("launched raids on
// the camps in early March"): who does it is the verb's subject, to whom is
// behind the noun. In our reports five of six such nouns tell an incident; the
// models, which see mostly "launched attacks" without a day, miss them.

// carriedP is the probability that such a noun tells an incident.
const carriedP = .7

// onslaught are the classes of nouns for attacks, which somebody carries out on
// somebody.
const onslaught = en.ActAttack | en.ActAir | en.ActShell | en.ActBlast | en.ActSuicide

// carriedOut reports whether noun i is an attack that a party of the report is
// told to have carried out on a day, or in a month, that is named: "launched
// raids on the camps in early March".
func (v *view) carriedOut(i int) bool {
	h := v.head(i)
	if h < 0 || !v.noun(i) || !v.verb(h) {
		return false
	}
	carried := v.rel(i) == nlp.Obj && v.carries(h) || v.begins(h, i)
	if !carried || v.acts[i]&onslaught == 0 && (v.acts[i]&en.ActClash == 0 || v.rel(i) != nlp.Nsubj) {
		return false
	}
	if t := v.tok[h].XPOS; t != nlp.TagVBD && t != nlp.TagVBN && t != nlp.TagVBG || v.unreal(i) || v.unreal(h) {
		return false
	}
	return v.dayOf(h) >= 0
}

// toldDone returns the verb by which noun i is surely an incident: an attack that
// was carried out, a truce that began; or -1.
func (v *view) toldDone(i int) int {
	if v.carriedOut(i) {
		return v.head(i)
	}
	return v.truceBegun(i)
}

// begins reports whether noun i is what verb h tells to have begun: "raids began
// on Monday", "clashes broke out".
func (v *view) begins(h, i int) bool {
	if v.rel(i) != nlp.Nsubj || v.child(h, nlp.Obj) >= 0 || v.background(h) {
		return false
	}
	return v.is(h, use.Begin) || v.is(h, use.Erupt)
}

// background reports whether verb h heads a clause that only says when or which:
// "since the fighting started", "the truce that began".
func (v *view) background(h int) bool {
	switch v.rel(h) {
	case nlp.Advcl, nlp.Acl, nlp.AclRelcl:
		return true
	}
	return false
}

// dayOf returns the day or month that the clause of verb h names, as an index
// into res.Times, on whatever the tree hangs it ("attacks on installations in
// mid-April"); or -1.
func (v *view) dayOf(h int) int32 {
	s := v.sentence(h)
	for j := s.First; j < s.Last; j++ {
		if v.time[j] < 0 || j+1 < s.Last && v.time[j+1] == v.time[j] {
			continue
		}
		top := v.headOf(j, v.time)
		if w := &v.res.Times[v.time[j]]; w.Type == "DATE" && len(w.Value) >= 7 && (w.Value[0] == 'X' || w.Value[0] >= '0' && w.Value[0] <= '9') && v.clauseOf(top) == h {
			return v.time[j]
		}
	}
	return -1
}

// carries reports whether verb h tells no act of its own but that its noun was
// done.
func (v *view) carries(h int) bool {
	return v.is(h, use.CarryOut)
}

// nounOf returns token i, or the noun whose act verb i tells to have been done:
// "the attack was carried out by"; -1 for other verbs.
func (v *view) nounOf(i int) int {
	switch {
	case v.noun(i):
		return i
	case v.verb(i) && v.carries(i):
		return v.child(i, nlp.NsubjPass, nlp.Obj)
	}
	return -1
}

// oneDoing reports whether one of tokens i and j is the noun of an act and the
// other the verb that tells it was done; or what was shot down, and that it was.
func (v *view) oneDoing(i, j int) bool {
	return i != j && (v.verb(i) && v.nounOf(i) == j || v.verb(j) && v.nounOf(j) == i || v.brought(i, j) || v.brought(j, i))
}

// brought reports whether verb i tells that j was shot out of the air.
func (v *view) brought(i, j int) bool {
	return v.verb(i) && v.downs(i) && v.head(j) == i && (v.rel(j) == nlp.Obj || v.rel(j) == nlp.NsubjPass)
}

// carry gives the telling of a noun that is carried out its actors and targets.
func (v *view) carry(m *telling) {
	i := int(m.tok)
	if !v.carriedOut(i) {
		return
	}
	if v.rel(i) == nlp.Obj {
		for _, j := range v.doers(v.head(i)) {
			m.setRole(v.npOf[j], roleActor)
		}
	}
	for _, k := range v.kids(i) {
		if v.rel(int(k)) == nlp.Nmod && v.prep(int(k), use.Upon) && v.npOf[k] >= 0 && v.time[k] < 0 {
			m.setRole(v.npOf[k], roleTarget)
		}
	}
}

// doers returns the heads of the subject of verb h and of what is joined with
// it; "which" and "who" are led to what their clause hangs on.
func (v *view) doers(h int) []int {
	top := v.child(h, nlp.Nsubj)
	if top >= 0 && v.tok[top].XPOS == nlp.TagWDT || top >= 0 && v.tok[top].UPOS == nlp.PRON && v.rel(h) == nlp.AclRelcl {
		top = v.head(h)
		if r := v.rel(top); r == nlp.Conj {
			top = v.head(top)
		}
	}
	if top < 0 || v.npOf[top] < 0 {
		return nil
	}
	out := []int{top}
	for _, k := range v.kids(top) {
		if v.rel(int(k)) == nlp.Conj && v.npOf[k] >= 0 {
			out = append(out, int(k))
		}
	}
	return out
}

// setRole gives phrase np its part in the act.
func (m *telling) setRole(np int32, part int) {
	r := role{np: np, ruled: true}
	r.probs[part] = .8
	for k := range m.roles {
		if m.roles[k].np == np {
			m.roles[k] = r
			return
		}
	}
	m.roles = append(m.roles, r)
}

// doneIn reports whether a member of the incident is told so.
func (v *view) doneIn(ms []telling, in *incident) bool {
	for _, k := range in.members {
		if v.toldDone(int(ms[k].tok)) >= 0 {
			return true
		}
	}
	return false
}
