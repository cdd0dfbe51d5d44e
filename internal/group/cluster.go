package group

import (
	"cmp"
	"math"
	"slices"
)

// Edge is the log-odds that two things, by number, belong together.
type Edge struct {
	A, B int
	Z    float32
	Vain bool // says little: counts a quarter in the mean
}

// Never is the log-odds of two things that are never to stand together.
var Never = float32(math.Inf(-1))

// Cluster parts n things bottom-up by average linkage: again and again it joins
// the two clusters whose pairs have the greatest mean log-odds, until that
// falls below join. Pairs without an edge count as missing; of several edges
// of one pair the first counts. What Never keeps apart stays apart, however
// long the chain. Each cluster is in ascending order, clusters by their first;
// the order of edges between different pairs does not matter.
func Cluster(n int, edges []Edge, join, missing float32) [][]int {
	c := clustering{join: join, missing: missing, all: make([]*node, n, 2*n)}
	for i := range n {
		c.all[i] = &node{members: []int{i}}
	}
	for _, e := range inOrder(edges) {
		w := float32(1)
		if e.Vain {
			w = vainWeight
		}
		c.connect(e.A, e.B, link{e.Z * w, w, 1})
	}
	for len(c.queue) > 0 {
		m := c.queue.pop()
		if c.all[m.a] != nil && c.all[m.b] != nil {
			c.merge(m.a, m.b)
		}
	}
	var out [][]int
	for _, x := range c.all {
		if x != nil {
			slices.Sort(x.members)
			out = append(out, x.members)
		}
	}
	slices.SortFunc(out, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	return out
}

// inOrder returns the edges by their ends, the lower first, one of each pair.
func inOrder(edges []Edge) []Edge {
	out := make([]Edge, 0, len(edges))
	for _, e := range edges {
		if e.A != e.B {
			out = append(out, Edge{min(e.A, e.B), max(e.A, e.B), e.Z, e.Vain})
		}
	}
	slices.SortStableFunc(out, func(x, y Edge) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	return slices.CompactFunc(out, func(x, y Edge) bool { return x.A == y.A && x.B == y.B })
}

// cluster parts docs by their edges among each other.
func (ix *index) cluster(docs []*doc, join float32) (out [][]*doc) {
	for i, d := range docs {
		d.mark = -1 - i
	}
	var edges []Edge
	for i, d := range docs {
		for _, e := range d.edges {
			if j := -1 - ix.doc(e.to).mark; j > i {
				edges = append(edges, Edge{A: i, B: j, Z: e.z})
			}
		}
	}
	for _, d := range docs {
		d.mark = 0
	}
	for _, c := range Cluster(len(docs), edges, join, unlike) {
		var part []*doc
		for _, i := range c {
			part = append(part, docs[i])
		}
		out = append(out, part)
	}
	return out
}

// unlike is the log-odds of a pair that was not found worth an edge.
const unlike = -6

type clustering struct {
	join, missing float32
	all           []*node // merged ones are nil
	queue         mergers
}

type node struct {
	members []int
	links   []toNode // by index; those of nodes that were merged since may linger
}

// toNode is a link to another cluster.
type toNode struct {
	at int
	link
}

// vainWeight is what an edge that says little counts for.
const vainWeight = .25

// link sums the edges between two clusters.
type link struct {
	sum, weight float32
	n           int
}

func (l link) mean(pairs int, missing float32) float32 {
	return (l.sum + float32(pairs-l.n)*missing) / (l.weight + float32(pairs-l.n))
}

func (c *clustering) connect(a, b int, l link) {
	c.all[a].links = append(c.all[a].links, toNode{b, l})
	c.all[b].links = append(c.all[b].links, toNode{a, l})
	if z := l.mean(len(c.all[a].members)*len(c.all[b].members), c.missing); z >= c.join {
		c.queue.push(merger{z, a, b})
	}
}

func (c *clustering) merge(a, b int) {
	x, y := c.all[a], c.all[b]
	c.all[a], c.all[b] = nil, nil
	id := len(c.all)
	c.all = append(c.all, &node{members: append(x.members, y.members...)})
	both := slices.Grow([]toNode(nil), len(x.links)+len(y.links))
	for p, q := x.links, y.links; len(p)+len(q) > 0; {
		switch {
		case len(q) == 0 || len(p) > 0 && p[0].at < q[0].at:
			both = append(both, p[0])
			p = p[1:]
		case len(p) == 0 || q[0].at < p[0].at:
			both = append(both, q[0])
			q = q[1:]
		default:
			both = append(both, toNode{p[0].at, link{p[0].sum + q[0].sum, p[0].weight + q[0].weight, p[0].n + q[0].n}})
			p, q = p[1:], q[1:]
		}
	}
	for _, l := range both {
		if c.all[l.at] != nil {
			c.connect(l.at, id, l.link)
		}
	}
}

// merger is two clusters that may be merged, with their mean log-odds.
type merger struct {
	z    float32
	a, b int
}

// before reports whether m is merged before o: the likelier, of equals the one
// of the lowest numbers.
func (m merger) before(o merger) bool {
	return m.z > o.z || m.z == o.z && (m.a < o.a || m.a == o.a && m.b < o.b)
}

// mergers is a heap, the next to be merged on top.
type mergers []merger

func (q *mergers) push(m merger) {
	*q = append(*q, m)
	h := *q
	for i := len(h) - 1; i > 0; {
		up := (i - 1) / 2
		if !h[i].before(h[up]) {
			break
		}
		h[i], h[up] = h[up], h[i]
		i = up
	}
}

func (q *mergers) pop() merger {
	h := *q
	top, last := h[0], len(h)-1
	h[0] = h[last]
	h = h[:last]
	for i := 0; ; {
		down := 2*i + 1
		if down >= len(h) {
			break
		}
		if down+1 < len(h) && h[down+1].before(h[down]) {
			down++
		}
		if !h[down].before(h[i]) {
			break
		}
		h[i], h[down] = h[down], h[i]
		i = down
	}
	*q = h
	return top
}
