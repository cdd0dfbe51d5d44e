package extract

import (
	"vigil"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// breaches reads who is told to have broken what was agreed: "rebels breached the
// truce", "accused the army of violating the ceasefire". They are claims about
// the agreement, with the status that it was broken; by themselves they make
// nothing.
func (v *view) breaches(ss []saying, says []vigil.Attribution) []vigil.Claim {
	var out []vigil.Claim
	cover := covering(ss)
	for i := range v.tok {
		if !v.breaks(i) || v.unreal(i) {
			continue
		}
		actors := v.breaker(i)
		if len(actors) == 0 {
			continue
		}
		out = append(out, v.atWord(i, vigil.Claim{Kind: vigil.StatementClaim, Act: "AGREE", Status: vigil.Breached, Place: v.placeNear(i), Score: .6, Actors: actors,
			Why: []vigil.Reason{{Slot: "status", Rule: "word for breaking an agreement", Span: v.tok[i].Span, Score: .6}}}, cover, says))
	}
	return out
}

// breaks reports whether verb i has as its object something that was agreed
// and tells that it was broken.
func (v *view) breaks(i int) bool {
	if !v.verb(i) || !v.is(i, use.BreakAgreement) {
		return false
	}
	o := v.child(i, nlp.Obj, nlp.NsubjPass)
	return o >= 0 && v.is(o, use.Agreement)
}

// breaker is the subject of verb i; of "accused them of violating", them; or
// "by" whom it was done.
func (v *view) breaker(i int) []vigil.Party {
	if ps := v.subjectSide(i); len(ps) > 0 {
		return ps
	}
	if ps := v.sideAt(v.withPreposition(i, use.By)); len(ps) > 0 {
		return ps
	}
	if h := v.head(i); h >= 0 && v.verb(h) && v.rel(i) != nlp.Conj && v.rel(i) != nlp.Ccomp {
		return v.sideAt(v.child(h, nlp.Obj, nlp.NsubjPass))
	}
	return nil
}
