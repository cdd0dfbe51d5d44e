package pipeline_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"vigil/internal/pipeline"
	"vigil/internal/store"
	"vigil/internal/store/sqlite"
)

// TestSoak puts as many reports as VIGIL_STORE_SOAK says, 100,000 is the project's
// measure, into an embedded store in one run, with and without bringing the
// record up to date every 500, and tells what each part of the way cost. Reports
// are made up, of 330 words, with their claims: analysing is measured elsewhere.
// The first part is told once more at the end, of a new store: on a machine that
// others use, what was cheap at the start may be so for their sake.
func TestSoak(t *testing.T) {
	total, err := strconv.Atoi(os.Getenv("VIGIL_STORE_SOAK"))
	if err != nil || total < 5000 {
		t.Skip("VIGIL_STORE_SOAK says how many reports")
	}
	t.Run("storing", func(t *testing.T) { soak(t, total, false) })
	t.Run("merging", func(t *testing.T) { soak(t, total, true) })
}

func soak(t *testing.T, total int, merge bool) {
	cost := run(t, total, total/10, merge)
	again := run(t, total/10, total/10, merge)[0]
	first, last := (cost[0]+again)/2, cost[len(cost)-1]
	t.Logf("a report costs %.2f times at the end what it did at the start", float64(last)/float64(first))
	if last > first*5/4 {
		t.Error("that is more than a quarter more")
	}
}

// run puts reports into a new store and returns what each part of them cost in
// processor time.
func run(t *testing.T, total, part int, merge bool) (cost []time.Duration) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "war.db")
	s, err := sqlite.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w, c := newWorld(1, 667, 330), &pipeline.Composer{}
	for n := 0; n < total; n += part {
		start, making := processor(), time.Duration(0)
		began := time.Now()
		for range part / 500 {
			at := processor()
			var rs []*store.Reading
			for range 500 {
				rs = append(rs, w.reading())
			}
			making += processor() - at
			put(t, s, rs...)
			if !merge {
				continue
			}
			if err := c.Update(ctx, s, now); err != nil {
				t.Fatal(err)
			}
		}
		spent := processor() - start - making
		cost = append(cost, spent)
		took := time.Since(began)
		t.Logf("%7d reports: %.2f ms of processor time a report (the machine's pace %d ms), %.0f a second, %d MB in memory (at most %d), %d MB on disk", n+part,
			float64(spent.Microseconds())/1e3/float64(part), pace().Milliseconds(), float64(part)/took.Seconds(), memory(t, "VmRSS"), memory(t, "VmHWM"), onDisk(t, path))
	}
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}
	if most := memory(t, "VmHWM"); most > 1000 {
		t.Errorf("%d MB in memory", most)
	}
	return cost
}

// pace is what a fixed walk through a few megabytes costs in processor time: the
// same for ever on a machine of one's own, and more when others use its caches.
func pace() time.Duration {
	next := make([]int32, 1<<21) // 8 MB
	for i := range next {
		next[i] = int32((i*7919 + 12345) & (len(next) - 1))
	}
	start := processor()
	at := int32(0)
	for range 1_000_000 {
		at = next[at]
	}
	if at < 0 {
		panic("a walk that leaves its room")
	}
	return processor() - start
}

// memory is a line of this process's status, in MB; 0 where there is none.
func memory(t *testing.T, line string) int {
	t.Helper()
	if runtime.GOOS != "linux" {
		return 0
	}
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(b), line+":")
	n, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return n / 1000
}

// onDisk is the size of a store with its log, in MB.
func onDisk(t *testing.T, path string) (mb int64) {
	t.Helper()
	for _, tail := range []string{"", "-wal"} {
		if info, err := os.Stat(path + tail); err == nil {
			mb += info.Size() / 1e6
		}
	}
	return mb
}
