package en

import (
	"slices"
	"testing"
	"unicode"
)

func TestPeoples(t *testing.T) {
	all := Peoples()
	for _, w := range all {
		if w == "" || !unicode.IsUpper(rune(w[0])) {
			t.Errorf("%q: want a word with a capital", w)
		}
	}
	for _, w := range []string{"Kurd", "Kurds", "Kurdish", "Hutus", "Tories", "Roman Catholics"} {
		if !slices.Contains(all, w) {
			t.Errorf("no %s", w)
		}
	}
	if slices.Contains(all, "Kurdishs") {
		t.Error("an adjective in -ish has a plural")
	}
}
