package page

import (
	"io"
	"net/url"
	"strings"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/unicode/norm"
)

// Trafilatura is the extractor of go-trafilatura (a port of A. Barbaresi,
// "Trafilatura", ACL 2021), without its fallbacks and without comments.
type Trafilatura struct{}

// Extract implements Extractor.
func (Trafilatura) Extract(doc *html.Node, address *url.URL) (*html.Node, error) {
	res, err := trafilatura.ExtractDocument(doc, trafilatura.Options{
		OriginalURL: address, ExcludeComments: true, HtmlDateMode: trafilatura.Disabled})
	if err != nil {
		return nil, err
	}
	if res.ContentNode == nil {
		return nil, io.EOF
	}
	walk(res.ContentNode, func(n *html.Node) bool {
		if n.Type == html.ElementNode && n.DataAtom == 0 {
			n.DataAtom = atom.Lookup([]byte(n.Data)) // the library makes elements without it
		}
		return true
	})
	return res.ContentNode, nil
}

// What an extractor is given: beyond it a page is read as plain paragraphs.
// go-trafilatura's time grows with paragraphs × text.
const (
	maxElements = 60_000
	maxText     = 2 << 20
	maxWork     = 2 << 30 // paragraphs × bytes
)

// block is a paragraph, heading, list item or row of a table.
type block struct {
	text   string
	tag    atom.Atom
	linked int // bytes of text inside links
}

// article finds the article's blocks; all are the page's.
func article(doc *html.Node, all []block, address *url.URL, ex Extractor) []block {
	if ex == nil {
		ex = Trafilatura{}
	}
	if isVast(doc) {
		return plain(doc)
	}
	root, err := extractSafely(ex, doc, address)
	if err != nil {
		return plain(doc)
	}
	links := linkTexts(all)
	out := render(root)
	for i := range out {
		if links[out[i].text] {
			out[i].linked = len(out[i].text)
		}
	}
	if len(out) == 1 && len(out[0].text) > 600 {
		// The extractor's last resort runs an article's paragraphs together.
		if whole := plain(doc); len(whole) > 1 && len(join(whole)) < 2*len(out[0].text) {
			return whole
		}
	}
	return out
}

// linkTexts are the blocks of a page that are one link from end to end. The
// extractor drops links, and moves words about when told to keep them.
func linkTexts(all []block) map[string]bool {
	out := map[string]bool{}
	for _, b := range all {
		if b.isLink() {
			out[b.text] = true
		}
	}
	return out
}

// extractSafely keeps a fault of the extractor's on one page from stopping the rest.
func extractSafely(ex Extractor, doc *html.Node, address *url.URL) (root *html.Node, err error) {
	defer func() {
		if p := recover(); p != nil {
			root, err = nil, io.ErrUnexpectedEOF
		}
	}()
	return ex.Extract(doc, address)
}

func isVast(doc *html.Node) bool {
	elements, paragraphs, size := 0, 0, 0
	walk(doc, func(n *html.Node) bool {
		switch n.Type {
		case html.ElementNode:
			elements++
			if n.DataAtom == atom.P {
				paragraphs++
			}
		case html.TextNode:
			size += len(n.Data)
		}
		return elements <= maxElements
	})
	return elements > maxElements || size > maxText || (paragraphs+1)*size > maxWork
}

// plain reads the paragraphs of the page's article element, or of its body.
func plain(doc *html.Node) []block {
	var best *html.Node
	size := 0
	walk(doc, func(n *html.Node) bool {
		if n.DataAtom != atom.Article && n.DataAtom != atom.Main {
			return true
		}
		if l := len(innerText(n, 1<<20)); l > size {
			best, size = n, l
		}
		return false
	})
	if size < 200 {
		best = doc
	}
	var out []block
	for _, b := range render(best) {
		if b.tag == atom.P || b.linked*2 < len(b.text) {
			out = append(out, b)
		}
	}
	return out
}

// render turns a tree into blocks of text.
func render(root *html.Node) []block {
	var r renderer
	r.node(root)
	r.flush()
	return r.out
}

// lineBreak stands for <br> until a block is cut into lines.
const lineBreak = "\v"

type renderer struct {
	out    []block
	text   strings.Builder
	tag    atom.Atom
	linked int
	links  int // depth inside links
}

func (r *renderer) node(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		if r.links > 0 {
			r.linked += len(strings.TrimSpace(n.Data))
		}
		r.text.WriteString(strings.ReplaceAll(n.Data, lineBreak, " "))
		return
	case n.Type == html.ElementNode && isUnread(n):
		return
	case n.DataAtom == atom.Head:
		return
	case n.DataAtom == atom.Br:
		r.text.WriteString(lineBreak)
		return
	}
	block := n.Type == html.ElementNode && isBlock(n)
	if block {
		r.flush()
		r.tag = n.DataAtom
	}
	if n.DataAtom == atom.A {
		r.links++
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.node(c)
	}
	if n.DataAtom == atom.A {
		r.links--
	}
	if block {
		r.flush()
	}
}

// flush ends the current block. Two line breaks or more part paragraphs, one
// is a line.
func (r *renderer) flush() {
	if r.text.Len() == 0 {
		r.linked = 0
		return
	}
	var lines []string
	for _, line := range strings.Split(r.text.String(), lineBreak) {
		line = clean(line)
		if line == "" && len(lines) > 0 {
			r.add(lines)
			lines = nil
		} else if line != "" {
			lines = append(lines, line)
		}
	}
	r.add(lines)
	r.text.Reset()
	r.linked = 0
}

func (r *renderer) add(lines []string) {
	if len(lines) == 0 {
		return
	}
	r.out = append(r.out, block{strings.Join(lines, "\n"), r.tag, r.linked})
	r.linked = 0
}

// clean folds white space, composes characters (NFC) and drops soft hyphens,
// zero-width spaces and control characters. Joiners and marks of direction
// stay: Persian and Arabic need them.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\u00AD', r == '\u200B', r == '\uFEFF', r == 0:
			return -1
		case r < 0x20 && r != '\n' && r != '\t', r >= 0x7f && r < 0xa0 && r != 0x85:
			return ' '
		}
		return r
	}, s)
	return norm.NFC.String(fold(s))
}

func join(blocks []block) string {
	var b strings.Builder
	for i, x := range blocks {
		if i > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(x.text)
	}
	return b.String()
}
