package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"vigil/internal/store"
)

// Rows implements store.Portable.
func (s *Store) Rows(ctx context.Context) iter.Seq2[store.Row, error] {
	return func(yield func(store.Row, error) bool) {
		tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // sees one moment
		if err == nil {
			err = allRows(ctx, tx, yield)
			err = errors.Join(err, tx.Rollback())
		}
		if err != nil && !errors.Is(err, errEnough) {
			yield(store.Row{}, err)
		}
	}
}

// errEnough ends what nobody reads on.
var errEnough = errors.New("enough")

func allRows(ctx context.Context, tx *sql.Tx, yield func(store.Row, error) bool) error {
	for _, t := range tables {
		rows, err := tx.QueryContext(ctx, t.query)
		if err != nil {
			return err
		}
		err = each(rows, func() error {
			row, err := t.scan(rows.Scan)
			if err != nil {
				return err
			}
			if !yield(row, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

type scanner func(...any) error

// tables are what is kept, in the order in which it can be taken.
var tables = []struct {
	query string
	scan  func(scanner) (store.Row, error)
}{
	{"select seq, id, version, digest, analyser, title, text, json from reports order by seq", func(scan scanner) (store.Row, error) {
		var r store.KeptReport
		err := scan(&r.Seq, &r.ID, &r.Version, &r.Digest, &r.Analyser, &r.Title, &r.Text, raw(&r.Meta))
		return store.Row{Report: &r}, err
	}},
	{"select id, version, text, json from versions order by id, version", func(scan scanner) (store.Row, error) {
		var r store.KeptReport
		err := scan(&r.ID, &r.Version, &r.Text, raw(&r.Meta))
		return store.Row{Old: &r}, err
	}},
	{"select id, report, kind, json from claims order by id", func(scan scanner) (store.Row, error) {
		var c store.KeptClaim
		err := scan(&c.ID, &c.Report, &c.Kind, raw(&c.JSON))
		return store.Row{Claim: &c}, err
	}},
	{"select report, n, json from copies order by report, n", func(scan scanner) (store.Row, error) {
		var c store.KeptCopy
		err := scan(&c.Report, &c.N, raw(&c.JSON))
		return store.Row{Copy: &c}, err
	}},
	{"select c.seq, r.of, r.rev, r.kind, r.at, r.by, r.cause, r.after from changes c join revisions r on r.of = c.of and r.rev = c.rev order by c.seq", func(scan scanner) (store.Row, error) {
		var c store.KeptChange
		var at int64
		err := scan(&c.Seq, &c.Of, &c.Rev, &c.Kind, &at, &c.By, &c.Cause, raw(&c.After))
		c.At = time.Unix(0, at).UTC()
		return store.Row{Revision: &c}, err
	}},
	{"select " + store.LinkColumns + " from links order by key", func(scan scanner) (store.Row, error) {
		l, err := scanLink(scan)
		return store.Row{Link: &l}, err
	}},
	{"select " + captureColumns + " from captures order by seq", func(scan scanner) (store.Row, error) {
		c, err := scanCapture(scan)
		return store.Row{Capture: &c}, err
	}},
	{"select report, seq from capture_reports order by seq, report", func(scan scanner) (store.Row, error) {
		var r store.KeptReading
		err := scan(&r.Report, &r.Capture)
		return store.Row{Read: &r}, err
	}},
	{"select seq, report, text from pending order by seq", func(scan scanner) (store.Row, error) {
		var p store.Unmerged
		err := scan(&p.Seq, &p.Report, &p.Text)
		return store.Row{Pending: &p}, err
	}},
	{"select key, day, claim from blocks order by key, day, claim", func(scan scanner) (store.Row, error) {
		var b store.KeptBlock
		err := scan(&b.Key, &b.Day, &b.Claim)
		return store.Row{Block: &b}, err
	}},
	{"select seq, report, again, tries, due, why, digest, meta, text from jobs order by seq", func(scan scanner) (store.Row, error) {
		var j store.KeptJob
		err := scan(&j.Seq, &j.Report, &j.Again, &j.Tries, &j.Due, &j.Why, &j.Digest, &j.Meta, &j.Text)
		return store.Row{Job: &j}, err
	}},
}

// raw scans a text column into JSON; null leaves it nil.
func raw(to *json.RawMessage) any { return (*[]byte)(to) }

// Take implements store.Portable.
func (s *Store) Take(ctx context.Context, rows iter.Seq2[store.Row, error]) error {
	return s.tx(ctx, func(tx *writing) error {
		var full bool
		err := tx.QueryRowContext(ctx, "select exists (select 1 from reports) or exists (select 1 from revisions) or exists (select 1 from links) or exists (select 1 from captures)").Scan(&full)
		if err != nil {
			return err
		}
		if full {
			return store.ErrNotEmpty
		}
		for row, err := range rows {
			if err != nil {
				return err
			}
			if err := takeRow(ctx, tx, &row); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, "insert into reports_words (reports_words) values ('rebuild')"); err != nil {
			return err
		}
		return putItems(ctx, tx)
	})
}

func takeRow(ctx context.Context, tx *writing, row *store.Row) error {
	exec := func(query string, args ...any) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	}
	switch {
	case row.Report != nil:
		r := row.Report
		return exec("insert into reports (seq, id, version, digest, analyser, title, text, json) values (?, ?, ?, ?, ?, ?, ?, ?)", r.Seq, r.ID, r.Version, r.Digest, r.Analyser, r.Title, string(r.Text), string(r.Meta))
	case row.Old != nil:
		r := row.Old
		return exec("insert into versions (id, version, text, json) values (?, ?, ?, ?)", r.ID, r.Version, string(r.Text), string(r.Meta))
	case row.Claim != nil:
		c := row.Claim
		return exec("insert into claims (id, report, kind, json) values (?, ?, ?, ?)", c.ID, c.Report, c.Kind, string(c.JSON))
	case row.Copy != nil:
		return exec("insert into copies (report, n, json) values (?, ?, ?)", row.Copy.Report, row.Copy.N, string(row.Copy.JSON))
	case row.Revision != nil:
		c := row.Revision.Change()
		return errors.Join(putRevision(ctx, tx, &c), exec("insert into changes (seq, of, rev) values (?, ?, ?)", row.Revision.Seq, c.Of, c.Rev))
	case row.Link != nil:
		return setLink(ctx, tx, row.Link)
	case row.Capture != nil:
		return putCapture(ctx, tx, row.Capture)
	case row.Read != nil:
		return exec("insert into capture_reports (report, seq) values (?, ?)", row.Read.Report, row.Read.Capture)
	case row.Pending != nil:
		return exec("insert into pending (seq, report, text) values (?, ?, ?)", row.Pending.Seq, row.Pending.Report, row.Pending.Text)
	case row.Block != nil:
		return exec("insert into blocks (key, day, claim) values (?, ?, ?)", row.Block.Key, int(row.Block.Day), row.Block.Claim)
	case row.Job != nil:
		j := row.Job
		return exec("insert into jobs (seq, report, again, tries, due, why, digest, meta, text) values (?, ?, ?, ?, ?, ?, ?, ?, ?)", j.Seq, j.Report, j.Again, j.Tries, j.Due, j.Why, j.Digest, j.Meta, nullText(j.Text))
	}
	return errors.New("a row of a kind that this vigil does not know")
}

// putItems derives the record as it is now, and its indexes, from the
// revisions.
func putItems(ctx context.Context, tx *writing) error {
	for after := ""; ; {
		rows, err := tx.QueryContext(ctx, "select of, kind, max(rev), after from revisions where of > ? group by of order by of limit 500", after)
		if err != nil {
			return err
		}
		var page []store.Change
		err = each(rows, func() error {
			var c store.Change
			err := rows.Scan(&c.Of, &c.Kind, &c.Rev, &c.After)
			page = append(page, c)
			return err
		})
		if err != nil || len(page) == 0 {
			return err
		}
		for i := range page {
			after = page[i].Of
			if page[i].After == nil {
				continue
			}
			if err := putItem(ctx, tx, &page[i]); err != nil {
				return fmt.Errorf("%s %s: %w", page[i].Kind, page[i].Of, err)
			}
		}
		if err := tx.index(ctx); err != nil {
			return err
		}
	}
}

// putRevision adds a revision alone.
func putRevision(ctx context.Context, tx *writing, c *store.Change) error {
	_, err := tx.ExecContext(ctx, "insert into revisions (of, rev, kind, at, by, cause, after) values (?, ?, ?, ?, ?, ?, ?)",
		c.Of, c.Rev, string(c.Kind), c.At.UnixNano(), c.By, c.Cause, nullText(c.After))
	return err
}
