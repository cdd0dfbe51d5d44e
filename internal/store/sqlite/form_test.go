package sqlite_test

import (
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"vigil/internal/store"
	"vigil/internal/store/sqlite"
	"vigil/internal/store/storetest"
)

func openNew(t *testing.T) store.Full {
	s, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestPortable(t *testing.T) {
	storetest.RunPortable(t, openNew(t), openNew(t), openNew(t))
}

// Files as earlier versions of vigil wrote them, from our own examples, are
// brought forward whole.
func TestOldForms(t *testing.T) {
	for name, want := range map[string]struct{ reports, versions, items, revisions int }{
		"form1.db.gz": {13, 2, 20, 20}, "form2.db.gz": {13, 2, 35, 35},
	} {
		path := filepath.Join(t.TempDir(), "old.db")
		unzip(t, filepath.Join("testdata", name), path)
		for round := range 2 { // and opened once more
			s, err := sqlite.Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			holds(t, name, s, want.reports, want.versions, want.items, want.revisions)
			if round == 1 {
				other := openNew(t)
				if err := other.Take(t.Context(), s.Rows(t.Context())); err != nil {
					t.Fatal(err)
				}
				storetest.Same(t, s, other)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func holds(t *testing.T, name string, s store.Full, reports, versions, items, revisions int) {
	t.Helper()
	ctx := t.Context()
	if err := s.Check(ctx); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	reps, _, err := s.Reports(ctx, 0, 1000)
	if err != nil || len(reps) != reports {
		t.Errorf("%s holds %d reports, %v; want %d", name, len(reps), err, reports)
	}
	most := 0
	for _, r := range reps {
		vs, err := s.Versions(ctx, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, len(vs))
	}
	its, err := s.Items(ctx, store.Query{})
	_, last, err2 := s.Changes(ctx, 0, -1)
	if err != nil || err2 != nil || most != versions || len(its) != items || last != int64(revisions) {
		t.Errorf("%s holds %d versions of a report, %d things, %d revisions, %v %v", name, most, len(its), last, err, err2)
	}
	found, err := s.Items(ctx, store.Query{Words: "Kramatorsk", Source: ""})
	if err != nil || len(found) == 0 {
		t.Errorf("%s: nothing is found by its words, %v", name, err)
	}
	if hits, err := s.Search(ctx, "Kramatorsk", 5); err != nil || len(hits) == 0 {
		t.Errorf("%s: no report is found by its words, %v", name, err)
	}
}

func unzip(t *testing.T, from, to string) {
	t.Helper()
	f, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b, 0o644); err != nil {
		t.Fatal(err)
	}
}
