package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"vigil"
	"vigil/internal/export"
	"vigil/internal/protect"
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
	b, err := export.LoadBrief(ctx, &protect.Store{Store: s}, export.BriefAsked{Area: c.Area, Filter: area, From: from, To: to, AsOf: end})
	if err != nil {
		return err
	}
	return writeTo(c.Output, func(w io.Writer) error {
		return export.WriteBrief(w, b, strings.TrimSpace("Situation report "+c.Area), c.Format)
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
