package extract

import (
	"slices"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/nlp"
)

// fate says that a phrase counts those whom a word harms, as told by where it
// stands: "two others critically wounded", "killing at least 12".
type fate struct {
	by      int32 // the word, or -1
	measure vigil.Measure
	before  bool // the word stands before the phrase
	shot    bool // who was shot is hurt, if not dead
}

// findFates fills v.fates, one for each phrase. What is said of one part of a
// list holds for the others that nothing is said of: "his wife and two
// children were wounded", "killed a man and two women".
func (v *view) findFates() {
	v.fates = make([]fate, len(v.nps))
	for k := range v.nps {
		v.fates[k] = v.harmBehind(k)
		if v.fates[k].by < 0 {
			v.fates[k] = v.harmAhead(k)
		}
	}
	for k := len(v.nps) - 1; k >= 0; k-- {
		if h := v.fates[k]; h.by >= 0 && !h.before {
			v.alsoHarmed(k, v.listHead(k), h)
		}
	}
	for k := range v.nps {
		if h := v.listHead(k); h >= 0 && v.fates[h].before {
			v.alsoHarmed(h, k, v.fates[h])
		}
	}
}

// alsoHarmed gives phrase to what is said of phrase from.
func (v *view) alsoHarmed(from, to int, h fate) {
	if to >= 0 && v.fates[to].by < 0 {
		v.fates[to] = h
	}
}

// listHead returns the phrase that k stands in one list with, before it, or -1.
func (v *view) listHead(k int) int {
	i := int(v.nps[k].head)
	if v.rel(i) != nlp.Conj || v.head(i) < 0 {
		return -1
	}
	return int(v.npOf[v.head(i)])
}

// maxBetween is how many words may stand between a phrase and the word that
// says what became of those it counts.
const maxBetween = 5

// harmBehind looks for a word after phrase k: "were critically wounded", "who
// died", "dead".
func (v *view) harmBehind(k int) fate {
	i := int(v.nps[k].last) + 1
	end := v.sentence(int(v.nps[k].head)).Last
	if i+2 < end && v.lemma[i] == "," && v.numOf[i+1] >= 0 && v.lemma[i+2] == "," {
		i += 3 // "Jan Novak, 35, died"
	}
	for n := 0; n < maxBetween && i < end && v.passes(i); n++ {
		i++
	}
	if i >= end {
		return fate{by: -1}
	}
	participle := v.tok[i].XPOS == nlp.TagVBN || v.tok[i].XPOS == nlp.TagJJ
	past := v.tok[i].XPOS == nlp.TagVBD || v.tok[i].XPOS == nlp.TagVBP
	if v.child(i, nlp.Obj) >= 0 || !participle && !(past && v.suffers(i)) {
		return fate{by: -1}
	}
	return v.harmOf(i, false)
}

// passes reports whether the word at i may stand between those harmed and the
// word that says so.
func (v *view) passes(i int) bool {
	switch v.tok[i].UPOS {
	case nlp.AUX, nlp.ADV:
		return true
	}
	return v.lemma[i] == "who" || v.lemma[i] == "more"
}

// suffers reports whether the subject of the verb at i is the one harmed, or
// the verb is one whose past form and participle are told apart by that alone.
func (v *view) suffers(i int) bool {
	switch v.lemma[i] {
	case "die", "perish", "drown", "succumb", "wound", "injure", "hurt":
		return true
	}
	return false
}

// harmAhead looks for a word before phrase k: "killing", "the death of", "the
// life of".
func (v *view) harmAhead(k int) fate {
	start := v.sentence(int(v.nps[k].head)).First
	i := int(v.nps[k].first)
	if n := v.numOf[i]; n >= 0 {
		for i > start && v.tok[i-1].Start >= v.nums[n].Span.Start {
			i--
		}
	}
	i--
	if i <= start {
		return fate{by: -1}
	}
	if v.lemma[i] == "of" && v.noun(i-1) {
		return v.harmOfNoun(i - 1)
	}
	for n := 0; n < 2 && i > start && v.tok[i].UPOS == nlp.ADV; n++ {
		i--
	}
	head := int(v.nps[k].head)
	if !v.verb(i) || v.child(i, nlp.AuxPass) >= 0 || v.rel(head) != nlp.Obj && v.numOf[int(v.nps[k].first)] < 0 {
		return fate{by: -1}
	}
	return v.harmOf(i, true)
}

// harmOfNoun reads "the death of", "the life of": of lives their verb counts.
func (v *view) harmOfNoun(i int) fate {
	at := i
	switch v.lemma[i] {
	case "death", "killing", "murder", "slaying", "assassination":
	case "life":
		if at = v.head(i); at < 0 || v.acts[at]&en.ActKill == 0 {
			return fate{by: -1}
		}
	default:
		return fate{by: -1}
	}
	return fate{by: int32(at), measure: vigil.Killed, before: true}
}

// harmOf says what the word at i does to people.
func (v *view) harmOf(i int, before bool) fate {
	h := fate{by: int32(i), before: before}
	switch c := v.acts[i]; {
	case v.lemma[i] == "shoot" || v.lemma[i] == "stab":
		h.measure, h.shot = vigil.Injured, true
		if v.fatally(i) {
			h.measure, h.shot = vigil.Killed, false
		}
		if v.childLemma(i, "down") >= 0 || v.childLemma(i, "at") >= 0 {
			h.by = -1
		}
	case c&en.ActKill != 0 && c&en.ActInjure == 0:
		h.measure = vigil.Killed
	case c&en.ActInjure != 0 && c&en.ActKill == 0:
		h.measure = vigil.Injured
		if v.fatally(i) {
			h.measure = vigil.Killed
		}
	default:
		h.by = -1
	}
	return h
}

// fatally reports whether who is shot or stabbed at i dies of it, as its
// neighbours say: "shot dead", "shot and killed", "stabbed to death".
func (v *view) fatally(i int) bool {
	end := v.sentence(i).Last
	for j := max(v.sentence(i).First, i-2); j < min(end, i+4); j++ {
		switch v.lemma[j] {
		case "fatally", "mortally":
			return true
		case "dead", "death":
			if j > i {
				return true
			}
		case "kill":
			if j > i && v.lemma[j-1] == "and" {
				return true
			}
		}
	}
	return false
}

// counted reports whether a harm's word and the trigger at i tell of one thing:
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
// them, in what the trigger at i tells. A list that one word harms is counted
// together: "a man and two women" are three.
func (v *view) harmFigures(i int) []figure {
	var out []figure
	s := v.sentence(i)
	for j := s.First; j < s.Last; j++ {
		k := int(v.npOf[j])
		if k < 0 || v.fates[k].by < 0 || !v.fates[k].tellsWith(v, i) {
			continue
		}
		c, ok := v.countOf(k)
		if !ok || !v.somebody(k) {
			continue
		}
		g := figure{counted: c, measure: v.fates[k].measure, p: sureHarm, shot: v.fates[k].shot}
		if n := len(out); n > 0 && v.inOneList(k, &out[n-1]) {
			out[n-1].add(&g)
			continue
		}
		out = append(out, g)
	}
	return out
}

// inOneList reports whether phrase k continues the list that g counts, under the
// same word.
func (v *view) inOneList(k int, g *figure) bool {
	h := v.listHead(k)
	return h >= 0 && (h == int(g.np) || slices.Contains(g.with, int32(h))) && v.fates[k].by == v.fates[g.np].by && g.how != byNone
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
