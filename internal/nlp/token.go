package nlp

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vigil"
	"vigil/internal/lang/en"
)

// tokeniser cuts texts into tokens by the conventions of UD English: clitics
// are tokens ("do" "n't", "Russia" "'s"), so are hyphens between words ("war"
// "-" "torn") save after a prefix ("non-profit"); abbreviations, numbers,
// dates and addresses stay whole. It only reads its word lists.
type tokeniser struct {
	abbreviation map[string]abbreviation
	prefix       map[string]bool
	unit         map[string]bool
	contraction  map[string]int // where to cut
	elided       map[string]bool
	domain       map[string]bool
	starter      map[string]bool
	isBefore     map[string]bool // words that show "its" to be "it's"
	newsgroup    map[string]bool
}

// abbreviation says what may follow one.
type abbreviation uint8

const (
	noAbbreviation abbreviation = iota
	abbrevInside                // a sentence seldom ends with it
	abbrevEnding                // a sentence may end with it
	abbrevNumber                // an abbreviation only before a number
)

func newTokeniser() *tokeniser {
	words := en.TokenWords()
	t := &tokeniser{
		abbreviation: map[string]abbreviation{},
		prefix:       set(words["prefix"]),
		unit:         set(words["unit"]),
		contraction:  map[string]int{},
		elided:       set(words["elided"]),
		domain:       set(words["domain"]),
		starter:      set(words["starter"]),
		isBefore:     set(words["isbefore"]),
		newsgroup:    set(words["newsgroup"]),
	}
	for kind, as := range map[string]abbreviation{"abbreviation": abbrevInside, "ending": abbrevEnding, "number": abbrevNumber} {
		for _, w := range words[kind] {
			t.abbreviation[w] = as
		}
	}
	for _, w := range words["contraction"] {
		a, b, _ := strings.Cut(w, "|")
		t.contraction[a+b] = len(a)
	}
	return t
}

func set(words []string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// lineBreak is what stands in the white space before a token.
type lineBreak uint8

const (
	noBreak    lineBreak = iota
	softBreak            // one line end
	blankBreak           // a blank line
)

// cutter is the state of cutting one text.
type cutter struct {
	*tokeniser
	text      string
	tokens    []Token
	breaks    []lineBreak // before each token
	brk       lineBreak   // before the next token
	space     bool        // white space before the next token
	noAddress int         // no address begins before this offset
	low       [24]byte    // for lower
}

// cut appends the tokens of c.text to c.tokens.
func (c *cutter) cut() {
	c.brk, c.space, c.noAddress = noBreak, true, 0
	for i := 0; i < len(c.text); {
		if n, line := spaceAt(c.text, i); n > 0 {
			if line && c.brk < blankBreak {
				c.brk++
			}
			c.space = true
			i += n
			continue
		}
		i = c.next(i)
	}
}

// spaceAt returns the length of the white space or control character at i, or
// 0, and whether it ends a line.
func spaceAt(text string, i int) (n int, line bool) {
	switch b := text[i]; {
	case b == '\n', b == '\v', b == '\f':
		return 1, true
	case b == '\r':
		return 1, i+1 >= len(text) || text[i+1] != '\n'
	case b <= ' ' || b == 0x7f:
		return 1, false
	case b < utf8.RuneSelf:
		return 0, false
	}
	r, n := utf8.DecodeRuneInString(text[i:])
	switch {
	case r == 0x2028 || r == 0x2029 || r == 0x85:
		return n, true
	case unicode.IsSpace(r) || unicode.IsControl(r) || r == 0xFEFF || r >= 0x200B && r <= 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2060 && r <= 0x206F:
		return n, false
	}
	return 0, false
}

// add appends the token [s, e).
func (c *cutter) add(s, e int) int {
	c.tokens = append(c.tokens, Token{Span: vigil.Span{Start: s, End: e}, Head: -1, Space: c.space})
	c.breaks = append(c.breaks, c.brk)
	c.brk, c.space = noBreak, false
	return e
}

// next adds the token that begins at i, or two if a clitic or unit is written
// to it, and returns its end.
func (c *cutter) next(i int) int {
	if n := c.addressEnd(i); n > 0 {
		return c.add(i, n)
	}
	r, n := c.rune(i)
	switch {
	case isWordRune(r):
		return c.word(i)
	case r == '\'' || r == '’' || r == '`':
		if e := c.apostrophe(i, n); e > 0 {
			return c.add(i, e)
		}
	case r == '.' && c.digitAt(i+1) && (i == 0 || !c.digitAt(i-1)):
		return c.word(i + 1)
	case r == ':' || r == ';' || r == '=':
		if e := emoticon(c.text, i); e > 0 {
			return c.add(i, e)
		}
	case (r == '@' && c.space || r == '#') && i+1 < len(c.text) && isLetterByte(c.text[i+1]):
		e := i + 1
		for e < len(c.text) && (isWordByte[c.text[e]] || c.text[e] == '_') {
			e++
		}
		return c.add(i, e)
	}
	return c.add(i, c.punctuation(i, r, n))
}

// rune returns the character at i and its length in bytes.
func (c *cutter) rune(i int) (rune, int) {
	if i >= len(c.text) {
		return 0, 0
	}
	if b := c.text[i]; b < utf8.RuneSelf {
		return rune(b), 1
	}
	return utf8.DecodeRuneInString(c.text[i:])
}

func (c *cutter) digitAt(i int) bool { return i < len(c.text) && c.text[i]-'0' < 10 }

// isWordByte holds for ASCII letters and digits.
var isWordByte = func() (t [256]bool) {
	for b := range t {
		t[b] = b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
	}
	return t
}()

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return isWordByte[byte(r)]
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == 0xAD
}

func isLetterByte(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// letters returns the end of the run of letters at i.
func (c *cutter) letters(i int) int {
	for i < len(c.text) {
		r, n := c.rune(i)
		if !isWordRune(r) || r >= '0' && r <= '9' {
			break
		}
		i += n
	}
	return i
}

// lower returns text[s:e] in lower case, or "" if it is not short ASCII.
func (c *cutter) lower(s, e int) []byte {
	if e-s > len(c.low) {
		return nil
	}
	b := c.low[:e-s]
	for i := range b {
		x := c.text[s+i]
		if x >= utf8.RuneSelf {
			return nil
		}
		if x-'A' < 26 {
			x |= 0x20
		}
		b[i] = x
	}
	return b
}

// apostrophe returns the end of the clitic, elided word, decade or pair of
// quotes that the apostrophe of n bytes at i begins, or 0.
func (c *cutter) apostrophe(i, n int) int {
	if r, m := c.rune(i + n); r == '\'' || r == '’' || r == '`' {
		return i + n + m
	}
	if c.digitAt(i + n) {
		e := i + n
		for c.digitAt(e) {
			e++
		}
		if e-i-n != 2 || !c.space {
			return 0
		}
		return max(e, c.letters(e))
	}
	e := c.letters(i + n)
	if c.isClitic(i+n, e) || c.space && c.elided[string(c.lower(i+n, e))] {
		return e
	}
	return 0
}

// isClitic reports whether the letters [s, e) after an apostrophe are 's, 'll …
func (c *cutter) isClitic(s, e int) bool {
	switch string(c.lower(s, min(e, s+3))) {
	case "s", "d", "m", "ll", "re", "ve":
		return true
	}
	return false
}

// punctuation returns the end of the run of punctuation at i, whose character
// is r of n bytes: "...", "?!", "--", else one character.
func (c *cutter) punctuation(i int, r rune, n int) int {
	j := i + n
	switch r {
	case '.', '?', '!':
		for j < len(c.text) && (c.text[j] == '.' || c.text[j] == '?' || c.text[j] == '!') {
			j++
		}
	case '-', '*', '=', '_', '~', '#', '<', '>', '+', '$', '–', '—', '…':
		for {
			s, m := c.rune(j)
			if s != r {
				return j
			}
			j += m
		}
	case '[':
		if strings.HasPrefix(c.text[i:], "[...]") {
			return i + 5
		}
	}
	return j
}

func emoticon(text string, i int) int {
	j := i + 1
	if j < len(text) && text[j] == '-' {
		j++
	}
	if j < len(text) && strings.IndexByte(")(DPp|", text[j]) >= 0 && (j+1 == len(text) || !isWordByte[text[j+1]]) && (i == 0 || text[i-1] <= ' ') {
		return j + 1
	}
	return 0
}

// word adds the word that begins at i and what is written to it, and returns
// the end.
func (c *cutter) word(i int) int {
	s := i
	if i > 0 && c.text[i-1] == '.' && c.digitAt(i) && (len(c.tokens) == 0 || c.tokens[len(c.tokens)-1].End < i) {
		s = i - 1 // .5
	}
	e := c.wordEnd(i)
	if e-s <= 7 {
		at := c.contraction[string(c.lower(s, e))]
		if at == 0 && c.isIts(s, e) {
			at = 2
		}
		if at > 0 {
			c.add(s, s+at)
			return c.add(s+at, e)
		}
	}
	if c.text[s]-'0' < 10 {
		if at := c.unitAt(s, e); at > 0 {
			c.add(s, at)
			s = at
		}
	}
	if e < len(c.text) && c.text[e] == '.' && c.keepsStop(s, e) {
		e++
	}
	return c.add(s, e)
}

// isIts reports whether the word [s, e) is "its" for "it's", by the word after.
func (c *cutter) isIts(s, e int) bool {
	if e-s != 3 || string(c.lower(s, e)) != "its" || e >= len(c.text) || c.text[e] != ' ' {
		return false
	}
	return c.isBefore[string(c.lower(e+1, c.letters(e+1)))]
}

// unitAt returns where the unit begins in the number [s, e), or 0.
func (c *cutter) unitAt(s, e int) int {
	if e-s > 20 || c.text[e-1]-'0' < 10 {
		return 0
	}
	i := s
	for i < e && (c.text[i]-'0' < 10 || c.text[i] == '.' || c.text[i] == ',' || c.text[i] == ':') {
		i++
	}
	if i < e && c.unit[c.text[i:e]] {
		return i
	}
	return 0
}

// wordEnd returns the end of the word that begins at s, without a final stop.
func (c *cutter) wordEnd(s int) int {
	seg := s // start of the segment after the last '.' or '-'
	for i := s; ; {
		for i < len(c.text) && isWordByte[c.text[i]] {
			i++
		}
		r, n := c.rune(i)
		if n == 0 {
			return i
		}
		if r >= utf8.RuneSelf && isWordRune(r) {
			i += n
			continue
		}
		t, _ := c.rune(i + n)
		if !isWordRune(t) {
			return i
		}
		switch r {
		case '\'', '’', '`':
			if e, stop := c.inApostrophe(s, i, n); stop {
				return e
			}
		default:
			if !c.joins(s, seg, i, r, t) {
				return i
			}
			if r == '.' || r == '-' {
				seg = i + 1
			}
		}
		i += n
	}
}

// inApostrophe decides on the apostrophe of n bytes at i within the word from
// s: the word may end before it (Russia's), before the n of n't, or go on (O'Brien).
func (c *cutter) inApostrophe(s, i, n int) (end int, stop bool) {
	if i == s || c.text[i-1]-'0' < 10 {
		return i, false // 1990's
	}
	e := c.letters(i + n)
	if e == i+n+1 && c.text[i+n]|0x20 == 't' && c.text[i-1]|0x20 == 'n' && !c.digitAt(e) {
		if i-1 > s {
			return i - 1, true
		}
		return e, true // n't by itself
	}
	return i, c.isClitic(i+n, e)
}

// joins reports whether the ASCII punctuation r at i, with a letter or digit t
// after it, is part of the word from s, whose last segment begins at seg.
func (c *cutter) joins(s, seg, i int, r, t rune) bool {
	digits := i > s && c.text[i-1]-'0' < 10 && t >= '0' && t <= '9'
	switch r {
	case '.':
		if digits {
			return true
		}
		return i-seg == 1 && isLetterByte(c.text[seg]) && c.letters(i+1)-i <= 4 || // U.S, a.m
			i-seg == 2 && c.letters(i+1)-i == 2 // Ph.D
	case ',', ':':
		return digits
	case '/':
		return digits || i-s <= 2 && c.letters(i+1)-i <= 3
	case '-':
		if digits {
			return c.isPhone(s, i)
		}
		return seg == s && c.prefix[string(c.lower(s, i))]
	case '&':
		return i-s <= 2 && c.text[i-1]-'A' < 26 && t >= 'A' && t <= 'Z'
	case '_':
		return true
	case '@':
		return false
	}
	return false
}

// isPhone reports whether the hyphen at i stands within a telephone number or
// an ISO date rather than a range.
func (c *cutter) isPhone(s, i int) bool {
	j := i + 1
	for c.digitAt(j) {
		j++
	}
	before, after := i-s, j-i-1
	more := j+1 < len(c.text) && c.text[j] == '-' && c.digitAt(j+1)
	return strings.IndexByte(c.text[s:i], '-') >= 0 || more && (before == 3 || before == 4) || before == 3 && after == 4
}

// keepsStop reports whether the word [s, e) keeps the full stop at e.
func (c *cutter) keepsStop(s, e int) bool {
	if e+1 < len(c.text) && c.text[e+1] == '.' {
		return false // ellipsis
	}
	next := e + 1
	for next < len(c.text) && c.text[next] == ' ' {
		next++
	}
	if e-s == 1 && c.text[s]-'A' < 26 { // an initial
		return next < len(c.text) && c.text[next]-'A' < 26 || e+1 < len(c.text) && c.text[e+1] > ' '
	}
	low := c.lower(s, e)
	switch c.abbreviation[string(low)] {
	case abbrevInside, abbrevEnding:
		return true
	case abbrevNumber:
		return c.digitAt(next) || next < len(c.text) && c.text[next] == ',' || len(low) > 2 && low[0] != c.text[s] && next < len(c.text) && c.text[next] >= 'a'
	}
	return e-s >= 3 && c.text[e-2] == '.' && isLetterByte(c.text[e-1]) // U.S, U.S.A
}
