package pipeline

import (
	"cmp"
	"slices"
	"sync"

	"vigil"
	"vigil/internal/merge"
	"vigil/internal/review"
	"vigil/internal/trace"
)

// Composer makes one record of many reports: what is copied from whom, which
// reports tell one story, the days of undated ones, and what all their claims
// come to.
type Composer struct {
	Analyser   *Analyser              // reads the undated again once their story dates them
	Background trace.Background       // how rare words are in general
	Kin        func(a, b string) bool // merge.Options.Kin
	Decisions  []vigil.Decision       // people's word; a store has its own
	Rule       string                 // merge.Options.Rule

	mu     sync.Mutex // held by Update
	linker *linker    // of the store that was last brought up to date
}

// Compose makes the record of reports and what was read from them. It does not
// depend on their order. before is the record as it was, or nil: its things
// keep their ids. The reports of the record may be dated where those given
// were not, and their claims read anew.
func (c *Composer) Compose(reports []vigil.Report, claims []vigil.Claim, before *vigil.Record, today vigil.Day) *vigil.Record {
	in := merge.Input{Reports: inOrder(reports), Claims: claims, Before: before}
	in.Stories, in.Copies = c.link(in.Reports)
	if dated := c.date(&in, nil); len(dated) > 0 {
		in.Claims = withClaims(in.Claims, dated)
		in.Reports = inOrder(in.Reports)
		in.Stories, in.Copies = c.link(in.Reports)
	}
	people := review.New(c.Decisions, in.Claims)
	in.Decisions = people.Merges()
	rec := merge.Build(in, merge.Options{Kin: c.Kin, Rule: c.Rule, Today: today})
	people.Apply(rec)
	return rec
}

// inOrder returns the reports by day and instant of publication, the undated
// last, each id once, so that nothing rests on the order in which they came.
func inOrder(reports []vigil.Report) []vigil.Report {
	out := slices.Clone(reports)
	slices.SortStableFunc(out, func(a, b vigil.Report) int {
		if x, y := a.Published.Known(), b.Published.Known(); x != y {
			if x {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.Published.Day(), b.Published.Day()), a.Published.At.Compare(b.Published.At), cmp.Compare(a.ID, b.ID))
	})
	return slices.CompactFunc(out, func(a, b vigil.Report) bool { return a.ID == b.ID })
}
