package desk

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"time"

	"vigil/internal/store"
)

// Sums counts what many ask for at once: an answer holds until the record
// changes, and a few seconds beyond while it is changing.
type Sums struct {
	Store store.Store
	Now   func() time.Time
	Seen  func(context.Context) string // names what who asks may see of the store, or nil: all see the same

	mu      sync.Mutex
	answers map[string]*answer
}

// answer is one sum; its lock lets one asker compute while others wait.
type answer struct {
	sync.Mutex
	newest int64
	at     time.Time
	counts map[string]int
	spots  []store.Spot
	file   []byte
}

// How long an answer may lag behind the record, and how many are kept.
const (
	lag        = 5 * time.Second
	maxAnswers = 500
)

// Count is store.Store's.
func (s *Sums) Count(ctx context.Context, q store.Query, by store.Facet) (map[string]int, error) {
	q.Order, q.After, q.Limit = "", "", 0
	a, err := s.answer(ctx, q, string(by), func(a *answer) (err error) {
		a.counts, err = s.Store.Count(ctx, q, by)
		return err
	})
	if err != nil {
		return nil, err
	}
	defer a.Unlock()
	return maps.Clone(a.counts), nil
}

// Spots is store.Store's.
func (s *Sums) Spots(ctx context.Context, q store.Query) ([]store.Spot, error) {
	q.Order, q.After = "", ""
	a, err := s.answer(ctx, q, "spots", func(a *answer) (err error) {
		a.spots, err = s.Store.Spots(ctx, q)
		return err
	})
	if err != nil {
		return nil, err
	}
	defer a.Unlock()
	return slices.Clone(a.spots), nil
}

// File is what write makes of what q finds, under a name of its own; nobody may
// change it.
func (s *Sums) File(ctx context.Context, q store.Query, name string, write func() ([]byte, error)) ([]byte, error) {
	a, err := s.answer(ctx, q, name, func(a *answer) (err error) {
		a.file, err = write()
		return err
	})
	if err != nil {
		return nil, err
	}
	defer a.Unlock()
	return a.file, nil
}

// answer returns an answer, locked, that is new enough.
func (s *Sums) answer(ctx context.Context, q store.Query, what string, compute func(*answer) error) (*answer, error) {
	_, newest, err := s.Store.Changes(ctx, 0, -1)
	if err != nil {
		return nil, err
	}
	b, err := json.Marshal(q)
	if err != nil {
		return nil, err
	}
	key := what + string(b)
	if s.Seen != nil {
		key += s.Seen(ctx)
	}
	s.mu.Lock()
	a := s.answers[key]
	if a == nil {
		if s.answers == nil || len(s.answers) >= maxAnswers {
			s.answers = map[string]*answer{}
		}
		a = &answer{newest: -1}
		s.answers[key] = a
	}
	s.mu.Unlock()
	a.Lock()
	if now := s.Now(); a.newest != newest && (a.newest < 0 || now.Sub(a.at) > lag) {
		if err := compute(a); err != nil {
			a.Unlock()
			return nil, err
		}
		a.newest, a.at = newest, now
	}
	return a, nil
}
