package main

import (
	"testing"

	"vigil"
	"vigil/internal/pipeline"
)

// TestDateStory reads two made-up reports neither of which tells its date: one
// names a day without a year, the other a year without a day.
func TestDateStory(t *testing.T) {
	a, err := newAnalyser(ownFiles{})
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{
		"The envoy was in Karsa on March 5 for talks with the governor ahead of an expected assault. " +
			"An air strike killed six people near the dam, a monitor reported Monday. Shelling began Tuesday in the north. " +
			"The three sides are set to meet on Friday.",
		"The governor warned on Saturday that the town would fight. The ministry on Monday called the meeting a step toward peace. " +
			"The army responded Friday. The aid was stopped in mid-2017.\n\nKarsa wins third title at Valley Games 2018",
	}
	var story []*pipeline.Analysis
	for _, text := range texts {
		x := a.Analyse(vigil.Report{ID: text[:8], Text: text})
		if x.Report.Published.Known() {
			t.Fatalf("alone: %v", x.Report.Published)
		}
		story = append(story, x)
	}
	if changed := a.DateStory(story); len(changed) != 2 {
		t.Fatalf("changed %v", changed)
	}
	for _, x := range story {
		if p := x.Report.Published; p.Basis != vigil.Inferred || p.Days.From.String() < "2018-03-05" || p.Days.To.String() > "2018-03-08" {
			t.Errorf("%s: %v", x.Report.ID, p)
		}
		for _, w := range x.Resolved.Times {
			if want := map[string]string{"Friday": "2018-03-09", "Tuesday": "2018-03-06", "Saturday": "2018-03-03"}[w.Text]; x == story[0] && want != "" && w.Value != want {
				t.Errorf("%s = %s, want %s", w.Text, w.Value, want)
			}
		}
	}
	if changed := a.DateStory(story); changed != nil {
		t.Errorf("again: %v", changed)
	}
}
