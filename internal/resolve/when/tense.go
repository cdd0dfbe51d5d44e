package when

import (
	"sort"
	"strings"

	"vigil/internal/nlp"
)

// tense says which way a sentence looks at a time in it.
type tense int8

const (
	noTense tense = 0
	over    tense = -2 // a period that ended then
	past    tense = -1
	maybe   tense = 1 // would, plans, expects: forward, but of weak force
	future  tense = 2 // will, is due
)

// tense says whether the sentence of e looks back or forward: by words beside
// it that settle it, by its verb if the text is parsed, else by the nearest cue
// before it or behind it.
func (p *parser) tense(e *expr) tense {
	switch {
	case p.has(e.first-1, isEnded) && p.sense(e.first-1).n < 0:
		return over
	case p.apostrophe(e.next) && p.glued(e.next) && p.is(e.next+1, "s"):
		return past // Wednesday's ruling
	case p.is(e.first-1, "as") && (p.is(e.first-2, "soon") || p.is(e.first-2, "early")):
		return future
	}
	if i := p.token(e); i >= 0 {
		return p.verbTense(i)
	}
	return p.cueTense(e)
}

// cueTense goes by the nearest cue before e in its sentence, else behind it;
// behind it first where e opens the sentence.
func (p *parser) cueTense(e *expr) tense {
	start := e.first
	for start > 0 && start > e.first-25 && !p.ends(start-1) {
		start--
	}
	back := noTense
	for i := e.first - 1; i >= start && back == noTense; i-- {
		back = p.cue(i)
	}
	ahead := noTense
	for i := e.next; i < len(p.ws) && i < e.next+12 && !p.ends(i-1) && ahead == noTense; i++ {
		ahead = p.cue(i)
	}
	if back == noTense || e.first-start < 3 && ahead != noTense {
		return ahead
	}
	return back
}

// cue is the tense that one word speaks for.
func (p *parser) cue(i int) tense {
	switch {
	case p.has(i, isWill):
		return future
	case p.has(i, isDue) && (!p.is(i, "set") && !p.is(i, "going") || p.is(i+1, "to") || p.is(i+1, "for")):
		for k := i - 1; k >= 0 && k > i-4 && !p.ends(k); k-- {
			if p.has(k, isWas) {
				return past
			}
		}
		return future
	case p.has(i, isWould):
		return maybe
	case p.is(i-1, "be"): // will be held
		return noTense
	case p.has(i, isWas):
		return past
	}
	if w := p.word(i); len(w) > 4 && (w[len(w)-2:] == "ed" || w[len(w)-2:] == "ED") {
		return past
	}
	return noTense
}

// token is the index in the Doc of the token that e hangs by: the one whose
// head lies outside e. It is -1 if the text is not parsed.
func (p *parser) token(e *expr) int {
	from, to := p.ws[e.first].Start, p.ws[e.next-1].End
	i := p.tokenAt(from)
	if i < 0 || p.doc.Tokens[i].XPOS == nlp.NoXPOS {
		return -1
	}
	for ; i < len(p.doc.Tokens) && p.doc.Tokens[i].Start < to; i++ {
		h := p.doc.Tokens[i].Head
		if h < 0 || p.doc.Tokens[h].Start < from || p.doc.Tokens[h].Start >= to {
			if p.doc.Tokens[i].UPOS != nlp.PUNCT && p.doc.Tokens[i].UPOS != nlp.ADP {
				return i
			}
		}
	}
	return -1
}

// tokenAt is the index of the token that holds byte offset at, or -1.
func (p *parser) tokenAt(at int) int {
	if p.doc == nil {
		return -1
	}
	ts := p.doc.Tokens
	i := sort.Search(len(ts), func(i int) bool { return ts[i].End > at })
	if i == len(ts) || ts[i].Start > at {
		return -1
	}
	return i
}

// maxClimb is how many steps up the tree the verb of a time may be.
const maxClimb = 12

// verbTense climbs from token i to the first verb that has a tense: an
// infinitive or participle has that of what it hangs by.
func (p *parser) verbTense(i int) tense {
	infinitive, direct := false, p.adverbial(i)
	for n := 0; n < maxClimb && i >= 0; n++ {
		tok := &p.doc.Tokens[i]
		forward := p.forward(i)
		t := p.finite(i)
		switch {
		case forward && (infinitive || t != past): // is due, plans to leave, planned to leave
			return future
		case t == past && n == 1 && direct:
			return over
		case t != noTense:
			return t
		}
		infinitive = infinitive || tok.XPOS == nlp.TagVB
		i = int(tok.Head)
	}
	return noTense
}

// adverbial reports whether token i says by itself when its verb happened: "on
// Monday", "in March"; not "until Monday", "for March".
func (p *parser) adverbial(i int) bool {
	tok := &p.doc.Tokens[i]
	if d := tok.Deprel.Universal(); d != nlp.Obl || tok.Head < 0 {
		return false
	}
	for k := i - 1; k >= 0 && k > i-5; k-- {
		if c := &p.doc.Tokens[k]; int(c.Head) == i && c.Deprel == nlp.Case {
			w := p.doc.Word(k)
			return strings.EqualFold(w, "in") || strings.EqualFold(w, "on") || strings.EqualFold(w, "at")
		}
	}
	return tok.Deprel == nlp.OblUnmarked
}

// forward reports whether token i is a word that looks forward by itself: due,
// scheduled, plans.
func (p *parser) forward(i int) bool {
	s, _ := lexicon().Find(p.doc.Word(i))
	return s != nil && s.cues&(isDue|isWould) != 0 && p.doc.Tokens[i].UPOS != nlp.AUX
}

// finite is the tense of the verb, or of the predicate with a copula, at token
// i by its own form and its auxiliaries; noTense if it has none.
func (p *parser) finite(i int) tense {
	tok := &p.doc.Tokens[i]
	t := noTense
	if tok.XPOS == nlp.TagVBD || tok.XPOS == nlp.TagVBN {
		t = past
	}
	for k := i - 1; k >= 0 && k > i-12; k-- {
		aux := &p.doc.Tokens[k]
		if int(aux.Head) != i {
			continue
		}
		switch aux.Deprel.Universal() {
		case nlp.Aux, nlp.Cop:
		default:
			continue
		}
		switch s, _ := lexicon().Find(p.doc.Word(k)); {
		case s != nil && s.cues&isWill != 0, p.doc.Word(k) == "'ll", p.doc.Word(k) == "’ll":
			return future
		case aux.XPOS == nlp.TagMD:
			return maybe
		case aux.XPOS == nlp.TagVBD:
			return past
		case tok.XPOS == nlp.TagVBN && aux.Deprel == nlp.AuxPass && aux.XPOS != nlp.TagVBN:
			t = noTense // is held
		}
	}
	return t
}
