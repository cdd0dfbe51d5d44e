package perceptron

import (
	"bytes"
	"testing"
)

func teach(l *Learner, wrong int) *Learner {
	for i := range 50 {
		l.Tick()
		if i%3 == wrong {
			l.Correct([]uint32{uint32(i%7 + 1), 99}, i%2, 2)
		}
	}
	return l
}

// TestJoin: the mean of learners that learned the same is what each learned,
// and of others what lies between.
func TestJoin(t *testing.T) {
	one, twin, same := teach(New(3), 0), teach(New(3), 0), teach(New(3), 0)
	twin.Join(same)
	if !bytes.Equal(one.Append(nil, 0, 1), twin.Append(nil, 0, 1)) {
		t.Error("the mean of two that are the same is another")
	}
	a, b := teach(New(3), 0), teach(New(3), 1)
	want := map[uint8]float64{}
	for _, l := range []*Learner{a, b} {
		i, _ := l.find(99)
		for _, w := range l.weights[l.slots[i].row] {
			want[w.class] += l.average(w) / 2
		}
	}
	a.Join(b)
	i, _ := a.find(99)
	for _, w := range a.weights[a.slots[i].row] {
		if got := a.average(w); got != want[w.class] {
			t.Errorf("class %d: %v, want %v", w.class, got, want[w.class])
		}
	}
}
