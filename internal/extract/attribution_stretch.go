package extract

import (
	"vigil"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// stretch returns the words that stand between the start of its clause and the
// verb of s, when they can only be its subject: the parser breaks long sources
// up (names with titles, appositions, "X and Y"), the text does not.
func (v *view) stretch(s *saying) reach {
	i := int(s.cue)
	floor := max(v.sentence(i).First, i-farthest)
	if !v.finite(i) {
		return noReach
	}
	last := i - 1
	for last >= floor && v.tok[last].UPOS != nlp.PRON && (v.tok[last].UPOS == nlp.AUX || v.tok[last].UPOS == nlp.ADV || v.is(last, use.Not) || v.time[last] >= 0) {
		last--
	}
	switch {
	case last < floor || v.tok[last].UPOS == nlp.PART && v.is(last, use.To):
		return noReach
	case v.relative(last) || v.personal(last):
		return reach{int32(last), int32(last)}
	}
	told := len(s.content) > 0 && s.content[0].first < s.cue
	first, ok := v.clauseStart(last, floor, told)
	if !ok {
		return noReach
	}
	r := v.opening(first, last)
	if c := v.inserted(i, r); c >= 0 {
		r.first = c
	}
	return r
}

// inserted returns where the source starts in "Climate change, Mr. X often
// says, is …": after the last comma; or -1.
func (v *view) inserted(i int, r reach) int32 {
	if r.first < 0 || i+1 >= len(v.tok) || v.doc.Word(i+1) != "," || v.doc.Word(int(r.last)) == "," {
		return -1
	}
	for j := r.last; j > r.first; j-- {
		if v.doc.Word(int(j)) == "," {
			return j + 1
		}
	}
	return -1
}

// personal reports whether i is a pronoun that is a subject alone.
func (v *view) personal(i int) bool {
	if v.is(i, use.SubjectPronoun) {
		return v.tok[i].UPOS == nlp.PRON
	}
	return false
}

// trailing returns what is told by "…, X said on Monday.": all before the
// comma that parts it from the source; or none.
func (v *view) trailing(i int) reach {
	sent := v.sentence(i)
	if !v.finite(i) || !v.takesNoHearer(i) && !v.is(i, use.Tell) && !v.is(i, use.Report) {
		return noReach
	}
	for j := i + 1; j < sent.Last; j++ {
		if u := v.tok[j].UPOS; u == nlp.VERB || u == nlp.AUX || u == nlp.SCONJ || quoteMark(v.doc.Word(j)) != 0 || j > i+12 {
			return noReach
		}
	}
	s := saying{cue: int32(i), content: []reach{{int32(sent.First), int32(sent.First)}}}
	r := v.stretch(&s)
	if r.first < int32(sent.First)+4 || v.doc.Word(int(r.first)-1) != "," {
		return noReach
	}
	for j := sent.First; j < int(r.first)-1; j++ {
		if v.tok[j].UPOS == nlp.VERB {
			return reach{int32(sent.First), r.first - 2}
		}
	}
	return noReach
}

// finite reports whether verb i has a tense, its own or an auxiliary's.
func (v *view) finite(i int) bool {
	switch v.tok[i].XPOS {
	case nlp.TagVBD, nlp.TagVBZ, nlp.TagVBP:
		return true
	}
	return v.child(i, nlp.Aux, nlp.AuxPass) >= 0
}

func (v *view) relative(i int) bool {
	return v.tok[i].XPOS == nlp.TagWP || v.tok[i].XPOS == nlp.TagWDT
}

// clauseStart walks back from token last to where its clause starts. It fails
// where a verb stands between that is not parted from last by a conjunction,
// or by a comma where what is told comes first.
func (v *view) clauseStart(last, floor int, told bool) (int, bool) {
	closes := v.doc.Word(last) == ","
	if closes {
		for j := last - 1; j > floor; j-- {
			if v.relative(j) && v.tok[j-1].UPOS != nlp.ADP {
				last = j - 1 // "X, who …, said": X is what counts
				break
			}
		}
	}
	start, joined := last+1, false
	for j := last; j >= floor; j-- {
		switch v.tok[j].UPOS {
		case nlp.VERB, nlp.AUX:
			if v.participle(j) {
				break
			}
			return start, joined && start <= last
		case nlp.CCONJ, nlp.SCONJ:
			start, joined = j+1, true
		case nlp.PUNCT:
			w := v.doc.Word(j)
			if w == ";" || w == ":" || w == "—" || w == "--" || w == "–" || quoteMark(w) != 0 && !v.single(j) {
				return j + 1, j+1 <= last
			}
			if told && w == "," && j < last {
				start, joined = j+1, true
				if !closes {
					return start, true // without an apposition the last comma parts them
				}
			}
		}
	}
	return floor, floor <= last
}

// participle reports whether verb j can stand inside a noun phrase: "a
// published report", "states led by X".
func (v *view) participle(j int) bool {
	switch v.tok[j].XPOS {
	case nlp.TagVBN:
		return j > 0 && v.tok[j-1].UPOS != nlp.AUX && v.tok[j-1].UPOS != nlp.ADV
	case nlp.TagVBG:
		return v.rel(j) == nlp.Amod || v.rel(j) == nlp.Acl || v.rel(j) == nlp.Compound
	}
	return false
}

// opening cuts what can open a clause before its subject off first..last:
// conjunctions, adverbs, and "In June, ".
func (v *view) opening(first, last int) reach {
	for first <= last {
		switch u := v.tok[first].UPOS; {
		case u == nlp.CCONJ || u == nlp.PUNCT || v.time[first] >= 0 && v.timeBreaks(first, last):
			first++
			continue
		case u == nlp.ADV && (first < last && v.doc.Word(first+1) == "," || v.rel(first) != nlp.Advmod || v.tok[v.tok[first].Head].UPOS == nlp.VERB):
			first++
			continue
		case u == nlp.ADP || u == nlp.SCONJ || v.tok[first].XPOS == nlp.TagVBG && v.rel(first) != nlp.Amod && v.rel(first) != nlp.Compound:
			comma := first
			for comma <= last && v.doc.Word(comma) != "," {
				comma++
			}
			if comma >= last {
				return noReach
			}
			first = comma + 1
			continue
		}
		break
	}
	if first > last || last-first > 45 {
		return noReach
	}
	return reach{int32(first), int32(last)}
}

// timeBreaks reports whether the time at first is followed by a comma or a new
// phrase, not by the noun that it belongs to: "Monday's statement".
func (v *view) timeBreaks(first, last int) bool {
	j := first
	for j <= last && v.time[j] == v.time[first] {
		j++
	}
	return j <= last && v.lemma[j] != "'s" && v.lemma[j] != "’s" && (v.doc.Word(j) == "," || v.tok[j].UPOS == nlp.DET || v.tok[j].UPOS == nlp.PROPN)
}

// inverted returns the words after verb i that can only be its subject: "…,
// said X, the Y of Z."
func (v *view) inverted(i int) reach {
	s := v.sentence(i)
	switch v.tok[i].XPOS {
	case nlp.TagVBD, nlp.TagVBZ, nlp.TagVBP:
	default:
		return noReach
	}
	if i+1 >= s.Last || v.hasHearer(i) {
		return noReach
	}
	switch v.tok[i+1].UPOS {
	case nlp.DET, nlp.PROPN, nlp.NOUN, nlp.ADJ, nlp.NUM:
	default:
		return noReach
	}
	if v.time[i+1] >= 0 {
		return noReach
	}
	j, comma := i+1, false
	for ; j < min(s.Last, i+farthest); j++ {
		w := v.doc.Word(j)
		if quoteMark(w) != 0 && !v.single(j) || w == ";" || w == ":" || w == "?" || w == "!" || w == "—" || w == "--" || j+1 == s.Last && v.tok[j].UPOS == nlp.PUNCT {
			break
		}
		if !comma && (v.time[j] >= 0 || v.tok[j].UPOS == nlp.ADP && !v.is(j, use.NounTail)) {
			break
		}
		if comma && j > i+2 && (v.relative(j) || v.is(j, use.Whose)) {
			for j+1 < s.Last && (v.tok[j].UPOS != nlp.PUNCT || w == ",") {
				j++
				w = v.doc.Word(j)
			}
			break
		}
		if v.tok[j].UPOS == nlp.VERB && !v.participle(j) {
			// A clause begins: give back what opens it.
			for j > i+1 && v.doc.Word(j) != "," {
				j--
			}
			break
		}
		if w == "," && j+1 < s.Last && (v.tok[j+1].UPOS == nlp.CCONJ || v.tok[j+1].UPOS == nlp.VERB || v.tok[j+1].UPOS == nlp.SCONJ || v.tok[j+1].UPOS == nlp.ADP && !v.is(j+1, use.Of)) {
			break
		}
		comma = comma || w == ","
	}
	if j <= i+1 {
		return noReach
	}
	return reach{int32(i + 1), int32(j - 1)}
}

// hasHearer reports whether what follows verb i may be the one who is told.
func (v *view) hasHearer(i int) bool {
	return v.is(i, use.TakesHearer)
}

// bySurface settles the source of s by the words around its cue.
func (v *view) bySurface(s *saying) {
	i := int(s.cue)
	if v.is(i, use.According) {
		v.accordingTo(s)
		return
	}
	if !v.verb(i) {
		return
	}
	r := v.stretch(s)
	if r.first < 0 && len(s.content) > 0 && s.content[0].first < s.cue {
		r = v.inverted(i)
	}
	if r.first < 0 || s.holds(int(r.first)) && s.holds(int(r.last)) {
		return
	}
	h := v.phraseHead(r)
	if v.relative(int(r.first)) && v.rel(i) == nlp.AclRelcl {
		h = v.head(i)
		s.speaker, s.source, s.rule = int32(h), r, originNames[fromRelative]
		return
	}
	if h < 0 || v.child(i, nlp.AuxPass) >= 0 {
		return
	}
	if s.speaker < 0 || !r.holds(int(s.speaker)) {
		s.speaker, s.rule = int32(h), "surface"
	}
	if j := v.somebodyIn(r); j >= 0 && v.mute(int(s.speaker)) {
		s.speaker, s.rule = int32(j), "surface"
	}
	s.source = r
}

// mute reports whether token i heads a place that speaks for nobody.
func (v *view) mute(i int) bool {
	return v.npOf[i] >= 0 && v.party(int(v.npOf[i])).Kind == vigil.PlaceThing
}

// somebodyIn returns the head of the first phrase of r that is sure to be
// somebody, or -1: of "residents of the village" the residents speak.
func (v *view) somebodyIn(r reach) int {
	for j := int(r.first); j <= int(r.last); j++ {
		if k := v.npOf[j]; k >= 0 && v.rel(j) != nlp.Compound && somebodyKnown(v.party(int(k))) {
			return j
		}
	}
	return -1
}

// accordingTo takes all words after "according to" up to the end of its phrase
// as the source, where the parser gave fewer or none.
func (v *view) accordingTo(s *saying) {
	i := int(s.cue)
	first, last := i+2, v.sentence(i).Last
	if first >= last || !v.is(i+1, use.To) {
		return
	}
	j := first
	for ; j < last; j++ {
		w, u := v.doc.Word(j), v.tok[j].UPOS
		if w == "," || w == ";" || w == ":" || quoteMark(w) != 0 && !v.single(j) || w == "—" || w == "--" || v.time[j] >= 0 && j > first || j+1 == last && u == nlp.PUNCT {
			break
		}
		if (u == nlp.VERB && !v.participle(j) || u == nlp.AUX || u == nlp.SCONJ || v.relative(j)) && j > first {
			break
		}
	}
	if j == first {
		return
	}
	r := reach{int32(first), int32(j) - 1}
	if s.source.first == r.first && s.source.last >= r.last {
		return // with an apposition or a clause
	}
	if h := v.phraseHead(r); h >= 0 {
		if s.speaker < 0 || !r.holds(int(s.speaker)) {
			s.speaker, s.rule = int32(h), originNames[fromAccording]
		}
		s.source = r
	}
}

// phraseHead returns the head of the noun phrase that r opens with, or -1.
func (v *view) phraseHead(r reach) int {
	best := -1
	for j := int(r.first); j <= int(r.last); j++ {
		switch v.tok[j].UPOS {
		case nlp.NOUN, nlp.PROPN, nlp.PRON, nlp.NUM:
			if v.describes(j) && r.holds(v.head(j)) && v.head(j) > j {
				continue // "U.S." of "U.S. Secretary of State X"
			}
			if h := v.head(j); h < int(r.first) || h > int(r.last) || best < 0 {
				if v.npOf[j] >= 0 {
					return j
				}
			}
			best = j
		case nlp.ADP:
			if best >= 0 {
				return best
			}
		case nlp.PUNCT:
			if best >= 0 && v.doc.Word(j) == "," {
				return best
			}
		}
	}
	return best
}

// describes reports whether token j stands before a noun that it describes.
func (v *view) describes(j int) bool {
	switch v.rel(j) {
	case nlp.Compound, nlp.Amod, nlp.NmodPoss, nlp.NmodDesc, nlp.Nummod:
		return true
	}
	return false
}
