package review_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"vigil"
	"vigil/internal/merge"
	"vigil/internal/review"
)

var start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func claim(id, report string, from, to int) vigil.Claim {
	return vigil.Claim{ID: id, Report: report, Kind: vigil.IncidentClaim, Status: vigil.Occurred, Act: vigil.AirStrike, Evidence: []vigil.Span{{Start: from, End: to}}, Score: .5}
}

func decision(n int, by string, kind vigil.DecisionKind, field, value string, about ...vigil.Claim) vigil.Decision {
	d := vigil.Decision{ID: fmt.Sprint("d", n), Kind: kind, Field: field, Value: json.RawMessage(value), By: by, At: start.Add(time.Duration(n) * time.Minute)}
	for i := range about {
		d.About = append(d.About, vigil.AnchorOf(&about[i]))
		d.Of = about[0].ID
	}
	return d
}

// build makes the record of claims as decisions have it.
func build(claims []vigil.Claim, ds ...vigil.Decision) *vigil.Record {
	r := review.New(ds, claims)
	reports := map[string]bool{}
	in := merge.Input{Claims: claims, Decisions: r.Merges()}
	for _, c := range claims {
		if !reports[c.Report] {
			reports[c.Report] = true
			in.Reports = append(in.Reports, vigil.Report{ID: c.Report})
		}
	}
	rec := merge.Build(in, merge.Options{})
	r.Apply(rec)
	return rec
}

func TestMergeAndSplit(t *testing.T) {
	a, b := claim("a#1", "a", 0, 50), claim("b#1", "b", 0, 50)
	all := []vigil.Claim{a, b}
	if n := len(build(all).Incidents); n != 2 {
		t.Fatalf("without a word they are %d", n)
	}
	together := decision(1, "Ann", vigil.Together, "", "", a, b)
	if n := len(build(all, together).Incidents); n != 1 {
		t.Errorf("put together they are %d", n)
	}
	apart := decision(2, "Ann", vigil.Apart, "", "", a)
	apart.From = []vigil.Anchor{vigil.AnchorOf(&b)}
	if n := len(build(all, together, apart).Incidents); n != 2 {
		t.Errorf("put apart again they are %d", n)
	}
}

func TestCorrections(t *testing.T) {
	a := claim("a#1", "a", 0, 50)
	a.Figures = []vigil.Figure{{Measure: vigil.Killed, Min: vigil.N(8), Max: vigil.N(8)}}
	for _, c := range []struct {
		field, value string
		ok           bool
	}{
		{"act", `"Shelling/artillery/missile attack"`, true}, {"act", `"Party"`, false}, {"act", `"AGREE"`, false}, {"act", `{`, false},
		{"when", `{"start":"2018-09-04","end":"2018-09-05"}`, true}, {"when", `{"start":"2018-09-06","end":"2018-09-05"}`, false}, {"when", `{}`, false},
		{"place", `{"name":"Idlib","kind":"admin1"}`, true}, {"place", `{}`, false}, {"actors", `[{"name":"Army"}]`, true}, {"actors", `7`, false},
		{"killed", `{"min":11,"max":12}`, true}, {"killed", `{"min":12,"max":11}`, false}, {"killed", `{"min":-1}`, false}, {"killed", `{}`, false}, {"injured", `{"min":3}`, true},
		{"id", `"x"`, false}, {"claims", `[]`, false},
	} {
		in := build([]vigil.Claim{a}, decision(1, "Ann", vigil.Correct, c.field, c.value, a)).Incidents[0]
		if got := in.Review != nil && len(in.Review.Corrected) == 1; got != c.ok {
			t.Errorf("%s = %s is taken: %v", c.field, c.value, got)
		}
		if c.ok && c.field == "killed" && (*in.Tallies[0].Min != 11 || in.Tallies[0].Rule != review.ByPerson || len(in.Tallies[0].Figures) != 1) {
			t.Errorf("corrected tally %+v", in.Tallies[0])
		}
	}
}

func TestSecondReader(t *testing.T) {
	a := claim("a#1", "a", 0, 50)
	judge := func(n int, by, v string) vigil.Decision {
		return decision(n, by, vigil.Judge, "", `"`+v+`"`, a)
	}
	for _, c := range []struct {
		ds      []vigil.Decision
		verdict vigil.Verdict
		second  string
		against int
	}{
		{[]vigil.Decision{judge(1, "Ann", "accepted")}, vigil.Accepted, "", 0},
		{[]vigil.Decision{judge(1, "Ann", "accepted"), judge(2, "Bob", "accepted")}, vigil.Accepted, "Bob", 0},
		{[]vigil.Decision{judge(1, "Ann", "accepted"), judge(2, "Bob", "excluded")}, vigil.Accepted, "", 1},
		{[]vigil.Decision{judge(1, "Ann", "accepted"), judge(2, "Bob", "excluded"), judge(3, "Bob", "accepted")}, vigil.Accepted, "Bob", 0},
		{[]vigil.Decision{judge(1, "Ann", "accepted"), judge(2, "Ann", "excluded")}, vigil.Excluded, "", 0},
	} {
		rv := build([]vigil.Claim{a}, c.ds...).Incidents[0].Review
		if rv.Verdict != c.verdict || rv.Second != c.second || len(rv.Disagrees) != c.against {
			t.Errorf("%d verdicts make %+v", len(c.ds), rv)
		}
	}
	got := review.Agree([]vigil.Decision{judge(1, "Ann", "accepted"), judge(2, "Bob", "excluded"), judge(3, "Bob", "accepted")})
	if got.Read != 1 || got.Same != 1 {
		t.Errorf("agreement %+v", got)
	}
}

// 500 corrections stand after everything was read anew: claims renumbered,
// sentences parted a little otherwise, texts lengthened, reports added.
func TestDecisionsOutliveAnalysis(t *testing.T) {
	const n = 500
	var claims, anew []vigil.Claim
	var ds []vigil.Decision
	for i := range n {
		r := fmt.Sprint("r", i/2)
		c := claim(fmt.Sprintf("%s#%d", r, i%2+1), r, 100*(i%2), 100*(i%2)+90)
		claims = append(claims, c)
		ds = append(ds, decision(i, "Ann", vigil.Correct, "killed", fmt.Sprintf(`{"min":%d,"max":%d}`, i, i), c))
		c.ID = fmt.Sprintf("%s#%d", r, 3-(i%2+1)) // numbered the other way round
		c.Evidence = []vigil.Span{{Start: c.Evidence[0].Start + 2, End: c.Evidence[0].End - 1}}
		anew = append(anew, c)
	}
	for i := range 50 {
		r := fmt.Sprint("new", i)
		anew = append(anew, claim(r+"#1", r, 0, 90))
	}
	for name, cs := range map[string][]vigil.Claim{"at once": claims, "read anew": anew} {
		apart := map[string]bool{}
		for _, in := range build(cs, ds...).Incidents {
			for _, tally := range in.Tallies {
				if tally.Rule == review.ByPerson {
					apart[fmt.Sprint(*tally.Min, in.Claims)] = true
				}
			}
		}
		for i := range n {
			if want := fmt.Sprint(i, []string{cs[i].ID}); !apart[want] {
				t.Fatalf("%s: correction %d is lost", name, i)
			}
		}
	}
}
