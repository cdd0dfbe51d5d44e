package eval

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"vigil"
)

// codedReport is what a gold or predicted line has of incidents.
type codedReport struct {
	ID        string         `json:"id"`
	Text      string         `json:"text"`
	Incidents []codedHappens `json:"incidents"`
	Tolls     []struct{}     `json:"tolls"`
}

type codedHappens struct {
	SubEvent string        `json:"sub_event"`
	Date     *codedDays    `json:"date"`
	Place    *codedPlace   `json:"place"`
	Actors   []codedParty  `json:"actors"`
	Targets  []codedParty  `json:"targets"`
	Sources  []codedParty  `json:"sources"`
	Figures  []codedFigure `json:"figures"`
	Evidence []codedQuote  `json:"evidence"`
	Score    float64       `json:"score"`
}

type codedDays struct{ Start, End string }

type codedPlace struct {
	Name, Country, Kind string
	Lat, Lon            *float64
}

type codedFigure struct {
	Measure  string
	Min, Max *int
}

// codedParty is the names of a party, with its type where it is told;
// codedQuote a piece of text. Gold writes strings where predictions write
// objects.
type codedParty struct {
	Names []string
	Type  string // partyType
}

type codedQuote string

// recordErrors counts, for each kind of act, incidents missed and invented, and
// of those found the slots that are not all right.
func recordErrors(gold, predicted io.Reader) (string, error) {
	kinds := []string{"gold", "missed", "spurious", "act", "date", "place", "actors", "targets", "figures", "sources"}
	count := map[string]map[string]int{}
	add := func(act, kind string) {
		if count[act] == nil {
			count[act] = map[string]int{}
		}
		count[act][kind]++
		if act != "all" {
			if count["all"] == nil {
				count["all"] = map[string]int{}
			}
			count["all"][kind]++
		}
	}
	err := eachCoded(gold, predicted, func(g, p *codedReport) {
		pairs := alignIncidents(g, p)
		for i := range g.Incidents {
			add(g.Incidents[i].SubEvent, "gold")
			if pairs[i] < 0 {
				add(g.Incidents[i].SubEvent, "missed")
				continue
			}
			for _, slot := range wrongSlots(&g.Incidents[i], &p.Incidents[pairs[i]]) {
				add(g.Incidents[i].SubEvent, slot)
			}
		}
		for j := range p.Incidents {
			if !slices.Contains(pairs, j) {
				add(p.Incidents[j].SubEvent, "spurious")
			}
		}
	})
	if err != nil {
		return "", err
	}
	var acts []string
	for i := range vigil.Acts {
		if count[vigil.Acts[i].ID] != nil {
			acts = append(acts, vigil.Acts[i].ID)
		}
	}
	return countTable("act", append(acts, "all"), kinds, count), nil
}

// judgeIncidents tells what the scorer does not: how many incidents are read out
// of reports that have none (1 - that number a report), and how far scores are
// from the share that is right (1 - expected calibration error, ten bins).
func judgeIncidents(gold, _, predicted string) (map[string]float64, error) {
	g, f, done, err := openBoth(gold, predicted)
	if err != nil {
		return nil, err
	}
	defer done()
	empty, invented := 0, 0
	var n, right, sum [10]float64
	all := 0.0
	err = eachCoded(g, f, func(g, p *codedReport) {
		if len(g.Incidents) == 0 {
			empty++
			invented += len(p.Incidents)
		}
		pairs := alignIncidents(g, p)
		for j := range p.Incidents {
			s := p.Incidents[j].Score
			b := min(int(s*10), 9)
			n[b]++
			all++
			sum[b] += s
			if slices.Contains(pairs, j) {
				right[b]++
			}
		}
	})
	if err != nil {
		return nil, err
	}
	off := 0.0
	for b := range n {
		off += math.Abs(right[b]-sum[b]) / max(1, all)
	}
	return map[string]float64{"left alone": 1 - float64(invented)/float64(max(1, empty)), "calibration": 1 - off}, nil
}

// eachCoded calls f with each gold report and what was read from it.
func eachCoded(gold, predicted io.Reader, f func(g, p *codedReport)) error {
	g, err := decode[codedReport](gold)
	if err != nil {
		return fmt.Errorf("gold: %w", err)
	}
	ps, err := decode[codedReport](predicted)
	if err != nil {
		return fmt.Errorf("predicted: %w", err)
	}
	by := map[string]*codedReport{}
	for i := range ps {
		by[ps[i].ID] = &ps[i]
	}
	for i := range g {
		p := by[g[i].ID]
		if p == nil {
			p = &codedReport{}
		}
		f(&g[i], p)
	}
	return nil
}

// alignIncidents gives each gold incident its predicted one or -1, as
// score_record.py does: best pairs first, by shared evidence, family, place and
// day.
func alignIncidents(g, p *codedReport) []int {
	type pair struct {
		fit  float64
		i, j int
	}
	var pairs []pair
	for i := range g.Incidents {
		for j := range p.Incidents {
			if w := fit(g.Text, &g.Incidents[i], &p.Incidents[j]); w > 0 {
				pairs = append(pairs, pair{w, i, j})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.fit, a.fit), cmp.Compare(b.i, a.i), cmp.Compare(b.j, a.j))
	})
	out := make([]int, len(g.Incidents))
	for i := range out {
		out[i] = -1
	}
	for _, x := range pairs {
		if out[x.i] < 0 && !slices.Contains(out, x.j) {
			out[x.i] = x.j
		}
	}
	return out
}

func fit(text string, g, p *codedHappens) float64 {
	shared := 0
	for _, a := range g.Evidence {
		for _, b := range p.Evidence {
			if overlap(text, string(a), string(b)) {
				shared++
			}
		}
	}
	family := actFamily(g.SubEvent) == actFamily(p.SubEvent)
	if shared == 0 && !(family && samePlace(g.Place, p.Place) && near(g.Date, p.Date, 1)) {
		return 0
	}
	w := float64(min(shared, 2)) + float64(7-len(wrongSlots(g, p)))/4
	if family {
		w += .5
	}
	return w
}

func actFamily(id string) string {
	if a := vigil.ActByID(id); a != nil {
		return a.Family
	}
	return ""
}

// overlap reports whether the two pieces share text.
func overlap(text, a, b string) bool {
	i, j := strings.Index(text, a), strings.Index(text, b)
	return i >= 0 && j >= 0 && i < j+len(b) && j < i+len(a)
}

// wrongSlots lists the slots in which p is not all that g is.
func wrongSlots(g, p *codedHappens) []string {
	var out []string
	for _, s := range []struct {
		name  string
		wrong bool
	}{
		{"act", g.SubEvent != p.SubEvent},
		{"date", (g.Date != nil || p.Date != nil) && !(near(g.Date, p.Date, 0) && startsNear(g.Date, p.Date))},
		{"place", (g.Place != nil || p.Place != nil) && !samePlace(g.Place, p.Place)},
		{"actors", !sameParties(g.Actors, p.Actors)},
		{"targets", !sameParties(g.Targets, p.Targets)},
		{"figures", !matched(g.Figures, p.Figures, sameFigure)},
		{"sources", !sameParties(g.Sources, p.Sources)},
	} {
		if s.wrong {
			out = append(out, s.name)
		}
	}
	return out
}

func sameParties(g, p []codedParty) bool {
	return matched(g, p, sameParty)
}

func sameParty(a, b codedParty) bool {
	for _, x := range a.Names {
		for _, y := range b.Names {
			if sameName(x, y) {
				return true
			}
		}
	}
	return false
}

func sameFigure(a, b codedFigure) bool {
	eq := func(x, y *int) bool { return (x == nil) == (y == nil) && (x == nil || *x == *y) }
	return a.Measure == b.Measure && eq(a.Min, b.Min) && eq(a.Max, b.Max)
}

// matched reports whether g and p have the same members, one to one.
func matched[T any](g, p []T, same func(a, b T) bool) bool {
	left := slices.Clone(p)
	for _, x := range g {
		i := slices.IndexFunc(left, func(y T) bool { return same(x, y) })
		if i < 0 {
			return false
		}
		left = slices.Delete(left, i, i+1)
	}
	return len(left) == 0
}

func samePlace(g, p *codedPlace) bool {
	if g == nil || p == nil {
		return false
	}
	if sameName(g.Name, p.Name) {
		return true
	}
	return g.Lat != nil && g.Lon != nil && p.Lat != nil && p.Lon != nil && vigil.Distance(*g.Lat, *g.Lon, *p.Lat, *p.Lon) <= 50
}

// sameName reports whether two names share half the words of the shorter.
func sameName(a, b string) bool {
	x, y := nameWords(a), nameWords(b)
	both := 0
	for w := range x {
		if y[w] {
			both++
		}
	}
	return len(x) > 0 && len(y) > 0 && 2*both >= min(len(x), len(y))
}

func nameWords(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return r < utf8.RuneSelf && !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_')
	}) {
		switch w {
		case "the", "a", "an", "of", "in", "on", "at", "and", "to", "for", "by", "his", "her", "their", "its", "s":
		default:
			out[w] = true
		}
	}
	return out
}

// near reports whether two ranges of days overlap, with so many days' slack.
func near(g, p *codedDays, slack int) bool {
	if g == nil || p == nil {
		return false
	}
	s := time.Duration(slack) * 24 * time.Hour
	return !day(g.Start).Add(-s).After(day(p.End)) && !day(p.Start).After(day(g.End).Add(s))
}

func startsNear(g, p *codedDays) bool {
	d := day(g.Start).Sub(day(p.Start))
	return d.Abs() <= 24*time.Hour
}

func day(s string) time.Time {
	t, _ := time.Parse(time.DateOnly, s[:min(len(s), 10)])
	return t
}
