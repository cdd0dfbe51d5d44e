// Package claims takes reports coded by hand and learns the models of
// internal/extract, or learns them on all folds but one at a time for
// cross-validation.
package claims

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"vigil"
	"vigil/internal/extract"
	"vigil/internal/nlp"
	"vigil/internal/resolve"
)

// Report is a report with what people coded in it.
type Report struct {
	Report  vigil.Report
	Doc     *nlp.Doc
	Res     *resolve.Result
	Gold    extract.Gold
	Fold    int
	Teaches Lessons
}

// Lessons says what a report was made to teach.
type Lessons uint8

// Lessons: coded whole; the first sentence of one coded whole, as a flash of
// its own; made to teach attribution alone, which numbers are tolls, statements
// alone, or incidents and tolls alone.
const (
	Everything Lessons = iota
	Flash
	Sayings
	Tallies
	Statements
	Events
)

// row is a line of briefs.jsonl or of a file of coded reports
// (bench/voa/README.md, bench/record/README.md). Offsets are characters.
type row struct {
	ID, Title, Text, Source, Published string
	Fold                               int
	Sentences                          []string
	Attributions                       []sayingRow
	Incidents                          []incidentRow
	Statements                         []struct {
		Type, Status, When string
		Actor, Recipient   []string
		Evidence           []string
	}
	Tolls []struct {
		figureRow
		Evidence []string
	}
}

type sayingRow struct{ Source, Cue, Content [][2]int }

type incidentRow struct {
	SubEvent        string `json:"sub_event"`
	When            string
	Date            *vigil.Days
	Place           *struct{ Name, Country string }
	Actors, Targets []entityRow
	Weapon          string
	Figures         []figureRow
	Sources         []string
	DeniedBy        []string `json:"denied_by"`
	Evidence        []string
	Background      bool
}

type figureRow struct {
	Measure  vigil.Measure
	Min, Max *int
	Source   string
}

// entityRow is {"text","names"} or a list of names.
type entityRow []string

// UnmarshalJSON reads either form.
func (e *entityRow) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, (*[]string)(e))
	}
	var o struct {
		Text  string
		Names []string
	}
	if err := json.Unmarshal(b, &o); err != nil {
		return err
	}
	*e = append(entityRow{o.Text}, o.Names...)
	return nil
}

// Read reads coded reports. Reading and resolving them is the caller's.
func Read(path string) ([]Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []Report
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<26)
	for in.Scan() {
		var r row
		if err := json.Unmarshal(in.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", path, len(out)+1, err)
		}
		out = append(out, r.report())
		if f, ok := r.flash(); ok {
			out = append(out, f)
		}
	}
	return out, in.Err()
}

// flash returns the first sentence of a report as one of its own: agencies
// send such, and a brief tells most incidents a second time.
func (r *row) flash() (Report, bool) {
	if len(r.Sentences) < 2 || !strings.HasPrefix(r.Text, r.Sentences[0]) {
		return Report{}, false
	}
	short := *r
	short.Text = r.Sentences[0]
	short.Attributions = nil
	end := utf8.RuneCountInString(short.Text)
	within := func(ss [][2]int) bool {
		return !slices.ContainsFunc(ss, func(s [2]int) bool { return s[1] > end })
	}
	for _, a := range r.Attributions {
		if within(a.Source) && within(a.Cue) && within(a.Content) {
			short.Attributions = append(short.Attributions, a)
		}
	}
	out := short.report()
	out.Teaches = Flash
	g := &out.Gold
	g.Incidents = slices.DeleteFunc(g.Incidents, func(i extract.GoldIncident) bool { return len(i.Evidence) == 0 })
	g.Statements = slices.DeleteFunc(g.Statements, func(s extract.GoldStatement) bool { return len(s.Evidence) == 0 })
	g.Tolls = slices.DeleteFunc(g.Tolls, func(t extract.GoldToll) bool { return len(t.Evidence) == 0 })
	return out, true
}

func (r *row) report() Report {
	at := byteOffsets(r.Text)
	spans := func(ss [][2]int) (out []vigil.Span) {
		for _, s := range ss {
			out = append(out, vigil.Span{Start: at[s[0]], End: at[s[1]]})
		}
		return out
	}
	out := Report{Report: vigil.Report{ID: r.ID, Title: r.Title, Source: r.Source, Text: r.Text, Lang: "en"}, Fold: r.Fold}
	if d, err := vigil.ParseDay(r.Published); err == nil {
		out.Report.Published = vigil.Published{Days: vigil.Days{From: d, To: d}, Basis: vigil.Given, Score: 1}
	}
	for _, a := range r.Attributions {
		out.Gold.Attributions = append(out.Gold.Attributions,
			extract.GoldSaying{Source: spans(a.Source), Cue: spans(a.Cue), Content: spans(a.Content)})
	}
	r.events(&out.Gold)
	return out
}

func (r *row) events(g *extract.Gold) {
	for _, i := range r.Incidents {
		x := extract.GoldIncident{SubEvent: i.SubEvent, When: i.When, Weapon: i.Weapon, Sources: i.Sources, DeniedBy: i.DeniedBy,
			Evidence: find(r.Text, i.Evidence), Background: i.Background}
		if i.Date != nil {
			x.Days = *i.Date
		}
		if i.Place != nil {
			x.Place, x.Country = i.Place.Name, i.Place.Country
		}
		for _, e := range i.Actors {
			x.Actors = append(x.Actors, e)
		}
		for _, e := range i.Targets {
			x.Targets = append(x.Targets, e)
		}
		for _, f := range i.Figures {
			x.Figures = append(x.Figures, extract.GoldFigure(f))
		}
		g.Incidents = append(g.Incidents, x)
	}
	for _, s := range r.Statements {
		g.Statements = append(g.Statements, extract.GoldStatement{Type: s.Type, Status: s.Status, Actor: s.Actor, Recipient: s.Recipient,
			When: s.When, Evidence: find(r.Text, s.Evidence)})
	}
	for _, t := range r.Tolls {
		g.Tolls = append(g.Tolls, extract.GoldToll{GoldFigure: extract.GoldFigure(t.figureRow), Evidence: find(r.Text, t.Evidence)})
	}
}

// find returns where the pieces stand in the text; those that do not are left
// out.
func find(text string, pieces []string) []vigil.Span {
	var out []vigil.Span
	for _, p := range pieces {
		if at := strings.Index(text, p); at >= 0 {
			out = append(out, vigil.Span{Start: at, End: at + len(p)})
		}
	}
	return out
}

func byteOffsets(s string) []int {
	out := make([]int, 0, utf8.RuneCountInString(s)+1)
	for i := range s {
		out = append(out, i)
	}
	return append(out, len(s))
}
