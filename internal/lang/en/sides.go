package en

import (
	_ "embed"
	"strings"
)

//go:embed sides.txt
var sidesText string

// SideWord is a word that says who stands with or against whom.
type SideWord struct {
	Lemma    string
	POS      byte   // 'v', 'n' or 'a'
	With     string // the preposition before the other party, or ""
	Relation string
}

// Sides returns the words of sides.txt.
func Sides() []SideWord {
	out, err := parseSides(sidesText)
	if err != nil {
		panic(err) // the embedded file is tested
	}
	return out
}

func parseSides(text string) ([]SideWord, error) {
	var relations []string
	for _, line := range strings.Split(text, "\n") {
		if name, _, ok := strings.Cut(line, ":"); ok && line[0] != '#' {
			relations = append(relations, name)
		}
	}
	var out []SideWord
	err := classLines("sides.txt", text, relations, "vna", func(bit int, word string, pos byte) {
		lemma, with, _ := strings.Cut(word, "+")
		out = append(out, SideWord{lemma, pos, with, relations[bit]})
	})
	return out, err
}
