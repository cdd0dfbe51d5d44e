package ui

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"vigil"
	"vigil/internal/export/country"
	"vigil/internal/serve/desk"
	"vigil/internal/serve/people"
	"vigil/internal/store"
)

// choice is a value that can be filtered by, with how many things have it.
type choice struct {
	Value, Name string
	N           int
}

// kind is an event type with its acts.
type kind struct {
	Name string
	Acts []choice
}

// now is the first page: filters, map, timeline and list of one view.
func (u *UI) now(w http.ResponseWriter, r *http.Request) error {
	v := view{desk.Parse(r.URL.Query())}
	ctx := r.Context()
	data := map[string]any{"View": v}
	items, err := u.Store.Items(ctx, v.Query())
	if err != nil {
		return err
	}
	rows, err := u.rows(ctx, "now", items)
	if err != nil {
		return err
	}
	data["Rows"], data["Next"] = rows, ""
	if len(items) == desk.PageSize {
		data["Next"] = items[len(items)-1].Cursor
	}
	htmx := r.Header.Get("HX-Request") == "true"
	w.Header().Set("Vary", "HX-Request")
	if htmx && v.After != "" {
		u.renderPart(w, r, http.StatusOK, "now", "rows", data)
		return nil
	}
	if err := u.sums(ctx, v, data); err != nil {
		return err
	}
	data["New"], data["Seen"] = u.news(w, r)
	if htmx {
		u.renderPart(w, r, http.StatusOK, "now", "results", data)
		return nil
	}
	if err := u.choices(ctx, data); err != nil {
		return err
	}
	u.render(w, r, http.StatusOK, "now", data)
	return nil
}

// sums adds the total and the timeline of a view.
func (u *UI) sums(ctx context.Context, v view, data map[string]any) error {
	days, err := u.counted.Count(ctx, v.Query(), store.ByDay)
	if err != nil {
		return err
	}
	total, undated := 0, days[""]
	months := map[string]int{}
	for day, n := range days {
		total += n
		if day != "" {
			months[day[:len("2006-01")]] += n
		}
	}
	data["Total"], data["Undated"] = total, undated
	delete(days, "")
	if len(months) <= 3 {
		data["Bars"], data["BarsWidth"], data["First"], data["Last"] = bars(v, days, "2006-01-02")
		return nil
	}
	data["Bars"], data["BarsWidth"], data["First"], data["Last"] = bars(v, months, "2006-01")
	return nil
}

// bar is one column of the timeline.
type bar struct {
	Name       string
	N          int
	X, Y, W, H int
	Query      template.URL
}

// maxBars is how many columns a timeline has at most; the oldest are left out.
const maxBars = 360

// bars draws counts by day or month; layout says which.
func bars(v view, counts map[string]int, layout string) (out []bar, width int, first, last string) {
	var names []string
	most := 1
	for name, n := range counts {
		if _, err := time.Parse(layout, name); err == nil {
			names = append(names, name)
			most = max(most, n)
		}
	}
	if len(names) == 0 {
		return nil, 0, "", ""
	}
	first, last = slices.Min(names), slices.Max(names)
	for at, _ := time.Parse(layout, last); len(out) < maxBars; {
		name := at.Format(layout)
		if name < first {
			break
		}
		from, to := at, at
		if layout == "2006-01" {
			to = at.AddDate(0, 1, -1)
		}
		n := counts[name]
		h := (56*n + most - 1) / most
		b := bar{Name: name, N: n, W: 7, Y: 60 - h, H: h}
		if n > 0 {
			b.Query = v.With("from", from.Format(time.DateOnly), "to", to.Format(time.DateOnly))
		}
		out = append(out, b)
		at = from.AddDate(0, 0, -1)
		if layout == "2006-01" {
			at = from.AddDate(0, -1, 0)
		}
	}
	slices.Reverse(out)
	for i := range out {
		out[i].X = i * 8
	}
	return out, max(len(out)*8, 60), out[0].Name, last
}

// choices adds what can be filtered by: all that the record holds.
func (u *UI) choices(ctx context.Context, data map[string]any) error {
	all := store.Query{Kind: store.Incident}
	count := func(by store.Facet) map[string]int {
		m, err := u.counted.Count(ctx, all, by)
		if err != nil {
			u.Log.Error("count", "by", by, "err", err)
		}
		delete(m, "")
		return m
	}
	var countries []choice
	for code, n := range count(store.ByCountry) {
		countries = append(countries, choice{code, country.Name(code), n})
	}
	slices.SortFunc(countries, func(a, b choice) int { return strings.Compare(a.Name, b.Name) })
	acts := count(store.ByAct)
	var kinds []kind
	for i := range vigil.Acts {
		a := &vigil.Acts[i]
		if acts[a.ID] == 0 || !a.Happened() {
			continue
		}
		if n := len(kinds); n == 0 || kinds[n-1].Name != a.EventType {
			kinds = append(kinds, kind{Name: a.EventType})
		}
		k := &kinds[len(kinds)-1]
		k.Acts = append(k.Acts, choice{a.ID, a.ID, acts[a.ID]})
	}
	var standings []choice
	for s, n := range count(store.ByStanding) {
		standings = append(standings, choice{s, s, n})
	}
	slices.SortFunc(standings, func(a, b choice) int { return cmp.Compare(b.N, a.N) })
	var sources []choice
	for s, n := range count(store.BySource) {
		sources = append(sources, choice{s, s, n})
	}
	slices.SortFunc(sources, func(a, b choice) int { return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Name, b.Name)) })
	var sides []choice
	for s, n := range count(store.BySide) {
		sides = append(sides, choice{s, s, n})
	}
	slices.SortFunc(sides, func(a, b choice) int { return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Name, b.Name)) })
	data["Sides"] = sides[:min(len(sides), 200)]
	data["Countries"], data["Kinds"], data["Standings"], data["Sources"] = countries, kinds, standings, sources[:min(len(sources), 200)]
	return nil
}

// Warm counts what the first page shows to each kind of reader, so that whoever
// comes first after a start does not wait for it.
func (u *UI) Warm(ctx context.Context) {
	for _, role := range []people.Role{people.Reader, people.Analyst} {
		as := people.With(ctx, people.Person{Role: role})
		data := map[string]any{}
		all := view{desk.Parse(nil)}
		q := all.Query()
		q.Limit = maxSpots
		_, spots := u.counted.Spots(as, q)
		if err := errors.Join(u.sums(as, all, data), u.choices(as, data), spots); err != nil && ctx.Err() == nil {
			u.Log.Error("counting ahead", "err", err)
		}
	}
}

// seenCookie holds the place in the order of changes up to which a browser has
// looked, and the one before that.
const seenCookie = "vigil_seen"

// news counts the changes since this browser last looked, half an hour ago or
// earlier, and remembers that it looks now.
func (u *UI) news(w http.ResponseWriter, r *http.Request) (fresh int, since int64) {
	_, newest, err := u.Store.Changes(r.Context(), 0, -1)
	if err != nil {
		u.Log.Error("changes", "err", err)
		return 0, 0
	}
	base, last, at := newest, newest, u.Now().Unix()
	if c, err := r.Cookie(seenCookie); err == nil {
		var b, l, t int64
		if n, _ := fmt.Sscanf(c.Value, "%d.%d.%d", &b, &l, &t); n == 3 && b >= 0 && b <= newest {
			base = b
			if at-t > 1800 {
				base = min(l, newest)
			}
		}
	}
	http.SetCookie(w, &http.Cookie{Name: seenCookie, Value: fmt.Sprintf("%d.%d.%d", base, last, at), Path: "/", MaxAge: 90 * 86400,
		HttpOnly: true, SameSite: http.SameSiteLaxMode})
	return int(newest - base), base
}

// maxSpots is how many places a map shows.
const maxSpots = 5000

// mapData gives the map of a view: places with their counts, and countries of
// which nothing closer is known. A country is never a point.
func (u *UI) mapData(w http.ResponseWriter, r *http.Request) error {
	q := desk.Parse(r.URL.Query()).Query()
	q.Limit = maxSpots
	spots, err := u.counted.Spots(r.Context(), q)
	if err != nil {
		return err
	}
	out := struct {
		Spots     []desk.Spot    `json:"spots"`
		Countries map[string]int `json:"countries"`
	}{desk.Spots(spots), map[string]int{}}
	for _, s := range spots {
		if s.Kind == vigil.Country {
			out.Countries[s.Country] += s.Things
		}
	}
	return writeJSON(w, out)
}

// countries gives the names and codes of countries by their ISO number.
func (u *UI) countries(w http.ResponseWriter, _ *http.Request) error {
	out := map[string][2]string{}
	for _, c := range country.All() {
		out[c.Numeric] = [2]string{c.Code, c.Name}
	}
	w.Header().Set("Cache-Control", "private, max-age=86400")
	return writeJSON(w, out)
}

func writeJSON(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(v)
}
