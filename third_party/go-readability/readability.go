// Package readability stands in for github.com/go-shiori/go-readability, to
// which go-trafilatura falls back only where it is asked to, and vigil does
// not ask. See docs/decisions/0120-article-text.md.
package readability

import (
	"errors"
	"net/url"

	"golang.org/x/net/html"
)

// Article is what is found in a page.
type Article struct{ Node *html.Node }

// FromDocument always fails.
func FromDocument(*html.Node, *url.URL) (Article, error) {
	return Article{}, errors.New("readability: left out of this build")
}
