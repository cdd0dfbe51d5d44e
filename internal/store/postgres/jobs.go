package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"vigil"
	"vigil/internal/store"
)

// Await implements store.Jobs.
func (s *Store) Await(ctx context.Context, rs ...*vigil.Report) (changed int, err error) {
	if len(rs) == 0 {
		return 0, nil
	}
	err = s.tx(ctx, lockReports, func(tx pgx.Tx) error {
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

func awaitReading(ctx context.Context, tx pgx.Tx, r *vigil.Report) (changed bool, err error) {
	digest := digestOf(r)
	var oldDigest, analyser string
	err = tx.QueryRow(ctx, "select digest, analyser from reports where id = $1", r.ID).Scan(&oldDigest, &analyser)
	b := &pgx.Batch{}
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		changed, err = true, insertReport(b, r, "", digest)
		queueJob(b, r.ID, nil, nil, nil)
	case err != nil:
	case analyser == "" && oldDigest == digest: // it waits already
	case analyser == "":
		changed, err = true, updateReport(b, r, "", digest)
		queueJob(b, r.ID, nil, nil, nil)
	case oldDigest == digest: // a later version that waits, if any, was taken back
		b.Queue("delete from jobs where report = $1 and meta is not null", r.ID)
	default:
		var same bool
		err = tx.QueryRow(ctx, "select exists (select from jobs where report = $1 and digest = $2)", r.ID, digest).Scan(&same)
		if changed = err == nil && !same; changed {
			err = queueVersion(b, r, digest)
		}
	}
	if err != nil {
		return false, err
	}
	return changed, send(ctx, tx, b)
}

// queueVersion makes the job of reading a version that does not stand yet.
func queueVersion(b *pgx.Batch, r *vigil.Report, digest string) error {
	m, err := meta(r)
	queueJob(b, r.ID, &digest, &m, []byte(r.Text))
	return err
}

func queueJob(b *pgx.Batch, report string, digest, meta *string, text []byte) {
	b.Queue(`insert into jobs (report, again, digest, meta, text) values ($1, false, $2, $3, $4)
		on conflict (report) do update set again = false, tries = 0, due = 0, why = '', worker = null, digest = $2, meta = $3, text = $4`, report, digest, meta, text)
}

// AwaitAgain implements store.Jobs.
func (s *Store) AwaitAgain(ctx context.Context, analyser string, limit int) (int, error) {
	tag, err := s.pool.Exec(ctx, `insert into jobs (report, again) select id, true from reports r
		where analyser <> '' and analyser <> $1 and not starts_with(analyser, $1 || ',') and not exists (select from jobs j where j.report = r.id)
		order by seq limit $2 on conflict do nothing`, analyser, limit)
	return int(tag.RowsAffected()), err
}

// InOrder implements store.Jobs.
func (s *Store) InOrder() store.Full { return ordered{s} }

type ordered struct{ *Store }

// Unmerged holds back what came after a report that nobody has read yet.
func (o ordered) Unmerged(ctx context.Context, limit int) ([]store.Unmerged, error) {
	var before int64
	err := o.pool.QueryRow(ctx, `select coalesce((select r.seq from jobs j join reports r on r.id = j.report where not again and meta is null and due = 0
		and (tries < $1 or worker is not null) order by j.seq limit 1), 9223372036854775807)`, store.MaxTries).Scan(&before)
	if err != nil {
		return nil, err
	}
	return o.unmerged(ctx, before, limit)
}

// Retry implements store.Jobs.
func (s *Store) Retry(ctx context.Context) (int, error) {
	tag, err := s.pool.Exec(ctx, "update jobs set tries = 0, due = 0 where tries >= $1 and worker is null", store.MaxTries)
	return int(tag.RowsAffected()), err
}

// Waiting implements store.Jobs.
func (s *Store) Waiting(ctx context.Context) (w store.Waiting, err error) {
	err = s.pool.QueryRow(ctx, `select count(*) filter (where not again and (tries < $1 or worker is not null)), count(*) filter (where again and (tries < $1 or worker is not null)),
		count(*) filter (where tries >= $1 and worker is null) from jobs`, store.MaxTries).Scan(&w.New, &w.Again, &w.GivenUp)
	return w, err
}

// worker has a connection of its own, whose locks say that it lives: they go
// with the process, however it ends.
type worker struct {
	s    *Store
	id   int32
	mu   sync.Mutex // of conn and what follows
	conn *pgx.Conn
	lead bool
}

const lockWorkers = 0x766b // with the worker's number

// Worker implements store.Jobs.
func (s *Store) Worker(ctx context.Context) (store.Worker, error) {
	c, err := s.pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	w := &worker{s: s, conn: c.Hijack()}
	// A machine that is gone without a word is missed within half a minute.
	if _, err := w.conn.Exec(ctx, "set tcp_keepalives_idle = 15; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3"); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	for taken := false; !taken; {
		w.id = rand.Int32()
		if err := w.conn.QueryRow(ctx, "select pg_try_advisory_lock($1, $2)", lockWorkers, w.id).Scan(&taken); err != nil {
			return nil, errors.Join(err, w.Close())
		}
	}
	return w, nil
}

// Close implements store.Worker. What it has begun is free again.
func (w *worker) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Second)
	defer stop()
	return w.conn.Close(ctx)
}

// Begin implements store.Worker.
func (w *worker) Begin(ctx context.Context, now time.Time) (*store.Job, error) {
	j, err := w.begin(ctx, now)
	if j != nil || err != nil {
		return j, err
	}
	freed, err := w.free(ctx)
	if freed == 0 || err != nil {
		return nil, err
	}
	return w.begin(ctx, now)
}

func (w *worker) begin(ctx context.Context, now time.Time) (*store.Job, error) {
	var id string
	var tries int
	var meta, text []byte
	err := w.s.pool.QueryRow(ctx, `update jobs set worker = $1, tries = tries + 1 where report = (select report from jobs
			where worker is null and due <= $2 and tries < $3 order by again, seq for update skip locked limit 1)
		returning report, tries, meta, text`, w.id, now.UnixNano(), store.MaxTries).Scan(&id, &tries, &meta, &text)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if meta == nil {
		r, err := w.s.Report(ctx, id)
		if err != nil {
			return nil, err
		}
		return &store.Job{Report: *r, Tries: tries}, nil
	}
	j := &store.Job{Tries: tries}
	err = json.Unmarshal(meta, &j.Report)
	j.Report.Text = string(text)
	return j, err
}

// free frees what workers have begun that are no more.
func (w *worker) free(ctx context.Context) (int64, error) {
	tag, err := w.s.pool.Exec(ctx, `update jobs set worker = null where worker is not null and worker not in (select objid::int8 from pg_locks l
		join pg_database d on d.oid = l.database where d.datname = current_database() and locktype = 'advisory' and classid::int8 = $1 and objsubid = 2 and granted)`, lockWorkers)
	return tag.RowsAffected(), err
}

// Finish implements store.Worker.
func (w *worker) Finish(ctx context.Context, j *store.Job, r *store.Reading) (done bool, err error) {
	err = w.s.tx(ctx, lockReports, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "delete from jobs where report = $1 and worker = $2", j.Report.ID, w.id)
		if done = tag.RowsAffected() > 0; err != nil || !done {
			return err
		}
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
	_, err := w.s.pool.Exec(ctx, "update jobs set worker = null, why = $3, due = $4 where report = $1 and worker = $2", j.Report.ID, w.id, why, again.UnixNano())
	return err
}

// Lead implements store.Worker. Asking shows whether the connection, and with it
// the lock, is still there.
func (w *worker) Lead(ctx context.Context) (bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.lead {
		err := w.conn.Ping(ctx)
		w.lead = err == nil
		return w.lead, err
	}
	err := w.conn.QueryRow(ctx, "select pg_try_advisory_lock($1)", int64(lockLeader)).Scan(&w.lead)
	return w.lead, err
}
