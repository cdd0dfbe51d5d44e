package pipeline_test

import (
	"context"
	"fmt"
	"os"
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

// BenchmarkUpdate measures tracing, grouping and merging of reports whose
// claims are read already, 667 a day, into a store that holds others: 10,000,
// or as many as VIGIL_STORE says. The store is made first, and kept in the
// file that VIGIL_STORE_FILE names, if any.
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
	var putting time.Duration
	more := func(n int) {
		var rs []*store.Reading
		for range n {
			rs = append(rs, w.reading())
		}
		start := processor()
		if _, err := s.Report(ctx, rs[n-1].Report.ID); err != nil {
			put(b, s, rs...)
		}
		putting += processor() - start
		if err := c.Update(ctx, s, now); err != nil {
			b.Fatal(err)
		}
	}
	for n := 0; n < size; n += 500 {
		more(500)
		if n%50000 == 0 {
			fmt.Fprintln(os.Stderr, n, "reports stored")
		}
	}
	b.ResetTimer()
	n, spent := 0, putting
	for b.Loop() {
		start := processor()
		more(500)
		n, spent = n+500, spent+processor()-start
	}
	spent -= putting
	b.ReportMetric(float64(n)/spent.Seconds(), "reports/s") // of processor time: machines are shared
}
