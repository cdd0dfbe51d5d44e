package en

import "testing"

func TestModes(t *testing.T) {
	find := func(plover, lemma string, pos byte) string {
		for _, m := range Modes() {
			if m.Type == plover && m.Lemma == lemma && m.POS == pos {
				return m.Mode
			}
		}
		return ""
	}
	for _, c := range []struct {
		plover, lemma string
		pos           byte
		want          string
	}{
		{"CONSULT", "summit", 'n', "multilateral"},
		{"RETREAT", "withdraw", 'v', "withdraw"},
		{"ACCUSE", "condemn", 'v', "disapprove"},
		{"COERCE", "curfew", 'n', "curfew"},
		{"AGREE", "sign", 'v', ""},
	} {
		if got := find(c.plover, c.lemma, c.pos); got != c.want {
			t.Errorf("%s %s: mode %q, want %q", c.plover, c.lemma, got, c.want)
		}
	}
	if _, err := parseModes("CONSULT-visit: visit"); err == nil {
		t.Error("a word without its part of speech: no error")
	}
}

func TestMoods(t *testing.T) {
	words, phrases := Moods()
	if words["unless"] != MoodCondition || words["should"] != MoodCondition|MoodMust || words["n't"] != MoodNot {
		t.Errorf("unless %b, should %b, n't %b", words["unless"], words["should"], words["n't"])
	}
	if len(phrases) == 0 {
		t.Error("no phrase opens a condition")
	}
	for _, bad := range []string{"perhaps: maybe", "will shall"} {
		if _, _, err := parseMoods(bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}
