package postgres

import (
	"context"
	"encoding/json"
	"math"
	"slices"

	"github.com/jackc/pgx/v5"

	"vigil"
	"vigil/internal/store"
)

// Unmerged implements store.Store.
func (s *Store) Unmerged(ctx context.Context, limit int) ([]store.Unmerged, error) {
	return s.unmerged(ctx, math.MaxInt64, limit)
}

// unmerged returns reports before a place in the order of storing.
func (s *Store) unmerged(ctx context.Context, before int64, limit int) ([]store.Unmerged, error) {
	rows, err := s.pool.Query(ctx, "select p.report, p.seq, p.text from pending p join reports r on r.id = p.report where r.seq < $1 order by r.seq limit $2", before, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (out store.Unmerged, err error) {
		return out, row.Scan(&out.Report, &out.Seq, &out.Text)
	})
}

// queueAwait makes a report pending; text that is new and not settled yet
// stays new.
func queueAwait(b *pgx.Batch, report string, text bool) {
	b.Queue(`insert into pending (report, text) values ($1, $2) on conflict (report)
		do update set seq = nextval(pg_get_serial_sequence('pending', 'seq')), text = pending.text or excluded.text`, report, text)
}

// queueDecided makes the reports that decisions are about pending, as they
// are now and as they were before.
func queueDecided(ctx context.Context, tx pgx.Tx, b *pgx.Batch, changes []store.Change) error {
	reports := map[string]bool{}
	for i := range changes {
		c := &changes[i]
		if c.Kind != store.Decision {
			continue
		}
		rows, err := tx.Query(ctx, "select json from items where id = $1", c.Of)
		was, err := decodeRows[vigil.Decision](rows, err)
		if err != nil {
			return err
		}
		if c.After != nil {
			var d vigil.Decision
			if err := json.Unmarshal(c.After, &d); err != nil {
				return err
			}
			was = append(was, d)
		}
		for _, d := range was {
			for _, a := range slices.Concat(d.About, d.From) {
				reports[a.Report] = true
			}
		}
	}
	for id := range reports {
		queueAwait(b, id, false)
	}
	return nil
}

// Near implements store.Store.
func (s *Store) Near(ctx context.Context, block string, day vigil.Day, n int) ([]string, error) {
	rows, err := s.pool.Query(ctx, `(select claim from blocks where key = $1 and day >= $2 order by day, claim limit $3)
		union all (select claim from blocks where key = $1 and day < $2 order by day desc, claim desc limit $3)`, store.BlockKey(block), int(day), n)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// Merge implements store.Store.
func (s *Store) Merge(ctx context.Context, m *store.Merge) error {
	return s.tx(ctx, lockRecord, func(tx pgx.Tx) error {
		b := &pgx.Batch{}
		for id, copies := range m.Copies {
			if err := queueCopies(b, id, copies); err != nil {
				return err
			}
		}
		for _, x := range m.Blocks {
			keys := make([]int64, len(x.Keys))
			for i, k := range x.Keys {
				keys[i] = store.BlockKey(k)
			}
			b.Queue("delete from blocks where claim = $1", x.Claim)
			b.Queue("insert into blocks (key, day, claim) select distinct k, $2::integer, $3 from unnest($1::bigint[]) k", keys, int(x.Day), x.Claim)
		}
		seqs := make([]int64, len(m.Settled))
		for i, p := range m.Settled {
			seqs[i] = p.Seq
		}
		b.Queue("delete from pending where seq = any($1)", seqs)
		if err := appendRevisions(ctx, tx, m.Changes); err != nil {
			return err
		}
		return send(ctx, tx, b)
	})
}

// Readings implements store.Store.
func (s *Store) Readings(ctx context.Context, ids []string) ([]store.Reading, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	b := &pgx.Batch{}
	b.Queue(`select r.analyser, coalesce((select i.id from item_claims x join items i on i.id = x.item
		where x.claim = r.id and i.kind = 'story' limit 1), ''), r.text, r.json from reports r where r.id = any($1)`, ids)
	b.Queue("select json from claims where report = any($1) order by id", ids)
	b.Queue("select json from copies where report = any($1) order by report, n", ids)
	res := s.pool.SendBatch(ctx, b)
	defer res.Close()
	rows, err := res.Query()
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (rd store.Reading, err error) {
		rep, err := scanReport(row, &rd.Analyser, &rd.Story)
		if err == nil {
			rd.Report = *rep
			at[rep.ID] = len(at)
		}
		return rd, err
	})
	if err != nil {
		return nil, err
	}
	claims, err := decodeRows[vigil.Claim](res.Query())
	if err != nil {
		return nil, err
	}
	for _, c := range claims {
		if i, ok := at[c.Report]; ok {
			out[i].Claims = append(out[i].Claims, c)
		}
	}
	copies, err := decodeRows[vigil.Copy](res.Query())
	for _, c := range copies {
		if i, ok := at[c.Report]; ok {
			out[i].Copies = append(out[i].Copies, c)
		}
	}
	return out, err
}
