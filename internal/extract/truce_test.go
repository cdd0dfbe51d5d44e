package extract_test

import (
	"strings"
	"testing"

	"vigil"
)

// A truce that began is an agreement on its day between those who keep it; one
// to come, denied or behind "since" is none.
func TestTruces(t *testing.T) {
	for _, c := range []struct{ text, day, who string }{
		{"A ceasefire between the army and the rebels began at dawn on Tuesday in Taiz, the United Nations said.", "2019-05-07", "army rebels"},
		{"A truce came into force in Tripoli on Monday after ten days of fighting.", "2019-05-06", ""},
		{"The ceasefire took effect in Donetsk on Sunday.", "2019-05-05", ""},
		{"A ceasefire will take effect in Donetsk on Friday.", "", ""},
		{"The ceasefire did not take effect in Donetsk on Sunday.", "", ""},
		{"Six people have been killed in Donetsk since the truce began on Sunday.", "", ""},
	} {
		day, who := "", ""
		for _, x := range incidents(readAll(t, "2019-05-07", c.text)) {
			if x.Act != vigil.Agreement {
				continue
			}
			day = x.When.Days.To.String()
			for _, p := range x.Actors {
				who += strings.ToLower(p.Name) + " "
			}
		}
		if day != c.day {
			t.Errorf("%q: agreement on %q, want %q", c.text, day, c.day)
		}
		for w := range strings.FieldsSeq(c.who) {
			if !strings.Contains(who, w) {
				t.Errorf("%q: between %q, want %s", c.text, who, w)
			}
		}
	}
}
