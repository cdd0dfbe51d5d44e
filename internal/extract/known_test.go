package extract_test

import (
	"strings"
	"testing"
)

// "The bombardment" of a sentence that names no place and no day of its own is
// the one told before; with words that say which, or a place, it is another.
func TestKnown(t *testing.T) {
	const lead = "A shell hit a market in Binnish on Monday, killing three people. Shops stayed closed. "
	for _, c := range []struct {
		text string
		n    int // sentences behind the first incident
	}{
		{lead + "By the account of residents, the bombardment killed eight people.", 2},
		{lead + "Eight people were killed in the shelling, the health directorate of Idlib said.", 2},
		{lead + "The shelling of the airport killed eight people.", 1},
		{lead + "The bombardment killed eight people in Saraqib on Sunday.", 1},
	} {
		got := incidents(readAll(t, "2018-09-04", c.text))
		if len(got) == 0 || len(got[0].Evidence) != c.n {
			t.Errorf("%q: %d incidents, the first %+v; want it told by %d sentences", strings.TrimPrefix(c.text, lead), len(got), got, c.n)
		}
	}
}

// "The attack came five days after" dates what follows from the day named last.
func TestToldAfter(t *testing.T) {
	for _, c := range []struct{ text, day string }{
		{"Gunmen shot dead two people in Izra on Monday. The attack came five days after warplanes bombed the main market in Atmeh, killing seven people.", "2018-08-29"},
		{"Gunmen shot dead two people in Izra on Monday. The attack came five days after warplanes bombed the main market in Atmeh on August 27, killing seven people.", "2018-08-27"},
	} {
		got := incidents(readAll(t, "2018-09-04", c.text))
		if len(got) != 2 || got[0].When.Days.From.String() != "2018-09-03" || got[1].When.Days.From.String() != c.day {
			t.Errorf("%q: %+v, want the second on %s", c.text, got, c.day)
		}
	}
}

// A province before "town of" says where the town lies, not where it was.
func TestTownOf(t *testing.T) {
	for _, text := range []string{
		"Air raids in the Aleppo town of Manbij killed at least 15 fighters on Monday, a spokesman said.",
		"Heavy fighting in Aleppo province's Manbij killed nine soldiers on Monday.",
	} {
		got := incidents(readAll(t, "2018-09-04", text))
		if len(got) != 1 || got[0].Place == nil || got[0].Place.Name != "Manbij" {
			t.Errorf("%q: %+v, want it in Manbij", text, got)
		}
	}
}
