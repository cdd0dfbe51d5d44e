package nlp

import (
	"unicode"
	"unicode/utf8"
)

// nameWord is what the recogniser of names sees of a token.
type nameWord struct {
	lower      uint32 // hash of the form, lower case, without accents
	shape      uint32 // letter classes, runs shortened
	pre        [2]uint32
	suf        [3]uint32
	fine, wide uint32 // clusters
	flags      uint32
	xpos       uint32
	one        uint32    // lists that hold the word alone, anywhere
	in         [4]uint32 // lists that hold a run of words which the token begins, continues, ends, or is
}

// Positions of a token in a run of words, as in a label.
const (
	posBegin = iota
	posIn
	posEnd
	posOne
)

// capitalised reports whether the word opens with a capital.
func (w *nameWord) capitalised() bool { return w.flags&capFirst != 0 }

// see describes the form s.
func (w *nameWord) see(s string, clusters *nameClusters) {
	var buf [64]byte
	low := buf[:0]
	var shape [12]byte
	ns, flags, uppers, lowers := 0, uint32(0), 0, 0
	for i, r := range s {
		c := byte('p')
		switch {
		case r >= 'a' && r <= 'z':
			c, lowers = 'x', lowers+1
		case r >= 'A' && r <= 'Z':
			c, uppers, r = 'X', uppers+1, r|0x20
		case r >= '0' && r <= '9':
			c, r = 'd', '0' // numbers of one length are one word
			flags |= hasDigit
		case r == '-':
			flags |= hasHyphen
		case r < utf8.RuneSelf:
			c = byte(r)
		case r == '’' || r == '‘' || r == 'ʼ' || r == 'ʿ' || r == '`':
			c, r = '\'', '\''
		case unicode.IsUpper(r):
			c, uppers, r = 'X', uppers+1, plain(unicode.ToLower(r))
		case unicode.IsLetter(r):
			c, lowers, r = 'x', lowers+1, plain(r)
		}
		if i == 0 && c == 'X' {
			flags |= capFirst
		}
		if ns < len(shape) && (ns < 2 || shape[ns-1] != c || shape[ns-2] != c) {
			shape[ns] = c
			ns++
		}
		if len(low) < 60 {
			low = utf8.AppendRune(low, r)
		}
	}
	if uppers > 1 && lowers == 0 {
		flags |= allCaps
	}
	*w = nameWord{lower: hashBytes(low), shape: hashBytes(shape[:ns]), flags: flags}
	w.affixes(low)
	w.fine, w.wide = clusters.of(w.lower)
}

// affixes hashes the first three and four bytes, and the last two to four.
func (w *nameWord) affixes(low []byte) {
	for n := range w.pre {
		if n+3 <= len(low) {
			w.pre[n] = hashBytes(low[:n+3])
		}
	}
	for n := range w.suf {
		if n+2 <= len(low) {
			w.suf[n] = hashBytes(low[len(low)-n-2:])
		}
	}
}

// nameClusters says which clusters a word is in: k-means in two steps, so that
// the wide cluster is the fine one's upper half.
type nameClusters struct {
	mask  uint32
	slots []nameCluster
}

type nameCluster struct{ key, fine uint32 }

// fineBits is how many fine clusters there are in a wide one, as a power of two.
const fineBits = 5

func newNameClusters(keys []uint32, fine []uint16) *nameClusters {
	size := 1
	for size < len(keys)*3/2+1 {
		size *= 2
	}
	c := &nameClusters{uint32(size - 1), make([]nameCluster, size)}
	for n, k := range keys {
		i := k & c.mask
		for c.slots[i].key != 0 && c.slots[i].key != k {
			i = (i + 1) & c.mask
		}
		if c.slots[i].key == 0 {
			c.slots[i] = nameCluster{k, uint32(fine[n])}
		}
	}
	return c
}

// of returns the clusters of the word that hashes to h; 0 is unknown.
func (c *nameClusters) of(h uint32) (fine, wide uint32) {
	h = feature(h)
	for i := h & c.mask; ; i = (i + 1) & c.mask {
		if s := &c.slots[i]; s.key == h {
			return s.fine, s.fine>>fineBits + 1
		} else if s.key == 0 {
			return 0, 0
		}
	}
}

// nameLists holds lists of names and words: a set of runs of words, with the
// lists that each run is in.
type nameLists struct {
	mask  uint32
	slots []listSlot
}

type listSlot struct{ key, lists uint32 }

// goesOn marks a run that begins a longer one.
const goesOn = 1 << 31

// longestListed is how many tokens a listed run may have.
const longestListed = 8

func newNameLists(keys, lists []uint32) *nameLists {
	size := 1
	for size < len(keys)*3/2+1 {
		size *= 2
	}
	l := &nameLists{uint32(size - 1), make([]listSlot, size)}
	for n, k := range keys {
		i := k & l.mask
		for l.slots[i].key != 0 && l.slots[i].key != k {
			i = (i + 1) & l.mask
		}
		l.slots[i] = listSlot{k, l.slots[i].lists | lists[n]}
	}
	return l
}

func (l *nameLists) of(h uint32) uint32 {
	for i := h & l.mask; ; i = (i + 1) & l.mask {
		if s := &l.slots[i]; s.key == h {
			return s.lists
		} else if s.key == 0 {
			return 0
		}
	}
}

// runKey extends the key of a run by a word.
func runKey(h uint32, word uint32) uint32 { return feature(mix(h, word)) }

// mark finds the listed runs in words.
func (l *nameLists) mark(words []nameWord) {
	for i := range words {
		h := uint32(0)
		for n := 1; n <= longestListed && i+n <= len(words); n++ {
			h = runKey(h, words[i+n-1].lower)
			lists := l.of(h)
			if lists == 0 {
				break
			}
			if n == 1 {
				words[i].one = lists &^ goesOn
			}
			if in := lists &^ goesOn; in != 0 {
				cover(words[i:i+n], in)
			}
			if lists&goesOn == 0 {
				break
			}
		}
	}
}

// cover notes that the words are a run of the lists.
func cover(words []nameWord, lists uint32) {
	n := len(words)
	if n == 1 {
		words[0].in[posOne] |= lists
		return
	}
	words[0].in[posBegin] |= lists
	words[n-1].in[posEnd] |= lists
	for i := 1; i < n-1; i++ {
		words[i].in[posIn] |= lists
	}
}
