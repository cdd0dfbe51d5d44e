package eval

import (
	"testing"

	"vigil"
	"vigil/data"
	"vigil/internal/eval/war"
	"vigil/internal/pipeline"
	"vigil/internal/resolve/who"
	"vigil/internal/trace"
)

// Floors of TestWar, a little below what is reached.
var warFloors = map[string]float64{
	"incidents precision": .22,
	"incidents recall":    .9,
	"tellings read":       .9,
	"bcubed precision":    .95,
	"bcubed recall":       .6,
	"true toll in range":  .8,
	"toll figures f1":     .7,
	"voices within 1":     .36,
}

// TestWar reads a small made-up war and holds the record against what happened:
// the gate of tracing, grouping and merging that runs with the other tests.
func TestWar(t *testing.T) {
	w := war.Make(war.Size{Incidents: 25, Reports: 600, Seed: 2}, reword)
	scores := weighWar(w, recordOf(t, w)).scores()
	for name, floor := range warFloors {
		t.Logf("%s %.3f, floor %.2f", name, scores[name], floor)
		if scores[name] < floor {
			t.Errorf("%s fell to %.3f, below %.2f", name, scores[name], floor)
		}
	}
}

// recordOf reads the reports of a war and merges them.
func recordOf(t *testing.T, w *war.War) []mergedIncident {
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
	for _, r := range w.Reports {
		x := a.Analyse(r.Report)
		reports, claims = append(reports, x.Report), append(claims, x.Claims...)
	}
	c := pipeline.Composer{Analyser: a, Background: background, Kin: directory.Kin}
	return merged(c.Compose(reports, claims, nil, 0))
}

func merged(rec *vigil.Record) (out []mergedIncident) {
	of := map[string]*vigil.Claim{}
	for i := range rec.Claims {
		of[rec.Claims[i].ID] = &rec.Claims[i]
	}
	for _, in := range rec.Incidents {
		m := mergedIncident{Kind: "incident", Record: in}
		for _, id := range in.Claims {
			m.Claims = append(m.Claims, of[id])
		}
		out = append(out, m)
	}
	return out
}

// A war is the same for the same size, and says where each incident is told.
func TestWarIsMadeAlike(t *testing.T) {
	size := war.Size{Incidents: 10, Reports: 120, Seed: 3}
	a, b := war.Make(size, reword), war.Make(size, reword)
	told := map[string]bool{}
	copies := 0
	for i, r := range a.Reports {
		if r.Text != b.Reports[i].Text || r.ID != b.Reports[i].ID {
			t.Fatalf("report %d differs", i)
		}
		for _, x := range r.Tells {
			told[x.Incident] = true
			if x.In(r.Text) == "" {
				t.Errorf("%s tells %s nowhere", r.ID, x.Incident)
			}
		}
		if r.CopyOf != "" {
			copies++
		}
	}
	if len(a.Reports) != size.Reports || len(told) != size.Incidents || copies < size.Reports/5 {
		t.Errorf("%d reports, %d copies, %d incidents told; want %d, a fifth at least, %d", len(a.Reports), copies, len(told), size.Reports, size.Incidents)
	}
}
