package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"vigil"
	"vigil/internal/collect/file"
	"vigil/internal/store"
)

type explainCmd struct {
	ownFiles
	What string `arg:"" help:"A file of reports, - for standard input, or with --db the id of a claim, incident, statement or toll." placeholder:"ID|FILE"`
	DB   string `name:"db" help:"The store to look ids up in: a file, or postgres://…" placeholder:"FILE"`
}

// Help is printed by --help below the summary.
func (explainCmd) Help() string {
	return `Shows where every value of a claim comes from: the words, the sentence they stand
in, the rule or model that read them, and its score. For an incident of a store
also its voices, the rule behind each headline figure with the rival figures
beside it, and every revision.

  vigil explain report.txt
  vigil explain - < report.txt
  vigil explain --db war.db rep-12#3          one claim
  vigil explain --db war.db inc-4f2a          an incident with its claims`
}

// Run implements the command.
func (c *explainCmd) Run(ctx context.Context) (err error) {
	out := bufio.NewWriter(os.Stdout)
	defer func() { err = errors.Join(err, out.Flush()) }()
	if c.DB != "" {
		s, err := openKept(ctx, c.DB)
		if err != nil {
			return err
		}
		defer s.Close()
		return explainID(ctx, out, s, c.What)
	}
	a, err := newAnalyser(c.ownFiles)
	if err != nil {
		return err
	}
	for rep, err := range file.Reports([]string{c.What}, os.Stdin, func(string) {}) {
		if err != nil {
			return err
		}
		x := a.Analyse(rep)
		if len(x.Claims) == 0 {
			fmt.Fprintf(out, "%s: nothing that vigil keeps is told\n", rep.ID)
		}
		for i := range x.Claims {
			explainClaim(out, &x.Claims[i], x.Report.Text)
		}
	}
	return nil
}

// explainID explains a claim or a thing of the record of a store.
func explainID(ctx context.Context, w io.Writer, s store.Store, id string) error {
	claims, err := s.Claims(ctx, []string{id})
	if err != nil {
		return err
	}
	if len(claims) > 0 {
		return explainKept(ctx, w, s, claims)
	}
	items, err := s.Items(ctx, store.Query{IDs: []string{id}})
	if err != nil {
		return err
	}
	if len(items) == 0 {
		return fmt.Errorf("%s: no claim, incident, statement or toll of this store", id)
	}
	rec, err := store.Load(ctx, s, store.Query{IDs: []string{id}})
	if err != nil {
		return err
	}
	history, err := s.History(ctx, id)
	if err != nil {
		return err
	}
	for i := range rec.Incidents {
		explainIncident(w, &rec.Incidents[i])
	}
	for i := range rec.Statements {
		x := &rec.Statements[i]
		fmt.Fprintf(w, "statement %s  %s, %s\n", x.ID, x.Act, x.Standing)
		explainVoices(w, x.Voices)
	}
	for i := range rec.Tolls {
		explainToll(w, &rec.Tolls[i])
	}
	explainHistory(w, history)
	return explainKept(ctx, w, s, rec.Claims)
}

// explainKept explains claims with the texts that the store keeps.
func explainKept(ctx context.Context, w io.Writer, s store.Store, claims []vigil.Claim) error {
	for i := range claims {
		rep, err := s.Report(ctx, claims[i].Report)
		if err != nil {
			return fmt.Errorf("report %s: %w", claims[i].Report, err)
		}
		explainClaim(w, &claims[i], rep.Text)
	}
	return nil
}

func explainIncident(w io.Writer, x *vigil.Incident) {
	fmt.Fprintf(w, "incident %s  %s, score %.2f\n", x.ID, x.Act, x.Score)
	if x.Standing != "" {
		explainLine(w, "standing", string(x.Standing), "")
	}
	if x.Grade.Level != "" {
		explainLine(w, "grade", x.Grade.Level, x.Grade.Reason)
	}
	for _, d := range x.Disputed {
		explainLine(w, "disputed", d, "")
	}
	for _, t := range x.Tallies {
		explainLine(w, string(t.Measure), bounds(t.Min, t.Max), "rule "+t.Rule)
		for _, f := range t.Figures {
			by := "the report's own voice"
			if f.Source != nil {
				by = f.Source.Name
			}
			if f.Superseded {
				by += ", superseded"
			}
			explainLine(w, "", "· "+bounds(f.Min, f.Max), by+", "+f.Claim)
		}
	}
	explainVoices(w, x.Voices)
}

func explainVoices(w io.Writer, vs []vigil.Voice) {
	for _, v := range vs {
		why := v.Why
		if v.Counts {
			why = "counts"
		}
		for _, via := range v.Via {
			why += ", via " + via
		}
		if v.Party != "" {
			why += ", speaks for " + v.Party
		}
		if v.Reliability != "" {
			why += ", outlet of reliability " + v.Reliability
		}
		explainLine(w, "voice", v.Source, why)
	}
}

func explainToll(w io.Writer, x *vigil.Toll) {
	fmt.Fprintf(w, "toll %s  %s %s %s\n", x.ID, x.Measure, x.Of, x.Scope)
	for _, p := range x.Series {
		note := p.Claim
		if p.Superseded {
			note += ", superseded"
		}
		explainLine(w, daysText(p.AsOf), bounds(p.Figure.Min, p.Figure.Max), p.Source+", "+note)
	}
}

// explainHistory lists revisions with the fields that each changed.
func explainHistory(w io.Writer, revs []vigil.Revision) {
	for _, r := range revs {
		explainLine(w, fmt.Sprintf("rev %d", r.Rev), r.At.UTC().Format("2006-01-02 15:04"), r.By+": "+r.Cause+changedFields(r.Before, r.After))
	}
}

// changedFields names the fields that differ between two states.
func changedFields(before, after []byte) string {
	var a, b map[string]json.RawMessage
	if json.Unmarshal(before, &a) != nil || json.Unmarshal(after, &b) != nil {
		return ""
	}
	out := ""
	for _, k := range fieldNames(a, b) {
		if k != "rev" && string(a[k]) != string(b[k]) {
			out += " " + k
		}
	}
	if out == "" {
		return ""
	}
	return "; changed" + out
}
