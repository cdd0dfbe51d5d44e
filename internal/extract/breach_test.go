package extract_test

import (
	"testing"

	"vigil"
)

// Who is told to have broken an agreement, and nobody who may or would.
func TestBreaches(t *testing.T) {
	for _, c := range []struct{ text, who string }{
		{"Israel violated the ceasefire in southern Lebanon on Monday with two air strikes, Hezbollah said.", "Israel"},
		{"Turkey accused Russia on Monday of breaching the truce in Idlib.", "Russia"},
		{"Turkey warned on Monday that Russia would breach the truce in Idlib.", ""},
		{"Russia broke the record for exports on Monday.", ""},
	} {
		who := ""
		for _, x := range readAll(t, "2018-09-04", c.text) {
			if x.Status == vigil.Breached {
				for _, p := range x.Actors {
					who += p.Name
				}
			}
		}
		if who != c.who {
			t.Errorf("%q: broken by %q, want %q", c.text, who, c.who)
		}
	}
}
