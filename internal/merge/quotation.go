package merge

import (
	"slices"

	"vigil"
)

// Quotation is what the reports of a record quote in one or more wordings.
type Quotation struct {
	Claims   []*vigil.Claim
	Speakers []vigil.Party // everybody who is said to have said it
	Disputed bool          // reports name different speakers
	Copied   bool          // the same words stand in several reports
}

// Noteworthy reports whether there is something to settle about q: who said
// it, or whether it was told twice.
func (q *Quotation) Noteworthy() bool {
	return len(q.Claims) > 1 || slices.ContainsFunc(q.Speakers, func(p vigil.Party) bool { return p.Unsure != "" })
}

// Quotations puts the wordings of each quotation together, in order of the
// claims.
func Quotations(claims []vigil.Claim, reports func(id string) *vigil.Report) []Quotation {
	var quotes []*vigil.Claim
	var words [][]uint32
	at := map[uint32][]int{}
	for i := range claims {
		c := &claims[i]
		r := reports(c.Report)
		if c.Kind != vigil.QuoteClaim || r == nil {
			continue
		}
		w := content(c.Trigger.In(r.Text))
		for _, k := range w {
			at[k] = append(at[k], len(quotes))
		}
		quotes, words = append(quotes, c), append(words, w)
	}
	of := make([]int, len(quotes))
	var out []Quotation
	for i, c := range quotes {
		of[i] = -1
		for _, k := range words[i] {
			if list := at[k]; len(list) <= maxQuoteBlock && of[i] < 0 {
				of[i] = wording(list, i, words, of)
			}
		}
		if of[i] < 0 {
			of[i] = len(out)
			out = append(out, Quotation{})
		}
		out[of[i]].Claims = append(out[of[i]].Claims, c)
	}
	for i := range out {
		out[i].speakers(func(c *vigil.Claim) string { return c.Trigger.In(reports(c.Report).Text) })
	}
	return out
}

// wording returns the quotation that one of list, before i, is a wording of as
// i is, or -1.
func wording(list []int, i int, words [][]uint32, of []int) int {
	for _, j := range list {
		if j >= i {
			break
		}
		same := len(words[i]) == len(words[j]) && overlap(words[i], words[j]) == 1
		if same || reworded(words[i], words[j]) {
			return of[j]
		}
	}
	return -1
}

const (
	sameWording = .38 // mean share of each one's content words that the other has, from which two quotations are wordings of one
	leastShared = 3   // content words that wordings of one quotation share at least
)

// reworded reports whether two quotations, by their content words, are wordings
// of one: of both a good part must stand in the other, on the mean.
func reworded(a, b []uint32) bool {
	short, long := float64(min(len(a), len(b))), float64(max(len(a), len(b)))
	if short < severalWords {
		return false
	}
	both := overlap(a, b) * short
	return both >= leastShared && (both/short+both/long)/2 >= sameWording
}

// speakers gathers who is said to have said it. words gives a claim's own.
func (q *Quotation) speakers(words func(*vigil.Claim) string) {
	named := map[string]bool{}
	for _, c := range q.Claims {
		q.Copied = q.Copied || c.Copied || slices.ContainsFunc(q.Claims, func(o *vigil.Claim) bool { return o.Report != c.Report && words(o) == words(c) })
		for _, a := range c.By {
			for _, p := range a.Speakers {
				if p.Unsure == "" {
					p.Unsure = a.Unsure
				}
				if !named[p.Name] {
					named[p.Name] = true
					q.Speakers = append(q.Speakers, p)
				}
			}
		}
	}
	q.Disputed = len(q.Speakers) > 1 && len(q.Claims) > 1
}
