package pipeline_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vigil"
	"vigil/internal/pipeline"
	"vigil/internal/store"
	"vigil/internal/store/sqlite"
)

var now = (firstDay + 400).Time()

func open(t testing.TB) *sqlite.Store {
	s, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "vigil.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func put(t testing.TB, s store.Store, rs ...*store.Reading) {
	t.Helper()
	if _, err := s.Put(context.Background(), rs...); err != nil {
		t.Fatal(err)
	}
}

func update(t testing.TB, c *pipeline.Composer, s store.Store) {
	t.Helper()
	if err := c.Update(context.Background(), s, now); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// things lists what a record holds, without the names that history gave:
// each thing by its claims or reports, with all its values.
func things(t testing.TB, rec *vigil.Record) []string {
	t.Helper()
	byID := map[string]string{}
	for _, x := range rec.Incidents {
		byID[x.ID] = strings.Join(x.Claims, " ")
	}
	var out []string
	add := func(kind string, x any) {
		b, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, kind+" "+string(b))
	}
	for _, x := range rec.Incidents {
		x.ID, x.Rev = "", 0
		add("incident", x)
	}
	for _, x := range rec.Statements {
		x.ID, x.Rev = "", 0
		add("statement", x)
	}
	for _, x := range rec.Tolls {
		x.ID, x.Rev = "", 0
		add("toll", x)
	}
	for _, x := range rec.Stories {
		x.Rev = 0
		for i, id := range x.Incidents {
			x.Incidents[i] = byID[id]
		}
		slices.Sort(x.Incidents)
		add("story", x)
	}
	slices.Sort(out)
	return out
}

func loaded(t testing.TB, s store.Store) []string {
	t.Helper()
	rec, err := store.Load(context.Background(), s, store.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return things(t, rec)
}

// diff tells the first thing that two records do not share.
func diff(got, want []string) string {
	for _, x := range got {
		if !slices.Contains(want, x) {
			return fmt.Sprintf("%d things, want %d; not wanted: %s", len(got), len(want), x)
		}
	}
	for _, x := range want {
		if !slices.Contains(got, x) {
			return fmt.Sprintf("%d things, want %d; missing: %s", len(got), len(want), x)
		}
	}
	return ""
}

func composed(t testing.TB, rs []*store.Reading) []string {
	t.Helper()
	var reports []vigil.Report
	var claims []vigil.Claim
	for _, r := range rs {
		reports, claims = append(reports, r.Report), append(claims, r.Claims...)
	}
	return things(t, (&pipeline.Composer{}).Compose(reports, claims, nil, vigil.DayOf(now)))
}

// Whatever the order in which reports come and however they are cut into
// updates, by one process or by many, a store's record is what reading all of
// them at once gives.
func TestUpdateAnyOrder(t *testing.T) {
	for seed := range int64(4) {
		w := newWorld(seed, 40, 60)
		var rs []*store.Reading
		for range 240 {
			rs = append(rs, w.reading())
		}
		want := composed(t, rs)
		rng := rand.New(rand.NewSource(seed))
		if seed > 0 {
			rng.Shuffle(len(rs), func(i, j int) { rs[i], rs[j] = rs[j], rs[i] })
		}
		s, c := open(t), &pipeline.Composer{}
		for todo := rs; len(todo) > 0; {
			n := min(len(todo), 1+rng.Intn(60))
			put(t, s, todo[:n]...)
			todo = todo[n:]
			if rng.Intn(3) == 0 {
				c = &pipeline.Composer{} // as after a restart
			}
			update(t, c, s)
		}
		if d := diff(loaded(t, s), want); d != "" {
			t.Errorf("seed %d: %s", seed, d)
		}
	}
}

// Two processes that take turns merging into one store make the record that
// one makes.
func TestUpdateTurns(t *testing.T) {
	w := newWorld(3, 40, 60)
	var rs []*store.Reading
	for range 240 {
		rs = append(rs, w.reading())
	}
	want := composed(t, rs)
	s, cs := open(t), []*pipeline.Composer{{}, {}}
	for i := 0; i < len(rs); i += 30 {
		put(t, s, rs[i:i+30]...)
		update(t, cs[i/30%2], s)
	}
	if d := diff(loaded(t, s), want); d != "" {
		t.Error(d)
	}
}

// A report read twice changes nothing.
func TestUpdateTwice(t *testing.T) {
	w := newWorld(7, 40, 60)
	s, c := open(t), &pipeline.Composer{}
	var rs []*store.Reading
	for range 120 {
		rs = append(rs, w.reading())
	}
	put(t, s, rs...)
	update(t, c, s)
	_, last, err := s.Changes(context.Background(), 0, -1)
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, rs...)
	update(t, c, s)
	other := *rs[3]
	other.Analyser = "another version that reads the same"
	put(t, s, &other)
	update(t, &pipeline.Composer{}, s)
	if _, at, err := s.Changes(context.Background(), 0, -1); err != nil || at != last {
		t.Errorf("reading the same again adds %d revisions, %v", at-last, err)
	}
}

// A report that is changed, and changed back, leaves the record as it was, and
// in between the record is that of the changed one.
func TestUpdateChanged(t *testing.T) {
	w := newWorld(11, 40, 60)
	s, c := open(t), &pipeline.Composer{}
	var rs []*store.Reading
	for range 150 {
		rs = append(rs, w.reading())
	}
	put(t, s, rs...)
	update(t, c, s)
	was := loaded(t, s)
	changed := slices.Clone(rs)
	for _, i := range []int{5, 60, 149} {
		x := *rs[i]
		x.Report.Text += " More was told later on the same page of the paper."
		x.Claims = slices.Clone(x.Claims)
		x.Claims[0].Figures = []vigil.Figure{{Measure: vigil.Killed, Min: vigil.N(90), Max: vigil.N(90)}}
		if i == 60 {
			x.Claims = nil
		}
		changed[i] = &x
	}
	put(t, s, changed...)
	update(t, c, s)
	if d := diff(loaded(t, s), composed(t, changed)); d != "" {
		t.Errorf("changed: %s", d)
	}
	put(t, s, rs...)
	update(t, c, s)
	if d := diff(loaded(t, s), was); d != "" {
		t.Errorf("changed back: %s", d)
	}
}

// What people put together or apart holds at every update, and taking it back
// gives the record as it was.
func TestUpdateUndo(t *testing.T) {
	ctx := context.Background()
	w := newWorld(13, 40, 60)
	s, c := open(t), &pipeline.Composer{}
	var rs []*store.Reading
	for range 100 {
		rs = append(rs, w.reading())
	}
	put(t, s, rs...)
	update(t, c, s)
	was := loaded(t, s)
	rec, err := store.Load(ctx, s, store.Query{Kind: store.Incident})
	if err != nil {
		t.Fatal(err)
	}
	var two []vigil.Incident
	for _, x := range rec.Incidents {
		if len(x.Claims) > 1 && len(two) < 2 {
			two = append(two, x)
		}
	}
	decide := func(id string, rev int, d *vigil.Decision) {
		t.Helper()
		var thing any
		if d != nil {
			d.ID = id
			thing = d
		}
		ch, err := store.NewChange(store.Decision, id, rev, thing, "ann", "decided", now)
		if err == nil {
			err = s.Append(ctx, []store.Change{ch})
		}
		if err != nil {
			t.Fatal(err)
		}
		update(t, c, s)
	}
	anchors := func(ids ...string) (out []vigil.Anchor) {
		cs, err := s.Claims(ctx, ids)
		if err != nil {
			t.Fatal(err)
		}
		for i := range cs {
			out = append(out, vigil.AnchorOf(&cs[i]))
		}
		return out
	}
	standsOn := func(ids ...string) int {
		items, err := s.Items(ctx, store.Query{Kind: store.Incident, Claims: ids})
		if err != nil {
			t.Fatal(err)
		}
		return len(items)
	}
	decide("d1", 1, &vigil.Decision{Kind: vigil.Together, About: anchors(append(slices.Clone(two[0].Claims), two[1].Claims...)...), At: now})
	if n := standsOn(two[0].Claims[0], two[1].Claims[0]); n != 1 {
		t.Errorf("put together: %d incidents", n)
	}
	decide("d2", 1, &vigil.Decision{Kind: vigil.Apart, About: anchors(two[0].Claims[0]), From: anchors(two[0].Claims[1:]...), At: now.Add(time.Second)})
	if n := standsOn(two[0].Claims[0], two[0].Claims[1]); n != 2 {
		t.Errorf("put apart: %d incidents", n)
	}
	decide("d2", 2, nil)
	decide("d1", 2, nil)
	if d := diff(loaded(t, s), was); d != "" {
		t.Errorf("taken back: %s", d)
	}
}

// What was announced lapses when its day is over, though nothing new is read.
func TestUpdateLapse(t *testing.T) {
	ctx := context.Background()
	s, c := open(t), &pipeline.Composer{}
	d := firstDay
	put(t, s, &store.Reading{Report: vigil.Report{ID: "a", Text: "They threaten to march on Friday.", Published: vigil.Published{Days: vigil.Days{From: d, To: d}}},
		Claims: []vigil.Claim{{ID: "a#1", Report: "a", Kind: vigil.StatementClaim, Act: "THREATEN", Status: vigil.Threatened,
			Due: &vigil.When{Days: vigil.Days{From: d + 3, To: d + 3}}}}})
	for _, x := range []struct {
		after vigil.Day
		want  string
	}{{1, "due"}, {3, "due"}, {4, "no report of it"}, {9, "no report of it"}} {
		if err := c.Update(ctx, s, (d + x.after).Time()); err != nil {
			t.Fatal(err)
		}
		rec, err := store.Load(ctx, s, store.Query{Kind: store.Statement})
		if err != nil || len(rec.Statements) != 1 || rec.Statements[0].Outcome != x.want {
			t.Errorf("after %d days: %+v, %v; want %s", x.after, rec.Statements, err, x.want)
		}
	}
}
