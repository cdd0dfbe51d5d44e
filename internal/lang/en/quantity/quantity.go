// Package quantity takes English text and returns the numbers in it with the
// bounds that their words set: "at least eight" is 8 and more, "10-15" is 10
// to 15, "dozens" 24 and more, "almost half of about 23 million" at most
// 11,500,000. Words that bound nothing ("about", "some") leave both ends where
// the number is and say so.
package quantity

import (
	"math"

	"vigil"
	"vigil/internal/lang/words"
)

// Kind says what a number does in its sentence.
type Kind uint8

// Kinds of number.
const (
	Count    Kind = iota // how many: eight, 1.9 million, dozens
	Ordinal              // which: third, 3rd
	Percent              // 40 %, 40 percent
	Fraction             // a share of something that is not counted: half, two thirds
	Money                // a currency's mark stands before it
	Article              // "a man": one, told by the article alone; At finds it, Find does not
)

// Quantity is a number in a text.
type Quantity struct {
	vigil.Span            // with the words that bound it: "at least eight"
	Core       vigil.Span // the number alone: "eight"
	Kind       Kind
	Value      float64 // the number itself: 8; of a range, its lower end; of a Fraction or Percent, the share (.4)
	Min, Max   float64 // what it can be; -Inf and +Inf where nothing is said
	About      bool    // "about", "some", "or so" stand by it
	Vague      bool    // dozens, several, hundreds
	Beside     bool    // "and" ties it to the number before, whose lower bound may hold for it too: "killing at least four people and wounding 16"
	Joined     bool    // a hyphen ties it to the word after it: "three-year"
}

// Bounds returns Min and Max as a vigil.Figure has them: nil where open. A
// number that is no count of whole things gives its whole part.
func (q *Quantity) Bounds() (min, max *int) {
	whole := func(f float64) *int {
		if math.IsInf(f, 0) || math.Abs(f) > math.MaxInt32*1e6 {
			return nil
		}
		return vigil.N(int(f + 1e-9))
	}
	return whole(q.Min), whole(q.Max)
}

// Find returns the numbers of text in order. Figures that are part of a name
// or code (MH17, T-72), of a clock time or of an all-figure date are left out;
// years are not: only their sentence can tell.
func Find(text string) []Quantity {
	ws := words.Split(text, nil)
	var out []Quantity
	last := 0 // atom after the last of out
	for i := 0; i < len(ws); {
		q, next, ok := At(text, ws, i)
		if ok && q.Kind != Article {
			q.Beside = len(out) > 0 && beside(text, ws[last:i], out[len(out)-1], q)
			out = append(out, q)
			i, last = next, next
		} else {
			i = skipCode(ws, i)
		}
	}
	return out
}

// maxBeside is how many atoms may stand between numbers that share a bound.
const maxBeside = 8

// beside reports whether the words between two numbers tie the second, which
// has no bound of its own, to the first, which has a lower one.
func beside(text string, between []words.Word, a, b Quantity) bool {
	if !math.IsInf(a.Max, 1) || a.Vague || b.Start != b.Core.Start || b.Min != b.Max || a.Kind != Count || b.Kind != Count || len(between) > maxBeside {
		return false
	}
	and := false
	for _, w := range between {
		switch text[w.Start:w.End] {
		case "and", "AND":
			and = true
		case ".", ";", "?", "!", ":", ",":
			return false
		}
	}
	return and
}

// skipCode steps over the atom at i and the figures glued behind it, so that
// no number is found inside "MH17", "10:30" or "2018-09-03".
func skipCode(ws []words.Word, i int) int {
	if ws[i].Kind == words.Mark {
		return i + 1
	}
	i++
	for i < len(ws) && ws[i].Gap == words.Glued && (ws[i].Kind == words.Digit || i+1 < len(ws) && ws[i].Kind == words.Mark && ws[i+1].Gap == words.Glued && ws[i+1].Kind == words.Digit) {
		i++
	}
	return i
}

// At reads the quantity that starts at atom i of text, bounds and all, and
// returns the index of the atom after it.
func At(text string, ws []words.Word, i int) (q Quantity, next int, ok bool) {
	if i < 0 || i >= len(ws) {
		return q, i, false
	}
	r := reader{text: text, ws: ws}
	return r.quantity(i)
}

// Opens reports whether a quantity can start with that word: a quick test
// before At.
func Opens(word string) bool {
	_, ok := lexicon().Find(word)
	return ok
}
