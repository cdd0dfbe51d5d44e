package extract

import (
	"vigil"
	"vigil/internal/lang/use"
)

const (
	vouBias uint32 = 450 + iota
	vouCue
	vouForce
	vouKind
	vouDepth
	vouNone
	vouClass
	vouRole
	vouQuoted
	vouCount
)

// vouched is a saying on whose word an act may stand.
type vouched struct {
	saying int32
	p      float64
}

// sources finds on whose word the act told by t stands.
func (x *Extractor) sources(v *view, t *trigger, ss []saying, f *features) []vouched {
	var out []vouched
	var p [maxClasses]float64
	for depth, k := range t.sayings {
		if v.saidByNobody(&ss[k]) {
			continue
		}
		f.reset()
		v.vouchFeatures(f, t, ss, depth)
		out = append(out, vouched{k, x.yes(isVouched, f, &p)})
	}
	return out
}

// saidByNobody reports whether a saying is nobody's: "No group has claimed
// responsibility".
func (v *view) saidByNobody(s *saying) bool {
	if s.speaker < 0 {
		return false
	}
	switch k := v.npOf[s.speaker]; {
	case k >= 0 && v.is(int(v.nps[k].first), use.No):
		return true
	default:
		return v.is(int(s.speaker), use.Nobody)
	}
}

// unsaid reports whether the cue of a says that nothing was said: "has not claimed",
// "did not say". What is denied has a force of its own.
func (v *view) unsaid(a *vigil.Attribution) bool {
	if a.Force == vigil.DeniedIt || len(a.Cue) == 0 {
		return false
	}
	s := &v.doc.Sentences[v.doc.Sentence(a.Cue[0].Start)]
	for j := s.First; j < s.Last; j++ {
		if v.is(j, use.Not) && inside(v.tok[j].Span, a.Cue) {
			return true
		}
	}
	return false
}

// vouchFeatures says what speaks for the act standing on the word of the
// depth-th saying around it.
func (v *view) vouchFeatures(f *features, t *trigger, ss []saying, depth int) {
	s := &ss[t.sayings[depth]]
	f.add(vouBias, 1)
	f.add(vouCue, v.hash[s.cue])
	f.add(vouForce, uint32(s.force))
	f.add2(vouDepth, uint32(min(depth, 2)), uint32(min(len(t.sayings)-depth, 3)))
	f.add2(vouForce, uint32(s.force), uint32(min(depth, 2)))
	f.flag(vouNone, s.speaker < 0)
	f.flag(vouQuoted, s.quoted)
	f.add2(vouClass, v.lexicalClass(int(t.tok)), uint32(s.force))
	if s.speaker >= 0 {
		ty := v.typeOf(int(s.speaker))
		f.add(vouKind, ty)
		f.add2(vouKind, ty, uint32(min(depth, 2)))
		f.add(vouRole, v.hash[s.speaker])
		if k := v.npOf[s.speaker]; k >= 0 {
			f.flag(vouCount, v.party(int(k)).Kind == vigil.Media)
		}
	}
}
