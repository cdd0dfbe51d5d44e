package extract

import (
	"math"
	"regexp"
	"strings"

	"vigil/internal/lang/en/quantity"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// number is a number in the text with the tokens it covers.
type number struct {
	quantity.Quantity
	first, last int32
}

// findNumbers fills v.nums and v.numOf.
func (v *view) findNumbers() {
	v.numOf = make([]int32, len(v.tok))
	for i := range v.numOf {
		v.numOf[i] = -1
	}
	i := 0
	for _, q := range quantity.Find(v.doc.Text) {
		for i < len(v.tok) && v.tok[i].End <= q.Core.Start {
			i++
		}
		if i == len(v.tok) {
			return
		}
		if q.Kind == quantity.Count && v.labels(&q) {
			q.Kind = quantity.Ordinal // which, not how many
		}
		n := number{Quantity: q, first: int32(i), last: int32(i)}
		for j := i; j < len(v.tok) && v.tok[j].Start < q.Core.End; j++ {
			n.last = int32(j)
			v.numOf[j] = int32(len(v.nums))
		}
		v.nums = append(v.nums, n)
	}
}

// labels reports whether a number says which and not how many: somebody's age
// ("a 15-year-old", "aged 15", "Jan Novak, 15,"), a house ("the 3800 block",
// "4439 Pease Street"), a calibre (".38"), a picture ("Image 6 of 9"), a number that
// is called.
func (v *view) labels(q *quantity.Quantity) bool {
	text := v.doc.Text
	behind, ahead := text[max(0, q.Core.Start-labelReach):q.Core.Start], text[q.Core.End:min(len(text), q.Core.End+labelReach)]
	if oldBehind.MatchString(ahead) || ageAhead.MatchString(behind) || blockBehind.MatchString(ahead) {
		return true
	}
	if strings.HasSuffix(behind, ".") && !strings.HasSuffix(behind, "..") && q.Core.Start > 1 && text[q.Core.Start-2] <= ' ' {
		return true
	}
	if q.Min != q.Max || q.Span != q.Core || text[q.Core.Start] > '9' {
		return false
	}
	if galleryBehind.MatchString(ahead) || galleryAhead.MatchString(behind) && galleryEnd.MatchString(ahead) || emergency(q.Value) && called.MatchString(behind) || streetBehind.MatchString(ahead) {
		return true
	}
	if q.Value >= 100 && atPlace.MatchString(behind) && nameBehind.MatchString(ahead) {
		return true
	}
	return q.Value >= 1 && q.Value <= 110 && (nameAhead.MatchString(behind) && closes.MatchString(ahead) || personAhead.MatchString(behind) && strings.HasPrefix(ahead, ","))
}

// emergency reports whether the number n is one that people call for help.
func emergency(n float64) bool { return n == 911 || n == 999 || n == 112 }

// labelReach is how many bytes beside a number are looked at.
const labelReach = 60

// What stands before and after numbers that are labels.
var (
	oldBehind     = regexp.MustCompile(`^[- ](?:and [a-z0-9]+[- ])?(?:year|month|week|day)s?[- ]olds?\b`)
	ageAhead      = regexp.MustCompile(`(?i)\b(?:aged?|ages)[: ] ?(?:[0-9]{1,3}(?:,| and| or|, and) ){0,6}$`)
	blockBehind   = regexp.MustCompile(`^ (?:block|blk)\b`)
	atPlace       = regexp.MustCompile(`(?:\b(?:at|in|on|of|near|outside|the)|\n) ?$`)
	nameBehind    = regexp.MustCompile(`^ (?:[NSEW]\.? )?[A-Z][a-z]+(?: [A-Z][a-z]+){0,3}(?:[ ,.;]|$)`)
	nameAhead     = regexp.MustCompile(`[A-Z][\pL'’.-]+ (?:[\pL'’.-]+ ){0,2}?(?:[A-Z][\pL'’.-]+|Jr\.|Sr\.), $`)
	personAhead   = regexp.MustCompile(`(?:^|[^\pL])(?:[A-Z][\pL'’-]+|man|woman|boy|girl|son|daughter|brother|sister|mother|father|teenager|student|officer|soldier), $`)
	streetBehind  = regexp.MustCompile(`^ (?:[NSEW]\.? )?[A-Z][\pL\x{ad}]+ (?:St|Street|Ave|Avenue|Road|Rd|Blvd|Boulevard|Drive|Lane|Way|Court)\b`)
	galleryBehind = regexp.MustCompile(`^ (?:of|/) [0-9]+(?: [A-Z]|$| ?/)`)
	galleryAhead  = regexp.MustCompile(`[0-9] (?:of|/) $`)
	galleryEnd    = regexp.MustCompile(`^(?: [A-Z]|$| ?/)`)
	called        = regexp.MustCompile(`(?i)\b(?:call(?:s|ed|ing)?|dial(?:s|ed|ing)?) $`)
	closes        = regexp.MustCompile(`^(?:[,.;)]|$| (?:and|of|was|were|is|has|died)\b)`)
)

// count returns the number that counts the noun phrase headed by i: its
// nummod, a number before "of" ("dozens of people"), or an article that counts
// one. ok is false where nothing counts it.
func (v *view) count(i int) (q quantity.Quantity, ok bool) {
	for _, k := range v.kids(i) {
		if n := v.numOf[k]; n >= 0 && v.numOf[i] != n && v.nums[n].Kind == quantity.Count && k < int32(i) {
			return v.nums[n].Quantity, true
		}
	}
	if n := v.numOf[i]; n >= 0 && v.nums[n].Kind == quantity.Count {
		return v.nums[n].Quantity, true
	}
	if q, ok := v.countOfCompound(i); ok {
		return q, true
	}
	// "dozens of people": the number is the head in the tree.
	if h := v.head(i); h >= 0 && v.rel(i) == nlp.Nmod && v.numOf[h] >= 0 && v.prep(i, use.Of) {
		return v.nums[v.numOf[h]].Quantity, v.nums[v.numOf[h]].Kind == quantity.Count
	}
	return v.share(i)
}

// countOfCompound returns the number that the tree hangs on the first part of a
// compound in the plural: "52 police officials".
func (v *view) countOfCompound(i int) (q quantity.Quantity, ok bool) {
	if v.tok[i].XPOS != nlp.TagNNS {
		return q, false
	}
	for _, k := range v.kids(i) {
		if j := v.child(int(k), nlp.Nummod); j >= 0 && int(k) < i && v.rel(int(k)) == nlp.Compound && v.numOf[j] >= 0 && v.numOf[k] < 0 {
			return v.nums[v.numOf[j]].Quantity, v.nums[v.numOf[j]].Kind == quantity.Count
		}
	}
	return q, false
}

// share returns what a part of a counted whole comes to: "almost half of the
// population of about 23 million" is at most 11.5 million. Token i heads the
// words for the part.
func (v *view) share(i int) (q quantity.Quantity, ok bool) {
	n := v.numOf[i]
	if n < 0 || v.nums[n].Kind != quantity.Fraction && v.nums[n].Kind != quantity.Percent {
		return q, false
	}
	of := v.withPreposition(i, use.Of)
	if of < 0 || v.numOf[of] == n {
		return q, false
	}
	whole, ok := v.count(of)
	if k := v.withPreposition(of, use.Of); !ok && k >= 0 {
		whole, ok = v.count(k)
	}
	if !ok || whole.Kind != quantity.Count {
		return q, false
	}
	part := v.nums[n].Quantity
	q = whole
	q.Span, q.Core = part.Span, part.Core
	q.Span.End = max(part.End, whole.End)
	q.Value = part.Value * whole.Value
	q.Min, q.Max = math.Round(part.Min*whole.Min), math.Round(part.Max*whole.Max)
	return q, true
}
