package extract_test

import (
	"testing"

	"vigil"
)

// Who is told to hold hostages abducts nobody on the day they are freed, and who
// frees them neither.
func TestCaptives(t *testing.T) {
	for _, c := range []struct {
		text  string
		taken bool
	}{
		{"The army stormed a village near Maiduguri on Monday and freed 40 hostages held by Boko Haram, a spokesman said.", false},
		{"Gunmen took 12 hostages at a hotel in Bamako on Monday, police said.", true},
		{"Boko Haram kidnapped 40 women near Maiduguri on Monday, police said.", true},
	} {
		taken := false
		for _, x := range incidents(readAll(t, "2018-09-12", c.text)) {
			taken = taken || x.Act == vigil.Abduction || x.Act == vigil.Arrests
			for _, f := range x.Figures {
				taken = taken || f.Measure == vigil.Abducted
			}
		}
		if taken != c.taken {
			t.Errorf("%q: abduction %v, want %v", c.text, taken, c.taken)
		}
	}
}
