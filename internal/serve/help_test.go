package serve_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vigil"
	"vigil/internal/serve"
	"vigil/internal/serve/people"
	"vigil/internal/store"
	"vigil/internal/store/pgtest"
	"vigil/internal/store/postgres"
	"vigil/internal/store/sqlite"
)

var today = time.Date(2018, 9, 10, 12, 0, 0, 0, time.UTC)

// openStore opens an empty store: a file, or with VIGIL_DESK_POSTGRES a database.
func openStore(t testing.TB) store.Full {
	t.Helper()
	var s store.Full
	var err error
	if os.Getenv("VIGIL_DESK_POSTGRES") != "" {
		s, err = postgres.Open(context.Background(), pgtest.Start(t).Database("desk"))
	} else {
		s, err = sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "war.db"))
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// put adds a report with its claims, and things that stand on them.
func put(t testing.TB, s store.Store, r *store.Reading, things ...any) {
	t.Helper()
	ctx := context.Background()
	if _, err := s.Put(ctx, r); err != nil {
		t.Fatal(err)
	}
	for _, x := range things {
		var kind store.Kind
		var id string
		switch x := x.(type) {
		case *vigil.Incident:
			kind, id, x.Rev = store.Incident, x.ID, 1
		case *vigil.Statement:
			kind, id, x.Rev = store.Statement, x.ID, 1
		case *vigil.Toll:
			kind, id, x.Rev = store.Toll, x.ID, 1
		}
		c, err := store.NewChange(kind, id, 1, x, "vigil test", "reports read", today)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Append(ctx, []store.Change{c}); err != nil {
			t.Fatal(err)
		}
	}
}

func days(s string) vigil.Days {
	d, err := vigil.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return vigil.Days{From: d, To: d}
}

// strike is a report of an air strike with the incident, statement and toll
// that stand on it.
func strike(id, day, place string, killed int) (*store.Reading, *vigil.Incident) {
	text := "Air strikes hit " + place + " on Tuesday, killing at least " + strings.Repeat("1", 1) + " people, rescuers said. Talks are due."
	at := func(w string) vigil.Span {
		i := strings.Index(text, w)
		return vigil.Span{Start: i, End: i + len(w)}
	}
	p := &vigil.Place{Name: place, Text: place, Span: at(place), Kind: vigil.Settlement, Country: "SYR", Admin1: "Idlib", Located: true, Lat: 35.81, Lon: 36.32}
	rescuers := vigil.Party{Name: "Rescuers", Text: "rescuers", Span: at("rescuers"), Kind: vigil.NGO}
	fig := vigil.Figure{Measure: vigil.Killed, Min: vigil.N(killed), Of: "people", Source: &rescuers, Span: at("at least 1 people")}
	c := vigil.Claim{ID: id + "#1", Report: id, Kind: vigil.IncidentClaim, Act: vigil.AirStrike, Status: vigil.Occurred,
		Evidence: []vigil.Span{at("Air strikes hit " + place + " on Tuesday, killing at least 1 people, rescuers said.")}, Trigger: at("strikes"), Place: p,
		Actors: []vigil.Party{{Name: "Air Force", Text: "Air"}}, Figures: []vigil.Figure{fig},
		When: &vigil.When{Text: "Tuesday", Span: at("Tuesday"), Days: days(day)}, By: []vigil.Attribution{{Speakers: []vigil.Party{rescuers}}}, Score: .8}
	r := &store.Reading{Report: vigil.Report{ID: id, Source: "Harbour Wire", Title: "Strikes hit " + place, URL: "https://example.org/" + id, Text: text,
		Published: vigil.Published{Days: days(day), Basis: vigil.Given}}, Analyser: "1", Claims: []vigil.Claim{c}}
	in := &vigil.Incident{ID: "i-" + id, Act: c.Act, Place: p, When: c.When, Actors: c.Actors, Claims: []string{c.ID}, Score: .8, Standing: vigil.SingleVoice,
		Tallies: []vigil.Tally{{Measure: vigil.Killed, Rule: "lowest", Min: vigil.N(killed), Figures: []vigil.Witness{{Figure: fig, Claim: c.ID}}}},
		Voices:  []vigil.Voice{{Source: "Rescuers", Claims: []string{c.ID}, Counts: true}}}
	return r, in
}

// quiet is a log that nobody reads.
var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// desk is a desk under test.
type desk struct {
	t     testing.TB
	store store.Store
	h     http.Handler
	*people.Store
	patterns []string
	uploads  []string // names of what was uploaded
}

func newDesk(t testing.TB, mend func(*serve.Config)) *desk { return newDeskOn(t, openStore(t), mend) }

// newDeskOn is a desk on a store that is there.
func newDeskOn(t testing.TB, s store.Full, mend func(*serve.Config)) *desk {
	var ticks atomic.Int64 // a clock on which no client is ever in a hurry
	d := &desk{t: t, store: s}
	c := serve.Config{Listen: "127.0.0.1:8080", Demo: true, Log: quiet, DB: "war.db", Sources: filepath.Join(t.TempDir(), "sources.toml"), Now: func() time.Time {
		return today.Add(time.Duration(ticks.Add(1)) * 100 * time.Millisecond)
	}, Read: func(_ context.Context, name string, body []byte) ([]vigil.Report, []string, error) {
		d.uploads = append(d.uploads, name)
		return []vigil.Report{{ID: "upload/" + name}}, nil, nil
	}}
	if mend != nil {
		mend(&c)
	}
	p, err := people.Open(context.Background(), filepath.Join(t.TempDir(), "people.db"), c.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	running := serve.New(s, p, c)
	d.h, d.Store, d.patterns = running.Handler(), p, nil
	d.patterns = running.Patterns()
	return d
}

// get asks for a page of the desk.
func (d *desk) get(path string, head ...string) *httptest.ResponseRecorder {
	d.t.Helper()
	r := httptest.NewRequest("GET", "http://127.0.0.1:8080"+path, nil)
	for i := 0; i+1 < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	w := httptest.NewRecorder()
	d.h.ServeHTTP(w, r)
	return w
}

// page asks for a page that must be there.
func (d *desk) page(path string) string {
	d.t.Helper()
	w := d.get(path)
	if w.Code != http.StatusOK {
		d.t.Fatalf("%s answers %d: %s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

func mustJSON(t testing.TB, s string, to any) {
	t.Helper()
	if err := json.Unmarshal([]byte(s), to); err != nil {
		t.Fatalf("%v in %s", err, s)
	}
}
