package extract

import (
	"slices"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// Hostages that are freed, moved or spoken of were taken before: "freed 40
// hostages held by the rebels" tells no abduction, and of nobody who abducts now.

// heldBefore reports whether token i tells of people who were held before what
// its clause tells: captives who are not taken in it, or that they are held.
func (v *view) heldBefore(i int) bool {
	if v.verb(i) {
		h := v.head(i)
		return v.is(i, use.Hold) && v.rel(i) == nlp.Acl && h >= 0 && v.is(h, use.Captive)
	}
	if !v.is(i, use.Captive) {
		return false
	}
	h := v.head(i)
	return h < 0 || !v.verb(h) || v.acts[h]&en.ActAbduct == 0 && !v.is(h, use.Take) || v.is(h, use.Free)
}

// heldOnly reports whether all that an incident has of an abduction is of people
// held before.
func (v *view) heldOnly(ms []telling, in *incident) bool {
	held := false
	for _, k := range in.members {
		if m := &ms[k]; m.classes&en.ActAbduct != 0 {
			if !v.heldBefore(int(m.tok)) {
				return false
			}
			held = true
		}
	}
	return held
}

// leaveHeld takes out of an incident those who were held before, and who holds
// them from those who act.
func (v *view) leaveHeld(in *incident) {
	in.figures = slices.DeleteFunc(in.figures, func(g figure) bool {
		return g.measure == vigil.Abducted && v.heldBefore(int(v.nps[g.np].head))
	})
	in.targets = slices.DeleteFunc(in.targets, func(p part) bool { return v.heldBefore(int(v.nps[p.np].head)) })
	in.actors = slices.DeleteFunc(in.actors, func(p part) bool {
		i := int(v.nps[p.np].head)
		h := v.head(i)
		return h >= 0 && (v.rel(i) == nlp.OblAgent || v.rel(i) == nlp.Obl) && v.verb(h) && v.heldBefore(h)
	})
}
