package mlp

import (
	"math/rand/v2"
	"testing"
)

// The kernels of this machine must give the bits that the plain ones give: a
// model is the same wherever it is trained.
func TestKernels(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	random := func() []float32 {
		x := make([]float32, 128)
		for i := range x {
			x[i] = rng.Float32()*4 - 2
		}
		return x
	}
	for range 200 {
		a, b, k := random(), random(), rng.Float32()
		x, y := append([]float32(nil), a...), append([]float32(nil), a...)
		plus(x, b)
		plusGo(y, b)
		axpy(x, k, b)
		axpyGo(y, k, b)
		var s, r [8]float32
		dots(x, b, &s)
		dotsGo(y, b, &r)
		for i := range x {
			if x[i] != y[i] {
				t.Fatalf("%d: %v, want %v", i, x[i], y[i])
			}
		}
		if s != r {
			t.Fatalf("%v, want %v", s, r)
		}
	}
}

// A scorer learns what a linear one cannot: exclusive or.
func TestLearner(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	l := New(5, 32, []int{2}, rng)
	l.Rate = 0.1
	w := l.Worker(1)
	h, dh, scores := make([]float32, 32), make([]float32, 32), make([]float32, 2)
	wrong := 0
	for step := range 4000 {
		a, b := rng.IntN(2), rng.IntN(2)
		rows := []uint32{0, uint32(1 + a), uint32(3 + b)}
		clear(h)
		clear(dh)
		l.Add(h, rows)
		w.Hide(h)
		l.Score(0, h, scores)
		Softmax(scores)
		gold := a ^ b
		if step >= 3900 && scores[gold] < 0.5 {
			wrong++
		}
		scores[gold]--
		w.Back(0, h, scores, dh)
		w.Unhide(h, dh)
		w.Spread(dh, rows)
		w.Step()
	}
	if wrong > 0 {
		t.Errorf("%d of the last 100 wrong", wrong)
	}
}
