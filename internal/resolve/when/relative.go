package when

import (
	"strings"

	"vigil/internal/lang/en/quantity"
	"vigil/internal/lang/words"
)

func lower(s string) string { return strings.ToLower(s) }

// relative reads what is named from now or from where the story is: today,
// last week, this morning, next March, the previous day, year-earlier.
func (p *parser) relative(i int) (expr, int) {
	if e, next := p.deictic(i); next > i {
		return e, next
	}
	if e, next := p.yearAgoWord(i); next > i {
		return e, next
	}
	k := p.after(i, "the")
	e := expr{form: shifted, the: k > i}
	s := p.sense(k)
	switch {
	case s.cues&isShift != 0:
		e.n = s.n
		// "the next day" and "the past year" are told from the story, and as a length.
		e.anchored = e.the && e.n == 1
	case s.cues&isAnchor != 0:
		e.n, e.anchored = s.n, true
	case s.cues&isLatest != 0 && e.the && p.sense(k+1).unit == quarter:
		e.form, e.grain, e.latest = absolute, quarter, true
		return e, k + 2
	default:
		return e, i
	}
	if p.gap(k+1) == words.Blank {
		return e, i
	}
	k++
	if p.is(k-1, "that") || p.is(k-1, "this") {
		k = p.after(k, "same")
		if s := p.sense(k); s.cues&isShift != 0 && s.n != 0 { // this past weekend
			e.n = s.n
			k++
		}
	}
	return p.named(e, i, k)
}

// named reads the period behind "last", "this", "previous".
func (p *parser) named(e expr, i, k int) (expr, int) {
	fiscal := k
	if p.has(k, isFiscal) {
		k++
	}
	s := p.sense(k)
	switch {
	case s.unit != noGrain && s.unit < hour && !s.plural:
		if p.past(i) && e.the || s.unit == quarter && s.letter != "Q" {
			return p.pastUnit(e, s, i, k)
		}
		e.grain, e.fiscal = s.unit, k > fiscal
		return e, p.tail(&e, k+1)
	case k > fiscal:
		return e, i
	case p.month(k) > 0 && (!s.name || p.ws[k].Title):
		e.grain, e.m = month, p.month(k)
		next := k + 1
		if len(p.word(k)) <= 4 {
			next = p.dot(next)
		}
		if d, end := p.dayOfMonth(next); end > next && p.gap(next) == words.Space {
			e.grain, e.d, next = day, d, end
		}
		return e, next
	case p.weekday(k) > 0 && !s.plural:
		e.grain, e.wday = day, p.weekday(k)
		return e, p.partBehind(&e, k+1)
	case s.season != "" && !s.plural:
		e.grain, e.season = season, s.season
		return e, k + 1
	case s.part != "" && !s.plural && !isClock(s.part):
		e.grain, e.part = day, s.part
		return e, k + 1
	case e.anchored && e.n == 0 && (p.is(k, "time") || p.is(k, "period")):
		e.form, e.value = vague, ""
		return expr{}, i
	}
	return e, i
}

// past reports whether the expression at i says "past" rather than "last".
func (p *parser) past(i int) bool { return p.is(p.after(i, "the"), "past") }

// pastUnit reads "the past year": a length up to now.
func (p *parser) pastUnit(e expr, s *sense, i, k int) (expr, int) {
	e.form = length
	e.amount = amount{count: 1, unit: s.unit, letter: s.letter, back: -1}
	return e, k + 1
}

// tail reads the weekday or part of the day behind a week or day: "last week
// Monday", "the previous night".
func (p *parser) tail(e *expr, i int) int {
	if e.grain == day {
		return p.partBehind(e, i)
	}
	return i
}

// deictic reads today, yesterday, tomorrow and tonight with a part or time of
// the day.
func (p *parser) deictic(i int) (expr, int) {
	s := p.sense(i)
	e := expr{form: shifted, grain: day, n: s.n}
	switch {
	case p.farDay(&e, i) > i:
		return e, p.farDay(&e, i)
	case s.cues&isDay != 0:
		next := i + 1
		if p.apostrophe(next) && p.glued(next) && p.is(next+1, "s") { // yesterday's
			return e, next
		}
		return e, p.partBehind(&e, next)
	case s.cues&isTonight != 0:
		e.part = "NI"
		return e, i + 1
	case p.is(i, "overnight"):
		e.part, e.n = "NI", -1
		return e, i + 1
	}
	return e, i
}

// farDay reads "the day before yesterday".
func (p *parser) farDay(e *expr, i int) int {
	v, next := p.phrase(p.after(i, "the"), "farday")
	if next == p.after(i, "the") {
		return i
	}
	e.n = 2
	if v[0] == '-' {
		e.n = -2
	}
	return next
}

// yearAgoWord reads "year-earlier" and "year-ago" with the period they stand
// before: "the year-earlier period", "the comparable year-ago third quarter".
func (p *parser) yearAgoWord(i int) (expr, int) {
	k := p.after(i, "the")
	the := k > i
	if p.has(k, isLike) {
		k++
	}
	if s := p.sense(k); s.unit == noGrain || s.plural || s.unit > week {
		return expr{}, i
	}
	next := k + 1
	if p.hyphen(next) && p.glued(next) {
		next++
	}
	if !p.has(next, isAgo|isEarlier) || p.is(next, "before") || p.is(next, "back") {
		return expr{}, i
	}
	e := expr{form: shifted, grain: p.sense(k).unit, n: -1, anchored: true, ago: true, the: the}
	next++
	switch {
	case p.has(next, isPeriod):
		next++
	default:
		if o, end := p.ordinal(next); end > next && o.grain == quarter && o.form == absolute && o.y == 0 {
			o.shiftYear, o.n = true, -1
			return o, end
		}
		if a, _, end := p.units(next); end > next {
			return expr{form: length, amount: a}, end
		}
	}
	return e, next
}

// compared reads the period that a report compares with: "the same period of
// 1988", "the 1988 quarter", "the latest period", "the corresponding period
// last year".
func (p *parser) compared(i int) (expr, int) {
	k := p.after(i, "the")
	e := expr{form: absolute, grain: quarter, the: k > i}
	if k == i {
		return e, i
	}
	if y, ok := p.year(k); ok && p.has(k+1, isPeriod) {
		e.y = y
		return e, k + 2
	} else if ok {
		if o, next := p.ordinal(k + 1); next > k+1 && o.y == 0 && !o.the && o.form == absolute {
			o.y, o.the = y, true
			return o, next
		}
		return e, i
	}
	if !p.has(k, isLike) || !p.has(k+1, isPeriod) {
		return e, i
	}
	e.latest = p.has(k, isLatest)
	return p.ofYear(e, k+2)
}

// endedOn reads the day a period ends on: "the quarter ended Sept. 30".
func (p *parser) endedOn(i int) *expr {
	if !p.has(i, isEnded) {
		return nil
	}
	if d, next := p.monthDate(i + 1); next > i+1 && d.form == absolute {
		return &d
	}
	return nil
}

// ordinal reads "the third quarter of 1989", "the first half", "the 20th
// century", "the first nine months", "the fiscal first quarter".
func (p *parser) ordinal(i int) (expr, int) {
	k := p.after(i, "the")
	e := expr{form: absolute, the: k > i}
	whose, own := expr{}, k
	if !e.the {
		whose, own = p.owner(k)
		k = own
	}
	if p.has(k, isFiscal) {
		e.fiscal = true
		k++
		k = p.after(k, "year")
		if p.apostrophe(k) && p.is(k+1, "s") {
			k += 2
		}
	}
	n, next := p.order(k)
	if next == k {
		return e, i
	}
	if p.hyphen(next) && p.glued(next) && p.glued(next+1) {
		next++
	}
	if p.has(next, isFiscal) {
		e.fiscal = true
		next++
	}
	last := n < 0
	if last && !e.the && own == p.after(i, "the") {
		return e, i // "last quarter" is the one before this
	}
	switch s := p.sense(next); {
	case s.unit == quarter && !s.plural && n <= 4:
		e.grain, e.sub = quarter, n
		if last {
			e.sub = 4
		}
		next++
	case p.is(next, "half") && n <= 2:
		e.grain, e.sub = half, n
		if last {
			e.sub = 2
		}
		next++
	case s.unit == century && !s.plural && n > 0 && n < 30:
		e.grain, e.century = century, n
		return e, next + 1
	case (s.unit == week || s.unit == weekend) && !s.plural && p.is(next+1, "of"):
		return p.weekOf(e, i, n, next+2)
	case s.unit == day && !s.plural && p.is(i-1, "for"): // for the third day
		return expr{form: shifted, grain: day}, next + 1
	default:
		return p.firstFew(e, i, next)
	}
	if whose.form != noForm {
		e.inYear(whose)
		return e, next
	}
	return p.ofYear(e, next)
}

// weekOf reads the month behind "the first week of".
func (p *parser) weekOf(e expr, i, n, k int) (expr, int) {
	m, next := p.monthDate(k)
	if next == k || m.grain != month || n > 5 {
		return expr{}, i
	}
	m.week = n
	return m, next
}

// owner reads "this year's", "1989's".
func (p *parser) owner(i int) (expr, int) {
	e, next := p.yearAlone(i)
	if next == i {
		e, next = p.relative(i)
	}
	if next > i && e.grain == year && p.apostrophe(next) && p.glued(next) && p.is(next+1, "s") {
		return e, next + 2
	}
	return expr{}, i
}

// inYear puts a quarter or half into the year of another expression.
func (e *expr) inYear(of expr) {
	if of.form == absolute {
		e.y = of.y
		return
	}
	e.shiftYear, e.n, e.anchored = true, of.n, of.anchored
}

// order reads an ordinal, or "final" and "last" as -1.
func (p *parser) order(i int) (n, next int) {
	if p.is(i, "final") || p.is(i, "last") {
		return -1, i + 1
	}
	q, _, next, ok := p.quantity(i)
	if !ok || q.Kind != quantity.Ordinal || q.Value > 100 {
		return 0, i
	}
	return int(q.Value), next
}

// ofYear reads the year behind a quarter or half: "of 1989", "of this year",
// ", 1989", "of fiscal 1990", "of the '80s".
func (p *parser) ofYear(e expr, i int) (expr, int) {
	k := i
	of := p.is(k, "of") || p.is(k, "in")
	if of {
		k++
	} else {
		k = p.comma(k)
		if y, ok := p.year(k); ok && p.yearHere(k, y) && p.gap(k) != words.Blank {
			e.y = y
			return e, k + 1
		}
		return p.yearTail(e, i)
	}
	if d, next := p.decade(k); next > k && e.grain == half {
		d.mod = [...]string{"", "START", "END"}[e.sub]
		return d, next
	}
	for _, read := range []func(*parser, int) (expr, int){(*parser).yearAlone, (*parser).relative} {
		if y, next := read(p, k); next > k && (y.grain == year || y.grain == month && e.grain == half) && y.form != length {
			if y.grain == month {
				y.mod = [...]string{"", "START", "END"}[e.sub]
				return y, next
			}
			e.inYear(y)
			return e, next
		}
	}
	return e, i
}

// yearTail reads the bare year phrase behind a month or quarter: "March last
// year", "the third quarter last year".
func (p *parser) yearTail(e expr, i int) (expr, int) {
	if p.gap(i) != words.Space {
		return e, i
	}
	if y, next := p.relative(i); next > i && y.form == shifted && y.grain == year && !y.ago {
		e.inYear(y)
		return e, next
	}
	if y, next := p.amount(i); next > i && y.ago && y.grain == year && y.n < 0 && y.amount.count == 1 {
		e.inYear(expr{form: shifted, n: -1})
		return e, next
	}
	return e, i
}

// firstFew reads "the first nine months [of 1989]", "the last three weeks".
func (p *parser) firstFew(e expr, i, k int) (expr, int) {
	a, _, next := p.units(k)
	if next == k || !e.the {
		return expr{}, i
	}
	e.form, e.amount = length, a
	if p.is(k-1, "last") || p.is(k-1, "final") {
		e.amount.back = -1
	}
	if y, end := p.yearBehind(next); end > next && p.is(next, "of") {
		e.y = y
		return e, end
	}
	return e, next
}
