package extract

import (
	"strings"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
	"vigil/internal/resolve"
)

// view is a report with what every step of extraction asks for again and
// again, worked out once.
type view struct {
	rep *vigil.Report
	doc *nlp.Doc
	res *resolve.Result
	lx  *lexicon

	tok      []nlp.Token
	sentOf   []int32 // sentence of each token
	kidStart []int32 // kids of token i: kid[kidStart[i]:kidStart[i+1]]
	kid      []int32
	first    []int32 // first and last token of each token's subtree
	last     []int32
	lemma    []string // lower case
	hash     []uint32 // of lemma
	fine     []uint32 // cluster of the lemma, or 0
	coarse   []uint32
	acts     []en.ActClass
	uses     []*use.Set // of the lemma
	quote    []int32    // which quotation a token stands in, from 1; 0 none
	quotes   []quotation
	name     []int32 // index into doc.Names, or -1
	ref      []int32 // index into doc.Refs of the reference that ends here, or -1
	place    []int32 // index into res.Places, or -1
	named    []uint8 // how often the place of each of res.Places is named, four at most
	time     []int32 // index into res.Times, or -1
	nps      []np
	npOf     []int32         // noun phrase headed by a token, or -1
	fates    []fate          // of each noun phrase
	npTo     map[int32]int32 // noun phrase that ends with a token
	nums     []number
	numOf    []int32    // number that a token belongs to, or -1
	speaker  []bool     // whether a token heads the speaker of a saying
	content  [][]uint32 // of each sentence asked for: see contentWords
}

func newView(rep *vigil.Report, doc *nlp.Doc, res *resolve.Result, lx *lexicon) *view {
	n := len(doc.Tokens)
	v := &view{rep: rep, doc: doc, res: res, lx: lx, tok: doc.Tokens}
	ints := make([]int32, 9*n+1)
	take := func(n int) []int32 { s := ints[:n:n]; ints = ints[n:]; return s }
	v.sentOf, v.first, v.last, v.quote = take(n), take(n), take(n), take(n)
	v.name, v.ref, v.place, v.time = take(n), take(n), take(n), take(n)
	v.kidStart = take(n + 1)
	v.kid = make([]int32, n)
	v.lemma, v.hash = make([]string, n), make([]uint32, n)
	v.fine, v.coarse = make([]uint32, n), make([]uint32, n)
	v.uses = make([]*use.Set, n)
	for s := range doc.Sentences {
		for i := doc.Sentences[s].First; i < doc.Sentences[s].Last; i++ {
			v.sentOf[i] = int32(s)
		}
	}
	for i := range v.tok {
		v.lemma[i] = lx.lemma(lower(v.tok[i].Lemma), v.tok[i].UPOS)
		v.hash[i] = hash(v.lemma[i])
		v.uses[i] = lx.uses[v.lemma[i]]
		v.fine[i], v.coarse[i] = doc.Clusters(v.lemma[i])
	}
	v.link()
	v.mark()
	v.findQuotes()
	v.acts = make([]en.ActClass, n)
	for i := range v.tok {
		v.acts[i] = lx.classes(v, i)
		if v.hyphenated(i) {
			v.acts[i] &^= en.ActHappens
		}
	}
	v.findNumbers()
	v.findPhrases()
	v.findFates()
	return v
}

// link fills the children and the reach of each subtree.
func (v *view) link() {
	n := len(v.tok)
	for i := range v.tok {
		v.first[i], v.last[i] = int32(i), int32(i)
		if h := v.tok[i].Head; h >= 0 {
			v.kidStart[h+1]++
		}
	}
	for i := 0; i < n; i++ {
		v.kidStart[i+1] += v.kidStart[i]
	}
	fill := make([]int32, n)
	for i := range v.tok {
		if h := v.tok[i].Head; h >= 0 {
			v.kid[v.kidStart[h]+fill[h]] = int32(i)
			fill[h]++
		}
	}
	for i := range v.tok {
		// A token widens every ancestor; trees are shallow, and a cycle, which
		// no parser should make, ends at the sentence's length.
		for h, steps := v.tok[i].Head, 0; h >= 0 && steps < 64; h, steps = v.tok[h].Head, steps+1 {
			v.first[h], v.last[h] = min(v.first[h], int32(i)), max(v.last[h], int32(i))
		}
	}
}

// mark fills which name, reference, place and time each token belongs to.
func (v *view) mark() {
	for i := range v.tok {
		v.name[i], v.ref[i], v.place[i], v.time[i] = -1, -1, -1, -1
	}
	for k, n := range v.doc.Names {
		for i := max(0, n.First); i < n.Last && i < len(v.tok); i++ {
			v.name[i] = int32(k)
		}
	}
	for k, r := range v.doc.Refs {
		if r.Token >= 0 && r.Token < len(v.tok) {
			v.ref[r.Token] = int32(k)
		}
	}
	v.countPlaces()
	i := 0
	for k := range v.res.Places {
		i = v.paint(v.place, i, v.res.Places[k].Span, int32(k))
	}
	i = 0
	for k := range v.res.Times {
		i = v.paint(v.time, i, v.res.Times[k].Span, int32(k))
	}
}

// countPlaces counts how often each place is named.
func (v *view) countPlaces() {
	times := make(map[string]uint8, len(v.res.Places))
	for k := range v.res.Places {
		if name := v.res.Places[k].Name; times[name] < 4 {
			times[name]++
		}
	}
	v.named = make([]uint8, len(v.res.Places))
	for k := range v.res.Places {
		v.named[k] = times[v.res.Places[k].Name]
	}
}

// paint gives the tokens of span, at i or later, the value k.
func (v *view) paint(to []int32, i int, span vigil.Span, k int32) int {
	for i < len(v.tok) && v.tok[i].End <= span.Start {
		i++
	}
	for j := i; j < len(v.tok) && v.tok[j].Start < span.End; j++ {
		to[j] = k
	}
	return i
}

// kids returns the children of token i; -1 has none.
func (v *view) kids(i int) []int32 {
	if i < 0 {
		return nil
	}
	return v.kid[v.kidStart[i]:v.kidStart[i+1]]
}

func (v *view) head(i int) int { return int(v.tok[i].Head) }

func (v *view) rel(i int) nlp.Deprel { return v.tok[i].Deprel }

func (v *view) sentence(i int) *nlp.Sentence { return &v.doc.Sentences[v.sentOf[i]] }

// child returns the first child of i with one of the relations, or -1.
func (v *view) child(i int, rels ...nlp.Deprel) int {
	for _, k := range v.kids(i) {
		for _, r := range rels {
			if v.tok[k].Deprel == r {
				return int(k)
			}
		}
	}
	return -1
}

// childLemma returns the first child of i with that lemma, or -1.
func (v *view) childLemma(i int, lemma string) int {
	for _, k := range v.kids(i) {
		if v.lemma[k] == lemma {
			return int(k)
		}
	}
	return -1
}

// is reports whether token i plays part u by its lemma.
func (v *view) is(i int, u use.Use) bool { return v.uses[i].Has(u) }

// childIs returns the first child of i that plays part u, or -1.
func (v *view) childIs(i int, u use.Use) int {
	for _, k := range v.kids(i) {
		if v.uses[k].Has(u) {
			return int(k)
		}
	}
	return -1
}

// marker returns the case marker of i, a noun or clause: its first case or mark
// child; or -1.
func (v *view) marker(i int) int { return v.child(i, nlp.Case, nlp.Mark) }

// prep reports whether the case marker of i plays part u, with nothing fixed to
// it: not "because of".
func (v *view) prep(i int, u use.Use) bool {
	k := v.marker(i)
	return k >= 0 && v.is(k, u) && v.child(k, nlp.Fixed) < 0
}

// preposition returns the lemma of the case marker of i with what is fixed to it
// ("because of"), or "".
func (v *view) preposition(i int) string {
	k := v.marker(i)
	if k < 0 {
		return ""
	}
	if f := v.child(k, nlp.Fixed); f >= 0 {
		return v.lemma[k] + " " + v.lemma[f]
	}
	return v.lemma[k]
}

// within reports whether token i lies in the subtree of top.
func (v *view) within(i, top int) bool {
	for steps := 0; i >= 0 && steps < 128; steps++ {
		if i == top {
			return true
		}
		i = v.head(i)
	}
	return false
}

// span returns the text's bytes from token a to token b, inclusive.
func (v *view) span(a, b int) vigil.Span {
	return vigil.Span{Start: v.tok[a].Start, End: v.tok[b].End}
}

// verb reports whether i is a verb, or a participle that heads a clause.
func (v *view) verb(i int) bool { return v.tok[i].UPOS == nlp.VERB }

func (v *view) noun(i int) bool { return v.tok[i].UPOS == nlp.NOUN || v.tok[i].UPOS == nlp.PROPN }

// lower is strings.ToLower without a copy for what is lower already.
func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 'A' && c <= 'Z' || c >= 0x80 {
			return strings.ToLower(s)
		}
	}
	return s
}
