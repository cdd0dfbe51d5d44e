package page

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/publicsuffix"
)

// facts are what a page says of itself, as it stands in the tree.
type facts struct {
	lang, title string
	canonical   string
	meta        map[string]string // name, property or itemprop in lower case → content; the first one counts
	ld          []node            // JSON-LD objects, in order
	h1          []string
	stamps      []stamp // texts and attributes that hold a date
	authors     []string
	feeds       []Feed
	links       int
	wall        bool // an element of a paywall stands in the page
}

// stamp is a place in a page where a date stands.
type stamp struct {
	text    string // as read
	value   string // datetime or content attribute, or ""
	mark    string // class, id and itemprop of the element, in lower case
	inTime  bool   // a <time> element
	afterH1 bool
	linked  bool // within a list of links, an aside or a footer
}

const (
	maxStamps = 64
	maxJSON   = 4 << 20
)

// gather reads the facts in one walk.
func gather(doc *html.Node) *facts {
	f := &facts{meta: map[string]string{}}
	g := gatherer{f: f}
	g.node(doc, false)
	return f
}

type gatherer struct {
	f      *facts
	seenH1 bool
}

func (g *gatherer) node(n *html.Node, aside bool) {
	f := g.f
	if n.Type == html.ElementNode {
		switch n.DataAtom {
		case atom.Html:
			f.lang = attr(n, "lang")
			if f.lang == "" {
				f.lang = attr(n, "xml:lang")
			}
		case atom.Title:
			if f.title == "" && n.Parent != nil && n.Parent.DataAtom == atom.Head {
				f.title = innerText(n, 1000)
			}
		case atom.Meta:
			f.addMeta(n)
		case atom.Link:
			f.addLink(n)
		case atom.Script:
			if isData(n) && n.FirstChild != nil {
				f.ld = append(f.ld, parseLD(n.FirstChild.Data)...)
			}
		case atom.H1:
			g.seenH1 = true
			if t := innerText(n, 600); t != "" && len(f.h1) < 8 {
				f.h1 = append(f.h1, t)
			}
		case atom.A:
			f.links++
		case atom.Aside, atom.Footer, atom.Nav:
			aside = true
		}
		g.marks(n, aside)
		if isUnread(n) {
			return
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		g.node(c, aside)
	}
}

func (f *facts) addMeta(n *html.Node) {
	content := strings.TrimSpace(attr(n, "content"))
	if content == "" {
		return
	}
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		for _, name := range strings.Fields(strings.ToLower(attr(n, key))) {
			if f.meta[name] == "" {
				f.meta[name] = content
			}
		}
	}
}

func (f *facts) addLink(n *html.Node) {
	href := strings.TrimSpace(attr(n, "href"))
	rel := strings.ToLower(attr(n, "rel"))
	switch {
	case href == "":
	case rel == "canonical":
		f.canonical = href
	case strings.Contains(rel, "alternate") && len(f.feeds) < 32:
		t := strings.ToLower(attr(n, "type"))
		if strings.Contains(t, "rss") || strings.Contains(t, "atom") || t == "application/feed+json" || t == "application/json" && strings.Contains(href, "feed") {
			f.feeds = append(f.feeds, Feed{URL: href, Title: strings.TrimSpace(attr(n, "title")), Type: t})
		}
	}
}

// marks looks at an element of the body for a date, an author or a paywall.
func (g *gatherer) marks(n *html.Node, aside bool) {
	f := g.f
	isTime := n.DataAtom == atom.Time
	mark := strings.ToLower(attr(n, "class") + " " + attr(n, "id") + " " + attr(n, "itemprop") + " " + attr(n, "rel"))
	if mark == "   " && !isTime {
		return
	}
	if !f.wall && (strings.Contains(mark, "paywall") || strings.Contains(mark, "regwall") || strings.Contains(mark, "subscribe-wall")) {
		f.wall = true
	}
	if isTime || hasDateMark(mark) {
		text := innerText(n, 200)
		value := attr(n, "datetime")
		if value == "" {
			value = attr(n, "content")
		}
		if (value != "" || hasDigit(text)) && len(text) <= 200 && len(f.stamps) < maxStamps {
			f.stamps = append(f.stamps, stamp{text, value, mark, isTime, g.seenH1, aside || insideLinks(n)})
		}
	}
	if (strings.Contains(mark, "author") || strings.Contains(mark, "byline")) && !aside && len(f.authors) < 8 && n.DataAtom != atom.Body {
		if t := innerText(n, 200); t != "" && len(t) <= 120 {
			f.authors = append(f.authors, t)
		}
	}
}

func hasDateMark(mark string) bool {
	for _, w := range []string{"date", "time", "publish", "posted", "byline", "dateline", "pubdate"} {
		if strings.Contains(mark, w) {
			return true
		}
	}
	return false
}

func hasDigit(s string) bool {
	return strings.ContainsAny(s, "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")
}

// insideLinks reports whether n stands in a link or in an item of a list, as
// the dates of other articles do.
func insideLinks(n *html.Node) bool {
	for p, i := n.Parent, 0; p != nil && i < 6; p, i = p.Parent, i+1 {
		if p.DataAtom == atom.A || p.DataAtom == atom.Li && p.Parent != nil && strings.Count(innerText(p.Parent, 2000), " ") > 60 {
			return true
		}
	}
	return false
}

// first returns the first of the named metadata that is there.
func (f *facts) first(names ...string) string {
	for _, n := range names {
		if v := f.meta[n]; v != "" {
			return fold(html.UnescapeString(v))
		}
	}
	return ""
}

// address is the canonical address if it lies on the page's own site and is
// not its front page; else where it was read.
func (f *facts) address(from *url.URL) string {
	for _, c := range []string{f.canonical, f.meta["og:url"]} {
		u, err := from.Parse(c)
		if c == "" || err != nil || u.Scheme != "http" && u.Scheme != "https" {
			continue
		}
		if from.Host != "" && domain(u.Hostname()) != domain(from.Hostname()) {
			continue
		}
		if strings.Trim(u.Path, "/") == "" && strings.Trim(from.Path, "/") != "" {
			continue
		}
		u.Fragment = ""
		return u.String()
	}
	return from.String()
}

// domain is the part of a host name that one registers.
func domain(host string) string {
	d, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return host
	}
	return d
}

// site is the name of the outlet, else its host.
func (f *facts) site(address *url.URL) string {
	if s := f.first("og:site_name", "application-name", "publisher"); s != "" && len(s) < 80 && !strings.HasPrefix(s, "http") {
		return s
	}
	if n := f.newsNode(); n != nil {
		if s := n.get("publisher").text("name"); s != "" && len(s) < 80 {
			return s
		}
	}
	return strings.TrimPrefix(address.Hostname(), "www.")
}

func (f *facts) feedLinks(address *url.URL) []Feed {
	var out []Feed
	for _, x := range f.feeds {
		if u, err := address.Parse(x.URL); err == nil {
			x.URL = u.String()
			out = append(out, x)
		}
	}
	return out
}
