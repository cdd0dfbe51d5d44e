package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"vigil/internal/collect"
	"vigil/internal/collect/feed"
	"vigil/internal/collect/fetch"
	"vigil/internal/collect/file"
	"vigil/internal/collect/item"
	"vigil/internal/collect/page"
	"vigil/internal/collect/sitemap"
	"vigil/internal/collect/source"
)

func itemKey(address string) string { return item.Key(address) }

// look is what stands at an address.
type look struct {
	kind        source.Kind
	url, site   string
	contentType string
	body        []byte
}

// lookAt fetches an address and finds out what it is. Of a page that announces
// feeds the first is taken.
func lookAt(ctx context.Context, f *source.File, address, selector string) (*look, error) {
	opts, err := fetchOptions(f)
	if err != nil {
		return nil, err
	}
	if !strings.Contains(address, "://") {
		if _, err := os.Stat(address); err == nil {
			return &look{kind: source.Local, url: address}, nil
		}
		address = "https://" + address
	}
	client := fetch.New(opts)
	for range 2 {
		a, err := client.Get(ctx, fetch.Request{URL: address, Role: fetch.List})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", address, err)
		}
		l := &look{url: a.URL, contentType: a.Header.Get("Content-Type"), body: a.Body}
		if x, err := feed.Parse(a.Body, a.URL, l.contentType); err == nil && x.Broken == nil {
			l.kind, l.site = source.Feed, x.Title
			return l, nil
		}
		if _, err := sitemap.Parse(a.Body, a.URL); err == nil || bytes.HasPrefix(a.Body, []byte{0x1f, 0x8b}) {
			l.kind = source.Sitemap
			return l, nil
		}
		p, err := page.Read(a.Body, page.Options{URL: a.URL, ContentType: l.contentType})
		if err != nil {
			return nil, err
		}
		if selector == "" && len(p.Feeds) > 0 {
			for _, x := range p.Feeds {
				fmt.Fprintf(os.Stderr, "feed: %s  %s\n", x.URL, x.Title)
			}
			address = p.Feeds[0].URL
			continue
		}
		l.kind, l.site = source.List, p.Site
		return l, nil
	}
	return nil, errors.New("its feed is a page again")
}

type sourcesTestCmd struct {
	sourcesFile
	Source   string `arg:"" name:"url|id" help:"An address, or the id of a source."`
	Selector string `help:"CSS selector of the links of a list." placeholder:"CSS"`
	Items    int    `short:"n" default:"10" help:"How many items are shown."`
}

// Run implements the command.
func (c *sourcesTestCmd) Run(ctx context.Context) error {
	f, err := source.Load(c.Sources)
	if err != nil {
		return err
	}
	s := f.Get(c.Source)
	if s == nil {
		l, err := lookAt(ctx, f, c.Source, c.Selector)
		if err != nil {
			return err
		}
		s = &source.Source{ID: "test", Kind: l.kind, URL: l.url, Name: l.site, Selector: c.Selector}
		if l.kind == source.Local {
			s.URL, s.Path = "", l.url
		}
		if err := s.Check(); err != nil {
			return err
		}
	}
	if s.Kind == source.Local {
		return c.testLocal(s)
	}
	opts, err := fetchOptions(f)
	if err != nil {
		return err
	}
	client := fetch.New(opts)
	a, err := client.Get(ctx, fetch.Request{URL: s.URL, Role: fetch.List})
	if err != nil {
		return fmt.Errorf("%s: %w", s.URL, err)
	}
	fmt.Printf("%s %s\n", s.Kind, s.URL)
	if s.Kind == source.Page {
		return showArticle(a)
	}
	l, err := collect.ReadListing(s, a.Body, a.URL, a.Header.Get("Content-Type"))
	if err != nil {
		return err
	}
	return c.show(ctx, client, s, l)
}

func (c *sourcesTestCmd) show(ctx context.Context, client *fetch.Client, s *source.Source, l *collect.Listing) error {
	items := collect.Pick(s, l.Items, time.Now())
	fmt.Printf("%d items, %d wanted, %d further lists\n", len(l.Items), len(items), len(l.More))
	if l.Broken != nil {
		fmt.Printf("broken, read as far as it goes: %v\n", l.Broken)
	}
	for _, it := range items[:min(len(items), c.Items)] {
		verdict := ""
		if u, err := url.Parse(it.URL); err == nil {
			if rules, err := client.Rules(ctx, u); err == nil && !rules.Allowed(u.RequestURI()) {
				verdict = "  (robots.txt does not allow it)"
			}
		}
		day := "          "
		if t := it.Stamp(); !t.IsZero() {
			day = t.Format(time.DateOnly)
		}
		fmt.Printf("%s  %-60.60s  %s%s\n", day, it.Title, it.URL, verdict)
	}
	for _, it := range l.More[:min(len(l.More), 5)] {
		fmt.Printf("list  %s\n", it.URL)
	}
	if len(items) == 0 {
		return nil
	}
	fmt.Println("\nThe first of them reads:")
	a, err := client.Get(ctx, fetch.Request{URL: items[0].URL, Role: fetch.Page})
	if err != nil {
		return fmt.Errorf("%s: %w", items[0].URL, err)
	}
	return showArticle(a)
}

func showArticle(a *fetch.Answer) error {
	p, err := page.Read(a.Body, page.Options{URL: a.URL, ContentType: a.Header.Get("Content-Type"), Fetched: a.At})
	if err != nil {
		return err
	}
	if len(p.Reports()) == 0 {
		fmt.Printf("no article: %s: %s\n", p.Kind, p.Why)
		return nil
	}
	text := []rune(p.Text)
	more := ""
	if len(text) > 600 {
		text, more = text[:600], " …"
	}
	fmt.Printf("%s\n%s (%s), %s, %s, %d words\n\n%s%s\n", p.Title, p.Published.Days.To, p.DateFrom, p.Site, p.Lang, len(strings.Fields(p.Text)), string(text), more)
	return nil
}

func (c *sourcesTestCmd) testLocal(s *source.Source) error {
	n := 0
	for r, err := range file.Reports([]string{s.Path}, os.Stdin, nil) {
		if err != nil {
			fmt.Fprintln(os.Stderr, "vigil:", err)
			continue
		}
		if n++; n <= c.Items {
			fmt.Printf("%s  %-60.60s  %s\n", r.Published.Days.To, r.Title, r.ID)
		}
	}
	fmt.Printf("%d reports\n", n)
	return nil
}
