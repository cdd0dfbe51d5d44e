package extract

import (
	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// How an act was done may be what is disputed: "not carried out by drones but
// through shelling" is one act, two accounts of its means, of which one is
// denied.

// means are the acts that a word of these classes alone tells as the means of
// an attack, weightiest first.
var means = []struct {
	class en.ActClass
	act   string
}{
	{en.ActChemical, vigil.ChemicalWeapon}, {en.ActSuicide, vigil.SuicideBomb}, {en.ActGrenade, vigil.Grenade},
	{en.ActShell, vigil.Shelling}, {en.ActAir, vigil.AirStrike}, {en.ActBlast, vigil.IED},
}

// meansOf returns the act that the noun at j tells as a means, or "".
func (v *view) meansOf(j int) string {
	for _, m := range means {
		if v.acts[j]&m.class != 0 {
			return m.act
		}
	}
	return ""
}

// contrast is a means denied and the one put in its stead, by their nouns.
type contrast struct{ not, but int }

// contrastIn finds a contrast of means in the sentence of token i.
func (v *view) contrastIn(i int) (c contrast, ok bool) {
	s := v.sentence(i)
	for j := s.First; j < s.Last; j++ {
		if !v.noun(j) || v.meansOf(j) == "" || !v.putAside(j) {
			continue
		}
		for k := s.First; k < s.Last; k++ {
			if k != j && v.noun(k) && v.meansOf(k) != "" && v.stead(j, k) {
				return contrast{not: j, but: k}, true
			}
		}
	}
	return c, false
}

// stead reports whether noun k is put in the stead of j: behind "but" in the
// tree or right behind it, or before ", not by".
func (v *view) stead(j, k int) bool {
	if k < j {
		return v.negates(j-1) || j >= 2 && v.negates(j-2)
	}
	if v.rel(k) == nlp.Conj && v.head(k) == j {
		return true
	}
	for i := j + 1; i < k; i++ {
		if v.is(i, use.But) {
			return k-i <= 4 && !(k+1 < len(v.tok) && v.rel(k) == nlp.Compound)
		}
	}
	return false
}

// disputeMeans settles the means of an incident that a sentence of it contrasts
// with another, and returns the account that is denied, if any.
func (v *view) disputeMeans(c *vigil.Claim, ms []telling, in *incident) []vigil.Claim {
	for _, k := range in.members {
		x, ok := v.contrastIn(int(ms[k].tok))
		if !ok {
			continue
		}
		not := *c
		not.Status, not.Figures, not.DeniedBy = vigil.Denied, nil, nil
		not.Act, not.Weapon, not.Trigger = v.meansOf(x.not), v.weaponWords(x.not), v.tok[x.not].Span
		not.Why = []vigil.Reason{{Slot: "act", Rule: "means denied", Span: v.tok[x.not].Span, Score: c.Score}}
		c.Act, c.Weapon = v.meansOf(x.but), v.weaponWords(x.but)
		c.Why = append(c.Why, vigil.Reason{Slot: "act", Rule: "means put in the stead of another", Span: v.tok[x.but].Span, Score: c.Score})
		return []vigil.Claim{not}
	}
	return nil
}

// weaponWords returns noun j with the nouns before it.
func (v *view) weaponWords(j int) string {
	first, last := v.compound(j)
	return v.span(first, last).In(v.doc.Text)
}

// onlyDenied reports whether every telling of an incident stands in what
// somebody denies, and nobody is said to have alleged it.
func (v *view) onlyDenied(ms []telling, in *incident, says []vigil.Attribution) bool {
	for _, k := range in.members {
		denied := false
		for _, s := range ms[k].sayings {
			denied = denied || says[s].Force == vigil.DeniedIt && !v.alleged(&says[s])
		}
		if !denied || len(ms[k].sayings) > 1 {
			return false
		}
	}
	return true
}

// alleged reports whether what is denied is an allegation that the content
// names.
func (v *view) alleged(a *vigil.Attribution) bool {
	return v.anyPlays(v.contentLemmas(a), use.Alleging)
}
