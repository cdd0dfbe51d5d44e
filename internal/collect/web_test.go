package collect_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/charmap"

	"vigil/internal/collect/source"
)

// web is a web of our own on loopback: many sites, told apart by their names,
// each of a kind that the real one has.
type web struct {
	srv     *httptest.Server
	changed atomic.Bool // pages that change have changed

	mu     sync.Mutex
	visits []visit
	open   int // visits that are still answered
}

type visit struct {
	host, path string
	from, to   time.Time
	cond       bool // asked whether it changed
	status     int
	agent      string
}

const kinds = 18

// kindOf is a site's kind, by its number.
var kindOf = [kinds]string{"rss", "atom", "json", "sitemap", "list", "broken", "cyrillic", "redirect", "slow", "endless", "bomb", "missing", "robots", "robots503", "later", "twice", "changing", "packed"}

func newWeb() *web {
	bomb() // packed before the clock of anybody's patience runs: under the race detector it takes seconds
	w := &web{}
	w.srv = httptest.NewServer(http.HandlerFunc(w.serve))
	return w
}

// dial leads every name to the server.
func (w *web) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	var d net.Dialer
	return d.DialContext(ctx, network, w.srv.Listener.Addr().String())
}

func host(n int) string { return fmt.Sprintf("site%03d.example", n) }

// article is a page with an article that says which one it is.
func article(h, name, extra string) string {
	return fmt.Sprintf(`<!DOCTYPE html><html lang="en"><head><title>Report %[2]s of %[1]s</title><meta property="og:site_name" content="%[1]s"><meta property="article:published_time" content="2018-09-04T10:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/about">About</a></nav><article><h1>Report %[2]s of %[1]s</h1>
<p>Residents of the town heard several blasts before dawn on Tuesday, and smoke rose over the bridge to the north of it.</p>
<p>This is page %[2]s of %[1]s%[3]s. Eight people were killed and twelve were wounded, a doctor at the hospital told reporters by telephone.</p>
<p>The road to the south stayed closed all day, and families who had fled in the night did not return to their houses.</p></article></body></html>`, h, name, extra)
}

func rssOf(h string, paths ...string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>` + h + `</title>`)
	for _, p := range paths {
		fmt.Fprintf(&b, `<item><title>Report &amp; more %s</title><link>http://%s%s</link><guid>%s</guid><pubDate>Tue, 04 Sep 2018 10:00:00 GMT</pubDate></item>`, p, h, p, p)
	}
	return b.String() + `</channel></rss>`
}

// source is the site's source, and want the paths whose articles are to be read.
func siteSource(n int) (s source.Source, want []string) {
	h := host(n)
	s = source.Source{ID: fmt.Sprintf("site%03d", n), Name: h, Kind: source.Feed, URL: "http://" + h + "/feed"}
	switch kindOf[n%kinds] {
	case "rss", "atom", "json", "broken", "cyrillic", "packed":
		want = []string{"/a", "/b", "/c"}
	case "sitemap":
		s.Kind, s.URL, want = source.Sitemap, "http://"+h+"/sitemap.xml", []string{"/a", "/b", "/c"}
	case "list":
		s.Kind, s.URL, s.Selector, want = source.List, "http://"+h+"/news", "main h2 a", []string{"/a", "/b"}
	case "redirect":
		want = []string{"/a"}
	case "changing":
		s.Kind, s.URL, want = source.Page, "http://"+h+"/watched", []string{"/watched"}
	case "robots503", "later":
	default:
		want = []string{"/a"}
	}
	if err := s.Check(); err != nil {
		panic(err)
	}
	return s, want
}

func (w *web) serve(rw http.ResponseWriter, r *http.Request) {
	from := time.Now()
	rec := &statusWriter{ResponseWriter: rw, status: 200}
	w.mu.Lock()
	w.open++
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.open--
		w.visits = append(w.visits, visit{r.Host, r.URL.RequestURI(), from, time.Now(), r.Header.Get("If-None-Match")+r.Header.Get("If-Modified-Since") != "", rec.status, r.UserAgent()})
	}()
	var n int
	if _, err := fmt.Sscanf(r.Host, "site%03d.example", &n); err != nil {
		http.Error(rec, "no such site", http.StatusTeapot)
		return
	}
	kind := kindOf[n%kinds]
	if r.URL.Path == "/robots.txt" {
		w.robots(rec, kind)
		return
	}
	w.page(rec, r, kind, r.Host, n)
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (s *statusWriter) WriteHeader(code int) { s.status = code; s.ResponseWriter.WriteHeader(code) }
func (s *statusWriter) Flush()               { s.ResponseWriter.(http.Flusher).Flush() }

func (w *web) robots(rw http.ResponseWriter, kind string) {
	switch kind {
	case "robots":
		fmt.Fprint(rw, "User-agent: *\nDisallow: /private/\nAllow: /\n\nUser-agent: vigil\nDisallow: /private/\nDisallow: /*.print$\n")
	case "robots503":
		rw.WriteHeader(http.StatusServiceUnavailable)
	case "atom":
		fmt.Fprint(rw, "<html><body>Welcome!</body></html>")
	default:
		http.Error(rw, "none", http.StatusNotFound)
	}
}

func (w *web) page(rw *statusWriter, r *http.Request, kind, h string, n int) {
	path := r.URL.Path
	name := strings.Trim(path, "/")
	switch {
	case path == "/feed" || path == "/feed2" || path == "/news" || strings.HasPrefix(path, "/sitemap"):
		w.list(rw, r, kind, h)
	case path == "/watched":
		extra := ""
		if w.changed.Load() {
			extra = " as it reads now"
		}
		send(rw, r, "text/html", article(h, name, extra))
	case kind == "cyrillic":
		text := strings.NewReplacer("Residents of the town heard several blasts", "Жители города слышали несколько взрывов перед рассветом").Replace(article(h, name, ""))
		out, _ := charmap.Windows1251.NewEncoder().String(text)
		rw.Header().Set("Content-Type", "text/html")
		rw.Write([]byte(out))
	case kind == "redirect" && path == "/moved":
		http.Redirect(rw, r, "/a", http.StatusFound)
	case kind == "redirect" && path == "/loop":
		http.Redirect(rw, r, "/loop", http.StatusFound)
	case kind == "redirect" && path == "/evil":
		rw.Header().Set("Location", "file:///etc/passwd")
		rw.WriteHeader(http.StatusFound)
	case kind == "slow" && path == "/slow":
		for range 300 {
			fmt.Fprint(rw, "<p>Residents waited. </p>")
			rw.Flush()
			select {
			case <-time.After(100 * time.Millisecond):
			case <-r.Context().Done():
				return
			}
		}
	case kind == "endless" && path == "/endless":
		junk := bytes.Repeat([]byte("<p>Residents heard blasts.</p>"), 4000)
		for r.Context().Err() == nil {
			if _, err := rw.Write(junk); err != nil {
				return
			}
		}
	case kind == "bomb" && path == "/bomb":
		rw.Header().Set("Content-Encoding", "gzip")
		rw.Write(bomb())
	case kind == "missing" && path == "/gone":
		http.Error(rw, "gone", http.StatusGone)
	case kind == "missing" && path != "/a":
		send(rw, r, "text/html", "<html><head><title>Page not found</title></head><body><h1>404</h1><p>Sorry, the page was not found.</p></body></html>")
	case kind == "packed":
		sendPacked(rw, map[string]string{"a": "br", "b": "zstd", "c": "deflate"}[name], article(h, name, ""))
	case len(name) == 1 || kind == "robots":
		send(rw, r, "text/html", article(h, name, ""))
	default:
		http.NotFound(rw, r)
	}
}

var bombOnce = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	zeros := make([]byte, 1<<20)
	for range 40 {
		z.Write(zeros)
	}
	z.Close()
	return b.Bytes()
})

func bomb() []byte { return bombOnce() }

func (w *web) list(rw *statusWriter, r *http.Request, kind, h string) {
	abc := rssOf(h, "/a", "/b", "/c")
	switch kind {
	case "atom":
		var b strings.Builder
		for _, p := range []string{"a", "b", "c"} {
			fmt.Fprintf(&b, `<entry><id>%s</id><title>%s</title><link href="/%s"/><updated>2018-09-04T10:00:00Z</updated></entry>`, p, p, p)
		}
		send(rw, r, "application/atom+xml", `<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>`+b.String()+`</feed>`)
	case "json":
		send(rw, r, "application/feed+json", fmt.Sprintf(`{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[{"id":"1","url":"http://%[1]s/a"},{"id":"2","url":"http://%[1]s/b"},{"id":"3","url":"http://%[1]s/c"}]}`, h))
	case "sitemap":
		switch r.URL.Path {
		case "/sitemap.xml":
			send(rw, r, "text/xml", `<sitemapindex><sitemap><loc>http://`+h+`/sitemap1.xml.gz</loc></sitemap><sitemap><loc>http://`+h+`/sitemap.xml</loc></sitemap></sitemapindex>`)
		default:
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			fmt.Fprintf(z, `<urlset><url><loc>http://%[1]s/a</loc></url><url><loc>http://%[1]s/b</loc></url><url><loc>http://%[1]s/c</loc></url></urlset>`, h)
			z.Close()
			rw.Write(b.Bytes())
		}
	case "list":
		send(rw, r, "text/html", `<html><body><nav><h2><a href="/about">About</a></h2></nav><main><h2><a href="/a#x">A</a></h2><h2><a href="/b?utm_source=home">B</a></h2><a href="/c">no headline</a><h2><a href="http://elsewhere.example/">Ad</a></h2></main></body></html>`)
	case "broken":
		send(rw, r, "application/rss+xml", strings.Replace(strings.Replace(abc, "&amp;", "&", -1), "</channel></rss>", "<item><title>half", 1))
	case "cyrillic":
		out, _ := charmap.Windows1251.NewEncoder().String(strings.Replace(strings.Replace(abc, "Report", "Сообщение", -1), "utf-8", "windows-1251", 1))
		rw.Header().Set("Content-Type", "text/xml")
		rw.Write([]byte(out))
	case "redirect":
		if r.URL.Path == "/feed" {
			http.Redirect(rw, r, "/feed2", http.StatusMovedPermanently)
			return
		}
		send(rw, r, "text/xml", rssOf(h, "/moved", "/loop", "/evil"))
	case "slow":
		send(rw, r, "text/xml", rssOf(h, "/slow", "/a"))
	case "endless":
		send(rw, r, "text/xml", rssOf(h, "/endless", "/a"))
	case "bomb":
		send(rw, r, "text/xml", rssOf(h, "/bomb", "/a"))
	case "missing":
		send(rw, r, "text/xml", rssOf(h, "/nothing", "/a", "/gone"))
	case "robots":
		send(rw, r, "text/xml", rssOf(h, "/private/x", "/a", "/x.print"))
	case "later":
		rw.Header().Set("Retry-After", "7200")
		rw.WriteHeader(http.StatusTooManyRequests)
	case "twice":
		send(rw, r, "text/xml", rssOf(h, "/a", "/a?utm_source=rss", "/a#comments", "/./a", "javascript:x"))
	default:
		send(rw, r, "text/xml", abc)
	}
}

// send answers, or says that nothing changed.
func send(rw *statusWriter, r *http.Request, kind, text string) {
	tag := fmt.Sprintf(`"%x"`, sha256.Sum256([]byte(text)))
	rw.Header().Set("ETag", tag)
	rw.Header().Set("Content-Type", kind)
	if r.Header.Get("If-None-Match") == tag {
		rw.WriteHeader(http.StatusNotModified)
		return
	}
	rw.Write([]byte(text))
}

func sendPacked(rw *statusWriter, how, text string) {
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	rw.Header().Set("Content-Encoding", how)
	switch how {
	case "br":
		w := brotli.NewWriter(rw)
		w.Write([]byte(text))
		w.Close()
	case "zstd":
		w, _ := zstd.NewWriter(rw)
		w.Write([]byte(text))
		w.Close()
	default:
		rw.Header().Del("Content-Encoding")
		rw.Write([]byte(text))
	}
}

// settle waits for the answers that a visitor did not wait for.
func (w *web) settle(t testing.TB) {
	t.Helper()
	for range 2000 {
		w.mu.Lock()
		open := w.open
		w.mu.Unlock()
		if open == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("some visits are never answered")
}

// politeness fails the test where a host was asked two things at once, too
// soon, without its robots.txt, or against it.
func (w *web) politeness(t *testing.T, interval time.Duration) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	last := map[string]visit{}
	robots := map[string]bool{}
	for _, v := range w.visits { // in order of their end, which is that of their start where no two overlap
		if v.path == "/robots.txt" {
			robots[v.host] = true
		} else if !robots[v.host] {
			t.Errorf("%s%s is fetched before its robots.txt", v.host, v.path)
		}
		if p, ok := last[v.host]; ok {
			if gap := v.from.Sub(p.to); gap < interval-3*time.Millisecond && !strings.Contains("/slow /endless /bomb", p.path) {
				t.Errorf("%s%s is fetched %v after %s", v.host, v.path, gap, p.path)
			}
		}
		last[v.host] = v
		if !strings.Contains(v.agent, "vigil/") || !strings.Contains(v.agent, "https://desk.example/bot") {
			t.Errorf("we call ourselves %q", v.agent)
		}
		if strings.HasPrefix(v.path, "/private/") || strings.HasSuffix(v.path, ".print") {
			t.Errorf("%s%s is fetched against robots.txt", v.host, v.path)
		}
	}
}

// count says how often each page was asked for.
func (w *web) count() map[string]int {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := map[string]int{}
	for _, v := range w.visits {
		out[v.host+v.path]++
	}
	return out
}

func (w *web) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.visits = nil
}
