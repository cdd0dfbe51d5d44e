package extract

import (
	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// lexicon is the language's words, ready to be looked up by lemma.
type lexicon struct {
	acts      map[word]en.ActClass
	actPairs  map[word][]actPair
	reporting map[word]en.Reporting
	cuePairs  map[word][]cuePair

	modes      map[word][]en.ModeWord
	sides      map[word][]en.SideWord
	sport      map[string]bool
	weapons    map[string]bool
	mishaps    map[string]bool
	harms      map[string]en.HarmWord
	prospects  map[word]vigil.Status
	moods      map[string]en.Mood
	conditions []string // phrases that open a condition

	uses use.Lexicon
}

// word is a lemma with its part of speech: v, n, a or r.
type word struct {
	lemma string
	pos   byte
}

type actPair struct {
	with  string
	class en.ActClass
}

type cuePair struct {
	with  string
	force en.Reporting
}

func newLexicon() *lexicon {
	lx := &lexicon{acts: map[word]en.ActClass{}, actPairs: map[word][]actPair{},
		reporting: map[word]en.Reporting{}, cuePairs: map[word][]cuePair{}, modes: map[word][]en.ModeWord{}, sides: map[word][]en.SideWord{}, prospects: map[word]vigil.Status{}, uses: en.Uses}
	for _, p := range en.Prospects() {
		lx.prospects[word{p.Lemma, p.POS}] = vigil.Status(p.Status)
	}
	for _, s := range en.Sides() {
		w := word{s.Lemma, s.POS}
		lx.sides[w] = append(lx.sides[w], s)
	}
	lx.moods, lx.conditions = en.Moods()
	lx.sport = map[string]bool{}
	for _, w := range en.SportWords() {
		lx.sport[w] = true
	}
	lx.weapons = map[string]bool{}
	for _, w := range en.WeaponWords() {
		lx.weapons[w] = true
	}
	lx.harms = en.HarmWords()
	lx.mishaps = map[string]bool{}
	for _, w := range en.MishapWords() {
		lx.mishaps[w] = true
	}
	for _, m := range en.Modes() {
		w := word{m.Lemma, m.POS}
		lx.modes[w] = append(lx.modes[w], m)
	}
	for _, a := range en.Acts() {
		w := word{a.Lemma, a.POS}
		if a.With == "" {
			lx.acts[w] |= a.Class
		} else {
			lx.actPairs[w] = append(lx.actPairs[w], actPair{a.With, a.Class})
		}
	}
	for _, r := range en.ReportingWords() {
		w := word{r.Lemma, r.POS}
		if r.With == "" {
			lx.reporting[w] |= r.Force
		} else {
			lx.cuePairs[w] = append(lx.cuePairs[w], cuePair{r.With, r.Force})
		}
	}
	return lx
}

// lemma mends the guessed lemma of a verb that the lists know with an "e" at
// its end and not without ("alleg" of "alleged"), or by another form ("overran"
// taken for a present tense).
func (lx *lexicon) lemma(guess string, t nlp.UPOS) string {
	if t != nlp.VERB || len(guess) < 3 || lx.knows(word{guess, 'v'}) {
		return guess
	}
	if w := (word{guess + "e", 'v'}); lx.knows(w) {
		return w.lemma
	}
	if w := (word{en.IrregularVerbs()[guess], 'v'}); lx.knows(w) {
		return w.lemma
	}
	return guess
}

func (lx *lexicon) knows(w word) bool {
	return lx.acts[w] != 0 || lx.reporting[w] != 0 || lx.actPairs[w] != nil || lx.cuePairs[w] != nil
}

// pos folds a part of speech to that of the word lists, or 0.
func pos(t nlp.UPOS) byte {
	switch t {
	case nlp.VERB, nlp.AUX:
		return 'v'
	case nlp.NOUN, nlp.PROPN:
		return 'n'
	case nlp.ADJ:
		return 'a'
	case nlp.ADV:
		return 'r'
	}
	return 0
}

// classes returns the kinds of act that token i may tell, alone or with a
// companion beside it in the tree.
func (lx *lexicon) classes(v *view, i int) en.ActClass {
	p := pos(v.tok[i].UPOS)
	if p == 0 || v.tok[i].UPOS == nlp.AUX {
		return 0
	}
	c := lx.acts[word{v.lemma[i], p}]
	if p == 'n' && v.tok[i].UPOS == nlp.PROPN && v.name[i] >= 0 {
		c = 0 // "Strike" in a name tells nothing
	}
	for _, pair := range lx.actPairs[word{v.lemma[i], p}] {
		if v.companion(i, pair.with) {
			c |= pair.class
		}
	}
	return c
}

// companion reports whether a word by that lemma hangs on token i.
func (v *view) companion(i int, lemma string) bool {
	return v.hangs(i, func(k int32) bool { return v.lemma[k] == lemma })
}

// companionIs reports whether a word that plays part u hangs on token i.
func (v *view) companionIs(i int, u use.Use) bool {
	return v.hangs(i, func(k int32) bool { return v.uses[k].Has(u) })
}

// hangs reports whether such a word hangs on token i, or on the noun that does.
func (v *view) hangs(i int, such func(k int32) bool) bool {
	for _, k := range v.kids(i) {
		if such(k) {
			return true
		}
		if r := v.rel(int(k)); r == nlp.Obl || r == nlp.Nmod || r == nlp.Compound {
			for _, kk := range v.kids(int(k)) {
				if v.rel(int(kk)) == nlp.Compound && such(kk) {
					return true
				}
			}
		}
	}
	return false
}
