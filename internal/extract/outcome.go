package extract

import (
	"vigil"
)

// likely returns the figures that are likely enough to be given.
func likely(figures []figure, least float64) []figure {
	var out []figure
	for _, g := range figures {
		if g.p >= least {
			out = append(out, g)
		}
	}
	return out
}

// outcome settles what became of those who were shot or found wounded, by the
// deaths that the same incident tells: one who died is not counted among the
// hurt. "Four people were shot, one of them fatally" leaves three hurt; others
// than the dead stay.
func (v *view) outcome(figures []figure) []figure {
	dead, hurt := 0, false
	for _, g := range figures {
		switch {
		case g.measure == vigil.Killed && g.min != nil:
			dead = max(dead, *g.min)
		case g.measure == vigil.Injured && !g.shot:
			hurt = true
		}
	}
	if dead == 0 {
		return figures
	}
	var out []figure
	for _, g := range figures {
		if g.shot && !v.others(int(g.np)) {
			if hurt || g.max == nil || g.min == nil || *g.min <= dead {
				continue
			}
			g.min, g.max = vigil.N(*g.min-dead), vigil.N(*g.max-dead)
		}
		g.shot = false
		out = append(out, g)
	}
	return out
}

// others reports whether phrase k counts others than those told of before:
// "three others", "another man", "a fourth victim".
func (v *view) others(k int) bool {
	n := &v.nps[k]
	for j := n.first; j <= n.last; j++ {
		switch v.lemma[j] {
		case "other", "another", "more", "additional", "second", "third", "fourth", "fifth", "sixth", "remaining":
			return true
		}
	}
	return false
}
