package serve_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"vigil"
	"vigil/internal/pipeline"
	"vigil/internal/serve"
	"vigil/internal/serve/people"
	"vigil/internal/store"
)

// corrections is how many words of analysts TestCorrectionsOutliveAnalysis holds
// the analysis to.
const corrections = 500

// corrected is what an analyst said of the i-th report's incident: the form's
// field and value, and what the record must have for it ever after.
func corrected(i int) (field, value string, holds func(*vigil.Incident) bool) {
	killed := func(in *vigil.Incident, low, high int) bool {
		return len(in.Tallies) > 0 && in.Tallies[0].Min != nil && *in.Tallies[0].Min == low && in.Tallies[0].Max != nil && *in.Tallies[0].Max == high
	}
	switch i % 5 {
	case 0:
		return "killed", fmt.Sprintf("%d to %d", 50+i, 60+i), func(in *vigil.Incident) bool { return killed(in, 50+i, 60+i) }
	case 1:
		return "act", vigil.Shelling, func(in *vigil.Incident) bool { return in.Act == vigil.Shelling }
	case 2:
		day := vigil.DayOf(time.Date(2017, 1, 1+i, 0, 0, 0, 0, time.UTC))
		return "when", day.String(), func(in *vigil.Incident) bool {
			return in.When != nil && in.When.Days.From == day && in.When.Days.To == day
		}
	case 3:
		name := fmt.Sprint("Brigade ", i)
		return "actors", name, func(in *vigil.Incident) bool { return len(in.Actors) == 1 && in.Actors[0].Name == name }
	}
	name := fmt.Sprint("Hamlet ", i)
	return "place", name + ", SYR, 36.1, 36.9", func(in *vigil.Incident) bool { return in.Place != nil && in.Place.Name == name }
}

// Everything is read anew by an analyser that numbers claims otherwise, cuts
// their sentences otherwise and has other values for everything: every word of
// an analyst stands.
func TestCorrectionsOutliveAnalysis(t *testing.T) {
	d := newDesk(t, func(c *serve.Config) { c.Demo = false })
	_, ann := d.account("Ann", people.Analyst)
	ctx := context.Background()
	for i := range corrections {
		r, in := strike(fmt.Sprint("c", i), vigil.Day(730000+20*i).String(), fmt.Sprint("Town ", i), 1+i%30)
		put(t, d.store, r, in)
	}
	d.update(1)
	for i := range corrections {
		in := d.standing(fmt.Sprint("c", i))
		field, value, _ := corrected(i)
		d.do(ann, "/incidents/"+in.ID+"/correct", "rev", fmt.Sprint(in.Rev), "field", field, "value", value, "reason", fmt.Sprint("list ", i))
	}
	for i := range corrections {
		rd, err := d.store.Reading(ctx, fmt.Sprint("c", i))
		if err != nil {
			t.Fatal(err)
		}
		readOtherwise(rd, i)
		if _, err := d.store.Put(ctx, rd); err != nil {
			t.Fatal(err)
		}
	}
	d.update(2)
	lost := 0
	for i := range corrections {
		in := d.standing(fmt.Sprint("c", i))
		field, value, holds := corrected(i)
		if !holds(in) || in.Review == nil || len(in.Review.Corrected) != 1 || in.Review.Corrected[0] != field {
			if lost++; lost < 5 {
				t.Errorf("report %d: %s %q is lost: %+v", i, field, value, in)
			}
		}
	}
	if lost > 0 {
		t.Errorf("%d of %d corrections are lost", lost, corrections)
	}
}

// update brings the record up to date on the n-th hour.
func (d *desk) update(n int) {
	d.t.Helper()
	if err := (&pipeline.Composer{}).Update(context.Background(), d.store, today.Add(time.Duration(n)*time.Hour)); err != nil {
		d.t.Fatal(err)
	}
}

// standing returns the one incident that stands on the main sentence of a
// report, whatever else was read from it.
func (d *desk) standing(report string) *vigil.Incident {
	d.t.Helper()
	ctx := context.Background()
	rd, err := d.store.Reading(ctx, report)
	if err != nil {
		d.t.Fatal(err)
	}
	main := rd.Claims[len(rd.Claims)-1].ID
	items, err := d.store.Items(ctx, store.Query{Kind: store.Incident, Claims: []string{main}})
	if err != nil || len(items) != 1 {
		d.t.Fatalf("%s: %d incidents stand on %s: %v", report, len(items), main, err)
	}
	var in vigil.Incident
	mustJSON(d.t, string(items[0].JSON), &in)
	in.Rev = items[0].Rev
	return &in
}

// readOtherwise is what a later analyser makes of a report: another claim
// first, the old one under another number, with a shorter sentence and other
// values.
func readOtherwise(rd *store.Reading, i int) {
	old := rd.Claims[0]
	other := old
	end := vigil.Span{Start: old.Evidence[0].End + 1, End: len(rd.Report.Text)}
	other.ID, other.Kind, other.Evidence, other.Trigger, other.Figures, other.Act = rd.Report.ID+"#1", vigil.StatementClaim, []vigil.Span{end}, end, nil, "CONSULT"
	old.ID, old.Score, old.Act = rd.Report.ID+"#2", .99, vigil.ArmedClash
	old.Evidence = []vigil.Span{{Start: old.Evidence[0].Start, End: old.Evidence[0].End - 16}}
	old.Figures = []vigil.Figure{{Measure: vigil.Killed, Min: vigil.N(900 + i), Span: old.Figures[0].Span}}
	old.Actors = []vigil.Party{{Name: "Somebody else"}}
	rd.Analyser, rd.Claims = "2", []vigil.Claim{other, old}
}
