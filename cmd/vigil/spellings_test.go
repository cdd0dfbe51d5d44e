package main

import (
	"os"
	"strings"
	"testing"

	"vigil"
)

// TestSpellings reads places of five wars, as reports spell them, in a sentence
// that says nothing else of where they are: nearly all must be found in the
// right country.
func TestSpellings(t *testing.T) {
	const floor = .92
	a, err := newAnalyser(ownFiles{})
	if err != nil {
		t.Fatal(err)
	}
	table, err := os.ReadFile("testdata/spellings.tsv")
	if err != nil {
		t.Fatal(err)
	}
	found, all := 0, 0
	for line := range strings.Lines(string(table)) {
		country, names, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || line[0] == '#' {
			continue
		}
		for _, name := range strings.Split(names, "|") {
			all++
			got := ""
			for _, p := range a.Analyse(vigil.Report{ID: "x", Text: "Fighting went on in " + name + " on Monday."}).Resolved.Places {
				if p.Text == name {
					got = p.Country
				}
			}
			if got == country {
				found++
			} else {
				t.Logf("%s: %q, want %s", name, got, country)
			}
		}
	}
	share := float64(found) / float64(all)
	t.Logf("%d of %d spellings found in the right country: %.3f", found, all, share)
	if share < floor {
		t.Errorf("%.3f is below %.2f", share, floor)
	}
}
