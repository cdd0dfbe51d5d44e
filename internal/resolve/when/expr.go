package when

import "vigil"

// form says how an expression of time means.
type form uint8

const (
	noForm   form = iota
	absolute      // a date by its fields: 3 September, 1989, Friday, the third quarter
	shifted       // so many periods from now, or from where the story is: last week, two days earlier
	length        // so long: three months
	repeated      // every day
	vague         // recently, now, the future
)

// expr is an expression of time as it is written, before anything outside it
// is asked what it means.
type expr struct {
	first, next int // atoms [first, next)
	form        form

	// absolute: what is given of year, month, day, weekday …; zero is not given.
	grain      grain // the finest field given
	y, m, d    int
	toDay      int // last day of a range of days: 3-4 September
	toYear     int // last year of a range of years: 2017-18
	wday       int
	sub        int // quarter 1 to 4, half 1 or 2
	century    int // "20th century" 20
	decade     int // "1980s" 198; "the '80s" 8 with short
	short      bool
	calendar   string // of y, m and d: "" Gregorian, "hijri", "persian"
	within     int    // the Gregorian year that a month of another calendar begins in: "Ramadan 2017"
	season     string
	holiday    string
	swap       bool // all figures: day and month may stand the other way round
	shiftYear  bool // n years from now besides: "March last year"
	fiscal     bool
	latest     bool  // the latest quarter: the last that is over
	ended      *expr // the day on which the period ends
	week       int   // of a month: 1 the first, -1 the last
	holding    *expr // the day that the week or weekend holds: "the week of March 6"
	yearPhrase bool  // the year was written out beside a unit: "the year 2000"

	// shifted: n periods of grain, from the story if anchored; with m, wday,
	// season or part, the nearest such one in that direction.
	n        int
	anchored bool
	ago      bool // "ago", "later": by an amount, not by a name

	amount amount // length, and the amount of an "ago"

	part      string // of the day
	clock     bool
	hour, min int
	halfDay   bool // noon, midnight or am and pm were told: the hour is sure

	mod   string
	value string // of vague and repeated
	the   bool   // "the" stands before it
}

// amount is a length of time.
type amount struct {
	count  float64
	vague  bool // several, a few, or none given: years
	unit   grain
	letter string
	back   int // -1 the past three months, 1 the next three, 0 neither
}

// anchor is what expressions are read against.
type anchor struct {
	now   vigil.Day // publication, or the unknown Day
	focus point     // the period that the story last named, comparisons left out
	topic point     // the quarter or half that it last named so
}
