package merge

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"vigil"
	"vigil/internal/group"
)

const (
	// join is the mean log-odds from which claims are one thing.
	join = 0
	// apart is what a pair that shares no block counts for.
	apart = -1.5
	// maxBlock bounds the pairs of one block: of a bigger one each claim is
	// compared with this many that come after it.
	maxBlock = 400
	// maxQuoteBlock is the same for the quotations that share a word.
	maxQuoteBlock = 50
)

// cluster parts claims into things. compare is asked about pairs that share a
// block.
func (b *builder) cluster(vs []*view, compare func(x, y *view) verdict) [][]*view {
	edges := b.decided(vs)
	seen := map[[2]int]bool{}
	for _, e := range edges {
		seen[[2]int{e.A, e.B}] = true
	}
	for x, y := range pairs(vs) {
		if p := [2]int{x, y}; !seen[p] {
			seen[p] = true
			edges = append(edges, edge(x, y, compare(vs[x], vs[y])))
		}
	}
	var out [][]*view
	for _, c := range group.Cluster(len(vs), edges, join, apart) {
		var part []*view
		for _, i := range c {
			part = append(part, vs[i])
		}
		out = append(out, part)
	}
	return out
}

// pairs yields the pairs of claims that share a block, the earlier first, once
// for each block that they share.
func pairs(vs []*view) iter.Seq2[int, int] {
	blocks := map[string][]int{}
	var order []string
	for i, v := range vs {
		for _, k := range v.keys {
			if blocks[k] == nil {
				order = append(order, k)
			}
			blocks[k] = append(blocks[k], i)
		}
	}
	return func(yield func(x, y int) bool) {
		for _, k := range order {
			block, reach := blocks[k], BlockReach(k)
			for i, x := range block {
				for _, y := range block[i+1 : min(len(block), i+1+reach)] {
					if !yield(x, y) {
						return
					}
				}
			}
		}
	}
}

// BlockReach is with how many claims before it and after it a claim is
// compared in the block of that key.
func BlockReach(key string) int {
	if strings.HasPrefix(key, quoteKey) {
		return maxQuoteBlock
	}
	return maxBlock
}

func edge(x, y int, v verdict) group.Edge {
	if v.never {
		return group.Edge{A: x, B: y, Z: group.Never}
	}
	return group.Edge{A: x, B: y, Z: float32(v.z), Vain: v.vain}
}

// together is the log-odds of a person's word.
const together = 1000

// decided returns the edges that people decided; the last decision on a pair
// counts.
func (b *builder) decided(vs []*view) (out []group.Edge) {
	at := map[string]int{}
	for i, v := range vs {
		at[v.ID] = i
	}
	last := map[[2]int]group.Edge{}
	for _, d := range b.in.Decisions {
		z := group.Never
		if d.Together {
			z = together
		}
		for i, x := range d.Claims {
			for _, y := range d.Claims[i+1:] {
				j, ok := at[x]
				k, ok2 := at[y]
				if ok && ok2 && j != k {
					p := [2]int{min(j, k), max(j, k)}
					last[p] = group.Edge{A: p[0], B: p[1], Z: z}
				}
			}
		}
	}
	for _, e := range last {
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b group.Edge) int {
		if a.A != b.A {
			return a.A - b.A
		}
		return a.B - b.B
	})
	return out
}

// blockKeys are the keys of a claim's blocks, none of one that no thing is made
// of. Kinds of claims have blocks of their own, but for those of quotations.
func blockKeys(v *view) []string {
	var keys []string
	switch {
	case v.Kind == vigil.IncidentClaim && (v.Status == vigil.Occurred || v.Status == vigil.Denied):
		keys = incidentKeys(v)
	case v.Kind == vigil.StatementClaim:
		keys = statementKeys(v)
	case v.Kind == vigil.TollClaim:
		keys = tollKeys(v)
	}
	for i, k := range keys {
		if !strings.HasPrefix(k, quoteKey) {
			keys[i] = string(v.Kind) + " " + k
		}
	}
	return keys
}

// incidentKeys are the blocks of a claim of something that happened: its
// story, its evidence, and its place with its toll about that time and with
// each day it may have been.
func incidentKeys(v *view) []string {
	keys := []string{"evidence " + v.root().ID}
	if v.story != "" {
		keys = append(keys, "story "+v.story)
	}
	family := ""
	if v.act != nil {
		family = v.act.Family
		if family == "battle" || family == "remote" {
			family = "civilians"
		}
	}
	if f := total(v.Figures, vigil.Killed); f != nil && bound(f) >= severalKilled {
		for _, a := range areas(v.Place) {
			for _, m := range moons(v.around()) {
				keys = append(keys, fmt.Sprint("killed ", bound(f), " ", a, m))
			}
		}
	}
	if v.days.Width() == 0 || v.days.Width() > maxBlockDays {
		return keys
	}
	for d := v.days.From - 1; d <= v.days.To+1; d++ {
		for _, a := range areas(v.Place) {
			keys = append(keys, fmt.Sprint(family, " ", d, " ", a))
		}
	}
	return keys
}

// maxBlockDays is how vague a day may be to block by it.
const maxBlockDays = 10

// moon is how many days stand in one block where no one day is meant.
const moon = 30

// moons names the stretches of time that some days touch: what is told of no
// day known is compared with what is told of about that time, however long a
// store goes on.
func moons(d vigil.Days) (out []string) {
	if !d.Known() {
		return []string{""}
	}
	for m := d.From / moon; m <= d.To/moon; m++ {
		out = append(out, fmt.Sprint(" about ", m))
	}
	return out
}

// around is when it happened, with how far off another may tell the day of the
// same; where that is not told or vague, the time before the report.
func (v *view) around() vigil.Days {
	d := v.days
	if d.Width() == 0 || d.Width() > maxBlockDays {
		if v.published == 0 {
			return vigil.Days{}
		}
		return vigil.Days{From: v.published - moon, To: v.published}
	}
	return vigil.Days{From: d.From - maxDayGap, To: d.To + maxDayGap}
}

// areas returns the areas that a place lies in, for blocking.
func areas(p *vigil.Place) []string {
	switch {
	case p == nil || p.Guessed():
		return nil
	case p.Admin1 != "":
		return []string{p.Country + "/" + p.Admin1}
	case p.Country != "" && p.Basis == vigil.Told:
		return []string{p.Country}
	case p.Name != "":
		return []string{p.Name}
	}
	return nil
}
