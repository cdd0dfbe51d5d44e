package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"vigil"
	"vigil/internal/export"
)

// many makes incidents of every kind, with and without each value.
func many(n int) *vigil.Record {
	rnd := rand.New(rand.NewPCG(1, 2))
	pick := func(xs ...string) string { return xs[rnd.IntN(len(xs))] }
	names := []string{"=cmd|' /C calc'!A0", "Army", "+1", "Fighters; others", "\"quoted\", and", "line\nbreak", "@x", "-", "ünïcode مرحبا"}
	rec := &vigil.Record{Reports: []vigil.Report{{ID: "r", Source: "Wire, the", Title: "=1+1", Text: text}},
		Claims: []vigil.Claim{{ID: "r#1", Report: "r", Kind: vigil.IncidentClaim, Evidence: []vigil.Span{span(text)}}}}
	parties := func() []vigil.Party {
		var ps []vigil.Party
		for range rnd.IntN(4) {
			ps = append(ps, vigil.Party{Name: names[rnd.IntN(len(names))], Inter: append(vigil.Inters, "")[rnd.IntN(9)], Kind: vigil.Kind(pick("PEOPLE", "OBJECT", "MILITARY"))})
		}
		return ps
	}
	figure := func() vigil.Figure {
		f := vigil.Figure{Measure: vigil.Measure(pick("killed", "killed", "injured")), Of: names[rnd.IntN(len(names))]}
		lo := rnd.IntN(30)
		if rnd.IntN(4) > 0 {
			f.Min = vigil.N(lo)
		}
		if rnd.IntN(4) > 0 {
			f.Max = vigil.N(lo + rnd.IntN(30))
		}
		return f
	}
	kinds := []vigil.PlaceKind{vigil.Settlement, vigil.District, vigil.Facility, vigil.Admin2, vigil.Admin1, vigil.Region, vigil.Country, vigil.Water, vigil.Relief, vigil.Continent}
	for i := range n {
		in := vigil.Incident{ID: fmt.Sprint("i", i), Act: vigil.Acts[rnd.IntN(len(vigil.Acts))].ID, Actors: parties(), Targets: parties(), Claims: []string{"r#1"}, Score: rnd.Float64()}
		if rnd.IntN(5) > 0 {
			d := vigil.Date(2018, time.Month(1+rnd.IntN(12)), 1+rnd.IntN(28))
			in.When = &vigil.When{Days: vigil.Days{From: d, To: d + vigil.Day(rnd.IntN(2)*rnd.IntN(500))}}
			if rnd.IntN(10) == 0 {
				in.When.Days.From = 0
			}
		}
		if rnd.IntN(5) > 0 {
			in.Place = &vigil.Place{Name: names[rnd.IntN(len(names))], Kind: kinds[rnd.IntN(len(kinds))], Relation: pick("", "", "near"), Country: pick("SYR", "YEM", "", "XKX", "zzz", "USA", "MLI"),
				Admin1: names[rnd.IntN(len(names))], Located: rnd.IntN(4) > 0, Lat: rnd.Float64()*180 - 90, Lon: rnd.Float64()*360 - 180}
		}
		for range rnd.IntN(3) {
			f := figure()
			t := vigil.Tally{Measure: f.Measure, Rule: "lowest", Min: f.Min, Max: f.Max, Figures: []vigil.Witness{{Figure: f, Claim: "r#1"}}}
			if g := figure(); g.Measure == f.Measure {
				t.Figures = append(t.Figures, vigil.Witness{Figure: g, Claim: "r#1"})
			}
			in.Tallies = append(in.Tallies, t)
		}
		if rnd.IntN(20) == 0 {
			in.Review = &vigil.Review{Verdict: vigil.Excluded}
		}
		rec.Incidents = append(rec.Incidents, in)
	}
	return rec
}

// Whatever the record holds, the forms keep their columns, codes and types, and
// what is missing from them is told.
func TestForms(t *testing.T) {
	rec := many(5000)
	for _, format := range []string{"acled", "ged"} {
		out := written(t, rec, format)
		if err := export.Check(strings.NewReader(out), format); err != nil {
			t.Errorf("%s: %.2000s", format, err)
		}
		rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
		if err != nil || len(rows) < 100 {
			t.Fatalf("%s: %d rows, %v", format, len(rows), err)
		}
		for _, row := range rows[1:] {
			for i, cell := range row {
				if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") && strings.Trim(cell, "+-0123456789.") != "" {
					t.Fatalf("%s: %s is %q", format, rows[0][i], cell)
				}
			}
		}
		told := len(rows) - 1
		for _, l := range export.Losses(rec, format, export.Options{}) {
			if strings.HasPrefix(l.What, "incidents ") {
				told += len(l.IDs)
			}
		}
		if told != len(rec.Incidents) {
			t.Errorf("%s: %d of %d are neither written nor told as lost", format, told, len(rec.Incidents))
		}
	}
}

// The checker sees each kind of fault.
func TestCheckerSees(t *testing.T) {
	rec := record(func(in *vigil.Incident) {
		in.Actors = []vigil.Party{{Name: "Army", Inter: vigil.StateForces}}
		in.Targets = []vigil.Party{{Name: "People", Inter: vigil.Civilians}}
	})
	for format, faults := range map[string][][2]string{
		"acled": {{"2018-09-03", "03/09/2018"}, {",1,Political", ",4,Political"}, {"Air/drone strike", "Air strike"}, {"State forces-Civilians", "Civilians-State forces"},
			{",760,", ",761,"}, {"33.5000", "33.5"}, {"38.6000", "238.6000"}, {"Civilians targeted", "yes"}, {"event_date", "date"}},
		"ged": {{"2018-09-03 00", "2018-09-03T00"}, {"POINT (38.600000 33.500000)", "33.5 38.6"}, {",8,8,8,", ",8,7,8,"}, {"Middle East", "Near East"}, {"Clear", "clear"}},
	} {
		good := written(t, rec, format)
		if err := export.Check(strings.NewReader(good), format); err != nil {
			t.Fatalf("%s: %v\n%s", format, err, good)
		}
		for _, f := range faults {
			bad := strings.Replace(good, f[0], f[1], 1)
			if bad == good {
				t.Errorf("%s: %q is not in\n%s", format, f[0], good)
			} else if export.Check(strings.NewReader(bad), format) == nil {
				t.Errorf("%s: %q passes for %q", format, f[1], f[0])
			}
		}
		rows := strings.SplitAfter(good, "\n")
		if export.Check(strings.NewReader(good+rows[1]), format) == nil {
			t.Errorf("%s: an id twice passes", format)
		}
	}
}

// Rival figures are never dropped in silence: ACLED's lowest stands, the notes
// hold the rest, GED spans them.
func TestRivalFigures(t *testing.T) {
	rec := record(func(in *vigil.Incident) {
		in.Tallies[0] = vigil.Tally{Measure: vigil.Killed, Rule: "low-high", Min: vigil.N(8), Max: vigil.N(11), Figures: []vigil.Witness{
			{Figure: vigil.Figure{Measure: vigil.Killed, Min: vigil.N(11), Max: vigil.N(11), Source: &vigil.Party{Name: "Ministry"}}, Claim: "r#1"},
			{Figure: vigil.Figure{Measure: vigil.Killed, Min: vigil.N(8), Max: vigil.N(8), Source: &vigil.Party{Name: "Monitor"}}, Claim: "r#1"}}}
	})
	acled, _ := csv.NewReader(strings.NewReader(written(t, rec, "acled"))).ReadAll()
	if acled[1][28] != "8" || !strings.Contains(acled[1][27], "11 (Ministry), 8 (Monitor)") {
		t.Errorf("ACLED: %q, %q", acled[1][28], acled[1][27])
	}
	ged, _ := csv.NewReader(strings.NewReader(written(t, rec, "ged"))).ReadAll()
	if got := ged[1][44:47]; got[0] != "8" || got[1] != "11" || got[2] != "8" {
		t.Errorf("GED's best, high, low: %v", got)
	}
}

func TestPrioGrid(t *testing.T) {
	for _, c := range []struct {
		lat, lon float64
		want     int
	}{{-90, -180, 1}, {-90, -179.5, 2}, {-89.5, -180, 721}, {90, 180, 259200}, {0, 0, 129961}} {
		if got := export.PrioGrid(c.lat, c.lon); got != c.want {
			t.Errorf("%v, %v is in cell %d, want %d", c.lat, c.lon, got, c.want)
		}
	}
}

func TestAtom(t *testing.T) {
	rec := record(func(in *vigil.Incident) { in.Place.Name = "<script>\x00]]>&" })
	var b bytes.Buffer
	if err := export.Write(&b, rec, "atom", export.Options{Base: "https://desk.example"}); err != nil {
		t.Fatal(err)
	}
	var feed struct {
		Entries []struct {
			Title string `xml:"title"`
			Link  struct {
				Href string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(b.Bytes(), &feed); err != nil || len(feed.Entries) != 1 || feed.Entries[0].Link.Href != "https://desk.example/incidents/i1" {
		t.Errorf("%+v, %v", feed, err)
	}
	if strings.Contains(b.String(), "<script>") {
		t.Error(b.String())
	}
}

func TestCalendar(t *testing.T) {
	day, _ := vigil.ParseDay("2018-09-07")
	rec := &vigil.Record{Statements: []vigil.Statement{{ID: "s 1", Act: "CONSULT", From: []vigil.Party{{Name: "A; B, C\nEND:VEVENT"}},
		Due: &vigil.When{Days: vigil.Days{From: day, To: day}}}, {ID: "s2", Act: "AGREE"}}}
	out := written(t, rec, "ics")
	for _, want := range []string{"DTSTART;VALUE=DATE:20180907\r\n", "DTEND;VALUE=DATE:20180908\r\n", `A\; B\, C\nEND:VEVENT`} {
		if !strings.Contains(out, want) {
			t.Errorf("lacks %q:\n%s", want, out)
		}
	}
	if strings.Count(out, "BEGIN:VEVENT") != 1 {
		t.Errorf("%d events", strings.Count(out, "BEGIN:VEVENT"))
	}
	for _, line := range strings.Split(out, "\r\n") {
		if len(line) > 75 {
			t.Errorf("%d bytes: %s", len(line), line)
		}
	}
}
