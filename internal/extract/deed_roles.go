package extract

import (
	"cmp"
	"slices"

	"vigil/internal/nlp"
)

const (
	deedNone = iota
	deedActor
	deedRecipient
)

// deedCandidates lists the noun phrases that may take part in d: those of its
// sentence, and the speakers of the sayings around it.
func (v *view) deedCandidates(d *deed, ss []saying) []int {
	out := v.roleCandidates(int(d.tok))
	for _, k := range d.sayings {
		if i := ss[k].speaker; i >= 0 && v.sentOf[i] != v.sentOf[d.tok] && v.npOf[i] >= 0 && !slices.Contains(out, int(v.npOf[i])) {
			out = append(out, int(v.npOf[i]))
		}
	}
	if d.saying >= 0 {
		if i := ss[d.saying].speaker; i >= 0 && v.sentOf[i] != v.sentOf[d.tok] && v.npOf[i] >= 0 && !slices.Contains(out, int(v.npOf[i])) {
			out = append(out, int(v.npOf[i]))
		}
	}
	return out
}

const (
	parBias uint32 = 760 + iota
	parPath
	parPathKind
	parPathLemma
	parPathType
	parPathVoice
	parType
	parHead
	parSpeaker
	parPrep
	parDistance
	parDepth
	parRel
	parAway
	parName
	parBetween
	parContent
	parSubject
	parInner
)

// partFeatures says what part noun phrase k has in the deed d of that kind.
func (v *view) partFeatures(f *features, d *deed, kind, k int, ss []saying) {
	i, j := int(d.tok), int(v.nps[k].head)
	kd := uint32(kind)
	ty := v.typeOf(j)
	f.add(parBias, kd)
	f.add(parType, ty)
	f.add2(parType, ty, kd)
	f.add2(parHead, v.hash[j], kd)
	f.add2(parName, boolean(v.name[j] >= 0), boolean(v.nps[k].entity >= 0))
	sp := v.speaks(d, j, ss)
	f.add2(parSpeaker, sp, kd)
	f.add3(parSpeaker, sp, ty, kd)
	f.add2(parSpeaker, sp, v.hash[i])
	if v.sentOf[i] != v.sentOf[j] {
		f.add2(parAway, kd, sp)
		return
	}
	h, up, down := v.path(i, j)
	voice := v.voice(i)
	f.add(parPath, h)
	f.add2(parPathKind, h, kd)
	f.add2(parPathLemma, h, v.hash[i])
	f.add2(parPathType, h, ty)
	f.add3(parPathType, h, ty, kd)
	f.add2(parPathVoice, h, voice)
	f.add3(parPathVoice, h, voice, kd)
	pr := hash(v.preposition(j))
	f.add2(parPrep, pr, uint32(v.rel(j)))
	f.add3(parPrep, pr, kd, boolean(j > i))
	f.add3(parPrep, pr, ty, kd)
	f.add2(parRel, uint32(v.rel(j)), kd)
	f.add3(parRel, uint32(v.rel(j)), boolean(j > i), kd)
	f.add2(parDistance, bucket(j-i), kd)
	f.add2(parDepth, uint32(min(up, 9)), uint32(min(down, 9)))
	f.add2(parBetween, v.phrasesBetween(i, j), kd)
	f.add3(parSubject, v.doer(i, j), kd, voice)
	f.add3(parSubject, v.doer(i, j), ty, kd)
	if d.saying >= 0 {
		if c := v.contentHead(&ss[d.saying]); c >= 0 {
			g, _, _ := v.path(c, j)
			f.add2(parInner, g, kd)
			f.add3(parInner, g, ty, kd)
			f.add3(parInner, g, v.voice(c), kd)
		}
		f.add3(parContent, boolean(ss[d.saying].holds(j)), kd, ty)
		f.add3(parContent, boolean(ss[d.saying].holds(j)), kd, uint32(v.rel(j)))
	}
}

// doer says how token j is the subject of verb i: 0 not; 1 its own, 2 that of
// the verb that i completes or is joined to, 3 in a list with either; 4 where
// another is.
func (v *view) doer(i, j int) uint32 {
	at := i
	for steps := uint32(1); steps < 4; steps++ {
		if k := v.child(at, nlp.Nsubj, nlp.NsubjPass); k >= 0 {
			switch {
			case k == j:
				return min(steps, 2)
			case v.rel(j) == nlp.Conj && v.head(j) == k:
				return 3
			}
			return 4
		}
		if r := v.rel(at); r != nlp.Xcomp && r != nlp.Conj && r != nlp.Advcl && r != nlp.Obj || v.head(at) < 0 {
			return 0
		}
		at = v.head(at)
	}
	return 0
}

// speaks says how token j speaks of d: 0 not; 1 it speaks the saying whose cue
// d is; 2, 3, 4 the innermost, next and further sayings around d.
func (v *view) speaks(d *deed, j int, ss []saying) uint32 {
	of := func(s *saying) bool {
		return s.speaker >= 0 && (int(s.speaker) == j || v.rel(j) == nlp.Conj && v.head(j) == int(s.speaker))
	}
	if d.saying >= 0 && of(&ss[d.saying]) {
		return 1
	}
	for depth, k := range d.sayings {
		if of(&ss[k]) {
			return uint32(min(depth, 2)) + 2
		}
	}
	return 0
}

// phrasesBetween counts the names and people between two tokens.
func (v *view) phrasesBetween(i, j int) uint32 {
	n := uint32(0)
	lo, hi := min(i, j), max(i, j)
	for m := lo + 1; m < hi; m++ {
		if v.npOf[m] >= 0 && (v.name[m] >= 0 || v.tok[m].UPOS == nlp.PRON) {
			n++
		}
	}
	return min(n, 4)<<1 | boolean(j < i)
}

// parties finds who does d and to whom, likeliest first.
func (x *Extractor) parties(v *view, d *deed, ss []saying, f *features) (actors, recipients []part) {
	var p [maxClasses]float64
	for _, k := range v.deedCandidates(d, ss) {
		f.reset()
		v.partFeatures(f, d, d.kind, k, ss)
		q := x.deedModels[deedRoleOf].probs(f.list, &p)
		if q[deedActor] > .1 {
			actors = append(actors, part{int32(k), q[deedActor]})
		}
		if q[deedRecipient] > .1 {
			recipients = append(recipients, part{int32(k), q[deedRecipient]})
		}
	}
	byP := func(a, b part) int { return cmp.Compare(b.p, a.p) }
	slices.SortStableFunc(actors, byP)
	slices.SortStableFunc(recipients, byP)
	return actors, recipients
}
