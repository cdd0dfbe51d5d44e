package extract

import "vigil"

// Where an act happened that its sentences do not place: the country, as an
// area, that the sentences or the report as a whole play out in.

// stageRules say what a country rests on that is not told.
var stageRules = map[vigil.Ground]string{vigil.BySentence: "the only country its sentences place anything in", vigil.ByReport: "country where the report plays out"}

// placeOf returns where an incident is told to have happened: the place that its
// sentences name, else the country that speaks for itself, or nil.
func (v *view) placeOf(ms []telling, in *incident) *vigil.Place {
	if in.place < 0 {
		in.place = v.onlyPlace(ms, in)
	}
	if in.place < 0 {
		if p := v.countryBeside(ms, in); p != nil {
			return p
		}
		return v.res.Stage()
	}
	p := v.res.Places[in.place]
	if p.Country == "" && p.Kind != vigil.Continent { // a river, a border, a village that is not known
		if stage := v.res.Stage(); stage != nil {
			p.Country, p.Basis = stage.Country, vigil.ByReport
		}
	}
	return &p
}

// besideP is the score of a country that an incident's sentences name, though
// not as where it happened.
const besideP = .7

// countryBeside returns the country in which the sentences of an incident place
// something, if it is the only one, or nil.
func (v *view) countryBeside(ms []telling, in *incident) *vigil.Place {
	country := ""
	var at vigil.Span
	for _, k := range in.members {
		s := v.sentence(int(ms[k].tok))
		for j := s.First; j < s.Last; j++ {
			if v.place[j] < 0 || v.placeUse(j) != vigil.At || v.acting(j) {
				continue
			}
			switch p := &v.res.Places[v.place[j]]; {
			case p.Country == "" || p.Country == country:
			case country != "":
				return nil
			default:
				country, at = p.Country, p.Span
			}
		}
	}
	if country == "" {
		return nil
	}
	p := v.res.Country(country)
	if p != nil {
		p.Span, p.Score, p.Basis = at, besideP, vigil.BySentence
	}
	return p
}
