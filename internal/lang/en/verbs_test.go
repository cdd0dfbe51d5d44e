package en

import "testing"

func TestIrregularVerbs(t *testing.T) {
	for form, want := range map[string]string{"shot": "shoot", "fought": "fight", "struck": "strike", "overran": "overrun", "slain": "slay",
		"torn": "tear", "stole": "steal", "fell": "fall", "burnt": "burn", "kill": ""} {
		if got := IrregularVerbs()[form]; got != want {
			t.Errorf("%s: %q, want %q", form, got, want)
		}
	}
}
