package when

import (
	"testing"

	"vigil"
)

func mustDay(t *testing.T, s string) vigil.Day {
	t.Helper()
	d, err := vigil.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestPoint(t *testing.T) {
	d := mustDay(t, "2018-09-04") // a Tuesday
	for _, c := range []struct {
		g               grain
		n               int
		value, from, to string
	}{
		{day, 0, "2018-09-04", "2018-09-04", "2018-09-04"},
		{day, -4, "2018-08-31", "2018-08-31", "2018-08-31"},
		{week, 0, "2018-W36", "2018-09-03", "2018-09-09"},
		{week, -36, "2017-W52", "2017-12-25", "2017-12-31"},
		{weekend, -1, "2018-W35-WE", "2018-09-01", "2018-09-02"},
		{month, -9, "2017-12", "2017-12-01", "2017-12-31"},
		{quarter, 0, "2018-Q3", "2018-07-01", "2018-09-30"},
		{quarter, 2, "2019-Q1", "2019-01-01", "2019-03-31"},
		{half, -1, "2018-H1", "2018-01-01", "2018-06-30"},
		{year, -7, "2011", "2011-01-01", "2011-12-31"},
		{decade, -1, "200", "2000-01-01", "2009-12-31"},
		{century, -1, "19", "1900-01-01", "1999-12-31"},
	} {
		p := at(c.g, d).shift(c.n)
		if got := p.days(); p.value() != c.value || got.From.String() != c.from || got.To.String() != c.to {
			t.Errorf("grain %d shift %d = %s %v, want %s %s %s", c.g, c.n, p.value(), got, c.value, c.from, c.to)
		}
	}
	if p := seasonAt(d, "WI"); p.value() != "2017-WI" || p.days().To.String() != "2018-02-28" {
		t.Errorf("winter at %v = %s %v", d, p.value(), p.days())
	}
	if got := addMonths(mustDay(t, "2016-03-31"), -1); got.String() != "2016-02-29" {
		t.Errorf("a month before 31 March 2016 = %v", got)
	}
}

func TestThird(t *testing.T) {
	april := at(month, mustDay(t, "2018-04-20")).days()
	for mod, want := range map[string][2]string{"START": {"2018-04-01", "2018-04-10"}, "MID": {"2018-04-11", "2018-04-20"}, "END": {"2018-04-21", "2018-04-30"}, "": {"2018-04-01", "2018-04-30"}} {
		if got := third(april, mod); got.From.String() != want[0] || got.To.String() != want[1] {
			t.Errorf("%s April = %v, want %v", mod, got, want)
		}
	}
}

// Dates of public record.
func TestCalendars(t *testing.T) {
	for y, want := range map[int]string{1998: "1998-04-12", 2000: "2000-04-23", 2018: "2018-04-01", 2025: "2025-04-20"} {
		if got := easter(y); got.String() != want {
			t.Errorf("Easter %d = %v, want %s", y, got, want)
		}
	}
	if got := nthWeekday(1998, 11, 4, 4); got.String() != "1998-11-26" {
		t.Errorf("Thanksgiving 1998 = %v", got)
	}
	if got := nthWeekday(2018, 5, 0, 1); got.String() != "2018-05-28" {
		t.Errorf("last Monday of May 2018 = %v", got)
	}
	for _, c := range []struct {
		y, m int
		want string
	}{{1439, 9, "2018-05-17"}, {1440, 1, "2018-09-11"}, {1445, 9, "2024-03-11"}, {1420, 10, "2000-01-08"}} {
		got := hijri(c.y, c.m)
		if want := mustDay(t, c.want); got < want-2 || got > want+2 {
			t.Errorf("hijri %d-%d = %v, want about %s", c.y, c.m, got, c.want)
		}
		if hijriYear(got) != c.y || hijriYear(got-1) > c.y {
			t.Errorf("hijri year of %v = %d", got, hijriYear(got))
		}
	}
	for _, c := range []struct {
		y, m int
		want string
	}{{1397, 1, "2018-03-21"}, {1399, 1, "2020-03-20"}, {1402, 7, "2023-09-23"}, {1388, 4, "2009-06-22"}, {1357, 11, "1979-01-21"}} {
		if got := persian(c.y, c.m); got.String() != c.want || persianYear(got) != c.y || persianYear(persian(c.y, 1)-1) != c.y-1 {
			t.Errorf("persian %d-%d = %v (year %d), want %s", c.y, c.m, got, persianYear(got), c.want)
		}
	}
}
