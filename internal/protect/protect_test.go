package protect

import (
	"strings"
	"testing"

	"vigil"
	"vigil/internal/store"
)

// Names are covered byte for byte, in any case, over line breaks, and never
// within another word.
func TestCover(t *testing.T) {
	mask := maskOf([]string{"Ann Lee", "Ann", "Ağrı"})
	for text, want := range map[string]string{
		"ann lee and ANN\nLEE spoke": "******* and ******* spoke", "Annan met Joann, not Ann.": "Annan met Joann, not ***.", "Ağrı'da": "******'da", "Ann": "***", "": "",
	} {
		if got := cover(text, mask); got != want || len(got) != len(text) {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
	if got := cover("a.b (c", maskOf([]string{"a.b", "(c"})); got != "*** **" {
		t.Errorf("names are patterns: %q", got)
	}
}

// Spans into a text stay true, and a person's other names go with the first.
func TestReadingIsCovered(t *testing.T) {
	text := "Dr. Lee spoke. She is Ann Lee, said Lee's friend. The strike killed 8."
	at := func(s string) vigil.Span { i := strings.Index(text, s); return vigil.Span{Start: i, End: i + len(s)} }
	r := &rules{sources: map[string]bool{"ann lee": true}, mask: maskOf([]string{"Ann Lee"}), reports: map[string]string{}, real: map[string]string{}}
	rd := &store.Reading{Report: vigil.Report{ID: "r", Text: text}, Claims: []vigil.Claim{{ID: "r#1", Report: "r", Evidence: []vigil.Span{at("The strike killed 8.")},
		By: []vigil.Attribution{{Speakers: []vigil.Party{{Name: "Ann Lee", Text: "She", Also: []string{"Dr. Lee"}, Span: at("She"), Entity: "x", Country: "SYR"}}}}}}}
	if err := r.reading(rd); err != nil {
		t.Fatal(err)
	}
	if got := rd.Report.Text; got != "******* spoke. *** is *******, said Lee's friend. The strike killed 8." {
		t.Errorf("%q", got)
	}
	c := rd.Claims[0]
	if p := c.By[0].Speakers[0]; p.Name != Withheld || p.Text != "" || p.Entity != "" || p.Also != nil || p.Country != "" {
		t.Errorf("%+v", p)
	}
	if got := c.Evidence[0].In(rd.Report.Text); got != "The strike killed 8." {
		t.Errorf("the sentence is now %q", got)
	}
}

// A place is told as its province, else as its country, and never with
// coordinates; one of the same name elsewhere stays.
func TestPlaceIsCoarse(t *testing.T) {
	r := &rules{sources: map[string]bool{}, places: []vigil.Protection{{Names: []string{"Hidden"}, Country: "SYR"}}}
	for _, c := range []struct {
		in   vigil.Place
		want vigil.Place
	}{
		{vigil.Place{Name: "hidden", Kind: vigil.Facility, Country: "SYR", Admin1: "Idlib", Located: true, Lat: 35, Lon: 36, GeoID: 7, Others: []vigil.Place{{Name: "Hidden"}}}, vigil.Place{Name: "Idlib", Kind: vigil.Admin1, Country: "SYR", Admin1: "Idlib"}},
		{vigil.Place{Name: "X", Text: "Hidden", Kind: vigil.Settlement, Country: "SYR", Located: true, Lat: 35, Lon: 36}, vigil.Place{Name: "SYR", Kind: vigil.Country, Country: "SYR"}},
		{vigil.Place{Name: "Hidden", Kind: vigil.Settlement, Country: "GBR", Located: true, Lat: 51, Lon: 1}, vigil.Place{Name: "Hidden", Kind: vigil.Settlement, Country: "GBR", Located: true, Lat: 51, Lon: 1}},
	} {
		got := struct{ Place vigil.Place }{c.in}
		if err := redact(r, &got); err != nil {
			t.Fatal(err)
		}
		if got.Place.Name != c.want.Name || got.Place.Kind != c.want.Kind || got.Place.Located != c.want.Located || got.Place.Lat != c.want.Lat || got.Place.GeoID != c.want.GeoID || got.Place.Others != nil {
			t.Errorf("%+v becomes %+v", c.in, got.Place)
		}
	}
}
