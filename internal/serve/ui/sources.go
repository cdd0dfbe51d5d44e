package ui

import (
	"context"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"vigil/internal/collect/item"
	"vigil/internal/collect/source"
	"vigil/internal/serve/people"
	"vigil/internal/store"
)

// Links tells how the addresses of sources stand.
type Links interface {
	Link(ctx context.Context, key string) (*store.Link, error)
}

// Look finds out what stands at an address of the public net.
type Look func(ctx context.Context, address string) (kind source.Kind, found, name string, err error)

func (u *UI) registerSources(mux Mux) {
	for pattern, h := range map[string]func(http.ResponseWriter, *http.Request) error{
		"GET /sources":              u.sources,
		"POST /sources":             u.addSource,
		"POST /sources/{id}/remove": u.removeSource,
	} {
		mux.Handle(pattern, people.Need(people.Analyst, u.handle(h)))
	}
}

// sourceRow is a source as its page shows it.
type sourceRow struct {
	source.Source
	Last     time.Time
	Standing string
}

func (u *UI) sources(w http.ResponseWriter, r *http.Request) error {
	return u.sourcesPage(w, r, http.StatusOK, "")
}

func (u *UI) sourcesPage(w http.ResponseWriter, r *http.Request, status int, fault string) error {
	f, err := source.Load(u.Sources)
	if err != nil {
		return err
	}
	rows := make([]sourceRow, len(f.Sources))
	for i, s := range f.Sources {
		rows[i] = sourceRow{Source: s}
		if u.Links == nil {
			continue
		}
		key := "list " + item.Key(s.URL)
		if s.Kind == source.Local {
			key = "local " + s.ID
		}
		if l, err := u.Links.Link(r.Context(), key); err == nil {
			rows[i].Last, rows[i].Standing = l.Fetched, clip(l.Why, 120)
		}
	}
	u.render(w, r, status, "sources", map[string]any{"Rows": rows, "Kinds": offered(u.Look != nil), "Fault": fault, "File": u.Sources})
	return nil
}

// offered are the kinds that can be added here: files of this machine are for
// who may start programs on it.
func offered(look bool) []source.Kind {
	kinds := slices.DeleteFunc(slices.Clone(source.Kinds), func(k source.Kind) bool { return k == source.Local })
	if look {
		kinds = slices.Insert(kinds, 0, "")
	}
	return kinds
}

// addSource adds a source to the file that vigil collect reads.
func (u *UI) addSource(w http.ResponseWriter, r *http.Request) error {
	value := func(name string) string { return strings.Join(strings.Fields(clip(r.PostFormValue(name), 500)), " ") }
	s := source.Source{Kind: source.Kind(value("kind")), URL: value("url"), Name: value("name"), Country: strings.ToUpper(value("country")), Party: value("party"),
		Reliability: strings.ToUpper(value("reliability")), Selector: value("selector")}
	if !slices.Contains(offered(u.Look != nil), s.Kind) {
		return errBad
	}
	if !public(s.URL) {
		return u.sourcesPage(w, r, http.StatusUnprocessableEntity, text("A source has an address of the public net, which begins with https:// or http://."))
	}
	if s.Kind == "" {
		kind, found, name, err := u.Look(r.Context(), s.URL)
		if err != nil || kind == source.Local || !public(found) {
			return u.sourcesPage(w, r, http.StatusUnprocessableEntity, text("What stands there could not be found out; choose a kind to add it all the same."))
		}
		s.Kind, s.URL = kind, found
		if s.Name == "" {
			s.Name = name
		}
	}
	return u.keepSource(w, r, s)
}

func (u *UI) keepSource(w http.ResponseWriter, r *http.Request, s source.Source) error {
	u.sourcing.Lock()
	defer u.sourcing.Unlock()
	f, err := source.Load(u.Sources)
	if err != nil {
		return err
	}
	s.ID = source.MakeID(s.URL, func(id string) bool { return f.Get(id) != nil })
	if slices.ContainsFunc(f.Sources, func(x source.Source) bool { return x.URL != "" && item.Key(x.URL) == item.Key(s.URL) }) {
		return u.sourcesPage(w, r, http.StatusUnprocessableEntity, text("This address is a source already."))
	}
	if err := s.Check(); err != nil {
		return u.sourcesPage(w, r, http.StatusUnprocessableEntity, err.Error())
	}
	if err := source.Add(u.Sources, s); err != nil {
		return err
	}
	if err := u.Trace(r, "source added", s.ID, s.URL); err != nil {
		return err
	}
	http.Redirect(w, r, "/sources", http.StatusSeeOther)
	return nil
}

func (u *UI) removeSource(w http.ResponseWriter, r *http.Request) error {
	u.sourcing.Lock()
	defer u.sourcing.Unlock()
	id := r.PathValue("id")
	f, err := source.Load(u.Sources)
	if err != nil {
		return err
	}
	if f.Get(id) == nil {
		return store.ErrNotFound
	}
	if err := source.Remove(u.Sources, id); err != nil {
		return err
	}
	if err := u.Trace(r, "source removed", id, ""); err != nil {
		return err
	}
	http.Redirect(w, r, "/sources", http.StatusSeeOther)
	return nil
}

// public reports whether an address may be of the public net. What its name
// leads to is looked at again whenever it is dialled (internal/collect/fetch).
func public(address string) bool {
	x, err := url.Parse(address)
	if err != nil || x.Scheme != "https" && x.Scheme != "http" || x.User != nil {
		return false
	}
	host := strings.ToLower(strings.TrimSuffix(x.Hostname(), "."))
	if a, err := netip.ParseAddr(host); err == nil {
		a = a.Unmap()
		return a.IsGlobalUnicast() && !a.IsPrivate()
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	return strings.Contains(host, ".") && last != "localhost" && last != "local" && last != "internal" && strings.ContainsFunc(last, func(c rune) bool { return c >= 'a' && c <= 'z' || c > 127 }) && !strings.HasPrefix(last, "0x")
}
