package work_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vigil"
	"vigil/internal/pipeline"
	"vigil/internal/store"
	"vigil/internal/store/pgtest"
	"vigil/internal/store/postgres"
	"vigil/internal/store/sqlite"
	"vigil/internal/work"
)

// The test binary is also the worker that is killed.
func TestMain(m *testing.M) {
	if db := os.Getenv("VIGIL_WORK_CHILD"); db != "" {
		if err := child(db); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child works on a database until it is killed. It hangs over the reports whose
// ids end in VIGIL_WORK_HANG, and says so.
func child(address string) error {
	ctx := context.Background()
	db, err := postgres.Open(ctx, address)
	if err != nil {
		return err
	}
	hang, poison := os.Getenv("VIGIL_WORK_HANG"), os.Getenv("VIGIL_WORK_POISON")
	composer, ordered := &pipeline.Composer{}, db.InOrder()
	_, err = work.Run(ctx, work.Options{Store: db, Analyser: pipeline.Version, Jobs: 2, Every: 200 * time.Millisecond, Poll: 30 * time.Millisecond,
		Log: slog.New(slog.NewTextHandler(os.Stdout, nil)),
		Analyse: func(r vigil.Report) *store.Reading {
			if hang != "" && strings.HasSuffix(r.ID, hang) {
				fmt.Println("hangs over", r.ID)
				time.Sleep(time.Hour)
			}
			if poison != "" {
				time.Sleep(10 * time.Millisecond)
				if r.ID == poison {
					os.Exit(0)
				}
			}
			return toyAnalyse(r)
		},
		Update: func(ctx context.Context) error { return composer.Update(ctx, ordered, time.Now()) }})
	return err
}

// process is a worker in a process of its own.
type process struct {
	cmd   *exec.Cmd
	leads atomic.Bool
	hangs atomic.Bool
}

func start(t *testing.T, db, hang string) *process {
	t.Helper()
	p := &process{cmd: exec.Command(os.Args[0])}
	p.cmd.Env = append(os.Environ(), "VIGIL_WORK_CHILD="+db, "VIGIL_WORK_HANG="+hang)
	p.cmd.Stderr = os.Stderr
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	go p.follow(out)
	return p
}

func (p *process) follow(r io.Reader) {
	for lines := bufio.NewScanner(r); lines.Scan(); {
		if strings.Contains(lines.Text(), "leads") {
			p.leads.Store(true)
		}
		if strings.HasPrefix(lines.Text(), "hangs") {
			p.hangs.Store(true)
		}
	}
}

func (p *process) kill() {
	p.cmd.Process.Kill()
	p.cmd.Wait()
}

// until waits for something, for five minutes at most.
func until(t *testing.T, what string, f func() bool) {
	t.Helper()
	for end := time.Now().Add(5 * time.Minute); !f(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("in vain: %s", what)
		}
	}
}

// reports is how many reports the workers share: VIGIL_WORK says, 5000 is the
// project's measure.
func reports(t *testing.T) []vigil.Report {
	n := 240
	if s := os.Getenv("VIGIL_WORK"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	return toyReports(n)
}

// embedded is the record that one process makes of reports in a file.
func embedded(t *testing.T, reports []vigil.Report) store.Full {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "war.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for _, r := range reports {
		if _, err := db.Put(t.Context(), toyAnalyse(r)); err != nil {
			t.Fatal(err)
		}
	}
	if err := (&pipeline.Composer{}).Update(t.Context(), db, time.Now()); err != nil {
		t.Fatal(err)
	}
	return db
}

// One, two and four workers, of which one is killed over a job, the leader is
// killed, and the database goes away, make the record that one process makes.
func TestWorkers(t *testing.T) {
	srv := pgtest.Start(t)
	reps := reports(t)
	want := told(t, embedded(t, reps))
	for _, n := range []int{1, 2, 4} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			address := srv.Database(fmt.Sprint("workers", n))
			db, err := postgres.Open(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			began := time.Now()
			for i := range reps {
				if changed, err := db.Await(t.Context(), &reps[i]); changed != 1 || err != nil {
					t.Fatal(changed, err)
				}
			}
			t.Logf("%d reports handed over in %v", len(reps), time.Since(began).Round(time.Millisecond))
			began = time.Now()
			trouble(t, srv, db, address, n)
			settled(t, db)
			t.Logf("%d reports read and merged by %d workers in %v", len(reps), n, time.Since(began).Round(time.Millisecond))
			if err := db.Check(t.Context()); err != nil {
				t.Error(err)
			}
			same(t, want, told(t, db))
		})
	}
}

// trouble starts n workers and gives them what may happen.
func trouble(t *testing.T, srv *pgtest.Server, db store.Full, address string, n int) {
	victim := start(t, address, "77") // takes two jobs at once, and hangs over one of them
	until(t, "a worker hangs over a job", victim.hangs.Load)
	var others []*process
	for range n - 1 {
		others = append(others, start(t, address, ""))
	}
	until(t, "the first worker leads", victim.leads.Load)
	victim.kill()
	others = append(others, start(t, address, ""))
	leader := func() int { return slices.IndexFunc(others, func(p *process) bool { return p.leads.Load() }) }
	until(t, "another leads when the leader is killed", func() bool { return leader() >= 0 })
	if n == 2 {
		srv.Stop("immediate")
		time.Sleep(300 * time.Millisecond)
		srv.Up()
	}
	if n == 4 {
		k := leader()
		others[k].kill()
		others = slices.Delete(others, k, k+1)
		until(t, "a third leads", func() bool { return leader() >= 0 })
	}
}

// Workers that are killed at any moment, one after another, make the same record.
// VIGIL_KILLS says how often; 200 is the project's measure.
func TestKillWorkers(t *testing.T) {
	kills := 6
	if s := os.Getenv("VIGIL_KILLS"); s != "" {
		var err error
		if kills, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	reps := reports(t)
	want := told(t, embedded(t, reps))
	address := pgtest.Start(t).Database("kills")
	db, err := postgres.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	workers := []*process{start(t, address, ""), start(t, address, "")}
	next := 0
	for n := range kills {
		// Reports come while they die, so that none dies idle for long.
		for to := len(reps) * (n + 1) / kills; next < to; next++ {
			if _, err := db.Await(t.Context(), &reps[next]); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Duration(rand.IntN(400)) * time.Millisecond)
		k := n % len(workers)
		workers[k].kill()
		workers[k] = start(t, address, "")
	}
	settled(t, db)
	if err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
	same(t, want, told(t, db))
}

// A report that ends every process that reads it is given up, and none of those
// that were begun beside it.
func TestCrash(t *testing.T) {
	address := pgtest.Start(t).Database("crash")
	db, err := postgres.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	reps := toyReports(30)
	for i := range reps {
		if _, err := db.Await(t.Context(), &reps[i]); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("VIGIL_WORK_POISON", reps[3].ID)
	for range store.MaxTries {
		start(t, address, "").cmd.Wait()
	}
	last := start(t, address, "")
	until(t, "all others are read", func() bool {
		w, err := db.Waiting(t.Context())
		return err == nil && w == store.Waiting{GivenUp: 1}
	})
	last.kill()
	for _, r := range reps {
		rd, err := db.Reading(t.Context(), r.ID)
		if read := err == nil && len(rd.Claims) == 1; read != (r.ID != reps[3].ID) {
			t.Errorf("%s: read is %v, %v", r.ID, read, err)
		}
	}
}

// settled waits until nothing is left to do.
func settled(t *testing.T, db store.Full) {
	t.Helper()
	until(t, "everything is read and merged", func() bool {
		w, err := db.Waiting(t.Context())
		todo, err2 := db.Unmerged(t.Context(), 1)
		return err == nil && err2 == nil && w == store.Waiting{} && len(todo) == 0
	})
}

// few is up to how many reports the pipeline works stories out anew; of more, a
// story can depend on how the stream of reports was cut into updates. Nothing
// else does.
const few = 1000

// told is what a record says, apart from ids and revisions, which tell how it
// came about.
func told(t *testing.T, s store.Full) []string {
	t.Helper()
	rec, err := store.Load(t.Context(), s, store.Query{})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	line := func(what string, x any) {
		b, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, what+" "+string(b))
	}
	by := map[string]string{}
	for _, x := range rec.Incidents {
		by[x.ID] = strings.Join(slices.Sorted(slices.Values(x.Claims)), " ")
		x.ID, x.Rev = "", 0
		line("incident", x)
	}
	for _, x := range rec.Claims {
		line("claim", x)
	}
	for _, x := range rec.Copies {
		line("copy", x)
	}
	for _, x := range rec.Stories {
		if len(rec.Reports) > few {
			break
		}
		x.ID, x.Rev = "", 0
		for i, id := range x.Incidents {
			x.Incidents[i] = by[id]
		}
		slices.Sort(x.Incidents)
		line("story", x)
	}
	for _, x := range rec.Reports {
		line("report", x.ID)
	}
	slices.Sort(out)
	return out
}

func same(t *testing.T, want, got []string) {
	t.Helper()
	differ := 0
	for i := range max(len(want), len(got)) {
		if i >= len(want) || i >= len(got) || want[i] != got[i] {
			if differ++; differ == 1 {
				t.Errorf("%d and %d lines; the first that differs, %d:\n%.1500s\n%.1500s", len(want), len(got), i, at(want, i), at(got, i))
			}
		}
	}
	if differ > 0 {
		t.Errorf("%d lines differ", differ)
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "-"
}

// A worker on a file does what waits and what another analyser read, goes on
// where it was stopped, and ends.
func TestOnce(t *testing.T) {
	reps := toyReports(60)
	want := told(t, embedded(t, reps))
	path := filepath.Join(t.TempDir(), "war.db")
	db, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for i, r := range reps {
		if i%2 == 0 {
			_, err = db.Await(t.Context(), &r)
		} else {
			_, err = db.Put(t.Context(), &store.Reading{Report: r, Analyser: "vigil 0.0"})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	composer := &pipeline.Composer{}
	ctx, stop := context.WithCancel(t.Context())
	o := work.Options{Store: db, Analyser: pipeline.Version, Jobs: 2, Poll: 5 * time.Millisecond, Once: true,
		Update: func(ctx context.Context) error { return composer.Update(ctx, db, time.Now()) }}
	var n atomic.Int64
	o.Analyse = func(r vigil.Report) *store.Reading {
		if n.Add(1) == 41 {
			stop()
		}
		return toyAnalyse(r)
	}
	if _, err := work.Run(ctx, o); err != nil {
		t.Fatal(err)
	}
	w, err := db.Waiting(t.Context())
	if err != nil || w.New != 0 || w.Again == 0 {
		t.Errorf("when it is stopped %+v wait, %v: what is new should come first", w, err)
	}
	did, err := work.Run(t.Context(), o)
	if err != nil || did.Read != int64(w.Again) {
		t.Errorf("%+v, %v; want %d read", did, err, w.Again)
	}
	same(t, want, told(t, db))
	if did, err = work.Run(t.Context(), o); err != nil || did.Read != 0 {
		t.Errorf("once more: %+v, %v", did, err)
	}
}

// A report over which the analysis fails is given up; the others are read.
func TestPoison(t *testing.T) {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "war.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, r := range toyReports(5) {
		if _, err := db.Await(t.Context(), &r); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	n, err := work.Run(ctx, work.Options{Store: db, Analyser: pipeline.Version, Poll: 5 * time.Millisecond, Jobs: 2, Update: func(context.Context) error {
		if w, _ := db.Waiting(ctx); w.New == 1 {
			stop()
		}
		return nil
	}, Every: time.Millisecond, Analyse: func(r vigil.Report) *store.Reading {
		if r.ID == "r000002" {
			panic("poison")
		}
		return toyAnalyse(r)
	}})
	if err != nil || n.Read != 4 || n.Failed != 1 {
		t.Errorf("%+v, %v", n, err)
	}
}
