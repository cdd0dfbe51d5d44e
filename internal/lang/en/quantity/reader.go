package quantity

import (
	"math"
	"strings"
	"sync"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/words"
)

// entry is what is known of a word: a number, a bound, or both ("some").
type entry struct {
	class  en.NumberClass
	value  float64
	part   float64 // the denominator of a fraction, or 0
	bounds []bound // phrases that start with the word, longest first
}

// bound is a phrase that bounds the number beside it.
type bound struct {
	rest  []string // the words after the first
	class en.NumberClass
}

// lexicon is built from the words of English once, at first use.
var lexicon = sync.OnceValue(func() words.Lexicon[*entry] {
	l := words.Lexicon[*entry]{}
	at := func(w string) *entry {
		if l[w] == nil {
			l[w] = &entry{}
		}
		return l[w]
	}
	for _, n := range en.Numbers() {
		f := strings.Fields(n.Text)
		e := at(f[0])
		switch {
		case n.Class >= en.MinBound:
			e.bounds = append(e.bounds, bound{f[1:], n.Class})
		case n.Class == en.PartNumber:
			e.part = n.Value
		default:
			e.class, e.value = n.Class, n.Value
		}
	}
	for _, e := range l {
		sortBounds(e.bounds)
	}
	return l
})

func sortBounds(b []bound) {
	for i := range b {
		for j := i; j > 0 && len(b[j].rest) > len(b[j-1].rest); j-- {
			b[j], b[j-1] = b[j-1], b[j]
		}
	}
}

// reader reads one text. Its methods take the index of an atom and return the
// index after what they read; an index that did not move means nothing read.
type reader struct {
	text string
	ws   []words.Word
}

func (r *reader) word(i int) string {
	if i < 0 || i >= len(r.ws) {
		return ""
	}
	return r.text[r.ws[i].Start:r.ws[i].End]
}

func (r *reader) entry(i int) *entry {
	if i < 0 || i >= len(r.ws) || r.ws[i].Kind != words.Letter {
		return nil
	}
	e, _ := lexicon().Find(r.word(i))
	return e
}

func (r *reader) class(i int) en.NumberClass {
	if e := r.entry(i); e != nil {
		return e.class
	}
	return en.NoNumber
}

func (r *reader) is(i int, word string) bool { return strings.EqualFold(r.word(i), word) }

func (r *reader) glued(i int) bool { return i < len(r.ws) && r.ws[i].Gap == words.Glued }

// mark reports whether atom i is that character.
func (r *reader) mark(i int, c string) bool { return r.word(i) == c }

// hyphen reports whether atom i is a hyphen or dash.
func (r *reader) hyphen(i int) bool {
	w := r.word(i)
	return w == "-" || w == "–" || w == "—" || w == "‐" || w == "‑"
}

// quantity reads bounds, number, and bounds behind it.
func (r *reader) quantity(i int) (q Quantity, next int, ok bool) {
	class, at := r.before(i)
	if at > i && (r.is(at, "another") || r.is(at, "the")) {
		at++
	}
	money := r.currency(at)
	if money {
		at++
	}
	n, next := r.span(at)
	if next == at || r.code(at, next) {
		return q, i, false
	}
	q = n.Quantity
	q.Core = vigil.Span{Start: r.ws[at].Start, End: r.ws[next-1].End}
	q.Start, q.End = r.ws[i].Start, q.Core.End
	if money {
		q.Kind = Money
	}
	next = r.unitOf(&q, next)
	if behind, end := r.after(next); behind != en.NoNumber && q.Kind != Ordinal {
		class = behind
		next = end
		q.End = r.ws[end-1].End
	}
	if q.Kind == Article && class == en.NoNumber {
		return q, next, true
	}
	q.bound(class)
	q.Joined = r.hyphen(next) && r.glued(next) && r.glued(next+1) && next+1 < len(r.ws) && r.ws[next+1].Kind == words.Letter
	return q, next, true
}

// bound opens an end of q as the class of its bound says.
func (q *Quantity) bound(class en.NumberClass) {
	switch class {
	case en.MinBound, en.MinBehind:
		q.Max = math.Inf(1)
	case en.MaxBound, en.MaxBehind:
		q.Max = q.Min
		if q.Vague {
			q.Max = math.Inf(1)
		}
		q.Min = math.Inf(-1)
	case en.AboutBound, en.AboutBehind:
		q.About = true
	}
}

// maxBounds is how many bounds may stand before one number.
const maxBounds = 3

// before reads a bound that stands before a number: several may ("an estimated
// at least 20"), the last that sets an end counts.
func (r *reader) before(i int) (en.NumberClass, int) {
	class := en.NoNumber
	for range maxBounds {
		c, next := r.phrase(i, en.MinBound, en.AboutBound)
		if next == i || r.quiet(next) {
			return class, i
		}
		if class == en.NoNumber || c != en.AboutBound {
			class = c
		}
		i = next
	}
	return class, i
}

// quiet reports whether no number can start at i, so that "over the hill" is
// given up at once.
func (r *reader) quiet(i int) bool {
	if i >= len(r.ws) || r.ws[i].Gap == words.Blank {
		return true
	}
	if r.ws[i].Kind == words.Digit || r.currency(i) || r.is(i, "a") || r.is(i, "an") || r.is(i, "the") || r.is(i, "another") {
		return false
	}
	return r.entry(i) == nil && vulgar(r.word(i)) == 0
}

// after reads a bound behind a number: "or more", "+".
func (r *reader) after(i int) (en.NumberClass, int) {
	if r.mark(i, "+") && r.glued(i) {
		return en.MinBehind, i + 1
	}
	return r.phrase(i, en.MinBehind, en.AboutBehind)
}

// phrase reads the longest bound of the classes from lo to hi.
func (r *reader) phrase(i int, lo, hi en.NumberClass) (en.NumberClass, int) {
	e := r.entry(i)
	if e == nil {
		return en.NoNumber, i
	}
next:
	for _, b := range e.bounds {
		if b.class < lo || b.class > hi {
			continue
		}
		for k, w := range b.rest {
			if !r.is(i+1+k, w) {
				continue next
			}
		}
		return b.class, i + 1 + len(b.rest)
	}
	return en.NoNumber, i
}

// currency reports whether atom i is a currency's mark.
func (r *reader) currency(i int) bool {
	switch r.word(i) {
	case "$", "€", "£", "¥", "₹", "₪", "₽":
		return true
	}
	return false
}

// code reports whether the number from i to next is part of a name, a clock
// time or an all-figure date: glued to letters or to figures across a mark.
func (r *reader) code(i, next int) bool {
	if r.ws[i].Kind != words.Digit {
		return false
	}
	if r.glued(i) && i > 0 {
		switch before := r.ws[i-1]; {
		case before.Kind == words.Letter:
			return true
		case r.hyphen(i-1) && r.glued(i-1) && i > 1 && r.ws[i-2].Kind == words.Letter && r.class(i-2) == en.NoNumber && (before.Start > 0 && r.ws[i-2].Title || r.ws[i-2].Upper):
			return true
		case (r.mark(i-1, ":") || r.mark(i-1, "/") || r.mark(i-1, ".") || r.mark(i-1, ",")) && i > 1 && r.glued(i-1) && r.ws[i-2].Kind == words.Digit:
			return true
		}
	}
	if r.glued(next) && next < len(r.ws) {
		if r.ws[next].Kind == words.Letter && !unitLetters(r.word(next)) {
			return true
		}
		if m := r.word(next); r.glued(next+1) && next+1 < len(r.ws) && r.ws[next+1].Kind == words.Digit {
			return m == ":" || m == "/" || m == "." || m == "," || r.hyphen(next)
		}
	}
	return false
}

// unitLetters reports whether letters glued to figures are a unit: "10km".
func unitLetters(s string) bool {
	switch strings.ToLower(s) {
	case "km", "kg", "mm", "cm", "mph", "kph", "am", "pm", "ft", "hrs", "hr", "min", "mins", "kms", "mi":
		return true
	}
	return false
}
