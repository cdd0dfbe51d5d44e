package en

import (
	_ "embed"
	"strings"
)

//go:embed tokens.txt
var tokensText string

// TokenWords returns the word lists of tokens.txt by kind: abbreviation,
// ending, number, prefix, unit, contraction, elided, starter, domain.
func TokenWords() map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(tokensText) {
		kind, words, ok := strings.Cut(line, ":")
		if ok && kind[0] != '#' {
			out[kind] = append(out[kind], strings.Fields(words)...)
		}
	}
	return out
}
