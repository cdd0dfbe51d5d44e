package nlp

// What the taggers' net sees of a token: rows of the words around it, of their
// ends and shapes, and of the tags before it.

// endBits are the bits of the hashes of prefixes and suffixes by their length.
var endBits = [...]int{8, 10, 12, 12}

const (
	shapeBits  = 9
	flagValues = 1 << 5
)

// tagSlots are the numbers of rows of each slot but those of words.
var tagSlots = []int{
	1, tagValues, tagValues, tagValues * tagValues, // bias, the tags before
	1 << 8, 1 << 10, 1 << 12, // its prefixes
	1 << 8, 1 << 10, 1 << 12, 1 << 12, // its suffixes
	1 << shapeBits, flagValues,
	1 << 10, 1 << 12, 1 << shapeBits, // suffixes and shape before it
	1 << 10, 1 << 12, 1 << shapeBits, // and after it
}

// tagRoles are the words seen: two on each side.
const tagRoles = 5

var tagBase, tagWordBase = bases(tagSlots)

// TaggerRows is the number of rows of the taggers' net.
var TaggerRows = int(tagWordBase) + tagRoles*wordBlock

func (r *modelReader) taggerNet() net { return r.net(TaggerRows, len(XPOSTags), len(UPOSTags)) }

// bases returns the first row of each slot, and the row after the last.
func bases(slots []int) ([]uint32, uint32) {
	base := make([]uint32, len(slots))
	at := uint32(0)
	for i, n := range slots {
		base[i] = at
		at += uint32(n)
	}
	return base, at
}

// TagRows returns the rows of token i, given the Penn tags before it; valid
// until the next call.
func (s *Sent) TagRows(i int) []uint32 {
	r := s.feats[:0]
	slot := 0
	put := func(v uint32) {
		r = append(r, tagBase[slot]+v)
		slot++
	}
	w, left, right := s.word(i), s.word(i-1), s.word(i+1)
	t1, t2 := s.tagBefore(i, 1), s.tagBefore(i, 2)
	put(0)
	put(t1)
	put(t2)
	put(t1<<6 | t2)
	for n, h := range w.pre {
		put(squeeze(h, endBits[n]))
	}
	for n, h := range w.suf {
		put(squeeze(h, endBits[n]))
	}
	put(squeeze(w.shape, shapeBits))
	first := uint32(0)
	if i == 0 {
		first = 16
	}
	put(w.flags | first)
	for _, o := range [...]*word{left, right} {
		put(squeeze(o.suf[1], endBits[1]))
		put(squeeze(o.suf[2], endBits[2]))
		put(squeeze(o.shape, shapeBits))
	}
	for k := range tagRoles {
		j := int32(i + k - tagRoles/2)
		if int(j) >= len(s.words) {
			j = -1
		}
		r = s.wordRows(r, j, tagWordBase+uint32(k)*wordBlock, k > 0 && k < tagRoles-1)
	}
	s.feats = r
	return r
}

func (s *Sent) tagBefore(i, back int) uint32 {
	if i < back {
		return noTag
	}
	return uint32(s.XPOS[i-back])
}

// squeeze keeps some bits of a hash; a hash of nothing gives 0.
func squeeze(h uint32, bits int) uint32 { return h * 0x9E3779B1 >> (32 - bits) }
