package nlp

// What the parser's net sees of a configuration: rows of tags, relations and
// distances, and in each of the roles a token can play rows of its word.

// WordCodes is the number of codes of a word's vector, each of codeValues.
const (
	WordCodes  = 10
	CodeValues = 128
	// MaxWordID bounds the numbers of frequent words.
	MaxWordID = 2048

	noWordRow   = WordCodes * CodeValues
	rootWordRow = noWordRow + 1
	rareWordRow = noWordRow + 2 // a word without a vector
	codeBlock   = noWordRow + 3
	wordBlock   = codeBlock + MaxWordID // with rows of frequent words
)

// Roles of words. In the first of them frequent words have rows of their own.
const (
	roleS0 = iota
	roleS1
	roleB0
	roleB1
	idRoles
)

const (
	roleS2 = idRoles + iota
	roleB2
	roleS0L
	roleS0R
	roleS1L
	roleS1R
	roleB0L
	Roles
)

const (
	tagValues   = 64
	labelValues = len(Deprels) + 1
)

// Slots of rows that are not words.
var netSlots = []int{
	1,                                                                                      // bias
	tagValues, tagValues, tagValues, tagValues, tagValues, tagValues, tagValues, tagValues, // XPOS of s0 s1 s2 b0 b1 b2 b3 s3
	tagValues, tagValues, tagValues, tagValues, // UPOS of s0 s1 b0 b1
	tagValues, tagValues, tagValues, tagValues, // XPOS around s0, s1, b0
	16, 16, // distances
	8, 8, 8, 8, 8, // valencies
	64 * 64, 64 * 64, 64 * 64, // pairs of XPOS
	tagValues, labelValues, tagValues, labelValues, tagValues, labelValues, tagValues, labelValues, // s0 l l2 r r2
	tagValues, labelValues, tagValues, labelValues, tagValues, labelValues, tagValues, labelValues, // s1
	tagValues, labelValues, tagValues, labelValues, // b0 l l2
}

var slotBase, wordBase = bases(netSlots)

// ParserRows is the number of rows of the parser's net.
var ParserRows = int(wordBase) + idRoles*wordBlock + (Roles-idRoles)*codeBlock

func (r *modelReader) parserNet() net {
	return r.net(ParserRows, Moves, len(Deprels), len(Deprels))
}

// Rows returns the rows of the configuration that are not of words, valid
// until the next call.
func (p *State) Rows() []uint32 {
	r := p.feats[:0]
	slot := 0
	put := func(v uint32) {
		r = append(r, slotBase[slot]+v)
		slot++
	}
	put(0)
	s0, s1, s2, s3 := p.top(0), p.top(1), p.top(2), p.top(3)
	b0 := p.next
	ps0, ps1, pb0, pb1 := p.tag(s0), p.tag(s1), p.tag(b0), p.tag(b0+1)
	put(ps0)
	put(ps1)
	put(p.tag(s2))
	put(pb0)
	put(pb1)
	put(p.tag(b0 + 2))
	put(p.tag(b0 + 3))
	put(p.tag(s3))
	put(p.universal(s0))
	put(p.universal(s1))
	put(p.universal(b0))
	put(p.universal(b0 + 1))
	put(p.around(s0, -1))
	put(p.around(s0, 1))
	put(p.around(s1, 1))
	put(p.around(b0, -1))
	var k0, k1 kids
	d0, d1 := uint32(0), uint32(0)
	if s0 >= 0 {
		k0 = p.kids[s0]
		d0 = 1 + distance(b0-s0)
	}
	if s1 >= 0 {
		k1 = p.kids[s1]
		d1 = 1 + distance(s0-s1)
	}
	kb := p.kids[b0]
	put(d0)
	put(d1)
	put(uint32(k0.nLeft))
	put(uint32(k0.nRight))
	put(uint32(k1.nLeft))
	put(uint32(k1.nRight))
	put(uint32(kb.nLeft))
	put(ps1<<6 | ps0)
	put(ps0<<6 | pb0)
	put(pb0<<6 | pb1)
	for _, k := range [...]int32{k0.left, k0.left2, k0.right, k0.right2, k1.left, k1.left2, k1.right, k1.right2, kb.left, kb.left2} {
		put(p.tag(int(k) - 1))
		put(p.label(k))
	}
	p.feats = r
	return r
}

// Tags that are not of words.
const (
	rootTag = 62
	noTag   = 63
)

func (p *State) tag(i int) uint32 {
	switch {
	case i == p.n:
		return rootTag
	case i < 0 || i > p.n:
		return noTag
	}
	return uint32(p.s.XPOS[i])
}

func (p *State) universal(i int) uint32 {
	if i < 0 || i >= p.n {
		return noTag
	}
	return uint32(p.s.UPOS[i])
}

func (p *State) top(k int) int {
	if k < len(p.stack) {
		return int(p.stack[len(p.stack)-1-k])
	}
	return -2
}

func (p *State) around(i, by int) uint32 {
	if i < 0 {
		return noTag
	}
	return p.tag(i + by)
}

// Tokens returns the token in each role: -1 for none, n for the root.
func (p *State) Tokens() [Roles]int32 {
	t := func(k int) int32 { return max(-1, int32(p.top(k))) }
	b := func(k int) int32 {
		if p.next+k > p.n {
			return -1
		}
		return int32(p.next + k)
	}
	r := [Roles]int32{t(0), t(1), b(0), b(1), t(2), b(2), -1, -1, -1, -1, -1}
	if r[0] >= 0 {
		r[roleS0L], r[roleS0R] = p.kids[r[0]].left-1, p.kids[r[0]].right-1
	}
	if r[1] >= 0 {
		r[roleS1L], r[roleS1R] = p.kids[r[1]].left-1, p.kids[r[1]].right-1
	}
	r[roleB0L] = p.kids[p.next].left - 1
	return r
}

// WordRows appends the rows of token i in a role: n is the root, -1 none.
func (s *Sent) WordRows(rows []uint32, i int32, role int) []uint32 {
	base := wordBase + uint32(min(role, idRoles))*wordBlock + uint32(max(role-idRoles, 0))*codeBlock
	return s.wordRows(rows, i, base, role < idRoles)
}

// wordRows appends the rows of token i in the block that begins at base.
func (s *Sent) wordRows(rows []uint32, i int32, base uint32, ids bool) []uint32 {
	switch {
	case i < 0:
		return append(rows, base+noWordRow)
	case int(i) == len(s.words):
		return append(rows, base+rootWordRow)
	}
	w := &s.words[i]
	if w.codes[0] == NoCode {
		rows = append(rows, base+rareWordRow)
	} else {
		for k, c := range w.codes {
			rows = append(rows, base+uint32(k*CodeValues)+uint32(c))
		}
	}
	if ids {
		rows = append(rows, base+codeBlock+uint32(w.id))
	}
	return rows
}

// Moves of the net's first head; the second and third are relations of left
// and of right arcs.
const (
	MoveShift = iota
	MoveLeft
	MoveRight
	Moves
)
