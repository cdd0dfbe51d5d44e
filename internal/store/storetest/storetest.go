// Package storetest is the one suite that every store must pass.
package storetest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"vigil"
	"vigil/internal/store"
)

// Run tests the store that open opens. open is given the same name again to
// open the same store again, after the first was closed.
func Run(t *testing.T, open func(t *testing.T, name string) store.Store) {
	for _, c := range []struct {
		name string
		test func(*testing.T, *suite)
	}{
		{"PutTwice", putTwice}, {"NewVersion", newVersion}, {"NewAnalyser", newAnalyser}, {"Copies", copies}, {"AllOrNothing", allOrNothing},
		{"HostileText", hostileText}, {"Pages", pages}, {"Append", appendOnly}, {"Conflict", conflict}, {"Tombstone", tombstone},
		{"AsOf", asOf}, {"Queries", queries}, {"Search", search}, {"Filters", filters}, {"Orders", orders},
		{"Count", count}, {"Spots", spots}, {"ClaimsOf", claimsOf}, {"Changes", changes}, {"Load", load}, {"Unmerged", unmerged}, {"Merge", merges}, {"Race", race}, {"Reopen", reopen}, {"Missing", missing},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &suite{t: t, ctx: context.Background(), open: open, name: c.name}
			s.Store = open(t, c.name)
			c.test(t, s)
			if err := s.Check(s.ctx); err != nil {
				t.Errorf("check: %v", err)
			}
			if err := s.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		})
	}
}

type suite struct {
	store.Store
	t    *testing.T
	ctx  context.Context
	open func(*testing.T, string) store.Store
	name string
}

func reading(id, text string) *store.Reading {
	day, _ := vigil.ParseDay("2018-09-04")
	return &store.Reading{
		Report: vigil.Report{ID: id, Source: "Wire", Title: "Title of " + id, Text: text,
			Published: vigil.Published{Days: vigil.Days{From: day, To: day}, Basis: vigil.Given, Score: 1}},
		Analyser: "1",
		Claims: []vigil.Claim{
			{ID: id + "#1", Report: id, Kind: vigil.IncidentClaim, Act: vigil.AirStrike, Evidence: []vigil.Span{{Start: 0, End: len(text)}},
				Figures: []vigil.Figure{{Measure: vigil.Killed, Min: vigil.N(8)}}},
			{ID: id + "#2", Report: id, Kind: vigil.TollClaim},
		},
		Copies: []vigil.Copy{{Report: id, Span: vigil.Span{Start: 0, End: 3}, Of: "elsewhere"}},
	}
}

func (s *suite) put(r *store.Reading) bool {
	s.t.Helper()
	changed, err := s.Put(s.ctx, r)
	if err != nil {
		s.t.Fatal(err)
	}
	return changed > 0
}

// same reports whether a and b are equal as JSON.
func same(a, b any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return bytes.Equal(x, y)
}

func (s *suite) mustHave(r *store.Reading) {
	s.t.Helper()
	got, err := s.Reading(s.ctx, r.Report.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	if !same(got, r) {
		s.t.Errorf("read back %+v, want %+v", got, r)
	}
}

func putTwice(t *testing.T, s *suite) {
	r := reading("a", "One text.")
	if !s.put(r) {
		t.Error("a new report changes nothing")
	}
	if s.put(r) {
		t.Error("the same report again changes something")
	}
	s.mustHave(r)
}

func newVersion(t *testing.T, s *suite) {
	s.put(reading("a", "Eight killed."))
	r := reading("a", "Eleven killed.")
	if !s.put(r) {
		t.Error("a changed text changes nothing")
	}
	s.mustHave(r)
	vs, err := s.Versions(s.ctx, "a")
	if err != nil || len(vs) != 2 || vs[0].Text != "Eight killed." || vs[1].Text != "Eleven killed." {
		t.Errorf("versions %v, %v", vs, err)
	}
}

func copies(t *testing.T, s *suite) {
	r := reading("a", "One text.")
	s.put(r)
	s.put(reading("b", "Another."))
	for _, cs := range [][]vigil.Copy{{{Report: "a", Of: "b", Why: "reworded"}, {Report: "a", Why: "credited to Wire"}}, nil} {
		if err := s.SetCopies(s.ctx, "a", cs); err != nil {
			t.Fatal(err)
		}
		r.Copies = cs
		s.mustHave(r)
	}
	s.mustHave(reading("b", "Another."))
}

func newAnalyser(t *testing.T, s *suite) {
	s.put(reading("a", "One text."))
	r := reading("a", "One text.")
	r.Analyser, r.Claims = "2", r.Claims[:1]
	if !s.put(r) {
		t.Error("a new analyser changes nothing")
	}
	s.mustHave(r)
	if vs, _ := s.Versions(s.ctx, "a"); len(vs) != 1 {
		t.Errorf("the same text has %d versions", len(vs))
	}
}

func allOrNothing(t *testing.T, s *suite) {
	s.put(reading("a", "One text."))
	bad := reading("b", "Another.")
	bad.Claims[1].ID = "a#1" // taken by a
	if _, err := s.Put(s.ctx, bad); err == nil {
		t.Fatal("a claim of another report is taken over")
	}
	if _, err := s.Report(s.ctx, "b"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("half of it is stored: %v", err)
	}
	s.mustHave(reading("a", "One text."))
	if _, err := s.Put(s.ctx, reading("c", "A third."), reading("a", "One text, changed."), bad); err == nil {
		t.Fatal("a claim of another report is taken over, among many")
	}
	if _, err := s.Report(s.ctx, "c"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("some of many are stored: %v", err)
	}
	s.mustHave(reading("a", "One text."))
	if todo, err := s.Unmerged(s.ctx, 9); len(todo) != 1 || err != nil {
		t.Errorf("unmerged: %+v, %v", todo, err)
	}
	if n, err := s.Put(s.ctx, reading("a", "One text."), reading("c", "A third."), reading("d", "A fourth."), reading("d", "A fourth.")); n != 2 || err != nil {
		t.Errorf("of many, %d changed, %v; want 2", n, err)
	}
	// One report twice among many: it is found by its last text alone.
	if n, err := s.Put(s.ctx, reading("e", "A fifth, wherein a heron."), reading("e", "A fifth, wherein an otter.")); n != 2 || err != nil {
		t.Errorf("of two versions, %d changed, %v", n, err)
	}
	for word, want := range map[string]int{"heron": 0, "otter": 1} {
		if hits, err := s.Search(s.ctx, word, 9); len(hits) != want || err != nil {
			t.Errorf("%s is found %d times, %v; want %d", word, len(hits), err, want)
		}
	}
}

func hostileText(t *testing.T, s *suite) {
	for i, text := range []string{"'; drop table reports; --", strings.Repeat("x", 1<<20), "مرحبا \u202e", "emoji 🚑 \u0000 nul"} {
		r := reading(fmt.Sprintf("'\"%%_%d", i), text)
		s.put(r)
		s.mustHave(r)
	}
	odd := "odd \x00 \xff"
	s.put(reading(odd, "Text."))
	if r, err := s.Report(s.ctx, odd); err != nil || r.Text != "Text." {
		t.Errorf("a report of an odd id: %+v, %v", r, err)
	}
	for _, q := range []store.Query{{Kind: store.Kind(odd)}, {IDs: []string{odd}}, {Acts: []string{odd}}, {Country: odd}, {Standing: vigil.Standing(odd)}, {Source: odd},
		{Claims: []string{odd}}, {Report: odd}, {Words: odd}, {After: odd}} {
		if got := s.ids(q); got != "" {
			t.Errorf("%+v finds %s", q, got)
		}
	}
	if _, err := s.History(s.ctx, odd); err != nil {
		t.Error(err)
	}
}

func pages(t *testing.T, s *suite) {
	for i := range 25 {
		s.put(reading(fmt.Sprint(i), "Text."))
	}
	var got []string
	for after := int64(0); ; {
		reps, next, err := s.Reports(s.ctx, after, 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(reps) == 0 {
			break
		}
		for _, r := range reps {
			got = append(got, r.ID)
		}
		after = next
	}
	if len(got) != 25 || got[0] != "0" || got[24] != "24" {
		t.Errorf("pages give %v", got)
	}
}

var start = time.Date(2018, 9, 4, 12, 0, 0, 0, time.UTC)

// change is revision rev of incident id, an hour after the one before.
func change(id string, rev int, in *vigil.Incident) store.Change {
	c := store.Change{Kind: store.Incident, Revision: vigil.Revision{Of: id, Rev: rev, At: start.Add(time.Duration(rev) * time.Hour), By: "test", Cause: "claim"}}
	if in == nil {
		return c
	}
	in.ID, in.Rev = id, rev
	c.After, _ = json.Marshal(in)
	return c
}

func incident(act, day, country string, lat, lon, score float64) *vigil.Incident {
	in := &vigil.Incident{Act: act, Score: score}
	if day != "" {
		d, _ := vigil.ParseDay(day)
		in.When = &vigil.When{Days: vigil.Days{From: d, To: d}}
	}
	if country != "" {
		in.Place = &vigil.Place{Name: "There", Country: country, Kind: vigil.Settlement, Located: true, Lat: lat, Lon: lon}
	}
	return in
}

func (s *suite) add(cs ...store.Change) {
	s.t.Helper()
	if err := s.Append(s.ctx, cs); err != nil {
		s.t.Fatal(err)
	}
}

func appendOnly(t *testing.T, s *suite) {
	first, second := change("i1", 1, incident("A", "2018-09-04", "SYR", 1, 2, .5)), change("i1", 2, incident("B", "", "", 0, 0, .6))
	s.add(first)
	s.add(second)
	h, err := s.History(s.ctx, "i1")
	if err != nil || len(h) != 2 || !bytes.Equal(h[0].After, first.After) || !bytes.Equal(h[1].Before, first.After) || !h[1].At.Equal(second.At) || h[1].Cause != "claim" {
		t.Errorf("history %+v, %v", h, err)
	}
	if got := s.ids(store.Query{}); got != "i1@2" {
		t.Errorf("items %s", got)
	}
	if got := s.ids(store.Query{Country: "SYR"}); got != "" {
		t.Errorf("found by a key of an earlier revision: %s", got)
	}
}

// ids gives "id@rev" of the items found.
func (s *suite) ids(q store.Query) string {
	s.t.Helper()
	items, err := s.Items(s.ctx, q)
	if err != nil {
		s.t.Fatal(err)
	}
	var out []string
	for _, it := range items {
		out = append(out, fmt.Sprintf("%s@%d", it.ID, it.Rev))
	}
	return strings.Join(out, " ")
}

func conflict(t *testing.T, s *suite) {
	s.add(change("i1", 1, incident("A", "", "", 0, 0, 1)))
	for _, rev := range []int{0, 1, 3} {
		err := s.Append(s.ctx, []store.Change{change("i2", 1, incident("A", "", "", 0, 0, 1)), change("i1", rev, incident("B", "", "", 0, 0, 1))})
		if !errors.Is(err, store.ErrConflict) {
			t.Errorf("revision %d after 1: %v", rev, err)
		}
	}
	if got := s.ids(store.Query{}); got != "i1@1" {
		t.Errorf("half of a refused change is stored: %s", got)
	}
}

func tombstone(t *testing.T, s *suite) {
	s.add(change("i1", 1, incident("A", "", "", 0, 0, 1)), change("i1", 2, nil))
	if got := s.ids(store.Query{}); got != "" {
		t.Errorf("a tombstone is listed: %s", got)
	}
	if err := s.Append(s.ctx, []store.Change{change("i1", 1, incident("B", "", "", 0, 0, 1))}); !errors.Is(err, store.ErrConflict) {
		t.Errorf("an id is used again: %v", err)
	}
	s.add(change("i1", 3, incident("C", "", "", 0, 0, 1))) // undo of the tombstone
	if got := s.ids(store.Query{}); got != "i1@3" {
		t.Errorf("after undo: %s", got)
	}
}

func asOf(t *testing.T, s *suite) {
	s.add(change("i1", 1, incident("A", "", "", 0, 0, 1)), change("i1", 2, incident("B", "", "", 0, 0, 1)), change("i1", 3, nil), change("i2", 2-1, incident("A", "", "", 0, 0, 1)))
	for _, c := range []struct {
		hours int
		want  string
	}{{0, ""}, {1, "i1@1 i2@1"}, {2, "i1@2 i2@1"}, {3, "i2@1"}} {
		if got := s.ids(store.Query{AsOf: start.Add(time.Duration(c.hours) * time.Hour)}); got != c.want {
			t.Errorf("after %d hours: %q, want %q", c.hours, got, c.want)
		}
	}
}

func queries(t *testing.T, s *suite) {
	s.add(change("i1", 1, incident("A", "2018-09-03", "SYR", 35.8, 36.3, .9)), change("i2", 1, incident("B", "2018-09-04", "SYR", 33.5, 38.6, .4)),
		change("i3", 1, incident("A", "2018-09-05", "YEM", 15, 44, .7)), change("i4", 1, incident("A", "", "", 0, 0, .8)))
	toll := change("t1", 1, nil)
	toll.Kind, toll.After = store.Toll, []byte(`{"id":"t1"}`)
	s.add(toll)
	day := func(s string) vigil.Day { d, _ := vigil.ParseDay(s); return d }
	for _, c := range []struct {
		name string
		q    store.Query
		want string
	}{
		{"all", store.Query{}, "i1@1 i2@1 i3@1 i4@1 t1@1"},
		{"kind", store.Query{Kind: store.Toll}, "t1@1"},
		{"act", store.Query{Acts: []string{"A"}}, "i1@1 i3@1 i4@1"},
		{"from", store.Query{Days: vigil.Days{From: day("2018-09-04")}}, "i2@1 i3@1"},
		{"days", store.Query{Days: vigil.Days{From: day("2018-09-04"), To: day("2018-09-04")}}, "i2@1"},
		{"country", store.Query{Country: "SYR"}, "i1@1 i2@1"},
		{"box", store.Query{Box: &store.Box{South: 35, West: 36, North: 36, East: 37}}, "i1@1"},
		{"score", store.Query{Kind: store.Incident, MinScore: .75}, "i1@1 i4@1"},
		{"ids", store.Query{IDs: []string{"i4", "i1", "no such"}}, "i1@1 i4@1"},
		{"page", store.Query{After: "i1", Limit: 2}, "i2@1 i3@1"},
	} {
		if got := s.ids(c.q); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func search(t *testing.T, s *suite) {
	s.put(reading("a", "Shelling hit Jisr al-Shughour on Friday."))
	s.put(reading("b", "Talks opened in Geneva."))
	for _, c := range []struct{ words, want string }{
		{"shelling friday", "a"}, {"GENEVA", "b"}, {"shelling geneva", ""}, {"", ""}, {`"`, ""}, {"shell* OR (talks", ""}, {"al-Shughour", "a"},
	} {
		hits, err := s.Search(s.ctx, c.words, 10)
		var got []string
		for _, h := range hits {
			got = append(got, h.Report)
		}
		if err != nil || strings.Join(got, " ") != c.want {
			t.Errorf("%q finds %v, %v; want %q", c.words, got, err, c.want)
		}
	}
	s.put(reading("a", "Quiet."))
	if hits, err := s.Search(s.ctx, "shelling", 10); err != nil || len(hits) > 0 {
		t.Errorf("found by the words of an earlier version: %v, %v", hits, err)
	}
}

func load(t *testing.T, s *suite) {
	s.put(reading("a", "Eight killed."))
	in := incident("A", "2018-09-04", "SYR", 35.8, 36.3, .9)
	in.Claims = []string{"a#1"}
	s.add(change("i1", 1, in))
	rec, err := store.Load(s.ctx, s, store.Query{})
	if err != nil || len(rec.Incidents) != 1 || rec.Claim("a#1") == nil || rec.Report("a") == nil || len(rec.Copies) != 1 {
		t.Fatalf("loaded %+v, %v", rec, err)
	}
	if got := rec.Claim("a#1").Evidence[0].In(rec.Report("a").Text); got != "Eight killed." {
		t.Errorf("the evidence reads %q", got)
	}
}

// race writes and reads at once; of two writers of one revision one must win.
func race(t *testing.T, s *suite) {
	var wg sync.WaitGroup
	won := make(chan int, 8)
	for w := range 8 {
		wg.Go(func() {
			for i := range 10 {
				if _, err := s.Put(s.ctx, reading(fmt.Sprintf("%d-%d", w, i), "Text.")); err != nil {
					t.Error(err)
				}
				if _, _, err := s.Reports(s.ctx, 0, 5); err != nil {
					t.Error(err)
				}
			}
			switch err := s.Append(s.ctx, []store.Change{change("i1", 1, incident(fmt.Sprint(w), "", "", 0, 0, 1))}); {
			case err == nil:
				won <- w
			case !errors.Is(err, store.ErrConflict):
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if len(won) != 1 {
		t.Errorf("%d writers made the same revision", len(won))
	}
}

func reopen(t *testing.T, s *suite) {
	r := reading("a", "One text.")
	s.put(r)
	s.add(change("i1", 1, incident("A", "2018-09-04", "SYR", 1, 2, .5)))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s.Store = s.open(t, s.name)
	s.mustHave(r)
	if got := s.ids(store.Query{}); got != "i1@1" {
		t.Errorf("after reopening: %s", got)
	}
}

func missing(t *testing.T, s *suite) {
	if _, err := s.Report(s.ctx, "no"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("report: %v", err)
	}
	if _, err := s.Reading(s.ctx, "no"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("reading: %v", err)
	}
	if cs, err := s.Claims(s.ctx, []string{"no"}); err != nil || len(cs) > 0 {
		t.Errorf("claims: %v, %v", cs, err)
	}
	if h, err := s.History(s.ctx, "no"); err != nil || len(h) > 0 {
		t.Errorf("history: %v, %v", h, err)
	}
}
