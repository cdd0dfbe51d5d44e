package item

import (
	"strings"
	"time"
)

// layouts are the forms of date met in feeds, mail and tables, RFC 3339 and
// RFC 5322 first.
var layouts = []string{
	time.RFC3339Nano, time.RFC1123Z, time.RFC1123, time.RFC822Z, time.RFC822, time.RFC850, time.ANSIC, time.UnixDate,
	"Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", "2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 MST",
	"Mon, 2 Jan 2006 15:04 -0700", "Mon, 2 Jan 2006 15:04 MST", "Mon, 2 Jan 06 15:04:05 -0700", "Mon, 2 January 2006 15:04:05 -0700",
	"Mon, 2 Jan 2006 15:04:05", "2 Jan 2006 15:04:05", "Mon, 2 Jan 2006", "2 Jan 2006", "2 January 2006", "January 2, 2006", "Jan 2, 2006",
	"Mon Jan 2 15:04:05 -0700 2006", "January 2, 2006 15:04:05", "January 2, 2006, 3:04 pm", "January 2, 2006 3:04 pm",
	"2006-01-02T15:04:05-0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05Z07:00",
	"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02", "2006/01/02", "20060102T150405Z", "20060102150405", "20060102", "2006-01",
}

// zones are the names of zones that are met, in hours; others are unknown and
// read as UTC.
var zones = map[string]time.Duration{"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
	"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}

// ParseTime reads a date and time of any form met in feeds; ok is false if it
// is none, or lies outside 1900 to 2200.
func ParseTime(s string) (t time.Time, ok bool) {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) < 6 || len(s) > 64 {
		return time.Time{}, false
	}
	if i := strings.IndexByte(s, '('); i > 8 {
		s = strings.TrimSpace(s[:i]) // a comment of RFC 5322
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return zoned(t), t.Year() >= 1900 && t.Year() < 2200
		}
	}
	return time.Time{}, false
}

// zoned gives a zone that time.Parse knows by name alone its hours.
func zoned(t time.Time) time.Time {
	name, offset := t.Zone()
	h, known := zones[name]
	if offset != 0 || !known || h == 0 {
		return t
	}
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.FixedZone(name, int(h)*3600))
}
