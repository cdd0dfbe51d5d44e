package export

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"vigil"
	"vigil/internal/merge"
)

// section, entry and line are the record as people read it; text and Markdown
// print the same ones.
type section struct {
	title   string
	none    string // said when there are no entries
	entries []entry
}

type entry struct {
	head   string
	lines  []line
	quotes []quotation
}

type line struct{ label, text string }

// quotation is a sentence and the file it stands in.
type quotation struct{ text, report string }

// view turns a record into sections.
func view(rec *vigil.Record) []section {
	v := newViewer(rec)
	return []section{
		{"Incidents", "No incident is told.", v.incidents()},
		{"Statements", "No statement of a party is told.", v.statements()},
		{"Quotations told twice or of uncertain speakers", "None.", v.quotations()},
		{"Tolls", "No running toll is given.", v.tolls()},
		{"Forces and sides", "Nothing is said of forces and sides.", v.sides()},
		{"Not resolved", "Nothing was left open.", v.unresolved()},
	}
}

// viewer looks claims and reports up by id.
type viewer struct {
	rec      *vigil.Record
	claimAt  map[string]*vigil.Claim
	reportAt map[string]*vigil.Report
}

func newViewer(rec *vigil.Record) viewer {
	v := viewer{rec, make(map[string]*vigil.Claim, len(rec.Claims)), make(map[string]*vigil.Report, len(rec.Reports))}
	for i := range rec.Claims {
		v.claimAt[rec.Claims[i].ID] = &rec.Claims[i]
	}
	for i := range rec.Reports {
		v.reportAt[rec.Reports[i].ID] = &rec.Reports[i]
	}
	return v
}

func (v viewer) claim(id string) *vigil.Claim   { return v.claimAt[id] }
func (v viewer) report(id string) *vigil.Report { return v.reportAt[id] }

func (v viewer) incidents() []entry {
	var out []entry
	for _, in := range sorted(v.rec.Incidents) {
		e := entry{head: dateText(in.When) + "  " + in.Act}
		e.add("where", placeText(in.Place))
		e.add("who", partiesText(in.Actors, "not told"))
		e.add("to whom", partiesText(in.Targets, ""))
		e.add("weapon", v.weapons(in.Claims))
		for _, t := range in.Tallies {
			for i, w := range t.Figures {
				label := string(t.Measure)
				if i > 0 {
					label = ""
				}
				e.lines = append(e.lines, line{label, v.witness(w)})
			}
		}
		e.add("voices", voicesText(in.Voices))
		e.add("denied by", v.deniers(in.Claims))
		if len(in.Disputed) > 0 {
			e.add("disputed", strings.Join(in.Disputed, ", "))
		}
		if in.Grade.Level != "" {
			e.add("grade", in.Grade.Level+" (suggested): "+in.Grade.Reason)
		}
		e.add("id", fmt.Sprintf("%s  score %.2f", in.ID, in.Score))
		e.quotes = v.quotes(in.Claims)
		out = append(out, e)
	}
	return out
}

func (e *entry) add(label, text string) {
	if text != "" {
		e.lines = append(e.lines, line{label, text})
	}
}

func (v viewer) weapons(claims []string) string {
	var ws []string
	disputed := slices.ContainsFunc(claims, func(id string) bool { c := v.claim(id); return c != nil && c.Status == vigil.Denied && c.Weapon != "" })
	for _, id := range claims {
		c := v.claim(id)
		if c == nil || c.Weapon == "" {
			continue
		}
		w := c.Weapon
		switch by := cmp.Or(sourcesText(c), "the report's own voice"); {
		case c.Status == vigil.Denied:
			w += " (no source; denied by " + by + ")"
		case disputed:
			w += " (" + by + ")"
		}
		if !slices.Contains(ws, w) {
			ws = append(ws, w)
		}
	}
	return strings.Join(ws, "; ")
}

// sourcesText names those on whose word a claim stands.
func sourcesText(c *vigil.Claim) string {
	var out []string
	for _, p := range c.Sources() {
		out = append(out, p.Name)
	}
	return strings.Join(out, "; ")
}

func (v viewer) deniers(claims []string) string {
	var out []string
	for _, id := range claims {
		if c := v.claim(id); c != nil {
			for _, p := range c.DeniedBy {
				if !slices.Contains(out, p.Name) {
					out = append(out, p.Name)
				}
			}
		}
	}
	return strings.Join(out, "; ")
}

// witness writes one figure with whom it counts, whose it is and where it stands.
func (v viewer) witness(w vigil.Witness) string {
	s := figureText(w.Figure)
	c := v.claim(w.Claim)
	switch {
	case w.Source != nil:
		s += " — " + w.Source.Name
	case c != nil && len(c.Sources()) > 0:
		s += " — " + partiesText(c.Sources(), "")
	default:
		s += " — no source named"
	}
	return s + v.told(w.Claim)
}

// told says which report tells a claim.
func (v viewer) told(claim string) string {
	if c := v.claim(claim); c != nil {
		return " (" + v.file(c.Report) + ")"
	}
	return ""
}

func (v viewer) file(id string) string {
	if r := v.report(id); r != nil && r.Source != "" && !strings.Contains(id, r.Source) {
		return r.Source + ", " + id
	}
	return id
}

// figureText writes bounds as people do: "at least 8", "up to 24", "8", "39 to 52";
// and that others were counted too.
func figureText(f vigil.Figure) string {
	var s string
	switch {
	case f.Min == nil && f.Max == nil:
		s = "an unknown number"
	case f.Max == nil:
		s = "at least " + thousands(*f.Min)
	case f.Min == nil:
		s = "up to " + thousands(*f.Max)
	case *f.Min == *f.Max:
		s = thousands(*f.Min)
	default:
		s = thousands(*f.Min) + " to " + thousands(*f.Max)
	}
	if f.Of != "" {
		s += " " + f.Of
	}
	if f.Part {
		s += " (part of them)"
	}
	return s
}

// thousands groups digits by three: 350,000.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// outletText is what is held of the outlet behind a voice.
func outletText(v vigil.Voice) string {
	var parts []string
	if v.Party != "" {
		parts = append(parts, "speaks for "+v.Party)
	}
	if v.Reliability != "" {
		parts = append(parts, "outlet of reliability "+v.Reliability)
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

func voicesText(vs []vigil.Voice) string {
	if len(vs) == 0 {
		return ""
	}
	var counted, rest []string
	for _, v := range vs {
		if v.Counts {
			counted = append(counted, v.Source+outletText(v))
		} else {
			rest = append(rest, v.Source+" ("+v.Why+")")
		}
	}
	s := fmt.Sprintf("%d independent", len(counted))
	if len(counted) > 0 {
		s += ": " + strings.Join(counted, "; ")
	}
	if len(rest) > 0 {
		s += "; not counted: " + strings.Join(rest, "; ")
	}
	return s
}

// dateText writes a range of days as exactly as it is known.
func dateText(w *vigil.When) string {
	if w == nil || !w.Days.Known() {
		if w != nil && w.Text != "" {
			return "day unknown (“" + w.Text + "”)"
		}
		return "day unknown"
	}
	d := w.Days
	switch {
	case d.From == d.To:
		return d.From.String()
	case d.From == 0:
		return "by " + d.To.String()
	case d.To == 0:
		return "from " + d.From.String()
	}
	return d.From.String() + " to " + d.To.String()
}

// placeText names a place with how exact it is.
func placeText(p *vigil.Place) string {
	if p == nil {
		return ""
	}
	parts := []string{p.Name}
	if p.Relation != "" {
		parts[0] = p.Relation + " " + p.Name
	}
	for _, s := range []string{p.Admin1, p.Country} {
		if s != "" && s != p.Name && p.Kind != vigil.Country {
			parts = append(parts, s)
		}
	}
	s := strings.Join(parts, ", ") + " (" + cmp.Or(string(p.Kind), "place")
	switch {
	case !p.Located:
		s += ", not located"
	case p.Kind.Point() && p.Relation == "":
		s += fmt.Sprintf(" at %.4f, %.4f", p.Lat, p.Lon)
	case p.RadiusKm > 0:
		s += fmt.Sprintf(", within %.0f km of %.2f, %.2f", p.RadiusKm, p.Lat, p.Lon)
	}
	return s + ")" + likely[p.Basis]
}

// likely says what a country rests on that is not told.
var likely = map[vigil.Ground]string{vigil.BySentence: ", the country by what else is named beside it", vigil.ByReport: ", the country by the rest of the report"}

func partiesText(ps []vigil.Party, none string) string {
	if len(ps) == 0 {
		return none
	}
	var out []string
	for _, p := range ps {
		s := p.Name
		if p.Unsure != "" {
			s += " (uncertain: " + p.Unsure + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

// quotes gives the main sentence of every claim, each sentence once.
func (v viewer) quotes(claims []string) []quotation {
	var out []quotation
	seen := map[string]bool{}
	for _, id := range claims {
		c := v.claim(id)
		if c == nil {
			continue
		}
		rep := v.report(c.Report)
		if rep == nil {
			continue
		}
		for _, s := range c.Evidence {
			text := strings.Join(strings.Fields(s.In(rep.Text)), " ")
			if text != "" && !seen[text] {
				seen[text] = true
				out = append(out, quotation{text, v.file(rep.ID)})
			}
		}
	}
	return out
}

func (v viewer) statements() []entry {
	sts := slices.Clone(v.rec.Statements)
	slices.SortStableFunc(sts, func(a, b vigil.Statement) int { return compareWhen(a.When, b.When, a.ID, b.ID) })
	var out []entry
	for _, s := range sts {
		e := entry{head: dateText(s.When) + "  " + s.Act + v.triggers(s.Claims)}
		e.add("who", partiesText(s.From, "not told"))
		e.add("to whom", partiesText(s.To, ""))
		e.add("where", placeText(s.Place))
		e.add("if", s.Condition)
		if s.Due != nil {
			e.add("due", dateText(s.Due))
		}
		e.add("outcome", s.Outcome)
		e.add("voices", voicesText(s.Voices))
		e.add("status", v.status(s.Claims))
		e.add("disputed", strings.Join(s.Disputed, ", "))
		e.add("id", fmt.Sprintf("%s  score %.2f", s.ID, s.Score))
		e.quotes = v.quotes(s.Claims)
		out = append(out, e)
	}
	return out
}

// mostTriggers is how many words a statement's heading quotes.
const mostTriggers = 3

// triggers quotes the words that tell a statement: a warning is no ultimatum,
// though both are THREATEN.
func (v viewer) triggers(claims []string) string {
	var words []string
	for _, id := range claims {
		c := v.claim(id)
		if c == nil || len(words) == mostTriggers {
			continue
		}
		rep := v.report(c.Report)
		if rep == nil {
			continue
		}
		if w := "“" + strings.ToLower(c.Trigger.In(rep.Text)) + "”"; !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		return ""
	}
	return "  " + strings.Join(words, ", ")
}

// quotations lists the quotations about which something is to be settled.
func (v viewer) quotations() []entry {
	var out []entry
	for _, q := range merge.Quotations(v.rec.Claims, v.report) {
		if !q.Noteworthy() {
			continue
		}
		c := q.Claims[0]
		e := entry{head: strings.Join(strings.Fields(c.Trigger.In(v.report(c.Report).Text)), " ")}
		e.add("speaker", partiesText(q.Speakers, "not named"))
		if q.Disputed {
			e.add("disputed", "speaker")
		}
		var ids, files []string
		for _, c := range q.Claims {
			ids = append(ids, c.ID)
			if f := v.file(c.Report); !slices.Contains(files, f) {
				files = append(files, f)
			}
		}
		if len(files) > 1 {
			e.add("told in", strings.Join(files, "; "))
		}
		if q.Copied {
			e.add("copied", "the same words in several reports: one source")
		}
		e.quotes = v.quotes(ids)
		out = append(out, e)
	}
	return out
}

// status names what is not plainly told as having happened.
func (v viewer) status(claims []string) string {
	for _, id := range claims {
		if c := v.claim(id); c != nil && c.Status != vigil.Occurred {
			return string(c.Status)
		}
	}
	return ""
}

func (v viewer) tolls() []entry {
	var out []entry
	tolls := slices.Clone(v.rec.Tolls)
	slices.SortStableFunc(tolls, func(a, b vigil.Toll) int {
		return cmp.Or(cmp.Compare(a.Measure, b.Measure), cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.ID, b.ID))
	})
	for _, t := range tolls {
		e := entry{head: string(t.Measure) + "  " + cmp.Or(t.Scope, t.Of)}
		if t.Since != 0 {
			e.add("since", t.Since.String())
		}
		var claims []string
		for _, p := range t.Series {
			s := figureText(p.Figure) + " — " + cmp.Or(p.Source, "no source named") + v.told(p.Claim)
			if p.Superseded {
				s += " (superseded by a later figure of the same source)"
			}
			e.add("as of", dateText(&vigil.When{Days: p.AsOf})+": "+s)
			claims = append(claims, p.Claim)
		}
		e.quotes = v.quotes(claims)
		out = append(out, e)
	}
	return out
}

func (v viewer) sides() []entry {
	var out []entry
	for i := range v.rec.Claims {
		c := &v.rec.Claims[i]
		if c.Kind != vigil.SideClaim && c.Kind != vigil.ForceClaim {
			continue
		}
		e := entry{head: strings.TrimSpace(strings.Join([]string{partiesText(c.Actors, "?"), c.Relation, partiesText(c.Targets, "")}, "  "))}
		for _, f := range c.Figures {
			e.add("strength", figureText(f))
		}
		e.add("where", placeText(c.Place))
		if c.When != nil {
			e.add("when", dateText(c.When))
		}
		e.add("says", partiesText(c.Sources(), ""))
		e.quotes = v.quotes([]string{c.ID})
		out = append(out, e)
	}
	return out
}

// unresolved lists what was read and could not be pinned down.
func (v viewer) unresolved() []entry {
	var out []entry
	reports := slices.Clone(v.rec.Reports)
	slices.SortFunc(reports, func(a, b vigil.Report) int { return cmp.Compare(a.ID, b.ID) })
	for _, r := range reports {
		if left := len(r.Text) - len(r.Head()); left > 0 {
			out = append(out, entry{head: fmt.Sprintf("%s: too long for a report: only its first %d bytes are analysed, the last %d are not", r.ID, len(r.Head()), left)})
		}
		switch {
		case !r.Published.Known():
			out = append(out, entry{head: r.ID + ": no date given, and none could be inferred; weekdays stay open"})
		case r.Published.Basis == vigil.Inferred:
			w := vigil.When{Days: r.Published.Days}
			out = append(out, entry{head: fmt.Sprintf("%s: no date given; inferred %s (score %.2f)", r.ID, dateText(&w), r.Published.Score)})
		}
	}
	for i := range v.rec.Claims {
		c := &v.rec.Claims[i]
		for _, a := range c.By {
			if a.Unsure != "" {
				out = append(out, entry{head: c.ID + ": who says so is uncertain: " + a.Unsure, quotes: v.quotes([]string{c.ID})})
				break
			}
		}
	}
	return out
}
