package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"runtime"

	"vigil"
	"vigil/internal/collect/file"
	"vigil/internal/interchange"
	"vigil/internal/pipeline"
)

type analyseCmd struct {
	ownFiles
	Layers string `help:"Comma-separated parts to write: sentences, tokens, names, places, times, attributions, claims, text, all. Default: all but tokens." placeholder:"LIST"`
	Jobs   int    `short:"j" help:"Reports analysed at once. Default: one a processor." placeholder:"N"`
}

// Help is printed by --help below the summary.
func (analyseCmd) Help() string {
	return `The form of both is in docs/formats.md. Order is kept and memory stays flat
however long the stream is. A line that cannot be read gives an error record
{"id","error"} and a message that names it; the rest goes on, and the exit
status is 1.

  vigil analyse < reports.jsonl > analysis.jsonl
  vigil analyse --layers claims --jobs 1 < reports.jsonl`
}

// analyseMemory is the heap from which garbage is collected whatever the time it
// costs, bytes: with the binary it keeps any stream under 400 MB on two
// processors. Ordinary reports take far less.
const analyseMemory = 300 << 20

// Run implements the command.
func (c *analyseCmd) Run(ctx context.Context) error {
	layers, err := interchange.ParseLayers(c.Layers)
	if err != nil {
		return err
	}
	a, err := newAnalyser(c.ownFiles)
	if err != nil {
		return err
	}
	if layers&(interchange.Claims|interchange.Attributions) == 0 {
		a.Extract = nil
	}
	boundMemory(analyseMemory)
	out := interchange.NewWriter(os.Stdout, layers)
	faults := 0
	err = analyseAll(ctx, a, file.Lines("standard input", os.Stdin), c.Jobs, func(r result) error {
		if r.err != nil {
			faults++
			fmt.Fprintln(os.Stderr, "vigil:", r.err)
			return out.WriteError(r.id, r.err)
		}
		return out.Write(r.analysis)
	})
	if err := errors.Join(err, out.Flush()); err != nil {
		return err
	}
	if faults > 0 {
		fmt.Fprintf(os.Stderr, "vigil: %d reports could not be read\n", faults)
		return errReported
	}
	return nil
}

// result is an analysis, or why there is none.
type result struct {
	id       string
	analysis *pipeline.Analysis
	err      error
}

// analyseAll analyses the reports with jobs goroutines (0: one a processor)
// and hands the results to take, in order. At most a few reports a job are in
// memory at once. It ends early when ctx does or take fails.
func analyseAll(ctx context.Context, a *pipeline.Analyser, reports iter.Seq2[vigil.Report, error], jobs int, take func(result) error) error {
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	pending := make(chan chan result, 2*jobs) // in order of the input
	go func() {
		defer close(pending)
		slots := make(chan struct{}, jobs)
		for rep, err := range reports {
			done := make(chan result, 1)
			select {
			case pending <- done:
			case <-ctx.Done():
				return
			}
			if err != nil {
				done <- result{id: rep.ID, err: err}
				continue
			}
			slots <- struct{}{}
			go func() {
				defer func() { <-slots }()
				done <- analyseOne(a, rep)
			}()
		}
	}()
	for done := range pending {
		if err := take(<-done); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// analyseOne keeps one bad report from stopping the rest.
func analyseOne(a *pipeline.Analyser, rep vigil.Report) (r result) {
	defer func() {
		if p := recover(); p != nil {
			r = result{id: rep.ID, err: &vigil.InputError{Name: "report " + rep.ID, Err: fmt.Errorf("analysis failed: %v", p)}}
		}
	}()
	return result{id: rep.ID, analysis: a.Analyse(rep)}
}
