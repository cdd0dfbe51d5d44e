package en

import (
	_ "embed"
	"strings"
)

//go:embed sport.txt
var sportText string

// SportWords returns the lemmas that tell reports of games.
func SportWords() []string {
	var out []string
	for line := range strings.Lines(sportText) {
		if w := strings.TrimSpace(line); w != "" && w[0] != '#' {
			out = append(out, w)
		}
	}
	return out
}
