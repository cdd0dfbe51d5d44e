package group

import (
	"math"

	"vigil/internal/trace"
)

// Features is what two reports have in common; see the f constants.
type Features [NumFeatures]float64

// The features of a pair. Cosines are of tf-idf vectors; where one report has
// no such vector (a text without capitals has no names) the cosine of all
// words stands in.
const (
	fBias = iota
	fAll
	fTitle
	fLead
	fNames
	fNumbers
	fTitleInAll // the better of: one's headline against all of the other
	fLeadInAll
	fLeadInAll2 // the worse
	fUndated    // 1 if a day is unknown
	fDay        // Gaussians of the days between, by sigma
	fDays3
	fDays10
	fShared     // log of the summed idf of rare shared terms
	fShort      // 1 over the square root of the shorter report's length
	fOutlet     // 1 if both are by the same outlet
	NumFeatures // how many there are
)

// FeatureNames names the features in order.
var FeatureNames = [NumFeatures]string{"bias", "all", "title", "lead", "names", "numbers", "title in all",
	"lead in all", "lead in all, worse", "undated", "1 day", "3 days", "10 days", "shared", "short", "outlet"}

// DefaultWeights give the log-odds that two reports tell the same story. They
// were learned by logistic regression on pairs that share rare words
// (vigil-data stories; docs/decisions/0110-stories.md).
var DefaultWeights = Features{
	-7.50, // bias
	2.38,  // all
	1.34,  // title
	2.80,  // lead
	1.39,  // names
	1.61,  // numbers
	1.45,  // title in all
	2.93,  // lead in all
	1.40,  // lead in all, worse
	1.80,  // undated
	2.43,  // 1 day
	1.26,  // 3 days
	0.91,  // 10 days
	3.94,  // shared
	-1.36, // short
	-1.87, // outlet
}

// rareIDF is the idf above which a shared term says something by itself.
const rareIDF = 3

// norms are the lengths of a report's vectors.
type norms struct{ all, title, lead, names, numbers float32 }

// weigh brings d's norms up to date and returns its terms' idf in dst.
func (d *doc) weigh(f *trace.Frequencies, dst []float32) []float32 {
	dst = dst[:0]
	var all, title, lead, names, numbers float64
	for i := range d.terms {
		t := &d.terms[i]
		idf, w := f.IDF(t.key), t.weight()
		dst = append(dst, idf)
		x2 := float64(idf) * float64(idf)
		w2 := x2 * float64(w) * float64(w)
		all += w2
		if t.in&inTitle != 0 {
			title += x2
		}
		if t.in&inLead != 0 {
			lead += x2
		}
		if t.in&isName != 0 {
			names += w2
		}
		if t.in&isNumber != 0 {
			numbers += w2
		}
	}
	root := func(x float64) float32 { return float32(math.Sqrt(x)) }
	d.norm = norms{root(all), root(title), root(lead), root(names), root(numbers)}
	return dst
}

// compare returns the features of d, whose terms' idf are given, and e.
func compare(d, e *doc, idf []float32) (x Features) {
	var all, title, lead, names, numbers, titleD, titleE, leadD, leadE, shared float32
	j := 0
	for i := range d.terms {
		t := &d.terms[i]
		for j < len(e.terms) && e.terms[j].key < t.key {
			j++
		}
		if j == len(e.terms) {
			break
		}
		u := &e.terms[j]
		if u.key != t.key {
			continue
		}
		w := idf[i]
		w2 := w * w
		tw, uw := t.weight(), u.weight()
		tu := tw * uw * w2
		all += tu
		if w > rareIDF {
			shared += w - rareIDF
		}
		if t.in&inTitle != 0 {
			titleD += uw * w2
			if u.in&inTitle != 0 {
				title += w2
			}
		}
		if u.in&inTitle != 0 {
			titleE += tw * w2
		}
		if t.in&inLead != 0 {
			leadD += uw * w2
			if u.in&inLead != 0 {
				lead += w2
			}
		}
		if u.in&inLead != 0 {
			leadE += tw * w2
		}
		if t.in&u.in&isName != 0 {
			names += tu
		}
		if t.in&u.in&isNumber != 0 {
			numbers += tu
		}
	}
	n, m := &d.norm, &e.norm
	x[fBias] = 1
	x[fAll] = cosine(all, n.all, m.all, 0)
	x[fTitle] = cosine(title, n.title, m.title, x[fAll])
	x[fLead] = cosine(lead, n.lead, m.lead, x[fAll])
	x[fNames] = cosine(names, n.names, m.names, x[fAll])
	x[fNumbers] = cosine(numbers, n.numbers, m.numbers, x[fAll])
	x[fTitleInAll] = max(cosine(titleD, n.title, m.all, 0), cosine(titleE, m.title, n.all, 0))
	a, b := cosine(leadD, n.lead, m.all, 0), cosine(leadE, m.lead, n.all, 0)
	x[fLeadInAll], x[fLeadInAll2] = max(a, b), min(a, b)
	x[fShared] = math.Log1p(float64(shared)) / 4
	x[fShort] = 1 / math.Sqrt(max(10, float64(min(d.words, e.words)))/30)
	x.times(d, e)
	if d.src != 0 && d.src == e.src {
		x[fOutlet] = 1
	}
	return x
}

// cosine divides dot by the lengths a and b, or returns instead if there is
// nothing to compare.
func cosine(dot, a, b float32, instead float64) float64 {
	if a == 0 || b == 0 {
		return instead
	}
	return float64(dot) / float64(a) / float64(b)
}

func (x *Features) times(d, e *doc) {
	if d.day == 0 || e.day == 0 {
		x[fUndated] = 1
		return
	}
	dt := float64(d.day - e.day)
	x[fDay], x[fDays3], x[fDays10] = gauss(dt, 1), gauss(dt, 3), gauss(dt, 10)
}

func gauss(x, sigma float64) float64 { return math.Exp(-x * x / (2 * sigma * sigma)) }

// dot returns the log-odds that weights w give x.
func dot(w, x *Features) (z float64) {
	for i := range w {
		z += w[i] * x[i]
	}
	return z
}
