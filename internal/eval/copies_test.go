package eval

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"vigil"
)

// made returns reports of made-up events, three a story, one story a day.
func made(n int) (reports []vigil.Report, story map[string]string) {
	story = map[string]string{}
	for i := range n {
		day := vigil.Date(2021, 5, 1) + vigil.Day(i/3)
		town := fmt.Sprintf("Tel Rafa %d", i/3)
		var b strings.Builder
		for k := range 8 {
			fmt.Fprintf(&b, "Witness number %d of outlet %d told us that shells fell on %s around %d in the morning. ", k, i, town, k+1)
		}
		r := vigil.Report{ID: fmt.Sprint("r", i), Source: fmt.Sprint("outlet", i%7), Text: b.String()}
		r.Published.Days = vigil.Days{From: day, To: day}
		reports = append(reports, r)
		story[r.ID] = fmt.Sprint(i / 3)
	}
	return reports, story
}

func TestStitch(t *testing.T) {
	reports, story := made(90)
	pages, out := Stitch(reports, story, 5, 1)
	if len(pages) != 5 {
		t.Fatalf("%d pages, want 5", len(pages))
	}
	copied := 0
	for _, p := range pages {
		for _, part := range p.Parts {
			if part.In(p.Report.Text) == "" {
				t.Errorf("%s: part %v lies outside the text", p.Report.ID, part.Span)
			}
			copied += len(part.Of)
			for _, id := range part.Of {
				i := slices.IndexFunc(reports, func(r vigil.Report) bool { return r.ID == id })
				if i < 0 || out[id] {
					t.Fatalf("%s: copied from %s, which is not in the stream", p.Report.ID, id)
				}
				if d := p.Report.Published.Day(); reports[i].Published.Day() > d {
					t.Errorf("%s of %v: copied from %s of %v", p.Report.ID, d, id, reports[i].Published.Day())
				}
			}
		}
	}
	if copied == 0 {
		t.Error("nothing was copied")
	}
}

func TestReword(t *testing.T) {
	got := reword(rand.New(rand.NewSource(2)), "Three people were killed near the bridge, police said.")
	if !strings.HasPrefix(got, "police said") && !strings.HasPrefix(got, "officers stated") && !strings.HasPrefix(got, "officers said") && !strings.HasPrefix(got, "police stated") {
		t.Errorf("the speaker was not moved to the front: %q", got)
	}
	if strings.Contains(got, "killed near") {
		t.Errorf("no word was changed: %q", got)
	}
}
