package collect

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os/exec"
	"strings"
	"sync"
	"time"

	"vigil"
	"vigil/internal/collect/capture"
	"vigil/internal/collect/fetch"
	"vigil/internal/collect/item"
	"vigil/internal/collect/page"
	"vigil/internal/collect/pdf"
	"vigil/internal/collect/source"
	"vigil/internal/collect/warc"
	"vigil/internal/store"
)

// tryAgain is how long what the disk or database kept from being read rests. A
// database may also lose what it said it had stored.
const tryAgain = 10 * time.Second

// readAll reads what is captured and not yet read until ctx ends. What it began
// it reads to the end.
func (c *Collector) readAll(ctx context.Context) {
	slots := make(chan struct{}, c.o.Readers)
	var wg sync.WaitGroup
	defer wg.Wait()
	begun := &begun{settled: map[int64]bool{}}
	for ctx.Err() == nil {
		batch, err := c.o.Store.Pending(ctx, 0, 64+begun.len())
		if err != nil {
			if ctx.Err() == nil {
				c.trouble("asking what is to be read", err)
			}
			select { // what came meanwhile nobody tells of again
			case <-ctx.Done():
			case <-time.After(tryAgain / 5):
			}
			continue
		}
		begun.prune(batch)
		any := false
		for _, cap := range batch {
			if !begun.add(cap.Seq) {
				continue
			}
			any = true
			select {
			case slots <- struct{}{}:
			case <-ctx.Done():
				return
			}
			c.begun.Add(1)
			wg.Go(func() {
				defer func() { c.begun.Add(-1); <-slots }()
				if c.readOne(context.WithoutCancel(ctx), cap) {
					begun.settle(cap.Seq)
				} else {
					c.stuck.Add(1)
					signal(c.poke)
				}
			})
		}
		if any {
			continue
		}
		select {
		case <-ctx.Done():
		case <-c.news:
		case <-time.After(tryAgain):
			wg.Wait()
			c.stuck.Store(0)
			begun.clear() // what failed for want of disk or database is tried again
		}
	}
}

// begun are the captures that are being read, could not be for now, or were
// settled since it was last asked what is pending.
type begun struct {
	mu      sync.Mutex
	settled map[int64]bool
}

// add reports whether a capture is not yet begun, and begins it.
func (b *begun) add(seq int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, ok := b.settled[seq]; ok {
		return false
	}
	b.settled[seq] = false
	return true
}

func (b *begun) settle(seq int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.settled[seq] = true
}

// prune forgets what is settled and not pending any more.
func (b *begun) prune(pending []store.Capture) {
	b.mu.Lock()
	defer b.mu.Unlock()
	still := map[int64]bool{}
	for _, c := range pending {
		still[c.Seq] = true
	}
	maps.DeleteFunc(b.settled, func(seq int64, settled bool) bool { return settled && !still[seq] })
}

func (b *begun) clear() {
	b.mu.Lock()
	defer b.mu.Unlock()
	clear(b.settled)
}

func (b *begun) len() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.settled)
}

// readOne reads one capture and settles it. A fault of the disk or database
// leaves it pending and gives false; any other is the page's and is kept with
// it.
func (c *Collector) readOne(ctx context.Context, cap store.Capture) (settled bool) {
	ids, why, err := c.readCapture(ctx, cap)
	state := store.CaptureRead
	var in *vigil.InputError
	switch {
	case errors.As(err, &in):
		state, why = store.CapturePassed, in.Err.Error()
	case err != nil:
		c.trouble(fmt.Sprintf("reading capture %d of %s", cap.Seq, cap.URL), err)
		return false
	case why != "":
		state = store.CapturePassed
	}
	if err := c.o.Store.Settle(ctx, cap.Seq, state, clip(why), ids); err != nil {
		c.trouble("settling a capture", err)
		return false
	}
	c.meter.read(cap.Role, state, len(ids))
	c.o.Log.Debug("read", "capture", cap.Seq, "url", cap.URL, "state", state, "why", why, "reports", len(ids))
	signal(c.poke)
	return true
}

func clip(s string) string { return strings.ToValidUTF8(s[:min(len(s), 500)], "") }

// fault is a fault of one capture's content.
func fault(err error) error { return &vigil.InputError{Name: "capture", Err: err} }

// ofMachine tells faults of the machine, such as too many open files or a disk
// that fails, from those of what is read: they pass, and it is tried again.
func ofMachine(err error) bool {
	var file *fs.PathError
	var program *exec.Error
	return (errors.As(err, &file) || errors.As(err, &program)) && !errors.Is(err, fs.ErrNotExist)
}

// readCapture gives the reports that were stored, or why there are none.
func (c *Collector) readCapture(ctx context.Context, cap store.Capture) (ids []string, why string, err error) {
	rec, err := capture.ReadEntry(c.o.Dir, &capture.Entry{Seq: cap.Seq, File: cap.File, Offset: cap.Offset, Length: cap.Length, ID: cap.ID})
	if ofMachine(err) {
		return nil, "", err
	}
	if err != nil {
		c.o.Log.Error("the archive", "capture", cap.Seq, "err", err)
		return nil, "", fault(fmt.Errorf("the archive: %w", err)) // vigil verify tells of it too
	}
	p, err := warc.ReadPage(rec)
	if err != nil {
		return nil, "", fault(err)
	}
	src := c.o.Sources.Get(cap.Source)
	if cap.Role == fetch.List {
		return c.readList(ctx, cap, src, p)
	}
	hint := c.hint(ctx, cap.Key)
	reps, why, err := c.reports(ctx, cap, src, p, hint)
	if err != nil || len(reps) == 0 {
		return nil, why, err
	}
	for i := range reps {
		if err := c.ownID(ctx, &reps[i], cap); err != nil {
			return nil, "", err
		}
	}
	ids, err = c.put(ctx, reps)
	return ids, "", err
}

// hint is what the list said of a page.
func (c *Collector) hint(ctx context.Context, key string) (h item.Item) {
	if l, err := c.o.Store.Link(ctx, key); err == nil && len(l.Hint) > 0 {
		json.Unmarshal(l.Hint, &h) // nothing is a hint too
	}
	return h
}

// reports reads a page or PDF.
func (c *Collector) reports(ctx context.Context, cap store.Capture, src *source.Source, p *warc.Page, hint item.Item) ([]vigil.Report, string, error) {
	if bytes.HasPrefix(p.Body, []byte("%PDF-")) {
		if c.o.PDF == nil {
			return nil, "a PDF", nil
		}
		f, err := pdf.Isolated(ctx, c.o.PDF, p.Body)
		if ofMachine(err) {
			return nil, "", err
		}
		if err != nil {
			return nil, "", fault(err)
		}
		r := f.Report(item.Key(cap.URL), p.Body)
		r.URL = cap.URL
		return []vigil.Report{complete(r, cap, src, hint)}, "", nil
	}
	doc, err := page.Read(p.Body, page.Options{URL: cap.URL, ContentType: p.ContentType, Fetched: cap.At})
	if err != nil {
		return nil, "", fault(errors.Unwrap(err))
	}
	reps := doc.Reports()
	if len(reps) == 0 {
		return nil, strings.TrimSuffix(string(doc.Kind)+": "+doc.Why, ": "), nil
	}
	for i := range reps {
		reps[i] = complete(reps[i], cap, src, hint)
	}
	return reps, "", nil
}

// complete adds what the source and its list know of a report.
func complete(r vigil.Report, cap store.Capture, src *source.Source, hint item.Item) vigil.Report {
	r.Fetched = cap.At
	if r.Title == "" {
		r.Title = hint.Title
	}
	if src != nil {
		if sameSite(src.URL, cap.URL) { // what it publishes itself, not what it leads to
			if src.Name != "" {
				r.Source = src.Name
			}
			r.Reliability, r.Party, r.Home = src.Reliability, src.Party, src.Country
		}
		if r.Lang == "" {
			r.Lang = src.Language
		}
	}
	if r.Lang == "" {
		r.Lang, _, _ = strings.Cut(strings.ToLower(hint.Lang), "-")
	}
	weak := !r.Published.Known() || r.Published.Basis == vigil.FromFetch
	if weak && !hint.Published.IsZero() && !hint.Published.After(cap.At.Add(24*time.Hour)) {
		d := vigil.DayOf(hint.Published)
		r.Published = vigil.Published{Days: vigil.Days{From: d, To: d}, At: hint.Published, Basis: vigil.Given, Score: 0.9}
	}
	return r
}

func sameSite(a, b string) bool {
	x, y := strings.TrimPrefix(hostOf(a), "www."), strings.TrimPrefix(hostOf(b), "www.")
	return x != "" && (x == y || strings.HasSuffix(x, "."+y) || strings.HasSuffix(y, "."+x))
}

// ownID keeps two pages that name one canonical address from being taken for
// versions of each other: the address counts only where the title agrees.
func (c *Collector) ownID(ctx context.Context, r *vigil.Report, cap store.Capture) error {
	own := item.Key(cap.URL)
	if strings.Contains(r.ID, "#") {
		return nil // an entry of a live blog
	}
	if r.ID = item.Key(r.ID); r.ID == own {
		return nil
	}
	old, err := c.o.Store.Report(ctx, r.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err == nil && old.Title != r.Title {
		r.ID = own
	}
	return err
}

// put analyses the reports of one capture and stores them, all or none, and
// returns their ids.
func (c *Collector) put(ctx context.Context, reps []vigil.Report) (ids []string, err error) {
	var rs []*store.Reading
	for i := range reps {
		rd, err := c.reading(ctx, reps[i])
		if err != nil {
			return nil, err
		}
		if rd != nil {
			rs = append(rs, rd)
		}
		ids = append(ids, reps[i].ID)
	}
	return ids, c.store(ctx, rs)
}

// reading analyses a report, or gives nil if it is stored, read by the same
// analyser: the last run may have ended before it could say so.
func (c *Collector) reading(ctx context.Context, r vigil.Report) (*store.Reading, error) {
	old, err := c.o.Store.Reading(ctx, r.ID)
	switch {
	case err == nil && old.Report.Text == r.Text && old.Report.Title == r.Title && c.o.Analyser != "" && strings.HasPrefix(old.Analyser, c.o.Analyser):
		return nil, nil
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return nil, err
	}
	return c.analyse(r)
}

func (c *Collector) store(ctx context.Context, rs []*store.Reading) error {
	if len(rs) == 0 {
		return nil
	}
	changed, err := c.o.Store.Put(ctx, rs...)
	c.meter.reports(changed)
	return err
}

// analyse keeps one bad report from stopping the rest: it is kept unread, and
// read by the next version of the analyser.
func (c *Collector) analyse(r vigil.Report) (rd *store.Reading, err error) {
	defer func() {
		if p := recover(); p != nil {
			c.o.Log.Error("a report cannot be read", "report", r.ID, "err", fmt.Sprint(p))
			rd, err = &store.Reading{Report: r, Analyser: c.o.Analyser + ", analysis failed"}, nil
		}
	}()
	return c.o.Analyse(r)
}
