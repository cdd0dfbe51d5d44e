package warc_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"vigil/internal/collect/warc"
)

var at = time.Date(2018, 9, 4, 12, 0, 0, 0, time.UTC)

func sample(n int) *warc.Record {
	block := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Page %d. WARC/1.1\r\nis no record.\r\n\r\nWARC/1.x\n%s", n, strings.Repeat("Residents heard blasts. ", n*10))
	return warc.New(warc.Response, fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-%012d", n), at, []byte(block),
		warc.Field{Name: "WARC-Target-URI", Value: fmt.Sprintf("https://example.org/%d\r\nX-Evil: 1", n)}, warc.Field{Name: "Content-Type", Value: "application/http;msgtype=response"})
}

func write(t testing.TB, how warc.Packing, n int) (file []byte, places [][2]int64) {
	t.Helper()
	var b bytes.Buffer
	w, err := warc.NewWriter(&b, how, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		off, length, err := w.Write(sample(i))
		if err != nil {
			t.Fatal(err)
		}
		places = append(places, [2]int64{off, length})
	}
	return b.Bytes(), places
}

// readAll gives the records and the faults.
func readAll(t testing.TB, file []byte) (recs []*warc.Record, faults []error) {
	t.Helper()
	r, err := warc.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil, []error{err}
	}
	defer r.Close()
	for range 100_000 {
		rec, err := r.Next()
		var f *warc.Fault
		switch {
		case err == io.EOF:
			return recs, faults
		case errors.As(err, &f):
			faults = append(faults, err)
		case err != nil:
			t.Fatalf("an error that is no fault: %v", err)
		default:
			recs = append(recs, rec)
		}
	}
	t.Fatal("no end")
	return nil, nil
}

func TestRoundTrip(t *testing.T) {
	for how, name := range map[warc.Packing]string{warc.Plain: "a.warc", warc.Gzip: "a.warc.gz", warc.Zstd: "a.warc.zst"} {
		if warc.PackingOf(name) != how {
			t.Errorf("%s: packing", name)
		}
		file, places := write(t, how, 20)
		recs, faults := readAll(t, file)
		if len(recs) != 20 || len(faults) > 0 {
			t.Fatalf("%s: %d records, %v", name, len(recs), faults)
		}
		for i, rec := range recs {
			if !bytes.Equal(rec.Block, sample(i).Block) || rec.Verify() != nil || rec.Type() != warc.Response || !rec.Date().Equal(at) {
				t.Errorf("%s: record %d reads %+v", name, i, rec.Fields)
			}
			if rec.URL() != fmt.Sprintf("https://example.org/%d  X-Evil: 1", i) || rec.Get("x-evil") != "" {
				t.Errorf("%s: a value starts a field: %q", name, rec.URL())
			}
			if how != warc.Zstd && (rec.Offset != places[i][0] || rec.Length != places[i][1]) {
				t.Errorf("%s: record %d at %d+%d, want %v", name, i, rec.Offset, rec.Length, places[i])
			}
			one, err := warc.ReadAt(bytes.NewReader(file), places[i][0], places[i][1])
			if err != nil || !bytes.Equal(one.Block, rec.Block) || one.ID() != rec.ID() {
				t.Errorf("%s: record %d alone: %v", name, i, err)
			}
		}
		recs[3].Block[20] ^= 1
		if recs[3].Verify() == nil {
			t.Errorf("%s: a changed block passes", name)
		}
	}
}

// rewritten gives the archive as our writer writes what our reader read.
func rewritten(t *testing.T, file []byte) []byte {
	t.Helper()
	recs, faults := readAll(t, file)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	var b bytes.Buffer
	w, _ := warc.NewWriter(&b, warc.Plain, 0)
	for _, rec := range recs {
		if err := rec.Verify(); err != nil {
			t.Error(err)
		}
		if _, _, err := w.Write(rec); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// What wget archives is read and written again byte for byte.
func TestWget(t *testing.T) {
	wget, err := exec.LookPath("wget")
	if err != nil {
		t.Skip("no wget")
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			fmt.Fprint(w, `<a href=/a>a</a><a href=/b>b</a><a href=/c>c</a>`)
		case "/a":
			w.Header().Set("Content-Type", "text/html; charset=windows-1251")
			w.Write([]byte("\xce\xe1\xf1\xf2\xf0\xe5\xeb \x00\xff\r\n\r\nWARC/1.0\r\n"))
		case "/b":
			http.Redirect(w, r, "/c", http.StatusFound)
		case "/c":
			fmt.Fprint(w, strings.Repeat("Residents heard blasts. ", 10_000))
			w.(http.Flusher).Flush()
		default:
			http.NotFound(w, r)
		}
	}))
	defer srv.Close()
	dir := t.TempDir()
	cmd := exec.Command(wget, "-q", "-r", "-e", "robots=off", "-P", dir, "--warc-file="+filepath.Join(dir, "w"), srv.URL+"/")
	cmd.Env = append(os.Environ(), "http_proxy=", "no_proxy=*")
	out, err := cmd.CombinedOutput()
	packed, readErr := os.ReadFile(filepath.Join(dir, "w.warc.gz"))
	if readErr != nil {
		t.Skipf("wget writes no archive: %v %s", err, out)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"gzip": packed, "plain": plain} {
		if got := rewritten(t, file); !bytes.Equal(got, plain) {
			t.Errorf("%s: %d bytes of %d", name, len(got), len(plain))
		}
	}
	recs, _ := readAll(t, packed)
	pages := map[string]int{}
	for _, rec := range recs {
		if page, err := warc.ReadPage(rec); err == nil && rec.Type() == warc.Response {
			pages[strings.TrimPrefix(rec.URL(), srv.URL)] = len(page.Body)
		}
	}
	if pages["/c"] != 240_000 || pages["/a"] != 24 {
		t.Errorf("pages %v", pages)
	}
}

// Of a damaged archive every record that is whole is given, and the damage told.
func TestDamage(t *testing.T) {
	for _, how := range []warc.Packing{warc.Plain, warc.Gzip, warc.Zstd} {
		file, places := write(t, how, 20)
		for _, cut := range []int64{places[19][0] + 5, places[19][0] + places[19][1]/2, places[10][0] + 1, 30} {
			whole := 0
			for _, p := range places {
				if p[0]+p[1] <= cut {
					whole++
				}
			}
			recs, faults := readAll(t, file[:cut])
			if len(recs) != whole || len(faults) == 0 {
				t.Errorf("packing %d cut at %d: %d records of %d whole, %v", how, cut, len(recs), whole, faults)
			}
		}
		// zeros over the middle of record 10
		hurt := bytes.Clone(file)
		middle := places[10][0] + places[10][1]/2
		clear(hurt[middle : middle+40])
		recs, faults := readAll(t, hurt)
		ids := map[string]bool{}
		bad := 0
		for _, r := range recs {
			ids[r.ID()] = true
			if r.Verify() != nil {
				bad++
			}
		}
		lost := 20 - len(ids)
		switch {
		case how == warc.Plain && (lost != 0 || bad != 1):
			t.Errorf("plain: %d lost, %d not of their digest, %v", lost, bad, faults)
		case how == warc.Gzip && (lost > 1 || len(faults) == 0 && bad == 0):
			t.Errorf("gzip: %d lost, %v", lost, faults)
		case how == warc.Zstd && len(faults) == 0 && bad == 0:
			t.Errorf("zstd: %d lost, %v", lost, faults)
		}
		// rubbish between two records
		hurt = append(append(bytes.Clone(file[:places[5][0]]), bytes.Repeat([]byte("rubbish\n"), 100)...), file[places[5][0]:]...)
		if recs, faults = readAll(t, hurt); how != warc.Zstd && (len(recs) != 20 || len(faults) == 0) {
			t.Errorf("packing %d with rubbish: %d records, %v", how, len(recs), faults)
		}
	}
}

func TestHostile(t *testing.T) {
	head := "WARC/1.1\r\nWARC-Type: response\r\n"
	bomb := func(n int) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		io.WriteString(z, fmt.Sprintf("%sContent-Length: %d\r\n\r\n", head, n))
		zeros := make([]byte, 1<<20)
		for range n >> 20 {
			z.Write(zeros)
		}
		z.Close()
		return b.Bytes()
	}
	enc, _ := zstd.NewWriter(nil)
	for name, file := range map[string][]byte{
		"nothing":            nil,
		"zeros":              make([]byte, 1<<20),
		"a page":             []byte("<html>" + strings.Repeat("x", 1<<20)),
		"length of petabyte": []byte(head + "Content-Length: 9000000000000000000\r\n\r\nabc"),
		"length beyond int":  []byte(head + "Content-Length: 99999999999999999999999\r\n\r\nabc"),
		"length below zero":  []byte(head + "Content-Length: -1\r\n\r\nabc"),
		"no length":          []byte(head + "\r\nabc"),
		"a head of 8 MB":     []byte(head + strings.Repeat("X: y\r\n", 1_400_000)),
		"a line of 8 MB":     []byte(head + "X: " + strings.Repeat("y", 8<<20)),
		"only a gzip head":   {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0},
		"gzip heads":         bytes.Repeat([]byte{0x1f, 0x8b, 8}, 100_000),
		"gzip of 100 MB":     bomb(100 << 20),
		"zstd head":          {0x28, 0xb5, 0x2f, 0xfd},
		"zstd heads":         bytes.Repeat([]byte{0x28, 0xb5, 0x2f, 0xfd}, 50_000),
		"zstd of rubbish":    enc.EncodeAll(make([]byte, 32<<20), nil),
		"long dictionary":    {0x5d, 0x2a, 0x4d, 0x18, 0xff, 0xff, 0xff, 0xff, 1, 2},
		"cut dictionary":     {0x5d, 0x2a, 0x4d, 0x18, 0xff, 0, 0, 0, 1, 2},
		"starts only":        bytes.Repeat([]byte("WARC/1.0\r\n"), 100_000),
	} {
		start := time.Now()
		recs, faults := readAll(t, file)
		if len(recs) > 0 || len(faults) == 0 && len(file) > 0 {
			t.Errorf("%s: %d records, %d faults", name, len(recs), len(faults))
		}
		if took := time.Since(start); took > 2*time.Minute {
			t.Errorf("%s: %v", name, took)
		}
	}
}

func FuzzWARC(f *testing.F) {
	for _, how := range []warc.Packing{warc.Plain, warc.Gzip, warc.Zstd} {
		file, _ := write(f, how, 2)
		f.Add(file)
		f.Add(file[:len(file)/2])
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		recs, _ := readAll(t, file)
		for _, r := range recs {
			warc.ReadPage(r)
			r.Verify()
		}
	})
}
