package en

import "testing"

func TestActs(t *testing.T) {
	words := Acts()
	if len(words) < 1000 {
		t.Fatalf("%d words", len(words))
	}
	find := func(lemma, with string, pos byte) ActClass {
		for _, w := range words {
			if w.Lemma == lemma && w.With == with && w.POS == pos {
				return w.Class
			}
		}
		return 0
	}
	for _, c := range []struct {
		lemma, with string
		pos         byte
		want        ActClass
	}{
		{"kill", "", 'v', ActKill},
		{"open", "fire", 'v', ActShoot},
		{"bombing", "suicide", 'n', ActSuicide},
		{"withdraw", "", 'v', ActTransfer | ActRetreat | ActSanction},
	} {
		if got := find(c.lemma, c.with, c.pos); got != c.want {
			t.Errorf("%s %s: classes %x, want %x", c.lemma, c.with, got, c.want)
		}
	}
}

func TestActsBadLine(t *testing.T) {
	for _, bad := range []string{"slay: kill/v", "kill: slay", "kill: slay/x", "kill slay/v"} {
		if _, err := parseActs(bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func TestReporting(t *testing.T) {
	words := ReportingWords()
	got := map[string]Reporting{}
	for _, w := range words {
		got[w.Lemma+"+"+w.With+"/"+string(w.POS)] = w.Force
	}
	for word, want := range map[string]Reporting{
		"say+/v":       ReportSaid | ReportDemanded,
		"call+for/v":   ReportDemanded,
		"denial+/n":    ReportDenied,
		"report+/n":    ReportSaid | ReportDocument,
		"allegedly+/r": ReportClaimed,
	} {
		if got[word] != want {
			t.Errorf("%s: force %b, want %b", word, got[word], want)
		}
	}
	if _, err := parseReporting("shouted: shout/v"); err == nil {
		t.Error("an unknown force gives no error")
	}
}
