package trace

import (
	"iter"
	"math"
)

const (
	unseenShare = 2e-4  // share assumed of a term that the background lacks
	priorDocs   = 500   // weight of the background against the stream, in reports
	decayEvery  = 20000 // reports after which counts are halved
)

// Frequencies counts in how many of the recent reports each term stands.
type Frequencies struct {
	bg   Background
	seen map[uint32]float32
	n    float32 // reports counted, after decay
	left int     // reports until the next decay
}

// NewFrequencies starts from bg, which may be nil.
func NewFrequencies(bg Background) *Frequencies {
	return &Frequencies{bg: bg, seen: map[uint32]float32{}, left: decayEvery}
}

// Add counts a report, given its distinct terms. Now and then counts are
// halved and rare terms forgotten: memory stays flat and the news of last year
// weighs less.
func (f *Frequencies) Add(keys iter.Seq[uint32]) {
	f.n++
	for k := range keys {
		f.seen[k]++
	}
	if f.left--; f.left > 0 {
		return
	}
	f.left = decayEvery
	f.n /= 2
	for k, c := range f.seen {
		if c /= 2; c < 0.6 {
			delete(f.seen, k)
		} else {
			f.seen[k] = c
		}
	}
}

// Reports returns how many reports the counts rest on, after decay.
func (f *Frequencies) Reports() float32 { return f.n }

// IDF returns -log of the share of reports that hold a term.
func (f *Frequencies) IDF(key uint32) float32 {
	p, ok := f.bg[key]
	if !ok {
		p = unseenShare
	}
	return float32(-math.Log(float64((f.seen[key] + p*priorDocs) / (f.n + priorDocs))))
}
