package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigil"
	"vigil/internal/pipeline"
	"vigil/internal/store/sqlite"
)

// What explain shows of a claim and of an incident made of two reports: words
// with their place, rules, scores, rival figures, voices, revisions.
func TestExplain(t *testing.T) {
	a, composer, err := newPipeline(ownFiles{})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	day := vigil.DayOf(time.Date(2010, 5, 10, 0, 0, 0, 0, time.UTC))
	s, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	k := &kept{store: s, composer: composer}
	for i, text := range []string{
		"At least 12 people were killed when a car bomb exploded at a market in Kirkuk on Monday, police said.",
		"A car bomb at a market in Kirkuk killed 15 people on Monday, a hospital official told Reuters.",
	} {
		rep := vigil.Report{ID: "r" + string(rune('1'+i)), Title: "Bomb in Kirkuk", Text: text, Source: "Outlet " + string(rune('A'+i)),
			Published: vigil.Published{Days: vigil.Days{From: day, To: day}, Basis: vigil.Given, Score: 1}}
		if err := k.add(ctx, a.Analyse(rep)); err != nil {
			t.Fatal(err)
		}
	}
	rec, err := k.record(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(rec.Incidents) == 0 {
		t.Fatal("no incident")
	}
	for id, wants := range map[string][]string{
		"r1#1":              {"evidence    At least 12 people", "Kirkuk, IRQ", "12 or more", "“said”", "score 0."},
		rec.Incidents[0].ID: {"incident " + rec.Incidents[0].ID, "rule ", "voice ", "rev 1 ", pipeline.Version, "r1#1"},
	} {
		var b bytes.Buffer
		if err := explainID(ctx, &b, s, id); err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(b.String(), want) {
				t.Errorf("explain %s lacks %q:\n%s", id, want, b.String())
			}
		}
	}
	if err := explainID(ctx, new(bytes.Buffer), s, "nothing"); err == nil {
		t.Error("an unknown id is explained")
	}
}

// Text from outside cannot move a terminal's cursor.
func TestOneLine(t *testing.T) {
	if got := oneLine("a\x1b[2Jb\nc\u009bd"); got != "a [2Jb c d" {
		t.Errorf("%q", got)
	}
}
