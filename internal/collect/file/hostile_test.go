package file_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"vigil/internal/collect/file"
)

// hostile is a file that means harm, and what reading it must come to.
type hostile struct {
	name    string // its ending says how it is read
	write   func(io.Writer) error
	fault   string // in an error; "" wants none
	reports int
}

const good = "From: desk@example.org\nMessage-ID: <good@example.org>\n\nEight people were killed.\n"

// hostileFiles are lines and letters without end, bombs, lengths that lie,
// names that lead elsewhere.
var hostileFiles = []hostile{
	{"1 GB line.jsonl", parts(`{"id":"a","text":"`, long, "\"}\n{\"id\":\"b\",\"text\":\"one\"}\n"), "line 1: longer than 64 MB", 1},
	{"1 GB line.txt", parts("Eight people ", long), "longer than 64 MB", 0},
	{"1 GB tag.html", parts("<html><p ", long, ">"), "longer than 64 MB", 0},
	{"1 GB line.eml", parts("From: a@example.org\nSubject: ", long, "\n\nx"), "a letter longer than 48 MB", 0},
	{"1 GB line.mbox", parts("From a@b 12:30 2018\nSubject: ", long, "\n\nx\n\nFrom a@b 12:30 2018\n"+good), "a letter longer than 48 MB", 1},
	{"1 GB From line.mbox", parts("From a@b 12:30 ", long, "\n"+good), "", 1},
	{"1 GB line.warc", parts("WARC/1.1\r\nWARC-Type: ", long, "\r\n\r\n"), "a head without end", 0},
	{"1 GB of nothing.warc", parts(long), "no record starts here", 0},
	{"1 GB line.pdf", parts("%PDF-1.4\n", long), "longer than 64 MB", 0},
	{"1 GB.bin", parts(long), "longer than 64 MB", 0},
	{"bomb.txt.gz", packed(parts(long)), "longer than 64 MB", 0},
	{"bomb.html.gz", packed(parts("<html>", long)), "longer than 64 MB", 0},
	{"bomb.jsonl.gz", packed(parts(`{"id":"`, long)), "longer than 64 MB", 0},
	{"bomb.eml.gz", packed(parts("From: a@example.org\n\n", long)), "a letter longer than 48 MB", 0},
	{"bomb.mbox.gz", packed(parts("From a@b 12:30 2018\n", long)), "a letter longer than 48 MB", 0},
	{"bomb.pdf.gz", packed(parts("%PDF-1.4\n", long)), "longer than 64 MB", 0},
	{"bomb.warc.gz", packed(parts(record("resource", "http://a.example/", "text/html", longBytes()), long)), "a record of ", 0},
	{"bomb.warc.zst", zstandard(parts(record("resource", "http://a.example/", "text/html", longBytes()), long)), "a record of ", 0},
	{"bomb in bomb.txt.gz", packed(packed(parts(long))), "not a text", 0},
	{"bomb in an answer.warc", answer("gzip", packed(parts(long))), "unpacking gzip: too large", 0},
	{"zstandard bomb in an answer.warc", answer("zstd", zstandard(parts(long))), "unpacking zstd: too large", 0},
	{"cut off.txt.gz", parts(gz("Eight people were killed in a strike.")[:40]), "unexpected EOF", 0},
	{"cut off.warc.gz", parts(gz(record("resource", "http://a.example/", "text/html", 900) + strings.Repeat("x", 900))[:80]), "unexpected EOF", 0},
	{"not packed.jsonl.gz", parts(`{"id":"a"}`), "gzip: invalid header", 0},
	{"a length of 1 TB.warc", parts(record("resource", "http://a.example/", "text/html", 1<<40), article), "unexpected EOF", 0},
	{"a length below nothing.warc", parts(record("resource", "http://a.example/", "text/html", -5), article), "Content-Length", 0},
	{"a million records.warc", parts(strings.Repeat(record("warcinfo", "", "x", 0)+"\r\n\r\n", 100_000)), "", 0},
	{"a million empty fields.warc", parts("WARC/1.1\r\n" + strings.Repeat(":\r\n", 1_000_000)), "a head without end", 0},
	{"a dictionary of 4 GB.warc.zst", parts("\x5d\x2a\x4d\x18\xff\xff\xff\xff"), "a dictionary of 4095 MB", 0},
	{"a window of 2 TB.warc.zst", parts("\x28\xb5\x2f\xfd\x00\xf8\x01\x00\x00"), "unpacking zstandard", 0},
	{"a path.warc", parts(record("resource", "file:///../../../../tmp/vigil-was-here", "text/html", len(article)), article, "\r\n\r\n"), "", 1},
	{"a name.warc", parts("WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Filename: ../../vigil-was-here\r\nContent-Length: 0\r\n\r\n\r\n\r\n"), "", 0},
	{"an attachment.eml", parts("From: a@example.org\nMessage-ID: <../../vigil-was-here@x>\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nEight people were killed.\n" +
		"--b\nContent-Type: application/x; name=\"../../vigil-was-here\"\nContent-Disposition: attachment; filename=\"/tmp/vigil-was-here\"\n\nx\n--b--\n"), "", 1},
	{"deep.jsonl", parts(`{"id":"a","text":` + strings.Repeat("[", 1_000_000) + "\n"), "not a report", 0},
	{"deep objects.jsonl", parts(strings.Repeat(`{"id":`, 1_000_000) + "\n"), "not a report", 0},
	{"NUL.txt", parts("Eight\x00people"), "NUL", 0},
	{"half UTF-16.txt", parts("\xff\xfea"), "", 1},
	{"a million lines of nothing.jsonl", parts(strings.Repeat("\n", 1_000_000)), "", 0},
	{"wrong lines.jsonl", parts(strings.Repeat("{\"id\":1}\n", 10_000)), "not a report", 0},
}

// long stands for a gigabyte of one letter in a soak (VIGIL_SOAK), else for a
// little more than the longest file that is read.
const long = "\x00long"

func longBytes() int {
	if os.Getenv("VIGIL_SOAK") != "" {
		return 1 << 30
	}
	return file.MaxBytes + 16<<20
}

func parts(segments ...string) func(io.Writer) error {
	return func(w io.Writer) error {
		for _, s := range segments {
			if s != long {
				if _, err := io.WriteString(w, s); err != nil {
					return err
				}
				continue
			}
			block := bytes.Repeat([]byte("a"), 1<<20)
			for range longBytes() >> 20 {
				if _, err := w.Write(block); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

func packed(write func(io.Writer) error) func(io.Writer) error {
	return func(w io.Writer) error {
		z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
		return errors.Join(err, write(z), z.Close())
	}
}

func zstandard(write func(io.Writer) error) func(io.Writer) error {
	return func(w io.Writer) error {
		z, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
		return errors.Join(err, write(z), z.Close())
	}
}

// record is the head of a record of an archive.
func record(kind, address, contentType string, length int) string {
	return fmt.Sprintf("WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2018-09-04T12:00:00Z\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n", kind, address, contentType, length)
}

// answer is a record of an HTTP answer whose body is packed.
func answer(encoding string, body func(io.Writer) error) func(io.Writer) error {
	return func(w io.Writer) error {
		var b bytes.Buffer
		fmt.Fprintf(&b, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: %s\r\n\r\n", encoding)
		if err := body(&b); err != nil {
			return err
		}
		_, err := io.WriteString(w, record("response", "http://a.example/", "application/http", b.Len())+b.String()+"\r\n\r\n")
		return err
	}
}

// Each ends with what is whole in it and an error that says what is not, in
// bounded memory, and leaves nothing behind anywhere. What is too slow the
// limit of the whole test ends.
func TestHostile(t *testing.T) {
	t.Chdir(t.TempDir())
	before := heap()
	for _, h := range hostileFiles {
		t.Run(h.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, h.name)
			f, err := os.Create(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(h.write(f), f.Close()); err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			reports, faults := read(path)
			t.Logf("%v, %d reports, %d MB of heap more", time.Since(start).Round(time.Millisecond), reports, (heap()-before)>>20)
			if used := (heap() - before) >> 20; used > 900 {
				t.Errorf("takes %d MB", used)
			}
			said := strings.Join(faults, "\n")
			if reports != h.reports || h.fault != "" && !strings.Contains(said, h.fault) || h.fault == "" && said != "" {
				t.Errorf("%d reports, %.2000s; want %d, %q", reports, said, h.reports, h.fault)
			}
			for _, f := range faults {
				if len(f) > 1000 {
					t.Errorf("an error of %d bytes: %.200s", len(f), f)
				}
			}
			left, _ := os.ReadDir(dir)
			here, _ := os.ReadDir(".")
			if _, err := os.Lstat("/tmp/vigil-was-here"); len(left) != 1 || len(here) != 0 || err == nil {
				t.Error("a file is written under a name that the input gives")
			}
		})
	}
}

// read gives how many reports a path holds, and what is said of the rest.
func read(path string) (reports int, faults []string) {
	for rep, err := range file.Reports([]string{path}, nil, nil) {
		if err == nil {
			reports++
			continue
		}
		if len(faults) < 20 {
			faults = append(faults, strings.ReplaceAll(err.Error(), path, filepath.Base(path)))
		}
		if rep.Text != "" {
			faults = append(faults, "text comes with an error")
		}
	}
	return reports, faults
}

// heap is the most memory that the heap has held so far, near enough.
func heap() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapSys)
}

// What a folder holds besides files leads nowhere: links are not followed, and
// a pipe that nobody writes to is not waited for.
func TestHostileFolder(t *testing.T) {
	dir, outside := t.TempDir(), filepath.Join(t.TempDir(), "secret.txt")
	write := func(path string) {
		if err := os.WriteFile(path, []byte("Eight people were killed."), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(outside)
	write(filepath.Join(dir, "a.txt"))
	for name, to := range map[string]string{"b.txt": outside, "c.txt": "/dev/zero", "d": dir, "e.txt": "e.txt", "f": "/"} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}
	if err := mkfifo(filepath.Join(dir, "g.txt")); err != nil {
		t.Fatal(err)
	}
	var got []string
	for rep, err := range file.Reports([]string{dir}, nil, nil) {
		if err != nil {
			t.Error(err)
		}
		got = append(got, filepath.Base(rep.ID))
	}
	if !slices.Equal(got, []string{"a.txt"}) {
		t.Errorf("read: %v", got)
	}
}
