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

// A day matters by how many reports came out on it and how many named it
// afterwards: soon, within the week, the month and the year. Reports of the
// same day say nothing that their number does not; those that look ahead or
// back over years name anniversaries and terms. Counts enter by their
// logarithm, so that no band drowns the others (docs/decisions/0113-timelines.md;
// after Gholipour Ghalandari and Ifrim 2020, "Examining the State-of-the-Art
// in News Timeline Summarization").
var bands = []struct {
	days   vigil.Day // named at most this long after
	weight float64
}{{2, 1.5}, {7, 1.2}, {30, 1.5}, {365, 1}}

const publishedWeight = .7

// Day is a day with what was told of it.
type Day struct {
	Day       vigil.Day
	Score     float64
	Published int // reports that came out on it
	Named     int // reports that named it later
	Report    string
	Sentence  vigil.Span // in Report: the sentence that tells it best
}

// Timeline counts. The zero Timeline is empty.
type Timeline struct {
	days map[vigil.Day]*day
}

type day struct {
	published int
	named     [4]int // by band
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

// Add counts a report. Times and sentences are its own; a report without a
// date of its own counts only where it names days.
func (t *Timeline) Add(rep *vigil.Report, sentences []vigil.Span, times []vigil.When) {
	pub := rep.Published.Day()
	if pub != 0 {
		t.at(pub).published++
	}
	counted := map[vigil.Day]bool{}
	for _, w := range times {
		d := w.Days.From
		if w.Type != "DATE" && w.Type != "TIME" || w.Days.Width() != 1 || pub != 0 && d > pub {
			continue
		}
		x := t.at(d)
		if b := band(pub - d); b >= 0 && !counted[d] {
			counted[d] = true
			x.named[b]++
		}
		x.tell(rep, sentenceOf(sentences, w.Span))
	}
}

// band returns the band of a distance, or -1.
func band(distance vigil.Day) int {
	if distance <= 0 {
		return -1
	}
	for i, b := range bands {
		if distance <= b.days {
			return i
		}
	}
	return -1
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

// Top returns the n days that mattered most, best first.
func (t *Timeline) Top(n int) []Day {
	out := make([]Day, 0, len(t.days))
	for d, x := range t.days {
		y := Day{Day: d, Published: x.published, Score: publishedWeight * math.Log1p(float64(x.published))}
		for i, k := range x.named {
			y.Named += k
			y.Score += bands[i].weight * math.Log1p(float64(k))
		}
		out = append(out, y)
	}
	slices.SortFunc(out, func(a, b Day) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Day, b.Day)) })
	out = out[:min(n, len(out))]
	for i := range out {
		if best := t.days[out[i].Day].best(); best != nil {
			out[i].Report, out[i].Sentence = best.report, best.span
		}
	}
	return out
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
