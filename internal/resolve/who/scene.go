package who

import (
	"cmp"
	"slices"

	"vigil"
	"vigil/internal/nlp"
	"vigil/internal/resolve"
)

// scene weighs the countries of a report: places first, then nationalities;
// what stands early counts more.
func (d *Directory) scene(doc *nlp.Doc, res *resolve.Result) resolve.Scene {
	var tally []resolve.Weight
	put := func(country string, w float64, at int) {
		if country == "" {
			return
		}
		if at < 400 {
			w *= 1.5
		}
		for i := range tally {
			if tally[i].Country == country {
				tally[i].Share += w
				return
			}
		}
		tally = append(tally, resolve.Weight{Country: country, Share: w})
	}
	for i := range res.Places {
		p := &res.Places[i]
		w := 1.0
		if p.Kind != vigil.Country { // a town inside a country says more than its name
			w = 1.3
		}
		put(p.Country, w, p.Span.Start)
	}
	var buf [64]byte
	for i := range doc.Names {
		n := &doc.Names[i]
		if n.Type == nlp.NORP || n.Type == nlp.LOC && len(res.Places) == 0 {
			put(d.stateOf(appendFold(buf[:0], n.In(doc.Text))), 0.8, n.Start)
		}
	}
	total := 0.0
	for _, w := range tally {
		total += w.Share
	}
	for i := range tally {
		tally[i].Share /= total
	}
	slices.SortFunc(tally, func(a, b resolve.Weight) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(a.Country, b.Country))
	})
	return resolve.Scene{Countries: tally, Day: res.Published.Day()}
}

// stage returns the country where an act most likely takes place: the one that
// is given, else the one that fills half of the report.
func stage(given string, s *resolve.Scene) string {
	if given == "" && len(s.Countries) > 0 && s.Countries[0].Share >= 0.5 {
		return s.Countries[0].Country
	}
	return given
}
