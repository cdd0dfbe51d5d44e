package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"vigil/internal/store"
)

func linkArgs(l *store.Link) []any {
	return []any{l.Key, l.URL, l.Source, l.Role, l.Host, string(l.State), store.Nanos(l.Due), store.Nanos(l.Found), store.Nanos(l.Stamp), store.Nanos(l.Fetched), l.Tries,
		l.ETag, l.Modified, l.Digest, l.Why, string(l.Hint)}
}

func scanLink(row pgx.Row) (store.Link, error) {
	var l store.Link
	var due, found, stamp, fetched int64
	err := row.Scan(&l.Key, &l.URL, &l.Source, &l.Role, &l.Host, &l.State, &due, &found, &stamp, &fetched, &l.Tries, &l.ETag, &l.Modified, &l.Digest, &l.Why, &l.Hint)
	l.Due, l.Found, l.Stamp, l.Fetched = store.FromNanos(due), store.FromNanos(found), store.FromNanos(stamp), store.FromNanos(fetched)
	return l, err
}

const insertLink = "insert into links (" + store.LinkColumns + ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) on conflict (key) do update set "

// Found implements store.Collection.
func (s *Store) Found(ctx context.Context, links []store.Link) (due int, err error) {
	b := &pgx.Batch{}
	for i := range links {
		b.Queue(insertLink+`state = 'due', due = greatest(excluded.due, links.fetched + 3600000000000), stamp = excluded.stamp, tries = 0, hint = excluded.hint
			where links.state = 'done' and excluded.stamp > links.stamp and excluded.stamp > links.fetched or links.state = 'off'`, linkArgs(&links[i])...)
	}
	err = s.tx(ctx, 0, func(tx pgx.Tx) error {
		res := tx.SendBatch(ctx, b)
		defer res.Close()
		for i := range links {
			tag, err := res.Exec()
			if err != nil {
				return fmt.Errorf("link %s: %w", links[i].Key, err)
			}
			due += int(tag.RowsAffected())
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
	select ` + store.LinkColumns + ` from hosts, lateral (select * from links where state = 'due' and host = h order by due limit 1) l
	where h is not null and due <= $1 order by due limit $2`

// Due implements store.Collection.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]store.Link, error) {
	rows, err := s.pool.Query(ctx, due, store.Nanos(now), limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (store.Link, error) { return scanLink(row) })
}

// Link implements store.Collection.
func (s *Store) Link(ctx context.Context, key string) (*store.Link, error) {
	l, err := scanLink(s.pool.QueryRow(ctx, "select "+store.LinkColumns+" from links where key = $1", key))
	if err != nil {
		return nil, notFound(err, "link "+key)
	}
	return &l, nil
}

func queueLink(b *pgx.Batch, l *store.Link) {
	b.Queue(insertLink+`url = $2, source = $3, role = $4, host = $5, state = $6, due = $7, found = $8, stamp = $9, fetched = $10, tries = $11,
		etag = $12, modified = $13, digest = $14, why = $15, hint = $16`, linkArgs(l)...)
}

// SetLink implements store.Collection.
func (s *Store) SetLink(ctx context.Context, l *store.Link) error {
	b := &pgx.Batch{}
	queueLink(b, l)
	return s.tx(ctx, 0, func(tx pgx.Tx) error { return send(ctx, tx, b) })
}

const captureColumns = `seq, at, key, url, source, role, status, type, digest, same, file, "offset", length, id, state, why`

func queueCapture(b *pgx.Batch, c *store.Capture) {
	b.Queue("insert into captures ("+captureColumns+") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) on conflict do nothing",
		c.Seq, store.Nanos(c.At), c.Key, c.URL, c.Source, c.Role, c.Status, c.Type, c.Digest, c.Same, c.File, c.Offset, c.Length, c.ID, string(c.State), c.Why)
}

// Captured implements store.Collection.
func (s *Store) Captured(ctx context.Context, cs []store.Capture, l *store.Link) error {
	b := &pgx.Batch{}
	for i := range cs {
		queueCapture(b, &cs[i])
	}
	if l != nil {
		queueLink(b, l)
	}
	return s.tx(ctx, 0, func(tx pgx.Tx) error { return send(ctx, tx, b) })
}

// LastCapture implements store.Collection.
func (s *Store) LastCapture(ctx context.Context) (seq int64, err error) {
	err = s.pool.QueryRow(ctx, "select coalesce(max(seq), 0) from captures").Scan(&seq)
	return seq, err
}

// CaptureGaps implements store.Collection.
func (s *Store) CaptureGaps(ctx context.Context) ([]store.Gap, error) {
	rows, err := s.pool.Query(ctx, store.GapsQuery)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[store.Gap])
}

// Pending implements store.Collection.
func (s *Store) Pending(ctx context.Context, after int64, limit int) ([]store.Capture, error) {
	return captures(s.pool.Query(ctx, "select "+captureColumns+" from captures where state = 'pending' and seq > $1 order by seq limit $2", after, limit))
}

// Captures implements store.Collection.
func (s *Store) Captures(ctx context.Context, of string) ([]store.Capture, error) {
	return captures(s.pool.Query(ctx, "select "+captureColumns+" from captures where key = $1 or seq in (select seq from capture_reports where report = $1) order by seq", of))
}

func captures(rows pgx.Rows, err error) ([]store.Capture, error) {
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (store.Capture, error) { return scanCapture(row) })
}

func scanCapture(row pgx.Row) (c store.Capture, err error) {
	var at int64
	err = row.Scan(&c.Seq, &at, &c.Key, &c.URL, &c.Source, &c.Role, &c.Status, &c.Type, &c.Digest, &c.Same, &c.File, &c.Offset, &c.Length, &c.ID, &c.State, &c.Why)
	c.At = store.FromNanos(at)
	return c, err
}

// Settle implements store.Collection.
func (s *Store) Settle(ctx context.Context, seq int64, state store.CaptureState, why string, reports []string) error {
	return s.tx(ctx, 0, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "update captures set state = $1, why = $2 where seq = $3", string(state), why, seq)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return fmt.Errorf("capture %d: %w", seq, store.ErrNotFound)
		}
		_, err = tx.Exec(ctx, "insert into capture_reports (report, seq) select w, $2 from unnest($1::text[]) w on conflict do nothing", reports, seq)
		return err
	})
}

// Standing implements store.Collection.
func (s *Store) Standing(ctx context.Context) (map[string]int, error) {
	rows, err := s.pool.Query(ctx, `select role || ' ' || state, count(*) from links group by role, state
		union all select 'capture ' || state, count(*) from captures group by state`)
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	var what string
	var n int
	_, err = pgx.ForEachRow(rows, []any{&what, &n}, func() error { out[what] = n; return nil })
	return out, err
}
