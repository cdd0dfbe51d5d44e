package coref

import (
	"fmt"
	"math"
	"slices"

	"vigil/internal/nlp"
	"vigil/internal/train/maxent"
)

// Example is a brief as the language core reads it.
type Example struct {
	Brief *Brief
	Doc   *nlp.Doc // as analysed
	gold  *nlp.Doc // the same with the names as marked
	refs  map[int]int
}

// Prepare analyses the briefs.
func Prepare(briefs []Brief, language *nlp.Analyser) []Example {
	out := make([]Example, len(briefs))
	for i := range briefs {
		d := language.Analyse(briefs[i].Text)
		gold := *d
		out[i] = Example{Brief: &briefs[i], Doc: d, gold: &gold}
		out[i].refs = briefs[i].mark(&gold)
	}
	return out
}

// Settings say how to learn; Floors are the least probabilities of a pronoun's
// and a description's entity.
type Settings struct {
	L2       float64
	MinCount int
	MinHead  int // how often a noun must refer to be taken for one that may
	Floors   [2]float64
}

// Defaults were set by cross-validation on bench/voa.
var Defaults = Settings{L2: 1, MinCount: 2, MinHead: 2, Floors: [2]float64{.4, .4}}

// Learn returns the model of references.
func Learn(examples []Example, language *nlp.Analyser, set Settings) []byte {
	heads := headsOf(examples, set.MinHead)
	var choices []maxent.Choice
	for i := range examples {
		x := &examples[i]
		gold := func(token int) int {
			if e, ok := x.refs[token]; ok {
				return e
			}
			return -1
		}
		for _, c := range language.StudyRefs(x.gold, heads, gold) {
			choices = append(choices, choice(&c, gold(c.Token)))
		}
	}
	w := maxent.Rank(choices, maxent.Config{L2: set.L2, MinCount: set.MinCount, Iterations: 150})
	return pack(w, heads, set.Floors)
}

// choice is right for the entity that the gold gives, or for all that names
// nobody.
func choice(c *nlp.RefCase, want int) maxent.Choice {
	out := maxent.Choice{Options: make([][]uint32, len(c.Options)), Right: make([]bool, len(c.Options))}
	found := false
	for k, o := range c.Options {
		out.Options[k] = o.Features
		out.Right[k] = o.Entity == want
		found = found || out.Right[k]
	}
	if !found { // out of reach: then nothing is the best answer
		out.Right[0] = true
	}
	return out
}

// headsOf returns the nouns that refer at least so often.
func headsOf(examples []Example, least int) map[uint32]bool {
	count := map[uint32]int{}
	for i := range examples {
		d := examples[i].gold
		for t := range examples[i].refs {
			if u := d.Tokens[t].UPOS; u == nlp.NOUN || u == nlp.PROPN {
				count[nlp.WordHash(d.Tokens[t].Lemma)]++
			}
		}
	}
	out := map[uint32]bool{}
	for h, n := range count {
		if n >= least {
			out[h] = true
		}
	}
	return out
}

// pack writes the weights in steps of a thousandth.
func pack(w *maxent.Weights, heads map[uint32]bool, floors [2]float64) []byte {
	const scale = 1. / 1000
	var features []nlp.FeatureWeights
	for i, key := range w.Keys {
		v := math.Round(w.Rows[i][0] / scale)
		if v != 0 {
			features = append(features, nlp.FeatureWeights{Key: key, Classes: []uint8{0}, Weights: []int16{int16(max(-32000, min(32000, v)))}})
		}
	}
	var hs []uint32
	for h := range heads {
		hs = append(hs, h)
	}
	slices.Sort(hs)
	return nlp.AppendRefs(nil, scale, floors, hs, features)
}

// CrossValidate learns on all folds but one and hands every example of that
// fold, read with the model, to put.
func CrossValidate(examples []Example, open func(model string) (*nlp.Analyser, error), language *nlp.Analyser, set Settings, put func(*Example) error) error {
	folds := map[int]bool{}
	for _, x := range examples {
		folds[x.Brief.Fold] = true
	}
	for fold := range len(folds) {
		var train []Example
		for _, x := range examples {
			if x.Brief.Fold != fold {
				train = append(train, x)
			}
		}
		reader, err := open(string(Learn(train, language, set)))
		if err != nil {
			return fmt.Errorf("fold %d: %w", fold, err)
		}
		for i := range examples {
			if x := &examples[i]; x.Brief.Fold == fold {
				reader.Relate(x.Doc)
				if err := put(x); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// TakeNames gives the analyses the names of the same briefs in from.
func TakeNames(examples []Example, from []Brief) {
	by := map[string]*Brief{}
	for i := range from {
		by[from[i].ID] = &from[i]
	}
	for i := range examples {
		x := &examples[i]
		if b := by[x.Brief.ID]; b != nil {
			with := *x.Doc
			b.Text = x.Doc.Text
			b.mark(&with)
			x.Doc.Names = with.Names
		}
	}
}
