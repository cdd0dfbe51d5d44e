package quantity

import (
	"math"
	"strings"

	"vigil/internal/lang/en"
	"vigil/internal/lang/words"
)

// number is a quantity in the making: its ends without the bounds around it.
type number struct {
	Quantity
	unit float64 // its last scale, 1 if none: in "two to three million" the first number takes the second's
}

func exactly(v float64) number {
	return number{Quantity: Quantity{Value: v, Min: v, Max: v}, unit: 1}
}

// span reads one number or a range of two.
func (r *reader) span(i int) (number, int) {
	between := r.is(i, "between")
	if between {
		i++
	}
	from := i
	if between && r.phraseAbout(i) {
		i++
	}
	a, next := r.one(i)
	if next == i {
		if between {
			return number{}, i - 1
		}
		return number{}, from
	}
	b, end := r.upper(next, between)
	if end == next {
		if between {
			return number{}, from - 1
		}
		return a, next
	}
	if a.unit == 1 && b.unit > 1 && a.Value < b.Value/b.unit {
		a.Value *= b.unit // two to three million
	}
	if a.Kind != Count || b.Kind != Count || a.Vague || a.Value >= b.Value || a.Value*1000 < b.Value {
		if between {
			return number{}, from - 1
		}
		return a, next
	}
	a.Min, a.Max = a.Value, b.Max
	if b.Vague {
		a.Max = math.Inf(1)
	}
	return a, end
}

func (r *reader) phraseAbout(i int) bool {
	class, _ := r.phrase(i, en.AboutBound, en.AboutBound)
	return class != en.NoNumber
}

// upper reads the second half of a range: "-15", "to 15", "or 15", and after
// "between" also "and 15". "From 10 to 15" tells of a change and is none.
func (r *reader) upper(i int, between bool) (number, int) {
	at := i
	switch {
	case r.hyphen(i), r.is(i, "to"), r.is(i, "or"), between && r.is(i, "and"):
		at++
	default:
		return number{}, i
	}
	if r.is(i, "to") && r.fromBefore(i) {
		return number{}, i
	}
	if between && r.phraseAbout(at) {
		at++
	}
	if r.currency(at) {
		at++
	}
	b, end := r.one(at)
	if end == at {
		return number{}, i
	}
	return b, end
}

// fromBefore reports whether "from" stands before the number that ends at i.
func (r *reader) fromBefore(i int) bool {
	for k := i - 1; k >= 0 && k >= i-6; k-- {
		if r.is(k, "from") {
			return true
		}
	}
	return false
}

// one reads a single number, and the fraction or scale behind it.
func (r *reader) one(i int) (number, int) {
	if i >= len(r.ws) {
		return number{}, i
	}
	if n, next := r.fraction(i); next > i {
		return n, next
	}
	if n, next := r.vague(i); next > i {
		return n, next
	}
	if r.ws[i].Kind == words.Digit {
		return r.figures(i)
	}
	if n, next := r.spelled(i); next > i {
		return n, next
	}
	if r.is(i, "a") || r.is(i, "an") {
		n := exactly(1)
		n.Kind = Article
		return n, i + 1
	}
	return number{}, i
}

// fraction reads "half", "a third", "two-thirds", "3/4", "½".
func (r *reader) fraction(i int) (number, int) {
	if v := vulgar(r.word(i)); v > 0 {
		return share(v), i + 1
	}
	if r.ws[i].Kind == words.Digit && r.mark(i+1, "/") && r.glued(i+1) && r.glued(i+2) && r.kind(i+2) == words.Digit && !r.mark(i+3, "/") {
		if v := quotient(r.word(i), r.word(i+2)); v > 0 {
			return share(v), i + 3
		}
		return number{}, i
	}
	over, at := 1.0, i
	if r.is(i, "a") || r.is(i, "an") || r.is(i, "one") {
		at++
	} else if e := r.entry(i); e != nil && e.class == en.SmallNumber && e.value > 1 && e.value < 20 {
		over = e.value
		at++
	}
	if r.hyphen(at) && r.glued(at) && r.glued(at+1) {
		at++
	}
	e := r.entry(at)
	if e == nil {
		return number{}, i
	}
	under := e.part
	if under == 0 && e.class == en.OrdinalNumber && e.value > 2 && at > i && r.is(at+1, "of") {
		under = e.value
	}
	// "quarter" alone is a time or a part of town, and "a quarter" too unless "of" follows.
	if under == 0 || over >= under || at == i && under != 2 || under == 4 && !r.is(at+1, "of") {
		return number{}, i
	}
	if under == 2 && (r.class(at+1) == en.GroupNumber || r.class(at+1) == en.Scale || r.is(at+1, "a")) {
		return r.halfOf(at + 1)
	}
	return share(over / under), at + 1
}

func (r *reader) kind(i int) words.Kind {
	if i >= len(r.ws) {
		return words.Mark
	}
	return r.ws[i].Kind
}

// halfOf reads what follows "half": "a dozen", "a million", "million".
func (r *reader) halfOf(i int) (number, int) {
	if r.is(i, "a") {
		i++
	}
	if c := r.class(i); c == en.GroupNumber || c == en.Scale || c == en.Hundred {
		return exactly(r.entry(i).value / 2), i + 1
	}
	return share(.5), i
}

func share(v float64) number {
	n := exactly(v)
	n.Kind = Fraction
	return n
}

func quotient(a, b string) float64 {
	n, ok := digits(a)
	d, ok2 := digits(b)
	if !ok || !ok2 || n >= d || n < 1 {
		return 0
	}
	switch d {
	case 2, 3, 4, 5, 8, 10, 16:
		return n / d
	}
	return 0
}

func vulgar(s string) float64 {
	switch s {
	case "½":
		return 1. / 2
	case "¼":
		return 1. / 4
	case "¾":
		return 3. / 4
	case "⅓":
		return 1. / 3
	case "⅔":
		return 2. / 3
	}
	return 0
}

// vague reads "dozens", "several hundred", "tens of thousands", "a few".
func (r *reader) vague(i int) (number, int) {
	at := i
	if r.is(at, "a") && r.is(at+1, "few") {
		at++
	} else if r.is(at, "few") {
		return number{}, i // "few survived" counts nothing
	}
	if r.class(at) != en.VagueNumber {
		return number{}, i
	}
	v := r.entry(at).value
	next := at + 1
	if c := r.class(next); (c == en.Hundred || c == en.Scale) && v < 10 { // several hundred
		for ; r.class(next) == en.Hundred || r.class(next) == en.Scale; next++ {
			v *= r.entry(next).value
		}
	} else if r.is(next, "of") && r.class(next+1) == en.VagueNumber && r.entry(next+1).value > v { // tens of thousands
		scale := r.entry(next+1).value / 2
		v = math.Floor(v/10) * 10 * scale
		next += 2
	} else if r.is(at, "tens") {
		return number{}, i
	}
	n := exactly(v)
	n.Max, n.Vague = math.Inf(1), true
	return n, next
}

// figures reads digits: "350,000", "7,00,000", "1.9 million", "3.5m", "2 1/2",
// "3rd".
func (r *reader) figures(i int) (number, int) {
	next := i + 1
	s := r.word(i)
	for len(s) <= 3 && r.mark(next, ",") && r.glued(next) && r.glued(next+1) && r.kind(next+1) == words.Digit {
		end := r.groups(next)
		if end == next {
			break
		}
		s = strings.ReplaceAll(r.text[r.ws[i].Start:r.ws[end-1].End], ",", "")
		next = end
	}
	v, ok := digits(s)
	if !ok {
		return number{}, i
	}
	if r.glued(next) && ordinalEnd(r.word(next)) {
		n := exactly(v)
		n.Kind = Ordinal
		return n, next + 1
	}
	if r.mark(next, ".") && r.glued(next) && r.glued(next+1) && r.kind(next+1) == words.Digit {
		d, _ := digits(r.word(next + 1))
		v += d / math.Pow10(len(r.word(next+1)))
		next += 2
	} else if f, end := r.mixed(next); end > next {
		v += f
		next = end
	}
	n := exactly(v)
	return r.scaled(n, next)
}

// groups reads ",000,000" or Indian ",00,000" behind the first group of a
// figure and returns where it ends: the last group has three digits, those
// before it all three or all two.
func (r *reader) groups(i int) int {
	end, size := i, 0
	for r.mark(end, ",") && r.glued(end) && r.glued(end+1) && r.kind(end+1) == words.Digit {
		n := len(r.word(end + 1))
		if n == 3 && (size == 0 || size == 3 || !r.moreGroups(end+2)) {
			size = 3
		} else if n == 2 && size != 3 && r.moreGroups(end+2) {
			size = 2
		} else {
			return i
		}
		end += 2
	}
	return end
}

func (r *reader) moreGroups(i int) bool {
	return r.mark(i, ",") && r.glued(i) && r.glued(i+1) && r.kind(i+1) == words.Digit
}

// mixed reads the fraction of "2 1/2" or "2½".
func (r *reader) mixed(i int) (float64, int) {
	if i >= len(r.ws) || r.ws[i].Gap == words.Blank {
		return 0, i
	}
	at := i
	if r.hyphen(i) && r.glued(i) && r.glued(i+1) && r.mark(i+2, "/") {
		at++
	}
	if vulgar(r.word(at)) > 0 || r.ws[at].Kind == words.Digit && r.mark(at+1, "/") {
		if n, next := r.fraction(at); next > at {
			return n.Value, next
		}
	}
	return 0, i
}

// scaled multiplies n by the scales behind it: "million", "hundred thousand",
// a glued "m" or "bn".
func (r *reader) scaled(n number, i int) (number, int) {
	if e := r.entry(i); e != nil && r.glued(i) {
		if e.class != en.ScaleLetter {
			return n, i
		}
		n.times(e.value)
		return n, i + 1
	}
	for n.unit < 1e9 {
		at := i
		if r.hyphen(at) && r.glued(at) {
			at++
		}
		c := r.class(at)
		if c != en.Scale && c != en.Hundred && c != en.GroupNumber || r.ws[at].Gap == words.Blank || r.is(at, "couple") || r.is(at, "pair") {
			return n, i
		}
		n.times(r.entry(at).value)
		i = at + 1
	}
	return n, i
}

func (n *number) times(f float64) {
	n.Value *= f
	n.Min *= f
	n.Max *= f
	n.unit *= f
}

func ordinalEnd(s string) bool {
	switch strings.ToLower(s) {
	case "st", "nd", "rd", "th":
		return true
	}
	return false
}

// digits reads up to 15 digits.
func digits(s string) (float64, bool) {
	if len(s) == 0 || len(s) > 15 {
		return 0, false
	}
	v := 0.0
	for _, c := range []byte(s) {
		v = v*10 + float64(c-'0')
	}
	return v, true
}
