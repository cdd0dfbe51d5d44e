package syntax

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sync"

	"vigil/internal/nlp"
	"vigil/internal/train/mlp"
)

// netTrainer is one worker on the parser's net: it takes a sentence at a time.
type netTrainer struct {
	*mlp.Worker
	rng                    *rand.Rand
	p                      nlp.State
	words                  []float32 // sums of words in roles, summed once a sentence
	grads                  []float32 // and their gradients
	have                   []bool
	rows                   []uint32
	h, dh                  []float32
	moves                  [nlp.Moves]float32
	labels                 []float32
	explore                bool
	right, all, labelRight int
}

// batch is the number of sentences learned from between two steps.
const batch = 8

func (t *trainer) parseNet() []byte {
	rng := rand.New(rand.NewPCG(4, 2))
	l := mlp.New(nlp.ParserRows, parserHidden, []int{nlp.Moves, len(nlp.Deprels), len(nlp.Deprels)}, rng)
	l.Dropout = dropout
	workers := make([]netTrainer, batch)
	for i := range workers {
		workers[i] = netTrainer{Worker: l.Worker(uint64(i)), rng: rand.New(rand.NewPCG(uint64(i), 5)), h: make([]float32, parserHidden), dh: make([]float32, parserHidden), labels: make([]float32, len(nlp.Deprels))}
	}
	for r := range t.o.NetRounds {
		order := rng.Perm(len(t.sents))
		for at := 0; at < len(order); at += batch {
			l.Rate = float32(rate * (1 - (float64(r)+float64(at)/float64(len(order)))/float64(t.o.NetRounds)))
			var wg sync.WaitGroup
			for k, i := range order[at:min(at+batch, len(order))] {
				w := &workers[k]
				w.explore = r > 0
				wg.Go(func() {
					s := t.sents[i].copy()
					w.sentence(&s)
				})
			}
			wg.Wait()
			for k := range workers {
				workers[k].Step()
			}
		}
		var sum netTrainer
		for k := range workers {
			w := &workers[k]
			sum.right, sum.all, sum.labelRight = sum.right+w.right, sum.all+w.all, sum.labelRight+w.labelRight
			w.right, w.all, w.labelRight = 0, 0, 0
		}
		fmt.Fprintf(t.o.Log, "parser round %d: UAS %.4f LAS %.4f on the way\n", r+1, float64(sum.right)/float64(sum.all), float64(sum.labelRight)/float64(sum.all))
	}
	return l.Append(nil)
}

func (n *netTrainer) sentence(s *sentence) {
	p, H := &n.p, n.Hidden
	p.Start(&s.Sent)
	size := (len(s.head) + 2) * nlp.Roles
	if len(n.have) < size {
		n.have, n.words, n.grads = make([]bool, size), make([]float32, size*H), make([]float32, size*H)
	}
	clear(n.have[:size])
	for !p.Done() {
		n.decide(s)
	}
	for at := range size {
		if n.have[at] {
			n.rows = s.WordRows(n.rows[:0], int32(at/nlp.Roles-1), at%nlp.Roles)
			n.Spread(n.grads[at*H:(at+1)*H], n.rows)
		}
	}
	for i := range s.head {
		n.all++
		if p.Head[i] == s.head[i] {
			n.right++
			if p.Label[i] == s.label[i] {
				n.labelRight++
			}
		}
	}
}

func (n *netTrainer) decide(s *sentence) {
	p, l, H := &n.p, n.Worker, n.Hidden
	rows, toks := p.Rows(), p.Tokens()
	clear(n.h)
	l.Add(n.h, rows)
	for role, tok := range toks {
		at := (int(tok)+1)*nlp.Roles + role
		word := n.words[at*H : (at+1)*H]
		if !n.have[at] {
			n.have[at] = true
			clear(word)
			clear(n.grads[at*H : (at+1)*H])
			n.rows = s.WordRows(n.rows[:0], tok, role)
			l.Add(word, n.rows)
		}
		mlp.Plus(n.h, word)
	}
	l.Hide(n.h)
	clear(n.dh)
	next := n.move(s)
	l.Unhide(n.h, n.dh)
	l.Spread(n.dh, rows)
	for role, tok := range toks {
		at := (int(tok)+1)*nlp.Roles + role
		mlp.Plus(n.grads[at*H:(at+1)*H], n.dh)
	}
	p.Do(next)
}

// move learns from one decision and returns the transition to follow.
func (n *netTrainer) move(s *sentence) int {
	p, l := &n.p, n.Worker
	cs, cl, cr := p.Costs(s.head)
	shift, left, right := p.Can()
	can, cost := [nlp.Moves]bool{shift, left, right}, [nlp.Moves]int{cs, cl, cr}
	l.Score(0, n.h, n.moves[:])
	low, best := 1<<30, -1
	for m := range can {
		if !can[m] {
			n.moves[m] = float32(math.Inf(-1))
			continue
		}
		low = min(low, cost[m])
		if best < 0 || n.moves[m] > n.moves[best] {
			best = m
		}
	}
	mlp.Softmax(n.moves[:])
	good, right1 := float32(0), -1
	for m := range can {
		if can[m] && cost[m] == low {
			good += n.moves[m]
			if right1 < 0 || n.moves[m] > n.moves[right1] {
				right1 = m
			}
		}
	}
	var grad [nlp.Moves]float32
	for m := range can {
		if can[m] {
			grad[m] = n.moves[m]
			if cost[m] == low {
				grad[m] -= n.moves[m] / max(good, 1e-6)
			}
		}
	}
	l.Back(0, n.h, grad[:], n.dh)
	la, ra := p.Arcs(s.label)
	follow := best
	if cost[best] != low && (!n.explore || n.rng.IntN(10) == 0) {
		follow = right1
	}
	gl, gr := p.GoldArcs(s.head)
	if gl && la != nlp.LeftArc(nlp.Root) {
		n.label(nlp.MoveLeft, nlp.RelationOf(la))
	}
	if gr {
		n.label(nlp.MoveRight, nlp.RelationOf(ra))
	}
	switch follow {
	case nlp.MoveLeft:
		if la == nlp.LeftArc(nlp.Root) {
			return la
		}
		return nlp.LeftArc(n.bestLabel(nlp.MoveLeft))
	case nlp.MoveRight:
		return nlp.RightArc(n.bestLabel(nlp.MoveRight))
	}
	return nlp.Shift
}

func (n *netTrainer) label(head int, gold nlp.Deprel) {
	n.Score(head, n.h, n.labels)
	mlp.Softmax(n.labels)
	n.labels[gold] -= 1
	n.Back(head, n.h, n.labels, n.dh)
}

func (n *netTrainer) bestLabel(head int) nlp.Deprel {
	n.Score(head, n.h, n.labels)
	b := 1
	for i := range n.labels {
		if i > 0 && nlp.Deprel(i) != nlp.Root && n.labels[i] > n.labels[b] {
			b = i
		}
	}
	return nlp.Deprel(b)
}
