// Package e2e walks the desk in a browser as people do. It takes Debian's
// chromium, node, and `npm ci` in this folder; without them it is skipped.
package e2e_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigil"
	"vigil/internal/serve"
	"vigil/internal/serve/people"
	"vigil/internal/store"
	"vigil/internal/store/sqlite"
)

// day reads a date.
func day(s string) vigil.Days {
	d, err := vigil.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return vigil.Days{From: d, To: d}
}

// told is a report of ours and what is read from it.
type told struct {
	id, outlet, title, text, day string
	place                        vigil.Place
	act                          string
	actor                        vigil.Party
	killed                       string // the words
	min                          int
}

func (x told) put(ctx context.Context, s store.Store) error {
	at := func(w string) vigil.Span {
		i := strings.Index(x.text, w)
		if i < 0 {
			return vigil.Span{}
		}
		return vigil.Span{Start: i, End: i + len(w)}
	}
	first, _, _ := strings.Cut(x.text, "\n")
	p := x.place
	p.Text, p.Span = p.Name, at(p.Name)
	speaker := vigil.Party{Name: "rescue workers", Text: "rescue workers", Span: at("rescue workers"), Kind: vigil.NGO}
	c := vigil.Claim{ID: x.id + "#1", Report: x.id, Kind: vigil.IncidentClaim, Act: x.act, Status: vigil.Occurred, Evidence: []vigil.Span{at(first)}, Place: &p,
		When: &vigil.When{Text: "Tuesday", Span: at("Tuesday"), Days: day(x.day)}, By: []vigil.Attribution{{Speakers: []vigil.Party{speaker}}}, Score: .8}
	in := &vigil.Incident{ID: "i-" + x.id, Act: x.act, Place: &p, When: c.When, Claims: []string{c.ID}, Score: .8, Standing: vigil.SingleVoice, Rev: 1,
		Voices: []vigil.Voice{{Source: speaker.Name, Claims: []string{c.ID}, Counts: true}, {Source: x.outlet, Why: "relays rescue workers"}}}
	if x.actor.Name != "" {
		c.Actors = []vigil.Party{x.actor}
		in.Actors = c.Actors
	}
	if x.killed != "" {
		f := vigil.Figure{Measure: vigil.Killed, Min: vigil.N(x.min), Of: "people", Source: &speaker, Span: at(x.killed)}
		c.Figures = []vigil.Figure{f}
		in.Tallies = []vigil.Tally{{Measure: vigil.Killed, Rule: "lowest", Min: f.Min, Figures: []vigil.Witness{{Figure: f, Claim: c.ID}}}}
	}
	_, err := s.Put(ctx, &store.Reading{Report: vigil.Report{ID: x.id, Source: x.outlet, Title: x.title, Text: x.text,
		Published: vigil.Published{Days: day(x.day), Basis: vigil.Given, Score: 1}}, Analyser: "test", Claims: []vigil.Claim{c}})
	if err != nil {
		return err
	}
	ch, err := store.NewChange(store.Incident, in.ID, 1, in, "vigil test", "told by "+x.id, time.Now())
	if err != nil {
		return err
	}
	return s.Append(ctx, []store.Change{ch})
}

// fill puts a small war into a store.
func fill(ctx context.Context, s store.Store) error {
	town := func(name, country, admin string, lat, lon float64) vigil.Place {
		return vigil.Place{Name: name, Kind: vigil.Settlement, Country: country, Admin1: admin, Located: true, Lat: lat, Lon: lon}
	}
	air := vigil.Party{Name: "Air force", Inter: vigil.StateForces, Kind: vigil.Military}
	for _, x := range []told{
		{"jisr-1", "Harbour Wire", "Strikes hit Jisr al-Shughour", "Air strikes hit Jisr al-Shughour on Tuesday, killing at least 8 people, rescue workers said.\n\nThe town lies in the west of the province.\n\n" + strings.Repeat("More was not known in the evening.\n\n", 20), "2018-09-04",
			town("Jisr al-Shughour", "SYR", "Idlib", 35.8136, 36.3208), vigil.AirStrike, air, "at least 8 people", 8},
		{"jisr-2", "Plain Dispatch", "Eleven die in Idlib strike", "At least 11 people died in strikes on Jisr al-Shughour on Tuesday, rescue workers said.", "2018-09-04",
			town("Jisr al-Shughour", "SYR", "Idlib", 35.8136, 36.3208), vigil.AirStrike, air, "At least 11 people", 11},
		{"saada", "Plain Dispatch", "Shells fall in Saada", "Shells fell in Saada on Tuesday, rescue workers said.", "2018-10-16",
			vigil.Place{Name: "Saada", Kind: vigil.Admin1, Country: "YEM", Located: true, Lat: 17.07, Lon: 43.92, RadiusKm: 66}, vigil.Shelling, vigil.Party{}, "", 0},
		{"libya", "Plain Dispatch", "Fighting in Libya", "Fighters clashed somewhere in Libya on Tuesday, rescue workers said.", "2018-11-06",
			vigil.Place{Name: "Libya", Kind: vigil.Country, Country: "LBY", Located: true, Lat: 27, Lon: 17, RadiusKm: 700}, vigil.ArmedClash, vigil.Party{Name: "Fighters"}, "", 0},
	} {
		if err := x.put(ctx, s); err != nil {
			return err
		}
	}
	if _, err := s.Put(ctx, sidesReport()); err != nil {
		return err
	}
	toll := &vigil.Toll{ID: "t1", Measure: vigil.Killed, Of: "civilians", Scope: "since the offensive began", Rev: 1}
	for i, p := range []struct {
		source string
		day    string
		n      int
	}{{"Observatory", "2018-09-04", 30}, {"Ministry", "2018-09-04", 18}, {"Observatory", "2018-09-11", 46}, {"Ministry", "2018-09-12", 25}, {"Observatory", "2018-09-20", 71}} {
		toll.Series = append(toll.Series, vigil.TollPoint{AsOf: day(p.day), Figure: vigil.Figure{Measure: vigil.Killed, Min: vigil.N(p.n)}, Source: p.source, Claim: "jisr-1#1", Superseded: i < 3 && i != 1})
	}
	st := &vigil.Statement{ID: "s1", Act: "CONSULT", From: []vigil.Party{{Name: "Russia"}}, To: []vigil.Party{{Name: "Turkey"}, {Name: "Iran"}}, When: &vigil.When{Days: day("2018-09-04")},
		Due: &vigil.When{Days: day("2018-09-07")}, Outcome: "held", Claims: []string{"jisr-1#1"}, Score: .9, Rev: 1}
	a, err := store.NewChange(store.Toll, toll.ID, 1, toll, "vigil test", "told", time.Now())
	if err != nil {
		return err
	}
	b, err := store.NewChange(store.Statement, st.ID, 1, st, "vigil test", "told", time.Now())
	if err != nil {
		return err
	}
	return s.Append(ctx, []store.Change{a, b})
}

// sidesReport says who stands with whom.
func sidesReport() *store.Reading {
	text := "The Air force backs the Brigade. The Brigade fights the Column."
	at := func(w string) vigil.Span { i := strings.Index(text, w); return vigil.Span{Start: i, End: i + len(w)} }
	tie := func(n, from, relation, to, sentence string) vigil.Claim {
		return vigil.Claim{ID: "sides#" + n, Report: "sides", Kind: vigil.SideClaim, Relation: relation, Status: vigil.Occurred, Evidence: []vigil.Span{at(sentence)},
			Actors: []vigil.Party{{Name: from}}, Targets: []vigil.Party{{Name: to}}}
	}
	return &store.Reading{Report: vigil.Report{ID: "sides", Source: "Harbour Wire", Title: "Who stands where", Text: text}, Analyser: "1", Claims: []vigil.Claim{
		tie("1", "Air force", "backs", "Brigade", "The Air force backs the Brigade."), tie("2", "Brigade", "fights", "Column", "The Brigade fights the Column.")}}
}

// chromium finds the browser.
func chromium() string {
	for _, name := range []string{"chromium", "chromium-browser"} {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	return ""
}

// room is a desk that is served on loopback.
type room struct {
	*people.Store
	address, first string // first is the path that makes the administrator
}

// serveDesk serves a desk on a small war until the test ends.
func serveDesk(t *testing.T, ctx context.Context, mend func(*serve.Config)) room {
	t.Helper()
	dir := t.TempDir()
	s, err := sqlite.Open(ctx, filepath.Join(dir, "war.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := fill(ctx, s); err != nil {
		t.Fatal(err)
	}
	p, err := people.Open(ctx, filepath.Join(dir, "people.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	conf := serve.Config{Listen: l.Addr().String(), DB: "war.db", Sources: filepath.Join(dir, "sources.toml"), Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	if mend != nil {
		mend(&conf)
	}
	desk := serve.New(s, p, conf)
	first, err := desk.FirstLink(ctx)
	if err != nil {
		t.Fatal(err)
	}
	running, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- desk.Serve(running, l) }()
	t.Cleanup(func() { stop(); <-done })
	return room{p, desk.Address(l), first}
}

// program makes an account and gives a token of all scopes for it.
func (r room) program(t *testing.T, ctx context.Context) string {
	t.Helper()
	link, err := r.NewLink(ctx, people.Analyst, "test")
	if err != nil {
		t.Fatal(err)
	}
	p, err := r.Redeem(ctx, link, "Ann", "correct horse battery")
	if err != nil {
		t.Fatal(err)
	}
	token, err := r.NewToken(ctx, p, "test", people.Scopes, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// browser finds what the walks take, or skips the test.
func browser(t *testing.T) (node, chrome string) {
	t.Helper()
	node, err := exec.LookPath("node")
	_, err2 := os.Stat("node_modules/playwright-core")
	if chrome = chromium(); chrome == "" || err != nil || err2 != nil {
		t.Skip("no browser tests: they take chromium, node, and npm ci in internal/serve/e2e")
	}
	return node, chrome
}

// TestFounding starts vigil as people do, on an empty store, and has it read
// reports that are uploaded: one of ours, and the founding ones where they are.
func TestFounding(t *testing.T) {
	node, chrome := browser(t)
	ctx, cancel := context.WithTimeout(context.Background(), 8*time.Minute)
	defer cancel()
	dir := t.TempDir()
	binary := filepath.Join(dir, "vigil")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", binary, "vigil/cmd/vigil").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.CommandContext(ctx, binary, "serve", "--db", "war.db", "--listen", "127.0.0.1:0")
	cmd.Dir = dir
	told, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { cmd.Process.Signal(os.Interrupt); cmd.Wait() }()
	link := ""
	for s := bufio.NewScanner(told); link == "" && s.Scan(); {
		if strings.Contains(s.Text(), "/welcome?link=") {
			link = strings.TrimSpace(s.Text())
		}
	}
	go io.Copy(io.Discard, told)
	address, first, ok := strings.Cut(link, "/welcome")
	if !ok {
		t.Fatal("vigil serve tells no first link")
	}
	reports, err := filepath.Glob("../../../../shared/seeds/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	args := append([]string{"founding.mjs", address, "/welcome" + first, chrome, "", "testdata/jisr.txt"}, reports...)
	out, err := exec.CommandContext(ctx, node, args...).CombinedOutput()
	fmt.Print(string(out))
	if err != nil {
		t.Fatal("the walk ended:", err)
	}
}

func TestDesk(t *testing.T) {
	node, chrome := browser(t)
	ctx, cancel := context.WithTimeout(context.Background(), 8*time.Minute)
	defer cancel()
	r := serveDesk(t, ctx, nil)
	cmd := exec.CommandContext(ctx, node, "walk.mjs", r.address, r.first, chrome, os.Getenv("VIGIL_SCREENSHOTS"))
	out, err := cmd.CombinedOutput()
	fmt.Print(string(out))
	if err != nil {
		t.Fatal("the walk ended:", err)
	}
}
