package eval

import "testing"

// A topic that is left out, in every set that has it, does not sway the choice,
// and a set of many timelines counts no more than one of few.
func TestBestSetting(t *testing.T) {
	all := []pickedBy{
		{"settings/t17", "syria", []float64{0, 1, .1}},
		{"settings/crisis", "syria", []float64{0, 1, .1}},
		{"settings/t17", "iraq", []float64{.2, .4, .3}},
		{"settings/t17", "iraq", []float64{.2, .4, .3}},
		{"settings/t17", "iraq", []float64{.2, .4, .3}},
		{"settings/crisis", "yemen", []float64{.2, .4, .9}},
	}
	for leave, want := range map[string]int{"": 1, "syria": 2, "yemen": 1} {
		if got := bestSetting(all, leave); got != want {
			t.Errorf("without %q setting %d is best, want %d", leave, got, want)
		}
	}
	means := meanShares(all, func(x pickedBy) int {
		if x.topic == "iraq" {
			return -1
		}
		return 2
	})
	if means["settings/t17"] != .1 || means["settings/crisis"] != .5 {
		t.Errorf("means %v", means)
	}
}
