package serve_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigil/internal/collect/capture"
	"vigil/internal/collect/source"
	"vigil/internal/serve"
	"vigil/internal/serve/people"
	"vigil/internal/store"
)

// sourcing is a desk whose sources lie in a file; looked is told of every
// address that the desk looked at.
func sourcing(t *testing.T) (d *desk, file, cookie string, looked *[]string) {
	looked = new([]string)
	d = newDesk(t, func(c *serve.Config) {
		c.Demo, file = false, c.Sources
		c.Look = func(_ context.Context, address string) (source.Kind, string, string, error) {
			*looked = append(*looked, address)
			if strings.Contains(address, "inward") {
				return source.Feed, "http://169.254.169.254/feed", "", nil
			}
			return source.Feed, "https://wire.example/feed.xml", "The Wire", nil
		}
	})
	_, cookie = d.account("Ann", people.Analyst)
	return d, file, cookie, looked
}

func TestSources(t *testing.T) {
	d, file, ann, _ := sourcing(t)
	d.do(ann, "/sources", "url", "https://wire.example/", "reliability", "b", "country", "syr")
	d.do(ann, "/sources", "url", "https://other.example/news", "kind", "list", "selector", "h2 a", "name", `Quoted " ]`+"\n[[source]]\nid = 'x'")
	page := d.get("/sources", "Cookie", ann).Body.String()
	for _, want := range []string{"The Wire", "https://wire.example/feed.xml", "https://other.example/news", "never"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	f, err := source.Load(file)
	if err != nil || len(f.Sources) != 2 || f.Sources[0].Reliability != "B" || f.Sources[0].Country != "SYR" {
		t.Fatal(f, err)
	}
	if got := d.form(ann, "/sources", "url", "https://wire.example/feed.xml", "kind", "feed"); got != http.StatusUnprocessableEntity {
		t.Errorf("a source is added twice: %d", got)
	}
	d.do(ann, "/sources/"+f.Sources[0].ID+"/remove")
	if f, err = source.Load(file); err != nil || len(f.Sources) != 1 {
		t.Error(f, err)
	}
	_, admin := d.account("Otto", people.Admin)
	if trail := d.get("/trail", "Cookie", admin).Body.String(); !strings.Contains(trail, "source added") || !strings.Contains(trail, "source removed") {
		t.Error("the trail does not tell of sources")
	}
}

// No address that a person types makes the desk look at this machine or its
// neighbours, and none is kept to be read later.
func TestSourcesStayOutside(t *testing.T) {
	d, file, ann, looked := sourcing(t)
	for _, address := range []string{"http://127.0.0.1/feed", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[fe80::1]/", "http://[fd00::1]/",
		"http://localhost:8080/", "http://LOCALHOST./", "http://a.localhost/", "http://printer.local/", "http://metadata.google.internal/", "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.1/",
		"http://0.0.0.0/", "http://router/", "http://ann:secret@wire.example/", "file:///etc/passwd", "gopher://wire.example/", "/etc/passwd", "../sources", "javascript:alert(1)", "", "http://"} {
		for _, kind := range []string{"", "feed", "page"} {
			if got := d.form(ann, "/sources", "url", address, "kind", kind); got != http.StatusUnprocessableEntity {
				t.Errorf("%q as %q answers %d", address, kind, got)
			}
		}
	}
	if len(*looked) > 0 {
		t.Errorf("the desk looked at %v", *looked)
	}
	if got := d.form(ann, "/sources", "url", "https://inward.example/"); got != http.StatusUnprocessableEntity {
		t.Errorf("an address that leads inward answers %d", got)
	}
	if got := d.form(ann, "/sources", "url", "https://wire.example/", "kind", "local"); got != http.StatusBadRequest {
		t.Errorf("files of this machine: %d", got)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("something was kept")
	}
	if w := d.post("/sources", ann, url.Values{"url": {"https://wire.example/"}}, "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusForbidden {
		t.Errorf("a foreign page adds a source: %d", w.Code)
	}
}

// A figure leads to its sentence, the sentence to its report, the report to the
// bytes that were fetched, with their hash; bytes that were changed since are
// not given out as those.
func TestCaptures(t *testing.T) {
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "captures")
	d := newDesk(t, func(c *serve.Config) { c.Demo, c.Archive = false, dir })
	r, in := strike("a", "2018-09-04", "Idlib", 8)
	put(t, d.store, r, in)
	body := []byte("<p>" + r.Report.Text + "</p>")
	digest := fmt.Sprintf("%x", sha256.Sum256(body))
	archive, err := capture.Open(dir, "vigil test")
	if err != nil {
		t.Fatal(err)
	}
	e, err := archive.Add(ctx, &capture.Item{At: today, URL: "https://wire.example/a", Role: "page", Status: 200, Head: []byte("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"), Body: body, Digest: digest})
	if err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	kept := d.store.(store.Full)
	if err := kept.Captured(ctx, []store.Capture{{Seq: e.Seq, At: e.At, Key: "https://wire.example/a", URL: e.URL, Role: e.Role, Status: 200, Digest: e.Digest, File: e.File, Offset: e.Offset, Length: e.Length, ID: e.ID, State: store.CapturePending}}, nil); err != nil {
		t.Fatal(err)
	}
	if err := kept.Settle(ctx, e.Seq, store.CaptureRead, "", []string{"a"}); err != nil {
		t.Fatal(err)
	}
	_, ann := d.account("Ann", people.Analyst)
	_, rita := d.account("Rita", people.Reader)
	address := fmt.Sprintf("/reports/a/captures/%d", e.Seq)
	for _, page := range []string{"/incidents/i-a", "/reports/a"} {
		if got := d.get(page, "Cookie", ann).Body.String(); !strings.Contains(got, digest) || !strings.Contains(got, address) {
			t.Errorf("%s does not lead to the capture", page)
		}
		if got := d.get(page, "Cookie", rita).Body.String(); !strings.Contains(got, digest) || strings.Contains(got, address) {
			t.Errorf("%s shows a reader no hash, or the way to the bytes", page)
		}
	}
	w := d.get(address, "Cookie", ann)
	sum := sha256.Sum256(w.Body.Bytes())
	if hex.EncodeToString(sum[:]) != digest || !bytes.Equal(w.Body.Bytes(), body) || w.Header().Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	for _, wrong := range []string{"/reports/b/captures/1", "/reports/a/captures/99", "/reports/a/captures/x"} {
		if w := d.get(wrong, "Cookie", ann); w.Code != http.StatusNotFound {
			t.Errorf("%s answers %d", wrong, w.Code)
		}
	}
	path := filepath.Join(dir, filepath.FromSlash(e.File))
	if err := os.Truncate(path, e.Offset+e.Length/2); err != nil {
		t.Fatal(err)
	}
	if w := d.get(address, "Cookie", ann); w.Code != http.StatusConflict {
		t.Errorf("a capture that was changed answers %d", w.Code)
	}
}
