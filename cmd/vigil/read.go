package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"vigil"
	"vigil/internal/collect/file"
	"vigil/internal/export"
	"vigil/internal/merge"
	"vigil/internal/pipeline"
	"vigil/internal/store"
)

type readCmd struct {
	ownFiles
	Paths []string `arg:"" optional:"" help:"Files, folders, or - for standard input: text, HTML, JSON Lines, each also .gz." placeholder:"PATH"`

	Format   string   `help:"How to write the record: text, md, json, jsonl, csv, geojson, acled, ged, atom, ics." default:"text" short:"f"`
	Output   string   `help:"File to write to instead of standard output." short:"o" type:"path"`
	Rule     string   `help:"How headline figures follow from rival ones: ${rules}." default:"${rule}" placeholder:"RULE"`
	MinScore *float64 `help:"Leave out what scores lower, 0 to 1. Default: for people to read (text, md), statements below 0.5, which are likelier wrong than right; else nothing."`
	Since    string   `help:"Leave out what happened before this day, YYYY-MM-DD."`
	Until    string   `help:"Leave out what happened after this day, YYYY-MM-DD."`
	Country  string   `help:"Only this country, ISO 3166-1 alpha-3." placeholder:"SYR"`
	Near     string   `help:"Only places near a point, in degrees and kilometres (50 if not given)." placeholder:"LAT,LON[,KM]"`
	DB       string   `name:"db" help:"Add to this store, a file or postgres://…, and read the whole of it. Without it nothing is left behind." placeholder:"FILE"`
	AsOf     string   `help:"The store's record as it was then, YYYY-MM-DD (end of that day, UTC) or RFC 3339; reads nothing new." placeholder:"TIME"`
	Jobs     int      `help:"Reports analysed at once. Default: one a processor." short:"j" placeholder:"N"`
	Quiet    bool     `help:"No progress and no summary on standard error." short:"q"`
}

// Help is printed by --help below the summary.
func (readCmd) Help() string {
	return `Reads reports and prints what they say happened: incidents by date, statements,
tolls, forces and sides, and what could not be resolved, each with the sentence
it rests on. Several reports become one record: copies are not counted, rival
figures stand side by side.

  vigil read report.txt
  vigil read reports/ --since 2018-09-01 --country SYR
  vigil read - --format md < page.html
  vigil read week.jsonl --db war.db        keep it, add more tomorrow
  vigil read --db war.db --format csv -o incidents.csv
  vigil read --db war.db --as-of 2018-09-08   what was known then`
}

// Run implements the command.
func (c *readCmd) Run(ctx context.Context) error {
	filter, err := c.filter()
	if err != nil {
		return err
	}
	if len(c.Paths) == 0 && c.DB == "" {
		return errors.New("nothing to read: name files or folders, or - for standard input (vigil read --help)")
	}
	if c.AsOf != "" && (len(c.Paths) > 0 || c.DB == "") {
		return errors.New("--as-of reads a store as it was: name it with --db, and nothing to add")
	}
	analyser, composer, err := newPipeline(c.ownFiles)
	if err != nil {
		return err
	}
	if merge.Rules[c.Rule] == nil {
		return fmt.Errorf("--rule %q: want one of %s", c.Rule, ruleNames())
	}
	composer.Rule = c.Rule
	keeper, err := c.keeper(ctx, composer)
	if err != nil {
		return err
	}
	defer keeper.close()
	faults, err := c.analyse(ctx, analyser, keeper)
	stopped := errors.Is(err, context.Canceled)
	if err != nil && !stopped {
		return err
	}
	// After Ctrl-C what was read is still merged, kept and shown.
	rec, err := keeper.record(context.WithoutCancel(ctx))
	if err != nil {
		return err
	}
	if err := c.write(filter.Apply(rec)); err != nil {
		return err
	}
	if stopped {
		return errors.New("stopped; what was read until then is shown above")
	}
	if faults > 0 {
		fmt.Fprintf(os.Stderr, "vigil: %d could not be read\n", faults)
		return errReported
	}
	return nil
}

// likely is the score from which a statement is likelier right than wrong:
// decision 0134; the scores are what the models give, not yet calibrated.
const likely = .5

// ruleNames lists the rules of headline figures.
func ruleNames() string { return strings.Join(slices.Sorted(maps.Keys(merge.Rules)), ", ") }

func (c *readCmd) filter() (f export.Filter, err error) {
	f.Country = strings.ToUpper(c.Country)
	switch {
	case c.MinScore != nil:
		f.MinScore = *c.MinScore
	case c.Format == "text" || c.Format == "md":
		f.Asserted = likely
	}
	if f.Days, err = parseSpan(c.Since, c.Until); err != nil {
		return f, err
	}
	if c.Near != "" {
		if f.Near, err = export.ParseCircle(c.Near); err != nil {
			return f, fmt.Errorf("--near: %w", err)
		}
	}
	if f.Country != "" && len(f.Country) != 3 {
		return f, fmt.Errorf("--country %s: want three letters, such as SYR", c.Country)
	}
	return f, nil
}

// analyse reads every report, several at once, and hands them to the keeper
// in order. It returns how many could not be read.
func (c *readCmd) analyse(ctx context.Context, a *pipeline.Analyser, k keeper) (faults int, err error) {
	if len(c.Paths) == 0 {
		return 0, nil
	}
	show := newProgress(os.Stderr, file.Count(c.Paths), c.Quiet)
	defer show.clear()
	next := file.Reports(c.Paths, os.Stdin, func(string) { show.file() })
	err = analyseAll(ctx, a, next, c.Jobs, func(r result) error {
		if r.err != nil {
			faults++
			show.clear()
			fmt.Fprintln(os.Stderr, "vigil:", r.err)
			return nil
		}
		show.report()
		if rep := r.analysis.Report; !pipeline.Reads(rep.Lang) && !c.Quiet {
			show.clear()
			fmt.Fprintf(os.Stderr, "vigil: %s: in the language %s, which is not read\n", rep.ID, rep.Lang)
		}
		return k.add(context.WithoutCancel(ctx), r.analysis)
	})
	return faults, err
}

func (c *readCmd) write(rec *vigil.Record) (err error) {
	opt := export.Options{}
	out := os.Stdout
	if c.Output != "" {
		if out, err = os.Create(c.Output); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, out.Close()) }()
	} else if fd := int(out.Fd()); term.IsTerminal(fd) {
		opt.Colour = os.Getenv("NO_COLOR") == ""
		if w, _, err := term.GetSize(fd); err == nil {
			opt.Width = w
		}
	}
	return export.Write(out, rec, c.Format, opt)
}

// keeper takes analyses and gives the record of all of them.
type keeper interface {
	add(context.Context, *pipeline.Analysis) error
	record(context.Context) (*vigil.Record, error)
	close() error
}

func (c *readCmd) keeper(ctx context.Context, composer *pipeline.Composer) (keeper, error) {
	if c.DB == "" {
		return &memory{composer: composer}, nil
	}
	asOf, err := parseAsOf(c.AsOf)
	if err != nil {
		return nil, err
	}
	boundMemory(keepMemory)
	s, err := openStore(ctx, c.DB)
	if err != nil {
		return nil, err
	}
	return &kept{store: s, composer: composer, rule: c.Rule, asOf: asOf}, nil
}

// memory keeps nothing behind.
type memory struct {
	composer *pipeline.Composer
	reports  []vigil.Report
	claims   []vigil.Claim
}

func (m *memory) add(_ context.Context, a *pipeline.Analysis) error {
	m.reports = append(m.reports, a.Report)
	m.claims = append(m.claims, a.Claims...)
	return nil
}

func (m *memory) record(context.Context) (*vigil.Record, error) {
	return m.composer.Compose(m.reports, m.claims, nil, vigil.DayOf(time.Now().UTC())), nil
}

func (m *memory) close() error { return nil }

// kept adds to a store: reports as they are read, some at once, the record at
// the end.
type kept struct {
	store    store.Store
	composer *pipeline.Composer
	read     []*store.Reading // and not stored yet
	asOf     time.Time        // zero: as it is
	rule     string           // of headline figures, in what is shown: what is kept has the default's
}

func (k *kept) add(ctx context.Context, a *pipeline.Analysis) error {
	k.read = append(k.read, &store.Reading{Report: a.Report, Analyser: readBy(a.Report), Claims: a.Claims})
	if len(k.read) < atOnce {
		return nil
	}
	return k.flush(ctx)
}

// atOnce is how many reports are stored in one transaction: what it costs to
// begin and end one is shared.
const atOnce = 100

// flush stores what was read and is not stored yet.
func (k *kept) flush(ctx context.Context) error {
	if len(k.read) == 0 {
		return nil
	}
	_, err := k.store.Put(ctx, k.read...)
	k.read = nil
	return err
}

// update stores what was read and brings the record up to date.
func (k *kept) update(ctx context.Context) error {
	if err := k.flush(ctx); err != nil {
		return err
	}
	return k.composer.Update(ctx, k.store, time.Now())
}

func (k *kept) record(ctx context.Context) (*vigil.Record, error) {
	if k.asOf.IsZero() {
		if err := k.update(ctx); err != nil {
			return nil, err
		}
	}
	rec, err := store.Load(ctx, k.store, store.Query{AsOf: k.asOf})
	if err == nil && k.rule != merge.DefaultRule {
		merge.Retally(rec, k.rule)
	}
	return rec, err
}

// close stores what was read before a fault ended the reading.
func (k *kept) close() error { return errors.Join(k.flush(context.Background()), k.store.Close()) }

// progress is a line on a terminal: how far, how fast.
type progress struct {
	mu             sync.Mutex // files are opened by another goroutine than takes results
	w              io.Writer
	on             bool
	files, total   int
	reports, drawn int
	start, last    time.Time
}

func newProgress(f *os.File, total int, quiet bool) *progress {
	return &progress{w: f, on: !quiet && term.IsTerminal(int(f.Fd())), total: total, start: time.Now()}
}

func (p *progress) file()   { p.count(&p.files) }
func (p *progress) report() { p.count(&p.reports) }

func (p *progress) count(n *int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	*n++
	now := time.Now()
	if !p.on || now.Sub(p.start) < 500*time.Millisecond || now.Sub(p.last) < 100*time.Millisecond {
		return
	}
	p.last = now
	line := fmt.Sprintf("file %d of %d, %d reports, %.0f a second", p.files, p.total, p.reports, float64(p.reports)/now.Sub(p.start).Seconds())
	fmt.Fprintf(p.w, "\r%-*s", p.drawn, line)
	p.drawn = len(line)
}

func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.on && p.drawn > 0 {
		fmt.Fprintf(p.w, "\r%*s\r", p.drawn, "")
		p.drawn = 0
	}
}
