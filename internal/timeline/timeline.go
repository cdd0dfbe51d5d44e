// Package timeline picks the days that mattered: reports go in with the days
// that their sentences name, and out come the days ranked, each with the
// sentence that tells it best. It reaches no net, no file and no clock.
package timeline

import (
	"cmp"
	"math"
	"slices"

	"vigil"
	"vigil/internal/trace"
)

// Setting is how much a day matters by the reports that name it. A report that
// names a day a week, a month or a year afterwards tells more than one of the
// day itself, of which most reports speak because it is today: it counts
// (1 + days between) to the power of Late. And a day that is loud among loud
// ones is an echo, or a time of which much is written: what a day's reports
// count is divided by their mean over the days Beside it on either side (with
// it, and one more) to the power of Hush.
type Setting struct {
	Late   float64
	Beside int
	Hush   float64
}

// Chosen is the setting in use: round numbers from where those lie that do
// best on topics left out (vigil-data timelines, docs/decisions/0113-timelines.md;
// after Gholipour Ghalandari and Ifrim 2020, "Examining the State-of-the-Art in
// News Timeline Summarization").
var Chosen = Setting{Late: .15, Beside: 2, Hush: .2}

// Background is how long before the first report a day may lie that is told of
// unasked; what lies further back is what reports recall, not what they are
// about.
const Background = 30

// Day is a day with what was told of it.
type Day struct {
	Day       vigil.Day
	Score     float64
	Published int // reports that came out on it
	Named     int // reports that name it, on the day or later
	Report    string
	Sentence  vigil.Span // in Report: the sentence that tells it best
}

// Timeline counts. The zero Timeline is empty.
type Timeline struct {
	days  map[vigil.Day]*day
	first vigil.Day // on which a report came out
}

type day struct {
	published int
	after     []vigil.Day // how long after the day each report came out that names it
	telling   []telling
}

// telling is a sentence that names a day.
type telling struct {
	report string
	span   vigil.Span
	words  []uint32
}

// mostTellings is how many sentences of a day are compared for the best.
const mostTellings = 60

// Add counts a report. Times and sentences are its own. A report names a day
// once, however often it says so; days to come, spans of days and "now" count
// for nothing, and a report without a date of its own names days as if it had
// come out on them.
func (t *Timeline) Add(rep *vigil.Report, sentences []vigil.Span, times []vigil.When) {
	pub := rep.Published.Day()
	if pub != 0 {
		t.at(pub).published++
		if t.first == 0 || pub < t.first {
			t.first = pub
		}
	}
	counted := map[vigil.Day]bool{}
	for i := range times {
		d := times[i].Days.From
		if !namesDay(&times[i]) || pub != 0 && d > pub {
			continue
		}
		x := t.at(d)
		if !counted[d] {
			counted[d] = true
			x.after = append(x.after, max(0, pub-d))
		}
		x.tell(rep, sentenceOf(sentences, times[i].Span))
	}
}

// namesDay reports whether a time is one day that is named.
func namesDay(w *vigil.When) bool {
	return (w.Type == "DATE" || w.Type == "TIME") && w.Value != "PRESENT_REF" && w.Days.Width() == 1
}

func (t *Timeline) at(d vigil.Day) *day {
	if t.days == nil {
		t.days = map[vigil.Day]*day{}
	}
	x := t.days[d]
	if x == nil {
		x = &day{}
		t.days[d] = x
	}
	return x
}

func (x *day) tell(rep *vigil.Report, s vigil.Span) {
	if s.Len() == 0 || len(x.telling) >= mostTellings {
		return
	}
	if k := len(x.telling) - 1; k >= 0 && x.telling[k].report == rep.ID && x.telling[k].span == s {
		return // it names the day twice
	}
	tell := telling{report: rep.ID, span: s}
	for _, w := range trace.Words(nil, s.In(rep.Text)) {
		if w.Flags&trace.Function == 0 {
			tell.words = append(tell.words, w.Key)
		}
	}
	slices.Sort(tell.words)
	tell.words = slices.Compact(tell.words)
	x.telling = append(x.telling, tell)
}

func sentenceOf(sentences []vigil.Span, s vigil.Span) vigil.Span {
	for _, t := range sentences {
		if t.Contains(s) {
			return t
		}
	}
	return vigil.Span{}
}

// Top returns the n days that mattered most, best first, of those within a
// span; an open start is Background before the first report.
func (t *Timeline) Top(n int, within vigil.Days) []Day { return t.TopBy(Chosen, n, within) }

// TopBy is Top by another setting.
func (t *Timeline) TopBy(s Setting, n int, within vigil.Days) []Day {
	if within.From == 0 {
		within.From = t.first - Background
	}
	loud := t.loudness(s.Late)
	out := make([]Day, 0, len(t.days))
	for d, x := range t.days {
		if d < within.From || within.To != 0 && d > within.To {
			continue
		}
		around := 0.0
		for e := d - vigil.Day(s.Beside); e <= d+vigil.Day(s.Beside); e++ {
			around += loud[e]
		}
		around /= float64(2*s.Beside + 1)
		out = append(out, Day{Day: d, Published: x.published, Named: len(x.after), Score: loud[d] / math.Pow(1+around, s.Hush)})
	}
	slices.SortFunc(out, func(a, b Day) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Published, a.Published), cmp.Compare(a.Day, b.Day))
	})
	out = out[:min(n, len(out))]
	for i := range out {
		if best := t.days[out[i].Day].best(); best != nil {
			out[i].Report, out[i].Sentence = best.report, best.span
		}
	}
	return out
}

// loudness returns what the reports that name a day count, each the more the
// later it came out.
func (t *Timeline) loudness(late float64) map[vigil.Day]float64 {
	loud := make(map[vigil.Day]float64, len(t.days))
	for d, x := range t.days {
		slices.Sort(x.after) // floats add up alike in whatever order reports came
		for _, days := range x.after {
			loud[d] += math.Pow(1+float64(days), late)
		}
	}
	return loud
}

// best returns the sentence whose words the day's other sentences share most,
// or nil.
func (x *day) best() *telling {
	count := map[uint32]int{}
	for _, s := range x.telling {
		for _, w := range s.words {
			count[w]++
		}
	}
	var best *telling
	top := -1.0
	for i := range x.telling {
		s := &x.telling[i]
		sum := 0.0
		for _, w := range s.words {
			sum += float64(count[w] - 1)
		}
		if sum /= math.Sqrt(float64(len(s.words) + 4)); sum > top {
			best, top = s, sum
		}
	}
	return best
}
