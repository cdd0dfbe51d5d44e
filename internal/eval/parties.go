package eval

import (
	"io"
	"slices"

	"vigil"
)

// judgeParties tells of the actors and targets that incidents share with the
// gold's how many are of the type that people gave them: ACLED's, or "object".
func judgeParties(gold, _, predicted string) (map[string]float64, error) {
	g, f, done, err := openBoth(gold, predicted)
	if err != nil {
		return nil, err
	}
	defer done()
	c, err := countParties(g, f)
	if err != nil {
		return nil, err
	}
	all := c["all"]
	found := all["gold"] - all["missed"]
	return map[string]float64{"type of those found": 1 - float64(all["type"])/float64(max(1, found))}, nil
}

// partyErrors counts for each type the parties of aligned incidents that are
// missed, found on the other side, or found as another type, and by the type
// that was read those that nobody has.
func partyErrors(gold, predicted io.Reader) (string, error) {
	c, err := countParties(gold, predicted)
	if err != nil {
		return "", err
	}
	return countTable("type", []string{"state forces", "rebel group", "political militia", "identity militia", "rioters", "protesters", "civilians",
		"external forces", "object", "none", "all"}, []string{"gold", "missed", "side", "type", "spurious"}, c), nil
}

func countParties(gold, predicted io.Reader) (counts, error) {
	c := counts{}
	add := func(p *codedParty, kind string) {
		c.add(p.Type, kind)
		c.add("all", kind)
	}
	err := eachCoded(gold, predicted, func(g, p *codedReport) {
		for i, j := range alignIncidents(g, p) {
			if j < 0 {
				continue
			}
			a, b := &g.Incidents[i], &p.Incidents[j]
			left := [2][]codedParty{slices.Clone(b.Actors), slices.Clone(b.Targets)}
			for side, list := range [2][]codedParty{a.Actors, a.Targets} {
				for _, x := range list {
					add(&x, "gold")
					at := side
					k := slices.IndexFunc(left[at], func(y codedParty) bool { return sameParty(x, y) })
					if k < 0 {
						at = 1 - side
						k = slices.IndexFunc(left[at], func(y codedParty) bool { return sameParty(x, y) })
					}
					if k < 0 {
						add(&x, "missed")
						continue
					}
					if at != side {
						add(&x, "side")
					}
					if left[at][k].Type != x.Type {
						add(&x, "type")
					}
					left[at] = slices.Delete(left[at], k, k+1)
				}
			}
			for _, y := range slices.Concat(left[0], left[1]) {
				add(&y, "spurious")
			}
		}
	})
	return c, err
}

// partyType is ACLED's type of a party, "object" for a thing, else "none".
func partyType(inter, kind string) string {
	switch {
	case inter != "":
		return inter
	case vigil.Kind(kind).Thing():
		return "object"
	}
	return "none"
}
