// Package dateparser stands in for github.com/markusmobius/go-dateparser: the
// few names that go-htmldate refers to, and a parser that never finds a date.
// vigil reads the dates of pages itself (internal/collect/page); the real
// package would spend 160 ms and 78 MB at every start on tables that nothing
// asks for. See docs/decisions/0120-article-text.md.
package dateparser

import (
	"errors"

	"github.com/markusmobius/go-dateparser/date"
)

// ParserType names a way of parsing.
type ParserType uint8

// The parser types that go-htmldate lists.
const (
	CustomFormat ParserType = iota
	AbsoluteTime
)

// PreferredDateSource says which of several dates to prefer.
type PreferredDateSource uint8

// Past prefers dates in the past.
const Past PreferredDateSource = 1

// Configuration is what a Parser is told.
type Configuration struct {
	PreferredDateSource PreferredDateSource
	StrictParsing       bool
}

// Parser finds no dates.
type Parser struct {
	ParserTypes []ParserType
}

// Parse always fails.
func (*Parser) Parse(*Configuration, string, ...string) (date.Date, error) {
	return date.Date{}, errors.New("dateparser: left out of this build")
}
