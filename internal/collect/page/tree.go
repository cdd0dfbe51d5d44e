package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// parse reads HTML. The parser refuses trees deeper than 512 elements; such a
// page is read again without the elements that nest.
func parse(text string) (*html.Node, error) {
	doc, err := html.Parse(strings.NewReader(text))
	if err == nil {
		return doc, nil
	}
	return html.Parse(strings.NewReader(shallow(text)))
}

// shallow keeps only elements that cannot nest in one another.
func shallow(text string) string {
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out.String()
		case html.TextToken:
			out.Write(z.Raw())
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			raw := string(z.Raw())
			name, _ := z.TagName()
			switch atom.Lookup(name) {
			case atom.P, atom.Br, atom.H1, atom.H2, atom.H3, atom.Meta, atom.Link, atom.Script, atom.Style, atom.Title, atom.Time:
				out.WriteString(raw)
			case atom.Div, atom.Li, atom.Td:
				out.WriteString("<p>")
			}
		}
	}
}

// maxAttr is how much of an attribute is read.
const maxAttr = 4096

// attr returns the value of n's attribute, or "".
func attr(n *html.Node, key string) string {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			if v := n.Attr[i].Val; len(v) > maxAttr {
				return strings.ToValidUTF8(v[:maxAttr], "")
			}
			return n.Attr[i].Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return true
		}
	}
	return false
}

// walk calls f for n and all below it, in document order; where f returns
// false, what is below is left out. Depth is bounded by the parser.
func walk(n *html.Node, f func(*html.Node) bool) {
	if !f(n) {
		return
	}
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling // f may take c out of the tree
		walk(c, f)
		c = next
	}
}

// innerText returns the text below n with its white space folded. It stops
// reading after limit bytes.
func innerText(n *html.Node, limit int) string {
	var b strings.Builder
	appendText(&b, n, limit)
	return fold(b.String())
}

// appendText reports whether there is room for more.
func appendText(b *strings.Builder, n *html.Node, limit int) bool {
	switch {
	case n.Type == html.TextNode:
		b.WriteString(n.Data[:min(len(n.Data), 2*limit+64)])
	case n.Type == html.ElementNode && isUnread(n):
		return true
	case n.Type == html.ElementNode && isBlock(n):
		b.WriteByte(' ')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if b.Len() > limit || !appendText(b, c, limit) {
			return false
		}
	}
	return b.Len() <= limit
}

// fold turns every run of white space into one space and trims the ends.
func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

// isUnread tells elements whose text nobody reads.
func isUnread(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe, atom.Object:
		return true
	}
	return false
}

func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Blockquote, atom.Pre, atom.Table, atom.Tr, atom.Td, atom.Th, atom.Section, atom.Article, atom.Header, atom.Footer,
		atom.Dl, atom.Dt, atom.Dd, atom.Hr, atom.Br, atom.Figure, atom.Figcaption, atom.Main, atom.Aside, atom.Address:
		return true
	}
	return false
}

func remove(n *html.Node) {
	if n.Parent != nil {
		n.Parent.RemoveChild(n)
	}
}

// thin takes out of the tree what is never text, what is hidden, and links
// glued together inside a sentence (pop-ups of related headlines).
func thin(doc *html.Node) {
	walk(doc, func(n *html.Node) bool {
		switch {
		case n.Type == html.CommentNode:
			remove(n)
			return false
		case n.Type != html.ElementNode:
			return true
		case n.DataAtom == atom.Head, isUnread(n), isHidden(n), isGluedLinks(n):
			remove(n)
			return false
		}
		return true
	})
}

func isData(n *html.Node) bool {
	return n.DataAtom == atom.Script && strings.HasPrefix(strings.ToLower(attr(n, "type")), "application/ld+json")
}

func isHidden(n *html.Node) bool {
	if n.DataAtom == atom.Body || n.DataAtom == atom.Html || n.DataAtom == atom.Head {
		return false
	}
	if hasAttr(n, "hidden") {
		return true
	}
	style := attr(n, "style")
	if style == "" {
		return false
	}
	style = strings.ReplaceAll(strings.ToLower(style), " ", "")
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

// isGluedLinks reports whether n is an inline element that is little but links
// run together without a space, at least two after the first.
func isGluedLinks(n *html.Node) bool {
	if n.DataAtom != atom.Span && n.DataAtom != atom.I && n.DataAtom != atom.Em {
		return false
	}
	links, linked, all := 0, 0, 0
	walk(n, func(c *html.Node) bool {
		switch {
		case c.Type == html.TextNode:
			all += len(strings.TrimSpace(c.Data))
		case c.DataAtom == atom.A:
			links++
			l := len(innerText(c, 400))
			linked, all = linked+l, all+l
			return false
		}
		return true
	})
	return links >= 3 && linked > 80 && linked*10 >= all*9
}
