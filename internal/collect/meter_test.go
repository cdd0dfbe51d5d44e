package collect

import (
	"net/http/httptest"
	"strings"
	"testing"

	"vigil/internal/collect/fetch"
	"vigil/internal/store"
)

// What is told has the form and the names that Prometheus reads.
func TestMetrics(t *testing.T) {
	m := newMeter()
	m.exchange(&fetch.Exchange{Role: fetch.Page, Status: 404, Raw: []byte("four")})
	m.read(fetch.Page, store.CaptureRead, 1)
	m.failed(fetch.ErrRobots)
	m.reports(1)
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	for _, line := range []string{`vigil_fetches_total{role="page",status="4xx"} 1`, "vigil_fetched_bytes_total 4", "vigil_reports_total 1", "vigil_troubles_total 0",
		`vigil_fetch_failures_total{cause="robots"} 1`, `vigil_captures_total{role="page",state="read"} 1`, "process_resident_memory_bytes "} {
		if !strings.Contains(w.Body.String(), line) {
			t.Errorf("%q is not told in\n%s", line, w.Body)
		}
	}
	if got := w.Header().Get("Content-Type"); !strings.HasPrefix(got, "text/plain") {
		t.Errorf("told as %s", got)
	}
}
