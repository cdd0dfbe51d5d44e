package extract

import (
	"slices"

	"vigil"
	"vigil/internal/lang/use"
)

// nearDenial is how many sentences after an act a denial may still mean it
// without saying what it denies.
const nearDenial = 4

// denials sets who denies each claim, a denial often standing in another
// sentence than the act.
func (v *view) denials(claims []vigil.Claim, says []vigil.Attribution) {
	for k := range says {
		a := &says[k]
		if a.Force != vigil.DeniedIt || len(a.Cue) == 0 {
			continue
		}
		c := v.deniedClaim(claims, a)
		if c == nil {
			continue
		}
		deny(c, a)
	}
}

// deny sets that c is denied by the speakers of a.
func deny(c *vigil.Claim, a *vigil.Attribution) {
	if slices.ContainsFunc(c.Why, func(w vigil.Reason) bool { return w.Slot == deniedSlot && w.Span == a.Cue[0] }) {
		return // told in it and pointed to
	}
	for _, p := range a.Speakers {
		if !named(c.DeniedBy, p) {
			c.DeniedBy = append(c.DeniedBy, p)
		}
	}
	c.Why = append(c.Why, vigil.Reason{Slot: deniedSlot, Rule: "denial " + a.Rule, Span: a.Cue[0], Score: a.Score})
}

const deniedSlot = "denied_by"

func named(ps []vigil.Party, p vigil.Party) bool {
	for _, q := range ps {
		if q.Name == p.Name {
			return true
		}
	}
	return false
}

// deniedClaim returns the incident that a denies: the one told in its content,
// else the one that its content names again, else the nearest before it if the
// content only points back ("the report", "responsibility"); or nil.
func (v *view) deniedClaim(claims []vigil.Claim, a *vigil.Attribution) *vigil.Claim {
	var again, before, flown *vigil.Claim
	words := v.contentLemmas(a)
	at := v.doc.Sentence(a.Cue[0].Start)
	for i := range claims {
		c := &claims[i]
		if c.Kind != vigil.IncidentClaim {
			continue
		}
		for _, s := range a.Content {
			if s.Contains(c.Trigger) {
				return c
			}
		}
		gap := at - v.doc.Sentence(c.Trigger.Start)
		if gap < 0 || gap > nearDenial || c.Trigger.Start > a.Cue[0].Start {
			continue
		}
		if words[v.lemmaAt(c.Trigger)] {
			again = c
		}
		before = c
		if c.Act == vigil.AirStrike {
			flown = c
		}
	}
	if again != nil {
		return again
	}
	if flown != nil && v.anyPlays(words, use.FromAir) {
		return flown // "denied that its planes were involved"
	}
	if v.denies(words) {
		return before
	}
	return nil
}

// lemmaAt returns the lemma of the token at s.
func (v *view) lemmaAt(s vigil.Span) string {
	for i := range v.tok {
		if v.tok[i].Span == s {
			return v.lemma[i]
		}
	}
	return ""
}

// contentLemmas returns the lemmas of what a says.
func (v *view) contentLemmas(a *vigil.Attribution) map[string]bool {
	out := map[string]bool{}
	for i := range v.tok {
		if inside(v.tok[i].Span, a.Content) {
			out[v.lemma[i]] = true
		}
	}
	return out
}

// anyPlays reports whether one of the words plays part u.
func (v *view) anyPlays(words map[string]bool, u use.Use) bool {
	for w := range words {
		if v.lx.uses.Is(w, u) {
			return true
		}
	}
	return false
}

// denies reports whether the words of a denial mean what was told before.
func (v *view) denies(words map[string]bool) bool {
	if len(words) > 12 {
		return false
	}
	return v.anyPlays(words, use.Deniable)
}

// whySaid gives the reasons of the words that each claim stands on.
func whySaid(claims []vigil.Claim) {
	for i := range claims {
		c := &claims[i]
		for _, a := range c.By {
			if len(a.Cue) > 0 {
				c.Why = append(c.Why, vigil.Reason{Slot: "by", Rule: "attribution " + a.Rule, Span: a.Cue[0], Score: a.Score})
			}
		}
	}
}
