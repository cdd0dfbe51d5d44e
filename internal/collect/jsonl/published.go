package jsonl

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"vigil"
)

// layouts give the instant as well as the day.
var layouts = []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05"}

// ParsePublished reads RFC 3339, "2006-01-02T15:04[:05]" or YYYY-MM-DD, and
// the day alone of dates as outlets print them ("Dec 17, 2016 8:46 AM ET",
// "Tue, 04 Sep 2018 10:00:00 GMT"): a year, a month's name and a day, no two of
// a kind. All-figure dates in other orders (3/4/2018) mean different days in
// different countries and are an error. An empty string is an unknown date.
func ParsePublished(s string) (vigil.Published, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return vigil.Published{Basis: vigil.NoBasis}, nil
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			out := given(vigil.DayOf(t))
			out.At = t
			return out, nil
		}
	}
	if d, err := vigil.ParseDay(s); err == nil && (len(s) == 10 || !unicode.IsDigit(rune(s[10]))) {
		return given(d), nil
	}
	if t, err := time.Parse("20060102", s); err == nil {
		return given(vigil.DayOf(t)), nil
	}
	if d := printedDay(s); d != 0 {
		return given(d), nil
	}
	return vigil.Published{Basis: vigil.NoBasis}, fmt.Errorf("published %q: want RFC 3339 or YYYY-MM-DD", s)
}

// given is a date that the report came with.
func given(d vigil.Day) vigil.Published {
	return vigil.Published{Days: vigil.Days{From: d, To: d}, Basis: vigil.Given, Score: 1}
}

// printedDay reads a date with a month's English name, or returns 0.
func printedDay(s string) vigil.Day {
	var year, month, day []int
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != ':' }) {
		if m := monthOf(f); m > 0 {
			month = append(month, m)
			continue
		}
		for _, ordinal := range []string{"st", "nd", "rd", "th"} {
			f = strings.TrimSuffix(f, ordinal)
		}
		n, err := strconv.Atoi(f)
		switch {
		case err != nil:
		case len(f) == 4 && n >= 1000:
			year = append(year, n)
		case n >= 1 && n <= 31:
			day = append(day, n)
		}
	}
	if len(year) != 1 || len(month) != 1 || len(day) != 1 {
		return 0
	}
	d := vigil.Date(year[0], time.Month(month[0]), day[0])
	if d.Time().Day() != day[0] {
		return 0
	}
	return d
}

// monthOf reads a month's name or its abbreviation of three letters.
func monthOf(s string) int {
	s = strings.ToLower(s)
	if s == "sept" {
		return 9
	}
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		if s == name || len(s) == 3 && s == name[:3] {
			return int(m)
		}
	}
	return 0
}
