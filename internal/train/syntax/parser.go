package syntax

import (
	"fmt"
	"math/rand/v2"
	"sync"

	"vigil/internal/nlp"
	"vigil/internal/train/perceptron"
)

// parserLeast is the least weight of the parser's perceptron that is kept, of
// perceptron.Unit: with all that are 320 or more the model is 1.5 MB larger and
// no better.
const parserLeast = 416

// parsers trains the net and the perceptron side by side.
func (t *trainer) parsers() []byte {
	var net []byte
	var wg sync.WaitGroup
	wg.Go(func() { net = t.parseNet() })
	linear := t.parsePerceptron()
	wg.Wait()
	return linear.AppendSmallest(net, parserLeast)
}

// parsePerceptron trains a perceptron with the dynamic oracle: from the second
// round on it follows its own choices nine times in ten. It sees words in lower
// case, so that the copies in other cases would teach it little.
func (t *trainer) parsePerceptron() *perceptron.Learner {
	l := perceptron.New(nlp.Transitions)
	rng := rand.New(rand.NewPCG(3, 2))
	scores := make([]int32, nlp.Transitions)
	var p nlp.State
	for r := range t.o.PerceptronRounds {
		heads, labels, all := 0, 0, 0
		for _, n := range rng.Perm(t.originals) {
			s := t.sents[n].copy()
			t.parse(l, rng, &p, &s, scores, r > 0)
			for i := range s.head {
				all++
				if p.Head[i] == s.head[i] {
					heads++
					if p.Label[i] == s.label[i] {
						labels++
					}
				}
			}
		}
		fmt.Fprintf(t.o.Log, "perceptron round %d: UAS %.4f LAS %.4f on the way\n", r+1, float64(heads)/float64(all), float64(labels)/float64(all))
	}
	return l
}

func (t *trainer) parse(l *perceptron.Learner, rng *rand.Rand, p *nlp.State, s *sentence, scores []int32, explore bool) {
	p.Start(&s.Sent)
	for !p.Done() {
		f := p.Features()
		l.Score(f, scores)
		l.Tick()
		best := p.Choose(scores)
		right, ok := t.oracle(p, s, scores, best)
		if !ok {
			l.Correct(f, right, best)
			if !explore || rng.IntN(10) == 0 {
				best = right
			}
		}
		p.Do(best)
	}
}

// oracle returns the highest-scoring transition that loses nothing, and
// whether best is one.
func (t *trainer) oracle(p *nlp.State, s *sentence, scores []int32, best int) (right int, ok bool) {
	cs, cl, cr := p.Costs(s.head)
	shift, left, rightArc := p.Can()
	la, ra := p.Arcs(s.label)
	options := []struct {
		can        bool
		cost, what int
	}{{shift, cs, nlp.Shift}, {left, cl, la}, {rightArc, cr, ra}}
	low := 1 << 30
	for _, o := range options {
		if o.can {
			low = min(low, o.cost)
		}
	}
	top := int32(-1 << 31)
	for _, o := range options {
		if !o.can || o.cost > low {
			continue
		}
		ok = ok || o.what == best
		if scores[o.what] > top {
			right, top = o.what, scores[o.what]
		}
	}
	return right, ok
}
