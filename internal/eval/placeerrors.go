package eval

import (
	"io"

	"vigil"
)

// placeErrors counts, by the family of act, what is read of the places of
// aligned incidents: right, or in which way not.
func placeErrors(gold, predicted io.Reader) (string, error) {
	c := counts{}
	err := eachCoded(gold, predicted, func(g, p *codedReport) {
		for i, j := range alignIncidents(g, p) {
			if j < 0 || g.Incidents[i].Place == nil {
				continue
			}
			for _, row := range []string{actFamily(g.Incidents[i].SubEvent), "all"} {
				c.add(row, "gold")
				c.add(row, placeClass(g.Incidents[i].Place, p.Incidents[j].Place))
			}
		}
	})
	if err != nil {
		return "", err
	}
	rows := []string{}
	for i := range vigil.Acts {
		if f := vigil.Acts[i].Family; c[f] != nil && (len(rows) == 0 || rows[len(rows)-1] != f) {
			rows = append(rows, f)
		}
	}
	return countTable("act", append(rows, "all"), []string{"gold", "right", "no place", "no country", "wrong country", "only the country", "another place"}, c), nil
}

// placeClass says how p is right, or wrong.
func placeClass(g, p *codedPlace) string {
	switch {
	case p == nil:
		return "no place"
	case p.Country == "":
		return "no country"
	case p.Country != g.Country:
		return "wrong country"
	case samePlace(g, p):
		return "right"
	case p.Kind == string(vigil.Country):
		return "only the country"
	}
	return "another place"
}
