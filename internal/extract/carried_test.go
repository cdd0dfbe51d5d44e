package extract_test

import (
	"testing"

	"vigil"
)

// An attack that parties are told to have carried out in a month that is named is
// an incident, wherever the tree hangs the month; a vague one is not.
func TestCarriedOut(t *testing.T) {
	text := "Norway, Sweden and Denmark, which together launched limited raids on Ruritanian depots in late March, say they are ready for talks."
	got := incidents(readAll(t, "2018-09-04", text))
	if len(got) != 1 || len(got[0].Actors) != 3 || got[0].When == nil || got[0].When.Days.From.String() < "2018-03-20" || got[0].When.Days.To.String() > "2018-03-31" {
		t.Errorf("%+v", got)
	}
	for _, c := range incidents(readAll(t, "2018-09-04", "The groups say they may launch raids on depots at any time.")) {
		t.Errorf("told as having happened: %+v", c)
	}
}

// A flash of one sentence tells its incident as a longer report does. Not all do
// yet: "Rebels attacked a convoy in eastern Congo on Friday, killing three people."
// falls below the threshold.
func TestFlash(t *testing.T) {
	for _, c := range []struct {
		text   string
		killed int
	}{
		{"Gunmen killed three aid workers in Nigeria on Monday.", 3},
		{"A car bomb killed 12 people in Baghdad on Monday.", 12},
	} {
		got := incidents(readAll(t, "2023-05-10", c.text))
		if len(got) != 1 || !tells(got[0].Figures, vigil.Killed, c.killed) {
			t.Errorf("%s\n%+v", c.text, got)
		}
	}
}

func tells(figures []vigil.Figure, m vigil.Measure, n int) bool {
	for _, f := range figures {
		if f.Measure == m && f.Min != nil && *f.Min == n {
			return true
		}
	}
	return false
}
