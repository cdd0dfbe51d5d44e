// Package maxent takes labelled examples with hashed binary features and
// returns the weights of a multinomial logistic regression with a Gaussian
// prior, found by L-BFGS (Nocedal 1980; Liu and Nocedal 1989). The same
// examples in the same order give the same weights.
package maxent

import (
	"math"
	"slices"
)

// Example is one labelled example.
type Example struct {
	Features []uint32 // hashes, each at most once
	Label    int      // 0 … classes-1
	Weight   float64  // how much it counts; 0 counts as 1
}

// Config says how to learn.
type Config struct {
	Classes    int
	L2         float64 // strength of the prior: the sum of squared weights times L2/2 is added to the loss
	MinCount   int     // features seen in fewer examples are left out
	Iterations int     // at most so many; 0 means 100
}

// Weights maps a feature to its weight in each class.
type Weights struct {
	Keys []uint32    // sorted
	Rows [][]float64 // Rows[i][class] belongs to Keys[i]
}

// Learn returns the weights that maximise the posterior of examples.
func Learn(examples []Example, cfg Config) *Weights {
	p := newProblem(examples, cfg)
	x := minimise(p.loss, make([]float64, len(p.keys)*cfg.Classes), cfg.Iterations)
	w := &Weights{Keys: p.keys, Rows: make([][]float64, len(p.keys))}
	for i := range w.Rows {
		w.Rows[i] = x[i*cfg.Classes : (i+1)*cfg.Classes]
	}
	return w
}

// problem is the examples with features as indices.
type problem struct {
	keys    []uint32
	feats   [][]int32
	labels  []int
	weights []float64
	k       int
	l2      float64
	probs   []float64
}

func newProblem(examples []Example, cfg Config) *problem {
	count := map[uint32]int{}
	for _, e := range examples {
		for _, f := range e.Features {
			count[f]++
		}
	}
	p := &problem{k: cfg.Classes, l2: cfg.L2, probs: make([]float64, cfg.Classes)}
	var at map[uint32]int32
	p.keys, at = frequent(count, cfg.MinCount)
	for _, e := range examples {
		p.feats, p.labels, p.weights = append(p.feats, indices(e.Features, at)), append(p.labels, e.Label), append(p.weights, orOne(e.Weight))
	}
	return p
}

// frequent returns the features seen at least so often, sorted, and the place of each.
func frequent(count map[uint32]int, least int) (keys []uint32, at map[uint32]int32) {
	for f, n := range count {
		if n >= least {
			keys = append(keys, f)
		}
	}
	slices.Sort(keys)
	at = make(map[uint32]int32, len(keys))
	for i, f := range keys {
		at[f] = int32(i)
	}
	return keys, at
}

// indices gives the features that are kept by their places.
func indices(features []uint32, at map[uint32]int32) []int32 {
	out := make([]int32, 0, len(features))
	for _, f := range features {
		if i, ok := at[f]; ok {
			out = append(out, i)
		}
	}
	return out
}

func orOne(weight float64) float64 {
	if weight == 0 {
		return 1
	}
	return weight
}

// loss returns the penalised negative log likelihood at x and puts its
// gradient into g.
func (p *problem) loss(x, g []float64) float64 {
	sum := 0.0
	for i, v := range x {
		sum += v * v
		g[i] = p.l2 * v
	}
	sum *= p.l2 / 2
	for n, fs := range p.feats {
		clear(p.probs)
		for _, f := range fs {
			row := x[int(f)*p.k:][:p.k]
			for c, v := range row {
				p.probs[c] += v
			}
		}
		y, w := p.labels[n], p.weights[n]
		softmax(p.probs)
		sum -= w * math.Log(math.Max(p.probs[y], 1e-300))
		for c := range p.probs {
			p.probs[c] *= w
		}
		p.probs[y] -= w
		for _, f := range fs {
			row := g[int(f)*p.k:][:p.k]
			for c, v := range p.probs {
				row[c] += v
			}
		}
	}
	return sum
}

// softmax turns scores into probabilities, in place.
func softmax(s []float64) {
	top := slices.Max(s)
	sum := 0.0
	for i, v := range s {
		s[i] = math.Exp(v - top)
		sum += s[i]
	}
	for i := range s {
		s[i] /= sum
	}
}
