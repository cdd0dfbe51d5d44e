package ui

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"strconv"

	"vigil"
	"vigil/internal/export"
	"vigil/internal/protect"
	"vigil/internal/serve/desk"
	"vigil/internal/serve/people"
	"vigil/internal/store"
)

func (u *UI) registerExport(mux Mux) {
	for pattern, h := range map[string]func(http.ResponseWriter, *http.Request) error{
		"GET /export":        u.exportPage,
		"GET /export/losses": u.losses,
		"GET /feed.atom":     u.feed,
		"GET /agenda.ics":    u.calendar,
		"GET /brief":         u.brief,
		"GET /api":           u.apiPage,
	} {
		mux.Handle(pattern, Reading(u.handle(h)))
	}
}

// form is a way to take the record away.
type form struct {
	Name, What string
	Losses     bool
	Table      bool // it has no room for version, licence and citation
}

// exportPage offers the forms, for the whole record or the view in the address.
func (u *UI) exportPage(w http.ResponseWriter, r *http.Request) error {
	v := view{desk.Parse(r.URL.Query())}
	_, state, err := u.Store.Changes(r.Context(), 0, -1)
	if err != nil {
		return err
	}
	about := u.About
	about.Made, about.Place = u.Now(), state
	u.render(w, r, http.StatusOK, "export", map[string]any{"View": v, "State": state, "Citation": about.Citation(), "Licence": cmp.Or(about.Licence, export.NoLicence), "Forms": []form{
		{"acled", text("CSV in ACLED's columns"), true, true},
		{"ged", text("CSV in UCDP GED's columns"), true, true},
		{"csv", text("CSV with ranges, voices and sentences"), false, true},
		{"geojson", text("GeoJSON: points and areas for maps"), false, false},
		{"gpkg", text("GeoPackage: the same for geographic information systems"), false, false},
		{"parquet", text("Parquet: the same for data tools"), false, false},
		{"jsonl", text("JSON Lines: everything, with claims and sentences"), false, false},
		{"json", text("JSON: the whole record as one document"), false, false},
		{"md", text("Markdown, to be read"), false, false},
	}})
	return nil
}

// losses tells what a form cannot hold of the view.
func (u *UI) losses(w http.ResponseWriter, r *http.Request) error {
	r = r.WithContext(protect.Out(r.Context()))
	q := r.URL.Query()
	ask := desk.Parse(q).Query()
	ask.Order, ask.Limit, ask.After = store.ByID, 0, ""
	rec, err := store.Load(r.Context(), u.Store, ask)
	if err != nil {
		return err
	}
	format := q.Get("form")
	if format != "acled" && format != "ged" {
		return errBad
	}
	u.render(w, r, http.StatusOK, "losses", map[string]any{"Form": format, "Losses": export.Losses(rec, format, export.Options{}), "All": len(rec.Incidents)})
	return nil
}

// maxFeed is how many things a feed or calendar holds.
const maxFeed = 100

func (u *UI) feed(w http.ResponseWriter, r *http.Request) error {
	q := desk.Parse(r.URL.Query()).Query()
	q.Limit = maxFeed
	return u.write(w, r, q, "atom", "application/atom+xml; charset=utf-8")
}

func (u *UI) calendar(w http.ResponseWriter, r *http.Request) error {
	q := store.Query{Kind: store.Statement, Order: store.Newest, Limit: 10 * maxFeed}
	return u.write(w, r, q, "ics", "text/calendar; charset=utf-8")
}

func (u *UI) write(w http.ResponseWriter, r *http.Request, q store.Query, format, kind string) error {
	r = r.WithContext(protect.Out(r.Context()))
	_, newest, err := u.Store.Changes(r.Context(), 0, -1)
	if err != nil {
		return err
	}
	tag := `"` + strconv.FormatInt(newest, 10) + `"`
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "private, no-cache")
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	base := u.base(r)
	file, err := u.counted.File(r.Context(), q, format+" for "+base, func(ctx context.Context) ([]byte, error) {
		rec, err := u.record(r.WithContext(ctx), q)
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		about := u.About
		about.Made, about.Place = u.Now(), newest
		err = export.Write(&b, rec, format, export.Options{At: about.Made, Base: base, About: &about})
		return b.Bytes(), err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", kind)
	_, err = w.Write(file)
	return err
}

// record reads a part of the record for a feed: of incidents no evidence, which
// a feed does not show.
func (u *UI) record(r *http.Request, q store.Query) (*vigil.Record, error) {
	if q.Kind != store.Incident {
		return store.Load(r.Context(), u.Store, q)
	}
	items, err := u.Store.Items(r.Context(), q)
	if err != nil {
		return nil, err
	}
	rows, err := desk.Rows(items)
	rec := &vigil.Record{}
	for i := range rows {
		rec.Incidents = append(rec.Incidents, rows[i].Incident)
	}
	return rec, err
}

// base is the desk's own address as the browser sees it.
func (u *UI) base(r *http.Request) string {
	if u.Secure {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// apiPage shows how programs ask.
func (u *UI) apiPage(w http.ResponseWriter, r *http.Request) error {
	u.render(w, r, http.StatusOK, "api", map[string]any{"Base": u.base(r), "Scopes": people.Scopes})
	return nil
}
