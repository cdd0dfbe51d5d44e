package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"vigil"
	"vigil/internal/pipeline"
	"vigil/internal/store"
	"vigil/internal/work"
)

type workerCmd struct {
	ownFiles
	DB      string        `name:"db" help:"The store: a file, or postgres://…" default:"vigil.db" placeholder:"FILE"`
	Jobs    int           `short:"j" help:"Reports analysed at once. Default: one a processor." placeholder:"N"`
	Every   time.Duration `help:"Between two updates of the record." default:"10s"`
	Once    bool          `help:"Stop when nothing is left to do."`
	Retry   bool          `help:"Take up again what was given up."`
	Metrics string        `help:"Serve /metrics (Prometheus) and /healthz here." placeholder:"ADDR"`
	LogJSON bool          `name:"log-json" help:"Log as JSON."`
	Verbose bool          `short:"v" help:"Log every report."`
}

// Help is printed by --help below the summary.
func (workerCmd) Help() string {
	return `Analyses the reports that wait in a store (vigil collect --collect-only puts them
there), and those that an earlier version of vigil read, these after all others.
On a PostgreSQL database as many workers as wanted, on as many machines; the
first leads: it groups and merges, until it ends and another does. A worker may
be stopped or killed at any moment. A file has one worker.

  vigil collect --db postgres://db.example/war --collect-only
  vigil worker --db postgres://db.example/war          on each machine
  vigil worker --db war.db --once                      read again what an older vigil read`
}

// Run implements the command.
func (c *workerCmd) Run(ctx context.Context) (err error) {
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
	if c.Retry {
		n, err := db.Retry(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "vigil: %d reports are taken up again\n", n)
	}
	ordered := db.InOrder()
	meter, log := work.NewMeter(), logger(os.Stderr, c.LogJSON, c.Verbose, false)
	stop, err := serveMeter(c.Metrics, meter, log)
	if err != nil {
		return err
	}
	defer stop()
	n, err := work.Run(ctx, work.Options{Store: db, Analyser: pipeline.Version, Jobs: c.Jobs, Every: c.Every, Once: c.Once, Meter: meter, Log: log,
		Analyse: func(r vigil.Report) *store.Reading { return analyseReport(analyser, r) },
		Update:  func(ctx context.Context) error { return composer.Update(ctx, ordered, time.Now()) }})
	fmt.Fprintf(os.Stderr, "vigil: %d reports read, %d failed, %d updates of the record\n", n.Read, n.Failed, n.Updates)
	return err
}

// handsOver stores reports for workers to read.
type handsOver struct{ store.Full }

// Put stores reports with the jobs of reading them.
func (h handsOver) Put(ctx context.Context, rs ...*store.Reading) (int, error) {
	reports := make([]*vigil.Report, len(rs))
	for i, r := range rs {
		reports[i] = &r.Report
	}
	return h.Await(ctx, reports...)
}
