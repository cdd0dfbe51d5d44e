package extract

import (
	"cmp"
	"slices"

	"vigil"
)

// statement turns the words that tell one act into a claim.
func (x *Extractor) statement(v *view, as []act, members []int, ss []saying, says []vigil.Attribution) vigil.Claim {
	order := slices.Clone(members)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(as[b].p(), as[a].p()) })
	main := &as[order[0]]
	c := vigil.Claim{Kind: vigil.StatementClaim, Act: deedClasses[main.kind], Score: main.p(), Trigger: v.tok[main.tok].Span}
	time, planned := int32(-1), 0.0
	for _, k := range order {
		a := &as[k]
		if s := v.sentence(int(a.tok)).Span; !slices.Contains(c.Evidence, s) {
			c.Evidence = append(c.Evidence, s)
		}
		if time < 0 {
			time = a.time
		}
		planned += a.planned / float64(len(order))
	}
	actors, recipients := x.takePart(v, as, order, ss)
	for _, p := range actors {
		c.Actors = append(c.Actors, v.takerOf(p))
	}
	for _, p := range recipients {
		c.Targets = append(c.Targets, v.takerOf(p))
	}
	c.Status = x.status(v, main, planned, ss)
	c.Mode = v.mode(main, ss)
	c.Condition = v.condition(main, ss)
	if time >= 0 {
		v.dateDeed(&c, v.res.Times[time])
	}
	if takesPlace(main.kind) {
		for _, k := range order {
			if c.Place = v.deedPlace(int(as[k].tok)); c.Place != nil {
				break
			}
		}
	}
	c.By = v.told(main, ss, says)
	x.whyDeed(v, &c, as, order, slices.Concat(actors, recipients), planned)
	return c
}

// takePart settles who does the act that the words tell and to whom.
func (x *Extractor) takePart(v *view, as []act, order []int, ss []saying) (actors, recipients []part) {
	main := &as[order[0]]
	for _, k := range order {
		a := &as[k]
		for _, p := range v.takers(a, a.actors, ss) {
			actors = v.addPart(actors, p)
		}
		for _, p := range v.takers(a, a.recipients, ss) {
			recipients = v.addPart(recipients, p)
		}
	}
	if list := v.between(int(main.tok)); len(list) > 1 {
		actors, recipients = list[:1:1], list[1:]
	}
	actors, recipients = v.unmix(v.able(actors), v.placed(v.outer(recipients)))
	actors = v.once(v.certain(v.outer(enough(actors, x.deedSet.Actor))))
	recipients = v.once(v.certain(v.outer(v.sure(enough(recipients, x.deedSet.Recipient), x.deedSet.Recipient))))
	actors, recipients = v.joinedIn(actors, recipients)
	actors = v.spoken(main, actors, ss)
	actors, recipients = v.doing(main, actors, recipients, ss)
	if deedClasses[main.kind] == "ACCUSE" {
		recipients = v.blamed(recipients)
	}
	if !takesTwo(main.kind) {
		actors, recipients = v.oneList(actors, recipients)
	}
	actors, recipients = v.listed(actors, recipients), v.listed(recipients, actors)
	actors = v.notAmong(actors, recipients)
	recipients = v.notAmong(recipients, actors)
	return actors, v.foreign(recipients, actors, int(main.tok))
}

// pastContext is from how many days before its report what was done is told as
// background.
const pastContext = 60

// dateDeed sets when a statement was made or, still to come, is due. What is
// said cannot have been said on a day to come, and what is announced is not
// due on a day that is over.
func (v *view) dateDeed(c *vigil.Claim, w vigil.When) {
	pub := v.res.Published.Days
	switch {
	case c.Status != vigil.Occurred:
		if w.Days.To == 0 || w.Days.To >= pub.To {
			c.Due = &w
		}
	case v.ahead(&w) != 1:
		c.When = &w
		c.Background = pub.Known() && w.Days.To != 0 && w.Days.To+pastContext < pub.From
	}
}

// whyDeed gives the reasons of a statement's values.
func (x *Extractor) whyDeed(v *view, c *vigil.Claim, as []act, order []int, takers []part, planned float64) {
	why := func(slot, rule string, span vigil.Span, score float64) {
		c.Why = append(c.Why, vigil.Reason{Slot: slot, Rule: rule, Span: span, Score: score})
	}
	why("act", "model of political acts", c.Trigger, c.Score)
	if c.Status != vigil.Occurred {
		why("status", "model of what is to come, and what governs the word", c.Trigger, planned)
	}
	chosen := map[int32]bool{}
	for _, k := range order {
		for _, p := range slices.Concat(as[k].actors, as[k].recipients) {
			chosen[p.np] = true
		}
	}
	for n, p := range takers {
		slot, rule := "actors", "model of parts"
		if n >= len(c.Actors) {
			slot = "targets"
		}
		if !chosen[p.np] {
			rule = "led to by its list, pronoun or adjective"
		}
		why(slot, rule, v.party(int(p.np)).Span, p.p)
	}
	if c.Place != nil {
		why("place", "nearest place of the act's sentence", c.Place.Span, c.Place.Score)
	}
	if c.When != nil {
		why("when", "model of days", c.When.Span, c.When.Score)
	}
	if c.Due != nil {
		why("due", "model of days", c.Due.Span, c.Due.Score)
	}
	if c.Condition != "" {
		why("condition", "clause of condition", vigil.Span{}, 0)
	}
}
