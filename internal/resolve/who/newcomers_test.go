package who_test

import (
	"slices"
	"strings"
	"testing"

	"vigil"
	"vigil/internal/resolve/who"
)

// TestNewcomers: an unknown name is confirmed by later reports, renamed by the
// fullest of its names, merged with its acronym and its short form, and never
// with another body.
func TestNewcomers(t *testing.T) {
	party := func(name, country string) vigil.Party {
		return vigil.Party{Name: name, Kind: vigil.ArmedGroup, Inter: vigil.RebelGroup, Country: country}
	}
	day := vigil.Date(2018, 9, 4)
	rec := &vigil.Record{}
	put := func(id string, ps ...vigil.Party) {
		rec.Reports = append(rec.Reports, vigil.Report{ID: id, Published: vigil.Published{Days: vigil.Days{From: day, To: day}, Basis: vigil.Given}})
		rec.Claims = append(rec.Claims, vigil.Claim{ID: id + "#1", Report: id, Actors: ps})
		day++
	}
	put("a", party("Zarvani Brigade", "MLI"))
	put("b", party("Zarvani Liberation Brigade", "MLI"), party("ZLB", "MLI"))
	put("c", party("Zarvani Liberation Brigade", ""))
	put("d", party("Zarvani Liberation Brigade", "MLI")) // copied from c
	rec.Copies = []vigil.Copy{{Report: "d", Of: "c"}}
	put("e", party("Brigade of the Plain", "MLI"), party("Zarvani Brigade", "TCD"))
	put("f", vigil.Party{Name: "Taliban", Entity: "afg-taliban", Kind: vigil.ArmedGroup}, vigil.Party{Name: "gunmen", Kind: vigil.People})

	got := who.Newcomers(rec)
	if len(got) != 3 {
		t.Fatalf("%d newcomers, want 3: %+v", len(got), got)
	}
	z := got[0]
	if z.Name != "Zarvani Liberation Brigade" || !slices.Contains(z.Also, "ZLB") || !slices.Contains(z.Also, "Zarvani Brigade") || len(z.Reports) != 3 {
		t.Errorf("%+v", z)
	}
	if z.Score <= got[1].Score {
		t.Errorf("three reports score %.2f, one %.2f", z.Score, got[1].Score)
	}
	var lines []string
	for _, n := range got {
		lines = append(lines, "= "+n.Country, n.Line())
	}
	d, err := who.Load(who.File{Name: "mine", Text: strings.Join(lines, "\n")})
	if err != nil {
		t.Fatalf("%v\n%s", err, strings.Join(lines, "\n"))
	}
	if a, ok := d.Get("mli-zarvani-liberation-brigade"); !ok || a.Kind != vigil.ArmedGroup || a.Basis != "" {
		t.Errorf("%+v", a)
	}
}
