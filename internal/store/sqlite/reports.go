package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"vigil"
	"vigil/internal/store"
)

// Put implements store.Store.
func (s *Store) Put(ctx context.Context, rs ...*store.Reading) (changed int, err error) {
	if len(rs) == 0 {
		return 0, nil
	}
	err = s.tx(ctx, func(tx *writing) error {
		for _, r := range rs {
			did, err := put(ctx, tx, r)
			if err != nil {
				return fmt.Errorf("storing report %s: %w", r.Report.ID, err)
			}
			if did {
				changed++
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return changed, nil
}

func put(ctx context.Context, tx *writing, r *store.Reading) (changed bool, err error) {
	meta, err := metaOf(&r.Report)
	if err != nil {
		return false, err
	}
	if changed, err = putReport(ctx, tx, r, digestOf(&r.Report), meta); err != nil || !changed {
		return false, err
	}
	return true, putReading(ctx, tx, r)
}

// digestOf says whether two versions of a report are the same.
func digestOf(r *vigil.Report) string {
	sum := sha256.Sum256([]byte(r.Title + "\x00" + r.Text))
	return hex.EncodeToString(sum[:])
}

// metaOf is a report without its text.
func metaOf(r *vigil.Report) (string, error) {
	head := *r
	head.Text = ""
	b, err := json.Marshal(head)
	return string(b), err
}

func putReport(ctx context.Context, tx *writing, r *store.Reading, digest, meta string) (changed bool, err error) {
	var oldDigest, oldAnalyser string
	err = tx.QueryRowContext(ctx, "select digest, analyser from reports where id = ?", r.Report.ID).Scan(&oldDigest, &oldAnalyser)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		err = insertReport(ctx, tx, &r.Report, r.Analyser, digest, meta)
		return true, errors.Join(err, await(ctx, tx, r.Report.ID, true))
	case err != nil:
		return false, err
	case oldDigest == digest && oldAnalyser == r.Analyser:
		return false, nil
	case oldDigest == digest:
		_, err = tx.ExecContext(ctx, "update reports set analyser = ?, json = ? where id = ?", r.Analyser, meta, r.Report.ID)
		return true, errors.Join(err, await(ctx, tx, r.Report.ID, oldAnalyser == ""))
	}
	return true, errors.Join(newVersion(ctx, tx, &r.Report, r.Analyser, digest, meta), await(ctx, tx, r.Report.ID, true))
}

func insertReport(ctx context.Context, tx *writing, r *vigil.Report, analyser, digest, meta string) error {
	res, err := tx.ExecContext(ctx, "insert into reports (id, version, digest, analyser, title, text, json) values (?, 1, ?, ?, ?, ?, ?)",
		r.ID, digest, analyser, r.Title, r.Text, meta)
	if err != nil {
		return err
	}
	seq, err := res.LastInsertId()
	tx.reports = append(tx.reports, foundReport{seq, r.Title, r.Text})
	return err
}

// newVersion keeps the version that stands and puts another in its place.
func newVersion(ctx context.Context, tx *writing, r *vigil.Report, analyser, digest, meta string) error {
	if err := tx.index(ctx); err != nil { // it may have come in this transaction
		return err
	}
	if _, err := tx.ExecContext(ctx, "insert into versions (id, version, text, json) select id, version, text, json from reports where id = ?", r.ID); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "update reports set version = version + 1, digest = ?, analyser = ?, title = ?, text = ?, json = ? where id = ?",
		digest, analyser, r.Title, r.Text, meta, r.ID)
	return err
}

// putReading replaces what was read from a report.
func putReading(ctx context.Context, tx *writing, r *store.Reading) error {
	for _, q := range []string{"delete from blocks where claim in (select id from claims where report = ?)", "delete from claims where report = ?", "delete from copies where report = ?"} {
		if _, err := tx.ExecContext(ctx, q, r.Report.ID); err != nil {
			return err
		}
	}
	for i := range r.Claims {
		c := &r.Claims[i]
		b, err := json.Marshal(c)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "insert into claims (id, report, kind, json) values (?, ?, ?, ?)", c.ID, r.Report.ID, string(c.Kind), string(b)); err != nil {
			return fmt.Errorf("claim %s: %w", c.ID, err)
		}
	}
	return putCopies(ctx, tx, r.Report.ID, r.Copies)
}

func putCopies(ctx context.Context, tx *writing, report string, copies []vigil.Copy) error {
	for i := range copies {
		b, err := json.Marshal(&copies[i])
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "insert into copies (report, n, json) values (?, ?, ?)", report, i, string(b)); err != nil {
			return err
		}
	}
	return nil
}

// SetCopies implements store.Store.
func (s *Store) SetCopies(ctx context.Context, report string, copies []vigil.Copy) error {
	err := s.tx(ctx, func(tx *writing) error { return setCopies(ctx, tx, report, copies) })
	if err != nil {
		return fmt.Errorf("copies of report %s: %w", report, err)
	}
	return nil
}

func setCopies(ctx context.Context, tx *writing, report string, copies []vigil.Copy) error {
	if _, err := tx.ExecContext(ctx, "delete from copies where report = ?", report); err != nil {
		return err
	}
	return putCopies(ctx, tx, report, copies)
}

// Report implements store.Store.
func (s *Store) Report(ctx context.Context, id string) (*vigil.Report, error) {
	var text, meta string
	err := s.read.QueryRowContext(ctx, "select text, json from reports where id = ?", id).Scan(&text, &meta)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("report %s: %w", id, store.ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	return report(text, meta)
}

func report(text, meta string) (*vigil.Report, error) {
	var r vigil.Report
	if err := json.Unmarshal([]byte(meta), &r); err != nil {
		return nil, err
	}
	r.Text = text
	return &r, nil
}

// Versions implements store.Store.
func (s *Store) Versions(ctx context.Context, id string) ([]vigil.Report, error) {
	rows, err := s.read.QueryContext(ctx, `select text, json from
		(select version, text, json from versions where id = ?1 union all select version, text, json from reports where id = ?1) order by version`, id)
	if err != nil {
		return nil, err
	}
	var out []vigil.Report
	err = each(rows, func() error {
		var text, meta string
		if err := rows.Scan(&text, &meta); err != nil {
			return err
		}
		r, err := report(text, meta)
		if err == nil {
			out = append(out, *r)
		}
		return err
	})
	return out, err
}

// each calls f on every row and closes them.
func each(rows *sql.Rows, f func() error) error {
	defer rows.Close()
	for rows.Next() {
		if err := f(); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Reports implements store.Store.
func (s *Store) Reports(ctx context.Context, after int64, limit int) ([]vigil.Report, int64, error) {
	if after < 0 {
		if err := s.read.QueryRowContext(ctx, "select max(0, coalesce(max(seq), 0) + ?) from reports", after).Scan(&after); err != nil {
			return nil, 0, err
		}
	}
	rows, err := s.read.QueryContext(ctx, "select seq, text, json from reports where seq > ? order by seq limit ?", after, limit)
	if err != nil {
		return nil, after, err
	}
	var out []vigil.Report
	err = each(rows, func() error {
		var text, meta string
		if err := rows.Scan(&after, &text, &meta); err != nil {
			return err
		}
		r, err := report(text, meta)
		if err == nil {
			out = append(out, *r)
		}
		return err
	})
	return out, after, err
}

// Reading implements store.Store.
func (s *Store) Reading(ctx context.Context, id string) (*store.Reading, error) {
	rep, err := s.Report(ctx, id)
	if err != nil {
		return nil, err
	}
	out := &store.Reading{Report: *rep}
	if err := s.read.QueryRowContext(ctx, "select analyser from reports where id = ?", id).Scan(&out.Analyser); err != nil {
		return nil, err
	}
	if out.Claims, err = decodeRows[vigil.Claim](s.read.QueryContext(ctx, "select json from claims where report = ? order by id", id)); err != nil {
		return nil, err
	}
	out.Copies, err = decodeRows[vigil.Copy](s.read.QueryContext(ctx, "select json from copies where report = ? order by n", id))
	return out, err
}

// decodeRows reads rows of one column of JSON.
func decodeRows[T any](rows *sql.Rows, err error) ([]T, error) {
	if err != nil {
		return nil, err
	}
	var out []T
	err = each(rows, func() error {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			return err
		}
		var x T
		if err := json.Unmarshal(b, &x); err != nil {
			return err
		}
		out = append(out, x)
		return nil
	})
	return out, err
}

// Claims implements store.Store.
func (s *Store) Claims(ctx context.Context, ids []string) ([]vigil.Claim, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	return decodeRows[vigil.Claim](s.read.QueryContext(ctx,
		"select c.json from json_each(?) j cross join claims c on c.id = j.value order by j.key", string(list)))
}

// ClaimsOf implements store.Store.
func (s *Store) ClaimsOf(ctx context.Context, kind vigil.ClaimKind, limit int) ([]vigil.Claim, error) {
	query := "select json from claims where kind = ? order by id desc limit ?"
	if kind == vigil.SideClaim { // as its index says it
		query = "select json from claims where kind = 'side' and kind = ? order by id desc limit ?"
	}
	return decodeRows[vigil.Claim](s.read.QueryContext(ctx, query, string(kind), limit))
}

// Search implements store.Store. Words are joined by and; marks of FTS5's own
// query language are taken as text.
func (s *Store) Search(ctx context.Context, words string, limit int) ([]store.Hit, error) {
	query := match(words)
	if query == "" {
		return nil, nil
	}
	var from int64 // of words that very many reports hold, the newest reports are ranked
	err := s.read.QueryRowContext(ctx, "select coalesce(min(rowid), 0) from (select rowid from reports_words where reports_words match ? order by rowid desc limit ?)", query, store.Ranked).Scan(&from)
	if err != nil {
		return nil, err
	}
	rows, err := s.read.QueryContext(ctx, `select r.id, r.title, snippet(reports_words, 1, char(2), char(3), '…', 24)
		from reports_words w join reports r on r.seq = w.rowid where reports_words match ? and w.rowid >= ? order by rank limit ?`, query, from, limit)
	if err != nil {
		return nil, err
	}
	var out []store.Hit
	err = each(rows, func() error {
		var h store.Hit
		err := rows.Scan(&h.Report, &h.Title, &h.Snippet)
		out = append(out, h)
		return err
	})
	return out, err
}
