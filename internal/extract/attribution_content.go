package extract

import (
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// saidAs says where in the tree a candidate for the content stands.
type saidAs uint8

const (
	asClause      saidAs = iota // "said that …"
	asOpen                      // "refused to …"
	asObject                    // "denied the claim"
	asObjectTo                  // "urged X to …", "called X …"
	asOblique                   // "called for …"
	asRest                      // all that follows the cue, but for times and those addressed
	asAbove                     // "…, he said": the clause above
	asAboveLeft                 // of that clause, only what stands before the cue
	asQuote                     // the quotation beside the cue
	asModifier                  // "allegations that …", "a claim of …"
	asAdverb                    // "reportedly …": what follows the adverb
	asMatrix                    // the clause above without the cue's phrase
	asSubject                   // of a passive: "X was reported …"
	asSubjectRest               // subject and rest of a passive: "X is believed to …"
	asHeadNoun                  // "the allegedly stolen car"
	asTail                      // from the cue to the end of the sentence, whatever the tree says
	asFront                     // from the start of the sentence to the cue
	saidAsCount
)

var saidAsNames = [saidAsCount]string{"clause", "open clause", "object", "object and clause", "oblique", "rest", "above", "above left", "quote", "modifier", "adverb", "matrix", "subject", "subject and rest", "noun", "tail", "front"}

// told is a candidate for the content of a cue.
type told struct {
	rule saidAs
	at   int32 // the head of it, or the cue
	list []reach
}

const (
	conRule uint32 = 180 + iota
	conRuleLemma
	conRuleRel
	conRuleFrame
	conRulePOS
	conHead
	conPrep
	conLength
	conQuote
	conSide
	conRuleForce
	conEnds
)

// contents lists the candidates for the content of the cue at i.
func (v *view) contents(i int) []told {
	var out []told
	put := func(rule saidAs, at int, list ...reach) {
		var keep []reach
		for _, r := range list {
			if r.first >= 0 && r.last >= r.first {
				keep = append(keep, r)
			}
		}
		if len(keep) > 0 {
			out = append(out, told{rule, int32(at), keep})
		}
	}
	v.contentsBelow(i, put)
	v.contentsAbove(i, put)
	if v.verb(i) {
		if q := v.direct(i); len(q) > 0 {
			put(asQuote, i, q...)
		}
	}
	if v.verb(i) {
		s := v.sentence(i)
		put(asTail, i, reach{v.tail(i), int32(s.Last) - 1})
		put(asFront, i, reach{int32(s.First), v.front(i)})
	}
	return out
}

// tail returns where what follows cue i begins: after adverbs, times and
// "reporters", at "that" or a quotation mark if one stands near.
func (v *view) tail(i int) int32 {
	last := v.sentence(i).Last
	for j := i + 1; j < last && j < i+8; j++ {
		if v.is(j, use.That) || quoteMark(v.doc.Word(j)) != 0 {
			return int32(j)
		}
	}
	j := i + 1
	for j < last && (v.tok[j].UPOS == nlp.PUNCT || v.time[j] >= 0) {
		j++
	}
	return int32(j)
}

// front returns where what stands before cue i ends: before its subject.
func (v *view) front(i int) int32 {
	if k := v.child(i, nlp.Nsubj); k >= 0 && k < i {
		return v.first[k] - 1
	}
	if k := v.phraseBefore(i); k >= 0 {
		return v.first[k] - 1
	}
	return int32(i) - 1
}

// subtree returns the reach of the words under i.
func (v *view) subtree(i int) reach { return reach{v.first[i], v.last[i]} }

// unmarked is the subtree of i without a case marker that opens it.
func (v *view) unmarked(i int) reach {
	r := v.subtree(i)
	for _, k := range v.kids(i) {
		if v.rel(int(k)) == nlp.Case && v.first[k] == r.first {
			r.first = v.last[k] + 1
		}
	}
	return r
}

func (v *view) contentsBelow(i int, put func(saidAs, int, ...reach)) {
	obj, rest, passive := -1, noReach, v.child(i, nlp.NsubjPass)
	for _, kk := range v.kids(i) {
		k := int(kk)
		switch v.rel(k) {
		case nlp.Ccomp:
			put(asClause, k, v.subtree(k))
		case nlp.Obj:
			obj = k
			put(asObject, k, v.subtree(k))
		case nlp.Xcomp:
			put(asOpen, k, v.subtree(k))
			if obj >= 0 {
				put(asObjectTo, k, reach{v.first[obj], v.last[k]})
			}
		case nlp.Obl, nlp.Advcl:
			if v.time[k] < 0 {
				put(asOblique, k, v.unmarked(k))
				if obj >= 0 && k > obj {
					put(asObjectTo, k, reach{v.first[obj], v.last[k]})
				}
			}
		case nlp.Nmod, nlp.Acl, nlp.AclRelcl:
			if !v.verb(i) {
				put(asModifier, k, v.unmarked(k))
			}
		case nlp.Parataxis:
			put(asClause, k, v.subtree(k))
		}
		if k > i && rest.first < 0 && v.opensRest(k) {
			rest = v.unmarked(k)
		}
	}
	if rest.first >= 0 {
		rest.last = v.last[i]
		put(asRest, i, rest)
	}
	if passive >= 0 {
		put(asSubject, passive, v.subtree(passive))
		if rest.first >= 0 {
			put(asSubjectRest, passive, v.subtree(passive), rest)
		}
	}
}

// opensRest reports whether child k of a cue can begin what is said.
func (v *view) opensRest(k int) bool {
	switch v.rel(k) {
	case nlp.Punct, nlp.Advmod, nlp.Aux, nlp.AuxPass, nlp.Cop, nlp.CompoundPrt, nlp.Nsubj, nlp.NsubjPass, nlp.Iobj, nlp.OblUnmarked, nlp.OblAgent:
		return false
	}
	return v.time[k] < 0
}

func (v *view) contentsAbove(i int, put func(saidAs, int, ...reach)) {
	h := v.head(i)
	if h < 0 {
		return
	}
	cue := v.subtree(i)
	whole := v.subtree(h)
	around := []reach{{whole.first, cue.first - 1}, {cue.last + 1, whole.last}}
	switch v.rel(i) {
	case nlp.Parataxis, nlp.Ccomp, nlp.Advcl, nlp.Discourse, nlp.Root:
		put(asAbove, h, around...)
		put(asAboveLeft, h, around[0])
	case nlp.Advmod:
		put(asAdverb, h, reach{int32(i) + 1, whole.last})
		put(asMatrix, h, around...)
		if v.noun(h) {
			put(asHeadNoun, h, reach{int32(i) + 1, whole.last})
		}
	case nlp.Case, nlp.Mark, nlp.Fixed, nlp.Obl:
		// "according to X": the clause above X.
		p := h
		if v.rel(i) == nlp.Obl {
			p = i
		}
		if hh := v.head(p); hh >= 0 {
			phrase, whole := v.subtree(p), v.subtree(hh)
			put(asMatrix, hh, reach{whole.first, phrase.first - 1}, reach{phrase.last + 1, whole.last})
			put(asAboveLeft, hh, reach{whole.first, phrase.first - 1})
		}
	case nlp.Conj, nlp.Acl, nlp.Amod, nlp.Xcomp, nlp.Compound:
		if v.rel(i) == nlp.Amod {
			put(asHeadNoun, h, reach{int32(i) + 1, whole.last})
		}
		put(asMatrix, h, around...)
	}
}

// adjoins reports whether only the cue's own sentence lies between a and b.
func (v *view) adjoins(a, b int32, cue int) bool {
	for i := a + 1; i < b; i++ {
		if v.sentOf[i] != v.sentOf[cue] {
			return false
		}
	}
	return true
}

// findContent chooses what is said.
func (x *Extractor) findContent(v *view, s *saying, f *features) {
	var p [maxClasses]float64
	best := x.set.Content
	if v.verb(int(s.cue)) {
		if s.content = v.direct(int(s.cue)); len(s.content) > 0 {
			s.contents = saidAsNames[asQuote]
			return
		}
		if r := v.trailing(int(s.cue)); r.first >= 0 {
			s.content, s.contents = []reach{r}, saidAsNames[asFront]
			return
		}
	}
	for _, c := range v.contents(int(s.cue)) {
		f.reset()
		v.contentFeatures(f, s, c)
		if q := x.yes(isContent, f, &p); q > best {
			best = q
			s.content, s.contents = c.list, saidAsNames[c.rule]
		}
	}
}

// contentFeatures says what speaks for c being what the cue of s reports.
func (v *view) contentFeatures(f *features, s *saying, c told) {
	i, r := int(s.cue), uint32(c.rule)
	p := uint32(pos(v.tok[i].UPOS))
	f.add2(conRule, r, p)
	f.add2(conRuleLemma, r, v.hash[i])
	f.add2(conRuleForce, r, uint32(s.force))
	f.add3(conRuleRel, r, uint32(v.rel(i)), p)
	frame := uint32(0)
	for _, k := range v.kids(i) {
		switch rel := v.rel(int(k)); rel {
		case nlp.Ccomp, nlp.Xcomp, nlp.Obj, nlp.NsubjPass, nlp.Obl, nlp.Acl, nlp.Nmod, nlp.Parataxis:
			frame |= 1 << (uint32(rel) % 32)
			if int(k) > i {
				f.bag(conRuleFrame, r<<8|uint32(rel))
			}
		}
	}
	f.add3(conRuleFrame, r, frame, p)
	at := int(c.at)
	f.add2(conHead, r, v.typeOf(at))
	f.add2(conRulePOS, r, uint32(v.tok[at].XPOS))
	prep := hash(v.preposition(at))
	f.add2(conPrep, r, prep)
	f.add3(conPrep, r, prep, v.hash[i])
	n := int32(0)
	quoted := uint32(0)
	for _, x := range c.list {
		n += x.last - x.first + 1
		if v.quote[x.first] != 0 || quoteMark(v.doc.Word(int(x.first))) != 0 {
			quoted |= 1
		}
		if v.quote[x.last] != 0 || quoteMark(v.doc.Word(int(x.last))) != 0 {
			quoted |= 2
		}
	}
	f.add2(conLength, r, bucket(int(n)))
	f.add2(conQuote, r, quoted)
	side := uint32(0)
	if int(c.list[0].first) > i {
		side = 1
	}
	f.add2(conSide, r, side)
	if v.quote[i] != 0 {
		f.add2(conQuote, r, 8)
	}
}
