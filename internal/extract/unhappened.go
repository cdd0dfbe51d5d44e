package extract

import (
	"slices"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// prospective are the classes of words for acts that are worth telling before
// they happen, each with the act that it then would be, weightiest first.
var prospective = []struct {
	class en.ActClass
	act   string
}{
	{en.ActChemical, vigil.ChemicalWeapon}, {en.ActSuicide, vigil.SuicideBomb}, {en.ActAir, vigil.AirStrike},
	{en.ActShell, vigil.Shelling}, {en.ActAttack | en.ActClash, vigil.ArmedClash},
}

// unhappened reads acts of war that are planned, threatened, feared or asked
// for and not told as having happened: claims with that status, which never
// become incidents. Only those are told of which it is said where.
func (v *view) unhappened(ss []saying, says []vigil.Attribution, told []vigil.Claim) []vigil.Claim {
	var out []vigil.Claim
	cover := covering(ss)
	for i := range v.tok {
		act := v.prospect(i)
		if act == "" {
			continue
		}
		status := v.prospectStatus(i)
		where := v.placeNear(i)
		if status == "" || where == nil || happened(told, v.tok[i].Span) {
			continue
		}
		out = addProspect(out, v.atWord(i, vigil.Claim{Kind: vigil.IncidentClaim, Act: act, Status: status, Place: where, Score: .6, Actors: v.prospectActors(i),
			Why: []vigil.Reason{{Slot: "status", Rule: "word of prospect", Span: v.tok[i].Span, Score: .6}}}, cover, says))
	}
	return out
}

// prospect returns the act of war that the noun or verb at i would be, or "".
// Words for weapons alone and for fighting in general are left out.
func (v *view) prospect(i int) string {
	if !v.is(i, use.Onslaught) {
		return ""
	}
	for _, p := range prospective {
		if v.acts[i]&p.class != 0 {
			return p.act
		}
	}
	return ""
}

// prospectStatus returns how the act at i stands: by a word that modifies it,
// or by the nearest verb or noun above that it completes; or "".
func (v *view) prospectStatus(i int) vigil.Status {
	status := func(k int) vigil.Status {
		return v.lx.prospects[word{v.lemma[k], pos(v.tok[k].UPOS)}]
	}
	for _, kk := range v.kids(i) {
		k := int(kk)
		if v.rel(k) == nlp.Amod || v.rel(k) == nlp.Compound {
			if s := status(k); s != "" && s != vigil.Demanded {
				return s
			}
		}
	}
	m := v.modality(i)
	if m&64 != 0 || v.underMood(i, en.MoodCondition) {
		return vigil.Hypothetical
	}
	at := i
	for h, steps := v.head(i), 0; h >= 0 && steps < 3; h, steps = v.head(h), steps+1 {
		switch v.rel(at) {
		case nlp.Obj, nlp.Xcomp, nlp.Ccomp, nlp.Acl:
		case nlp.Obl, nlp.Nmod:
			if !v.prep(at, use.Prospective) {
				return ""
			}
		default:
			return ""
		}
		if s := status(h); s != "" {
			return s
		}
		if v.underMood(h, en.MoodCondition) {
			return vigil.Hypothetical
		}
		at = h
	}
	return ""
}

// prospectActors returns who would do it: the possessor, "by X", or the
// subject of what governs it.
func (v *view) prospectActors(i int) []vigil.Party {
	if ps := v.sideAt(v.withPreposition(i, use.By)); len(ps) > 0 {
		return ps
	}
	if ps := v.sideAt(v.child(i, nlp.NmodPoss)); len(ps) > 0 {
		return ps
	}
	for h, steps := v.head(i), 0; h >= 0 && steps < 3; h, steps = v.head(h), steps+1 {
		if ps := v.subjectSide(h); len(ps) > 0 && v.lx.prospects[word{v.lemma[h], pos(v.tok[h].UPOS)}] != vigil.Feared {
			return ps
		}
	}
	return nil
}

// happened reports whether one of the claims tells the word at span as having
// happened.
func happened(told []vigil.Claim, span vigil.Span) bool {
	return slices.ContainsFunc(told, func(c vigil.Claim) bool {
		return c.Kind == vigil.IncidentClaim && c.Trigger == span
	})
}

// addProspect adds c, or its evidence to the claim that tells the same.
func addProspect(list []vigil.Claim, c vigil.Claim) []vigil.Claim {
	for k := range list {
		if o := &list[k]; o.Act == c.Act && o.Status == c.Status && o.Place.Name == c.Place.Name {
			if !slices.Contains(o.Evidence, c.Evidence[0]) {
				o.Evidence = append(o.Evidence, c.Evidence...)
			}
			if len(o.Actors) == 0 {
				o.Actors = c.Actors
			}
			return list
		}
	}
	return append(list, c)
}
