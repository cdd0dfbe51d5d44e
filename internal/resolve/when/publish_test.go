package when_test

import (
	"testing"

	"vigil"
	"vigil/internal/resolve/when"
)

// Made-up places and people throughout.
const (
	unyeared = "The envoy was in Karsa on March 5 for talks with the governor ahead of an expected assault. " +
		"An air strike killed six people near the dam, a monitor reported Monday. Shelling began Tuesday in the north. " +
		"The three sides are set to meet on Friday."
	undayed = "The governor warned on Saturday that the town would fight. The ministry on Monday called the meeting a step toward peace. " +
		"The army responded Friday. The aid was stopped in mid-2017.\n\nKarsa wins third title at Valley Games 2018"
)

func TestPublished(t *testing.T) {
	for _, c := range []struct {
		name, text, url string
		from, to        string
		basis           vigil.Basis
	}{
		{"dateline", "KARSA, Sept. 4, 2018 (Valley Press) - Shells hit the market on Monday.", "", "2018-09-04", "2018-09-04", vigil.Dateline},
		{"address", "Shells hit the market on Monday.", "https://news.example/2018/09/04/market", "2018-09-04", "2018-09-04", vigil.FromURL},
		{"address with dashes", "Shells hit the market on Monday.", "https://news.example/2018-09-04-market", "2018-09-04", "2018-09-04", vigil.FromURL},
		{"a number in the address", "Shells hit the market on Monday.", "https://news.example/12018/09/04/market", "", "", vigil.NoBasis},
		{"weekdays alone", "Shells hit the market on Monday. Talks are due on Friday.", "", "", "", vigil.NoBasis},
		{"no year", unyeared, "", "", "", vigil.NoBasis},
		{"no day", undayed, "", "", "", vigil.NoBasis},
		{"old dates alone", "The war began on March 15, 2011. It has killed thousands since.", "", "", "", vigil.NoBasis},
		{"both", unyeared + "\n\n" + undayed, "", "2018-03-05", "2018-03-07", vigil.Inferred},
	} {
		rep := &vigil.Report{Text: c.text, URL: c.url}
		pub, _ := when.New().Times(rep, nil)
		if pub.Basis != c.basis || pub.Days.From.String() != c.from || pub.Days.To.String() != c.to {
			t.Errorf("%s: %s %v (%.2f), want %s %s to %s", c.name, pub.Basis, pub.Days, pub.Score, c.basis, c.from, c.to)
		}
	}
}

// TestInferStory puts together two reports neither of which can be placed alone.
func TestInferStory(t *testing.T) {
	r := when.New()
	a, b := r.Clues(&vigil.Report{Text: undayed}, nil), r.Clues(&vigil.Report{Text: unyeared}, nil)
	want := vigil.Days{From: mustDay(t, "2018-03-05"), To: mustDay(t, "2018-03-07")}
	for _, pub := range []vigil.Published{when.Infer(a, b), when.Infer(b, a)} {
		if pub.Days != want || pub.Basis != vigil.Inferred || pub.Score < .5 || pub.Score > .9 {
			t.Errorf("%v %s %.2f, want %v inferred", pub.Days, pub.Basis, pub.Score, want)
		}
	}
	if pub := when.Infer(a); pub.Known() || pub.Basis != vigil.NoBasis {
		t.Errorf("one report: %v", pub)
	}
	// A dated report of the story places the undated, weekdays and all: on
	// Tuesday the shelling is news of the day, on Friday the talks are over.
	day := vigil.Days{From: mustDay(t, "2018-03-06"), To: mustDay(t, "2018-03-06")}
	c := r.Clues(&vigil.Report{Text: "Shells fell.", Published: vigil.Published{Days: day}}, nil)
	if pub := when.Infer(b, c); pub.Days != day || pub.Basis != vigil.Inferred {
		t.Errorf("beside a dated report: %v", pub)
	}
	if pub := when.Infer(c, b); pub.Days != day {
		t.Errorf("a dated report: %v", pub)
	}
}

// TestRange reads weekdays of a report known to be of a few days: what every
// day agrees on is told.
func TestRange(t *testing.T) {
	rep := &vigil.Report{Text: "Shelling began Saturday. It went on until Wednesday, and last year too."}
	rep.Published.Days = vigil.Days{From: mustDay(t, "2018-09-04"), To: mustDay(t, "2018-09-05")}
	_, ts := when.New().Times(rep, nil)
	if s := show(ts); s != "Saturday=2018-09-01; Wednesday=2018-0X-XX; last year=2017" {
		t.Error(s)
	}
	if d := ts[1].Days; d.From.String() != "2018-08-29" || d.To.String() != "2018-09-05" {
		t.Errorf("Wednesday is within %v", d)
	}
}

func mustDay(t *testing.T, s string) vigil.Day {
	t.Helper()
	d, err := vigil.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
