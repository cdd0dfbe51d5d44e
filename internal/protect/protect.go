// Package protect lets nothing out that people have protected: a store goes in,
// and out comes the same store without the names of protected sources and
// without places closer than a province where these are protected. Whoever
// gives the record to others reads it through here, so that no way out can
// forget it.
package protect

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"vigil"
	"vigil/internal/store"
)

// Store is a store as others may see it.
type Store struct {
	store.Store
	// Sees reports whether who asks may see everything; nil: nobody may.
	Sees func(context.Context) bool

	mu   sync.Mutex
	last *rules
	at   int64
}

type out struct{}

// Out marks what is asked for as leaving the desk: it is protected whoever asks.
func Out(ctx context.Context) context.Context { return context.WithValue(ctx, out{}, true) }

// Whole reports whether who asks sees everything.
func (s *Store) Whole(ctx context.Context) bool {
	return ctx.Value(out{}) == nil && s.Sees != nil && s.Sees(ctx)
}

// rules returns what is protected from who asks, nil for nothing.
func (s *Store) rules(ctx context.Context) (*rules, error) {
	if s.Whole(ctx) {
		return nil, nil
	}
	_, newest, err := s.Store.Changes(ctx, 0, -1)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at != newest+1 { // 0 is never
		if s.last, err = load(ctx, s.Store); err != nil {
			return nil, fmt.Errorf("what is protected: %w", err)
		}
		s.at = newest + 1
	}
	return s.last, nil
}

// Seen names what who asks may see: it is another as soon as anything else is
// protected, so that nothing that was kept from before is given out.
func (s *Store) Seen(ctx context.Context) string {
	if s.Whole(ctx) {
		return "everything"
	}
	r, err := s.rules(ctx)
	switch {
	case err != nil:
		return err.Error() // which whatever is asked next meets too
	case r == nil:
		return "nothing is protected"
	}
	return r.print
}

// guard turns what is asked into what may be asked; ok is false where the answer
// is nothing. What is protected is not found by its words, its source or its
// place: a filter must not tell what a value does not.
func (r *rules) guard(q store.Query) (_ store.Query, ok bool) {
	if r.sources[strings.ToLower(q.Source)] || r.sources[strings.ToLower(q.Side)] {
		return q, false
	}
	if q.Words != "" || q.Source != "" || q.Side != "" || q.Box != nil {
		q.Not = r.touched
	}
	if q.Report != "" {
		if q.Report, ok = r.from(q.Report); !ok {
			return q, false
		}
	}
	if len(q.Reports) > 0 {
		if q.Reports = r.allFrom(q.Reports); len(q.Reports) == 0 {
			return q, false
		}
	}
	if len(q.Claims) > 0 {
		if q.Claims = r.allFrom(q.Claims); len(q.Claims) == 0 {
			return q, false
		}
	}
	return q, true
}

// Items implements store.Store.
func (s *Store) Items(ctx context.Context, q store.Query) ([]store.Item, error) {
	if s.Whole(ctx) {
		return s.Store.Items(ctx, q)
	}
	r, err := s.rules(ctx)
	if err != nil {
		return nil, err
	}
	if q.Kind == store.Protection {
		return nil, nil
	}
	if r != nil {
		var ok bool
		if q, ok = r.guard(q); !ok {
			return nil, nil
		}
	}
	items, err := s.Store.Items(ctx, q)
	if err != nil {
		return nil, err
	}
	items = slices.DeleteFunc(items, func(it store.Item) bool { return it.Kind == store.Protection })
	if r == nil {
		return items, nil
	}
	for i := range items {
		if items[i].JSON, err = r.json(items[i].JSON); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// Count implements store.Store.
func (s *Store) Count(ctx context.Context, q store.Query, by store.Facet) (map[string]int, error) {
	r, err := s.rules(ctx)
	if err != nil {
		return nil, err
	}
	if r != nil {
		var ok bool
		if q, ok = r.guard(q); !ok {
			return map[string]int{}, nil
		}
	}
	n, err := s.Store.Count(ctx, q, by)
	if r != nil && by == store.BySource || r != nil && by == store.BySide {
		for k := range n {
			if r.sources[strings.ToLower(k)] || cover(k, r.mask) != k {
				delete(n, k)
			}
		}
	}
	return n, err
}

// Spots implements store.Store: what lies at a protected place is not drawn.
func (s *Store) Spots(ctx context.Context, q store.Query) ([]store.Spot, error) {
	r, err := s.rules(ctx)
	if err != nil {
		return nil, err
	}
	if r != nil {
		var ok bool
		if q, ok = r.guard(q); !ok {
			return nil, nil
		}
		if q.Not == nil {
			q.Not = r.hidden
		}
	}
	return s.Store.Spots(ctx, q)
}

// Report implements store.Store.
func (s *Store) Report(ctx context.Context, id string) (*vigil.Report, error) {
	rd, err := s.Reading(ctx, id)
	if err != nil {
		return nil, err
	}
	return &rd.Report, nil
}

// Reading implements store.Store.
func (s *Store) Reading(ctx context.Context, id string) (*store.Reading, error) {
	r, err := s.rules(ctx)
	if err != nil {
		return nil, err
	}
	if r == nil {
		return s.Store.Reading(ctx, id)
	}
	real, ok := r.from(id)
	if !ok {
		return nil, fmt.Errorf("report %s: %w", id, store.ErrNotFound)
	}
	rd, err := s.Store.Reading(ctx, real)
	if err != nil {
		return nil, err
	}
	return rd, r.reading(rd)
}

// reading takes what is protected out of a report and what was read from it.
func (r *rules) reading(rd *store.Reading) error {
	if name, ok := r.reports[rd.Report.ID]; ok || r.sources[strings.ToLower(rd.Report.Source)] {
		if !ok {
			name = withheldName + "report"
		}
		withhold(&rd.Report, name)
		for i := range rd.Claims {
			bare(&rd.Claims[i])
		}
	}
	return redact(r, rd)
}

// bare leaves out of a claim of a withheld report the words of the report.
func bare(c *vigil.Claim) {
	c.Weapon, c.Condition, c.Scope, c.SinceText, c.Why = "", "", "", "", nil
	for _, ps := range [][]vigil.Party{c.Actors, c.Targets} {
		for i := range ps {
			ps[i].Text, ps[i].Also = "", nil
		}
	}
	if c.When != nil {
		w := *c.When
		w.Text = ""
		c.When = &w
	}
}

// Readings implements store.Store.
func (s *Store) Readings(ctx context.Context, ids []string) ([]store.Reading, error) {
	r, err := s.rules(ctx)
	if err != nil {
		return nil, err
	}
	if r != nil {
		ids = r.allFrom(ids)
	}
	list, err := s.Store.Readings(ctx, ids)
	if err != nil || r == nil {
		return list, err
	}
	for i := range list {
		if err := r.reading(&list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Versions implements store.Store.
func (s *Store) Versions(ctx context.Context, id string) ([]vigil.Report, error) {
	r, err := s.rules(ctx)
	if err != nil {
		return nil, err
	}
	if r == nil {
		return s.Store.Versions(ctx, id)
	}
	real, ok := r.from(id)
	if !ok {
		return nil, nil
	}
	list, err := s.Store.Versions(ctx, real)
	if err != nil {
		return nil, err
	}
	return list, r.all(list)
}

// all takes what is protected out of reports.
func (r *rules) all(list []vigil.Report) error {
	for i := range list {
		rd := store.Reading{Report: list[i]}
		if err := r.reading(&rd); err != nil {
			return err
		}
		list[i] = rd.Report
	}
	return nil
}

// Reports implements store.Store.
func (s *Store) Reports(ctx context.Context, after int64, limit int) ([]vigil.Report, int64, error) {
	r, err := s.rules(ctx)
	if err != nil {
		return nil, after, err
	}
	list, next, err := s.Store.Reports(ctx, after, limit)
	if err != nil || r == nil {
		return list, next, err
	}
	return list, next, r.all(list)
}

// Claims implements store.Store.
func (s *Store) Claims(ctx context.Context, ids []string) ([]vigil.Claim, error) {
	r, err := s.rules(ctx)
	if err != nil {
		return nil, err
	}
	if r != nil {
		ids = r.allFrom(ids)
	}
	list, err := s.Store.Claims(ctx, ids)
	if err != nil || r == nil {
		return list, err
	}
	return list, r.claims(list)
}

// ClaimsOf implements store.Store.
func (s *Store) ClaimsOf(ctx context.Context, kind vigil.ClaimKind, limit int) ([]vigil.Claim, error) {
	r, err := s.rules(ctx)
	if err != nil {
		return nil, err
	}
	list, err := s.Store.ClaimsOf(ctx, kind, limit)
	if err != nil || r == nil {
		return list, err
	}
	return list, r.claims(list)
}

// claims takes what is protected out of claims.
func (r *rules) claims(list []vigil.Claim) error {
	for i := range list {
		if _, withheld := r.reports[list[i].Report]; withheld {
			bare(&list[i])
		}
		if err := redact(r, &list[i]); err != nil {
			return err
		}
	}
	return nil
}

// History implements store.Store: what is protected has none.
func (s *Store) History(ctx context.Context, of string) ([]vigil.Revision, error) {
	r, err := s.rules(ctx)
	if err != nil {
		return nil, err
	}
	revs, err := s.Store.History(ctx, of)
	if err != nil || s.Whole(ctx) {
		return revs, err
	}
	if strings.HasPrefix(of, idPrefix) || r == nil {
		return slices.DeleteFunc(revs, func(v vigil.Revision) bool { return strings.HasPrefix(v.Of, idPrefix) }), nil
	}
	for i := range revs {
		v := &revs[i]
		v.Cause = redaction{rules: r}.text(v.Cause)
		if v.Before, err = r.json(v.Before); err != nil {
			return nil, err
		}
		if v.After, err = r.json(v.After); err != nil {
			return nil, err
		}
	}
	return revs, nil
}

// Changes implements store.Store: that something is protected is nobody's
// business.
func (s *Store) Changes(ctx context.Context, after int64, limit int) ([]store.Change, int64, error) {
	list, next, err := s.Store.Changes(ctx, after, limit)
	if err != nil || len(list) == 0 || s.Whole(ctx) {
		return list, next, err
	}
	r, err := s.rules(ctx)
	if err != nil {
		return nil, after, err
	}
	for i := range list {
		switch {
		case list[i].Kind == store.Protection:
			list[i].Of, list[i].By, list[i].Cause = idPrefix, "", ""
		case r != nil:
			list[i].Cause = redaction{rules: r}.text(list[i].Cause)
		}
	}
	return list, next, nil
}

// Search implements store.Store: a report that holds anything protected is not
// found by words.
func (s *Store) Search(ctx context.Context, words string, limit int) ([]store.Hit, error) {
	r, err := s.rules(ctx)
	if err != nil {
		return nil, err
	}
	hits, err := s.Store.Search(ctx, words, limit)
	if err != nil || r == nil {
		return hits, err
	}
	var ids []string
	for _, h := range hits {
		ids = append(ids, h.Report)
	}
	list, err := s.Store.Readings(ctx, ids)
	if err != nil {
		return nil, err
	}
	clean := map[string]bool{}
	for i := range list {
		was := list[i].Report
		if err := r.reading(&list[i]); err != nil {
			return nil, err
		}
		clean[was.ID] = list[i].Report.Text == was.Text && list[i].Report.Title == was.Title && list[i].Report.Source == was.Source
	}
	return slices.DeleteFunc(hits, func(h store.Hit) bool { return !clean[h.Report] }), nil
}

// idPrefix begins the ids of protections.
const idPrefix = "protection-"

// Add protects something from now on.
func Add(ctx context.Context, s store.Store, p vigil.Protection, id, key string, at time.Time) error {
	p.ID, p.Key, p.At = idPrefix+id, key, at.UTC()
	c, err := store.NewChange(store.Protection, p.ID, 1, p, p.By, "protected", p.At)
	if err != nil {
		return err
	}
	return s.Append(ctx, []store.Change{c})
}

// Lift ends a protection.
func Lift(ctx context.Context, s store.Store, id, by string, at time.Time) error {
	revs, err := s.History(ctx, id)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(id, idPrefix) || len(revs) != 1 {
		return fmt.Errorf("protection %s: %w", id, store.ErrNotFound)
	}
	return s.Append(ctx, []store.Change{{Kind: store.Protection, Revision: vigil.Revision{Of: id, Rev: 2, At: at.UTC(), By: by, Cause: "lifted"}}})
}
