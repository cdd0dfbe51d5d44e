package desk

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"vigil"
	"vigil/internal/export"
	"vigil/internal/export/country"
	"vigil/internal/store"
)

// Row is an incident as a list shows it.
type Row struct {
	vigil.Incident
	When, Where, Who, Toll string
	Voices                 int
}

// Rows reads incidents for a list.
func Rows(items []store.Item) ([]Row, error) {
	out := make([]Row, len(items))
	for i, it := range items {
		if err := json.Unmarshal(it.JSON, &out[i].Incident); err != nil {
			return nil, fmt.Errorf("%s %s: %w", it.Kind, it.ID, err)
		}
		in := &out[i].Incident
		in.Rev = it.Rev
		out[i].When, out[i].Where, out[i].Who = export.When(in.When), Where(in.Place), Who(in)
		out[i].Toll, out[i].Voices = Toll(in.Tallies), vigil.Independent(in.Voices)
	}
	return out, nil
}

// Where names a place in the words of a list: the nearest names first.
func Where(p *vigil.Place) string {
	if p == nil {
		return ""
	}
	name := p.Name
	if p.Relation != "" {
		name = p.Relation + " " + name
	}
	parts := []string{name}
	if p.Kind != vigil.Country {
		for _, s := range []string{p.Admin1, country.Name(p.Country)} {
			if s != "" && s != p.Name {
				parts = append(parts, s)
			}
		}
	}
	return strings.Join(parts, ", ")
}

// Exactness says how exact a place is.
func Exactness(p *vigil.Place) string {
	switch {
	case p == nil:
		return "no place told"
	case !p.Located:
		return "not located"
	case p.Kind == vigil.Country || p.Kind == vigil.Continent:
		if p.Guessed() {
			return "no place told: likely in this country"
		}
		return "only the " + string(p.Kind) + " is known"
	case p.Kind.Point() && p.Relation == "":
		return fmt.Sprintf("%s at %.4f, %.4f", p.Kind, p.Lat, p.Lon)
	case p.RadiusKm > 0:
		return fmt.Sprintf("%s: within %.0f km of %.2f, %.2f", cmp.Or(string(p.Kind), "area"), p.RadiusKm, p.Lat, p.Lon)
	}
	return "an area"
}

// Who names both sides of an incident.
func Who(in *vigil.Incident) string {
	a, b := export.Parties(in.Actors), export.Parties(in.Targets)
	switch {
	case a != "" && b != "":
		return a + " → " + b
	case b != "":
		return "? → " + b
	}
	return a
}

// Toll writes the headline values in a few words.
func Toll(ts []vigil.Tally) string {
	var out []string
	for _, t := range ts {
		if t.Measure == vigil.Killed || t.Measure == vigil.Injured || len(ts) == 1 {
			out = append(out, Range(t.Min, t.Max)+" "+string(t.Measure))
		}
	}
	return strings.Join(out, ", ")
}

// Range writes bounds as people do.
func Range(min, max *int) string { return export.Figure(vigil.Figure{Min: min, Max: max}) }

// Figure writes a figure in words; words that hold the number already are
// enough.
func Figure(f vigil.Figure) string {
	if strings.ContainsAny(f.Of, "0123456789") {
		return f.Of
	}
	return export.Figure(f)
}

// Spot is a place on the map: a point where Exact, else a circle of Km.
type Spot struct {
	Name   string  `json:"name"`
	Lat    float64 `json:"lat"`
	Lon    float64 `json:"lon"`
	Km     float64 `json:"km,omitempty" doc:"It is an area: somewhere within this many kilometres."`
	Exact  bool    `json:"exact,omitempty" doc:"It is a point: a named town or closer."`
	N      int     `json:"n" doc:"How many incidents."`
	Killed int     `json:"killed,omitempty" doc:"The highest figure told of any one of them."`
}

// Spots leaves out what may not be drawn: countries, continents, and areas of
// which nobody knows how large they are. A centroid is never a point.
func Spots(in []store.Spot) []Spot {
	out := []Spot{}
	for _, s := range in {
		if s.Kind == vigil.Country || s.Kind == vigil.Continent || !s.Exact && s.RadiusKm <= 0 {
			continue
		}
		p := Spot{Name: s.Name, Lat: s.Lat, Lon: s.Lon, Exact: s.Exact, N: s.Things, Killed: s.Killed}
		if !s.Exact {
			p.Km = s.RadiusKm
		}
		out = append(out, p)
	}
	return out
}
