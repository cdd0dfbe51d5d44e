// Package page reads a web page: its bytes go in; the article's text, title,
// date, byline, agency and language come out, or why there is none.
package page

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"

	"vigil"
	"vigil/internal/collect/charset"
)

// MaxBytes is the longest page that is read; the rest is left out.
const MaxBytes = 16 << 20

// Kind says what sort of page it is.
type Kind string

// Kinds of page. Only articles and live blogs hold reports.
const (
	Article  Kind = "article"
	LiveBlog Kind = "live blog"
	Index    Kind = "index"   // a front page or list of links
	Paywall  Kind = "paywall" // the text is kept from us
	Consent  Kind = "consent" // a cookie wall, a log-in, a check for robots
	Missing  Kind = "missing" // "not found" served as if it were a page
	NoText   Kind = "no text" // nothing to read
)

// Page is what a page says.
type Page struct {
	URL         string // canonical where the page gives one on its own site, else the address it was read from
	Kind        Kind
	Why         string // why it is of that kind, where it is no article
	Title       string
	Text        string // paragraphs, parted by empty lines; without the title
	Site        string
	Byline      []string
	Agency      string // the news agency credited, by its usual name, or ""
	Lang        string // ISO 639-1 or -3, or ""
	Published   vigil.Published
	DateFrom    string // where Published was found: "json-ld datePublished", "address", …
	Updated     time.Time
	UpdatedFrom string
	Description string
	Entries     []Entry // of a live blog, as the page orders them
	Feeds       []Feed  // feeds that the page announces
	Charset     string
	Digest      string // SHA-256 of the bytes, hex
}

// Entry is one entry of a live blog.
type Entry struct {
	URL   string
	Title string
	Text  string
	At    time.Time // zero if not told
}

// Feed is a feed that a page announces.
type Feed struct{ URL, Title, Type string }

// Options say what is known of a page besides its bytes.
type Options struct {
	URL         string
	ContentType string    // the header, or ""
	Fetched     time.Time // bounds the date from above; zero if unknown
	Extractor   Extractor // nil is Trafilatura
}

// Extractor finds the article in a page: the element that holds its
// paragraphs. It may change doc.
type Extractor interface {
	Extract(doc *html.Node, address *url.URL) (*html.Node, error)
}

// Read reads one page. It fails only on input that is no text at all; a page
// without an article has another Kind.
func Read(raw []byte, o Options) (*Page, error) {
	sum := sha256.Sum256(raw)
	if len(raw) > MaxBytes {
		raw = raw[:MaxBytes]
	}
	if isBinary(raw) {
		return nil, &vigil.InputError{Name: o.URL, Err: errors.New("not a web page: binary data")}
	}
	text, name := charset.DecodeHTML(raw, o.ContentType)
	doc, err := parse(text)
	if err != nil {
		return nil, &vigil.InputError{Name: o.URL, Err: fmt.Errorf("reading HTML: %w", err)}
	}
	address, err := url.Parse(o.URL)
	if err != nil {
		address = &url.URL{}
	}
	p := &Page{URL: o.URL, Charset: name, Digest: hex.EncodeToString(sum[:])}
	p.read(doc, address, o)
	return p, nil
}

// read fills p. The order matters: facts are gathered before the tree is
// thinned, and the kind of the page is judged by the text.
func (p *Page) read(doc *html.Node, address *url.URL, o Options) {
	f := gather(doc)
	p.URL = f.address(address)
	if own, err := url.Parse(p.URL); err == nil && address.Host == "" {
		address = own // a saved page that names its address
	}
	p.Site = f.site(address)
	p.Title = f.headline(p.Site)
	p.Description = f.first("og:description", "description", "twitter:description")
	p.Byline = f.byline(p.Site)
	p.Feeds = f.feedLinks(address)
	p.Entries = liveEntries(doc, f, address)
	thin(doc)
	all := render(doc)
	blocks := article(doc, all, address, o.Extractor)
	foot := lastText(blocks)
	blocks = polish(blocks, p.Title)
	p.Text = join(blocks)
	if t := f.articleBody(); len(t) > 2*len(p.Text) && len(t) > 250 {
		p.Text = t // the page is put together by scripts; its data hold the text
	}
	p.Lang = detectLanguage(p.Text, f.lang)
	f.addLines(all, p.Title)
	p.dates(f, address, o.Fetched)
	p.credit(f, foot)
	p.judge(f, all)
}

// Reports returns what the page reports: one report for an article, one for
// each entry of a live blog, none for any other kind.
func (p *Page) Reports() []vigil.Report {
	r := vigil.Report{ID: p.URL, Source: p.Site, URL: p.URL, Title: p.Title, Lang: p.Lang, Text: p.Text,
		Published: p.Published, Digest: p.Digest}
	switch {
	case p.Kind == Article, p.Kind == LiveBlog && len(p.Entries) == 0:
		return []vigil.Report{r}
	case p.Kind != LiveBlog:
		return nil
	}
	out := make([]vigil.Report, 0, len(p.Entries))
	for i, e := range p.Entries {
		r := r
		r.ID = fmt.Sprintf("%s#%d", p.URL, len(p.Entries)-i)
		if strings.Contains(e.URL, "#") {
			r.ID = e.URL
		}
		r.URL, r.Text = e.URL, e.Text
		if e.Title != "" {
			r.Title = e.Title
		}
		if !e.At.IsZero() {
			d := vigil.DayOf(e.At)
			r.Published = vigil.Published{Days: vigil.Days{From: d, To: d}, At: e.At, Basis: vigil.FromPage, Score: 0.95}
		}
		out = append(out, r)
	}
	return out
}

// isBinary reports whether b holds what no text in any encoding holds: many
// control characters besides the NULs of UTF-16.
func isBinary(b []byte) bool {
	b = b[:min(len(b), 4096)]
	controls := 0
	for _, c := range b {
		if c < 0x20 && c != 0 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b {
			controls++
		}
	}
	return controls > 8 && controls*20 > len(b)
}
