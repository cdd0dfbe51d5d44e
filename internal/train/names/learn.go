// Package names takes corpora of marked names, lists of places, persons and
// bodies, and word vectors, and trains the recogniser of names in internal/nlp.
package names

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"vigil"
	"vigil/internal/nlp"
	"vigil/internal/resolve/who"
	"vigil/internal/train/perceptron"
)

// Options says what to train on.
type Options struct {
	Cache  string // of downloaded packages
	Tables string // our own tables of places
	Words  int    // words that get clusters
	Rounds int
	Log    io.Writer
	// Analyse marks up a text, without names.
	Analyse func(text string) *nlp.Doc
}

// Trainer holds what all models of names share: clusters, lists, and the
// documents in working form.
type Trainer struct {
	o      Options
	lists  *lists
	header []byte
	study  *nlp.NameStudy
	docs   []document
	lines  *datelines
	bodies []kindExample // of the directory
	pruned bool
}

// document is a text in the learner's form.
type document struct {
	fold      int
	sentences []sentence
	kinds     []kindExample
}

// sentence is what is learned from.
type sentence struct {
	feats   [][]uint32
	allowed []uint32 // for each token: the labels that are right
}

type kindExample struct {
	feats []uint32
	kind  int
	org   bool
}

// New gathers clusters and lists.
func New(o Options) (*Trainer, error) {
	l, err := buildLists(o.Cache, o.Tables)
	if err != nil {
		return nil, err
	}
	words, of, err := clusterWords(o.Cache, o.Words)
	if err != nil {
		return nil, err
	}
	lines, err := newDatelines()
	if err != nil {
		return nil, err
	}
	runs, sets := l.sorted()
	fmt.Fprintf(o.Log, "%d words in clusters, %d runs in lists\n", len(words), len(runs))
	t := &Trainer{o: o, lists: l, lines: lines, header: nlp.AppendNamesHeader(nil, words, of, runs, sets), study: nlp.NewNameStudy(words, of, runs, sets)}
	t.bodies, err = t.known()
	return t, err
}

// Add takes documents in: each as it is, half of the long ones with a dateline
// before, and as texts without case are written.
func (t *Trainer) Add(docs []Document) {
	t.lines.know(docs)
	for i := range docs {
		d := &docs[i]
		if len(d.Text) > 300 && i%2 == 0 {
			d = t.lines.before(d)
		}
		plain := t.lists.align(d, t.o.Analyse(d.Text))
		t.add(d.Fold, plain)
		upper := recase(d.Text, unicode.ToUpper)
		other := []string{recase(d.Text, unicode.ToLower), titleCase(d.Text)}[i/2%2]
		for k, text := range []string{upper, other} {
			if d.Fold >= 0 || i%2 == k {
				t.add(d.Fold, t.lists.align(plain.as(text), t.o.Analyse(text)))
			}
		}
	}
}

// as returns the marks of g on another form of its text: the form itself lacks
// the letters that trimming goes by.
func (g *gold) as(text string) *Document {
	d := &Document{Text: text}
	for _, n := range g.names {
		d.Names = append(d.Names, Name{Span: n.Span, Type: n.Type, Kind: n.Kind})
	}
	for i, a := range g.allowed {
		if a == anyLabel {
			d.Names = append(d.Names, Name{Span: g.doc.Tokens[i].Span, Unsure: true})
		}
	}
	return d
}

// recase changes letters one by one where that keeps their length.
func recase(s string, to func(rune) rune) string {
	out := strings.Map(to, s)
	if len(out) != len(s) {
		return s
	}
	return out
}

func titleCase(s string) string {
	b := []byte(s)
	for i := range b {
		if (i == 0 || b[i-1] == ' ') && b[i] >= 'a' && b[i] <= 'z' {
			b[i] -= 'a' - 'A'
		}
	}
	return string(b)
}

// add takes one form of a document in.
func (t *Trainer) add(fold int, g *gold) {
	t.study.See(g.doc)
	out := document{fold: fold}
	for i := range g.doc.Sentences {
		s := &g.doc.Sentences[i]
		out.sentences = append(out.sentences, sentence{feats: t.study.Features(s), allowed: g.allowed[s.First:s.Last]})
	}
	if fold >= 0 {
		for i := range g.names {
			out.kinds = append(out.kinds, t.kind(g.doc, &g.names[i])...)
		}
	}
	t.docs = append(t.docs, out)
}

// known makes examples of kinds from the names of the directory of actors.
func (t *Trainer) known() ([]kindExample, error) {
	d, err := who.Load()
	if err != nil {
		return nil, err
	}
	var out []kindExample
	for _, a := range d.All() {
		kind, ok := bodyKinds[a.Kind]
		if !ok || a.Kind == vigil.State {
			continue
		}
		for _, name := range append([]string{a.Name}, a.Aliases...) {
			doc := t.o.Analyse(name)
			if !latin(name) || len(doc.Tokens) == 0 {
				continue
			}
			t.study.See(doc)
			n := nlp.Name{Last: len(doc.Tokens), Type: nlp.ORG, Kind: nlp.NameKinds[2+kind]}
			out = append(out, t.kind(doc, &n)...)
		}
	}
	return out, nil
}

// kind makes an example of a body, or of a place.
func (t *Trainer) kind(d *nlp.Doc, n *nlp.Name) []kindExample {
	k := slices.Index(nlp.NameKinds[:], n.Kind)
	if n.Type != nlp.ORG && n.Type != nlp.LOC || k < 0 || n.Type == nlp.ORG && k < 2 {
		return nil
	}
	return []kindExample{{slices.Clone(t.study.KindFeatures(d, n)), k, n.Type == nlp.ORG}}
}

// Weights smaller than these fractions of the largest are dropped, the others
// rounded to multiples of a step: that costs nothing that can be measured, and
// the packed model is a fifth smaller.
const (
	labelFloor = 0.016
	kindFloor  = 0.005
	weightStep = 64
)

// Model trains on all documents but those of the folds left out.
func (t *Trainer) Model(without ...int) []byte {
	var docs []*document
	for i := range t.docs {
		if d := &t.docs[i]; d.fold < 0 || !slices.Contains(without, d.fold) {
			docs = append(docs, d)
		}
	}
	t.prune()
	b := t.labels(docs).Append(slices.Clone(t.header), labelFloor, weightStep)
	return t.kinds(docs).Append(b, kindFloor, weightStep)
}

// prune takes out the features that are seen once only: half of them, and no
// loss.
func (t *Trainer) prune() {
	if t.pruned {
		return
	}
	t.pruned = true
	const size = 1 << 25 // far more than features, so that few share a place
	count := make([]uint8, size)
	each := func(f func(feats []uint32) []uint32) {
		for i := range t.docs {
			for _, s := range t.docs[i].sentences {
				for k := range s.feats {
					s.feats[k] = f(s.feats[k])
				}
			}
		}
	}
	each(func(feats []uint32) []uint32 {
		for _, f := range feats {
			count[f%size] = min(count[f%size], 1) + 1
		}
		return feats
	})
	each(func(feats []uint32) []uint32 {
		return slices.DeleteFunc(feats, func(f uint32) bool { return count[f%size] < 2 })
	})
}

// labels trains the structured perceptron (Collins 2002).
func (t *Trainer) labels(docs []*document) *perceptron.Learner {
	var all []*sentence
	for _, d := range docs {
		for i := range d.sentences {
			all = append(all, &d.sentences[i])
		}
	}
	var learned [orders]*perceptron.Learner
	for k := range learned {
		w := &walk{learner: perceptron.New(nlp.NameLabels), study: t.study}
		w.learnAll(all, t.o.Rounds, uint64(k), t.o.Log)
		learned[k] = w.learner
	}
	learned[0].Join(learned[1:]...)
	return learned[0]
}

// orders is in how many orders the sentences are learned from; the model is the
// mean.
const orders = 3

// walk learns from sentences.
type walk struct {
	learner *perceptron.Learner
	study   *nlp.NameStudy
	scores  []nlp.NameScores
	after   [nlp.NameLabels]nlp.NameScores
	right   []uint8
}

// learnAll goes over sentences in random order, so many times.
func (w *walk) learnAll(all []*sentence, rounds int, seed uint64, log io.Writer) {
	rng := rand.New(rand.NewPCG(3, 4+seed))
	for r := range rounds {
		wrong, tokens := 0, 0
		for _, n := range rng.Perm(len(all)) {
			wrong += w.learn(all[n])
			tokens += len(all[n].feats)
		}
		fmt.Fprintf(log, "names round %d: %.4f of tokens right on the way\n", r+1, 1-float64(wrong)/float64(tokens))
	}
}

// learn decodes a sentence and corrects what is wrong; it returns the number
// of wrong tokens.
func (w *walk) learn(s *sentence) int {
	w.score(s)
	w.right = append(w.right[:0], w.study.Decode(w.scores, &w.after, s.allowed)...)
	got := w.study.Decode(w.scores, &w.after, nil)
	w.learner.Tick()
	wrong := 0
	for i, g := range got {
		r := w.right[i]
		if g != r {
			w.learner.Correct(s.feats[i], int(r), int(g))
			wrong++
		}
		if i > 0 && (g != r || got[i-1] != w.right[i-1]) {
			w.learner.Add(nlp.TransitionFeature(int(w.right[i-1])), int(r), 1)
			w.learner.Add(nlp.TransitionFeature(int(got[i-1])), int(g), -1)
		}
	}
	return wrong
}

func (w *walk) score(s *sentence) {
	w.scores = slices.Grow(w.scores[:0], len(s.feats))[:len(s.feats)]
	for i, f := range s.feats {
		w.learner.Score(f, w.scores[i][:])
	}
	for a := range w.after {
		w.learner.Score([]uint32{nlp.TransitionFeature(a)}, w.after[a][:])
	}
}

// kinds trains the model of kinds.
func (t *Trainer) kinds(docs []*document) *perceptron.Learner {
	var all []*kindExample
	for i := range t.bodies {
		all = append(all, &t.bodies[i])
	}
	for _, d := range docs {
		for i := range d.kinds {
			all = append(all, &d.kinds[i])
		}
	}
	l := perceptron.New(len(nlp.NameKinds))
	rng := rand.New(rand.NewPCG(5, 6))
	scores := make([]int32, len(nlp.NameKinds))
	for range t.o.Rounds {
		for _, n := range rng.Perm(len(all)) {
			e := all[n]
			l.Score(e.feats, scores)
			l.Tick()
			if got := e.guess(scores); got != e.kind {
				l.Correct(e.feats, e.kind, got)
			}
		}
	}
	return l
}

// guess returns the best kind of those that the name may be.
func (e *kindExample) guess(scores []int32) int {
	first, last := 0, 2
	if e.org {
		first, last = 2, len(scores)
	}
	b := first
	for i := first; i < last; i++ {
		if scores[i] > scores[b] {
			b = i
		}
	}
	return b
}
