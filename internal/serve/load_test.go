package serve_test

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"vigil"
	"vigil/internal/serve"
	"vigil/internal/serve/people"
	"vigil/internal/store"
	"vigil/internal/store/sqlite"
)

// TestLoad makes a record of VIGIL_LOAD incidents and five times as many
// reports, kept in the file VIGIL_LOAD_DB if that is set, and lets vegeta use
// the desk as 50 people would: docs/performance.md.
func TestLoad(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("VIGIL_LOAD"))
	if n == 0 {
		t.Skip("VIGIL_LOAD is not set")
	}
	vegeta, err := exec.LookPath("vegeta")
	if err != nil {
		t.Fatal("go install github.com/tsenart/vegeta/v12@v12.12.0")
	}
	d := newDeskOn(t, loadStore(t, n), func(c *serve.Config) { c.Demo, c.Unlimited, c.Now = false, true, time.Now })
	_, cookie := d.account("Ann", people.Analyst)
	srv := httptest.NewServer(d.h)
	defer srv.Close()
	targets := filepath.Join(t.TempDir(), "targets")
	if err := os.WriteFile(targets, loadTargets(srv.URL, cookie, n), 0o600); err != nil {
		t.Fatal(err)
	}
	attack := func(how string, args ...string) {
		cmd := exec.Command(vegeta, append([]string{"attack", "-targets=" + targets, "-timeout=60s", "-max-body=0"}, args...)...)
		var told bytes.Buffer
		cmd.Stderr = &told
		before := processor(t)
		raw, err := cmd.Output()
		spent := processor(t) - before
		if err != nil {
			t.Fatal(err, told.String())
		}
		encode := exec.Command(vegeta, "encode", "-to=json")
		encode.Stdin = bytes.NewReader(raw)
		lines, err := encode.Output()
		if err != nil {
			t.Fatal(err)
		}
		requests := tellLoad(t, how, lines)
		t.Logf("    %.1f ms of processor a request", float64(spent.Microseconds())/1000/float64(requests))
	}
	attack("each page once, alone", "-rate=0", "-max-workers=1", "-workers=1", "-duration=15s")
	attack("50 people who read two seconds between requests", "-rate=25/s", "-max-workers=50", "-duration=60s")
	attack("50 people who never wait", "-rate=0", "-workers=50", "-max-workers=50", "-duration=45s")
}

// loadPaths are what people and programs ask for; %d is the number of a thing.
var loadPaths = []string{"/", "/?country=SYR", "/?q=strikes+town%d", "/?from=2018-03-01&to=2018-04-01", "/?kind=Battles&standing=single+voice", "/?source=Outlet+3", "/?side=Side+12", "/?box=10,10,20,20",
	"/map.json", "/map.json?country=SYR", "/incidents/i%d", "/reports/r%d", "/reports?q=town%d", "/tolls", "/agenda", "/sides", "/changes?after=100", "/review", "/feed.atom", "/agenda.ics",
	"/api/v1/incidents?limit=50", "/api/v1/incidents/i%d", "/api/v1/incidents/i%d/evidence", "/api/v1/statements", "/api/v1/tolls?limit=10", "/api/v1/counts?by=month", "/api/v1/counts?by=source",
	"/api/v1/places?country=YEM", "/api/v1/reports?q=town%d", "/api/v1/changes?after=500", "/api/v1/things/i%d/history"}

// loadTargets writes 2,000 requests in vegeta's form.
func loadTargets(base, cookie string, n int) []byte {
	rnd := rand.New(rand.NewPCG(7, 7))
	var b bytes.Buffer
	for i := range 2000 {
		p := loadPaths[i%len(loadPaths)]
		if strings.Contains(p, "%d") {
			most := n
			if strings.Contains(p, "town") {
				most = loadTowns
			}
			p = fmt.Sprintf(p, rnd.IntN(most))
		}
		fmt.Fprintf(&b, "GET %s%s\nCookie: %s\n\n", base, p, cookie)
	}
	return b.Bytes()
}

// tellLoad says how long the answers took, by the kind of page.
func tellLoad(t *testing.T, how string, lines []byte) (requests int) {
	t.Helper()
	took := map[string][]time.Duration{}
	var all []time.Duration
	faults := 0
	for d := json.NewDecoder(bytes.NewReader(lines)); ; {
		var r struct {
			Code    int
			Latency time.Duration
			URL     string
			Error   string
		}
		if err := d.Decode(&r); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if r.Code != 200 {
			if faults++; faults < 5 {
				t.Errorf("%s answers %d %s", r.URL, r.Code, r.Error)
			}
		}
		u, err := url.Parse(r.URL)
		if err != nil {
			t.Fatal(err)
		}
		kind := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return -1
			}
			return r
		}, u.RequestURI())
		took[kind] = append(took[kind], r.Latency)
		all = append(all, r.Latency)
	}
	at := func(ds []time.Duration, percent int) int64 {
		slices.Sort(ds)
		return ds[min(len(ds)-1, len(ds)*percent/100)].Milliseconds()
	}
	t.Logf("%s: %d requests, %d faults, median %d ms, 95th percentile %d ms, 99th %d ms", how, len(all), faults, at(all, 50), at(all, 95), at(all, 99))
	kinds := slices.SortedFunc(maps.Keys(took), func(a, b string) int { return cmp.Compare(at(took[b], 95), at(took[a], 95)) })
	for _, k := range kinds {
		t.Logf("    %-50s median %5d ms, 95th percentile %5d ms of %d", k, at(took[k], 50), at(took[k], 95), len(took[k]))
	}
	return len(all)
}

// processor is the time that the desk has computed so far.
func processor(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// loadStore opens the store of the load, and makes it where it is not kept. What
// does not end in time is taken up again by the next run.
func loadStore(t *testing.T, n int) store.Full {
	path := cmp.Or(os.Getenv("VIGIL_LOAD_DB"), filepath.Join(t.TempDir(), "load.db"))
	ctx := context.Background()
	if _, err := os.Stat(path); err != nil {
		if err := makeLoad(t, path+".new", n); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(path+".new", path); err != nil {
			t.Fatal(err)
		}
	}
	began := time.Now()
	s, err := sqlite.Open(ctx, path) // a new one is indexed
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("opened after %v", time.Since(began).Round(time.Second))
	t.Cleanup(func() { s.Close() })
	return s
}

// atOnce is how many incidents of the load are written in one transaction.
const atOnce = 2000

// makeLoad writes reports, claims and revisions as Take does, in parts. It
// leaves the indexes to who opens the file.
func makeLoad(t *testing.T, path string, n int) error {
	s, err := sqlite.Open(context.Background(), path)
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)&_pragma=cache_size(-262144)")
	if err != nil {
		return err
	}
	defer db.Close()
	var have int
	if err := db.QueryRow("select count(*) from revisions where kind = 'incident'").Scan(&have); err != nil {
		return err
	}
	for began := time.Now(); have < n; have += atOnce {
		if end, ok := t.Deadline(); ok && time.Until(end) < time.Minute {
			t.Fatalf("%d of %d incidents are written; run it again", have, n)
		}
		if err := writeLoad(db, have, min(have+atOnce, n)); err != nil {
			return err
		}
		if have%(10*atOnce) == 0 {
			t.Logf("%d incidents of %d reports after %v", have, loadReports*have, time.Since(began).Round(time.Second))
		}
	}
	_, err = db.Exec("pragma user_version = 0")
	return err
}

// writeLoad writes the incidents from one number to another.
func writeLoad(db *sql.DB, from, to int) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var puts []*sql.Stmt
	for _, q := range []string{"insert into reports (seq, id, version, digest, analyser, title, text, json) values (?, ?, 1, ?, '1', ?, ?, ?)", "insert into claims (id, report, kind, json) values (?, ?, ?, ?)",
		"insert into revisions (of, rev, kind, at, by, cause, after) values (?, 1, ?, ?, 'vigil test', 'told', ?)", "insert into changes (of, rev) values (?, 1)"} {
		put, err := tx.Prepare(q)
		if err != nil {
			return err
		}
		puts = append(puts, put)
	}
	for row := range generate(from, to) {
		switch {
		case row.Report != nil:
			r := row.Report
			_, err = puts[0].Exec(r.Seq, r.ID, r.Digest, r.Title, string(r.Text), string(r.Meta))
		case row.Claim != nil:
			c := row.Claim
			_, err = puts[1].Exec(c.ID, c.Report, c.Kind, string(c.JSON))
		default:
			c := row.Revision
			_, err = puts[2].Exec(c.Of, string(c.Kind), c.At.UnixNano(), string(c.After))
			if err == nil {
				_, err = puts[3].Exec(c.Of)
			}
		}
		if err != nil {
			return err
		}
	}
	return tx.Commit()
}

// Sizes of the generated war.
const (
	loadReports = 5 // that tell an incident
	loadTowns   = 3000
	loadSeries  = 20 // figures of a toll
)

var (
	loadCountries = []string{"SYR", "YEM", "SDN", "UKR", "MLI", "BFA", "MMR", "COD", "PSE", "AFG"}
	loadActs      = []string{vigil.AirStrike, vigil.Shelling, vigil.ArmedClash, vigil.Attack, vigil.IED, vigil.PeacefulProtest}
	loadWords     = strings.Fields("residents hospital road market militia convoy checkpoint border governor talks fighters night morning shelter school bridge river fuel aid water minister army rebels witnesses officials families wounded rescue teams rubble smoke valley")
)

// generate makes incidents of five reports each, a statement for every fourth
// and a toll for every two hundredth.
func generate(from, to int) func(yield func(store.Row) bool) {
	return func(yield func(store.Row) bool) {
		keep := func(kind store.Kind, id string, x any) bool {
			return yield(store.Row{Revision: &store.KeptChange{Of: id, Kind: kind, At: today, After: loadJSON(x)}})
		}
		for i := from; i < to; i++ {
			rnd := rand.New(rand.NewPCG(1, uint64(i)))
			in, ok := generateIncident(rnd, i, yield)
			if !ok || !keep(store.Incident, in.ID, in) {
				return
			}
			if i%4 == 0 {
				st := &vigil.Statement{ID: fmt.Sprint("s", i), Act: "THREATEN", From: in.Actors, To: in.Targets, When: in.When, Due: in.When, Claims: in.Claims[:1], Standing: vigil.SingleVoice, Score: .8, Rev: 1}
				if !keep(store.Statement, st.ID, st) {
					return
				}
			}
			if i%200 == 0 && !keep(store.Toll, fmt.Sprint("t", i), generateToll(rnd, i)) {
				return
			}
		}
	}
}

func loadJSON(x any) []byte {
	b, err := json.Marshal(x)
	if err != nil {
		panic(err) // nothing of ours cannot be written
	}
	return b
}

// generateIncident gives an incident, after its reports and claims.
func generateIncident(rnd *rand.Rand, i int, yield func(store.Row) bool) (*vigil.Incident, bool) {
	town := rnd.IntN(loadTowns)
	day := vigil.Day(736330 + rnd.IntN(365*6))
	var out *vigil.Incident
	for k := range loadReports {
		id := fmt.Sprint("r", loadReports*i+k)
		r, in := strike(id, day.String(), fmt.Sprint("Town", town), 1+rnd.IntN(30))
		r.Report.Source = fmt.Sprint("Outlet ", rnd.IntN(60))
		words := []string{r.Report.Text}
		for range 50 {
			words = append(words, loadWords[rnd.IntN(len(loadWords))])
		}
		text := strings.Join(words, " ") + "."
		r.Claims[0].Actors = []vigil.Party{{Name: fmt.Sprint("Side ", town%10, rnd.IntN(4)), Kind: vigil.ArmedGroup}}
		r.Report.Text = ""
		if !yield(store.Row{Report: &store.KeptReport{Seq: int64(loadReports*i + k + 1), ID: id, Digest: id, Title: r.Report.Title, Text: store.Text(text), Meta: loadJSON(r.Report)}}) ||
			!yield(store.Row{Claim: &store.KeptClaim{ID: r.Claims[0].ID, Report: id, Kind: string(vigil.IncidentClaim), JSON: loadJSON(r.Claims[0])}}) {
			return nil, false
		}
		if out == nil {
			out = in
			out.ID, out.Act, out.Rev, out.Actors = fmt.Sprint("i", i), loadActs[rnd.IntN(len(loadActs))], 1, r.Claims[0].Actors
			out.Targets = []vigil.Party{{Name: "Civilians", Kind: vigil.People, Inter: vigil.Civilians}}
			out.Place.Country, out.Place.Lat, out.Place.Lon = loadCountries[town%10], float64(town%60), float64(town/60)
			continue
		}
		out.Claims = append(out.Claims, in.Claims...)
		out.Tallies[0].Figures = append(out.Tallies[0].Figures, in.Tallies[0].Figures...)
		out.Voices[0].Claims = append(out.Voices[0].Claims, in.Claims...)
	}
	return out, true
}

func generateToll(rnd *rand.Rand, i int) *vigil.Toll {
	t := &vigil.Toll{ID: fmt.Sprint("t", i), Measure: vigil.Killed, Of: "civilians", Scope: fmt.Sprint("war ", i), Rev: 1}
	for k := range loadSeries {
		d := vigil.Day(736330 + 30*k)
		t.Series = append(t.Series, vigil.TollPoint{AsOf: vigil.Days{From: d, To: d}, Figure: vigil.Figure{Measure: vigil.Killed, Min: vigil.N(100*k + rnd.IntN(100))},
			Source: fmt.Sprint("Counter ", k%3), Claim: fmt.Sprintf("r%d#1", max(0, loadReports*i-k))})
	}
	return t
}
