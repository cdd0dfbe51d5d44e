// Package feed reads RSS, Atom and JSON Feed: bytes go in, the items that they
// list come out. A feed that is no sound XML is read as far as it goes.
package feed

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"vigil/internal/collect/charset"
	"vigil/internal/collect/item"
)

// Limits of what is read.
const (
	MaxBytes = 32 << 20
	MaxItems = 2000
	maxDepth = 96
	maxNames = 512     // declarations of namespaces
	maxText  = 1 << 20 // of one item
)

// Feed is what a feed says.
type Feed struct {
	Title, Lang, Site string
	Format            string // rss, atom, json, or salvaged: broken, read as far as it goes
	Every             time.Duration
	Items             []item.Item
	Broken            error // what is wrong with it, where it could be read nonetheless
}

// Parse reads a feed fetched from base; contentType is its header, or "".
// Items without an address or text are left out.
func Parse(raw []byte, base, contentType string) (*Feed, error) {
	if len(raw) > MaxBytes {
		return nil, fmt.Errorf("a feed longer than %d MB", MaxBytes>>20)
	}
	text := decode(raw, contentType)
	if strings.TrimSpace(text) == "" {
		return nil, errors.New("empty")
	}
	if err := bounded(text); err != nil {
		return salvage(text, base, err)
	}
	f, err := parse(text)
	if err != nil {
		return salvage(text, base, err)
	}
	out := &Feed{Title: clean(f.Title), Lang: f.Language, Site: f.Link, Format: f.FeedType, Every: interval(text)}
	for _, it := range f.Items[:min(len(f.Items), MaxItems)] {
		out.add(entry(it), base)
	}
	return out, nil
}

// add keeps an item that has an address, or text of its own.
func (f *Feed) add(it item.Item, base string) {
	if u, err := item.Resolve(base, it.URL); err == nil {
		it.URL = u
	} else {
		it.URL = ""
	}
	if it.URL == "" && (it.Text == "" || it.ID == "") {
		return
	}
	if len(it.Text) > maxText {
		it.Text = strings.ToValidUTF8(it.Text[:maxText], "")
	}
	if it.Lang == "" {
		it.Lang = f.Lang
	}
	f.Items = append(f.Items, it)
}

var declared = regexp.MustCompile(`^(\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["'])[^"']{0,64}(["'])`)

// decode gives UTF-8 whose declaration says so.
func decode(raw []byte, contentType string) string {
	label := charset.Label(contentType)
	if label == "" {
		if m := declared.FindIndex(raw[:min(len(raw), 512)]); m != nil {
			label = string(raw[m[0]:m[1]])
			label = strings.Trim(label[strings.LastIndexByte(label[:len(label)-1], label[len(label)-1])+1:], `"'`)
		}
	}
	text, _ := charset.Decode(raw, label)
	return declared.ReplaceAllString(strings.TrimLeft(text, "\ufeff \t\r\n"), "${1}utf-8${2}")
}

// bounded refuses what a parser would choke on: trees without end, tables of
// names, entities of its own.
func bounded(text string) error {
	if strings.HasPrefix(text, "{") {
		return nil
	}
	head := text[:min(len(text), 1<<16)]
	if i := strings.Index(head, "<!DOCTYPE"); i >= 0 && strings.Contains(head[i:], "<!ENTITY") {
		return errors.New("the feed declares entities of its own")
	}
	if n := strings.Count(text, "xmlns"); n > maxNames {
		return fmt.Errorf("the feed declares %d namespaces", n)
	}
	if d := depth(text); d > maxDepth {
		return fmt.Errorf("elements stand in one another %d deep", d)
	}
	return nil
}

// depth is how deep elements stand in one another, near enough: comments and
// CDATA are passed over.
func depth(s string) (deepest int) {
	now := 0
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 || i+1 >= len(s) {
			return deepest
		}
		s = s[i+1:]
		switch {
		case s[0] == '/':
			now--
		case strings.HasPrefix(s, "![CDATA["):
			s = after(s, "]]>")
		case strings.HasPrefix(s, "!--"):
			s = after(s, "-->")
		case s[0] == '!' || s[0] == '?':
		default:
			j := strings.IndexByte(s, '>')
			if j < 0 {
				return deepest
			}
			if j == 0 || s[j-1] != '/' {
				now++
			}
			deepest = max(deepest, now)
			s = s[j:]
		}
	}
}

func after(s, end string) string {
	if i := strings.Index(s, end); i >= 0 {
		return s[i+len(end):]
	}
	return ""
}

// parse keeps a fault of the parser's on one feed from stopping the rest.
func parse(text string) (f *gofeed.Feed, err error) {
	defer func() {
		if p := recover(); p != nil {
			f, err = nil, fmt.Errorf("the parser fails: %v", p)
		}
	}()
	if strings.HasPrefix(text, "{") && jsonDepth(text) > maxDepth {
		return nil, errors.New("values stand in one another too deep")
	}
	return gofeed.NewParser().Parse(strings.NewReader(text))
}

func jsonDepth(s string) (deepest int) {
	now, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			now++
			deepest = max(deepest, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return deepest
}

func entry(it *gofeed.Item) item.Item {
	out := item.Item{URL: it.Link, ID: it.GUID, Title: clean(it.Title), Text: it.Content}
	if len(it.Description) > len(out.Text) {
		out.Text = it.Description
	}
	for _, l := range it.Links {
		if out.URL == "" {
			out.URL = l
		}
	}
	if out.URL == "" && strings.HasPrefix(it.GUID, "http") {
		out.URL = it.GUID
	}
	for _, a := range it.Authors {
		if a != nil && a.Name != "" && out.Byline == "" {
			out.Byline = clean(a.Name)
		}
	}
	out.Published, out.Updated = stamp(it.PublishedParsed, it.Published), stamp(it.UpdatedParsed, it.Updated)
	if e := it.DublinCoreExt; e != nil && out.Published.IsZero() && len(e.Date) > 0 {
		out.Published, _ = item.ParseTime(e.Date[0])
	}
	return out
}

// stamp prefers our own reading, which knows the hours of a zone's name.
func stamp(t *time.Time, s string) time.Time {
	if own, ok := item.ParseTime(s); ok {
		return own
	}
	if t != nil && t.Year() >= 1900 && t.Year() < 2200 {
		return *t
	}
	return time.Time{}
}

var (
	ttl    = regexp.MustCompile(`<ttl>\s*(\d{1,5})\s*</ttl>`)
	period = regexp.MustCompile(`<\w+:updatePeriod>\s*(hourly|daily|weekly)\s*<`)
)

// interval is how often the feed asks to be read at most: its ttl, in
// minutes, or its updatePeriod. Zero if it does not say.
func interval(text string) time.Duration {
	head := []byte(text[:min(len(text), 1<<15)])
	if m := ttl.FindSubmatch(head); m != nil {
		d, err := time.ParseDuration(string(m[1]) + "m")
		if err == nil {
			return min(d, 24*time.Hour)
		}
	}
	if m := period.FindSubmatch(head); m != nil && bytes.Equal(m[1], []byte("hourly")) {
		return time.Hour
	} else if m != nil {
		return 24 * time.Hour
	}
	return 0
}

func clean(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	return s[:min(len(s), 2000)]
}
