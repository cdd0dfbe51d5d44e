package nlp

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
)

// net is a feed-forward scorer of decisions: the hidden layer is the rectified
// sum of one row for each feature that holds, and each head of classes is
// linear in it. All of it is whole numbers, so that it is the same on every
// machine: a row is held as biased lanes of 16 bits, four to a word, which are
// added four at a time.
type net struct {
	hidden int
	words  int      // hidden / 4
	rows   []uint64 // row r is rows[r*words:]
	heads  []head
}

// head is one set of classes, in groups of headGroup.
type head struct {
	classes int
	weights []int16 // of group, pair of units, class and unit of the pair
}

// room returns how many scores a head writes: classes, and what fills a group.
func (h *head) room() int { return roomFor(h.classes) }

func roomFor(classes int) int { return (classes + headGroup - 1) / headGroup * headGroup }

// laneBias is added to every value of a row, so that lanes never borrow; at
// most 255 rows of 8 bits are summed.
const laneBias = 128

// netScale is how many units of a row's weight make 1, headScale of a head's.
const (
	netScale  = 24
	headScale = 48
	netUnit   = netScale * headScale // 1 of a score: a factor of e in odds
)

func quantise(x, scale float32) int {
	return int(max(-127, min(127, math.Round(float64(x*scale)))))
}

// AppendNet appends a scorer in the form that is read back.
func AppendNet(b []byte, hidden int, rows []float32, heads [][]float32) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(hidden))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(rows)/hidden))
	b = append(b, byte(len(heads)))
	for _, h := range heads {
		b = append(b, byte(len(h)/hidden))
	}
	for len(rows) > 0 {
		b = appendRow(b, rows[:hidden])
		rows = rows[hidden:]
	}
	for _, h := range heads {
		for _, x := range h {
			b = append(b, byte(int8(quantise(x, headScale))))
		}
	}
	return b
}

// appendRow appends a row: the number of bits that its largest weight needs,
// 0 if all are 0, and the weights in that many bits each. Features that are
// seen seldom have small weights, which makes the file half as large.
func appendRow(b []byte, row []float32) []byte {
	width := 0
	for _, x := range row {
		width = max(width, bitsOf(quantise(x, netScale)))
	}
	b = append(b, byte(width))
	if width == 0 {
		return b
	}
	acc, n := uint64(0), 0
	for _, x := range row {
		acc |= uint64(quantise(x, netScale)) & (1<<width - 1) << n
		for n += width; n >= 8; n -= 8 {
			b = append(b, byte(acc))
			acc >>= 8
		}
	}
	return b
}

// bitsOf returns how many bits hold x in two's complement; 0 needs none.
func bitsOf(x int) int {
	switch {
	case x == 0:
		return 0
	case x < 0:
		x = ^x
	}
	return bits.Len(uint(x)) + 1
}

// net reads a scorer that must have the given rows and heads of classes.
func (r *modelReader) net(wantRows int, wantHeads ...int) net {
	n := net{hidden: int(r.u32())}
	rows := int(r.u32())
	heads := make([]int, r.u8())
	for i := range heads {
		heads[i] = int(r.u8())
	}
	if r.err != nil || n.hidden%(4*rowWords) != 0 || n.hidden <= 0 || n.hidden > 1024 || rows != wantRows || !slices.Equal(heads, wantHeads) {
		r.err = errModel
		return n
	}
	n.words = n.hidden / 4
	n.rows = make([]uint64, rows*n.words)
	for i := range rows {
		n.read(r, n.rows[i*n.words:(i+1)*n.words])
	}
	for _, c := range heads {
		s := r.str(c * n.hidden)
		if r.err != nil {
			return n
		}
		h := head{classes: c}
		h.weights = make([]int16, h.room()*n.hidden)
		for c := range c {
			for j := range n.hidden {
				pair := c/headGroup*n.hidden/2 + j/2
				h.weights[(pair*headGroup+c%headGroup)*2+j%2] = int16(int8(s[c*n.hidden+j]))
			}
		}
		n.heads = append(n.heads, h)
	}
	return n
}

// read reads one row into lanes.
func (n *net) read(r *modelReader, row []uint64) {
	width := int(r.u8())
	if width > 8 {
		r.err = errModel
		return
	}
	s := r.str(n.hidden * width / 8)
	if r.err != nil {
		return
	}
	acc, have, at := uint64(0), 0, 0
	half := uint64(1) << width >> 1 // turns two's complement into a bias
	for i := range row {
		for k := range 4 {
			for ; have < width; have += 8 {
				acc |= uint64(s[at]) << have
				at++
			}
			x := (acc + half) & (1<<width - 1) // weight + half
			acc, have = acc>>width, have-width
			row[i] |= (x + laneBias - half) << (16 * k)
		}
	}
}

// sum is a hidden layer being summed up.
type sum struct {
	lanes []uint64
	n     int // rows in it
}

func (n *net) clear(s *sum) {
	s.lanes = grow(s.lanes, n.words)
	clear(s.lanes)
	s.n = 0
}

// add adds rows to s.
func (n *net) add(s *sum, rows []uint32) {
	addRows(s.lanes, n.rows, rows)
	s.n += len(rows)
}

// hide returns the hidden units of s.
func (n *net) hide(s *sum, units []int16) []int16 {
	units = grow(units, n.hidden)
	rectify(s.lanes, uint16(s.n*laneBias), units)
	return units
}

// score returns the scores of head h, in units of 1/(netScale*headScale);
// scores has room for h.room() of them.
func (h *head) score(units []int16, scores []int32) []int32 {
	scoreUnits(units, h.weights, scores[:h.room()])
	return scores[:h.classes]
}
