package extract

import (
	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// A truce that begins is an agreement between those who keep it: "a ceasefire
// came into force in Taiz on Tuesday". Talk of one, or one that is to come, is a
// statement.

// truceBegun returns the verb that tells that the truce of noun i began, or -1:
// in a main clause, done and not denied.
func (v *view) truceBegun(i int) int {
	if !v.noun(i) || v.acts[i]&en.ActCeasefire == 0 || !v.is(i, use.Truce) {
		return -1
	}
	h := v.verbOf(i)
	if h < 0 || !v.takesEffect(h) || v.background(h) || v.unreal(h) || v.modality(h)&notDone != 0 {
		return -1
	}
	if t := v.tok[h].XPOS; t != nlp.TagVBD && t != nlp.TagVBN {
		return -1
	}
	return h
}

// notDone is the bit of modality for "not".
const notDone = 16

// verbOf returns the verb whose subject noun i is; also where the tree hangs the
// verb on it because "and" stands in between: "a truce between X and Y began".
func (v *view) verbOf(i int) int {
	if h := v.head(i); h >= 0 && v.rel(i) == nlp.Nsubj && v.verb(h) {
		return h
	}
	for _, k := range v.kids(i) {
		if v.rel(int(k)) == nlp.Conj && v.verb(int(k)) {
			return int(k)
		}
	}
	return -1
}

// takesEffect reports whether verb h tells that its subject began: "began", "came
// into force", "took effect".
func (v *view) takesEffect(h int) bool {
	if v.is(h, use.Begin) {
		return v.child(h, nlp.Obj) < 0
	}
	return v.is(h, use.Enter) && v.childIs(h, use.InForce) >= 0
}

// truceIn returns the noun of a truce that a member of the incident tells to
// have begun, or -1.
func (v *view) truceIn(ms []telling, in *incident) int {
	for _, k := range in.members {
		if i := int(ms[k].tok); v.truceBegun(i) >= 0 {
			return i
		}
	}
	return -1
}

// keepTruce makes an agreement of an incident that tells of a truce that began,
// between whom it is.
func (v *view) keepTruce(ms []telling, in *incident) {
	i := v.truceIn(ms, in)
	if i < 0 {
		return
	}
	in.act, in.targets = vigil.Agreement, nil
	if in.actors = v.between(i); len(in.actors) == 0 {
		return
	}
	if h := v.truceBegun(i); v.rel(h) == nlp.Conj && v.head(h) == i {
		if k := v.child(h, nlp.Nsubj); k >= 0 && v.npOf[k] >= 0 {
			in.actors = v.addPart(in.actors, part{v.npOf[k], in.actors[0].p}) // torn off by the tree
		}
	}
}
