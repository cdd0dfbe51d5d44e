package en

import (
	_ "embed"
	"strings"
)

//go:embed refwords.txt
var refWordsText string

// RefWords calls put with each noun that describes what a report names, and
// the kind of thing that it mostly is: one of vigil's, EVENT or DOCUMENT.
func RefWords(put func(word, kind string)) {
	for line := range strings.Lines(refWordsText) {
		kind, words, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || line[0] == '#' {
			continue
		}
		for _, w := range strings.Fields(words) {
			put(w, kind)
		}
	}
}
