package en

import (
	"slices"
	"strings"
	"testing"
)

func TestCountries(t *testing.T) {
	codes := map[string]bool{}
	names := map[string]string{}
	for _, c := range Countries() {
		if codes[c.ISO3] || codes[c.ISO2] && c.ISO2 != "CS" && c.ISO2 != "SC" {
			t.Errorf("%s %s: code given twice", c.ISO3, c.Name)
		}
		codes[c.ISO3], codes[c.ISO2] = true, true
		if c.ISO3 != strings.ToUpper(c.ISO3) {
			t.Errorf("%s: lower case", c.ISO3)
		}
		for _, n := range c.Names {
			if other, ok := names[n]; ok {
				t.Errorf("%q names %s and %s", n, other, c.ISO3)
			}
			names[n] = c.ISO3
		}
	}
	if len(codes) < 2*230 {
		t.Errorf("%d codes: states are missing", len(codes))
	}
}

func TestDemonyms(t *testing.T) {
	want := map[string][]string{
		"SYR": {"Syrian", "Syrians"}, "GBR": {"Britons"}, "DEU": {"Germans"}, "CHN": {"Chinese"},
		"IRQ": {"Iraqis"}, "PHL": {"Filipinos"}, "TUR": {"Turks"}, "FRA": {"Frenchmen"},
	}
	for _, c := range Countries() {
		for _, d := range want[c.ISO3] {
			if !slices.Contains(c.Demonyms, d) {
				t.Errorf("%s: no demonym %q in %q", c.ISO3, d, c.Demonyms)
			}
		}
		if slices.Contains(c.Demonyms, "Chineses") || slices.Contains(c.Demonyms, "Britishs") {
			t.Errorf("%s: %q", c.ISO3, c.Demonyms)
		}
	}
}

func TestCountriesBadLine(t *testing.T) {
	for _, line := range []string{"SYR | SY | Syria", "SYR | SY | | Syrian | Damascus", "SY | SY | Syria | Syrian | Damascus"} {
		if _, err := parseCountries("# head\n" + line); err == nil || !strings.Contains(err.Error(), "countries.txt:2:") {
			t.Errorf("%q: error %v does not name the line", line, err)
		}
	}
}

func TestTitles(t *testing.T) {
	if len(Titles()) < 30 {
		t.Errorf("%d titles", len(Titles()))
	}
	if _, err := parseTitles("# head\npost | x"); err == nil || !strings.Contains(err.Error(), "titles.txt:2:") {
		t.Errorf("bad line: %v", err)
	}
}
