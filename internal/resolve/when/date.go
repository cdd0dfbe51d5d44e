package when

import (
	"vigil"
	"vigil/internal/lang/en/quantity"
	"vigil/internal/lang/words"
)

// date reads what the calendar names: "Friday, Sept. 7, 2018", "7 September",
// "September 2018", "2018-09-07", "2018", "the 1980s", with a time or a part
// of the day behind it.
func (p *parser) date(i int) (expr, int) {
	e, next := p.calendar(i)
	if next == i {
		return e, i
	}
	if e.grain == day {
		next = p.partBehind(&e, next)
	}
	return e, next
}

// calendar reads a date without a time of day.
func (p *parser) calendar(i int) (expr, int) {
	if p.weekday(i) > 0 {
		return p.weekdayDate(i)
	}
	if e, next := p.monthDate(i); next > i {
		return e, next
	}
	if e, next := p.otherCalendar(i); next > i {
		return e, next
	}
	if e, next := p.decade(i); next > i {
		return e, next
	}
	if p.kind(i) == words.Digit {
		if e, next := p.figures(i); next > i {
			return e, next
		}
		if v, next := p.phrase(i, "named"); next > i && (!p.glued(next) || p.kind(next) == words.Mark) {
			d, _ := vigil.ParseDay(v)
			y, m, dd := d.Time().Date()
			return expr{form: absolute, grain: day, y: y, m: int(m), d: dd}, next
		}
	}
	if v, next := p.phrase(p.after(i, "the"), "holiday"); next > p.after(i, "the") && p.ws[p.after(i, "the")].Title {
		e := expr{form: absolute, grain: day, holiday: v}
		e.y, next = p.yearBehind(next)
		return e, next
	}
	return p.yearAlone(i)
}

// after steps over a word if it stands at i.
func (p *parser) after(i int, word string) int {
	if p.is(i, word) {
		return i + 1
	}
	return i
}

// weekdayDate reads "Friday", "Friday, Sept. 7", "Friday the 7th", and the
// plural as a set.
func (p *parser) weekdayDate(i int) (expr, int) {
	e := expr{form: absolute, grain: day, wday: p.weekday(i)}
	next := p.dot(i + 1)
	if len(p.word(i)) > 5 {
		next = i + 1
	}
	if p.sense(i).plural {
		e.form, e.value = repeated, weeklyValue(e.wday, "")
		if s := p.sense(next); s.part != "" && !isClock(s.part) {
			e.value = weeklyValue(e.wday, s.part)
			next++
		}
		return e, next
	}
	if len(p.word(i)) <= 4 && next == i+1 && !p.is(i, "tues") && p.kind(p.comma(next)) != words.Digit && p.month(p.comma(next)) == 0 {
		return expr{}, i // Sun, Wed and Jan may be names
	}
	k := p.comma(next)
	if p.month(k) > 0 || p.kind(k) == words.Digit {
		if d, end := p.monthDate(k); end > k && d.grain == day {
			d.wday = e.wday
			return d, end
		}
	}
	return e, next
}

// monthDate reads a date with a month's name in it.
func (p *parser) monthDate(i int) (expr, int) {
	if m := p.month(i); m > 0 {
		return p.monthFirst(i, m)
	}
	k := p.after(i, "the")
	d, next := p.dayOfMonth(k)
	if next == k {
		return expr{}, i
	}
	to, next := p.toDay(d, next)
	k = next
	if p.is(k, "of") {
		k++
	} else if p.hyphen(k) && p.glued(k) && p.glued(k+1) {
		k++
	}
	m := p.month(k)
	if m == 0 || p.gap(k) == words.Blank {
		return expr{}, i
	}
	e := expr{form: absolute, grain: day, d: d, m: m, toDay: to}
	k = p.dot(k + 1)
	if e.y, next = p.yearBehind(k); e.y == 0 {
		e.y, next = p.shortYear(k)
	}
	return e, next
}

// toDay reads the last day of a range: "-4", and after "between" or "from" also
// "and 4", "to 4".
func (p *parser) toDay(from, i int) (int, int) {
	k := i
	if !p.hyphen(k) {
		if !p.is(k, "to") && !p.is(k, "and") || !p.rangeBefore(i) {
			return 0, i
		}
	}
	to, next := p.dayOfMonth(k + 1)
	if next == k+1 || to <= from {
		return 0, i
	}
	return to, next
}

// rangeBefore reports whether "between" or "from" stands before the date whose
// day ends at i.
func (p *parser) rangeBefore(i int) bool {
	for k := i - 1; k >= 0 && k > i-6; k-- {
		if p.is(k, "between") || p.is(k, "from") {
			return true
		}
	}
	return false
}

// shortYear reads the year of "23 AUG 88": two figures that can be no day, or
// that a dateline's mark follows.
func (p *parser) shortYear(i int) (int, int) {
	n, digits := p.number(i)
	if digits != 2 || p.gap(i) != words.Space || p.glued(i+1) && p.kind(i+1) != words.Mark {
		return 0, i
	}
	if m := p.word(i + 1); n > 31 || m == "(" || p.hyphen(i+1) {
		return pivot(n), i + 1
	}
	return 0, i
}

// monthFirst reads what starts with a month: "Sept. 7, 2018", "September".
func (p *parser) monthFirst(i, m int) (expr, int) {
	e := expr{form: absolute, grain: month, m: m}
	next := i + 1
	if len(p.word(i)) <= 4 {
		next = p.dot(next)
	}
	// A short word with a capital is a month only beside a day or a year.
	lone := len(p.word(i)) == 3 && next == i+1 && !p.is(i, "may")
	k := next
	if p.hyphen(k) && p.glued(k) && p.glued(k+1) {
		k++
	}
	if d, end := p.dayOfMonth(k); end > k && p.gap(k) != words.Blank {
		e.grain, e.d = day, d
		e.toDay, end = p.toDay(d, end)
		if y, k := p.yearBehind(end); k > end {
			e.y = y
			return e, k
		}
		return p.yearTail(e, end)
	}
	if y, end := p.yearBehind(next); end > next {
		e.y = y
		return e, end
	}
	if lone || p.sense(i).name && !p.monthAlone(i) {
		return expr{}, i
	}
	return p.yearTail(e, next)
}

// monthAlone reports whether May, March or August can be the month here: not
// where a name goes on before or behind it, nor at the start of a sentence
// unless a preposition follows no verb.
func (p *parser) monthAlone(i int) bool {
	if p.is(i, "august") {
		return true
	}
	before := p.word(i - 1)
	if p.gap(i) == words.Blank || before == "." || before == "?" || before == "!" {
		return false
	}
	if p.has(i-1, isIn|isShift|isAnchor|isEach|isMod) || p.hyphen(i-1) || p.month(i-2) > 0 {
		return p.kind(i+1) != words.Letter || !p.ws[i+1].Title || p.weekday(i+1) > 0 || p.month(i+1) > 0
	}
	return false
}

// dayOfMonth reads 1 to 31, with or without its ordinal letters.
func (p *parser) dayOfMonth(i int) (int, int) {
	n, digits := p.number(i)
	if digits == 0 || digits > 2 || n < 1 || n > 31 {
		return 0, i
	}
	next := i + 1
	if p.glued(next) {
		switch lower(p.word(next)) {
		case "st", "nd", "rd", "th":
			return n, next + 1
		}
		if p.kind(next) == words.Letter || (p.word(next) == ":" || p.word(next) == "/" || p.word(next) == ".") && p.glued(next+1) && p.kind(next+1) == words.Digit || p.word(next) == "%" {
			return 0, i
		}
	}
	return n, next
}

// yearBehind reads the year of a date: "2018", ", 2018", "of 2018", "'18",
// "last year".
func (p *parser) yearBehind(i int) (int, int) {
	k := p.comma(i)
	if p.is(k, "of") || p.is(k, "in") && k == i {
		k++
		if p.is(k, "the") && p.is(k+1, "year") {
			k += 2
		}
	}
	if p.gap(k) == words.Blank {
		return 0, i
	}
	if y, ok := p.year(k); ok && !(p.word(k+1) == "," && p.glued(k+1) && p.glued(k+2) && p.kind(k+2) == words.Digit) {
		return y, k + 1
	}
	if p.apostrophe(k) && p.glued(k+1) {
		if n, digits := p.number(k + 1); digits == 2 && (!p.glued(k+2) || p.kind(k+2) == words.Mark) {
			return pivot(n), k + 2
		}
	}
	if p.kind(k) == words.Letter && quantity.Opens(p.word(k)) {
		if y, next := p.spelledYear(k, false); next > k {
			return y, next
		}
	}
	return 0, i
}

// pivot puts a year of two digits into a century.
func pivot(n int) int {
	if n < 40 {
		return 2000 + n
	}
	return 1900 + n
}

// year reports whether the figures at i can be a year.
func (p *parser) year(i int) (int, bool) {
	n, digits := p.number(i)
	return n, digits == 4 && n >= 1000 && n < 2100
}

// figures reads dates in figures alone: 2018-09-07, 9/7/2018, 07.09.18, 20180907.
func (p *parser) figures(i int) (expr, int) {
	a, da := p.number(i)
	if da == 8 && a > 19000000 && a < 21000000 && plausible(a/100%100, a%100) && !p.glued(i) && !p.glued(i+1) {
		return expr{form: absolute, grain: day, y: a / 10000, m: a / 100 % 100, d: a % 100}, i + 1
	}
	mark := p.word(i + 1)
	if mark != "-" && mark != "/" && mark != "." || p.word(i+3) != mark || p.glued(i) && i > 0 && p.kind(i-1) != words.Mark {
		return expr{}, i
	}
	for k := i + 1; k <= i+4; k++ {
		if !p.glued(k) {
			return expr{}, i
		}
	}
	b, db := p.number(i + 2)
	c, dc := p.number(i + 4)
	e := expr{form: absolute, grain: day}
	switch {
	case da == 4 && plausible(b, c):
		e.y, e.m, e.d = a, b, c
	case dc != 4 && (dc != 2 || mark == "."), da > 2 || db > 2 || da == 0 || db == 0:
		return expr{}, i
	case plausible(a, b):
		e.m, e.d, e.y, e.swap = a, b, c, plausible(b, a)
	case plausible(b, a):
		e.d, e.m, e.y = a, b, c
	default:
		return expr{}, i
	}
	if dc == 2 && da != 4 {
		e.y = pivot(e.y)
	}
	if e.y < 1000 || e.y > 2100 {
		return expr{}, i
	}
	if p.is(i+5, "T") && p.glued(i+5) && p.glued(i+6) {
		if next := p.isoTime(&e, i+6); next > i+6 {
			return e, next
		}
	}
	return e, i + 5
}

// isoTime reads the time of "2018-09-03T10:20:00Z".
func (p *parser) isoTime(e *expr, i int) int {
	h, dh := p.number(i)
	m, dm := p.number(i + 2)
	if dh != 2 || dm != 2 || p.word(i+1) != ":" || h > 24 || m > 59 {
		return i
	}
	e.clock, e.hour, e.min = true, h, m
	next := p.seconds(i + 3)
	if p.is(next, "Z") && p.glued(next) {
		next++
	}
	return next
}

func plausible(m, d int) bool { return m >= 1 && m <= 12 && d >= 1 && d <= 31 }

// decade reads "the 1980s", "the '80s", "the 1980's", "the eighties".
func (p *parser) decade(i int) (expr, int) {
	k := p.after(i, "the")
	e := expr{form: absolute, grain: decade, the: k > i}
	if p.apostrophe(k) && p.glued(k+1) {
		k++
	}
	n, digits := p.number(k)
	s := k + 1
	if p.apostrophe(s) && p.glued(s) {
		s++
	}
	switch {
	case digits > 0 && (!p.is(s, "s") || !p.glued(s)) || n%10 != 0:
		return expr{}, i
	case digits == 4 && n >= 1000 && n < 2100:
		e.decade = n / 10
		if n%100 == 0 && n < 2000 { // the 1800s
			e.grain, e.century = century, n/100+1
		}
		return e, s + 1
	case digits == 2 && n >= 20 && (k > i || p.glued(k)):
		e.decade, e.short = n/10, true
		return e, s + 1
	}
	if tens := tensPlural(p.word(k)); tens > 0 && (k > i || p.has(i-1, isMod) || p.is(i-1, "of")) {
		e.decade, e.short = tens, true
		return e, k + 1
	}
	return expr{}, i
}

// tensPlural reads "eighties".
func tensPlural(w string) int {
	for i, name := range [...]string{"twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"} {
		if lower(w) == name {
			return i + 2
		}
	}
	return 0
}

// yearAlone reads a year by itself, in figures or in words, where it cannot be
// a count: "in 2018", "(1989)", "fiscal 1989", "the year 2000", "nineteen
// ninety-four".
func (p *parser) yearAlone(i int) (expr, int) {
	e := expr{form: absolute, grain: year}
	k := p.after(i, "the")
	if p.is(k, "year") {
		k++
		e.yearPhrase = true
	} else if k > i && !p.has(k, isFiscal) {
		k = i
	}
	if p.has(k, isFiscal) {
		e.fiscal = p.accounts(k)
		e.yearPhrase = true
		k = p.after(k+1, "year")
	}
	if y, ok := p.year(k); ok {
		if e.yearPhrase || e.fiscal || p.yearHere(k, y) {
			e.y = y
			e.toYear, k = p.toYear(y, k+1)
			if p.accounts(k) && p.is(k+1, "year") { // the 2018-19 academic year
				e.fiscal, k = true, k+2
			}
			return e, k
		}
		return expr{}, i
	}
	if y, next := p.spelledYear(k, e.yearPhrase); next > k {
		e.y = y
		return e, next
	}
	return expr{}, i
}

// accounts reports whether the word at i names a year that need not begin in
// January.
func (p *parser) accounts(i int) bool { return p.has(i, isFiscal) && !p.is(i, "calendar") }

// toYear reads the last year of a range: "2017-18", "1990-1991".
func (p *parser) toYear(from, i int) (int, int) {
	n, digits := p.number(i + 1)
	if !p.hyphen(i) || !p.glued(i) || !p.glued(i+1) || p.glued(i+2) && p.kind(i+2) != words.Mark {
		return 0, i
	}
	if digits == 2 {
		n += from / 100 * 100
	}
	if digits != 2 && digits != 4 || n <= from || n > from+20 {
		return 0, i
	}
	return n, i + 2
}

// yearHere reports whether four figures can be a year in their place.
func (p *parser) yearHere(i, y int) bool {
	before, behind := lower(p.word(i-1)), p.word(i+1)
	switch {
	case i > 0 && p.glued(i) && (p.kind(i-1) == words.Letter || before == "$" || before == "," || before == "." || before == "#" || before == "£" || before == "€" || before == ":"),
		p.glued(i+1) && p.kind(i+1) == words.Letter,
		p.glued(i+1) && behind == "%",
		p.glued(i+1) && p.glued(i+2) && p.kind(i+2) == words.Digit && behind != "-" && behind != "–" && behind != "/",
		before == "$", p.has(i-1, isNumbered):
		return false
	}
	if p.has(i-1, isIn|isMod) && y >= 1400 && y < 1900 {
		return before == "in" || before == "since" || before == "until" || p.has(i-1, isMod)
	}
	return y >= 1900 && y < 2060 && !p.counts(i+1)
}

// counts reports whether the word at i is something that is counted: "2000
// people". A plural noun in small letters, or a unit.
func (p *parser) counts(i int) bool {
	if p.kind(i) != words.Letter || p.gap(i) != words.Space || p.ws[i].Title {
		return false
	}
	w := p.word(i)
	if p.has(i, isCounted|isUncounted) {
		return p.has(i, isCounted)
	}
	return len(w) > 3 && w[len(w)-1] == 's' && w[len(w)-2] != 's'
}

// spelledYear reads "nineteen ninety-four", and after "the year" also "two
// thousand".
func (p *parser) spelledYear(i int, told bool) (int, int) {
	q, _, next, ok := p.quantity(i)
	if !ok || q.Start != q.Core.Start || q.Value != float64(int(q.Value)) || p.kind(i) != words.Letter {
		return 0, i
	}
	if told && q.Value >= 1000 && q.Value < 2100 {
		return int(q.Value), next
	}
	if (q.Value == 19 || q.Value == 20 || q.Value == 18) && p.gap(next) == words.Space {
		r, _, end, ok := p.quantity(next)
		if ok && r.Start == r.Core.Start && r.Value >= 10 && r.Value < 100 && p.kind(next) == words.Letter {
			return int(q.Value)*100 + int(r.Value), end
		}
	}
	return 0, i
}
