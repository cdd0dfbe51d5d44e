package nlp

// Parsing: arc-hybrid transitions (Kuhlmann et al. 2011) chosen greedily by an
// averaged perceptron, trained with a dynamic oracle (Goldberg & Nivre 2013).
// The root stands after the last token; it takes one dependent only.

// Transitions are one shift, and a left and a right arc for each relation.
const Shift = 0

// LeftArc is the transition that makes the top of the stack a dependent of the
// next token by relation r.
func LeftArc(r Deprel) int { return 1 + 2*int(r) }

// RightArc is the transition that makes the top of the stack a dependent of
// the token below it by relation r.
func RightArc(r Deprel) int { return 2 + 2*int(r) }

// Transitions is the number of transitions.
const Transitions = 1 + 2*len(Deprels)

// State is a configuration of the parser over one Sent. Token n is the root.
type State struct {
	s     *Sent
	n     int
	next  int     // first token of the buffer
	stack []int32 // top last
	Head  []int32 // -1 while open
	Label []Deprel
	kids  []kids
	atoms [numAtoms]uint32
	feats []uint32
}

// kids are a token's outermost and next-to-outermost dependents, from 1; 0 is
// none.
type kids struct {
	left, left2, right, right2 int32
	nLeft, nRight              uint8
	labels                     uint64 // set of relations
}

// Start sets p to the first configuration of s, whose tags are set.
func (p *State) Start(s *Sent) {
	p.s, p.n, p.next = s, len(s.words), 0
	p.stack = p.stack[:0]
	p.Head = grow(p.Head, p.n)
	p.Label = grow(p.Label, p.n)
	p.kids = grow(p.kids, p.n+1)
	for i := range p.Head {
		p.Head[i], p.Label[i] = -1, NoDeprel
	}
	clear(p.kids)
}

// Done reports whether every token has its head.
func (p *State) Done() bool { return p.next == p.n && len(p.stack) == 0 }

// Can reports which kinds of transition are possible.
func (p *State) Can() (shift, left, right bool) {
	d := len(p.stack)
	shift = p.next < p.n
	left = d > 0 && (p.next < p.n || d == 1) // the root takes one dependent
	right = d > 1
	return
}

// Do makes transition t.
func (p *State) Do(t int) {
	if t == Shift {
		p.stack = append(p.stack, int32(p.next))
		p.next++
		return
	}
	d := len(p.stack)
	dep := p.stack[d-1]
	p.stack = p.stack[:d-1]
	rel := Deprel((t - 1) / 2)
	if t%2 == 1 {
		p.attach(int32(p.next), dep, rel)
	} else {
		p.attach(p.stack[d-2], dep, rel)
	}
}

func (p *State) attach(head, dep int32, rel Deprel) {
	p.Head[dep], p.Label[dep] = head, rel
	k := &p.kids[head]
	k.labels |= 1 << (rel & 63)
	if dep < head {
		k.left2, k.left = k.left, dep+1
		k.nLeft = min(k.nLeft+1, 7)
	} else {
		k.right2, k.right = k.right, dep+1
		k.nRight = min(k.nRight+1, 7)
	}
}

// Costs returns what each kind of transition would lose of the gold heads:
// the arcs that could still be built now and could not be after it. A head of
// n is the root.
func (p *State) Costs(gold []int32) (shift, left, right int) {
	d := len(p.stack)
	b := int32(p.next)
	if p.next < p.n {
		for i, s := range p.stack {
			if gold[s] == b {
				shift++
			}
			if i < d-1 && gold[b] == s {
				shift++
			}
		}
	}
	if d == 0 {
		return
	}
	s0 := p.stack[d-1]
	lost := 0
	for k := p.next; k < p.n; k++ { // dependents of s0 still to come
		if gold[k] == s0 {
			lost++
		}
	}
	left, right = lost, lost
	if h := gold[s0]; h > b || d > 1 && h == p.stack[d-2] {
		left++
	}
	if gold[s0] >= b {
		right++
	}
	return
}

// Choose returns the possible transition with the highest score.
func (p *State) Choose(scores []int32) int {
	shift, left, right := p.Can()
	t, top := -1, int32(0)
	if shift {
		t, top = Shift, scores[Shift]
	}
	root := p.next == p.n
	for r := 1; r < len(Deprels); r++ {
		if left && root == (Deprel(r) == Root) {
			if i := LeftArc(Deprel(r)); t < 0 || scores[i] > top {
				t, top = i, scores[i]
			}
		}
		if right && Deprel(r) != Root {
			if i := RightArc(Deprel(r)); t < 0 || scores[i] > top {
				t, top = i, scores[i]
			}
		}
	}
	return t
}

// Arcs returns the left and the right arc that the top of the stack may be
// given, with its gold relation where the arc allows that.
func (p *State) Arcs(gold []Deprel) (left, right int) {
	if len(p.stack) == 0 {
		return
	}
	r := gold[p.stack[len(p.stack)-1]]
	left, right = LeftArc(r), RightArc(r)
	switch {
	case p.next == p.n:
		left = LeftArc(Root)
	case r == Root:
		left = LeftArc(Parataxis)
	}
	if r == Root {
		right = RightArc(Parataxis)
	}
	return left, right
}

// GoldArcs reports whether the left and the right arc that are possible now
// are in the gold tree.
func (p *State) GoldArcs(gold []int32) (left, right bool) {
	d := len(p.stack)
	if d == 0 {
		return
	}
	h := gold[p.stack[d-1]]
	return h == int32(p.next), d > 1 && h == p.stack[d-2]
}

// RelationOf returns the relation of an arc.
func RelationOf(t int) Deprel { return Deprel((t - 1) / 2) }
