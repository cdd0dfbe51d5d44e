package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"vigil"
	"vigil/internal/export"
	"vigil/internal/protect"
	"vigil/internal/store"
)

// exportCmd writes the record of a store in a form.
type exportCmd struct {
	DB       string  `name:"db" help:"The store: a file, or postgres://…" default:"vigil.db" placeholder:"FILE"`
	Format   string  `help:"acled, ged, csv, geojson, gpkg, parquet, jsonl, json, atom, ics, md, text." default:"acled" short:"f"`
	Output   string  `help:"File to write to instead of standard output." short:"o" type:"path"`
	Losses   string  `help:"File to write what the form cannot hold to; - is standard error." default:"-" type:"path" placeholder:"FILE"`
	Since    string  `help:"Leave out what happened before this day, YYYY-MM-DD."`
	Until    string  `help:"Leave out what happened after this day, YYYY-MM-DD."`
	Country  string  `help:"Only this country, ISO 3166-1 alpha-3." placeholder:"SYR"`
	AsOf     string  `help:"The record as it was then, YYYY-MM-DD (end of that day, UTC) or RFC 3339." placeholder:"TIME"`
	MinScore float64 `help:"Leave out what scores lower, 0 to 1."`
	Changed  string  `name:"changed-since" help:"Only what the record changed since then (a day, RFC 3339, or the state that an earlier file tells), and what is gone since." placeholder:"TIME|STATE"`
	Gone     string  `name:"deletions" help:"File for a table of what a copy is to drop, with --changed-since." type:"path" placeholder:"FILE"`
	aboutFlags
	Check bool `help:"Check the file's columns, codes and types against the form (acled, ged) before writing it."`
}

// aboutFlags are what files that are taken away say of themselves.
type aboutFlags struct {
	Title   string `help:"Name of the record, in files that are taken away. Default: its store's." placeholder:"NAME"`
	Licence string `help:"Licence under which they are given, in words or by its SPDX name." placeholder:"LICENCE"`
	Cite    string `help:"How they are to be cited; state and day are added." placeholder:"WORDS"`
}

// Help is printed by --help below the summary.
func (exportCmd) Help() string {
	return `  vigil export --db war.db -f acled -o acled.csv --losses lost.txt
  vigil export --db war.db -f geojson --country SYR --licence CC-BY-4.0 > syria.geojson
  vigil export --db war.db -f csv --as-of 2018-09-08 > then.csv
  vigil export --db war.db -f acled -o new.csv --changed-since 2018-09-08 --deletions gone.csv

Version, licence and citation stand in the file; beside a table, which has no
room for them, in FILE-metadata.json (CSV on the Web).`
}

// Run implements the command.
func (c *exportCmd) Run(ctx context.Context) (err error) {
	q, err := c.query()
	if err != nil {
		return err
	}
	s, err := openKept(ctx, c.DB)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	t, since, err := c.take(ctx, &protect.Store{Store: s}, q)
	if err != nil {
		return err
	}
	about := export.About{Title: cmp.Or(c.Title, storeName(c.DB)), Licence: c.Licence, Cite: c.Cite, Software: "vigil " + version, Made: time.Now(), Part: c.part(), Place: t.Place, Since: since}
	opt := export.Options{At: about.Made, About: &about, Gone: t.Gone}
	var b strings.Builder
	if err := export.Write(&b, t.Record, c.Format, opt); err != nil {
		return err
	}
	if c.Check {
		if err := export.Check(strings.NewReader(b.String()), c.Format); err != nil {
			return err
		}
	}
	if err := errors.Join(c.tellLosses(export.LossText(export.Losses(t.Record, c.Format, opt))), c.tellGone(t.Gone)); err != nil {
		return err
	}
	if c.Output == "" {
		_, err = os.Stdout.WriteString(b.String())
		return err
	}
	return errors.Join(os.WriteFile(c.Output, []byte(b.String()), 0o644), c.describe(&about))
}

func (c *exportCmd) query() (q store.Query, err error) {
	q = store.Query{Country: strings.ToUpper(c.Country), MinScore: c.MinScore}
	if q.Days, err = parseSpan(c.Since, c.Until); err != nil {
		return q, err
	}
	if c.AsOf != "" && c.Changed != "" {
		return q, errors.New("--as-of and --changed-since do not go together")
	}
	return q, nil
}

// take loads what is asked for, and the state since which.
func (c *exportCmd) take(ctx context.Context, s store.Store, q store.Query) (t *export.Taken, since int64, err error) {
	if c.AsOf != "" {
		rec, err := loadAsOf(ctx, s, q, c.AsOf)
		return &export.Taken{Record: rec}, 0, err
	}
	if c.Changed != "" {
		if since, err = strconv.ParseInt(c.Changed, 10, 64); err != nil {
			at, err := time.Parse(time.RFC3339, c.Changed)
			if err != nil {
				at, err = time.Parse(time.DateOnly, c.Changed)
			}
			if err != nil {
				return nil, 0, fmt.Errorf("--changed-since %q: want YYYY-MM-DD, RFC 3339 or the number of a state", c.Changed)
			}
			if since, err = store.PlaceAt(ctx, s, at); err != nil {
				return nil, 0, err
			}
		}
	}
	t, err = export.Take(ctx, s, q, since)
	return t, since, err
}

// part says which part of the record is taken, or "".
func (c *exportCmd) part() string {
	var out []string
	for _, p := range [][2]string{{"country", strings.ToUpper(c.Country)}, {"from", c.Since}, {"to", c.Until}, {"as of", c.AsOf}} {
		if p[1] != "" {
			out = append(out, p[0]+" "+p[1])
		}
	}
	return strings.Join(out, ", ")
}

// describe writes what a table is beside it.
func (c *exportCmd) describe(a *export.About) error {
	if !export.Tables(c.Format) {
		return nil
	}
	var b strings.Builder
	if err := export.WriteMetadata(&b, filepath.Base(c.Output), c.Format, a); err != nil {
		return err
	}
	return os.WriteFile(c.Output+"-metadata.json", []byte(b.String()), 0o644)
}

func (c *exportCmd) tellGone(gone []export.Gone) error {
	if c.Gone == "" {
		return nil
	}
	var b strings.Builder
	if err := export.WriteGone(&b, gone); err != nil {
		return err
	}
	return os.WriteFile(c.Gone, []byte(b.String()), 0o644)
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
