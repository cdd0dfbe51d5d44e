package when

import (
	"fmt"

	"vigil/internal/lang/words"
)

// set reads what repeats: "daily", "every day", "each July", "every two weeks".
func (p *parser) set(i int) (expr, int) {
	e := expr{form: repeated}
	s := p.sense(i)
	if s.set != "" {
		e.value = s.set
		return e, i + 1
	}
	if s.cues&isEach == 0 {
		return e, i
	}
	k := i + 1
	if s := p.sense(k); s.unit != noGrain && !s.plural || s.letter == "TS" {
		e.value = amount{count: 1, unit: s.unit, letter: s.letter}.value()
		return e, k + 1
	}
	if d := p.weekday(k); d > 0 {
		e.value = weeklyValue(d, "")
		if s := p.sense(k + 1); s.part != "" && !isClock(s.part) {
			e.value = weeklyValue(d, s.part)
			k++
		}
		return e, k + 1
	}
	if m := p.month(k); m > 0 {
		e.value = fmt.Sprintf("XXXX-%02d", m)
		return e, k + 1
	}
	if s := p.sense(k); s.season != "" {
		e.value = "XXXX-" + s.season
		return e, k + 1
	} else if s.part != "" && !isClock(s.part) {
		e.value = "XXXX-XX-XXT" + s.part
		return e, k + 1
	}
	if a, _, next := p.units(k); next > k && !a.vague {
		e.value = a.value()
		return e, next
	}
	return e, i
}

func weeklyValue(wday int, part string) string {
	if part != "" {
		part = "T" + part
	}
	return fmt.Sprintf("XXXX-WXX-%d%s", wday, part)
}

// vague reads "now", "recently", "the future".
func (p *parser) vague(i int) (expr, int) {
	v, next := p.phrase(i, "ref")
	if next == i {
		return expr{}, i
	}
	if p.is(i, "recent") || p.is(i, "current") {
		if p.hyphen(next) && p.glued(next) {
			return expr{}, i
		}
	}
	return expr{form: vague, value: v}, next
}

// modified reads a period with a word that narrows it before: "early this
// week", "late last month", "mid-April", "the end of 1989", "later today".
func (p *parser) modified(i int) (expr, int) {
	k := p.after(i, "the")
	if s := p.sense(k + 1); s.letter == "TH" && s.plural && (p.has(k, isMod) || p.is(k, "last") || p.is(k, "final")) && p.dayBehind(k+2) > 1 {
		d, next := p.dayOf(k + 2) // the early hours of Monday
		d.part, d.mod = "NI", "END"
		if p.has(k, isMod) && p.sense(k).mod == "START" {
			d.part, d.mod = "MO", "START"
		}
		return d, next
	}
	mod, next := p.phrase(k, "half")
	if next > k && p.is(next, "of") {
		next++
	} else if p.has(k, isMod) {
		mod, next = p.sense(k).mod, k+1
		if p.is(k, "sometime") {
			mod = ""
		}
		if p.hyphen(next) && p.glued(next) {
			next++
		}
		if !p.is(k, "end") && !p.is(k, "start") && !p.is(k, "close") { // those may be verbs: it will end in the fall
			next = p.after(next, "in")
			next = p.after(next, "on")
		}
	} else {
		return expr{}, i
	}
	if p.gap(next) == words.Blank {
		return expr{}, i
	}
	for _, read := range []func(*parser, int) (expr, int){(*parser).date, (*parser).relative, (*parser).ordinal, (*parser).bare} {
		if e, end := read(p, next); end > next && (e.form == absolute || e.form == shifted) {
			if mod != "" {
				e.mod = mod
			}
			return e, end
		}
	}
	return expr{}, i
}

// bare reads periods that only the story tells: "the quarter", "the weekend",
// "the year", "summer", "the morning".
func (p *parser) bare(i int) (expr, int) {
	k := p.after(i, "the")
	s := p.sense(k)
	e := expr{form: absolute, the: k > i}
	switch {
	case s.unit == quarter && !s.plural && (e.the || p.has(k+1, isEnded)):
		e.grain = quarter
		e.ended = p.endedOn(k + 1)
		return p.yearTail(e, k+1)
	case s.unit == year && !s.plural && p.endedOn(k+1) != nil:
		e.form, e.amount = length, amount{count: 1, unit: year, letter: "Y"}
	case (s.unit == week || s.unit == weekend) && !s.plural && p.weekHolding(&e, k+1) > k+1:
		e.grain = s.unit
		return e, p.weekHolding(&e, k+1)
	case s.unit == weekend && !s.plural:
		e.grain = weekend
	case s.unit == year && e.the && !s.plural:
		e.grain = year
	case s.unit == week && e.the && !s.plural:
		e.grain = week
	case s.unit == month && e.the && !s.plural:
		e.grain = month
	case s.season != "" && !s.plural && (!s.name || e.the || p.ws[k].Title || p.seasonsYear(k+1) > k+1):
		e.grain, e.season = season, s.season
		if end := p.seasonsYear(k + 2); (p.is(k+1, "semester") || p.is(k+1, "term")) && end > k+2 {
			e.fiscal = true
			k++
		}
		y, next := p.yearBehind(k + 1)
		if next == k+1 {
			return p.ofYear(e, next)
		}
		e.y = y
		return e, next
	case s.part != "" && !isClock(s.part) && !s.plural && p.dayBehind(k+1) > 0:
		d, next := p.dayOf(k + 1)
		d.part = s.part
		return d, next
	case s.part != "" && e.the && !isClock(s.part) && !s.plural:
		e.form, e.grain, e.part, e.anchored = shifted, day, s.part, true
	default:
		return e, i
	}
	return e, k + 1
}

// seasonsYear steps over a year right behind a season or a semester: "fall
// 2017", "of 2017".
func (p *parser) seasonsYear(i int) int {
	if p.gap(i) != words.Space || p.kind(p.after(i, "of")) != words.Digit {
		return i
	}
	_, next := p.yearBehind(i)
	return next
}

// weekHolding reads the day behind "the week of", "the weekend ending".
func (p *parser) weekHolding(e *expr, i int) int {
	if !p.is(i, "of") && !p.is(i, "beginning") && !p.is(i, "starting") && (!p.has(i, isEnded) || p.is(i, "to")) {
		return i
	}
	d, next := p.monthDate(i + 1)
	if next == i+1 || d.grain != day {
		return i
	}
	e.holding = &d
	return next
}

// dayOf reads the day behind a part of it: "the night of Oct. 23",
// "mid-afternoon yesterday".
func (p *parser) dayOf(i int) (expr, int) {
	k := i
	if p.is(k, "of") || p.is(k, "on") {
		k++
	}
	if p.gap(i) != words.Space {
		return expr{}, i
	}
	for _, read := range []func(*parser, int) (expr, int){(*parser).calendar, (*parser).deictic} {
		if e, next := read(p, k); next > k && e.grain == day && e.part == "" && !e.clock && (k > i || e.form == shifted) && (e.form == absolute || e.form == shifted) {
			return e, next
		}
	}
	return expr{}, i
}

// dayBehind is the length in atoms of what dayOf reads.
func (p *parser) dayBehind(i int) int {
	_, next := p.dayOf(i)
	return next - i
}
