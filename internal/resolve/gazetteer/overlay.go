package gazetteer

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"vigil"
)

// overlay holds places added after the file was written.
type overlay struct {
	entries []Entry
	hits    map[uint64][]Hit
}

// Row is a line of a file of places: tab-separated
//
//	name	kind	country	admin1	lat	lon	radius_km	other names	source
//
// Other names are separated by |; a name in [brackets] is an adjective
// (Darfuri), one in {braces} a word for the people there, one after = as usual
// as the first. Country is one or
// more ISO 3166-1 alpha-3 codes, separated by commas, or empty; admin1 a
// first-order division as the gazetteer calls it, or empty. Source names a
// public page that says where the place is; "unverified" is honest, and what
// rests on it scores lower. Lines that begin with # and empty lines are
// skipped.
type Row struct {
	Name      string
	Kind      vigil.PlaceKind
	Countries []string
	Admin1    string
	Lat, Lon  float64
	RadiusKm  float64
	Spelling  []Spelling
	Source    string
	Line      int
}

// ParseRows reads a file of places; its errors name the line.
func ParseRows(text string) ([]Row, error) {
	var rows []Row
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimRight(line, "\r")
		if strings.TrimSpace(line) == "" || line[0] == '#' {
			continue
		}
		r, err := parseRow(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n+1, err)
		}
		r.Line = n + 1
		rows = append(rows, r)
	}
	return rows, nil
}

func parseRow(line string) (Row, error) {
	f := strings.Split(line, "\t")
	if len(f) != 9 {
		return Row{}, fmt.Errorf("%d fields, want 9 separated by tabs", len(f))
	}
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	r := Row{Name: f[0], Kind: vigil.PlaceKind(f[1]), Admin1: f[3], Source: f[8]}
	known := false
	for _, k := range kinds {
		known = known || k == r.Kind
	}
	if !known || r.Name == "" {
		return r, fmt.Errorf("name %q of kind %q: want a name and one of %v", r.Name, r.Kind, kinds)
	}
	if f[2] != "" {
		r.Countries = strings.Split(f[2], ",")
	}
	var err error
	for _, x := range []struct {
		to    *float64
		field string
		limit float64
	}{{&r.Lat, f[4], 90}, {&r.Lon, f[5], 180}, {&r.RadiusKm, f[6], 20040}} {
		if *x.to, err = strconv.ParseFloat(x.field, 64); err != nil || math.Abs(*x.to) > x.limit {
			return r, fmt.Errorf("%s: %q is no number of at most %v", r.Name, x.field, x.limit)
		}
	}
	r.Spelling = append(r.Spelling, Spelling{r.Name, Name})
	for _, s := range strings.Split(f[7], "|") {
		if s = strings.TrimSpace(s); s != "" {
			r.Spelling = append(r.Spelling, ParseSpelling(s))
		}
	}
	return r, nil
}

// ParseSpelling reads one of a Row's other names.
func ParseSpelling(s string) Spelling {
	switch {
	case strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]"):
		return Spelling{s[1 : len(s)-1], Adjective}
	case strings.HasPrefix(s, "{") && strings.HasSuffix(s, "}"):
		return Spelling{s[1 : len(s)-1], People}
	case strings.HasPrefix(s, "="):
		return Spelling{s[1:], Name}
	case abbreviated(s) || strings.HasSuffix(s, "."):
		return Spelling{s, Abbr}
	}
	return Spelling{s, Alias}
}

// abbreviated reports whether a name is all capitals and points: UAE, B.C.
func abbreviated(s string) bool {
	for _, r := range s {
		if r != '.' && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return true
}

// Unverified reports whether a row's coordinates rest on no public page.
func (r *Row) Unverified() bool { return r.Source == "" || strings.HasPrefix(r.Source, "unverified") }

// Extend returns g with the places of a file added to it; g is not changed.
func (g *Gazetteer) Extend(text string) (*Gazetteer, error) {
	rows, err := ParseRows(text)
	if err != nil {
		return nil, err
	}
	o := &overlay{hits: map[uint64][]Hit{}}
	if g.extra != nil {
		o.entries = append(o.entries, g.extra.entries...)
		for h, hits := range g.extra.hits {
			o.hits[h] = hits
		}
	}
	for _, r := range rows {
		parent, err := g.parentOf(&r)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", r.Line, err)
		}
		i := Index(g.size + len(o.entries))
		e := Entry{ID: -1<<30 - int64(len(o.entries)), Name: r.Name, Kind: r.Kind, Lat: r.Lat, Lon: r.Lon,
			RadiusKm: r.RadiusKm, Parent: parent, Unsure: r.Unverified(), Fame: 32}
		o.entries = append(o.entries, e)
		for _, en := range tidy(appendEntries(nil, i, &Source{Entry: e, Spelling: r.Spelling, Translit: true})) {
			o.hits[en.hash] = append(o.hits[en.hash][:len(o.hits[en.hash]):len(o.hits[en.hash])], Hit{i, en.class})
		}
	}
	out := *g
	out.extra = o
	return &out, nil
}

// parentOf finds the division that a row names.
func (g *Gazetteer) parentOf(r *Row) (Index, error) {
	if len(r.Countries) != 1 {
		return None, nil
	}
	country := g.ByCode(r.Countries[0])
	if country == None {
		return None, fmt.Errorf("%s: no country %q", r.Name, r.Countries[0])
	}
	if r.Admin1 == "" {
		return country, nil
	}
	for _, h := range g.Lookup(r.Admin1) {
		if g.Kind(h.Place) == vigil.Admin1 && g.Country(h.Place) == country {
			return h.Place, nil
		}
	}
	return None, fmt.Errorf("%s: no first-order division %q in %s", r.Name, r.Admin1, r.Countries[0])
}
