package nlp

// The loops that a net spends its time in, over biased lanes of 16 bits, four
// to a word. The kernels in AVX2 give what these give, bit for bit.

// rowWords is what the words of a row are a multiple of.
const rowWords = 16

// headGroup is the number of classes that are scored at once.
const headGroup = 8

// addRowsGo adds rows of table, each as long as lanes, to lanes.
func addRowsGo(lanes, table []uint64, rows []uint32) {
	for _, r := range rows {
		b := table[int(r)*len(lanes):][:len(lanes)]
		for i := 0; i+7 < len(lanes); i += 8 {
			x, y := lanes[i:i+8:i+8], b[i:i+8:i+8]
			x[0] += y[0]
			x[1] += y[1]
			x[2] += y[2]
			x[3] += y[3]
			x[4] += y[4]
			x[5] += y[5]
			x[6] += y[6]
			x[7] += y[7]
		}
	}
}

// rectifyGo takes bias off every lane and leaves what is over 0.
func rectifyGo(lanes []uint64, bias uint16, units []int16) {
	for i, x := range lanes {
		for k := range 4 {
			v := uint16(x >> (16 * k))
			units[4*i+k] = int16(max(v, bias) - bias)
		}
	}
}

// scoreGo sets scores to the products of units and weights, which are laid out
// by groups of classes, in them by pairs of units, in them by class.
func scoreGo(units, weights []int16, scores []int32) {
	clear(scores)
	for at := 0; at < len(scores); at += headGroup {
		s := scores[at:][:headGroup]
		w := weights[at*len(units):][:headGroup*len(units)]
		for j, u := range units {
			if u == 0 {
				continue
			}
			row := w[j/2*2*headGroup+j&1:][:2*headGroup-1]
			for c := range s {
				s[c] += int32(u) * int32(row[2*c])
			}
		}
	}
}
