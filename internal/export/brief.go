package export

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"vigil"
	"vigil/internal/merge"
)

// Brief is a situation report: what a record holds that is new, what changed
// and why, what is disputed, which tolls moved and what is due. Every line is
// made of values of the record and cites the sentences behind it; nothing is
// added.
type Brief struct {
	Area     string
	From, To time.Time
	Sections []BriefSection
	Sources  []BriefSource
}

// BriefSection is a part of it.
type BriefSection struct {
	Title, None string
	Groups      []BriefGroup
}

// BriefGroup is the lines of one place, or of one thing.
type BriefGroup struct {
	Head  string
	Lines []BriefLine
}

// BriefLine is a line with the numbers of its sources.
type BriefLine struct {
	Text  string
	Cites []int
}

// BriefSource is a sentence with the report it stands in.
type BriefSource struct {
	N                        int
	Outlet, Day, Title, Link string
	Sentence                 string
}

// BriefInput is what a brief is made of.
type BriefInput struct {
	Record  *vigil.Record               // as it is now
	History map[string][]vigil.Revision // of the things that changed within From and To, oldest first
	Area    string
	From    time.Time
	To      time.Time
	Today   vigil.Day
}

// NewBrief makes a situation report.
func NewBrief(in BriefInput) *Brief {
	w := newBriefer(in)
	w.news()
	w.sides()
	w.changed()
	w.disputed()
	w.tollsMoved()
	w.said()
	w.due()
	return w.out
}

type briefer struct {
	BriefInput
	viewer
	out     *Brief
	numbers map[string]int          // by report and sentence
	copies  map[string][]vigil.Copy // by report
}

func newBriefer(in BriefInput) briefer {
	w := briefer{BriefInput: in, viewer: newViewer(in.Record), out: &Brief{Area: in.Area, From: in.From, To: in.To},
		numbers: map[string]int{}, copies: map[string][]vigil.Copy{}}
	for _, x := range in.Record.Copies {
		w.copies[x.Report] = append(w.copies[x.Report], x)
	}
	return w
}

// isNew reports whether the record got a thing within the time.
func (w *briefer) isNew(id string) bool {
	revs := w.History[id]
	return len(revs) > 0 && !revs[0].At.Before(w.From)
}

// changes returns a thing's revisions within the time.
func (w *briefer) changes(id string) []vigil.Revision {
	return slices.DeleteFunc(slices.Clone(w.History[id]), func(r vigil.Revision) bool { return r.At.Before(w.From) })
}

// mostCites is how many sentences a line cites at most, of different reports.
const mostCites = 6

// cite numbers the main sentences of claims, one a report, those first that
// are no copies.
func (w *briefer) cite(claims ...string) (out []int) {
	seen := map[string]bool{}
	for _, copied := range []bool{false, true} {
		for _, id := range claims {
			c := w.claim(id)
			if c == nil || len(c.Evidence) == 0 || w.copied(c) != copied || seen[c.Report] || len(out) == mostCites {
				continue
			}
			if n := w.number(c); n > 0 {
				seen[c.Report] = true
				out = append(out, n)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// copied reports whether a claim's main sentence is another report's.
func (w *briefer) copied(c *vigil.Claim) bool {
	return c.Copied || slices.ContainsFunc(w.copies[c.Report], func(x vigil.Copy) bool { return x.Of != "" && x.Span.Overlaps(c.Evidence[0]) })
}

func (w *briefer) number(c *vigil.Claim) int {
	rep := w.report(c.Report)
	if rep == nil {
		return 0
	}
	sentence := strings.Join(strings.Fields(c.Evidence[0].In(rep.Text)), " ")
	key := rep.ID + "\x00" + sentence
	if n := w.numbers[key]; n > 0 || sentence == "" {
		return n
	}
	n := len(w.out.Sources) + 1
	w.numbers[key] = n
	src := BriefSource{N: n, Outlet: cmp.Or(rep.Source, rep.ID), Title: rep.Title, Sentence: sentence}
	if d := rep.Published.Day(); d != 0 {
		src.Day = d.String()
	}
	if strings.HasPrefix(rep.URL, "http://") || strings.HasPrefix(rep.URL, "https://") {
		src.Link = rep.URL
	}
	w.out.Sources = append(w.out.Sources, src)
	return n
}

// section adds a section; lines that cite nothing are left out.
func (w *briefer) section(title, none string, groups []BriefGroup) {
	s := BriefSection{Title: title, None: none}
	for _, g := range groups {
		g.Lines = slices.DeleteFunc(g.Lines, func(l BriefLine) bool { return len(l.Cites) == 0 })
		if len(g.Lines) > 0 {
			s.Groups = append(s.Groups, g)
		}
	}
	w.out.Sections = append(w.out.Sections, s)
}

// grouped collects lines under heads.
type grouped map[string][]BriefLine

func (g grouped) add(head string, l BriefLine) { g[head] = append(g[head], l) }

// list gives the groups by name, what has no name last.
func (g grouped) list(unnamed string) (out []BriefGroup) {
	for _, head := range slices.Sorted(maps.Keys(g)) {
		if head != "" {
			out = append(out, BriefGroup{head, g[head]})
		}
	}
	if ls := g[""]; len(ls) > 0 {
		out = append(out, BriefGroup{unnamed, ls})
	}
	return out
}

func division(p *vigil.Place) string {
	switch {
	case p == nil:
		return ""
	case p.Admin1 != "":
		return p.Country + ", " + p.Admin1
	}
	return cmp.Or(p.Country, p.Name)
}

func (w *briefer) news() {
	g := grouped{}
	for _, in := range sorted(w.rec.Incidents) {
		if w.isNew(in.ID) && !excluded(&in) {
			g.add(division(in.Place), BriefLine{w.incidentLine(&in), w.cite(in.Claims...)})
		}
	}
	w.section("New", "Nothing new happened, as far as the record knows.", g.list("Place not told"))
}

// incidentLine says what an incident is, with its figures, on whose word.
func (w *briefer) incidentLine(in *vigil.Incident) string {
	s := dateText(in.When) + ": " + in.Act
	if in.Place != nil {
		s += ", " + strings.TrimSpace(in.Place.Relation+" "+in.Place.Name)
	}
	s += "; by " + partiesText(in.Actors, "somebody not told")
	if len(in.Targets) > 0 {
		s += " on " + partiesText(in.Targets, "")
	}
	for _, t := range in.Tallies {
		s += "; " + figureText(vigil.Figure{Min: t.Min, Max: t.Max}) + " " + string(t.Measure)
		if t.Rule != merge.DefaultRule {
			s += " (" + t.Rule + ")"
		}
	}
	s += fmt.Sprintf("; %s, %s", in.Standing, plural(vigil.Independent(in.Voices), "independent voice"))
	if in.Grade.Level != "" {
		s += "; suggested grade: " + in.Grade.Level
	}
	return s
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// sides lists for each side what it is newly held to have done.
func (w *briefer) sides() {
	g := grouped{}
	for _, in := range sorted(w.rec.Incidents) {
		if !w.isNew(in.ID) || excluded(&in) {
			continue
		}
		for _, p := range in.Actors {
			g.add(p.Name, BriefLine{dateText(in.When) + ": " + in.Act + placeTail(in.Place), w.cite(in.Claims...)})
		}
	}
	w.section("By side", "No side is named.", g.list(""))
}

// changed tells what became of what was known before, and why.
func (w *briefer) changed() {
	var groups []BriefGroup
	for _, in := range sorted(w.rec.Incidents) {
		if w.isNew(in.ID) || excluded(&in) {
			continue
		}
		g := BriefGroup{Head: dateText(in.When) + ": " + in.Act + placeTail(in.Place)}
		for _, r := range w.changes(in.ID) {
			cites := w.cite(came(r)...)
			if len(cites) == 0 {
				cites = w.cite(in.Claims...)
			}
			g.Lines = append(g.Lines, BriefLine{revisionText(r), cites})
		}
		groups = append(groups, g)
	}
	w.section("Changed", "Nothing that was known changed.", groups)
}

// came returns the claims that an incident got with a revision.
func came(r vigil.Revision) []string {
	was, is := state(r.Before), state(r.After)
	return slices.DeleteFunc(is.Claims, func(id string) bool { return slices.Contains(was.Claims, id) })
}

// state reads one side of a revision; what is not there is empty.
func state(b []byte) (in vigil.Incident) {
	if json.Unmarshal(b, &in) != nil {
		return vigil.Incident{}
	}
	return in
}

// revisionText says what a revision changed in the values that people go by.
func revisionText(r vigil.Revision) string {
	was, is := state(r.Before), state(r.After)
	var parts []string
	if n := len(came(r)); n > 0 {
		parts = append(parts, plural(n, "more claim"))
	}
	for _, t := range is.Tallies {
		i := slices.IndexFunc(was.Tallies, func(o vigil.Tally) bool { return o.Measure == t.Measure })
		now := figureText(vigil.Figure{Min: t.Min, Max: t.Max})
		switch {
		case i < 0:
			parts = append(parts, fmt.Sprintf("%s: now %s", t.Measure, now))
		case figureText(vigil.Figure{Min: was.Tallies[i].Min, Max: was.Tallies[i].Max}) != now:
			parts = append(parts, fmt.Sprintf("%s: %s, was %s", t.Measure, now, figureText(vigil.Figure{Min: was.Tallies[i].Min, Max: was.Tallies[i].Max})))
		}
	}
	for _, x := range []struct{ name, was, is string }{{"standing", string(was.Standing), string(is.Standing)}, {"act", was.Act, is.Act},
		{"suggested grade", was.Grade.Level, is.Grade.Level}, {"day", dateText(was.When), dateText(is.When)}, {"by", partiesText(was.Actors, "not told"), partiesText(is.Actors, "not told")}} {
		if x.was != x.is {
			parts = append(parts, fmt.Sprintf("%s: %s, was %s", x.name, x.is, x.was))
		}
	}
	if len(parts) == 0 {
		parts = []string{r.Cause}
	}
	return r.At.UTC().Format("2006-01-02 15:04") + ": " + strings.Join(parts, "; ") + " (" + r.By + ")"
}

// disputed sets rival words on one thing side by side, where it is new or
// changed.
func (w *briefer) disputed() {
	var groups []BriefGroup
	for _, in := range sorted(w.rec.Incidents) {
		if len(in.Disputed) == 0 || len(w.changes(in.ID)) == 0 || excluded(&in) {
			continue
		}
		g := BriefGroup{Head: dateText(in.When) + ": " + in.Act + placeTail(in.Place)}
		for _, slot := range in.Disputed {
			g.Lines = append(g.Lines, w.dispute(&in, slot)...)
		}
		groups = append(groups, g)
	}
	w.section("Disputed", "Nothing new is disputed.", groups)
}

// dispute gives the rival words on one slot of an incident.
func (w *briefer) dispute(in *vigil.Incident, slot string) (out []BriefLine) {
	for _, t := range in.Tallies {
		if string(t.Measure) != slot {
			continue
		}
		for _, f := range t.Figures {
			if !f.Superseded && !f.Part {
				out = append(out, BriefLine{slot + ": " + w.witness(f), w.cite(f.Claim)})
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	words := map[string]func(*vigil.Claim) string{
		"actors": func(c *vigil.Claim) string { return partiesText(c.Actors, "") },
		"act":    func(c *vigil.Claim) string { return c.Act },
		"occurrence": func(c *vigil.Claim) string {
			if len(c.DeniedBy) > 0 {
				return "denied by " + partiesText(c.DeniedBy, "")
			}
			return "told by " + partiesText(c.Sources(), w.file(c.Report))
		},
	}[slot]
	if words == nil {
		return nil
	}
	by := map[string][]string{}
	var order []string
	for _, id := range in.Claims {
		c := w.claim(id)
		if c == nil || words(c) == "" {
			continue
		}
		if by[words(c)] == nil {
			order = append(order, words(c))
		}
		by[words(c)] = append(by[words(c)], id)
	}
	for _, k := range order {
		out = append(out, BriefLine{slot + ": " + k, w.cite(by[k]...)})
	}
	return out
}

// tollsMoved gives the series of the running tolls that got a figure.
func (w *briefer) tollsMoved() {
	var groups []BriefGroup
	for _, t := range w.rec.Tolls {
		if len(w.changes(t.ID)) == 0 {
			continue
		}
		g := BriefGroup{Head: string(t.Measure) + ", " + cmp.Or(t.Scope, t.Of, "over what is not told")}
		for _, p := range t.Series {
			s := "as of " + dateText(&vigil.When{Days: p.AsOf}) + ": " + figureText(p.Figure) + ", " + cmp.Or(p.Source, "no source named")
			if p.Superseded {
				s += " (superseded by the same source)"
			}
			g.Lines = append(g.Lines, BriefLine{s, w.cite(p.Claim)})
		}
		groups = append(groups, g)
	}
	slices.SortStableFunc(groups, func(a, b BriefGroup) int { return cmp.Compare(a.Head, b.Head) })
	w.section("Tolls", "No running toll moved.", groups)
}

// said lists what parties said and did in words.
func (w *briefer) said() {
	g := grouped{}
	for _, s := range w.statements() {
		if w.isNew(s.ID) {
			g.add(s.Act, BriefLine{statementLine(&s), w.cite(s.Claims...)})
		}
	}
	w.section("Statements", "No new statement.", g.list("Other"))
}

func (w *briefer) statements() []vigil.Statement {
	out := slices.Clone(w.rec.Statements)
	slices.SortStableFunc(out, func(a, b vigil.Statement) int { return compareWhen(a.When, b.When, a.ID, b.ID) })
	return out
}

func statementLine(s *vigil.Statement) string {
	line := dateText(s.When) + ": " + partiesText(s.From, "somebody not told") + " → " + partiesText(s.To, "nobody told")
	if s.Condition != "" {
		line += "; if: “" + strings.Join(strings.Fields(s.Condition), " ") + "”"
	}
	if s.Due != nil && s.Due.Days.Known() {
		line += "; for " + dateText(s.Due)
	}
	if s.Outcome != "" {
		line += "; " + s.Outcome
	}
	return line
}

// due lists what is to come, and what became of what was.
func (w *briefer) due() {
	lines := Agenda(w.Record, w.Today, 0)
	g := grouped{}
	for _, a := range lines {
		if a.Days.To < w.Today && len(w.changes(a.Statement.ID)) == 0 {
			continue
		}
		cites := w.cite(a.Statement.OutcomeBy...)
		if len(cites) == 0 {
			cites = w.cite(a.Statement.Claims...)
		}
		g.add(dateText(&vigil.When{Days: a.Days}), BriefLine{a.Statement.Act + ": " + statementLine(&a.Statement), cites})
	}
	w.section("Due", "Nothing is due, as far as the record knows.", g.list(""))
}

// AgendaLine is something that was announced for a day.
type AgendaLine struct {
	Days      vigil.Days
	Statement vigil.Statement
}

// Agenda lists what was announced for a day, and agreements that were broken, in
// order of days: from so many days before today on; 0: ever.
func Agenda(rec *vigil.Record, today vigil.Day, back vigil.Day) (out []AgendaLine) {
	for _, s := range rec.Statements {
		at := s.Due
		if at == nil && s.Outcome == merge.Breached {
			at = s.When // what was agreed runs from then on
		}
		if at == nil || !at.Days.Known() || s.Outcome == "" {
			continue
		}
		d := at.Days
		if d.From == 0 {
			d.From = d.To
		}
		if d.To == 0 {
			d.To = d.From
		}
		if d.To >= today-back || back == 0 {
			out = append(out, AgendaLine{d, s})
		}
	}
	slices.SortStableFunc(out, func(a, b AgendaLine) int {
		return cmp.Or(cmp.Compare(a.Days.From, b.Days.From), cmp.Compare(a.Days.To, b.Days.To), cmp.Compare(a.Statement.ID, b.Statement.ID))
	})
	return out
}

// NewAgenda makes a page of an agenda in the form of a brief.
func NewAgenda(rec *vigil.Record, area string, today, back vigil.Day, at time.Time) *Brief {
	w := newBriefer(BriefInput{Record: rec, Area: area, From: (today - back).Time(), To: at, Today: today})
	g := map[string]grouped{"To come": {}, "Past": {}}
	for _, a := range Agenda(rec, today, max(back, 1)) {
		part := "To come"
		if o := a.Statement.Outcome; a.Days.To < today || o == merge.Held || o == merge.Cancelled || o == merge.Breached {
			part = "Past"
		}
		cites := w.cite(a.Statement.OutcomeBy...)
		if len(cites) == 0 {
			cites = w.cite(a.Statement.Claims...)
		}
		g[part].add(dateText(&vigil.When{Days: a.Days}), BriefLine{a.Statement.Act + ": " + statementLine(&a.Statement), cites})
	}
	w.section("To come", "Nothing is due, as far as the record knows.", g["To come"].list(""))
	w.section("Held, cancelled, breached or past", "Nothing.", g["Past"].list(""))
	return w.out
}
