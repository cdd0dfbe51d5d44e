package en

import (
	_ "embed"
	"strings"
)

//go:embed mishaps.txt
var mishapsText string

// MishapWords returns the lemmas of what kills without an attack.
func MishapWords() []string {
	var out []string
	for line := range strings.Lines(mishapsText) {
		if w := strings.TrimSpace(line); w != "" && w[0] != '#' {
			out = append(out, w)
		}
	}
	return out
}
