package extract

import (
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// origin is a candidate for the source of a cue.
type origin struct {
	head int32 // its head word
	rule origins
}

// origins says where in the tree a candidate for a source stands.
type origins uint8

const (
	fromNone origins = iota
	fromSubject
	fromPassiveSubject
	fromAgent
	fromConjunct   // subject of the verb that the cue is joined to
	fromController // subject of the verb above
	fromObject     // object of the verb above: "quoted X as saying"
	fromModified   // the noun that the cue modifies: "a report saying"
	fromRelative   // the noun before a relative clause
	fromPossessor  // "X's claim"
	fromCompound   // "police report", "Iranian claims"
	fromBy         // "a claim by X", "a statement from X", "of X"
	fromAccording  // "according to X"
	fromUpper      // subject of the verb that a noun cue is the object of
	fromBefore     // the phrase right before the cue, whatever the tree says
	fromAfter      // the phrase right after it
	originsCount
)

var originNames = [originsCount]string{"none", "subject", "passive subject", "agent", "conjunct", "controller", "object", "modified", "relative", "possessor", "compound", "by", "according", "upper", "before", "after"}

const (
	srcBias uint32 = 150 + iota
	srcRule
	srcRuleLemma
	srcRuleRel
	srcType
	srcHead
	srcTypeCue
	srcOthers
	srcDistance
	srcPOS
)

// origins lists the candidates for the source of the cue at i.
func (v *view) origins(i int) []origin {
	var out []origin
	put := func(k int, rule origins) {
		if k < 0 || k == i || v.time[k] >= 0 { // no day says anything
			return
		}
		for _, o := range out {
			if int(o.head) == k {
				return
			}
		}
		out = append(out, origin{int32(k), rule})
	}
	if v.is(i, use.According) {
		put(v.child(i, nlp.Obl, nlp.Obj, nlp.Nmod, nlp.Ccomp), fromAccording)
		if r := v.rel(i); r == nlp.Case || r == nlp.Mark || r == nlp.Fixed {
			put(v.head(i), fromAccording)
		}
		return out
	}
	for _, k := range v.kids(i) {
		if v.rel(int(k)) == nlp.Nsubj {
			put(int(k), fromSubject)
		}
	}
	put(v.child(i, nlp.NsubjPass), fromPassiveSubject)
	put(v.child(i, nlp.OblAgent), fromAgent)
	for _, k := range v.kids(i) {
		switch v.rel(int(k)) {
		case nlp.NmodPoss:
			put(int(k), fromPossessor)
		case nlp.Compound, nlp.Amod:
			if v.npOf[k] >= 0 || v.noun(int(k)) {
				put(int(k), fromCompound)
			}
		case nlp.Nmod, nlp.Obl:
			if v.prep(int(k), use.AuthoredBy) {
				put(int(k), fromBy)
			}
		}
	}
	v.originsAbove(i, put)
	if v.verb(i) {
		put(v.phraseBefore(i), fromBefore)
		put(v.phraseAfter(i), fromAfter)
	}
	return out
}

// phraseBefore returns the head of the noun phrase that ends right before
// verb i or its auxiliaries, or -1.
func (v *view) phraseBefore(i int) int {
	j := i - 1
	for j >= v.sentence(i).First && (v.tok[j].UPOS == nlp.AUX || v.tok[j].UPOS == nlp.ADV || v.tok[j].UPOS == nlp.PART) {
		j--
	}
	return v.topPhrase(j, i)
}

// phraseAfter returns the head of the noun phrase that starts right after
// verb i, or -1.
func (v *view) phraseAfter(i int) int {
	j := i + 1
	for j < v.sentence(i).Last && (v.tok[j].UPOS == nlp.DET || v.tok[j].UPOS == nlp.ADJ) {
		j++
	}
	return v.topPhrase(j, i)
}

// topPhrase returns the highest phrase head above token j whose subtree does
// not hold i, or -1.
func (v *view) topPhrase(j, i int) int {
	best := -1
	for steps := 0; j >= v.sentence(i).First && j < v.sentence(i).Last && steps < 8; steps++ {
		if v.within(i, j) {
			break
		}
		if v.npOf[j] >= 0 {
			best = j
		}
		if r := v.rel(j); r == nlp.Obl || r == nlp.Root || r == nlp.Nsubj || r == nlp.Obj {
			break
		}
		j = v.head(j)
	}
	return best
}

// originsAbove looks for the source in the clauses above the cue.
func (v *view) originsAbove(i int, put func(int, origins)) {
	for h, at, steps := v.head(i), i, 0; h >= 0 && steps < 4; h, at, steps = v.head(h), h, steps+1 {
		switch v.rel(at) {
		case nlp.Conj:
			put(v.child(h, nlp.Nsubj, nlp.NsubjPass), fromConjunct)
			if v.noun(h) && v.noun(i) {
				put(v.child(h, nlp.NmodPoss), fromConjunct)
			}
		case nlp.Xcomp, nlp.Advcl, nlp.Ccomp, nlp.Parataxis:
			if v.rel(at) != nlp.Ccomp && v.rel(at) != nlp.Parataxis {
				put(v.child(h, nlp.Obj, nlp.NsubjPass), fromObject)
			}
			put(v.child(h, nlp.Nsubj, nlp.NsubjPass), fromController)
		case nlp.Acl:
			put(h, fromModified)
			put(v.child(h, nlp.NmodPoss), fromUpper)
			put(v.child(v.clause(h), nlp.Nsubj), fromUpper)
			return
		case nlp.AclRelcl:
			put(h, fromRelative)
			return
		case nlp.Obj, nlp.Obl, nlp.Nmod, nlp.OblAgent, nlp.Compound:
			if c := v.clause(at); c >= 0 {
				put(v.child(c, nlp.Nsubj), fromUpper)
			}
			return
		default:
			return
		}
	}
}

// clause returns the nearest word above i that is no noun: the head of its
// clause; or -1.
func (v *view) clause(i int) int {
	for h, steps := v.head(i), 0; h >= 0 && steps < 16; h, steps = v.head(h), steps+1 {
		if !v.noun(h) && v.tok[h].UPOS != nlp.NUM {
			return h
		}
	}
	return -1
}

// findSource chooses the speaker of s.
func (x *Extractor) findSource(v *view, s *saying, f *features) {
	var p [maxClasses]float64
	best := x.set.Source
	for _, o := range v.origins(int(s.cue)) {
		if s.holds(int(o.head)) && o.rule != fromAccording {
			continue
		}
		f.reset()
		v.sourceFeatures(f, int(s.cue), o)
		if q := x.yes(isSource, f, &p); q > best {
			best = q
			s.speaker, s.rule = o.head, originNames[o.rule]
		}
	}
	if s.speaker >= 0 {
		s.source = v.sourceReach(s)
	}
	v.bySurface(s)
}

// sourceFeatures says what speaks for o being the source of the cue at i.
func (v *view) sourceFeatures(f *features, i int, o origin) {
	k := int(o.head)
	r := uint32(o.rule)
	ty := v.typeOf(k)
	f.add(srcBias, 1)
	f.add(srcRule, r)
	f.add2(srcRuleLemma, r, v.hash[i])
	f.add2(srcRuleRel, r, uint32(v.rel(i)))
	f.add2(srcType, r, ty)
	f.add(srcType, ty)
	f.add2(srcHead, r, v.hash[k])
	f.add(srcHead, v.hash[k])
	f.add2(srcPOS, r, uint32(v.tok[k].XPOS))
	f.add3(srcTypeCue, r, ty, uint32(pos(v.tok[i].UPOS)))
	f.add2(srcDistance, r, bucket(k-i))
	for _, kk := range v.kids(i) {
		switch rel := v.rel(int(kk)); rel {
		case nlp.Nsubj, nlp.NsubjPass, nlp.OblAgent, nlp.NmodPoss, nlp.AuxPass:
			f.bag(srcOthers, r<<8|uint32(rel))
		}
	}
}

// bucket folds a distance into a few values.
func bucket(d int) uint32 {
	sign := uint32(0)
	if d < 0 {
		sign, d = 32, -d
	}
	switch {
	case d <= 4:
		return sign + uint32(d)
	case d <= 8:
		return sign + 5
	case d <= 16:
		return sign + 6
	case d <= 32:
		return sign + 7
	}
	return sign + 8
}

// sourceReach returns the words of the source: the whole phrase with what
// stands in apposition to it, but no clause that holds the cue.
func (v *view) sourceReach(s *saying) reach {
	k := int(s.speaker)
	r := reach{v.first[k], v.last[k]}
	for _, c := range v.kids(k) {
		if v.within(int(s.cue), int(c)) || v.rel(int(c)) == nlp.Parataxis {
			if int(c) > k {
				r.last = min(r.last, v.first[c]-1)
			} else {
				r.first = max(r.first, v.last[c]+1)
			}
		}
	}
	// The case marker of "by X", "according to X" is not X.
	for _, c := range v.kids(k) {
		if rel := v.rel(int(c)); (rel == nlp.Case || rel == nlp.Mark) && int(c) < k && c >= r.first {
			r.first = max(r.first, v.last[c]+1)
		}
	}
	if s.cue >= r.first && s.cue <= r.last {
		if int(s.cue) > k {
			r.last = s.cue - 1
		} else {
			r.first = s.cue + 1
		}
	}
	if v.rel(k) == nlp.NmodPoss && r.last >= r.first && v.rel(int(r.last)) == nlp.Case {
		r.last--
	}
	return r
}
