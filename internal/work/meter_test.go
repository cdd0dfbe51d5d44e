package work_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vigil"
	"vigil/internal/pipeline"
	"vigil/internal/store"
	"vigil/internal/store/sqlite"
	"vigil/internal/work"
)

func openToy(t *testing.T, reps []vigil.Report) store.Full {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "war.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for _, r := range reps {
		if _, err := db.Await(t.Context(), &r); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

// What a worker did, what waits and who leads is told in the form and under the
// names that Prometheus reads.
func TestMeter(t *testing.T) {
	db, meter := openToy(t, toyReports(5)), work.NewMeter()
	told := func() string {
		w := httptest.NewRecorder()
		meter.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
		return w.Body.String()
	}
	if got := told(); !strings.Contains(got, "vigil_worker_read_total 0\n") {
		t.Errorf("before it works it tells\n%.900s", got)
	}
	var leading string
	_, err := work.Run(t.Context(), work.Options{Store: db, Analyser: pipeline.Version, Jobs: 1, Poll: time.Millisecond, Once: true, Meter: meter, Analyse: toyAnalyse,
		Update: func(ctx context.Context) error {
			leading = told()
			return (&pipeline.Composer{}).Update(ctx, db, time.Now())
		}})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(leading, "vigil_worker_leads 1\n") {
		t.Errorf("whoever updates the record leads, and tells\n%.900s", leading)
	}
	got := told()
	for _, line := range []string{"vigil_worker_read_total 5\n", "vigil_worker_failed_total 0\n", "vigil_worker_leads 0\n", `vigil_jobs{state="new"} 0` + "\n", `vigil_jobs{state="given up"} 0` + "\n", `vigil_jobs{state="again"} 0` + "\n", "process_resident_memory_bytes "} {
		if !strings.Contains(got, line) {
			t.Errorf("%q is not told in\n%.900s", line, got)
		}
	}
	if ok, why := meter.Health(time.Now()); !ok {
		t.Error(why)
	}
	if ok, _ := meter.Health(time.Now().Add(2 * time.Minute)); ok {
		t.Error("a worker that has not moved for two minutes is well")
	}
}

// lostStore lets nobody sign on.
type lostStore struct {
	store.Full
	asked func()
}

func (l lostStore) Worker(context.Context) (store.Worker, error) {
	l.asked()
	return nil, errors.New("connection refused")
}

// A worker whose store is gone is not well.
func TestHealthWithoutStore(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	meter, asked := work.NewMeter(), 0
	db := lostStore{openToy(t, nil), func() {
		if asked++; asked == 2 {
			stop()
		}
	}}
	work.Run(ctx, work.Options{Store: db, Analyse: toyAnalyse, Poll: time.Millisecond, Meter: meter})
	if ok, why := meter.Health(time.Now()); ok || !strings.Contains(why, "connection refused") {
		t.Errorf("%v, %s", ok, why)
	}
}

// While something else comes first no job is begun, and a worker that is not to
// lead reads and leaves the record alone.
func TestBusy(t *testing.T) {
	db := openToy(t, nil)
	for _, r := range toyReports(4) {
		if _, err := db.Put(t.Context(), &store.Reading{Report: r, Analyser: "vigil 0.0"}); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	asked, early := 0, atomic.Bool{}
	o := work.Options{Store: db, Analyser: pipeline.Version, Jobs: 1, Poll: time.Millisecond,
		Busy: func() bool {
			if w, err := db.Waiting(ctx); err == nil && w.Again == 0 && asked > 20 {
				stop() // all is read
			}
			asked++
			return asked <= 20
		},
		Analyse: func(r vigil.Report) *store.Reading {
			early.Store(early.Load() || asked <= 20)
			return toyAnalyse(r)
		}}
	if n, err := work.Run(ctx, o); err != nil || n.Read != 4 || n.Updates != 0 {
		t.Errorf("%+v, %v", n, err)
	}
	if early.Load() {
		t.Error("a job was begun while something else came first")
	}
	if todo, err := db.Unmerged(t.Context(), 10); err != nil || len(todo) != 4 {
		t.Errorf("%d reports are left to merge, %v", len(todo), err)
	}
}
