// Package sitemap reads sitemaps and news sitemaps: bytes go in, the pages and
// further sitemaps that they list come out.
package sitemap

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html/charset"

	"vigil/internal/collect/item"
)

// Limits; those of the protocol are 50,000 pages and 50 MB.
const (
	MaxBytes = 50 << 20
	MaxItems = 50_000
	maxText  = 8 << 10 // of one element
)

// Sitemap is what a sitemap says.
type Sitemap struct {
	Items  []item.Item // pages; Title, Published, Lang where it is a news sitemap
	More   []item.Item // further sitemaps; Updated is when they changed
	Broken error       // why it could be read in part only, or nil
}

// Parse reads a sitemap fetched from base: XML, or plain text with an address
// a line. The bytes are unpacked already.
func Parse(raw []byte, base string) (*Sitemap, error) {
	if len(raw) > MaxBytes {
		return nil, fmt.Errorf("a sitemap longer than %d MB", MaxBytes>>20)
	}
	text := strings.TrimLeft(strings.TrimPrefix(string(raw), "\ufeff"), " \t\r\n")
	if strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://") {
		return plain(text, base), nil
	}
	p := parser{out: &Sitemap{}, base: base}
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict, d.CharsetReader = false, charset.NewReaderLabel
	for {
		tok, err := d.RawToken()
		if err == io.EOF || p.full() {
			break
		}
		if err != nil {
			p.out.Broken = err
			break
		}
		p.token(tok)
	}
	if !p.known {
		return nil, errors.Join(errors.New("not a sitemap"), p.out.Broken)
	}
	return p.out, nil
}

type parser struct {
	out   *Sitemap
	base  string
	known bool // it is a sitemap
	now   *item.Item
	more  bool // now is a sitemap, not a page
	name  string
	text  strings.Builder
}

func (p *parser) full() bool { return len(p.out.Items)+len(p.out.More) >= MaxItems }

func (p *parser) token(tok xml.Token) {
	switch t := tok.(type) {
	case xml.StartElement:
		p.start(t.Name)
	case xml.CharData:
		if p.name != "" && p.text.Len() < maxText {
			p.text.Write(t[:min(len(t), maxText)])
		}
	case xml.EndElement:
		p.end(t.Name)
	}
}

func (p *parser) start(name xml.Name) {
	p.name = ""
	switch name.Local {
	case "urlset", "sitemapindex":
		p.known = true
	case "url", "sitemap":
		p.now, p.more = &item.Item{}, name.Local == "sitemap"
	case "loc", "lastmod", "publication_date", "title", "language":
		if name.Space != "image" && name.Space != "video" {
			p.name = name.Local
			p.text.Reset()
		}
	}
}

func (p *parser) end(name xml.Name) {
	if p.now == nil {
		return
	}
	text := strings.Join(strings.Fields(strings.ToValidUTF8(p.text.String(), "")), " ")
	switch {
	case name.Local == "url" || name.Local == "sitemap":
		p.keep()
	case p.name == "":
	case name.Local == "loc":
		p.now.URL = text
	case name.Local == "lastmod":
		p.now.Updated, _ = item.ParseTime(text)
	case name.Local == "publication_date":
		p.now.Published, _ = item.ParseTime(text)
	case name.Local == "title":
		p.now.Title = text
	case name.Local == "language":
		p.now.Lang = text
	}
	p.name = ""
}

func (p *parser) keep() {
	it, err := *p.now, error(nil)
	p.now = nil
	if it.URL, err = item.Resolve(p.base, it.URL); err != nil {
		return
	}
	if p.more {
		p.out.More = append(p.out.More, it)
	} else {
		p.out.Items = append(p.out.Items, it)
	}
}

func plain(text, base string) *Sitemap {
	out := &Sitemap{}
	for line := range strings.Lines(text) {
		if u, err := item.Resolve(base, line); err == nil && len(out.Items) < MaxItems {
			out.Items = append(out.Items, item.Item{URL: u})
		}
	}
	return out
}
