package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"vigil"
	"vigil/internal/store"
)

// Await implements store.Jobs.
func (s *Store) Await(ctx context.Context, rs ...*vigil.Report) (changed int, err error) {
	if len(rs) == 0 {
		return 0, nil
	}
	err = s.tx(ctx, func(tx *writing) error {
		for _, r := range rs {
			did, err := awaitReading(ctx, tx, r)
			if err != nil {
				return fmt.Errorf("storing report %s: %w", r.ID, err)
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

func awaitReading(ctx context.Context, tx *writing, r *vigil.Report) (changed bool, err error) {
	digest := digestOf(r)
	meta, err := metaOf(r)
	if err != nil {
		return false, err
	}
	var oldDigest, analyser string
	err = tx.QueryRowContext(ctx, "select digest, analyser from reports where id = ?", r.ID).Scan(&oldDigest, &analyser)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		if err := insertReport(ctx, tx, r, "", digest, meta); err != nil {
			return false, err
		}
		return true, putJob(ctx, tx, r.ID, nil, nil, nil)
	case err != nil:
		return false, err
	case analyser == "" && oldDigest == digest: // it waits already
		return false, nil
	case analyser == "":
		if err := newVersion(ctx, tx, r, "", digest, meta); err != nil {
			return false, err
		}
		return true, putJob(ctx, tx, r.ID, nil, nil, nil)
	case oldDigest == digest: // a later version that waits, if any, was taken back
		_, err = tx.ExecContext(ctx, "delete from jobs where report = ? and meta is not null", r.ID)
		return false, err
	}
	var same int
	if err := tx.QueryRowContext(ctx, "select count(*) from jobs where report = ? and digest = ?", r.ID, digest).Scan(&same); err != nil || same > 0 {
		return false, err
	}
	return true, putJob(ctx, tx, r.ID, digest, meta, r.Text)
}

func putJob(ctx context.Context, tx *writing, report string, digest, meta, text any) error {
	_, err := tx.ExecContext(ctx, `insert into jobs (report, again, digest, meta, text) values (?1, 0, ?2, ?3, ?4)
		on conflict (report) do update set again = 0, tries = 0, due = 0, why = '', worker = null, digest = ?2, meta = ?3, text = ?4`, report, digest, meta, text)
	return err
}

// AwaitAgain implements store.Jobs.
func (s *Store) AwaitAgain(ctx context.Context, analyser string, limit int) (made int, err error) {
	err = s.tx(ctx, func(tx *writing) error {
		res, err := tx.ExecContext(ctx, `insert into jobs (report, again) select id, 1 from reports r
			where analyser <> '' and analyser <> ?1 and substr(analyser, 1, length(?1) + 1) <> ?1 || ',' and not exists (select 1 from jobs j where j.report = r.id)
			order by seq limit ?2`, analyser, limit)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		made = int(n)
		return err
	})
	return made, err
}

// InOrder implements store.Jobs.
func (s *Store) InOrder() store.Full { return ordered{s} }

type ordered struct{ *Store }

// Unmerged holds back what came after a report that nobody has read yet.
func (o ordered) Unmerged(ctx context.Context, limit int) ([]store.Unmerged, error) {
	var before int64
	err := o.read.QueryRowContext(ctx, `select coalesce((select r.seq from jobs j cross join reports r on r.id = j.report where not again and meta is null and due = 0
		and (tries < ? or worker is not null) order by j.seq limit 1), 9223372036854775807)`, store.MaxTries).Scan(&before)
	if err != nil {
		return nil, err
	}
	return o.unmerged(ctx, before, limit)
}

// Retry implements store.Jobs.
func (s *Store) Retry(ctx context.Context) (jobs int, err error) {
	err = s.tx(ctx, func(tx *writing) error {
		res, err := tx.ExecContext(ctx, "update jobs set tries = 0, due = 0 where tries >= ? and worker is null", store.MaxTries)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		jobs = int(n)
		return err
	})
	return jobs, err
}

// Waiting implements store.Jobs.
func (s *Store) Waiting(ctx context.Context) (w store.Waiting, err error) {
	err = s.read.QueryRowContext(ctx, `select count(*) filter (where not again and (tries < ?1 or worker is not null)), count(*) filter (where again and (tries < ?1 or worker is not null)),
		count(*) filter (where tries >= ?1 and worker is null) from jobs`, store.MaxTries).Scan(&w.New, &w.Again, &w.GivenUp)
	return w, err
}

// worker is the one of its file: what another process had begun is free.
type worker struct {
	s  *Store
	id int64
}

// Worker implements store.Jobs. A file has one process that works on it;
// signing on frees what one before had begun.
func (s *Store) Worker(ctx context.Context) (store.Worker, error) {
	w := &worker{s: s, id: time.Now().UnixNano()}
	return w, s.tx(ctx, func(tx *writing) error {
		_, err := tx.ExecContext(ctx, "update jobs set worker = null where worker is not null")
		return err
	})
}

// Close implements store.Worker.
func (w *worker) Close() error {
	return w.s.tx(context.Background(), func(tx *writing) error {
		_, err := tx.ExecContext(context.Background(), "update jobs set worker = null where worker = ?", w.id)
		return err
	})
}

// Begin implements store.Worker.
func (w *worker) Begin(ctx context.Context, now time.Time) (*store.Job, error) {
	var j *store.Job
	err := w.s.tx(ctx, func(tx *writing) error {
		var id string
		var tries int
		var meta, text sql.NullString
		err := tx.QueryRowContext(ctx, `update jobs set worker = ?1, tries = tries + 1 where seq = (select seq from jobs
				where worker is null and due <= ?2 and tries < ?3 order by again, seq limit 1)
			returning report, tries, meta, text`, w.id, now.UnixNano(), store.MaxTries).Scan(&id, &tries, &meta, &text)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err == nil && !meta.Valid {
			err = tx.QueryRowContext(ctx, "select text, json from reports where id = ?", id).Scan(&text, &meta)
		}
		if err != nil {
			return err
		}
		j = &store.Job{Tries: tries}
		err = json.Unmarshal([]byte(meta.String), &j.Report)
		j.Report.Text = text.String
		return err
	})
	return j, err
}

// Finish implements store.Worker.
func (w *worker) Finish(ctx context.Context, j *store.Job, r *store.Reading) (done bool, err error) {
	err = w.s.tx(ctx, func(tx *writing) error {
		res, err := tx.ExecContext(ctx, "delete from jobs where report = ? and worker = ?", j.Report.ID, w.id)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err
		}
		done = true
		_, err = put(ctx, tx, r)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("storing report %s: %w", j.Report.ID, err)
	}
	return done, nil
}

// Fail implements store.Worker.
func (w *worker) Fail(ctx context.Context, j *store.Job, why string, again time.Time) error {
	return w.s.tx(ctx, func(tx *writing) error {
		_, err := tx.ExecContext(ctx, "update jobs set worker = null, why = ?3, due = ?4 where report = ?1 and worker = ?2", j.Report.ID, w.id, why, again.UnixNano())
		return err
	})
}

// Lead implements store.Worker: of one process this one leads.
func (w *worker) Lead(context.Context) (bool, error) { return true, nil }
