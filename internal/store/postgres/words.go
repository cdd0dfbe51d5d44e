package postgres

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold makes text into words in small letters without diacritics, parted by
// spaces, as the embedded store's index does: PostgreSQL's own parser would
// part hyphens, addresses and numbers in ways of its own.
func fold(text string) string {
	var b strings.Builder
	gap := true
	for _, r := range norm.NFD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			b.WriteRune(unicode.ToLower(r))
			gap = false
		case !gap:
			b.WriteByte(' ')
			gap = true
		}
	}
	return strings.TrimSuffix(b.String(), " ")
}

// maxIndexed is how much of a text is found by its words: an index entry has a
// megabyte at most.
const maxIndexed = 400_000

func indexed(text string) string {
	if len(text) > maxIndexed {
		text = strings.ToValidUTF8(text[:maxIndexed], "")
	}
	return fold(text)
}

// maxWords is how many words of a search count.
const maxWords = 32

// terms parts what is searched for: every term is to be found, one of several
// words (a hyphenated one) in their order.
func terms(words string) []string {
	var out []string
	for _, w := range strings.Fields(words) {
		if f := fold(w); f != "" && len(out) < maxWords {
			out = append(out, f)
		}
	}
	return out
}

// tsquery is the SQL of a query for terms, whose first parameter is given by
// param.
func tsquery(terms []string, param func(any) string) string {
	parts := make([]string, len(terms))
	for i, t := range terms {
		parts[i] = "phraseto_tsquery('simple', " + param(t) + ")"
	}
	return "(" + strings.Join(parts, " && ") + ")"
}

// word is a stretch of a text.
type word struct{ start, end int }

const (
	snippetWords = 24
	snippetLead  = 6 // words before the first that was searched for
)

// snippet cuts out of text where it first has one of the terms, marked with
// \x02 and \x03.
func snippet(text string, terms []string) string {
	want := map[string]bool{}
	for _, t := range terms {
		for _, w := range strings.Fields(t) {
			want[w] = true
		}
	}
	ws := wordsOf(text)
	hit := 0
	for i, w := range ws {
		if want[fold(text[w.start:w.end])] {
			hit = i
			break
		}
	}
	from := max(hit-snippetLead, 0)
	ws = ws[from:min(from+snippetWords, len(ws))]
	if len(ws) == 0 {
		return ""
	}
	var b strings.Builder
	if from > 0 {
		b.WriteString("…")
	}
	at := ws[0].start
	for _, w := range ws {
		if want[fold(text[w.start:w.end])] {
			b.WriteString(text[at:w.start] + "\x02" + text[w.start:w.end] + "\x03")
			at = w.end
		}
	}
	end := ws[len(ws)-1].end
	b.WriteString(text[at:max(at, end)])
	if strings.TrimSpace(text[end:]) != "" {
		b.WriteString("…")
	}
	return b.String()
}

// wordsOf returns the words of the indexed part of a text.
func wordsOf(text string) []word {
	var out []word
	start := -1
	end := min(len(text), maxIndexed)
	for i, r := range text[:end] {
		in := unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Mn, r)
		if in && start < 0 {
			start = i
		}
		if !in && start >= 0 {
			out = append(out, word{start, i})
			start = -1
		}
	}
	if start >= 0 {
		out = append(out, word{start, end})
	}
	return out
}
