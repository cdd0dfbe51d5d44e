package trace

import "math/bits"

// maxAligned is how many words of a sentence are compared: one for each bit.
const maxAligned = 64

// aligner compares one sentence with many. A word's mask has a bit for each of
// its places in that sentence.
type aligner struct {
	slots [256]slot
	round uint32
	n     int // words
	idf   [maxAligned]float32
	total float32
}

type slot struct {
	key   uint32
	round uint32
	mask  uint64
}

// load makes words, with their idf, the sentence that others are compared with.
func (a *aligner) load(words []uint32, idf []float32) {
	a.round++
	a.n = min(len(words), maxAligned)
	a.total = 0
	for i, k := range words[:a.n] {
		s := a.find(k)
		if s.round != a.round {
			*s = slot{key: k, round: a.round}
		}
		s.mask |= 1 << i
		a.idf[i] = idf[i]
		a.total += a.idf[i]
	}
}

// find returns the slot of k, or the free one where it would go. There are
// four times as many slots as words.
func (a *aligner) find(k uint32) *slot {
	for i := (k * 2654435769) >> 24; ; i = (i + 1) % uint32(len(a.slots)) {
		if s := &a.slots[i]; s.round != a.round || s.key == k {
			return s
		}
	}
}

func (a *aligner) mask(k uint32) uint64 {
	if s := a.find(k); s.round == a.round {
		return s.mask
	}
	return 0
}

// Likeness is what two sentences have in common, each as a share.
type Likeness [NumLikeness]float64

const (
	lBias       = iota
	lOrder      // longest common subsequence of words, of the shorter sentence
	lLonger     // the same, of the longer
	lPairs      // neighbouring words that are neighbours there too, of the shorter
	lWeight     // words in common, by idf, of the loaded sentence
	lPlain      // the same for the commoner half of its words
	lLength     // 1 over the shorter's length
	NumLikeness // how many there are
)

// LikenessNames names the features in order.
var LikenessNames = [NumLikeness]string{"bias", "order", "order of longer", "pairs", "weight", "plain", "length"}

// compare compares words with the loaded sentence. The longest common
// subsequence is found by bits (Hyyrö 2004): one addition a word.
func (a *aligner) compare(words []uint32) (x Likeness) {
	m := min(len(words), maxAligned)
	all := ^uint64(0)
	v := all
	var before, common uint64
	pairs := 0
	for _, k := range words[:m] {
		mask := a.mask(k)
		u := v & mask
		v = (v + u) | (v - u)
		common |= mask
		if before<<1&mask != 0 {
			pairs++
		}
		before = mask
	}
	if a.n < 64 {
		all = 1<<a.n - 1
	}
	lcs := float64(bits.OnesCount64(^v & all))
	short, long := float64(min(a.n, m)), float64(max(a.n, m))
	x[lBias] = 1
	x[lOrder], x[lLonger] = lcs/short, lcs/long
	x[lPairs] = float64(pairs) / max(1, short-1)
	mean := a.total / float32(a.n)
	var weight, plain, plains float32
	for i := range a.n {
		shared := common>>i&1 != 0
		if shared {
			weight += a.idf[i]
		}
		if a.idf[i] <= mean {
			plains++
			if shared {
				plain++
			}
		}
	}
	x[lWeight] = float64(weight / max(a.total, 1e-6))
	x[lPlain] = float64(plain / max(plains, 1))
	x[lLength] = 1 / short
	return x
}
