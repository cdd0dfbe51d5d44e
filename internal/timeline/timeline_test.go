package timeline_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"vigil"
	"vigil/internal/timeline"
)

func at(s string) vigil.Day {
	d, err := vigil.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func span(from, to string) vigil.Days { return vigil.Days{From: at(from), To: at(to)} }

// report is a report of one sentence that names days.
type report struct {
	published, text string
	times           []vigil.When
}

func day(s string) vigil.When {
	return vigil.When{Type: "DATE", Value: s, Days: span(s, s), Span: vigil.Span{Start: 0, End: 3}}
}

func lineOf(reports ...report) *timeline.Timeline {
	var tl timeline.Timeline
	for i, r := range reports {
		rep := vigil.Report{ID: fmt.Sprint("r", i), Text: r.text}
		if r.published != "" {
			rep.Published.Days = span(r.published, r.published)
		}
		tl.Add(&rep, []vigil.Span{{Start: 0, End: len(r.text)}}, r.times)
	}
	return &tl
}

func days(top []timeline.Day) (out []string) {
	for _, d := range top {
		out = append(out, d.Day.String())
	}
	return out
}

// A day that later reports come back to matters more than one that as many
// reports name on the day itself, and both more than one on which more came
// out that name no day.
func TestTop(t *testing.T) {
	tl := lineOf(
		report{"2021-03-01", "The council met on Monday.", []vigil.When{day("2021-03-01")}},
		report{"2021-03-01", "On Monday the council met.", []vigil.When{day("2021-03-01"), day("2021-03-01")}},
		report{"2021-03-05", "The bridge fell.", nil},
		report{"2021-03-07", "The bridge fell on Friday, the engineers said.", []vigil.When{day("2021-03-05")}},
		report{"2021-03-20", "The bridge fell on March 5.", []vigil.When{day("2021-03-05"), day("2021-03-05")}},
		report{"2021-04-01", "A quiet day.", nil},
		report{"2021-04-01", "Another quiet day.", nil},
	)
	top := tl.Top(3, vigil.Days{})
	if got := days(top); !slices.Equal(got, []string{"2021-03-05", "2021-03-01", "2021-04-01"}) {
		t.Fatalf("top %v", got)
	}
	if b := top[0]; b.Published != 1 || b.Named != 2 || b.Report != "r3" {
		t.Errorf("the bridge's day: %+v", b)
	}
	if m := top[1]; m.Published != 2 || m.Named != 2 {
		t.Errorf("a day named twice by one report: %+v", m)
	}
	if got := (&timeline.Timeline{}).Top(5, vigil.Days{}); len(got) != 0 {
		t.Errorf("nothing gives %v", got)
	}
}

// Days to come, spans of days, durations and "now" name no day that mattered.
func TestTopLeavesOut(t *testing.T) {
	tl := lineOf(report{"2021-03-01", "The talks now planned for May follow a week of fighting.", []vigil.When{
		day("2021-05-01"),
		{Type: "DATE", Value: "PRESENT_REF", Days: span("2021-03-01", "2021-03-01")},
		{Type: "DATE", Value: "2021-W08", Days: span("2021-02-22", "2021-02-28")},
		{Type: "DURATION", Value: "P1D", Days: span("2021-02-27", "2021-02-27")},
	}})
	if top := tl.Top(9, vigil.Days{}); len(top) != 1 || top[0].Named != 0 || top[0].Published != 1 {
		t.Errorf("top %+v", top)
	}
}

// Of two days named as often, the one beside a louder day is its echo.
func TestTopEcho(t *testing.T) {
	var reports []report
	for _, d := range []string{"2021-03-05", "2021-03-05", "2021-03-05", "2021-03-05", "2021-03-06", "2021-03-06", "2021-03-20", "2021-03-20"} {
		reports = append(reports, report{d, "It happened that day.", []vigil.When{day(d)}})
	}
	if got := days(lineOf(reports...).Top(3, vigil.Days{})); !slices.Equal(got, []string{"2021-03-05", "2021-03-20", "2021-03-06"}) {
		t.Errorf("top %v", got)
	}
}

// What reports recall from long before is told only when it is asked for.
func TestTopWithin(t *testing.T) {
	tl := lineOf(
		report{"2021-03-05", "As in 1982, the bridge fell.", []vigil.When{day("1982-06-06"), day("2021-03-05")}},
		report{"2021-03-06", "As on 6 June 1982, the bridge fell.", []vigil.When{day("1982-06-06"), day("2021-03-05"), day("2021-02-10")}},
	)
	for _, c := range []struct {
		within vigil.Days
		want   []string
	}{
		{vigil.Days{}, []string{"2021-03-05", "2021-02-10", "2021-03-06"}},
		{vigil.Days{From: at("1980-01-01")}, []string{"1982-06-06", "2021-03-05", "2021-02-10", "2021-03-06"}},
		{vigil.Days{To: at("2021-03-05")}, []string{"2021-03-05", "2021-02-10"}},
		{span("2021-03-06", "2021-03-06"), []string{"2021-03-06"}},
	} {
		if got := days(tl.Top(9, c.within)); !slices.Equal(got, c.want) {
			t.Errorf("within %v: %v, want %v", c.within, got, c.want)
		}
	}
	undated := lineOf(report{"", "It fell on 6 June 1982.", []vigil.When{day("1982-06-06")}})
	if top := undated.Top(9, vigil.Days{}); len(top) != 1 || top[0].Named != 1 {
		t.Errorf("a report without a date: %+v", top)
	}
}

// The order in which reports come changes neither the days nor their scores.
func TestTopOrder(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var reports []report
	for range 200 {
		pub := at("2021-03-01") + vigil.Day(rnd.IntN(60))
		named := pub - vigil.Day(rnd.IntN(40))
		reports = append(reports, report{published: pub.String(), times: []vigil.When{day(named.String())}})
	}
	want := lineOf(reports...).Top(20, vigil.Days{})
	for range 5 {
		rnd.Shuffle(len(reports), func(i, j int) { reports[i], reports[j] = reports[j], reports[i] })
		if got := lineOf(reports...).Top(20, vigil.Days{}); !reflect.DeepEqual(got, want) {
			t.Fatalf("shuffled: %v, want %v", got, want)
		}
	}
}
