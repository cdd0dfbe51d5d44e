package extract

import (
	"strings"
	"testing"

	"vigil"
	"vigil/data"
	"vigil/internal/nlp"
	"vigil/internal/resolve"
)

// A count in a relative clause after a closed quotation is the reporter's own.
func TestAside(t *testing.T) {
	language, err := nlp.New(nlp.Models{Syntax: data.Syntax})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		`The palace said they would fight "to the very end" in the valley, where the war has killed 4,000 people.`: true,
		`The palace said they would fight "to the very end", and that the war has killed 4,000 people.`:            false,
		`The palace said that in the valley, where the war has killed 4,000 people, calm was back.`:                false,
	} {
		doc := language.Analyse(text)
		v := newView(&vigil.Report{Text: text}, doc, &resolve.Result{}, newLexicon())
		at := func(word string) int {
			for i := range doc.Tokens {
				if doc.Word(i) == word {
					return i
				}
			}
			t.Fatalf("no %q in %q", word, text)
			return -1
		}
		if got := v.aside(at("killed"), at("said")); got != want {
			t.Errorf("%s: %v", strings.TrimSpace(text), got)
		}
	}
}
