// Package robots reads robots.txt after RFC 9309: bytes go in, whether a path
// may be fetched comes out.
package robots

import (
	"bytes"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// MaxBytes is how much of a file is read; RFC 9309 asks for at least 500 KiB.
const MaxBytes = 512 << 10

const (
	maxRules = 20_000
	maxDelay = 2 * time.Minute
)

// Rules are those of a file for one crawler.
type Rules struct {
	rules    []rule
	Delay    time.Duration // Crawl-delay; not of the RFC, but asked for often. 0 if not told
	Sitemaps []string
	all      *bool // the same answer for every path
}

type rule struct {
	allow   bool
	pattern string // normalised
}

// Everything and Nothing allow and refuse every path: what RFC 9309 asks of a
// file that does not exist (4xx), and of one that cannot be had (5xx).
func Everything() *Rules { yes := true; return &Rules{all: &yes} }

// Nothing refuses every path.
func Nothing() *Rules { no := false; return &Rules{all: &no} }

// Parse reads a file for a crawler of the given product token, such as
// "vigil": the rules of all groups that name it, else those of all groups for
// "*", else none. It never fails: what is no line of the form is passed over.
func Parse(file []byte, product string) *Rules {
	p := parser{product: strings.ToLower(product)}
	file = bytes.TrimPrefix(file[:min(len(file), MaxBytes)], []byte("\ufeff"))
	for len(file) > 0 {
		i := bytes.IndexAny(file, "\r\n")
		line := file
		if i >= 0 {
			line, file = file[:i], file[i+1:]
		} else {
			file = nil
		}
		p.line(line)
	}
	if p.named {
		return &Rules{rules: p.own.rules, Delay: p.own.Delay, Sitemaps: p.sitemaps}
	}
	return &Rules{rules: p.any.rules, Delay: p.any.Delay, Sitemaps: p.sitemaps}
}

type parser struct {
	product  string
	named    bool // a group names us
	inAgents bool // the last line was a user-agent
	own, any Rules
	forUs    bool // the group that is open names us
	forAll   bool
	sitemaps []string
}

func (p *parser) line(line []byte) {
	if i := bytes.IndexByte(line, '#'); i >= 0 {
		line = line[:i]
	}
	k, v, ok := strings.Cut(string(line), ":")
	if !ok {
		return
	}
	k, v = strings.ToLower(strings.TrimSpace(k)), strings.TrimSpace(v)
	switch k {
	case "user-agent", "useragent", "user agent":
		p.agent(v)
		return
	case "sitemap":
		if len(p.sitemaps) < 100 && len(v) < 4096 {
			p.sitemaps = append(p.sitemaps, v)
		}
		return // belongs to no group and ends none
	case "allow", "disallow":
		p.each(func(r *Rules) {
			if v != "" && len(r.rules) < maxRules {
				r.rules = append(r.rules, rule{k == "allow", normal(v)})
			}
		})
	case "crawl-delay":
		if s, err := strconv.ParseFloat(v, 64); err == nil && s > 0 {
			d := maxDelay
			if s < maxDelay.Seconds() {
				d = time.Duration(s * float64(time.Second))
			}
			p.each(func(r *Rules) { r.Delay = d })
		}
	default:
		return // other records do not end the list of agents
	}
	p.inAgents = false
}

// agent opens a group, or adds to the list of agents that opens one.
func (p *parser) agent(v string) {
	if !p.inAgents {
		p.forUs, p.forAll = false, false
	}
	p.inAgents = true
	if strings.HasPrefix(v, "*") {
		p.forAll = true
		return
	}
	if token(v) == p.product && p.product != "" {
		p.forUs, p.named = true, true
	}
}

// token is the product token at the head of a user-agent's value.
func token(v string) string {
	v = strings.ToLower(v)
	for i, r := range v {
		if (r < 'a' || r > 'z') && r != '-' && r != '_' {
			return v[:i]
		}
	}
	return v
}

func (p *parser) each(f func(*Rules)) {
	if p.forUs {
		f(&p.own)
	}
	if p.forAll {
		f(&p.any)
	}
}

// Allowed says whether a path, with its query, may be fetched: the longest
// matching rule decides, and allow wins a tie. /robots.txt always may.
func (r *Rules) Allowed(path string) bool {
	if r.all != nil {
		return *r.all
	}
	if path == "" || path[0] != '/' {
		path = "/" + path
	}
	if path == "/robots.txt" {
		return true
	}
	path = normal(path)
	best, allow := -1, true
	for _, x := range r.rules {
		n := len(x.pattern)
		if (n > best || n == best && x.allow) && match(x.pattern, path) {
			best, allow = n, x.allow
		}
	}
	return allow
}

// match reports whether the pattern matches a head of the path: * stands for
// any run of bytes, a $ at the end for the end. It takes time in proportion to
// pattern × path at most.
func match(pattern, path string) bool {
	end := strings.HasSuffix(pattern, "$")
	if end {
		pattern = pattern[:len(pattern)-1]
	}
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	path = path[len(parts[0]):]
	if len(parts) == 1 {
		return !end || path == ""
	}
	last := parts[len(parts)-1]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(path, part)
		if i < 0 {
			return false
		}
		path = path[i+len(part):]
	}
	if end {
		return strings.HasSuffix(path, last)
	}
	return strings.Contains(path, last)
}

const hexDigits = "0123456789ABCDEF"

// normal writes octets as RFC 9309 compares them: those beyond ASCII
// percent-encoded, encoded unreserved characters decoded, hex in capitals.
func normal(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			v, _ := strconv.ParseUint(s[i+1:i+3], 16, 8)
			i += 2
			if o := byte(v); unreserved(o) {
				b.WriteByte(o)
			} else {
				b.WriteString("%" + strings.ToUpper(s[i-1:i+1]))
			}
		case c >= utf8.RuneSelf || c <= ' ':
			b.Write([]byte{'%', hexDigits[c>>4], hexDigits[c&15]})
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func isHex(c byte) bool { return strings.IndexByte("0123456789abcdefABCDEF", c) >= 0 }

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
