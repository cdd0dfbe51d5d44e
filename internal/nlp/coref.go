package nlp

import "math"

// References. Each pronoun, and each description by a noun that may stand for
// somebody named ("the group", "Iraq's foreign minister"), has options: the
// entities named before it, the latest first, some that are named soon after,
// nouns that name nobody, and nothing. A ranker, learned on marked reports
// (internal/train/coref), gives each a score; their softmax is the probability
// that decides, and that a Ref carries. What was decided takes part in the
// next decision. Options are capped, so that the cost is linear in the text.

// corefMagic names the form of the model and its features.
const corefMagic = "vigil-refs-1\n"

// coref is the model of references.
type coref struct {
	ranker linear
	scale  float64
	floors [2]float64      // least probability of a Ref: pronouns, descriptions
	heads  map[uint32]bool // nouns beyond the word lists that may refer
}

// AppendRefs writes a model of references: the weight of one step of the
// ranker's scores, the least probabilities, the hashes of nouns that may
// refer, and the ranker, of one class.
func AppendRefs(b []byte, scale float64, floors [2]float64, heads []uint32, ranker []FeatureWeights) []byte {
	w := append([]byte(nil), corefMagic...)
	w = appendU32(w, math.Float32bits(float32(scale)))
	for _, f := range floors {
		w = appendU32(w, math.Float32bits(float32(f)))
	}
	w = appendU32(w, uint32(len(heads)))
	for _, h := range heads {
		w = appendU32(w, h)
	}
	return append(append(b, w...), AppendLinear(nil, 1, ranker)...)
}

func appendU32(b []byte, v uint32) []byte {
	return append(b, byte(v), byte(v>>8), byte(v>>16), byte(v>>24))
}

func openCoref(model string) (*coref, error) {
	r := modelReader{s: model}
	if err := r.header(corefMagic); err != nil {
		return nil, err
	}
	c := &coref{heads: map[uint32]bool{}}
	c.scale = float64(math.Float32frombits(r.u32()))
	for i := range c.floors {
		c.floors[i] = float64(math.Float32frombits(r.u32()))
	}
	for n := min(int(r.u32()), len(r.s)/4); n > 0; n-- {
		c.heads[r.u32()] = true
	}
	c.ranker = r.linear()
	return c, r.err
}

// mention is one that options are made of.
type mention struct {
	tok    int32 // head
	stands int32 // token that has its place in the sentence: of "judge Ana Paz", judge
	sent   int32
	entity int32 // or -1: a noun that names nobody
	form   mentionForm
	noun   nounKind
	lemma  uint32
}

// mentionForm is how an entity is mentioned.
type mentionForm uint8

const (
	nameForm mentionForm = iota
	nounForm
	heForm
	sheForm
	itForm
	theyForm
	iForm
	weForm
	youForm // in questions of interviews alone
)

// option is one answer to what a reference stands for.
type option struct {
	entity  int32 // or -1: nobody named
	mention int32 // index into mentions; -1 for names ahead and for nothing
	name    int32 // a name ahead, or -1
}

// resolver works through one Doc. It is kept from one Doc to the next.
type resolver struct {
	*grouper
	model    *coref
	lexicon  *Lexicon // may be nil
	d        *Doc
	sentOf   []int32
	nameOf   []int32 // name of each token, or -1
	entityOf []int32 // entity that each token heads a mention of, or -1
	flags    []tokenFlag
	quotes   quotes
	inter    interview
	people   []entityFacts
	facts    map[uint32]bool  // entity with a word that describes it, entity with a word of its name
	peoples  map[uint16]int32 // mentions of the people of each country
	words    map[uint32]bool  // of a paragraph, of a text's sentences
	stitched bool             // the text shows signs of being put together from others
	mentions []mention
	nextName int // first name that the walk has not reached
	seen     []int32
	ref      reference
	options  []option
	features []uint32
	ends     []int32 // end of each option's features
	probs    []float64
	rivals   [len(NameTypes)]uint8 // options of each type
}

// tokenFlag is what hangs on a token.
type tokenFlag uint8

const (
	hasCop tokenFlag = 1 << iota
	hasOf
	hasClause
	hasAppos
	hasDet
	hasExpl
	hasComp
)

func newResolver(w *world) *resolver {
	return &resolver{grouper: newGrouper(w), facts: map[uint32]bool{}, words: map[uint32]bool{}, peoples: map[uint16]int32{}}
}

// resolve fills d.Refs. Entities are known.
func (r *resolver) resolve(d *Doc, model *coref) {
	r.start(d, model)
	for i := range d.Tokens {
		if !r.reach(i) {
			continue
		}
		if e, p := r.speaker(i); e >= 0 {
			d.Refs = append(d.Refs, Ref{Span: r.ref.span(d), Token: i, Entity: int(e), Score: p})
			r.settle(i, e)
			continue
		}
		best := r.decide()
		p := r.probs[best]
		floor := model.floors[1]
		if r.ref.form != nounForm {
			floor = model.floors[0]
		}
		e := r.options[best].entity
		if e >= 0 && p < floor {
			e = -1
		}
		if e >= 0 {
			why := r.seam(&r.options[best])
			if why != "" {
				p *= seamDiscount
			}
			d.Refs = append(d.Refs, Ref{Span: r.ref.span(d), Token: i, Entity: int(e), Score: p, Unsure: why})
		}
		r.settle(i, e)
	}
}

// start readies the resolver for d.
func (r *resolver) start(d *Doc, model *coref) {
	n := len(d.Tokens)
	r.d, r.model, d.Refs = d, model, nil
	r.sentOf, r.nameOf, r.entityOf = resize(r.sentOf, n), resize(r.nameOf, n), resize(r.entityOf, n)
	r.flags = resize(r.flags, n)
	clear(r.flags)
	for s := range d.Sentences {
		for i := d.Sentences[s].First; i < d.Sentences[s].Last; i++ {
			r.sentOf[i], r.nameOf[i], r.entityOf[i] = int32(s), -1, -1
		}
	}
	for k := range d.Names {
		for i := max(0, d.Names[k].First); i < d.Names[k].Last && i < n; i++ {
			r.nameOf[i] = int32(k)
		}
	}
	r.flag()
	r.quotes.find(d, r.sentOf)
	r.describe()
	r.stitched = r.isStitched()
	r.findInterview()
	r.mentions, r.nextName = r.mentions[:0], 0
	r.seen = resize(r.seen, len(d.Entities))
	for i := range r.seen {
		r.seen[i] = -1
	}
}

// flag notes what hangs on each token.
func (r *resolver) flag() {
	toks := r.d.Tokens
	for i := range toks {
		h := toks[i].Head
		if h < 0 {
			continue
		}
		switch toks[i].Deprel {
		case Cop:
			r.flags[h] |= hasCop
		case Case:
			if up := toks[h].Head; up >= 0 && toks[h].Deprel == Nmod && toks[i].Lemma == "of" {
				r.flags[up] |= hasOf
			}
		case AclRelcl, Acl:
			r.flags[h] |= hasClause
		case Appos:
			r.flags[h] |= hasAppos
		case Det:
			r.flags[h] |= hasDet
		case Expl:
			r.flags[h] |= hasExpl
		case Ccomp, Csubj, CsubjPass:
			r.flags[h] |= hasComp
		}
	}
}

// reach walks to token i: names that begin here become mentions, and a token
// that may refer becomes r.ref with its options.
func (r *resolver) reach(i int) bool {
	if k := r.nameOf[i]; k >= 0 {
		if int(k) == r.nextName {
			r.nextName++
			n := &r.d.Names[k]
			h := r.headOf(n)
			r.entityOf[h] = int32(n.Entity)
			r.mentions = append(r.mentions, mention{tok: int32(h), stands: int32(r.standsAt(h)), sent: r.sentOf[i], entity: int32(n.Entity), form: nameForm})
			r.people[n.Entity].mentions++
			if n.Type == NORP {
				if c := r.countryOf(int(k)); c > 0 {
					r.facts[mix(factPeople, uint32(c))] = true
				}
			}
		}
		return false
	}
	if !r.ref.read(r, i) {
		return false
	}
	r.collect()
	return true
}

// headOf returns the token of a name that hangs outside of it.
func (r *resolver) headOf(n *Name) int {
	for i := n.Last - 1; i >= n.First; i-- {
		if h := int(r.d.Tokens[i].Head); h < n.First || h >= n.Last {
			return i
		}
	}
	return n.First
}

// standsAt climbs from the head of a name to the noun before it that it is the
// name of.
func (r *resolver) standsAt(h int) int {
	const near = 5
	t := &r.d.Tokens[h]
	switch t.Deprel {
	case Appos, Flat, Compound, NmodDesc, Nmod:
	default:
		return h
	}
	up := int(t.Head)
	if up < 0 || up >= h || h-up > near || r.nameOf[up] >= 0 || r.d.Tokens[up].UPOS != NOUN && r.d.Tokens[up].UPOS != PROPN {
		return h
	}
	for i := up + 1; i < h; i++ {
		switch r.d.Tokens[i].UPOS {
		case PUNCT, ADP, CCONJ, VERB:
			return h
		}
	}
	return up
}

// settle notes what was decided for the reference at token i.
func (r *resolver) settle(i int, e int32) {
	m := mention{tok: int32(i), stands: int32(i), sent: r.sentOf[i], entity: e, form: r.ref.form, noun: r.ref.noun, lemma: r.ref.lemma}
	if e < 0 {
		if r.ref.form == nounForm {
			r.mentions = append(r.mentions, m)
		}
		return
	}
	r.entityOf[i] = e
	r.mentions = append(r.mentions, m)
	p := &r.people[e]
	p.mentions++
	switch r.ref.form {
	case heForm:
		p.gender = male
	case sheForm:
		p.gender = female
	case nounForm:
		r.facts[mix(mix(factWord, uint32(e)), r.ref.lemma)] = true
		p.lastNoun = r.ref.lemma
	}
	p.lastForm = r.ref.form
}

// decide scores the options of r.ref and returns the best one's index.
func (r *resolver) decide() int {
	r.describeOptions()
	r.probs = resize(r.probs, len(r.options))
	var score [1]int32
	top, best, from := math.Inf(-1), 0, int32(0)
	for k := range r.options {
		r.model.ranker.score(r.features[from:r.ends[k]], score[:])
		from = r.ends[k]
		r.probs[k] = float64(score[0]) * r.model.scale
		if r.probs[k] > top {
			top, best = r.probs[k], k
		}
	}
	sum := 0.0
	for k, s := range r.probs {
		r.probs[k] = math.Exp(s - top)
		sum += r.probs[k]
	}
	for k := range r.probs {
		r.probs[k] /= sum
	}
	return best
}
