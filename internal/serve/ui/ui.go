// Package ui is the desk's web pages: requests go in, HTML comes out, made of
// templates and the store alone. Everything that comes from a report is escaped
// where it is written; scripts and styles are files of our own.
package ui

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"vigil"
	"vigil/internal/export"
	"vigil/internal/protect"
	"vigil/internal/serve/desk"
	"vigil/internal/serve/people"
	"vigil/internal/serve/signon"
	"vigil/internal/store"
)

//go:embed templates/*.html
var templateFiles embed.FS

// UI serves the pages.
type UI struct {
	Store  *protect.Store         // as who asks may see it
	Kept   store.Store            // as it is: what people decide goes there
	DB     string                 // the store's name, for the words of an empty page
	Kin    func(a, b string) bool // merge.Options.Kin
	Tiles  string                 // address of map tiles, or ""
	Banner string
	People *people.Store // nil where there are no accounts
	Secure bool          // whether the browser comes by TLS
	// Tries reports whether another secret of that name may be tried by this
	// client now.
	Tries func(r *http.Request, name string) bool
	Log   *slog.Logger
	Now   func() time.Time

	// Read reads the reports of a file into the record: its reports, and what of
	// it could not be read. nil: nothing is uploaded.
	Read     func(ctx context.Context, name string, body []byte) ([]vigil.Report, []string, error)
	About    export.About     // of feeds; when and which part is filled in
	Captures Captures         // nil where nothing was collected
	Archive  string           // folder of evidence, or ""
	Sources  string           // file of sources, or "": none are managed here
	Links    Links            // nil where nothing was collected
	Look     Look             // nil: kinds of sources are not found out
	Signon   *signon.Provider // nil where nobody else says who somebody is
	sourcing sync.Mutex

	Mails     bool // whether alerts can go by mail
	counted   desk.Sums
	fragments fragments
	pages     map[string]*template.Template
}

// Mux takes patterns as http.ServeMux does.
type Mux interface {
	Handle(pattern string, h http.Handler)
}

// Register adds the pages to a mux.
func (u *UI) Register(mux Mux) {
	u.pages = parsePages()
	u.counted = desk.Sums{Store: u.Store, Now: u.Now, Seen: u.Store.Seen}
	for pattern, h := range map[string]func(http.ResponseWriter, *http.Request) error{
		"GET /{$}":             u.now,
		"GET /map.json":        u.mapData,
		"GET /countries.json":  u.countries,
		"GET /incidents/{id}":  u.incident,
		"GET /statements/{id}": u.statement,
		"GET /tolls":           u.tolls,
		"GET /sides":           u.sides,
		"GET /agenda":          u.agenda,
		"GET /reports":         u.reports,
		"GET /reports/{id}":    u.report,
		"GET /changes":         u.changes,
	} {
		mux.Handle(pattern, Reading(u.handle(h)))
	}
	mux.Handle("GET /static/{name...}", http.HandlerFunc(serveStatic))
	u.registerExport(mux)
	if u.People != nil {
		u.registerPeople(mux)
		u.registerReview(mux)
		u.registerAlerts(mux)
		u.registerProtection(mux)
		if u.Signon != nil {
			u.registerSignon(mux)
		}
		if u.Read != nil {
			u.registerUpload(mux)
		}
		if u.Sources != "" {
			u.registerSources(mux)
		}
		u.registerKept(mux)
	}
}

// Reading lets through who may read.
func Reading(h http.Handler) http.Handler { return people.Need(people.Reader, h) }

func (u *UI) handle(h func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			u.Fail(w, r, err)
		}
	})
}

// errBad is a request that cannot be understood.
var errBad = errors.New("this address is not understood")

// Fail answers a request that could not be met.
func (u *UI) Fail(w http.ResponseWriter, r *http.Request, err error) {
	status, head, words := http.StatusInternalServerError, text("Something went wrong"), text("The fault was written to the log.")
	switch {
	case errors.Is(err, store.ErrNotFound):
		status, head, words = http.StatusNotFound, text("Not found"), text("The record holds nothing of that name.")
	case errors.Is(err, errBad):
		status, head, words = http.StatusBadRequest, text("Not understood"), err.Error()
	case errors.Is(err, store.ErrConflict):
		status, head, words = http.StatusConflict, text("Changed meanwhile"), text("Somebody else changed it meanwhile. Look at it again and repeat what is still wanted.")
	case r.Context().Err() != nil:
		return // nobody is waiting any more
	default:
		u.Log.Error("page", "path", r.URL.Path, "err", err)
	}
	u.Message(w, r, status, head, words)
}

// Message answers with a page of a heading and a sentence.
func (u *UI) Message(w http.ResponseWriter, r *http.Request, status int, head, words string) {
	u.render(w, r, status, "message", map[string]any{"Head": head, "Text": words})
}

// Text returns a string of the catalogue.
func (u *UI) Text(key string) string { return text(key) }

// link is an entry of the navigation.
type link struct {
	Name, Href string
	Here       bool
}

func (u *UI) nav(r *http.Request) []link {
	p := people.From(r.Context())
	if !p.May(people.Reader) {
		return nil
	}
	out := []link{{text("Now"), "/", false}, {text("Tolls"), "/tolls", false}, {text("Agenda"), "/agenda", false}, {text("Sides"), "/sides", false}, {text("Reports"), "/reports", false},
		{text("Take away"), "/export", false}}
	if p.ID != 0 {
		out = append(out, link{text("Alerts"), "/alerts", false})
	}
	if p.May(people.Analyst) {
		out = append(out, link{text("Review"), "/review", false})
		if u.Sources != "" {
			out = append(out, link{text("Sources"), "/sources", false})
		}
	}
	if p.May(people.Admin) {
		out = append(out, link{text("People"), "/people", false}, link{text("Protection"), "/protection", false}, link{text("Trail"), "/trail", false})
	}
	for i := range out {
		out[i].Here = r.URL.Path == out[i].Href || out[i].Href != "/" && strings.HasPrefix(r.URL.Path, out[i].Href+"/")
	}
	return out
}

// render writes a page. Everything is built before the first byte is sent, so
// that a fault is not half a page.
func (u *UI) render(w http.ResponseWriter, r *http.Request, status int, page string, data map[string]any) {
	u.renderPart(w, r, status, page, "layout", data)
}

func (u *UI) renderPart(w http.ResponseWriter, r *http.Request, status int, page, part string, data map[string]any) {
	data["Lang"], data["Dir"] = "en", "ltr"
	data["Nav"], data["Person"], data["Banner"], data["SignIn"], data["DB"], data["Tiles"] = u.nav(r), people.From(r.Context()), u.Banner, u.People != nil, u.DB, u.Tiles
	var b bytes.Buffer
	if err := u.pages[page].ExecuteTemplate(&b, part, data); err != nil {
		u.Log.Error("template", "page", page, "err", err)
		http.Error(w, text("Something went wrong"), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "private, no-store")
	w.WriteHeader(status)
	w.Write(b.Bytes())
}

func parsePages() map[string]*template.Template {
	layout := template.Must(template.New("").Funcs(functions).ParseFS(templateFiles, "templates/layout.html"))
	names, err := templateFiles.ReadDir("templates")
	if err != nil {
		panic(err) // the embedded folder is missing
	}
	out := map[string]*template.Template{}
	for _, f := range names {
		if f.Name() == "layout.html" {
			continue
		}
		page := template.Must(layout.Clone())
		out[strings.TrimSuffix(f.Name(), ".html")] = template.Must(page.ParseFS(templateFiles, "templates/"+f.Name()))
	}
	return out
}

// functions are what templates may call.
var functions = template.FuncMap{
	"t":      text,
	"static": staticURL,
	"path":   func(parts ...string) template.URL { return template.URL(Path(parts...)) },
	"join":   func(s []string) string { return strings.Join(s, ", ") },
	"stamp":  func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05Z") },
	"slug":   func(s any) string { return slug(s) },
}

// Path makes an address: prefix, name, and perhaps what follows it. The name is
// escaped, whatever it holds.
func Path(parts ...string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return parts[0] + url.PathEscape(parts[1]) + strings.Join(parts[2:], "")
}

// view is a desk.View whose addresses templates may write as they are.
type view struct{ desk.View }

// With returns the address of the view with other values.
func (v view) With(pairs ...string) template.URL { return template.URL(v.View.With(pairs...)) }
