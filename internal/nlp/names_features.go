package nlp

// nameText is a text as the recogniser of names sees it, in reused room.
type nameText struct {
	words []nameWord
	flat  bool // case says nothing in the whole text
	feats []uint32
}

// see fills t from d, whose tokens are tagged.
func (t *nameText) see(d *Doc, m *nameModel) {
	t.words = grow(t.words, len(d.Tokens))
	for i := range d.Tokens {
		tok := &d.Tokens[i]
		t.words[i].see(d.Text[tok.Start:tok.End], m.clusters)
		t.words[i].xpos = uint32(tok.XPOS)
	}
	for _, s := range d.Sentences {
		m.lists.mark(t.words[s.First:s.Last])
	}
	t.flat = t.caseless()
}

// caseless reports whether the text is all in capitals or all in small letters.
func (t *nameText) caseless() bool {
	letters, capitals, all := 0, 0, 0
	for i := range t.words {
		w := &t.words[i]
		if w.suf[1] == 0 || w.flags&hasDigit != 0 { // short
			continue
		}
		letters++
		if w.flags&allCaps != 0 {
			all++
		}
		if w.capitalised() {
			capitals++
		}
	}
	return letters >= 4 && (all*10 >= letters*8 || capitals == 0)
}

// nameSentence is one sentence of a nameText.
type nameSentence struct {
	words       []nameWord
	left, right []int32 // for each token: the nearest one on that side that is no part of its run of capitals; -1 or len(words) if none
	seed        uint32  // sets the features of text without case apart
	feats       []uint32
}

// sentence prepares a sentence for features.
func (t *nameText) sentence(s *Sentence, out *nameSentence) {
	words := t.words[s.First:s.Last]
	out.words = words
	out.seed = 0
	if t.flat || capitalisedThroughout(words) || withoutCapitals(words) {
		out.seed = flatSeed
	}
	out.left, out.right = grow(out.left, len(words)), grow(out.right, len(words))
	low := int32(-1)
	for i := range words {
		out.left[i] = low
		if !words[i].capitalised() {
			low = int32(i)
		}
	}
	low = int32(len(words))
	for i := len(words) - 1; i >= 0; i-- {
		out.right[i] = low
		if !words[i].capitalised() {
			low = int32(i)
		}
	}
}

const flatSeed = 0x5bd1e995

// capitalisedThroughout reports whether nearly every long word opens with a
// capital, as in headlines.
func capitalisedThroughout(words []nameWord) bool {
	long, caps := 0, 0
	for i := range words {
		w := &words[i]
		if w.suf[2] == 0 || w.flags&hasDigit != 0 {
			continue
		}
		long++
		if w.capitalised() {
			caps++
		}
	}
	return long >= 4 && caps*10 >= long*9
}

// withoutCapitals reports whether a sentence has no capital, not even at its
// start.
func withoutCapitals(words []nameWord) bool {
	for i := range words {
		if words[i].capitalised() {
			return false
		}
	}
	return len(words) >= 4
}

var outsideName nameWord // beyond either end of the sentence

func (s *nameSentence) at(i int) *nameWord {
	if i < 0 || i >= len(s.words) {
		return &outsideName
	}
	return &s.words[i]
}

// plain reports whether token i, in text with case, has no capital and none
// near, nor is it or its neighbour tagged a proper noun ("in malaysia"): half
// of all words, and never part of a name.
func (s *nameSentence) plain(i int) bool {
	if s.seed != 0 {
		return false
	}
	for k := max(i-2, 0); k <= i+2 && k < len(s.words); k++ {
		w := &s.words[k]
		if w.flags&(capFirst|hasDigit) != 0 || k >= i-1 && k <= i+1 && (w.xpos == uint32(TagNNP) || w.xpos == uint32(TagNNPS)) {
			return false
		}
	}
	return true
}

func (s *nameSentence) put(template uint32, v uint32) {
	s.feats = append(s.feats, feature(mix(template<<8^s.seed, v)))
}

func (s *nameSentence) put2(template uint32, v, u uint32) {
	s.feats = append(s.feats, feature(mix(mix(template<<8^s.seed|0xa5, v), u)))
}

// features returns the features of token i, valid until the next call.
func (s *nameSentence) features(i int) []uint32 {
	s.feats = s.feats[:0]
	w, l, r, ll, rr := s.at(i), s.at(i-1), s.at(i+1), s.at(i-2), s.at(i+2)
	first := uint32(0)
	if i == 0 {
		first = 1
	}
	s.put(0, 0)
	s.put(1, w.lower)
	s.put(2, l.lower)
	s.put(3, r.lower)
	s.put(4, ll.lower)
	s.put(5, rr.lower)
	s.put2(6, l.lower, w.lower)
	s.put2(7, w.lower, r.lower)
	s.put2(8, w.lower, w.shape)
	s.put(9, w.pre[0])
	s.put(10, w.pre[1])
	s.put(11, w.suf[0])
	s.put(12, w.suf[1])
	s.put(13, w.suf[2])
	s.put(14, w.fine)
	s.put(15, l.fine)
	s.put(16, r.fine)
	s.put2(17, l.fine, w.fine)
	s.put2(18, w.fine, r.fine)
	s.put(19, ll.wide)
	s.put(20, rr.wide)
	s.put2(21, mix(l.wide, w.wide), r.wide)
	s.put(22, w.wide)
	s.put(23, w.xpos)
	s.put(24, l.xpos)
	s.put(25, r.xpos)
	s.put2(26, l.xpos, w.xpos)
	s.put2(27, w.xpos, r.xpos)
	if s.seed == 0 {
		s.shapes(i, first)
	} else {
		s.put2(28, mix(l.wide, w.wide), ll.wide)
		s.put2(29, mix(w.wide, r.wide), rr.wide)
	}
	s.listed(40, l)
	s.listed(46, w)
	s.listed(52, r)
	return s.feats
}

// shapes adds what only text with case tells.
func (s *nameSentence) shapes(i int, first uint32) {
	w, l, r := s.at(i), s.at(i-1), s.at(i+1)
	s.put2(28, w.shape, first)
	s.put(29, l.shape)
	s.put(30, r.shape)
	s.put2(31, l.shape, w.shape)
	s.put2(32, w.shape, r.shape)
	s.put2(33, mix(l.shape, w.shape), r.shape)
	s.put2(34, w.flags, first)
	s.put2(35, w.xpos, w.shape)
	if !w.capitalised() {
		return
	}
	before, after := s.at(int(s.left[i])), s.at(int(s.right[i]))
	last := s.at(int(s.right[i]) - 1)
	s.put(36, before.lower)
	s.put(37, after.lower)
	s.put(38, last.lower)
	s.put(39, last.fine)
	s.put(58, before.fine)
	s.put(59, after.fine)
	s.put(60, s.at(int(s.left[i])+1).lower)
}

// listed adds the lists that a word is in; six templates from the one given.
func (s *nameSentence) listed(template uint32, w *nameWord) {
	all := mix(mix(w.in[0], w.in[1]), mix(w.in[2], w.in[3]))
	s.put(template, all)
	for p, lists := range w.in {
		for b := uint32(0); lists != 0; b++ {
			if lists&1 != 0 {
				s.put2(template+1+uint32(p), b, w.flags&capFirst)
			}
			lists >>= 1
		}
	}
}
