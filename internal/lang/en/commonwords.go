package en

import (
	_ "embed"
	"strings"
)

//go:embed commonwords.txt
var commonWordsText string

// CommonWords returns the words that some place is called and that mostly mean
// something else.
func CommonWords() map[string]bool { return wordSet(commonWordsText) }

// wordSet reads a file of words, many to a line; "#" opens a comment.
func wordSet(text string) map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(text) {
		if line[0] != '#' {
			for _, w := range strings.Fields(line) {
				out[w] = true
			}
		}
	}
	return out
}
