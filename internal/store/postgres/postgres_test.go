package postgres_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vigil"
	"vigil/internal/store"
	"vigil/internal/store/pgtest"
	"vigil/internal/store/postgres"
	"vigil/internal/store/sqlite"
	"vigil/internal/store/storetest"
)

func TestStore(t *testing.T) {
	srv := pgtest.Start(t)
	openFull := func(t *testing.T, name string) store.Full {
		s, err := postgres.Open(context.Background(), srv.Database(name))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	open := func(t *testing.T, name string) store.Store { return openFull(t, name) }
	storetest.RunJobs(t, openFull)
	storetest.Run(t, open)
	storetest.RunCollection(t, open)
}

// What one engine keeps the other takes, there and back.
func TestPortable(t *testing.T) {
	srv := pgtest.Start(t)
	file := func() store.Full {
		s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	database := func(name string) store.Full {
		s, err := postgres.Open(t.Context(), srv.Database(name))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	storetest.RunPortable(t, file(), database("taken"), file())
	storetest.RunPortable(t, database("one"), file(), database("three"))
}

// Databases in earlier forms, dumped by pg_dump, are brought forward whole. They
// hold our own examples, a link, a capture and, since there are jobs, a report
// that nobody has read; forms 1 and 2 were made of form 3 by what the migrations
// add taken away.
func TestOldForms(t *testing.T) {
	srv := pgtest.Start(t)
	for name, want := range map[string]storetest.Held{"form1": {Reports: 13, Versions: 2, Items: 35, Revisions: 35}, "form2": {Reports: 13, Versions: 2, Items: 35, Revisions: 35}, "form3": {Reports: 14, Versions: 2, Items: 35, Revisions: 35}} {
		srv.Load(filepath.Join("testdata", name+".sql.gz"))
		for round := range 2 { // and opened once more
			s, err := postgres.Open(t.Context(), srv.Database(name))
			if err != nil {
				t.Fatal(err)
			}
			storetest.Holds(t, name, s, want)
			if _, err := s.Link(t.Context(), "http://one.example/a"); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if round == 1 {
				other, err := postgres.Open(t.Context(), srv.Database(name+"copy"))
				if err != nil {
					t.Fatal(err)
				}
				if err := other.Take(t.Context(), s.Rows(t.Context())); err != nil {
					t.Fatal(err)
				}
				storetest.Same(t, s, other)
				if err := other.Close(); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// BenchmarkPut stores readings of 330 words and four claims, flushed to disk as
// a server of its own does it. VIGIL_POSTGRES names one; the tests' own flushes
// nothing.
func BenchmarkPut(b *testing.B) {
	address := os.Getenv("VIGIL_POSTGRES")
	if address == "" {
		address = pgtest.Start(b).Database("bench")
	}
	s, err := postgres.Open(context.Background(), address)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	text := "Shelling hit the town on Friday, killing at least eight people, residents said. "
	for len(text) < 2000 {
		text += text
	}
	start := time.Now().UnixNano()
	for i := 0; b.Loop(); i++ {
		id := fmt.Sprint(start, "-", i)
		r := &store.Reading{Report: vigil.Report{ID: id, Text: text}, Analyser: "1"}
		for n := range 4 {
			r.Claims = append(r.Claims, vigil.Claim{ID: fmt.Sprint(id, "#", n), Report: id, Kind: vigil.IncidentClaim, Act: vigil.Shelling})
		}
		if _, err := s.Put(context.Background(), r); err != nil {
			b.Fatal(err)
		}
	}
}
