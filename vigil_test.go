package vigil_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"vigil"
)

func TestDay(t *testing.T) {
	for _, s := range []string{"0001-01-01", "1900-03-01", "1969-12-31", "1970-01-01", "2000-02-29", "2018-09-04", "9999-12-31"} {
		d, err := vigil.ParseDay(s)
		if err != nil || d.String() != s {
			t.Errorf("ParseDay(%q) = %v, %v", s, d, err)
		}
	}
	if d := vigil.Date(1, time.January, 1); d != 1 {
		t.Errorf("the first day is %d, want 1: 0 must stay unknown", d)
	}
	if d := vigil.Date(2018, time.September, 3); d.Weekday() != time.Monday {
		t.Errorf("2018-09-03 is a %v", d.Weekday())
	}
	for _, s := range []string{"", "2018", "2018-13-01", "2018-02-30", "03/09/2018"} {
		if d, err := vigil.ParseDay(s); err == nil {
			t.Errorf("ParseDay(%q) = %v, want an error", s, d)
		}
	}
	var unknown vigil.Day
	if unknown.String() != "" || !unknown.Time().IsZero() || vigil.DayOf(time.Time{}) != 0 {
		t.Error("the unknown day must not turn into a date")
	}
}

func days(from, to string) vigil.Days {
	var d vigil.Days
	if from != "" {
		d.From, _ = vigil.ParseDay(from)
	}
	if to != "" {
		d.To, _ = vigil.ParseDay(to)
	}
	return d
}

func TestDaysPrecision(t *testing.T) {
	for _, c := range []struct {
		days       vigil.Days
		acled, ged int
	}{
		{vigil.Days{}, 0, 5},
		{days("2018-09-03", "2018-09-03"), 1, 1},
		{days("2018-09-03", "2018-09-08"), 2, 2},
		{days("2018-09-03", "2018-09-09"), 2, 3},
		{days("2018-09-01", "2018-09-30"), 3, 4},
		{days("2018-01-01", "2018-12-31"), 0, 5},
		{days("2018-01-01", ""), 0, 5},
	} {
		if a, g := c.days.TimePrecision(), c.days.DatePrec(); a != c.acled || g != c.ged {
			t.Errorf("%v: time_precision %d, date_prec %d; want %d, %d", c.days, a, g, c.acled, c.ged)
		}
	}
}

func TestDaysOverlap(t *testing.T) {
	a, b := days("2018-09-01", "2018-09-05"), days("2018-09-05", "2018-09-07")
	open := days("2018-09-04", "")
	if !a.Overlaps(b) || !b.Overlaps(a) || !a.Overlaps(open) || a.Overlaps(days("2018-09-06", "2018-09-06")) {
		t.Error("overlap of closed and open ranges")
	}
	if a.Overlaps(vigil.Days{}) {
		t.Error("an unknown range overlaps nothing")
	}
}

// A centroid is never a point: only a settlement, a part of one or a facility
// may be shown as a point.
func TestNoCentroidIsAPoint(t *testing.T) {
	for _, k := range []vigil.PlaceKind{vigil.Admin2, vigil.Admin1, vigil.Region, vigil.Country, vigil.Continent, vigil.Water, vigil.Relief} {
		p := vigil.Place{Kind: k, Located: true}
		if k.Point() || p.GeoPrecision() == 1 || p.WherePrec() == 1 {
			t.Errorf("%s is taken for a point", k)
		}
	}
	near := vigil.Place{Kind: vigil.Settlement, Located: true, Relation: "near"}
	if near.GeoPrecision() != 2 || near.WherePrec() != 2 {
		t.Error("near a town is not the town")
	}
}

// Unknown is not zero: a figure without bounds differs from none at all.
func TestFigures(t *testing.T) {
	f := func(min, max *int) vigil.Figure { return vigil.Figure{Measure: vigil.Killed, Min: min, Max: max} }
	n := vigil.N
	if f(nil, nil).Same(f(n(0), n(0))) {
		t.Error("an open figure is taken for zero")
	}
	for _, c := range []struct {
		a, b vigil.Figure
		want bool
	}{
		{f(n(8), nil), f(n(11), n(11)), true},
		{f(n(8), n(8)), f(n(11), n(11)), false},
		{f(nil, n(24)), f(n(25), nil), false},
		{f(n(1), n(1)), vigil.Figure{Measure: vigil.Injured, Min: n(1), Max: n(1)}, false},
	} {
		if c.a.Compatible(c.b) != c.want || c.b.Compatible(c.a) != c.want {
			t.Errorf("compatible(%v, %v) is not %v", c.a, c.b, c.want)
		}
	}
}

func TestActs(t *testing.T) {
	seen := map[string]bool{}
	happened := 0
	for _, a := range vigil.Acts {
		if seen[a.ID] {
			t.Errorf("%s stands twice", a.ID)
		}
		seen[a.ID] = true
		if a.Happened() {
			happened++
		}
		typ, mode, _ := strings.Cut(a.Plover, "-")
		if _, ok := vigil.PloverModes[typ]; mode != "" && (!ok || !slices.Contains(vigil.PloverModes[typ], mode)) {
			t.Errorf("%s: PLOVER has no %s", a.ID, a.Plover)
		}
		if a.CAMEO == "" || a.Plover == "" {
			t.Errorf("%s lacks a code", a.ID)
		}
	}
	if happened != 25 {
		t.Errorf("%d sub-events, want ACLED's 25", happened)
	}
	if vigil.Precedence(vigil.ArmedClash) > vigil.Precedence(vigil.AirStrike) {
		t.Error("a strike in a ground battle is part of the battle")
	}
	if vigil.ActByID("no such act") != nil {
		t.Error("an unknown act has a row")
	}
}

func TestVoices(t *testing.T) {
	vs := []vigil.Voice{{Source: "SOHR", Counts: true}, {Source: "SOHR, copied", Why: "copy"}, {Source: "a rebel leader", Counts: true}}
	if vigil.Independent(vs) != 2 {
		t.Error("copies are counted as voices")
	}
}
