package page

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// minEntries is how many entries make a live blog whose data do not list them.
const minEntries = 3

// liveEntries cuts a live blog into its entries: from its data where they are
// given, else from elements beside one another that each have a time and text.
// One that has just begun may list one entry alone.
func liveEntries(doc *html.Node, f *facts, address *url.URL) []Entry {
	var begun []Entry
	for _, n := range f.ld {
		if !n.is("LiveBlogPosting") {
			continue
		}
		out := liveData(n, f, address)
		if len(out) >= minEntries {
			return out
		}
		if len(out) > len(begun) {
			begun = out
		}
	}
	if !isLive(f, address) {
		return begun
	}
	var best []Entry
	walk(doc, func(n *html.Node) bool {
		if n.Type == html.ElementNode && !isUnread(n) {
			if out := siblings(n, f, address); len(out) > len(best) {
				best = out
			}
		}
		return true
	})
	if len(best) < minEntries {
		return begun
	}
	return best
}

func isLive(f *facts, address *url.URL) bool {
	if n := f.newsNode(); n != nil && n.is("LiveBlogPosting") {
		return true
	}
	path := "/" + strings.ToLower(address.Path) + "/"
	for _, s := range []string{"/live/", "/live-", "-live-", "-live/", "liveblog", "live-blog", "live-updates"} {
		if strings.Contains(path, s) {
			return true
		}
	}
	t := " " + words(f.title) + " "
	return strings.Contains(t, " live updates ") || strings.Contains(t, " live blog ") || strings.HasPrefix(t, " live ")
}

func liveData(n node, f *facts, address *url.URL) []Entry {
	list, _ := n["liveBlogUpdate"].([]any)
	var out []Entry
	for _, v := range list {
		m, ok := v.(map[string]any)
		if !ok {
			continue
		}
		u := node(m)
		body, _ := u["articleBody"].(string)
		if body == "" {
			body = u.text("text")
		}
		e := Entry{Title: u.text("headline"), Text: plainText(body), URL: resolve(address, u.text("url"))}
		if d, ok := machineDate(u.text("datePublished"), dayFirst); ok {
			e.At = d.at
		}
		if e.Text != "" {
			out = append(out, e)
		}
	}
	return out
}

func plainText(s string) string {
	if strings.Contains(s, "<") {
		if doc, err := parse(s); err == nil {
			return join(render(doc))
		}
	}
	return clean(html.UnescapeString(s))
}

func resolve(address *url.URL, ref string) string {
	u, err := address.Parse(ref)
	if err != nil {
		return address.String()
	}
	return u.String()
}

// siblings reads n's children as entries, if enough of them look like ones:
// the same element, a <time> of their own, and a sentence of text.
func siblings(n *html.Node, f *facts, address *url.URL) []Entry {
	count := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			count++
		}
	}
	if count < minEntries {
		return nil
	}
	var out []Entry
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || c.DataAtom != atom.Div && c.DataAtom != atom.Article && c.DataAtom != atom.Li && c.DataAtom != atom.Section {
			continue
		}
		if e, ok := entry(c, f, address); ok {
			out = append(out, e)
		}
	}
	return out
}

func entry(n *html.Node, f *facts, address *url.URL) (Entry, bool) {
	e := Entry{URL: address.String()}
	if id := attr(n, "id"); id != "" {
		e.URL = resolve(address, "#"+id)
	}
	times := 0
	walk(n, func(c *html.Node) bool {
		if c.DataAtom != atom.Time {
			return true
		}
		if d, ok := machineDate(attr(c, "datetime"), dayFirst); ok && d.day != 0 {
			if times++; times == 1 {
				e.At = d.at
			}
		}
		return false
	})
	if times == 0 || times > 3 {
		return e, false
	}
	var body []block
	for _, b := range render(n) {
		switch {
		case isHeading(b.tag) && e.Title == "":
			e.Title = b.text
		case b.isLink(), len(b.text) < 30 && len(body) == 0:
		case furniture.MatchString(b.text):
		default:
			body = append(body, b)
		}
	}
	e.Text = join(body)
	return e, len(e.Text) >= 60
}
