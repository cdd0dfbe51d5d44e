package extract_test

import "testing"

// One incident is told on by its victims: who dies in hospital is the one who was
// shot, "the victim" the one told of. Somebody new, another day or another scene is
// another incident.
func TestSameVictim(t *testing.T) {
	const lead = "A gunman shot dead a shopkeeper in Izra on Monday. "
	for _, c := range []struct {
		text string
		n    int
	}{
		{lead + "The victim was shot in the back.", 1},
		{lead + "Two others were shot in the leg and taken to hospital.", 1},
		{"Gunmen shot Adnan Hariri in Izra on Monday. Hariri was shot in the chest outside his shop and died on Wednesday.", 1},
		{lead + "A farmer was shot dead in Atmeh on Tuesday.", 2},
		{lead + "In a separate incident, the victim of a robbery was shot dead in Atmeh.", 2},
	} {
		if got := incidents(readAll(t, "2018-09-06", c.text)); len(got) != c.n {
			t.Errorf("%q: %d incidents, want %d: %+v", c.text, len(got), c.n, got)
		}
	}
}

// A word that says itself whom it harms counts nobody else of its sentence.
func TestWordSaysWhom(t *testing.T) {
	for _, c := range []struct {
		text   string
		killed int
	}{
		{"Two men were arrested in Izra on Monday over the shooting that killed a 19-year-old student.", 1},
		{"The minister, Nasser Kanaan, condemned the shelling of Izra on Monday, which killed ten civilians.", 10},
	} {
		for _, in := range incidents(readAll(t, "2018-09-06", c.text)) {
			for _, f := range in.Figures {
				if f.Measure == "killed" && *f.Min != c.killed {
					t.Errorf("%q: killed %d, want %d", c.text, *f.Min, c.killed)
				}
			}
		}
	}
}
