package when

import (
	"strconv"

	"vigil/internal/lang/words"
)

// otherCalendar reads dates of the Islamic and the Persian calendar by their
// months' names: "15 Ramadan 1439", "Ramadan", "the 14th of Khordad, 1397".
func (p *parser) otherCalendar(i int) (expr, int) {
	k := p.after(i, "the")
	d, next := p.dayOfMonth(k)
	if next > k {
		k = p.after(next, "of")
	} else {
		k, d = i, 0
	}
	for _, calendar := range []string{"hijri", "persian"} {
		v, next := p.phrase(k, calendar)
		if next == k || !p.ws[k].Title || p.gap(k) == words.Blank {
			continue
		}
		e := expr{form: absolute, grain: month, calendar: calendar, d: d}
		e.m, _ = strconv.Atoi(v)
		if d == 0 {
			if n, end := p.dayOfMonth(next); end > next && p.gap(next) == words.Space {
				e.d, next = n, end
			}
		}
		y, end := p.otherYear(next)
		if e.y = y; y > 0 {
			next = end
		} else if e.within, end = p.yearBehind(next); e.within > 0 {
			next = end
		}
		if e.d > 0 {
			e.grain = day
		}
		if e.d == 0 && y == 0 && e.within == 0 && (calendar == "persian" || p.kind(k+1) == words.Letter && p.ws[k+1].Title) {
			return expr{}, i // Bahman and Safar are names of people too
		}
		return e, next
	}
	return expr{}, i
}

// otherYear reads the year of an Islamic or Persian date: "1439", ", 1439 AH".
func (p *parser) otherYear(i int) (int, int) {
	k := p.comma(i)
	n, digits := p.number(k)
	if digits != 4 || n < 1200 || n > 1500 {
		return 0, i
	}
	if p.is(k+1, "AH") || p.is(k+1, "SH") {
		return n, k + 2
	}
	return n, k + 1
}
