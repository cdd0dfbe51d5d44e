package capture_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"vigil/internal/collect/capture"
	"vigil/internal/collect/warc"
)

func page(n int) *capture.Item {
	body := []byte(fmt.Sprintf("<p>Page %d \r\n\r\n %s", n, strings.Repeat("x", n*7)))
	sum := sha256.Sum256(body)
	return &capture.Item{At: time.Date(2018, 9, 4, 12, 0, n, 0, time.UTC), URL: fmt.Sprintf("https://example.org/%d?a&b", n), Role: "page", Source: "wire", Status: 200,
		Request: []byte("GET / HTTP/1.1\r\n\r\n"), Head: []byte("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"), Body: body, Digest: hex.EncodeToString(sum[:])}
}

func open(t *testing.T, dir string) *capture.Archive {
	t.Helper()
	a, err := capture.Open(dir, "vigil test")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// urls gives the addresses in the log, and fails if the archive is not sound.
func urls(t *testing.T, dir string) []string {
	t.Helper()
	rep, err := capture.Verify(dir)
	if err != nil || len(rep.Faults) > 0 {
		t.Errorf("verify: %v, %q", err, rep.Faults)
	}
	var out []string
	if err := capture.Entries(dir, 0, func(e capture.Entry) error { out = append(out, e.URL); return nil }); err != nil {
		t.Error(err)
	}
	return out
}

func TestAdd(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir)
	if _, err := capture.Open(dir, "another"); err == nil {
		t.Error("two processes add to one archive")
	}
	var wg sync.WaitGroup
	for n := range 40 {
		wg.Go(func() {
			e, err := a.Add(context.Background(), page(n))
			if err != nil {
				t.Error(err)
				return
			}
			rec, err := capture.ReadEntry(dir, &e)
			if err != nil || !bytes.HasSuffix(rec.Block, page(n).Body) || e.Type != "text/html" || e.Status != 200 {
				t.Errorf("%d: %+v, %v", n, e, err)
			}
		})
	}
	wg.Wait()
	same := page(3)
	same.Same = true
	if e, err := a.Add(context.Background(), same); err != nil || !e.Same || e.Seq != 41 {
		t.Errorf("%+v, %v", e, err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if got := urls(t, dir); len(got) != 41 {
		t.Errorf("%d captures", len(got))
	}
	a = open(t, dir)
	if a.Last().Seq != 41 {
		t.Errorf("the last is %d", a.Last().Seq)
	}
	if e, err := a.Add(context.Background(), page(99)); err != nil || e.Seq != 42 {
		t.Errorf("%+v, %v", e, err)
	}
	a.Close()
	urls(t, dir)
}

// files gives the archive's WARC files.
func files(t *testing.T, dir string) []string {
	t.Helper()
	out, err := filepath.Glob(filepath.Join(dir, "*", "*", "*.warc.gz"))
	if err != nil || len(out) == 0 {
		t.Fatal(out, err)
	}
	return out
}

// Wherever a write was torn off, what was whole is there after opening, once,
// and adding goes on.
func TestTorn(t *testing.T) {
	base := t.TempDir()
	a := open(t, base)
	for n := range 6 {
		if _, err := a.Add(context.Background(), page(n)); err != nil {
			t.Fatal(err)
		}
	}
	a.Close()
	log, err := os.ReadFile(filepath.Join(base, "captures.log"))
	if err != nil {
		t.Fatal(err)
	}
	name := files(t, base)[0]
	whole, _ := os.ReadFile(name)
	rel, _ := filepath.Rel(base, name)
	var ends []int64
	capture.Entries(base, 0, func(e capture.Entry) error { ends = append(ends, e.Offset+e.Length); return nil })
	for range 150 {
		dir := t.TempDir()
		cut := rand.N(len(whole) + 1) // of the file of records
		records := 0                  // whole by then
		for records < len(ends) && ends[records] <= int64(cut) {
			records++
		}
		lines := bytes.SplitAfter(log, []byte("\n"))
		kept := bytes.Join(lines[:rand.N(records+1)], nil)
		if rand.N(2) == 0 && len(kept) < len(log) && bytes.Count(kept, []byte("\n")) < records {
			kept = log[:len(kept)+rand.N(20)] // a torn line
		}
		os.MkdirAll(filepath.Dir(filepath.Join(dir, rel)), 0o755)
		os.WriteFile(filepath.Join(dir, rel), whole[:cut], 0o644)
		os.WriteFile(filepath.Join(dir, "captures.log"), kept, 0o644)
		a := open(t, dir)
		if _, err := a.Add(context.Background(), page(50)); err != nil {
			t.Fatal(err)
		}
		a.Close()
		got := urls(t, dir)
		if len(got) != records+1 || got[len(got)-1] != page(50).URL {
			t.Fatalf("cut at %d, %d bytes of log: %v, want %d", cut, len(kept), got, records+1)
		}
	}
}

func TestVerify(t *testing.T) {
	for name, spoil := range map[string]func(log, file []byte) ([]byte, []byte){
		"a changed line": func(l, f []byte) ([]byte, []byte) {
			return bytes.Replace(l, []byte("example.org/2"), []byte("example.com/2"), 1), f
		},
		"a line taken out": func(l, f []byte) ([]byte, []byte) {
			x := bytes.SplitAfter(l, []byte("\n"))
			return bytes.Join(append(x[:2:2], x[3:]...), nil), f
		},
		"two lines swapped": func(l, f []byte) ([]byte, []byte) {
			x := bytes.SplitAfter(l, []byte("\n"))
			x[1], x[2] = x[2], x[1]
			return bytes.Join(x, nil), f
		},
		"a changed record": func(l, f []byte) ([]byte, []byte) { g := bytes.Clone(f); g[len(g)/2] ^= 0x40; return l, g },
		"a file cut off":   func(l, f []byte) ([]byte, []byte) { return l, f[:len(f)/2] },
		"a path outside": func(l, f []byte) ([]byte, []byte) {
			return bytes.Replace(l, []byte(`"file":"2018/`), []byte(`"file":"../../`), 1), f
		},
		"no json": func(l, f []byte) ([]byte, []byte) { return append([]byte("{\n"), l...), f },
	} {
		dir := t.TempDir()
		a := open(t, dir)
		for n := range 5 {
			if _, err := a.Add(context.Background(), page(n)); err != nil {
				t.Fatal(err)
			}
		}
		a.Close()
		path := files(t, dir)[0]
		log, _ := os.ReadFile(filepath.Join(dir, "captures.log"))
		file, _ := os.ReadFile(path)
		log, file = spoil(log, file)
		os.WriteFile(filepath.Join(dir, "captures.log"), log, 0o644)
		os.WriteFile(path, file, 0o644)
		if rep, err := capture.Verify(dir); err == nil && len(rep.Faults) == 0 {
			t.Errorf("%s is not noticed", name)
		}
	}
	if _, err := capture.Verify(t.TempDir()); err == nil {
		t.Error("an empty folder is an archive")
	}
}

// Other programs read our archives: records in order, each by itself.
func TestPlainWARC(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir)
	a.Add(context.Background(), page(1))
	a.Close()
	f, err := os.Open(files(t, dir)[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := warc.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for {
		rec, err := r.Next()
		if err != nil {
			break
		}
		kinds = append(kinds, rec.Type())
		if p, err := warc.ReadPage(rec); rec.Type() == warc.Response && (err != nil || !bytes.Equal(p.Body, page(1).Body)) {
			t.Errorf("%+v, %v", p, err)
		}
	}
	if strings.Join(kinds, " ") != "warcinfo request response" {
		t.Errorf("%v", kinds)
	}
}
