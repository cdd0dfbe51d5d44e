package words_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"vigil/internal/lang/words"
)

func show(text string) string {
	var sb strings.Builder
	for _, w := range words.Split(text, nil) {
		c := "?"
		switch {
		case w.Kind == words.Digit:
			c = "9"
		case w.Kind == words.Mark:
			c = "."
		case w.Upper:
			c = "A"
		case w.Title:
			c = "T"
		default:
			c = "a"
		}
		fmt.Fprintf(&sb, "%s%s%s", []string{"", "_", "¶"}[w.Gap], text[w.Start:w.End], c)
	}
	return sb.String()
}

func TestSplit(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"mid-April, at 5pm", "¶mida-.AprilT,._ata_59pma"},
		{"7,00,000 UN\ntroops", "¶79,.009,.0009_UNA_troopsa"},
		{"one\n\ntwo\n \nthree", "¶onea¶twoa¶threea"},
		{"Août ÉTÉ دمشق", "¶AoûtT_ÉTÉA_دمشقa"},
		{"e\u0301te\u0301", "¶e\u0301te\u0301a"},
		{"\xff9", "¶\xff.99"},
		{"", ""},
	} {
		if got := show(c.in); got != c.want {
			t.Errorf("%q = %s, want %s", c.in, got, c.want)
		}
	}
}

func TestLexicon(t *testing.T) {
	l := words.Lexicon[int]{"march": 3}
	for word, want := range map[string]bool{"march": true, "March": true, "MARCH": true, "marches": false, strings.Repeat("m", 99): false, "": false} {
		if _, ok := l.Find(word); ok != want {
			t.Errorf("Find(%q) = %v", word, ok)
		}
	}
	if n := testing.AllocsPerRun(100, func() { l.Find("MARCH") }); n > 0 {
		t.Errorf("Find allocates %v times", n)
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("On 3\xc2 May\x00 2018")
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, w := range words.Split(text, nil) {
			if w.Start < at || w.End <= w.Start || w.End > len(text) {
				t.Fatalf("word %d:%d after %d in %q", w.Start, w.End, at, text)
			}
			if strings.TrimSpace(text[at:w.Start]) != "" || (w.Start == at) != (w.Gap == words.Glued) && at > 0 {
				t.Fatalf("gap %q before %q", text[at:w.Start], text[w.Start:w.End])
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[w.Start:w.End]) {
				t.Fatalf("%q cut inside a character", text[w.Start:w.End])
			}
			at = w.End
		}
		if strings.TrimSpace(text[at:]) != "" {
			t.Fatalf("%q left over", text[at:])
		}
	})
}
