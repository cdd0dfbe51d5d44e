package nlp

import "encoding/binary"

// AppendSmall appends a linear model in a form half as large: the
// number of classes and features, then for each feature, in the order of their
// hashes, how far its hash is from the one before, its number of pairs, and the
// pairs of class and small float. At most 255 pairs a feature.
func AppendSmall(b []byte, classes int, features []FeatureWeights) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(classes))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(features)))
	last := uint32(0)
	for _, f := range features {
		b = binary.AppendUvarint(b, uint64(f.Key-last))
		last = f.Key
		b = append(b, byte(len(f.Classes)))
		for i, c := range f.Classes {
			b = append(b, c, smallFloat(int(f.Weights[i])))
		}
	}
	return b
}

// AtLeast returns f with the weights that are least or more, or as much below
// 0, in the small form.
func (f FeatureWeights) AtLeast(least int) FeatureWeights {
	out := FeatureWeights{Key: f.Key}
	for i, w := range f.Weights {
		if v := int(bigFloat(smallFloat(int(w)))); max(v, -v) >= least {
			out.Classes, out.Weights = append(out.Classes, f.Classes[i]), append(out.Weights, w)
		}
	}
	return out
}

// smallFloat packs w into a sign, four bits of exponent and three of mantissa:
// within a sixteenth of it, which costs no accuracy that can be measured.
func smallFloat(w int) byte {
	sign := byte(0)
	if w < 0 {
		sign, w = 0x80, -w
	}
	w = min(w, 15<<11)
	e := 0
	for w>>e >= 16 {
		e++
	}
	w = (w + 1<<e>>1) >> e // to nearest
	if w == 16 {
		w, e = 8, e+1
	}
	if w < 8 {
		return sign | byte(w) // exponent 0: 0 to 7
	}
	return sign | byte(e+1)<<3 | byte(w-8)
}

// bigFloat is what smallFloat packed.
func bigFloat(b byte) int16 {
	w := int(b & 7)
	if e := int(b >> 3 & 15); e > 0 {
		w = (w + 8) << (e - 1)
	}
	if b&0x80 != 0 {
		w = -w
	}
	return int16(w)
}

// bigFloats is what bigFloat gives for every byte, as the half of a pair.
var bigFloats = func() (out [256]uint16) {
	for b := range out {
		out[b] = uint16(bigFloat(byte(b)))
	}
	return out
}()

// small reads a model of the given number of classes that AppendSmall wrote.
func (r *modelReader) small(classes int) linear {
	m := linear{classes: int(r.u32())}
	n := int(r.u32())
	if r.err != nil || m.classes != classes || n > len(r.s)/2 {
		r.err = errModel
		return m
	}
	m.room(n)
	m.pairs = make([]uint32, 0, (len(r.s)-3*n)/2)
	key := uint32(0)
	for ; n > 0 && r.err == nil; n-- {
		key += r.uvarint()
		m.readSmall(r, key)
	}
	return m
}

func (m *linear) readSmall(r *modelReader, key uint32) {
	count := int(r.u8())
	pairs := r.str(2 * count)
	if r.err != nil || count == 0 {
		r.err = errModel
		return
	}
	m.put(key, count)
	for p := 0; p < len(pairs); p += 2 {
		c := uint32(pairs[p])
		if int(c) >= m.classes {
			r.err = errModel
			return
		}
		m.pairs = append(m.pairs, c<<16|uint32(bigFloats[pairs[p+1]]))
	}
}
