package storetest

import (
	"testing"

	"vigil/internal/store"
)

// Held is how much a store of an earlier form held.
type Held struct{ Reports, Versions, Items, Revisions int }

// Holds fails unless a store that was brought forward, made from our own
// examples, holds what it did, and finds it by its words, and its stories by
// their reports.
func Holds(t *testing.T, name string, s store.Full, want Held) {
	t.Helper()
	ctx := t.Context()
	if err := s.Check(ctx); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	reps, _, err := s.Reports(ctx, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	got := Held{Reports: len(reps)}
	for _, r := range reps {
		vs, err := s.Versions(ctx, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		got.Versions = max(got.Versions, len(vs))
	}
	its, err := s.Items(ctx, store.Query{})
	_, last, err2 := s.Changes(ctx, 0, -1)
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	if got.Items, got.Revisions = len(its), int(last); got != want {
		t.Errorf("%s holds %+v, want %+v", name, got, want)
	}
	if found, err := s.Items(ctx, store.Query{Words: "Kramatorsk"}); err != nil || len(found) == 0 {
		t.Errorf("%s: nothing is found by its words, %v", name, err)
	}
	if hits, err := s.Search(ctx, "Kramatorsk", 5); err != nil || len(hits) == 0 {
		t.Errorf("%s: no report is found by its words, %v", name, err)
	}
	storiesFound(t, name, s)
}

func storiesFound(t *testing.T, name string, s store.Full) {
	t.Helper()
	rec, err := store.Load(t.Context(), s, store.Query{Kind: store.Story})
	if err != nil {
		t.Fatal(err)
	}
	for _, st := range rec.Stories {
		found, err := s.Items(t.Context(), store.Query{Kind: store.Story, Claims: st.Reports[:1]})
		if err != nil || len(found) != 1 || found[0].ID != st.ID {
			t.Errorf("%s: story %s of %v is not found by its report, %v", name, st.ID, st.Reports, err)
		}
	}
	if len(rec.Stories) == 0 {
		t.Errorf("%s holds no story: this checks nothing", name)
	}
}
