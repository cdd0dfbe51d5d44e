// Package distiller stands in for github.com/markusmobius/go-domdistiller, to
// which go-trafilatura falls back only where it is asked to, and vigil does
// not ask. See docs/decisions/0120-article-text.md.
package distiller

import (
	"errors"
	"net/url"

	"golang.org/x/net/html"
)

// Options are what the distiller is told.
type Options struct {
	OriginalURL    *url.URL
	SkipPagination bool
}

// Result is what is found in a page.
type Result struct{ Node *html.Node }

// Apply always fails.
func Apply(*html.Node, *Options) (*Result, error) {
	return nil, errors.New("distiller: left out of this build")
}
