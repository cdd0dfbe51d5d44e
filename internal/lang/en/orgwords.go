package en

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed orgwords.txt
var orgWordsText string

// OrgWord is a word, or a few, in the name of a body and what it says of it.
type OrgWord struct {
	Word       string // lower case
	Kind       string // vigil.Kind
	Inter      string // vigil.Inter, or ""
	Start, End bool   // the word must open or close the name
	Rank       int    // the line it stands in: a lower one decides
}

// OrgWords returns the words of orgwords.txt in order.
func OrgWords() []OrgWord {
	out, err := parseOrgWords(orgWordsText)
	if err != nil {
		panic(err) // the embedded file is tested
	}
	return out
}

func parseOrgWords(text string) ([]OrgWord, error) {
	var out []OrgWord
	for n, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, " | ")
		if len(f) != 3 {
			return nil, fmt.Errorf("orgwords.txt:%d: %d fields, want 3", n+1, len(f))
		}
		for _, w := range strings.Split(f[2], ", ") {
			o := OrgWord{Kind: f[0], Inter: strings.TrimPrefix(f[1], "-"), Rank: n}
			w, o.Start = strings.CutPrefix(w, "^")
			o.Word, o.End = strings.CutSuffix(w, "$")
			out = append(out, o)
		}
	}
	return out, nil
}
