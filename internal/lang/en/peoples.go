package en

import (
	_ "embed"
	"strings"
)

//go:embed peoples.txt
var peoplesText string

// Peoples returns the words for faiths, peoples and political families, with
// their plurals in -s.
func Peoples() []string {
	var out []string
	for line := range strings.Lines(peoplesText) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		for _, w := range strings.Split(line, "; ") {
			out = append(out, w)
			if !strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ish") {
				out = append(out, w+"s")
			}
		}
	}
	return out
}
