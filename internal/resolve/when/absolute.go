package when

import (
	"strconv"
	"strings"
	"time"

	"vigil"
)

// absolute finds the period that the fields of e name; a year or a day that is
// not given comes from the anchor and the tense.
func (a *anchor) absolute(e *expr, t tense, r *reading) point {
	if e.shiftYear && a.now != 0 {
		from := a.now
		if e.anchored && a.focus.grain != noGrain {
			from = a.focus.day
		}
		r.Basis = "publication"
		e.y = at(year, from).shift(e.n).day.Time().Year()
	}
	switch {
	case e.holding != nil:
		if d := a.absolute(e.holding, t, r); d.grain == day {
			return at(e.grain, d.day)
		}
		return point{}
	case e.calendar != "":
		return a.foreign(e, t, r)
	case e.holiday != "":
		return a.yearly(e, t, r, func(y int) vigil.Day { return holiday(e.holiday, y) }, day)
	case e.century > 0:
		return point{grain: century, day: vigil.Date((e.century-1)*100, 1, 1)}
	case e.grain == decade:
		return a.decade(e)
	case e.m > 0:
		return a.monthDay(e, t, r)
	case e.wday > 0:
		return a.weekday(e, t, r)
	case e.grain == quarter || e.grain == half:
		return a.quarter(e, t, r)
	case e.grain == season:
		return a.season(e, t, r)
	case e.grain == year && e.y > 0:
		return point{grain: year, day: vigil.Date(e.y, 1, 1)}
	case e.clock || e.part != "":
		return a.timeAlone(r)
	}
	return a.storyPeriod(e, t, r)
}

// nearDays is how far a day may lie from publication, in days, for tense to
// be set aside: nearer than that the nearer year is meant whatever the verb
// says ("payable Dec. 15, the company said").
const nearDays = 100

// yearly picks the year of a day or month that comes every year: the nearer
// one to publication; where neither is near, the one that the sentence looks
// toward.
func (a *anchor) yearly(e *expr, t tense, r *reading, in func(year int) vigil.Day, g grain) point {
	if e.y > 0 {
		return point{grain: g, day: in(e.y)}
	}
	if a.now == 0 {
		return point{}
	}
	r.Basis = "publication"
	y := a.now.Time().Year()
	before := point{grain: g, day: in(y)}
	if before.day > a.now {
		before.day = in(y - 1)
	}
	after := point{grain: g, day: in(before.day.Time().Year() + 1)}
	back, ahead := max(a.now-before.days().To, 0), after.day-a.now
	far := min(back, ahead) > nearDays
	switch {
	case far && t == past, t == over:
		r.Basis = "tense"
		return before
	case far && t >= maybe:
		r.Basis = "tense"
		return after
	case back <= ahead:
		return before
	}
	return after
}

func apart(a, b vigil.Day) vigil.Day {
	if a < b {
		return b - a
	}
	return a - b
}

// monthDay is a month or a day of a month.
func (a *anchor) monthDay(e *expr, t tense, r *reading) point {
	m := time.Month(e.m)
	if e.d == 0 {
		return a.yearly(e, t, r, func(y int) vigil.Day { return vigil.Date(y, m, 1) }, month)
	}
	if e.swap && a.now != 0 { // the reading nearer to publication
		x, y := vigil.Date(e.y, m, e.d), vigil.Date(e.y, time.Month(e.d), e.m)
		if apart(y, a.now) < apart(x, a.now)/4 {
			return point{grain: day, day: y}
		}
	}
	if e.y == 0 && e.wday > 0 && a.now != 0 {
		if p, ok := a.weekdayYear(e); ok {
			return p
		}
	}
	return a.yearly(e, t, r, func(y int) vigil.Day { return vigil.Date(y, m, min(e.d, monthDays(y, m))) }, day)
}

// weekdayYear finds the year in which the day of e falls on its weekday,
// nearest to publication.
func (a *anchor) weekdayYear(e *expr) (point, bool) {
	y := a.now.Time().Year()
	for _, dy := range [...]int{0, -1, 1, -2, 2, -3, 3} {
		if d := vigil.Date(y+dy, time.Month(e.m), e.d); isoWeekday(d) == e.wday {
			return point{grain: day, day: d}, true
		}
	}
	return point{}, false
}

// weekday is the last such day up to publication, that day included, unless
// the sentence looks forward.
func (a *anchor) weekday(e *expr, t tense, r *reading) point {
	if a.now == 0 {
		return point{}
	}
	r.Basis = "publication"
	d := a.now - vigil.Day((isoWeekday(a.now)-e.wday+7)%7)
	if t >= maybe && d != a.now {
		d += 7
		r.Basis = "tense"
	}
	return point{grain: day, day: d}
}

// decade reads the century of "the '80s" by the last such decade begun.
func (a *anchor) decade(e *expr) point {
	d := e.decade
	if e.short {
		century := 190
		if a.now != 0 && 200+d <= a.now.Time().Year()/10 && d < 2 {
			century = 200
		}
		d += century
	}
	return point{grain: decade, day: vigil.Date(d*10, 1, 1)}
}

// quarter is a quarter or half: of its year if one is given, else the last one
// begun by then, or the next.
func (a *anchor) quarter(e *expr, t tense, r *reading) point {
	size := 3
	if e.grain == half {
		size = 6
	}
	if e.sub == 0 {
		return a.compared(e, t, r)
	}
	in := func(y int) vigil.Day { return vigil.Date(y, time.Month((e.sub-1)*size+1), 1) }
	if e.y > 0 {
		return point{grain: e.grain, day: in(e.y)}
	}
	if a.now == 0 {
		return point{}
	}
	r.Basis = "publication"
	p := point{grain: e.grain, day: in(a.now.Time().Year())}
	if p.day > a.now {
		p = p.shift(-12 / size)
	}
	if t >= maybe && a.now-p.days().To > nearDays {
		r.Basis = "tense"
		p = p.shift(12 / size)
	}
	return p
}

// compared is a quarter without a number: the one that ends on a day that is
// named, or the story's, in the year that is named.
func (a *anchor) compared(e *expr, t tense, r *reading) point {
	if e.ended != nil {
		if end := a.absolute(e.ended, past, r); end.grain == day && end.day > 60 {
			return at(quarter, end.day-45)
		}
	}
	p := a.storyPeriod(e, t, r)
	if y := p.day.Time().Year(); e.y > 0 && p.grain != noGrain {
		p.day = addMonths(p.day, 12*(e.y-y))
	}
	return p
}

// season is a season of its year, or the one of this year.
func (a *anchor) season(e *expr, t tense, r *reading) point {
	if e.y > 0 {
		return seasonOf(e.y, e.season)
	}
	if a.now == 0 {
		return point{}
	}
	r.Basis = "publication"
	p := seasonFrom(a.now, e.season, 0)
	if t < noTense && p.day > a.now {
		p = p.shift(-1)
	} else if t >= maybe && p.days().To < a.now {
		p = p.shift(1)
	}
	return p
}

// timeAlone is the day that a time without one belongs to: the one that the
// story last named, or that of publication.
func (a *anchor) timeAlone(r *reading) point {
	if a.focus.grain >= day {
		r.Basis = "narrative"
		return point{grain: day, day: a.focus.day}
	}
	if a.now == 0 {
		return point{}
	}
	r.Basis = "publication"
	return point{grain: day, day: a.now}
}

// storyPeriod is "the quarter", "the week", "the year": the one the story last
// named, else the one of publication, of quarters the last that is over.
func (a *anchor) storyPeriod(e *expr, t tense, r *reading) point {
	if e.grain == quarter && a.topic.grain == quarter && !(e.latest && a.topic.days().To >= a.now) {
		r.Basis = "narrative"
		return a.topic
	}
	if a.now == 0 {
		return point{}
	}
	r.Basis = "publication"
	p := at(e.grain, a.now)
	switch {
	case e.grain == quarter:
		p = p.shift(-1)
	case e.grain == weekend && t < maybe && p.day > a.now:
		p = p.shift(-1)
	}
	return p
}

// foreign is a date of another calendar, its year the one nearest to
// publication if it is not given.
func (a *anchor) foreign(e *expr, t tense, r *reading) point {
	start, yearOf := hijri, hijriYear
	if e.calendar == "persian" {
		start, yearOf = persian, persianYear
	}
	y := e.y
	switch {
	case y == 0 && e.within > 0:
		first := vigil.Date(e.within, 1, 1)
		if y = yearOf(first); start(y, e.m) < first {
			y++
		}
	case y == 0:
		if a.now == 0 {
			return point{}
		}
		r.Basis = "publication"
		y = yearOf(a.now)
		if t < noTense && start(y, e.m) > a.now {
			y--
		} else if t >= maybe && start(y, e.m) < a.now-30 {
			y++
		}
	}
	d := start(y, e.m)
	if e.d > 0 {
		return point{grain: day, day: d + vigil.Day(e.d-1)}
	}
	r.Days = vigil.Days{From: d, To: start(y+e.m/12, e.m%12+1) - 1}
	return at(month, d+14)
}

// holiday is the day of a holiday in a year, by the rule of times.txt: "12-25",
// "hijri-10-01", "easter-2", "11-4-4" (fourth Thursday of November), "05-L-1" (last Monday).
func holiday(rule string, y int) vigil.Day {
	if rest, ok := strings.CutPrefix(rule, "hijri-"); ok {
		d := vigil.Date(y, 1, 1)
		for hy := hijriYear(d); ; hy++ {
			if f := hijri(hy, atoi(rest[:2])) + vigil.Day(atoi(rest[3:])-1); f >= d {
				return f
			}
		}
	}
	if len(rule) >= 6 && rule[:6] == "easter" {
		d := easter(y)
		if len(rule) == 8 {
			n := vigil.Day(rule[7] - '0')
			if rule[6] == '-' {
				n = -n
			}
			d += n
		}
		return d
	}
	m := time.Month(atoi(rule[:2]))
	if len(rule) == 5 {
		return vigil.Date(y, m, atoi(rule[3:]))
	}
	n := 0
	if rule[3] != 'L' {
		n = atoi(rule[3:4])
	}
	return nthWeekday(y, m, n, atoi(rule[5:]))
}

// atoi reads figures that a test of times.txt has seen.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
