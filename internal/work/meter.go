package work

import (
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"vigil/internal/store"
)

// Meter tells how a worker does. Its numbers are those of one process; how many
// reports wait is the store's, whoever asks.
type Meter struct {
	set                         *metrics.Set
	read, failed, lost, updates *metrics.Counter

	mu    sync.Mutex
	store store.Jobs // once it works
	leads bool
	tick  time.Time
	fault string
	at    time.Time // of fault
}

// NewMeter makes a meter for Options.
func NewMeter() *Meter {
	set := metrics.NewSet()
	return &Meter{set: set, tick: time.Now(),
		read: set.NewCounter("vigil_worker_read_total"), failed: set.NewCounter("vigil_worker_failed_total"),
		lost: set.NewCounter("vigil_worker_lost_total"), updates: set.NewCounter("vigil_record_updates_total")}
}

// Counts is a copy of the numbers.
func (m *Meter) Counts() Counts {
	return Counts{int64(m.read.Get()), int64(m.failed.Get()), int64(m.lost.Get()), int64(m.updates.Get())}
}

// Handler serves the numbers to Prometheus.
func (m *Meter) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		m.set.WritePrometheus(w)
		m.mu.Lock()
		jobs, leads := m.store, m.leads
		m.mu.Unlock()
		gauge(w, "vigil_worker_leads", map[bool]int{true: 1}[leads])
		if jobs != nil {
			if n, err := jobs.Waiting(req.Context()); err == nil {
				gauge(w, `vigil_jobs{state="new"}`, n.New)
				gauge(w, `vigil_jobs{state="again"}`, n.Again)
				gauge(w, `vigil_jobs{state="given up"}`, n.GivenUp)
			}
		}
		metrics.WriteProcessMetrics(w)
	})
}

func gauge(w io.Writer, name string, n int) { fmt.Fprintf(w, "%s %d\n", name, n) }

// Health says whether the work goes on: somebody asked for a job or finished
// one within a minute, and the store was not lost since.
func (m *Meter) Health(now time.Time) (ok bool, why string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case now.Sub(m.tick) > time.Minute:
		return false, "nothing moved since " + m.tick.UTC().Format(time.RFC3339)
	case m.fault != "" && now.Sub(m.at) < time.Minute:
		return false, m.fault
	case m.leads:
		return true, "working, and leading"
	}
	return true, "working"
}

func (m *Meter) works(s store.Jobs) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.store = s
}

func (m *Meter) beat() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tick = time.Now()
}

func (m *Meter) lead(leads bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.leads = leads
}

func (m *Meter) trouble(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fault, m.at = err.Error(), time.Now()
}
