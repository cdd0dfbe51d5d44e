package fetch

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"vigil/internal/collect/robots"
)

// host is one machine's queue: one request at a time, pauses between.
type host struct {
	turn  chan struct{} // holds one token while nobody asks
	users int           // that hold it; under the client's lock
	mu    sync.Mutex
	next  time.Time
}

// maxKept is how many hosts and origins are remembered; beyond it those that
// nobody needs are forgotten.
const maxKept = 4096

// host gives a host to a user, who hands it back with done.
func (c *Client) host(name string) *host {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.hosts[name]
	if h == nil {
		if len(c.hosts) >= maxKept {
			now := c.o.Now()
			maps.DeleteFunc(c.hosts, func(_ string, h *host) bool { return h.users == 0 && h.ready().Before(now) })
		}
		h = &host{turn: make(chan struct{}, 1)}
		h.turn <- struct{}{}
		c.hosts[name] = h
	}
	h.users++
	return h
}

func (c *Client) done(h *host) {
	c.mu.Lock()
	defer c.mu.Unlock()
	h.users--
}

// enter waits for the host's turn and pause; it gives up at once if the pause
// is longer than most.
func (h *host) enter(ctx context.Context, now func() time.Time, most time.Duration) error {
	select {
	case <-h.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	wait := h.ready().Sub(now())
	if wait <= 0 {
		return nil
	}
	if wait > most {
		h.turn <- struct{}{}
		return &LaterError{h.ready()}
	}
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		h.turn <- struct{}{}
		return ctx.Err()
	}
}

func (h *host) leave(next time.Time) {
	h.until(next)
	h.turn <- struct{}{}
}

func (h *host) until(t time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if t.After(h.next) {
		h.next = t
	}
}

func (h *host) ready() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.next
}

// Ready is from when a host may be asked again; the zero time if now.
func (c *Client) Ready(name string) time.Time {
	h := c.host(name)
	defer c.done(h)
	return h.ready()
}

// pause leaves a host alone until a time; without one, a minute.
func (c *Client) pause(name string, until time.Time) {
	if until.IsZero() {
		until = c.o.Now().Add(time.Minute)
	}
	h := c.host(name)
	defer c.done(h)
	h.until(until)
}

// origin holds the robots.txt of a scheme, host and port.
type origin struct {
	mu    sync.Mutex // held while it is fetched
	rules *robots.Rules
	until time.Time
	lost  bool // it could not be had: rules refuse everything
}

// How long robots.txt is kept: RFC 9309 asks for no more than a day.
const (
	rulesFor   = 24 * time.Hour
	nothingFor = 5 * time.Minute // where it could not be had
)

func (c *Client) origin(u *url.URL) *origin {
	key := u.Scheme + "://" + strings.ToLower(u.Host)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rules[key] == nil {
		if len(c.rules) >= maxKept {
			clear(c.rules) // they are asked for again
		}
		c.rules[key] = &origin{}
	}
	return c.rules[key]
}

// allowed asks the robots.txt of the page's origin, fetching it if need be.
func (c *Client) allowed(ctx context.Context, u *url.URL) error {
	rules, lost, err := c.rulesOf(ctx, u)
	switch {
	case err != nil:
		return err
	case lost:
		return ErrNoRobots
	case !rules.Allowed(u.RequestURI()):
		return ErrRobots
	}
	return nil
}

// Rules gives the rules of the address's origin.
func (c *Client) Rules(ctx context.Context, u *url.URL) (*robots.Rules, error) {
	rules, _, err := c.rulesOf(ctx, u)
	return rules, err
}

// rulesOf says besides whether they stand in for a file that could not be had.
func (c *Client) rulesOf(ctx context.Context, u *url.URL) (rules *robots.Rules, lost bool, err error) {
	o := c.origin(u)
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.rules != nil && c.o.Now().Before(o.until) {
		return o.rules, o.lost, nil
	}
	a, err := c.Get(ctx, Request{URL: u.Scheme + "://" + u.Host + "/robots.txt", Role: Robots})
	var status *StatusError
	var later *LaterError
	var keep *KeepError
	o.lost = false
	switch {
	case err == nil:
		o.rules, o.until = robots.Parse(a.Body, c.o.Product), c.o.Now().Add(rulesFor)
	case ctx.Err() != nil, errors.Is(err, ErrPrivate), errors.As(err, &later), errors.As(err, &keep):
		return nil, false, err
	case errors.As(err, &status) && status.Status < 500 && status.Status != http.StatusTooManyRequests, errors.Is(err, ErrHops):
		o.rules, o.until = robots.Everything(), c.o.Now().Add(rulesFor)
	default:
		o.rules, o.until, o.lost = robots.Nothing(), c.o.Now().Add(nothingFor), true
	}
	return o.rules, o.lost, nil
}

// pauseOf is the pause after a request to an origin.
func (c *Client) pauseOf(u *url.URL) time.Duration {
	o := c.origin(u)
	if o.mu.TryLock() { // not while its robots.txt is on the way
		defer o.mu.Unlock()
		if o.rules != nil && o.rules.Delay > c.o.Interval {
			return o.rules.Delay
		}
	}
	return c.o.Interval
}
