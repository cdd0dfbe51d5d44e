package en

import "testing"

func TestSides(t *testing.T) {
	for _, w := range Sides() {
		if w.Lemma == "link" && w.With == "to" && w.Relation == "linked to" {
			return
		}
	}
	t.Error("link+to/v is missing")
}

func TestSidesBadLine(t *testing.T) {
	if _, err := parseSides("backs: back"); err == nil {
		t.Error("a word without its part of speech: no error")
	}
	if _, err := parseProspects("hoped: hope/v"); err == nil {
		t.Error("a status that is none: no error")
	}
}
