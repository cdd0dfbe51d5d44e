package eval

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vigil"
	"vigil/internal/trace"
)

// StitchedPage is a report stitched from sentences of others, with where each is from.
type StitchedPage struct {
	Report vigil.Report
	Parts  []Part
}

// Part is one sentence of a StitchedPage.
type Part struct {
	vigil.Span
	Of       []string // the reports that hold it; none if it is no copy
	Reworded bool
}

const (
	pageSources   = 6 // at least, and
	pageMore      = 6 // at most so many more
	pageDays      = 7 // all sources came out within
	partWords     = 7 // shorter sentences are left out
	rewordedShare = 3 // one in so many sentences is reworded
	ownShare      = 6 // one in so many sentences is of a report that is not in the stream
	furniture     = 3 // a sentence that more reports than this hold belongs to the page
	pageOutlet    = "stitched.example"
)

// Stitch makes n pages from reports, which must be dated and in order, and
// returns the pages and the ids of reports that are to be left out of the
// stream: their sentences are what a page did not copy, on the same stories.
func Stitch(reports []vigil.Report, story map[string]string, n int, seed int64) (pages []StitchedPage, out map[string]bool) {
	rng := rand.New(rand.NewSource(seed))
	out = map[string]bool{}
	texts := map[string]map[string]bool{}
	for _, r := range reports {
		texts[r.ID] = grams(strings.Fields(folded(r.Text)))
	}
	byStory := map[string][]int{}
	for i, r := range reports {
		byStory[story[r.ID]] = append(byStory[story[r.ID]], i)
	}
	for len(pages) < n {
		at := rng.Intn(len(reports))
		last := at
		for last < len(reports) && reports[last].Published.Day()-reports[at].Published.Day() <= pageDays {
			last++
		}
		window := reports[at:last]
		if len(window) < pageSources+pageMore {
			continue
		}
		var own []vigil.Report
		srcs := pick(rng, window, pageSources+rng.Intn(pageMore+1), func(r vigil.Report) bool { return !out[r.ID] && r.Source != pageOutlet })
		for _, r := range srcs { // a hard page has others on the same stories
			for _, i := range byStory[story[r.ID]] {
				if o := reports[i]; len(own) < 2 && !out[o.ID] && !slices.ContainsFunc(srcs, func(s vigil.Report) bool { return s.ID == o.ID }) && !used(pages, o.ID) {
					own = append(own, o)
					out[o.ID] = true
				}
			}
		}
		near := around(reports, at, last)
		p := stitch(rng, srcs, own, func(s string) (ids []string, most float64) {
			for i, x := range shares(s, near, texts) {
				if !out[near[i].ID] {
					most = max(most, x)
					if x >= sameShare {
						ids = append(ids, near[i].ID)
					}
				}
			}
			return ids, most
		})
		p.Report.ID = fmt.Sprintf("page%02d", len(pages))
		p.Report.Published.Days = vigil.Days{From: window[len(window)-1].Published.Day(), To: window[len(window)-1].Published.Day()}
		pages = append(pages, p)
	}
	for i := range pages { // what was left out later is no source
		for j := range pages[i].Parts {
			pages[i].Parts[j].Of = slices.DeleteFunc(pages[i].Parts[j].Of, func(id string) bool { return out[id] })
		}
	}
	return pages, out
}

// around returns the reports from two weeks before reports[at] to reports[last].
func around(reports []vigil.Report, at, last int) []vigil.Report {
	for at > 0 && reports[last-1].Published.Day()-reports[at-1].Published.Day() <= 14 {
		at--
	}
	return reports[at:last]
}

func used(pages []StitchedPage, id string) bool {
	for _, p := range pages {
		for _, part := range p.Parts {
			if slices.Contains(part.Of, id) {
				return true
			}
		}
	}
	return false
}

func pick(rng *rand.Rand, from []vigil.Report, n int, ok func(vigil.Report) bool) (out []vigil.Report) {
	for _, i := range rng.Perm(len(from)) {
		if len(out) < n && ok(from[i]) && len(sentencesOf(from[i].Text)) >= 3 {
			out = append(out, from[i])
		}
	}
	return out
}

// sentencesOf returns the sentences of some length in text.
func sentencesOf(text string) (out []string) {
	ws := trace.Words(nil, text)
	for _, s := range trace.Sentences(nil, text, ws) {
		if s.Last-s.First >= partWords && s.Last-s.First <= 60 {
			out = append(out, strings.Join(strings.Fields(s.In(text)), " "))
		}
	}
	return out
}

const (
	gramWords = 4
	sameShare = .6 // of its grams that a report shares with a sentence that it holds, word for word or lightly edited
)

// grams returns the runs of gramWords words in folded text.
func grams(words []string) map[string]bool {
	m := map[string]bool{}
	for i := 0; i+gramWords <= len(words); i++ {
		m[strings.Join(words[i:i+gramWords], " ")] = true
	}
	return m
}

// shares returns, for each of reports, the share of a sentence's grams that it
// has.
func shares(sentence string, reports []vigil.Report, texts map[string]map[string]bool) []float64 {
	out := make([]float64, len(reports))
	gs := grams(strings.Fields(folded(sentence)))
	for i, r := range reports {
		n := 0
		for g := range gs {
			if texts[r.ID][g] {
				n++
			}
		}
		out[i] = float64(n) / float64(max(1, len(gs)))
	}
	return out
}

func folded(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

func stitch(rng *rand.Rand, srcs, own []vigil.Report, holders func(string) ([]string, float64)) StitchedPage {
	type piece struct {
		text string
		part Part
	}
	var pieces []piece
	for _, r := range srcs {
		ss := sentencesOf(r.Text)
		for _, i := range rng.Perm(len(ss))[:min(len(ss), 1+rng.Intn(4))] {
			var part Part
			if part.Of, _ = holders(ss[i]); len(part.Of) > furniture {
				continue
			}
			if rng.Intn(rewordedShare) == 0 {
				ss[i], part.Reworded = reword(rng, ss[i]), true
			}
			pieces = append(pieces, piece{ss[i], part})
		}
	}
	for _, r := range own {
		ss := sentencesOf(r.Text)
		for _, i := range rng.Perm(len(ss))[:min(len(ss), 1+len(pieces)/2/ownShare)] {
			if _, most := holders(ss[i]); most == 0 {
				pieces = append(pieces, piece{ss[i], Part{}})
			}
		}
	}
	rng.Shuffle(len(pieces), func(i, j int) { pieces[i], pieces[j] = pieces[j], pieces[i] })
	var b strings.Builder
	p := StitchedPage{Report: vigil.Report{Source: pageOutlet}}
	for _, x := range pieces {
		start := b.Len()
		b.WriteString(x.text)
		if r, _ := utf8.DecodeLastRuneInString(x.text); !strings.ContainsRune(".!?”\"'’", r) {
			b.WriteByte('.')
		}
		x.part.Span = vigil.Span{Start: start, End: b.Len()}
		b.WriteByte(' ')
		p.Parts = append(p.Parts, x.part)
	}
	p.Report.Text = b.String()
	return p
}
