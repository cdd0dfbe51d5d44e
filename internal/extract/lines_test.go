package extract_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vigil"
)

// Lines that were once told wrongly, each mended by a rule that is not about its
// words.
func TestLines(t *testing.T) {
	for _, c := range []struct {
		name, day, text string
		want            string // who did it, how many killed, on whose word, on what day; "|" between
	}{
		{"the force before the noun of an attack did it", "2018-08-10",
			"A coalition air strike hit a bus in Saada province on Thursday, the Red Cross said. Ten people were killed.",
			"coalition|10|International Committee of the Red Cross|2018-08-09"},
		{"so with what leads it", "2018-08-10",
			"A Saudi-led coalition airstrike on a market in Hodeidah killed at least 14 civilians on Wednesday, medics said.",
			"Saudi-led coalition|14|medics|2018-08-08"},
		{"the ministry is the health ministry", "2018-08-10",
			"An air strike hit a market in Dahyan on Thursday, the Houthi-run health ministry said. The ministry said 43 people were killed and 61 wounded.",
			"|43|Houthi-run health ministry|2018-08-09"},
		{"those among the dead are a part", "2018-08-10",
			"An air strike on a bus in Saada on Thursday killed 51 people. Among the dead were 29 children, the Red Cross said.",
			"|51, part 29|International Committee of the Red Cross|2018-08-09"},
		{"children are a part of people", "2018-08-10",
			"An air strike on a bus in Saada on Thursday killed 43 people. A hospital received the bodies of 29 children.",
			"|43, part 29||2018-08-09"},
		{"the day of the act, not that of the admission", "2018-09-02",
			"The Saudi-led coalition fighting in Yemen admitted on Saturday that mistakes were made in the air strike of August 9 that hit a bus and killed 40 children in Saada.",
			"Saudi-led coalition|40|Saudi-led coalition|2018-08-09"},
		{"one of them is told of before", "2018-09-12",
			"Gunmen attacked a church in Bangui on Monday. Two people were hit. One of them, a priest, was killed.",
			"Gunmen|1||2018-09-10"},
		{"a count of the whole country is a toll", "2012-08-05",
			"Troops clashed with rebels in Aleppo on Saturday. At least 160 people died nationwide, activists said.",
			"Troops|||2012-08-04"},
	} {
		var got []string
		for _, x := range incidents(readAll(t, c.day, c.text)) {
			got = append(got, line(&x))
		}
		if !slices.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func line(x *vigil.Claim) string {
	var who, killed, by []string
	for _, p := range x.Actors {
		who = append(who, p.Name)
	}
	for _, f := range x.Figures {
		if f.Measure == vigil.Killed {
			part := map[bool]string{true: "part "}[f.Part]
			killed = append(killed, fmt.Sprint(part, *f.Min))
		}
	}
	for _, a := range x.By {
		for _, p := range a.Speakers {
			if !slices.Contains(by, p.Name) {
				by = append(by, p.Name)
			}
		}
	}
	return fmt.Sprintf("%s|%s|%s|%s", strings.Join(who, ", "), strings.Join(killed, ", "), strings.Join(by, ", "), x.When.Days.To)
}
