package nlp

// The second reading: what the first made of a word elsewhere in the text
// weighs on what it is here (Krishnan and Manning 2006).

// nameMemory holds what the first reading made of the words of a text.
type nameMemory struct {
	words map[uint32]int32 // word → index into stats
	names map[uint32]int32 // key of a name → index into stats
	stats []wordStat
	own   []wordOwn // of each token
}

// wordStat counts by type what a word, or a whole name, was read as.
type wordStat struct {
	types [len(NameTypes)]uint16 // NoName: with a capital, but no name
	ends  [len(NameTypes)]uint16 // as last of several tokens
}

// wordOwn is where a token is counted.
type wordOwn struct {
	word, name int32 // index into stats, or -1
	label      uint8
}

// note counts the names of the first reading, given as the labels of all tokens.
func (m *nameMemory) note(t *nameText, labels []uint8) {
	if m.words == nil {
		m.words, m.names = map[uint32]int32{}, map[uint32]int32{}
	}
	clear(m.words)
	clear(m.names)
	m.stats, m.own = m.stats[:0], grow(m.own, len(labels))
	for i := 0; i < len(labels); {
		n := nameLength(labels, i)
		for k := i; k < i+n; k++ {
			m.own[k] = wordOwn{-1, -1, labels[k]}
			m.word(t, k)
		}
		if labels[i] != 0 {
			m.name(t, i, n, labels[i])
		}
		i += n
	}
}

// nameLength returns how many tokens the name at i has; 1 if there is none.
func nameLength(labels []uint8, i int) int {
	n := 1
	for _, pos := labelType(int(labels[i])); pos != posEnd && pos != posOne && i+n < len(labels); n++ {
		_, pos = labelType(int(labels[i+n]))
	}
	return n
}

// word counts token k.
func (m *nameMemory) word(t *nameText, k int) {
	w, o := &t.words[k], &m.own[k]
	if w.pre[0] == 0 || o.label == 0 && w.flags&hasDigit != 0 { // too short to say anything
		return
	}
	if o.label == 0 && !w.capitalised() && !t.flat {
		return
	}
	at, ok := m.words[w.lower]
	if !ok {
		at = m.add()
		m.words[w.lower] = at
	}
	o.word = at
	s := &m.stats[at]
	typ, pos := labelType(int(o.label))
	s.types[typ]++
	if pos == posEnd {
		s.ends[typ]++
	}
}

func (m *nameMemory) name(t *nameText, i, n int, label uint8) {
	key := uint32(0)
	for k := i; k < i+n; k++ {
		key = runKey(key, t.words[k].lower)
	}
	at, ok := m.names[key]
	if !ok {
		at = m.add()
		m.names[key] = at
	}
	typ, _ := labelType(int(label))
	m.stats[at].types[typ]++
	for k := i; k < i+n; k++ {
		m.own[k].name = at
	}
}

func (m *nameMemory) add() int32 {
	m.stats = append(m.stats, wordStat{})
	return int32(len(m.stats) - 1)
}

// Weights of the second reading, in units of the first one's scores. Set by hand
// on development texts: learned from the corpora there are, they overrule the
// first reading too often.
const (
	wordUnit  = 4000 // the word stands elsewhere in names of one type
	nameUnit  = 4000 // the whole name stands elsewhere
	lastUnit  = 8000 // the word is elsewhere the last of longer names: a surname
	mostTimes = 2    // counted at most so often
)

// weigh adds to the scores of token i what the rest of the text says of its
// word and name.
func (m *nameMemory) weigh(i int, scores *NameScores) {
	o := m.own[i]
	if o.word < 0 {
		return
	}
	s := &m.stats[o.word]
	typ, pos := labelType(int(o.label))
	add := func(counts *[len(NameTypes)]uint16, less bool, unit int32) {
		if t, n := most(counts, typ, less); t != NoName && n > 0 {
			scores[1+4*int(t-1)+pos] += unit * min(n, mostTimes)
		}
	}
	add(&s.types, true, wordUnit)
	if pos == posOne || pos == posEnd {
		add(&s.ends, pos == posEnd, lastUnit)
	}
	if o.name >= 0 {
		add(&m.stats[o.name].types, true, nameUnit)
	}
}

// most returns the type that a word or name has in two of three other places,
// and in how many; the token's own type counts once less.
func most(counts *[len(NameTypes)]uint16, own NameType, less bool) (NameType, int32) {
	top, n, all := NameType(0), int32(0), int32(0)
	for t, c := range counts {
		k := int32(c)
		if less && NameType(t) == own {
			k--
		}
		all += k
		if k > n {
			top, n = NameType(t), k
		}
	}
	if n*3 < all*2 {
		return NoName, 0
	}
	return top, n
}
