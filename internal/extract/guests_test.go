package extract_test

import (
	"strings"
	"testing"

	"vigil"
)

// Who takes part is told in the clause of the act: not in a relative clause, not
// by an adjective alone, not as a guest of what is praised.
func TestGuests(t *testing.T) {
	for _, c := range []struct{ text, act, with, without string }{
		{"The envoy visited Norway last week and met Foreign Minister Jan Berg, who has long been a backer of the rebels against General Haftar.", "CONSULT", "Jan Berg", "Haftar"},
		{"The Swedish foreign ministry on Monday called an upcoming summit between Norway, Finland and Denmark a \"step toward peace\" in the war-torn country.", "SUPPORT", "", "Finland"},
		{"The Syrian army gears up for an offensive, but it is facing threats of being hit by Norway and its allies if the town is attacked.", "THREATEN", "Norway", "Syrian"},
	} {
		for _, s := range statements(t, c.text) {
			if s.Act != c.act {
				continue
			}
			if all := namesOf(s.Actors) + ", " + namesOf(s.Targets); !strings.Contains(all, c.with) || strings.Contains(all, c.without) {
				t.Errorf("%s\n%s by and to %s", c.text, s.Act, all)
			}
		}
	}
}

// What was done in a relative clause does not date what is said; a red line of
// which its owners speak is a threat.
func TestDayOfAnother(t *testing.T) {
	text := "Norway, Sweden and Denmark, which together launched limited raids on Ruritanian depots in late March, say their red line against gas remains in force."
	got := statements(t, text)
	if len(got) != 1 || got[0].Act != "THREATEN" || len(got[0].Actors) != 3 {
		t.Fatalf("read %+v", got)
	}
	if got[0].When != nil && got[0].When.Text != "" {
		t.Errorf("dated %s", got[0].When.Text)
	}
}

// A raid of states from abroad on installations comes through the air; the
// target stands behind the noun of an attack, also where a verb carries it out.
func TestSetUpon(t *testing.T) {
	for _, c := range []struct{ text, act, target string }{
		{"Norway, Sweden and Denmark, which together launched limited attacks on Syrian installations in late March, say they are ready for talks.", vigil.AirStrike, "installations"},
		{"The watchdog said the rebel attack against the army positions in Latakia was not carried out by drones but through artillery shelling.", vigil.Shelling, "positions"},
	} {
		got := incidents(readAll(t, "2018-09-04", c.text))
		if len(got) == 0 || got[0].Act != c.act || !strings.Contains(namesOf(got[0].Targets), c.target) {
			t.Errorf("%s\nread %+v", c.text, got)
		}
	}
}

// "a base in the south-east of" says where, with all that stands before it.
func TestChainOfPlaces(t *testing.T) {
	got := incidents(readAll(t, "2018-09-04", "An air strike near a French base in northern Mali has killed at least eight militiamen, a monitor reported on Monday."))
	if len(got) != 1 || got[0].Place == nil || got[0].Place.Country != "MLI" || got[0].Place.Relation != "northern" {
		t.Errorf("read %+v", got)
	}
}

// A count that goes on the list of a toll is one, with the same scope.
func TestTollList(t *testing.T) {
	text := "According to the Syrian Center for Policy Research, the conflict has claimed the lives of over 310,000 people, wounded 1.2 million others, and displaced about 9 million."
	scopes := map[vigil.Measure]string{}
	for _, c := range ofKind(readAll(t, "2018-09-05", text), vigil.TollClaim) {
		for _, f := range c.Figures {
			scopes[f.Measure] = c.Scope
		}
	}
	for _, m := range []vigil.Measure{vigil.Killed, vigil.Injured, vigil.Displaced} {
		if !strings.Contains(scopes[m], "the conflict") {
			t.Errorf("%s: scope %q", m, scopes[m])
		}
	}
}

// Nothing is counted since a month to come.
func TestSinceToCome(t *testing.T) {
	for _, c := range ofKind(readAll(t, "2012-01-25", "More than 4,000 civilians killed since March: those are the numbers that the ministry gives."), vigil.TollClaim) {
		if c.Since > vigil.Date(2012, 1, 25) {
			t.Errorf("since %s", c.Since)
		}
	}
}

// All that a force is said to include stands there, when its own clause says.
func TestDeployed(t *testing.T) {
	text := "A foreign militia, Liwa Imam al-Hussein, has also deployed close to Idlib recently, while ground forces-including the elite Tiger Forces and reformed rebel units-were stationed near Hama late last month."
	got := ofKind(readAll(t, "2018-09-05", text), vigil.ForceClaim)
	if len(got) != 2 || strings.Contains(namesOf(got[0].Actors), "Tiger") || got[0].When != nil && got[0].When.Text == "late last month" {
		t.Fatalf("read %+v", got)
	}
	if all := namesOf(got[1].Actors); !strings.Contains(all, "Tiger Forces") || !strings.Contains(all, "rebel units") {
		t.Errorf("stationed: %s", all)
	}
}
