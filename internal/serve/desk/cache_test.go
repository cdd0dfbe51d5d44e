package desk

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"vigil/internal/store"
)

// counting is a store whose counts take a while on a clock of its own, and wait
// for leave if there is a gate.
type counting struct {
	store.Store
	newest int64
	clock  atomic.Int64 // nanoseconds
	takes  time.Duration
	gate   chan struct{}
}

func (c *counting) now() time.Time { return time.Unix(0, c.clock.Load()) }

func (c *counting) Changes(context.Context, int64, int) ([]store.Change, int64, error) {
	return nil, c.newest, nil
}

func (c *counting) Count(ctx context.Context, _ store.Query, _ store.Facet) (map[string]int, error) {
	if c.gate != nil {
		<-c.gate
	}
	c.clock.Add(int64(c.takes))
	return map[string]int{"": int(c.newest)}, ctx.Err()
}

func (c *counting) ask(t *testing.T, s *Sums) int {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel() // as a request's ends with its answer
	n, err := s.Count(ctx, store.Query{}, store.Total)
	if err != nil {
		t.Fatal(err)
	}
	return n[""]
}

// What is quick is never older than the lag.
func TestQuickSums(t *testing.T) {
	c := &counting{newest: 1, takes: time.Millisecond}
	s := &Sums{Store: c, Now: c.now}
	for _, x := range []struct {
		newest int64
		later  time.Duration
		want   int
	}{{1, 0, 1}, {2, time.Second, 1}, {2, lag, 2}, {2, time.Hour, 2}, {3, time.Second, 3}} {
		c.newest = x.newest
		c.clock.Add(int64(x.later))
		if got := c.ask(t, s); got != x.want {
			t.Errorf("at %v of state %d the answer is of %d, want %d", c.now(), x.newest, got, x.want)
		}
	}
}

// What is slow makes nobody wait but the first: the old answer is given until
// the new one is there.
func TestSlowSums(t *testing.T) {
	c := &counting{newest: 1, takes: time.Second}
	s := &Sums{Store: c, Now: c.now}
	c.ask(t, s)
	c.newest, c.gate = 2, make(chan struct{})
	c.clock.Add(int64(time.Minute))
	for range 3 {
		if got := c.ask(t, s); got != 1 {
			t.Fatalf("%d is given while it is counted", got)
		}
	}
	c.gate <- struct{}{} // one counts, not three
	for range 5000 {
		if c.ask(t, s) == 2 {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Error("the new answer never comes")
}
