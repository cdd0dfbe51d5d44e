package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"vigil"
	"vigil/internal/store"
)

// Items implements store.Store.
func (s *Store) Items(ctx context.Context, q store.Query) ([]store.Item, error) {
	var query string
	var args []any
	var err error
	if q.AsOf.IsZero() {
		query, args, err = s.current(ctx, q)
	} else {
		query, args = asOf(q)
	}
	if err != nil {
		return nil, err
	}
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	var out []store.Item
	err = each(rows, func() error {
		var it store.Item
		err := rows.Scan(&it.ID, &it.Kind, &it.Rev, &it.Cursor)
		out = append(out, it)
		return err
	})
	for part := range slices.Chunk(out, statesAtOnce) {
		if err == nil {
			err = s.states(ctx, part)
		}
	}
	return out, err
}

// statesAtOnce is how many revisions are read in one question.
const statesAtOnce = 500

// states fills in what the revisions of items say. It is asked apart from what
// finds them, so that nothing wide is sorted; revisions never change.
func (s *Store) states(ctx context.Context, items []store.Item) error {
	keys := make([][2]any, len(items))
	for i, it := range items {
		keys[i] = [2]any{it.ID, it.Rev}
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	rows, err := s.read.QueryContext(ctx, `select j.key, r.after from json_each(?) j
		cross join revisions r on r.of = j.value ->> 0 and r.rev = j.value ->> 1`, string(list))
	if err != nil {
		return err
	}
	found := 0
	err = each(rows, func() error {
		var at int
		var state []byte
		err := rows.Scan(&at, &state)
		items[at].JSON = state
		found++
		return err
	})
	if err == nil && found < len(items) {
		err = fmt.Errorf("%d of %d revisions are missing", len(items)-found, len(items))
	}
	return err
}

// where collects conditions on a table and their arguments.
type where struct {
	from  string
	conds []string
	args  []any
}

func (w *where) and(cond string, args ...any) {
	w.conds = append(w.conds, cond)
	w.args = append(w.args, args...)
}

func (w *where) in(column string, values []string) {
	if len(values) == 0 {
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	w.and(column+" in (?"+strings.Repeat(", ?", len(values)-1)+")", args...)
}

// beside asks for things of a kind that a table beside the items has under a
// value; "" asks for nothing.
func (w *where) beside(table, column, value string, k store.Kind) {
	if value == "" {
		return
	}
	cond, args := column+" = ?", []any{value}
	if k != "" {
		cond, args = "kind = ? and "+cond, []any{string(k), value}
	}
	w.and("seq in (select seq from "+table+" where "+cond+")", args...)
}

func (w *where) sql(columns, tail string) string {
	head := "select " + columns + " from " + w.from
	if len(w.conds) == 0 {
		return head + tail
	}
	return head + " where " + strings.Join(w.conds, " and ") + tail
}

func (w *where) limit(q store.Query) string {
	if q.Limit <= 0 {
		return ""
	}
	w.args = append(w.args, q.Limit)
	return " limit ?"
}

// orders are the ways to list items: the column that leads, highest first, and
// how a cursor's part is read.
var orders = map[store.Order]string{store.Newest: "day_sort", store.Weightier: "weight"}

func (s *Store) current(ctx context.Context, q store.Query) (string, []any, error) {
	w, err := s.matching(ctx, q)
	if err != nil {
		return "", nil, err
	}
	lead, ok := orders[q.Order]
	if !ok {
		if q.Order != store.ByID {
			return "", nil, fmt.Errorf("no order %q", q.Order)
		}
		if q.After != "" {
			w.and("id > ?", q.After)
		}
		head := w.sql("id, kind, rev, id", " order by id")
		return head + w.limit(q), w.args, nil
	}
	if q.After != "" {
		at, id, _ := strings.Cut(q.After, " ")
		n, err := strconv.ParseFloat(at, 64)
		if err != nil {
			return "", nil, fmt.Errorf("no such place in the list: %q", q.After)
		}
		w.and("("+lead+" < ? or "+lead+" = ? and id > ?)", n, n, id)
	}
	head := w.sql("id, kind, rev, "+lead+" || ' ' || id", " order by "+lead+" desc, id")
	return head + w.limit(q), w.args, nil
}

// matching says what q asks for, whatever the order and the page. Of things
// that are few, each is looked up; else they are met in the order of the list.
func (s *Store) matching(ctx context.Context, q store.Query) (where, error) {
	rest, seqs, err := s.few(ctx, q)
	w := matching(rest)
	if err == nil && seqs != nil {
		list, _ := json.Marshal(seqs) // numbers only
		w.from = "(select value as n from json_each(?)) cross join items on seq = n"
		w.args = append([]any{string(list)}, w.args...)
	}
	return w, err
}

// few gives the numbers of the things that one of q's conditions leaves, if they
// are few, and what else q asks; else nil and q.
func (s *Store) few(ctx context.Context, q store.Query) (store.Query, []int64, error) {
	for _, c := range []struct {
		set   *string
		query string
		args  []any
	}{
		{&q.Words, "select rowid from items_words where items_words match ? limit ?", []any{match(q.Words), maxFew + 1}},
		{&q.Side, "select seq from item_sides where kind = ? and side = ? limit ?", []any{string(q.Kind), q.Side, maxFew + 1}},
		{&q.Source, "select seq from item_sources where kind = ? and source = ? limit ?", []any{string(q.Kind), q.Source, maxFew + 1}},
	} {
		if *c.set == "" || q.Kind == "" || c.args[0] == "" {
			continue
		}
		rows, err := s.read.QueryContext(ctx, c.query, c.args...)
		if err != nil {
			return q, nil, err
		}
		seqs := []int64{}
		err = each(rows, func() error {
			var seq int64
			err := rows.Scan(&seq)
			seqs = append(seqs, seq)
			return err
		})
		if err != nil {
			return q, nil, err
		}
		if len(seqs) <= maxFew {
			*c.set = ""
			return q, seqs, nil
		}
	}
	return q, nil, nil
}

// maxFew is how many are looked up one by one; tests lower it.
var maxFew = 2000

func matching(q store.Query) where {
	w := where{from: "items"}
	switch {
	case q.Kind == "":
	case len(q.IDs)+len(q.Claims)+len(q.Reports) > 0 || q.Report != "":
		w.and("+kind = ?", string(q.Kind)) // found by name: never by reading all of a kind
	default:
		w.and("kind = ?", string(q.Kind))
	}
	w.in("id", q.IDs)
	if len(q.Not) > 0 {
		list, _ := json.Marshal(q.Not) // strings only
		w.and("id not in (select value from json_each(?))", string(list))
	}
	w.in("act", q.Acts)
	if q.Days.From != 0 {
		w.and("day_sort >= ?", int(q.Days.From)) // the last day, 0 where none is known
	}
	if q.Days.To != 0 {
		w.and("day_from <= ?", int(q.Days.To))
	}
	if q.Country != "" {
		w.and("country = ?", q.Country)
	}
	if b := q.Box; b != nil {
		w.and("seq in (select seq from items_at where south >= ? and north <= ? and west >= ? and east <= ?)", b.South, b.North, b.West, b.East)
	}
	if q.MinScore > 0 {
		w.and("score >= ?", q.MinScore)
	}
	if q.Standing != "" {
		w.and("standing = ?", string(q.Standing))
	}
	w.beside("item_sources", "source", q.Source, q.Kind)
	w.beside("item_sides", "side", q.Side, q.Kind)
	if len(q.Claims) > 0 {
		list, _ := json.Marshal(q.Claims) // strings only
		w.and("seq in (select i.seq from json_each(?) j join item_claims i on i.claim = j.value)", string(list))
	}
	if q.Report != "" {
		w.and("seq in (select i.seq from claims c join item_claims i on i.claim = c.id where c.report = ?)", q.Report)
	}
	if len(q.Reports) > 0 {
		list, _ := json.Marshal(q.Reports) // strings only
		// A claim's id is its report's, "#" and a number.
		w.and("seq in (select i.seq from json_each(?) j join item_claims i on i.claim > j.value || '#' and i.claim < j.value || '$')", string(list))
	}
	if m := match(q.Words); m != "" {
		w.and("seq in (select rowid from items_words where items_words match ?)", m)
	} else if q.Words != "" {
		w.and("false")
	}
	return w
}

// match turns words into an expression of FTS5: all of them, each as it stands.
func match(words string) string {
	var quoted []string
	for _, w := range strings.Fields(strings.ReplaceAll(words, "\x00", " ")) {
		quoted = append(quoted, `"`+strings.ReplaceAll(w, `"`, `""`)+`"`)
	}
	return strings.Join(quoted, " ")
}

// asOf asks for each thing's last revision at a time.
func asOf(q store.Query) (string, []any) {
	w := where{from: "revisions"}
	w.and("at <= ?", q.AsOf.UnixNano())
	if q.Kind != "" {
		w.and("kind = ?", string(q.Kind))
	}
	w.in("of", q.IDs)
	if q.After != "" {
		w.and("of > ?", q.After)
	}
	head := w.sql("of, kind, max(rev), of", " group by of having after is not null order by of")
	return head + w.limit(q), w.args
}

// facets are what counts are parted by, as SQL.
var facets = map[store.Facet]string{store.Total: "''", store.ByAct: "act", store.ByCountry: "country", store.ByStanding: "standing",
	store.BySource: "source", store.BySide: "side", store.ByDay: "day_sort", store.ByMonth: "day_sort"}

// Count implements store.Store.
func (s *Store) Count(ctx context.Context, q store.Query, by store.Facet) (map[string]int, error) {
	expr, ok := facets[by]
	if !ok {
		return nil, fmt.Errorf("no facet %q", by)
	}
	w, err := s.matching(ctx, q)
	if err != nil {
		return nil, err
	}
	if beside := map[store.Facet]string{store.BySource: "item_sources", store.BySide: "item_sides"}[by]; beside != "" {
		if w.from == "items" && len(w.conds) == 1 && q.Kind != "" { // kind is all that is asked for
			w.from = beside
		} else {
			w.from += " join (select seq, " + expr + " from " + beside + ") using (seq)"
		}
	}
	rows, err := s.read.QueryContext(ctx, w.sql(expr+", count(*)", " group by 1"), w.args...)
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	err = each(rows, func() error {
		var key string
		var n int
		err := rows.Scan(&key, &n)
		out[facetName(by, key)] += n
		return err
	})
	return out, err
}

// facetName turns the number of a day into its name or its month's.
func facetName(by store.Facet, key string) string {
	if by != store.ByDay && by != store.ByMonth {
		return key
	}
	n, _ := strconv.Atoi(key)
	name := vigil.Day(n).String()
	if by == store.ByMonth && name != "" {
		name = name[:len("2006-01")]
	}
	return name
}

// Spots implements store.Store.
func (s *Store) Spots(ctx context.Context, q store.Query) ([]store.Spot, error) {
	w, err := s.matching(ctx, q)
	if err != nil {
		return nil, err
	}
	w.and("lat is not null")
	head := w.sql("place, place_kind, country, lat, lon, radius, exact, count(*), max(killed)", " group by lat, lon, place_kind, radius, exact order by 8 desc, 1, 4, 5, 6")
	rows, err := s.read.QueryContext(ctx, head+w.limit(q), w.args...)
	if err != nil {
		return nil, err
	}
	var out []store.Spot
	err = each(rows, func() error {
		var p store.Spot
		err := rows.Scan(&p.Name, &p.Kind, &p.Country, &p.Lat, &p.Lon, &p.RadiusKm, &p.Exact, &p.Things, &p.Killed)
		out = append(out, p)
		return err
	})
	return out, err
}

// Changes implements store.Store.
func (s *Store) Changes(ctx context.Context, after int64, limit int) ([]store.Change, int64, error) {
	if limit < 0 {
		err := s.read.QueryRowContext(ctx, "select coalesce(max(seq), 0) from changes").Scan(&after)
		return nil, after, err
	}
	rows, err := s.read.QueryContext(ctx, `select c.seq, r.of, r.rev, r.kind, r.at, r.by, r.cause
		from changes c join revisions r on r.of = c.of and r.rev = c.rev where c.seq > ? order by c.seq limit ?`, after, limit)
	if err != nil {
		return nil, after, err
	}
	var out []store.Change
	err = each(rows, func() error {
		var c store.Change
		var at int64
		err := rows.Scan(&after, &c.Of, &c.Rev, &c.Kind, &at, &c.By, &c.Cause)
		c.At = time.Unix(0, at).UTC()
		out = append(out, c)
		return err
	})
	return out, after, err
}
