// Package trace finds what is copied from whom: reports go in one at a time, in
// any order, and out comes, for each, which of its sentences stand in an
// earlier report, whose, and how sure that is.
package trace

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vigil"
)

// Word is one word of a text, folded so that spellings of one word compare
// equal: lower case, no diacritics, a light English stem, numbers in digits.
type Word struct {
	vigil.Span
	Key   uint32 // FNV-1a of the folded form
	Flags Flags
}

// Flags say how a word was written.
type Flags uint8

// The flags.
const (
	Capital  Flags = 1 << iota // opens with an upper-case letter
	Number                     // digits, or a number word up to twenty
	Opens                      // first word of a sentence
	Function                   // one of the commonest words of English: of, the, said …
)

// maxFolded bounds the folded form: of a longer run of letters only this many
// bytes count.
const maxFolded = 48

// Words appends the words of text to dst. It takes any bytes; what is not a
// letter or a digit parts words, and invalid UTF-8 is skipped.
func Words(dst []Word, text string) []Word {
	opens := true
	last := 0 // end of the word before
	for i := 0; i < len(text); {
		r, n := decode(text[i:])
		if !wordRune(r) {
			i += n
			continue
		}
		end := wordEnd(text, i+n)
		w := fold(text[i:end])
		w.Span = vigil.Span{Start: i, End: end}
		if len(dst) > 0 && !opens {
			opens = breaks(text, dst, last, i, text[i:end])
		}
		if opens {
			w.Flags |= Opens
		}
		dst = append(dst, w)
		opens = false
		last = skipClitic(text, end)
		i = last
	}
	return dst
}

// decode is utf8.DecodeRuneInString with a short way for ASCII.
func decode(s string) (rune, int) {
	if c := s[0]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s)
}

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// wordEnd returns the end of the word that runs on at i. Commas and points
// between digits belong to a number.
func wordEnd(text string, i int) int {
	for i < len(text) {
		r, n := decode(text[i:])
		if !wordRune(r) && !((r == ',' || r == '.') && digit(text[i-1]) && i+1 < len(text) && digit(text[i+1])) {
			break
		}
		i += n
	}
	return i
}

// skipClitic passes over 's, n't's t and the like after a word.
func skipClitic(text string, i int) int {
	if i >= len(text) {
		return i
	}
	r, n := decode(text[i:])
	if r != '\'' && r != '’' {
		return i
	}
	e := i + n
	for e < len(text) && 'a' <= text[e] && text[e] <= 'z' {
		e++
	}
	if k := e - i - n; k == 0 || k > 2 {
		return i
	}
	return e
}

// breaks reports whether a sentence ends between the last of words, which with
// its clitic ends at from, and the word next, which opens at to.
func breaks(text string, words []Word, from, to int, next string) bool {
	stop, space, lines := false, false, 0
	for _, c := range []byte(text[from:to]) {
		switch c {
		case '.', '!', '?':
			stop = true
		case '\n':
			lines++
			space = true
		case ' ', '\t', '\r':
			space = true
		}
	}
	r, _ := decode(next)
	lower := unicode.IsLower(r)
	switch {
	case lines > 1:
		return true
	case lines == 1 && !lower:
		return true
	case !stop || !space || lower:
		return false
	}
	prev := words[len(words)-1].In(text)
	if prev == "m" && len(words) > 1 { // 5 p.m. on; 5 p.m. Friday; 5 p.m. Nobody
		if w := words[len(words)-2].In(text); w == "a" || w == "p" {
			return !dayWord(next)
		}
	}
	return !abbreviation(prev)
}

// dayWord reports whether w opens a date or a time zone.
func dayWord(w string) bool {
	switch w {
	case "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March",
		"April", "May", "June", "July", "August", "September", "October", "November", "December", "Jan", "Feb", "Aug",
		"Sept", "Oct", "Nov", "Dec", "GMT", "EST", "EDT", "ET", "CST", "CDT", "PST", "PDT":
		return true
	}
	return false
}

// abbreviation reports whether a full stop after w is likely not the end of a
// sentence: titles, initials, months.
func abbreviation(w string) bool {
	if len(w) == 1 {
		return true
	}
	switch w {
	case "Mr", "Mrs", "Ms", "Dr", "Gen", "Col", "Lt", "Maj", "Capt", "Cmdr", "Sgt", "Cpl", "Brig", "Adm", "Sen", "Rep",
		"Gov", "Prof", "Rev", "St", "Jr", "Sr", "No", "vs", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "Inc", "Co", "Ltd":
		return true
	}
	return false
}

// fold returns the word's key and flags.
func fold(s string) Word {
	var w Word
	var buf [maxFolded]byte
	b := buf[:0]
	if c := s[0]; 'A' <= c && c <= 'Z' {
		w.Flags = Capital
	} else if c >= utf8.RuneSelf {
		if r, _ := utf8.DecodeRuneInString(s); unicode.IsUpper(r) {
			w.Flags = Capital
		}
	}
	ascii := true
	for i := 0; i < len(s) && len(b) < maxFolded; i++ {
		c := s[i]
		switch {
		case 'A' <= c && c <= 'Z':
			b = append(b, c|0x20)
		case c >= utf8.RuneSelf:
			ascii = false
		case c != ',':
			b = append(b, c)
		}
	}
	if !ascii {
		b = foldUnicode(b[:0], s)
	}
	if len(b) == 0 {
		return w
	}
	if digit(b[0]) {
		w.Flags |= Number
	} else if n, ok := numberWord(b); ok {
		w.Flags |= Number
		b = append(b[:0], n...)
	} else {
		if functionWord(b) {
			w.Flags |= Function
		}
		b = stem(b)
	}
	w.Key = hash(b)
	return w
}

// foldUnicode decomposes, drops marks and lowers.
func foldUnicode(b []byte, s string) []byte {
	if len(s) > 4*maxFolded {
		s = s[:4*maxFolded]
	}
	for _, r := range norm.NFKD.String(s) {
		if unicode.IsMark(r) || r == utf8.RuneError {
			continue
		}
		if len(b) > maxFolded-utf8.UTFMax {
			break
		}
		b = utf8.AppendRune(b, unicode.ToLower(r))
	}
	return b
}

// Hash returns the FNV-1a hash of s.
func Hash(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

func hash(b []byte) uint32 {
	h := uint32(2166136261)
	for _, c := range b {
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

func numberWord(b []byte) (string, bool) {
	if len(b) < 3 || len(b) > 9 {
		return "", false
	}
	switch string(b) {
	case "one":
		return "1", true
	case "two":
		return "2", true
	case "three":
		return "3", true
	case "four":
		return "4", true
	case "five":
		return "5", true
	case "six":
		return "6", true
	case "seven":
		return "7", true
	case "eight":
		return "8", true
	case "nine":
		return "9", true
	case "ten":
		return "10", true
	case "eleven":
		return "11", true
	case "twelve":
		return "12", true
	case "thirteen":
		return "13", true
	case "fourteen":
		return "14", true
	case "fifteen":
		return "15", true
	case "sixteen":
		return "16", true
	case "seventeen":
		return "17", true
	case "eighteen":
		return "18", true
	case "nineteen":
		return "19", true
	case "twenty":
		return "20", true
	}
	return "", false
}

// functionWord reports whether b is one of the words that say least about what
// a text is about.
func functionWord(b []byte) bool {
	if len(b) > 6 {
		return false
	}
	switch string(b) {
	case "the", "of", "to", "and", "in", "a", "for", "that", "on", "is", "was", "said", "with", "he", "as", "it", "by",
		"at", "from", "his", "an", "be", "has", "are", "have", "but", "were", "not", "this", "who", "they", "had", "i",
		"which", "will", "their", "or", "its", "after", "new", "been", "also", "we", "would", "up", "more", "when",
		"there", "she", "her", "him", "about", "into", "over", "than", "them", "some", "could", "all", "no", "if",
		"says", "say", "out", "other", "before", "while", "during", "then", "because", "these", "those", "so", "you",
		"what", "just", "now", "my", "me", "your", "our", "us", "do", "did", "does", "can", "may", "might", "should":
		return true
	}
	return false
}

// stem takes off -s, -ed, -ing and final -e: enough for the inflections of
// English news, and quick. It may shorten b in place.
func stem(b []byte) []byte {
	n := len(b)
	if n <= 3 {
		return b
	}
	switch {
	case n > 4 && suffix(b, "ies"):
		b = append(b[:n-3], 'y')
	case suffix(b, "sses"), suffix(b, "shes"), suffix(b, "ches"), suffix(b, "xes"):
		b = b[:n-2]
	case b[n-1] == 's' && b[n-2] != 's' && b[n-2] != 'u' && b[n-2] != 'i':
		b = b[:n-1]
	}
	for _, s := range [...]string{"ing", "ed"} {
		if k := len(b) - len(s); k >= 3 && suffix(b, s) && vowel(b[:k]) {
			b = b[:k]
			if c := b[k-1]; k > 3 && c == b[k-2] && c != 'l' && c != 's' && c != 'z' {
				b = b[:k-1]
			}
			break
		}
	}
	if n = len(b); n > 4 && b[n-1] == 'e' {
		b = b[:n-1]
	}
	return b
}

func suffix(b []byte, s string) bool { return len(b) >= len(s) && string(b[len(b)-len(s):]) == s }

func vowel(b []byte) bool {
	for _, c := range b {
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			return true
		}
	}
	return false
}

// Sentence is a run of words, Words[First:Last], and the bytes that it covers.
type Sentence struct {
	vigil.Span
	First, Last int
}

// Sentences appends to dst the sentences of text, whose words are ws. A
// sentence's span takes in the marks and brackets that touch it.
func Sentences(dst []Sentence, text string, ws []Word) []Sentence {
	for i := 0; i < len(ws); {
		j := i + 1
		for j < len(ws) && ws[j].Flags&Opens == 0 {
			j++
		}
		lo, hi := 0, len(text)
		if i > 0 {
			lo = ws[i-1].End
		}
		if j < len(ws) {
			hi = ws[j].Start
		}
		dst = append(dst, Sentence{vigil.Span{Start: growLeft(text, ws[i].Start, lo), End: growRight(text, ws[j-1].End, hi)}, i, j})
		i = j
	}
	return dst
}

// growLeft and growRight take in what touches a sentence without white space.
func growLeft(text string, at, limit int) int {
	for at > limit {
		r, n := utf8.DecodeLastRuneInString(text[limit:at])
		if unicode.IsSpace(r) || r == utf8.RuneError || r == '.' {
			break
		}
		at -= n
	}
	return at
}

func growRight(text string, at, limit int) int {
	for at < limit {
		r, n := decode(text[at:])
		if unicode.IsSpace(r) || r == utf8.RuneError {
			break
		}
		at += n
	}
	return at
}
