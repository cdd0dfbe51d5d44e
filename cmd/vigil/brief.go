package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"vigil"
	"vigil/internal/export"
	"vigil/internal/protect"
	"vigil/internal/store"
)

// briefCmd writes a situation report.
type briefCmd struct {
	DB     string `name:"db" help:"The store: a file, or postgres://…" default:"vigil.db" placeholder:"FILE"`
	Since  string `help:"What the record learned since: a time such as 24h or 7d before the end, or a day, YYYY-MM-DD." default:"24h"`
	AsOf   string `help:"Where it ends: the record as it was then, YYYY-MM-DD (end of that day, UTC) or RFC 3339. Default: now." placeholder:"TIME"`
	Area   string `help:"Only this area: a country (SYR), a place or division (Idlib), or LAT,LON[,KM]." placeholder:"AREA"`
	Format string `help:"md or html; the page prints on paper as it is." default:"md" short:"f" enum:"md,html"`
	Output string `help:"File to write to instead of standard output." short:"o" type:"path"`
}

// Help is printed by --help below the summary.
func (briefCmd) Help() string {
	return `A situation report: what is new, by place and by side; what changed and why;
what is disputed; tolls with their series; what parties said; what is due.
Every line is made of values of the record and cites the sentences behind it.

  vigil brief --db war.db --since 24h --area SYR
  vigil brief --db war.db --since 7d -f html -o week.html
  vigil brief --db war.db --since 2018-09-01 --as-of 2018-09-08 --area Idlib`
}

// Run implements the command.
func (c *briefCmd) Run(ctx context.Context) (err error) {
	end, err := parseAsOf(c.AsOf)
	if err != nil {
		return err
	}
	to := end
	if to.IsZero() {
		to = time.Now().UTC()
	}
	from, err := parseSince(c.Since, to)
	if err != nil {
		return err
	}
	area, err := export.ParseArea(c.Area)
	if err != nil {
		return fmt.Errorf("--area: %w", err)
	}
	s, err := openKept(ctx, c.DB)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	out := &protect.Store{Store: s}
	history, err := store.Since(ctx, out, from, to)
	if err != nil {
		return err
	}
	today := vigil.DayOf(to)
	rec, err := changedOrDue(ctx, out, slices.Sorted(maps.Keys(history)), end, today)
	if err != nil {
		return err
	}
	b := export.NewBrief(export.BriefInput{Record: area.Apply(rec), History: history, Area: c.Area, From: from, To: to, Today: today})
	return writeTo(c.Output, func(w io.Writer) error {
		return export.WriteBrief(w, b, strings.TrimSpace("Situation report "+c.Area), c.Format)
	})
}

// changedOrDue loads things by their ids, and the statements that may be due.
func changedOrDue(ctx context.Context, s store.Store, ids []string, asOf time.Time, today vigil.Day) (*vigil.Record, error) {
	rec := &vigil.Record{}
	seen := map[string]bool{}
	add := func(part *vigil.Record) {
		rec.Incidents = append(rec.Incidents, unseen(part.Incidents, seen, func(x *vigil.Incident) string { return x.ID })...)
		rec.Statements = append(rec.Statements, unseen(part.Statements, seen, func(x *vigil.Statement) string { return x.ID })...)
		rec.Tolls = append(rec.Tolls, unseen(part.Tolls, seen, func(x *vigil.Toll) string { return x.ID })...)
		rec.Claims = append(rec.Claims, unseen(part.Claims, seen, func(x *vigil.Claim) string { return x.ID })...)
		rec.Copies = append(rec.Copies, unseen(part.Copies, seen, func(x *vigil.Copy) string { return fmt.Sprint("copy ", x.Report, x.Span, x.Of) })...)
		rec.Reports = append(rec.Reports, unseen(part.Reports, seen, func(x *vigil.Report) string { return "report " + x.ID })...)
	}
	for chunk := range slices.Chunk(ids, 500) {
		for _, kind := range []store.Kind{store.Incident, store.Statement, store.Toll} {
			part, err := store.Load(ctx, s, store.Query{Kind: kind, IDs: chunk, AsOf: asOf})
			if err != nil {
				return nil, err
			}
			add(part)
		}
	}
	due, err := announced(ctx, s, asOf, today)
	if err != nil {
		return nil, err
	}
	add(due)
	return rec, nil
}

// saidWithin is how long before a day a statement of what is due on it is
// looked for.
const saidWithin = 180

// announced loads the statements that may be due from a day on.
func announced(ctx context.Context, s store.Store, asOf time.Time, from vigil.Day) (*vigil.Record, error) {
	q := store.Query{Kind: store.Statement, AsOf: asOf}
	if asOf.IsZero() {
		q.Days = vigil.Days{From: from - saidWithin}
	}
	return store.Load(ctx, s, q)
}

func unseen[T any](xs []T, seen map[string]bool, key func(*T) string) []T {
	return slices.DeleteFunc(xs, func(x T) bool {
		k := key(&x)
		was := seen[k]
		seen[k] = true
		return was
	})
}

// parseAsOf reads a time of the record: "" is now, a day its end.
func parseAsOf(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.UTC(), nil
	}
	d, err := vigil.ParseDay(s)
	if err != nil || len(s) != len(time.DateOnly) {
		return time.Time{}, fmt.Errorf("--as-of %q: want YYYY-MM-DD or RFC 3339", s)
	}
	return (d + 1).Time().Add(-time.Nanosecond), nil
}

// parseSince reads where a time that ends at to begins: so many hours or days
// before, or a day.
func parseSince(s string, to time.Time) (time.Time, error) {
	if days, ok := strings.CutSuffix(s, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n > 0 {
			return to.AddDate(0, 0, -n), nil
		}
	}
	if d, err := time.ParseDuration(s); err == nil && d > 0 {
		return to.Add(-d), nil
	}
	if d, err := vigil.ParseDay(s); err == nil {
		return d.Time(), nil
	}
	return time.Time{}, fmt.Errorf("--since %q: want a time such as 24h or 7d, or YYYY-MM-DD", s)
}

// writeTo writes to a file, or to standard output if none is named.
func writeTo(file string, write func(io.Writer) error) (err error) {
	if file == "" {
		return write(os.Stdout)
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return write(f)
}
