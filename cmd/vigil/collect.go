package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"vigil"
	"vigil/internal/collect"
	"vigil/internal/collect/capture"
	"vigil/internal/collect/fetch"
	"vigil/internal/collect/source"
	"vigil/internal/pipeline"
	"vigil/internal/store"
	"vigil/internal/work"
)

// keptFiles say where collecting keeps what.
type keptFiles struct {
	DB      string `name:"db" help:"The store: a file, or postgres://…" default:"vigil.db" placeholder:"FILE"`
	Sources string `help:"The file of sources." type:"path" default:"sources.toml" placeholder:"FILE"`
	Archive string `help:"Folder of evidence. Default: beside the store, FILE-captures; vigil-captures for a database." type:"path" placeholder:"DIR"`
}

func (k *keptFiles) archive() string {
	if k.Archive != "" {
		return k.Archive
	}
	file := besideStore(k.DB)
	return strings.TrimSuffix(file, filepath.Ext(file)) + "-captures"
}

type collectCmd struct {
	ownFiles
	keptFiles
	Once     bool          `help:"Stop when nothing is due and nothing waits to be read again."`
	Metrics  string        `help:"Serve /metrics (Prometheus) and /healthz here." placeholder:"ADDR"`
	Every    time.Duration `help:"Between two updates of the record." default:"10m"`
	Fetchers int           `help:"Requests at once, each to another host." default:"16" placeholder:"N"`
	Jobs     int           `short:"j" help:"Reports analysed at once. Default: one a processor." placeholder:"N"`
	LogJSON  bool          `name:"log-json" help:"Log as JSON."`

	CollectOnly bool `help:"Leave analysing and merging to vigil worker."`

	Verbose bool `short:"v" help:"Log every fetch and reading."`
	Quiet   bool `short:"q" help:"No line of progress; log faults only."`
}

// Help is printed by --help below the summary.
func (collectCmd) Help() string {
	return `Reads the sources of a file (see vigil sources), politely and for as long as you
let it: what they publish is fetched, kept as evidence in web archives with a
chained log (see vigil verify), read, analysed and stored. What an older vigil
read is read again when nothing new is to be read. Ctrl-C stops it cleanly; so
may anything else: the next start takes up where it ended.

  vigil sources add https://example.org/news
  vigil collect --once
  vigil collect --db war.db --metrics localhost:9100`
}

// Run implements the command.
func (c *collectCmd) Run(ctx context.Context) (err error) {
	sources, err := source.Load(c.Sources)
	if err != nil {
		return err
	}
	if len(sources.Sources) == 0 {
		return fmt.Errorf("no sources in %s: vigil sources add URL", c.Sources)
	}
	boundMemory(keepMemory)
	analyser, composer, err := newPipeline(c.ownFiles)
	if err != nil {
		return err
	}
	db, err := openStore(ctx, c.DB)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	archive, err := capture.Open(c.archive(), "vigil "+version, facts(sources)...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, archive.Close()) }()
	line := &liveLine{w: os.Stderr, on: !c.Quiet && !c.Verbose && term.IsTerminal(int(os.Stderr.Fd()))}
	opts, err := c.options(sources, line)
	if err != nil {
		return err
	}
	opts.Store, opts.Archive, opts.Dir = db, archive, c.archive()
	opts.Analyser = pipeline.Version
	opts.Analyse = func(r vigil.Report) (*store.Reading, error) { return analyseReport(analyser, r), nil }
	opts.Update = func(ctx context.Context) error { return composer.Update(ctx, db, time.Now()) }
	if c.CollectOnly {
		opts.Store, opts.Update = handsOver{db}, nil
		opts.Analyser = "" // whether a report is new the store says
		opts.Analyse = func(r vigil.Report) (*store.Reading, error) { return &store.Reading{Report: r}, nil }
	}
	collector := collect.New(opts)
	stop, err := serveMeter(c.Metrics, collector.Meter(), opts.Log)
	if err != nil {
		return err
	}
	defer stop()
	finish := line.follow(collector.Meter())
	again := work.Options{Store: db, Analyser: pipeline.Version, Jobs: c.Jobs, Busy: collector.Busy, Log: opts.Log,
		Analyse: func(r vigil.Report) *store.Reading { return analyseReport(analyser, r) }}
	err = c.collect(ctx, collector, again, opts.Update)
	finish()
	n := collector.Meter().Counts()
	fmt.Fprintf(os.Stderr, "vigil: %d fetched, %d failed, %d reports new or changed, %d captures hold none\n", n.Fetched, n.Failed, n.Reports, n.Passed)
	return err
}

// collect runs a collector; beside it, while it has nothing to read, what an
// earlier version read is read again.
func (c *collectCmd) collect(ctx context.Context, collector *collect.Collector, again work.Options, update func(context.Context) error) error {
	if c.CollectOnly {
		return collector.Run(ctx)
	}
	if c.Once {
		err := collector.Run(ctx)
		again.Once, again.Update = true, update
		_, err2 := work.Run(ctx, again)
		return errors.Join(err, err2)
	}
	beside, stop := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { work.Run(beside, again) }) // without Once it ends with its context alone
	err := collector.Run(ctx)
	stop()
	wg.Wait()
	return err
}

// facts are what evidence should tell of its taking: where, as whom, by which
// clock.
func facts(sources *source.File) []string {
	out := []string{"robots: obey", "http-header-user-agent: " + fetch.New(fetch.Options{Version: version, Contact: sources.Contact}).Agent()}
	if sources.Contact != "" {
		out = append(out, "operator: "+sources.Contact)
	}
	if h, err := os.Hostname(); err == nil {
		out = append(out, "hostname: "+h)
	}
	if synced, known := clockSynced(); known && synced {
		out = append(out, "clock: synchronised")
	} else {
		out = append(out, "clock: not known to be synchronised")
	}
	return out
}

func (c *collectCmd) options(sources *source.File, w io.Writer) (collect.Options, error) {
	log := logger(w, c.LogJSON, c.Verbose, c.Quiet || term.IsTerminal(int(os.Stderr.Fd())))
	fetching, err := fetchOptions(sources)
	return collect.Options{Sources: sources, Fetch: fetching, PDF: pdfCommand(), Every: c.Every, Fetchers: c.Fetchers, Readers: c.Jobs, Once: c.Once, Log: log}, err
}

// logger writes the log of a command that runs for long.
func logger(w io.Writer, json, verbose, quiet bool) *slog.Logger {
	o := &slog.HandlerOptions{Level: slog.LevelInfo}
	switch {
	case verbose:
		o.Level = slog.LevelDebug
	case quiet:
		o.Level = slog.LevelWarn
	}
	if json {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

// fetchOptions are those that the file of sources asks for.
func fetchOptions(sources *source.File) (fetch.Options, error) {
	allow, err := sources.Prefixes()
	return fetch.Options{Version: version, Contact: sources.Contact, Allow: allow, Interval: time.Duration(sources.Pause)}, err
}

// pdfCommand runs this program as a reader of PDF.
func pdfCommand() []string {
	exe, err := os.Executable()
	if err != nil {
		return nil
	}
	return []string{exe, "pdf-worker"}
}

// analyseReport reads a report; one in a language that is not read is kept as it
// is, marked, and not misread.
func analyseReport(a *pipeline.Analyser, r vigil.Report) *store.Reading {
	if !pipeline.Reads(r.Lang) {
		return &store.Reading{Report: r, Analyser: readBy(r)}
	}
	x := a.Analyse(r)
	return &store.Reading{Report: x.Report, Analyser: readBy(r), Claims: x.Claims}
}

// readBy names what read a report, or left it unread.
func readBy(r vigil.Report) string {
	if !pipeline.Reads(r.Lang) {
		return pipeline.Version + ", language " + r.Lang + " not read"
	}
	return pipeline.Version
}

// liveLine is a line of progress on a terminal, with log lines above it.
type liveLine struct {
	w     *os.File
	on    bool
	mu    sync.Mutex
	drawn int
}

// Write writes a line of the log above the progress.
func (l *liveLine) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.on && l.drawn > 0 {
		fmt.Fprintf(l.w, "\r%*s\r", l.drawn, "")
	}
	return l.w.Write(p)
}

// follow draws where the collecting stands until the function it returns is
// called.
func (l *liveLine) follow(m *collect.Meter) (finish func()) {
	if !l.on {
		return func() {}
	}
	end, done := make(chan struct{}), make(chan struct{})
	start := time.Now()
	go func() {
		defer close(done)
		t := time.NewTicker(250 * time.Millisecond)
		defer t.Stop()
		for {
			select {
			case <-end:
				fmt.Fprintf(l.w, "\r%*s\r", l.drawn, "")
				return
			case <-t.C:
				n := m.Counts()
				s := fmt.Sprintf("%s  %d fetched (%.1f MB), %d failed, %d found, %d reports, %d without one", time.Since(start).Round(time.Second), n.Fetched, float64(n.Bytes)/1e6, n.Failed, n.Found, n.Reports, n.Passed)
				l.mu.Lock()
				fmt.Fprintf(l.w, "\r%-*s", l.drawn, s)
				l.drawn = len(s)
				l.mu.Unlock()
			}
		}
	}()
	return func() { close(end); <-done }
}
