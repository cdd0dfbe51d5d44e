package en

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed titles.txt
var titlesText string

// Title is a post or a form of address with its other words, British spelling,
// lower case; Words[0] is the canonical one of an office.
type Title struct {
	Office bool // one person (or few) of a country or body holds it; else a rank of many
	Words  []string
}

// Titles returns posts and forms of address.
func Titles() []Title {
	out, err := parseTitles(titlesText)
	if err != nil {
		panic(err) // the embedded file is tested
	}
	return out
}

func parseTitles(text string) ([]Title, error) {
	var out []Title
	for n, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		class, words, ok := strings.Cut(line, "|")
		if class = strings.TrimSpace(class); !ok || class != "office" && class != "rank" {
			return nil, fmt.Errorf("titles.txt:%d: want office or rank before a bar", n+1)
		}
		out = append(out, Title{class == "office", list(words)})
	}
	return out, nil
}
