package en

import (
	_ "embed"
	"strings"
)

//go:embed weapons.txt
var weaponsText string

// WeaponWords returns the lemmas of what acts of violence are done with.
func WeaponWords() []string {
	var out []string
	for line := range strings.Lines(weaponsText) {
		if w := strings.TrimSpace(line); w != "" && w[0] != '#' {
			out = append(out, w)
		}
	}
	return out
}
