package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"vigil"
)

// Load reads the part of the record that q asks for, with the claims and
// reports that it leads back to.
func Load(ctx context.Context, s Store, q Query) (*vigil.Record, error) {
	rec := &vigil.Record{}
	claims, err := loadItems(ctx, s, q, rec)
	if err != nil {
		return nil, err
	}
	return rec, addEvidence(ctx, s, rec, claims)
}

// LoadIDs is Load of those of many things that q asks for.
func LoadIDs(ctx context.Context, s Store, q Query, ids []string) (*vigil.Record, error) {
	rec := &vigil.Record{}
	var claims []string
	for part := range slices.Chunk(ids, idsAtOnce) {
		q.IDs = part
		more, err := loadItems(ctx, s, q, rec)
		if err != nil {
			return nil, err
		}
		claims = append(claims, more...)
	}
	return rec, addEvidence(ctx, s, rec, claims)
}

// loadItems adds what q asks for to rec and returns its claims.
func loadItems(ctx context.Context, s Store, q Query, rec *vigil.Record) (claims []string, err error) {
	for _, k := range []Kind{Incident, Statement, Toll, Story} {
		if q.Kind != "" && q.Kind != k {
			continue
		}
		part := q
		part.Kind = k
		items, err := s.Items(ctx, part)
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			ids, err := Decode(rec, it)
			if err != nil {
				return nil, fmt.Errorf("%s %s: %w", it.Kind, it.ID, err)
			}
			claims = append(claims, ids...)
		}
	}
	return claims, nil
}

// Decisions returns what people decided and did not take back, in order of id.
func Decisions(ctx context.Context, s Store) ([]vigil.Decision, error) {
	items, err := s.Items(ctx, Query{Kind: Decision})
	if err != nil {
		return nil, err
	}
	out := make([]vigil.Decision, len(items))
	for i, it := range items {
		if err := json.Unmarshal(it.JSON, &out[i]); err != nil {
			return nil, fmt.Errorf("decision %s: %w", it.ID, err)
		}
	}
	return out, nil
}

// Since returns the things that changed at or after a time and by another,
// with their revisions until then, oldest first.
func Since(ctx context.Context, s Store, from, to time.Time) (map[string][]vigil.Revision, error) {
	at, err := PlaceAt(ctx, s, from)
	if err != nil {
		return nil, err
	}
	out := map[string][]vigil.Revision{}
	for {
		page, next, err := s.Changes(ctx, at, 1000)
		if err != nil || len(page) == 0 {
			return out, err
		}
		for _, c := range page {
			if out[c.Of] != nil || c.At.After(to) || c.At.Before(from) {
				continue
			}
			revs, err := s.History(ctx, c.Of)
			if err != nil {
				return nil, err
			}
			out[c.Of] = slices.DeleteFunc(revs, func(r vigil.Revision) bool { return r.At.After(to) })
		}
		at = next
	}
}

// search returns the least place below end, or end, of which ok is true.
func search(end int64, ok func(int64) (bool, error)) (int64, error) {
	low, high := int64(0), end
	for low < high {
		mid := low + (high-low)/2
		yes, err := ok(mid)
		if err != nil {
			return 0, err
		}
		if yes {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low, nil
}

// Decode adds an item to rec, at its revision, and returns its claims.
func Decode(rec *vigil.Record, it Item) (claims []string, err error) {
	switch it.Kind {
	case Incident:
		var x vigil.Incident
		err = json.Unmarshal(it.JSON, &x)
		x.Rev = it.Rev
		rec.Incidents = append(rec.Incidents, x)
		return x.Claims, err
	case Statement:
		var x vigil.Statement
		err = json.Unmarshal(it.JSON, &x)
		x.Rev = it.Rev
		rec.Statements = append(rec.Statements, x)
		return x.Claims, err
	case Toll:
		var x vigil.Toll
		err = json.Unmarshal(it.JSON, &x)
		x.Rev = it.Rev
		rec.Tolls = append(rec.Tolls, x)
		for _, p := range x.Series {
			claims = append(claims, p.Claim)
		}
		return claims, err
	case Story:
		var x vigil.Story
		err = json.Unmarshal(it.JSON, &x)
		x.Rev = it.Rev
		rec.Stories = append(rec.Stories, x)
		return nil, err
	}
	return nil, fmt.Errorf("no such kind")
}

// addEvidence adds the claims, and every claim, copy and report beside them.
func addEvidence(ctx context.Context, s Store, rec *vigil.Record, claims []string) error {
	cs, err := s.Claims(ctx, claims)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	var names []string
	add := func(id string) {
		if !known[id] {
			known[id] = true
			names = append(names, id)
		}
	}
	for _, c := range cs {
		add(c.Report)
	}
	for _, st := range rec.Stories {
		for _, id := range st.Reports {
			add(id)
		}
	}
	for part := range slices.Chunk(names, evidenceAtOnce) {
		if err := addReadings(ctx, s, rec, part); err != nil {
			return err
		}
	}
	return nil
}

// evidenceAtOnce is how many reports are read in one question.
const evidenceAtOnce = 500

// addReadings adds reports in the order of their names, with what was read from
// them.
func addReadings(ctx context.Context, s Store, rec *vigil.Record, names []string) error {
	list, err := s.Readings(ctx, names)
	if err != nil {
		return err
	}
	at := make(map[string]*Reading, len(list))
	for i := range list {
		at[list[i].Report.ID] = &list[i]
	}
	for _, id := range names {
		r := at[id]
		if r == nil {
			return fmt.Errorf("report %s: %w", id, ErrNotFound)
		}
		rec.Reports = append(rec.Reports, r.Report)
		rec.Copies = append(rec.Copies, r.Copies...)
		rec.Claims = append(rec.Claims, r.Claims...)
	}
	return nil
}
