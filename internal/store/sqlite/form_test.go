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
// brought forward whole. form5 is form2 as the vigil of that form brought it
// forward, with a link, a capture and a report that nobody has read besides.
func TestOldForms(t *testing.T) {
	for name, want := range map[string]storetest.Held{"form1.db.gz": {Reports: 13, Versions: 2, Items: 20, Revisions: 20}, "form2.db.gz": {Reports: 13, Versions: 2, Items: 35, Revisions: 35},
		"form5.db.gz": {Reports: 14, Versions: 2, Items: 35, Revisions: 35}, "form8.db.gz": {Reports: 15, Versions: 2, Items: 52, Revisions: 52}} {
		path := filepath.Join(t.TempDir(), "old.db")
		unzip(t, filepath.Join("testdata", name), path)
		for round := range 2 { // and opened once more
			s, err := sqlite.Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			storetest.Holds(t, name, s, want)
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
