package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"vigil"
	"vigil/internal/store"
)

// dropItem takes an item out of the record as it is now.
func dropItem(ctx context.Context, tx *writing, id string) error {
	var seq int64
	err := tx.QueryRowContext(ctx, "select seq from items where id = ?", id).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := dropIndexes(ctx, tx, seq); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "delete from items where seq = ?", seq)
	return err
}

func dropIndexes(ctx context.Context, tx *writing, seq int64) error {
	tx.items[seq] = nil
	for _, q := range []string{"delete from items_at where seq = ?", "delete from item_claims where seq = ?",
		"delete from item_sources where seq = ?", "delete from item_sides where seq = ?"} {
		if _, err := tx.ExecContext(ctx, q, seq); err != nil {
			return err
		}
	}
	return nil
}

func putItem(ctx context.Context, tx *writing, c *store.Change) error {
	ix, err := store.IndexOf(c.Kind, c.After)
	if err != nil {
		return err
	}
	var p vigil.Place
	if ix.Place != nil {
		p = *ix.Place
	}
	var lat, lon any
	if p.Located {
		lat, lon = p.Lat, p.Lon
	}
	k := ix.Keys
	var seq int64
	err = tx.QueryRowContext(ctx, `insert into items (id, kind, rev, act, day_from, day_to, country, score,
			standing, killed, weight, day_sort, place, place_kind, lat, lon, radius, exact)
		values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
		on conflict (id) do update set rev = ?3, act = ?4, day_from = ?5, day_to = ?6, country = ?7, score = ?8,
			standing = ?9, killed = ?10, weight = ?11, day_sort = ?12, place = ?13, place_kind = ?14, lat = ?15, lon = ?16, radius = ?17, exact = ?18
		returning seq`,
		c.Of, string(c.Kind), c.Rev, k.Act, nullDay(first(k.Days)), nullDay(last(k.Days)), k.Country, k.Score,
		string(ix.Standing), ix.Killed, ix.Weight, int(last(k.Days)), p.Name, string(p.Kind), lat, lon, p.RadiusKm, p.Located && p.Kind.Point() && p.Relation == "").Scan(&seq)
	if err != nil {
		return err
	}
	if err := dropIndexes(ctx, tx, seq); err != nil {
		return err
	}
	if k.Located {
		if _, err := tx.ExecContext(ctx, "insert into items_at (seq, south, north, west, east) values (?, ?, ?, ?, ?)", seq, k.Lat, k.Lat, k.Lon, k.Lon); err != nil {
			return err
		}
	}
	return putIndexes(ctx, tx, c.Kind, seq, &ix)
}

// putIndexes stores by which claims, sources and words an item is found.
func putIndexes(ctx context.Context, tx *writing, kind store.Kind, seq int64, ix *store.Index) error {
	claims, err := json.Marshal(ix.Claims)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "insert or ignore into item_claims (claim, seq) select value, ? from json_each(?)", seq, string(claims)); err != nil {
		return err
	}
	outlets, words, err := evidence(ctx, tx, string(claims))
	if err != nil {
		return err
	}
	sources, err := json.Marshal(append(outlets, ix.Sources...))
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "insert or ignore into item_sources (kind, source, seq) select ?, value, ? from json_each(?)", string(kind), seq, string(sources)); err != nil {
		return err
	}
	sides, err := json.Marshal(ix.Sides)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "insert or ignore into item_sides (kind, side, seq) select ?, value, ? from json_each(?)", string(kind), seq, string(sides)); err != nil {
		return err
	}
	found := strings.Join(append(words, ix.Names...), "\n")
	tx.items[seq] = &found
	return nil
}

// evidence returns the outlets behind claims, and their titles and sentences.
func evidence(ctx context.Context, tx *writing, claims string) (outlets, words []string, err error) {
	rows, err := tx.QueryContext(ctx, `select c.json, r.json, r.text from json_each(?) j
		cross join claims c on c.id = j.value join reports r on r.id = c.report`, claims)
	if err != nil {
		return nil, nil, err
	}
	titles := map[string]bool{}
	err = each(rows, func() error {
		var claim, meta []byte
		var text string
		if err := rows.Scan(&claim, &meta, &text); err != nil {
			return err
		}
		var c vigil.Claim
		var r vigil.Report
		if err := errors.Join(json.Unmarshal(claim, &c), json.Unmarshal(meta, &r)); err != nil {
			return err
		}
		for _, s := range c.Evidence {
			words = append(words, s.In(text))
		}
		if !titles[r.ID] {
			titles[r.ID] = true
			words = append(words, r.Title)
			if r.Source != "" {
				outlets = append(outlets, r.Source)
			}
		}
		return nil
	})
	return outlets, words, err
}
