// Package desk turns an address into what it asks of the record, and the
// record into what pages and the API show: filters in, rows, marked texts and
// histories out. It holds what both have in common.
package desk

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"vigil"
	"vigil/internal/store"
)

// PageSize is how many things a page lists.
const PageSize = 50

// View is what part of the record is looked at. An address holds it whole.
type View struct {
	From, To string // YYYY-MM-DD
	Country  string // ISO 3166-1 alpha-3
	Act      string // an act, or an event type that holds several
	Standing string
	Source   string
	Side     string // a party, on either side
	Words    string
	Box      string // south,west,north,east
	MinScore string
	After    string // cursor
	Faults   []string
}

// fields are the view's parts by their names in addresses.
func (v *View) fields() []struct {
	name string
	to   *string
} {
	return []struct {
		name string
		to   *string
	}{{"from", &v.From}, {"to", &v.To}, {"country", &v.Country}, {"kind", &v.Act}, {"standing", &v.Standing},
		{"source", &v.Source}, {"side", &v.Side}, {"q", &v.Words}, {"box", &v.Box}, {"min", &v.MinScore}, {"after", &v.After}}
}

// maxValue is how long a value in an address may be.
const maxValue = 300

// Parse reads a view. What cannot be read is left out and told in Faults.
func Parse(q url.Values) View {
	var v View
	for _, f := range v.fields() {
		*f.to = strings.TrimSpace(strings.ToValidUTF8(q.Get(f.name), ""))
		if len(*f.to) > maxValue {
			*f.to = ""
			v.Faults = append(v.Faults, f.name)
		}
	}
	v.Country = strings.ToUpper(v.Country)
	if _, err := v.query(); err != nil {
		v.Faults = append(v.Faults, err.Error())
	}
	return v
}

// Values is the view as an address holds it.
func (v View) Values() url.Values {
	out := url.Values{}
	for _, f := range v.fields() {
		if *f.to != "" {
			out.Set(f.name, *f.to)
		}
	}
	return out
}

// With returns the address of the view with other values: name, value, …; the
// page starts anew unless "after" is given.
func (v View) With(pairs ...string) string {
	q := v.Values()
	q.Del("after")
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			q.Del(pairs[i])
			continue
		}
		q.Set(pairs[i], pairs[i+1])
	}
	return q.Encode()
}

// Set reports whether anything is filtered.
func (v View) Set() bool {
	v.After = ""
	return len(v.Values()) > 0
}

// Query is what the view asks of the store; faulty parts ask for nothing.
func (v View) Query() store.Query {
	q, _ := v.query()
	return q
}

func (v View) query() (store.Query, error) {
	q := store.Query{Kind: store.Incident, Country: v.Country, Standing: vigil.Standing(v.Standing), Source: v.Source, Side: v.Side, Words: v.Words,
		Order: store.Newest, After: v.After, Limit: PageSize, Acts: acts(v.Act)}
	var faults []string
	for _, d := range []struct {
		name, text string
		to         *vigil.Day
	}{{"from", v.From, &q.Days.From}, {"to", v.To, &q.Days.To}} {
		if d.text == "" {
			continue
		}
		day, err := vigil.ParseDay(d.text)
		if err != nil {
			faults = append(faults, d.name+": "+err.Error())
		}
		*d.to = day
	}
	if v.Box != "" {
		b, err := parseBox(v.Box)
		if err != nil {
			faults = append(faults, err.Error())
		}
		q.Box = b
	}
	if v.MinScore != "" {
		n, err := strconv.ParseFloat(v.MinScore, 64)
		if err != nil || !(n >= 0 && n <= 1) {
			faults = append(faults, "min: want a number from 0 to 1")
		} else {
			q.MinScore = n
		}
	}
	if v.After != "" {
		at, _, _ := strings.Cut(v.After, " ")
		if _, err := strconv.ParseFloat(at, 64); err != nil {
			faults = append(faults, "after: no such place in the list")
			q.After = ""
		}
	}
	if faults != nil {
		return q, fmt.Errorf("%s", strings.Join(faults, "; "))
	}
	return q, nil
}

// acts are the acts that a kind stands for: itself, or all of an event type.
func acts(kind string) []string {
	if kind == "" {
		return nil
	}
	var out []string
	for i := range vigil.Acts {
		if a := &vigil.Acts[i]; a.ID == kind || a.EventType == kind {
			out = append(out, a.ID)
		}
	}
	if out == nil {
		out = []string{kind} // finds nothing, and says so
	}
	return out
}

func parseBox(s string) (*store.Box, error) {
	parts := strings.Split(s, ",")
	if len(parts) != 4 {
		return nil, fmt.Errorf("box: want south,west,north,east")
	}
	var b store.Box
	for i, to := range []*float64{&b.South, &b.West, &b.North, &b.East} {
		x, err := strconv.ParseFloat(strings.TrimSpace(parts[i]), 64)
		if err != nil || !(x >= -540 && x <= 540) {
			return nil, fmt.Errorf("box: %q is not a number of degrees", parts[i])
		}
		*to = x
	}
	return &b, nil
}

// Families are ACLED's event types in the codebook's order.
func Families() []string {
	var out []string
	for i := range vigil.Acts {
		if e := vigil.Acts[i].EventType; e != "" && !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	return out
}

// Standings lists what a thing's standing can be.
var Standings = []vigil.Standing{vigil.SingleVoice, vigil.Corroborated, vigil.DisputedIt, vigil.DeniedAll, vigil.Retracted}
