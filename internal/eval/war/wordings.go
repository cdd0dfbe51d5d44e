package war

import (
	_ "embed"
	"fmt"
	"math/rand"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	//go:embed wordings.txt
	wordingsText string
	//go:embed towns.txt
	townsText string
	//go:embed outlets.txt
	outletsText string
)

// wordings are the alternatives of each symbol.
var wordings = func() map[string][]string {
	m := map[string][]string{}
	for line := range strings.Lines(wordingsText) {
		if name, words, ok := strings.Cut(strings.TrimSpace(line), " = "); ok && line[0] != '#' {
			m[name] = append(m[name], words)
		}
	}
	return m
}()

// lists reads lines of "name: a, b, c".
func lists(text string, f func(name, item string)) {
	for line := range strings.Lines(text) {
		name, items, _ := strings.Cut(strings.TrimSpace(line), ": ")
		for item := range strings.SplitSeq(items, ", ") {
			f(name, item)
		}
	}
}

// facts are what a wording is filled with: words by name.
type facts map[string]string

// draw words a symbol: a fact, or one of its alternatives.
func draw(rng *rand.Rand, symbol string, f facts) string {
	if v, ok := f[symbol]; ok {
		return v
	}
	alts := wordings[symbol]
	if len(alts) == 0 {
		panic("war: no wording of " + symbol)
	}
	return fill(rng, alts[rng.Intn(len(alts))], f)
}

// fill replaces the {symbols} of words.
func fill(rng *rand.Rand, words string, f facts) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(words, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		var symbol string
		symbol, words, _ = strings.Cut(rest, "}")
		b.WriteString(draw(rng, symbol, f))
	}
}

// sentence makes one of a clause.
func sentenceOf(clause string) string {
	s := strings.Join(strings.Fields(clause), " ")
	s = strings.TrimSuffix(strings.ReplaceAll(s, " ,", ","), ",")
	s = strings.ReplaceAll(s, ",,", ",")
	at := 0
	if s != "" && s[0] == '"' {
		at = 1
	}
	if at < len(s) {
		r, n := utf8.DecodeRuneInString(s[at:])
		s = s[:at] + string(unicode.ToUpper(r)) + s[at+n:]
	}
	return s + "."
}

var small = strings.Fields("no one two three four five six seven eight nine ten eleven twelve")

// number writes n in words or digits.
func number(rng *rand.Rand, n int) string {
	if n < len(small) && rng.Intn(3) > 0 {
		return small[n]
	}
	return fmt.Sprint(n)
}

// count writes how many of whom: "eight people", "at least one civilian".
func count(rng *rand.Rand, n int, of string) string {
	words := number(rng, n) + " " + of
	if n == 1 {
		words = number(rng, n) + " " + singular(of)
	}
	if rng.Intn(3) == 0 {
		return "at least " + words
	}
	return words
}

// people writes how many people.
func people(rng *rand.Rand, n int) string {
	if n == 1 {
		return "one person"
	}
	return number(rng, n) + " people"
}

func singular(of string) string {
	if of == "people" {
		return "person"
	}
	return strings.TrimSuffix(of, "s")
}

func was(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}
