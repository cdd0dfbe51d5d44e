package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"vigil"
	"vigil/internal/export"
)

const text = "At least eight fighters were killed near al-Tanf, the monitor said. \x1b[31m=HYPERLINK"

func span(s string) vigil.Span {
	i := strings.Index(text, s)
	return vigil.Span{Start: i, End: i + len(s)}
}

// record is one incident as one report tells it.
func record(mend func(*vigil.Incident)) *vigil.Record {
	day, _ := vigil.ParseDay("2018-09-03")
	monitor := vigil.Party{Name: "Monitor"}
	in := vigil.Incident{ID: "i1", Act: vigil.AirStrike, Claims: []string{"r#1"}, Score: 0.8,
		When:    &vigil.When{Days: vigil.Days{From: day, To: day}},
		Place:   &vigil.Place{Name: "al-Tanf", Kind: vigil.Settlement, Country: "SYR", Located: true, Lat: 33.5, Lon: 38.6},
		Targets: []vigil.Party{{Name: "=cmd|' /C calc'!A0"}},
		Tallies: []vigil.Tally{{Measure: vigil.Killed, Min: vigil.N(8), Figures: []vigil.Witness{
			{Figure: vigil.Figure{Measure: vigil.Killed, Min: vigil.N(8), Of: "fighters", Source: &monitor}, Claim: "r#1"}}}},
		Voices: []vigil.Voice{{Source: "Monitor", Counts: true}, {Source: "Echo", Why: "copy of r"}}}
	if mend != nil {
		mend(&in)
	}
	return &vigil.Record{
		Reports:   []vigil.Report{{ID: "r", Text: text}},
		Claims:    []vigil.Claim{{ID: "r#1", Report: "r", Kind: vigil.IncidentClaim, Evidence: []vigil.Span{span(text)}}},
		Incidents: []vigil.Incident{in},
	}
}

func written(t *testing.T, rec *vigil.Record, format string) string {
	t.Helper()
	var b bytes.Buffer
	if err := export.Write(&b, rec, format, export.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Every form shows the sentence, the report and the figure's source.
func TestEveryFormLeadsBack(t *testing.T) {
	for _, format := range []string{"text", "md", "json", "jsonl", "csv", "geojson"} { // the others are other people's forms
		got := written(t, record(nil), format)
		for _, want := range []string{"At least eight fighters", "al-Tanf", "Monitor"} {
			if format == "csv" && want == "Monitor" {
				continue // its columns hold claims' speakers, and this claim names none
			}
			if !strings.Contains(strings.Join(strings.Fields(got), " "), want) {
				t.Errorf("%s lacks %q:\n%s", format, want, got)
			}
		}
	}
}

func TestUnknownIsNotZero(t *testing.T) {
	rec := record(func(in *vigil.Incident) { in.Tallies = nil })
	rows, err := csv.NewReader(strings.NewReader(written(t, rec, "csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, col := range rows[0] {
		if strings.HasPrefix(col, "killed") && rows[1][i] != "" {
			t.Errorf("%s is %q for a toll that nobody gives", col, rows[1][i])
		}
	}
}

// A country that nobody tells is said to be likely where people read, is told
// as a loss where the form cannot say so, and is no row of ACLED's.
func TestLikelyCountry(t *testing.T) {
	rec := record(func(in *vigil.Incident) {
		in.Place = &vigil.Place{Name: "Syria", Kind: vigil.Country, Country: "SYR", Located: true, Lat: 35, Lon: 38, RadiusKm: 300, Basis: vigil.ByReport}
	})
	if got := strings.Join(strings.Fields(written(t, rec, "text")), " "); !strings.Contains(got, "the country by the rest of the report") {
		t.Errorf("not said to be likely:\n%s", got)
	}
	if !slices.ContainsFunc(export.Losses(rec, "ged", export.Options{}), func(l export.Loss) bool { return strings.Contains(l.What, "only likely") }) {
		t.Error("not told as lost to GED")
	}
	if rows, err := csv.NewReader(strings.NewReader(written(t, rec, "acled"))).ReadAll(); err != nil || len(rows) != 1 {
		t.Errorf("%d rows of ACLED's, %v", len(rows)-1, err)
	}
}

func TestAreaIsNoPoint(t *testing.T) {
	for _, c := range []struct {
		place *vigil.Place
		want  string
	}{
		{&vigil.Place{Name: "al-Tanf", Kind: vigil.Settlement, Located: true, Lat: 33.5, Lon: 38.6}, "Point"},
		{&vigil.Place{Name: "al-Tanf", Relation: "near", Kind: vigil.Settlement, Located: true, Lat: 33.5, Lon: 38.6, RadiusKm: 20}, "Polygon"},
		{&vigil.Place{Name: "Idlib", Kind: vigil.Admin1, Located: true, Lat: 35.9, Lon: 36.6, RadiusKm: 60}, "Polygon"},
		{&vigil.Place{Name: "Syria", Kind: vigil.Country, Located: true, Lat: 35, Lon: 38, RadiusKm: 300}, ""},
		{nil, ""},
	} {
		var got struct {
			Features []struct{ Geometry *struct{ Type string } }
		}
		out := written(t, record(func(in *vigil.Incident) { in.Place = c.place }), "geojson")
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatal(err)
		}
		kind := ""
		if g := got.Features[0].Geometry; g != nil {
			kind = g.Type
		}
		if kind != c.want {
			t.Errorf("%+v is drawn as %q, want %q", c.place, kind, c.want)
		}
	}
}

func TestCell(t *testing.T) {
	for in, want := range map[string]string{"=1+1": "'=1+1", "+1": "+1", "-12.5": "-12.5", "-cmd": "'-cmd", "@x": "'@x", "\tx": "'\tx", "plain": "plain", "": ""} {
		if got := export.Cell(in); got != want {
			t.Errorf("Cell(%q) = %q, want %q", in, got, want)
		}
	}
	if out := written(t, record(nil), "csv"); strings.Contains(out, ",=") || strings.Contains(out, "\"=") {
		t.Errorf("a formula gets out:\n%s", out)
	}
}

// A report must not drive the terminal that shows it.
func TestTextIsPrintable(t *testing.T) {
	if out := written(t, record(nil), "text"); strings.Contains(out, "\x1b") {
		t.Errorf("escape codes of a report are printed: %q", out)
	}
}

func TestFilter(t *testing.T) {
	near, err := export.ParseCircle("33.5,38.6,10")
	if err != nil {
		t.Fatal(err)
	}
	far, _ := export.ParseCircle("50,30")
	day, _ := vigil.ParseDay("2018-09-04")
	for _, c := range []struct {
		name string
		f    export.Filter
		want int
	}{
		{"none", export.Filter{}, 1},
		{"score", export.Filter{MinScore: 0.9}, 0},
		{"since", export.Filter{Days: vigil.Days{From: day}}, 0},
		{"until", export.Filter{Days: vigil.Days{To: day}}, 1},
		{"country", export.Filter{Country: "SYR"}, 1},
		{"other country", export.Filter{Country: "IRQ"}, 0},
		{"near", export.Filter{Near: near}, 1},
		{"far", export.Filter{Near: far}, 0},
	} {
		if got := len(c.f.Apply(record(nil)).Incidents); got != c.want {
			t.Errorf("%s keeps %d", c.name, got)
		}
	}
	for _, s := range []string{"", "1", "91,0", "a,b", "1,2,-3", "NaN,0", "1,2,3,4"} {
		if _, err := export.ParseCircle(s); err == nil {
			t.Errorf("ParseCircle(%q) passes", s)
		}
	}
}
