package pipeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"vigil"
	"vigil/internal/merge"
	"vigil/internal/store"
)

const (
	// batch is how many new reports are merged at once.
	batch = 500
	// tries is how often a batch is begun anew when somebody else changed the
	// record meanwhile.
	tries = 4
	// lapseDays is how far back what has fallen due is looked for when a store
	// was left alone.
	lapseDays = 60
)

// Update brings the record of a store up to date with its reports; now stamps
// the revisions. It reads what is new, what shares a block with it, and what
// hangs together with that, so that what a report costs does not grow with the
// store. What it makes of a few reports is what Compose makes of them.
func (c *Composer) Update(ctx context.Context, s store.Store, now time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	lapsed, err := lapsed(ctx, s, vigil.DayOf(now.UTC()))
	if err != nil {
		return fmt.Errorf("looking for what has fallen due: %w", err)
	}
	for {
		todo, err := s.Unmerged(ctx, batch)
		if err != nil {
			return fmt.Errorf("looking for new reports: %w", err)
		}
		if len(todo)+len(lapsed) == 0 {
			return nil
		}
		for try := 1; ; try++ {
			err = c.merge(ctx, s, todo, lapsed, now)
			if err == nil {
				break
			}
			c.linker = nil // what it learned was not stored
			if !errors.Is(err, store.ErrConflict) || try == tries {
				return err
			}
		}
		lapsed = nil
	}
}

// lapsed returns the claims of what was announced for a day that is over since
// the record was last changed.
func lapsed(ctx context.Context, s store.Store, today vigil.Day) ([]string, error) {
	_, newest, err := s.Changes(ctx, 0, -1)
	if err != nil || newest == 0 {
		return nil, err
	}
	last, _, err := s.Changes(ctx, newest-1, 1)
	if err != nil || len(last) == 0 {
		return nil, err
	}
	var out []string
	for d := max(vigil.DayOf(last[0].At.UTC()), today-lapseDays); d < today; d++ {
		claims, err := s.Near(ctx, merge.LapseKey(d), 0, merge.BlockReach(""))
		if err != nil {
			return nil, err
		}
		out = append(out, claims...)
	}
	return out, nil
}

// overtaken drops the linker if it is another store's or another process merged
// reports of this one since: what it holds is no longer so. What people decided
// changes nothing of that.
func (c *Composer) overtaken(ctx context.Context, s store.Store) error {
	if c.linker == nil || c.linker.of != s {
		c.linker = nil
		return nil
	}
	for {
		page, next, err := s.Changes(ctx, c.linker.place, 500)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, x := range page {
			if x.Kind != store.Decision && x.Kind != store.Protection {
				c.linker = nil
				return nil
			}
		}
		c.linker.place = next
	}
}

// merge brings the record up to date with some reports, and with claims of
// what lapsed.
func (c *Composer) merge(ctx context.Context, s store.Store, todo []store.Unmerged, lapsed []string, now time.Time) error {
	if err := c.overtaken(ctx, s); err != nil {
		return fmt.Errorf("looking for what others merged: %w", err)
	}
	if c.linker == nil {
		l, err := c.newLinker(ctx, s)
		if err != nil {
			return fmt.Errorf("reading the store again: %w", err)
		}
		c.linker = l
	}
	var ids []string
	fresh := map[string]bool{}
	for _, p := range todo {
		ids = append(ids, p.Report)
		fresh[p.Report] = p.Text
	}
	rs, err := s.Readings(ctx, ids)
	if err != nil {
		return fmt.Errorf("reading new reports: %w", err)
	}
	kept := c.linker.kept
	for _, r := range rs {
		kept.keep(&r)
	}
	links, err := c.linker.add(ctx, rs, fresh)
	if err != nil {
		return fmt.Errorf("linking new reports: %w", err)
	}
	if err := keepDates(ctx, s, links.dated); err != nil {
		return fmt.Errorf("keeping the days of undated reports: %w", err)
	}
	for _, x := range links.dated {
		kept.forget(x.Report.ID)
	}
	a := newArea(ctx, kept, merge.Options{Kin: c.Kin, Today: vigil.DayOf(now.UTC()), Words: map[string][]uint32{}}, links)
	if err := a.touch(ids, lapsed); err != nil {
		return fmt.Errorf("reading what new reports touch: %w", err)
	}
	if err := a.spread(); err != nil {
		return fmt.Errorf("reading what hangs together with new reports: %w", err)
	}
	m, err := a.merged(c.Decisions, now)
	if err != nil {
		return fmt.Errorf("merging: %w", err)
	}
	m.Settled = todo
	if err := s.Merge(ctx, m); err != nil {
		return err
	}
	c.linker.place += int64(len(m.Changes))
	return nil
}

// datedByStory marks the analyser of a report that its story dated: reading
// the report again by itself does not take the date away.
const datedByStory = Version + ", dated by its story"

// keepDates stores reports that their story dated.
func keepDates(ctx context.Context, s store.Store, dated []*Analysis) error {
	rs := make([]*store.Reading, len(dated))
	for i, x := range dated {
		rs[i] = &store.Reading{Report: x.Report, Analyser: datedByStory, Claims: x.Claims}
	}
	_, err := s.Put(ctx, rs...)
	return err
}

// changes puts the revisions between two records into a store's terms.
func changes(ctx context.Context, s store.Store, before, after *vigil.Record, now time.Time) ([]store.Change, error) {
	last := func(id string) (int, error) {
		revs, err := s.History(ctx, id)
		return len(revs), err
	}
	revs, err := merge.Diff(before, after, now, Version, last)
	if err != nil {
		return nil, err
	}
	kinds := map[string]store.Kind{}
	for _, rec := range []*vigil.Record{before, after} {
		for i := range rec.Incidents {
			kinds[rec.Incidents[i].ID] = store.Incident
		}
		for i := range rec.Statements {
			kinds[rec.Statements[i].ID] = store.Statement
		}
		for i := range rec.Tolls {
			kinds[rec.Tolls[i].ID] = store.Toll
		}
		for i := range rec.Stories {
			kinds[rec.Stories[i].ID] = store.Story
		}
	}
	out := make([]store.Change, len(revs))
	for i, r := range revs {
		out[i] = store.Change{Kind: kinds[r.Of], Revision: r}
	}
	return out, nil
}
