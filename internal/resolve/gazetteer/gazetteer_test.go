package gazetteer_test

import (
	"strings"
	"testing"

	"vigil"
	. "vigil/internal/resolve/gazetteer"
)

func place(name string, kind vigil.PlaceKind, lat, lon float64, parent Index, names ...string) Source {
	s := Source{Entry: Entry{Name: name, Kind: kind, Lat: lat, Lon: lon, Parent: parent}, Translit: true}
	s.Spelling = append(s.Spelling, Spelling{Text: name, Class: Name})
	for _, n := range names {
		s.Spelling = append(s.Spelling, ParseSpelling(n))
	}
	return s
}

// small is a gazetteer of few places.
func small(t testing.TB) *Gazetteer {
	t.Helper()
	syria := place("Syria", vigil.Country, 35, 38, None, "[Syrian]", "{Syrians}", "SAR", "سوريا")
	syria.Code, syria.ID, syria.RadiusKm = "SYR", 163843, 243
	lebanon := place("Lebanon", vigil.Country, 33.8, 35.8, None)
	lebanon.Code = "LBN"
	idlib := place("Idlib", vigil.Admin1, 35.9, 36.7, 0)
	jisr := place("Jisr al-Shughour", vigil.Settlement, 35.8144, 36.3206, 2, "Jisr ash Shughur", "جسر الشغور", "Джиср-эш-Шугур")
	jisr.Population, jisr.ID = 44322, 169304
	kharkiv := place("Kharkiv", vigil.Settlement, 49.98, 36.25, None)
	data, err := Write([]Source{syria, lebanon, idlib, jisr, kharkiv,
		place("Abu al-Duhur", vigil.Settlement, 35.74, 37.04, 2), place("Avdiivka", vigil.Settlement, 48.14, 37.74, None),
		place("As Suwayda", vigil.Settlement, 32.7, 36.57, 0), place("Deir ez-Zor", vigil.Settlement, 35.33, 40.14, 0),
		place("Horlivka", vigil.Settlement, 48.3, 38.0, None)})
	if err != nil {
		t.Fatal(err)
	}
	g, err := Open(string(data))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestLookup(t *testing.T) {
	g := small(t)
	for _, c := range []struct {
		name, want string
		class      Class
	}{
		{"Syria", "Syria", Name}, {"SYRIA", "Syria", Name}, {"Syrian", "Syria", Adjective}, {"Syrians", "Syria", People},
		{"SAR", "Syria", Abbr}, {"S.A.R.", "Syria", Abbr}, {"سُوريا", "Syria", Alias},
		{"Jisr al-Shughour", "Jisr al-Shughour", Name}, {"Jisr ash-Shughur", "Jisr al-Shughour", Alias},
		{"Jisr Al Shoghour", "Jisr al-Shughour", Loose}, {"Jisr esh-Shughūr", "Jisr al-Shughour", Loose},
		{"Jisr Shughour", "Jisr al-Shughour", Loose}, {"جسر الشغور", "Jisr al-Shughour", Alias}, {"جسر شغور", "Jisr al-Shughour", Alias},
		{"Джиср эш Шугур", "Jisr al-Shughour", Alias},
		{"Kharkov", "Kharkiv", Loose}, {"Khar'kiv", "Kharkiv", Name}, {"Avdeevka", "Avdiivka", Loose}, {"Gorlovka", "Horlivka", Skeleton},
		{"Abu Duhur", "Abu al-Duhur", Loose}, {"Abu ad-Duhour", "Abu al-Duhur", Loose}, {"Suwaida", "As Suwayda", Loose},
		{"Sweida", "As Suwayda", Loose}, {"al-Suwayda", "As Suwayda", Loose}, {"Deir Ezzor", "Deir ez-Zor", Name}, {"Dir Ezor", "Deir ez-Zor", Skeleton}, {"Dayr az Zawr", "Deir ez-Zor", Loose},
	} {
		hits := g.Lookup(c.name)
		if len(hits) == 0 {
			t.Errorf("%s: not found", c.name)
			continue
		}
		if got := g.Entry(hits[0].Place).Name; got != c.want || hits[0].Class != c.class {
			t.Errorf("%s: %s by class %d, want %s by %d", c.name, got, hits[0].Class, c.want, c.class)
		}
	}
	for _, name := range []string{"", "Paris", "-", "Jisr"} {
		if hits := g.Lookup(name); len(hits) > 0 {
			t.Errorf("%q found %v", name, hits)
		}
	}
}

func TestEntry(t *testing.T) {
	g := small(t)
	e := g.Entry(g.Lookup("Jisr al-Shughour")[0].Place)
	if vigil.Distance(e.Lat, e.Lon, 35.8144, 36.3206) > 0.01 || e.Population != 42000 || e.ID != 169304 {
		t.Errorf("entry is %+v", e)
	}
	i := g.Lookup("Jisr al-Shughour")[0].Place
	if g.Code(g.Country(i)) != "SYR" || g.Name(g.Admin1(i)) != "Idlib" || !g.Contains(g.ByCode("SYR"), i) || g.Contains(g.ByCode("LBN"), i) || g.Contains(i, i) {
		t.Error("containment is wrong")
	}
	if g.ByCode("XXX") != None || g.Code(i) != "" {
		t.Error("codes of what is no country")
	}
	for i := range Index(g.Len()) {
		if !strings.Contains("Syria Lebanon Idlib Jisr al-Shughour Kharkiv Abu al-Duhur Avdiivka As Suwayda Deir ez-Zor Horlivka", g.Name(i)) {
			t.Errorf("name %q", g.Name(i))
		}
	}
}

func TestExtend(t *testing.T) {
	g := small(t)
	x, err := g.Extend("# ours\nAl-Tanf\tfacility\tSYR\tIdlib\t33.51\t38.62\t10\tTanf base|[Tanfi]\tunverified\n")
	if err != nil {
		t.Fatal(err)
	}
	hits := x.Lookup("at-Tanf")
	if len(hits) != 1 || x.Entry(hits[0].Place).Name != "Al-Tanf" || !x.Unsure(hits[0].Place) || x.Code(x.Country(hits[0].Place)) != "SYR" {
		t.Errorf("hits %v", hits)
	}
	if len(g.Lookup("al-Tanf")) != 0 {
		t.Error("the gazetteer itself was changed")
	}
	for _, bad := range []string{"x", "a\tb\tc\td\t1\t2\t3\te\tf", "X\tsettlement\tZZZ\t\t1\t2\t3\t\t", "X\tsettlement\tSYR\tNowhere\t1\t2\t3\t\t", "X\tsettlement\tSYR\t\t91\t2\t3\t\t"} {
		if _, err := g.Extend(bad); err == nil {
			t.Errorf("no error for %q", bad)
		}
	}
}

func TestOpenDamaged(t *testing.T) {
	for _, s := range []string{"", "x", "VIGILGAZ", "VIGILGAZ" + strings.Repeat("\x01", 100), "VIGILGAZ\x01\x00\x00\x00" + strings.Repeat("\xff", 40)} {
		if _, err := Open(s); err == nil {
			t.Errorf("opened %q", s)
		}
	}
}

func TestDestination(t *testing.T) {
	lat, lon := Destination(35.95, 39.01, 0, 20)
	if d := vigil.Distance(35.95, 39.01, lat, lon); d < 19.99 || d > 20.01 || lat < 36.12 {
		t.Errorf("20 km north is %v, %v, %v km off", lat, lon, d)
	}
}

func FuzzLookup(f *testing.F) {
	g := small(f)
	for _, s := range []string{"Jisr al-Shughour", "al al al", "\xff\xfe", "ال", "d'Al-", "dhdhdh", "́́", "СССР"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, h := range g.Lookup(s) {
			if h.Place < 0 || int(h.Place) >= g.Len() {
				t.Fatalf("%q: place %d of %d", s, h.Place, g.Len())
			}
			g.Entry(h.Place)
		}
		word, rest := NextWord(s)
		if len(word)+len(rest) > len(s) || len(rest) > 0 && len(rest) == len(s) {
			t.Fatalf("%q cut into %q and %q", s, word, rest)
		}
	})
}

func BenchmarkLookup(b *testing.B) {
	g := small(b)
	for b.Loop() {
		g.Lookup("Jisr Al Shoghour")
	}
}
