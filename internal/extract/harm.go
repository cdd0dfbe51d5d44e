package extract

import (
	"slices"

	"vigil"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// tellsWith reports whether a harm's word and the trigger at i tell of one thing:
// they are one, or one hangs on the other.
func (h *fate) tellsWith(v *view, i int) bool {
	by := int(h.by)
	return by == i || v.sentOf[by] == v.sentOf[i] && (v.hangsOn(by, i) || v.hangsOn(i, by))
}

// hangsOn reports whether a is a near descendant of b.
func (v *view) hangsOn(a, b int) bool {
	for range 3 {
		if a = v.head(a); a < 0 || a == b {
			return a >= 0
		}
	}
	return false
}

// harmFigures are the counts of those harmed that stand by the word that harms
// them, in what the trigger at i tells.
func (v *view) harmFigures(i int) []figure {
	return v.harmIn(int(v.sentOf[i]), func(k int) bool { return v.fates[k].tellsWith(v, i) })
}

// harmIn are the counts of those harmed in sentence s by the phrases that are
// wanted. A list that one word harms is counted together: "a man and two women"
// are three.
func (v *view) harmIn(s int, wanted func(k int) bool) []figure {
	var out []figure
	for j := v.doc.Sentences[s].First; j < v.doc.Sentences[s].Last; j++ {
		k := int(v.npOf[j])
		if k < 0 || v.fates[k].by < 0 || !wanted(k) {
			continue
		}
		c, ok := v.countHarmed(k)
		if !ok {
			continue
		}
		g := figure{counted: c, measure: v.fates[k].measure, p: sureHarm, shot: v.fates[k].shot}
		if n := len(out); n > 0 && (v.inOneList(k, &out[n-1]) || v.thenHimself(k, &out[n-1])) {
			out[n-1].add(&g)
			continue
		}
		out = append(out, g)
	}
	return out
}

// countHarmed returns how many those are that phrase k says something became of: what
// it counts, or the one person that a pronoun stands for.
func (v *view) countHarmed(k int) (c counted, ok bool) {
	if c, ok = v.countOf(k); ok {
		return c, v.somebody(k) || c.how == byNumber && v.nationals(k)
	}
	n := &v.nps[k]
	if v.ownHand(k) {
		c.how = byPronoun
		return c, true
	}
	if t := &v.tok[n.head]; t.UPOS != nlp.PRON {
		return c, false
	}
	if v.is(int(n.head), use.OnePerson) {
		c.how = byPronoun
		return c, true
	}
	return c, false
}

// nationals reports whether phrase k is of people told by their country: "60
// Afghans".
func (v *view) nationals(k int) bool {
	i := int(v.nps[k].head)
	return v.place[i] >= 0 && v.placeUse(i) != vigil.At && v.party(k).Kind == vigil.People
}

// inOneList reports whether phrase k continues the list that g counts, under the
// same word.
func (v *view) inOneList(k int, g *figure) bool {
	h := v.listHead(k)
	return h >= 0 && (h == int(g.np) || slices.Contains(g.with, int32(h))) && v.fates[k].by == v.fates[g.np].by && g.how != byNone
}

// thenHimself reports whether phrase k tells of the death by his own hand of him
// who killed those that g counts: "killed his two sons before killing himself".
func (v *view) thenHimself(k int, g *figure) bool {
	return g.measure == vigil.Killed && v.fates[k].measure == vigil.Killed && g.how != byNone &&
		v.fates[g.np].before && (v.itself(int(v.nps[k].head)) || v.ownHand(k)) && !v.itself(int(v.nps[g.np].head))
}

// add counts h with g.
func (g *figure) add(h *figure) {
	sum := func(a, b *int) *int {
		if a == nil || b == nil {
			return nil
		}
		return vigil.N(*a + *b)
	}
	g.min, g.max = sum(g.min, h.min), sum(g.max, h.max)
	g.span.End = h.span.End
	g.with = append(g.with, h.np)
}

// sureHarm is the probability of a figure that stands by its word.
const sureHarm = .9
