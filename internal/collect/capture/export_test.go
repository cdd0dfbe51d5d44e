package capture_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"vigil/internal/collect/capture"
	"vigil/internal/collect/warc"
)

func TestExport(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir)
	var entries []capture.Entry
	for n := range 4 {
		e, err := a.Add(context.Background(), page(n))
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	a.Close()
	got, err := capture.Find(dir, map[int64]bool{2: true, 4: true})
	if err != nil || len(got) != 2 || got[1].Hash != entries[3].Hash {
		t.Fatalf("%+v, %v", got, err)
	}
	if _, err := capture.Find(dir, map[int64]bool{9: true}); err == nil {
		t.Error("a capture that is not there is found")
	}
	now := time.Date(2018, 9, 5, 0, 0, 0, 0, time.UTC)
	var b bytes.Buffer
	if err := capture.ExportWACZ(&b, dir, got, "vigil test", now); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		r, _ := f.Open()
		files[f.Name], _ = io.ReadAll(r)
	}
	if s := string(files["indexes/index.cdxj"]); !strings.HasPrefix(s, "org,example)/1?a&b 20180904120001 {") || strings.Count(s, "\n") != 2 {
		t.Errorf("index: %s", s)
	}
	if s := string(files["pages/pages.jsonl"]); strings.Count(s, "https://example.org/") != 2 || !strings.Contains(string(files["datapackage.json"]), `"wacz_version": "1.1.1"`) || !strings.Contains(string(files["logs/captures.log"]), entries[3].Hash) {
		t.Errorf("%s %s", s, files["datapackage.json"])
	}
	r, err := warc.NewReader(bytes.NewReader(files["archive/data.warc.gz"]))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for {
		rec, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil || rec.Verify() != nil {
			t.Fatal(err)
		}
		if rec.Type() == warc.Response {
			n++
		}
	}
	if n != 2 {
		t.Errorf("%d records", n)
	}
}

// Each file says who wrote it, and each record who answered.
func TestFacts(t *testing.T) {
	dir := t.TempDir()
	a, err := capture.Open(dir, "vigil test", "hostname: desk\r\nforged: yes")
	if err != nil {
		t.Fatal(err)
	}
	it := page(1)
	it.IP = "192.0.2.1"
	e, err := a.Add(context.Background(), it)
	if err != nil {
		t.Fatal(err)
	}
	a.Close()
	if rec, err := capture.ReadEntry(dir, &e); err != nil || rec.Get("WARC-IP-Address") != "192.0.2.1" {
		t.Errorf("%+v, %v", rec, err)
	}
	f, err := os.Open(files(t, dir)[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := warc.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	if rec, err := r.Next(); err != nil || !strings.HasPrefix(string(rec.Block), "software: vigil test\r\nhostname: desk forged: yes\r\nformat: ") {
		t.Errorf("%+v, %v", rec, err)
	}
}

// What is taken out leaves its lines, and the chain whole.
func TestPrune(t *testing.T) {
	dir := t.TempDir()
	for _, year := range []int{2016, 2017, 2018} {
		a := open(t, dir)
		for n := range 3 {
			it := page(n)
			it.At = time.Date(year, 5, 1, 0, n, 0, 0, time.UTC)
			if _, err := a.Add(context.Background(), it); err != nil {
				t.Fatal(err)
			}
		}
		a.Close()
	}
	for range 2 {
		if _, err := capture.Prune(dir, "vigil test", time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC), time.Now(), "kept two years"); err != nil {
			t.Fatal(err)
		}
		rep, err := capture.Verify(dir)
		if err != nil || len(rep.Faults) > 0 || rep.Captures != 3 || rep.Removed != 6 || rep.Last.Seq != 11 {
			t.Errorf("%+v, %v", rep, err)
		}
		if n := len(files(t, dir)); n != 1 {
			t.Errorf("%d files", n)
		}
	}
	a := open(t, dir)
	if e, err := a.Add(context.Background(), page(7)); err != nil || e.Seq != 12 {
		t.Errorf("%+v, %v", e, err)
	}
	a.Close()
	if rep, err := capture.Verify(dir); err != nil || len(rep.Faults) > 0 || rep.Captures != 4 {
		t.Errorf("%+v, %v", rep, err)
	}
}
