package vigil

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Report is one text by one outlet, as it was published.
type Report struct {
	ID        string    `json:"id,omitzero"`
	Source    string    `json:"source,omitzero"` // the outlet
	URL       string    `json:"url,omitzero"`
	Title     string    `json:"title,omitzero"`
	Lang      string    `json:"lang,omitzero"` // ISO 639-1, or "" if not told
	Text      string    `json:"text,omitzero"` // UTF-8; every Span points into it
	Published Published `json:"published,omitzero"`
	Fetched   time.Time `json:"fetched,omitzero"`
	Digest    string    `json:"digest,omitzero"` // SHA-256 of the bytes it was read from, hex

	// What is held of the outlet by whoever collects it.
	Reliability string `json:"reliability,omitzero"` // A (reliable) to E, F: cannot be judged
	Party       string `json:"party,omitzero"`       // to a conflict, for which it speaks
	Home        string `json:"home,omitzero"`        // the country where it sits, ISO 3166-1 alpha-3
}

// MostText is how many bytes of a text are analysed: the length of a book of 150
// pages. What is longer is no report, and would hold up all others.
const MostText = 256 << 10

// Head is what of the text is analysed: all of it, or where it is longer than
// MostText as much as ends with a line or, failing that, a word.
func (r *Report) Head() string {
	if len(r.Text) <= MostText {
		return r.Text
	}
	const near = 4 << 10
	head := r.Text[:MostText]
	for _, at := range []string{"\n", " "} {
		if i := strings.LastIndex(head, at); i > MostText-near {
			return head[:i+1]
		}
	}
	for i := MostText; i > MostText-utf8.UTFMax; i-- {
		if utf8.RuneStart(r.Text[i]) {
			return r.Text[:i]
		}
	}
	return head
}

// Published says when a report came out and how that is known.
type Published struct {
	Days  Days      `json:"days,omitzero"` // one day where the day is known; else the range it can be placed in
	At    time.Time `json:"at,omitzero"`   // the instant, if given; else zero
	Basis Basis     `json:"basis,omitzero"`
	Score float64   `json:"score,omitzero"` // 0..1, how sure; 1 when given
}

// Known reports whether any day is known.
func (p Published) Known() bool { return p.Days.Known() }

// Day returns the day by which weekdays and the like are read (the last day of
// the range), or the unknown Day.
func (p Published) Day() Day { return p.Days.To }

// Basis says what a report's date rests on.
type Basis string

// The bases of a date, from firm to none.
const (
	Given     Basis = "given"    // the report came with it
	Dateline  Basis = "dateline" // its text opens with it
	FromURL   Basis = "url"      // its address holds it
	Inferred  Basis = "inferred" // from what it says, or from reports of the same story
	NoBasis   Basis = "unknown"
	FromPage  Basis = "page"  // metadata of the page
	FromFetch Basis = "fetch" // nothing but the time it was fetched; an upper bound
)
