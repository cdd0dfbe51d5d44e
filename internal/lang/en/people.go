package en

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed people.txt
var peopleText string

//go:embed things.txt
var thingsText string

// Noun is what a noun for persons, bodies or things says by itself.
type Noun struct {
	Word   string // singular or plural, lower case, up to four words
	Kind   string // vigil.Kind
	Class  string // vigil.Class, or ""
	Inter  string // vigil.Inter, or ""
	Plural bool
}

// Nouns returns the nouns of people.txt and things.txt, plurals included; the
// first entry of a word wins.
func Nouns() []Noun {
	people, err := parseNouns("people.txt", peopleText, 4)
	if err != nil {
		panic(err) // the embedded files are tested
	}
	things, err := parseNouns("things.txt", thingsText, 2)
	if err != nil {
		panic(err)
	}
	return append(people, things...)
}

// parseNouns reads lines of "class | kind | inter | nouns", or of "kind | nouns".
func parseNouns(file, text string, fields int) ([]Noun, error) {
	out := make([]Noun, 0, 4096)
	for n, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, " | ")
		if len(f) != fields {
			return nil, fmt.Errorf("%s:%d: %d fields, want %d", file, n+1, len(f), fields)
		}
		var kind Noun
		if fields == 4 {
			kind = Noun{Class: f[0], Kind: f[1], Inter: strings.TrimPrefix(f[2], "-")}
		} else {
			kind = Noun{Kind: f[0]}
		}
		for _, w := range strings.Split(f[fields-1], ", ") {
			one, many := forms(w)
			kind.Word, kind.Plural = one, false
			out = append(out, kind)
			if many != "" {
				kind.Word, kind.Plural = many, true
				out = append(out, kind)
			}
		}
	}
	return out, nil
}

// forms returns a noun's singular and plural.
func forms(w string) (one, many string) {
	if one, many, ok := strings.Cut(w, "/"); ok {
		return one, many
	}
	switch {
	case strings.HasSuffix(w, "man") && !strings.HasSuffix(w, "human") && !strings.HasSuffix(w, "ottoman"):
		return w, strings.TrimSuffix(w, "an") + "en"
	case strings.HasSuffix(w, "men"), strings.HasSuffix(w, "people"), strings.HasSuffix(w, "forces"), strings.HasSuffix(w, "troops"), strings.HasSuffix(w, "personnel"):
		return w, ""
	case strings.HasSuffix(w, "person"):
		return w, strings.TrimSuffix(w, "rson") + "ople"
	case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "bus"):
		return w, ""
	case strings.HasSuffix(w, "ch"), strings.HasSuffix(w, "sh"), strings.HasSuffix(w, "ss"), strings.HasSuffix(w, "bus"), strings.HasSuffix(w, "x"):
		return w, w + "es"
	case strings.HasSuffix(w, "y") && len(w) > 1 && !strings.ContainsRune("aeiou", rune(w[len(w)-2])):
		return w, strings.TrimSuffix(w, "y") + "ies"
	}
	return w, w + "s"
}
