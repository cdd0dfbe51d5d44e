package en

import (
	_ "embed"
	"strings"
)

//go:embed givennames.txt
var givenNamesText string

// GivenNames returns the given names of men and of women, lower case, as
// reports from many countries spell them. Names borne by both are left out.
func GivenNames() (men, women []string) {
	for line := range strings.Lines(givenNamesText) {
		class, names, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch class {
		case "men":
			men = append(men, strings.Fields(names)...)
		case "women":
			women = append(women, strings.Fields(names)...)
		}
	}
	return men, women
}
