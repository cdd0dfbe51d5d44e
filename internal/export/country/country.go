// Package country takes an ISO 3166-1 alpha-3 code and says how people and
// other schemes call that country.
package country

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed countries.txt
var table string

// Country is a row of the table.
type Country struct {
	Code    string // ISO 3166-1 alpha-3
	Numeric string // ISO 3166-1 numeric, three digits
	Name    string
	Region  string // ACLED's
	GW      int    // Gleditsch-Ward number, or 0
}

var rows = sync.OnceValue(func() []Country {
	var out []Country
	for line := range strings.Lines(table) {
		f := strings.Split(strings.TrimSpace(line), " | ")
		if strings.HasPrefix(line, "#") || len(f) < 4 {
			continue
		}
		c := Country{Code: f[0], Numeric: f[1], Name: f[2], Region: strings.TrimSuffix(f[3], " |")}
		if len(f) > 4 {
			c.GW, _ = strconv.Atoi(f[4])
		}
		out = append(out, c)
	}
	return out
})

var index = sync.OnceValue(func() map[string]Country {
	out := map[string]Country{}
	for _, c := range rows() {
		out[c.Code] = c
	}
	return out
})

// All returns every country, by code.
func All() []Country { return rows() }

// Of returns a country by its code.
func Of(code string) (Country, bool) {
	c, ok := index()[code]
	return c, ok
}

// Name returns a country's name, or the code itself if it is not known.
func Name(code string) string {
	if c, ok := Of(code); ok {
		return c.Name
	}
	return code
}
