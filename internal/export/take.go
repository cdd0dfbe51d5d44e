package export

import (
	"context"
	"slices"

	"vigil"
	"vigil/internal/store"
)

// Taken is a part of the record on its way out.
type Taken struct {
	Record *vigil.Record
	Gone   []Gone // with Since: what a copy is to drop
	Place  int64  // the state of the record
}

// Take loads what q asks for; with since above 0 only what changed after that
// place, and what is gone since. A copy that is brought up to date so holds what
// a whole one would.
func Take(ctx context.Context, s store.Store, q store.Query, since int64) (*Taken, error) {
	if since <= 0 {
		_, place, err := s.Changes(ctx, 0, -1)
		if err != nil {
			return nil, err
		}
		rec, err := store.Load(ctx, s, q)
		return &Taken{Record: rec, Place: place}, err
	}
	changed, err := store.ChangedAfter(ctx, s, since)
	if err != nil {
		return nil, err
	}
	rec, err := store.LoadIDs(ctx, s, q, changed.IDs)
	if err != nil {
		return nil, err
	}
	out := &Taken{Record: rec, Place: changed.Next}
	for _, c := range changed.Gone {
		if c.Kind != store.Story {
			out.Gone = append(out.Gone, GoneOf(c))
		}
	}
	out.Record = WithoutExcluded(rec, func(in *vigil.Incident) {
		out.Gone = append(out.Gone, OutOf(in, "excluded by a person"))
	})
	return out, out.addOutside(ctx, s, changed.IDs)
}

// addOutside tells of what changed and is not what was asked for, though an
// earlier revision may have been.
func (t *Taken) addOutside(ctx context.Context, s store.Store, ids []string) error {
	told := map[string]bool{}
	for i := range t.Record.Incidents {
		told[t.Record.Incidents[i].ID] = true
	}
	for _, g := range t.Gone {
		told[g.ID] = true
	}
	outside := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return told[id] })
	if len(outside) == 0 {
		return nil
	}
	rec, err := store.LoadIDs(ctx, s, store.Query{Kind: store.Incident}, outside)
	if err != nil {
		return err
	}
	for i := range rec.Incidents {
		t.Gone = append(t.Gone, OutOf(&rec.Incidents[i], "not, or no longer, what was asked for"))
	}
	return nil
}
