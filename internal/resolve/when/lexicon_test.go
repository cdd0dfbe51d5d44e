package when

import (
	"slices"
	"testing"

	"vigil/internal/lang/en"
)

// TestWords checks that every line of times.txt says something that the
// grammar asks for.
func TestWords(t *testing.T) {
	phrases := []string{"hijri", "persian", "holiday", "ref", "half", "bound", "zone", "meridiem", "clock", "hence", "farday", "named"}
	seen := map[en.TimeWord]bool{}
	for _, w := range en.Times() {
		if seen[w] {
			t.Errorf("%+v twice", w)
		}
		seen[w] = true
		s := &sense{}
		if !s.put(w, len(split(w.Text)) == 1) && !slices.Contains(phrases, w.Class) {
			t.Errorf("%q: nothing reads class %q", w.Text, w.Class)
		}
		if w.Class == "holiday" {
			if d := holiday(w.Value, 2018); d.Time().Year() != 2018 {
				t.Errorf("%s in 2018 is %v", w.Text, d)
			}
		}
	}
	for class := range cueNames {
		if !slices.ContainsFunc(en.Times(), func(w en.TimeWord) bool { return w.Class == class }) {
			t.Errorf("times.txt has no words of class %s", class)
		}
	}
}
