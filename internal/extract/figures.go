package extract

import (
	"math"
	"slices"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/en/quantity"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// measures are the counts that figures of acts may be, with the words that
// tell them.
var measures = []struct {
	is    vigil.Measure
	class en.ActClass
}{
	{vigil.Killed, en.ActKill},
	{vigil.Injured, en.ActInjure},
	{vigil.Missing, en.ActMissing},
	{vigil.Abducted, en.ActAbduct},
	{vigil.Detained, en.ActArrest},
	{vigil.Displaced, en.ActDisplace},
}

// counted is a noun phrase with how many it says there are.
type counted struct {
	np       int32
	how      counting
	min, max *int
	span     vigil.Span
}

// counting is how a phrase counts.
type counting uint8

const (
	byNumber  counting = iota
	byArticle          // "a man"
	byName             // "Jan Novak"
	bySingle           // "the mayor"
	byNone             // "no one"
	byPronoun          // "he"
)

// countOf returns how many the phrase k says there are.
func (v *view) countOf(k int) (c counted, ok bool) {
	n := &v.nps[k]
	i := int(n.head)
	c = counted{np: int32(k), min: vigil.N(1), max: vigil.N(1), span: v.span(int(n.first), int(n.last))}
	if v.age(i) {
		return c, false
	}
	if q, ok := v.count(i); ok {
		c.min, c.max = q.Bounds()
		if q.Beside || v.sharesBound(i, &q) {
			c.max = nil
		}
		c.span = q.Span
		return c, plausible(&q)
	}
	switch {
	case v.is(i, use.Nobody):
		c.how, c.min, c.max = byNone, vigil.N(0), vigil.N(0)
		return c, true
	case v.is(i, use.Someone):
		if d := v.child(i, nlp.Det); d >= 0 && v.is(d, use.No) {
			c.how, c.min, c.max = byNone, vigil.N(0), vigil.N(0)
			return c, true
		}
	}
	if d := v.child(i, nlp.Det); d >= 0 {
		switch {
		case v.is(d, use.No):
			c.how, c.min, c.max = byNone, vigil.N(0), vigil.N(0)
			return c, v.somebody(k) || v.acts[i]&(en.ActKill|en.ActInjure|en.ActMissing) != 0
		case v.is(d, use.Article):
			c.how = byArticle
			return c, v.somebody(k) && (v.tok[i].XPOS == nlp.TagNN || v.tok[i].XPOS == nlp.TagNNP || v.tok[i].UPOS == nlp.ADJ)
		}
	}
	switch v.tok[i].XPOS {
	case nlp.TagNNP:
		c.how = byName
		return c, v.somebody(k)
	case nlp.TagNN:
		c.how = bySingle
		return c, v.somebody(k)
	}
	return c, false
}

// sharesBound reports whether the number q before token i stands in a list
// whose first number is a lower bound: "at least 20 soldiers, eight rebels and
// five civilians".
func (v *view) sharesBound(i int, q *quantity.Quantity) bool {
	if v.rel(i) != nlp.Conj || q.Kind != quantity.Count || q.Min != q.Max || q.Span != q.Core || q.Vague {
		return false
	}
	top := v.series(i)[0]
	first, ok := v.count(top)
	return ok && top != i && !first.Vague && !math.IsInf(first.Min, 0) && math.IsInf(first.Max, 1)
}

// age reports whether the number at i is somebody's age or the like, not a
// count: "Jan Novak, 43,", "aged 17", "a boy of 14".
func (v *view) age(i int) bool {
	if v.tok[i].UPOS != nlp.NUM || i == 0 {
		return false
	}
	stop := i+1 == len(v.tok) || v.tok[i+1].UPOS == nlp.PUNCT || v.tok[i+1].UPOS == nlp.CCONJ
	switch w := v.lemma[i-1]; {
	case v.is(i-1, use.Aged):
		return true
	case w == "," || w == "(":
		return stop && i >= 2 && (v.name[i-2] >= 0 || v.rel(i) == nlp.Appos) && v.place[i-2] < 0 && v.time[i-2] < 0
	case v.is(i-1, use.Of):
		if stop && i >= 2 {
			if v.is(i-2, use.OfAge) {
				return true
			}
		}
	}
	return false
}

// somebody reports whether the phrase k may be one person: a town that "was
// hit" is nobody hurt.
func (v *view) somebody(k int) bool {
	if i := v.nps[k].head; v.place[i] >= 0 || v.time[i] >= 0 || v.acts[i]&(en.ActInjure|en.ActShoot|en.ActAttack) != 0 {
		return false // a wound or an attack is nobody, either
	}
	if v.is(int(v.nps[k].head), use.NobodyHarmed) {
		return false
	}
	const ofPeople = en.ActKill | en.ActInjure | en.ActMissing | en.ActDisplace | en.ActAbduct | en.ActArrest | en.ActProtest |
		en.ActRiot | en.ActSuicide | en.ActAir // "hostage", "detainee", "bomber"; "a raid" is nobody
	if v.acts[v.nps[k].head]&en.ActHappens&^ofPeople != 0 {
		return false
	}
	switch v.party(k).Kind {
	case vigil.Person, vigil.People, "":
		return true
	}
	return false
}

// plausible leaves out years and shares that a number may be.
func plausible(q *quantity.Quantity) bool {
	return q.Kind == quantity.Count && !(q.Value >= 1900 && q.Value <= 2100 && q.Min == q.Max && q.Span == q.Core && q.Core.Len() == 4)
}

// figure is a count tied to the act that its trigger tells.
type figure struct {
	counted
	measure vigil.Measure
	p       float64
	with    []int32 // further phrases that are counted together with the first
	shot    bool    // hurt, if nobody is told to have died of it
	part    bool    // counts part of another figure
}

const (
	figBias uint32 = 400 + iota
	figPath
	figPathMeasure
	figPathLemma
	figHow
	figHowPath
	figType
	figTypePath
	figVoice
	figNoun
	figDistance
	figOther
	figSelf
	figShape
	figPrep
	figBetween
	figMod
	figCluster
)

// figures finds the counts that the act told by t gives.
func (x *Extractor) figures(v *view, t *trigger, f *features) []figure {
	var p [maxClasses]float64
	i := int(t.tok)
	if i > 0 && v.is(i-1, use.Not) && v.verb(i) {
		return nil // "but not killing him"
	}
	out := v.harmFigures(i)
	for m := range measures {
		if t.classes&measures[m].class == 0 {
			continue
		}
		told := slices.ContainsFunc(out, func(g figure) bool { return g.measure == measures[m].is })
		for _, k := range v.figureCandidates(i) {
			c, ok := v.countOf(k)
			if v.is(int(v.nps[k].head), use.Charge) {
				continue // "two counts of murder"
			}
			if h := v.fates[k]; !ok || !v.oneOf(i, &c) || v.ofOther(i, k) || v.building(k) || h.by >= 0 && m <= 1 && h.measure != measures[m].is {
				continue // those wounded are not the dead
			}
			if told && !(c.how == byNumber && (v.others(k) || v.partly(k))) {
				continue // the word itself says whom it counts
			}
			if slices.ContainsFunc(out, func(g figure) bool {
				return (g.np == c.np || slices.Contains(g.with, c.np)) && g.measure == measures[m].is
			}) {
				continue
			}
			f.reset()
			v.figureFeatures(f, i, m, &c)
			if q := x.yes(isFigure, f, &p); q > .1 {
				out = append(out, figure{counted: c, measure: measures[m].is, p: q, shot: v.fates[k].by >= 0 && v.fates[k].shot})
			}
		}
	}
	return out
}

// harms reports whether phrase k names those by whom somebody is harmed: "was shot
// in the arm by a man".
func (v *view) harms(k int) bool {
	i := int(v.nps[k].head)
	if !v.prep(i, use.By) {
		return false
	}
	for h, steps := v.head(i), 0; h >= 0 && steps < 3; h, steps = v.head(h), steps+1 {
		if v.acts[h]&harmful != 0 && v.tok[h].XPOS == nlp.TagVBN {
			return true
		}
	}
	return false
}

// building reports whether phrase k counts places or buildings: "seized three
// police stations" is nobody taken.
func (v *view) building(k int) bool {
	switch v.party(k).Kind {
	case vigil.FacilityThing, vigil.PlaceThing:
		return true
	}
	return false
}

// figureCandidates lists the noun phrases of the sentence of i, with i itself
// if it is one ("12 deaths").
func (v *view) figureCandidates(i int) []int {
	out := slices.DeleteFunc(v.roleCandidates(i), func(k int) bool { return v.does(i, k) })
	if k := v.npOf[i]; k >= 0 {
		out = append(out, int(k))
	}
	return out
}

// oneOf reports whether a phrase that counts without a number is tied closely to
// the act at i: a person named somewhere in its sentence is not one harmed.
func (v *view) oneOf(i int, c *counted) bool {
	if c.how == byNumber {
		return true
	}
	t, _ := v.grammarPart(i, int(v.nps[c.np].head))
	return t != untied && t != farther
}

// ofOther reports whether phrase k is the subject or object of another word for
// an act than verb i: "two were killed and four were hit" counts two dead.
func (v *view) ofOther(i, k int) bool {
	j := v.topOfList(int(v.nps[k].head), i)
	h := v.head(j)
	if h < 0 || h == i || !v.verb(h) || v.acts[h]&en.ActHappens == 0 || v.head(i) == h && v.child(i, nlp.Nsubj, nlp.NsubjPass) < 0 {
		return false
	}
	switch v.rel(j) {
	case nlp.Nsubj, nlp.NsubjPass, nlp.Obj:
		return true
	}
	return false
}

// does reports whether phrase k does what verb i tells: by whom somebody is
// harmed, or who "killed two policemen". He is not among the harmed.
func (v *view) does(i, k int) bool {
	if v.harms(k) {
		return true
	}
	j := v.topOfList(int(v.nps[k].head), i)
	obj := v.child(i, nlp.Obj)
	return v.verb(i) && v.head(j) == i && v.rel(j) == nlp.Nsubj && obj >= 0 && v.tok[obj].UPOS != nlp.NUM && v.child(i, nlp.AuxPass) < 0
}

// figureFeatures says what speaks for c being the m-th measure of the act at
// token i.
func (v *view) figureFeatures(f *features, i, m int, c *counted) {
	j := int(v.nps[c.np].head)
	h, up, down := v.path(i, j)
	mm, how := uint32(m), uint32(c.how)
	ty := v.typeOf(j)
	f.add2(figBias, mm, how)
	f.add2(figPath, h, how)
	f.add3(figPathMeasure, h, mm, how)
	f.add2(figPathLemma, h, v.hash[i])
	f.add3(figHowPath, h, how, v.voice(i))
	f.add2(figHow, how, v.hash[i])
	f.add2(figType, ty, how)
	f.add3(figTypePath, ty, how, h)
	f.add2(figNoun, v.hash[j], how)
	f.add2(figNoun, v.hash[j], mm)
	f.add2(figCluster, v.fine[j], how)
	f.add2(figCluster, v.coarse[j]+5000, mm)
	f.add3(figCluster, h, v.fine[i], how)
	f.add3(figDistance, uint32(min(up, 9)), uint32(min(down, 9)), how)
	f.add(figOther, bucket(j-i))
	f.flag(figSelf, i == j)
	f.add3(figVoice, v.voice(i), uint32(v.rel(j)), how)
	f.add3(figPrep, hash(v.preposition(j)), uint32(v.rel(j)), how)
	if c.min != nil {
		f.add2(figShape, magnitude(*c.min), mm)
	}
	f.add3(figShape, boolean(c.min == nil), boolean(c.max == nil), how)
	for _, k := range v.kids(j) {
		if r := v.rel(int(k)); r == nlp.Amod || r == nlp.Det || r == nlp.Compound {
			f.bag(figMod, v.hash[k])
		}
	}
	between := uint32(0)
	lo, hi := min(i, j), max(i, j)
	for k := lo + 1; k < hi; k++ {
		if v.acts[k]&(en.ActKill|en.ActInjure|en.ActArrest|en.ActAbduct) != 0 {
			between++
		}
	}
	f.add2(figBetween, min(between, 3), how)
}

// magnitude folds a count to the number of its digits, small ones told apart.
func magnitude(n int) uint32 {
	if n <= 3 {
		return uint32(n)
	}
	d := uint32(10)
	for ; n > 9; n /= 10 {
		d++
	}
	return d
}
