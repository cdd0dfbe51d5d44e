package main

import (
	"context"
	"path/filepath"
	"testing"

	"vigil"
	"vigil/internal/store"
)

// One report that is uploaded is stored and merged at once, though reports are
// stored many in a transaction.
func TestUploadIsStored(t *testing.T) {
	ctx := context.Background()
	analyser, composer, err := newPipeline(ownFiles{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := openStore(ctx, filepath.Join(t.TempDir(), "war.db"))
	if err != nil {
		t.Fatal(err)
	}
	k := &kept{store: s, composer: composer}
	defer k.close()
	text := "An air strike on Monday, 3 September 2018, killed eight people in Saraqib in Syria's Idlib province, rescue workers said."
	read, faults, err := uploads(analyser, k)(ctx, "strike.txt", []byte(text))
	if err != nil || len(read) != 1 || len(faults) != 0 {
		t.Fatalf("read %d reports, faults %q, %v", len(read), faults, err)
	}
	rec, err := store.Load(ctx, s, store.Query{})
	if err != nil || len(rec.Incidents) != 1 {
		t.Errorf("the record has %+v, %v; want one incident", rec, err)
	}
}

// What was read before a fault ended the reading is stored when the keeper is
// closed.
func TestCloseStoresWhatWasRead(t *testing.T) {
	ctx := context.Background()
	analyser, composer, err := newPipeline(ownFiles{})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "war.db")
	s, err := openStore(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	k := &kept{store: s, composer: composer}
	if err := k.add(ctx, analyser.Analyse(vigil.Report{ID: "a", Text: "Shells fell on Kherson on Monday."})); err != nil {
		t.Fatal(err)
	}
	if err := k.close(); err != nil {
		t.Fatal(err)
	}
	if s, err = openStore(ctx, path); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if rep, err := s.Report(ctx, "a"); err != nil || rep == nil {
		t.Errorf("the report is %v, %v; want it stored", rep, err)
	}
}
