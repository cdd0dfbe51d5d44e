package quantity

import (
	"vigil/internal/lang/en"
	"vigil/internal/lang/words"
)

// sum is a number in words as far as it has been read: "two million" is in
// total, "three hundred" still in group.
type sum struct{ total, group, unit float64 }

// add takes a word and reports whether it can continue the number; if it
// cannot, nothing changes.
func (s *sum) add(class en.NumberClass, v float64) bool {
	rest := int(s.group) % 100
	switch class {
	case en.SmallNumber: // after tens only 1 to 9, after hundreds anything
		if rest != 0 && (rest%10 != 0 || rest < 20 || v > 9) || s.value() > 0 && v == 0 {
			return false
		}
		s.group += v
	case en.TensNumber:
		if rest != 0 || s.group > 0 && s.group < 100 {
			return false
		}
		s.group += v
	case en.Hundred, en.GroupNumber:
		if s.group >= 100 {
			return false
		}
		s.group = max(s.group, 1) * v
	case en.Scale:
		if s.value() > 1e12 {
			return false
		}
		s.total += max(s.group, 1) * v
		s.group, s.unit = 0, v
	default:
		return false
	}
	return true
}

func (s *sum) value() float64 { return s.total + s.group }

// spelled reads a number in words: "twenty-three", "two hundred and fifty
// thousand", "a dozen", "one and a half million", "thirty-first", "no".
func (r *reader) spelled(i int) (number, int) {
	if r.class(i) == en.NoneNumber {
		return r.none(i)
	}
	at := i
	if (r.is(at, "a") || r.is(at, "an")) && r.multiplies(at+1) {
		at++
	}
	s, first := sum{unit: 1}, at
	for {
		k := at
		if at > first {
			k = r.joint(at)
		}
		e := r.entry(k)
		if e == nil || at > first && r.ws[k].Gap == words.Blank || k > at && e.class == en.GroupNumber {
			break
		}
		if e.class == en.OrdinalNumber && (at == first || k > at) {
			return ordinal(s.value(), e.value), k + 1
		}
		if !s.add(e.class, e.value) {
			break
		}
		at = k + 1
		if r.is(at, "and") && r.is(at+1, "a") && r.is(at+2, "half") {
			s.group += .5
			at += 3
		}
	}
	if at == first {
		return number{}, i
	}
	n := exactly(s.value())
	n.unit = s.unit
	return n, at
}

// ordinal is a number that an ordinal ends: "twenty-third", "two hundredth".
func ordinal(before, v float64) number {
	if v >= 100 {
		v *= max(before, 1)
	} else {
		v += before
	}
	n := exactly(v)
	n.Kind = Ordinal
	return n
}

// joint steps over the hyphen of "twenty-three" and the "and" of "two hundred
// and five".
func (r *reader) joint(i int) int {
	switch {
	case r.hyphen(i) && r.glued(i) && r.glued(i+1):
		return i + 1
	case r.is(i, "and") && (r.class(i-1) == en.Hundred || r.class(i-1) == en.Scale) && (r.class(i+1) == en.SmallNumber || r.class(i+1) == en.TensNumber):
		return i + 1
	}
	return i
}

// multiplies reports whether "a" before atom i means one of it: "a hundred".
func (r *reader) multiplies(i int) bool {
	switch r.class(i) {
	case en.Hundred, en.Scale, en.GroupNumber:
		return true
	}
	return false
}

// none reads "no", "none", "nobody": a count of zero, unless "no" belongs to
// "no longer", "no doubt", "no one knows" and the like, which only its sentence
// can tell; here it must stand before a word.
func (r *reader) none(i int) (number, int) {
	if r.is(i, "no") && (r.kind(i+1) != words.Letter || r.glued(i+1) || r.is(i+1, "longer") || r.is(i+1, "matter") || r.is(i+1, "doubt")) {
		return number{}, i
	}
	return exactly(0), i + 1
}

// unitOf turns a number into what the words behind it make of it: a percentage,
// or a share of another number ("half of about 23 million").
func (r *reader) unitOf(q *Quantity, i int) int {
	switch {
	case r.mark(i, "%"), r.is(i, "percent"), r.is(i, "pct"):
		i++
	case r.is(i, "per") && r.is(i+1, "cent"):
		i += 2
	case q.Kind == Fraction:
		return r.shareOf(q, i)
	default:
		return i
	}
	if q.Kind == Count {
		q.Kind = Percent
		q.Value, q.Min, q.Max = q.Value/100, q.Min/100, q.Max/100
	}
	q.Core.End = r.ws[i-1].End
	q.End = q.Core.End
	return r.shareOf(q, i)
}

// shareOf multiplies a share by the number it is a share of.
func (r *reader) shareOf(q *Quantity, i int) int {
	at := i
	if !r.is(at, "of") {
		return i
	}
	at++
	if r.is(at, "the") || r.is(at, "its") || r.is(at, "their") {
		at++
	}
	if r.phraseAbout(at) {
		q.About = true
		at++
	}
	whole, next := r.one(at)
	if next == at || whole.Kind != Count || whole.Vague || r.code(at, next) || whole.Value < 2 {
		return i
	}
	q.Kind = Count
	q.Value, q.Min, q.Max = q.Value*whole.Value, q.Min*whole.Value, q.Max*whole.Value
	q.Core.End = r.ws[next-1].End
	q.End = q.Core.End
	return next
}
