package extract

import (
	"slices"

	"vigil"
	"vigil/internal/lang/en"
)

// Whom an act harms joins what is told of one: nobody is killed twice, and "the
// victim" of whom a report goes on is the one of whom it told.

// harmful are the acts by which somebody is hurt or killed at once.
const harmful = en.ActKill | en.ActInjure | en.ActShoot

// stricken lists the phrases that count those whom telling m harms, as a word
// beside them says.
func (v *view) stricken(m *telling) (out []int) {
	if m.classes&harmful == 0 {
		return nil
	}
	s := v.sentence(int(m.tok))
	for j := s.First; j < s.Last; j++ {
		if k := v.npOf[j]; k >= 0 && v.fates[k].by >= 0 && v.fates[k].tellsWith(v, int(m.tok)) {
			out = append(out, int(k))
		}
	}
	return out
}

// victims lists those whom telling m harms: the stricken, and its targets.
func (v *view) victims(m *telling) []int {
	if m.classes&harmful == 0 {
		return nil
	}
	out := v.stricken(m)
	for _, r := range m.roles {
		if r.probs[roleTarget] >= .5 && v.fates[r.np].by < 0 {
			out = append(out, int(r.np))
		}
	}
	return out
}

// oneVictim reports whether a and b tell of harm to one and the same person.
func (v *view) oneVictim(a, b *telling) bool {
	q := v.stricken(b)
	return len(q) > 0 && slices.ContainsFunc(v.stricken(a), func(k int) bool {
		return v.nps[k].entity >= 0 && v.onePerson(k) && slices.ContainsFunc(q, func(l int) bool { return v.nps[k].entity == v.nps[l].entity })
	})
}

// onePerson reports whether phrase k stands for one person.
func (v *view) onePerson(k int) bool {
	c, ok := v.countHarmed(k)
	return ok && c.how != byNone && c.min != nil && *c.min == 1 && v.somebody(k)
}

// sameHarm returns the incident of which telling j goes on to say what became of
// the people, without a day or a place of its own; or -1. out are the incidents
// so far as indices into ms.
func (v *view) sameHarm(ms []telling, out [][]int, j int) int {
	m := &ms[j]
	if m.classes&harmful == 0 || v.settled(int(m.tok)) || v.newScene(int(v.sentOf[m.tok])) {
		return -1
	}
	ps := v.victims(m)
	best, at := -1, int32(-1)
	for k, members := range out {
		for _, i := range members {
			s := v.sentOf[ms[i].tok]
			if s >= v.sentOf[m.tok] || v.sentOf[m.tok]-s > afterReach || s <= at || ms[i].classes&(harmful|knownClasses) == 0 {
				continue
			}
			if slices.ContainsFunc(ps, func(k int) bool { return v.goneOn(k, ms, members) }) {
				best, at = k, s
			}
		}
	}
	return best
}

// goneOn reports whether phrase k tells of somebody of whom the members of an
// incident tell: "he", "the victim", "two others", or whom they name.
func (v *view) goneOn(k int, ms []telling, members []int) bool {
	n := &v.nps[k]
	if n.entity < 0 || v.others(k) {
		kind := v.party(k).Kind
		return v.knownNow(k) && kind != vigil.PlaceThing && kind != vigil.FacilityThing
	}
	same := func(l int32) bool { return v.nps[l].entity == n.entity }
	return slices.ContainsFunc(members, func(i int) bool {
		return slices.ContainsFunc(ms[i].roles, func(r role) bool { return r.probs[roleNone] < .5 && same(r.np) }) ||
			slices.ContainsFunc(v.stricken(&ms[i]), func(l int) bool { return same(int32(l)) })
	})
}
