package eval

import (
	"testing"

	"vigil"
	"vigil/data"
	"vigil/internal/pipeline"
	"vigil/internal/resolve/who"
	"vigil/internal/trace"
)

// TestSayings: quotations told twice in other words by other mouths are found,
// and other statements, most of all on the same matter, are not put together.
// The threshold was chosen on every other line. The hard wordings keep no word
// that could go; they are here so that it is known how far this reaches.
func TestSayings(t *testing.T) {
	for _, c := range []struct {
		name, text   string
		least, wrong int
	}{
		{"as two agencies translate", quotationsText, 32, 2},
		{"with no word kept that could go", hardQuotations, 3, 2},
	} {
		ws := readWordings(c.text)
		found, wrong := weighSayings(ws, sayingsRecord(t, ws))
		t.Logf("%s: %d of %d found, %d wrong", c.name, found, len(ws), wrong)
		if found < c.least || wrong > c.wrong {
			t.Errorf("%s: %d of %d found and %d wrong, want %d at least and %d at most", c.name, found, len(ws), wrong, c.least, c.wrong)
		}
		if testing.Verbose() {
			for part := range 2 {
				var half []wordedTwice
				for i, w := range ws {
					if i%2 == part {
						half = append(half, w)
					}
				}
				found, wrong := weighSayings(half, sayingsRecord(t, half))
				t.Logf("lines of %s: %d of %d found, %d wrong", []string{"choosing", "reporting"}[part], found, len(half), wrong)
			}
		}
	}
}

func sayingsRecord(t *testing.T, ws []wordedTwice) *vigil.Record {
	t.Helper()
	a := newAnalyser(t)
	background, err := trace.ParseBackground(data.Background)
	if err != nil {
		t.Fatal(err)
	}
	directory, err := who.Load()
	if err != nil {
		t.Fatal(err)
	}
	var reports []vigil.Report
	var claims []vigil.Claim
	for _, r := range sayingReports(ws) {
		day, err := vigil.ParseDay(r.Published)
		if err != nil {
			t.Fatal(err)
		}
		x := a.Analyse(vigil.Report{ID: r.ID, Text: r.Text, Source: r.Source, Published: vigil.Published{Days: vigil.Days{From: day, To: day}, Basis: vigil.Given, Score: 1}})
		reports, claims = append(reports, x.Report), append(claims, x.Claims...)
	}
	c := pipeline.Composer{Analyser: a, Background: background, Kin: directory.Kin}
	return c.Compose(reports, claims, nil, 0)
}
