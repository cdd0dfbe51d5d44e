package store

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"
)

// Changed is the part of a record that is new since a place in the order of
// storing: what is there, and what is there no longer.
type Changed struct {
	IDs  []string // in order
	Gone []Change // their last revisions, with the state before
	Next int64    // the place up to which it was looked
}

// ChangedAfter tells what changed after a place, people's decisions and protections left out.
func ChangedAfter(ctx context.Context, s Store, after int64) (*Changed, error) {
	kinds := map[string]Kind{}
	out := &Changed{Next: after}
	for {
		page, next, err := s.Changes(ctx, out.Next, 1000)
		if err != nil {
			return nil, err
		}
		for _, c := range page {
			if c.Kind != Decision && c.Kind != Protection {
				kinds[c.Of] = c.Kind
			}
		}
		if len(page) == 0 {
			break
		}
		out.Next = next
	}
	alive := map[string]bool{}
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(kinds)), idsAtOnce) {
		items, err := s.Items(ctx, Query{IDs: ids})
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			alive[it.ID] = true
			out.IDs = append(out.IDs, it.ID)
		}
		for _, id := range ids {
			if alive[id] {
				continue
			}
			revs, err := s.History(ctx, id)
			if err != nil {
				return nil, err
			}
			if len(revs) > 0 {
				out.Gone = append(out.Gone, Change{Kind: kinds[id], Revision: revs[len(revs)-1]})
			}
		}
	}
	slices.SortFunc(out.Gone, func(a, b Change) int { return cmp.Compare(a.Of, b.Of) })
	return out, nil
}

// idsAtOnce is how many things are asked for by name in one question.
const idsAtOnce = 500

// PlaceAt is the place in the order of storing after which what was stored at
// or after a time stands. Revisions are stored in the order of their times.
func PlaceAt(ctx context.Context, s Store, at time.Time) (int64, error) {
	_, end, err := s.Changes(ctx, 0, -1)
	if err != nil {
		return 0, err
	}
	return search(end, func(place int64) (bool, error) {
		next, _, err := s.Changes(ctx, place, 1)
		return len(next) == 0 || !next[0].At.Before(at), err
	})
}
