package where

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vigil/internal/resolve/gazetteer"
)

// A word is a run of letters, marks, digits and apostrophes without a
// possessive ending, and what stands before it.
type word struct {
	start, end int
	gap        gap
	cap        bool // begins with a capital, or has no case
	caps       bool // all capitals, two letters at least
	letter     bool // a single capital
	poss       bool // 's follows
	elided     bool // I'll, They've
	digits     bool // begins with a digit
	first      bool // of its sentence, as far as points tell
}

// gap is what stands between a word and the one before it.
type gap uint8

const (
	gapOther  gap = iota
	gapSpace      // white space, one line break at most
	gapHyphen     // a hyphen or dash without spaces
	gapPoint      // a point without space: U.S
	gapStop       // a point and space
	gapComma
	gapSlash
	gapParen // an opening bracket
	gapPara  // an empty line
)

// scan cuts a text into words.
func scan(dst []word, text string) []word {
	last := 0
	for at := 0; at < len(text); {
		w, rest := gazetteer.NextWord(text[at:])
		if w == "" {
			break
		}
		start := len(text) - len(rest) - len(w)
		end := start + len(w)
		at = end
		nw := word{start: start, end: end}
		nw.end, nw.poss = possessive(text, start, end)
		for nw.start < nw.end && text[nw.start] == '\'' {
			nw.start++
		}
		if nw.start == nw.end {
			continue
		}
		nw.gap, nw.first = between(text[last:nw.start])
		if len(dst) == 0 {
			nw.first, nw.gap = true, gapPara
		} else if nw.gap == gapStop && dst[len(dst)-1].letter {
			nw.first = false // an initial
		}
		last = end
		setCase(&nw, text[nw.start:nw.end])
		nw.elided = elided(text[nw.start:nw.end])
		dst = append(dst, nw)
	}
	return dst
}

// possessive returns the end of a word without 's or a closing apostrophe.
func possessive(text string, start, end int) (int, bool) {
	w := text[start:end]
	for _, tail := range [...]string{"'s", "’s", "'S", "’S"} {
		if n := len(tail); len(w) > n && w[len(w)-n:] == tail {
			return end - n, true
		}
	}
	for _, tail := range [...]string{"s'", "s’", "'", "’", "‘", "`"} {
		if n := len(tail); len(w) > n && w[len(w)-n:] == tail {
			keep := 0
			if tail[0] == 's' {
				keep = 1
			}
			return end - n + keep, keep == 1
		}
	}
	return end, false
}

// between reads the gap before a word, and whether a sentence begins after it.
func between(s string) (g gap, first bool) {
	switch s {
	case " ":
		return gapSpace, false
	case "-", "‑", "–", "—":
		return gapHyphen, false
	case ".":
		return gapPoint, false
	case ". ":
		return gapStop, true
	case ", ":
		return gapComma, false
	case "/":
		return gapSlash, false
	}
	lines, other := 0, false
	for _, r := range s {
		switch {
		case r == '\n':
			lines++
		case unicode.IsSpace(r):
		case r == '.':
			g, first = gapStop, true
		case r == ',':
			if g == gapOther {
				g = gapComma
			}
			other = true
		case r == '(' || r == '[':
			g, other = gapParen, true
		case r == '!' || r == '?' || r == ':' || r == '"' || r == '“' || r == '•' || r == '|' || r == '*':
			first, other = true, true
		default:
			other = true
		}
	}
	switch {
	case lines >= 2:
		return gapPara, true
	case g != gapOther:
		return g, first
	case other:
		return gapOther, first
	}
	return gapSpace, first
}

func setCase(w *word, s string) {
	first, n := utf8.DecodeRuneInString(s)
	w.digits = s[0] >= '0' && s[0] <= '9'
	w.cap = unicode.IsUpper(first) || unicode.IsLetter(first) && !unicode.IsLower(first)
	if !w.cap {
		return
	}
	if n == len(s) {
		w.letter = unicode.IsUpper(first)
		return
	}
	w.caps = true
	for _, r := range s {
		if unicode.IsLower(r) {
			w.caps = false
			return
		}
	}
}

// elided reports whether a word ends as only English verbs do: I'll, We've.
func elided(s string) bool {
	if len(s) < 3 || !strings.ContainsAny(s, "'’") {
		return false
	}
	for _, tail := range [...]string{"ll", "re", "ve", "d", "m", "t"} {
		if head, ok := strings.CutSuffix(s, tail); ok && (strings.HasSuffix(head, "'") || strings.HasSuffix(head, "’")) {
			return true
		}
	}
	return false
}
