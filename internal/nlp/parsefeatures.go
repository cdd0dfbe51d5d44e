package nlp

// Atoms are what templates combine.
const (
	s0w = iota
	s0p
	s0c
	s0k
	s1w
	s1p
	s1c
	s1k
	s2p
	s2c
	b0w
	b0p
	b0c
	b0k
	b1w
	b1p
	b1c
	b2p
	b3p
	s0lp
	s0ll
	s0rp
	s0rl
	s1lp
	s1ll
	s1rp
	s1rl
	b0lp
	b0ll
	s0lw
	s0rw
	s1rw
	s1lw
	b0lw
	s0rc
	s1rc
	b0lc
	distSB
	distSS
	s0v
	s1v
	b0v
	s0set
	s1set
	b0set
	s0l2l
	s0r2l
	b0l2l
	s0prev
	b0prev
	s0next
	s0u
	s1u
	b0u
	b1u
	numAtoms
)

// templates are the conjunctions of atoms, after Zhang & Nivre (2011) with
// clusters for words.
var templates = [][]uint8{
	{s0w}, {s0p}, {s0w, s0p}, {s0c}, {s1w}, {s1p}, {s1w, s1p}, {s1c}, {b0w}, {b0p}, {b0w, b0p}, {b0c},
	{b1w}, {b1p}, {b1w, b1p}, {b2p}, {s2p},
	{s0w, b0w}, {s0w, b0p}, {s0p, b0w}, {s0p, b0p}, {s0c, b0c}, {s0k, b0k, distSB}, {s0p, b0p, distSB}, {s0w, b0w, distSB},
	{s0w, s0p, b0p}, {s0p, b0w, b0p},
	{s1w, s0w}, {s1w, s0p}, {s1p, s0w}, {s1p, s0p}, {s1c, s0c}, {s1k, s0k, distSS}, {s1p, s0p, distSS},
	{s0p, b0p, b1p}, {b0p, b1p, b2p}, {s1p, s0p, b0p}, {s2p, s1p, s0p}, {s0p, b0w, b1p}, {s1p, s0w, b0p}, {s1p, s0p, b0w}, {s1w, s0p, b0p}, {s0w, b0p, b1p},
	{s1c, s0c, b0c}, {s1p, s0c, b0p}, {s1c, s0p, b0p}, {s1p, s0p, b0c},
	{s0p, s0lp, b0p}, {s0p, s0rp, b0p}, {s0p, b0p, b0lp}, {s1p, s0p, s0lp}, {s1p, s0p, s0rp}, {s1p, s1rp, s0p}, {s1p, s1lp, s0p},
	{s0p, s0ll, s0rl, b0p}, {s1p, s1rl, s0p, b0p}, {s1w, s1rl, s0p}, {s0w, s0rl}, {s0w, s0ll}, {s1w, s1ll, s0p}, {b0w, b0ll}, {b0p, b0ll, s0p},
	{s0p, s0set}, {s0w, s0set}, {s1p, s1set, s0p}, {s1w, s1set, s0p}, {b0p, b0set, s0p}, {s0c, s0set, b0p}, {s1c, s1set, s0c},
	{s0w, s0v}, {s0p, s0v, b0p}, {s1w, s1v}, {s1p, s1v, s0p}, {b0w, b0v}, {b0p, b0v, s0p},
	{s0lw, s0p, b0p}, {s0rw, s0p, b0p}, {s1rw, s1p, s0p}, {s1w, s0p, s0lw}, {s0w, b0p, b0lw}, {s1lw, s1p, s0p},
	{s1rc, s1p, s0c}, {s0rc, s0p, b0c}, {b0lc, b0p, s0c},
	{s0p, s0l2l, s0ll}, {s0p, s0r2l, s0rl}, {b0p, b0l2l, b0ll},
	{s0p, s0prev, b0p}, {s0p, b0prev, b0p}, {s0p, s0next, b0p}, {b0p, b1p, b2p, b3p}, {s2c, s1c, s0c},
	{s0u, b0u, b1u}, {s1u, s0u, b0u}, {s1c, s0w, s0lp}, {s1w, s0c, s0ll}, {s1w, s0p, s0lp, s0ll},
	{s1k, s0k, b0k}, {s0k, b0k, b1p}, {s1k, s0w, b0p}, {s1w, s0k, b0p}, {s0k, b0w, s1p},
}

// Features returns the features of the configuration, valid until the next call.
func (p *State) Features() []uint32 {
	p.fillAtoms()
	p.feats = p.feats[:0]
	for i, t := range templates {
		h := uint32(i+1) << 10
		for _, a := range t {
			h = mix(h, p.atoms[a])
		}
		p.feats = append(p.feats, feature(h))
	}
	return p.feats
}

func (p *State) fillAtoms() {
	a := &p.atoms
	clear(a[:])
	d := len(p.stack)
	top := func(k int) int {
		if k < d {
			return int(p.stack[d-1-k])
		}
		return -1
	}
	s0, s1, s2, b0 := top(0), top(1), top(2), p.next
	p.token(s0, s0w, s0p, s0c, s0k, s0u)
	p.token(s1, s1w, s1p, s1c, s1k, s1u)
	p.token(b0, b0w, b0p, b0c, b0k, b0u)
	a[s2p], a[s2c] = p.pos(s2), p.s.word(s2).fine
	b1 := p.s.word(b0 + 1)
	a[b1w], a[b1p], a[b1c], a[b1u] = b1.lower, p.pos(b0+1), b1.fine, p.upos(b0+1)
	a[b2p], a[b3p] = p.pos(b0+2), p.pos(b0+3)
	if s0 >= 0 {
		k := &p.kids[s0]
		p.kid(k.left, s0lw, s0lp, s0ll, -1)
		p.kid(k.right, s0rw, s0rp, s0rl, s0rc)
		a[s0v], a[s0set] = valency(k), fold(k.labels)
		a[s0l2l], a[s0r2l] = p.label(k.left2), p.label(k.right2)
		a[distSB] = distance(b0 - s0)
		a[s0prev], a[s0next] = p.pos(s0-1), p.pos(s0+1)
	}
	if s1 >= 0 {
		k := &p.kids[s1]
		p.kid(k.left, s1lw, s1lp, s1ll, -1)
		p.kid(k.right, s1rw, s1rp, s1rl, s1rc)
		a[s1v], a[s1set] = valency(k), fold(k.labels)
		a[distSS] = distance(s0 - s1)
	}
	k := &p.kids[b0]
	p.kid(k.left, b0lw, b0lp, b0ll, b0lc)
	a[b0v], a[b0set], a[b0l2l] = valency(k), fold(k.labels), p.label(k.left2)
	a[b0prev] = p.pos(b0 - 1)
}

func (p *State) token(i, w, pos, c, k, u int) {
	x := p.s.word(i)
	p.atoms[w], p.atoms[pos], p.atoms[c], p.atoms[k], p.atoms[u] = x.lower, p.pos(i), x.fine, x.coarse, p.upos(i)
	if i == p.n {
		p.atoms[w] = 0x524f4f54
	}
}

func (p *State) kid(kid int32, w, pos, label, c int) {
	if kid == 0 {
		return
	}
	i := int(kid - 1)
	x := p.s.word(i)
	p.atoms[w], p.atoms[pos], p.atoms[label] = x.lower, p.pos(i), uint32(p.Label[i])
	if c >= 0 {
		p.atoms[c] = x.fine
	}
}

// pos is the Penn tag of token i, 254 for the root, 255 outside.
func (p *State) pos(i int) uint32 {
	switch {
	case i == p.n:
		return 254
	case i < 0 || i > p.n:
		return 255
	}
	return uint32(p.s.XPOS[i])
}

func (p *State) upos(i int) uint32 {
	if i < 0 || i >= p.n {
		return 255
	}
	return uint32(p.s.UPOS[i])
}

func (p *State) label(kid int32) uint32 {
	if kid == 0 {
		return 0
	}
	return uint32(p.Label[kid-1])
}

func valency(k *kids) uint32 { return uint32(k.nLeft)<<4 | uint32(k.nRight) }

func fold(x uint64) uint32 { return uint32(x) ^ uint32(x>>32)*0x9E3779B1 }

func distance(d int) uint32 {
	switch {
	case d <= 4:
		return uint32(d)
	case d <= 6:
		return 5
	case d <= 10:
		return 6
	case d <= 20:
		return 7
	}
	return 8
}
