// Package perceptron learns the weights of a linear classifier over hashed
// features from corrections: an averaged perceptron (Collins 2002). The same
// corrections in the same order give the same bytes.
package perceptron

import (
	"cmp"
	"math"
	"slices"

	"vigil/internal/nlp"
)

// Learner is a classifier in training. A feature takes room only once it has
// been corrected.
type Learner struct {
	classes int
	slots   []slot // open addressing
	weights [][]weight
	step    int32
}

// slot is a feature and its row of weights.
type slot struct {
	key uint32 // 0 is empty
	row uint32
}

type weight struct {
	class uint8
	value int32
	since int32 // step of the last change
	sum   int64 // of value over the steps until since
}

// New returns a Learner for at most 256 classes.
func New(classes int) *Learner {
	const size = 1 << 16
	return &Learner{classes: classes, slots: make([]slot, size)}
}

func (l *Learner) find(key uint32) (slot uint32, ok bool) {
	mask := uint32(len(l.slots) - 1)
	for i := key & mask; ; i = (i + 1) & mask {
		if l.slots[i].key == key {
			return i, true
		}
		if l.slots[i].key == 0 {
			return i, false
		}
	}
}

// Score sets scores, one a class, to the sum of the features' weights.
func (l *Learner) Score(features []uint32, scores []int32) {
	clear(scores)
	for _, f := range features {
		if i, ok := l.find(f); ok {
			for _, w := range l.weights[l.slots[i].row] {
				scores[w.class] += w.value
			}
		}
	}
}

// Tick counts a decision, right or wrong; averages run over decisions.
func (l *Learner) Tick() { l.step++ }

// Correct moves the features' weights towards class right and away from wrong.
func (l *Learner) Correct(features []uint32, right, wrong int) {
	for _, f := range features {
		l.change(f, uint8(right), 1)
		l.change(f, uint8(wrong), -1)
	}
}

// Add changes one weight.
func (l *Learner) Add(feature uint32, class int, by int32) { l.change(feature, uint8(class), by) }

func (l *Learner) change(f uint32, class uint8, by int32) {
	i, ok := l.find(f)
	if !ok {
		if len(l.weights)*2 > len(l.slots) {
			l.growTable()
			i, _ = l.find(f)
		}
		l.slots[i] = slot{f, uint32(len(l.weights))}
		l.weights = append(l.weights, nil)
	}
	row := &l.weights[l.slots[i].row]
	for n := range *row {
		if w := &(*row)[n]; w.class == class {
			w.sum += int64(w.value) * int64(l.step-w.since)
			w.value, w.since = w.value+by, l.step
			return
		}
	}
	*row = append(*row, weight{class: class, value: by, since: l.step})
}

// Join makes l the mean of itself and of others that took as many decisions:
// what one order of the examples taught by chance, another did not.
func (l *Learner) Join(others ...*Learner) {
	l.settle()
	for _, o := range others {
		o.settle()
		for _, s := range o.slots {
			if s.key == 0 {
				continue
			}
			for _, w := range o.weights[s.row] {
				l.change(s.key, w.class, 0)
				i, _ := l.find(s.key)
				row := l.weights[l.slots[i].row]
				row[slices.IndexFunc(row, func(x weight) bool { return x.class == w.class })].sum += w.sum
			}
		}
	}
	l.step *= int32(1 + len(others))
	for _, row := range l.weights {
		for n := range row {
			row[n].since = l.step
		}
	}
}

// settle ends learning: sums run to the last step.
func (l *Learner) settle() {
	for _, row := range l.weights {
		for n := range row {
			w := &row[n]
			w.sum, w.since, w.value = w.sum+int64(w.value)*int64(l.step-w.since), l.step, 0
		}
	}
}

func (l *Learner) growTable() {
	old := l.slots
	l.slots = make([]slot, 2*len(old))
	for _, s := range old {
		if s.key != 0 {
			j, _ := l.find(s.key)
			l.slots[j] = s
		}
	}
}

// Append appends the averaged model to b, scaled to use the range of weights.
// Weights smaller than the fraction floor of the largest are dropped: most of
// the features, little of the accuracy. The others are rounded to multiples of
// step, for the model to pack small.
func (l *Learner) Append(b []byte, floor float64, step int16) []byte {
	top := l.top()
	features := l.features(30000/max(top, 1e-9)/float64(step), floor*top)
	for _, f := range features {
		for i := range f.Weights {
			f.Weights[i] *= step
		}
	}
	return nlp.AppendLinear(b, l.classes, features)
}

// Unit is what a weight of 1 is in a small model; a correction moves a weight
// by 1.
const Unit = 256

// AppendSmall appends the averaged model in the small form, in Units, so that
// it can be added to another's scores. Weights smaller than the fraction floor
// of the largest are dropped.
func (l *Learner) AppendSmall(b []byte, floor float64) []byte {
	return nlp.AppendSmall(b, l.classes, l.features(Unit, floor*l.top()))
}

// AppendSmallest does so with the weights that are least or more in the small
// form.
func (l *Learner) AppendSmallest(b []byte, least int) []byte {
	f := l.features(Unit, 0)
	for i := range f {
		f[i] = f[i].AtLeast(least)
	}
	return nlp.AppendSmall(b, l.classes, slices.DeleteFunc(f, func(f nlp.FeatureWeights) bool { return len(f.Classes) == 0 }))
}

// top returns the largest average weight.
func (l *Learner) top() float64 {
	top := 0.0
	for _, row := range l.weights {
		for _, w := range row {
			top = max(top, math.Abs(l.average(w)))
		}
	}
	return top
}

// features returns the features in the order of their hashes, with the
// weights that are not below least.
func (l *Learner) features(scale, least float64) []nlp.FeatureWeights {
	var out []nlp.FeatureWeights
	for _, s := range l.slots {
		if s.key == 0 {
			continue
		}
		f := nlp.FeatureWeights{Key: s.key}
		row := l.weights[s.row]
		slices.SortFunc(row, func(a, b weight) int { return int(a.class) - int(b.class) })
		for _, w := range row {
			if v := l.average(w); math.Abs(v) >= least {
				f.Classes = append(f.Classes, w.class)
				f.Weights = append(f.Weights, int16(max(-math.MaxInt16, min(math.MaxInt16, math.Round(v*scale)))))
			}
		}
		if len(f.Classes) > 0 {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(a, b nlp.FeatureWeights) int { return cmp.Compare(a.Key, b.Key) })
	return out
}

func (l *Learner) average(w weight) float64 {
	return float64(w.sum+int64(w.value)*int64(l.step-w.since)) / float64(max(l.step, 1))
}
