package schedule_test

import (
	"testing"
	"time"

	"vigil/internal/collect/schedule"
)

func TestNext(t *testing.T) {
	now := time.Date(2018, 9, 4, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct{ interval, every, fresh, least time.Duration }{
		{15 * time.Minute, 0, 0, 15 * time.Minute}, {15 * time.Minute, time.Hour, 0, time.Hour}, {15 * time.Minute, 0, 2 * time.Hour, 2 * time.Hour},
		{15 * time.Minute, 1000 * time.Hour, 0, 24 * time.Hour}, {48 * time.Hour, time.Hour, time.Hour, 48 * time.Hour},
	} {
		got := schedule.Next(now, "wire", c.interval, c.every, c.fresh).Sub(now)
		if got < c.least || got > c.least*106/100 {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestBackoff(t *testing.T) {
	now := time.Date(2018, 9, 4, 12, 0, 0, 0, time.UTC)
	last := now
	for n := 1; n < 30; n++ {
		next := schedule.Backoff(now, n, time.Time{})
		if next.Before(last) || next.Sub(now) > 24*time.Hour || next.Sub(now) < 5*time.Minute {
			t.Errorf("failure %d: %v", n, next.Sub(now))
		}
		last = next
	}
	if got := schedule.Backoff(now, 1, now.Add(30*time.Hour)); got.Sub(now) != 30*time.Hour {
		t.Errorf("the server's word is not kept: %v", got.Sub(now))
	}
}
