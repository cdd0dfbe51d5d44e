package extract

import (
	"testing"

	"vigil/data"
	"vigil/internal/nlp"
)

// Games are full of attacks, shots and defeats.
func TestSportive(t *testing.T) {
	a, err := nlp.New(nlp.Models{Syntax: data.Syntax})
	if err != nil {
		t.Fatal(err)
	}
	lx := newLexicon()
	for text, want := range map[string]bool{
		"The striker scored two goals in the cup final. The goalkeeper stopped a penalty, and the coach praised his team after the match.": true,
		"The army shelled the stadium. Six people were killed, the team of doctors said, in the match of fire between the two sides.":      false,
		"Gunmen killed the football coach and two players of the team after a match, police said. Four people were wounded.":               false,
	} {
		if got := lx.sportive(a.Analyse(text)); got != want {
			t.Errorf("%q: sport %v", text, got)
		}
	}
}
