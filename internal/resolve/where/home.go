package where

import (
	"net/url"
	"strings"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/resolve/gazetteer"
)

// homeOf is the country where a report's outlet sits: as whoever collects it
// says, else by the country's domain that its address ends in, or None.
func (r *Resolver) homeOf(rep *vigil.Report) gazetteer.Index {
	if rep.Home != "" {
		return r.g.ByCode(rep.Home)
	}
	host := rep.Source
	if u, err := url.Parse(rep.URL); err == nil && u.Host != "" {
		host = u.Hostname()
	}
	dot := strings.LastIndexByte(host, '.')
	if dot < 0 {
		return gazetteer.None
	}
	return r.g.ByCode(r.domains[strings.ToLower(host[dot+1:])])
}

// sold are countries' domains that anybody buys.
var sold = map[string]bool{"ai": true, "cc": true, "co": true, "fm": true, "io": true, "la": true, "me": true, "nu": true, "to": true, "tv": true, "ws": true}

// domains maps the domains of countries to their codes.
func domains() map[string]string {
	out := map[string]string{"uk": "GBR"}
	for _, c := range en.Countries() {
		if d := strings.ToLower(c.ISO2); d != "" && !sold[d] && out[d] == "" {
			out[d] = c.ISO3
		}
	}
	return out
}
