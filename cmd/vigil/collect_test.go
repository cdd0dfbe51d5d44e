package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigil"
	"vigil/internal/pipeline"
	"vigil/internal/store"
)

// Collecting reads again what an older vigil read, and brings the record up to
// date with what a run that was killed had stored.
func TestCollectReadsAgain(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	c := collectCmd{keptFiles: keptFiles{DB: filepath.Join(dir, "war.db"), Sources: filepath.Join(dir, "sources.toml")}, Once: true, Quiet: true}
	if err := os.WriteFile(filepath.Join(dir, "new.txt"), []byte("Gunmen killed three soldiers near Kandahar on Monday, the army said."), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(c.Sources, []byte("contact = \"https://desk.example\"\n[[source]]\nid = \"files\"\nkind = \"local\"\npath = '"+filepath.Join(dir, "new.txt")+"'\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	db, err := openStore(ctx, c.DB)
	if err != nil {
		t.Fatal(err)
	}
	day, _ := vigil.ParseDay("2018-09-04")
	old := store.Reading{Analyser: "vigil 0.0", Report: vigil.Report{ID: "old", Published: vigil.Published{Days: vigil.Days{From: day, To: day}, Basis: vigil.Given},
		Text: "A bomb killed five people at a market in Mosul on Monday, police said."}}
	if _, err := db.Put(ctx, &old); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if err := c.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if db, err = openKept(ctx, c.DB); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rd, err := db.Reading(ctx, "old")
	if err != nil || !strings.HasPrefix(rd.Analyser, pipeline.Version) || len(rd.Claims) == 0 {
		t.Errorf("what an older vigil read is read as %+v, %v", rd, err)
	}
	if todo, err := db.Unmerged(ctx, 10); err != nil || len(todo) > 0 {
		t.Errorf("the record lacks %v, %v", todo, err)
	}
	if n, err := db.Count(ctx, store.Query{Kind: store.Incident}, store.Total); err != nil || n[""] < 2 {
		t.Errorf("%v incidents, %v", n, err)
	}
}

// What is not in English is kept and marked, whoever reads it; no tag of English
// is taken for another language.
func TestLanguages(t *testing.T) {
	a, err := newAnalyser(ownFiles{})
	if err != nil {
		t.Fatal(err)
	}
	r := vigil.Report{ID: "r", Text: "Gunmen killed three soldiers near Kandahar on Monday, the army said."}
	for tag, want := range map[string]bool{"": true, "en": true, "en-GB": true, "EN_us": true, "English": true, "es": false, "ru": false, "enm": false, "zh-Hans": false} {
		r.Lang = tag
		rd := analyseReport(a, r)
		if got := len(rd.Claims) > 0; got != want || want != (rd.Analyser == pipeline.Version) {
			t.Errorf("%q: %d claims, read by %q", tag, len(rd.Claims), rd.Analyser)
		}
		if got := len(a.Analyse(r).Claims) > 0; got != want {
			t.Errorf("%q: claims are read: %v", tag, got)
		}
	}
}
