package extract_test

import "testing"

// Who does what is told is no victim of it, and no count of the harmed; whose
// attack it is was not attacked.
func TestDoers(t *testing.T) {
	for _, c := range []struct{ text, actor, target string }{
		{"Senator Pedro Estrada was murdered by two men in Medellin yesterday.", "two men", "Pedro Estrada"},
		{"The rebel attack against the government positions in Latakia on Monday was carried out through artillery shelling.", "rebel", "government positions"},
		{"Two soldiers were killed and five wounded by three gunmen near Homs on Monday.", "three gunmen", "Two soldiers"},
	} {
		got := incidents(readAll(t, "2018-09-04", c.text))
		if len(got) != 1 || len(got[0].Actors) != 1 || len(got[0].Targets) != 1 || got[0].Actors[0].Name != c.actor || got[0].Targets[0].Name != c.target {
			t.Errorf("%q: %+v, want %s against %s", c.text, got, c.actor, c.target)
			continue
		}
		for _, f := range got[0].Figures {
			if f.Of == c.actor {
				t.Errorf("%q: counts %q among the harmed", c.text, f.Of)
			}
		}
	}
}

// Who is only named in the sentence was not harmed, nor is "no involvement" a
// count.
func TestNotHarmed(t *testing.T) {
	text := "Bombs in Damascus on Monday killed 55 people, the most since the uprising against President Karam began. Ruritania said it had no involvement in the killing."
	for _, c := range incidents(readAll(t, "2018-09-04", text)) {
		for _, f := range c.Figures {
			if f.Min == nil || *f.Min != 55 {
				t.Errorf("%q: counts %+v", text, f)
			}
		}
	}
}
