package merge

import (
	"cmp"
	"iter"
	"slices"

	"vigil"
)

// Part is a part of the claims there are, by which a record grows: it tells in
// which blocks a claim lies and which claims may stand in one thing with it,
// and builds the things that some of them make. Claims that no chain of ties
// joins never stand in one thing, so that a record can be built anew part by
// part.
type Part struct {
	b      *builder
	blocks map[string][]*view // in order

	marks, looks int // calls of Tied and of mates
}

// NewPart returns an empty part, whose claims are read as Build reads them.
func NewPart(o Options) *Part {
	return &Part{b: newBuilder(o), blocks: map[string][]*view{}}
}

// Add adds reports and claims. What is copied from reports that neither came
// before nor come with them is nobody's.
func (p *Part) Add(in Input) {
	for _, v := range p.b.add(&in) {
		for _, k := range v.keys {
			block := p.blocks[k]
			i, _ := slices.BinarySearchFunc(block, v, inOrder)
			p.blocks[k] = slices.Insert(block, i, v)
		}
	}
}

// DependsKey is the key of the block of the claims whose main sentences are
// copied from a report, or worded alike; LapseKey of the statements that announce something for
// a day.
func DependsKey(report string) string { return "copied from " + report }

// LapseKey: see DependsKey.
func LapseKey(d vigil.Day) string { return "announced for " + d.String() }

// Keys returns the keys of a claim's blocks, none of one that is not known.
func (p *Part) Keys(claim string) []string {
	v := p.b.byID[claim]
	if v == nil {
		return nil
	}
	keys := slices.Clone(v.keys)
	if v.resembles != "" {
		keys = append(keys, DependsKey(v.resembles))
	}
	if v.Kind == vigil.StatementClaim && v.Due != nil && v.Status != vigil.Occurred && v.Due.Days.Known() {
		keys = append(keys, LapseKey(closed(v.Due.Days).To))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// Tied returns the claims that one of from may stand in one thing with: each
// shares a block with it and is not told from it by what they say.
func (p *Part) Tied(from map[string]bool) []string {
	var ours []*view
	p.marks++
	for id := range from {
		if v := p.b.byID[id]; v != nil {
			v.found = p.marks
			ours = append(ours, v)
		}
	}
	var out []string
	for _, v := range ours {
		compare := p.b.comparing(v.Kind)
		for w := range p.mates(v) {
			x, y := v, w
			if inOrder(x, y) > 0 {
				x, y = y, x
			}
			if z := compare(x, y); !z.never && z.z >= join {
				w.found = p.marks
				out = append(out, w.ID)
			}
		}
	}
	slices.Sort(out)
	return out
}

// mates yields the claims that share a block with v, each once, and were not
// found yet.
func (p *Part) mates(v *view) iter.Seq[*view] {
	return func(yield func(*view) bool) {
		p.looks++
		for _, k := range v.keys {
			block, reach := p.blocks[k], BlockReach(k)
			i, _ := slices.BinarySearchFunc(block, v, inOrder)
			for _, w := range block[max(0, i-reach):min(len(block), i+1+reach)] {
				if w.found == p.marks || w.looked == p.looks {
					continue
				}
				w.looked = p.looks
				if !yield(w) {
					return
				}
			}
		}
	}
}

// Build makes the things of some of the claims; in.Reports, Claims, Copies and
// Stories are those that were added.
func (p *Part) Build(in Input) *vigil.Record { return p.b.build(&in) }

// inOrder orders claims by the days of their reports.
func inOrder(x, y *view) int {
	return cmp.Or(cmp.Compare(x.published, y.published), cmp.Compare(x.ID, y.ID))
}

// comparing returns how claims of a kind are compared.
func (b *builder) comparing(kind vigil.ClaimKind) func(x, y *view) verdict {
	switch kind {
	case vigil.StatementClaim:
		return b.compareStatements
	case vigil.TollClaim:
		return b.compareAnyTolls
	}
	return b.compareIncidents
}

// compareAnyTolls says whether two claims may count the same thing in any
// measure that both give.
func (b *builder) compareAnyTolls(x, y *view) verdict {
	best := verdict{never: true}
	for _, m := range measures {
		if total(x.Figures, m) == nil || total(y.Figures, m) == nil {
			continue
		}
		if v := compareTolls(x, y, m); !v.never && (best.never || v.z > best.z) {
			best = v
		}
	}
	return best
}
