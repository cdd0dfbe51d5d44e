package main

import (
	"testing"

	"vigil"
)

func TestParseSpan(t *testing.T) {
	day := func(s string) vigil.Day {
		d, err := vigil.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		since, until string
		want         vigil.Days
		fails        bool
	}{
		{"", "", vigil.Days{}, false},
		{"2018-09-01", "", vigil.Days{From: day("2018-09-01")}, false},
		{"", "2018-09-01", vigil.Days{To: day("2018-09-01")}, false},
		{"2018-09-01", "2018-09-01", vigil.Days{From: day("2018-09-01"), To: day("2018-09-01")}, false},
		{"2018-09-02", "2018-09-01", vigil.Days{}, true},
		{"yesterday", "", vigil.Days{}, true},
		{"", "2018-13-01", vigil.Days{}, true},
	} {
		got, err := parseSpan(c.since, c.until)
		if got != c.want || (err != nil) != c.fails {
			t.Errorf("parseSpan(%q, %q) = %v, %v", c.since, c.until, got, err)
		}
	}
}
