// Package when finds the expressions of time in a Doc and says which days they
// mean (TIMEX3, TimeML 1.2.1), and infers the day of publication of a report
// that does not give it.
package when

import (
	"vigil"
	"vigil/internal/nlp"
)

// Resolver resolves times.
type Resolver struct{}

// New returns a Resolver of English times.
func New() *Resolver { return &Resolver{} }

// Times implements resolve.When.
func (r *Resolver) Times(rep *vigil.Report, doc *nlp.Doc) (vigil.Published, []vigil.When) {
	p := newParser(rep.Head())
	p.doc = doc
	exprs := p.parse()
	pub := rep.Published
	if !pub.Known() {
		pub = Infer(p.clues(exprs, rep.URL))
	}
	return pub, p.resolve(exprs, pub.Days)
}

// resolve reads every expression against the days of publication and what the
// text has named so far. Where publication is a range, an expression is read
// against each of its days: what most of them say is told, with their share as
// its score; where they differ the value stays open and the days are all that
// it can mean.
func (p *parser) resolve(exprs []expr, published vigil.Days) []vigil.When {
	readings := [][]vigil.When{p.resolveOn(exprs, published.To)}
	for now := published.To - 1; now >= published.From && published.From > 0 && len(readings) < maxWindow; now-- {
		readings = append(readings, p.resolveOn(exprs, now))
	}
	out := readings[0]
	for i := range out {
		if len(readings) > 1 {
			out[i] = agree(readings, i)
		}
	}
	return out
}

// majority is the share of the days that a reading needs.
const majority = .6

// agree is what the readings say of expression i together.
func agree(readings [][]vigil.When, i int) vigil.When {
	best, votes := readings[0][i], 0
	hull := best
	for _, r := range readings {
		n := 0
		for _, other := range readings {
			if other[i].Value == r[i].Value {
				n++
			}
		}
		if n > votes {
			best, votes = r[i], n
		}
		hull.Value = open(hull.Value, r[i].Value)
		hull.Days = join(hull.Days, r[i].Days)
	}
	share := float64(votes) / float64(len(readings))
	switch {
	case share < majority:
		best = hull
	case votes == len(readings):
		best.Days = hull.Days
	}
	best.Score *= share
	return best
}

// join is the shortest range that holds both; an open end stays open.
func join(a, b vigil.Days) vigil.Days {
	if a.From != 0 {
		a.From = min(a.From, b.From)
	}
	if a.To != 0 && b.To != 0 {
		a.To = max(a.To, b.To)
	} else {
		a.To = 0
	}
	return a
}

// open writes X where two values differ.
func open(a, b string) string {
	if len(a) != len(b) {
		return "XXXX-XX-XX"
	}
	out := []byte(a)
	for i := range out {
		if out[i] != b[i] {
			out[i] = 'X'
		}
	}
	return string(out)
}

func (p *parser) resolveOn(exprs []expr, now vigil.Day) []vigil.When {
	a := anchor{now: now}
	out := make([]vigil.When, 0, len(exprs))
	for i := range exprs {
		e := &exprs[i]
		r := a.read(e, p.tense(e))
		r.Span = vigil.Span{Start: p.ws[e.first].Start, End: p.ws[e.next-1].End}
		r.Text = r.Span.In(p.text)
		a.follow(e, r.point)
		out = append(out, r.When)
	}
	return out
}

// follow lets the story move to a period that it named. Comparisons ("a year
// earlier") leave it where it is.
func (a *anchor) follow(e *expr, to point) {
	if to.grain == noGrain || e.ago {
		return
	}
	a.focus = to
	if (to.grain == quarter || to.grain == half) && e.y == 0 && !e.shiftYear {
		a.topic = to
	}
}

// ends reports whether a sentence ends at atom i.
func (p *parser) ends(i int) bool {
	if p.gap(i+1) == 2 {
		return true
	}
	switch p.word(i) {
	case ".", "?", "!":
		return p.gap(i+1) != 0 && i+1 < len(p.ws) && p.ws[i+1].Title && !p.abbreviated(i)
	}
	return false
}

// abbreviated reports whether the full stop at i belongs to a short word.
func (p *parser) abbreviated(i int) bool {
	w := p.word(i - 1)
	return p.glued(i) && (len(w) <= 2 || p.sense(i-1).month > 0 && len(w) <= 4 && !p.is(i-1, "may") || len(w) <= 3 && p.ws[i-1].Title && !p.is(i-1, "may"))
}
