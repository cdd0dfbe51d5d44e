package vigil

import (
	"fmt"
	"time"
)

// Day is a civil date, counted in days of the proleptic Gregorian calendar:
// 1 is 0001-01-01. The zero Day is unknown.
type Day int32

const unixDay Day = 719163 // 1970-01-01

// DayOf returns the civil date of t in t's own zone; the zero time is unknown.
func DayOf(t time.Time) Day {
	if t.IsZero() {
		return 0
	}
	return Date(t.Date())
}

// Date returns the Day of a year, month and day; days and months out of range
// are carried over as by time.Date.
func Date(year int, month time.Month, day int) Day {
	s := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()
	return unixDay + Day(floorDiv(s, 86400))
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// ParseDay reads YYYY-MM-DD, alone or at the head of an RFC 3339 time.
func ParseDay(s string) (Day, error) {
	if len(s) < 10 {
		return 0, fmt.Errorf("day %q: want YYYY-MM-DD", s)
	}
	t, err := time.Parse(time.DateOnly, s[:10])
	if err != nil {
		return 0, fmt.Errorf("day %q: want YYYY-MM-DD", s)
	}
	return Date(t.Date()), nil
}

// Time returns midnight UTC at the start of d; the unknown Day gives the zero time.
func (d Day) Time() time.Time {
	if d == 0 {
		return time.Time{}
	}
	return time.Unix(int64(d-unixDay)*86400, 0).UTC()
}

// Weekday returns the day of the week; d must be known.
func (d Day) Weekday() time.Weekday { return time.Weekday(int32(d) % 7) }

// String returns YYYY-MM-DD, or "" if d is unknown.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// MarshalText and UnmarshalText write a Day as its String.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD; an empty text is the unknown Day.
func (d *Day) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	*d, err = ParseDay(string(b))
	return err
}

// Days is an inclusive range of days; its width is its precision.
// The zero Days is unknown; an open end is a zero Day.
type Days struct {
	From Day `json:"start"`
	To   Day `json:"end"`
}

// Known reports whether either end is known.
func (d Days) Known() bool { return d.From != 0 || d.To != 0 }

// Width returns the number of days in a closed range, or 0 if an end is open.
func (d Days) Width() int {
	if d.From == 0 || d.To == 0 {
		return 0
	}
	return int(d.To-d.From) + 1
}

// Overlaps reports whether the two ranges share a day; open ends reach forever.
func (d Days) Overlaps(e Days) bool {
	if !d.Known() || !e.Known() {
		return false
	}
	return (d.To == 0 || e.From == 0 || e.From <= d.To) && (e.To == 0 || d.From == 0 || d.From <= e.To)
}

// Cover returns the shortest range that holds both; unknown ranges and ends add
// nothing.
func (d Days) Cover(e Days) Days {
	for _, x := range []Day{e.From, e.To} {
		if x != 0 && (d.From == 0 || x < d.From) {
			d.From = x
		}
		d.To = max(d.To, x)
	}
	return d
}

// TimePrecision is ACLED's code (codebook, "time precision"): 1 the day is
// given, 2 within a week, 3 within a month, 0 coarser (ACLED does not record it).
func (d Days) TimePrecision() int {
	switch w := d.Width(); {
	case w == 0 || w > 31:
		return 0
	case w == 1:
		return 1
	case w <= 7:
		return 2
	}
	return 3
}

// DatePrec is UCDP GED's date_prec (GED codebook): 1 exact, 2 for 2 to 6 days,
// 3 a week, 4 up to a month, 5 more than that or unknown.
func (d Days) DatePrec() int {
	switch w := d.Width(); {
	case w == 0 || w > 31:
		return 5
	case w == 1:
		return 1
	case w <= 6:
		return 2
	case w == 7:
		return 3
	}
	return 4
}
