// Package syntax takes treebanks and word vectors and trains the taggers, the
// lemmatiser and the parser of internal/nlp. The same corpora give the same
// bytes, on any number of processors.
package syntax

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"vigil/internal/nlp"
	"vigil/internal/train/clusters"
	"vigil/internal/train/treebank"
)

// Options says what to train on, and how long.
type Options struct {
	Cache string   // of downloaded packages
	Trees []string // CoNLL-U files
	Log   io.Writer

	TagRounds        int // of either model of the taggers
	PerceptronRounds int // of the parser's perceptron
	NetRounds        int // of the parser's net
}

// What was found to do well on dev (docs/decisions/0131-syntax.md).
const (
	lexiconWords = 60000 // that have a vector
	fineClusters = 512
	roughCluster = 64
	tagHidden    = 64
	parserHidden = 128
	rate         = 0.05 // of the nets at first; it falls to 0
	dropout      = 0.3
)

// nonCommercial are GUM's genres whose texts may not be used commercially: no
// shipped model is trained on them.
var nonCommercial = []string{"GUM_whow", "GUM_fiction", "GUM_essay", "GUM_letter", "GUM_podcast"}

// Train returns the model file.
func Train(o Options) ([]byte, error) {
	c, err := clusters.Build(o.Cache, lexiconWords, fineClusters, roughCluster)
	if err != nil {
		return nil, err
	}
	gold, err := read(o.Trees)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(o.Log, "%d sentences\n", len(gold))
	entries := lexicon(c, gold)
	t := trainer{o: o, lexicon: nlp.NewLexicon(entries)}
	gold = t.augment(gold)
	t.fill(gold)
	b := nlp.AppendLexicon(nil, entries)
	b = append(b, t.taggers()...)
	b = append(b, t.parsers()...)
	return lemmas(b, gold), nil
}

// read reads treebanks, without the texts that may not be used.
func read(paths []string) ([]treebank.Sentence, error) {
	var gold []treebank.Sentence
	for _, path := range paths {
		s, err := treebank.Read(path)
		if err != nil {
			return nil, err
		}
		gold = append(gold, s...)
	}
	return slices.DeleteFunc(gold, func(s treebank.Sentence) bool {
		return slices.ContainsFunc(nonCommercial, func(p string) bool { return strings.HasPrefix(s.Doc, p) })
	}), nil
}

// lexicon puts the words with vectors and those that the treebanks use often
// into one list.
func lexicon(c *clusters.Clusters, gold []treebank.Sentence) []nlp.Entry {
	counts := map[uint32]int{}
	for _, s := range gold {
		for _, t := range s.Tokens {
			counts[nlp.WordKey(s.Text[t.Start:t.End])]++
		}
	}
	var keys []uint32
	for k, n := range counts {
		if n >= 8 {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b uint32) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	keys = keys[:min(len(keys), nlp.MaxWordID-1)]
	ids := map[uint32]uint16{}
	for i, k := range keys {
		ids[k] = uint16(i + 1)
	}
	var out []nlp.Entry
	for i, w := range c.Words {
		k := nlp.WordKey(w)
		out = append(out, nlp.Entry{Key: k, Fine: c.Fine[i], Coarse: c.Coarse[i], ID: ids[k], Codes: c.Codes[i]})
		delete(counts, k)
	}
	for _, k := range keys {
		if counts[k] > 0 {
			out = append(out, nlp.Entry{Key: k, ID: ids[k], Codes: [nlp.WordCodes]uint8{nlp.NoCode}})
		}
	}
	return out
}

// trainer holds the training sentences in working form.
type trainer struct {
	o         Options
	lexicon   *nlp.Lexicon
	fold      []int // of each sentence
	sents     []sentence
	originals int // the sentences before the copies in other cases
}

// sentence is a sentence with its gold marks. Its Sent's tags are those that
// jack-knifed taggers gave it.
type sentence struct {
	nlp.Sent
	xpos, upos []uint8
	head       []int32 // the root is len(head)
	label      []nlp.Deprel
	fold       int
}

// copy returns s with tags and room of its own.
func (s *sentence) copy() sentence {
	c := *s
	c.Sent = s.Sent.Copy()
	return c
}

func (t *trainer) fill(gold []treebank.Sentence) {
	t.sents = make([]sentence, len(gold))
	for i, g := range gold {
		s := &t.sents[i]
		s.fold = t.fold[i]
		s.See(g.Text, g.Tokens, t.lexicon)
		for _, tok := range g.Tokens {
			s.xpos = append(s.xpos, uint8(tok.XPOS))
			s.upos = append(s.upos, uint8(tok.UPOS))
			h := tok.Head
			if h < 0 {
				h = int32(len(g.Tokens))
			}
			s.head = append(s.head, h)
			s.label = append(s.label, tok.Deprel)
		}
	}
}

// augment adds copies of some sentences with attributions, and copies in
// capitals, lower case and title case, so that wire copy and headlines are read
// too. A copy is of its original's fold.
func (t *trainer) augment(gold []treebank.Sentence) []treebank.Sentence {
	for i := range gold {
		t.fold = append(t.fold, i/20%folds)
	}
	said, of := attributions(gold)
	for _, i := range of {
		t.fold = append(t.fold, t.fold[i])
	}
	fmt.Fprintf(t.o.Log, "%d sentences with attributions\n", len(said))
	out := slices.Concat(gold, said)
	t.originals = len(out)
	for i, s := range out[:t.originals] {
		if i%6 != 0 || len(s.Tokens) < 4 {
			continue
		}
		recase := []func(string) string{strings.ToUpper, strings.ToLower, titleCase}[i/6%3]
		text := recase(s.Text)
		if len(text) != len(s.Text) {
			continue
		}
		s.Text = text
		out = append(out, s)
		t.fold = append(t.fold, t.fold[i])
	}
	return out
}

// titleCase writes every word with a capital, as headlines do.
func titleCase(s string) string {
	b := []byte(s)
	for i := range b {
		if (i == 0 || b[i-1] == ' ') && b[i] >= 'a' && b[i] <= 'z' {
			b[i] -= 'a' - 'A'
		}
	}
	return string(b)
}

// lemmas appends the table of lemmas that the rules of nlp.Lemma miss, for
// words seen twice or more with the same Penn tag.
func lemmas(b []byte, gold []treebank.Sentence) []byte {
	type use struct{ form, tag string }
	seen := map[use]map[string]int{}
	for _, s := range gold {
		for _, t := range s.Tokens {
			form := strings.ToLower(s.Text[t.Start:t.End])
			u := use{form, t.XPOS.String()}
			if seen[u] == nil {
				seen[u] = map[string]int{}
			}
			seen[u][strings.ToLower(t.Lemma)]++
		}
	}
	var list []nlp.LemmaEntry
	for u, counts := range seen {
		lemma, n := "", 0
		for l, c := range counts {
			if c > n || c == n && l < lemma {
				lemma, n = l, c
			}
		}
		tag := nlp.XPOSOf(u.tag)
		if n >= 2 && nlp.LemmaByRule(u.form, tag) != lemma && !strings.ContainsAny(lemma, " \t") {
			list = append(list, nlp.LemmaEntry{Form: u.form, XPOS: tag, Lemma: lemma})
		}
	}
	slices.SortFunc(list, func(a, b nlp.LemmaEntry) int {
		return cmp.Or(strings.Compare(a.Form, b.Form), int(a.XPOS)-int(b.XPOS))
	})
	return nlp.AppendLemmas(b, list)
}
