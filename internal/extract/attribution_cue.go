package extract

import (
	"vigil/internal/lang/en"
	"vigil/internal/nlp"
)

// Templates of the features of cues, sources and contents.
const (
	cueBias uint32 = 100 + iota
	cueLemma
	cueForce
	cueForcePOS
	cueKid
	cueKidLemma
	cueRel
	cueHead
	cueTag
	cueSubject
	cueSubjectLemma
	cueMark
	cueAux
	cueQuoted
	cueBeside
	cueBefore
	cueAfter
	cueFrame
	cueObject
	cuePrep
	cueSaid
)

// cueFeatures says what speaks for token i being a cue.
func (v *view) cueFeatures(f *features, i int, force en.Reporting) {
	t := &v.tok[i]
	p := uint32(pos(t.UPOS))
	f.add(cueBias, p)
	f.add2(cueLemma, v.hash[i], p)
	for b := en.Reporting(1); b < en.ReportDocument; b <<= 1 {
		if force&b != 0 {
			f.add2(cueForce, uint32(b), p)
		}
	}
	f.add2(cueForcePOS, uint32(force), p)
	f.add2(cueTag, uint32(t.XPOS), p)
	f.add2(cueRel, uint32(t.Deprel), p)
	if h := v.head(i); h >= 0 {
		f.add2(cueHead, v.hash[h], uint32(t.Deprel))
	}
	frame := uint32(0)
	for _, k := range v.kids(i) {
		r := v.rel(int(k))
		f.bag(cueKid, uint32(r)<<8|p)
		switch r {
		case nlp.Ccomp:
			frame |= 1
			f.add(cueMark, hash(v.preposition(int(k))))
		case nlp.Xcomp:
			frame |= 2
			f.add2(cueMark, 1, hash(v.preposition(int(k))))
		case nlp.Obj:
			frame |= 4
			f.add2(cueObject, v.hash[k], v.typeOf(int(k)))
			f.add2(cueObject, 0, v.typeOf(int(k)))
		case nlp.Obl, nlp.Nmod, nlp.Advcl, nlp.Acl:
			pr := hash(v.preposition(int(k)))
			f.bag(cuePrep, pr)
			f.bag(cuePrep, mix(pr, v.hash[i]))
		case nlp.Nsubj:
			frame |= 8
			f.add(cueSubject, v.typeOf(int(k)))
			f.add(cueSubjectLemma, v.hash[k])
		case nlp.NsubjPass:
			frame |= 16
			f.add2(cueSubject, 1, v.typeOf(int(k)))
		case nlp.OblAgent:
			frame |= 32
		case nlp.Aux, nlp.AuxPass:
			f.bag(cueAux, v.hash[k])
		case nlp.Parataxis:
			frame |= 64
		case nlp.Advmod:
			f.bag(cueAux, v.hash[k])
		case nlp.NmodPoss, nlp.Compound, nlp.Amod, nlp.Det:
			f.bag(cueSubject, v.typeOf(int(k))<<8|uint32(r))
		}
	}
	f.add2(cueFrame, frame, p)
	f.add3(cueFrame, frame, p, uint32(t.Deprel))
	f.add3(cueFrame, frame, p, uint32(force))
	f.flag(cueQuoted, v.quote[i] != 0)
	f.flag(cueBeside, v.verb(i) && len(v.direct(i)) > 0)
	if i > 0 {
		f.add(cueBefore, v.hash[i-1])
	}
	if i+1 < len(v.tok) {
		f.add(cueAfter, v.hash[i+1])
		f.add2(cueAfter, v.hash[i+1], v.hash[i])
	}
}

// typeOf is a small number for what a word is: the kind of its noun phrase if
// it heads one, else its part of speech.
func (v *view) typeOf(i int) uint32 {
	if k := v.time[i]; k >= 0 {
		return 2
	}
	if v.tok[i].UPOS == nlp.PRON {
		return 3 + uint32(v.tok[i].XPOS)
	}
	k := v.npOf[i]
	if k < 0 {
		return 100 + uint32(v.tok[i].UPOS)
	}
	p := v.party(int(k))
	return mix(hash(string(p.Kind)), hash(string(p.Inter)))
}
