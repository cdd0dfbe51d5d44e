package ui

import (
	"cmp"
	"context"
	"encoding/json"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"vigil"
	"vigil/internal/export"
	"vigil/internal/serve/desk"
	"vigil/internal/store"
)

// tollView is a toll as its page shows it.
type tollView struct {
	ID, Of, Scope, Since string
	Measure              vigil.Measure
	Points               []tollPoint
	Plot                 string // JSON for chart.js, or "" where a chart says nothing
}

type tollPoint struct {
	AsOf, Figure, Source, Outlet string
	Superseded                   bool
	Href                         template.URL
}

// tollsAtOnce is how many tolls a page shows: each has its chart and its table.
const tollsAtOnce = 10

// tolls shows running counts as series.
func (u *UI) tolls(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	ask := store.Query{Kind: store.Toll, Order: store.Newest, After: q.Get("after"), Limit: tollsAtOnce}
	if only := q.Get("only"); only != "" {
		ask = store.Query{Kind: store.Toll, IDs: []string{only}}
	}
	return u.renderKept(w, r, "tolls", q.Get("after")+" only "+q.Get("only"), func(ctx context.Context) (map[string]any, error) { return u.series(ctx, ask) })
}

// series gives what the page shows of some tolls.
func (u *UI) series(ctx context.Context, ask store.Query) (map[string]any, error) {
	items, err := u.items(ctx, ask)
	if err != nil {
		return nil, err
	}
	data := map[string]any{"Next": ""}
	out, err := u.tollViews(ctx, items)
	if err != nil {
		return nil, err
	}
	if len(items) == ask.Limit && ask.Limit > 0 {
		data["Next"] = items[len(items)-1].Cursor
	}
	data["Tolls"] = out
	return data, nil
}

// items asks the store; a cursor that is none is the reader's fault.
func (u *UI) items(ctx context.Context, q store.Query) ([]store.Item, error) {
	if at, _, _ := strings.Cut(q.After, " "); q.After != "" {
		if _, err := strconv.ParseFloat(at, 64); err != nil {
			return nil, errBad
		}
	}
	return u.Store.Items(ctx, q)
}

func (u *UI) tollViews(ctx context.Context, items []store.Item) ([]tollView, error) {
	tolls := make([]vigil.Toll, len(items))
	var ids []string
	for i, it := range items {
		if err := json.Unmarshal(it.JSON, &tolls[i]); err != nil {
			return nil, err
		}
		for _, p := range tolls[i].Series {
			ids = append(ids, p.Claim)
		}
	}
	told, err := desk.Openings(ctx, u.Store, ids)
	out := make([]tollView, len(items))
	for i := range tolls {
		out[i] = viewToll(&tolls[i], told)
	}
	return out, err
}

// viewToll shows a toll; told are the claims behind its figures.
func viewToll(t *vigil.Toll, told map[string]desk.Telling) tollView {
	v := tollView{ID: t.ID, Of: t.Of, Scope: t.Scope, Measure: t.Measure, Since: t.Since.String()}
	for _, p := range t.Series {
		row := tollPoint{AsOf: cmp.Or(p.AsOf.To.String(), text("day unknown")), Figure: desk.Figure(p.Figure), Source: p.Source, Superseded: p.Superseded}
		if e, ok := told[p.Claim]; ok {
			row.Outlet, row.Href = e.Outlet(), ReportURL(e.Report.ID, p.Claim, p.Figure.Span)
		}
		v.Points = append(v.Points, row)
	}
	v.Plot = plot(t.Series)
	return v
}

// plot writes a series for the chart: days, and for each source its low and
// high line. A chart needs two days.
func plot(series []vigil.TollPoint) string {
	var days []vigil.Day
	var sources []string
	for _, p := range series {
		if d := p.AsOf.To; d != 0 && !slices.Contains(days, d) {
			days = append(days, d)
		}
		if !slices.Contains(sources, p.Source) {
			sources = append(sources, p.Source)
		}
	}
	if len(days) < 2 {
		return ""
	}
	slices.Sort(days)
	type line struct {
		Name string `json:"name"`
		Low  []*int `json:"low"`
		High []*int `json:"high"`
	}
	out := struct {
		X     []int64 `json:"x"`
		Lines []line  `json:"lines"`
	}{}
	for _, d := range days {
		out.X = append(out.X, d.Time().Unix())
	}
	for _, s := range sources {
		l := line{cmp.Or(s, text("no source named")), make([]*int, len(days)), make([]*int, len(days))}
		for _, p := range series {
			if i := slices.Index(days, p.AsOf.To); p.Source == s && i >= 0 {
				l.Low[i], l.High[i] = cmp.Or(p.Figure.Min, p.Figure.Max), cmp.Or(p.Figure.Max, p.Figure.Min)
			}
		}
		out.Lines = append(out.Lines, l)
	}
	b, err := json.Marshal(out)
	if err != nil {
		return ""
	}
	return string(b)
}

// said is a statement in a list.
type said struct {
	vigil.Statement
	When, Due, Who, Sentence string
}

// agenda shows what has a day to come, and all statements.
func (u *UI) agenda(w http.ResponseWriter, r *http.Request) error {
	after := r.URL.Query().Get("after")
	return u.renderKept(w, r, "agenda", after, func(ctx context.Context) (map[string]any, error) { return u.statements(ctx, after) })
}

// statements gives what the agenda shows after a place in the list.
func (u *UI) statements(ctx context.Context, after string) (map[string]any, error) {
	q := store.Query{Kind: store.Statement, Order: store.Newest, After: after, Limit: desk.PageSize}
	items, err := u.items(ctx, q)
	if err != nil {
		return nil, err
	}
	data := map[string]any{"Next": ""}
	if len(items) == q.Limit {
		data["Next"] = items[len(items)-1].Cursor
	}
	rows, err := u.said(ctx, items)
	if err != nil {
		return nil, err
	}
	var due []said
	for _, s := range rows {
		if s.Statement.Due != nil {
			due = append(due, s)
		}
	}
	slices.SortStableFunc(due, func(a, b said) int { return cmp.Compare(b.Statement.Due.Days.To, a.Statement.Due.Days.To) })
	data["Rows"], data["Due"] = rows, due
	return data, nil
}

func (u *UI) said(ctx context.Context, items []store.Item) ([]said, error) {
	out := make([]said, len(items))
	var first []string
	for i, it := range items {
		s := &out[i]
		if err := json.Unmarshal(it.JSON, &s.Statement); err != nil {
			return nil, err
		}
		s.When, s.Who = export.When(s.Statement.When), export.Parties(s.From)
		if to := export.Parties(s.To); to != "" {
			s.Who += " → " + to
		}
		if s.Statement.Due != nil {
			s.Due = export.When(s.Statement.Due)
		}
		if len(s.Claims) > 0 {
			first = append(first, s.Claims[0])
		}
	}
	told, err := desk.Openings(ctx, u.Store, first)
	if err != nil {
		return nil, err
	}
	for i := range out {
		if len(out[i].Claims) == 0 {
			continue
		}
		if e, ok := told[out[i].Claims[0]]; ok && len(e.Claim.Evidence) > 0 {
			out[i].Sentence = strings.Join(strings.Fields(e.Claim.Evidence[0].In(e.Report.Text)), " ")
		}
	}
	return out, nil
}

// changeRow is a step of the record in the list of what is new.
type changeRow struct {
	store.Change
	Name string
	Href template.URL
}

// changes lists revisions after a place in the order of storing.
func (u *UI) changes(w http.ResponseWriter, r *http.Request) error {
	after, _ := strconv.ParseInt(r.URL.Query().Get("after"), 10, 64)
	cs, next, err := u.Store.Changes(r.Context(), after, 200)
	if err != nil {
		return err
	}
	data := map[string]any{"Next": int64(0)}
	var rows []changeRow
	for _, c := range cs {
		rows = append(rows, changeRow{c, text(string(c.Kind)) + " " + c.Of, thingURL(c.Kind, c.Of)})
	}
	if len(cs) == 200 {
		data["Next"] = next
	}
	data["Changes"] = rows
	u.render(w, r, http.StatusOK, "changes", data)
	return nil
}
