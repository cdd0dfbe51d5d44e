package sqlite_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"vigil"
	"vigil/internal/store"
	"vigil/internal/store/sqlite"
	"vigil/internal/store/storetest"
)

func TestStore(t *testing.T) {
	dir := t.TempDir()
	openFull := func(t *testing.T, name string) store.Full {
		s, err := sqlite.Open(context.Background(), filepath.Join(dir, name+" ?%#.db"))
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

// What is asked for is the same where nothing counts as few.
func TestStoreOfMany(t *testing.T) {
	was := sqlite.SetFew(-1)
	defer sqlite.SetFew(was)
	dir := t.TempDir()
	storetest.Run(t, func(t *testing.T, name string) store.Store {
		s, err := sqlite.Open(context.Background(), filepath.Join(dir, name+".db"))
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}

func BenchmarkPut(b *testing.B) {
	s, err := sqlite.Open(context.Background(), filepath.Join(b.TempDir(), "bench.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	text := "Shelling hit the town on Friday, killing at least eight people, residents said. "
	for len(text) < 3000 {
		text += text
	}
	for i := 0; b.Loop(); i++ {
		id := fmt.Sprint(i)
		r := &store.Reading{Report: vigil.Report{ID: id, Text: text}, Analyser: "1"}
		for n := range 4 {
			r.Claims = append(r.Claims, vigil.Claim{ID: fmt.Sprint(id, "#", n), Report: id, Kind: vigil.IncidentClaim, Act: vigil.Shelling})
		}
		if _, err := s.Put(context.Background(), r); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDue asks what is due among 100,000 links of 1,000 hosts.
func BenchmarkDue(b *testing.B) {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, filepath.Join(b.TempDir(), "bench.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	now := time.Now()
	for h := range 1000 {
		var links []store.Link
		for i := range 100 {
			links = append(links, store.Link{Key: fmt.Sprint(h, "/", i), Host: fmt.Sprint("host", h), State: store.LinkDue, Due: now.Add(time.Duration(i-50) * time.Second), Found: now})
		}
		if _, err := s.Found(ctx, links); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if got, err := s.Due(ctx, now, 320); err != nil || len(got) != 320 {
			b.Fatal(len(got), err)
		}
	}
}
