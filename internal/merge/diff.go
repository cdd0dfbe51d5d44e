package merge

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"vigil"
)

// Diff returns the revisions that lead from one record to the next, and gives
// the things of after their new Rev. What is in before and not in after gets a
// tombstone that says where its claims went. before may be nil. last tells the
// latest revision of a thing that before does not have, 0 if there never was
// one: a thing that comes back goes on counting. nil: none was ever buried.
func Diff(before, after *vigil.Record, at time.Time, by string, last func(id string) (int, error)) ([]vigil.Revision, error) {
	if before == nil {
		before = &vigil.Record{}
	}
	if last == nil {
		last = func(string) (int, error) { return 0, nil }
	}
	d := differ{at: at, by: by, last: last, home: map[string]string{}}
	for _, x := range things(after) {
		for _, c := range x.claims {
			d.home[x.prefix+c] = x.id
		}
	}
	old := map[string]thing{}
	for _, x := range things(before) {
		old[x.id] = x
	}
	for _, x := range things(after) {
		if err := d.change(old[x.id], x); err != nil {
			return nil, err
		}
		delete(old, x.id)
	}
	for _, x := range things(before) {
		if _, gone := old[x.id]; gone {
			if err := d.bury(x); err != nil {
				return nil, err
			}
		}
	}
	return d.revs, nil
}

// thing is an incident, a statement, a toll or a story.
type thing struct {
	id, prefix string
	claims     []string // of a story: reports
	rev        *int
	value      any
}

// things lists those of a record.
func things(r *vigil.Record) (out []thing) {
	for i := range r.Incidents {
		x := &r.Incidents[i]
		out = append(out, thing{x.ID, "i", x.Claims, &x.Rev, x})
	}
	for i := range r.Statements {
		x := &r.Statements[i]
		out = append(out, thing{x.ID, "s", x.Claims, &x.Rev, x})
	}
	for i := range r.Tolls {
		x := &r.Tolls[i]
		var claims []string
		for _, p := range x.Series {
			claims = append(claims, p.Claim)
		}
		out = append(out, thing{x.ID, tollPrefix(x.Measure), claims, &x.Rev, x})
	}
	for i := range r.Stories {
		x := &r.Stories[i]
		out = append(out, thing{x.ID, "story", x.Reports, &x.Rev, x})
	}
	return out
}

type differ struct {
	at   time.Time
	by   string
	last func(id string) (int, error)
	home map[string]string // where each claim stands now, by prefix and claim
	revs []vigil.Revision
}

// change adds a revision if x is new or differs from what it was.
func (d *differ) change(was, x thing) error {
	var before []byte
	var rev int
	var err error
	if was.value == nil {
		if rev, err = d.last(x.id); err != nil {
			return err
		}
	} else {
		rev = *was.rev
		*x.rev = rev
		if before, err = json.Marshal(was.value); err != nil {
			return fmt.Errorf("%s: %w", x.id, err)
		}
		now, err := json.Marshal(x.value)
		if err != nil {
			return fmt.Errorf("%s: %w", x.id, err)
		}
		if bytes.Equal(before, now) {
			return nil
		}
	}
	*x.rev = rev + 1
	after, err := json.Marshal(x.value)
	if err != nil {
		return fmt.Errorf("%s: %w", x.id, err)
	}
	d.revs = append(d.revs, vigil.Revision{Of: x.id, Rev: rev + 1, At: d.at, By: d.by, Cause: cause(was, x), Before: before, After: after})
	return nil
}

// cause says which claims came, went or give another figure than they did, as
// when their page was changed, and how tolls moved.
func cause(was, x thing) string {
	var parts []string
	came, went := without(x.claims, was.claims), without(was.claims, x.claims)
	if len(came) > 0 {
		parts = append(parts, "told by "+strings.Join(came, ", "))
	}
	if len(went) > 0 {
		parts = append(parts, "no longer from "+strings.Join(went, ", "))
	}
	if was.value != nil {
		if by := changed(was.value, x.value); len(by) > 0 && len(came)+len(went) == 0 {
			parts = append(parts, "told otherwise by "+strings.Join(by, ", "))
		}
		parts = append(parts, tollChanges(was.value, x.value)...)
	}
	if len(parts) == 0 {
		return "read anew"
	}
	return strings.Join(parts, "; ")
}

// figuresOf returns the figures of an incident or a toll by claim and measure.
func figuresOf(x any) map[string]vigil.Figure {
	out := map[string]vigil.Figure{}
	switch x := x.(type) {
	case *vigil.Incident:
		for _, t := range x.Tallies {
			for _, w := range t.Figures {
				out[w.Claim+" "+string(t.Measure)] = w.Figure
			}
		}
	case *vigil.Toll:
		for _, p := range x.Series {
			out[p.Claim] = p.Figure
		}
	}
	return out
}

// changed returns the claims that give another figure than they did.
func changed(was, is any) (out []string) {
	before := figuresOf(was)
	for k, f := range figuresOf(is) {
		claim, _, _ := strings.Cut(k, " ")
		if old, ok := before[k]; ok && !old.Same(f) && !slices.Contains(out, claim) {
			out = append(out, claim)
		}
	}
	slices.Sort(out)
	return out
}

func without(xs, ys []string) (out []string) {
	for _, x := range xs {
		if !slices.Contains(ys, x) && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// tollChanges says how the headline figures of an incident, or the highest of a
// series that stands, moved: "killed raised from 8 to 11".
func tollChanges(was, is any) (out []string) {
	if x, ok := was.(*vigil.Toll); ok {
		if y, ok := is.(*vigil.Toll); ok {
			return moved(y.Measure, standingTop(x), standingTop(y))
		}
	}
	x, ok := was.(*vigil.Incident)
	y, ok2 := is.(*vigil.Incident)
	if !ok || !ok2 {
		return nil
	}
	for _, t := range y.Tallies {
		i := slices.IndexFunc(x.Tallies, func(o vigil.Tally) bool { return o.Measure == t.Measure })
		if i < 0 || t.Max == nil || x.Tallies[i].Max == nil {
			continue
		}
		out = append(out, moved(t.Measure, *x.Tallies[i].Max, *t.Max)...)
	}
	return out
}

// standingTop is the highest figure of a series that its source has not
// replaced.
func standingTop(t *vigil.Toll) (most int) {
	for _, p := range t.Series {
		if !p.Superseded {
			most = max(most, bound(&p.Figure))
		}
	}
	return most
}

func moved(m vigil.Measure, from, to int) []string {
	switch {
	case to > from:
		return []string{fmt.Sprintf("%s raised from %d to %d", m, from, to)}
	case to < from:
		return []string{fmt.Sprintf("%s lowered from %d to %d", m, from, to)}
	}
	return nil
}

// bury adds the tombstone of x.
func (d *differ) bury(x thing) error {
	before, err := json.Marshal(x.value)
	if err != nil {
		return fmt.Errorf("%s: %w", x.id, err)
	}
	var to []string
	for _, c := range x.claims {
		if h := d.home[x.prefix+c]; h != "" && !slices.Contains(to, h) {
			to = append(to, h)
		}
	}
	why := "none of its claims stands"
	if len(to) > 0 {
		why = "merged into " + strings.Join(to, ", ")
	}
	d.revs = append(d.revs, vigil.Revision{Of: x.id, Rev: *x.rev + 1, At: d.at, By: d.by, Cause: why, Before: before})
	return nil
}
