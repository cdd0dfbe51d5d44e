package collect

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"vigil/internal/collect/body"
	"vigil/internal/collect/capture"
	"vigil/internal/collect/fetch"
	"vigil/internal/collect/schedule"
	"vigil/internal/collect/source"
	"vigil/internal/store"
)

// job is a link that is being fetched, with the source that told of it.
type job struct {
	link   store.Link
	src    *source.Source
	stored bool // the link was stored with its capture
}

type jobKey struct{}

// askEvery is how long a list of what is due serves.
const askEvery = 250 * time.Millisecond

// dispatch hands out what is due, one link of a host at a time.
func (c *Collector) dispatch(ctx context.Context) error {
	slots := make(chan struct{}, c.o.Fetchers)
	var wg sync.WaitGroup
	defer wg.Wait()
	var queue []store.Link
	var asked time.Time
	for ctx.Err() == nil {
		c.meter.beat(c.o.Now())
		if len(queue) == 0 || time.Since(asked) > askEvery {
			quiet := c.o.Once && c.quiet(ctx) // before Due: what is read finds links
			var err error
			if queue, err = c.o.Store.Due(ctx, c.o.Now(), 4*c.o.Fetchers+256); err != nil {
				if ctx.Err() == nil {
					c.trouble("asking what is due", err)
					c.wait(ctx, 5*time.Second)
				}
				continue
			}
			asked = time.Now()
			if quiet && len(queue) == 0 {
				return nil
			}
		}
		var next time.Duration
		queue, next = c.start(ctx, queue, slots, &wg)
		c.wait(ctx, next)
	}
	return nil
}

// start fetches the links whose turn it is, as far as slots go. It returns the
// others, and how long to wait for the next turn.
func (c *Collector) start(ctx context.Context, queue []store.Link, slots chan struct{}, wg *sync.WaitGroup) (rest []store.Link, next time.Duration) {
	next = time.Second
	if len(queue) > 0 {
		next = askEvery
	}
	for i, l := range queue {
		if len(slots) == cap(slots) {
			return append(rest, queue[i:]...), next
		}
		if wait := c.client.Ready(l.Host).Sub(c.o.Now()); wait > 0 {
			next = min(next, max(wait, 5*time.Millisecond))
			rest = append(rest, l)
			continue
		}
		if !c.take(l.Host) {
			rest = append(rest, l)
			continue
		}
		slots <- struct{}{}
		wg.Go(func() {
			// Since it was listed another turn of the host's may have taken it.
			if now, err := c.o.Store.Link(ctx, l.Key); err == nil && now.State == store.LinkDue && !now.Due.After(c.o.Now()) {
				c.fetch(ctx, &job{link: *now, src: c.o.Sources.Get(now.Source)})
			}
			c.release(l.Host)
			<-slots
			signal(c.poke)
		})
	}
	return rest, next
}

// take marks a host as being asked; false if it is already.
func (c *Collector) take(host string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.busy[host] {
		return false
	}
	c.busy[host] = true
	return true
}

func (c *Collector) release(host string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.busy, host)
}

// quiet reports whether nothing is being fetched and nothing read, nor can be:
// what is pending is what the disk or the database keeps from being read. The
// store is asked, not a count of our own: an answer that was lost with the
// database leaves open whether what it was to confirm is stored.
func (c *Collector) quiet(ctx context.Context) bool {
	c.mu.Lock()
	asking := len(c.busy)
	c.mu.Unlock()
	if asking > 0 {
		return false // only dispatch begins another, so that none is begun below
	}
	stuck := int(c.stuck.Load())
	pending, err := c.o.Store.Pending(ctx, 0, stuck+1)
	return err == nil && len(pending) <= stuck
}

func (c *Collector) wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-c.poke:
	case <-ctx.Done():
	}
}

// trouble tells of a fault that is not a page's: the disk, the database.
func (c *Collector) trouble(what string, err error) {
	c.meter.trouble(what + ": " + err.Error())
	c.o.Log.Error(what, "err", err)
}

// fetch gets a link and stores how it stands then.
func (c *Collector) fetch(ctx context.Context, j *job) {
	l := &j.link
	switch {
	case j.src == nil || j.src.Off:
		l.State, l.Why = store.LinkOff, "its source is no longer read"
	case j.src.Kind == source.Local:
		if err := c.readLocal(ctx, j.src); err != nil {
			if ctx.Err() != nil {
				return
			}
			c.failed(j, err)
		} else {
			l.Fetched, l.Due, l.Tries, l.Why = c.o.Now(), schedule.Next(c.o.Now(), l.Key, j.src.Every(), 0, 0), 0, ""
		}
	default:
		ans, err := c.client.Get(context.WithValue(ctx, jobKey{}, j), fetch.Request{URL: l.URL, ETag: l.ETag, Modified: l.Modified, Digest: l.Digest, Role: l.Role, Source: l.Source})
		var keep *fetch.KeepError
		switch {
		case ctx.Err() != nil && err != nil:
			return // stopped: it stays due
		case errors.As(err, &keep):
			c.trouble("keeping "+l.URL, err)
			l.Due = c.o.Now().Add(10 * time.Second)
		case err != nil:
			c.failed(j, err)
		default:
			if ans.Permanent != "" && l.Role == fetch.List {
				l.Why = "moved for good to " + ans.Permanent
			} else if j.stored {
				return
			}
			c.succeeded(j, ans.Exchange)
		}
	}
	if err := c.o.Store.SetLink(context.WithoutCancel(ctx), l); err != nil {
		c.trouble("storing how "+l.URL+" stands", err)
	}
}

// succeeded sets a link by an answer of 200 or 304.
func (c *Collector) succeeded(j *job, ex *fetch.Exchange) {
	l := &j.link
	now := c.o.Now()
	l.Fetched, l.Tries = now, 0
	if v := ex.Header.Get("ETag"); v != "" || ex.Status == http.StatusOK {
		l.ETag = v
	}
	if v := ex.Header.Get("Last-Modified"); v != "" || ex.Status == http.StatusOK {
		l.Modified = v
	}
	if ex.Status == http.StatusOK {
		l.Digest = ex.Digest
	}
	if l.Role == fetch.Page {
		l.State, l.Why = store.LinkDone, ""
		return
	}
	l.Due = schedule.Next(now, l.Key, j.src.Every(), 0, ex.Fresh())
}

// failed sets a link by what went wrong.
func (c *Collector) failed(j *job, err error) {
	l := &j.link
	var status *fetch.StatusError
	var later *fetch.LaterError
	l.Why = err.Error()
	l.Tries++
	now := c.o.Now()
	final := store.LinkState("")
	var until time.Time
	switch {
	case errors.As(err, &later):
		l.Due, l.Tries = later.Until, l.Tries-1
		return
	case errors.Is(err, fetch.ErrRobots), errors.Is(err, fetch.ErrPrivate):
		final = store.LinkRefused
	case errors.Is(err, fetch.ErrHops), errors.Is(err, body.ErrTooLarge):
		final = store.LinkFailed
	case errors.As(err, &status):
		until = status.Until
		switch status.Status {
		case http.StatusNotFound, http.StatusGone:
			final = store.LinkGone
		case http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden, http.StatusUnavailableForLegalReasons:
			final = store.LinkRefused
		}
	}
	c.meter.failed(err)
	c.o.Log.Info("not fetched", "url", l.URL, "source", l.Source, "why", l.Why, "tries", l.Tries)
	switch {
	case l.Role == fetch.List:
		l.Due = schedule.Backoff(now, l.Tries, until) // sources may come back
	case final != "":
		l.State = final
	case l.Tries >= schedule.GiveUp:
		l.State = store.LinkFailed
	default:
		l.Due = schedule.Backoff(now, l.Tries, until)
	}
}

// keep is called with every exchange: it goes to the archive, then to the
// store together with how the link stands.
func (c *Collector) keep(ctx context.Context, ex *fetch.Exchange) error {
	e, err := c.o.Archive.Add(ctx, &capture.Item{At: ex.At, URL: ex.URL, Role: ex.Role, Source: ex.Source, Status: ex.Status, Type: ex.Header.Get("Content-Type"), IP: ex.IP,
		Request: ex.Request, Head: ex.Head(), Body: ex.Raw, Digest: ex.Digest, Same: ex.Same})
	if err != nil {
		return err
	}
	c.meter.exchange(ex)
	cap := captureOf(e)
	j, _ := ctx.Value(jobKey{}).(*job)
	var l *store.Link
	var before store.Link
	if j != nil && ex.Role == j.link.Role {
		cap.Key = j.link.Key
		if ex.Status == http.StatusOK || ex.Status == http.StatusNotModified {
			before = j.link
			c.succeeded(j, ex)
			l = &j.link
		}
	}
	if err := c.o.Store.Captured(ctx, []store.Capture{cap}, l); err != nil {
		if l != nil {
			j.link = before // it is asked again: nobody would read what the store does not know
		}
		signal(c.news) // the answer alone may be lost
		return fmt.Errorf("storing a capture: %w", err)
	}
	if l != nil {
		j.stored = true
	}
	if cap.State == store.CapturePending {
		signal(c.news)
	}
	return nil
}
