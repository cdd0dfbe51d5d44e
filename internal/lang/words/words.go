// Package words takes a text and returns its atoms: runs of letters, runs of
// digits, and single marks. It is the floor under the small grammars (numbers,
// times) that must read text whether or not it was tokenised, and in the same
// places either way. It knows no language.
package words

import (
	"unicode"
	"unicode/utf8"
)

// Kind says what an atom is made of.
type Kind uint8

// Kinds of atom.
const (
	Mark   Kind = iota // any single character that is neither letter, digit nor white space
	Letter             // a run of letters with their combining marks
	Digit              // a run of ASCII digits
)

// Word is an atom of a text.
type Word struct {
	Start, End int // byte offsets
	Kind       Kind
	Gap        Gap  // what stands before it
	Title      bool // its first letter is a capital
	Upper      bool // all its letters are capitals
}

// Gap is what stands between an atom and the one before it.
type Gap uint8

// Gaps.
const (
	Glued Gap = iota
	Space     // white space, at most one line end
	Blank     // an empty line, or the start of the text
)

// Split returns the atoms of text, appended to dst. Bytes that are not UTF-8
// are marks.
func Split(text string, dst []Word) []Word {
	gap := Blank
	lines := 0
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			if r == '\n' {
				lines++
			}
			if gap == Glued {
				gap = Space
			}
			if lines > 1 {
				gap = Blank
			}
			i += n
			continue
		}
		w := Word{Start: i, End: i + n, Gap: gap}
		switch {
		case isDigit(r):
			w.Kind = Digit
			for w.End < len(text) && isDigit(rune(text[w.End])) {
				w.End++
			}
		case unicode.IsLetter(r):
			letters(text, &w, r)
		}
		dst = append(dst, w)
		i, gap, lines = w.End, Glued, 0
	}
	return dst
}

// letters extends w over the run of letters that starts with first.
func letters(text string, w *Word, first rune) {
	w.Kind = Letter
	w.Title = unicode.IsUpper(first)
	w.Upper = w.Title
	for w.End < len(text) {
		r, n := rune(text[w.End]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[w.End:])
		}
		switch {
		case r >= 'a' && r <= 'z':
			w.Upper = false
		case r >= 'A' && r <= 'Z':
		case r < utf8.RuneSelf:
			return
		case unicode.IsLetter(r):
			w.Upper = w.Upper && unicode.IsUpper(r)
		case !unicode.Is(unicode.Mn, r):
			return
		}
		w.End += n
	}
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// Lexicon maps words in lower case to what is known of them.
type Lexicon[T any] map[string]T

// longest is the longest word, in bytes, that is looked up.
const longest = 32

// Find looks a word up whatever its case, without allocating. Letters beyond
// ASCII are compared as they are.
func (l Lexicon[T]) Find(word string) (T, bool) {
	var buf [longest]byte
	if len(word) > longest {
		var none T
		return none, false
	}
	for i := 0; i < len(word); i++ {
		c := word[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf[i] = c
	}
	v, ok := l[string(buf[:len(word)])]
	return v, ok
}
