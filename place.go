package vigil

import "math"

// PlaceKind says what sort of thing a place is: it decides whether it may be
// shown as a point.
type PlaceKind string

// Kinds of place.
const (
	Settlement PlaceKind = "settlement" // town, village, city
	District   PlaceKind = "district"   // part of a city
	Facility   PlaceKind = "facility"   // base, camp, crossing, airport, hospital
	Admin2     PlaceKind = "admin2"     // second-order division
	Admin1     PlaceKind = "admin1"     // province, governorate, state, oblast
	Region     PlaceKind = "region"     // Darfur, Donbas, the Sahel: no sharp border
	Country    PlaceKind = "country"
	Continent  PlaceKind = "continent"
	Water      PlaceKind = "water" // sea, river, lake
	Relief     PlaceKind = "relief"
)

// Point reports whether a place of this kind may be shown as a point.
func (k PlaceKind) Point() bool {
	return k == Settlement || k == District || k == Facility
}

// PlaceUse says how a text uses the name of a place. Only At says where
// something is; the others say what it has to do with.
type PlaceUse string

// Uses of a place's name.
const (
	At        PlaceUse = ""          // in Syria; and Syria as an actor, which syntax tells
	AsAdjunct PlaceUse = "adjective" // the Syrian army
	AsPeople  PlaceUse = "people"    // two Syrians
	InName    PlaceUse = "name"      // the University of Idlib: part of the name of something else
	// AsGovernment is a capital that stands for who governs from it: Damascus said.
	AsGovernment PlaceUse = "government"
)

// Ground says what a place's country rests on.
type Ground string

// Grounds of a country, from firm to weak. A country that is not Told is a
// likely one: it never parts or joins accounts of what happened.
const (
	Told       Ground = ""         // by the name of the place
	BySentence Ground = "sentence" // by the only country that the sentences of the act place anything in
	ByReport   Ground = "report"   // by the country that the report as a whole plays out in
)

// Place is where something is said to be, no more exact than the text.
// Lat and Lon (WGS 84 degrees) are the named place's centre, or the point that
// a Relation with distance and bearing gives; RadiusKm says how far from there
// it may be: unless Kind.Point(), show the area, never the centre.
type Place struct {
	Name     string    `json:"name,omitzero"` // the gazetteer's name, or the text's if unresolved
	Text     string    `json:"text,omitzero"` // as written
	Span     Span      `json:"span,omitzero"`
	Kind     PlaceKind `json:"kind,omitzero"`
	Use      PlaceUse  `json:"use,omitzero"`
	Relation string    `json:"relation,omitzero"` // "" for at; else as it is said before the name: "near", "20 km north of"
	Country  string    `json:"country,omitzero"`  // ISO 3166-1 alpha-3, or ""
	Basis    Ground    `json:"basis,omitzero"`    // what Country rests on
	Admin1   string    `json:"admin1,omitzero"`
	Located  bool      `json:"located,omitzero"` // whether Lat and Lon are known
	Lat      float64   `json:"lat,omitzero"`
	Lon      float64   `json:"lon,omitzero"`
	RadiusKm float64   `json:"radius_km,omitzero"`
	GeoID    int64     `json:"geonameid,omitzero"` // GeoNames id; negative for our own supplement; 0 unresolved
	Score    float64   `json:"score,omitzero"`
	Others   []Place   `json:"others,omitzero"` // rival readings, best first, without Others of their own
}

// farKm is how far from a town something may be and still be near it: a long
// road between two towns is a stretch, not a place beside either.
const farKm = 50

// Guessed reports whether p is only a country that nobody says it is in: a
// likely one.
func (p *Place) Guessed() bool {
	return p.Basis != Told && p.Kind == Country && p.Relation == ""
}

// GeoPrecision is ACLED's geo_precision (codebook): 1 the town itself, 2 near a
// town or part of a small region, 3 a larger region; 0 coarser or unknown.
func (p *Place) GeoPrecision() int {
	switch {
	case p == nil || !p.Located || p.Use == AsGovernment:
		return 0
	case p.Kind.Point() && p.Relation == "":
		return 1
	case p.Kind.Point() && p.RadiusKm > farKm:
		return 3
	case p.Kind.Point() || p.Kind == Admin2:
		return 2
	case p.Kind == Admin1 || p.Kind == Region || p.Kind == Water || p.Kind == Relief:
		return 3
	}
	return 0
}

// WherePrec is UCDP GED's where_prec (GED codebook): 1 exact, 2 within about
// 25 km of a known point, 3 second-order division, 4 first-order division,
// 5 linear feature or fuzzy polygon, 6 country, 7 waters or airspace.
func (p *Place) WherePrec() int {
	if p == nil {
		return 6
	}
	switch p.Kind {
	case Settlement, District, Facility:
		switch {
		case p.Relation == "":
			return 1
		case p.RadiusKm > farKm:
			return 5
		}
		return 2
	case Admin2:
		return 3
	case Admin1:
		return 4
	case Region, Relief:
		return 5
	case Water:
		return 7
	}
	return 6
}

// Distance is the great-circle distance in km between two points in degrees
// (haversine).
func Distance(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	s1, s2 := math.Sin((lat2-lat1)*rad/2), math.Sin((lon2-lon1)*rad/2)
	h := s1*s1 + math.Cos(lat1*rad)*math.Cos(lat2*rad)*s2*s2
	return 2 * 6371 * math.Asin(min(1, math.Sqrt(h)))
}

// Holds reports whether q lies in the area of p: a province holds its towns,
// as far as a circle can tell.
func (p *Place) Holds(q *Place) bool {
	return p.Located && q.Located && !p.Kind.Point() && p.RadiusKm > q.RadiusKm && Distance(p.Lat, p.Lon, q.Lat, q.Lon) < p.RadiusKm
}
