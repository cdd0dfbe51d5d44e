package export_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"vigil"
	"vigil/internal/export"
)

var noon = time.Date(2018, 9, 4, 12, 0, 0, 0, time.UTC)

// briefed is a brief of a record in which one incident changed and another,
// whose words are hostile, is new.
func briefed(t *testing.T) (*export.Brief, *vigil.Record) {
	t.Helper()
	rec := record(nil)
	known := rec.Incidents[0]
	fresh := known
	fresh.ID, fresh.Actors, fresh.Disputed = "i2", []vigil.Party{{Name: "<script>alert(1)</script>"}}, []string{"killed"}
	eleven, monitor := vigil.N(11), vigil.Party{Name: "Clinic"}
	fresh.Tallies = []vigil.Tally{{Measure: vigil.Killed, Min: vigil.N(8), Max: eleven, Figures: append(slices.Clone(known.Tallies[0].Figures),
		vigil.Witness{Figure: vigil.Figure{Measure: vigil.Killed, Min: eleven, Max: eleven, Source: &monitor}, Claim: "r#1"})}}
	nowhere := known
	nowhere.ID, nowhere.Claims = "i3", []string{"gone#1"} // nothing to cite
	was := known
	known.Tallies = []vigil.Tally{{Measure: vigil.Killed, Min: eleven, Max: eleven, Figures: known.Tallies[0].Figures}}
	rec.Incidents = []vigil.Incident{known, fresh, nowhere}
	js := func(x any) []byte {
		b, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	b := export.NewBrief(export.BriefInput{Record: rec, Area: "SYR", From: noon.Add(-time.Hour), To: noon, Today: vigil.DayOf(noon), History: map[string][]vigil.Revision{
		"i1": {{Of: "i1", Rev: 1, At: noon.Add(-72 * time.Hour), After: js(was)}, {Of: "i1", Rev: 2, At: noon, By: "vigil", Before: js(was), After: js(known)}},
		"i2": {{Of: "i2", Rev: 1, At: noon, After: js(fresh)}},
		"i3": {{Of: "i3", Rev: 1, At: noon, After: js(nowhere)}},
	}})
	return b, rec
}

// Every line cites, every citation is a sentence of a report, and what can
// cite nothing is left out.
func TestBriefCites(t *testing.T) {
	b, rec := briefed(t)
	lines := 0
	for _, s := range b.Sections {
		for _, g := range s.Groups {
			for _, l := range g.Lines {
				lines++
				if len(l.Cites) == 0 {
					t.Errorf("%s: %q cites nothing", s.Title, l.Text)
				}
				for _, n := range l.Cites {
					if n < 1 || n > len(b.Sources) || !strings.Contains(strings.Join(strings.Fields(rec.Reports[0].Text), " "), b.Sources[n-1].Sentence) {
						t.Errorf("%s: %q cites %d", s.Title, l.Text, n)
					}
				}
			}
		}
	}
	if lines != 5 { // new, by side, changed, two rival figures
		t.Errorf("%d lines", lines)
	}
}

func TestBriefForms(t *testing.T) {
	b, _ := briefed(t)
	for _, format := range []string{"md", "html"} {
		var out bytes.Buffer
		if err := export.WriteBrief(&out, b, "Situation report", format); err != nil {
			t.Fatal(err)
		}
		got := out.String()
		for _, want := range []string{"killed: 11, was at least 8", "At least eight fighters", "Clinic", "Disputed", "Preliminary"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %q:\n%s", format, want, got)
			}
		}
		if strings.Contains(got, "<script>") || strings.Contains(got, "\x1b") {
			t.Errorf("%s lets a report's words through as they are", format)
		}
	}
	var out bytes.Buffer
	if err := export.WriteBrief(&out, b, "x", "html"); err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`href="#s(\d+)"`).FindAllStringSubmatch(out.String(), -1) {
		if n, _ := strconv.Atoi(m[1]); !strings.Contains(out.String(), `id="s`+strconv.Itoa(n)+`"`) {
			t.Errorf("a link leads to source %d, which is not there", n)
		}
	}
}

func TestAgenda(t *testing.T) {
	rec := record(nil)
	rec.Incidents = nil
	today := vigil.DayOf(noon)
	add := func(id, outcome string, due vigil.Day) {
		s := vigil.Statement{ID: id, Act: "CONSULT", Outcome: outcome, Claims: []string{"r#1"}}
		if due != 0 {
			s.Due = &vigil.When{Days: vigil.Days{From: due, To: due}}
		}
		rec.Statements = append(rec.Statements, s)
	}
	add("s1", "due", today+2)
	add("s2", "held", today-1)
	add("s3", "cancelled", today+1)
	add("s4", "due", today+1)
	add("s5", "no report of it", today-40)
	add("s6", "", 0)
	add("s7", "breached", 0)
	rec.Statements[len(rec.Statements)-1].When = &vigil.When{Days: vigil.Days{From: today - 3, To: today - 3}}
	var got []string
	for _, a := range export.Agenda(rec, today, 14) {
		got = append(got, a.Statement.ID)
	}
	if strings.Join(got, " ") != "s7 s2 s3 s4 s1" {
		t.Errorf("agenda: %v", got)
	}
	b := export.NewAgenda(rec, "", today, 14, noon)
	if n := len(b.Sections[0].Groups); n != 2 || len(b.Sections[1].Groups) != 3 {
		t.Errorf("%d days to come: %+v", n, b.Sections)
	}
}

func TestParseArea(t *testing.T) {
	for _, x := range []struct {
		area string
		in   bool
	}{{"", true}, {"SYR", true}, {"IRQ", false}, {"al-tanf", true}, {"Idlib", false}, {"33.5,38.6,10", true}, {"10,10", false}} {
		f, err := export.ParseArea(x.area)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(f.Apply(record(nil)).Incidents) == 1; got != x.in {
			t.Errorf("%q: %v", x.area, got)
		}
	}
	if _, err := export.ParseArea("95,10"); err == nil {
		t.Error("a latitude of 95 is taken")
	}
}
