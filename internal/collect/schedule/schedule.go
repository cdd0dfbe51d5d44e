// Package schedule says when: how a look at a source or page went goes in, the
// time of the next comes out. It asks no clock.
package schedule

import (
	"hash/fnv"
	"time"
)

// Bounds.
const (
	maxBackoff = 24 * time.Hour
	first      = 5 * time.Minute
	// GiveUp is how many failures in a row a page is given. Sources are never
	// given up.
	GiveUp = 8
)

// Next is when a source is looked at again: after its interval, later where
// the feed (every) or its cache (fresh) asks for it, and shifted by a part of
// the interval that is the source's own, so that sources do not come in herds.
func Next(now time.Time, key string, interval, every, fresh time.Duration) time.Time {
	wait := max(interval, min(every, 24*time.Hour), min(fresh, 24*time.Hour))
	h := fnv.New32a()
	h.Write([]byte(key))
	return now.Add(wait + time.Duration(float64(wait)*0.05*float64(h.Sum32()%1000)/1000))
}

// Backoff is when to try again after the n-th failure in a row, n from 1;
// until is what the server asked for, or zero.
func Backoff(now time.Time, n int, until time.Time) time.Time {
	wait := first << min(max(n-1, 0), 12)
	next := now.Add(min(wait, maxBackoff))
	if until.After(next) {
		return until
	}
	return next
}
