// Package htmldate stands in for github.com/markusmobius/go-htmldate: the few
// names that go-trafilatura refers to, and a search that never finds a date.
// vigil reads the dates of pages itself (internal/collect/page) and the
// library is told not to look for any. See docs/decisions/0120-article-text.md.
package htmldate

import (
	"errors"
	"time"

	"golang.org/x/net/html"
)

// Options are what a search for dates is told.
type Options struct {
	UseOriginalDate     bool
	SkipExtensiveSearch bool
	URL                 string
}

// Result is a date that was found.
type Result struct {
	DateTime time.Time
	HasTime  bool
}

// IsZero reports that there is none.
func (r Result) IsZero() bool { return r.DateTime.IsZero() }

// FromDocument always fails.
func FromDocument(*html.Node, Options) (Result, error) {
	return Result{}, errors.New("htmldate: left out of this build")
}
