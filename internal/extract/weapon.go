package extract

import (
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// What an act was done with: a word for a weapon in a sentence that tells it,
// bound to one of its triggers in the tree, or itself one.

// armed are the acts that are done with weapons.
const armed = en.ActKill | en.ActInjure | en.ActAttack | en.ActClash | en.ActShoot | en.ActShell | en.ActAir | en.ActBlast |
	en.ActSuicide | en.ActGrenade | en.ActChemical | en.ActRiot | en.ActDisperse | en.ActLoot | en.ActDisrupt

// weapon returns the words of the likeliest instrument of an incident, or "".
func (v *view) weapon(ms []telling, in *incident) string {
	best, least := -1, weaponReach
	for _, k := range in.members {
		m := &ms[k]
		if m.classes&armed == 0 {
			continue
		}
		s := v.sentence(int(m.tok))
		for j := s.First; j < s.Last; j++ {
			if !v.armament(j) {
				continue
			}
			if d := v.weaponDistance(int(m.tok), j); d < least {
				best, least = j, d
			}
		}
	}
	if best < 0 {
		return ""
	}
	return v.weaponWords(best)
}

// weaponReach is the longest way through the tree from an act to its weapon.
const weaponReach = 6

// weaponDistance is how far weapon j is from the act at i in the tree; prepositions
// that bring in an instrument shorten it.
func (v *view) weaponDistance(i, j int) int {
	if i == j {
		return 0
	}
	_, up, down := v.path(i, j)
	d := up + down
	if v.prep(j, use.Instrument) {
		d--
	}
	return d
}

// armament reports whether token j names what something is done with: a noun of
// the list that is not put aside ("not by drones") and is no body or place.
func (v *view) armament(j int) bool {
	if !v.noun(j) || v.place[j] >= 0 || v.putAside(j) || v.found(j) {
		return false
	}
	if v.lx.weapons[v.lemma[j]] {
		return v.rel(j) != nlp.Compound || v.acts[v.head(j)]&armed != 0
	}
	k := v.child(j, nlp.Compound)
	return k >= 0 && v.lx.weapons[v.lemma[k]+" "+v.lemma[j]]
}

// found reports whether noun j is what somebody found or took away: "rifles were
// seized".
func (v *view) found(j int) bool {
	h := v.head(j)
	if r := v.rel(j); h >= 0 && (r == nlp.Obj || r == nlp.NsubjPass) {
		return v.is(h, use.Confiscate)
	}
	k := v.child(j, nlp.Acl)
	return k >= 0 && v.is(k, use.Confiscate)
}

// compound returns the first and last token of noun j with the nouns before it
// that say what sort it is.
func (v *view) compound(j int) (first, last int) {
	first = j
	for k := j - 1; k >= 0 && v.rel(k) == nlp.Compound && v.head(k) <= j && v.head(k) > k; k-- {
		first = k
	}
	return first, j
}

// putAside reports whether noun j stands between "not" and the "but" that
// brings in what was so instead ("not by drones but through shelling"), or
// right behind "not" ("by shelling, not by drones").
func (v *view) putAside(j int) bool {
	s := v.sentence(j)
	for k := j - 1; k >= s.First && k >= j-4; k-- {
		switch {
		case v.negates(k):
			return true
		case v.tok[k].UPOS != nlp.ADP && v.tok[k].UPOS != nlp.DET && v.tok[k].UPOS != nlp.ADJ && v.rel(k) != nlp.Compound:
			return v.negated(k, s.First) && v.contrasted(j, s.Last)
		}
	}
	return false
}

// negated reports whether a "not" stands at most eight words before k, in its
// clause.
func (v *view) negated(k, first int) bool {
	for i := k; i >= max(first, k-8); i-- {
		switch {
		case v.negates(i):
			return true
		case v.is(i, use.But) || v.lemma[i] == ";":
			return false
		}
	}
	return false
}

// contrasted reports whether "but" and a preposition follow noun j.
func (v *view) contrasted(j, last int) bool {
	for k := j + 1; k < min(last-1, j+5); k++ {
		if v.is(k, use.But) {
			return v.tok[k+1].UPOS == nlp.ADP || v.tok[k+1].UPOS == nlp.ADV && k+2 < last && v.tok[k+2].UPOS == nlp.ADP
		}
	}
	return false
}

func (v *view) negates(k int) bool { return v.lx.moods[v.lemma[k]]&en.MoodNot != 0 }
