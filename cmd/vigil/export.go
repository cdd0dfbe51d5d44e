package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"vigil"
	"vigil/internal/export"
	"vigil/internal/store"
)

// exportCmd writes the record of a store in a form.
type exportCmd struct {
	DB       string  `name:"db" help:"The store: a file, or postgres://…" default:"vigil.db" placeholder:"FILE"`
	Format   string  `help:"acled, ged, csv, geojson, jsonl, json, atom, ics, md, text." default:"acled" short:"f"`
	Output   string  `help:"File to write to instead of standard output." short:"o" type:"path"`
	Losses   string  `help:"File to write what the form cannot hold to; - is standard error." default:"-" type:"path" placeholder:"FILE"`
	Since    string  `help:"Leave out what happened before this day, YYYY-MM-DD."`
	Until    string  `help:"Leave out what happened after this day, YYYY-MM-DD."`
	Country  string  `help:"Only this country, ISO 3166-1 alpha-3." placeholder:"SYR"`
	AsOf     string  `help:"The record as it was then, YYYY-MM-DD (end of that day, UTC) or RFC 3339." placeholder:"TIME"`
	MinScore float64 `help:"Leave out what scores lower, 0 to 1."`
	Check    bool    `help:"Check the file's columns, codes and types against the form (acled, ged) before writing it."`
}

// Help is printed by --help below the summary.
func (exportCmd) Help() string {
	return `  vigil export --db war.db -f acled -o acled.csv --losses lost.txt
  vigil export --db war.db -f geojson --country SYR > syria.geojson
  vigil export --db war.db -f csv --as-of 2018-09-08 > then.csv`
}

// Run implements the command.
func (c *exportCmd) Run(ctx context.Context) (err error) {
	q := store.Query{Country: strings.ToUpper(c.Country), MinScore: c.MinScore}
	for _, d := range []struct {
		flag, value string
		to          *vigil.Day
	}{{"--since", c.Since, &q.Days.From}, {"--until", c.Until, &q.Days.To}} {
		if d.value == "" {
			continue
		}
		if *d.to, err = vigil.ParseDay(d.value); err != nil {
			return fmt.Errorf("%s: %w", d.flag, err)
		}
	}
	s, err := openKept(ctx, c.DB)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	rec, err := loadAsOf(ctx, s, q, c.AsOf)
	if err != nil {
		return err
	}
	opt := export.Options{At: time.Now()}
	var b strings.Builder
	if err := export.Write(&b, rec, c.Format, opt); err != nil {
		return err
	}
	if c.Check {
		if err := export.Check(strings.NewReader(b.String()), c.Format); err != nil {
			return err
		}
	}
	if err := c.tellLosses(export.LossText(export.Losses(rec, c.Format, opt))); err != nil {
		return err
	}
	if c.Output == "" {
		_, err = os.Stdout.WriteString(b.String())
		return err
	}
	return os.WriteFile(c.Output, []byte(b.String()), 0o644)
}

// loadAsOf loads what q asks for, of the record as it was at a time; "" is as it
// is.
func loadAsOf(ctx context.Context, s store.Store, q store.Query, at string) (*vigil.Record, error) {
	asOf, err := parseAsOf(at)
	if err != nil {
		return nil, err
	}
	if asOf.IsZero() {
		return store.Load(ctx, s, q)
	}
	rec, err := store.Load(ctx, s, store.Query{AsOf: asOf})
	if err != nil {
		return nil, err
	}
	return export.Filter{MinScore: q.MinScore, Days: q.Days, Country: q.Country}.Apply(rec), nil
}

func (c *exportCmd) tellLosses(words string) error {
	switch {
	case words == "":
		return nil
	case c.Losses == "-":
		_, err := fmt.Fprint(os.Stderr, "vigil: what this form cannot hold:\n"+words)
		return err
	}
	return os.WriteFile(c.Losses, []byte(words), 0o644)
}
