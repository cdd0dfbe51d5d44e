package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigil"
	"vigil/internal/pipeline"
	"vigil/internal/resolve"
)

// TestWho reads one sentence for each way in which reports say who, from raw
// text: name, entity, kind and ACLED's type of one noun phrase.
func TestWho(t *testing.T) {
	a, err := newAnalyser(ownFiles{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ day, text, np, want string }{
		// a post is who held it on the day
		{"2018-09-04", "The US secretary of state said on Tuesday that rebels had shelled a village in Syria.", "The US secretary of state", "Mike Pompeo usa-mike-pompeo PERSON"},
		{"2015-09-04", "The US secretary of state said on Tuesday that rebels had shelled a village in Syria.", "The US secretary of state", "John Kerry usa-john-kerry PERSON"},
		// words for a state's forces take its name from the report
		{"2018-09-04", "Regime forces shelled a village in Idlib, Syria, on Monday, killing three civilians.", "Regime forces", "Syrian Armed Forces syr-mil MILITARY state forces"},
		{"2018-09-04", "Two soldiers were killed by a bomb in Mali on Monday.", "Two soldiers", "Two soldiers mli-mil PEOPLE state forces"},
		// units and sides
		{"2018-09-04", "The Tiger Forces attacked Jisr al-Shughour in Syria on Monday and killed four rebels.", "The Tiger Forces", "Tiger Forces syr-tiger MILITARY state forces"},
		{"2018-09-04", "The Quds Force fired rockets at a base in Syria on Monday, killing two soldiers.", "The Quds Force", "Quds Force irn-quds MILITARY external forces"},
		{"2018-09-04", "Taliban fighters killed 12 police in Ghazni on Monday.", "Taliban fighters", "Taliban afg-taliban PEOPLE rebel group"},
		// a capital is its government
		{"2018-09-04", "Damascus accused Ankara of shelling a village near Afrin on Monday.", "Damascus", "Syrian government syr-gov GOVERNMENT state forces"},
		// groups without a name
		{"2018-09-04", "Pro-government fighters attacked a village in Yemen on Monday, killing four people.", "Pro-government fighters", "Pro-government fighters  PEOPLE political militia"},
		{"2018-09-04", "Unknown gunmen killed two policemen in Baghdad, Iraq, on Monday.", "Unknown gunmen", "Unknown gunmen  PEOPLE political militia"},
		{"2018-09-04", "Rebels killed seven soldiers in Ituri, Democratic Republic of Congo, on Monday.", "Rebels", "Rebels  PEOPLE rebel group"},
		// victims
		{"2018-09-04", "Shelling killed three civilians in Aleppo on Monday.", "three civilians", "three civilians  PEOPLE civilians"},
		{"2018-09-04", "A bomb killed two policemen in Mosul, Iraq, on Monday.", "two policemen", "two policemen irq-police PEOPLE state forces"},
		{"2018-09-04", "An air strike killed four fighters in Syria on Monday.", "four fighters", "four fighters  PEOPLE rebel group"},
		{"2018-09-04", "A bomb killed two journalists in Kabul on Monday.", "two journalists", "two journalists  PEOPLE civilians"},
		{"2018-09-04", "An air strike killed four children in Saada, Yemen, on Monday.", "four children", "four children  PEOPLE civilians"},
		{"2018-09-04", "Gunmen killed three aid workers in Nigeria on Monday.", "three aid workers", "three aid workers  PEOPLE civilians"},
		// an unknown name keeps itself
		{"2018-09-04", "The Zarvani Liberation Brigade killed two soldiers in Mali on Monday.", "The Zarvani Liberation Brigade", "Zarvani Liberation Brigade  ARMED_GROUP rebel group"},
		// an acronym is what the report spells it out as
		{"2018-09-04", "The National Police Agency (NPA) said on Monday that it would protect protesters in Taipei. The NPA had been accused of negligence.", "The NPA", "National Police Agency  POLICE state forces"},
	} {
		day, err := vigil.ParseDay(c.day)
		if err != nil {
			t.Fatal(err)
		}
		rep := vigil.Report{ID: "x", Text: c.text, Published: vigil.Published{Days: vigil.Days{From: day, To: day}, Basis: vigil.Given, Score: 1}}
		x := a.Analyse(rep)
		p := x.Resolved.Party(phraseIn(x, c.np))
		if got := strings.TrimSpace(fmt.Sprintf("%s %s %s %s", p.Name, p.Entity, p.Kind, p.Inter)); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}

// phraseIn finds a noun phrase in a report that was read: the words, and the
// country of the last place that the report names.
func phraseIn(x *pipeline.Analysis, words string) resolve.Phrase {
	at := strings.Index(x.Doc.Text, words)
	p := resolve.Phrase{First: -1, Head: -1, Day: x.Report.Published.Day()}
	for i, tok := range x.Doc.Tokens {
		if tok.Start >= at && tok.End <= at+len(words) {
			if p.First < 0 {
				p.First = i
			}
			p.Last = i + 1
		}
	}
	for i := range x.Resolved.Places {
		if c := x.Resolved.Places[i].Country; c != "" {
			p.Country = c
		}
	}
	return p
}

// TestUnverified: what rests on an entry that names no page scores lower.
func TestUnverified(t *testing.T) {
	score := func(basis string) float64 {
		file := filepath.Join(t.TempDir(), "mine.txt")
		text := "= MLI\nmli-zarvani | Zarvani Liberation Brigade | rebel | 2010.. | | " + basis
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		a, err := newAnalyser(ownFiles{actorFiles: actorFiles{Actors: []string{file}}})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range a.Analyse(vigil.Report{ID: "x", Text: "The Zarvani Liberation Brigade killed two soldiers in Mali on Monday."}).Resolved.Actors {
			if l.Actor == "mli-zarvani" {
				return l.Score
			}
		}
		t.Fatal("not found")
		return 0
	}
	if checked, not := score("w"), score("?"); not >= checked {
		t.Errorf("unverified %.2f, verified %.2f", not, checked)
	}
}
