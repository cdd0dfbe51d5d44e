package maxent

import "math"

// Choice is a set of options of which some are right.
type Choice struct {
	Options [][]uint32 // features of each, hashes
	Right   []bool
	Weight  float64 // how much it counts; 0 counts as 1
}

// Rank returns the weights of the conditional logit that gives the right
// options together the most probability. Classes of cfg is not read; each row
// of the weights holds one number.
func Rank(choices []Choice, cfg Config) *Weights {
	p := newRanking(choices, cfg)
	x := minimise(p.loss, make([]float64, len(p.keys)), cfg.Iterations)
	w := &Weights{Keys: p.keys, Rows: make([][]float64, len(p.keys))}
	for i := range w.Rows {
		w.Rows[i] = x[i : i+1]
	}
	return w
}

// ranking is the choices with features as indices.
type ranking struct {
	keys    []uint32
	options [][][]int32
	right   [][]bool
	weights []float64
	l2      float64
	probs   []float64
}

func newRanking(choices []Choice, cfg Config) *ranking {
	count := map[uint32]int{}
	for _, c := range choices {
		for _, o := range c.Options {
			for _, f := range o {
				count[f]++
			}
		}
	}
	p := &ranking{l2: cfg.L2}
	var at map[uint32]int32
	p.keys, at = frequent(count, cfg.MinCount)
	for _, c := range choices {
		options := make([][]int32, len(c.Options))
		for k, o := range c.Options {
			options[k] = indices(o, at)
		}
		p.options, p.right, p.weights = append(p.options, options), append(p.right, c.Right), append(p.weights, orOne(c.Weight))
	}
	return p
}

// loss returns the penalised negative log likelihood at x and puts its
// gradient into g.
func (p *ranking) loss(x, g []float64) float64 {
	sum := 0.0
	for i, v := range x {
		sum += v * v
		g[i] = p.l2 * v
	}
	sum *= p.l2 / 2
	for n, options := range p.options {
		p.probs = p.probs[:0]
		for _, o := range options {
			s := 0.0
			for _, f := range o {
				s += x[f]
			}
			p.probs = append(p.probs, s)
		}
		softmax(p.probs)
		good := 1e-300
		for k, v := range p.probs {
			if p.right[n][k] {
				good += v
			}
		}
		sum -= p.weights[n] * math.Log(good)
		for k, o := range options {
			d := p.probs[k]
			if p.right[n][k] {
				d -= p.probs[k] / good
			}
			d *= p.weights[n]
			for _, f := range o {
				g[f] += d
			}
		}
	}
	return sum
}
