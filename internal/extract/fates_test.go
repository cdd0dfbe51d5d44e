package extract_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vigil"
)

// counts lists the figures of killed and injured of all incidents as "killed 3".
func counts(claims []vigil.Claim) string {
	var out []string
	for _, c := range incidents(claims) {
		for _, f := range c.Figures {
			if f.Measure != vigil.Killed && f.Measure != vigil.Injured {
				continue
			}
			s := string(f.Measure)
			if f.Min != nil {
				s += fmt.Sprint(" ", *f.Min)
			}
			if f.Max == nil {
				s += "+"
			}
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// What became of people, in words beside them.
func TestFates(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"A 2-year-old girl and four other people were wounded in a shooting in Homs on Thursday.", "injured 5"},
		{"Gunmen opened fire at a wedding in Aleppo on Monday. Jan Novak, 35, and his son were killed.", "killed 2"},
		{"Two people were shot, one of them fatally, in Kyiv on Friday afternoon.", "injured 1, killed 1"},
		{"Four men were shot in Kyiv on Friday. One of them died.", "injured 3, killed 1"},
		{"A man was shot in the chest and died in Odessa on Monday, police said.", "killed 1"},
		{"Gunmen attacked a bus near Gao on Monday. Three passengers were found with gunshot wounds.", "injured 3"},
		{"Gunmen attacked a bus near Gao on Monday. Five passengers are in critical condition.", "injured 5"},
		{"A shell hit a school in Donetsk on Monday. Six pupils were rushed to a nearby hospital.", "injured 6"},
		{"Police fired on a crowd in Homs on Monday. A boy was hit in the leg by a stray bullet.", "injured 1"},
		{"Gunmen opened fire in a bar in Lagos on Sunday, killing 43 people and leaving 61 wounded.", "injured 61, killed 43"},
		{"Gunmen killed a guard, officials said, and fled in a car near Gao on Monday.", "killed 1"},
		{"The shelling of Aleppo on Monday resulted in the death of 10 and the injury of 31 civilians.", "injured 31, killed 10"},
		{"Gunmen attacked a village near Jos on Monday. A mother and her son were found fatally shot.", "killed 2"},
		{"A guard was found with a gunshot wound in Kyiv on Monday. He was pronounced dead at the scene.", "killed 1"},
		{"A man shot and killed his two sons in Homs on Friday before killing himself.", "killed 3"},
		{"A man shot and killed his two sons in Homs on Friday before taking his own life.", "killed 3"},
		{"A gunman killed three people in Homs on Friday and then committed suicide.", "killed 4"},
		{"Gunmen killed the shop's owner, James Baker, in Homs on Monday.", "killed 1"},
		{"Police are investigating the shooting deaths of a mother and her two children in Homs on Monday.", "killed 3"},
		{"A man was shot in the back in Homs on Monday and pronounced dead at the scene.", "killed 1"},
		{"A young child was shot in Homs on Monday. He was found deceased.", "killed 1"},
		{"A hunter was shot in the upper body by a 14 year old member of his party in Homs on Monday.", "injured 1"},
		{"The gunman shot through the window in Homs on Monday, striking the driver in the head but not killing him.", "injured 1"},
		{"A man was killed in Homs on Monday, while four others were hit, none fatally.", "killed 1"},
		{"Gunmen attacked a village near Jos on Monday. A man was charged with two counts of murder.", ""},
	} {
		if got := counts(readAll(t, "2018-09-04", c.text)); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.text, got, c.want)
		}
	}
}

// What is told of people in sentences after the act belongs to it, unless the
// report turns to something else.
func TestAftermath(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Turkish artillery hit a resort in Zakho on Wednesday. Nine civilians were killed and 22 others injured.", "injured 22, killed 9"},
		{"A man was shot on Pine Street in Kyiv on Monday. He was taken to a hospital, where he was pronounced dead.", "killed 1"},
		{"An air strike hit a market in Idlib on Monday. Activists said the death toll had risen to 52.", "killed 52"},
		{"An air strike hit a market in Idlib on Monday. Nobody was hurt.", "injured 0"},
		{"An air strike hit a market in Idlib on Monday. In an unrelated accident, six miners were killed.", ""},
	} {
		if got := counts(readAll(t, "2018-09-04", c.text)); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.text, got, c.want)
		}
	}
}

// A count that a sentence right after its incident gives at once is no toll; one
// that runs over time is.
func TestAtOnce(t *testing.T) {
	for _, c := range []struct {
		text  string
		tolls int
	}{
		{"Turkish artillery hit a resort in Zakho on Wednesday. Nine civilians were killed and 22 others injured.", 0},
		{"Turkish artillery hit a resort in Zakho on Wednesday. More than 300 civilians have been killed in the war since 2015.", 1},
	} {
		if got := ofKind(readAll(t, "2018-09-04", c.text), vigil.TollClaim); len(got) != c.tolls {
			t.Errorf("%s\n%d tolls: %+v", c.text, len(got), got)
		}
	}
}

// A figure that counts part of another is marked, so that it is no rival.
func TestParts(t *testing.T) {
	got := incidents(readAll(t, "2018-09-04", "An air strike on a bus in Idlib killed 51 people, 40 of them children, on Monday."))
	if len(got) != 1 {
		t.Fatalf("%d incidents", len(got))
	}
	for _, f := range got[0].Figures {
		if want := f.Min != nil && *f.Min == 40; f.Part != want {
			t.Errorf("%s %v part=%v", f.Of, *f.Min, f.Part)
		}
	}
}
