package extract_test

import (
	"strings"
	"testing"

	"vigil"
)

func ofKind(claims []vigil.Claim, k vigil.ClaimKind) (out []vigil.Claim) {
	for _, c := range claims {
		if c.Kind == k {
			out = append(out, c)
		}
	}
	return out
}

func TestSides(t *testing.T) {
	for _, c := range []struct{ text, from, relation, to string }{
		{"The YPG, the armed wing of the Democratic Union Party, took the town.", "YPG", "part of", "Democratic Union Party"},
		{"The YPG is supported by the United States.", "United States", "backs", "YPG"},
		{"Fighting went on near the Al-Qaeda-linked Hayat Tahrir al-Sham.", "Hayat Tahrir al-Sham", "linked to", "Al-Qaeda"},
	} {
		got := ofKind(readAll(t, "2018-09-05", c.text), vigil.SideClaim)
		if len(got) != 1 || got[0].Relation != c.relation || !strings.Contains(namesOf(got[0].Actors), c.from) || !strings.Contains(namesOf(got[0].Targets), c.to) {
			t.Errorf("%s\nread %+v, want %s %s %s", c.text, got, c.from, c.relation, c.to)
		}
	}
}

// Support for a plan, a bridge's supports and what might be are no sides.
func TestNoSides(t *testing.T) {
	for _, text := range []string{
		"The bridge supports ten lanes of traffic.",
		"The government supports the plan.",
		"The army might support the rebels.",
		"The Syrian Democratic Forces, US-led, are backed by the Syrian Democratic Forces.",
	} {
		if got := ofKind(readAll(t, "2018-09-05", text), vigil.SideClaim); len(got) != 0 {
			t.Errorf("%s\nread %+v, want none", text, got)
		}
	}
}

func TestForces(t *testing.T) {
	got := ofKind(readAll(t, "2018-09-05", "An estimated 10,000 fighters of Hezbollah are in the valley."), vigil.ForceClaim)
	if len(got) != 1 || len(got[0].Figures) != 1 || got[0].Figures[0].Measure != vigil.Fighters || *got[0].Figures[0].Min != 10000 {
		t.Errorf("strength: read %+v", got)
	}
	got = ofKind(readAll(t, "2018-09-05", "Rockets killed 200 fighters of Hezbollah."), vigil.ForceClaim)
	if len(got) != 0 {
		t.Errorf("the dead are no strength: read %+v", got)
	}
	got = ofKind(readAll(t, "2018-09-05", "About 5,000 soldiers are in Syria."), vigil.ForceClaim)
	if len(got) != 0 {
		t.Errorf("soldiers in a country are not its own: read %+v", got)
	}
	got = ofKind(readAll(t, "2018-09-05", "The Lebanese army has deployed near Tripoli."), vigil.ForceClaim)
	if len(got) != 1 || got[0].Relation != "deployed" || got[0].Place == nil {
		t.Errorf("whereabouts: read %+v", got)
	}
}

// A stock of refugees is a toll of its own, not of the displaced.
func TestStocks(t *testing.T) {
	for _, c := range ofKind(readAll(t, "2018-09-05", "Turkey hosts more than 3.5 million Syrian refugees."), vigil.TollClaim) {
		for _, f := range c.Figures {
			if f.Measure == vigil.Refugees && *f.Min == 3500000 {
				return
			}
		}
	}
	t.Error("no stock of refugees")
}
