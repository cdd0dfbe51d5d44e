package extract

import (
	"cmp"
	"slices"
)

// cover finds the sayings around one token after another. Tokens are asked for
// in ascending order, so that each saying is looked at where its content opens
// and closes, not for every token.
type cover struct {
	ss    []saying
	opens []opening // by first token
	next  int
	open  []opening
}

// opening is one stretch of a saying's content.
type opening struct {
	saying int32
	reach
}

// mostAround is how many sayings around a token are kept, the innermost.
const mostAround = 16

func covering(ss []saying) *cover {
	c := &cover{ss: ss}
	for k := range ss {
		for _, r := range ss[k].content {
			if r.first >= 0 {
				c.opens = append(c.opens, opening{int32(k), r})
			}
		}
	}
	slices.SortStableFunc(c.opens, func(a, b opening) int { return cmp.Compare(a.first, b.first) })
	return c
}

// at returns the sayings whose content holds token i and whose cue it is not,
// least content first.
func (c *cover) at(i int) []int32 {
	for ; c.next < len(c.opens) && int(c.opens[c.next].first) <= i; c.next++ {
		c.open = append(c.open, c.opens[c.next])
	}
	c.open = slices.DeleteFunc(c.open, func(o opening) bool { return int(o.last) < i })
	var out []int32
	for _, o := range c.open {
		if int(c.ss[o.saying].cue) != i && !slices.Contains(out, o.saying) {
			out = append(out, o.saying)
		}
	}
	slices.SortFunc(out, func(a, b int32) int {
		return cmp.Or(cmp.Compare(c.ss[a].size(), c.ss[b].size()), cmp.Compare(a, b))
	})
	return out[:min(len(out), mostAround)]
}

// around is at for one token alone: it looks at every saying.
func around(ss []saying, i int) []int32 {
	c := &cover{ss: ss}
	for k := range ss {
		for _, r := range ss[k].content {
			if r.holds(i) {
				c.open = append(c.open, opening{int32(k), r})
			}
		}
	}
	return c.at(i)
}
