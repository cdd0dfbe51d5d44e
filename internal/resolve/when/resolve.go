package when

import (
	"fmt"
	"math"
	"strings"
	"time"

	"vigil"
)

// reading is what an expression means.
type reading struct {
	vigil.When
	point point // the period meant, if it is one
}

// read says what e means against the anchor. Where the anchor is unknown and
// needed, the value holds X for what is not known and Days are unknown.
func (a *anchor) read(e *expr, t tense) reading {
	r := reading{When: vigil.When{Type: "DATE", Mod: e.mod, Basis: "named", Score: .9}}
	switch e.form {
	case length:
		a.length(e, &r)
	case repeated:
		r.Type, r.Value = "SET", e.value
	case vague:
		r.Value, r.Basis = e.value, "publication"
		r.Days = a.vagueDays(e.value)
	case shifted:
		r.point = a.shifted(e, &r)
		a.finish(e, &r)
	case absolute:
		r.point = a.absolute(e, t, &r)
		a.finish(e, &r)
	}
	return r
}

// finish turns the point of r into its value, type and days.
func (a *anchor) finish(e *expr, r *reading) {
	if r.point.grain == noGrain {
		if r.Value == "" {
			r.Value = e.unknown()
		}
		r.Score = .3
		if e.part != "" || e.clock {
			r.Type = "TIME"
		}
		return
	}
	if e.part != "" && r.point.grain == day {
		r.point.grain, r.point.part = part, e.part
	}
	if e.clock && (r.point.grain == day || r.point.grain == part) {
		r.point.grain, r.point.hour, r.point.min = minute, e.hour, e.min
	}
	if r.point.grain >= part {
		r.Type = "TIME"
	}
	r.Value = r.point.value()
	if !r.Days.Known() {
		r.Days = third(r.point.days(), e.mod)
	}
	e.widen(r)
	if e.calendar == "hijri" || strings.HasPrefix(e.holiday, "hijri") { // months begin when the moon is seen
		r.Days.From--
		r.Days.To++
		r.Score = .7
	}
	if e.amount.vague && e.ago { // some weeks ago: from two to eight or so
		r.Value, r.Days = a.someAgo(e), vigil.Days{}
	}
}

// widen gives r the days of the range that e names: 3-4 September, 2017-18, the
// first week of March.
func (e *expr) widen(r *reading) {
	switch {
	case e.toDay > e.d:
		r.Days.To += vigil.Day(e.toDay - e.d)
	case e.toYear > e.y && e.fiscal:
		r.Days = vigil.Days{From: vigil.Date(e.y, 4, 1), To: vigil.Date(e.toYear, 9, 30)}
	case e.toYear > e.y:
		r.Days.To = vigil.Date(e.toYear, 12, 31)
	case e.fiscal && r.point.grain == year: // it may begin as early as July before, and as late as April
		y := r.point.day.Time().Year()
		r.Days = vigil.Days{From: vigil.Date(y-1, 7, 1), To: vigil.Date(y+1, 3, 31)}
	case e.fiscal && r.point.grain == season: // a semester begins before its season and ends behind it
		r.Days.From -= 31
		r.Days.To += 31
	case e.week > 0:
		r.Days.From += vigil.Day(7 * (e.week - 1))
		r.Days.To = min(r.Days.To, r.Days.From+6)
		r.point = at(week, r.Days.From+3)
		r.Value = r.point.value()
	case e.week < 0:
		r.Days.From = r.Days.To - 6
		r.point = at(week, r.Days.From+3)
		r.Value = r.point.value()
	}
}

// unknown is the value of a point whose anchor is not known.
func (e *expr) unknown() string {
	s := "XXXX-XX-XX"
	switch {
	case e.wday > 0 && e.d == 0:
		s = fmt.Sprintf("XXXX-WXX-%d", e.wday)
	case e.m > 0 && e.d > 0:
		s = fmt.Sprintf("XXXX-%02d-%02d", e.m, e.d)
	case e.m > 0:
		s = fmt.Sprintf("XXXX-%02d", e.m)
	case e.grain == quarter && e.sub > 0:
		s = fmt.Sprintf("XXXX-Q%d", e.sub)
	case e.grain == season:
		s = "XXXX-" + e.season
	case e.grain <= year:
		s = "XXXX"
	case e.grain == quarter:
		s = "XXXX-QX"
	case e.grain == week:
		s = "XXXX-WXX"
	case e.grain == month:
		s = "XXXX-XX"
	}
	if e.part != "" {
		s += "T" + e.part
	} else if e.clock {
		s += fmt.Sprintf("T%02d:%02d", e.hour, e.min)
	}
	return s
}

// length fills in a duration and the days it covers, if it is tied to now.
func (a *anchor) length(e *expr, r *reading) {
	r.Type, r.Value = "DURATION", e.amount.value()
	if e.amount.vague && e.amount.back < 0 && e.amount.unit == year {
		r.Type, r.Value = "DATE", "PAST_REF"
	}
	if a.now == 0 || e.amount.back == 0 || e.amount.days() > float64(a.now) {
		return
	}
	r.Basis = "publication"
	n := int(e.amount.count + .5)
	if e.amount.vague {
		n = 9
	}
	if e.amount.scale() == 0 { // hours: to the day before or after
		r.Days = a.hours(e.amount.count * float64(e.amount.back))
		return
	}
	p := at(max(min(e.amount.grain(), day), year), a.now)
	other := p.shift(e.amount.back * n * e.amount.scale())
	if e.amount.back < 0 {
		r.Days = vigil.Days{From: addDays(other.day, a.now-p.day), To: a.now}
	} else {
		r.Days = vigil.Days{From: a.now, To: addDays(other.day, a.now-p.day)}
	}
}

// hours are the days that the past (or next, if above zero) so many hours touch.
func (a *anchor) hours(n float64) vigil.Days {
	d := vigil.Day(math.Ceil(math.Abs(n) / 24))
	if n > 0 {
		return vigil.Days{From: a.now, To: a.now + d}
	}
	return vigil.Days{From: a.now - d, To: a.now}
}

func addDays(d, n vigil.Day) vigil.Day { return d + n }

// grain is the calendar unit that an amount is counted in.
func (a amount) grain() grain {
	switch {
	case a.unit == noGrain && a.letter == "F":
		return week
	case a.unit == noGrain || a.unit >= hour:
		return day
	case a.unit < year:
		return year
	case a.unit == weekend:
		return week
	}
	return a.unit
}

// scale is how many of the calendar unit one unit of the amount is.
func (a amount) scale() int {
	switch a.letter {
	case "F":
		return 2
	case "E":
		return 10
	case "C":
		return 100
	case "L":
		return 1000
	case "TH", "TM", "TS":
		return 0
	}
	return 1
}

// days is about how many days an amount is.
func (a amount) days() float64 {
	return a.count * float64(a.scale()) * [...]float64{year: 366, half: 183, quarter: 92, month: 31, week: 7, weekend: 7, day: 1}[a.grain()]
}

// vagueDays are the days that a reference to past, present or future can mean.
func (a *anchor) vagueDays(value string) vigil.Days {
	switch {
	case a.now == 0:
	case value == "PRESENT_REF":
		return vigil.Days{From: a.now, To: a.now}
	case value == "PAST_REF":
		return vigil.Days{To: a.now}
	case value == "FUTURE_REF":
		return vigil.Days{From: a.now}
	}
	return vigil.Days{}
}

// someAgo is the value of "several weeks ago".
func (a *anchor) someAgo(e *expr) string {
	if e.n < 0 {
		return "PAST_REF"
	}
	return "FUTURE_REF"
}

// shifted finds the period that e is so many periods away from.
func (a *anchor) shifted(e *expr, r *reading) point {
	from := at(day, a.now)
	r.Basis = "publication"
	if e.anchored && a.focus.grain != noGrain && !(e.ago && e.countedIn() >= day && a.focus.grain < day) {
		from = a.focus // but "six days earlier" is counted from a day, not from a month or a year
		r.Basis = "narrative"
	} else if a.now == 0 {
		return point{}
	}
	switch {
	case e.ago && e.amount.days() > float64(from.day):
		r.Value = a.someAgo(e)
		return point{}
	case e.ago:
		return a.agoPoint(e, from)
	case e.wday > 0:
		return weekdayFrom(from.day, e.wday, e.n)
	case e.m > 0:
		return monthFrom(from.day, e)
	case e.season != "":
		return seasonFrom(from.day, e.season, e.n)
	case e.part != "" && e.n < 0 && e.grain == day: // last night
		return at(day, from.day).shift(-1)
	case e.anchored && from.grain < e.grain && from.grain != noGrain: // the previous day, of a month
		return at(e.grain, a.now).shift(e.n)
	}
	return at(e.grain, from.day).shift(e.n)
}

// countedIn is the unit that "three months ago" is counted in.
func (e *expr) countedIn() grain {
	if e.amount.letter != "" {
		return e.amount.grain()
	}
	return e.grain
}

// agoPoint is "three months ago", "two days later": as exact as its unit. A
// year is as exact as what the story compares: the quarter it is about.
func (a *anchor) agoPoint(e *expr, from point) point {
	n, g := e.n, e.grain
	if e.amount.letter != "" {
		n = e.n * int(e.amount.count+.5) * e.amount.scale()
		g = e.amount.grain()
	}
	switch {
	case g == year && n == -1 && a.topic.grain != noGrain:
		return a.topic.shiftBy(year, n)
	case g == year && e.anchored && from.grain == month:
		return from.shiftBy(year, n)
	}
	return at(g, from.day).shift(n)
}

// shiftBy moves p by n periods of another grain and keeps its own.
func (p point) shiftBy(g grain, n int) point {
	q := point{grain: g, day: p.day}.shift(n)
	p.day = q.day
	return p
}

// weekdayFrom is the nearest such weekday after (1) or before (-1) d, or in the
// week of d (0).
func weekdayFrom(d vigil.Day, wday, n int) point {
	switch {
	case n > 0:
		d += vigil.Day((wday-isoWeekday(d)+6)%7 + 1)
	case n < 0:
		d -= vigil.Day((isoWeekday(d)-wday+6)%7 + 1)
	default:
		d += vigil.Day(wday - isoWeekday(d))
	}
	return point{grain: day, day: d}
}

// monthFrom is the nearest such month (or day of it) in the direction of e.
func monthFrom(d vigil.Day, e *expr) point {
	y, m, _ := d.Time().Date()
	switch {
	case e.n < 0 && time.Month(e.m) >= m:
		y--
	case e.n > 0 && time.Month(e.m) <= m:
		y++
	}
	if e.d > 0 {
		return point{grain: day, day: vigil.Date(y, time.Month(e.m), e.d)}
	}
	return point{grain: month, day: vigil.Date(y, time.Month(e.m), 1)}
}

// seasonFrom is "last summer", "this fall", "next spring".
func seasonFrom(d vigil.Day, s string, n int) point {
	y := d.Time().Year()
	p := seasonOf(y, s)
	switch {
	case n < 0:
		for p.days().To >= d {
			p = p.shift(-1)
		}
	case n > 0:
		for p.day <= d {
			p = p.shift(1)
		}
	case s == "WI" && d.Time().Month() < 6:
		p = p.shift(-1)
	}
	return p
}
