package extract

// features gathers the hashed features of one decision. A feature is a
// template's number and up to three values.
type features struct{ list []uint32 }

func (f *features) reset() { f.list = f.list[:0] }

func (f *features) add(template, a uint32) { f.put(mix(template*0x9e3779b1+1, a)) }

func (f *features) add2(template, a, b uint32) { f.put(mix(mix(template*0x9e3779b1+2, a), b)) }

func (f *features) add3(template, a, b, c uint32) {
	f.put(mix(mix(mix(template*0x9e3779b1+3, a), b), c))
}

// steps adds a feature for each tenth that p reaches, so that what is learned
// of one probability holds for those above it.
func (f *features) steps(template uint32, p float64) {
	for n := uint32(1); n <= grade(p); n++ {
		f.add(template, n)
	}
}

func (f *features) flag(template uint32, on bool) {
	if on {
		f.add(template, 1)
	}
}

// bag adds a feature that may be there already.
func (f *features) bag(template, a uint32) {
	n := len(f.list)
	f.add(template, a)
	for _, x := range f.list[:n] {
		if x == f.list[n] {
			f.list = f.list[:n]
			return
		}
	}
}

// put adds a hash; 0 marks empty slots of a model.
func (f *features) put(h uint32) {
	if h == 0 {
		h = 1
	}
	f.list = append(f.list, h)
}

// mix is one round of MurmurHash3 (Austin Appleby, public domain).
func mix(h, k uint32) uint32 {
	k *= 0xcc9e2d51
	k = k<<15 | k>>17
	k *= 0x1b873593
	h ^= k
	h = h<<13 | h>>19
	h = h*5 + 0xe6546b64
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	return h
}

// hash returns the FNV-1a hash of s.
func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}
