package extract

import (
	"sort"
	"strings"

	"vigil/internal/nlp"
)

// quotation is a piece of text between quotation marks.
type quotation struct {
	first, last int32 // tokens inside the marks
	open, shut  int32 // tokens of the marks; shut is -1 where the next paragraph goes on
}

// findQuotes fills v.quotes and v.quote. A quotation ends with its paragraph;
// a mark that is never shut counts only if the next paragraph opens with one.
func (v *view) findQuotes() {
	open := int32(-1)
	para := -1
	for i := range v.tok {
		s := v.sentence(i)
		if s.Para != para {
			para = s.Para
			if open >= 0 && quoteMark(v.doc.Word(i)) > 0 && int(open) < i-1 {
				v.addQuote(open, int32(i), -1)
			}
			open = -1
		}
		switch side := quoteMark(v.doc.Word(i)); {
		case side == 0:
		case open < 0 && side >= 0 && v.opens(i, side):
			open = int32(i)
		case open >= 0 && side <= 1 && side != 2 && v.matches(int(open), i):
			v.addQuote(open, int32(i), int32(i))
			open = -1
		}
	}
}

// quoteMark says whether a token is a quotation mark: 2 opens, -1 shuts, 1
// does either, 0 is none.
func quoteMark(s string) int {
	switch s {
	case `"`, "'", "''":
		return 1
	case "“", "``", "«", "„", "‘":
		return 2
	case "”", "»", "’":
		return -1
	}
	return 0
}

// opens reports whether a mark may open: a straight one stands before a word
// and not glued to the word before it.
func (v *view) opens(i, side int) bool {
	if i+1 >= len(v.tok) {
		return false
	}
	w := v.doc.Word(i)
	if w == "'" {
		return v.tok[i].Space && !v.tok[i+1].Space && !strings.HasSuffix(v.doc.Word(i+1), "'")
	}
	return side == 2 || v.tok[i].Space || !v.tok[i+1].Space
}

// matches reports whether the mark at i shuts what the mark at open opened.
func (v *view) matches(open, i int) bool {
	single := func(s string) bool { return s == "'" || s == "‘" || s == "’" }
	a, b := v.doc.Word(open), v.doc.Word(i)
	if single(a) != single(b) {
		return false
	}
	return !single(b) || i+1 == len(v.tok) || v.tok[i+1].Space || !isWord(v.doc.Word(i+1))
}

func isWord(s string) bool {
	c := s[0]
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}

func (v *view) addQuote(open, end, shut int32) {
	if end-open < 2 {
		return
	}
	v.quotes = append(v.quotes, quotation{first: open + 1, last: end - 1, open: open, shut: shut})
	for i := open + 1; i < end; i++ {
		v.quote[i] = int32(len(v.quotes))
	}
}

// quoteFrom returns the index of the first quotation that opens at token i or
// later.
func (v *view) quoteFrom(i int) int {
	return sort.Search(len(v.quotes), func(k int) bool { return int(v.quotes[k].open) >= i })
}

// speech reports whether a quotation is somebody's sentence rather than some
// words of it: it opens with a capital and shuts with a stop or comma, or runs
// over more than one sentence.
func (v *view) speech(q *quotation) bool {
	if q.shut < 0 || v.sentOf[q.first] != v.sentOf[q.last] {
		return true
	}
	c := v.doc.Word(int(q.first))[0]
	if c >= 'a' && c <= 'z' || v.tok[q.last].UPOS != nlp.PUNCT && !v.stopBehind(q) {
		return false
	}
	return q.last > q.first
}

// stopBehind reports whether the stop or comma of a quoted sentence stands
// behind the mark: "We know that", he said.
func (v *view) stopBehind(q *quotation) bool {
	i := int(q.shut) + 1
	if q.last-q.first < 4 || i >= len(v.tok) || v.tok[i].Space {
		return false
	}
	w := v.doc.Word(i)
	return w == "." || w == ","
}

// endsOn reports whether a quotation ends on a stop or comma.
func (v *view) endsOn(q *quotation) bool {
	return q.shut < 0 || v.tok[q.last].UPOS == nlp.PUNCT || v.speech(q)
}

// bounds returns the quotation with its marks.
func (q *quotation) bounds() reach {
	if q.shut < 0 {
		return reach{q.open, q.last}
	}
	return reach{q.open, q.shut}
}

// direct returns the quotations that the verb i introduces: right before its
// clause, right after it, and those that go on behind them.
func (v *view) direct(i int) []reach {
	if len(v.quotes) == 0 || v.quote[i] != 0 && v.quotes[v.quote[i]-1].shut >= 0 && v.sentOf[v.quotes[v.quote[i]-1].open] == v.sentOf[i] && v.speech(&v.quotes[v.quote[i]-1]) && !v.single(int(v.quotes[v.quote[i]-1].open)) {
		// A verb inside a quotation may still introduce one of single marks;
		// those are found as clauses.
		return nil
	}
	s := v.sentence(i)
	k := v.quoteFrom(i)
	var out []reach
	if k > 0 {
		q := &v.quotes[k-1]
		if q.shut >= 0 && int(q.shut) < i && v.sentence(int(q.open)).Para == s.Para && v.speech(q) && v.bare(int(q.shut)+1, i) {
			out = append(out, q.bounds())
		}
	}
	if k == len(v.quotes) {
		return out
	}
	if q := &v.quotes[k]; v.introduces(i, q, len(out) > 0) {
		out = v.goesOn(append(out, q.bounds()), k)
	}
	return out
}

// introduces reports whether what stands between verb i and quotation q makes
// q what is said. more says that a quotation stands before the verb too.
func (v *view) introduces(i int, q *quotation, more bool) bool {
	s, t := v.sentence(i), v.sentence(int(q.open))
	before := int(q.open) - 1
	if before < i {
		return false
	}
	w := v.doc.Word(before)
	switch {
	case s.Para == t.Para && more && v.adjoins(int32(i), q.open, i) && v.endsOn(q) && (v.sentOf[i] != v.sentOf[q.open] || w == "," || w == ":" || w == "—" || w == "--" || w == "."):
		return true
	case !v.speech(q):
		return false
	case w == ":" && v.adjoins(int32(i), q.open, i):
		return t.Para <= s.Para+1 && v.bare(i+1, before)
	case v.sentOf[i] == v.sentOf[q.open]:
		return (w == "," || before == i) && v.bare(i+1, before)
	}
	return false
}

// goesOn adds the quotations that follow the k-th without a word between:
// those of the next paragraphs where it is not shut.
func (v *view) goesOn(out []reach, k int) []reach {
	for ; k+1 < len(v.quotes) && v.quotes[k+1].open == v.quotes[k].bounds().last+1; k++ {
		a, b := v.sentence(int(v.quotes[k].open)), v.sentence(int(v.quotes[k+1].open))
		if a.Para != b.Para && v.quotes[k].shut >= 0 {
			break
		}
		out = append(out, v.quotes[k+1].bounds())
	}
	return out
}

// bare reports whether tokens a to b, exclusive, hold no verb and no stop.
func (v *view) bare(a, b int) bool {
	if b-a > 30 {
		return false
	}
	for i := a; i < b; i++ {
		switch v.tok[i].UPOS {
		case nlp.VERB:
			return false
		case nlp.PUNCT:
			if w := v.doc.Word(i); w == "." || w == ";" || w == "?" || w == "!" {
				return false
			}
		}
	}
	return true
}

func (v *view) single(i int) bool {
	switch v.doc.Word(i) {
	case "'", "‘":
		return true
	}
	return false
}
