// Package collect runs the collecting: sources go in; what they publish is
// fetched, kept as evidence, read and stored. It may be stopped at any moment,
// by a signal or without one: what was fetched is in the archive, what was not
// yet read is read at the next start, and nothing is stored twice.
package collect

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"vigil"
	"vigil/internal/collect/capture"
	"vigil/internal/collect/fetch"
	"vigil/internal/collect/item"
	"vigil/internal/collect/source"
	"vigil/internal/store"
)

// Store is what collecting needs of a store.
type Store interface {
	Put(ctx context.Context, rs ...*store.Reading) (changed int, err error)
	Report(ctx context.Context, id string) (*vigil.Report, error)
	Reading(ctx context.Context, id string) (*store.Reading, error)
	store.Collection
}

// Options of a Collector. Zero values are the defaults named.
type Options struct {
	Sources  *source.File
	Store    Store
	Archive  *capture.Archive
	Dir      string // of the archive
	Fetch    fetch.Options
	Analyse  func(vigil.Report) (*store.Reading, error)
	Analyser string                          // how the names of readings by this version of it start
	PDF      []string                        // command that reads a PDF in a process of its own; none: PDFs are passed over
	Update   func(ctx context.Context) error // brings the record up to date with the reports
	Every    time.Duration                   // between two updates; 10 min
	Fetchers int                             // requests at once; 16
	Readers  int                             // captures read at once; one a processor
	Once     bool                            // stop when nothing is due
	Log      *slog.Logger
	Now      func() time.Time
}

// Collector collects.
type Collector struct {
	o      Options
	client *fetch.Client
	meter  *Meter
	poke   chan struct{} // something may have become due
	news   chan struct{} // something may have become pending
	stuck  atomic.Int64  // captures that the disk or database keeps from being read
	begun  atomic.Int64  // captures and files that are being read
	mu     sync.Mutex
	busy   map[string]bool // hosts that are asked
}

// New makes a collector.
func New(o Options) *Collector {
	if o.Fetchers == 0 {
		o.Fetchers = 16
	}
	if o.Readers == 0 {
		o.Readers = runtime.GOMAXPROCS(0)
	}
	if o.Every == 0 {
		o.Every = 10 * time.Minute
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	c := &Collector{o: o, meter: newMeter(), poke: make(chan struct{}, 1), news: make(chan struct{}, 1), busy: map[string]bool{}}
	o.Fetch.Log, o.Fetch.Now, o.Fetch.Keep = o.Log, o.Now, c.keep
	c.client = fetch.New(o.Fetch)
	return c
}

// Busy reports whether something new is being read: what can wait waits.
func (c *Collector) Busy() bool { return c.begun.Load() > 0 }

// Meter tells how the collecting goes.
func (c *Collector) Meter() *Meter { return c.meter }

// signal wakes whoever waits on a channel of one place.
func signal(ch chan struct{}) {
	select {
	case ch <- struct{}{}:
	default:
	}
}

// Run collects until ctx ends, or with Once until nothing is due. What was
// being read when ctx ended is read to its end.
func (c *Collector) Run(ctx context.Context) error {
	if err := c.recover(ctx); err != nil {
		return fmt.Errorf("taking up where the last run ended: %w", err)
	}
	if err := c.register(ctx); err != nil {
		return fmt.Errorf("registering sources: %w", err)
	}
	reading, stopReading := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { c.readAll(reading) })
	wg.Go(func() { c.updates(reading) })
	err := c.dispatch(ctx)
	stopReading()
	wg.Wait()
	if n := c.stuck.Load(); n > 0 {
		err = errors.Join(err, fmt.Errorf("%d captures could not be read for want of disk or database; they are read at the next start", n))
	}
	return errors.Join(err, c.update(context.WithoutCancel(ctx)))
}

// recover takes over what the archive holds and the store does not know: a
// process was killed between the two, or the store was not to be had.
func (c *Collector) recover(ctx context.Context) error {
	last, err := c.o.Store.LastCapture(ctx)
	if err != nil {
		return err
	}
	if have := c.o.Archive.Last().Seq; last > have {
		return fmt.Errorf("the store knows %d captures, the archive %s holds %d: they do not belong together", last, c.o.Dir, have)
	}
	gaps, err := c.o.Store.CaptureGaps(ctx)
	if err != nil {
		return err
	}
	gaps = append(gaps, store.Gap{From: last + 1, To: math.MaxInt64})
	return capture.Entries(c.o.Dir, gaps[0].From-1, func(e capture.Entry) error {
		for e.Seq > gaps[0].To {
			gaps = gaps[1:]
		}
		if e.Seq < gaps[0].From {
			return nil
		}
		return c.takeOver(ctx, e)
	})
}

// takeOver stores a capture that only the archive knows, and how its link
// stands by it. One that a later capture has replaced is not read any more.
func (c *Collector) takeOver(ctx context.Context, e capture.Entry) error {
	cap := captureOf(e)
	cap.Key = item.Key(e.URL)
	if e.Role == fetch.List {
		cap.Key = listKey(e.URL)
	}
	if cap.State == store.CaptureKept {
		cap.Key = ""
		return c.o.Store.Captured(ctx, []store.Capture{cap}, nil)
	}
	l, err := c.o.Store.Link(ctx, cap.Key)
	if errors.Is(err, store.ErrNotFound) {
		return c.o.Store.Captured(ctx, []store.Capture{cap}, nil) // it was led to by a redirect, whose start will be asked again
	}
	if err != nil {
		return err
	}
	switch {
	case l.Fetched.After(e.At):
		cap.State, cap.Why = store.CapturePassed, "a later capture was read before it was known"
	case l.State == store.LinkDue:
		l.Fetched, l.Digest, l.Tries, l.Why = e.At, e.Digest, 0, ""
		if e.Role == fetch.Page {
			l.State = store.LinkDone
		}
	}
	return c.o.Store.Captured(ctx, []store.Capture{cap}, l)
}

// captureOf puts a line of the log into the store's terms.
func captureOf(e capture.Entry) store.Capture {
	c := store.Capture{Seq: e.Seq, At: e.At, URL: e.URL, Source: e.Source, Role: e.Role, Status: e.Status, Type: e.Type, Digest: e.Digest, Same: e.Same,
		File: e.File, Offset: e.Offset, Length: e.Length, ID: e.ID, State: store.CaptureKept}
	if (e.Role == fetch.Page || e.Role == fetch.List) && e.Status == 200 && !e.Same {
		c.State = store.CapturePending
	}
	return c
}

// listKey parts a list from the page of the same address.
func listKey(address string) string { return "list " + item.Key(address) }

const localHost = "local " // before the id of a local source, in place of a host

// register makes a link of every source, and turns off those of sources that
// are gone.
func (c *Collector) register(ctx context.Context) error {
	for i := range c.o.Sources.Sources {
		s := &c.o.Sources.Sources[i]
		now := c.o.Now()
		l := store.Link{Key: listKey(s.URL), URL: s.URL, Source: s.ID, Role: fetch.List, Host: hostOf(s.URL), State: store.LinkDue, Due: now, Found: now}
		if s.Kind == source.Local {
			l.Key, l.URL, l.Host = localHost+s.ID, s.Path, localHost+s.ID
		}
		old, err := c.o.Store.Link(ctx, l.Key)
		switch {
		case errors.Is(err, store.ErrNotFound):
			if s.Off {
				continue
			}
			if _, err := c.o.Store.Found(ctx, []store.Link{l}); err != nil {
				return err
			}
			continue
		case err != nil:
			return err
		}
		want := store.LinkDue
		if s.Off {
			want = store.LinkOff
		}
		if old.State != want || old.Source != s.ID {
			old.State, old.Source, old.Tries = want, s.ID, 0
			if err := c.o.Store.SetLink(ctx, old); err != nil {
				return err
			}
		}
	}
	return nil
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
}

// updates brings the record up to date from time to time.
func (c *Collector) updates(ctx context.Context) {
	t := time.NewTicker(c.o.Every)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			if err := c.update(ctx); err != nil && ctx.Err() == nil {
				c.o.Log.Error("updating the record", "err", err)
			}
		}
	}
}

// update brings the record up to date, whether this run stored anything or not:
// one that was killed may have, another program may, and days pass.
func (c *Collector) update(ctx context.Context) error {
	if c.o.Update == nil {
		return nil
	}
	start := time.Now()
	if err := c.o.Update(ctx); err != nil {
		return fmt.Errorf("updating the record: %w", err)
	}
	c.o.Log.Info("record updated", "took", time.Since(start).Round(time.Millisecond))
	return nil
}
