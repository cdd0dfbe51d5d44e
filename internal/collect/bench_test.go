package collect_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"vigil/internal/collect/source"
)

// BenchmarkCollect collects 2,000 pages of 40 sites on loopback without
// pauses, analysis left out: fetching, keeping, reading and storing.
func BenchmarkCollect(b *testing.B) {
	const sites, pages = 40, 50
	w := &web{}
	w.srv = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		switch name := strings.Trim(r.URL.Path, "/"); name {
		case "robots.txt":
			http.NotFound(rw, r)
		case "feed":
			var paths []string
			for i := range pages {
				paths = append(paths, fmt.Sprintf("/p%d", i))
			}
			fmt.Fprint(rw, rssOf(r.Host, paths...))
		default:
			rw.Header().Set("Content-Type", "text/html")
			fmt.Fprint(rw, article(r.Host, name, ""))
			fmt.Fprint(rw, "<!-- "+strings.Repeat("as long as pages are ", 1500)+" -->")
		}
	}))
	defer w.srv.Close()
	f := &source.File{Contact: "https://desk.example/bot"}
	for i := range sites {
		s := source.Source{ID: fmt.Sprintf("s%d", i), Kind: source.Feed, URL: "http://" + host(i) + "/feed"}
		if err := s.Check(); err != nil {
			b.Fatal(err)
		}
		f.Sources = append(f.Sources, s)
	}
	for b.Loop() {
		start := time.Now()
		m := runWith(b, w, b.TempDir(), f, 0, time.Nanosecond)
		if n := m.Counts(); n.Reports != sites*pages {
			b.Fatalf("%+v", n)
		}
		b.ReportMetric(float64(sites*pages)/time.Since(start).Seconds(), "pages/s")
	}
}
