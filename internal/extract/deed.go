package extract

import (
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// deed is a word that tells, or may tell, a political act: something that a
// party does with words, means or troops short of violence.
type deed struct {
	tok     int32
	classes en.ActClass
	saying  int32   // the saying whose cue it is, or -1
	sayings []int32 // sayings in whose content it stands, innermost first
	probs   [deedKinds]float64
	kind    int // the likeliest act, whatever the chance that it is none
}

// p is the probability that d tells the act that it most likely tells.
func (d *deed) p() float64 { return d.probs[d.kind] }

// deeds lists the words that may tell a political act: those that the lists
// know, and the cues of sayings.
func (v *view) deeds(ss []saying) []deed {
	cue := make(map[int32]int32, len(ss))
	for k := range ss {
		cue[ss[k].cue] = int32(k)
	}
	var out []deed
	cover := covering(ss)
	for i := range v.tok {
		k, isCue := cue[int32(i)]
		c := v.acts[i] & en.ActSays
		if c == 0 && !isCue {
			continue
		}
		d := deed{tok: int32(i), classes: c, saying: -1, sayings: cover.at(i)}
		if isCue {
			d.saying = k
		}
		out = append(out, d)
	}
	return out
}

// tellDeeds says of each word which political act it tells.
func (x *Extractor) tellDeeds(v *view, ds []deed, ss []saying, by deedDecision) {
	var f features
	var p [maxClasses]float64
	for k := range ds {
		d := &ds[k]
		f.reset()
		v.deedFeatures(&f, d, ss)
		copy(d.probs[:], x.deedModels[by].probs(f.list, &p))
		if k := deedKind("THREATEN"); by == whichDeed && v.redLine(d) {
			d.probs[k] = max(d.probs[k], redLineP)
		}
		d.kind = 1
		for c := 2; c < deedKinds; c++ {
			if d.probs[c] > d.probs[d.kind] {
				d.kind = c
			}
		}
	}
}

// redLineP is the probability that a red line of which somebody speaks threatens.
const redLineP = .5

// redLine reports whether d is the red line of those who speak of it: "say their
// red line remains in force".
func (v *view) redLine(d *deed) bool {
	i := int(d.tok)
	return v.noun(i) && v.is(i, use.Line) && v.childIs(i, use.Red) >= 0 && v.child(i, nlp.NmodPoss) >= 0 && len(d.sayings) > 0
}

const (
	dedBias uint32 = 700 + iota
	dedLemma
	dedLemmaRel
	dedClass
	dedClassRel
	dedClasses
	dedPair
	dedSubject
	dedObject
	dedVoice
	dedAux
	dedCue
	dedContentHead
	dedContentAux
	dedContentSubject
	dedContentClass
	dedContentWord
	dedIn
	dedInHead
	dedSpeaker
	dedQuoted
	dedBefore
	dedAfter
	dedSentence
	dedFuture
	dedWithin
)

// deedFeatures says what speaks for d telling each political act.
func (v *view) deedFeatures(f *features, d *deed, ss []saying) {
	i := int(d.tok)
	tk := &v.tok[i]
	p := uint32(pos(tk.UPOS))
	f.add(dedBias, p)
	f.add2(dedLemma, v.hash[i], p)
	f.add2(dedLemmaRel, v.hash[i], uint32(tk.Deprel))
	f.add2(dedClasses, uint32(v.acts[i]>>28), p)
	for b := 0; b < 42; b++ {
		if v.acts[i]&(1<<b) != 0 {
			f.add2(dedClass, uint32(b), p)
			f.add3(dedClassRel, uint32(b), uint32(tk.Deprel), uint32(tk.XPOS))
		}
	}
	v.frameFeatures(f, i)
	v.clauseFeatures(f, i)
	v.deedFrame(f, i)
	v.cueOfDeed(f, d, ss)
	for depth, k := range d.sayings {
		s := &ss[k]
		at := uint32(min(depth, 2))
		f.add2(dedIn, v.hash[s.cue], at)
		f.add2(dedIn, uint32(s.force), at)
		if depth == 0 && v.contentHead(s) == i {
			f.add(dedInHead, v.hash[s.cue])
			f.add2(dedInHead, uint32(s.force), uint32(d.classes>>28))
		}
		if depth == 0 && s.speaker >= 0 {
			f.add(dedSpeaker, v.typeOf(int(s.speaker)))
		}
	}
	f.add2(dedQuoted, boolean(v.quote[i] != 0), p)
	if i > 0 {
		f.add(dedBefore, v.hash[i-1])
		f.add2(dedBefore, v.hash[i-1], v.hash[i])
	}
	if i+1 < len(v.tok) {
		f.add(dedAfter, v.hash[i+1])
		f.add2(dedAfter, v.hash[i], v.hash[i+1])
	}
	f.flag(dedSentence, v.sentence(i).Headline)
}

// deedFrame describes what hangs on token i, with the word itself: "hold
// talks", "call for", "refuse to".
func (v *view) deedFrame(f *features, i int) {
	bits := uint32(v.acts[i] >> 28)
	subject := uint32(0)
	for _, kk := range v.kids(i) {
		k := int(kk)
		switch r := v.rel(k); r {
		case nlp.Nsubj, nlp.NsubjPass, nlp.OblAgent, nlp.NmodPoss:
			subject = mix(v.typeOf(k), uint32(r))
			f.add2(dedSubject, subject, v.hash[i])
			f.add2(dedSubject, subject, bits)
		case nlp.Obj, nlp.Iobj, nlp.Compound, nlp.Amod:
			f.bag(dedPair, mix(v.hash[i], v.hash[k]))
			f.bag(dedObject, mix(v.typeOf(k), bits))
			for b := 0; b < 42; b++ {
				if v.acts[k]&(1<<b) != 0 {
					f.bag(dedObject, mix(uint32(b), v.hash[i]))
					f.bag(dedObject, mix(uint32(b), uint32(r)<<8|1))
				}
			}
		case nlp.Obl, nlp.Nmod, nlp.Xcomp, nlp.Ccomp, nlp.Advcl, nlp.Acl, nlp.CompoundPrt:
			m := hash(v.preposition(k))
			if r == nlp.CompoundPrt {
				m = v.hash[k]
			}
			f.bag(dedPair, mix(mix(v.hash[i], m), uint32(r)))
			f.bag(dedPair, mix(mix(bits, m), v.typeOf(k)))
			if r == nlp.Xcomp || r == nlp.Ccomp {
				f.bag(dedPair, mix(mix(v.hash[i], v.hash[k]), 77))
				for b := 0; b < 42; b++ {
					if v.acts[k]&(1<<b) != 0 {
						f.bag(dedPair, mix(mix(uint32(b), v.hash[i]), 78))
					}
				}
			}
		}
	}
	f.add2(dedVoice, v.voice(i), bits)
	f.add2(dedAux, v.modality(i), bits)
	f.add2(dedAux, v.modality(i), v.hash[i])
	f.add3(dedAux, v.modality(i), subject, 1)
}

// modality is a small number for the auxiliaries and negation of i: those of
// its own clause, or of the light verb that it hangs on.
func (v *view) modality(i int) uint32 {
	at := i
	if v.noun(i) {
		if h := v.head(i); h >= 0 && v.verb(h) {
			at = h
		}
	}
	m := uint32(0)
	for _, kk := range v.kids(at) {
		k := int(kk)
		switch v.rel(k) {
		case nlp.Aux:
			switch mood := v.lx.moods[v.lemma[k]]; {
			case mood&en.MoodWill != 0:
				m |= 1
			case mood&en.MoodWould != 0:
				m |= 2
			case mood&en.MoodMust != 0:
				m |= 4
			case mood&en.MoodMay != 0:
				m |= 8
			}
		case nlp.Advmod:
			if v.lx.moods[v.lemma[k]]&en.MoodNot != 0 {
				m |= 16
			}
		case nlp.Mark:
			switch {
			case v.is(k, use.To):
				m |= 32
			case v.is(k, use.Whether):
				m |= 64
			}
		case nlp.Cop:
			m |= 128
		}
	}
	return m
}

// contentHead returns the word that stands highest in what s reports, or -1.
func (v *view) contentHead(s *saying) int {
	for _, r := range s.content {
		for i := int(r.first); i <= int(r.last); i++ {
			if v.tok[i].UPOS == nlp.PUNCT {
				continue
			}
			if h := v.head(i); h < 0 || !s.holds(h) {
				if v.verb(i) || v.noun(i) || v.tok[i].UPOS == nlp.ADJ {
					return i
				}
			}
		}
	}
	return -1
}

// cueOfDeed describes what the saying whose cue d is says.
func (v *view) cueOfDeed(f *features, d *deed, ss []saying) {
	if d.saying < 0 {
		return
	}
	s := &ss[d.saying]
	i := int(d.tok)
	f.add(dedCue, uint32(s.force))
	f.add2(dedCue, hash(s.contents), v.hash[i])
	f.add2(dedCue, hash(s.contents), uint32(d.classes>>28))
	if s.speaker >= 0 {
		f.add2(dedCue, v.typeOf(int(s.speaker)), 3)
	}
	h := v.contentHead(s)
	if h < 0 {
		return
	}
	force := uint32(s.force)
	m := v.modality(h)
	f.add(dedContentHead, v.hash[h])
	f.add2(dedContentHead, v.hash[h], m)
	f.add2(dedContentHead, v.hash[h], v.hash[i])
	f.add2(dedContentAux, m, force)
	f.add2(dedContentAux, m, v.hash[i])
	subj := uint32(0)
	if k := v.child(h, nlp.Nsubj, nlp.NsubjPass); k >= 0 {
		subj = v.typeOf(k)
		f.add2(dedContentSubject, v.hash[k], m)
	}
	f.add2(dedContentSubject, subj, m)
	f.add3(dedContentSubject, subj, m, force)
	for b := 0; b < 42; b++ {
		if v.acts[h]&(1<<b) != 0 {
			f.add2(dedContentClass, uint32(b), m)
			f.add3(dedContentClass, uint32(b), v.hash[i], 1)
			f.add3(dedContentClass, uint32(b), subj, m)
		}
	}
	n := 0
	for _, r := range s.content {
		for j := int(r.first); j <= int(r.last) && n < 30; j, n = j+1, n+1 {
			switch v.tok[j].UPOS {
			case nlp.NOUN, nlp.VERB, nlp.ADJ, nlp.ADV:
				f.bag(dedContentWord, v.hash[j])
			}
			for b := 0; b < 28; b++ {
				if v.acts[j]&(1<<b) != 0 {
					f.bag(dedWithin, uint32(b))
				}
			}
		}
	}
}
