// Package serve is the desk: a store goes in, a web application and an API
// come out, with the guards around both. What the pages look like is in ui,
// what programs get in api, who may do what in people.
package serve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"vigil"
	"vigil/internal/export"
	"vigil/internal/protect"
	"vigil/internal/serve/alert"
	"vigil/internal/serve/api"
	"vigil/internal/serve/desk"
	"vigil/internal/serve/people"
	"vigil/internal/serve/signon"
	"vigil/internal/serve/ui"
	"vigil/internal/store"
)

// Config says how the desk is served.
type Config struct {
	Listen    string                                                                                // address, such as 127.0.0.1:8080
	CertFile  string                                                                                // TLS
	KeyFile   string                                                                                //
	Insecure  bool                                                                                  // listen beyond this machine without TLS: a proxy before it has it
	Hosts     []string                                                                              // names under which it is asked for, beside its address
	Tiles     string                                                                                // address of map tiles with {z}, {x} and {y}, or ""
	DB        string                                                                                // the store's name, for people
	Read      func(ctx context.Context, name string, body []byte) ([]vigil.Report, []string, error) // ui.UI.Read
	Base      string                                                                                // address of the desk in alerts
	SMTP      string                                                                                // host:port of a mail server for alerts, or ""
	MailFrom  string
	Unlimited bool                   // no limit of requests: for tests of load
	Archive   string                 // folder of evidence, or ""
	Signon    signon.Config          // who else says who somebody is; zero: nobody
	Sources   string                 // file of sources that analysts add to, or ""
	Look      ui.Look                // finds out what stands at an address, or nil
	Patience  time.Duration          // how long a request may take to arrive, its head a twelfth of it; 0 is a minute
	Version   string                 // of vigil
	Title     string                 // of the record, in files that are taken away; "" is its store's name
	Licence   string                 // under which they are given
	Cite      string                 // how they are to be cited, or ""
	Demo      bool                   // everybody may read; nothing is kept
	Kin       func(a, b string) bool // merge.Options.Kin
	Log       *slog.Logger
	Now       func() time.Time
}

// CheckListen refuses to be reached from other machines without TLS, unless
// somebody has said so in words.
func (c *Config) CheckListen() error {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return fmt.Errorf("--listen %s: want HOST:PORT", c.Listen)
	}
	if (c.CertFile == "") != (c.KeyFile == "") {
		return errors.New("--tls-cert and --tls-key belong together")
	}
	if loopback(host) || c.CertFile != "" || c.Insecure {
		return nil
	}
	return fmt.Errorf("--listen %s can be reached from other machines, and passwords would travel in the clear: give --tls-cert and --tls-key, or --behind-proxy if a proxy in front of it does TLS", c.Listen)
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

// Desk is a running desk.
type Desk struct {
	Config
	store    store.Store
	people   *people.Store
	patterns []string
	pages    *ui.UI // once Handler was asked for
}

// New puts a desk together. Without people nobody can sign in.
func New(s store.Store, p *people.Store, c Config) *Desk {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return &Desk{Config: c, store: s, people: p}
}

// Handler is the desk as one handler, guards outside.
func (d *Desk) Handler() http.Handler {
	mux := &listing{ServeMux: http.NewServeMux()}
	seen := &protect.Store{Store: d.store, Sees: func(ctx context.Context) bool { return people.From(ctx).May(people.Analyst) }}
	pages := &ui.UI{Store: seen, Kept: d.store, DB: d.DB, Tiles: d.Tiles, Log: d.Log, Now: d.Now, Kin: d.Kin,
		Read: d.Read, About: d.about(), Mails: d.SMTP != "", People: d.people, Secure: d.CertFile != "" || d.Insecure, Tries: d.tries()}
	if kept, ok := d.store.(store.Collection); ok {
		pages.Captures, pages.Links = kept, kept
	}
	pages.Archive, pages.Sources, pages.Look = d.Archive, d.Sources, d.Look
	if d.Signon.Issuer != "" {
		pages.Signon = &signon.Provider{Config: d.Signon}
	}
	if d.Demo {
		pages.Banner = pages.Text("A demonstration on a few example reports. Nothing is kept when it stops.")
	}
	pages.Register(mux)
	out := &protect.Store{Store: d.store}
	programs := &api.API{Store: out, Court: desk.Court{Store: d.store, Kin: d.Kin, Now: d.Now}, Sums: &desk.Sums{Store: out, Now: d.Now, Seen: out.Seen},
		Version: d.Version, About: d.about(), Log: d.Log, Trace: d.trace}
	programs.Register(mux)
	d.patterns, d.pages = mux.patterns, pages
	return d.guards(d.identify(mux))
}

// about is what files that are taken away say of themselves.
func (d *Desk) about() export.About {
	return export.About{Title: cmp.Or(d.Title, d.DB), Licence: d.Licence, Cite: d.Cite, Software: "vigil " + cmp.Or(d.Version, "dev")}
}

// trace adds a line to the trail.
func (d *Desk) trace(ctx context.Context, what, of, detail string) error {
	if d.people == nil {
		return nil
	}
	return d.people.Record(ctx, people.From(ctx).Name, what, of, detail)
}

// Patterns lists what Handler answers, so that a test can see that nothing is
// forgotten.
func (d *Desk) Patterns() []string { return d.patterns }

// listing is a mux that remembers its patterns.
type listing struct {
	*http.ServeMux
	patterns []string
}

// HandleFunc implements api.Mux.
func (l *listing) HandleFunc(pattern string, h func(http.ResponseWriter, *http.Request)) {
	l.Handle(pattern, http.HandlerFunc(h))
}

// Handle implements ui.Mux.
func (l *listing) Handle(pattern string, h http.Handler) {
	l.patterns = append(l.patterns, pattern)
	l.ServeMux.Handle(pattern, h)
}

// identify finds out who makes a request: a cookie's person at the desk, a
// token's for programs at the API, a visitor of a demonstration.
func (d *Desk) identify(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := people.Person{}
		if d.Demo {
			p.Role = people.Reader
		}
		if q, err := d.known(r); err == nil {
			p = q
		} else if !errors.Is(err, people.ErrNo) {
			d.Log.Error("who", "err", err)
			http.Error(w, "something went wrong", http.StatusInternalServerError)
			return
		} else if r.Header.Get("Authorization") != "" {
			w.Header().Set("WWW-Authenticate", "Bearer")
			http.Error(w, "no such token", http.StatusUnauthorized)
			return
		}
		h.ServeHTTP(w, r.WithContext(people.With(r.Context(), p)))
	})
}

// known returns the person behind a cookie or a token, or people.ErrNo.
func (d *Desk) known(r *http.Request) (people.Person, error) {
	if d.people == nil || strings.HasPrefix(r.URL.Path, "/static/") {
		return people.Person{}, people.ErrNo
	}
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok && (strings.HasPrefix(r.URL.Path, "/api/") || strings.HasPrefix(r.URL.Path, "/openapi")) {
		return d.people.Token(r.Context(), token)
	}
	c, err := r.Cookie(ui.SessionCookie)
	if err != nil || r.Header.Get("Authorization") != "" {
		return people.Person{}, people.ErrNo
	}
	return d.people.Session(r.Context(), c.Value)
}

// tries limits guesses at secrets, by client and by name.
func (d *Desk) tries() func(*http.Request, string) bool {
	clients, names := newLimiter(0.2, 20, d.Now), newLimiter(0.1, 10, d.Now)
	return func(r *http.Request, name string) bool {
		return clients.allow(client(r)) && names.allow(name)
	}
}

// FirstLink returns the path of the page that makes the first administrator,
// or "" if there is an account already.
func (d *Desk) FirstLink(ctx context.Context) (string, error) {
	empty, err := d.people.Empty(ctx)
	if err != nil || !empty {
		return "", err
	}
	link, err := d.people.NewLink(ctx, people.Admin, "first start")
	return "/welcome?link=" + link, err
}

// alerts makes what tells people of news: what is protected is not told.
func (d *Desk) alerts() *alert.Sender {
	return &alert.Sender{Store: &protect.Store{Store: d.store}, People: d.people, Base: d.Base, SMTP: d.SMTP, From: d.MailFrom, Log: d.Log, Now: d.Now}
}

// alertsEvery is how often the record is looked at for alerts.
const alertsEvery = 15 * time.Second

// Serve serves until ctx ends, then lets open requests finish.
func (d *Desk) Serve(ctx context.Context, l net.Listener) error {
	patience := cmp.Or(d.Patience, time.Minute)
	srv := &http.Server{
		Handler:           d.Handler(),
		ReadHeaderTimeout: patience / 12,
		ReadTimeout:       patience,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(d.Log.Handler(), slog.LevelWarn),
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	beside, stop := context.WithCancel(ctx)
	var ended sync.WaitGroup
	defer ended.Wait()
	defer stop()
	ended.Go(func() { d.pages.Warm(beside) })
	if d.people != nil {
		alerts := d.alerts()
		ended.Go(func() { alerts.Run(beside, alertsEvery) })
	}
	done := make(chan error, 1)
	go func() {
		if d.CertFile != "" {
			done <- srv.ServeTLS(l, d.CertFile, d.KeyFile)
			return
		}
		done <- srv.Serve(l)
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err := srv.Shutdown(end)
	<-done
	if errors.Is(err, context.DeadlineExceeded) {
		return srv.Close()
	}
	return err
}

// Address is where people find the desk.
func (d *Desk) Address(l net.Listener) string {
	scheme := "http"
	if d.CertFile != "" {
		scheme = "https"
	}
	return scheme + "://" + strings.Replace(l.Addr().String(), "[::]", "localhost", 1)
}
