package fetch

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"vigil/internal/collect/item"
)

// Exchange is one request and its answer.
type Exchange struct {
	URL          string
	Role, Source string
	At           time.Time
	Took         time.Duration
	IP           string // of the machine that answered
	Request      []byte // its head
	Status       int
	Proto        string
	Header       http.Header
	Raw          []byte // the body as sent: still packed
	Digest       string // SHA-256 of Raw, hex
	Same         bool   // the bytes are those of the copy we have
}

func (e *Exchange) finish() {
	sum := sha256.Sum256(e.Raw)
	e.Digest = hex.EncodeToString(sum[:])
}

// Head writes the head of the answer. Fields are in order of name: the order
// they came in is not known, nor are chunks, which are joined.
func (e *Exchange) Head() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", e.Status, http.StatusText(e.Status))
	e.Header.Write(&b)
	b.WriteString("\r\n")
	return b.Bytes()
}

func requestHead(r *http.Request) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "GET %s HTTP/1.1\r\nHost: %s\r\n", r.URL.RequestURI(), r.URL.Host)
	r.Header.Write(&b)
	b.WriteString("\r\n")
	return b.Bytes()
}

func (e *Exchange) host() string {
	u, err := url.Parse(e.URL)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// location is where a redirect leads, or "". One that leads to what may not be
// fetched leads nowhere, and its status is the answer.
func (e *Exchange) location() string {
	switch e.Status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		to, err := item.Resolve(e.URL, e.Header.Get("Location"))
		if err == nil {
			return to
		}
	}
	return ""
}

// maxFresh is the longest that a cache's word is taken.
const maxFresh = 24 * time.Hour

// Fresh is how long the answer says it stays as it is (RFC 9111).
func (e *Exchange) Fresh() time.Duration {
	age, _ := strconv.Atoi(e.Header.Get("Age"))
	for part := range strings.SplitSeq(strings.ToLower(e.Header.Get("Cache-Control")), ",") {
		k, v, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch k {
		case "no-cache", "no-store":
			return 0
		case "max-age":
			s, err := strconv.Atoi(strings.Trim(v, `"`))
			if err != nil || s < 0 {
				return 0
			}
			return min(max(time.Duration(min(s, 1<<30)-max(age, 0))*time.Second, 0), maxFresh)
		}
	}
	until, err := http.ParseTime(e.Header.Get("Expires"))
	if err != nil {
		return 0
	}
	from, err := http.ParseTime(e.Header.Get("Date"))
	if err != nil {
		from = e.At
	}
	return min(max(until.Sub(from), 0), maxFresh)
}

// retryAfter is until when the server asks to be left alone; zero if it does
// not, at most a day.
func (e *Exchange) retryAfter() time.Time {
	v := e.Header.Get("Retry-After")
	if s, err := strconv.Atoi(v); err == nil && s >= 0 {
		return e.At.Add(min(time.Duration(min(s, 1<<30))*time.Second, maxFresh))
	}
	if t, err := http.ParseTime(v); err == nil && t.After(e.At) {
		return e.At.Add(min(t.Sub(e.At), maxFresh))
	}
	return time.Time{}
}
