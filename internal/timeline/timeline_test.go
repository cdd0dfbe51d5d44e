package timeline_test

import (
	"fmt"
	"testing"

	"vigil"
	"vigil/internal/timeline"
)

// A day that later reports come back to matters more than one on which as many
// reports came out and that nobody named again.
func TestTop(t *testing.T) {
	var tl timeline.Timeline
	at := func(s string) vigil.Day { d, _ := vigil.ParseDay(s); return d }
	add := func(id, published, text string, named ...string) {
		r := vigil.Report{ID: id, Text: text, Published: vigil.Published{Days: vigil.Days{From: at(published), To: at(published)}}}
		var times []vigil.When
		for _, n := range named {
			times = append(times, vigil.When{Type: "DATE", Days: vigil.Days{From: at(n), To: at(n)}, Span: vigil.Span{Start: 0, End: 3}})
		}
		tl.Add(&r, []vigil.Span{{Start: 0, End: len(text)}}, times)
	}
	for i := range 3 {
		add(fmt.Sprint("a", i), "2021-03-01", "A quiet day.")
		add(fmt.Sprint("b", i), "2021-03-05", "The bridge fell.")
	}
	add("c", "2021-03-07", "The bridge fell on Friday, the engineers said.", "2021-03-05", "2021-09-01")
	add("d", "2021-03-20", "The bridge, which fell on March 5, is closed.", "2021-03-05", "2021-03-05")
	top := tl.Top(2)
	if len(top) != 2 || top[0].Day != at("2021-03-05") || top[0].Published != 3 || top[0].Named != 2 || top[0].Report == "" {
		t.Errorf("top %+v", top)
	}
	for _, d := range tl.Top(100) {
		if d.Day == at("2021-09-01") {
			t.Error("a day to come is told as one that mattered")
		}
	}
	if got := (&timeline.Timeline{}).Top(5); len(got) != 0 {
		t.Errorf("nothing gives %v", got)
	}
}
