package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"vigil"
	"vigil/internal/store"
)

// Put implements store.Store.
func (s *Store) Put(ctx context.Context, rs ...*store.Reading) (changed int, err error) {
	if len(rs) == 0 {
		return 0, nil
	}
	err = s.tx(ctx, lockReports, func(tx pgx.Tx) error {
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

func put(ctx context.Context, tx pgx.Tx, r *store.Reading) (changed bool, err error) {
	digest := digestOf(&r.Report)
	var oldDigest, oldAnalyser string
	err = tx.QueryRow(ctx, "select digest, analyser from reports where id = $1", r.Report.ID).Scan(&oldDigest, &oldAnalyser)
	b := &pgx.Batch{}
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		err = insertReport(b, &r.Report, r.Analyser, digest)
	case err != nil:
	case oldDigest == digest && oldAnalyser == r.Analyser:
		return false, nil
	case oldDigest == digest:
		err = updateReading(b, &r.Report, r.Analyser)
	default:
		err = updateReport(b, &r.Report, r.Analyser, digest)
	}
	if err != nil {
		return false, err
	}
	if err := queueReading(b, r); err != nil {
		return false, err
	}
	queueAwait(b, r.Report.ID, oldDigest != digest || oldAnalyser == "")
	return true, send(ctx, tx, b)
}

// digestOf says whether two versions of a report are the same.
func digestOf(r *vigil.Report) string {
	sum := sha256.Sum256([]byte(r.Title + "\x00" + r.Text))
	return hex.EncodeToString(sum[:])
}

// meta is a report without its text.
func meta(r *vigil.Report) (string, error) {
	head := *r
	head.Text = ""
	b, err := json.Marshal(head)
	return string(b), err
}

const wordsOfReport = "setweight(to_tsvector('simple', $5), 'A') || to_tsvector('simple', $6)"

func insertReport(b *pgx.Batch, r *vigil.Report, analyser, digest string) error {
	m, err := meta(r)
	b.Queue(`insert into reports (id, version, digest, analyser, text, json, words)
		values ($1, 1, $2, $3, $4, $7, `+wordsOfReport+")", r.ID, digest, analyser, []byte(r.Text), fold(r.Title), indexed(r.Text), m)
	return err
}

func updateReading(b *pgx.Batch, r *vigil.Report, analyser string) error {
	m, err := meta(r)
	b.Queue("update reports set analyser = $2, json = $3 where id = $1", r.ID, analyser, m)
	return err
}

func updateReport(b *pgx.Batch, r *vigil.Report, analyser, digest string) error {
	m, err := meta(r)
	b.Queue("insert into versions (id, version, text, json) select id, version, text, json from reports where id = $1", r.ID)
	b.Queue("update reports set version = version + 1, digest = $2, analyser = $3, text = $4, json = $7, words = "+wordsOfReport+" where id = $1",
		r.ID, digest, analyser, []byte(r.Text), fold(r.Title), indexed(r.Text), m)
	return err
}

// queueReading replaces what was read from a report.
func queueReading(b *pgx.Batch, r *store.Reading) error {
	b.Queue("delete from blocks where claim in (select id from claims where report = $1)", r.Report.ID)
	b.Queue("delete from claims where report = $1", r.Report.ID)
	for i := range r.Claims {
		c := &r.Claims[i]
		js, err := json.Marshal(c)
		if err != nil {
			return err
		}
		b.Queue("insert into claims (id, report, kind, json) values ($1, $2, $3, $4)", c.ID, r.Report.ID, string(c.Kind), string(js))
	}
	return queueCopies(b, r.Report.ID, r.Copies)
}

func queueCopies(b *pgx.Batch, report string, copies []vigil.Copy) error {
	b.Queue("delete from copies where report = $1", report)
	for i := range copies {
		js, err := json.Marshal(&copies[i])
		if err != nil {
			return err
		}
		b.Queue("insert into copies (report, n, json) values ($1, $2, $3)", report, i, string(js))
	}
	return nil
}

// SetCopies implements store.Store.
func (s *Store) SetCopies(ctx context.Context, report string, copies []vigil.Copy) error {
	b := &pgx.Batch{}
	err := queueCopies(b, report, copies)
	if err == nil {
		err = s.tx(ctx, 0, func(tx pgx.Tx) error { return send(ctx, tx, b) })
	}
	if err != nil {
		return fmt.Errorf("copies of report %s: %w", report, err)
	}
	return nil
}

// Report implements store.Store.
func (s *Store) Report(ctx context.Context, id string) (*vigil.Report, error) {
	r, err := scanReport(s.pool.QueryRow(ctx, "select text, json from reports where id = $1", id))
	return r, notFound(err, "report "+id)
}

// scanReport reads a row of text and json, and others before them.
func scanReport(row pgx.Row, before ...any) (*vigil.Report, error) {
	var text, meta []byte
	if err := row.Scan(append(before, &text, &meta)...); err != nil {
		return nil, err
	}
	var r vigil.Report
	if err := json.Unmarshal(meta, &r); err != nil {
		return nil, err
	}
	r.Text = string(text)
	return &r, nil
}

// Versions implements store.Store.
func (s *Store) Versions(ctx context.Context, id string) ([]vigil.Report, error) {
	rows, err := s.pool.Query(ctx, `select text, json from
		(select version, text, json from versions where id = $1 union all select version, text, json from reports where id = $1) v order by version`, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (vigil.Report, error) {
		r, err := scanReport(row)
		if err != nil {
			return vigil.Report{}, err
		}
		return *r, nil
	})
}

// Reports implements store.Store.
func (s *Store) Reports(ctx context.Context, after int64, limit int) ([]vigil.Report, int64, error) {
	if after < 0 {
		if err := s.pool.QueryRow(ctx, "select greatest(0, coalesce(max(seq), 0) + $1) from reports", after).Scan(&after); err != nil {
			return nil, 0, err
		}
	}
	rows, err := s.pool.Query(ctx, "select seq, text, json from reports where seq > $1 order by seq limit $2", after, limit)
	if err != nil {
		return nil, after, err
	}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (vigil.Report, error) {
		r, err := scanReport(row, &after)
		if err != nil {
			return vigil.Report{}, err
		}
		return *r, nil
	})
	return out, after, err
}

// Reading implements store.Store.
func (s *Store) Reading(ctx context.Context, id string) (*store.Reading, error) {
	b := &pgx.Batch{}
	b.Queue("select analyser, text, json from reports where id = $1", id)
	b.Queue("select json from claims where report = $1 order by id", id)
	b.Queue("select json from copies where report = $1 order by n", id)
	res := s.pool.SendBatch(ctx, b)
	defer res.Close()
	out := &store.Reading{}
	rep, err := scanReport(res.QueryRow(), &out.Analyser)
	if err != nil {
		return nil, notFound(err, "report "+id)
	}
	out.Report = *rep
	if out.Claims, err = decodeRows[vigil.Claim](res.Query()); err != nil {
		return nil, err
	}
	out.Copies, err = decodeRows[vigil.Copy](res.Query())
	return out, err
}

// decodeRows reads rows of one column of JSON.
func decodeRows[T any](rows pgx.Rows, err error) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			return nil, err
		}
		var x T
		if err := json.Unmarshal(b, &x); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

// Claims implements store.Store.
func (s *Store) Claims(ctx context.Context, ids []string) ([]vigil.Claim, error) {
	return decodeRows[vigil.Claim](s.pool.Query(ctx,
		"select c.json from unnest($1::text[]) with ordinality w (id, n) join claims c on c.id = w.id order by w.n", ids))
}

// ClaimsOf implements store.Store.
func (s *Store) ClaimsOf(ctx context.Context, kind vigil.ClaimKind, limit int) ([]vigil.Claim, error) {
	query := "select json from claims where kind = $1 order by id desc limit $2"
	if kind == vigil.SideClaim { // as its index says it
		query = "select json from claims where kind = 'side' and kind = $1 order by id desc limit $2"
	}
	return decodeRows[vigil.Claim](s.pool.Query(ctx, query, string(kind), limit))
}

// Search implements store.Store.
func (s *Store) Search(ctx context.Context, words string, limit int) ([]store.Hit, error) {
	ts := terms(words)
	if len(ts) == 0 {
		return nil, nil
	}
	var args args
	query := tsquery(ts, args.add)
	rows, err := s.pool.Query(ctx, `select text, json from (select text, json, seq, words, q from reports, (select `+query+` q) s where words @@ q order by seq desc limit `+args.add(store.Ranked)+`) newest
		order by ts_rank(words, q) desc, seq limit `+args.add(limit), args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (store.Hit, error) {
		r, err := scanReport(row)
		if err != nil {
			return store.Hit{}, err
		}
		return store.Hit{Report: r.ID, Title: r.Title, Snippet: snippet(r.Text, ts)}, nil
	})
}
