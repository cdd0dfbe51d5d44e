package serve

import (
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
	"golang.org/x/time/rate"

	"vigil/internal/serve/ui"
)

// maxBody is how much a request may carry where no handler allows more.
const maxBody = 1 << 20

// guards puts the rules around h that hold for every request.
func (d *Desk) guards(h http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	h = compress(h)
	h = cross.Handler(h)
	if !d.Unlimited {
		h = newLimiter(40, 200, d.Now).guard(h)
	}
	h = d.knownHost(h)
	h = d.headers(h)
	return d.recovered(h)
}

// headers forbids what no page of ours needs.
func (d *Desk) headers(h http.Handler) http.Handler {
	images := "'self' data:"
	if u, err := url.Parse(d.Tiles); d.Tiles != "" && err == nil && u.Host != "" {
		images += " " + u.Scheme + "://" + strings.ReplaceAll(u.Host, "{s}", "*")
	}
	policy := "default-src 'none'; script-src 'self'; style-src 'self'; img-src " + images +
		"; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		set := w.Header().Set
		set("Content-Security-Policy", policy)
		set("X-Content-Type-Options", "nosniff")
		set("X-Frame-Options", "DENY")
		set("Referrer-Policy", "no-referrer")
		set("Cross-Origin-Opener-Policy", "same-origin")
		set("Cross-Origin-Resource-Policy", "same-origin")
		set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if d.CertFile != "" || d.Insecure {
			set("Strict-Transport-Security", "max-age=31536000")
		}
		most := int64(maxBody)
		if r.Method == http.MethodPost && r.URL.Path == "/reports" {
			most = ui.MaxUpload
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		h.ServeHTTP(w, r)
	})
}

// knownHost refuses requests for names that are not ours: a page elsewhere
// whose name was pointed at this machine must not read the record.
func (d *Desk) knownHost(h http.Handler) http.Handler {
	own, _, _ := net.SplitHostPort(d.Listen)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		host = strings.Trim(host, "[]")
		open := net.ParseIP(own) != nil && net.ParseIP(own).IsUnspecified() || own == ""
		switch {
		case loopback(host), host == own, slices.Contains(d.Hosts, strings.ToLower(host)):
		case open && net.ParseIP(host) != nil:
		default:
			http.Error(w, "this desk is not known by that name (vigil serve --host NAME)", http.StatusMisdirectedRequest)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// recovered turns a fault of ours into an answer and a line in the log.
func (d *Desk) recovered(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if x := recover(); x != nil && x != http.ErrAbortHandler {
				d.Log.Error("panic", "path", r.URL.Path, "what", x, "stack", string(debug.Stack()))
				http.Error(w, "something went wrong", http.StatusInternalServerError)
			}
		}()
		h.ServeHTTP(w, r)
	})
}

// limiter gives every client a bucket of requests.
type limiter struct {
	mu    sync.Mutex
	each  rate.Limit
	burst int
	now   func() time.Time
	of    map[string]*bucket
}

type bucket struct {
	*rate.Limiter
	seen time.Time
}

func newLimiter(each rate.Limit, burst int, now func() time.Time) *limiter {
	return &limiter{each: each, burst: burst, now: now, of: map[string]*bucket{}}
}

// maxClients is how many clients are remembered at once.
const maxClients = 10000

func (l *limiter) allow(client string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	b := l.of[client]
	if b == nil {
		if len(l.of) >= maxClients {
			l.forget(now)
		}
		b = &bucket{Limiter: rate.NewLimiter(l.each, l.burst)}
		l.of[client] = b
	}
	b.seen = now
	return b.AllowN(now, 1)
}

// forget drops who has been quiet; if nobody has, everybody.
func (l *limiter) forget(now time.Time) {
	for k, b := range l.of {
		if now.Sub(b.seen) > time.Minute {
			delete(l.of, k)
		}
	}
	if len(l.of) >= maxClients {
		clear(l.of)
	}
}

func (l *limiter) guard(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !l.allow(client(r)) {
			w.Header().Set("Retry-After", "2")
			http.Error(w, "too many requests; wait a moment", http.StatusTooManyRequests)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// client is the address that a request comes from.
func client(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// writers pack fast rather than small: pages are made for one reader each.
var writers = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, packLevel) // a level that there is
	return w
}}

// packLevel costs a quarter of the usual one, for answers a twentieth larger.
const packLevel = 3

// compress packs answers of text for clients that take it.
func compress(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") || r.Method == http.MethodHead {
			h.ServeHTTP(w, r)
			return
		}
		p := &packed{ResponseWriter: w}
		defer p.close()
		h.ServeHTTP(p, r)
	})
}

// packed decides at the first byte whether an answer is packed.
type packed struct {
	http.ResponseWriter
	gz      *gzip.Writer
	decided bool
}

// Unwrap lets http.ResponseController through.
func (p *packed) Unwrap() http.ResponseWriter { return p.ResponseWriter }

func (p *packed) decide(status int) {
	if p.decided {
		return
	}
	p.decided = true
	h := p.Header()
	kind := h.Get("Content-Type")
	texts := strings.HasPrefix(kind, "text/") && !strings.HasPrefix(kind, "text/event-stream") || strings.Contains(kind, "json") || strings.Contains(kind, "xml")
	if !texts || h.Get("Content-Encoding") != "" || status < 200 || status == http.StatusNoContent || status == http.StatusNotModified {
		return
	}
	h.Set("Content-Encoding", "gzip")
	h.Add("Vary", "Accept-Encoding")
	h.Del("Content-Length")
	p.gz = writers.Get().(*gzip.Writer)
	p.gz.Reset(p.ResponseWriter)
}

func (p *packed) WriteHeader(status int) {
	p.decide(status)
	p.ResponseWriter.WriteHeader(status)
}

func (p *packed) Write(b []byte) (int, error) {
	if !p.decided && p.Header().Get("Content-Type") == "" {
		p.Header().Set("Content-Type", http.DetectContentType(b))
	}
	p.decide(http.StatusOK)
	if p.gz != nil {
		return p.gz.Write(b)
	}
	return p.ResponseWriter.Write(b)
}

// Flush implements http.Flusher.
func (p *packed) Flush() {
	if p.gz != nil {
		p.gz.Flush()
	}
	http.NewResponseController(p.ResponseWriter).Flush()
}

func (p *packed) close() {
	if p.gz != nil {
		p.gz.Close()
		writers.Put(p.gz)
	}
}
