package syntax

import (
	"math/rand/v2"
	"strings"

	"vigil/internal/nlp"
	"vigil/internal/train/treebank"
)

// sayer draws who says something, how and when.
type sayer struct {
	rng      *rand.Rand
	speakers []phrase
	own      int // of speakers are ours; the rest the treebanks'
}

// Verbs of saying: with "that" or without, in the past and the present; what
// stands in the list more than once is drawn more often.
var (
	pastSays = []string{"said", "said", "said", "said", "said", "said", "said", "reported", "reported", "reported", "announced",
		"confirmed", "claimed", "added", "warned", "stated", "acknowledged", "noted", "wrote", "told", "told"}
	nowSays = []string{"say", "say", "say", "report", "claim", "warn"}
)

// Who is told, and when and where it is said.
var (
	told  = phrases("Reuters/NNP/*", "AFP/NNP/*", "reporters/NNS/*", "journalists/NNS/*", "state/NN/compound television/NN/*", "the/DT/det agency/NN/*", "the/DT/det BBC/NNP/*", "a/DT/det news/NN/compound conference/NN/*")
	spans = phrases("late/JJ/amod Monday/NNP/*", "Sunday/NNP/compound night/NN/*", "Friday/NNP/compound evening/NN/*", "early/JJ/amod Saturday/NNP/*", "today/NN/*", "yesterday/NN/*", "earlier/RBR/advmod Thursday/NNP/*", "last/JJ/amod week/NN/*")
	days  = phrases("Monday/NNP/*", "Tuesday/NNP/*", "Wednesday/NNP/*", "Thursday/NNP/*", "Friday/NNP/*", "Saturday/NNP/*", "Sunday/NNP/*")
	onDay = phrases("on/IN/case Monday/NNP/*", "on/IN/case Tuesday/NNP/*", "on/IN/case Wednesday/NNP/*", "on/IN/case Thursday/NNP/*", "on/IN/case Friday/NNP/*", "on/IN/case Saturday/NNP/*", "on/IN/case Sunday/NNP/*")
	where = phrases("in/IN/case a/DT/det statement/NN/*", "in/IN/case a/DT/det report/NN/*", "on/IN/case state/NN/compound television/NN/*", "on/IN/case Twitter/NNP/*", "at/IN/case a/DT/det news/NN/compound conference/NN/*")
)

func phrases(lines ...string) []phrase {
	var out []phrase
	for _, l := range lines {
		out = append(out, parsePhrase(l))
	}
	return out
}

func pick[T any](rng *rand.Rand, list []T) T { return list[rng.IntN(len(list))] }

// speaker draws from our own two times in three.
func (w *sayer) speaker() phrase {
	if w.rng.IntN(3) > 0 || w.own == len(w.speakers) {
		return w.speakers[w.rng.IntN(w.own)]
	}
	return pick(w.rng, w.speakers[w.own:])
}

// verb draws a verb of saying for a speaker.
func (w *sayer) verb(p phrase) phrase {
	tag, form := nlp.TagVBD, pick(w.rng, pastSays)
	if w.rng.IntN(6) == 0 {
		tag, form = nlp.TagVBP, pick(w.rng, nowSays)
		for _, t := range p.tokens {
			if t.Head == -1 && (t.XPOS == nlp.TagNN || t.XPOS == nlp.TagNNP || t.XPOS == nlp.TagPRP) && p.words[0] != "they" {
				tag, form = nlp.TagVBZ, form+"s"
				break
			}
		}
	}
	lemma, irregular := map[string]string{"said": "say", "told": "tell", "wrote": "write"}[form]
	if !irregular {
		lemma = nlp.LemmaByRule(form, tag)
	}
	return phrase{[]string{form}, []nlp.Token{{XPOS: tag, UPOS: nlp.VERB, Lemma: lemma, Head: -1, Space: true}}}
}

// say returns s with an attribution behind, before or inside it.
func (w *sayer) say(s *treebank.Sentence) (treebank.Sentence, bool) {
	var t tree
	ok := true
	switch r := w.rng.IntN(100); {
	case r < 50:
		w.behind(&t, s)
	case r < 72:
		w.before(&t, s)
	case r < 82:
		ok = w.inside(&t, s)
	case r < 93:
		n := len(s.Tokens) - 1
		root := t.add(piece(s, 0, n), 0, nlp.NoDeprel)
		c := t.add(comma, 0, nlp.Punct)
		t.hang(c, w.according(&t, root), nlp.Punct)
		t.add(fullStop, root, nlp.Punct)
	default:
		obl := w.according(&t, 0)
		t.add(comma, obl, nlp.Punct)
		body := decapitalised(piece(s, 0, len(s.Tokens)))
		root := t.add(body, 0, nlp.NoDeprel)
		t.hang(obl, root, nlp.Obl)
	}
	return t.sentence(s), ok
}

// behind writes "S, the army said Monday." and "S, said the army."; S is the
// verb's ccomp.
func (w *sayer) behind(t *tree, s *treebank.Sentence) {
	content := t.add(piece(s, 0, len(s.Tokens)-1), 0, nlp.NoDeprel)
	t.add(comma, content, nlp.Punct)
	who := w.speaker()
	verb := w.verb(who)
	var v int
	if pronoun := who.tokens[0].XPOS == nlp.TagPRP; w.rng.IntN(7) == 0 && !pronoun && verb.words[0] != "told" {
		v = t.add(verb, 0, nlp.NoDeprel)
		t.add(who, v, nlp.Nsubj)
		if w.rng.IntN(3) == 0 {
			w.when(t, v)
		}
	} else {
		v = w.clause(t, who, verb)
	}
	t.hang(content, v, nlp.Ccomp)
	if verb.tokens[0].XPOS == nlp.TagVBD || w.rng.IntN(2) == 0 { // headlines have no full stop
		t.add(fullStop, v, nlp.Punct)
	}
}

// clause writes "the army told reporters Monday" and returns its verb.
func (w *sayer) clause(t *tree, who, verb phrase) int {
	subject := t.add(who, 0, nlp.Nsubj)
	v := t.add(verb, 0, nlp.NoDeprel)
	t.hang(subject, v, nlp.Nsubj)
	if verb.words[0] == "told" {
		t.add(pick(w.rng, told), v, nlp.Iobj)
	}
	w.when(t, v)
	return v
}

// when writes when or where it was said, four times in seven.
func (w *sayer) when(t *tree, v int) {
	switch w.rng.IntN(7) {
	case 0:
		t.add(pick(w.rng, days), v, nlp.OblUnmarked)
	case 1:
		t.add(pick(w.rng, onDay), v, nlp.Obl)
	case 2:
		t.add(pick(w.rng, spans), v, nlp.OblUnmarked)
	case 3:
		t.add(pick(w.rng, where), v, nlp.Obl)
		if w.rng.IntN(3) == 0 {
			t.add(pick(w.rng, onDay), v, nlp.Obl)
		}
	}
}

// before writes "The army said Monday that S".
func (w *sayer) before(t *tree, s *treebank.Sentence) {
	who := w.speaker()
	v := w.clause(t, capitalised(who), w.verb(who))
	marked := w.rng.IntN(5) > 1
	mark := len(t.tokens)
	if marked {
		t.add(that, 0, nlp.Mark)
	}
	content := t.add(decapitalised(piece(s, 0, len(s.Tokens)-1)), v, nlp.Ccomp)
	if marked {
		t.hang(mark, content, nlp.Mark)
	}
	t.add(fullStop, v, nlp.Punct)
}

// inside writes "The blast, police said, killed five": after a subject that
// opens the sentence, as a parataxis of its verb.
func (w *sayer) inside(t *tree, s *treebank.Sentence) bool {
	last, ok := subjectEnd(s)
	if !ok {
		return false
	}
	t.add(piece(s, 0, last+1), 0, nlp.NoDeprel)
	open := t.add(comma, 0, nlp.Punct)
	who := w.speaker()
	v := w.clause(t, who, w.verb(who))
	t.hang(open, v, nlp.Punct)
	t.add(comma, v, nlp.Punct)
	shift := int32(len(t.tokens) - last - 1)
	moved := func(h int32) int32 {
		if h > int32(last) {
			h += shift
		}
		return h
	}
	rest := piece(s, last+1, len(s.Tokens))
	rest.tokens[0].Space = true
	root := t.add(rest, 0, nlp.NoDeprel)
	for i := range s.Tokens {
		j := moved(int32(i))
		t.tokens[j].Head = moved(s.Tokens[i].Head)
		if s.Tokens[i].Head == -1 {
			root = int(j)
		}
	}
	t.hang(v, root, nlp.Parataxis)
	return true
}

// subjectEnd returns the last token of the subject that opens s.
func subjectEnd(s *treebank.Sentence) (last int, ok bool) {
	for i, t := range s.Tokens {
		if (t.Deprel == nlp.Nsubj || t.Deprel == nlp.NsubjPass) && t.XPOS != nlp.TagPRP && t.Head >= 0 && s.Tokens[t.Head].Head == -1 {
			first, last, whole := span(s, i)
			return last, whole && first == 0 && int(t.Head) > last && s.Tokens[last].UPOS != nlp.PUNCT
		}
	}
	return 0, false
}

// according writes "according to police", an oblique of root.
func (w *sayer) according(t *tree, root int) int {
	a := phrase{[]string{"according", "to"}, []nlp.Token{
		{XPOS: nlp.TagVBG, UPOS: nlp.VERB, Lemma: "accord", Deprel: nlp.Case, Space: true, Head: -1},
		{XPOS: nlp.TagIN, UPOS: nlp.ADP, Lemma: "to", Deprel: nlp.Fixed, Space: true, Head: 0}}}
	if len(t.tokens) == 0 {
		a = capitalised(a)
	}
	first := t.add(a, 0, nlp.Case)
	who := w.speaker()
	for who.tokens[0].XPOS == nlp.TagPRP {
		who = w.speaker()
	}
	obl := t.add(who, root, nlp.Obl)
	t.hang(first, obl, nlp.Case)
	return obl
}

// sentence returns t as a copy of s.
func (t *tree) sentence(s *treebank.Sentence) treebank.Sentence {
	for i := range t.tokens {
		if t.tokens[i].Head == -1 {
			t.tokens[i].Deprel = nlp.Root
		}
	}
	return treebank.Sentence{ID: s.ID + "-said", Doc: s.Doc, Text: t.text.String(), Tokens: t.tokens}
}

// capitalised returns p with a capital at its start.
func capitalised(p phrase) phrase {
	p.words = append([]string(nil), p.words...)
	p.words[0] = strings.ToUpper(p.words[0][:1]) + p.words[0][1:]
	return p
}

// decapitalised returns p without the capital of a sentence's first word.
func decapitalised(p phrase) phrase {
	p.tokens[0].Space = true
	switch p.tokens[0].XPOS {
	case nlp.TagNNP, nlp.TagNNPS:
		return p
	}
	p.words[0] = strings.ToLower(p.words[0][:1]) + p.words[0][1:]
	return p
}
