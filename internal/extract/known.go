package extract

import (
	"slices"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/nlp"
)

// Acts that are told again as something known: "The bombardment killed eight
// people, residents said." Where a sentence names no place and no day of its
// own, "the" with a bare noun means the act of that kind that was told before.

// knownClasses are the kinds of act whose nouns point so.
const knownClasses = en.ActAttack | en.ActClash | en.ActAir | en.ActShell | en.ActBlast | en.ActGrenade | en.ActSuicide | en.ActShoot | en.ActAbduct

// knownReach is how many sentences before it the act may have been told.
const knownReach = 8

// known returns the incident that telling j is of as something known, or -1.
// out are the incidents so far as indices into ms.
func (v *view) known(ms []telling, out [][]int, j int) int {
	n := v.knownNoun(int(ms[j].tok))
	if n < 0 || v.settled(n) {
		return -1
	}
	best, at := -1, int32(-1)
	for k, members := range out {
		for _, i := range members {
			s := v.sentOf[ms[i].tok]
			if s >= v.sentOf[n] || v.sentOf[n]-s > knownReach || s <= at || !v.kindred(int(ms[i].tok), n) {
				continue
			}
			best, at = k, s
		}
	}
	return best
}

// knownNoun returns the bare noun with "the" that token i is, or that tells of
// what i was a part: "were killed in the bombing", "the strike killed"; or -1.
func (v *view) knownNoun(i int) int {
	bare := func(n int) bool {
		return v.noun(n) && v.acts[n]&knownClasses != 0 && v.definite(n) && !v.defined(n)
	}
	if bare(i) {
		return i
	}
	if v.acts[i]&(en.ActKill|en.ActInjure) == 0 {
		return -1
	}
	for _, k := range v.kids(i) {
		switch v.rel(int(k)) {
		case nlp.Nsubj, nlp.NsubjPass, nlp.Obl:
			if bare(int(k)) {
				return int(k)
			}
		}
	}
	return -1
}

// defined reports whether words that hang on noun n say which one it is: "the
// attack on the airport", "the latest attack".
func (v *view) defined(n int) bool {
	return slices.ContainsFunc(v.kids(n), func(k int32) bool {
		switch v.rel(int(k)) {
		case nlp.Nmod, nlp.Amod, nlp.Acl, nlp.AclRelcl, nlp.Appos, nlp.Nummod, nlp.NmodPoss:
			return true
		}
		return false
	})
}

// settled reports whether the sentence of token n says itself where or when.
func (v *view) settled(n int) bool {
	s := v.sentence(n)
	for j := s.First; j < s.Last; j++ {
		if v.place[j] >= 0 && v.placeUse(j) == vigil.At && !v.ofSpeaker(j) {
			return true
		}
		if t := v.time[j]; t >= 0 && v.res.Times[t].Days.Known() {
			return true
		}
	}
	return false
}

// ofSpeaker reports whether token j stands in the name of a speaker: "the health
// directorate of Idlib".
func (v *view) ofSpeaker(j int) bool {
	for steps := 0; j >= 0 && steps < 4; j, steps = v.head(j), steps+1 {
		if v.speaker[j] {
			return true
		}
		switch v.rel(j) {
		case nlp.Nmod, nlp.Compound, nlp.Flat, nlp.Appos, nlp.NmodPoss:
		default:
			return false
		}
	}
	return false
}

// kindred reports whether token i tells an act that noun n can mean: of the
// same kind, or n is a word for any attack.
func (v *view) kindred(i, n int) bool {
	const violent = knownClasses | en.ActKill
	a, b := v.acts[i], v.acts[n]
	return a&b&knownClasses != 0 || b&en.ActAttack != 0 && a&violent != 0
}
