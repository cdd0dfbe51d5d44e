package extract

import (
	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// trigger is a word that tells, or may tell, that something happened.
type trigger struct {
	tok     int32
	classes en.ActClass
	tells   [3]float64 // nothing, one incident, a count over many
	sayings []int32    // sayings in whose content it stands, innermost first
	cluster int32      // its incident, or -1
}

// what a word that may tell an act does tell.
const (
	tellsNothing = iota
	tellsIncident
	tellsToll
)

var tellsClasses = []string{"nothing", "incident", "toll"}

// triggers finds the words that may tell that something happened, with the
// sayings around them.
func (x *Extractor) triggers(v *view, ss []saying) []trigger {
	var out []trigger
	cover := covering(ss)
	v.speaker = make([]bool, len(v.tok))
	for k := range ss {
		if s := ss[k].speaker; s >= 0 {
			v.speaker[s] = true
		}
		for _, s := range ss[k].more {
			v.speaker[s] = true
		}
	}
	for i := range v.tok {
		if c := v.acts[i] & en.ActHappens; c != 0 {
			out = append(out, trigger{tok: int32(i), classes: c, sayings: cover.at(i), cluster: -1})
		}
	}
	var f features
	var p [maxClasses]float64
	for k := range out {
		f.reset()
		v.triggerFeatures(&f, &out[k], ss)
		copy(out[k].tells[:], x.models[tellsWhat].probs(f.list, &p))
		if v.unreal(int(out[k].tok)) || v.anySuch(int(out[k].tok)) || v.mishap(&out[k]) || v.announced(&out[k]) || v.trade(&out[k]) {
			out[k].tells = [3]float64{tellsNothing: 1}
		} else if q := &out[k].tells; v.toldDone(int(out[k].tok)) >= 0 && q[tellsIncident] < carriedP {
			*q = [3]float64{tellsNothing: 1 - carriedP, tellsIncident: carriedP}
		}
	}
	return out
}

// hyphenated reports whether i is part of a word like "rebel-held" or
// "war-torn", which tells how something is, not that something happened.
func (v *view) hyphenated(i int) bool {
	tied := func(j int) bool { // j is a hyphen between two words without spaces
		return j > 0 && j+1 < len(v.tok) && v.doc.Word(j) == "-" && !v.tok[j].Space && !v.tok[j+1].Space
	}
	if tied(i - 1) {
		return v.verb(i)
	}
	return tied(i+1) && (v.verb(i+2) || v.tok[i+2].UPOS == nlp.ADJ)
}

// unreal reports whether the word at i stands under "will", "would", "must" or
// "if", or is feared: of 170 such words in our reports three tell an incident.
func (v *view) unreal(i int) bool {
	if v.modality(i)&(1|2|4|64) != 0 || v.underMood(i, en.MoodCondition) {
		return true
	}
	if v.tok[i].XPOS == nlp.TagVBG && v.prep(i, use.About) {
		return true // "talks about retaking the town"
	}
	s := v.prospectStatus(i)
	return s == vigil.Hypothetical || s == vigil.Feared
}

// mishap reports whether the harm that t tells is laid to an accident, a disease
// or the weather: "killed in a car accident", "the storm left 12 dead".
func (v *view) mishap(t *trigger) bool {
	if v.firedOff(t) {
		return true
	}
	if t.classes&(en.ActKill|en.ActInjure|en.ActMissing|en.ActDisplace) == 0 {
		return false
	}
	at := []int{int(t.tok)}
	if h := v.head(at[0]); h >= 0 && (v.verb(h) || v.noun(h)) && v.rel(at[0]) != nlp.Conj {
		at = append(at, h)
	}
	for _, i := range at {
		for _, k := range v.kids(i) {
			switch v.rel(int(k)) {
			case nlp.Obl, nlp.OblAgent, nlp.Nmod, nlp.Nsubj:
				if v.lx.mishaps[v.lemma[k]] || v.burns(int(k)) {
					return true
				}
			}
		}
	}
	return false
}

// burns reports whether subject k is a fire that burns, not one that is opened:
// "the last major fire", but "sniper fire", "fire from the hill".
func (v *view) burns(k int) bool {
	return v.is(k, use.Fire) && v.rel(k) == nlp.Nsubj && v.child(k, nlp.Amod) >= 0 && v.child(k, nlp.Compound) < 0 && v.withPreposition(k, use.From) < 0
}

// trade reports whether t only says what somebody's business is: "a war monitor".
func (v *view) trade(t *trigger) bool {
	i := int(t.tok)
	h := v.head(i)
	if t.classes&en.ActClash == 0 || v.rel(i) != nlp.Compound || h < 0 || v.npOf[h] < 0 || v.acts[h]&en.ActHappens != 0 {
		return false
	}
	k := v.party(int(v.npOf[h])).Kind
	return k == vigil.People || k == vigil.Person || k.Body()
}

// firedOff reports whether t tells of a blast that a fire or the like before it
// in the sentence set off: "a blaze began, triggering explosions".
func (v *view) firedOff(t *trigger) bool {
	h := int(t.tok)
	if t.classes&en.ActBlast == 0 {
		return false
	}
	if v.noun(h) {
		i := h
		if v.rel(i) == nlp.Nmod && v.prep(i, use.Of) {
			i = v.head(i) // "a series of explosions"
		}
		if h = v.head(i); h < 0 || v.rel(i) != nlp.Obj {
			return false
		}
	}
	if !v.is(h, use.SetOff) {
		return false
	}
	for k := v.sentence(h).First; k < h; k++ {
		if v.noun(k) && v.lx.mishaps[v.lemma[k]] {
			return true
		}
	}
	return false
}

// announced reports whether t is a protest that is announced, banned or called
// off.
func (v *view) announced(t *trigger) bool {
	i := int(t.tok)
	if h := v.head(i); h >= 0 && v.rel(i) == nlp.Compound {
		i = h // "protest marches"
	}
	h := v.head(i)
	if t.classes&en.ActProtest == 0 || !v.noun(i) || h < 0 || !v.verb(h) {
		return false
	}
	if v.is(h, use.Arrange) {
		r := v.rel(i)
		return r == nlp.Obj || r == nlp.NsubjPass || r == nlp.Obl && v.prep(i, use.For)
	}
	return false
}

// anySuch reports whether noun i stands for acts that may be or are not: "any
// attack on the town", "no attack".
func (v *view) anySuch(i int) bool {
	if !v.noun(i) {
		return false
	}
	for _, k := range v.kids(i) {
		if v.rel(int(k)) == nlp.Det && v.is(int(k), use.AnyAtAll) {
			return v.acts[i]&(en.ActKill|en.ActInjure|en.ActMissing) == 0 // "no deaths" is a count
		}
	}
	return false
}

// size returns the number of words of the content.
func (s *saying) size() (n int32) {
	for _, r := range s.content {
		n += r.last - r.first + 1
	}
	return n
}

const (
	trgBias uint32 = 200 + iota
	trgLemma
	trgClass
	trgClassRel
	trgClasses
	trgRel
	trgHead
	trgHeadClass
	trgTag
	trgAux
	trgKid
	trgKidType
	trgPrep
	trgAdverb
	trgMark
	trgMarkUp
	trgUp
	trgCue
	trgForce
	trgQuoted
	trgDet
	trgNumber
	trgTime
	trgTimes
	trgPlace
	trgPlaces
	trgSentence
	trgOthers
	trgBefore
	trgAfter
	trgCount
	trgHeadTag
	trgNoun
	trgHeadline
	trgYear
	trgSince
	trgSay
	trgPlural
	trgCluster
	trgHeadCluster
	trgKidCluster
	trgMood
	trgTiedTime
	trgTiedPlace
)

// triggerFeatures says what speaks for t telling an incident, a toll or
// nothing.
func (v *view) triggerFeatures(f *features, t *trigger, ss []saying) {
	i := int(t.tok)
	tk := &v.tok[i]
	p := uint32(pos(tk.UPOS))
	f.add(trgBias, p)
	f.add2(trgLemma, v.hash[i], p)
	f.add2(trgRel, uint32(tk.Deprel), p)
	f.add2(trgTag, uint32(tk.XPOS), uint32(tk.Deprel))
	f.add2(trgClasses, uint32(t.classes), uint32(t.classes>>32))
	for b := 0; b < 28; b++ {
		if t.classes&(1<<b) != 0 {
			f.add2(trgClass, uint32(b), p)
			f.add3(trgClassRel, uint32(b), uint32(tk.Deprel), uint32(tk.XPOS))
		}
	}
	v.frameFeatures(f, i)
	v.clauseFeatures(f, i)
	v.sceneFeatures(f, i, t.classes)
	if len(t.sayings) > 0 {
		s := &ss[t.sayings[0]]
		f.add(trgCue, v.hash[s.cue])
		f.add(trgForce, uint32(s.force))
		f.flag(trgSay, true)
	}
	f.flag(trgQuoted, v.quote[i] != 0)
	f.add2(trgCluster, v.fine[i], p)
	f.add2(trgMood, v.modality(i), p)
	f.add(trgMood, hash(string(v.prospectStatus(i))))
	if i > 0 {
		f.add(trgBefore, v.hash[i-1])
	}
	if i+1 < len(v.tok) {
		f.add(trgAfter, v.hash[i+1])
	}
}

// frameFeatures describes what hangs on token i.
func (v *view) frameFeatures(f *features, i int) {
	p := uint32(pos(v.tok[i].UPOS))
	det := uint32(0)
	for _, kk := range v.kids(i) {
		k := int(kk)
		r := v.rel(k)
		f.bag(trgKid, uint32(r)<<8|p)
		switch r {
		case nlp.Aux, nlp.AuxPass, nlp.Cop:
			f.bag(trgAux, v.hash[k])
		case nlp.Advmod:
			f.bag(trgAdverb, v.hash[k])
		case nlp.Mark:
			f.bag(trgMark, v.hash[k])
		case nlp.Det:
			det = v.hash[k]
		case nlp.Nsubj, nlp.NsubjPass, nlp.Obj, nlp.Iobj, nlp.OblAgent, nlp.Compound, nlp.Amod, nlp.NmodPoss:
			f.bag(trgKidType, mix(v.typeOf(k), uint32(r)))
			f.bag(trgKidType, mix(v.hash[k], uint32(r)))
			f.bag(trgKidCluster, mix(v.fine[k], uint32(r)))
			f.bag(trgKidCluster, mix(v.coarse[k]+5000, uint32(r)))
			if _, ok := v.count(k); ok {
				f.bag(trgCount, uint32(r))
			}
		case nlp.Obl, nlp.Nmod, nlp.OblUnmarked, nlp.NmodUnmarked:
			pr := hash(v.preposition(k))
			f.bag(trgPrep, pr)
			f.bag(trgPrep, mix(pr, v.placeOrTime(k)))
		}
	}
	v.tiedFeatures(f, i)
	if v.noun(i) {
		f.add(trgDet, det)
		f.add2(trgPlural, uint32(v.tok[i].XPOS), det)
		f.add2(trgNoun, det, v.hash[i])
	}
}

// tiedFeatures describes the days and places that the act at i, or the verb
// that tells it ("launched an attack on Monday"), has in the tree.
func (v *view) tiedFeatures(f *features, i int) {
	tag := uint32(v.tok[i].XPOS)
	tied := func(kids []int32) {
		for _, k := range kids {
			if t := v.time[k]; t >= 0 {
				w := &v.res.Times[t]
				f.bag(trgTiedTime, mix(timeShape(w.Type, w.Value), tag))
				f.bag(trgTiedTime, mix(boolean(w.Days.Known()), tag))
			}
			if p := v.place[k]; p >= 0 {
				f.bag(trgTiedPlace, mix(hash(string(v.res.Places[p].Kind)), tag))
			}
		}
	}
	tied(v.kids(i))
	if h := v.head(i); h >= 0 && v.noun(i) && v.verb(h) && v.rel(i) != nlp.Obl {
		tied(v.kids(h))
	}
}

// placeOrTime is a small number for what a noun phrase says of where and when.
func (v *view) placeOrTime(i int) uint32 {
	switch {
	case v.time[i] >= 0:
		return 1
	case v.place[i] >= 0:
		return mix(2, hash(string(v.res.Places[v.place[i]].Kind)))
	}
	return v.typeOf(i)
}

// clauseFeatures describes what token i hangs on.
func (v *view) clauseFeatures(f *features, i int) {
	h := v.head(i)
	if h < 0 {
		f.add(trgHead, 0)
		return
	}
	f.add2(trgHead, v.hash[h], uint32(v.rel(i)))
	f.add2(trgHeadCluster, v.fine[h], uint32(v.rel(i)))
	f.add2(trgHeadTag, uint32(v.tok[h].XPOS), uint32(v.rel(i)))
	for b := 0; b < 28; b++ {
		if v.acts[h]&(1<<b) != 0 {
			f.add2(trgHeadClass, uint32(b), uint32(v.rel(i)))
		}
	}
	// The verbs above, with their auxiliaries and marks: "plans to", "if",
	// "after", "will".
	at := i
	for steps := 0; h >= 0 && steps < 4; steps++ {
		if steps > 0 || !v.verb(i) {
			if v.verb(h) {
				f.bag(trgUp, v.hash[h])
			}
			for _, k := range v.kids(h) {
				switch v.rel(int(k)) {
				case nlp.Aux, nlp.AuxPass:
					f.bag(trgUp, mix(v.hash[k], 7))
				case nlp.Advmod:
					f.bag(trgUp, mix(v.hash[k], 9))
				}
			}
		}
		if r := v.rel(at); r == nlp.Advcl || r == nlp.Ccomp || r == nlp.Xcomp || r == nlp.Acl || r == nlp.AclRelcl || r == nlp.Conj {
			f.bag(trgMarkUp, mix(hash(v.preposition(at)), uint32(r)))
		}
		at, h = h, v.head(h)
	}
}

// sceneFeatures describes the sentence.
func (v *view) sceneFeatures(f *features, i int, classes en.ActClass) {
	s := v.sentence(i)
	times, places, others := 0, 0, 0
	for j := s.First; j < s.Last; j++ {
		if v.acts[j]&en.ActHappens != 0 && j != i {
			others++
		}
		if k := v.time[j]; k >= 0 && (j == s.First || v.time[j-1] != k) {
			times++
			w := &v.res.Times[k]
			f.bag(trgTime, timeShape(w.Type, w.Value))
			f.bag(trgTimes, v.hash[j])
		}
		if k := v.place[j]; k >= 0 && (j == s.First || v.place[j-1] != k) {
			places++
			f.bag(trgPlace, hash(string(v.res.Places[k].Kind)))
		}
		if v.is(j, use.Often) {
			f.bag(trgSince, v.hash[j])
		}
	}
	f.add(trgTimes, uint32(min(times, 3)))
	f.add(trgPlaces, uint32(min(places, 4)))
	f.add(trgOthers, uint32(min(others, 6)))
	f.add(trgSentence, min(uint32(v.sentOf[i]), 8))
	f.flag(trgHeadline, s.Headline)
}

// timeShape folds a TIMEX3 value to what it says of precision: digits are
// "9", a value's letters stay.
func timeShape(typ, value string) uint32 {
	h := hash(typ)
	for i := 0; i < len(value); i++ {
		c := value[i]
		if c >= '0' && c <= '9' {
			c = '9'
		}
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}
