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
	sum
	renewing bool
}

// sum is what an answer holds, of which state of the record.
type sum struct {
	newest int64
	at     time.Time
	took   time.Duration
	counts map[string]int
	spots  []store.Spot
	file   []byte
}

// How long an answer may lag behind the record, and how many are kept.
const (
	lag        = 5 * time.Second
	slow       = 200 * time.Millisecond // what takes longer is made anew while the old is given
	maxAnswers = 500
)

// Count is store.Store's.
func (s *Sums) Count(ctx context.Context, q store.Query, by store.Facet) (map[string]int, error) {
	q.Order, q.After, q.Limit = "", "", 0
	a, err := s.answer(ctx, q, string(by), func(ctx context.Context, a *sum) (err error) {
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
	a, err := s.answer(ctx, q, "spots", func(ctx context.Context, a *sum) (err error) {
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
func (s *Sums) File(ctx context.Context, q store.Query, name string, write func(context.Context) ([]byte, error)) ([]byte, error) {
	a, err := s.answer(ctx, q, name, func(ctx context.Context, a *sum) (err error) {
		a.file, err = write(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	defer a.Unlock()
	return a.file, nil
}

// answer returns an answer, locked, that is new enough.
func (s *Sums) answer(ctx context.Context, q store.Query, what string, compute func(context.Context, *sum) error) (*answer, error) {
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
		a = &answer{sum: sum{newest: -1}}
		s.answers[key] = a
	}
	s.mu.Unlock()
	a.Lock()
	if a.newest == newest || a.newest >= 0 && s.Now().Sub(a.at) <= max(lag, 20*a.took) {
		return a, nil
	}
	if a.newest >= 0 && a.took > slow {
		if !a.renewing {
			a.renewing = true
			go s.renew(context.WithoutCancel(ctx), a, newest, compute)
		}
		return a, nil
	}
	fresh, err := s.compute(ctx, newest, compute)
	if err != nil {
		a.Unlock()
		return nil, err
	}
	a.sum = fresh
	return a, nil
}

func (s *Sums) compute(ctx context.Context, newest int64, compute func(context.Context, *sum) error) (sum, error) {
	began := s.Now()
	fresh := sum{newest: newest}
	err := compute(ctx, &fresh)
	fresh.at = s.Now()
	fresh.took = fresh.at.Sub(began)
	return fresh, err
}

// maxRenewal is how long an answer may be computed that nobody waits for.
const maxRenewal = time.Minute

// renew computes an answer anew while the old one is given. One that fails is
// tried again when somebody asks.
func (s *Sums) renew(ctx context.Context, a *answer, newest int64, compute func(context.Context, *sum) error) {
	ctx, cancel := context.WithTimeout(ctx, maxRenewal)
	defer cancel()
	fresh, err := s.compute(ctx, newest, compute)
	a.Lock()
	defer a.Unlock()
	if a.renewing = false; err == nil {
		a.sum = fresh
	}
}
