package nlp

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// linear is a linear classifier over hashed features, as internal/train makes
// it: a feature is a 32-bit hash, and holds weights for the few classes on
// which training ever corrected it.
type linear struct {
	classes int
	shift   uint32   // the top bits of a hash say where its slot is: features that come in order of their hashes fill the table from end to end
	slots   []slot   // open addressing, a power of two of them
	pairs   []uint32 // class<<16 | weight as uint16
}

// slot is one feature: its hash, and where its pairs lie.
type slot struct {
	key uint32 // 0 is empty
	at  uint32 // first<<8 | count
}

// batch is how many features are looked up at once.
const batch = 128

// score adds up the weights of the features, class by class.
func (m *linear) score(features []uint32, scores []int32) {
	clear(scores)
	for len(features) > batch {
		m.addAll(features[:batch], scores)
		features = features[batch:]
	}
	m.addAll(features, scores)
}

// addAll adds the weights of at most a batch of features. The tables are larger
// than the caches: all slots are read first, then the first weights of all
// that were found, so that the waits for memory overlap.
func (m *linear) addAll(features []uint32, scores []int32) {
	var slots [batch]slot
	var firsts [batch]uint32
	for i, f := range features {
		slots[i] = m.slots[f>>m.shift]
	}
	n := 0
	for i, f := range features {
		s := slots[i]
		for at := f >> m.shift; s.key != f && s.key != 0; {
			at = m.next(at)
			s = m.slots[at]
		}
		if s.key == f {
			slots[n] = s
			n++
		}
	}
	for i, s := range slots[:n] {
		firsts[i] = m.pairs[s.at>>8]
	}
	for i, s := range slots[:n] {
		p := firsts[i]
		scores[p>>16] += int32(int16(p))
		at := s.at >> 8
		for _, p := range m.pairs[at+1 : at+s.at&0xff] {
			scores[p>>16] += int32(int16(p))
		}
	}
}

func (m *linear) add(f uint32, scores []int32) {
	for i := f >> m.shift; ; i = m.next(i) {
		s := m.slots[i]
		if s.key == f {
			at := s.at >> 8
			for _, p := range m.pairs[at : at+s.at&0xff] {
				scores[p>>16] += int32(int16(p))
			}
			return
		}
		if s.key == 0 {
			return
		}
	}
}

// best returns the class of the highest score; ties go to the lowest class.
func best(scores []int32) int {
	b := 0
	for i, s := range scores {
		if s > scores[b] {
			b = i
		}
	}
	return b
}

// FeatureWeights is one feature of a model being written: its hash and its
// weights by class.
type FeatureWeights struct {
	Key     uint32
	Classes []uint8
	Weights []int16
}

// AppendLinear appends a linear model in the form that is read back: the
// number of classes and features, then for each feature, in the given order,
// its hash, its number of pairs, and the pairs. At most 255 pairs a feature.
func AppendLinear(b []byte, classes int, features []FeatureWeights) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(classes))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(features)))
	for _, f := range features {
		b = binary.LittleEndian.AppendUint32(b, f.Key)
		b = append(b, byte(len(f.Classes)))
		for i, c := range f.Classes {
			b = append(b, c)
			b = binary.LittleEndian.AppendUint16(b, uint16(f.Weights[i]))
		}
	}
	return b
}

var errModel = errors.New("model is cut short or damaged")

// modelReader takes a model file apart.
type modelReader struct {
	s   string
	err error
}

func (r *modelReader) u8() uint32 {
	if len(r.s) < 1 {
		r.err = errModel
		return 0
	}
	v := uint32(r.s[0])
	r.s = r.s[1:]
	return v
}

func (r *modelReader) u16() uint32 { return r.u8() | r.u8()<<8 }
func (r *modelReader) u32() uint32 { return r.u16() | r.u16()<<16 }

func (r *modelReader) str(n int) string {
	if n < 0 || n > len(r.s) {
		r.err = errModel
		return ""
	}
	v := r.s[:n]
	r.s = r.s[n:]
	return v
}

// header checks a model's magic and versions: a file written for other
// features must not be read with these.
func (r *modelReader) header(magic string) error {
	if got := r.str(len(magic)); got != magic {
		return fmt.Errorf("not the model that this program was built for: %.12q, want %q", got, magic)
	}
	return nil
}

func (r *modelReader) linear() linear {
	m := linear{classes: int(r.u32())}
	n := int(r.u32())
	if r.err != nil || m.classes > 256 || n > len(r.s)/5 {
		r.err = errModel
		return m
	}
	m.room(n)
	m.pairs = make([]uint32, 0, (len(r.s)-5*n)/3)
	for ; n > 0 && r.err == nil; n-- {
		m.read(r)
	}
	return m
}

// room makes the slots for n features.
func (m *linear) room(n int) {
	m.shift = 31
	for 1<<(32-m.shift) < n*3/2+1 {
		m.shift--
	}
	m.slots = make([]slot, 1<<(32-m.shift))
}

// next is the slot after i.
func (m *linear) next(i uint32) uint32 { return (i + 1) & uint32(len(m.slots)-1) }

// put gives the feature its slot; its count pairs come next.
func (m *linear) put(key uint32, count int) {
	i := key >> m.shift
	for m.slots[i].key != 0 {
		i = m.next(i)
	}
	m.slots[i] = slot{key, uint32(len(m.pairs))<<8 | uint32(count)}
}

func (m *linear) read(r *modelReader) {
	if len(r.s) < 5 {
		r.err = errModel
		return
	}
	s := r.s
	key := uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
	count := int(s[4])
	if count == 0 || len(s) < 5+3*count {
		r.err = errModel
		return
	}
	m.put(key, count)
	for p := 5; p < 5+3*count; p += 3 {
		c := uint32(s[p])
		if int(c) >= m.classes {
			r.err = errModel
			return
		}
		m.pairs = append(m.pairs, c<<16|uint32(s[p+1])|uint32(s[p+2])<<8)
	}
	r.s = s[5+3*count:]
}

// Hashing: FNV-1a for words, a multiplicative mix for combinations.

func hashString(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// mix folds v into h.
func mix(h, v uint32) uint32 {
	x := (uint64(h)<<32 | uint64(v)) * 0x9E3779B97F4A7C15
	x ^= x >> 29
	x *= 0xBF58476D1CE4E5B9
	return uint32(x >> 32)
}

// feature closes a hash: 0 marks an empty slot.
func feature(h uint32) uint32 {
	if h == 0 {
		return 1
	}
	return h
}
