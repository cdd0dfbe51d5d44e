package pipeline_test

import (
	"context"
	"os"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"vigil/internal/pipeline"
	"vigil/internal/store"
	"vigil/internal/store/sqlite"
)

// processor returns the processor time that this process has used.
func processor() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// merged is how many reports are merged one after another to begin with; a
// bigger store is filled.
const merged = 20000

// BenchmarkUpdate measures tracing, grouping and merging of reports whose
// claims are read already, 667 a day, into a store that holds others: 10,000,
// or as many as VIGIL_STORE says. The store is made first, and kept in the
// file that VIGIL_STORE_FILE names, if any. A round is 500 reports; the rate is
// that of the later half of the rounds, since a process that begins reads the
// newest reports again, beside the best round's, since machines are shared.
func BenchmarkUpdate(b *testing.B) {
	size := 10000
	if n, err := strconv.Atoi(os.Getenv("VIGIL_STORE")); err == nil {
		size = n
	}
	file := os.Getenv("VIGIL_STORE_FILE")
	if file == "" {
		file = b.TempDir() + "/vigil.db"
	}
	ctx := context.Background()
	s, err := sqlite.Open(ctx, file)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	w, c := newWorld(1, 667, 330), &pipeline.Composer{}
	more := func() (spent time.Duration) {
		var rs []*store.Reading
		for range 500 {
			rs = append(rs, w.reading())
		}
		if _, err := s.Report(ctx, rs[499].Report.ID); err != nil {
			put(b, s, rs...)
		}
		start := processor()
		if err := c.Update(ctx, s, now); err != nil {
			b.Fatal(err)
		}
		return processor() - start
	}
	for n := 0; n < min(size, merged); n += 500 {
		more()
	}
	if size > merged {
		fill(b, file, size)
	}
	var rounds []time.Duration
	for b.Loop() {
		if spent := more(); spent > time.Millisecond { // else they had been merged
			rounds = append(rounds, spent)
			b.Logf("round %d: %.0f reports/s", len(rounds), 500/spent.Seconds())
		}
	}
	var all time.Duration
	late := rounds[len(rounds)/2:]
	for _, d := range late {
		all += d
	}
	b.ReportMetric(float64(len(late))*500/all.Seconds(), "reports/s") // of processor time
	b.ReportMetric(500/slices.Min(late).Seconds(), "best-reports/s")
}
