package extract_test

import (
	"testing"

	"vigil"
)

// What is planned, feared or threatened is a claim with that status and no
// incident.
func TestUnhappened(t *testing.T) {
	for _, c := range []struct {
		text   string
		status vigil.Status
	}{
		{"The army is preparing to launch an attack on the city of Aleppo.", vigil.Planned},
		{"Thousands fled ahead of an expected offensive in Idlib.", vigil.Planned},
		{"The general threatened to attack Aleppo.", vigil.Threatened},
	} {
		found := false
		for _, i := range ofKind(readAll(t, "2018-09-05", c.text), vigil.IncidentClaim) {
			found = found || i.Status == c.status
			if i.Status == vigil.Occurred {
				t.Errorf("%s\nread as having happened: %+v", c.text, i)
			}
		}
		if !found {
			t.Errorf("%s\nno claim with status %s", c.text, c.status)
		}
	}
}

// A fire kills, and sets things off, without anybody attacking; a fire that a
// bomb lit does not.
func TestMishaps(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"A blaze killed at least 20 people at a depot near Lagos on Monday.", 0},
		{"The last big fire in the city was in May last year, when 20 people were killed at a mill.", 0},
		{"Crews put out the blaze at the fuel depot near Lagos on Monday, a day after it began, triggering a series of explosions.", 0},
		{"A car bomb killed 20 people near Baghdad on Monday, setting off a blaze.", 1},
	} {
		if got := incidents(readAll(t, "2018-09-05", c.text)); len(got) != c.want {
			t.Errorf("%s\nread %+v", c.text, got)
		}
	}
}

// Words like "rebel-held" tell how something is; numbers beside them are no
// figures, and nothing breaks on them.
func TestHyphenated(t *testing.T) {
	for _, text := range []string{
		"A school in the bomb-damaged town has 40 pupils, and 12 war-wounded men live there.",
		"Officials met 300 shell-shocked villagers in the rebel-held, war-torn province on Monday.",
	} {
		for _, c := range incidents(readAll(t, "2018-09-04", text)) {
			t.Errorf("%q: %s", text, c.Act)
		}
	}
}
