package extract

import (
	"testing"

	"vigil/internal/lang/en/quantity"
	"vigil/internal/nlp"
)

// A number that says which is no count.
func TestLabels(t *testing.T) {
	for _, c := range []struct {
		text  string
		label bool
	}{
		{"A 15-year-old boy died.", true},
		{"a 15 year old", true},
		{"Jan Novak, 15, died on Monday.", true},
		{"A woman, 42, was hurt.", true},
		{"Two men, ages 22, were hurt.", true},
		{"in the 3800 block of Pine Street", true},
		{"He was found at 4439 Pease Road.", true},
		{"a .38 revolver", true},
		{"He was shot late on Tuesday at 20 Pine St.", true},
		{"Image 16 of 19 Investigators search the house", true},
		{"neighbors called 911", true},
		{"killing 15 people", false},
		{"killing 16 of 19 people", false},
		{"He called 20 witnesses.", false},
		{"Of 42 dead, some were children.", false},
		{"at 400 sites", false},
		{"It hit Homs and killed 15, residents said.", false},
		{"15 were wounded", false},
		{"in 1500 villages", false},
	} {
		v := &view{doc: &nlp.Doc{Text: c.text}}
		qs := quantity.Find(c.text)
		for _, q := range qs {
			if q.Value >= 15 {
				if got := v.labels(&q); got != c.label {
					t.Errorf("%q: %v", c.text, got)
				}
			}
		}
	}
}
