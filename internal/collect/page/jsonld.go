package page

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
)

// node is one JSON-LD object (schema.org).
type node map[string]any

// parseLD reads a script of JSON-LD: an object, a list, or an object with
// @graph. Faults that sites make are forgiven: comments around it, raw line
// breaks in strings, a semicolon at the end.
func parseLD(s string) []node {
	if len(s) > maxJSON {
		return nil
	}
	s = strings.TrimSpace(s)
	for _, cut := range [][2]string{{"<!--", "-->"}, {"//<![CDATA[", "//]]>"}, {"<![CDATA[", "]]>"}} {
		if t, ok := strings.CutPrefix(s, cut[0]); ok {
			s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(t), cut[1]))
		}
	}
	s = strings.TrimSuffix(s, ";")
	var v any
	if err := json.Unmarshal([]byte(s), &v); err != nil {
		s = strings.Map(func(r rune) rune {
			if r < 0x20 {
				return ' '
			}
			return r
		}, s)
		if json.Unmarshal([]byte(s), &v) != nil {
			return nil
		}
	}
	var out []node
	flattenLD(v, &out, 0)
	return out
}

// flattenLD lists the top objects and those of @graph; deeper ones are reached
// through their owners.
func flattenLD(v any, out *[]node, depth int) {
	if depth > 4 || len(*out) > 200 {
		return
	}
	switch x := v.(type) {
	case []any:
		for _, y := range x {
			flattenLD(y, out, depth+1)
		}
	case map[string]any:
		*out = append(*out, x)
		flattenLD(x["@graph"], out, depth+1)
		flattenLD(x["mainEntity"], out, depth+1)
		if m, ok := x["mainEntityOfPage"].(map[string]any); ok && len(m) > 2 {
			flattenLD(m, out, depth+1)
		}
	}
}

// get returns the object under key (the first of a list), or nil.
func (n node) get(key string) node {
	switch x := n[key].(type) {
	case map[string]any:
		return x
	case []any:
		for _, y := range x {
			if m, ok := y.(map[string]any); ok {
				return m
			}
		}
	}
	return nil
}

// text returns the string under key (the first of a list), unescaped.
func (n node) text(key string) string {
	switch x := n[key].(type) {
	case string:
		return fold(html.UnescapeString(x))
	case []any:
		for _, y := range x {
			if s, ok := y.(string); ok {
				return fold(html.UnescapeString(s))
			}
		}
	}
	return ""
}

// names returns the names under key: strings, or the name of each object.
func (n node) names(key string) []string {
	var out []string
	add := func(v any) {
		switch x := v.(type) {
		case string:
			out = append(out, fold(html.UnescapeString(x)))
		case map[string]any:
			out = append(out, node(x).text("name"))
		}
	}
	if list, ok := n[key].([]any); ok {
		for _, v := range list {
			add(v)
		}
	} else {
		add(n[key])
	}
	return out
}

// is reports whether n's type is one of those named, by their endings:
// "Article" covers NewsArticle and the rest of schema.org's articles.
func (n node) is(endings ...string) bool {
	match := func(v any) bool {
		s, _ := v.(string)
		for _, e := range endings {
			if strings.HasSuffix(s, e) {
				return true
			}
		}
		return false
	}
	if list, ok := n["@type"].([]any); ok {
		for _, v := range list {
			if match(v) {
				return true
			}
		}
		return false
	}
	return match(n["@type"])
}

// newsNode is the object that describes the page's article: an article whose
// headline is the page's, else the first article, else nil.
func (f *facts) newsNode() node {
	var first node
	for _, n := range f.ld {
		if !n.is("Article", "BlogPosting", "LiveBlogPosting", "Report") {
			continue
		}
		if first == nil {
			first = n
		}
		h := n.text("headline")
		if h != "" && (sameWords(h, f.first("og:title")) || sameWords(h, f.title) || len(f.h1) > 0 && sameWords(h, f.h1[0])) {
			return n
		}
	}
	return first
}

// articleBody is the article's text as the page's data give it, or "".
func (f *facts) articleBody() string {
	n := f.newsNode()
	if n == nil {
		return ""
	}
	s, _ := n["articleBody"].(string)
	if strings.Contains(s, "<p") {
		doc, err := parse(s)
		if err != nil {
			return ""
		}
		return join(render(doc))
	}
	s = html.UnescapeString(s)
	var out []string
	for _, line := range strings.Split(s, "\n") {
		if line = clean(line); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n\n")
}
