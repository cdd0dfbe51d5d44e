package nlp

// entityFacts is what the names of an entity say, and how it fares so far.
type entityFacts struct {
	kind     uint32 // type, kind and what sort of place, as one number
	country  uint16 // that it is
	seatOf   uint16 // country whose capital it is
	gender   gender
	first    int32 // token of its first name
	mentions int32 // so far
	named    int32 // in the whole text
	lastForm mentionForm
	lastNoun uint32
	evoked   int32 // mentions of its people, in the whole text
}

// Salts of resolver.facts.
const (
	factWord    = iota + 11 // entity and a word that describes it
	factName                // the head of any name
	factHeadOf              // entity and the head of its name
	factNameOf              // entity and a word of its name
	factCountry             // entity and a country beside it
	factCluster             // entity and the cluster of a word that describes it
	factPeople              // a country whose people were mentioned
)

// describe gathers what the text says of each entity: words of its names,
// and nouns beside them ("Russian Foreign Minister", ", a watchdog,").
func (r *resolver) describe() {
	d := r.d
	clear(r.facts)
	clear(r.peoples)
	r.people = resize(r.people, len(d.Entities))
	for e := range d.Entities {
		r.people[e] = entityFacts{first: -1, lastForm: nameForm, named: int32(len(d.Entities[e].Names))}
	}
	for k := range d.Names {
		r.describeName(k)
	}
	for e := range d.Entities {
		r.people[e].kind = r.kindOf(e)
		r.evoke(e)
	}
}

func (r *resolver) describeName(k int) {
	n, key := &r.d.Names[k], &r.keys[k]
	e := uint32(n.Entity)
	p := &r.people[e]
	if p.first < 0 {
		p.first = int32(n.First)
	}
	for i := range key.n {
		r.facts[mix(mix(factNameOf, e), key.words[i])] = true
		if key.n > 1 && (i == key.n-1 || i == key.tail-1) {
			r.facts[mix(factName, key.words[i])] = true
			r.facts[mix(mix(factHeadOf, e), key.words[i])] = true
		}
	}
	switch n.Type {
	case PER:
		p.gender = max(p.gender, genderBefore(r.d, n.First))
		if key.n > 0 && p.gender == noGender {
			p.gender = r.world.given[key.words[0]]
		}
	case NORP:
		if c := r.world.demonyms[key.whole]; c > 0 {
			r.peoples[c]++
		}
	default:
		p.country = max(p.country, r.world.countries[key.whole])
		p.seatOf = max(p.seatOf, r.world.capitals[key.whole])
	}
	r.before(k, e)
	r.beside(k, e)
}

// before takes the words right before name k: those of titles and trades.
func (r *resolver) before(k int, e uint32) {
	d := r.d
	first := d.Sentences[r.sentOf[d.Names[k].First]].First
	for i := d.Names[k].First - 1; i >= first && i >= d.Names[k].First-8; i-- {
		if j := r.nameOf[i]; j >= 0 {
			r.factOf(e, int(j))
			i = d.Names[j].First
			continue
		}
		switch d.Tokens[i].UPOS {
		case NOUN, PROPN, ADJ:
			r.word(e, i)
		case PUNCT:
			if d.Word(i) != "-" {
				return
			}
		case PART:
			if d.Word(i) != "'s" && d.Word(i) != "’s" {
				return
			}
		default:
			return
		}
	}
}

// evoke lends an entity that is a country the mentions of its people.
func (r *resolver) evoke(e int) {
	p := &r.people[e]
	p.evoked = p.named
	if p.country > 0 {
		p.evoked += r.peoples[p.country]
	}
}

// word notes that the word at token i describes entity e.
func (r *resolver) word(e uint32, i int) {
	t := &r.d.Tokens[i]
	r.facts[mix(mix(factWord, e), wordHash(t.Lemma))] = true
	if t.UPOS != ADJ {
		if c, _ := r.lexicon.clusters(t.Lemma); c > 0 {
			r.facts[mix(mix(factCluster, e), c)] = true
		}
	}
}

// factOf notes that name j stands beside entity e.
func (r *resolver) factOf(e uint32, j int) {
	if c := r.countryOf(j); c > 0 {
		r.facts[mix(mix(factCountry, e), uint32(c))] = true
	}
}

// beside takes the nouns that the tree puts beside name k: appositions both
// ways, and "NAME is a watchdog".
func (r *resolver) beside(k int, e uint32) {
	d := r.d
	h := r.headOf(&d.Names[k])
	up := int(d.Tokens[h].Head)
	if up >= 0 && (d.Tokens[h].Deprel == Appos || d.Tokens[h].Deprel == Nsubj && r.flags[up]&hasCop != 0) {
		r.nounPhrase(up, e)
	}
	last := d.Sentences[r.sentOf[h]].Last
	for i := d.Names[k].Last; i < last && i < d.Names[k].Last+12 && r.flags[h]&hasAppos != 0; i++ {
		if d.Tokens[i].Deprel == Appos && int(d.Tokens[i].Head) == h {
			r.nounPhrase(i, e)
			return
		}
	}
}

// nounPhrase takes a noun and what stands before it.
func (r *resolver) nounPhrase(i int, e uint32) {
	d := r.d
	first := d.Sentences[r.sentOf[i]].First
	for j := i; j >= first && j > i-6; j-- {
		if k := r.nameOf[j]; k >= 0 {
			r.factOf(e, int(k))
			continue
		}
		switch d.Tokens[j].UPOS {
		case NOUN, PROPN, ADJ:
			r.word(e, j)
		case DET, ADP, VERB, PRON:
			return
		}
	}
}

// kindOf folds an entity's type, its kind and what sort of place it is.
func (r *resolver) kindOf(e int) uint32 {
	x, p := &r.d.Entities[e], &r.people[e]
	h := mix(uint32(x.Type), hashString(x.Kind))
	switch {
	case p.country > 0:
		h = mix(h, 1)
	case p.seatOf > 0:
		h = mix(h, 2)
	}
	return h
}
