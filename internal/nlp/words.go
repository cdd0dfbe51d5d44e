package nlp

import (
	"unicode"
	"unicode/utf8"
)

// Lexicon says what is known of words: their cluster, fine and coarse, and the
// codes of their GloVe vector (internal/train/clusters), and the number of a
// frequent one. Words are held by WordKey.
type Lexicon struct {
	mask  uint32
	slots []Entry
}

// Entry is a word of the lexicon. Clusters and ID count from 1; 0 is none. A
// word without a vector has NoCode as its first code.
type Entry struct {
	Key          uint32
	Fine, Coarse uint16
	ID           uint16
	Codes        [WordCodes]uint8
}

// NoCode stands in place of the first code of a word without a vector.
const NoCode = 255

var noEntry = Entry{Codes: [WordCodes]uint8{NoCode}}

// of returns what is known of the word with the given key.
func (l *Lexicon) of(key uint32) *Entry {
	for i := key & l.mask; ; i = (i + 1) & l.mask {
		if e := &l.slots[i]; e.Key == key {
			return e
		} else if e.Key == 0 {
			return &noEntry
		}
	}
}

// clusters returns the clusters of a lemma; a nil Lexicon knows none.
func (l *Lexicon) clusters(lemma string) (fine, coarse uint32) {
	if l == nil {
		return 0, 0
	}
	h := uint32(wordSeed)
	for i := 0; i < len(lemma); i++ {
		c := lemma[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		h = addByte(h, c)
	}
	e := l.of(feature(h))
	return uint32(e.Fine), uint32(e.Coarse)
}

// WordKey is the hash by which a word is known: in lower case, with digits as 0.
func WordKey(w string) uint32 {
	var x word
	x.see(w, &Lexicon{slots: make([]Entry, 1)}, false)
	return feature(x.lower)
}

// NewLexicon makes the table; of entries with one key the first counts.
func NewLexicon(entries []Entry) *Lexicon {
	size := 2
	for size < len(entries)*3/2+1 {
		size *= 2
	}
	l := &Lexicon{mask: uint32(size - 1), slots: make([]Entry, size)}
	for _, e := range entries {
		i := e.Key & l.mask
		for l.slots[i].Key != 0 && l.slots[i].Key != e.Key {
			i = (i + 1) & l.mask
		}
		if l.slots[i].Key == 0 {
			l.slots[i] = e
		}
	}
	return l
}

// word is what the taggers and the parser see of a token.
type word struct {
	lower        uint32 // hash of the lower-cased form
	fine, coarse uint32 // clusters
	shape        uint32 // letter classes, runs shortened: "Xx", "X.X.", "d,d"
	pre          [3]uint32
	suf          [4]uint32
	id           uint16 // of a frequent word
	codes        [WordCodes]uint8
	flags        uint32 // capital first, all capitals, digit, hyphen
}

// Flags of a word.
const (
	capFirst = 1 << iota
	allCaps
	hasDigit
	hasHyphen
)

// see describes the form s. In a text all in capitals, or a headline with
// every word capitalised, case says nothing: flat drops it.
func (w *word) see(s string, lexicon *Lexicon, flat bool) {
	var buf [64]byte
	low := buf[:0]
	var shape [12]byte
	ns, flags, uppers, lowers := 0, uint32(0), 0, 0
	for i, r := range s {
		written := r
		r = typewritten(r)
		c := byte('p')
		switch {
		case r >= 'a' && r <= 'z':
			c, lowers = 'x', lowers+1
		case r >= 'A' && r <= 'Z', r >= 0x80 && unicode.IsUpper(r):
			c, uppers = 'X', uppers+1
			r = unicode.ToLower(r)
			if i == 0 {
				flags |= capFirst
			}
		case r >= '0' && r <= '9':
			c = 'd'
			flags |= hasDigit
			r = '0' // numbers of one length are one word
		case r == '-':
			flags |= hasHyphen
		case r >= 0x80 && unicode.IsLetter(r):
			c, lowers = 'x', lowers+1
		default:
			c = byte(written)
		}
		if ns < len(shape) && (ns < 2 || shape[ns-1] != c || shape[ns-2] != c) {
			shape[ns] = c
			ns++
		}
		if len(low) < 60 {
			low = utf8.AppendRune(low, r)
		}
	}
	switch s {
	case "``", "''":
		low = append(low[:0], '"')
	case "…":
		low = append(low[:0], "..."...)
	}
	if uppers > 1 && lowers == 0 {
		flags |= allCaps
	}
	if flat {
		flags &^= capFirst | allCaps
		for i := range shape[:ns] {
			if shape[i] == 'X' {
				shape[i] = 'x'
			}
		}
	}
	*w = word{lower: hashBytes(low), shape: hashBytes(shape[:ns]), flags: flags}
	for n := 1; n <= 4; n++ {
		if n <= len(low) {
			if n <= 3 {
				w.pre[n-1] = hashBytes(low[:n])
			}
			w.suf[n-1] = hashBytes(low[len(low)-n:])
		}
	}
	e := lexicon.of(feature(w.lower))
	w.fine, w.coarse, w.id, w.codes = uint32(e.Fine), uint32(e.Coarse), e.ID, e.Codes
}

// typewritten returns the typewriter's form of quotes and dashes.
func typewritten(r rune) rune {
	if r < 0x80 {
		return r
	}
	switch r {
	case '’', '‘', 'ʼ', '′':
		return '\''
	case '“', '”', '„', '«', '»', '″':
		return '"'
	case '—', '―', '‒':
		return '–'
	}
	return r
}

func hashBytes(s []byte) uint32 {
	h := uint32(2166136261)
	for _, c := range s {
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

// isFlat reports whether case says nothing in the tokens: all letters are
// capitals, or nearly every long word opens with one.
func isFlat(text string, toks []Token) bool {
	words, caps := 0, 0
	for _, t := range toks {
		s := text[t.Start:t.End]
		if len(s) < 4 || s[0]|0x20 < 'a' || s[0]|0x20 > 'z' {
			continue
		}
		words++
		if s[0] <= 'Z' {
			caps++
		}
	}
	return words >= 3 && caps*10 >= words*9
}
