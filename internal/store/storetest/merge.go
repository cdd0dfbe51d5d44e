package storetest

import (
	"slices"
	"testing"

	"vigil"
	"vigil/internal/store"
)

func (s *suite) unmerged() (out []store.Unmerged) {
	s.t.Helper()
	out, err := s.Unmerged(s.ctx, 10)
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

func (s *suite) merge(m *store.Merge) {
	s.t.Helper()
	if err := s.Merge(s.ctx, m); err != nil {
		s.t.Fatal(err)
	}
}

// unmerged: what is new waits until it is settled, and what happens meanwhile
// goes on waiting.
func unmerged(t *testing.T, s *suite) {
	s.put(reading("b", "One text."))
	s.put(reading("a", "Another text."))
	todo := s.unmerged()
	if len(todo) != 2 || todo[0].Report != "b" || todo[1].Report != "a" || !todo[0].Text {
		t.Fatalf("two new reports: %+v", todo)
	}
	s.put(reading("a", "Another text."))
	r := reading("b", "One text.")
	r.Analyser = "2"
	s.put(r)
	s.merge(&store.Merge{Settled: todo})
	if left := s.unmerged(); len(left) != 1 || left[0].Report != "b" || !left[0].Text {
		t.Fatalf("one was read anew before it was settled: %+v", left)
	}
	s.merge(&store.Merge{Settled: s.unmerged()})
	r.Analyser = "3"
	s.put(r)
	if left := s.unmerged(); len(left) != 1 || left[0].Text {
		t.Fatalf("the same text read anew: %+v", left)
	}
	s.merge(&store.Merge{Settled: s.unmerged()})
	d := vigil.Decision{ID: "d", Kind: vigil.Note, About: []vigil.Anchor{{Claim: "a#1", Report: "a"}}}
	for rev, thing := range []any{d, nil} {
		c, err := store.NewChange(store.Decision, "d", rev+1, thing, "ann", "", reading("", "").Report.Published.Day().Time())
		if err != nil {
			t.Fatal(err)
		}
		s.add(c)
		if left := s.unmerged(); len(left) != 1 || left[0].Report != "a" || left[0].Text {
			t.Fatalf("decided about, revision %d: %+v", rev+1, left)
		}
		s.merge(&store.Merge{Settled: s.unmerged()})
	}
}

// merges: what merging leaves is stored all at once or not at all.
func merges(t *testing.T, s *suite) {
	s.put(reading("a", "One text."))
	in := incident(vigil.AirStrike, "2018-09-04", "SYR", 35, 36, .5)
	in.Claims = []string{"a#1"}
	days := []vigil.Day{3, 1, 2}
	m := &store.Merge{Changes: []store.Change{change("i1", 1, in)}, Copies: map[string][]vigil.Copy{"a": {{Report: "a", Of: "b"}}}, Settled: s.unmerged()}
	for i, d := range days {
		m.Blocks = append(m.Blocks, store.Block{Claim: []string{"a#1", "x#1", "y#1"}[i], Day: d, Keys: []string{"same town", "k" + string(rune('0'+i))}})
	}
	s.merge(m)
	if err := s.Merge(s.ctx, &store.Merge{Changes: []store.Change{change("i1", 1, in)}, Copies: map[string][]vigil.Copy{"a": nil}}); err == nil {
		t.Error("a revision is stored twice")
	}
	rs, err := s.Readings(s.ctx, []string{"no such", "a", "a"})
	if err != nil || len(rs) != 1 || len(rs[0].Copies) != 1 || rs[0].Copies[0].Of != "b" || len(rs[0].Claims) != 2 || rs[0].Report.Text != "One text." {
		t.Fatalf("readings %+v, %v", rs, err)
	}
	near := func(n int, want ...string) {
		t.Helper()
		got, err := s.Near(s.ctx, "same town", 2, n)
		if slices.Sort(got); err != nil || !slices.Equal(got, want) {
			t.Errorf("near %v, %v; want %v", got, err, want)
		}
	}
	near(9, "a#1", "x#1", "y#1")
	near(1, "x#1", "y#1")
	s.merge(&store.Merge{Blocks: []store.Block{{Claim: "a#1", Day: 3, Keys: []string{"another town"}}}})
	near(9, "x#1", "y#1")
	if got := s.ids(store.Query{Reports: []string{"a", "z"}}); got != "i1@1" {
		t.Errorf("stand on a: %s", got)
	}
	r := reading("a", "Another text.")
	r.Claims = nil
	s.put(r)
	if got := s.ids(store.Query{Reports: []string{"a"}}); got != "i1@1" {
		t.Errorf("stood on a: %q", got)
	}
	if got, err := s.Near(s.ctx, "another town", 0, 9); err != nil || len(got) != 0 {
		t.Errorf("claims that are no more lie in a block: %v, %v", got, err)
	}
	s.put(reading("c", "A third."))
	if page, _, err := s.Reports(s.ctx, -1, 9); err != nil || len(page) != 1 || page[0].ID != "c" {
		t.Errorf("the newest: %v, %v", page, err)
	}
}
