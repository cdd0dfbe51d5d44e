package en

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed countries.txt
var countriesText string

// Country is a state or territory as English reports name it.
type Country struct {
	ISO3, ISO2 string   // ISO 3166-1; XKX and six withdrawn codes besides
	Name       string   // the usual one
	Names      []string // all of them, Name first, some in native script
	Demonyms   []string // adjective first, then nouns for its people, with their plurals
	Capitals   []string // the capital and its other names
	Ambiguous  bool     // Name means other things too (Jordan, Chad, Georgia)
}

// Countries returns all states and territories in the order of the file.
func Countries() []Country {
	out, err := parseCountries(countriesText)
	if err != nil {
		panic(err) // the embedded file is tested
	}
	return out
}

func parseCountries(text string) ([]Country, error) {
	out := make([]Country, 0, 256)
	for n, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "|")
		if len(f) != 5 {
			return nil, fmt.Errorf("countries.txt:%d: %d fields, want 5", n+1, len(f))
		}
		c := Country{ISO3: strings.TrimSpace(f[0]), ISO2: strings.TrimSpace(f[1]), Names: list(f[2]), Demonyms: plurals(list(f[3])), Capitals: list(f[4])}
		if len(c.ISO3) != 3 || len(c.ISO2) != 2 || len(c.Names) == 0 || len(c.Demonyms) == 0 || len(c.Capitals) == 0 {
			return nil, fmt.Errorf("countries.txt:%d: want codes of 3 and 2 letters, a name, a demonym and a capital", n+1)
		}
		c.Names[0], c.Ambiguous = strings.CutPrefix(c.Names[0], "~")
		c.Name = c.Names[0]
		out = append(out, c)
	}
	return out, nil
}

// list splits "a; b; c" and trims its items.
func list(s string) []string {
	var out []string
	for _, x := range strings.Split(s, ";") {
		if x = strings.TrimSpace(x); x != "" {
			out = append(out, x)
		}
	}
	return out
}

// plurals adds the regular plural of demonyms that have one: Afghans, but not
// of Chinese, British or Frenchmen.
func plurals(names []string) []string {
	out := names
	for _, n := range names {
		if n == "German" || n == "Burman" || !irregular(n) {
			out = append(out, n+"s")
		}
	}
	return out
}

func irregular(n string) bool {
	for _, end := range []string{"ese", "sh", "ch", "s", "yz", "man", "men", "."} {
		if strings.HasSuffix(n, end) {
			return true
		}
	}
	return n == strings.ToUpper(n)
}
