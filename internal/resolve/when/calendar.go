package when

import (
	"fmt"
	"time"

	"vigil"
)

// grain is the size of a period of the calendar, coarse to fine.
type grain uint8

const (
	noGrain grain = iota
	millennium
	century
	decade
	year
	half
	quarter
	season
	month
	week
	weekend
	day
	part // of a day: morning, night
	hour
	minute
)

// point is a period of the calendar: the one of its grain that starts at day.
// Equal periods are equal values.
type point struct {
	grain grain
	day   vigil.Day // its first day
	part  string    // of a part: TIMEX3's letters; of a season: its letters
	hour  int
	min   int
}

// at returns the period of grain g that holds d; seasons and parts of a day
// must be named instead.
func at(g grain, d vigil.Day) point {
	y, m, _ := d.Time().Date()
	switch g {
	case millennium:
		d = vigil.Date(y-y%1000, 1, 1)
	case century:
		d = vigil.Date(y-y%100, 1, 1)
	case decade:
		d = vigil.Date(y-y%10, 1, 1)
	case year:
		d = vigil.Date(y, 1, 1)
	case half:
		d = vigil.Date(y, (m-1)/6*6+1, 1)
	case quarter:
		d = vigil.Date(y, (m-1)/3*3+1, 1)
	case month:
		d = vigil.Date(y, m, 1)
	case week:
		d -= vigil.Day((int(d.Weekday()) + 6) % 7)
	case weekend: // the Saturday of the week that d is in
		d += 5 - vigil.Day((int(d.Weekday())+6)%7)
	}
	return point{grain: g, day: d}
}

// seasonStart is the month in which a season starts (northern, by months).
var seasonStart = map[string]time.Month{"WI": 12, "SP": 3, "SU": 6, "FA": 9}

// seasonOf returns a season of a year; winter is the one that starts in it.
func seasonOf(y int, s string) point {
	return point{grain: season, day: vigil.Date(y, seasonStart[s], 1), part: s}
}

// seasonAt returns the season s that holds d, or the last before it.
func seasonAt(d vigil.Day, s string) point {
	p := seasonOf(d.Time().Year(), s)
	if p.day > d {
		p = p.shift(-1)
	}
	return p
}

// span returns the first day of p and of the period after it.
func (p point) span() (from, to vigil.Day) {
	switch p.grain {
	case noGrain:
		return 0, 0
	case weekend:
		return p.day, p.day + 2
	case season:
		return p.day, addMonths(p.day, 3)
	case day, part, hour, minute:
		return p.day, p.day + 1
	}
	return p.day, p.shift(1).day
}

// days returns the days of p.
func (p point) days() vigil.Days {
	from, to := p.span()
	if from == 0 {
		return vigil.Days{}
	}
	return vigil.Days{From: from, To: to - 1}
}

// shift returns the period n periods of its grain later; a season's, a part's
// and a time's neighbours are those of the same name.
func (p point) shift(n int) point {
	switch p.grain {
	case millennium:
		p.day = addMonths(p.day, 12000*n)
	case century:
		p.day = addMonths(p.day, 1200*n)
	case decade:
		p.day = addMonths(p.day, 120*n)
	case year, season:
		p.day = addMonths(p.day, 12*n)
	case half:
		p.day = addMonths(p.day, 6*n)
	case quarter:
		p.day = addMonths(p.day, 3*n)
	case month:
		p.day = addMonths(p.day, n)
	case week, weekend:
		p.day += vigil.Day(7 * n)
	default:
		p.day += vigil.Day(n)
	}
	return p
}

// addMonths adds months to a day, keeping to the last day of a shorter month.
func addMonths(d vigil.Day, n int) vigil.Day {
	y, m, dd := d.Time().Date()
	first := vigil.Date(y, m+time.Month(n), 1)
	y, m, _ = first.Time().Date()
	return first + vigil.Day(min(dd, monthDays(y, m))-1)
}

// monthDays is the number of days of a month.
func monthDays(y int, m time.Month) int {
	return int(vigil.Date(y, m+1, 1) - vigil.Date(y, m, 1))
}

// value writes p as TIMEX3 does.
func (p point) value() string {
	y, m, d := p.day.Time().Date()
	switch p.grain {
	case millennium:
		return fmt.Sprintf("%d", y/1000)
	case century:
		return fmt.Sprintf("%02d", y/100)
	case decade:
		return fmt.Sprintf("%03d", y/10)
	case year:
		return fmt.Sprintf("%04d", y)
	case half:
		return fmt.Sprintf("%04d-H%d", y, (m-1)/6+1)
	case quarter:
		return fmt.Sprintf("%04d-Q%d", y, (m-1)/3+1)
	case season:
		return fmt.Sprintf("%04d-%s", y, p.part)
	case month:
		return fmt.Sprintf("%04d-%02d", y, m)
	case week, weekend:
		wy, w := p.day.Time().ISOWeek()
		if p.grain == weekend {
			return fmt.Sprintf("%04d-W%02d-WE", wy, w)
		}
		return fmt.Sprintf("%04d-W%02d", wy, w)
	case part:
		return fmt.Sprintf("%04d-%02d-%02dT%s", y, m, d, p.part)
	case hour:
		return fmt.Sprintf("%04d-%02d-%02dT%02d", y, m, d, p.hour)
	case minute:
		return fmt.Sprintf("%04d-%02d-%02dT%02d:%02d", y, m, d, p.hour, p.min)
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
}

// third narrows the days of p as "early", "mid-" and "late" do: to a third of
// the period.
func third(d vigil.Days, mod string) vigil.Days {
	w := vigil.Day(d.Width())
	if w < 3 {
		return d
	}
	switch mod {
	case "START":
		d.To = d.From + (w+2)/3 - 1
	case "MID":
		d.From, d.To = d.From+w/3, d.To-w/3
	case "END":
		d.From = d.To - (w+2)/3 + 1
	}
	return d
}

// easter is Easter Sunday of a year of the Gregorian calendar (the anonymous
// algorithm, Meeus, Astronomical Algorithms, ch. 8).
func easter(y int) vigil.Day {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	g := (b - (b+8)/25 + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	l := (32 + 2*e + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return vigil.Date(y, time.Month(n/31), n%31+1)
}

// nthWeekday is the nth weekday (Monday 1) of a month; n 0 is the last.
func nthWeekday(y int, m time.Month, n, wday int) vigil.Day {
	if n == 0 {
		return nthWeekday(y, m+1, 1, wday) - 7
	}
	first := vigil.Date(y, m, 1)
	return first + vigil.Day((wday-isoWeekday(first)+7)%7+7*(n-1))
}

// isoWeekday is the day of the week, Monday 1 to Sunday 7.
func isoWeekday(d vigil.Day) int { return (int(d.Weekday())+6)%7 + 1 }

// hijri is the first day of a month of the tabular Islamic calendar (civil
// epoch, 16 July 622 Julian; leap years 2 5 7 10 13 16 18 21 24 26 29 of 30).
// Months that are sighted begin up to two days apart from it.
func hijri(y, m int) vigil.Day {
	const epoch = 227015 // 622-07-19 Gregorian
	return vigil.Day(epoch + (m-1)*29 + m/2 + (y-1)*354 + (3+11*y)/30)
}

// hijriYear is the Islamic year that holds d.
func hijriYear(d vigil.Day) int {
	y := int((int64(d)-227015)*30/10631) + 1
	for hijri(y+1, 1) <= d {
		y++
	}
	for hijri(y, 1) > d {
		y--
	}
	return y
}

// persian is the first day of a month of the Solar Hijri calendar, by the
// 33-year rule, which agrees with the observed calendar from 1900 to 2100 but
// for a handful of years, then by a day.
func persian(y, m int) vigil.Day {
	leaps := 8*(y/33) + ((y%33)*8+21)/33 // leap years before year y of the cycle 1 5 9 13 17 22 26 30
	d := vigil.Day(226895 + (y-1)*365 + leaps)
	return d + vigil.Day(min(m-1, 6)*31+max(m-7, 0)*30)
}

// persianYear is the Solar Hijri year that holds d.
func persianYear(d vigil.Day) int {
	y := d.Time().Year() - 621
	if persian(y, 1) > d {
		y--
	}
	return y
}
