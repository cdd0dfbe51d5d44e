package merge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"vigil"
)

// Weights of the pair of statement claims, in log-odds, as for incidents.
const (
	wSameSpeaker  = 2.0
	wOtherSpeaker = -4.0
	wSamePeople   = 2.0
	wOtherPeople  = -3.0
	wSameStates   = 3.5 // three or more, and no other
	wSameVenue    = 1.5
	wRecipient    = .8
	wNoRecipient  = -1.5
	wCondition    = 1.5
	wNoCondition  = -1.5
	wDue          = 1.0
	wStatementDay = .8
	wLongAgo      = -1.5
	wBreach       = 4.0  // who is told to have broken an agreement is one of those who made it
	wOneSaying    = -2.5 // one report tells a statement once
	wSaid         = 4.0
	wQuotation    = 5.5
	sameQuotation = .55 // share of content words from which two quotations are wordings of one
	farDays       = 7
	toldDays      = 10 // twice this far apart reports are compared for one speaker's statement
	quoteWords    = 12 // words of a quotation by which another wording is found
)

// meeting reports whether a statement is something that parties do together.
func meeting(v *view) bool {
	switch act(v) {
	case "CONSULT", "AGREE", "COOPERATE":
		return true
	}
	return false
}

// act is PLOVER's type, without its mode.
func act(v *view) string {
	if v.act != nil {
		return v.act.PloverType()
	}
	t, _, _ := strings.Cut(v.Act, "-")
	return t
}

func (b *builder) statements() []vigil.Statement {
	clusters := slices.DeleteFunc(b.cluster(b.made(vigil.StatementClaim), b.compareStatements), func(c []*view) bool {
		return !slices.ContainsFunc(c, func(v *view) bool { return v.Status != vigil.Breached }) // nobody told what was broken
	})
	ids := b.names.name("s", clusters)
	out := make([]vigil.Statement, len(clusters))
	for i, c := range clusters {
		out[i] = b.statement(ids[i], c)
	}
	slices.SortFunc(out, func(x, y vigil.Statement) int {
		return cmp.Or(cmp.Compare(firstDay(x.When), firstDay(y.When)), cmp.Compare(x.ID, y.ID))
	})
	return out
}

// quoteKey opens the key of a block of quotations that share a word.
const quoteKey = "quote "

// statementKeys are the blocks of a statement: what it is and who makes it
// about that time, or its story, evidence, day due or the words of its quotation: of a long one
// some, those of the lowest keys, so that two wordings choose the same.
func statementKeys(v *view) []string {
	keys := []string{"evidence " + v.root().ID}
	t := act(v)
	told := vigil.Days{}
	if v.published != 0 {
		told = vigil.Days{From: v.published - toldDays, To: v.published + toldDays}
	}
	for _, p := range append(slices.Clone(v.Actors), v.Targets...) {
		for _, m := range moons(told) {
			keys = append(keys, t+" "+voiceKey(&p)+m)
		}
	}
	if l := lands(slices.Concat(v.Actors, v.Targets)); len(l) >= manyLands && meeting(v) {
		keys = append(keys, t+" of "+strings.Join(l, "+"))
	}
	if v.story != "" {
		keys = append(keys, t+" story "+v.story)
	}
	if v.Due != nil && v.Due.Days.Known() {
		keys = append(keys, t+" due "+closed(v.Due.Days).From.String())
	}
	if quoted(v) && len(v.words) >= severalWords {
		for _, w := range v.words[:min(len(v.words), quoteWords)] {
			keys = append(keys, fmt.Sprint(quoteKey, w))
		}
	}
	return keys
}

func quoted(v *view) bool {
	return slices.ContainsFunc(v.By, func(a vigil.Attribution) bool { return a.Quoted })
}

// compareStatements says whether two claims tell one statement: the same thing
// by the same mouth, or one quotation in two wordings.
func (b *builder) compareStatements(x, y *view) verdict {
	v := verdict{z: pairBias}
	if x.root() == y.root() {
		v.add(wSameEvidence, true)
	}
	w := overlap(x.words, y.words)
	if w >= sameWords || !meeting(x) { // a meeting is known by who meets where, in whatever words
		v.add(wSaid*(w-sameWords), false)
	}
	quotation := x.Report != y.Report && quoted(x) && quoted(y) && w >= sameQuotation && min(len(x.words), len(y.words)) >= severalWords
	switch {
	case quotation:
		v.add(wQuotation, true)
	case act(x) != act(y):
		v.never = true
		return v
	}
	if x.Report == y.Report && !quotation {
		v.add(wOneSaying, false)
	}
	b.mouths(&v, x, y, quotation)
	v.due(x, y)
	if x.Condition != "" && y.Condition != "" {
		c := overlap(content(x.Condition), content(y.Condition))
		if c >= manyWords {
			v.add(wCondition, true)
		} else {
			v.add(wNoCondition, false)
		}
	}
	if p, q := x.Place, y.Place; p != nil && q != nil && p.Country != "" && q.Country != "" && !quotation {
		switch {
		case p.Country != q.Country:
			v.add(wNoRecipient, false)
		case meeting(x) && (p.Name == q.Name || p.Kind == vigil.Country || q.Kind == vigil.Country):
			v.add(wSameVenue, false)
		}
	}
	if x.story != "" && x.story == y.story {
		v.add(wSameStory, false)
	}
	if !v.support {
		v.z += noSupport
	}
	return v
}

// severalWords is how many content words a quotation must have to be known by
// them.
const severalWords = 4

// mouths compares who speaks, to whom, or who meets.
func (b *builder) mouths(v *verdict, x, y *view, quotation bool) {
	if (x.Status == vigil.Breached) != (y.Status == vigil.Breached) {
		if z, _ := b.likeness(slices.Concat(x.Actors, x.Targets), slices.Concat(y.Actors, y.Targets)); z > 0 {
			v.add(wBreach, true)
		} else {
			v.never = true
		}
		return
	}
	if meeting(x) {
		p := append(slices.Clone(x.Actors), x.Targets...)
		q := append(slices.Clone(y.Actors), y.Targets...)
		n, of := b.shared(p, q)
		at, other := lands(p), lands(q)
		many := len(at) >= manyLands && len(other) >= manyLands
		switch {
		case many && slices.Equal(at, other):
			v.add(wSameStates, true)
		case many && !subset(at, other) && !subset(other, at):
			v.add(wOtherPeople, false)
		case of > 0 && 2*n > of, n > 0 && len(at) > 1 && slices.Equal(at, other):
			v.add(wSamePeople, true)
		case of > 0:
			v.add(wOtherPeople, false)
		}
		return
	}
	switch z, named := b.likeness(x.Actors, y.Actors); {
	case z > 0 && named:
		v.add(wSameSpeaker, true)
	case z > 0:
		v.add(wSameKind, false)
	case z < 0 && !quotation:
		v.add(wOtherSpeaker, false)
	}
	switch z, named := b.likeness(x.Targets, y.Targets); {
	case z > 0 && named:
		v.add(wRecipient, false)
	case z < 0:
		v.add(wNoRecipient, false)
	}
}

// shared returns how many named parties of the shorter list the other has, and
// how many named ones the shorter has.
func (b *builder) shared(p, q []vigil.Party) (n, of int) {
	p, q = named(p), named(q)
	if len(p) > len(q) {
		p, q = q, p
	}
	for i := range p {
		if slices.ContainsFunc(q, func(o vigil.Party) bool { z, _ := b.same(&p[i], &o); return z > 0 }) {
			n++
		}
	}
	return n, len(p)
}

// manyLands is of how many countries a meeting is known by them alone: the
// summit of three states is that of their presidents. Of fewer, somebody must
// be at both: who meets a president meets his state.
const manyLands = 3

// subset reports whether all of a are in b.
func subset(a, b []string) bool {
	return !slices.ContainsFunc(a, func(x string) bool { return !slices.Contains(b, x) })
}

// lands returns the countries of parties, in order; none if one that is known
// has none.
func lands(ps []vigil.Party) (out []string) {
	for _, x := range ps {
		switch {
		case x.Country == "" && len(named([]vigil.Party{x})) > 0:
			return nil
		case x.Country != "" && !slices.Contains(out, x.Country):
			out = append(out, x.Country)
		}
	}
	slices.Sort(out)
	return out
}

func named(ps []vigil.Party) (out []vigil.Party) {
	for _, p := range ps {
		if p.Entity != "" || p.Kind.Body() || p.Kind == vigil.Person {
			out = append(out, p)
		}
	}
	return out
}

// due compares when it was said and when it is to be.
func (v *verdict) due(x, y *view) {
	if x.Due != nil && y.Due != nil {
		a, b := closed(x.Due.Days), closed(y.Due.Days)
		switch {
		case a.Overlaps(b):
			v.add(wDue, true)
		case a.Known() && b.Known() && x.Status == vigil.Occurred && y.Status == vigil.Occurred:
			v.never = true
		}
	}
	a, b := happened(x), happened(y)
	if !a.Known() || !b.Known() {
		return
	}
	switch gap := max(int(b.From-a.To), int(a.From-b.To)); {
	case gap <= 0:
		v.add(wStatementDay, false)
	case gap > farDays && meeting(x):
		v.never = true
	case gap > farDays:
		v.add(wLongAgo, false)
	}
}

// happened is when a statement was made or, still to come, is to be.
func happened(v *view) vigil.Days {
	if v.Status != vigil.Occurred && v.Due != nil && v.Due.Days.Known() {
		return closed(v.Due.Days)
	}
	return v.days
}

// statement derives one statement from its claims.
func (b *builder) statement(id string, claims []*view) vigil.Statement {
	st := vigil.Statement{ID: id, Rev: 1}
	for _, v := range claims {
		st.Claims = append(st.Claims, v.ID)
	}
	all := claims
	claims = slices.DeleteFunc(slices.Clone(claims), func(v *view) bool { return v.Status == vigil.Breached })
	vs := b.voices(claims)
	st.Voices = vs.list
	st.Act = mostTold(claims, vs, func(v *view) string { return v.Act }, vigil.Precedence)
	st.Place = bestPlace(claims, vs)
	st.When = bestWhen(claims, vs)
	st.From = b.union(claims, vs, func(v *view) []vigil.Party { return v.Actors })
	st.To = b.union(claims, vs, func(v *view) []vigil.Party { return v.Targets })
	st.Condition = longest(claims)
	st.Due, st.Outcome, st.OutcomeBy = b.outcome(all)
	if b.rivals(claims) && !meeting(claims[0]) {
		st.Disputed = append(st.Disputed, slotSpeaker)
	}
	if slices.ContainsFunc(claims, func(v *view) bool { return len(v.DeniedBy) > 0 }) {
		st.Disputed = append(st.Disputed, slotOccurrence)
	}
	st.Standing = standing(st.Voices, st.Disputed)
	st.Score = score(claims, vs)
	return st
}

// longest returns the fullest condition that is told.
func longest(claims []*view) string {
	best := ""
	for _, v := range claims {
		if len(v.Condition) > len(best) {
			best = v.Condition
		}
	}
	return best
}

// Outcomes of what was to come.
const (
	Due       = "due"
	Held      = "held"
	Moved     = "moved"
	Cancelled = "cancelled"
	Breached  = "breached"
	Lapsed    = "no report of it" // its day is over and nothing more is told
)

// outcome follows what was announced: when it is due now, what became of it
// and which claims say so. The last report to give a day sets it.
func (b *builder) outcome(claims []*view) (*vigil.When, string, []string) {
	var due *vigil.When
	var announced, moved, held, cancelled, breached []string
	for _, v := range claims { // by day of report
		switch v.Status {
		case vigil.Breached:
			breached = append(breached, v.ID)
			continue
		case vigil.Occurred:
			held = append(held, v.ID)
			continue
		case vigil.Denied:
			if len(announced) > 0 {
				cancelled = append(cancelled, v.ID)
			}
			continue
		}
		announced = append(announced, v.ID)
		if v.Due != nil && v.Due.Days.Known() {
			if due != nil && !closed(due.Days).Overlaps(closed(v.Due.Days)) {
				moved = append(moved, v.ID)
			}
			due = v.Due
		}
	}
	switch {
	case len(breached) > 0:
		return due, Breached, breached
	case len(announced) == 0:
		return due, "", nil
	case len(held) > 0 && meeting(claims[0]):
		return due, Held, held
	case len(cancelled) > 0:
		return due, Cancelled, cancelled
	case due != nil && b.today != 0 && closed(due.Days).To < b.today:
		return due, Lapsed, nil
	case len(moved) > 0:
		return due, Moved, moved
	}
	return due, Due, announced
}
