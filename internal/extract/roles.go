package extract

import (
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// what a noun phrase is to an act.
const (
	roleNone = iota
	roleActor
	roleTarget
)

var roleClasses = []string{"none", "actor", "target"}

// role is a noun phrase in its part in an act.
type role struct {
	np    int32
	probs [3]float64
	ruled bool // by the tree, whatever models say
}

// roleCandidates lists the noun phrases that may take part in the act at
// token i: those of its sentence that stand for somebody or something.
func (v *view) roleCandidates(i int) []int {
	s := v.sentence(i)
	var out []int
	for j := max(s.First, i-roleReach); j < min(s.Last, i+roleReach); j++ {
		if k := v.npOf[j]; k >= 0 && j != i && v.time[j] < 0 {
			out = append(out, int(k))
		}
	}
	return out
}

// roleReach is how many words from its act a phrase may have a part in it: what
// has longer sentences is a list or noise, and its cost stays linear.
const roleReach = 80

// roles finds who takes part in the act at token i.
func (x *Extractor) roles(v *view, i int, f *features) []role {
	var out []role
	var p [maxClasses]float64
	for _, k := range v.roleCandidates(i) {
		f.reset()
		v.roleFeatures(f, i, k)
		r := role{np: int32(k)}
		copy(r.probs[:], x.models[roleOf].probs(f.list, &p))
		if r.probs[roleNone] < .9 {
			out = append(out, r)
		}
	}
	return out
}

const (
	rolBias uint32 = 300 + iota
	rolPath
	rolPathLemma
	rolPathClass
	rolPathType
	rolPathPrep
	rolPathVoice
	rolType
	rolHead
	rolDistance
	rolOrder
	rolNear
	rolFrame
	rolCount
	rolName
	rolEntity
	rolSpeaker
	rolPrep
	rolOthers
	rolBetween
	rolClassType
	rolAmod
	rolCluster
	rolActCluster
	rolPart
	rolPartType
	rolPartClass
)

// path describes the way through the tree from token a to token b: relations
// up, then relations down, with prepositions, as one hash; and how long it is.
// Lengths beyond 6 are folded to the ends.
func (v *view) path(a, b int) (h uint32, up, down int) {
	var ups, downs [24]int
	n, m := 0, 0
	for i := a; i >= 0 && n < len(ups); i = v.head(i) {
		ups[n] = i
		n++
	}
	meet := -1
	for i := b; i >= 0 && m < len(downs); i = v.head(i) {
		downs[m] = i
		m++
		for k := 0; k < n; k++ {
			if ups[k] == i {
				meet = k
				break
			}
		}
		if meet >= 0 {
			break
		}
	}
	if meet < 0 {
		return 1, 9, 9
	}
	h = 17
	for k := 0; k < meet; k++ {
		h = mix(h, uint32(v.rel(ups[k]))+100)
	}
	h = mix(h, uint32(pos(v.tok[ups[meet]].UPOS)))
	for k := m - 2; k >= 0; k-- {
		i := downs[k]
		h = mix(h, uint32(v.rel(i)))
		if r := v.rel(i); r == nlp.Obl || r == nlp.Nmod || r == nlp.Advcl || r == nlp.Acl {
			h = mix(h, hash(v.preposition(i)))
		}
	}
	return h, meet, m - 1
}

// voice is a small number for the form of a verb: passive, participle …
func (v *view) voice(i int) uint32 {
	n := uint32(v.tok[i].XPOS)
	if v.child(i, nlp.AuxPass, nlp.NsubjPass) >= 0 {
		n |= 256
	}
	if v.child(i, nlp.Obj) >= 0 {
		n |= 512
	}
	return n
}

// lexicalClass is the classes of the word at i as one number.
func (v *view) lexicalClass(i int) uint32 {
	c := v.acts[i] & en.ActHappens
	return mix(uint32(c), uint32(c>>32))
}

// roleFeatures says what part noun phrase k plays in the act at token i.
func (v *view) roleFeatures(f *features, i, k int) {
	n := &v.nps[k]
	j := int(n.head)
	h, up, down := v.path(i, j)
	ty := v.typeOf(j)
	voice := v.voice(i)
	class := v.lexicalClass(i)
	f.add(rolBias, 1)
	f.add(rolPath, h)
	f.add2(rolPathVoice, h, voice)
	f.add2(rolPathLemma, h, v.hash[i])
	f.add2(rolPathType, h, ty)
	f.add(rolType, ty)
	f.add2(rolClassType, class, ty)
	for b := 0; b < 28; b++ {
		if v.acts[i]&(1<<b) != 0 {
			f.add2(rolPathClass, h, uint32(b))
			f.add2(rolClassType, uint32(b), ty)
			f.add3(rolClassType, uint32(b), ty, voice)
		}
	}
	f.add(rolHead, v.hash[j])
	f.add2(rolHead, v.hash[j], v.hash[i])
	f.add(rolCluster, v.fine[j])
	f.add2(rolCluster, v.coarse[j], class)
	f.add2(rolActCluster, h, v.fine[i])
	f.add3(rolActCluster, h, v.coarse[i], v.coarse[j])
	f.add2(rolDistance, uint32(min(up, 9)), uint32(min(down, 9)))
	f.add(rolNear, bucket(j-i))
	f.add2(rolPrep, hash(v.preposition(j)), uint32(v.rel(j)))
	f.add2(rolPrep, hash(v.preposition(j)), ty)
	f.add2(rolEntity, boolean(n.entity >= 0), boolean(v.name[j] >= 0))
	if _, ok := v.count(j); ok {
		f.add2(rolCount, h, 1)
		f.add2(rolCount, ty, class)
	}
	for _, kk := range v.kids(j) {
		switch r := v.rel(int(kk)); r {
		case nlp.Amod, nlp.Det, nlp.NmodPoss, nlp.Compound:
			f.bag(rolAmod, v.hash[kk])
		}
	}
	v.grammarFeatures(f, i, j, ty, voice)
	// What acts stand between the two.
	lo, hi := min(i, j), max(i, j)
	between := uint32(0)
	for m := lo + 1; m < hi; m++ {
		if v.acts[m]&en.ActHappens != 0 {
			between++
		}
		if v.verb(m) {
			f.flag(rolBetween, false)
		}
	}
	f.add2(rolBetween, min(between, 3), boolean(j < i))
}

func boolean(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// tie is how the phrase of a token hangs together with an act.
type tie uint8

const (
	untied  tie = iota
	itself      // it is the act's own noun
	hangsOn     // on the act
	holds       // the act hangs on it: "militants who killed"
	beside      // on what the act hangs on: "gunmen attacked, killing"
	farther     // further up
)

// grammarPart says how the phrase headed by j, whatever list it stands in, is
// tied to the act at i, and the relations between as a small number.
func (v *view) grammarPart(i, j int) (tie, uint32) {
	j = v.topOfList(j, i)
	if j == i {
		return itself, 1
	}
	own := mix(uint32(v.rel(j)), hash(v.preposition(j)))
	h := v.head(i)
	switch {
	case v.head(j) == i:
		return hangsOn, mix(2, own)
	case h == j:
		return holds, mix(3, uint32(v.rel(i)))
	case h >= 0 && v.head(j) == h:
		return beside, mix(mix(4, own), uint32(v.rel(i)))
	}
	for k, steps := h, 0; k >= 0 && steps < 3; k, steps = v.head(k), steps+1 {
		if g := v.head(k); g >= 0 && v.head(j) == g {
			return farther, mix(mix(5, own), uint32(v.rel(k)))
		} else if g == j {
			return farther, mix(mix(6, uint32(v.rel(k))), uint32(v.rel(i)))
		}
	}
	return untied, 0
}

// topOfList returns the token that a list, name or partitive which j stands in
// hangs by, as far as it does not hang on token i.
func (v *view) topOfList(j, i int) int {
	for steps := 0; steps < 8 && v.head(j) >= 0 && v.head(j) != i; steps++ {
		switch r := v.rel(j); {
		case r == nlp.Conj || r == nlp.Flat || r == nlp.Appos || r == nlp.Compound, r == nlp.Nmod && v.prep(j, use.Of):
			j = v.head(j)
		default:
			return j
		}
	}
	return j
}

// grammarFeatures says so, with what sort of act and party it is.
func (v *view) grammarFeatures(f *features, i, j int, ty, voice uint32) {
	_, part := v.grammarPart(i, j)
	f.add(rolPart, part)
	f.add2(rolPart, part, voice)
	f.add2(rolPart, part, v.hash[i])
	f.add2(rolPartType, part, ty)
	f.add3(rolPartType, part, ty, voice)
	f.add2(rolPartType, part, v.hash[j])
	f.add2(rolPartClass, part, v.coarse[i])
	f.add3(rolPartClass, part, v.coarse[i], v.coarse[j])
	for b := uint32(0); b < 28; b++ {
		if v.acts[i]&(1<<b) != 0 {
			f.add2(rolPartClass, part, 9000+b)
			f.add3(rolPartClass, part, 9000+b, voice)
			f.add3(rolPartClass, part, 9000+b, ty)
		}
	}
}
