package when

import (
	"fmt"
	"math"
	"strings"

	"vigil/internal/lang/en/quantity"
	"vigil/internal/lang/words"
)

// amount reads lengths of time and what is told by them: "three months", "the
// past two years", "more than four decades ago", "two days later", "recent
// years", "a three-year", "years".
func (p *parser) amount(i int) (expr, int) {
	k := p.after(i, "the")
	e := expr{form: length, the: k > i}
	mod := ""
	if e.the || p.has(k, isShift|isAnchor|isLatest) || p.has(k, isMod) {
		k = p.direction(&e, k)
	}
	if m, next := p.phrase(k, "bound"); next > k && !p.is(k, "over") {
		inner := p.after(next, "the")
		if s := p.sense(inner); s.cues&isShift != 0 { // at least the past 18 months
			mod = m
			k = p.direction(&e, inner)
		}
	}
	a, m, next := p.units(k)
	if next == k {
		return expr{}, i
	}
	if mod == "" {
		mod = m
	}
	a.back = e.amount.back
	e.amount, e.mod = a, mod
	if e, end := p.agoBehind(e, next); end > next {
		return e, end
	}
	switch times, rate := p.has(i-1, isTimes), p.rate(i); {
	case p.is(k, "a") && times: // twice a week
		e.form, e.value = repeated, a.value()
	case p.is(k, "a") && rate: // $500 a year
		return expr{}, i
	case a.vague && a.back > 0 && a.count == 0:
		e.form, e.value = vague, "FUTURE_REF" // the coming months
	}
	return e, next
}

// direction reads "past", "next", "recent", "these" before an amount.
func (p *parser) direction(e *expr, k int) int {
	switch s := p.sense(k); {
	case s.cues&isShift != 0 && s.n != 0:
		e.amount.back = s.n
		k++
	case s.cues&isShift != 0, s.cues&isAnchor != 0:
		e.amount.back = s.n
		k++
	case s.cues&isLatest != 0:
		e.amount.back = -1
		k++
	case p.is(k, "first"), p.is(k, "early"):
		k++
	}
	return k
}

// units reads a number and a unit, or a unit in the plural alone.
func (p *parser) units(i int) (a amount, mod string, next int) {
	q, mod, k, ok := p.quantity(i)
	if s := p.sense(i + 1); !ok && p.is(i, "few") && s.letter != "" && s.plural { // the past few weeks
		return amount{count: 3, vague: true, unit: s.unit, letter: s.letter}, "", i + 2
	}
	if !ok {
		s := p.sense(i)
		if s.letter != "" && s.plural && !p.is(i+1, "old") && !p.numbered(i) {
			return amount{vague: true, unit: s.unit, letter: s.letter}, "", i + 1
		}
		return a, "", i
	}
	switch q.Kind {
	case quantity.Count, quantity.Article:
		if strings.Contains(q.Core.In(p.text), " of ") {
			return a, "", i // 72% of the 30-day rate
		}
		a.count, a.vague = q.Value, q.Vague
	case quantity.Fraction: // half an hour
		if !p.is(k, "a") && !p.is(k, "an") && !p.hyphen(k) {
			return a, "", i
		}
		a.count = q.Value
		k++
	default:
		return a, "", i
	}
	k = p.after(k, "of")
	for n := 0; n < 2 && p.has(k, isFiller); n++ {
		k++
	}
	tied := p.hyphen(k) && p.glued(k) && p.glued(k+1)
	if tied {
		k++
	}
	s := p.sense(k)
	if s.letter == "" || p.gap(k) == words.Blank || s.letter == "TS" && !s.plural && !tied {
		return a, "", i
	}
	a.unit, a.letter = s.unit, s.letter
	next = k + 1
	if p.hyphen(next) && p.glued(next) && p.is(next+1, "old") || p.is(next, "old") && p.gap(next) == words.Space {
		return a, "", i
	}
	if p.is(next, "and") && p.is(next+1, "a") && p.is(next+2, "half") {
		a.count += .5
		next += 3
	}
	if p.is(next, "or") && (p.is(next+1, "so") || p.is(next+1, "more")) {
		mod = map[string]string{"so": "APPROX", "more": "EQUAL_OR_MORE"}[lower(p.word(next+1))]
		next += 2
	}
	return a, mod, next
}

// numbered reports whether a number stands before atom i.
func (p *parser) numbered(i int) bool {
	if p.kind(i-1) == words.Digit {
		return true
	}
	_, _, next, ok := p.quantity(i - 1)
	return ok && next == i
}

// rate reports whether "a year" at i tells how often: behind a number, a unit
// of money or "times".
func (p *parser) rate(i int) bool {
	switch p.kind(i - 1) {
	case words.Digit:
		return true
	case words.Mark:
		return p.word(i-1) == "%"
	}
	return p.has(i-1, isRated) || p.numbered(i)
}

// agoBehind reads what turns an amount into a date: "ago", "earlier", "later".
func (p *parser) agoBehind(e expr, next int) (expr, int) {
	if p.gap(next) == words.Blank {
		return e, next
	}
	at := next
	if p.hyphen(at) && p.glued(at) {
		at++
	}
	s := p.sense(at)
	sign := 0
	switch {
	case e.amount.unit == noGrain && e.amount.letter != "F" || e.amount.unit >= hour:
		return e, next // an hour later: the day does not tell
	case s.cues&isAgo != 0 && (!p.is(at, "back") || p.kind(at+1) == words.Mark):
		sign = -1
	case e.amount.vague && s.cues&isAgo == 0:
		return e, next // a few days later: no telling when
	case s.cues&isEarlier != 0 && (!p.is(at, "before") || p.kind(at+1) == words.Mark):
		sign = -1
		e.anchored = true
	case s.cues&isLater != 0 && (!p.is(at, "after") || p.kind(at+1) == words.Mark):
		sign = 1
		e.anchored = true
	default:
		if _, end := p.phrase(at, "hence"); end > at {
			e.form, e.n, e.ago = shifted, 1, true
			e.grain = e.amount.unit
			return e, end
		}
		return e, next
	}
	e.form, e.n, e.ago = shifted, sign, true
	e.grain = e.amount.unit
	end := at + 1
	return e, end
}

// value writes an amount as TIMEX3 does: P3M, PT1H, PXY, P2Y6M.
func (a amount) value() string {
	letter, t := a.letter, ""
	count := a.count
	switch letter {
	case "TH", "TM", "TS":
		letter, t = letter[1:], "T"
	case "E":
		letter, count = "Y", count*10
		if a.vague {
			letter = "E"
		}
	case "C":
		letter, count = "Y", count*100
		if a.vague {
			letter = "C"
		}
	case "L":
		letter = "L"
	case "F":
		letter, count = "W", count*2
	case "WE":
		letter = "WE"
	}
	if a.vague {
		return "P" + t + "X" + letter
	}
	if whole := math.Floor(count); count != whole {
		switch minor := int((count-whole)*12 + .5); {
		case letter == "Y" && whole > 0:
			return fmt.Sprintf("P%dY%dM", int(whole), minor)
		case letter == "Y":
			return fmt.Sprintf("P%dM", minor)
		case t != "" && letter != "S":
			sub := map[string]string{"H": "M", "M": "S"}[letter]
			if whole == 0 {
				return fmt.Sprintf("PT%d%s", int((count-whole)*60+.5), sub)
			}
			return fmt.Sprintf("PT%d%s%d%s", int(whole), letter, int((count-whole)*60+.5), sub)
		}
		return fmt.Sprintf("P%s%.1f%s", t, count, letter)
	}
	return fmt.Sprintf("P%s%d%s", t, int(count), letter)
}
