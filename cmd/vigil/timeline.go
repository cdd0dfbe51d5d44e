package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"

	"vigil"
	"vigil/internal/collect/file"
	"vigil/internal/pipeline"
	"vigil/internal/store"
	"vigil/internal/timeline"
)

// timelineCmd picks the days that mattered.
type timelineCmd struct {
	ownFiles
	Paths  []string `arg:"" optional:"" help:"Files, folders, or - for standard input, as vigil read takes them." placeholder:"PATH"`
	DB     string   `name:"db" help:"A store to take reports from: a file, or postgres://…" placeholder:"FILE"`
	About  string   `help:"Words that the store's reports must hold, all of them." placeholder:"WORDS"`
	Since  string   `help:"Leave out days before this one, YYYY-MM-DD. Default: a month before the first report."`
	Until  string   `help:"Leave out days after this one, YYYY-MM-DD."`
	Days   int      `help:"How many days to pick." default:"20" short:"n" placeholder:"N"`
	Most   int      `help:"How many of the store's reports to read at most." default:"2000" placeholder:"N"`
	Jobs   int      `help:"Reports analysed at once. Default: one a processor." short:"j" placeholder:"N"`
	Output string   `help:"File to write to instead of standard output." short:"o" type:"path"`
}

// Help is printed by --help below the summary.
func (timelineCmd) Help() string {
	return `The days that most reports name, above all those they come back to, in order,
each with the sentence that tells it best and how many reports name it and how
many came out on it.

  vigil timeline reports/ -n 10
  vigil timeline reports/ --since 2018-03-01 --until 2018-09-30
  vigil timeline --db war.db --about "Idlib hospital"`
}

// Run implements the command.
func (c *timelineCmd) Run(ctx context.Context) error {
	if len(c.Paths) == 0 && c.DB == "" {
		return fmt.Errorf("nothing to read: name files or folders, or a store with --db (vigil timeline --help)")
	}
	within, err := parseSpan(c.Since, c.Until)
	if err != nil {
		return err
	}
	a, err := newAnalyser(c.ownFiles)
	if err != nil {
		return err
	}
	a.Extract = nil
	reports := file.Reports(c.Paths, os.Stdin, func(string) {})
	if c.DB != "" {
		if reports, err = c.kept(ctx); err != nil {
			return err
		}
	}
	var line timeline.Timeline
	read := map[string]*vigil.Report{}
	err = analyseAll(ctx, a, reports, c.Jobs, func(r result) error {
		if r.err != nil {
			fmt.Fprintln(os.Stderr, "vigil:", r.err)
			return nil
		}
		rep := &r.analysis.Report
		read[rep.ID] = rep
		line.Add(rep, sentences(r.analysis), times(r.analysis))
		return nil
	})
	if err != nil {
		return err
	}
	days := line.Top(c.Days, within)
	slices.SortFunc(days, func(a, b timeline.Day) int { return cmp.Compare(a.Day, b.Day) })
	return writeTo(c.Output, func(w io.Writer) error { return writeTimeline(w, days, read) })
}

// kept yields reports of a store: those that hold the words, best first, or
// the newest.
func (c *timelineCmd) kept(ctx context.Context) (iter.Seq2[vigil.Report, error], error) {
	s, err := openKept(ctx, c.DB)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	var out []vigil.Report
	if c.About != "" {
		hits, err := s.Search(ctx, c.About, c.Most)
		if err != nil {
			return nil, err
		}
		var ids []string
		for _, h := range hits {
			ids = append(ids, h.Report)
		}
		var rs []store.Reading
		if rs, err = s.Readings(ctx, ids); err != nil {
			return nil, err
		}
		for i := range rs {
			out = append(out, rs[i].Report)
		}
	} else if out, _, err = s.Reports(ctx, -int64(c.Most), c.Most); err != nil {
		return nil, err
	}
	return func(yield func(vigil.Report, error) bool) {
		for _, r := range out {
			if !yield(r, nil) {
				return
			}
		}
	}, nil
}

func sentences(a *pipeline.Analysis) (out []vigil.Span) {
	for _, s := range a.Doc.Sentences {
		out = append(out, s.Span)
	}
	return out
}

func times(a *pipeline.Analysis) []vigil.When { return a.Resolved.Times }

func writeTimeline(w io.Writer, days []timeline.Day, read map[string]*vigil.Report) error {
	for _, d := range days {
		text := "no sentence names it"
		if r := read[d.Report]; r != nil {
			text = fmt.Sprintf("“%s” (%s)", strings.Join(strings.Fields(d.Sentence.In(r.Text)), " "), cmp.Or(r.Source, r.ID))
		}
		if _, err := fmt.Fprintf(w, "%s  named by %d, %d published  %s\n", d.Day, d.Named, d.Published, text); err != nil {
			return err
		}
	}
	return nil
}
