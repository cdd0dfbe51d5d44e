package trace

import "math"

// copyWeights give the log-odds that of two sentences one was taken over from
// the other (vigil-data copies; docs/decisions/0111-copies.md).
var copyWeights = Likeness{-7.6, 3.4, 6.8, 1.8, 1.8, -0.6, -5.4}

func (x *Likeness) score() float64 {
	z := 0.0
	for i := range x {
		z += x[i] * copyWeights[i]
	}
	return 1 / (1 + math.Exp(-z))
}

// before reports whether x came out before y, as far as is known; else whether
// it was read before.
func before(x, y *text) bool {
	if !x.at.IsZero() && !y.at.IsZero() && !x.at.Equal(y.at) {
		return x.at.Before(y.at)
	}
	if x.day != 0 && y.day != 0 && x.day != y.day {
		return x.day < y.day
	}
	return x.n < y.n
}

// settle decides which report each sentence of x was taken from. Reports that
// explain most of x are preferred, the earlier of near equals; where that one
// has the sentence word for word from another itself, the other is named.
func (t *Tracer) settle(x *text) {
	for i := range x.sentences {
		x.sentences[i].from = nil
	}
	for src := t.source(x); src != nil; src = t.source(x) {
		for i := range x.sentences {
			s := &x.sentences[i]
			l, ok := s.linkTo(src.n)
			if s.from != nil || !ok || l.score < s.links[0].score*nearlyLikest {
				continue
			}
			o := &src.sentences[l.to.i]
			s.from = &Copied{s.Span, src.id, o.Span, float64(l.score)}
			if o.from != nil && o.from.Of != x.id && o.from.Score >= Verbatim {
				s.from.Of, s.from.OfSpan = o.from.Of, o.from.OfSpan
			}
		}
	}
	t.whole(x)
}

// origin sums up what was settled.
func (x *text) origin() Origin {
	out := Origin{Report: x.id, Credit: x.credit}
	copied := 0
	for i := range x.sentences {
		if s := &x.sentences[i]; s.from != nil {
			out.Copied = append(out.Copied, *s.from)
			copied += int(s.last - s.first)
		}
	}
	out.Share = float64(copied) / float64(max(1, x.words))
	out.CopyOf = x.copyOf
	return out
}

// whole decides whether x as a whole is a copy, and of what at the root: of
// the report from which most of its words are likely to come.
func (t *Tracer) whole(x *text) {
	words := map[string]float64{}
	for i := range x.sentences {
		if s := &x.sentences[i]; s.from != nil {
			words[s.from.Of] += s.from.Score * float64(s.last-s.first)
		}
	}
	x.copyOf = ""
	for id, n := range words {
		if m := words[x.copyOf]; n >= copyShare*float64(x.words) && (n > m || n == m && id < x.copyOf) {
			x.copyOf = id
		}
	}
	if y := t.live[x.copyOf]; y != nil && y.copyOf != "" && y.copyOf != x.id {
		x.copyOf = y.copyOf
	}
}

// linkTo returns the best link of s to a report.
func (s *sentence) linkTo(n uint32) (link, bool) {
	for _, l := range s.links {
		if l.to.text == n {
			return l, true
		}
	}
	return link{}, false
}

// nearlyMost is the share of the most that an earlier report must explain to be
// preferred to the one that explains most.
const nearlyMost = .9

// Verbatim is the score from which a sentence counts as word for word.
const Verbatim = .9

// nearlyLikest is the same for the likeness of one sentence.
const nearlyLikest = .9

// source returns the earlier report that explains most of the sentences
// of x not settled yet, or nil if none has one that is surely copied.
func (t *Tracer) source(x *text) *text {
	type claim struct {
		weight float64
		sure   bool
	}
	claims := map[uint32]claim{}
	for i := range x.sentences {
		s := &x.sentences[i]
		if s.from != nil {
			continue
		}
		for _, l := range s.links {
			if l.score < s.links[0].score*nearlyLikest || l.to.text < t.base || t.texts[l.to.text-t.base].gone || !before(t.texts[l.to.text-t.base], x) {
				continue
			}
			c := claims[l.to.text]
			c.weight += float64(l.score) * float64(s.last-s.first)
			c.sure = c.sure || l.score >= sureScore
			claims[l.to.text] = c
		}
	}
	most := 0.0
	for _, c := range claims {
		if c.sure {
			most = max(most, c.weight)
		}
	}
	var best *text
	for n, c := range claims {
		if y := t.texts[n-t.base]; c.sure && c.weight >= most*nearlyMost && (best == nil || before(y, best)) {
			best = y
		}
	}
	return best
}
