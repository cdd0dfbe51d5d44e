package extract

import (
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// shape rounds out what the tree gave: quotations are taken whole, what stands
// between a verb of saying and its clause belongs to the clause, and neither
// cue nor source is part of what is said.
func (v *view) shape(s *saying) {
	if s.contents != saidAsNames[asQuote] {
		v.fillGap(s)
		for k := range s.content {
			s.content[k] = v.wholeQuotes(s.content[k], int(s.cue))
		}
		s.content = v.unlap(s.content)
	}
	for _, c := range s.cues {
		v.without(s, reach{c, c})
	}
	v.skipTime(s)
	v.giveCue(s)
	v.without(s, s.source)
}

// skipTime takes the time of speaking off the start of what is said:
// "threatened on Tuesday to …".
func (v *view) skipTime(s *saying) {
	if len(s.content) == 0 || s.content[0].first < s.cue {
		return
	}
	j, last := s.content[0].first, s.content[0].last
	if v.tok[j].UPOS == nlp.ADP && j < last && v.time[j+1] >= 0 {
		j++
	}
	if v.time[j] < 0 {
		return
	}
	for j < last && v.time[j] >= 0 {
		j++
	}
	if v.is(int(j), use.To) || v.is(int(j), use.That) {
		s.content[0].first = j
	}
}

// giveCue moves the preposition between cue and content to the cue: "accused
// of", "worried about".
func (v *view) giveCue(s *saying) {
	last := s.cues[len(s.cues)-1]
	if len(s.content) == 0 || s.content[0].first != last+1 || s.content[0].first == s.content[0].last {
		return
	}
	if v.is(int(last)+1, use.NounTakes) {
		s.cues = append(s.cues, last+1)
		s.content[0].first++
	}
}

// wholeQuotes widens r to the quotations that it holds a part of, unless the
// cue stands in them.
func (v *view) wholeQuotes(r reach, cue int) reach {
	for k := v.quoteFrom(int(r.first)) - 1; k >= 0 && k < len(v.quotes); k++ {
		q := v.quotes[k].bounds()
		if q.first > r.last {
			break
		}
		if q.last < r.first || q.holds(cue) {
			continue
		}
		if q.first >= r.first && q.last <= r.last || q.first < r.first && q.last > r.last && v.sentOf[q.first] == v.sentOf[q.last] {
			continue
		}
		r.first, r.last = min(r.first, q.first), max(r.last, q.last)
	}
	return r
}

// fillGap moves the start of a clause back to the verb of saying where the
// parser hung its first words elsewhere: "said voter fraud …", "says there
// needs …".
func (v *view) fillGap(s *saying) {
	i := int(s.cue)
	last := int(s.cues[len(s.cues)-1])
	if !v.verb(i) || len(s.content) == 0 || int(s.content[0].first) <= last+1 {
		return
	}
	if int(s.content[0].first) > last+40 || v.sentOf[s.content[0].first] != v.sentOf[i] {
		return
	}
	j := last + 1
	for j < int(s.content[0].first) && (v.time[j] >= 0 || v.tok[j].UPOS == nlp.ADV || v.tok[j].UPOS == nlp.PUNCT && quoteMark(v.doc.Word(j)) == 0) {
		j++
	}
	if j == int(s.content[0].first) || s.source.first >= int32(i) {
		return
	}
	switch v.tok[j].UPOS {
	case nlp.ADP, nlp.VERB, nlp.PART, nlp.CCONJ, nlp.AUX:
		return
	case nlp.SCONJ:
		if !v.is(j, use.That) {
			return
		}
	default:
		if !v.takesNoHearer(i) {
			return
		}
	}
	s.content[0].first = int32(j)
}

// takesNoHearer reports whether what follows the verb i is what is said, never
// the one who is told.
func (v *view) takesNoHearer(i int) bool {
	return v.is(i, use.SayOnly)
}

// unlap joins runs that touch or overlap.
func (v *view) unlap(list []reach) []reach {
	out := list[:0]
	for _, r := range list {
		if n := len(out); n > 0 && r.first <= out[n-1].last+1 {
			out[n-1].last = max(out[n-1].last, r.last)
			continue
		}
		out = append(out, r)
	}
	return out
}

// without cuts the words of c out of the content of s.
func (v *view) without(s *saying, c reach) {
	if c.first < 0 {
		return
	}
	var out []reach
	for _, r := range s.content {
		if c.last < r.first || c.first > r.last {
			out = append(out, r)
			continue
		}
		if r.first < c.first {
			out = append(out, reach{r.first, c.first - 1})
		}
		if c.last < r.last {
			out = append(out, reach{c.last + 1, r.last})
		}
	}
	s.content = out
}
