package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"vigil"
	"vigil/data"
	"vigil/internal/collect/jsonl"
	"vigil/internal/group"
	"vigil/internal/interchange"
	"vigil/internal/trace"
)

type groupCmd struct {
	ownFiles
	Stories bool `help:"Only stories and copies: no report is read for incidents, which takes most of the time."`
	Jobs    int  `short:"j" help:"Reports read at once. Default: one a processor." placeholder:"N"`
}

// Help is printed by --help below the summary.
func (groupCmd) Help() string {
	return `Reads reports as a stream, in the order given, and writes for each the story
that it tells and what in it is copied, after the last one:
{"id","story","incidents","copy_of","copied":[{"start","end","of","score"}]}.
Of a sentence that is copied, "of" is the report where it stood first.
"incidents" are what the report tells of, by the ids of the record that all
reports together make: two reports of one incident have its id in common.

  vigil group < reports.jsonl > stories.jsonl
  vigil group --stories < reports.jsonl     over ten times as fast, without incidents`
}

// grouped is one line of output.
type grouped struct {
	ID        string   `json:"id"`
	Story     string   `json:"story,omitempty"`
	Incidents []string `json:"incidents"`
	CopyOf    string   `json:"copy_of,omitempty"`
	Copied    []copied `json:"copied,omitempty"`
	Error     string   `json:"error,omitempty"`
}

// copied is a sentence that stood first in another report, in characters.
type copied struct {
	Start int     `json:"start"`
	End   int     `json:"end"`
	Of    string  `json:"of"`
	Score float64 `json:"score"`
}

// Run implements the command.
func (c *groupCmd) Run(ctx context.Context) error {
	bg, err := trace.ParseBackground(data.Background)
	if err != nil {
		return err
	}
	gs := groupStream{group: group.New(group.Options{Background: bg}), trace: trace.New(bg),
		at: map[string][]int{}, chars: map[string]interchange.Chars{}}
	gs.keep = !c.Stories
	lines, faults, err := gs.read(ctx, jsonl.NewReader("standard input", os.Stdin))
	if err == nil && !c.Stories {
		err = c.incidents(ctx, &gs)
	}
	if err := errors.Join(err, writeGrouped(os.Stdout, lines)); err != nil {
		return err
	}
	if faults > 0 {
		fmt.Fprintf(os.Stderr, "vigil: %d reports could not be read\n", faults)
		return errReported
	}
	return nil
}

// groupStream is the work on one stream.
type groupStream struct {
	group *group.Grouper
	trace *trace.Tracer
	lines []grouped
	at    map[string][]int             // lines of each report
	chars map[string]interchange.Chars // of the reports that the tracer still holds

	keep    bool // the reports, to be read for incidents
	reports []vigil.Report
}

// incidents reads the reports kept, makes one record of them and puts the ids
// of its incidents into the lines of the reports that tell of them.
func (c *groupCmd) incidents(ctx context.Context, gs *groupStream) error {
	analyser, composer, err := newPipeline(c.ownFiles)
	if err != nil {
		return err
	}
	each := func(yield func(vigil.Report, error) bool) {
		for _, r := range gs.reports {
			if !yield(r, nil) {
				return
			}
		}
	}
	m := memory{composer: composer}
	err = analyseAll(ctx, analyser, each, c.Jobs, func(r result) error {
		if r.err != nil {
			fmt.Fprintln(os.Stderr, "vigil:", r.err)
			return nil
		}
		return m.add(ctx, r.analysis)
	})
	if err != nil {
		return err
	}
	rec, err := m.record(ctx)
	if err != nil {
		return err
	}
	gs.tell(rec)
	return nil
}

// tell puts the incidents of a record into the lines of its reports.
func (s *groupStream) tell(rec *vigil.Record) {
	of := make(map[string]string, len(rec.Claims)) // report of each claim
	for i := range rec.Claims {
		of[rec.Claims[i].ID] = rec.Claims[i].Report
	}
	for i := range rec.Incidents {
		in := &rec.Incidents[i]
		for _, claim := range in.Claims {
			for _, k := range s.at[of[claim]] {
				if l := &s.lines[k]; !slices.Contains(l.Incidents, in.ID) {
					l.Incidents = append(l.Incidents, in.ID)
				}
			}
		}
	}
}

// read reads to the end, or until ctx is done, and returns a line for each
// report with its last story and origin.
func (s *groupStream) read(ctx context.Context, in *jsonl.Reader) (lines []grouped, faults int, err error) {
	for ctx.Err() == nil {
		rep, err := in.Next()
		if err == io.EOF {
			break
		}
		var bad *vigil.InputError
		switch {
		case errors.As(err, &bad):
			faults++
			fmt.Fprintln(os.Stderr, "vigil:", err)
			s.lines = append(s.lines, grouped{ID: rep.ID, Incidents: []string{}, Error: bad.Err.Error()})
			continue
		case err != nil:
			return s.lines, faults, err
		}
		s.add(&rep)
		if len(s.lines)%1000 == 0 {
			s.update()
		}
	}
	s.group.Settle()
	s.update()
	return s.lines, faults, ctx.Err()
}

func (s *groupStream) add(rep *vigil.Report) {
	if s.keep && len(s.at[rep.ID]) == 0 {
		s.reports = append(s.reports, *rep)
	}
	s.at[rep.ID] = append(s.at[rep.ID], len(s.lines))
	s.lines = append(s.lines, grouped{ID: rep.ID, Story: s.group.Add(rep), Incidents: []string{}})
	if _, ok := s.chars[rep.ID]; !ok {
		s.chars[rep.ID] = interchange.NewChars(rep.Text)
	}
	s.origin(s.trace.Add(rep))
}

// origin puts o into the lines of its report.
func (s *groupStream) origin(o trace.Origin) {
	var cs []copied
	chars := s.chars[o.Report]
	for _, c := range o.Copied {
		cs = append(cs, copied{chars.At(c.Start), chars.At(c.End), c.Of, float64(int(c.Score*1000+.5)) / 1000})
	}
	for _, i := range s.at[o.Report] {
		s.lines[i].CopyOf, s.lines[i].Copied = o.CopyOf, cs
	}
}

// update brings the lines up to what was learned since.
func (s *groupStream) update() {
	for _, m := range s.group.Moves() {
		for _, i := range s.at[m.Report] {
			s.lines[i].Story = m.To
		}
	}
	for _, id := range s.trace.Changed() {
		if o, ok := s.trace.Origin(id); ok {
			s.origin(o)
		}
	}
	for id := range s.chars {
		if _, ok := s.trace.Origin(id); !ok {
			delete(s.chars, id)
		}
	}
}

func writeGrouped(w io.Writer, lines []grouped) error {
	out := bufio.NewWriterSize(w, 1<<16)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for i := range lines {
		if err := enc.Encode(&lines[i]); err != nil {
			return err
		}
	}
	return out.Flush()
}
