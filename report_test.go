package vigil_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"vigil"
)

// The head of a text ends with a line, else a word, else a whole character.
func TestHead(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"short", len("short")},
		{strings.Repeat("a line\n", vigil.MostText), vigil.MostText / 7 * 7},
		{strings.Repeat("word ", vigil.MostText), vigil.MostText / 5 * 5},
		{strings.Repeat("€", vigil.MostText), vigil.MostText / 3 * 3},
		{strings.Repeat("\x80", 2*vigil.MostText), vigil.MostText},
	} {
		r := vigil.Report{Text: c.text}
		if got := r.Head(); len(got) != c.want || !strings.HasPrefix(c.text, got) || utf8.ValidString(c.text) && !utf8.ValidString(got) {
			t.Errorf("head of %.9q: %d bytes, want %d", c.text, len(got), c.want)
		}
	}
}
