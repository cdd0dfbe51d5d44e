package when

import (
	"strings"

	"vigil/internal/lang/words"
)

// clock reads a time of day with the day beside it: "5 p.m. EST Nov. 9",
// "10:35 a.m.", "noon Friday", "4 in the morning", "midnight".
func (p *parser) clock(i int) (expr, int) {
	e, next := p.timeOfDay(i)
	if next == i {
		return e, i
	}
	k := p.comma(next)
	if p.is(k, "on") || p.is(k, "of") {
		k++
	}
	if p.gap(k) == words.Blank {
		return e, next
	}
	for _, read := range []func(*parser, int) (expr, int){(*parser).calendar, (*parser).relative} {
		if d, end := read(p, k); end > k && d.grain == day && d.form != repeated && !d.clock {
			d.clock, d.hour, d.min, d.halfDay = true, e.hour, e.min, e.halfDay
			if d.part == "" {
				d.part = e.part
			}
			return d, end
		}
	}
	return e, next
}

// timeOfDay reads a time without its day.
func (p *parser) timeOfDay(i int) (expr, int) {
	e := expr{form: absolute, grain: minute, clock: true}
	h, digits := p.number(i)
	if s := p.sense(i).part; isClock(s) {
		e.hour, e.halfDay = int(s[0]-'0')*10+int(s[1]-'0'), true
		return e, i + 1
	}
	next := i + 1
	switch {
	case p.glued(i) && i > 0 && p.kind(i-1) != words.Mark:
		return e, i
	case digits == 0:
		q, _, end, ok := p.quantity(i)
		if !ok || q.Value < 1 || q.Value > 12 || q.Start != q.Core.Start || p.kind(i) != words.Letter {
			return e, i
		}
		if _, tail := p.phrase(end, "clock"); tail == end {
			if _, tail = p.phrase(end, "meridiem"); tail == end {
				return e, i
			}
		}
		h, next = int(q.Value), end
	case digits == 4 && h%100 < 60 && h < 2400: // 1730 GMT, at 1730
		named := p.kind(next) == words.Letter && p.ws[next].Title && !p.ws[next].Upper // 1600 Pennsylvania Avenue
		if _, end := p.phrase(next, "zone"); end == next && !p.is(next, "hrs") && !p.is(next, "hours") && (!p.is(i-1, "at") || named) {
			return e, i
		}
		e.min, h, e.halfDay = h%100, h/100, true
	case digits > 2 || h > 24:
		return e, i
	}
	e.hour = h
	if m, digits := p.number(next + 1); digits == 2 && m < 60 && (p.word(next) == ":" || p.word(next) == ".") && p.glued(next) && p.glued(next+1) && p.kind(i) == words.Digit {
		e.min = m
		colon := p.word(next) == ":"
		next += 2
		if end := p.seconds(next); colon {
			next = end
		}
		if end := p.meridiem(&e, next); end > next {
			next = end
		} else if !colon && !p.is(i-1, "at") || h == 0 && digits == 0 {
			return e, i // 5.30 without a.m. may be any number
		} else {
			e.halfDay = h > 12
		}
		return e, p.zone(next)
	}
	if _, end := p.phrase(next, "clock"); end > next {
		next = end
		next = p.meridiem(&e, next)
		return e, p.zone(next)
	}
	if end := p.meridiem(&e, next); end > next {
		return e, p.zone(end)
	}
	if digits == 4 {
		return e, p.zone(next)
	}
	return e, i
}

// isClock reports whether the value of a part of the day is a time: "12:00".
func isClock(part string) bool { return len(part) == 5 && part[2] == ':' }

// seconds steps over ":30".
func (p *parser) seconds(i int) int {
	if p.word(i) == ":" && p.glued(i) && p.glued(i+1) && len(p.word(i+1)) == 2 && p.kind(i+1) == words.Digit {
		return i + 2
	}
	return i
}

// meridiem reads "a.m.", "pm", "in the morning" and sets the hour by it.
func (p *parser) meridiem(e *expr, i int) int {
	v, next := p.phrase(i, "meridiem")
	if next == i {
		k := i
		if p.is(k, "in") && p.is(k+1, "the") {
			k += 2
		} else if p.is(k, "at") {
			k++
		} else {
			return i
		}
		switch p.sense(k).part {
		case "MO":
			v = "a"
		case "AF", "EV", "NI":
			v = "p"
		default:
			return i
		}
		next = k + 1
	}
	if e.hour > 12 {
		return next
	}
	e.hour %= 12
	if v == "p" {
		e.hour += 12
	}
	e.halfDay = true
	return next
}

// zone steps over a time zone, in brackets or not.
func (p *parser) zone(i int) int {
	if p.word(i) == "(" {
		if _, next := p.phrase(i+1, "zone"); next > i+1 && p.word(next) == ")" {
			return next + 1
		}
		return i
	}
	if v := p.word(i); len(v) <= 3 && strings.ToUpper(v) != v {
		return i // "et al."
	}
	_, next := p.phrase(i, "zone")
	return next
}

// partBehind reads the part or time of the day behind a day: "Friday night",
// "Friday at 5 p.m.", "Sept. 7 in the morning".
func (p *parser) partBehind(e *expr, i int) int {
	if p.gap(i) != words.Space {
		return i
	}
	k := i
	if p.hyphen(k) {
		return i
	}
	if p.is(k, "in") && p.is(k+1, "the") {
		k += 2
	} else if p.is(k, "at") && p.sense(k+1).part != "" {
		k++
	}
	if s := p.sense(k); s.part != "" && !s.plural {
		if isClock(s.part) {
			e.clock, e.hour, e.halfDay = true, int(s.part[0]-'0')*10+int(s.part[1]-'0'), true
		} else {
			e.part = s.part
		}
		return k + 1
	}
	k = p.comma(i)
	if p.is(k, "at") {
		k++
		k = p.after(k, "about")
		k = p.after(k, "around")
	}
	if k == i && p.kind(k) != words.Digit {
		return i
	}
	if t, next := p.timeOfDay(k); next > k {
		e.clock, e.hour, e.min, e.halfDay = true, t.hour, t.min, t.halfDay
		return next
	}
	return i
}
