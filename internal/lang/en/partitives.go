package en

import (
	_ "embed"
	"strings"
)

//go:embed partitives.txt
var partitivesText string

// Partitives returns the nouns and quantities that stand before "of" and leave
// the meaning to what follows: "dozens of people", "members of the Taliban".
func Partitives() []string {
	var out []string
	for _, line := range strings.Split(partitivesText, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		out = append(out, strings.Split(line, ", ")...)
	}
	return out
}
