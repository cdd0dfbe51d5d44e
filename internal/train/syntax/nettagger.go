package syntax

import (
	"fmt"
	"math/rand/v2"

	"vigil/internal/nlp"
	"vigil/internal/train/mlp"
)

// tagNet trains the taggers' net on the sentences outside a fold.
func (t *trainer) tagNet(fold, rounds int) []byte {
	rng := rand.New(rand.NewPCG(uint64(fold+2), 9))
	l := mlp.New(nlp.TaggerRows, tagHidden, []int{len(nlp.XPOSTags), len(nlp.UPOSTags)}, rng)
	l.Dropout = dropout
	n := tagTrainer{Worker: l.Worker(uint64(fold + 2)), h: make([]float32, l.Hidden), dh: make([]float32, l.Hidden)}
	for r := range rounds {
		n.right, n.all = 0, 0
		for at, i := range rng.Perm(len(t.sents)) {
			if t.sents[i].fold == fold {
				continue
			}
			l.Rate = float32(rate * (1 - (float64(r)+float64(at)/float64(len(t.sents)))/float64(rounds)))
			s := t.sents[i].copy()
			n.sentence(&s)
		}
		fmt.Fprintf(t.o.Log, "tags' net without fold %d, round %d: XPOS %.4f on the way\n", fold, r+1, float64(n.right)/float64(n.all))
	}
	return l.Append(nil)
}

// tagTrainer learns tags, a sentence at a time.
type tagTrainer struct {
	*mlp.Worker
	h, dh      []float32
	xpos       [len(nlp.XPOSTags)]float32
	upos       [len(nlp.UPOSTags)]float32
	right, all int
}

func (n *tagTrainer) sentence(s *sentence) {
	for i, gold := range s.xpos {
		rows := s.TagRows(i)
		clear(n.h)
		n.Add(n.h, rows)
		n.Hide(n.h)
		clear(n.dh)
		n.Score(0, n.h, n.xpos[:])
		got := 1
		for c := range n.xpos {
			if c > 0 && n.xpos[c] > n.xpos[got] {
				got = c
			}
		}
		n.learn(0, n.xpos[:], gold)
		n.Score(1, n.h, n.upos[:])
		n.learn(1, n.upos[:], s.upos[i])
		n.Unhide(n.h, n.dh)
		n.Spread(n.dh, rows)
		n.all++
		if got == int(gold) {
			n.right++
		}
		s.XPOS[i] = uint8(got)
	}
	n.Step()
}

func (n *tagTrainer) learn(head int, scores []float32, gold uint8) {
	mlp.Softmax(scores)
	scores[gold] -= 1
	n.Back(head, n.h, scores, n.dh)
}
