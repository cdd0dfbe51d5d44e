package nlp

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// A net that was written and read back scores as its weights say.
func TestNet(t *testing.T) {
	const hidden, rows, classes = 64, 40, 5
	rng := rand.New(rand.NewPCG(1, 1))
	weights, head := make([]float32, rows*hidden), make([]float32, classes*hidden)
	for i := range weights {
		weights[i] = (rng.Float32() - 0.5) * float32(i/hidden) * 0.3 // row 0 is empty, the last overflow
	}
	for i := range head {
		head[i] = (rng.Float32() - 0.5) * 4
	}
	r := modelReader{s: string(AppendNet(nil, hidden, weights, [][]float32{head}))}
	n := r.net(rows, classes)
	if r.err != nil || r.s != "" {
		t.Fatal(r.err, len(r.s))
	}
	use := []uint32{0, 3, 3, 17, 39}
	var s sum
	n.clear(&s)
	n.add(&s, use)
	units := n.hide(&s, nil)
	scores := n.heads[0].score(units, make([]int32, n.heads[0].room()))
	for c := range classes {
		want := int32(0)
		for j := range hidden {
			h := 0
			for _, u := range use {
				h += quantise(weights[int(u)*hidden+j], netScale)
			}
			want += int32(max(h, 0) * quantise(head[c*hidden+j], headScale))
		}
		if scores[c] != want {
			t.Errorf("class %d: %d, want %d", c, scores[c], want)
		}
	}
}

// The kernels of this machine must give the bits that the plain ones give.
func TestKernels(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	for _, words := range []int{16, 32, 48} {
		lanes, table := make([]uint64, words), make([]uint64, 20*words)
		for range 50 {
			for i := range table {
				table[i] = rng.Uint64() & 0x00ff00ff00ff00ff
			}
			for i := range lanes {
				lanes[i] = rng.Uint64() & 0x0fff0fff0fff0fff
			}
			same := slices.Clone(lanes)
			rows := make([]uint32, rng.IntN(30))
			for i := range rows {
				rows[i] = rng.Uint32N(20)
			}
			addRows(lanes, table, rows)
			addRowsGo(same, table, rows)
			units, other := make([]int16, 4*words), make([]int16, 4*words)
			rectify(lanes, 2000, units)
			rectifyGo(same, 2000, other)
			weights := make([]int16, 4*words*24)
			for i := range weights {
				weights[i] = int16(rng.IntN(255) - 127)
			}
			scores, plain := make([]int32, 24), make([]int32, 24)
			scoreUnits(units, weights, scores)
			scoreGo(other, weights, plain)
			if !slices.Equal(lanes, same) || !slices.Equal(units, other) || !slices.Equal(scores, plain) {
				t.Fatalf("%d words, %d rows: the kernels differ", words, len(rows))
			}
		}
	}
}

func TestSmallFloat(t *testing.T) {
	for w := -32767; w <= 32767; w++ {
		got := int(bigFloat(smallFloat(w)))
		if off := max(got-w, w-got); off*15 > max(w, -w) || w == 0 && got != 0 {
			t.Fatalf("%d comes back as %d", w, got)
		}
	}
}
