package merge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"vigil"
)

// measures is the order in which tallies are given.
var measures = []vigil.Measure{vigil.Killed, vigil.Injured, vigil.Missing, vigil.Abducted, vigil.Detained, vigil.Displaced,
	vigil.Besieged, vigil.Fighters, vigil.Refugees, vigil.Casualties}

// DefaultRule is the rule of headline values unless another is chosen.
const DefaultRule = "latest per source"

// Rule derives a headline value from figures, none of which is superseded by
// its own source or a part of another. Either bound may be nil: not told.
type Rule func(fs []Figure) (lo, hi *int)

// Figure is a figure with what rules go by.
type Figure struct {
	vigil.Figure
	Day    vigil.Day // of the report
	Voices int       // independent sources that give it
}

// Rules are the rules of headline values by their names.
var Rules = map[string]Rule{
	"lowest":            lowest,
	"highest":           highest,
	"low to high":       lowToHigh,
	"latest":            latest,
	"latest per source": latestPerSource,
	"most voices":       mostVoices,
}

// lowest is the least number that any source gives.
func lowest(fs []Figure) (lo, hi *int) {
	for _, f := range fs {
		if n := bound(&f.Figure); lo == nil || n < *lo {
			lo, hi = vigil.N(n), f.Max
		}
	}
	return lo, hi
}

// highest is the greatest number that any source gives.
func highest(fs []Figure) (lo, hi *int) {
	for _, f := range fs {
		if n := bound(&f.Figure); lo == nil || n > *lo {
			lo, hi = vigil.N(n), f.Max
		}
	}
	return lo, hi
}

// lowToHigh runs from the least number that any source gives to the greatest.
func lowToHigh(fs []Figure) (lo, hi *int) {
	for _, f := range fs {
		n := bound(&f.Figure)
		if lo == nil || n < *lo {
			lo = vigil.N(n)
		}
		m := n
		if f.Max != nil {
			m = *f.Max
		}
		if hi == nil || m > *hi {
			hi = vigil.N(m)
		}
	}
	return lo, hi
}

// latest is what the latest report gives; of one day what most voices give.
func latest(fs []Figure) (lo, hi *int) {
	if len(fs) == 0 {
		return nil, nil
	}
	f := slices.MaxFunc(fs, func(a, b Figure) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Voices, b.Voices), cmp.Compare(bound(&a.Figure), bound(&b.Figure)))
	})
	return f.Min, f.Max
}

// latestPerSource runs from the least to the greatest of what each source
// gives last: an update counts against its own source alone.
func latestPerSource(fs []Figure) (lo, hi *int) { return lowToHigh(fs) }

// mostVoices is what most independent sources give; of equals the latest.
func mostVoices(fs []Figure) (lo, hi *int) {
	if len(fs) == 0 {
		return nil, nil
	}
	f := slices.MaxFunc(fs, func(a, b Figure) int {
		return cmp.Or(cmp.Compare(a.Voices, b.Voices), cmp.Compare(a.Day, b.Day), cmp.Compare(bound(&a.Figure), bound(&b.Figure)))
	})
	return f.Min, f.Max
}

// tallies puts the figures of claims side by side, measure by measure.
func (b *builder) tallies(claims []*view, vs voices) []vigil.Tally {
	name := cmp.Or(b.Rule, DefaultRule)
	rule := Rules[name]
	var out []vigil.Tally
	for _, m := range measures {
		ws := b.witnesses(claims, vs.id, m)
		if len(ws) == 0 {
			continue
		}
		t := vigil.Tally{Measure: m, Rule: name, Figures: ws}
		if rule != nil {
			t.Min, t.Max = rule(b.standing(ws, vs.id, name, deadly(out)))
		}
		out = append(out, t)
	}
	return out
}

// Retally derives the headline figures of a record's incidents by another rule.
// What a person set stays.
func Retally(rec *vigil.Record, rule string) {
	derive, ok := Rules[rule]
	if !ok {
		return
	}
	b := newBuilder(Options{Rule: rule})
	b.add(&Input{Reports: rec.Reports, Claims: rec.Claims, Copies: rec.Copies, Stories: rec.Stories})
	for i := range rec.Incidents {
		var claims []*view
		for _, id := range rec.Incidents[i].Claims {
			if v := b.byID[id]; v != nil {
				claims = append(claims, v)
			}
		}
		id := b.identify(claims)
		ts := slices.Clone(rec.Incidents[i].Tallies)
		for k := range ts {
			if t := &ts[k]; Rules[t.Rule] != nil {
				t.Rule = rule
				t.Min, t.Max = derive(b.standing(t.Figures, id, rule, deadly(ts)))
			}
		}
		rec.Incidents[i].Tallies = ts
	}
}

// witnesses returns the figures of a measure in order of the reports; each
// that its own source later replaced is marked. A copy's figure is its
// original's and is not given again.
func (b *builder) witnesses(claims []*view, id identity, m vigil.Measure) []vigil.Witness {
	var ws []vigil.Witness
	last := map[string]int{}
	for _, v := range claims {
		if v.copied() && v.root() != v && slices.Contains(claims, v.root()) {
			continue
		}
		for _, f := range v.Figures {
			if f.Measure != m || b.counted(ws, v, &f) {
				continue
			}
			ws = append(ws, vigil.Witness{Figure: f, Claim: v.ID})
			if f.Part {
				continue
			}
			src := id.of(b.figureSource(v, &f))
			i, ok := last[src]
			if ok && oneOf(&f, &ws[i].Figure) {
				continue // "the victim" of two counted before
			}
			if ok && b.byID[ws[i].Claim].Report != v.Report {
				ws[i].Superseded = !ws[i].Same(f)
			}
			last[src] = len(ws) - 1
		}
	}
	return ws
}

// counted reports whether figure f of claim v is among ws by the same words: two
// claims of one report may rest on one sentence.
func (b *builder) counted(ws []vigil.Witness, v *view, f *vigil.Figure) bool {
	return slices.ContainsFunc(ws, func(w vigil.Witness) bool {
		return w.Span.Len() > 0 && w.Span == f.Span && w.Same(*f) && b.byID[w.Claim].Report == v.Report
	})
}

// oneOf reports whether f points out one person where g counts more.
func oneOf(f, g *vigil.Figure) bool { return f.Rule == vigil.OneRule && bound(g) > 1 }

// figureSource is whose figure f is.
func (b *builder) figureSource(v *view, f *vigil.Figure) string {
	if f.Source != nil {
		return voiceKey(f.Source)
	}
	return b.speakers(v)[0].key
}

// deadly reports whether anybody tells of a death.
func deadly(ts []vigil.Tally) bool {
	return slices.ContainsFunc(ts, func(t vigil.Tally) bool {
		return t.Measure == vigil.Killed && slices.ContainsFunc(t.Figures, func(w vigil.Witness) bool { return bound(&w.Figure) > 0 })
	})
}

// standing returns the figures that a rule goes by. One person pointed out is one of
// those whom another figure counts. That people were shot says
// that they were hurt only where nobody is told to have died.
func (b *builder) standing(ws []vigil.Witness, id identity, rule string, deadly bool) []Figure {
	var out []Figure
	sources := map[int]map[string]bool{}
	for _, w := range ws {
		if slices.ContainsFunc(ws, func(g vigil.Witness) bool { return !g.Superseded && oneOf(&w.Figure, &g.Figure) }) {
			continue
		}
		if deadly && w.Rule == vigil.ShotRule || w.Part || w.Superseded && rule != "lowest" && rule != "highest" && rule != "low to high" {
			continue
		}
		v := b.byID[w.Claim]
		if v == nil {
			continue
		}
		n := bound(&w.Figure)
		if sources[n] == nil {
			sources[n] = map[string]bool{}
		}
		sources[n][id.of(b.figureSource(v, &w.Figure))] = true
		out = append(out, Figure{w.Figure, v.published, 0})
	}
	for i := range out {
		out[i].Voices = len(sources[bound(&out[i].Figure)])
	}
	return out
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, strings.TrimSpace(what))
}
