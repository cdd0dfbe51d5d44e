// Package fetch gets what is on the web, politely and within bounds: an address
// goes in, the answer and every exchange on the way to it come out.
//
// robots.txt is kept (RFC 9309), a host is asked one thing at a time with
// pauses between, Retry-After is heeded, redirects, sizes and times are
// bounded, and addresses that are not public are never dialled, whatever name
// leads to them.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"code.dny.dev/ssrf"

	"vigil/internal/collect/body"
	"vigil/internal/collect/item"
)

// Roles of an exchange.
const (
	Page     = "page"
	List     = "list"
	Robots   = "robots"
	Redirect = "redirect"
)

// Options of a Client. Zero values are the defaults named.
type Options struct {
	Product  string         // product token, for robots.txt too; "vigil"
	Version  string         // "0.1"
	Contact  string         // address of a page or of mail, for whoever runs a site
	Allow    []netip.Prefix // addresses that may be dialled though they are not public
	Interval time.Duration  // between two requests to a host; 2 s. A longer Crawl-delay is kept
	Timeout  time.Duration  // of one exchange, all in all; 60 s
	MaxBytes int64          // of a body, packed and unpacked; 16 MB
	MaxHops  int            // redirects; 6
	MaxWait  time.Duration  // how long a request waits for its host before it is put off; 30 s
	// Dial replaces the guarded dialler; for tests.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Keep is called with every exchange before its answer is given out.
	Keep func(context.Context, *Exchange) error
	Log  *slog.Logger
	Now  func() time.Time
}

// Client fetches. It may be used by many goroutines at once.
type Client struct {
	o     Options
	http  *http.Client
	mu    sync.Mutex
	hosts map[string]*host
	rules map[string]*origin
}

// Request asks for a page.
type Request struct {
	URL            string
	ETag, Modified string // of the copy we have
	Digest         string // of the copy we have: the same bytes again are no news
	Role, Source   string
}

// Answer is what came in the end.
type Answer struct {
	*Exchange
	Body        []byte // unpacked
	NotModified bool   // 304, or the bytes we have
	Permanent   string // where a permanent redirect from the address asked for leads, or ""
}

// Faults that callers tell apart.
var (
	ErrRobots   = errors.New("robots.txt does not allow it")
	ErrNoRobots = errors.New("robots.txt could not be had, so nothing is fetched for now")
	ErrPrivate  = errors.New("the address is not public")
	ErrHops     = errors.New("too many redirects")
)

// StatusError is an answer other than 200 and 304.
type StatusError struct {
	Status int
	Until  time.Time // Retry-After; zero if not told
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("the server answers %d %s", e.Status, http.StatusText(e.Status))
}

// LaterError says that the host is not to be asked before a time.
type LaterError struct{ Until time.Time }

func (e *LaterError) Error() string {
	return "the host is not to be asked before " + e.Until.UTC().Format(time.RFC3339)
}

// New makes a client.
func New(o Options) *Client {
	def := func(d *time.Duration, v time.Duration) {
		if *d == 0 {
			*d = v
		}
	}
	def(&o.Interval, 2*time.Second)
	def(&o.Timeout, time.Minute)
	def(&o.MaxWait, 30*time.Second)
	if o.Product == "" {
		o.Product = "vigil"
	}
	if o.Version == "" {
		o.Version = "0.1"
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = 16 << 20
	}
	if o.MaxHops == 0 {
		o.MaxHops = 6
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Dial == nil {
		o.Dial = guarded(o.Allow)
	}
	c := &Client{o: o, hosts: map[string]*host{}, rules: map[string]*origin{}}
	c.http = &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: o.Dial, DisableCompression: true, ForceAttemptHTTP2: true, MaxResponseHeaderBytes: 256 << 10,
			ResponseHeaderTimeout: o.Timeout / 2, TLSHandshakeTimeout: 15 * time.Second, IdleConnTimeout: 30 * time.Second, MaxConnsPerHost: 2, MaxIdleConns: 200,
		},
	}
	return c
}

// guarded dials public addresses, and those allowed. It is asked about the
// address itself, after the name was looked up, so a name cannot change its
// meaning in between.
func guarded(allow []netip.Prefix) func(context.Context, string, string) (net.Conn, error) {
	opts := []ssrf.Option{ssrf.WithAnyPort(), ssrf.WithNetworks("tcp4", "tcp6")}
	for _, p := range allow {
		if p.Addr().Is4() {
			opts = append(opts, ssrf.WithAllowedV4Prefixes(p))
		} else {
			opts = append(opts, ssrf.WithAllowedV6Prefixes(p))
		}
	}
	d := &net.Dialer{Timeout: 15 * time.Second, KeepAlive: 30 * time.Second, Control: ssrf.New(opts...).Safe}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := d.DialContext(ctx, network, address)
		if errors.Is(err, ssrf.ErrProhibitedIP) || errors.Is(err, ssrf.ErrProhibitedNetwork) || errors.Is(err, ssrf.ErrProhibitedPort) {
			return nil, fmt.Errorf("%w: %s", ErrPrivate, address)
		}
		return conn, err
	}
}

// Agent is the User-Agent that is sent.
func (c *Client) Agent() string {
	if c.o.Contact == "" {
		return c.o.Product + "/" + c.o.Version
	}
	return fmt.Sprintf("%s/%s (+%s)", c.o.Product, c.o.Version, c.o.Contact)
}

// Get fetches a page. Redirects are followed, each under the rules of the host
// it leads to.
func (c *Client) Get(ctx context.Context, r Request) (*Answer, error) {
	address, err := item.Resolve("", r.URL)
	if err != nil {
		return nil, err
	}
	permanent := ""
	movedForGood := true
	for range c.o.MaxHops {
		u, err := url.Parse(address)
		if err != nil {
			return nil, err
		}
		if r.Role != Robots {
			if err := c.allowed(ctx, u); err != nil {
				return nil, err
			}
		}
		ex, err := c.exchange(ctx, u, r)
		if err != nil {
			return nil, err
		}
		next := ex.location()
		if next == "" {
			return c.answer(ex, r, permanent)
		}
		if movedForGood = movedForGood && (ex.Status == http.StatusMovedPermanently || ex.Status == http.StatusPermanentRedirect); movedForGood {
			permanent = next
		}
		address = next
	}
	return nil, fmt.Errorf("%s: %w", r.URL, ErrHops)
}

func (c *Client) answer(ex *Exchange, r Request, permanent string) (*Answer, error) {
	a := &Answer{Exchange: ex, Permanent: permanent}
	switch {
	case ex.Status == http.StatusNotModified || ex.Status == http.StatusOK && ex.Same:
		a.NotModified = true
		return a, nil
	case ex.Status != http.StatusOK:
		e := &StatusError{Status: ex.Status, Until: ex.retryAfter()}
		if ex.Status == http.StatusTooManyRequests || ex.Status == http.StatusServiceUnavailable {
			c.pause(ex.host(), e.Until)
		}
		return nil, e
	}
	var err error
	a.Body, err = body.Decode(ex.Raw, ex.Header.Get("Content-Encoding"), c.o.MaxBytes)
	if errors.Is(err, body.ErrTooLarge) {
		return nil, fmt.Errorf("longer than %d MB when unpacked: %w", c.o.MaxBytes>>20, err)
	}
	if err != nil && len(a.Body) < 1024 {
		return nil, err
	}
	return a, nil // of a body whose packing is cut off, what there is
}

// exchange asks a host one thing, when its turn has come.
func (c *Client) exchange(ctx context.Context, u *url.URL, r Request) (*Exchange, error) {
	h := c.host(u.Hostname())
	defer c.done(h)
	if err := h.enter(ctx, c.o.Now, c.o.MaxWait); err != nil {
		return nil, err
	}
	defer func() { h.leave(c.o.Now().Add(c.pauseOf(u))) }()
	ctx, stop := context.WithTimeout(ctx, c.o.Timeout)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", c.Agent())
	req.Header.Set("Accept", "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5")
	req.Header.Set("Accept-Encoding", body.Accept)
	if strings.Contains(c.o.Contact, "@") {
		req.Header.Set("From", strings.TrimPrefix(c.o.Contact, "mailto:"))
	}
	if r.ETag != "" {
		req.Header.Set("If-None-Match", r.ETag)
	}
	if r.Modified != "" {
		req.Header.Set("If-Modified-Since", r.Modified)
	}
	ex := &Exchange{URL: u.String(), At: c.o.Now(), Role: r.Role, Source: r.Source, Request: requestHead(req)}
	if err := c.roundTrip(req, ex, r); err != nil {
		c.o.Log.Debug("fetch", "url", ex.URL, "role", ex.Role, "err", err)
		return nil, err
	}
	c.o.Log.Debug("fetch", "url", ex.URL, "role", ex.Role, "status", ex.Status, "bytes", len(ex.Raw), "took", ex.Took)
	if c.o.Keep != nil {
		if err := c.o.Keep(context.WithoutCancel(ctx), ex); err != nil {
			return nil, &KeepError{err}
		}
	}
	return ex, nil
}

// KeepError says that what was fetched could not be kept: a full disk, say. It
// is no fault of the page's.
type KeepError struct{ Err error }

func (e *KeepError) Error() string { return "keeping what was fetched: " + e.Err.Error() }

// Unwrap returns the cause.
func (e *KeepError) Unwrap() error { return e.Err }

func (c *Client) roundTrip(req *http.Request, ex *Exchange, r Request) error {
	trace := &httptrace.ClientTrace{GotConn: func(i httptrace.GotConnInfo) {
		ex.IP, _, _ = net.SplitHostPort(i.Conn.RemoteAddr().String())
	}}
	resp, err := c.http.Do(req.WithContext(httptrace.WithClientTrace(req.Context(), trace)))
	if err != nil {
		return plainError(err)
	}
	defer resp.Body.Close()
	ex.Status, ex.Proto, ex.Header = resp.StatusCode, resp.Proto, resp.Header
	if resp.ContentLength > c.o.MaxBytes {
		return fmt.Errorf("%d MB: %w", resp.ContentLength>>20, body.ErrTooLarge)
	}
	ex.Raw, err = io.ReadAll(io.LimitReader(resp.Body, c.o.MaxBytes+1))
	ex.Took = c.o.Now().Sub(ex.At)
	switch {
	case int64(len(ex.Raw)) > c.o.MaxBytes:
		return fmt.Errorf("longer than %d MB: %w", c.o.MaxBytes>>20, body.ErrTooLarge)
	case err != nil:
		return fmt.Errorf("the answer breaks off after %d bytes: %w", len(ex.Raw), plainError(err))
	}
	ex.finish()
	if ex.location() != "" && ex.Role != Robots {
		ex.Role = Redirect
	}
	ex.Same = ex.Status == http.StatusOK && r.Digest != "" && r.Digest == ex.Digest
	return nil
}

// plainError takes the method and address, which callers name, off an error.
func plainError(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
