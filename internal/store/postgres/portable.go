package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"time"

	"github.com/jackc/pgx/v5"

	"vigil/internal/store"
)

// Rows implements store.Portable.
func (s *Store) Rows(ctx context.Context) iter.Seq2[store.Row, error] {
	return func(yield func(store.Row, error) bool) {
		// A snapshot: whoever writes meanwhile is not seen.
		err := pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
			for _, t := range tables {
				if err := tableRows(ctx, tx, t, yield); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(store.Row{}, err)
		}
	}
}

// errEnough ends what nobody reads on.
var errEnough = errors.New("enough")

func tableRows(ctx context.Context, tx pgx.Tx, t table, yield func(store.Row, error) bool) error {
	rows, err := tx.Query(ctx, t.query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		row, err := t.scan(rows)
		if err != nil {
			return err
		}
		if !yield(row, nil) {
			return errEnough
		}
	}
	return rows.Err()
}

type table struct {
	query string
	scan  func(pgx.Row) (store.Row, error)
}

// tables are what is kept, in the order in which it can be taken.
var tables = []table{
	{"select seq, id, version, digest, analyser, text, json from reports order by seq", func(row pgx.Row) (store.Row, error) {
		var r store.KeptReport
		err := row.Scan(&r.Seq, &r.ID, &r.Version, &r.Digest, &r.Analyser, (*textBytes)(&r.Text), raw(&r.Meta))
		if err == nil {
			err = json.Unmarshal(r.Meta, &struct{ Title *string }{&r.Title})
		}
		return store.Row{Report: &r}, err
	}},
	{"select id, version, text, json from versions order by id, version", func(row pgx.Row) (store.Row, error) {
		var r store.KeptReport
		err := row.Scan(&r.ID, &r.Version, (*textBytes)(&r.Text), raw(&r.Meta))
		return store.Row{Old: &r}, err
	}},
	{"select id, report, kind, json from claims order by id", func(row pgx.Row) (store.Row, error) {
		var c store.KeptClaim
		err := row.Scan(&c.ID, &c.Report, &c.Kind, raw(&c.JSON))
		return store.Row{Claim: &c}, err
	}},
	{"select report, n, json from copies order by report, n", func(row pgx.Row) (store.Row, error) {
		var c store.KeptCopy
		err := row.Scan(&c.Report, &c.N, raw(&c.JSON))
		return store.Row{Copy: &c}, err
	}},
	{"select seq, of, rev, kind, at, by, cause, after from revisions order by seq", func(row pgx.Row) (store.Row, error) {
		var c store.KeptChange
		var at int64
		err := row.Scan(&c.Seq, &c.Of, &c.Rev, &c.Kind, &at, &c.By, &c.Cause, raw(&c.After))
		c.At = time.Unix(0, at).UTC()
		return store.Row{Revision: &c}, err
	}},
	{"select " + store.LinkColumns + " from links order by key", func(row pgx.Row) (store.Row, error) {
		l, err := scanLink(row)
		return store.Row{Link: &l}, err
	}},
	{"select " + captureColumns + " from captures order by seq", func(row pgx.Row) (store.Row, error) {
		c, err := scanCapture(row)
		return store.Row{Capture: &c}, err
	}},
	{"select report, seq from capture_reports order by seq, report", func(row pgx.Row) (store.Row, error) {
		var r store.KeptReading
		err := row.Scan(&r.Report, &r.Capture)
		return store.Row{Read: &r}, err
	}},
	{"select seq, report, text from pending order by seq", func(row pgx.Row) (store.Row, error) {
		var p store.Unmerged
		err := row.Scan(&p.Seq, &p.Report, &p.Text)
		return store.Row{Pending: &p}, err
	}},
	{"select key, day, claim from blocks order by key, day, claim", func(row pgx.Row) (store.Row, error) {
		var b store.KeptBlock
		err := row.Scan(&b.Key, &b.Day, &b.Claim)
		return store.Row{Block: &b}, err
	}},
	{"select seq, report, again, tries, due, why, digest, meta, text from jobs order by seq", func(row pgx.Row) (store.Row, error) {
		var j store.KeptJob
		err := row.Scan(&j.Seq, &j.Report, &j.Again, &j.Tries, &j.Due, &j.Why, &j.Digest, &j.Meta, &j.Text)
		return store.Row{Job: &j}, err
	}},
}

// textBytes scans bytes into a text.
type textBytes store.Text

// ScanBytes implements pgtype.BytesScanner.
func (t *textBytes) ScanBytes(b []byte) error {
	*t = textBytes(b)
	return nil
}

// raw scans a text column into JSON; null leaves it nil.
func raw(to *json.RawMessage) any { return (*[]byte)(to) }

// Take implements store.Portable.
func (s *Store) Take(ctx context.Context, rows iter.Seq2[store.Row, error]) error {
	return s.tx(ctx, lockReports, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock($1)", lockRecord); err != nil {
			return err
		}
		var full bool
		err := tx.QueryRow(ctx, "select exists (select from reports) or exists (select from revisions) or exists (select from links) or exists (select from captures)").Scan(&full)
		if err != nil {
			return err
		}
		if full {
			return store.ErrNotEmpty
		}
		b := &pgx.Batch{}
		for row, err := range rows {
			if err == nil {
				err = queueRow(b, &row)
			}
			if err == nil && b.Len() >= 500 {
				err = send(ctx, tx, b)
				b = &pgx.Batch{}
			}
			if err != nil {
				return err
			}
		}
		for _, t := range []string{"reports", "revisions", "pending", "jobs"} { // numbers go on behind those taken
			b.Queue("select setval(pg_get_serial_sequence('" + t + "', 'seq'), (select coalesce(max(seq), 0) + 1 from " + t + "), false)")
		}
		if err := send(ctx, tx, b); err != nil {
			return err
		}
		return putItems(ctx, tx)
	})
}

func queueRow(b *pgx.Batch, row *store.Row) error {
	switch {
	case row.Report != nil:
		r := row.Report
		b.Queue("insert into reports (id, digest, analyser, text, json, seq, version, words) values ($1, $2, $3, $4, $7, $8, $9, "+wordsOfReport+")",
			r.ID, r.Digest, r.Analyser, []byte(r.Text), fold(r.Title), indexed(string(r.Text)), string(r.Meta), r.Seq, r.Version)
	case row.Old != nil:
		b.Queue("insert into versions (id, version, text, json) values ($1, $2, $3, $4)", row.Old.ID, row.Old.Version, []byte(row.Old.Text), string(row.Old.Meta))
	case row.Claim != nil:
		b.Queue("insert into claims (id, report, kind, json) values ($1, $2, $3, $4)", row.Claim.ID, row.Claim.Report, row.Claim.Kind, string(row.Claim.JSON))
	case row.Copy != nil:
		b.Queue("insert into copies (report, n, json) values ($1, $2, $3)", row.Copy.Report, row.Copy.N, string(row.Copy.JSON))
	case row.Revision != nil:
		c := row.Revision
		b.Queue("insert into revisions (of, rev, kind, at, by, cause, after, seq) values ($1, $2, $3, $4, $5, $6, $7, $8)",
			c.Of, c.Rev, string(c.Kind), c.At.UnixNano(), c.By, c.Cause, nullText(c.After), c.Seq)
	case row.Link != nil:
		queueLink(b, row.Link)
	case row.Capture != nil:
		queueCapture(b, row.Capture)
	case row.Read != nil:
		b.Queue("insert into capture_reports (report, seq) values ($1, $2)", row.Read.Report, row.Read.Capture)
	case row.Pending != nil:
		b.Queue("insert into pending (seq, report, text) values ($1, $2, $3)", row.Pending.Seq, row.Pending.Report, row.Pending.Text)
	case row.Block != nil:
		b.Queue("insert into blocks (key, day, claim) values ($1, $2, $3)", row.Block.Key, int(row.Block.Day), row.Block.Claim)
	case row.Job != nil:
		j := row.Job
		b.Queue("insert into jobs (seq, report, again, tries, due, why, digest, meta, text) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)", j.Seq, j.Report, j.Again, j.Tries, j.Due, j.Why, j.Digest, j.Meta, j.Text)
	default:
		return errors.New("a row of a kind that this vigil does not know")
	}
	return nil
}

// putItems derives the record as it is now, and its indexes, from the
// revisions.
func putItems(ctx context.Context, tx pgx.Tx) error {
	for after := ""; ; {
		rows, err := tx.Query(ctx, "select distinct on (of) of, kind, rev, after from revisions where of > $1 order by of, rev desc limit 500", after)
		if err != nil {
			return err
		}
		page, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (c store.Change, err error) {
			err = row.Scan(&c.Of, &c.Kind, &c.Rev, &c.After)
			return c, err
		})
		if err != nil || len(page) == 0 {
			return err
		}
		after = page[len(page)-1].Of
		b := &pgx.Batch{}
		if err := queueItems(ctx, tx, b, page); err != nil {
			return err
		}
		if err := send(ctx, tx, b); err != nil {
			return err
		}
	}
}
