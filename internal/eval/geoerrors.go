package eval

import (
	"io"
	"slices"

	"vigil"
)

// marked is what a gold or predicted line has of places.
type marked struct {
	ID       string  `json:"id"`
	Toponyms []place `json:"toponyms"`
	Places   []place `json:"places"`
}

type place struct {
	Start int      `json:"start"`
	End   int      `json:"end"`
	Kind  string   `json:"kind"`
	Lat   *float64 `json:"lat"`
	Lon   *float64 `json:"lon"`
	ID    int64    `json:"geonameid"`
}

// rightKm is how near a place must lie to count as the one meant, as the
// scorer has it.
const rightKm = 161

// geoErrors counts, for each kind of place as vigil reads it, what was found
// with another extent or another place than the gold's, and what stands where
// the gold has nothing; and in a row of its own what was missed.
func geoErrors(gold, predicted io.Reader) (string, error) {
	g, err := decode[marked](gold)
	if err != nil {
		return "", err
	}
	p, err := decode[marked](predicted)
	if err != nil {
		return "", err
	}
	by := map[string][]place{}
	for _, r := range p {
		by[r.ID] = r.Places
	}
	count := counts{}
	for _, r := range g {
		left := slices.Clone(by[r.ID])
		for _, x := range r.Toponyms {
			i := slices.IndexFunc(left, func(y place) bool { return min(x.End, y.End) > max(x.Start, y.Start) })
			if i < 0 {
				count.add("not found", "missed")
				continue
			}
			y := left[i]
			left = slices.Delete(left, i, i+1)
			count.add(y.Kind, "found")
			if y.Start != x.Start || y.End != x.End {
				count.add(y.Kind, "extent")
			}
			if x.Lat != nil && (x.ID == 0 || x.ID != y.ID) && (y.Lat == nil || vigil.Distance(*x.Lat, *x.Lon, *y.Lat, *y.Lon) > rightKm) {
				count.add(y.Kind, "wrong place")
			}
		}
		for _, y := range left {
			count.add(y.Kind, "spurious")
		}
	}
	return countTable("kind", []string{"settlement", "district", "facility", "admin2", "admin1", "region", "country", "continent", "water", "relief", "not found"},
		[]string{"found", "extent", "wrong place", "spurious", "missed"}, count), nil
}
