package collect_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigil"
	"vigil/internal/collect"
	"vigil/internal/collect/capture"
	"vigil/internal/collect/fetch"
	"vigil/internal/collect/source"
	"vigil/internal/store"
)

const interval = 15 * time.Millisecond

// run collects once from the sites, with a clock that is shifted.
func run(t testing.TB, w *web, dir string, sources *source.File, shift time.Duration) *collect.Meter {
	t.Helper()
	return runWith(t, w, dir, sources, shift, interval)
}

func runWith(t testing.TB, w *web, dir string, sources *source.File, shift, pause time.Duration) *collect.Meter {
	t.Helper()
	ctx := context.Background()
	db, err := openDB(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	archive, err := capture.Open(filepath.Join(dir, "captures"), "test")
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	o := options(w, sources, db, archive, dir, shift)
	o.Fetch.Interval = pause
	c := collect.New(o)
	if err := c.Run(ctx); err != nil {
		t.Fatal(err)
	}
	return c.Meter()
}

func options(w *web, sources *source.File, db collect.Store, archive *capture.Archive, dir string, shift time.Duration) collect.Options {
	return collect.Options{Sources: sources, Store: db, Archive: archive, Dir: filepath.Join(dir, "captures"), Once: true,
		Analyser: "test",
		Analyse:  analyse,
		Now:      func() time.Time { return time.Now().Add(shift) },
		Fetch:    fetch.Options{Contact: "https://desk.example/bot", Interval: interval, Timeout: 4 * time.Second, MaxBytes: 2 << 20, Dial: w.dial},
		Fetchers: 32}
}

// analyse reads one claim from every report.
func analyse(r vigil.Report) (*store.Reading, error) {
	return &store.Reading{Report: r, Analyser: "test", Claims: []vigil.Claim{{ID: r.ID + "#1", Report: r.ID, Kind: vigil.TollClaim}}}, nil
}

// stored gives the text of every report in the store, by its id.
func stored(t testing.TB, dir string) map[string]vigil.Report {
	t.Helper()
	db, err := openDB(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Check(context.Background()); err != nil {
		t.Errorf("check: %v", err)
	}
	out := map[string]vigil.Report{}
	for after := int64(0); ; {
		reps, next, err := db.Reports(context.Background(), after, 500)
		if err != nil {
			t.Fatal(err)
		}
		if len(reps) == 0 {
			return out
		}
		for _, r := range reps {
			if _, twice := out[r.ID]; twice {
				t.Errorf("%s is stored twice", r.ID)
			}
			out[r.ID] = r
		}
		after = next
	}
}

func sites(n int) (*source.File, map[string]bool) {
	f := &source.File{Contact: "https://desk.example/bot"}
	want := map[string]bool{}
	for i := range n {
		s, paths := siteSource(i)
		f.Sources = append(f.Sources, s)
		for _, p := range paths {
			want[host(i)+p] = true
		}
	}
	return f, want
}

// checkStored fails if the store holds other than the articles wanted.
func checkStored(t testing.TB, dir string, want map[string]bool) map[string]vigil.Report {
	t.Helper()
	got := stored(t, dir)
	for key := range want {
		r, ok := got["http://"+key]
		h, name, _ := strings.Cut(key, "/")
		switch {
		case !ok:
			t.Errorf("%s is not read", key)
		case !strings.Contains(r.Text, fmt.Sprintf("This is page %s of %s", name, h)), !strings.Contains(r.Text, "did not return to their houses"):
			t.Errorf("%s reads %.200q", key, r.Text)
		case r.Source != h || r.Published.Days.To.String() != "2018-09-04" || r.Fetched.IsZero():
			t.Errorf("%s: source %q, published %v, fetched %v", key, r.Source, r.Published, r.Fetched)
		}
	}
	for id := range got {
		if !want[strings.TrimPrefix(id, "http://")] {
			t.Errorf("%s is read, and should not be", id)
		}
	}
	return got
}

// Of many sites (300 in a soak) everything that should be read is read once, nothing else is,
// and every site is treated as it asks.
func TestWeb(t *testing.T) {
	n := 3 * kinds
	if os.Getenv("VIGIL_SOAK") != "" {
		n = 300
	}
	w := newWeb()
	defer w.srv.Close()
	dir := t.TempDir()
	sources, want := sites(n)
	start := time.Now()
	run(t, w, dir, sources, 0)
	w.settle(t)
	t.Logf("%d sites, %d visits in %v", n, len(w.visits), time.Since(start).Round(time.Millisecond))
	got := checkStored(t, dir, want)
	for _, r := range got {
		if strings.Contains(r.Text, "\uFFFD") {
			t.Errorf("%s is misread: %.200q", r.ID, r.Text)
		}
	}
	for page, times := range w.count() {
		if times > 1 && !strings.HasSuffix(page, "/loop") {
			t.Errorf("%s is fetched %d times", page, times)
		}
	}
	w.politeness(t, interval)
	verify(t, dir)

	// An hour later what changed is read again, and nothing else.
	w.forget()
	w.changed.Store(true)
	run(t, w, dir, sources, time.Hour)
	w.settle(t)
	now := checkStored(t, dir, want)
	for id, r := range now {
		if changed := strings.HasSuffix(id, "/watched"); changed != strings.Contains(r.Text, "as it reads now") {
			t.Errorf("%s reads %.200q", id, r.Text)
		}
	}
	w.mu.Lock()
	for _, v := range w.visits {
		if len(v.path) == 2 && v.path != "/a" || strings.HasPrefix(v.path, "/a") && !strings.Contains("redirect", kindOf[siteNumber(v.host)%kinds]) {
			t.Errorf("%s%s is fetched again", v.host, v.path)
		}
	}
	w.mu.Unlock()
	w.politeness(t, interval)
	verify(t, dir)
}

// A report over which the analysis fails is kept, and waits for another version.
func TestPoison(t *testing.T) {
	w := newWeb()
	defer w.srv.Close()
	sources, want := sites(1)
	dir := t.TempDir()
	ctx := t.Context()
	db, err := openDB(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	archive, err := capture.Open(filepath.Join(dir, "captures"), "test")
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	o := options(w, sources, db, archive, dir, 0)
	o.Analyse = func(r vigil.Report) (*store.Reading, error) {
		if strings.HasSuffix(r.ID, "/b") {
			panic("poison")
		}
		return analyse(r)
	}
	if err := collect.New(o).Run(ctx); err != nil {
		t.Fatal(err)
	}
	checkStored(t, dir, want)
	if n, err := db.AwaitAgain(ctx, "test", 10); n != 0 || err != nil {
		t.Errorf("%d reports wait for the version that failed, %v", n, err)
	}
	if n, err := db.AwaitAgain(ctx, "test 2", 10); n != len(want) || err != nil {
		t.Errorf("%d reports of %d wait for the next version, %v", n, len(want), err)
	}
}

func siteNumber(h string) (n int) {
	fmt.Sscanf(h, "site%03d", &n)
	return n
}

func verify(t testing.TB, dir string) {
	t.Helper()
	rep, err := capture.Verify(filepath.Join(dir, "captures"))
	if err != nil || len(rep.Faults) > 0 {
		t.Errorf("verify: %v, %q", err, rep.Faults)
	}
}

// Files are read once, and again when they change.
func TestLocal(t *testing.T) {
	w := newWeb()
	defer w.srv.Close()
	dir, files := t.TempDir(), t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(files, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("a.html", article("site.example", "a", ""))
	write("b.jsonl", `{"id":"b1","text":"Residents heard blasts."}`+"\n"+`{"id":`+"\n"+`{"id":"b2","text":"The road is closed."}`+"\n")
	write("c.eml", "From: a@example.org\nMessage-ID: <c@x>\nSubject: Blasts\n\nResidents heard blasts.\n")
	write("d.pdf", "%PDF-1.4 no more")
	s := source.Source{ID: "files", Kind: source.Local, Path: files}
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	f := &source.File{Sources: []source.Source{s}}
	if n := run(t, w, dir, f, 0).Counts().Reports; n != 4 {
		t.Errorf("%d reports", n)
	}
	if got := stored(t, dir); len(got) != 4 || got["b2"].Text == "" || got["mid:c@x"].Title != "Blasts" {
		t.Errorf("%v", got)
	}
	if n := run(t, w, dir, f, time.Hour).Counts().Reports; n != 0 {
		t.Errorf("%d reports of files that did not change", n)
	}
	write("b.jsonl", `{"id":"b1","text":"Residents heard more blasts."}`+"\n")
	if n := run(t, w, dir, f, 2*time.Hour).Counts().Reports; n != 1 {
		t.Errorf("%d reports of a file that changed", n)
	}
}
