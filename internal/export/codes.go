package export

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"vigil"
	"vigil/internal/export/country"
)

// Loss is something of a record that a form cannot hold, or that had to be
// written as something else.
type Loss struct {
	What string   // what was lost
	Why  string   // which rule of the form
	IDs  []string // of the incidents
}

// losses gathers Loss by what and why.
type losses struct{ list []Loss }

func (l *losses) add(id, what, why string) {
	for i := range l.list {
		if l.list[i].What == what {
			l.list[i].IDs = append(l.list[i].IDs, id)
			return
		}
	}
	l.list = append(l.list, Loss{what, why, []string{id}})
}

// Losses says what of rec the named form cannot hold.
func Losses(rec *vigil.Record, format string, opt Options) []Loss {
	switch format {
	case "acled":
		_, l := acledRows(rec, opt)
		return l
	case "ged":
		_, l := gedRows(rec, opt)
		return l
	}
	return nil
}

// LossText writes losses for people.
func LossText(ls []Loss) string {
	var b strings.Builder
	for _, l := range ls {
		fmt.Fprintf(&b, "%d: %s (%s)\n", len(l.IDs), l.What, l.Why)
		for _, id := range l.IDs[:min(len(l.IDs), 20)] {
			fmt.Fprintf(&b, "    %s\n", id)
		}
		if n := len(l.IDs) - 20; n > 0 {
			fmt.Fprintf(&b, "    and %d more\n", n)
		}
	}
	return b.String()
}

// finder finds claims and reports of a record at once.
type finder struct {
	claims  map[string]*vigil.Claim
	reports map[string]*vigil.Report
}

func newFinder(rec *vigil.Record) finder {
	f := finder{map[string]*vigil.Claim{}, map[string]*vigil.Report{}}
	for i := range rec.Claims {
		f.claims[rec.Claims[i].ID] = &rec.Claims[i]
	}
	for i := range rec.Reports {
		f.reports[rec.Reports[i].ID] = &rec.Reports[i]
	}
	return f
}

// outlets names the outlets behind claims, each once.
func (f finder) outlets(claims []string) []string {
	var out []string
	for _, r := range f.reportsOf(claims) {
		if s := cmp.Or(r.Source, r.ID); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func (f finder) reportsOf(claims []string) []*vigil.Report {
	var out []*vigil.Report
	for _, id := range claims {
		if c := f.claims[id]; c != nil && f.reports[c.Report] != nil && !slices.Contains(out, f.reports[c.Report]) {
			out = append(out, f.reports[c.Report])
		}
	}
	return out
}

// excluded reports whether a person took an incident out.
func excluded(in *vigil.Incident) bool {
	return in.Review != nil && in.Review.Verdict == vigil.Excluded
}

// number turns an id into a number that stays the same.
func number(id string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(id))
	return h.Sum64() >> 11 // 53 bits: exact in every spreadsheet
}

// middle is the day that stands for a range (ACLED codebook, time precision).
func middle(d vigil.Days) vigil.Day { return d.From + (d.To-d.From)/2 }

// span closes a range of days for a form that knows no open ends.
func closed(d vigil.Days) (vigil.Days, bool) { return d, d.From != 0 && d.To != 0 }

// least and most are the bounds of a tally, nil if nobody gives it.
func tallyOf(in *vigil.Incident, m vigil.Measure) *vigil.Tally {
	for i := range in.Tallies {
		if in.Tallies[i].Measure == m {
			return &in.Tallies[i]
		}
	}
	return nil
}

func least(t *vigil.Tally) int {
	switch {
	case t == nil:
		return 0
	case t.Min != nil:
		return *t.Min
	case t.Max != nil:
		return 0
	}
	return 0
}

// extremes are the lowest and highest number that anybody gives.
func extremes(t *vigil.Tally) (low, high int) {
	if t == nil {
		return 0, 0
	}
	low, high = least(t), least(t)
	see := func(n *int) {
		if n != nil {
			low, high = min(low, *n), max(high, *n)
		}
	}
	see(t.Max)
	for _, f := range t.Figures {
		if !f.Superseded && !f.Part {
			see(f.Min)
			see(f.Max)
		}
	}
	return low, high
}

// countryOf is the row of a place's country; the zero row if it has none.
func countryOf(p *vigil.Place) country.Country {
	if p == nil {
		return country.Country{}
	}
	c, ok := country.Of(p.Country)
	if !ok {
		return country.Country{}
	}
	return c
}

// rivals writes the figures of a tally that differ, with their sources.
func rivals(f finder, t *vigil.Tally) string {
	if t == nil || len(t.Figures) < 2 {
		return ""
	}
	var out []string
	for _, w := range t.Figures {
		s := figureText(vigil.Figure{Min: w.Min, Max: w.Max})
		if w.Source != nil {
			s += " (" + w.Source.Name + ")"
		} else if c := f.claims[w.Claim]; c != nil && len(c.Sources()) > 0 {
			s += " (" + partiesText(c.Sources(), "") + ")"
		}
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if len(out) < 2 {
		return ""
	}
	return string(t.Measure) + ": " + strings.Join(out, ", ")
}

// at is the time that an export is dated by.
func (o Options) at() time.Time {
	if o.At.IsZero() {
		return time.Unix(0, 0).UTC()
	}
	return o.At.UTC()
}
