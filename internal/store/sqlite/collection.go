package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"vigil/internal/store"
)

var _ store.Collection = (*Store)(nil)

func linkArgs(l *store.Link) []any {
	return []any{l.Key, l.URL, l.Source, l.Role, l.Host, string(l.State), store.Nanos(l.Due), store.Nanos(l.Found), store.Nanos(l.Stamp), store.Nanos(l.Fetched), l.Tries, l.ETag, l.Modified, l.Digest, l.Why, string(l.Hint)}
}

func scanLink(scan func(...any) error) (store.Link, error) {
	var l store.Link
	var due, found, stamp, fetched int64
	err := scan(&l.Key, &l.URL, &l.Source, &l.Role, &l.Host, &l.State, &due, &found, &stamp, &fetched, &l.Tries, &l.ETag, &l.Modified, &l.Digest, &l.Why, &l.Hint)
	l.Due, l.Found, l.Stamp, l.Fetched = store.FromNanos(due), store.FromNanos(found), store.FromNanos(stamp), store.FromNanos(fetched)
	return l, err
}

// Found implements store.Collection.
func (s *Store) Found(ctx context.Context, links []store.Link) (due int, err error) {
	err = s.tx(ctx, func(tx *writing) error {
		for i := range links {
			res, err := tx.ExecContext(ctx, `insert into links (`+store.LinkColumns+`) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
				on conflict (key) do update set state = 'due', due = max(?7, fetched + 3600000000000), stamp = ?9, tries = 0, hint = ?16
				where state = 'done' and ?9 > stamp and ?9 > fetched or state = 'off'`, linkArgs(&links[i])...)
			if err != nil {
				return fmt.Errorf("link %s: %w", links[i].Key, err)
			}
			n, err := res.RowsAffected()
			if err != nil {
				return err
			}
			due += int(n)
		}
		return nil
	})
	return due, err
}

// due steps from host to host through the index, so that the time it takes
// grows with the hosts and not with what waits for them.
const due = `with recursive hosts (h) as (
		select min(host) from links where state = 'due'
		union all select (select min(host) from links where state = 'due' and host > h) from hosts where h is not null)
	select ` + store.LinkColumns + ` from hosts join links on key = (select key from links where state = 'due' and host = h order by due limit 1)
	where h is not null and due <= ? order by due limit ?`

// Due implements store.Collection.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]store.Link, error) {
	rows, err := s.read.QueryContext(ctx, due, store.Nanos(now), limit)
	if err != nil {
		return nil, err
	}
	var out []store.Link
	err = each(rows, func() error {
		l, err := scanLink(rows.Scan)
		out = append(out, l)
		return err
	})
	return out, err
}

// Link implements store.Collection.
func (s *Store) Link(ctx context.Context, key string) (*store.Link, error) {
	l, err := scanLink(s.read.QueryRowContext(ctx, "select "+store.LinkColumns+" from links where key = ?", key).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("link %s: %w", key, store.ErrNotFound)
	}
	return &l, err
}

func setLink(ctx context.Context, tx *writing, l *store.Link) error {
	_, err := tx.ExecContext(ctx, `insert or replace into links (`+store.LinkColumns+`) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, linkArgs(l)...)
	return err
}

// SetLink implements store.Collection.
func (s *Store) SetLink(ctx context.Context, l *store.Link) error {
	return s.tx(ctx, func(tx *writing) error { return setLink(ctx, tx, l) })
}

const captureColumns = "seq, at, key, url, source, role, status, type, digest, same, file, offset, length, id, state, why"

func putCapture(ctx context.Context, tx *writing, c *store.Capture) error {
	_, err := tx.ExecContext(ctx, "insert or ignore into captures ("+captureColumns+") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		c.Seq, store.Nanos(c.At), c.Key, c.URL, c.Source, c.Role, c.Status, c.Type, c.Digest, c.Same, c.File, c.Offset, c.Length, c.ID, string(c.State), c.Why)
	return err
}

func scanCapture(scan func(...any) error) (c store.Capture, err error) {
	var at int64
	err = scan(&c.Seq, &at, &c.Key, &c.URL, &c.Source, &c.Role, &c.Status, &c.Type, &c.Digest, &c.Same, &c.File, &c.Offset, &c.Length, &c.ID, &c.State, &c.Why)
	c.At = store.FromNanos(at)
	return c, err
}

// Captured implements store.Collection.
func (s *Store) Captured(ctx context.Context, cs []store.Capture, l *store.Link) error {
	return s.tx(ctx, func(tx *writing) error {
		for i := range cs {
			if err := putCapture(ctx, tx, &cs[i]); err != nil {
				return fmt.Errorf("capture %d: %w", cs[i].Seq, err)
			}
		}
		if l == nil {
			return nil
		}
		return setLink(ctx, tx, l)
	})
}

// LastCapture implements store.Collection.
func (s *Store) LastCapture(ctx context.Context) (seq int64, err error) {
	err = s.read.QueryRowContext(ctx, "select coalesce(max(seq), 0) from captures").Scan(&seq)
	return seq, err
}

// CaptureGaps implements store.Collection.
func (s *Store) CaptureGaps(ctx context.Context) (out []store.Gap, err error) {
	rows, err := s.read.QueryContext(ctx, store.GapsQuery)
	if err != nil {
		return nil, err
	}
	err = each(rows, func() error {
		var g store.Gap
		err := rows.Scan(&g.From, &g.To)
		out = append(out, g)
		return err
	})
	return out, err
}

// Pending implements store.Collection.
func (s *Store) Pending(ctx context.Context, after int64, limit int) ([]store.Capture, error) {
	return captures(s.read.QueryContext(ctx, "select "+captureColumns+" from captures where state = 'pending' and seq > ? order by seq limit ?", after, limit))
}

// Captures implements store.Collection.
func (s *Store) Captures(ctx context.Context, of string) ([]store.Capture, error) {
	return captures(s.read.QueryContext(ctx, "select "+captureColumns+` from captures where key = ?1 or seq in (select seq from capture_reports where report = ?1) order by seq`, of))
}

func captures(rows *sql.Rows, err error) ([]store.Capture, error) {
	if err != nil {
		return nil, err
	}
	var out []store.Capture
	err = each(rows, func() error {
		c, err := scanCapture(rows.Scan)
		out = append(out, c)
		return err
	})
	return out, err
}

// Settle implements store.Collection.
func (s *Store) Settle(ctx context.Context, seq int64, state store.CaptureState, why string, reports []string) error {
	return s.tx(ctx, func(tx *writing) error {
		res, err := tx.ExecContext(ctx, "update captures set state = ?, why = ? where seq = ?", string(state), why, seq)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("capture %d: %w", seq, store.ErrNotFound))
		}
		for _, r := range reports {
			if _, err := tx.ExecContext(ctx, "insert or ignore into capture_reports (report, seq) values (?, ?)", r, seq); err != nil {
				return err
			}
		}
		return nil
	})
}

// Standing implements store.Collection.
func (s *Store) Standing(ctx context.Context) (map[string]int, error) {
	rows, err := s.read.QueryContext(ctx, `select role || ' ' || state, count(*) from links group by role, state
		union all select 'capture ' || state, count(*) from captures group by state`)
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	err = each(rows, func() error {
		var what string
		var n int
		err := rows.Scan(&what, &n)
		out[what] = n
		return err
	})
	return out, err
}
