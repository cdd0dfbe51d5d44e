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
		{"who speaks lives", "2022-03-21",
			"Four civilians were killed and nine injured by Russian shelling in Kharkiv oblast over the past 24 hours, the regional governor said on Monday.",
			"Russian|4|regional governor|2022-03-21"},
		{"who denies it is no source of it", "2020-01-20",
			"Rebel spokesman Ahmed Salem denied on Sunday that it had struck a migrant centre in Tajoura. The Government of National Accord had accused the LNA of carrying out the raid, which killed 44 migrants.",
			"Libyan National Army|44|Government of National Accord|2020-01-19"},
		{"who says that another did it did nothing", "2020-10-11",
			"Azerbaijan said Armenian forces shelled the city of Ganja overnight, killing nine people in an apartment block.",
			"Armed Forces of Armenia|9|Azerbaijan|2020-10-10"},
		{"who says it of himself did it", "2020-10-11",
			"The army said it had killed nine rebels in Hasakah on Saturday.",
			"Syrian Arab Army|9|Syrian Arab Army|2020-10-10"},
		{"who claims it paragraphs later did it", "2021-06-14",
			"A bomb exploded at a market in Quetta on Sunday, killing nine people.\n\nPolice cordoned off the area.\n\nThe Baloch Liberation Army claimed responsibility.",
			"Balochistan Liberation Army|9|Balochistan Liberation Army|2021-06-13"},
		{"nobody claimed it", "2021-06-14",
			"A bomb exploded at a market in Quetta on Sunday, killing nine people.\n\nNo group immediately claimed responsibility for the blast.",
			"|9||2021-06-13"},
		{"the week's dead are a toll", "2018-02-25",
			"At least 14 civilians were killed in strikes on Eastern Ghouta on Sunday, said the monitor, bringing the total number of dead in the week to 530, among them over 130 children.",
			"|14|monitor|2018-02-25"},
		{"shot dead", "2022-11-03",
			"Gunmen shot dead two men during a raid near Jenin on Thursday, medics said.",
			"Gunmen|2|medics|2022-11-03"},
		{"one of them who speaks", "2012-12-24",
			"Warplanes bombed a bakery in Halfaya on Sunday, killing at least 60 people, activists said. \"There is no way to count the bodies,\" one of them said.",
			"Warplanes|60|activists|2012-12-23"},
		{"what a colon shares out", "2016-03-22",
			"An explosion tore through the departure hall of Brussels airport on Tuesday. At least 31 people died: 11 at the airport and 20 in the metro.",
			"|31, part 11, part 20||2016-03-22"},
		{"who claims the killings did it", "2021-08-26",
			"Two suicide bombers attacked crowds at Kabul airport on Thursday. The attacks killed at least 60 Afghans and 13 US troops, officials said. Islamic State claimed the killings.",
			"Two suicide bombers, Islamic State|73|officials, Islamic State|2021-08-26"},
		{"who has not claimed it said nothing of it", "2022-10-10",
			"A blast damaged the bridge to Crimea on Saturday, residents said. Kyiv has not claimed that blast.",
			"||residents|2022-10-08"},
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

// The dateline glued before a sentence says nothing: who speaks is named in it.
func TestNoDaySpeaks(t *testing.T) {
	text := "Monday 27 June 2005 01.32 BST The defense secretary, Karl Brandt, yesterday warned that the fighting in Iraq could go on for a decade."
	for _, c := range readAll(t, "2005-06-27", text) {
		for _, by := range c.By {
			for _, p := range by.Speakers {
				if p.Name != "Karl Brandt" {
					t.Errorf("%q: %q speaks", text, p.Name)
				}
			}
			if len(by.Speakers) == 1 {
				return
			}
		}
	}
	t.Errorf("%q: nobody speaks", text)
}
