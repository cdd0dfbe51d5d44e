package feed

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"

	"vigil/internal/collect/item"
)

// salvage reads a broken feed as a soup of tags: every item or entry with its
// link, title, text and dates. why is what kept it from being read properly.
func salvage(text, base string, why error) (*Feed, error) {
	if strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
		return nil, fmt.Errorf("not a feed: %w", why)
	}
	s := salvager{out: &Feed{Format: "salvaged", Broken: why}, base: base}
	z := html.NewTokenizer(strings.NewReader(text))
	z.SetMaxBuf(4 << 20)
	z.AllowCDATA(true)
	for {
		switch z.Next() {
		case html.ErrorToken:
			s.end()
			if len(s.out.Items) == 0 {
				return nil, fmt.Errorf("not a feed: %w", why)
			}
			return s.out, nil
		case html.StartTagToken, html.SelfClosingTagToken:
			s.start(z)
			z.NextIsNotRawText() // <title> is no raw text in a feed
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == "item" || string(name) == "entry" {
				s.end()
			}
			s.into = nil
		case html.TextToken:
			if s.into != nil && len(*s.into) < maxText {
				*s.into += string(z.Text())
			}
		}
		if len(s.out.Items) >= MaxItems {
			return s.out, nil
		}
	}
}

type salvager struct {
	out      *Feed
	base     string
	now      *item.Item
	into     *string // where text goes
	pub, upd string
}

func (s *salvager) start(z *html.Tokenizer) {
	name, more := z.TagName()
	tag := string(name)
	s.into = nil
	if tag == "item" || tag == "entry" {
		s.end()
		s.now = &item.Item{}
		return
	}
	if s.now == nil {
		if tag == "title" && s.out.Title == "" {
			s.into = &s.out.Title
		}
		return
	}
	href := ""
	for more {
		var k, v []byte
		if k, v, more = z.TagAttr(); string(k) == "href" {
			href = string(v)
		}
	}
	s.into = map[string]*string{"link": &s.now.URL, "title": &s.now.Title, "guid": &s.now.ID, "id": &s.now.ID, "description": &s.now.Text, "summary": &s.now.Text,
		"content": &s.now.Text, "content:encoded": &s.now.Text, "pubdate": &s.pub, "published": &s.pub, "dc:date": &s.pub, "updated": &s.upd, "dc:creator": &s.now.Byline}[tag]
	if tag == "link" && href != "" && s.now.URL == "" {
		s.now.URL, s.into = href, nil
	}
}

func (s *salvager) end() {
	if s.now == nil {
		return
	}
	it := *s.now
	it.Title, it.Byline, it.ID = clean(it.Title), clean(it.Byline), clean(it.ID)
	it.Published, _ = item.ParseTime(s.pub)
	it.Updated, _ = item.ParseTime(s.upd)
	if it.URL = strings.TrimSpace(it.URL); it.URL == "" && strings.HasPrefix(it.ID, "http") {
		it.URL = it.ID
	}
	s.out.Title = clean(s.out.Title)
	s.out.add(it, s.base)
	s.now, s.into, s.pub, s.upd = nil, nil, "", ""
}
