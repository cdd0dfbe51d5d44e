package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"vigil"
	"vigil/internal/store"
)

// The subcommands of db do with files what they say, and touch nothing that is
// there already.
func TestDB(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	first, err := openStore(ctx, path("first.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := first.Put(ctx, &store.Reading{Report: vigil.Report{ID: "a", Text: "Eight killed."}, Analyser: "1"}); err != nil {
		t.Fatal(err)
	}
	first.Close()
	flag := func(name string) storeFlag { return storeFlag{DB: path(name)} }
	for _, step := range []func() error{
		func() error { return (&dbBackupCmd{flag("first.db"), path("backup")}).Run(ctx) },
		func() error { return (&dbRestoreCmd{path("second.db"), path("backup")}).Run(ctx) },
		func() error { return (&dbCopyCmd{path("second.db"), path("third.db")}).Run(ctx) },
		func() error { return (&dbMigrateCmd{flag("third.db")}).Run(ctx) },
		func() error { return (&dbCheckCmd{flag("third.db")}).Run(ctx) },
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	third, err := openKept(ctx, path("third.db"))
	if err != nil {
		t.Fatal(err)
	}
	if r, err := third.Report(ctx, "a"); err != nil || r.Text != "Eight killed." {
		t.Errorf("%+v, %v", r, err)
	}
	third.Close()
	if err := (&dbBackupCmd{flag("first.db"), path("backup")}).Run(ctx); err == nil {
		t.Error("a backup is written over another")
	}
	if err := (&dbRestoreCmd{path("second.db"), path("backup")}).Run(ctx); !errors.Is(err, store.ErrNotEmpty) {
		t.Errorf("restoring over a store: %v", err)
	}
	if err := (&dbCheckCmd{flag("none.db")}).Run(ctx); err == nil {
		t.Error("a store that is not there is checked")
	}
	if _, err := os.Stat(path("none.db")); err == nil {
		t.Error("checking makes a store")
	}
}

// No password is shown.
func TestStoreName(t *testing.T) {
	for in, want := range map[string]string{
		"war.db": "war.db", "postgres://me:secret@host:5433/war?sslmode=require&password=secret": "postgres://me@host:5433/war", "postgres:///war": "postgres:///war",
	} {
		if got := storeName(in); got != want {
			t.Errorf("%s is shown as %s", in, got)
		}
	}
}
