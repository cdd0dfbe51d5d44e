package group

import (
	"math"
	"slices"

	"vigil"
)

const (
	windowDays  = 400   // reports that came longer before the newest day are let go
	maxResident = 60000 // and the oldest, if there are more than this
	queryTerms  = 30    // heaviest terms of a report that are looked up
	keyTerms    = 50    // heaviest terms by which it is found
	maxPosting  = 400   // newest reports looked at for one term
	visitBudget = 6000  // postings looked at for one report
	rivals      = 30    // reports that a report is compared with
)

// index holds the open reports and finds those that share rare terms with a
// report. What a search costs does not depend on how many it holds.
type index struct {
	docs   []*doc // docs[i].n == base+i
	seen   []seen // by the search under way; beside docs, since few of those that are looked at are found
	base   uint32
	post   map[uint32][]uint32 // by term, numbers of docs in order
	newest vigil.Day

	// Scratch of search.
	marks uint32
	found []*doc
	top   []*doc
	order []int32
	keys  []uint64
}

// seen is what a search knows of a report.
type seen struct {
	mark  uint32 // index.marks when it was last looked at, never for one whose text is another now
	score float32
}

const never = math.MaxUint32

func newIndex() *index { return &index{post: map[uint32][]uint32{}} }

// doc returns the report of that number, or nil if it was let go.
func (ix *index) doc(n uint32) *doc {
	if n < ix.base {
		return nil
	}
	return ix.docs[n-ix.base]
}

// add makes d be found by its heaviest terms and keeps of it what comparing
// needs.
func (ix *index) add(d *doc, idf []float32) {
	ix.newest = max(ix.newest, d.day)
	d.n, d.clock = ix.base+uint32(len(ix.docs)), ix.newest
	ix.docs = append(ix.docs, d)
	ix.seen = append(ix.seen, seen{})
	order := ix.heaviest(d, idf)
	d.found = make([]uint32, 0, min(keyTerms, len(order)))
	for _, i := range order[:min(keyTerms, len(order))] {
		k := d.terms[i].key
		d.found = append(d.found, k)
		ix.post[k] = append(ix.post[k], d.n)
	}
	if len(order) > maxTerms {
		keep := order[:maxTerms]
		slices.Sort(keep)
		short := make([]term, maxTerms)
		for i, j := range keep {
			short[i] = d.terms[j]
		}
		d.terms = short
	}
}

// bury keeps a report from being found: its text is another now.
func (ix *index) bury(d *doc) { ix.seen[d.n-ix.base].mark = never }

// expire lets go of the oldest report if it is too old or there are too many,
// and returns it, or nil.
func (ix *index) expire() *doc {
	if len(ix.docs) == 0 {
		return nil
	}
	d := ix.docs[0]
	if len(ix.docs) <= maxResident && d.clock+windowDays >= ix.newest {
		return nil
	}
	ix.docs[0] = nil
	ix.docs, ix.seen = ix.docs[1:], ix.seen[1:]
	ix.base++
	for _, k := range d.found {
		list := ix.post[k]
		i, _ := slices.BinarySearch(list, ix.base)
		if i == len(list) {
			delete(ix.post, k)
		} else {
			ix.post[k] = list[i:]
		}
	}
	return d
}

// search returns the reports that share most with d, best first; idf are
// those of d's terms. The result holds until the next search.
func (ix *index) search(d *doc, idf []float32) []*doc {
	ix.marks++
	if i := int(d.n - ix.base); i < len(ix.docs) && ix.docs[i] == d {
		ix.seen[i].mark = ix.marks // keeps d itself out
	}
	ix.found = ix.found[:0]
	visits := 0
	order := ix.heaviest(d, idf)
	for _, i := range order[:min(queryTerms, len(order))] {
		w := d.terms[i].weight() * idf[i] * idf[i]
		list := ix.post[d.terms[i].key]
		list = list[max(0, len(list)-maxPosting):]
		visits += len(list)
		for _, n := range list {
			e := &ix.seen[n-ix.base]
			if e.mark == never {
				continue
			}
			if e.mark != ix.marks {
				e.mark, e.score = ix.marks, 0
				ix.found = append(ix.found, ix.docs[n-ix.base])
			}
			e.score += w
		}
		if visits > visitBudget {
			break
		}
	}
	return ix.best(rivals)
}

// best returns the n of ix.found with the greatest share in common, in order.
func (ix *index) best(n int) []*doc {
	ix.top = ix.top[:0]
	for _, e := range ix.found {
		e.score = ix.seen[e.n-ix.base].score / e.norm.all
		if len(ix.top) == n && !likelier(e, ix.top[n-1]) {
			continue
		}
		i := len(ix.top)
		if i < n {
			ix.top = append(ix.top, e)
		} else {
			i = n - 1
		}
		for ; i > 0 && likelier(e, ix.top[i-1]); i-- {
			ix.top[i] = ix.top[i-1]
		}
		ix.top[i] = e
	}
	return ix.top
}

func likelier(a, b *doc) bool { return a.score > b.score || a.score == b.score && a.id < b.id }

// heaviest returns the indices of d's terms, heaviest first. The result holds
// until the next call.
func (ix *index) heaviest(d *doc, idf []float32) []int32 {
	ix.keys = ix.keys[:0]
	for i := range d.terms {
		// Floats that are not negative are in order as their bits are.
		w := math.Float32bits(max(0, d.terms[i].weight()*idf[i]))
		ix.keys = append(ix.keys, uint64(math.MaxUint32-w)<<32|uint64(i))
	}
	slices.Sort(ix.keys)
	ix.order = ix.order[:0]
	for _, k := range ix.keys {
		ix.order = append(ix.order, int32(uint32(k)))
	}
	return ix.order
}
