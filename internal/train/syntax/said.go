package syntax

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vigil"
	"vigil/internal/nlp"
	"vigil/internal/train/treebank"
)

// Sentences with who said them. The treebanks are blogs, reviews, lessons and
// talks: what ends in ", the ministry reported Monday" without quotation marks
// is a score among twenty thousand sentences, and every second one of news.
// So some of the treebanks' clauses are copied with an attribution behind,
// before or inside them, marked as the treebanks mark those that they have.

// saidShare is the share of clauses that could be said which are copied.
const saidShare = 0.25

//go:embed speakers.txt
var speakerLines string

// phrase is a piece of a tree. Heads are indices into it; its own head's is -1.
type phrase struct {
	words  []string
	tokens []nlp.Token
}

// attributions returns copies of some sentences with attributions, and the
// index of each one's original.
func attributions(gold []treebank.Sentence) (out []treebank.Sentence, of []int) {
	w := sayer{rng: rand.New(rand.NewPCG(6, 1)), speakers: ownSpeakers()}
	w.own = len(w.speakers)
	for i := range gold {
		w.speakers = append(w.speakers, citedIn(&gold[i])...)
	}
	for i := range gold {
		if !sayable(&gold[i]) || w.rng.Float64() >= saidShare {
			continue
		}
		if s, ok := w.say(&gold[i]); ok {
			out, of = append(out, s), append(of, i)
		}
	}
	return out, of
}

// sayable reports whether s is a statement that somebody could be cited for:
// a clause of a third person with a full stop and no quotation.
func sayable(s *treebank.Sentence) bool {
	n := len(s.Tokens)
	if n < 5 || n > 35 || s.Tokens[n-1].XPOS != nlp.TagStop || word(s, n-1) != "." || s.Tokens[0].XPOS == nlp.TagCC {
		return false
	}
	if r, _ := utf8.DecodeRuneInString(word(s, 0)); !unicode.IsUpper(r) {
		return false
	}
	subject, finite := -1, false
	for i, t := range s.Tokens[:n-1] {
		switch t.XPOS {
		case nlp.TagOpenQuote, nlp.TagCloseQuote, nlp.TagColon, nlp.TagLRB, nlp.TagRRB, nlp.TagNFP, nlp.TagStop, nlp.TagUH:
			return false
		}
		root := t.Head == -1
		if !root && s.Tokens[t.Head].Head != -1 {
			continue
		}
		switch t.Deprel {
		case nlp.Parataxis, nlp.Ccomp, nlp.Discourse, nlp.Vocative, nlp.List, nlp.Dislocated, nlp.Csubj:
			return false
		case nlp.Nsubj, nlp.NsubjPass, nlp.Expl:
			subject = i
		}
		if root || t.Deprel == nlp.Aux || t.Deprel == nlp.AuxPass || t.Deprel == nlp.Cop {
			switch t.XPOS {
			case nlp.TagVBD, nlp.TagVBZ, nlp.TagVBP, nlp.TagMD:
				finite = true
			}
		}
	}
	if subject < 0 || !finite {
		return false
	}
	switch strings.ToLower(word(s, subject)) {
	case "i", "we", "you", "what", "who", "which":
		return false
	}
	return true
}

func word(s *treebank.Sentence, i int) string {
	return s.Text[s.Tokens[i].Start:s.Tokens[i].End]
}

// ownSpeakers reads speakers.txt.
func ownSpeakers() []phrase {
	var out []phrase
	for line := range strings.Lines(speakerLines) {
		if line[0] != '#' {
			out = append(out, parsePhrase(strings.TrimSpace(line)))
		}
	}
	return out
}

// parsePhrase reads words with tags and relations, in the form of speakers.txt.
func parsePhrase(line string) phrase {
	var p phrase
	var rels []string
	for f := range strings.FieldsSeq(line) {
		x := strings.Split(f, "/")
		if len(x) != 3 {
			panic(fmt.Sprintf("%q is no word with its tag and relation", f))
		}
		tag := nlp.XPOSOf(x[1])
		p.words = append(p.words, x[0])
		t := nlp.Token{XPOS: tag, UPOS: universalOf(tag), Deprel: deprelOf(x[2]), Lemma: nlp.LemmaByRule(strings.ToLower(x[0]), tag), Space: tag != nlp.TagPOS, Head: -1}
		if t.Deprel == nlp.Amod {
			t.UPOS = nlp.ADJ // "United Nations" too
		}
		p.tokens = append(p.tokens, t)
		rels = append(rels, x[2])
	}
	for i, r := range rels {
		switch r {
		case "*":
		case "nmod", "conj", "flat", "obl":
			p.tokens[i].Head = int32(headNear(rels, i, -1))
		case "case":
			by := 1
			if p.tokens[i].XPOS == nlp.TagPOS {
				by = -1
			}
			p.tokens[i].Head = int32(headNear(rels, i, by))
		default:
			p.tokens[i].Head = int32(headNear(rels, i, 1))
		}
	}
	return p
}

// headNear returns the next word before or after i that others hang on.
func headNear(rels []string, i, by int) int {
	for i += by; ; i += by {
		switch rels[i] {
		case "*", "nmod", "conj", "nmod:poss", "obl":
			return i
		}
	}
}

func deprelOf(r string) nlp.Deprel {
	return nlp.Deprel(max(0, slices.Index(nlp.Deprels[:], r)))
}

// universalOf returns the tag that words of a phrase have by their Penn tag.
func universalOf(x nlp.XPOS) nlp.UPOS {
	switch x {
	case nlp.TagDT:
		return nlp.DET
	case nlp.TagNN, nlp.TagNNS:
		return nlp.NOUN
	case nlp.TagNNP, nlp.TagNNPS:
		return nlp.PROPN
	case nlp.TagJJ:
		return nlp.ADJ
	case nlp.TagCD:
		return nlp.NUM
	case nlp.TagIN:
		return nlp.ADP
	case nlp.TagCC:
		return nlp.CCONJ
	case nlp.TagPRP:
		return nlp.PRON
	case nlp.TagPOS:
		return nlp.PART
	case nlp.TagRB, nlp.TagRBR:
		return nlp.ADV
	}
	return nlp.VERB
}

// citedIn returns the subjects of verbs of saying in s.
func citedIn(s *treebank.Sentence) []phrase {
	var out []phrase
	for i, t := range s.Tokens {
		if t.Deprel != nlp.Nsubj || t.Head < 0 || !says(s.Tokens[t.Head].Lemma) {
			continue
		}
		if t.XPOS != nlp.TagNN && t.XPOS != nlp.TagNNS && t.XPOS != nlp.TagNNP && t.XPOS != nlp.TagNNPS {
			continue
		}
		first, last, whole := span(s, i)
		if !whole || last-first > 7 {
			continue
		}
		p := piece(s, first, last+1)
		if x := p.tokens[0].XPOS; x != nlp.TagNNP && x != nlp.TagNNPS {
			p.words[0] = strings.ToLower(p.words[0])
		}
		if !slices.ContainsFunc(p.tokens, func(t nlp.Token) bool { return t.UPOS == nlp.PUNCT }) {
			out = append(out, p)
		}
	}
	return out
}

func says(lemma string) bool {
	switch lemma {
	case "say", "report", "tell", "announce", "claim", "state", "add", "warn", "confirm":
		return true
	}
	return false
}

// span returns the first and last token under token i, and whether they are
// all of what lies between.
func span(s *treebank.Sentence, i int) (first, last int, whole bool) {
	first, last = i, i
	count := 0
	for j := range s.Tokens {
		k := j
		for k >= 0 && k != i {
			k = int(s.Tokens[k].Head)
		}
		if k == i {
			first, last = min(first, j), max(last, j)
			count++
		}
	}
	return first, last, count == last-first+1
}

// piece cuts tokens out of s; one whose head lies outside is a head.
func piece(s *treebank.Sentence, first, last int) phrase {
	var p phrase
	for i := first; i < last; i++ {
		t := s.Tokens[i]
		if t.Head < int32(first) || t.Head >= int32(last) {
			t.Head = -1
		} else {
			t.Head -= int32(first)
		}
		p.words = append(p.words, word(s, i))
		p.tokens = append(p.tokens, t)
	}
	return p
}

// tree is a sentence being put together.
type tree struct {
	text   strings.Builder
	tokens []nlp.Token
}

// add appends p; its heads hang on token to by relation r, or stay open if r
// is NoDeprel. It returns the index of its first head.
func (t *tree) add(p phrase, to int, r nlp.Deprel) int {
	base, head := len(t.tokens), -1
	for i, x := range p.tokens {
		switch {
		case x.Head >= 0:
			x.Head += int32(base)
		case r == nlp.NoDeprel:
			head = base + i
		default:
			if head < 0 {
				head = base + i
			}
			x.Head, x.Deprel = int32(to), r
		}
		x.Space = x.Space || base+i == 0
		if x.Space && base+i > 0 {
			t.text.WriteByte(' ')
		}
		x.Span = vigil.Span{Start: t.text.Len(), End: t.text.Len() + len(p.words[i])}
		t.text.WriteString(p.words[i])
		t.tokens = append(t.tokens, x)
	}
	return head
}

// hang makes token i a dependent of head by r.
func (t *tree) hang(i, head int, r nlp.Deprel) {
	t.tokens[i].Head, t.tokens[i].Deprel = int32(head), r
}

var (
	comma    = phrase{[]string{","}, []nlp.Token{{XPOS: nlp.TagComma, UPOS: nlp.PUNCT, Deprel: nlp.Punct, Lemma: ",", Head: -1}}}
	fullStop = phrase{[]string{"."}, []nlp.Token{{XPOS: nlp.TagStop, UPOS: nlp.PUNCT, Deprel: nlp.Punct, Lemma: ".", Head: -1}}}
	that     = phrase{[]string{"that"}, []nlp.Token{{XPOS: nlp.TagIN, UPOS: nlp.SCONJ, Deprel: nlp.Mark, Lemma: "that", Head: -1, Space: true}}}
)
