package collect_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
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
	"vigil/internal/collect"
	"vigil/internal/collect/capture"
	"vigil/internal/collect/source"
	"vigil/internal/pipeline"
	"vigil/internal/store"
	"vigil/internal/store/pgtest"
	"vigil/internal/store/postgres"
	"vigil/internal/store/sqlite"
)

// The test binary is also the child that is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("VIGIL_COLLECT_CHILD"); dir != "" {
		if err := child(dir, os.Getenv("VIGIL_COLLECT_WEB")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// quick are the kinds of site that answer at once.
func quickSites() (*source.File, map[string]bool) {
	all, _ := sites(2 * kinds)
	want := map[string]bool{}
	f := &source.File{Contact: all.Contact}
	for i, s := range all.Sources {
		if slices.Contains([]string{"slow", "endless", "robots503", "later"}, kindOf[i%kinds]) {
			continue
		}
		f.Sources = append(f.Sources, s)
		_, paths := siteSource(i)
		for _, p := range paths {
			want[host(i)+p] = true
		}
	}
	return f, want
}

func child(dir, address string) error {
	ctx := context.Background()
	db, err := openDB(ctx, dir)
	if err != nil {
		return err
	}
	defer db.Close()
	archive, err := capture.Open(filepath.Join(dir, "captures"), "test")
	if err != nil {
		return err
	}
	defer archive.Close()
	sources, _ := quickSites()
	shift, _ := time.ParseDuration(os.Getenv("VIGIL_COLLECT_LATER"))
	o := options(&web{}, sources, db, archive, dir, shift)
	o.Fetch.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, address)
	}
	o.Fetch.Timeout = time.Minute // the machine may be busy; none of these sites is slow
	return collect.New(merging(o, db)).Run(ctx)
}

// merging has a collection read and merge too, at a speed at which what ends it
// ends it over these as well.
func merging(o collect.Options, db store.Full) collect.Options {
	o.Analyse = func(r vigil.Report) (*store.Reading, error) {
		time.Sleep(3 * time.Millisecond)
		return toldOf(r), nil
	}
	composer := &pipeline.Composer{}
	o.Every = 40 * time.Millisecond
	o.Update = func(ctx context.Context) error { return composer.Update(ctx, db, time.Now()) }
	return o
}

// toldOf reads a shelling of a town of the site's from every report.
func toldOf(r vigil.Report) *store.Reading {
	n := siteNumber(strings.TrimPrefix(r.URL, "http://"))
	town := &vigil.Place{Name: fmt.Sprint("Town", n), Kind: vigil.Settlement, Country: "XAA", Admin1: "R", Located: true, Lat: float64(n), Lon: 1, GeoID: int64(n + 1)}
	return &store.Reading{Report: r, Analyser: "test", Claims: []vigil.Claim{{ID: r.ID + "#1", Report: r.ID, Kind: vigil.IncidentClaim, Status: vigil.Occurred, Act: vigil.Shelling, Score: .8,
		Place: town, When: &vigil.When{Type: "DATE", Days: r.Published.Days}, Evidence: []vigil.Span{{Start: 0, End: min(len(r.Text), 20)}},
		Figures: []vigil.Figure{{Measure: vigil.Killed, Min: vigil.N(8), Max: vigil.N(8)}}}}}
}

// Killed at any moment, it loses nothing and stores nothing twice.
// VIGIL_KILLS says how often; 200 is the project's measure.
func TestKill(t *testing.T) {
	kills := 6
	if s := os.Getenv("VIGIL_KILLS"); s != "" {
		kills, _ = strconv.Atoi(s)
	}
	w := newWeb()
	defer w.srv.Close()
	_, want := quickSites()
	done := 0
	for dir := ""; done < kills; {
		dir = t.TempDir()
		for left := 4; ; left-- { // a few kills to a collection, then it ends
			after := time.Duration(30+rand.N(500)) * time.Millisecond
			if left == 0 || done >= kills {
				after = time.Minute
			}
			cmd := startChild(t, w, dir)
			timer := time.AfterFunc(after, func() { cmd.Process.Kill() })
			err := cmd.Wait()
			if !timer.Stop() {
				done++
				continue
			}
			if err != nil {
				t.Fatalf("after %d kills: %v", done, err)
			}
			break
		}
		afterKills(t, dir, want)
	}
	t.Logf("%d kills", done)
	for page, times := range w.count() {
		if times > 4*kills+4 && !strings.HasSuffix(page, "/loop") { // a loop is gone round several times
			t.Errorf("%s is fetched %d times", page, times)
		}
	}
}

// startChild starts a collection in a process of its own.
func startChild(t *testing.T, w *web, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "VIGIL_COLLECT_CHILD="+dir, "VIGIL_COLLECT_WEB="+w.srv.Listener.Addr().String())
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// The same into PostgreSQL, which goes away and comes back besides.
func TestKillPostgres(t *testing.T) {
	srv := pgtest.Start(t)
	w := newWeb()
	defer w.srv.Close()
	_, want := quickSites()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, addressFile), []byte(srv.Database("collect")), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		cmd := startChild(t, w, dir)
		time.Sleep(time.Duration(300+rand.N(500)) * time.Millisecond)
		cmd.Process.Kill()
		cmd.Wait()
	}
	cmd := startChild(t, w, dir)
	time.Sleep(500 * time.Millisecond)
	srv.Stop("immediate")
	time.Sleep(200 * time.Millisecond)
	srv.Up()
	cmd.Wait()                            // what it could not store it leaves to the next
	t.Setenv("VIGIL_COLLECT_LATER", "1m") // what could not be kept rests for ten seconds
	cmd = startChild(t, w, dir)
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	afterKills(t, dir, want)
}

// addressFile holds the address of the database that a folder's collection
// goes to; without it, it goes to a file.
const addressFile = "address"

func openDB(ctx context.Context, dir string) (store.Full, error) {
	if b, err := os.ReadFile(filepath.Join(dir, addressFile)); err == nil {
		return postgres.Open(ctx, string(b))
	}
	return sqlite.Open(ctx, filepath.Join(dir, "v.db"))
}

// afterKills checks that a store and archive are whole.
func afterKills(t *testing.T, dir string, want map[string]bool) {
	t.Helper()
	checkStored(t, dir, want)
	verify(t, dir)
	ctx := context.Background()
	db, err := openDB(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if left, err := db.Pending(ctx, 0, 10); err != nil || len(left) > 0 {
		t.Errorf("%d captures are not read, %v", len(left), err)
	}
	if gaps, err := db.CaptureGaps(ctx); err != nil || len(gaps) > 0 {
		t.Errorf("the store does not know captures %v, %v", gaps, err)
	}
	if left, err := db.Unmerged(ctx, 10); err != nil || len(left) > 0 {
		t.Errorf("%d reports are not merged, %v", len(left), err)
	}
	for key := range want {
		id := "http://" + key
		if l, err := db.Link(ctx, id); err == nil && l.State != store.LinkDone {
			t.Errorf("%s is %s: %s", id, l.State, l.Why)
		}
		if vs, err := db.Versions(ctx, id); err != nil || len(vs) != 1 {
			t.Errorf("%s has %d versions, %v", id, len(vs), err)
		}
		if rd, err := db.Reading(ctx, id); err == nil && len(rd.Claims) != 1 {
			t.Errorf("%s has %d claims", id, len(rd.Claims))
		}
		if things, err := db.Items(ctx, store.Query{Kind: store.Incident, Claims: []string{id + "#1"}}); err != nil || len(things) != 1 {
			t.Errorf("%s is told by %d incidents, %v", id, len(things), err)
		}
		if caps, err := db.Captures(ctx, id); err != nil || len(caps) == 0 {
			t.Errorf("%s: no capture, %v", id, err)
		}
	}
}

// A full disk or a lost database stops the work, not the truth: at the next
// start it goes on.
func TestTrouble(t *testing.T) {
	w := newWeb()
	defer w.srv.Close()
	sources, want := sites(5)
	dir := t.TempDir()
	ctx, stop := context.WithTimeout(context.Background(), 30*time.Second)
	defer stop()
	db, err := openDB(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := capture.Open(filepath.Join(dir, "captures"), "test")
	if err != nil {
		t.Fatal(err)
	}
	broken := &brokenStore{Store: db}
	c := collect.New(options(w, sources, broken, archive, dir, 0))
	if err := c.Run(ctx); err == nil {
		t.Error("reports that could not be stored are no fault")
	}
	if ok, why := c.Meter().Health(time.Now()); ok {
		t.Errorf("a lost database is healthy: %s", why)
	}
	archive.Close()
	db.Close()
	run(t, w, dir, sources, time.Minute)
	checkStored(t, dir, want)
	verify(t, dir)
}

// What a failing disk does not give is read when it does.
func TestTroubleOfArchive(t *testing.T) {
	w := newWeb()
	defer w.srv.Close()
	sources, want := sites(3)
	dir, elsewhere := t.TempDir(), t.TempDir()
	ctx := t.Context()
	db, err := openDB(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := capture.Open(filepath.Join(dir, "captures"), "test")
	if err != nil {
		t.Fatal(err)
	}
	o := options(w, sources, unreadable{db, elsewhere}, archive, dir, 0)
	o.Dir = elsewhere // where a folder stands in the place of each file
	if err := collect.New(o).Run(ctx); err == nil {
		t.Error("captures that the disk does not give are no fault")
	}
	archive.Close()
	db.Close()
	run(t, w, dir, sources, 0)
	checkStored(t, dir, want)
	verify(t, dir)
}

// unreadable makes a folder in the place of every file that holds a capture.
type unreadable struct {
	collect.Store
	dir string
}

func (u unreadable) Captured(ctx context.Context, cs []store.Capture, l *store.Link) error {
	for _, c := range cs {
		if err := os.MkdirAll(filepath.Join(u.dir, c.File), 0o755); err != nil {
			return err
		}
	}
	return u.Store.Captured(ctx, cs, l)
}

// brokenStore loses two of three reports, and every fifth capture.
type brokenStore struct {
	collect.Store
	n, captures atomic.Int64
}

func (b *brokenStore) Captured(ctx context.Context, cs []store.Capture, l *store.Link) error {
	if b.captures.Add(1)%5 == 0 {
		return fmt.Errorf("no space left on device")
	}
	return b.Store.Captured(ctx, cs, l)
}

func (b *brokenStore) Put(ctx context.Context, rs ...*store.Reading) (int, error) {
	if b.n.Add(1)%3 != 0 {
		return 0, fmt.Errorf("no space left on device")
	}
	return b.Store.Put(ctx, rs...)
}

// On a full disk nothing is lost or torn; with room again it goes on.
// VIGIL_FULL_DISK names a small file system of its own, say
// mount -t tmpfs -o size=16m tmpfs /mnt/small.
func TestFullDisk(t *testing.T) {
	small := os.Getenv("VIGIL_FULL_DISK")
	if small == "" {
		t.Skip("VIGIL_FULL_DISK names no small file system")
	}
	dir, err := os.MkdirTemp(small, "")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	w := newWeb()
	defer w.srv.Close()
	sources, want := quickSites()
	for _, room := range []int{100 << 10, 400 << 10, 600 << 10, 900 << 10, 1500 << 10} {
		ballast := filepath.Join(dir, "ballast")
		fill(t, ballast, room)
		ctx, stop := context.WithTimeout(context.Background(), 4*time.Second)
		err := collectIn(ctx, w, dir, sources, 0)
		stop()
		t.Logf("with %d kB of room: %v", room>>10, err)
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
	}
	if err := collectIn(t.Context(), w, dir, sources, time.Minute); err != nil {
		t.Fatal(err)
	}
	afterKills(t, dir, want)
}

// The same for a database whose server has no room left, whether it bears that or
// ends over it. The file system wants 150 MB.
func TestFullDiskPostgres(t *testing.T) {
	small := os.Getenv("VIGIL_FULL_DISK_POSTGRES")
	if small == "" {
		t.Skip("VIGIL_FULL_DISK_POSTGRES names no small file system")
	}
	t.Setenv("TMPDIR", small)
	srv := pgtest.Start(t)
	t.Setenv("TMPDIR", "")
	w := newWeb()
	defer w.srv.Close()
	sources, want := quickSites()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, addressFile), []byte(srv.Database("full")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, room := range []int{200 << 10, 700 << 10, 1200 << 10, 300 << 10, 100 << 10, 500 << 10} {
		ballast := filepath.Join(small, "ballast")
		fill(t, ballast, room)
		ctx, stop := context.WithTimeout(t.Context(), 6*time.Second)
		err := collectIn(ctx, w, dir, sources, 0)
		stop()
		t.Logf("with %d kB of room: %v", room>>10, err)
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
		srv.Revive()
	}
	if err := collectIn(t.Context(), w, dir, sources, time.Minute); err != nil {
		t.Fatal(err)
	}
	afterKills(t, dir, want)
}

// fill writes a file until the disk is full, then leaves some room.
func fill(t *testing.T, name string, room int) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	size := int64(0)
	for block := make([]byte, 64<<10); ; {
		n, err := f.Write(block)
		size += int64(n)
		if err != nil {
			break
		}
	}
	if err := f.Truncate(max(size-int64(room), 0)); err != nil {
		t.Fatal(err)
	}
}

func collectIn(ctx context.Context, w *web, dir string, sources *source.File, shift time.Duration) error {
	db, err := openDB(ctx, dir)
	if err != nil {
		return err
	}
	defer db.Close()
	archive, err := capture.Open(filepath.Join(dir, "captures"), "test")
	if err != nil {
		return err
	}
	defer archive.Close()
	return collect.New(merging(options(w, sources, db, archive, dir, shift), db)).Run(ctx)
}
