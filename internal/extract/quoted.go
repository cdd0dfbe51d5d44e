package extract

import (
	"vigil"
	"vigil/internal/nlp"
)

// leastQuoted is how many words a quotation must have to be kept for itself.
const leastQuoted = 4

// quotations reads whole sentences in quotation marks, with who says them: the
// saying that they are the content of, or by their place the speaker of the
// quotation right before in the same paragraph.
func (v *view) quotations(ss []saying, says []vigil.Attribution) []vigil.Claim {
	var out []vigil.Claim
	last := -1 // the quotation that out ends with
	for k := range v.quotes {
		q := &v.quotes[k]
		if !v.speech(q) || v.words(q) < leastQuoted {
			continue
		}
		b := q.bounds()
		c := vigil.Claim{Kind: vigil.QuoteClaim, Status: vigil.Occurred, Trigger: v.span(int(b.first), int(b.last)), Score: .5}
		for s := v.sentOf[b.first]; s <= v.sentOf[b.last]; s++ {
			c.Evidence = append(c.Evidence, v.doc.Sentences[s].Span)
		}
		if in := around(ss, int(q.first)); len(in) > 0 {
			c.By, c.Score = []vigil.Attribution{says[in[0]]}, says[in[0]].Score
		} else if last >= 0 && len(out[len(out)-1].By) > 0 && v.follows(&v.quotes[last], q) {
			a := out[len(out)-1].By[0]
			a.Content, a.Rule, a.Score = []vigil.Span{c.Trigger}, "by its place", a.Score/2
			c.By, c.Score = []vigil.Attribution{a}, a.Score
		}
		out, last = append(out, c), k
	}
	return out
}

func (v *view) words(q *quotation) int {
	n := 0
	for i := q.first; i <= q.last; i++ {
		if v.tok[i].UPOS != nlp.PUNCT {
			n++
		}
	}
	return n
}

// follows reports whether quotation b is the next sentence after the one that
// a stands in, in the same paragraph.
func (v *view) follows(a, b *quotation) bool {
	s, t := v.sentence(int(a.last)), v.sentence(int(b.first))
	return s.Para == t.Para && v.sentOf[b.first]-v.sentOf[a.last] <= 1
}
