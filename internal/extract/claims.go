package extract

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"vigil"
)

// claims reads what the report says happened, and its tolls.
func (x *Extractor) claims(v *view, ss []saying, says []vigil.Attribution) []vigil.Claim {
	ts := x.triggers(v, ss)
	ms := x.tellings(v, ts, ss)
	ins, rest := x.incidents(v, ms)
	ins = v.absorb(ins, rest, ms)
	v.aftermath(ins, ms, ts)
	var out []vigil.Claim
	for k := range ins {
		in := &ins[k]
		c := v.incidentClaim(x, ms, in, says)
		denied := v.disputeMeans(&c, ms, in)
		out = append(append(out, c), denied...)
		out = append(out, v.elsewhere(&c, in)...)
	}
	v.owners(out, ss, says)
	tolls := x.tolls(v, ts, ss, says, v.atOnce(ins))
	out = append(withoutTolls(out, tolls), tolls...)
	out = append(out, x.statements(v, ss, says)...)
	out = v.withStocks(out, v.stocks(ss, says))
	out = append(out, v.unhappened(ss, says, out)...)
	out = append(out, v.breaches(ss, says)...)
	out = append(out, v.sides(ss, says)...)
	out = append(out, v.forces(ss, says)...)
	out = append(out, v.quotations(ss, says)...)
	for i := range out {
		out[i].Report = v.rep.ID
		out[i].ID = v.rep.ID + "#" + strconv.Itoa(i+1)
	}
	return out
}

// incidents returns what the tellings tell that is likely to have happened, and
// the rest.
func (x *Extractor) incidents(v *view, ms []telling) (out, rest []incident) {
	var f features
	var p [maxClasses]float64
	all := v.deedsOf(ms)
	for _, members := range x.cluster(v, ms) {
		in := x.gather(v, ms, members)
		f.reset()
		v.realFeatures(&f, ms, &in)
		in.real = x.yes(isReal, &f, &p)
		if v.doneIn(ms, &in) || v.downed(ms, &in) != "" {
			in.real = max(in.real, carriedP)
		}
		f.reset()
		v.actFeatures(&f, ms, &in)
		held := v.heldOnly(ms, &in)
		for a, q := range x.models[whichAct].probs(f.list, &p) {
			if id := vigil.Acts[a].ID; q > in.actP && (!held || id != vigil.Abduction && id != vigil.Arrests) {
				in.act, in.actP = id, q
			}
		}
		if in.real >= x.set.Real {
			x.whole(v, ms, &in, all)
		}
		if held {
			v.leaveHeld(&in)
		}
		in.act = v.tactic(ms, &in)
		v.keepTruce(ms, &in)
		if in.real >= x.set.Real {
			out = append(out, in)
		} else {
			rest = append(rest, in)
		}
	}
	return out, rest
}

// atWord completes claim c, which rests on the word at i alone: its sentence, and
// those in whose words it stands.
func (v *view) atWord(i int, c vigil.Claim, cover *cover, says []vigil.Attribution) vigil.Claim {
	c.Trigger, c.Evidence = v.tok[i].Span, []vigil.Span{v.sentence(i).Span}
	for _, k := range cover.at(i) {
		c.By = append(c.By, says[k])
	}
	return c
}

// incidentClaim turns an incident into a claim.
func (v *view) incidentClaim(x *Extractor, ms []telling, in *incident, says []vigil.Attribution) vigil.Claim {
	c := vigil.Claim{Kind: vigil.IncidentClaim, Act: in.act, Status: vigil.Occurred, Score: in.real}
	if v.onlyDenied(ms, in, says) {
		c.Status = vigil.Denied
	}
	order := slices.Clone(in.members)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(ms[b].tells[tellsIncident], ms[a].tells[tellsIncident]) })
	seen := map[int32]bool{}
	for _, k := range order {
		if s := v.sentOf[ms[k].tok]; !seen[s] {
			seen[s] = true
			c.Evidence = append(c.Evidence, v.doc.Sentences[s].Span)
		}
	}
	for _, s := range in.after {
		if !seen[s] {
			seen[s] = true
			c.Evidence = append(c.Evidence, v.doc.Sentences[s].Span)
		}
	}
	main := &ms[order[0]]
	c.Trigger = v.tok[main.tok].Span
	c.Place = v.placeOf(ms, in)
	if c.Place != nil && c.Place.Basis != vigil.Told {
		c.Why = append(c.Why, vigil.Reason{Slot: "place", Rule: stageRules[c.Place.Basis], Span: c.Place.Span, Score: c.Place.Score})
	}
	in.time = v.dayOfAct(ms, in, says)
	c.When = v.when(in)
	if w := v.toldAfter(int(main.tok)); w != nil && (c.When == nil || c.When.Span.Len() == 0 || c.When.Span.Start <= w.Span.Start) {
		c.When = w
	}
	c.Weapon = v.weapon(ms, in)
	for _, p := range v.withoutAccusers(in.actors, ms, in, says) {
		c.Actors = append(c.Actors, v.partyOf(p))
	}
	if len(c.Actors) == 0 {
		c.Actors = v.forcesBefore(ms, in)
	}
	for _, p := range v.withoutOwners(in.targets) {
		c.Targets = append(c.Targets, v.partyOf(p))
	}
	for _, s := range in.sources {
		switch a := &says[s.saying]; {
		case s.p < x.set.Say || v.unsaid(a):
		case a.Force == vigil.DeniedIt && c.Status != vigil.Denied:
			deny(&c, a)
		default:
			c.By = append(c.By, *a)
		}
	}
	for _, g := range v.outcome(likely(in.figures, x.set.Figure)) {
		c.Figures = append(c.Figures, v.figureOf(&g))
	}
	return c
}

// elsewhere returns what a claim tells of the other places in a list with its
// own: the same act, without the figures, which the list does not share out.
func (v *view) elsewhere(c *vigil.Claim, in *incident) []vigil.Claim {
	if in.place < 0 || c.Place.Use != vigil.At {
		return nil
	}
	var out []vigil.Claim
	for _, k := range v.alsoAt(int(in.placeTok)) {
		p := v.res.Places[k]
		d := *c
		d.Place, d.Figures = &p, nil
		out = append(out, d)
	}
	return out
}

func (v *view) partyOf(p part) vigil.Party {
	out := *v.party(int(p.np))
	out.Score = p.p
	return out
}

func (v *view) figureOf(g *figure) vigil.Figure {
	f := vigil.Figure{Measure: g.measure, Min: g.min, Max: g.max, Of: v.text(int(g.np)), Part: g.part, Span: g.span, Score: g.p, Rule: "count"}
	switch {
	case g.shot:
		f.Rule = vigil.ShotRule
	case g.how != byNumber && g.how != byArticle && g.how != byNone && len(g.with) == 0:
		f.Rule = vigil.OneRule
	}
	if n := len(g.with); n > 0 {
		f.Of = v.span(int(v.nps[g.np].first), int(v.nps[g.with[n-1]].last)).In(v.doc.Text)
	}
	if f.Of = strings.TrimLeft(f.Of, ",;:-–— "); g.how == byNumber && g.span.Start < v.tok[v.nps[g.np].first].Start {
		f.Of = vigil.Span{Start: g.span.Start, End: v.tok[v.nps[g.np].last].End}.In(v.doc.Text) // "40 of them"
	}
	return f
}

// when is the time that an incident's sentences give it. News that gives none is
// of its day or the day before.
func (v *view) when(in *incident) *vigil.When {
	if in.time >= 0 {
		w := v.res.Times[in.time]
		return &w
	}
	pub := v.res.Published
	if !pub.Known() {
		return nil
	}
	return &vigil.When{Type: "DATE", Days: vigil.Days{From: pub.Days.From - 1, To: pub.Days.To}, Basis: "publication", Score: .5}
}
