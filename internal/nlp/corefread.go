package nlp

import "vigil"

// reference is a pronoun or a description while it is resolved.
type reference struct {
	tok, first int32 // head; first token after the names in it
	form       mentionForm
	noun       nounKind
	lemma      uint32 // of the noun, or the pronoun's form
	word       uint32 // the pronoun as written, lower case
	det        detKind
	mods       [6]uint32 // words before the noun
	nmods      int
	mod        int32  // entity named inside it, or -1
	country    uint16 // that its modifiers name, or 0
	plural     bool
	cluster    uint32 // of the noun, fine
	coarse     uint32
	quote      int32 // quotation that it stands in, from 1; 0 none
}

// detKind is what opens a description.
type detKind uint8

const (
	noDet detKind = iota
	theDet
	thisDet
	aDet
	hisDet   // a possessive pronoun
	ownerDet // a name with 's
	nameDet  // a name as a modifier: the Iraqi capital
)

func (f *reference) span(d *Doc) vigil.Span {
	return vigil.Span{Start: d.Tokens[f.first].Start, End: d.Tokens[f.tok].End}
}

// pronounForm tells personal pronouns.
func pronounForm(w string) (mentionForm, bool) {
	switch w {
	case "he", "him", "his", "himself", "He", "Him", "His", "Himself", "HE", "HIS", "HIM":
		return heForm, true
	case "she", "her", "hers", "herself", "She", "Her", "Hers", "SHE", "HER":
		return sheForm, true
	case "it", "its", "itself", "It", "Its", "Itself", "ITS":
		return itForm, true
	case "they", "them", "their", "theirs", "themselves", "They", "Them", "Their", "THEY", "THEIR", "THEM":
		return theyForm, true
	case "I", "me", "my", "mine", "myself", "My", "Me":
		return iForm, true
	case "we", "our", "ours", "ourselves", "We", "Our", "us", "Us":
		return weForm, true
	}
	return 0, false
}

func isYou(w string) bool {
	switch w {
	case "you", "You", "your", "Your", "yourself":
		return true
	}
	return false
}

// read reports whether token i, which is in no name, may refer, and reads it.
func (f *reference) read(r *resolver, i int) bool {
	t := &r.d.Tokens[i]
	switch t.UPOS {
	case PRON, DET:
		return f.readPronoun(r, i)
	case NOUN, PROPN:
		return f.readNoun(r, i)
	}
	return false
}

func (f *reference) readPronoun(r *resolver, i int) bool {
	w := r.d.Word(i)
	form, ok := pronounForm(w)
	if !ok {
		if !isYou(w) || !r.asked(i) {
			return false
		}
		form = youForm
	}
	*f = reference{tok: int32(i), first: int32(i), form: form, word: wordHash(w), mod: -1, quote: r.quotes.of[i]}
	f.lemma, f.plural = f.word, form == theyForm || form == weForm
	return true
}

// readNoun reads a noun phrase from its head to the left.
func (f *reference) readNoun(r *resolver, i int) bool {
	toks := r.d.Tokens
	t := &toks[i]
	if t.Deprel == Compound || t.Deprel == Flat || i+1 < len(toks) && r.nameOf[i+1] >= 0 && !isPunct(r.d.Word(i+1)) {
		return false // part of a longer phrase, or a title
	}
	*f = reference{tok: int32(i), first: int32(i), form: nounForm, lemma: wordHash(t.Lemma), mod: -1, quote: r.quotes.of[i],
		plural: t.XPOS == TagNNS || t.XPOS == TagNNPS}
	f.noun = r.world.nouns[wordHash(r.d.Word(i))]
	if f.noun == 0 {
		f.noun = r.world.nouns[f.lemma]
	}
	if f.noun == 0 && !r.model.heads[f.lemma] && !r.facts[mix(factName, f.lemma)] {
		return false
	}
	f.cluster, f.coarse = r.lexicon.clusters(t.Lemma)
	f.left(r, i)
	f.trim(r)
	return f.det != noDet
}

func isPunct(w string) bool { return len(w) == 1 && !(w[0]|0x20 >= 'a' && w[0]|0x20 <= 'z') }

// left walks from the head over its modifiers to what opens the phrase.
func (f *reference) left(r *resolver, i int) {
	d := r.d
	first := d.Sentences[r.sentOf[i]].First
	closed := false // a name ends the part that the reference covers
	for j := i - 1; j >= first && j >= i-10; j-- {
		t := &d.Tokens[j]
		if k := r.nameOf[j]; k >= 0 {
			f.modifier(r, int(k))
			closed = true
			if f.det == noDet {
				f.det = nameDet
			}
			j = d.Names[k].First
			continue
		}
		switch t.UPOS {
		case DET, PRON:
			f.open(r, j, closed)
			return
		case ADJ, NOUN, PROPN, NUM:
		case VERB, ADV:
			if t.Deprel != Amod && t.Deprel != Advmod && t.Deprel != Compound {
				return
			}
		case PART:
			if w := d.Word(j); w == "'s" || w == "’s" || w == "'" || w == "’" {
				if j == first || r.nameOf[j-1] < 0 {
					f.det = max(f.det, theDet)
					return
				}
				f.det = ownerDet
				closed = true
				continue
			}
			return
		case PUNCT:
			if w := d.Word(j); w != "-" && w != "\"" && w != "“" && w != "”" {
				return
			}
		default:
			return
		}
		if !closed {
			f.first = int32(j)
		}
		if f.nmods < len(f.mods) {
			f.mods[f.nmods] = wordHash(t.Lemma)
			f.nmods++
		}
	}
}

// trim leaves out what is glued to a name: "London-based".
func (f *reference) trim(r *resolver) {
	d := r.d
	for f.first < f.tok && (d.Tokens[f.first].UPOS == PUNCT || f.first > 0 && d.Word(int(f.first)-1) == "-" && !d.Tokens[f.first].Space && !d.Tokens[f.first-1].Space) {
		f.first++
	}
}

// open notes the determiner at token j.
func (f *reference) open(r *resolver, j int, closed bool) {
	if f.det == ownerDet {
		return
	}
	switch w := r.d.Word(j); w {
	case "the", "The", "THE":
		f.det = max(f.det, theDet)
	case "this", "This", "that", "That", "these", "These", "those", "Those":
		f.det = thisDet
	case "a", "A", "an", "An", "another", "Another", "one", "One":
		f.det = aDet
	case "his", "her", "its", "their", "His", "Her", "Its", "Their", "our", "my", "Our", "My":
		f.det = hisDet
		return
	default:
		if f.det != nameDet {
			f.det = noDet
		}
		return
	}
	if !closed {
		f.first = int32(j)
	}
}

// modifier notes a name inside the phrase.
func (f *reference) modifier(r *resolver, k int) {
	n := &r.d.Names[k]
	f.mod = int32(n.Entity)
	if c := r.countryOf(k); c > 0 {
		f.country = c
	}
}

// countryOf returns the number of the country that name k is, or is the
// adjective of, or 0.
func (r *resolver) countryOf(k int) uint16 {
	h := r.keys[k].whole
	if r.d.Names[k].Type == NORP {
		return r.world.demonyms[h]
	}
	return r.world.countries[h]
}

// Limits on the options of one reference.
const (
	walkBack      = 160 // mentions
	backEntities  = 14
	backNouns     = 3
	pronounReach  = 8 // sentences
	nounReach     = 2
	aheadNames    = 8
	aheadSentence = 4
)

// collect lists the options of r.ref: nothing first.
func (r *resolver) collect() {
	r.options = append(r.options[:0], option{-1, -1, -1})
	f := &r.ref
	sent, entities, nouns := r.sentOf[f.tok], 0, 0
	for m, steps := len(r.mentions)-1, 0; m >= 0 && steps < walkBack && entities < backEntities; m, steps = m-1, steps+1 {
		x := &r.mentions[m]
		away := sent - x.sent
		if f.form != nounForm && away > pronounReach {
			break
		}
		if x.entity < 0 {
			if away <= nounReach && nouns < backNouns && r.nounFits(x) {
				nouns++
				r.options = append(r.options, option{-1, int32(m), -1})
			}
			continue
		}
		if r.seen[x.entity] == f.tok || !r.fits(int(x.entity)) {
			continue
		}
		r.seen[x.entity] = f.tok
		entities++
		r.options = append(r.options, option{x.entity, int32(m), -1})
	}
	r.ahead(sent)
}

// ahead adds entities that are named first after the reference.
func (r *resolver) ahead(sent int32) {
	f := &r.ref
	reach := int32(aheadSentence)
	if f.form != nounForm {
		reach = 0
	}
	for k, n := r.nextName, 0; k < len(r.d.Names) && n < aheadNames; k++ {
		x := &r.d.Names[k]
		if x.First >= len(r.sentOf) || r.sentOf[x.First] > sent+reach {
			return
		}
		if r.seen[x.Entity] == f.tok || !r.fits(x.Entity) {
			continue
		}
		r.seen[x.Entity] = f.tok
		n++
		r.options = append(r.options, option{int32(x.Entity), -1, int32(k)})
	}
}

// fits reports whether entity e may be what r.ref stands for.
func (r *resolver) fits(e int) bool {
	f := &r.ref
	if int32(e) == f.mod {
		return false
	}
	t := r.d.Entities[e].Type
	switch f.form {
	case heForm:
		return t == PER && r.people[e].gender != female
	case sheForm:
		return t == PER && r.people[e].gender != male
	case iForm, youForm:
		return t == PER
	case itForm:
		return t != PER && t != NORP
	case theyForm, weForm:
		return t != PER
	}
	if t == PER {
		return !f.plural && (f.noun == 0 || f.noun == peopleNoun)
	}
	// A watchdog, a monitor, a militant: bodies can be spoken of like people.
	return t != NORP && (f.plural || f.noun != peopleNoun || t == ORG)
}

// nounFits reports whether an unnamed mention may be what r.ref stands for.
func (r *resolver) nounFits(x *mention) bool {
	f := &r.ref
	people := x.noun&^pluralNoun == peopleNoun
	switch f.form {
	case heForm, sheForm, iForm, youForm:
		return x.noun == peopleNoun
	case itForm:
		return !people
	case theyForm, weForm:
		return true
	}
	return x.lemma == f.lemma
}
