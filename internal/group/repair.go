package group

import (
	"cmp"
	"slices"
)

// maxComponent bounds how many reports are clustered at once.
const maxComponent = 20000

// repair clusters again what hangs together with the reports that changed.
func (g *Grouper) repair() {
	done := map[*doc]bool{}
	for _, d := range g.dirty {
		if done[d] || g.live[d.id] != d {
			continue
		}
		part := g.component(d, done)
		if len(part) == 1 {
			continue
		}
		slices.SortFunc(part, byTime)
		g.rename(g.index.cluster(part, g.join))
	}
	g.dirty = g.dirty[:0]
}

// component returns the reports that hang together with d through their
// stories or through edges good enough to join, and marks them done. Average
// linkage never joins across components.
func (g *Grouper) component(d *doc, done map[*doc]bool) []*doc {
	out := []*doc{d}
	done[d] = true
	for i := 0; i < len(out) && len(out) < maxComponent; i++ {
		for _, e := range out[i].edges {
			if o := g.index.doc(e.to); e.z >= g.join && !done[o] {
				done[o] = true
				out = append(out, o)
			}
		}
		for _, e := range out[i].story.docs {
			if !done[e] {
				done[e] = true
				out = append(out, e)
			}
		}
	}
	return out
}

// rename gives each cluster the id of the story with which it shares most
// reports, the biggest share first; what is left founds new stories.
func (g *Grouper) rename(clusters [][]*doc) {
	type claim struct {
		cluster, n int
		story      *story
	}
	var claims []claim
	for i, c := range clusters {
		count := map[*story]int{}
		for _, d := range c {
			count[d.story]++
		}
		for s, n := range count {
			claims = append(claims, claim{i, n, s})
		}
	}
	slices.SortFunc(claims, func(a, b claim) int {
		return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.story.id, b.story.id), cmp.Compare(a.cluster, b.cluster))
	})
	named := make([]*story, len(clusters))
	taken := map[*story]bool{}
	for _, c := range claims {
		if named[c.cluster] == nil && !taken[c.story] {
			named[c.cluster] = c.story
			taken[c.story] = true
		}
	}
	for i, c := range clusters {
		g.settle(c, named[i])
	}
	for _, c := range claims {
		if !taken[c.story] {
			delete(g.open, c.story.id)
		}
	}
}

// settle makes docs the reports of s, or of a new story if s is nil.
func (g *Grouper) settle(docs []*doc, s *story) {
	if s != nil && len(s.docs) == len(docs) && !slices.ContainsFunc(docs, func(d *doc) bool { return d.story != s }) {
		return
	}
	for _, d := range docs {
		if _, ok := g.moved[d]; !ok {
			g.moved[d] = d.story.id
		}
		if s == nil {
			s = g.found(d)
			continue
		}
		d.story = s
	}
	s.docs = docs
}
