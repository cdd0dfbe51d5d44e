package serve_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"vigil"
	"vigil/internal/serve"
	"vigil/internal/store"
)

// TestLoad makes a record of VIGIL_LOAD incidents and twice as many reports,
// and lets 50 people use the desk at once: docs/performance.md.
func TestLoad(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("VIGIL_LOAD"))
	if n == 0 {
		t.Skip("VIGIL_LOAD is not set")
	}
	d := newDesk(t, func(c *serve.Config) { c.Now = time.Now; c.Unlimited = true })
	began := time.Now()
	generate(t, d.store, n)
	t.Logf("%d incidents of %d reports made in %v", n, 2*n, time.Since(began).Round(time.Second))
	srv := httptest.NewServer(d.h)
	defer srv.Close()
	paths := []string{"/", "/?country=SYR", "/?q=strikes+town7", "/?from=2018-03-01&to=2018-04-01", "/?kind=Battles&standing=single+voice", "/?source=Outlet+3", "/map.json", "/map.json?country=SYR",
		"/incidents/i77", "/reports/r77", "/reports?q=town77", "/tolls", "/agenda", "/changes?after=100", "/api/v1/incidents?limit=50", "/api/v1/incidents/i78", "/api/v1/counts?by=month", "/api/v1/reports?q=town5", "/feed.atom"}
	var mu sync.Mutex
	took := map[string][]time.Duration{}
	var wg sync.WaitGroup
	for user := range 50 {
		wg.Go(func() {
			rnd := rand.New(rand.NewPCG(uint64(user), 1))
			time.Sleep(time.Duration(rnd.IntN(4000)) * time.Millisecond)
			for range 40 {
				p := paths[rnd.IntN(len(paths))]
				start := time.Now()
				res, err := http.Get(srv.URL + p)
				if err != nil {
					t.Error(err)
					return
				}
				res.Body.Close()
				if res.StatusCode != http.StatusOK {
					t.Errorf("%s answers %d", p, res.StatusCode)
				}
				mu.Lock()
				took[p] = append(took[p], time.Since(start))
				mu.Unlock()
				time.Sleep(time.Duration(rnd.IntN(4000)) * time.Millisecond) // people read
			}
		})
	}
	wg.Wait()
	var all []time.Duration
	for _, p := range paths {
		ds := took[p]
		slices.Sort(ds)
		all = append(all, ds...)
		t.Logf("%-45s median %4d ms, 95th percentile %5d ms of %d", p, ds[len(ds)/2].Milliseconds(), ds[len(ds)*95/100].Milliseconds(), len(ds))
	}
	slices.Sort(all)
	t.Logf("all: median %d ms, 95th percentile %d ms", all[len(all)/2].Milliseconds(), all[len(all)*95/100].Milliseconds())
}

func generate(t *testing.T, s store.Store, n int) {
	ctx := context.Background()
	rnd := rand.New(rand.NewPCG(1, 2))
	countries := []string{"SYR", "YEM", "SDN", "UKR", "MLI", "BFA", "MMR", "COD", "PSE", "AFG"}
	acts := []string{vigil.AirStrike, vigil.Shelling, vigil.ArmedClash, vigil.Attack, vigil.IED, vigil.PeacefulProtest}
	var changes []store.Change
	for i := range 2 * n {
		town := rnd.IntN(3000)
		id := fmt.Sprint("r", i)
		r, in := strike(id, vigil.Day(736330+rnd.IntN(365*6)).String(), fmt.Sprint("Town", town), 1+rnd.IntN(30))
		r.Report.Source = fmt.Sprint("Outlet ", rnd.IntN(60))
		if _, err := s.Put(ctx, r); err != nil {
			t.Fatal(err)
		}
		if i%2 == 1 {
			continue
		}
		in.ID, in.Act, in.Rev = fmt.Sprint("i", i/2), acts[rnd.IntN(len(acts))], 1
		in.Place.Country, in.Place.Lat, in.Place.Lon = countries[town%10], float64(town%60), float64(town/60)
		c, err := store.NewChange(store.Incident, in.ID, 1, in, "vigil test", "told", today)
		if err != nil {
			t.Fatal(err)
		}
		if changes = append(changes, c); len(changes) == 1000 || i >= 2*n-2 {
			if err := s.Append(ctx, changes); err != nil {
				t.Fatal(err)
			}
			changes = nil
		}
	}
}
