package collect

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"vigil/internal/collect/body"
	"vigil/internal/collect/fetch"
	"vigil/internal/store"
)

// Meter counts what a collector does.
type Meter struct {
	set *metrics.Set

	mu    sync.Mutex
	now   Counts
	tick  time.Time
	fault string
	at    time.Time // of fault
}

// Counts is where the collecting stands.
type Counts struct {
	Fetched, Failed, Found, Reports, Read, Passed int
	Bytes                                         int64
}

func newMeter() *Meter {
	m := &Meter{set: metrics.NewSet()}
	for _, name := range []string{fetchedBytes, reportsStored, linksDue, troubles} {
		m.set.NewCounter(name) // told from the start, at zero
	}
	return m
}

// The numbers that are told, as Prometheus names them.
const (
	fetchedBytes  = "vigil_fetched_bytes_total" // of bodies, as sent
	reportsStored = "vigil_reports_total"       // new or changed
	linksDue      = "vigil_links_total"         // links that became due
	troubles      = "vigil_troubles_total"      // faults of disk or database
	exchanges     = "vigil_fetches_total{role=%q,status=%q}"
	failures      = "vigil_fetch_failures_total{cause=%q}"
	settled       = "vigil_captures_total{role=%q,state=%q}"
)

func (m *Meter) count(name string, labels ...any) *metrics.Counter {
	return m.set.GetOrCreateCounter(fmt.Sprintf(name, labels...))
}

// Counts is a copy of the numbers.
func (m *Meter) Counts() Counts {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// Handler serves the numbers to Prometheus.
func (m *Meter) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		m.set.WritePrometheus(w)
		metrics.WriteProcessMetrics(w)
	})
}

// Health says whether the collecting goes on: the dispatcher moved within a
// minute, and no fault of disk or database is younger than that.
func (m *Meter) Health(now time.Time) (ok bool, why string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case now.Sub(m.tick) > time.Minute:
		return false, "nothing moved since " + m.tick.UTC().Format(time.RFC3339)
	case m.fault != "" && now.Sub(m.at) < time.Minute:
		return false, m.fault
	}
	return true, "collecting"
}

func (m *Meter) beat(now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tick = now
}

func (m *Meter) trouble(what string) {
	m.count(troubles).Inc()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fault, m.at = what, time.Now()
}

func (m *Meter) exchange(ex *fetch.Exchange) {
	m.count(exchanges, ex.Role, fmt.Sprintf("%dxx", ex.Status/100)).Inc()
	m.count(fetchedBytes).Add(len(ex.Raw))
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now.Fetched++
	m.now.Bytes += int64(len(ex.Raw))
}

func (m *Meter) failed(err error) {
	cause := "network"
	var status *fetch.StatusError
	switch {
	case errors.As(err, &status):
		cause = fmt.Sprintf("%dxx", status.Status/100)
	case errors.Is(err, fetch.ErrRobots), errors.Is(err, fetch.ErrNoRobots):
		cause = "robots"
	case errors.Is(err, fetch.ErrPrivate):
		cause = "private address"
	case errors.Is(err, body.ErrTooLarge):
		cause = "too large"
	case errors.Is(err, fetch.ErrHops):
		cause = "redirects"
	}
	m.count(failures, cause).Inc()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now.Failed++
}

func (m *Meter) read(role string, state store.CaptureState, reports int) {
	m.count(settled, role, string(state)).Inc()
	m.mu.Lock()
	defer m.mu.Unlock()
	if state == store.CapturePassed {
		m.now.Passed++
	} else if reports > 0 {
		m.now.Read++
	}
}

func (m *Meter) reports(n int) {
	m.count(reportsStored).Add(n)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now.Reports += n
}

func (m *Meter) found(n int) {
	m.count(linksDue).Add(n)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now.Found += n
}
