package serve_test

import (
	"bytes"
	"cmp"
	"context"
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

// loadStore opens the store of the load, and makes it where it is not kept.
func loadStore(t *testing.T, n int) store.Full {
	path := cmp.Or(os.Getenv("VIGIL_LOAD_DB"), filepath.Join(t.TempDir(), "load.db"))
	ctx := context.Background()
	if _, err := os.Stat(path); err != nil {
		began := time.Now()
		s, err := sqlite.Open(ctx, path+".new")
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(s.Take(ctx, generate(n)), s.Close(), os.Rename(path+".new", path)); err != nil {
			t.Fatal(err)
		}
		t.Logf("%d incidents of %d reports made in %v", n, loadReports*n, time.Since(began).Round(time.Second))
	}
	s, err := sqlite.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
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

// generate makes n incidents of five reports each, a statement for every fourth
// and a toll for every two hundredth.
func generate(n int) func(yield func(store.Row, error) bool) {
	return func(yield func(store.Row, error) bool) {
		rnd := rand.New(rand.NewPCG(1, 2))
		seq := int64(0)
		keep := func(kind store.Kind, id string, x any) bool {
			seq++
			b, err := json.Marshal(x)
			return yield(store.Row{Revision: &store.KeptChange{Seq: seq, Of: id, Rev: 1, Kind: kind, At: today, By: "vigil test", Cause: "told", After: b}}, err)
		}
		for i := range n {
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

// generateIncident gives an incident, after its reports and claims.
func generateIncident(rnd *rand.Rand, i int, yield func(store.Row, error) bool) (*vigil.Incident, bool) {
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
		r.Report.Text = strings.Join(words, " ") + "."
		r.Claims[0].Actors = []vigil.Party{{Name: fmt.Sprint("Side ", town%10, rnd.IntN(4)), Kind: vigil.ArmedGroup}}
		meta := r.Report
		meta.Text = ""
		head, err := json.Marshal(meta)
		claim, err2 := json.Marshal(r.Claims[0])
		if !yield(store.Row{Report: &store.KeptReport{Seq: int64(loadReports*i + k + 1), ID: id, Version: 1, Digest: id, Analyser: "1", Title: r.Report.Title, Text: store.Text(r.Report.Text), Meta: head}}, errors.Join(err, err2)) ||
			!yield(store.Row{Claim: &store.KeptClaim{ID: r.Claims[0].ID, Report: id, Kind: string(vigil.IncidentClaim), JSON: claim}}, nil) {
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
