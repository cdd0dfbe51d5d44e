package maxent_test

import (
	"math"
	"testing"

	"vigil/internal/train/maxent"
)

// One feature tells the right option in three of four choices: its weight is
// the log of the odds.
func TestRank(t *testing.T) {
	var cs []maxent.Choice
	for i := range 80 {
		cs = append(cs, maxent.Choice{Options: [][]uint32{{7}, {}}, Right: []bool{i%4 != 0, i%4 == 0}})
	}
	w := maxent.Rank(cs, maxent.Config{L2: 1e-6})
	if got, want := w.Rows[0][0], math.Log(3); len(w.Keys) != 1 || math.Abs(got-want) > 1e-3 {
		t.Errorf("weight %.4f of %v, want %.4f", got, w.Keys, want)
	}
}

// Where any of two options is right, nothing is learned about which.
func TestRankAnyOf(t *testing.T) {
	var cs []maxent.Choice
	for range 50 {
		cs = append(cs, maxent.Choice{Options: [][]uint32{{1}, {2}, {3}}, Right: []bool{true, true, false}})
	}
	w := maxent.Rank(cs, maxent.Config{L2: .1})
	if a, b, c := w.Rows[0][0], w.Rows[1][0], w.Rows[2][0]; math.Abs(a-b) > 1e-6 || c >= a {
		t.Errorf("weights %.3f %.3f %.3f", a, b, c)
	}
}
