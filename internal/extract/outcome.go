package extract

import (
	"slices"

	"vigil"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
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
	figures = slices.DeleteFunc(figures, func(g figure) bool { return v.livesToTell(&g) || v.partOfOther(&g, figures) })
	dead, hurt := 0, false
	for _, g := range figures {
		switch {
		case g.measure == vigil.Killed && g.min != nil:
			dead = max(dead, *g.min)
		case g.measure == vigil.Injured && !g.shot:
			hurt = true
		}
	}
	v.markParts(figures)
	if dead == 0 {
		return figures
	}
	var out []figure
	for _, g := range figures {
		if g.measure == vigil.Injured && v.diedOf(&g, figures) {
			continue
		}
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

// livesToTell reports whether g counts as dead the one who tells of it, whatever
// the tree made of a list before him.
func (v *view) livesToTell(g *figure) bool {
	return g.measure == vigil.Killed && v.speaker[v.nps[g.np].head]
}

// partOfOther reports whether g counts some of those told of before it, and
// nothing before it counts its measure but another: "put the dead at 305, among
// them 27 children, and said 128 were wounded" hurts no children.
func (v *view) partOfOther(g *figure, figures []figure) bool {
	if !v.partly(int(g.np)) || v.is(v.sentence(int(v.nps[g.np].head)).First, use.Among) {
		return false
	}
	later := false
	for _, h := range figures {
		if h.measure != g.measure || h.span == g.span || h.min == nil || g.min == nil || *h.min <= *g.min {
			continue
		}
		if h.span.Start < g.span.Start {
			return false
		}
		later = true
	}
	return later
}

// diedOf reports whether the one person that g says was hurt is told to have died.
func (v *view) diedOf(g *figure, figures []figure) bool {
	if g.how == byNumber || g.how == byNone || len(g.with) > 0 || v.others(int(g.np)) {
		return false
	}
	return slices.ContainsFunc(figures, func(h figure) bool {
		return h.measure == vigil.Killed && h.how != byNumber && len(h.with) == 0 && (h.how == byPronoun || g.how == byPronoun || v.sameParty(int(g.np), int(h.np)))
	})
}

// others reports whether phrase k counts others than those told of before:
// "three others", "another man", "a fourth victim".
func (v *view) others(k int) bool {
	n := &v.nps[k]
	for j := n.first; j <= n.last; j++ {
		if v.is(int(j), use.Others) {
			return true
		}
	}
	return false
}

// markParts marks the figures that count part of a greater one of their measure:
// "51 people, 40 of them children", "26 people, among them 10 journalists".
func (v *view) markParts(figures []figure) {
	for k := range figures {
		g := &figures[k]
		g.part = g.min != nil && (v.partly(int(g.np)) || v.sharesOut(g, figures)) && slices.ContainsFunc(figures, func(h figure) bool {
			return h.measure == g.measure && h.min != nil && *h.min > *g.min
		}) || g.min != nil && slices.ContainsFunc(figures, func(h figure) bool { return v.someOf(g, &h) })
	}
}

// sharesOut reports whether a colon parts g from a greater count before it: "31
// people died: 11 at the airport and 20 in the metro".
func (v *view) sharesOut(g *figure, figures []figure) bool {
	i := int(v.nps[g.np].head)
	return slices.ContainsFunc(figures, func(h figure) bool {
		j := int(v.nps[h.np].head)
		if h.measure != g.measure || h.how != byNumber || j >= i || v.sentOf[i] != v.sentOf[j] {
			return false
		}
		for k := j + 1; k < i; k++ {
			if v.lemma[k] == ":" {
				return true
			}
		}
		return false
	})
}

// someOf reports whether g counts a sort of those whom h counts all in another
// sentence: "43 people were killed. The bodies of 29 children were found."
func (v *view) someOf(g, h *figure) bool {
	i, j := int(v.nps[g.np].head), int(v.nps[h.np].head)
	return h.measure == g.measure && h.min != nil && *h.min > *g.min && v.sentOf[i] != v.sentOf[j] && v.is(i, use.SomePeople) && v.is(j, use.AllPeople)
}

// partly reports whether phrase k counts some of those told of before it.
func (v *view) partly(k int) bool {
	n := &v.nps[k]
	i := v.firstOf(k)
	s := v.sentence(i)
	if v.is(s.First, use.Among) {
		return true // "Among the dead were 29 children"
	}
	for j := max(i, s.First+1); j <= min(int(n.last)+2, s.Last-1); j++ {
		if v.is(j, use.ThoseToldOf) {
			if v.is(j-1, use.Of) {
				return true
			}
		}
	}
	for i--; i > s.First && (v.tok[i].UPOS == nlp.ADV || v.tok[i].UPOS == nlp.ADP && v.is(i, use.At)); i-- {
	}
	if i < s.First {
		return false
	}
	switch {
	case v.is(i, use.Including):
		return true
	case v.is(i, use.ThoseSome):
		return i > s.First && v.is(i-1, use.AmongOf)
	}
	return false
}
