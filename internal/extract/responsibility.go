package extract

import (
	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// Who claims responsibility for what was told before did it, on his own word:
// "No group had … The Army of X claimed responsibility in a statement."

// claimReach is how many sentences after an act it may be claimed without a word
// of what it was.
const claimReach = 6

// owners adds to the incidents those who claim responsibility for them.
func (v *view) owners(claims []vigil.Claim, ss []saying, says []vigil.Attribution) {
	for k := range ss {
		i := v.responsibility(&ss[k])
		if i < 0 || v.saidByNobody(&ss[k]) {
			continue
		}
		c := v.claimedBefore(claims, i)
		if c == nil {
			continue
		}
		for _, p := range says[k].Speakers {
			if (p.Kind.Body() || p.Kind == vigil.People) && !named(c.Actors, p) {
				c.Actors = append(c.Actors, p)
				c.Why = append(c.Why, vigil.Reason{Slot: "actors", Rule: "claimed responsibility", Span: v.tok[i].Span, Score: p.Score})
			}
		}
		if !onWordOf(c.By, &says[k]) {
			c.By = append(c.By, says[k])
		}
	}
}

// responsibility returns the word for what saying s owns up to: responsibility, or
// the act; or -1.
func (v *view) responsibility(s *saying) int {
	i := int(s.cue)
	if !v.verb(i) || !v.is(i, use.Own) || s.speaker < 0 || v.unreal(i) || v.modality(i)&notDone != 0 {
		return -1
	}
	if k := v.childIs(i, use.Responsibility); k >= 0 || !v.is(i, use.Boast) {
		return k
	}
	k := v.child(i, nlp.Obj)
	if k >= 0 && v.noun(k) && v.acts[k]&(onslaught|en.ActKill|en.ActAbduct) != 0 && v.definite(k) {
		return k // "claimed the killings"
	}
	return -1
}

// claimedBefore returns the violent incident told last before token i, or nil.
func (v *view) claimedBefore(claims []vigil.Claim, i int) *vigil.Claim {
	var best *vigil.Claim
	at := int(v.sentOf[i])
	for k := range claims {
		c := &claims[k]
		if c.Kind != vigil.IncidentClaim || !vigil.ActByID(c.Act).Violent() || c.Trigger.Start > v.tok[i].Start || at-v.doc.Sentence(c.Trigger.Start) > claimReach {
			continue
		}
		if best == nil || c.Trigger.Start > best.Trigger.Start {
			best = c
		}
	}
	return best
}

// onWordOf reports whether an attribution by the cue of a is among list.
func onWordOf(list []vigil.Attribution, a *vigil.Attribution) bool {
	for i := range list {
		if len(list[i].Cue) > 0 && len(a.Cue) > 0 && list[i].Cue[0] == a.Cue[0] {
			return true
		}
	}
	return false
}
