package places

import (
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vigil"
	"vigil/internal/resolve/gazetteer"
)

// addTable adds one of our own tables. A file called aliases.tsv adds names to
// places that are there; all others add places (gazetteer.Row).
func (b *builder) addTable(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	switch filepath.Base(path) {
	case "centres.tsv":
		return nil
	case "aliases.tsv":
		err = b.addAliases(string(text))
	default:
		err = b.addRows(string(text))
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func (b *builder) addRows(text string) error {
	rows, err := gazetteer.ParseRows(text)
	if err != nil {
		return err
	}
	known := b.index()
	for _, r := range rows {
		if i := b.same(known, &r); i >= 0 {
			b.out[i].Name = r.Name // as English reports spell it
			b.out[i].Spelling = append(b.out[i].Spelling, r.Spelling...)
			continue
		}
		s := gazetteer.Source{Spelling: r.Spelling, Translit: true}
		if _, err := fmt.Sscanf(r.Source, "GeoNames %d", &s.ID); err != nil {
			s.ID = -int64(crc32.ChecksumIEEE([]byte(strings.Join([]string{r.Name, string(r.Kind), strings.Join(r.Countries, ","), r.Admin1}, "|"))) >> 2)
		}
		s.Name, s.Kind, s.Lat, s.Lon, s.RadiusKm = r.Name, r.Kind, r.Lat, r.Lon, r.RadiusKm
		s.Unsure, s.Parent = r.Unverified(), gazetteer.None
		var spellings []string
		for _, sp := range r.Spelling {
			spellings = append(spellings, sp.Text)
		}
		s.Fame = max(fame(spellings), 48)
		if r.Kind == vigil.Continent || len(r.Countries) > 1 {
			s.Fame = 160
		}
		if len(r.Countries) == 1 {
			if s.Parent, err = b.rowParent(&r); err != nil {
				return err
			}
		}
		b.add(s)
	}
	return nil
}

// sameKm is how near a place of our own tables is the same as one of its name
// in GeoNames: then it only adds names to that.
const sameKm = 20

// index lists the settlements of each usual name.
func (b *builder) index() map[uint64][]int {
	out := map[uint64][]int{}
	for i := range b.out {
		if s := &b.out[i]; s.Kind == vigil.Settlement || s.Kind == vigil.District {
			for _, sp := range s.Spelling {
				k := gazetteer.KeysOf(sp.Text)
				out[k.Exact] = append(out[k.Exact], i)
				if s.Translit && k.Loose != 0 {
					out[k.Loose] = append(out[k.Loose], i)
				}
			}
		}
	}
	return out
}

// same finds the settlement of GeoNames that a row is, or -1.
func (b *builder) same(known map[uint64][]int, r *gazetteer.Row) int {
	if r.Kind != vigil.Settlement && r.Kind != vigil.District {
		return -1
	}
	best, least := -1, float64(sameKm)
	for _, sp := range r.Spelling {
		k := gazetteer.KeysOf(sp.Text)
		for _, h := range []uint64{k.Exact, k.Loose} {
			for _, i := range known[h] {
				s := &b.out[i]
				if d := vigil.Distance(s.Lat, s.Lon, r.Lat, r.Lon); d < least && h != 0 {
					best, least = i, d
				}
			}
		}
	}
	return best
}

// rowParent is the division that a row names, else the one drawn around its
// centre, else the country.
func (b *builder) rowParent(r *gazetteer.Row) (gazetteer.Index, error) {
	country, ok := b.country[r.Countries[0]]
	if !ok {
		return 0, fmt.Errorf("line %d: %s: no country %q", r.Line, r.Name, r.Countries[0])
	}
	if r.Admin1 == "" {
		return country, nil
	}
	want := gazetteer.KeysOf(r.Admin1).Exact
	for i := range b.out {
		if s := &b.out[i]; s.Kind == vigil.Admin1 && s.Parent == country {
			for _, sp := range s.Spelling {
				if gazetteer.KeysOf(sp.Text).Exact == want {
					return gazetteer.Index(i), nil
				}
			}
		}
	}
	return 0, fmt.Errorf("line %d: %s: no division %q in %s", r.Line, r.Name, r.Admin1, r.Countries[0])
}

// addAliases adds names to places: kind, country, name, other names as in a
// Row, separated by tabs. A name after ! is taken away: reports mean something
// else by it.
func (b *builder) addAliases(text string) error {
	var faults []error
	for n, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 4 {
			return fmt.Errorf("line %d: %d fields, want 4", n+1, len(f))
		}
		i := b.named(vigil.PlaceKind(f[0]), f[1], f[2])
		if i < 0 {
			faults = append(faults, fmt.Errorf("line %d: no %s %q in %s", n+1, f[0], f[2], f[1]))
			continue
		}
		for _, s := range strings.Split(f[3], "|") {
			if not, ok := strings.CutPrefix(s, "!"); ok {
				key := gazetteer.KeysOf(not).Exact
				b.out[i].Spelling = slices.DeleteFunc(b.out[i].Spelling, func(x gazetteer.Spelling) bool { return gazetteer.KeysOf(x.Text).Exact == key })
				continue
			}
			b.out[i].Spelling = append(b.out[i].Spelling, gazetteer.ParseSpelling(strings.TrimSpace(s)))
		}
	}
	return errors.Join(faults...)
}

// named finds the largest place of a kind and country with a usual name.
func (b *builder) named(kind vigil.PlaceKind, country, name string) int {
	best := -1
	for i := range b.out {
		s := &b.out[i]
		if s.Kind != kind || s.Name != name || best >= 0 && b.out[best].Population >= s.Population {
			continue
		}
		top := gazetteer.Index(i)
		for top != gazetteer.None && b.out[top].Kind != vigil.Country {
			top = b.out[top].Parent
		}
		if top != gazetteer.None && b.out[top].Code == country {
			best = i
		}
	}
	return best
}
