package extract

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// The sweep finds what looking at every saying finds.
func TestCover(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var ss []saying
		for range rnd.IntN(12) {
			s := saying{cue: int32(rnd.IntN(60))}
			for range rnd.IntN(3) {
				a := int32(rnd.IntN(60))
				s.content = append(s.content, reach{a, a + int32(rnd.IntN(20))})
			}
			ss = append(ss, s)
		}
		c := covering(ss)
		for i := 0; i < 60; i += 1 + rnd.IntN(3) {
			var want []int32
			for k := range ss {
				if ss[k].holds(i) && int(ss[k].cue) != i {
					want = append(want, int32(k))
				}
			}
			slices.SortStableFunc(want, func(a, b int32) int { return int(ss[a].size() - ss[b].size()) })
			if got := c.at(i); !slices.Equal(got, want) {
				t.Fatalf("token %d of %v: %v, want %v", i, ss, got, want)
			}
		}
	}
}
