// Package item is the noun between a list and a page: what a feed, sitemap,
// list page or table says of one report. Addresses go in, the one form under
// which a page is known comes out.
package item

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Item is one entry of a list.
type Item struct {
	URL       string
	ID        string // what the list calls it, or ""
	Title     string
	Text      string // HTML or plain text of the list's own, or ""
	Byline    string
	Lang      string
	Published time.Time // zero if not told
	Updated   time.Time
}

// Stamp is when the list says the item last changed; zero if it does not.
func (i *Item) Stamp() time.Time {
	if i.Updated.After(i.Published) {
		return i.Updated
	}
	return i.Published
}

// MaxURL is the longest address that is followed, as sitemaps have it. A store
// keeps addresses in indexes, which have limits of their own.
const MaxURL = 2048

// Resolve reads ref, found in a document at base, as an address that may be
// fetched: http or https, a host, no user; without its fragment, which no
// server is sent. base may be "".
func Resolve(base, ref string) (string, error) {
	ref = strings.TrimSpace(ref)
	if ref == "" {
		return "", errors.New("no address")
	}
	if len(ref) > MaxURL {
		return "", fmt.Errorf("an address of %d bytes", len(ref))
	}
	u, err := url.Parse(ref)
	if err != nil {
		return "", fmt.Errorf("address %.80q cannot be read", ref)
	}
	if b, err := url.Parse(base); err == nil && base != "" {
		u = b.ResolveReference(u)
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return "", fmt.Errorf("address %.80q is neither http nor https", ref)
	case u.Hostname() == "":
		return "", fmt.Errorf("address %.80q names no host", ref)
	case u.User != nil:
		return "", fmt.Errorf("address of %s holds a user's name", u.Hostname())
	}
	u.Fragment, u.RawFragment = "", ""
	if full := u.String(); len(full) <= MaxURL {
		return full, nil
	}
	return "", fmt.Errorf("an address of more than %d bytes", MaxURL)
}

// tracking are parameters that say where a reader came from, not what the
// page is.
var tracking = []string{"fbclid", "gclid", "yclid", "mc_cid", "mc_eid", "igshid", "ocid", "cmpid", "ns_campaign", "ns_mchannel", "ns_source", "at_medium", "at_campaign", "traffic_source", "smid", "partner", "ref_src", "guccounter"}

// Key is the form under which a page is known: lower-case scheme and host,
// no default port, fragment, dot segments or tracking parameters. What cannot
// be read is its own key.
func Key(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return address
	}
	u.Scheme, u.Host, u.Fragment, u.RawFragment = strings.ToLower(u.Scheme), strings.ToLower(u.Host), "", ""
	if p := u.Port(); p == "80" && u.Scheme == "http" || p == "443" && u.Scheme == "https" {
		u.Host = strings.TrimSuffix(u.Host, ":"+p)
	}
	u.RawPath = cleanPath(u.EscapedPath())
	if u.Path, err = url.PathUnescape(u.RawPath); err != nil {
		return address
	}
	u.RawQuery = escapeSpaces(untracked(u.RawQuery))
	return u.String()
}

// escapeSpaces writes every space of a query as url.Parse lets it through, so
// that one at the end of an address is not trimmed the next time it is read.
func escapeSpaces(query string) string {
	if strings.IndexFunc(query, unicode.IsSpace) < 0 {
		return query
	}
	var b strings.Builder
	for _, r := range query {
		if unicode.IsSpace(r) {
			b.WriteString(url.QueryEscape(string(r)))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// cleanPath takes dot segments and double slashes out of a path as it is
// written, and leaves its last slash.
func cleanPath(p string) string {
	if p == "" {
		return "/"
	}
	if !strings.Contains(p, "/.") && !strings.Contains(p, "//") {
		return p
	}
	slash := strings.HasSuffix(p, "/")
	if p = path.Clean(p); slash && p != "/" {
		p += "/"
	}
	return p
}

func untracked(query string) string {
	if query == "" {
		return ""
	}
	kept := strings.Split(query, "&")
	kept = slices.DeleteFunc(kept, func(p string) bool {
		name, _, _ := strings.Cut(strings.ToLower(p), "=")
		return name == "" || strings.HasPrefix(name, "utm_") || slices.Contains(tracking, name)
	})
	return strings.Join(kept, "&")
}
