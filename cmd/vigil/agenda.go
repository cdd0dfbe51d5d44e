package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"vigil"
	"vigil/internal/export"
	"vigil/internal/protect"
)

// agendaCmd lists what was announced for a day.
type agendaCmd struct {
	DB     string `name:"db" help:"The store: a file, or postgres://…" default:"vigil.db" placeholder:"FILE"`
	Today  string `help:"The day that counts as today, YYYY-MM-DD." placeholder:"DAY"`
	Back   int    `help:"How many days back to show what became of what was due." default:"14" placeholder:"DAYS"`
	AsOf   string `help:"The record as it was then, YYYY-MM-DD (end of that day, UTC) or RFC 3339." placeholder:"TIME"`
	Area   string `help:"Only this area: a country (SYR), a place or division (Idlib), or LAT,LON[,KM]." placeholder:"AREA"`
	Format string `help:"md, html, or ics for calendars." default:"md" short:"f" enum:"md,html,ics"`
	Output string `help:"File to write to instead of standard output." short:"o" type:"path"`
}

// Help is printed by --help below the summary.
func (agendaCmd) Help() string {
	return `What parties announced, threatened or demanded for a day: what is due or was
moved, and what was held, cancelled, breached or passed without a report of it,
each with the sentences that say so.

  vigil agenda --db war.db
  vigil agenda --db war.db --area SYR --back 30
  vigil agenda --db war.db -f ics -o agenda.ics`
}

// Run implements the command.
func (c *agendaCmd) Run(ctx context.Context) (err error) {
	asOf, err := parseAsOf(c.AsOf)
	if err != nil {
		return err
	}
	at := asOf
	if at.IsZero() {
		at = time.Now().UTC()
	}
	today := vigil.DayOf(at)
	if c.Today != "" {
		if today, err = vigil.ParseDay(c.Today); err != nil {
			return fmt.Errorf("--today: %w", err)
		}
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
	rec, err := export.Announced(ctx, &protect.Store{Store: s}, asOf, today-vigil.Day(c.Back))
	if err != nil {
		return err
	}
	rec = area.Apply(rec)
	return writeTo(c.Output, func(w io.Writer) error {
		if c.Format == "ics" {
			return export.Write(w, rec, "ics", export.Options{At: at})
		}
		title := strings.TrimSpace("Agenda " + c.Area)
		return export.WriteBrief(w, export.NewAgenda(rec, c.Area, today, vigil.Day(c.Back), at), title, c.Format)
	})
}
