package export

import (
	"encoding/json"
	"io"
	"math"

	"vigil"
)

type feature struct {
	Type       string         `json:"type"`
	ID         string         `json:"id"`
	Geometry   *geometry      `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

type geometry struct {
	Type        string `json:"type"`
	Coordinates any    `json:"coordinates"`
}

// writeGeoJSON writes the incidents as features (RFC 7946): a point only where
// the text names a town or closer, a circle where it is an area, no geometry
// where it is not located or a whole country.
func writeGeoJSON(w io.Writer, rec *vigil.Record, opt Options) error {
	v := newViewer(rec)
	features := []feature{}
	for _, in := range sorted(rec.Incidents) {
		features = append(features, feature{"Feature", in.ID, shape(in.Place), v.properties(in)})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(struct {
		Type     string     `json:"type"`
		About    *aboutJSON `json:"about,omitzero"`
		Features []feature  `json:"features"`
		Deleted  []Gone     `json:"deleted,omitzero"`
	}{"FeatureCollection", opt.About.json(), features, opt.Gone})
}

func (v viewer) properties(in vigil.Incident) map[string]any {
	p := map[string]any{"sub_event_type": in.Act, "date": dateText(in.When), "place": placeText(in.Place),
		"geo_precision": in.Place.GeoPrecision(), "actor1": partiesText(in.Actors, ""), "actor2": partiesText(in.Targets, ""),
		"independent_voices": vigil.Independent(in.Voices), "standing": in.Standing, "score": in.Score,
		"evidence": jsonQuotes(v.quotes(in.Claims))}
	figures := []string{}
	for _, t := range in.Tallies {
		for _, w := range t.Figures {
			figures = append(figures, string(t.Measure)+": "+v.witness(w))
		}
	}
	p["figures"] = figures
	return p
}

func shape(p *vigil.Place) *geometry {
	switch {
	case p == nil || !p.Located || p.Kind == vigil.Country || p.Kind == vigil.Continent:
		return nil
	case p.Kind.Point() && p.Relation == "":
		return &geometry{"Point", [2]float64{p.Lon, p.Lat}}
	case p.RadiusKm > 0:
		return &geometry{"Polygon", [][][2]float64{circle(p.Lat, p.Lon, p.RadiusKm)}}
	}
	return nil
}

// circle draws a ring of 32 corners, counter-clockwise and closed.
func circle(lat, lon, km float64) [][2]float64 {
	const corners = 32
	ring := make([][2]float64, corners+1)
	dLat := km / 111.2
	dLon := dLat / math.Max(0.05, math.Cos(lat*math.Pi/180))
	for i := range ring {
		a := 2 * math.Pi * float64(i%corners) / corners
		ring[i] = [2]float64{degrees(lon + dLon*math.Cos(a)), degrees(lat + dLat*math.Sin(a))}
	}
	return ring
}

// degrees keeps four decimals, about ten metres.
func degrees(x float64) float64 { return math.Round(x*1e4) / 1e4 }
