package export

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"vigil"
)

// Filter keeps part of a record. The zero Filter keeps everything.
type Filter struct {
	MinScore float64
	Asserted float64 // what statements must score besides
	Days     vigil.Days
	Country  string // ISO 3166-1 alpha-3
	Near     *Circle
	Name     string // of the place, its division or its country, in any case
}

// ParseArea reads what a reader calls an area: a country by its three letters,
// "LAT,LON[,KM]", or the name of a place, division or region.
func ParseArea(s string) (f Filter, err error) {
	switch {
	case s == "":
	case strings.Count(s, ",") > 0 && strings.ContainsAny(s[:1], "+-.0123456789"):
		f.Near, err = ParseCircle(s)
	case len(s) == 3 && strings.ToUpper(s) == s:
		f.Country = s
	default:
		f.Name = s
	}
	return f, err
}

// Circle is all places within Km kilometres of a point.
type Circle struct{ Lat, Lon, Km float64 }

// ParseCircle reads "LAT,LON" or "LAT,LON,KM"; without KM it is 50 km.
func ParseCircle(s string) (*Circle, error) {
	parts := strings.Split(s, ",")
	if len(parts) != 2 && len(parts) != 3 {
		return nil, fmt.Errorf("%q: want LAT,LON or LAT,LON,KM", s)
	}
	c := Circle{Km: 50}
	for i, dst := range []*float64{&c.Lat, &c.Lon, &c.Km}[:len(parts)] {
		x, err := strconv.ParseFloat(strings.TrimSpace(parts[i]), 64)
		if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, fmt.Errorf("%q: %q is not a number", s, parts[i])
		}
		*dst = x
	}
	if math.Abs(c.Lat) > 90 || math.Abs(c.Lon) > 180 || c.Km <= 0 {
		return nil, fmt.Errorf("%q: latitude within ±90, longitude within ±180, kilometres above 0", s)
	}
	return &c, nil
}

// Apply returns the part of rec that f keeps; reports and claims stay, so that
// every value still leads back to its sentence.
func (f Filter) Apply(rec *vigil.Record) *vigil.Record {
	out := *rec
	keep := func(score float64, when *vigil.When, place *vigil.Place) bool {
		return score >= f.MinScore && f.time(when) && f.place(place)
	}
	out.Incidents = filter(rec.Incidents, func(x *vigil.Incident) bool { return keep(x.Score, x.When, x.Place) })
	out.Statements = filter(rec.Statements, func(x *vigil.Statement) bool {
		return x.Score >= f.Asserted && (keep(x.Score, x.When, x.Place) || x.Due != nil && keep(x.Score, x.Due, x.Place))
	})
	if f.Country != "" || f.Near != nil || f.Name != "" {
		out.Tolls = nil // a toll has a scope in words, no place to test
	}
	return &out
}

func filter[T any](xs []T, keep func(*T) bool) []T {
	var out []T
	for i := range xs {
		if keep(&xs[i]) {
			out = append(out, xs[i])
		}
	}
	return out
}

func (f Filter) time(w *vigil.When) bool {
	return !f.Days.Known() || w != nil && w.Days.Overlaps(f.Days)
}

func (f Filter) place(p *vigil.Place) bool {
	if f.Country != "" && (p == nil || p.Country != f.Country) {
		return false
	}
	if f.Name != "" && (p == nil || !strings.EqualFold(p.Name, f.Name) && !strings.EqualFold(p.Text, f.Name) && !strings.EqualFold(p.Admin1, f.Name)) {
		return false
	}
	if f.Near == nil {
		return true
	}
	return p != nil && p.Located && Kilometres(p.Lat, p.Lon, f.Near.Lat, f.Near.Lon) <= f.Near.Km
}

// Kilometres is the great-circle distance between two points in degrees, on a
// sphere of 6371 km.
func Kilometres(lat1, lon1, lat2, lon2 float64) float64 {
	rad := math.Pi / 180
	a, b := lat1*rad, lat2*rad
	h := math.Pow(math.Sin((b-a)/2), 2) + math.Cos(a)*math.Cos(b)*math.Pow(math.Sin((lon2-lon1)*rad/2), 2)
	return 2 * 6371 * math.Asin(math.Min(1, math.Sqrt(h)))
}

// sorted returns the incidents by their first day, unknown days last, then by id.
func sorted(in []vigil.Incident) []vigil.Incident {
	out := slices.Clone(in)
	slices.SortStableFunc(out, func(a, b vigil.Incident) int { return compareWhen(a.When, b.When, a.ID, b.ID) })
	return out
}

func compareWhen(a, b *vigil.When, idA, idB string) int {
	x, y := firstDay(a), firstDay(b)
	switch {
	case x != y && (x == 0 || y == 0):
		return int(y) - int(x) // the unknown one last
	case x != y:
		return int(x) - int(y)
	}
	return strings.Compare(idA, idB)
}

func firstDay(w *vigil.When) vigil.Day {
	if w == nil {
		return 0
	}
	if w.Days.From == 0 {
		return w.Days.To
	}
	return w.Days.From
}
