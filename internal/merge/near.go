package merge

import (
	"slices"

	"vigil"
)

// Finder answers, for a part of the claims there are, what a record grows by:
// in which blocks a claim lies, and which claims may stand in one thing with
// it. Claims that no chain of ties joins never stand in one thing, so that a
// record can be built anew part by part.
type Finder struct{ b *builder }

// NewFinder reads claims as Build does.
func NewFinder(in Input, o Options) *Finder { return &Finder{newBuilder(in, o)} }

// DependsKey is the key of the block of the claims whose main sentences are
// copied from a report; LapseKey of the statements that announce something for
// a day.
func DependsKey(report string) string { return "copied from " + report }

// LapseKey: see DependsKey.
func LapseKey(d vigil.Day) string { return "announced for " + d.String() }

// Keys returns the keys of a claim's blocks, none of one that is not known.
func (f *Finder) Keys(claim string) []string {
	v := f.b.byID[claim]
	if v == nil {
		return nil
	}
	var keys []string
	if _, kind := f.kind(v); kind != nil {
		for _, k := range kind(v) {
			keys = append(keys, blockKey(v, k))
		}
	}
	if v.copyOf != "" {
		keys = append(keys, DependsKey(v.copyOf))
	}
	if v.Kind == vigil.StatementClaim && v.Due != nil && v.Status != vigil.Occurred && v.Due.Days.Known() {
		keys = append(keys, LapseKey(closed(v.Due.Days).To))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// blockKey tells blocks of one key apart by kind of claim.
func blockKey(v *view, key string) string {
	if BlockReach(key) != maxBlock {
		return key
	}
	return string(v.Kind) + " " + key
}

// kind returns how claims of a kind are compared and what blocks they have,
// nothing for those that no thing is made of.
func (f *Finder) kind(v *view) (compare func(x, y *view) verdict, keys func(*view) []string) {
	switch {
	case v.Kind == vigil.IncidentClaim && (v.Status == vigil.Occurred || v.Status == vigil.Denied):
		return f.b.compareIncidents, incidentKeys
	case v.Kind == vigil.StatementClaim:
		return f.b.compareStatements, statementKeys
	case v.Kind == vigil.TollClaim:
		return f.b.compareAnyTolls, tollKeys
	}
	return nil, nil
}

// Tied returns the claims that one of from may stand in one thing with: each
// shares a block with it and is not told from it by what they say, or a person
// put them together.
func (f *Finder) Tied(from map[string]bool) []string {
	tied := map[string]bool{}
	for _, kind := range []vigil.ClaimKind{vigil.IncidentClaim, vigil.StatementClaim, vigil.TollClaim} {
		var vs []*view
		for _, v := range f.b.views {
			if _, keys := f.kind(v); v.Kind == kind && keys != nil {
				vs = append(vs, v)
			}
		}
		if len(vs) == 0 {
			continue
		}
		compare, keys := f.kind(vs[0])
		f.tied(vs, keys, compare, from, tied)
	}
	out := make([]string, 0, len(tied))
	for id := range tied {
		if !from[id] {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

func (f *Finder) tied(vs []*view, keys func(*view) []string, compare func(x, y *view) verdict, from, tied map[string]bool) {
	ours, done := make([]bool, len(vs)), make([]bool, len(vs))
	for i, v := range vs {
		ours[i] = from[v.ID]
	}
	for x, y := range pairs(vs, keys) {
		other := y
		if ours[y] {
			other = x
		}
		if ours[x] == ours[y] || done[other] {
			continue
		}
		if v := compare(vs[x], vs[y]); !v.never && v.z >= join {
			done[other] = true
			tied[vs[other].ID] = true
		}
	}
	for _, e := range f.b.decided(vs) {
		if ours[e.A] != ours[e.B] {
			tied[vs[e.A].ID], tied[vs[e.B].ID] = true, true
		}
	}
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
