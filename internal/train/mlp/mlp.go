// Package mlp learns the weights of a feed-forward scorer whose first layer is
// a sum of rows, one a feature (Chen & Manning 2014, with the products of
// embeddings and weights learned as they are): stochastic gradient with one
// Adagrad rate a row. The same decisions in the same order give the same bytes.
package mlp

import (
	"math"
	"math/rand/v2"

	"vigil/internal/nlp"
)

// Learner is a scorer in training: hidden units, and heads of classes on them.
type Learner struct {
	Hidden  int
	Rate    float32
	Dropout float32

	rows  []float32 // row r is rows[r*Hidden:]
	power []float32 // sum of squared gradients, a row each
	heads [][]float32
	hpow  [][]float32
}

// New returns a Learner with rows that are small at random and heads of the
// given numbers of classes.
func New(rows, hidden int, classes []int, rng *rand.Rand) *Learner {
	l := &Learner{Hidden: hidden, rows: make([]float32, rows*hidden), power: make([]float32, rows)}
	for i := range l.rows {
		l.rows[i] = (rng.Float32() - 0.5) * 0.02
	}
	for _, n := range classes {
		h := make([]float32, n*hidden)
		for i := range h {
			h[i] = (rng.Float32() - 0.5) * 2 * float32(math.Sqrt(3/float64(hidden)))
		}
		l.heads = append(l.heads, h)
		l.hpow = append(l.hpow, make([]float32, n))
	}
	return l
}

// Worker gathers gradients; several may work on one Learner between steps.
type Worker struct {
	*Learner
	rng     *rand.Rand
	slot    []int32 // of a row in pool, from 1
	touched []int32
	pool    []float32
	hgrad   [][]float32
	hdirty  []bool
}

// Worker returns a new worker.
func (l *Learner) Worker(seed uint64) *Worker {
	w := &Worker{Learner: l, rng: rand.New(rand.NewPCG(seed, 77)), slot: make([]int32, len(l.power)), hdirty: make([]bool, len(l.heads))}
	for _, h := range l.heads {
		w.hgrad = append(w.hgrad, make([]float32, len(h)))
	}
	return w
}

func (l *Learner) row(r uint32) []float32 {
	return l.rows[int(r)*l.Hidden : (int(r)+1)*l.Hidden]
}

// Add adds the rows to acc.
func (l *Learner) Add(acc []float32, rows []uint32) {
	for _, r := range rows {
		Plus(acc, l.row(r))
	}
}

// Plus adds b to a; they are as long as the hidden layer.
func Plus(a, b []float32) { plus(a, b) }

// Hide turns sums into hidden units in place: rectified, and dropped out.
func (l *Worker) Hide(acc []float32) {
	if l.Dropout == 0 {
		for i, x := range acc {
			acc[i] = max(x, 0)
		}
		return
	}
	keep := uint32((1 - l.Dropout) * 65536)
	scale := 1 / (1 - l.Dropout)
	for i := 0; i < len(acc); i += 4 {
		u := l.rng.Uint64()
		for j := range 4 {
			x := acc[i+j]
			if x < 0 || uint32(u&0xffff) >= keep {
				x = 0
			}
			acc[i+j] = x * scale
			u >>= 16
		}
	}
}

// Score sets scores to head n's.
func (l *Learner) Score(n int, h, scores []float32) {
	head := l.heads[n]
	for c := range scores {
		scores[c] = dot(h, head[c*l.Hidden:(c+1)*l.Hidden])
	}
}

// Softmax turns scores into probabilities; those of -Inf get none.
func Softmax(scores []float32) {
	top := scores[0]
	for _, s := range scores {
		top = max(top, s)
	}
	sum := float32(0)
	for i, s := range scores {
		s = float32(math.Exp(float64(s - top)))
		scores[i] = s
		sum += s
	}
	for i := range scores {
		scores[i] /= sum
	}
}

// Back takes the gradient of head n's scores, keeps what it means for the
// head, and adds what it means for the hidden units to dh.
func (l *Worker) Back(n int, h, grad, dh []float32) {
	head, hg := l.heads[n], l.hgrad[n]
	l.hdirty[n] = true
	for c, g := range grad {
		if g > -1e-4 && g < 1e-4 {
			continue
		}
		axpy(hg[c*l.Hidden:(c+1)*l.Hidden], g, h)
		axpy(dh, g, head[c*l.Hidden:(c+1)*l.Hidden])
	}
}

// Unhide takes dh back through Hide.
func (l *Learner) Unhide(h, dh []float32) {
	scale := 1 / (1 - l.Dropout)
	for i, x := range h {
		if x == 0 {
			dh[i] = 0
		} else {
			dh[i] *= scale
		}
	}
}

// Spread adds dh to the gradients of rows.
func (l *Worker) Spread(dh []float32, rows []uint32) {
	for _, r := range rows {
		s := l.slot[r]
		if s == 0 {
			l.touched = append(l.touched, int32(r))
			s = int32(len(l.touched))
			l.slot[r] = s
			if need := int(s) * l.Hidden; need > len(l.pool) {
				l.pool = append(l.pool, make([]float32, need)...)
			}
			copy(l.pool[int(s-1)*l.Hidden:int(s)*l.Hidden], dh)
			continue
		}
		Plus(l.pool[int(s-1)*l.Hidden:int(s)*l.Hidden], dh)
	}
}

// Step applies the gradients gathered since the last.
func (l *Worker) Step() {
	for i, r := range l.touched {
		l.apply(l.row(uint32(r)), l.pool[i*l.Hidden:(i+1)*l.Hidden], &l.power[r])
		l.slot[r] = 0
	}
	l.touched = l.touched[:0]
	for n, dirty := range l.hdirty {
		if !dirty {
			continue
		}
		l.hdirty[n] = false
		for c := range l.hpow[n] {
			g := l.hgrad[n][c*l.Hidden : (c+1)*l.Hidden]
			l.apply(l.heads[n][c*l.Hidden:(c+1)*l.Hidden], g, &l.hpow[n][c])
			clear(g)
		}
	}
}

func (l *Learner) apply(w, g []float32, power *float32) {
	sq := dot(g, g) / float32(len(g))
	if sq == 0 {
		return
	}
	*power += sq
	axpy(w, -l.Rate/(float32(math.Sqrt(float64(*power)))+1e-6), g)
}

// Append appends the scorer to b in the form that internal/nlp reads.
func (l *Learner) Append(b []byte) []byte {
	return nlp.AppendNet(b, l.Hidden, l.rows, l.heads)
}
