// Package group puts reports into stories: reports come in one at a time, in
// any order, and out comes, for each, the story that it tells.
//
// A report is compared with the few earlier ones that share its rarest words
// (index), each pair gets the log-odds of telling the same story (pair), and
// the report joins the story with which its mean log-odds are best. Nothing
// looks ahead. Now and then Repair clusters what has changed again, bottom-up
// by average linkage, which undoes early mistakes; stories keep their ids by
// greatest overlap. Reports far from the newest day are let go, so the cost of
// a report does not grow with the stream.
//
// The method follows Miranda et al. 2018 (several tf-idf cosines and Gaussians
// of time, combined by a linear model) and Laban and Hearst 2017 (local graph,
// then clustering), with pairs of reports instead of centroids
// (docs/decisions/0110-stories.md).
package group

import (
	"cmp"
	"math"
	"slices"

	"vigil"
	"vigil/internal/trace"
)

// views say in which parts of a report a term stands.
type views uint8

const (
	inTitle views = 1 << iota // the headline, or the first titleWords words of a report without one
	inLead                    // headline and the first leadWords words of the text
	isName                    // written with a capital inside a sentence
	isNumber
)

const (
	titleWords = 12
	leadWords  = 60
)

// term is one word of a report, eight bytes.
type term struct {
	key   uint32
	count uint8 // how often, at most maxCount
	in    views
}

const maxCount = 255

// weight is 1 + log of the count.
func (t *term) weight() float32 { return logCount[t.count] }

var logCount = func() (w [maxCount + 1]float32) {
	for n := 1; n <= maxCount; n++ {
		w[n] = 1 + float32(math.Log(float64(n)))
	}
	return w
}()

// maxTerms bounds what is kept of a report: its heaviest terms.
const maxTerms = 160

// doc is a report as a bag of terms, with its place among the others.
type doc struct {
	id     string
	n      uint32    // its number: how many came before
	day    vigil.Day // 0 if unknown
	clock  vigil.Day // newest day when it came
	src    uint32    // hash of the outlet, 0 if unknown
	words  int32
	norm   norms    // lengths of its vectors
	terms  []term   // by key
	found  []uint32 // keys by which the index finds it
	edges  []edge
	story  *story
	founds int  // how many stories it has founded: part of their ids
	gone   bool // its report has another text now

	// Scratch of the search or clustering under way.
	mark  int
	score float32
}

// edge is the log-odds that two reports tell the same story.
type edge struct {
	to uint32 // doc.n
	z  float32
}

// reader turns reports into docs and keeps the space that this takes.
type reader struct {
	words []trace.Word
	terms []term
}

func (r *reader) read(rep *vigil.Report) *doc {
	r.words = trace.Words(r.words[:0], rep.Title)
	headline := len(r.words)
	r.words = trace.Words(r.words, rep.Head())
	title, lead := headline, min(headline+leadWords, len(r.words))
	if headline == 0 {
		title = min(titleWords, len(r.words))
	}
	r.terms = r.terms[:0]
	for i, w := range r.words {
		if w.Len() < 2 && w.Flags&trace.Number == 0 {
			continue
		}
		t := term{key: w.Key, count: 1}
		if i < title {
			t.in |= inTitle
		}
		if i < lead {
			t.in |= inLead
		}
		if w.Flags&trace.Number != 0 {
			t.in |= isNumber
		}
		if i >= headline && w.Flags&(trace.Capital|trace.Opens) == trace.Capital {
			t.in |= isName
		}
		r.terms = append(r.terms, t)
	}
	d := &doc{id: rep.ID, day: rep.Published.Day(), words: int32(len(r.words)), terms: gather(r.terms)}
	if rep.Source != "" {
		d.src = trace.Hash(rep.Source)
	}
	return d
}

// keys yields d's terms.
func (d *doc) keys(yield func(uint32) bool) {
	for i := range d.terms {
		if !yield(d.terms[i].key) {
			return
		}
	}
}

// gather returns one term for each key, in order.
func gather(ts []term) []term {
	slices.SortFunc(ts, func(a, b term) int { return cmp.Compare(a.key, b.key) })
	n := 0
	for i := range ts {
		if i == 0 || ts[i].key != ts[i-1].key {
			n++
		}
	}
	out := make([]term, 0, n)
	for _, t := range ts {
		if n := len(out); n > 0 && out[n-1].key == t.key {
			if out[n-1].count < maxCount {
				out[n-1].count++
			}
			out[n-1].in |= t.in
			continue
		}
		out = append(out, t)
	}
	return out
}
