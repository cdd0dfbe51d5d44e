package storetest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"vigil"
	"vigil/internal/store"
)

// RunPortable carries all that a store can hold from one to another and on to a
// third, directly and by a backup, and compares everything. Each of the three
// is opened empty.
func RunPortable(t *testing.T, one, two, three store.Full) {
	s := &suite{Store: one, t: t, ctx: t.Context()}
	everything(s, one)
	if err := two.Take(s.ctx, one.Rows(s.ctx)); err != nil {
		t.Fatal(err)
	}
	Same(t, one, two)
	var file bytes.Buffer
	n, err := store.Backup(s.ctx, &file, two, "test", start)
	if err != nil {
		t.Fatal(err)
	}
	for _, cut := range []int{0, 10, file.Len() / 2, file.Len() - 1} {
		if _, err := store.Restore(s.ctx, bytes.NewReader(file.Bytes()[:cut]), three); err == nil {
			t.Errorf("%d of %d bytes of a backup are taken for whole", cut, file.Len())
		}
	}
	if m, err := store.Restore(s.ctx, bytes.NewReader(file.Bytes()), three); err != nil || m != n {
		t.Fatalf("%d of %d rows are restored, %v", m, n, err)
	}
	Same(t, one, three)
	if err := three.Take(s.ctx, one.Rows(s.ctx)); !errors.Is(err, store.ErrNotEmpty) {
		t.Errorf("a store that holds something takes another: %v", err)
	}
	goesOn(t, three)
	for _, x := range []store.Full{one, two, three} {
		if err := x.Check(s.ctx); err != nil {
			t.Errorf("check: %v", err)
		}
	}
}

// everything fills a store with what it can hold.
func everything(s *suite, c store.Full) {
	desk(s)
	r := reading("a", "Eight killed, an update says.\x00 \xff")
	r.Report.Lang, r.Analyser = "en", "2"
	s.put(r)
	s.add(change("i2", 2, nil), change("i1", 2, incident("C", "2018-09-05", "SYR", 36, 37, .5)))
	for _, kind := range []store.Kind{store.Toll, store.Statement, store.Story, store.Decision} {
		x := change("x-"+string(kind), 1, nil)
		x.Kind, x.After = kind, []byte(fmt.Sprintf(`{"id":"x-%s","odd":"<\u0000é>"}`, kind))
		s.add(x)
	}
	await(s.t, c, "b", "A later text.\x00", true)
	await(s.t, c, "waits", "Nobody has read it.", true)
	m := &store.Merge{Blocks: []store.Block{{Claim: "a#1", Keys: []string{"one", "two"}, Day: 3}}}
	if err := c.Merge(s.ctx, m); err != nil {
		s.t.Fatal(err)
	}
	a := link("a", "one.example", start)
	a.Stamp, a.Fetched, a.Tries, a.ETag, a.Why, a.Hint = start, start.Add(time.Nanosecond), 3, `"x"`, "slow", []byte(`{"title":"é"}`)
	found(s.t, s, c, 2, a, link("b", "two.example", time.Time{}))
	if err := c.Captured(s.ctx, []store.Capture{capture(7, "a", store.CapturePending), capture(9, "", store.CaptureKept)}, nil); err != nil {
		s.t.Fatal(err)
	}
	if err := c.Settle(s.ctx, 7, store.CaptureRead, "", []string{"a", "b"}); err != nil {
		s.t.Fatal(err)
	}
}

// Same fails where two stores differ in anything that they keep or answer.
func Same(t *testing.T, a, b store.Full) {
	t.Helper()
	x, y := dump(t, a), dump(t, b)
	for i := range max(len(x), len(y)) {
		if i >= len(x) || i >= len(y) || x[i] != y[i] {
			t.Fatalf("line %d of %d and %d differs:\n%.2000s\n%.2000s", i, len(x), len(y), at(x, i), at(y, i))
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "-"
}

// dump writes all that a store keeps, and what it answers from its indexes, as
// lines.
func dump(t *testing.T, s store.Full) (out []string) {
	t.Helper()
	ctx := t.Context()
	line := func(what string, x any, err error) {
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		b, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, what+" "+string(b))
	}
	for row, err := range s.Rows(ctx) {
		line("row", &row, err)
	}
	for i, q := range []store.Query{{}, {Order: store.Newest}, {Order: store.Weightier}, {Source: "Wire"}, {Words: "killed"}, {Report: "a"}, {Country: "SYR"},
		{Days: vigil.Days{From: 1}}, {Box: &store.Box{South: 30, West: 30, North: 40, East: 40}}, {AsOf: start.Add(90 * time.Minute)}} {
		items, err := s.Items(ctx, q)
		for j := range items {
			items[j].Cursor = "" // an engine's own
		}
		line(fmt.Sprint("items ", i), items, err)
	}
	for _, by := range []store.Facet{store.ByAct, store.ByCountry, store.ByStanding, store.BySource, store.ByDay} {
		n, err := s.Count(ctx, store.Query{}, by)
		line("count "+string(by), n, err)
	}
	spots, err := s.Spots(ctx, store.Query{})
	line("spots", spots, err)
	for _, w := range []string{"killed", "talks geneva", "nothing"} {
		hits, err := s.Search(ctx, w, 1000)
		var ids []string
		for _, h := range hits {
			ids = append(ids, h.Report+" "+h.Title)
		}
		line("search "+w, strings.Join(ids, ", "), err)
	}
	ids, err := s.Near(ctx, "one", 1, 9)
	line("near", ids, err)
	n, err := s.Standing(ctx)
	line("standing", n, err)
	w, err := s.Waiting(ctx)
	line("waiting", w, err)
	return out
}

// goesOn checks that a store that was taken numbers on from there.
func goesOn(t *testing.T, c store.Full) {
	s := &suite{Store: c, t: t, ctx: t.Context()}
	_, last, err := c.Changes(s.ctx, 0, -1)
	if err != nil {
		t.Fatal(err)
	}
	s.add(change("later", 1, incident("A", "", "", 0, 0, 1)))
	if more, _, err := c.Changes(s.ctx, last, 10); err != nil || len(more) != 1 || more[0].Of != "later" {
		t.Errorf("after taking, a new revision is not the last: %+v, %v", more, err)
	}
	_, end, err := c.Reports(s.ctx, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	s.put(reading("later", "More."))
	if more, _, err := c.Reports(s.ctx, end, 10); err != nil || len(more) != 1 || more[0].ID != "later" {
		t.Errorf("after taking, a new report is not the last: %+v, %v", more, err)
	}
}
