package trace

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strings"
)

// Background says in which share of reports a term stands in general, by
// Word.Key. It makes the first reports of a stream comparable, before
// the stream's own counts mean anything.
type Background map[uint32]float32

const (
	backgroundMagic = "vigil background 1\n"
	shareScale      = 4096 // steps of -ln(share) as written
)

// ParseBackground reads what Format wrote.
func ParseBackground(data string) (Background, error) {
	body, ok := strings.CutPrefix(data, backgroundMagic)
	if !ok || len(body)%6 != 0 {
		return nil, errors.New("trace: not a background of word shares")
	}
	bg := make(Background, len(body)/6)
	for b := []byte(body); len(b) > 0; b = b[6:] {
		x := float64(binary.LittleEndian.Uint16(b[4:])) / shareScale
		bg[binary.LittleEndian.Uint32(b)] = float32(math.Exp(-x))
	}
	return bg, nil
}

// Format writes bg, six bytes a term in order of their keys.
func (bg Background) Format() []byte {
	keys := make([]uint32, 0, len(bg))
	for k := range bg {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	out := []byte(backgroundMagic)
	for _, k := range keys {
		out = binary.LittleEndian.AppendUint32(out, k)
		x := math.Round(-math.Log(float64(bg[k])) * shareScale)
		out = binary.LittleEndian.AppendUint16(out, uint16(min(max(x, 0), math.MaxUint16)))
	}
	return out
}
