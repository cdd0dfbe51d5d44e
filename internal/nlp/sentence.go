package nlp

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vigil"
)

// maxSentence is the most tokens of a sentence: what has more is a table or
// noise, and is cut so that the cost of a text stays linear.
const maxSentence = 300

// sentences marks the sentences of d from the tokens that c cut.
func (c *cutter) sentences(d *Doc) {
	c.hardenBreaks()
	lowerCase := isLowerCase(d.Text)
	para, first, quoted := 0, 0, false
	dateline := c.dateline(0) // its last token, or -1
	for i := range c.tokens {
		if c.isQuote(i) {
			quoted = !quoted
		}
		last := i == len(c.tokens)-1
		if !last && c.breaks[i+1] < blankBreak && i+1-first < maxSentence && i != dateline && !c.ends(i, first, quoted, lowerCase) {
			continue
		}
		d.Sentences = append(d.Sentences, Sentence{
			Span: vigil.Span{Start: c.tokens[first].Start, End: c.tokens[i].End}, First: first, Last: i + 1, Para: para, Headline: i == dateline,
		})
		first = i + 1
		if !last && c.breaks[i+1] == blankBreak {
			para++
			quoted = false
			dateline = c.dateline(first)
		}
	}
	c.headlines(d)
}

// maxDateline is the most tokens of a dateline.
const maxDateline = 18

// dateline returns the dash that ends the dateline at the head of the
// paragraph of token i, or -1: "KOBO, Eastria, May 3 (Wire) -", a place in
// capitals first and nothing in lower case. It is no part of the sentence that
// follows.
func (c *cutter) dateline(i int) int {
	if i >= len(c.tokens) || !c.capitals(i) {
		return -1
	}
	for j := i + 1; j < min(i+maxDateline, len(c.tokens)-1) && c.breaks[j] < blankBreak; j++ {
		t := c.tokens[j]
		switch c.text[t.Start:t.End] {
		case "-", "--", "–", "—", "_":
			if t.Space && c.tokens[j+1].Space && c.breaks[j+1] < blankBreak {
				return j
			}
		}
		if r, _ := c.rune(t.Start); unicode.IsLower(r) {
			return -1
		}
	}
	return -1
}

// capitals reports whether token i is a word of two or more capitals.
func (c *cutter) capitals(i int) bool {
	w := c.text[c.tokens[i].Start:c.tokens[i].End]
	return len(w) > 1 && strings.IndexFunc(w, func(r rune) bool { return !unicode.IsUpper(r) }) < 0
}

// hardenBreaks turns each line end into a paragraph's end or nothing: a line
// that ends because the next word did not fit goes on.
func (c *cutter) hardenBreaks() {
	wide, lines, full := c.lineWidth()
	wrapped := wide <= 120 && lines >= 3 && 2*full > lines
	for i := 1; i < len(c.breaks); i++ {
		if c.breaks[i] != softBreak {
			continue
		}
		c.breaks[i] = blankBreak
		t := c.tokens[i]
		if wrapped && c.lineLength(t.Start)+1+t.Len() > wide || c.goesOn(i) {
			c.breaks[i] = noBreak
		}
	}
}

// goesOn reports whether the line of token i continues the one before: it
// begins in lower case and that did not end a sentence.
func (c *cutter) goesOn(i int) bool {
	r, _ := c.rune(c.tokens[i].Start)
	q, _ := utf8.DecodeLastRuneInString(c.text[:c.tokens[i-1].End])
	return unicode.IsLower(r) && (unicode.IsLower(q) || q == ',')
}

// lineWidth returns the length of the longest line, the number of line ends,
// and how many of them stand where the next word would not have fitted.
func (c *cutter) lineWidth() (wide, lines, full int) {
	for _, line := range strings.Split(c.text, "\n") {
		wide = max(wide, len(line))
	}
	for i, b := range c.breaks {
		if b == softBreak {
			lines++
			if c.lineLength(c.tokens[i].Start)+1+c.tokens[i].Len() > wide {
				full++
			}
		}
	}
	return wide, lines, full
}

// lineLength returns the length of the line before the one that holds offset at.
func (c *cutter) lineLength(at int) int {
	end := strings.LastIndexByte(c.text[:at], '\n')
	if end < 0 {
		return 0
	}
	return end - strings.LastIndexByte(c.text[:end], '\n') - 1
}

// isLowerCase reports whether text hardly has capitals, so that they do not
// tell where sentences begin.
func isLowerCase(text string) bool {
	upper, stops := 0, 0
	for i := 0; i < len(text) && i < 4096; i++ {
		if text[i]-'A' < 26 {
			upper++
		} else if text[i] == '.' {
			stops++
		}
	}
	return upper == 0 && stops > 0
}

// isQuote reports whether token i is a straight double quote, which does not
// say whether it opens or closes.
func (c *cutter) isQuote(i int) bool {
	t := c.tokens[i]
	return t.Len() == 1 && c.text[t.Start] == '"'
}

// stop is what kind of end a token can make.
type stop uint8

const (
	noStop  stop = iota
	fullEnd      // . ; a run of ? and !
	trail        // … ...
	short        // an abbreviation
)

func (c *cutter) stopOf(i int) stop {
	w := c.text[c.tokens[i].Start:c.tokens[i].End]
	switch w[len(w)-1] {
	case '.':
		switch {
		case len(w) == 1:
			return fullEnd
		case strings.Trim(w, ".") == "":
			return trail
		case w[0] == '.' || w[0] == '?' || w[0] == '!':
			return fullEnd
		}
		return short
	case '?', '!':
		if w[0] == '?' || w[0] == '!' || w[0] == '.' {
			return fullEnd
		}
	}
	if w == "…" {
		return trail
	}
	return noStop
}

// ends reports whether a sentence that began at token first ends after token
// i. quoted says that a straight quote is open after i.
func (c *cutter) ends(i, first int, quoted, lowerCase bool) bool {
	j := i // the token that may end it, before closing quotes and brackets
	for j > first && c.closes(j, i, quoted) {
		j--
	}
	kind := c.stopOf(j)
	if kind == noStop || c.closes(i+1, i+1, !quoted) && (c.isQuote(i+1) == quoted || !c.isQuote(i+1)) {
		return false
	}
	if next := c.text[c.tokens[i+1].Start:c.tokens[i+1].End]; next[0] == ',' || next[0] == ';' || next[0] == ':' {
		return false
	}
	r := c.firstLetter(i + 1)
	upper := unicode.IsUpper(r) || unicode.IsDigit(r)
	letter := unicode.IsLetter(r)
	switch kind {
	case fullEnd:
		if letter && !upper && !lowerCase {
			return i == j && c.text[c.tokens[j].Start] == '.' && c.tokens[i+1].Space
		}
		return c.tokens[i+1].Space || upper
	case trail:
		return upper && c.tokens[i+1].Space
	}
	return upper && c.abbreviationEnds(j, i+1)
}

// closes reports whether token j is a closing quote or bracket; quoted says
// whether a straight quote is open after token i.
func (c *cutter) closes(j, i int, quoted bool) bool {
	t := c.tokens[j]
	switch c.text[t.Start:t.End] {
	case ")", "]", "}", "”", "’’", "''", "»", "’":
		return true
	case "\"":
		return !quoted
	case "'":
		return !t.Space
	}
	return false
}

// firstLetter returns the first character of token i, or of the one after it
// if that is an opening quote or bracket.
func (c *cutter) firstLetter(i int) rune {
	for ; i < len(c.tokens); i++ {
		r, _ := c.rune(c.tokens[i].Start)
		if strings.ContainsRune("\"'“‘`([«-–—", r) {
			continue
		}
		return r
	}
	return 0
}

// abbreviationEnds reports whether the abbreviation j ends a sentence, with
// token k after it.
func (c *cutter) abbreviationEnds(j, k int) bool {
	t := c.tokens[j]
	if t.Len() == 2 {
		return false // an initial
	}
	if c.abbreviation[string(c.lower(t.Start, t.End-1))] == abbrevInside {
		return false
	}
	u := c.tokens[k]
	return c.starter[string(c.lower(u.Start, u.End))]
}

// headlines marks the sentences that are a paragraph of their own without a
// stop: headlines, captions, bylines, crumbs.
func (c *cutter) headlines(d *Doc) {
	for i := range d.Sentences {
		s := &d.Sentences[i]
		alone := (i == 0 || d.Sentences[i-1].Para != s.Para) && (i+1 == len(d.Sentences) || d.Sentences[i+1].Para != s.Para)
		if !alone || s.Last-s.First > 30 || len(d.Sentences) == 1 && s.Last-s.First > 15 {
			continue
		}
		j := s.Last - 1
		for j > s.First && c.closes(j, j, false) {
			j--
		}
		k := c.stopOf(j)
		s.Headline = k == noStop || k == short
	}
}
