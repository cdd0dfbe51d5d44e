package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"vigil"
	"vigil/internal/store"
)

// Append implements store.Store.
func (s *Store) Append(ctx context.Context, changes []store.Change) error {
	return s.tx(ctx, lockRecord, func(tx pgx.Tx) error { return appendRevisions(ctx, tx, changes) })
}

func appendRevisions(ctx context.Context, tx pgx.Tx, changes []store.Change) error {
	if err := inTurn(ctx, tx, changes); err != nil {
		return err
	}
	for part := range slices.Chunk(changes, 500) {
		if err := appendAll(ctx, tx, part); err != nil {
			return err
		}
	}
	return nil
}

// inTurn checks that each revision is one above the last of its thing.
func inTurn(ctx context.Context, tx pgx.Tx, changes []store.Change) error {
	ids := make([]string, len(changes))
	for i := range changes {
		ids[i] = changes[i].Of
	}
	rows, err := tx.Query(ctx, "select of, max(rev) from revisions where of = any($1) group by of", ids)
	if err != nil {
		return err
	}
	last := map[string]int{}
	var of string
	var rev int
	if _, err := pgx.ForEachRow(rows, []any{&of, &rev}, func() error { last[of] = rev; return nil }); err != nil {
		return err
	}
	for i := range changes {
		c := &changes[i]
		if c.Rev != last[c.Of]+1 {
			return fmt.Errorf("revision %d of %s: the last is %d: %w", c.Rev, c.Of, last[c.Of], store.ErrConflict)
		}
		last[c.Of] = c.Rev
	}
	return nil
}

func appendAll(ctx context.Context, tx pgx.Tx, changes []store.Change) error {
	b := &pgx.Batch{}
	if err := queueDecided(ctx, tx, b, changes); err != nil {
		return err
	}
	for i := range changes {
		c := &changes[i]
		b.Queue("insert into revisions (of, rev, kind, at, by, cause, after) values ($1, $2, $3, $4, $5, $6, $7)",
			c.Of, c.Rev, string(c.Kind), c.At.UnixNano(), c.By, c.Cause, nullText(c.After))
	}
	if err := queueItems(ctx, tx, b, latest(changes)); err != nil {
		return err
	}
	return send(ctx, tx, b)
}

// latest keeps the last change of each thing.
func latest(changes []store.Change) []store.Change {
	at := map[string]int{}
	var out []store.Change
	for _, c := range changes {
		if i, ok := at[c.Of]; ok {
			out[i] = c
			continue
		}
		at[c.Of] = len(out)
		out = append(out, c)
	}
	return out
}

// queueItems brings the items up to date with changes, one of each thing.
func queueItems(ctx context.Context, tx pgx.Tx, b *pgx.Batch, changes []store.Change) error {
	indexes := make([]store.Index, len(changes))
	var claims []string
	for i := range changes {
		if changes[i].After == nil {
			continue
		}
		var err error
		if indexes[i], err = store.IndexOf(changes[i].Kind, changes[i].After); err != nil {
			return fmt.Errorf("%s: %w", changes[i].Of, err)
		}
		claims = append(claims, indexes[i].Claims...)
	}
	told, err := evidence(ctx, tx, claims)
	if err != nil {
		return err
	}
	for i := range changes {
		c := &changes[i]
		b.Queue("delete from item_claims where item = $1", c.Of)
		b.Queue("delete from item_sources where item = $1", c.Of)
		b.Queue("delete from item_sides where item = $1", c.Of)
		if c.After == nil {
			b.Queue("delete from items where id = $1", c.Of)
			continue
		}
		queueItem(b, c, &indexes[i], told)
	}
	return nil
}

func queueItem(b *pgx.Batch, c *store.Change, ix *store.Index, told map[string]said) {
	var p vigil.Place
	if ix.Place != nil {
		p = *ix.Place
	}
	at := pgtype.Point{P: pgtype.Vec2{X: p.Lon, Y: p.Lat}, Valid: p.Located}
	words, sources := slices.Clone(ix.Names), slices.Clone(ix.Sources)
	titled := map[string]bool{}
	for _, id := range ix.Claims {
		x := told[id]
		words = append(words, x.words...)
		if x.report != "" && !titled[x.report] {
			titled[x.report] = true
			words = append(words, x.title)
			if x.outlet != "" {
				sources = append(sources, x.outlet)
			}
		}
	}
	b.Queue(`insert into items (id, kind, rev, act, day_from, day_to, day_sort, country, score, standing, killed, weight, place, place_kind, at, radius, exact, json, words)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, to_tsvector('simple', $19))
		on conflict (id) do update set (rev, act, day_from, day_to, day_sort, country, score, standing, killed, weight, place, place_kind, at, radius, exact, json, words) =
			row (excluded.rev, excluded.act, excluded.day_from, excluded.day_to, excluded.day_sort, excluded.country, excluded.score, excluded.standing, excluded.killed,
			excluded.weight, excluded.place, excluded.place_kind, excluded.at, excluded.radius, excluded.exact, excluded.json, excluded.words)`,
		c.Of, string(c.Kind), c.Rev, ix.Act, nullDay(first(ix.Days)), nullDay(last(ix.Days)), int(last(ix.Days)), ix.Country, ix.Score, string(ix.Standing),
		ix.Killed, ix.Weight, p.Name, string(p.Kind), at, p.RadiusKm, p.Located && p.Kind.Point() && p.Relation == "", string(c.After),
		indexed(strings.Join(words, "\n")))
	b.Queue("insert into item_claims (claim, item) select distinct w, $2 from unnest($1::text[]) w", ix.Claims, c.Of)
	b.Queue("insert into item_sources (source, item) select distinct w, $2 from unnest($1::text[]) w", sources, c.Of)
	b.Queue("insert into item_sides (side, item) select distinct w, $2 from unnest($1::text[]) w", ix.Sides, c.Of)
}

// said is what stands behind a claim.
type said struct {
	report, outlet, title string
	words                 []string // the sentences of its evidence
}

// evidence returns what stands behind claims.
func evidence(ctx context.Context, tx pgx.Tx, claims []string) (map[string]said, error) {
	if len(claims) == 0 {
		return nil, nil
	}
	rows, err := tx.Query(ctx, "select c.json, r.text, r.json from claims c join reports r on r.id = c.report where c.id = any($1)", claims)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]said{}
	for rows.Next() {
		var js []byte
		r, err := scanReport(rows, &js)
		if err != nil {
			return nil, err
		}
		var c vigil.Claim
		if err := json.Unmarshal(js, &c); err != nil {
			return nil, err
		}
		x := said{report: r.ID, outlet: r.Source, title: r.Title}
		for _, s := range c.Evidence {
			x.words = append(x.words, s.In(r.Text))
		}
		out[c.ID] = x
	}
	return out, rows.Err()
}

// first and last close an open end of a range with its other end.
func first(d vigil.Days) vigil.Day {
	if d.From == 0 {
		return d.To
	}
	return d.From
}

func last(d vigil.Days) vigil.Day {
	if d.To == 0 {
		return d.From
	}
	return d.To
}

func nullText(b []byte) any {
	if b == nil {
		return nil
	}
	return string(b)
}

func nullDay(d vigil.Day) any {
	if d == 0 {
		return nil
	}
	return int(d)
}

// History implements store.Store.
func (s *Store) History(ctx context.Context, of string) ([]vigil.Revision, error) {
	rows, err := s.pool.Query(ctx, "select rev, at, by, cause, after from revisions where of = $1 order by rev", of)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []vigil.Revision
	for rows.Next() {
		r := vigil.Revision{Of: of}
		var at int64
		if err := rows.Scan(&r.Rev, &at, &r.By, &r.Cause, &r.After); err != nil {
			return nil, err
		}
		r.At = time.Unix(0, at).UTC()
		if n := len(out); n > 0 {
			r.Before = out[n-1].After
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// Changes implements store.Store.
func (s *Store) Changes(ctx context.Context, after int64, limit int) ([]store.Change, int64, error) {
	if limit < 0 {
		err := s.pool.QueryRow(ctx, "select coalesce(max(seq), 0) from revisions").Scan(&after)
		return nil, after, err
	}
	rows, err := s.pool.Query(ctx, "select seq, of, rev, kind, at, by, cause from revisions where seq > $1 order by seq limit $2", after, limit)
	if err != nil {
		return nil, after, err
	}
	defer rows.Close()
	var out []store.Change
	for rows.Next() {
		var c store.Change
		var at int64
		if err := rows.Scan(&after, &c.Of, &c.Rev, &c.Kind, &at, &c.By, &c.Cause); err != nil {
			return nil, after, err
		}
		c.At = time.Unix(0, at).UTC()
		out = append(out, c)
	}
	return out, after, rows.Err()
}
