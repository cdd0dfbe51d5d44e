// Package coref takes reports in which people marked names, entities and
// references, and learns the model of references of internal/nlp, or learns
// it on all folds but one at a time for cross-validation.
package coref

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"vigil"
	"vigil/internal/nlp"
)

// Brief is a report with what people marked in it.
type Brief struct {
	ID, Text string
	Fold     int
	Names    []Mark
	Refs     []Mark
	bytes    bool // offsets are bytes
}

// Mark is a marked span; offsets are characters, bytes once it is put into a Doc.
type Mark struct {
	Start, End int
	Type, Kind string
	Entity     string
}

// Read reads briefs.jsonl (bench/voa/README.md), or names that were read in
// the same briefs.
func Read(path string) ([]Brief, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []Brief
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<26)
	for in.Scan() {
		var b Brief
		if err := json.Unmarshal(in.Bytes(), &b); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", path, len(out)+1, err)
		}
		out = append(out, b)
	}
	return out, in.Err()
}

// toBytes turns the offsets from characters to bytes.
func (b *Brief) toBytes() {
	if b.bytes {
		return
	}
	b.bytes = true
	at := make([]int, 0, len(b.Text)+1)
	for i := range b.Text {
		at = append(at, i)
	}
	at = append(at, len(b.Text))
	for _, marks := range [2][]Mark{b.Names, b.Refs} {
		for i := range marks {
			m := &marks[i]
			m.Start, m.End = at[min(m.Start, len(at)-1)], at[min(m.End, len(at)-1)]
		}
	}
}

var types = map[string]nlp.NameType{"PER": nlp.PER, "ORG": nlp.ORG, "GPE": nlp.LOC, "LOC": nlp.LOC, "FAC": nlp.FAC, "NORP": nlp.NORP, "EVENT": nlp.MISC, "MISC": nlp.MISC}

// mark puts the marked names into d with their entities, and returns the
// entity of each reference by its head token.
func (b *Brief) mark(d *nlp.Doc) map[int]int {
	b.toBytes()
	index := map[string]int{}
	d.Names, d.Entities, d.Refs = nil, nil, nil
	for _, m := range b.Names {
		first, last := tokens(d, m.Start, m.End)
		if first >= last || len(d.Names) > 0 && d.Names[len(d.Names)-1].Last > first {
			continue
		}
		n := nlp.Name{Span: vigil.Span{Start: m.Start, End: m.End}, First: first, Last: last, Type: types[m.Type], Kind: m.Kind, Score: 1}
		e, ok := index[m.Entity]
		if !ok {
			e = len(d.Entities)
			index[m.Entity] = e
			d.Entities = append(d.Entities, nlp.Entity{Name: n.In(d.Text), Type: n.Type, Kind: n.Kind})
		}
		n.Entity = e
		d.Entities[e].Names = append(d.Entities[e].Names, len(d.Names))
		d.Names = append(d.Names, n)
	}
	refs := map[int]int{}
	for _, m := range b.Refs {
		first, last := tokens(d, m.Start, m.End)
		if e, ok := index[m.Entity]; ok && first < last {
			refs[last-1] = e
		}
	}
	return refs
}

// tokens returns the tokens that lie in bytes [start, end).
func tokens(d *nlp.Doc, start, end int) (first, last int) {
	for first < len(d.Tokens) && d.Tokens[first].End <= start {
		first++
	}
	last = first
	for last < len(d.Tokens) && d.Tokens[last].Start < end {
		last++
	}
	return first, last
}
