package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"vigil"
	"vigil/internal/store"
)

// Unmerged implements store.Store.
func (s *Store) Unmerged(ctx context.Context, limit int) ([]store.Unmerged, error) {
	return s.unmerged(ctx, math.MaxInt64, limit)
}

// unmerged returns reports before a place in the order of storing.
func (s *Store) unmerged(ctx context.Context, before int64, limit int) ([]store.Unmerged, error) {
	rows, err := s.read.QueryContext(ctx, `select p.seq, p.report, p.text from pending p cross join reports r on r.id = p.report -- in this order
		where r.seq < ? order by r.seq limit ?`, before, limit)
	if err != nil {
		return nil, err
	}
	var out []store.Unmerged
	err = each(rows, func() error {
		var p store.Unmerged
		err := rows.Scan(&p.Seq, &p.Report, &p.Text)
		out = append(out, p)
		return err
	})
	return out, err
}

// await makes a report pending; text that is new and not settled yet stays new.
func await(ctx context.Context, tx *writing, report string, text bool) error {
	_, err := tx.ExecContext(ctx, `insert or replace into pending (report, text)
		values (?1, max(?2, coalesce((select text from pending where report = ?1), 0)))`, report, text)
	return err
}

// awaitDecided makes the reports of a decision's claims pending, as they are
// now and as they were before.
func awaitDecided(ctx context.Context, tx *writing, c *store.Change) error {
	var was []byte
	if err := tx.QueryRowContext(ctx, "select r.after from items i join revisions r on r.of = i.id and r.rev = i.rev where i.id = ?", c.Of).Scan(&was); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	reports := map[string]bool{}
	for _, b := range [][]byte{was, c.After} {
		if b == nil {
			continue
		}
		var d vigil.Decision
		if err := json.Unmarshal(b, &d); err != nil {
			return err
		}
		for _, a := range slices.Concat(d.About, d.From) {
			reports[a.Report] = true
		}
	}
	for id := range reports {
		if err := await(ctx, tx, id, false); err != nil {
			return err
		}
	}
	return nil
}

const nearQuery = `select claim from (select claim from blocks where key = ?1 and day >= ?2 order by day, claim limit ?3)
	union all select claim from (select claim from blocks where key = ?1 and day < ?2 order by day desc, claim desc limit ?3)`

// Near implements store.Store.
func (s *Store) Near(ctx context.Context, block string, day vigil.Day, n int) ([]string, error) {
	rows, err := s.read.QueryContext(ctx, nearQuery, store.BlockKey(block), int(day), n)
	if err != nil {
		return nil, err
	}
	var out []string
	err = each(rows, func() error {
		var id string
		err := rows.Scan(&id)
		out = append(out, id)
		return err
	})
	return out, err
}

// Merge implements store.Store.
func (s *Store) Merge(ctx context.Context, m *store.Merge) error {
	return s.tx(ctx, func(tx *writing) error {
		for id, copies := range m.Copies {
			if err := setCopies(ctx, tx, id, copies); err != nil {
				return fmt.Errorf("copies of report %s: %w", id, err)
			}
		}
		if err := appendAll(ctx, tx, m.Changes); err != nil {
			return err
		}
		for i := range m.Blocks {
			if err := setBlocks(ctx, tx, &m.Blocks[i]); err != nil {
				return fmt.Errorf("blocks of claim %s: %w", m.Blocks[i].Claim, err)
			}
		}
		for _, p := range m.Settled {
			if _, err := tx.ExecContext(ctx, "delete from pending where seq = ?", p.Seq); err != nil {
				return err
			}
		}
		return nil
	})
}

func setBlocks(ctx context.Context, tx *writing, b *store.Block) error {
	if _, err := tx.ExecContext(ctx, "delete from blocks where claim = ?", b.Claim); err != nil {
		return err
	}
	keys := make([]int64, len(b.Keys))
	for i, k := range b.Keys {
		keys[i] = store.BlockKey(k)
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "insert or ignore into blocks (key, day, claim) select value, ?, ? from json_each(?)", int(b.Day), b.Claim, string(list))
	return err
}

// Readings implements store.Store.
func (s *Store) Readings(ctx context.Context, ids []string) ([]store.Reading, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	at := make(map[string]int, len(ids))
	var out []store.Reading
	rows, err := s.read.QueryContext(ctx, `select r.id, r.text, r.json, r.analyser, coalesce((select i.id from item_claims x
		cross join items i on i.seq = x.seq where x.claim = r.id and i.kind = 'story'), '')
		from json_each(?) j cross join reports r on r.id = j.value`, string(list))
	if err != nil {
		return nil, err
	}
	err = each(rows, func() error {
		var id, text, meta string
		var rd store.Reading
		if err := rows.Scan(&id, &text, &meta, &rd.Analyser, &rd.Story); err != nil {
			return err
		}
		rep, err := report(text, meta)
		if err != nil {
			return err
		}
		if _, twice := at[id]; !twice {
			rd.Report = *rep
			at[id] = len(out)
			out = append(out, rd)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	claims, err := decodeRows[vigil.Claim](s.read.QueryContext(ctx,
		"select c.json from json_each(?) j cross join claims c on c.report = j.value order by j.key, c.id", string(list)))
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, c := range claims {
		if i, ok := at[c.Report]; ok && !seen[c.ID] {
			seen[c.ID] = true
			out[i].Claims = append(out[i].Claims, c)
		}
	}
	copies, err := decodeRows[vigil.Copy](s.read.QueryContext(ctx,
		"select c.json from json_each(?) j cross join copies c on c.report = j.value order by j.key, c.n", string(list)))
	for _, c := range copies {
		if i, ok := at[c.Report]; ok && !slices.Contains(out[i].Copies, c) {
			out[i].Copies = append(out[i].Copies, c)
		}
	}
	return out, err
}
