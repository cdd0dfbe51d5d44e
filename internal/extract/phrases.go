package extract

import (
	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
	"vigil/internal/resolve"
)

// np is a noun phrase.
type np struct {
	head        int32
	first, last int32 // tokens of its core: what stands before the head, the head, names and "of" phrases behind it
	entity      int32 // index into doc.Entities, or -1
	typed       bool
	party       vigil.Party
}

// findPhrases fills v.nps and v.npOf: every noun, name, number or pronoun that
// heads a phrase.
func (v *view) findPhrases() {
	v.npOf = make([]int32, len(v.tok))
	for i := range v.tok {
		v.npOf[i] = -1
		if v.headsPhrase(i) {
			v.npOf[i] = int32(len(v.nps))
			v.nps = append(v.nps, v.phrase(i))
		}
	}
}

func (v *view) headsPhrase(i int) bool {
	if v.countsHarmed(i) {
		return true
	}
	switch v.tok[i].UPOS {
	case nlp.NOUN, nlp.PROPN, nlp.NUM, nlp.PRON, nlp.ADJ, nlp.DET, nlp.SYM, nlp.X:
	default:
		return false
	}
	switch v.rel(i) {
	case nlp.Nsubj, nlp.NsubjPass, nlp.NsubjOuter, nlp.Obj, nlp.Iobj, nlp.Obl, nlp.OblAgent, nlp.OblUnmarked, nlp.Nmod, nlp.NmodPoss, nlp.NmodUnmarked,
		nlp.NmodDesc, nlp.Conj, nlp.Appos, nlp.Root, nlp.Vocative, nlp.Dislocated, nlp.Parataxis, nlp.List, nlp.Dep, nlp.Orphan,
		nlp.Ccomp, nlp.Xcomp, nlp.Advcl, nlp.Acl, nlp.AclRelcl:
		if v.tok[i].UPOS == nlp.ADJ || v.tok[i].UPOS == nlp.DET {
			r := v.rel(i)
			return r == nlp.Nsubj || r == nlp.NsubjPass || r == nlp.Obj || r == nlp.OblAgent
		}
		return true
	case nlp.Compound, nlp.Amod, nlp.Flat:
		if v.name[i] < 0 {
			return v.forceBefore(i)
		}
		return v.rel(i) != nlp.Flat && v.lastOfName(i) // "an Israeli air strike", "Hamas fighters"
	}
	return false
}

// countsHarmed reports whether the number at i counts people without naming them:
// "killed 43 and left 61 wounded", "four killed".
func (v *view) countsHarmed(i int) bool {
	if v.tok[i].UPOS != nlp.NUM || v.rel(i) != nlp.Nummod || v.head(i) != i+1 {
		return false
	}
	switch v.tok[i+1].XPOS {
	case nlp.TagVBN, nlp.TagVBD, nlp.TagJJ, nlp.TagNN, nlp.TagNNS:
		if v.is(i+1, use.Harmed) {
			return !v.lx.uses.Is(v.doc.Word(i+1), use.Wound)
		}
	}
	return false
}

// forceBefore reports whether noun i says whose act the noun behind it tells:
// "a rebel attack", "army shelling", "police raids".
func (v *view) forceBefore(i int) bool {
	h := v.head(i)
	if h <= i || v.tok[i].UPOS != nlp.NOUN && v.tok[i].UPOS != nlp.ADJ || !v.noun(h) || v.acts[h]&en.ActHappens == 0 || v.acts[i]&armed != 0 {
		return false
	}
	switch p := v.res.Party(resolve.Phrase{First: i, Last: i + 1, Head: i}); p.Inter {
	case vigil.StateForces, vigil.RebelGroup, vigil.PoliticalMilitia, vigil.IdentityMilitia:
		return true
	}
	return false
}

// lastOfName reports whether i is the last token of its name.
func (v *view) lastOfName(i int) bool {
	return i+1 == len(v.tok) || v.name[i+1] != v.name[i]
}

func (v *view) phrase(i int) np {
	p := np{head: int32(i), first: int32(i), last: int32(i), entity: -1}
	if k := v.name[i]; k >= 0 {
		n := v.doc.Names[k]
		p.first, p.last = int32(max(n.First, v.sentence(i).First)), int32(max(min(n.Last, v.sentence(i).Last)-1, i))
		p.entity = int32(n.Entity)
		if v.rel(i) == nlp.Compound || v.rel(i) == nlp.Amod {
			return p
		}
	} else if v.rel(i) == nlp.Compound {
		return p
	}
	if k := v.ref[i]; k >= 0 {
		p.entity = int32(v.doc.Refs[k].Entity)
	}
	for _, k := range v.kids(i) {
		switch v.rel(int(k)) {
		case nlp.Det, nlp.DetPredet, nlp.Amod, nlp.Compound, nlp.Nummod, nlp.NmodPoss, nlp.NmodDesc, nlp.Advmod, nlp.Flat, nlp.Goeswith:
			if int(k) < i {
				p.first = min(p.first, v.first[k])
			} else if v.rel(int(k)) == nlp.Flat || v.rel(int(k)) == nlp.Goeswith || v.rel(int(k)) == nlp.NmodDesc {
				p.last = max(p.last, v.last[k])
			}
		case nlp.Nmod:
			if int(k) > i && v.prep(int(k), use.Of) && v.rel(int(k)) == nlp.Nmod {
				p.last = max(p.last, v.coreEnd(int(k)))
			}
		}
	}
	return p
}

// coreEnd returns the last token of the core of the phrase headed by i.
func (v *view) coreEnd(i int) int32 {
	end := int32(i)
	if k := v.name[i]; k >= 0 {
		end = int32(max(min(v.doc.Names[k].Last, v.sentence(i).Last)-1, i))
	}
	for _, k := range v.kids(i) {
		if int(k) < i {
			continue
		}
		switch v.rel(int(k)) {
		case nlp.Flat, nlp.Goeswith:
			end = max(end, v.last[k])
		case nlp.Nmod:
			if v.prep(int(k), use.Of) {
				end = max(end, v.coreEnd(int(k)))
			}
		}
	}
	return end
}

// party types phrase p, once.
func (v *view) party(p int) *vigil.Party {
	n := &v.nps[p]
	if !n.typed {
		n.typed = true
		n.party = v.res.Party(resolve.Phrase{First: int(n.first), Last: int(n.last) + 1, Head: int(n.head)})
	}
	return &n.party
}

// text returns the words of phrase p.
func (v *view) text(p int) string {
	n := &v.nps[p]
	return v.span(int(n.first), int(n.last)).In(v.doc.Text)
}
