package maxent_test

import (
	"math"
	"testing"

	"vigil/internal/train/maxent"
)

// One feature, two classes, no prior worth the name: the weights' difference
// is the log odds.
func TestLearn(t *testing.T) {
	var ex []maxent.Example
	for i := range 100 {
		label := 0
		if i < 80 {
			label = 1
		}
		ex = append(ex, maxent.Example{Features: []uint32{7}, Label: label})
	}
	ex = append(ex, maxent.Example{Features: []uint32{9}, Label: 0})
	w := maxent.Learn(ex, maxent.Config{Classes: 2, L2: 1e-6, MinCount: 2})
	if len(w.Keys) != 1 || w.Keys[0] != 7 {
		t.Fatalf("keys %v, want only the feature seen twice", w.Keys)
	}
	if got, want := w.Rows[0][1]-w.Rows[0][0], math.Log(4); math.Abs(got-want) > 1e-3 {
		t.Errorf("log odds %.4f, want %.4f", got, want)
	}
}

// A conjunction cannot be learned from its parts, but a separable sum can.
func TestSeparable(t *testing.T) {
	var ex []maxent.Example
	for i := range 64 {
		a, b := uint32(i%4), uint32(i/4%4)
		label := 0
		if a+b > 3 {
			label = 1
		}
		ex = append(ex, maxent.Example{Features: []uint32{1, 10 + a, 20 + b}, Label: label})
	}
	w := maxent.Learn(ex, maxent.Config{Classes: 2, L2: .01})
	row := map[uint32][]float64{}
	for i, k := range w.Keys {
		row[k] = w.Rows[i]
	}
	for _, e := range ex {
		s := 0.0
		for _, f := range e.Features {
			s += row[f][1] - row[f][0]
		}
		if (s > 0) != (e.Label == 1) {
			t.Fatalf("%v: score %.2f, label %d", e.Features, s, e.Label)
		}
	}
}
