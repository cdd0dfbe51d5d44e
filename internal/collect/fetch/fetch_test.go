package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"vigil/internal/collect/body"
	"vigil/internal/collect/fetch"
)

// client talks to srv whatever the name, with a clock of its own.
func client(srv *httptest.Server, o fetch.Options) *fetch.Client {
	o.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, srv.Listener.Addr().String())
	}
	if o.Interval == 0 {
		o.Interval = time.Millisecond
	}
	if o.Timeout == 0 {
		o.Timeout = 2 * time.Second
	}
	return fetch.New(o)
}

func serve(t *testing.T, f http.HandlerFunc) *httptest.Server {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" && r.Host != "robots.example" {
			http.NotFound(w, r)
			return
		}
		f(w, r)
	}))
	t.Cleanup(srv.Close)
	return srv
}

func get(c *fetch.Client, address string) (*fetch.Answer, error) {
	return c.Get(context.Background(), fetch.Request{URL: address, Role: fetch.Page})
}

func TestGet(t *testing.T) {
	var kept []*fetch.Exchange
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/old":
			http.Redirect(w, r, "http://other.example/new", http.StatusMovedPermanently)
		case "/new":
			w.Header().Set("ETag", `"1"`)
			w.Header().Set("Cache-Control", "public, max-age=600")
			w.Header().Set("Age", "100")
			fmt.Fprint(w, "hello")
		}
	})
	c := client(srv, fetch.Options{Contact: "desk@example.org", Keep: func(_ context.Context, ex *fetch.Exchange) error { kept = append(kept, ex); return nil }})
	a, err := get(c, "http://one.example/old")
	if err != nil || string(a.Body) != "hello" || a.URL != "http://other.example/new" || a.Permanent != a.URL || a.Fresh() != 500*time.Second {
		t.Fatalf("%+v, %v", a, err)
	}
	var roles []string
	for _, ex := range kept {
		roles = append(roles, ex.Role)
	}
	if got := strings.Join(roles, " "); got != "robots redirect robots page" {
		t.Errorf("kept %s", got)
	}
	last := kept[len(kept)-1]
	if last.IP != "127.0.0.1" {
		t.Errorf("the machine that answered is %q", last.IP)
	}
	if !strings.Contains(string(last.Request), "From: desk@example.org\r\n") || !strings.Contains(string(last.Request), "User-Agent: vigil/0.1 (+desk@example.org)\r\n") || !strings.HasPrefix(string(last.Head()), "HTTP/1.1 200 OK\r\n") {
		t.Errorf("%s%s", last.Request, last.Head())
	}
	if a, err = c.Get(context.Background(), fetch.Request{URL: "http://other.example/new", Role: fetch.Page, Digest: a.Digest}); err != nil || !a.NotModified {
		t.Errorf("the same bytes are news: %+v, %v", a, err)
	}
	broken := client(srv, fetch.Options{Keep: func(context.Context, *fetch.Exchange) error { return errors.New("disk full") }})
	var keep *fetch.KeepError
	if _, err := get(broken, "http://one.example/new"); !errors.As(err, &keep) {
		t.Errorf("what could not be kept is given out: %v", err)
	}
}

func TestConditional(t *testing.T) {
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"1"` && r.Header.Get("If-Modified-Since") == "Tue, 04 Sep 2018 10:00:00 GMT" {
			w.WriteHeader(http.StatusNotModified)
		}
	})
	a, err := client(srv, fetch.Options{}).Get(context.Background(), fetch.Request{URL: "http://one.example/", Role: fetch.List, ETag: `"1"`, Modified: "Tue, 04 Sep 2018 10:00:00 GMT"})
	if err != nil || !a.NotModified {
		t.Errorf("%+v, %v", a, err)
	}
}

// Whatever a server does, it costs bounded time and memory and gives a plain
// error.
func TestHostile(t *testing.T) {
	junk := []byte(strings.Repeat("x", 64<<10))
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		fl := w.(http.Flusher)
		switch r.URL.Path {
		case "/endless":
			for r.Context().Err() == nil {
				if _, err := w.Write(junk); err != nil {
					return
				}
			}
		case "/slow":
			for r.Context().Err() == nil {
				fmt.Fprint(w, "x")
				fl.Flush()
				time.Sleep(20 * time.Millisecond)
			}
		case "/silent":
			<-r.Context().Done()
		case "/claims":
			w.Header().Set("Content-Length", "99999999999")
			w.Write(junk)
		case "/short":
			w.Header().Set("Content-Length", "5000")
			w.Write([]byte("abc"))
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/chain":
			http.Redirect(w, r, fmt.Sprintf("http://h%d.example/chain", time.Now().UnixNano()), http.StatusFound)
		case "/headers":
			for i := range 5000 {
				w.Header().Set(fmt.Sprintf("X-%d", i), strings.Repeat("y", 100))
			}
		case "/file":
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		case "/noplace":
			w.WriteHeader(http.StatusFound)
		case "/encoding":
			w.Header().Set("Content-Encoding", "snake-oil")
			w.Write([]byte("x"))
		case "/fakegzip":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3})
		case "/hangup":
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				conn.Close()
			}
		case "/rubbish":
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				conn.Write([]byte("220 FTP server ready\r\n"))
				conn.Close()
			}
		}
	})
	for _, path := range []string{"endless", "slow", "silent", "claims", "short", "loop", "chain", "headers", "file", "noplace", "encoding", "fakegzip", "hangup", "rubbish"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			c := client(srv, fetch.Options{Timeout: 700 * time.Millisecond, MaxBytes: 1 << 20})
			start := time.Now()
			a, err := get(c, "http://"+path+".example/"+path)
			if err == nil {
				t.Errorf("no error: %d bytes", len(a.Body))
			}
			if took := time.Since(start); took > time.Minute {
				t.Errorf("took %v", took)
			}
			t.Log(err)
		})
	}
}

// Addresses that are not public are never dialled, whatever leads to them.
func TestPrivate(t *testing.T) {
	var hits atomic.Int32
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { hits.Add(1) }))
	defer srv.Close()
	_, port, _ := net.SplitHostPort(srv.Listener.Addr().String())
	c := fetch.New(fetch.Options{Timeout: 3 * time.Second, Interval: time.Millisecond})
	for _, h := range []string{"127.0.0.1", "localhost", "127.1.2.3", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fd00::1]", "[fd00:ec2::254]", "224.0.0.1", "255.255.255.255", "[64:ff9b::7f00:1]"} {
		_, err := get(c, "http://"+h+":"+port+"/")
		if !errors.Is(err, fetch.ErrPrivate) {
			t.Errorf("%s: %v", h, err)
		}
	}
	for _, u := range []string{"http://127.0.0.1\\@example.org/", "http://user@127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1/", "http://2130706433:" + port + "/", "http://0x7f000001:" + port + "/", "http://127.0.0.1:" + port + "#@example.org/"} {
		if _, err := get(c, u); err == nil {
			t.Errorf("%s is fetched", u)
		}
	}
	// A public name that leads there by a redirect: the second dial is asked too.
	front := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, srv.URL, http.StatusFound) })
	allowed := fetch.New(fetch.Options{Timeout: 3 * time.Second, Interval: time.Millisecond, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	if _, err := get(allowed, front.URL); err != nil || hits.Load() == 0 {
		t.Errorf("what is allowed is not dialled: %v", err)
	}
	n := hits.Load()
	if _, err := get(allowed, "http://127.0.0.2:"+port+"/"); !errors.Is(err, fetch.ErrPrivate) || hits.Load() != n {
		t.Errorf("an allowed address opens its neighbours: %v", err)
	}
}

func TestRobots(t *testing.T) {
	var status atomic.Int32
	var asked atomic.Int32
	var now atomic.Int64
	now.Store(time.Now().UnixNano())
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			asked.Add(1)
			w.WriteHeader(int(status.Load()))
			fmt.Fprint(w, "User-agent: vigil\nDisallow: /no\nCrawl-delay: 0.2\n")
		}
	})
	for code, want := range map[int][2]bool{200: {true, false}, 404: {true, true}, 403: {true, true}, 500: {false, false}, 503: {false, false}, 429: {false, false}} {
		status.Store(int32(code))
		c := client(srv, fetch.Options{Now: func() time.Time { return time.Unix(0, now.Add(int64(time.Second))) }, MaxWait: time.Hour})
		for i, path := range []string{"/yes", "/no"} {
			_, err := get(c, "http://robots.example"+path)
			var later *fetch.LaterError
			if errors.As(err, &later) {
				continue // 429 and 503 pause the host besides
			}
			if (err == nil) != want[i] || err != nil && !errors.Is(err, fetch.ErrRobots) && (code < 429 || !errors.Is(err, fetch.ErrNoRobots)) {
				t.Errorf("robots.txt answers %d: %s: %v", code, path, err)
			}
		}
	}
	status.Store(200)
	before := asked.Load()
	c := client(srv, fetch.Options{})
	for range 3 {
		get(c, "http://robots.example/yes")
	}
	if n := asked.Load() - before; n != 1 {
		t.Errorf("robots.txt is asked for %d times", n)
	}
	if c.Ready("robots.example").Before(time.Now().Add(100 * time.Millisecond)) {
		t.Error("Crawl-delay is not kept")
	}
	u, _ := url.Parse("http://robots.example/")
	if r, err := c.Rules(context.Background(), u); err != nil || r.Allowed("/no") {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestRetryAfter(t *testing.T) {
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	c := client(srv, fetch.Options{})
	_, err := get(c, "http://busy.example/a")
	var status *fetch.StatusError
	if !errors.As(err, &status) || status.Status != 503 || time.Until(status.Until) < 50*time.Minute {
		t.Fatalf("%v", err)
	}
	var later *fetch.LaterError
	if _, err = get(c, "http://busy.example/b"); !errors.As(err, &later) || time.Until(later.Until) < 50*time.Minute {
		t.Errorf("it is asked again at once: %v", err)
	}
	if _, err = get(c, "http://other.example/b"); errors.As(err, &later) {
		t.Error("another host is paused too")
	}
}

// Whoever asks, a host gets one request at a time, with pauses.
func TestTurns(t *testing.T) {
	var mu sync.Mutex
	var last time.Time
	inside := 0
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		if inside++; inside > 1 {
			t.Error("two at once")
		}
		if gap := time.Since(last); gap < 25*time.Millisecond {
			t.Errorf("asked again after %v", gap)
		}
		mu.Unlock()
		time.Sleep(5 * time.Millisecond)
		mu.Lock()
		inside--
		last = time.Now()
		mu.Unlock()
	})
	c := client(srv, fetch.Options{Interval: 30 * time.Millisecond})
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if _, err := get(c, fmt.Sprintf("http://one.example/%d", i)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := c.Get(ctx, fetch.Request{URL: "http://one.example/x", Role: fetch.Page}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func TestTooLarge(t *testing.T) {
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) { w.Write(make([]byte, 3000)) })
	if _, err := get(client(srv, fetch.Options{MaxBytes: 2000}), "http://one.example/"); !errors.Is(err, body.ErrTooLarge) {
		t.Errorf("%v", err)
	}
}

// Hosts without end take bounded memory, and none loses its pause.
func TestManyHosts(t *testing.T) {
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Host == "busy.example" {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusTooManyRequests)
		}
	})
	c := client(srv, fetch.Options{})
	get(c, "http://busy.example/")
	for i := range 10_000 {
		c.Ready(fmt.Sprintf("h%d.example", i))
	}
	if wait := time.Until(c.Ready("busy.example")); wait < 50*time.Minute {
		t.Errorf("a pause is forgotten: %v", wait)
	}
}
