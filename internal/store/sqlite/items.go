package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"vigil"
	"vigil/internal/store"
)

// Append implements store.Store.
func (s *Store) Append(ctx context.Context, changes []store.Change) error {
	return s.tx(ctx, func(tx *writing) error { return appendAll(ctx, tx, changes) })
}

func appendAll(ctx context.Context, tx *writing, changes []store.Change) error {
	for i := range changes {
		if err := appendOne(ctx, tx, &changes[i]); err != nil {
			return fmt.Errorf("revision %d of %s: %w", changes[i].Rev, changes[i].Of, err)
		}
	}
	return nil
}

func appendOne(ctx context.Context, tx *writing, c *store.Change) error {
	var last int
	if err := tx.QueryRowContext(ctx, "select coalesce(max(rev), 0) from revisions where of = ?", c.Of).Scan(&last); err != nil {
		return err
	}
	if c.Rev != last+1 {
		return fmt.Errorf("the last is %d: %w", last, store.ErrConflict)
	}
	if err := putRevision(ctx, tx, c); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "insert into changes (of, rev) values (?, ?)", c.Of, c.Rev); err != nil {
		return err
	}
	if c.Kind == store.Decision {
		if err := awaitDecided(ctx, tx, c); err != nil {
			return err
		}
	}
	if c.After == nil {
		return dropItem(ctx, tx, c.Of)
	}
	return putItem(ctx, tx, c)
}

// first and last close an open end of a range with its other end.
func first(d vigil.Days) vigil.Day {
	if d.From == 0 {
		return d.To
	}
	return d.From
}

func last(d vigil.Days) vigil.Day {
	if d.To == 0 {
		return d.From
	}
	return d.To
}

func nullDay(d vigil.Day) any {
	if d == 0 {
		return nil
	}
	return int(d)
}

func nullText(b []byte) any {
	if b == nil {
		return nil
	}
	return string(b)
}

// History implements store.Store.
func (s *Store) History(ctx context.Context, of string) ([]vigil.Revision, error) {
	rows, err := s.read.QueryContext(ctx, "select rev, at, by, cause, after from revisions where of = ? order by rev", of)
	if err != nil {
		return nil, err
	}
	var out []vigil.Revision
	err = each(rows, func() error {
		r := vigil.Revision{Of: of}
		var at int64
		var after sql.NullString
		if err := rows.Scan(&r.Rev, &at, &r.By, &r.Cause, &after); err != nil {
			return err
		}
		r.At = time.Unix(0, at).UTC()
		if after.Valid {
			r.After = []byte(after.String)
		}
		if n := len(out); n > 0 {
			r.Before = out[n-1].After
		}
		out = append(out, r)
		return nil
	})
	return out, err
}
