package merge_test

import (
	"fmt"
	"testing"

	"vigil"
)

// A body and its spokesmen are one voice, and so is a name in short; spokesmen
// of two sides are two, though both are officials.
func TestOneMouthManyNames(t *testing.T) {
	official := func(name string) vigil.Party {
		return vigil.Party{Name: name, Kind: vigil.People, Inter: vigil.Civilians, Class: vigil.ClassOfficials}
	}
	ngo := func(name string) vigil.Party { return vigil.Party{Name: name, Kind: vigil.NGO} }
	inWords := army
	inWords.Text = "the army"
	forces := vigil.Party{Name: "Alba armed forces", Entity: "xaa-mil", Kind: vigil.Military, Inter: vigil.StateForces, Country: "XAA"}
	fighters := vigil.Party{Name: "the rebels", Kind: vigil.People, Inter: vigil.RebelGroup, Class: vigil.ClassFighters}
	for _, c := range []struct {
		a, b vigil.Party
		n    int
	}{
		{official("an army spokesman"), official("a rebel spokesman"), 2},
		{official("an army spokesman"), inWords, 1},
		{official("a rebel spokesman"), fighters, 1},
		{inWords, forces, 1},
		{inWords, rebels, 2},
		{ngo("Plain Network"), ngo("Plain Network for Human Rights"), 1},
		{ngo("Plain Network"), ngo("Hill Network"), 2},
		{vigil.Party{Name: "witnesses", Kind: vigil.People}, vigil.Party{Name: "residents", Kind: vigil.People, Class: vigil.ClassTribespeople}, 1},
		{vigil.Party{Name: "a war monitor", Kind: vigil.People}, vigil.Party{Name: "Hill Observatory", Entity: "xaa-hill", Kind: vigil.NGO}, 1},
		{vigil.Party{Name: "a war monitor", Kind: vigil.People}, inWords, 2},
		{official("a hospital official"), official("a police official"), 2},
		{vigil.Party{Name: "Nobody", Kind: vigil.People}, inWords, 2}, // Nobody is none, so that the outlet speaks
	} {
		var w world
		for i, p := range []vigil.Party{c.a, c.b} {
			id := fmt.Sprint("r", i)
			w.report(id, fmt.Sprint("Outlet ", i), 8, "Twelve people died when shells fell on Kobo.")
			claim := shelling(kobo, 8, 12)
			claim.By = []vigil.Attribution{{Force: vigil.Said, Parent: -1, Speakers: []vigil.Party{p}}}
			w.claim(id, claim)
		}
		inc := w.build().Incidents
		if len(inc) != 1 || vigil.Independent(inc[0].Voices) != c.n {
			t.Errorf("%s and %s: %+v, want %d voices of one incident", c.a.Name, c.b.Name, inc[0].Voices, c.n)
		}
	}
}

// An update by a spokesman replaces what his body said before.
func TestSpokesmanUpdates(t *testing.T) {
	var w world
	for i, name := range []string{"the coast guard", "a coast guard spokesman"} {
		id := fmt.Sprint("r", i)
		w.report(id, fmt.Sprint("Outlet ", i), 8+i, "People died when shells fell on Kobo.")
		claim := shelling(kobo, 8, 8+3*i)
		claim.By = []vigil.Attribution{{Force: vigil.Said, Parent: -1, Speakers: []vigil.Party{{Name: name, Kind: vigil.People, Class: vigil.ClassOfficials}}}}
		w.claim(id, claim)
	}
	inc := w.build().Incidents
	if len(inc) != 1 {
		t.Fatalf("%d incidents, want 1", len(inc))
	}
	if y := inc[0].Tallies[0]; *y.Min != 11 || *y.Max != 11 || !y.Figures[0].Superseded {
		t.Errorf("killed %d to %d by %+v, want 11: the later count replaces the earlier", *y.Min, *y.Max, y.Figures)
	}
}
