package postgres

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"vigil"
	"vigil/internal/store"
)

// args are the parameters of a statement.
type args []any

// add adds a parameter and returns its name.
func (a *args) add(x any) string {
	*a = append(*a, x)
	return "$" + strconv.Itoa(len(*a))
}

// where collects conditions; ? in them stands for the next parameter.
type where struct {
	conds []string
	args  args
}

func (w *where) and(cond string, values ...any) {
	for _, v := range values {
		cond = strings.Replace(cond, "?", w.args.add(v), 1)
	}
	w.conds = append(w.conds, cond)
}

func (w *where) sql(head, tail string) string {
	if len(w.conds) == 0 {
		return head + tail
	}
	return head + " where " + strings.Join(w.conds, " and ") + tail
}

func (w *where) limit(q store.Query) string {
	if q.Limit <= 0 {
		return ""
	}
	return " limit " + w.args.add(q.Limit)
}

// Items implements store.Store.
func (s *Store) Items(ctx context.Context, q store.Query) ([]store.Item, error) {
	query, args, err := current(q)
	if !q.AsOf.IsZero() {
		query, args = asOf(q)
	}
	if err != nil {
		return nil, err
	}
	rows, err := s.pool.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []store.Item
	for rows.Next() {
		var it store.Item
		if err := rows.Scan(&it.ID, &it.Kind, &it.Rev, &it.JSON, &it.Cursor); err != nil {
			return nil, err
		}
		out = append(out, it)
	}
	return out, rows.Err()
}

// orders are the ways to list items: the column that leads, highest first.
var orders = map[store.Order]string{store.Newest: "day_sort", store.Weightier: "weight"}

func current(q store.Query) (string, []any, error) {
	w := matching(q)
	lead, ok := orders[q.Order]
	if !ok {
		if q.Order != store.ByID {
			return "", nil, fmt.Errorf("no order %q", q.Order)
		}
		if q.After != "" {
			w.and("id > ?", q.After)
		}
		head := w.sql("select id, kind, rev, json, id from items", " order by id")
		return head + w.limit(q), w.args, nil
	}
	if q.After != "" {
		at, id, _ := strings.Cut(q.After, " ")
		n, err := strconv.ParseFloat(at, 64)
		if err != nil {
			return "", nil, fmt.Errorf("no such place in the list: %q", q.After)
		}
		w.and("("+lead+" < ?::float8 or "+lead+" = ?::float8 and id > ?)", n, n, id)
	}
	head := w.sql("select id, kind, rev, json, "+lead+" || ' ' || id from items", " order by "+lead+" desc, id")
	return head + w.limit(q), w.args, nil
}

// matching says what q asks for, whatever the order and the page.
func matching(q store.Query) where {
	var w where
	if q.Kind != "" {
		w.and("kind = ?", string(q.Kind))
	}
	if len(q.IDs) > 0 {
		w.and("id = any(?)", q.IDs)
	}
	if len(q.Not) > 0 {
		w.and("id <> all(?)", q.Not)
	}
	if len(q.Acts) > 0 {
		w.and("act = any(?)", q.Acts)
	}
	if q.Days.From != 0 {
		w.and("day_to >= ?", int(q.Days.From))
	}
	if q.Days.To != 0 {
		w.and("day_from <= ?", int(q.Days.To))
	}
	if q.Country != "" {
		w.and("country = ?", q.Country)
	}
	if b := q.Box; b != nil {
		w.and("at <@ box(point(?::float8, ?::float8), point(?::float8, ?::float8))", b.West, b.South, b.East, b.North)
	}
	if q.MinScore > 0 {
		w.and("score >= ?", q.MinScore)
	}
	if q.Standing != "" {
		w.and("standing = ?", string(q.Standing))
	}
	if q.Source != "" {
		w.and("id in (select item from item_sources where source = ?)", q.Source)
	}
	if q.Side != "" {
		w.and("id in (select item from item_sides where side = ?)", q.Side)
	}
	if len(q.Claims) > 0 {
		w.and("id in (select item from item_claims where claim = any(?))", q.Claims)
	}
	if len(q.Reports) > 0 {
		// A claim's id is its report's, "#" and a number.
		w.and("id in (select i.item from unnest(?::text[]) w join item_claims i on i.claim > w || '#' and i.claim < w || '$')", q.Reports)
	}
	if q.Report != "" {
		w.and("id in (select i.item from claims c join item_claims i on i.claim = c.id where c.report = ?)", q.Report)
	}
	if ts := terms(q.Words); len(ts) > 0 {
		w.conds = append(w.conds, "words @@ "+tsquery(ts, w.args.add))
	} else if q.Words != "" {
		w.and("false")
	}
	return w
}

// asOf asks for each thing's last revision at a time.
func asOf(q store.Query) (string, []any) {
	var w where
	w.and("at <= ?", q.AsOf.UnixNano())
	if q.Kind != "" {
		w.and("kind = ?", string(q.Kind))
	}
	if len(q.IDs) > 0 {
		w.and("of = any(?)", q.IDs)
	}
	if q.After != "" {
		w.and("of > ?", q.After)
	}
	inner := w.sql("select distinct on (of) of, kind, rev, after from revisions", " order by of, rev desc")
	return "select of, kind, rev, after, of from (" + inner + ") r where after is not null order by of" + w.limit(q), w.args
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
	w := matching(q)
	from := "items"
	if by == store.BySource {
		from = "items join item_sources on item = id"
	}
	if by == store.BySide {
		from = "items join item_sides on item = id"
	}
	rows, err := s.pool.Query(ctx, w.sql("select ("+expr+")::text, count(*) from "+from, " group by 1"), w.args...)
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	var key string
	var n int
	_, err = pgx.ForEachRow(rows, []any{&key, &n}, func() error { out[facetName(by, key)] += n; return nil })
	if by == store.Total && n == 0 && err == nil && len(out) == 1 {
		delete(out, "")
	}
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
	w := matching(q)
	w.and("at is not null")
	head := w.sql("select min(place), place_kind, min(country), at[1], at[0], radius, exact, count(*), max(killed) from items",
		" group by at[1], at[0], place_kind, radius, exact order by 8 desc, 1, 4, 5, 6")
	rows, err := s.pool.Query(ctx, head+w.limit(q), w.args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (p store.Spot, err error) {
		err = row.Scan(&p.Name, &p.Kind, &p.Country, &p.Lat, &p.Lon, &p.RadiusKm, &p.Exact, &p.Things, &p.Killed)
		return p, err
	})
}
