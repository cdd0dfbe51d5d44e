package syntax

import (
	"fmt"
	"math/rand/v2"
	"sync"

	"vigil/internal/nlp"
	"vigil/internal/train/perceptron"
)

// Weights below these fractions of the largest are dropped: each costs under
// 0.1 points on dev, and together they make the model a fifth as large.
const (
	tagFloor       = 0.02
	universalFloor = 0.06
)

const (
	folds  = 3
	noFold = -1
)

// taggers returns the taggers' models, and gives every sentence the tags that
// taggers trained without it predict: the parser must learn from tags as wrong
// as it will meet.
func (t *trainer) taggers() (models []byte) {
	jack := make([]nlp.Sent, len(t.sents))
	var wg sync.WaitGroup
	for fold := noFold; fold < folds; fold++ {
		wg.Go(func() {
			if fold == noFold {
				x, u, n := t.tagger(noFold, t.o.TagRounds)
				models = append(append(x, u...), n...)
			} else {
				t.jackknife(fold, jack)
			}
		})
	}
	wg.Wait()
	for i := range t.sents {
		t.sents[i].Sent = jack[i]
	}
	return models
}

// jackknife tags the sentences of a fold by taggers trained on the others.
func (t *trainer) jackknife(fold int, out []nlp.Sent) {
	tagger, err := nlp.OpenTagger(t.tagger(fold, max(1, t.o.TagRounds*2/3)))
	if err != nil {
		panic(err) // we have just written it
	}
	for i := range t.sents {
		if t.sents[i].fold == fold {
			out[i] = t.sents[i].Copy()
			tagger.Tag(&out[i])
		}
	}
}

// tagger trains the taggers on the sentences outside a fold.
func (t *trainer) tagger(fold, rounds int) (xpos, upos, net []byte) {
	var wg sync.WaitGroup
	wg.Go(func() { net = t.tagNet(fold, rounds) })
	x, u := t.perceptrons(fold, rounds)
	wg.Wait()
	return x.AppendSmall(nil, tagFloor), u.AppendSmall(nil, universalFloor), net
}

// perceptrons trains both perceptrons on the sentences outside a fold.
func (t *trainer) perceptrons(fold, rounds int) (xpos, upos *perceptron.Learner) {
	xpos, upos = perceptron.New(len(nlp.XPOSTags)), perceptron.New(len(nlp.UPOSTags))
	rng := rand.New(rand.NewPCG(uint64(fold+2), 2))
	scores := make([]int32, 256)
	for r := range rounds {
		wrong, all := 0, 0
		for _, n := range rng.Perm(len(t.sents)) {
			s := t.sents[n].copy()
			if s.fold == fold {
				continue
			}
			for i, gold := range s.xpos {
				f := s.XPOSFeatures(i)
				xpos.Score(f, scores[:len(nlp.XPOSTags)])
				got := argmax(scores[:len(nlp.XPOSTags)])
				xpos.Tick()
				if got != int(gold) {
					xpos.Correct(f, int(gold), got)
					wrong++
				}
				s.XPOS[i] = uint8(got)
				all++
			}
			for i, gold := range s.upos {
				f := s.UPOSFeatures(i)
				upos.Score(f, scores[:len(nlp.UPOSTags)])
				got := argmax(scores[:len(nlp.UPOSTags)])
				upos.Tick()
				if got != int(gold) {
					upos.Correct(f, int(gold), got)
				}
				s.UPOS[i] = uint8(got)
			}
		}
		fmt.Fprintf(t.o.Log, "tags without fold %d, round %d: XPOS %.4f on the way\n", fold, r+1, 1-float64(wrong)/float64(all))
	}
	return xpos, upos
}

// argmax skips class 0, which is no tag.
func argmax(scores []int32) int {
	b := 1
	for i := 2; i < len(scores); i++ {
		if scores[i] > scores[b] {
			b = i
		}
	}
	return b
}
