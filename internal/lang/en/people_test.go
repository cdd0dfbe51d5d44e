package en

import (
	"strings"
	"testing"
)

func TestNouns(t *testing.T) {
	got := map[string]Noun{}
	for _, n := range Nouns() {
		if n.Word != strings.TrimSpace(n.Word) || n.Word == "" || n.Word != strings.ToLower(n.Word) {
			t.Errorf("noun %q: want lower case, no space around it", n.Word)
		}
		if _, ok := got[n.Word]; !ok {
			got[n.Word] = n
		}
	}
	for _, want := range []Noun{
		{"gunmen", "PEOPLE", "fighters", "political militia", true},
		{"rebels", "PEOPLE", "fighters", "rebel group", true},
		{"security forces", "MILITARY", "soldiers", "state forces", false},
		{"armies", "MILITARY", "soldiers", "state forces", true},
		{"police", "POLICE", "police", "state forces", false},
		{"children", "PEOPLE", "children", "civilians", true},
		{"people", "PEOPLE", "civilians", "civilians", true},
		{"aid workers", "PEOPLE", "aid workers", "civilians", true},
		{"mosques", "FACILITY", "", "", true},
		{"buses", "OBJECT", "", "", true},
		{"embassies", "FACILITY", "", "", true},
	} {
		if got[want.Word] != want {
			t.Errorf("%q = %+v, want %+v", want.Word, got[want.Word], want)
		}
	}
	if _, err := parseNouns("f", "a | b", 4); err == nil || !strings.Contains(err.Error(), "f:1:") {
		t.Errorf("bad line: %v", err)
	}
}
