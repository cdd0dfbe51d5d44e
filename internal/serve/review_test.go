package serve_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"vigil"
	"vigil/internal/pipeline"
	"vigil/internal/serve/people"
	"vigil/internal/store"
)

// incident reads an incident and its revision, or nil if it is buried.
func (d *desk) incident(id string) *vigil.Incident {
	d.t.Helper()
	items, err := d.store.Items(context.Background(), store.Query{Kind: store.Incident, IDs: []string{id}})
	if err != nil {
		d.t.Fatal(err)
	}
	if len(items) == 0 {
		return nil
	}
	var in vigil.Incident
	mustJSON(d.t, string(items[0].JSON), &in)
	in.Rev = items[0].Rev
	return &in
}

// do sends a review form that must be taken.
func (d *desk) do(cookie, path string, pairs ...string) {
	d.t.Helper()
	if w := d.form(cookie, path, pairs...); w != http.StatusSeeOther {
		d.t.Fatalf("%s %v answers %d", path, pairs, w)
	}
}

func (d *desk) form(cookie, path string, pairs ...string) int {
	d.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return d.post(path, cookie, form).Code
}

func reviewed(t *testing.T) (d *desk, ann, bob string) {
	d = private(t)
	r, in := strike("b", "2018-09-04", "Idlib", 11)
	put(t, d.store, r, in)
	_, ann = d.account("Ann", people.Analyst)
	_, bob = d.account("Bob", people.Analyst)
	return d, ann, bob
}

func TestReview(t *testing.T) {
	d, ann, bob := reviewed(t)
	d.do(ann, "/incidents/i-a/correct", "rev", "1", "field", "killed", "value", "9 to 12", "reason", "the ministry's list")
	in := d.incident("i-a")
	if *in.Tallies[0].Min != 9 || *in.Tallies[0].Max != 12 || len(in.Tallies[0].Figures) != 1 || in.Review == nil || in.Rev != 2 {
		t.Fatalf("corrected: %+v", in)
	}
	d.do(ann, "/incidents/i-a/judge", "rev", "2", "verdict", "accepted")
	d.do(bob, "/incidents/i-a/judge", "rev", "3", "verdict", "accepted")
	d.do(bob, "/incidents/i-a/grade", "rev", "4", "grade", "fair")
	d.do(bob, "/incidents/i-a/note", "rev", "5", "reason", "see the video")
	rv := d.incident("i-a").Review
	if rv.Verdict != vigil.Accepted || rv.By != "Ann" || rv.Second != "Bob" || rv.Grade != "fair" || len(rv.Notes) != 1 {
		t.Errorf("review %+v", rv)
	}
	page := d.get("/incidents/i-a", "Cookie", ann).Body.String()
	for _, want := range []string{"corrected", "9 to 12", "second reader", "see the video", "the ministry&#39;s list", "at least 8 people"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if page := d.get("/incidents/i-a", "Cookie", ann).Body.String(); strings.Contains(d.get("/review", "Cookie", ann).Body.String(), `value="i-a `) || page == "" {
		t.Error("what was judged is still in the queue")
	}
}

func TestWhatIsNotTaken(t *testing.T) {
	d, ann, _ := reviewed(t)
	for _, c := range []struct {
		path  string
		pairs []string
		want  int
	}{
		{"correct", []string{"rev", "7", "field", "killed", "value", "9", "reason", "x"}, http.StatusConflict},
		{"correct", []string{"rev", "1", "field", "killed", "value", "nine", "reason", "x"}, http.StatusUnprocessableEntity},
		{"correct", []string{"rev", "1", "field", "id", "value", "9", "reason", "x"}, http.StatusUnprocessableEntity},
		{"correct", []string{"rev", "1", "field", "killed", "value", "9"}, http.StatusUnprocessableEntity},
		{"judge", []string{"rev", "1", "verdict", "excluded"}, http.StatusUnprocessableEntity},
		{"judge", []string{"rev", "1", "verdict", "loved"}, http.StatusUnprocessableEntity},
		{"judge", []string{"rev", "x", "verdict", "accepted"}, http.StatusBadRequest},
		{"grade", []string{"rev", "1", "grade", "A+"}, http.StatusBadRequest},
		{"merge", []string{"rev", "1", "with", "no"}, http.StatusNotFound},
		{"merge", []string{"rev", "1", "with", "i-a"}, http.StatusUnprocessableEntity},
		{"split", []string{"rev", "1", "claim", "a#1"}, http.StatusUnprocessableEntity},
	} {
		if got := d.form(ann, "/incidents/i-a/"+c.path, c.pairs...); got != c.want {
			t.Errorf("%s %v answers %d, want %d", c.path, c.pairs, got, c.want)
		}
	}
	if in := d.incident("i-a"); in.Rev != 1 {
		t.Errorf("something was changed: %+v", in)
	}
}

// lastDecision returns the id of the newest decision.
func (d *desk) lastDecision() string {
	ds, err := store.Decisions(context.Background(), d.store)
	if err != nil || len(ds) == 0 {
		d.t.Fatal(ds, err)
	}
	last := ds[0]
	for _, x := range ds {
		if x.At.After(last.At) {
			last = x
		}
	}
	return last.ID
}

func TestMergeUndoSplit(t *testing.T) {
	d, ann, _ := reviewed(t)
	d.do(ann, "/incidents/i-a/merge", "rev", "1", "with", "i-b", "reason", "one strike, two reports")
	in := d.incident("i-a")
	if in == nil || len(in.Claims) != 2 || d.incident("i-b") != nil {
		t.Fatalf("merged: %+v, and %+v", in, d.incident("i-b"))
	}
	if len(in.Tallies[0].Figures) != 2 {
		t.Errorf("the rival figures are not side by side: %+v", in.Tallies)
	}
	d.do(ann, "/review/decisions/"+d.lastDecision()+"/undo", "reason", "two strikes after all")
	a, b := d.incident("i-a"), d.incident("i-b")
	if a == nil || b == nil || len(a.Claims) != 1 || a.Claims[0] != "a#1" || len(b.Claims) != 1 || b.Rev != 3 {
		t.Fatalf("undone: %+v, %+v", a, b)
	}
	d.do(ann, "/incidents/i-a/merge", "rev", fmt.Sprint(a.Rev), "with", "i-b", "reason", "one after all")
	d.do(ann, "/incidents/i-a/split", "rev", fmt.Sprint(a.Rev+1), "claim", "b#1", "reason", "no, two")
	if in := d.incident("i-a"); len(in.Claims) != 1 {
		t.Errorf("split: %+v", in)
	}
	if err := d.store.Check(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestUndoCorrection(t *testing.T) {
	d, ann, _ := reviewed(t)
	d.do(ann, "/incidents/i-a/correct", "rev", "1", "field", "act", "value", "Shelling/artillery/missile attack", "reason", "tube artillery")
	if in := d.incident("i-a"); in.Act != vigil.Shelling {
		t.Fatalf("%+v", in)
	}
	d.do(ann, "/review/decisions/"+d.lastDecision()+"/undo", "reason", "misread")
	if in := d.incident("i-a"); in.Act != vigil.AirStrike || in.Review != nil {
		t.Errorf("undone: %+v", in)
	}
}

// Whatever the analysis makes of the reports afterwards, people's word stands.
func TestReviewOutlivesAnalysis(t *testing.T) {
	d, ann, _ := reviewed(t)
	ctx := context.Background()
	update := func() {
		t.Helper()
		if err := (&pipeline.Composer{}).Update(ctx, d.store, today.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	update()
	rev := func(id string) string { return fmt.Sprint(d.incident(id).Rev) }
	d.do(ann, "/incidents/i-a/correct", "rev", rev("i-a"), "field", "killed", "value", "9", "reason", "the list")
	d.do(ann, "/incidents/i-a/judge", "rev", rev("i-a"), "verdict", "excluded", "reason", "an exercise")
	before := rev("i-a")
	update()
	if rev("i-a") != before {
		h, _ := d.store.History(ctx, "i-a")
		t.Errorf("the next analysis changes it again: %s\n%s", h[len(h)-1].Before, h[len(h)-1].After)
	}
	rd, err := d.store.Reading(ctx, "a")
	if err != nil {
		t.Fatal(err)
	}
	rd.Analyser, rd.Claims[0].ID, rd.Claims[0].Score = "2", "a#7", .99
	if _, err := d.store.Put(ctx, rd); err != nil {
		t.Fatal(err)
	}
	update()
	items, err := d.store.Items(ctx, store.Query{Kind: store.Incident, Report: "a"})
	if err != nil || len(items) != 1 {
		t.Fatal(items, err)
	}
	var in vigil.Incident
	mustJSON(t, string(items[0].JSON), &in)
	if in.Review == nil || in.Review.Verdict != vigil.Excluded || *in.Tallies[0].Min != 9 || *in.Tallies[0].Max != 9 {
		t.Errorf("after a new analysis: %+v", in)
	}
}

func TestBulkAndExport(t *testing.T) {
	d, ann, bob := reviewed(t)
	if got := d.form(ann, "/review/bulk", "row", "i-a 1", "row", "i-b 1", "verdict", "accepted"); got != http.StatusUnprocessableEntity {
		t.Errorf("many are judged without a reason: %d", got)
	}
	d.do(ann, "/review/bulk", "row", "i-a 1", "row", "i-b 1", "verdict", "accepted", "reason", "all on one page")
	d.do(bob, "/incidents/i-b/judge", "rev", "2", "verdict", "excluded", "reason", "no")
	if page := d.get("/review", "Cookie", ann).Body.String(); !strings.Contains(page, "Two readers agree on 0 of 1") {
		t.Error("agreement is not told")
	}
	w := d.get("/review/corrections.jsonl", "Cookie", ann)
	lines := strings.Split(strings.TrimSpace(w.Body.String()), "\n")
	if len(lines) != 3 {
		t.Fatalf("%d lines", len(lines))
	}
	var line struct {
		Kind      string
		Sentences []string
	}
	if err := json.Unmarshal([]byte(lines[0]), &line); err != nil || line.Kind != "judge" || len(line.Sentences) != 1 || !strings.HasPrefix(line.Sentences[0], "Air strikes hit") {
		t.Errorf("%+v, %v", line, err)
	}
}
