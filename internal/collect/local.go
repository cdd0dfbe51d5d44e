package collect

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"vigil"
	"vigil/internal/collect/file"
	"vigil/internal/collect/source"
	"vigil/internal/store"
)

// readLocal reads the files of a local source that are new or changed. One
// that was begun and not ended is begun again: storing a report twice changes
// nothing.
func (c *Collector) readLocal(ctx context.Context, s *source.Source) error {
	if _, err := os.Stat(s.Path); err != nil {
		return err
	}
	for path, err := range file.Files([]string{s.Path}) {
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		if !s.Wants(filepath.ToSlash(path)) {
			continue
		}
		if err := c.readFile(ctx, s, path); err != nil {
			return err
		}
	}
	return nil
}

func (c *Collector) readFile(ctx context.Context, s *source.Source, path string) error {
	c.begun.Add(1)
	defer c.begun.Add(-1)
	st, err := os.Stat(path)
	if err != nil {
		return err
	}
	l := &store.Link{Key: "file " + path, URL: path, Source: s.ID, Role: "file", Host: localHost + s.ID, Found: c.o.Now(), Due: c.o.Now()}
	now := fmt.Sprintf("%d bytes of %s", st.Size(), st.ModTime().UTC().Format("2006-01-02T15:04:05.000Z"))
	old, err := c.o.Store.Link(ctx, l.Key)
	switch {
	case err == nil && old.Digest == now && old.State == store.LinkDone:
		return nil
	case err == nil:
		l = old
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	reports, faults, err := c.putAll(ctx, s, path)
	if err != nil {
		return err
	}
	l.State, l.Digest, l.Fetched, l.Why = store.LinkDone, now, c.o.Now(), fmt.Sprintf("%d reports, %d faults", reports, faults)
	return c.o.Store.SetLink(ctx, l)
}

// atOnce is how many reports of a file are stored in one transaction: what it
// costs to begin and end one is shared.
const atOnce = 100

// putAll analyses the reports of a file, several at once, and stores them, many
// at once.
func (c *Collector) putAll(ctx context.Context, s *source.Source, path string) (reports, faults int, err error) {
	slots := make(chan struct{}, c.o.Readers)
	var wg sync.WaitGroup
	var mu sync.Mutex // over what is returned, and
	var read []*store.Reading
	done := func(rd *store.Reading, e error) {
		mu.Lock()
		defer mu.Unlock()
		if e != nil {
			err = errors.Join(err, e)
			return
		}
		reports++
		if rd != nil {
			read = append(read, rd)
		}
		if len(read) >= atOnce {
			err = errors.Join(err, c.store(context.WithoutCancel(ctx), read))
			read = nil
		}
	}
	failed := func() bool {
		mu.Lock()
		defer mu.Unlock()
		return err != nil
	}
	for rep, e := range file.Read(path, file.Options{PDF: c.o.PDF}) {
		if ctx.Err() != nil || failed() {
			break
		}
		var in *vigil.InputError
		switch {
		case errors.As(e, &in):
			faults++
			c.o.Log.Info("not read", "source", s.ID, "file", path, "err", e)
			continue
		case e != nil:
			done(nil, e)
			continue
		}
		slots <- struct{}{}
		wg.Go(func() {
			done(c.reading(context.WithoutCancel(ctx), localReport(rep, s)))
			<-slots
		})
	}
	wg.Wait()
	return reports, faults, errors.Join(err, c.store(context.WithoutCancel(ctx), read), ctx.Err())
}

func localReport(r vigil.Report, s *source.Source) vigil.Report {
	if r.Source == "" {
		r.Source = s.Name
	}
	if r.Source == s.Name { // an archive may hold many outlets
		r.Reliability, r.Party, r.Home = s.Reliability, s.Party, s.Country
	}
	if r.Lang == "" {
		r.Lang = s.Language
	}
	return r
}
