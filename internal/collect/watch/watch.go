// Package watch reads pages that are lists: HTML and a CSS selector go in, the
// pages that it links to come out. It also says what changed between two
// versions of a text.
package watch

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"vigil/internal/collect/charset"
	"vigil/internal/collect/item"
)

// Limits of what is read.
const (
	MaxBytes = 16 << 20
	MaxItems = 1000
)

// Selector is a compiled CSS selector.
type Selector struct{ sel cascadia.SelectorGroup }

// Compile reads a selector; "" stands for every link within the page's main
// part.
func Compile(css string) (Selector, error) {
	if strings.TrimSpace(css) == "" {
		css = "main a[href], article a[href], h1 a[href], h2 a[href], h3 a[href], h4 a[href]"
	}
	if len(css) > 1000 {
		return Selector{}, fmt.Errorf("a selector of %d characters", len(css))
	}
	sel, err := cascadia.ParseGroup(css)
	if err != nil {
		return Selector{}, fmt.Errorf("selector %q: %w", css, err)
	}
	return Selector{sel}, nil
}

// Links gives the pages on the same site that a page lists under a selector,
// each once, in the page's order. The selector may choose links or elements
// that hold them.
func Links(raw []byte, base, contentType string, sel Selector) ([]item.Item, error) {
	if len(raw) > MaxBytes {
		return nil, fmt.Errorf("a page longer than %d MB", MaxBytes>>20)
	}
	text, _ := charset.DecodeHTML(raw, contentType)
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("reading HTML: %w", err)
	}
	if b := find(doc, atom.Base); b != nil {
		if u, err := item.Resolve(base, attr(b, "href")); err == nil {
			base = u
		}
	}
	c := collector{base: base, seen: map[string]int{}}
	for _, n := range cascadia.QueryAll(doc, sel.sel) {
		c.add(n)
	}
	return c.out, nil
}

type collector struct {
	base string
	seen map[string]int
	out  []item.Item
}

// add keeps n if it is a link, else the links within it.
func (c *collector) add(n *html.Node) {
	if n.DataAtom != atom.A {
		for d := range n.Descendants() {
			if d.DataAtom == atom.A {
				c.add(d)
			}
		}
		return
	}
	u, err := item.Resolve(c.base, attr(n, "href"))
	if err != nil || !sameSite(u, c.base) {
		return
	}
	key := item.Key(u)
	title := textOf(n)
	if i, ok := c.seen[key]; ok {
		if len(title) > len(c.out[i].Title) {
			c.out[i].Title = title // the same story linked by its picture and its headline
		}
		return
	}
	if key == item.Key(c.base) || len(c.out) >= MaxItems {
		return
	}
	c.seen[key] = len(c.out)
	c.out = append(c.out, item.Item{URL: u, Title: title})
}

// sameSite compares hosts, www or not.
func sameSite(a, b string) bool {
	x, err := url.Parse(a)
	y, err2 := url.Parse(b)
	return err == nil && err2 == nil && strings.TrimPrefix(x.Host, "www.") == strings.TrimPrefix(y.Host, "www.")
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && b.Len() < 1000 {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func find(n *html.Node, a atom.Atom) *html.Node {
	for d := range n.Descendants() {
		if d.DataAtom == a {
			return d
		}
	}
	return nil
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
