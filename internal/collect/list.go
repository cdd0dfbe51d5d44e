package collect

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"vigil"
	"vigil/internal/collect/body"
	"vigil/internal/collect/feed"
	"vigil/internal/collect/fetch"
	"vigil/internal/collect/item"
	"vigil/internal/collect/lead"
	"vigil/internal/collect/page"
	"vigil/internal/collect/sitemap"
	"vigil/internal/collect/source"
	"vigil/internal/collect/warc"
	"vigil/internal/collect/watch"
	"vigil/internal/store"
)

// Listing is what a source's document lists.
type Listing struct {
	Items  []item.Item // pages to read
	More   []item.Item // further lists
	Broken error       // what is wrong with it, where it could be read nonetheless
}

// ReadListing reads a document of a source.
func ReadListing(s *source.Source, raw []byte, base, contentType string) (*Listing, error) {
	switch s.Kind {
	case source.Feed:
		f, err := feed.Parse(raw, base, contentType)
		if err != nil {
			return nil, err
		}
		return &Listing{Items: f.Items, Broken: f.Broken}, nil
	case source.Sitemap:
		raw, err := ungzip(raw)
		if err != nil {
			return nil, err
		}
		m, err := sitemap.Parse(raw, base)
		if err != nil {
			return nil, err
		}
		return &Listing{Items: m.Items, More: m.More, Broken: m.Broken}, nil
	case source.List:
		items, err := watch.Links(raw, base, contentType, s.Links())
		return &Listing{Items: items}, err
	case source.GDELT:
		return gdelt(s, raw)
	}
	return nil, fmt.Errorf("a source of kind %s lists nothing", s.Kind)
}

// ungzip unpacks a sitemap.xml.gz; others are as they are.
func ungzip(raw []byte) ([]byte, error) {
	if len(raw) < 2 || raw[0] != 0x1f || raw[1] != 0x8b {
		return raw, nil
	}
	return body.Decode(raw, "gzip", sitemap.MaxBytes)
}

// gdelt reads lastupdate.txt, or a table that it names.
func gdelt(s *source.Source, raw []byte) (*Listing, error) {
	if up := lead.Updates(raw); len(up) > 0 {
		return &Listing{More: up}, nil
	}
	out := &Listing{}
	for l, err := range lead.GDELT(raw, s.CodePrefixes()) {
		if err != nil {
			out.Broken = err
		} else if l.URL != "" {
			out.Items = append(out.Items, item.Item{URL: l.URL, ID: l.ID})
		}
	}
	if len(out.Items) == 0 && out.Broken != nil {
		return nil, out.Broken
	}
	return out, nil
}

// Pick gives the items that a source wants: its addresses, its age, newest
// first up to its limit, each once.
func Pick(s *source.Source, items []item.Item, now time.Time) []item.Item {
	var out []item.Item
	seen := map[string]bool{}
	for _, it := range items {
		key := item.Key(it.URL)
		old := s.Limits.Age > 0 && !it.Stamp().IsZero() && now.Sub(it.Stamp()) > time.Duration(s.Limits.Age)
		if it.URL == "" || seen[key] || old || !s.Wants(it.URL) {
			continue
		}
		seen[key] = true
		out = append(out, it)
	}
	slices.SortStableFunc(out, func(a, b item.Item) int { return b.Stamp().Compare(a.Stamp()) })
	return out[:min(len(out), s.MaxItems())]
}

const (
	maxMore  = 50 // further lists that one names
	maxDepth = 3  // lists that lists name
)

// readList stores the links that a list names, or reads it itself.
func (c *Collector) readList(ctx context.Context, cap store.Capture, s *source.Source, p *warc.Page) (ids []string, why string, err error) {
	switch {
	case s == nil:
		return nil, "its source is no longer read", nil
	case s.Kind == source.Page:
		reps, why, err := c.reports(ctx, cap, s, p, item.Item{})
		if err != nil || len(reps) == 0 {
			return nil, why, err
		}
		if len(reps) == 1 {
			reps[0].ID = item.Key(s.URL) // a page that changes stays one report, of many versions
		}
		ids, err = c.put(ctx, reps)
		return ids, "", err
	}
	l, err := ReadListing(s, p.Body, cap.URL, p.ContentType)
	if err != nil {
		return nil, "", fault(err)
	}
	if l.Broken != nil {
		c.o.Log.Info("a list is broken", "source", s.ID, "url", cap.URL, "err", l.Broken)
	}
	if s.Read == "feed" {
		return c.readFeed(ctx, cap, s, l.Items)
	}
	links := c.links(cap, s, l)
	n, err := c.o.Store.Found(ctx, links)
	if err != nil {
		return nil, "", err
	}
	c.meter.found(n)
	return nil, "", nil
}

// links makes links of what a list names.
func (c *Collector) links(cap store.Capture, s *source.Source, l *Listing) []store.Link {
	now := c.o.Now()
	var out []store.Link
	for _, it := range Pick(s, l.Items, now) {
		it.Text = ""
		hint, err := json.Marshal(it)
		if err != nil {
			continue
		}
		out = append(out, store.Link{Key: item.Key(it.URL), URL: it.URL, Source: s.ID, Role: fetch.Page, Host: hostOf(it.URL), State: store.LinkDue, Due: now, Found: now, Stamp: it.Updated, Hint: hint})
	}
	// A list that a list names is fetched once, and again when it changes; its
	// depth is counted in its hint.
	depth := 0
	if h := c.hint(context.Background(), cap.Key); strings.HasPrefix(h.ID, "depth ") {
		fmt.Sscanf(h.ID, "depth %d", &depth)
	}
	more := slices.Clone(l.More)
	slices.SortStableFunc(more, func(a, b item.Item) int { return b.Updated.Compare(a.Updated) })
	for _, it := range more[:min(len(more), maxMore)] {
		old := s.Limits.Age > 0 && !it.Updated.IsZero() && now.Sub(it.Updated) > time.Duration(s.Limits.Age)
		if depth+1 > maxDepth || old {
			continue
		}
		hint, err := json.Marshal(item.Item{ID: fmt.Sprintf("depth %d", depth+1)})
		if err != nil {
			continue
		}
		out = append(out, store.Link{Key: listKey(it.URL), URL: it.URL, Source: s.ID, Role: fetch.List, Host: hostOf(it.URL), State: store.LinkDue, Due: now, Found: now, Stamp: it.Updated, Hint: hint})
	}
	return out
}

// readFeed makes reports of the text that a feed holds itself.
func (c *Collector) readFeed(ctx context.Context, cap store.Capture, s *source.Source, items []item.Item) (ids []string, why string, err error) {
	var reps []vigil.Report
	for _, it := range items[:min(len(items), s.MaxItems())] {
		r := vigil.Report{ID: item.Key(it.URL), URL: it.URL, Source: s.Name, Title: it.Title, Published: vigil.Published{Basis: vigil.NoBasis}, Digest: cap.Digest}
		if it.URL == "" {
			r.ID = s.ID + " " + it.ID
		} else if !s.Wants(it.URL) {
			continue
		}
		html := "<html><body><article><p>" + it.Text + "</article></body></html>"
		if p, err := page.Read([]byte(html), page.Options{URL: it.URL, ContentType: "text/html; charset=utf-8"}); err == nil {
			r.Text, r.Lang = p.Text, p.Lang
		}
		if r.Text == "" {
			continue
		}
		reps = append(reps, complete(r, cap, s, it))
	}
	if len(reps) == 0 {
		return nil, "its items hold no text", nil
	}
	ids, err = c.put(ctx, reps)
	return ids, "", err
}
