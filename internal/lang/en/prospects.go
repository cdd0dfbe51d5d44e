package en

import _ "embed"

//go:embed prospects.txt
var prospectsText string

var prospectClasses = []string{"planned", "threatened", "feared", "demanded"}

// Prospect is a word that says of an act that it has not happened.
type Prospect struct {
	Lemma  string
	POS    byte   // 'v', 'n' or 'a'
	Status string // vigil.Status
}

// Prospects returns the words of prospects.txt.
func Prospects() []Prospect {
	out, err := parseProspects(prospectsText)
	if err != nil {
		panic(err) // the embedded file is tested
	}
	return out
}

func parseProspects(text string) ([]Prospect, error) {
	var out []Prospect
	err := classLines("prospects.txt", text, prospectClasses, "vna", func(bit int, word string, pos byte) {
		out = append(out, Prospect{word, pos, prospectClasses[bit]})
	})
	return out, err
}
