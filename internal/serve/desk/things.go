package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"vigil"
	"vigil/internal/export"
	"vigil/internal/store"
)

// Get reads one thing as it is now and returns its revision.
func Get(ctx context.Context, s store.Store, kind store.Kind, id string, to any) (rev int, err error) {
	items, err := s.Items(ctx, store.Query{Kind: kind, IDs: []string{id}})
	if err != nil {
		return 0, err
	}
	if len(items) == 0 {
		return 0, fmt.Errorf("%s %s: %w", kind, id, store.ErrNotFound)
	}
	return items[0].Rev, json.Unmarshal(items[0].JSON, to)
}

// Incident reads one incident as it is now and its revision.
func Incident(ctx context.Context, s store.Store, id string) (*vigil.Incident, int, error) {
	var in vigil.Incident
	rev, err := Get(ctx, s, store.Incident, id, &in)
	return &in, rev, err
}

// Telling is a claim with the report it stands in.
type Telling struct {
	Claim  vigil.Claim
	Report *vigil.Report
}

// Outlet names the report's outlet, or the report where it has none.
func (t Telling) Outlet() string { return cmp.Or(t.Report.Source, t.Report.ID) }

// maxTellings is how many claims of one thing are shown.
const maxTellings = 200

// Behind returns the claims with the given ids and their reports.
func Behind(ctx context.Context, s store.Store, ids []string) ([]Telling, error) {
	claims, err := s.Claims(ctx, ids[:min(len(ids), maxTellings)])
	if err != nil {
		return nil, err
	}
	return tellings(ctx, s, claims)
}

// Openings returns the first claim of each of many things with its report, by
// the claim's id.
func Openings(ctx context.Context, s store.Store, ids []string) (map[string]Telling, error) {
	claims, err := s.Claims(ctx, ids)
	if err != nil {
		return nil, err
	}
	list, err := tellings(ctx, s, claims)
	out := map[string]Telling{}
	for _, t := range list {
		out[t.Claim.ID] = t
	}
	return out, err
}

// tellings puts claims beside their reports, all read at once.
func tellings(ctx context.Context, s store.Store, claims []vigil.Claim) ([]Telling, error) {
	reports := map[string]*vigil.Report{}
	var names []string
	for _, c := range claims {
		if _, known := reports[c.Report]; !known {
			reports[c.Report] = nil
			names = append(names, c.Report)
		}
	}
	readings, err := s.Readings(ctx, names)
	if err != nil {
		return nil, err
	}
	for i := range readings {
		reports[readings[i].Report.ID] = &readings[i].Report
	}
	out := make([]Telling, 0, len(claims))
	for _, c := range claims {
		if reports[c.Report] == nil {
			return nil, fmt.Errorf("report %s of claim %s: %w", c.Report, c.ID, store.ErrNotFound)
		}
		out = append(out, Telling{c, reports[c.Report]})
	}
	return out, nil
}

// Neighbour is an incident that may be the same as another, field by field.
type Neighbour struct {
	Row
	Fields []Field
	like   float64
}

// Field is a value of two incidents side by side.
type Field struct {
	Name, A, B string
	Same       bool
}

// Near returns up to three incidents that may be the same as in: of the same
// days and country, sharing place, act or parties.
func Near(ctx context.Context, s store.Store, in *vigil.Incident) ([]Neighbour, error) {
	if in.When == nil || in.When.Days.Width() == 0 || in.When.Days.Width() > 31 || in.Place == nil || in.Place.Country == "" {
		return nil, nil
	}
	d := in.When.Days
	items, err := s.Items(ctx, store.Query{Kind: store.Incident, Country: in.Place.Country, Days: vigil.Days{From: d.From - 1, To: d.To + 1},
		Order: store.Newest, Limit: 200})
	if err != nil {
		return nil, err
	}
	rows, err := Rows(items)
	if err != nil {
		return nil, err
	}
	var out []Neighbour
	for _, r := range rows {
		if r.ID == in.ID {
			continue
		}
		n := compare(in, r)
		if n.like >= 2 {
			out = append(out, n)
		}
	}
	slices.SortStableFunc(out, func(a, b Neighbour) int { return cmp.Compare(b.like, a.like) })
	return out[:min(len(out), 3)], nil
}

func compare(in *vigil.Incident, r Row) Neighbour {
	n := Neighbour{Row: r}
	put := func(name, a, b string, worth float64) {
		same := a == b && a != ""
		if same {
			n.like += worth
		}
		n.Fields = append(n.Fields, Field{name, a, b, same})
	}
	put("when", export.When(in.When), r.When, 1)
	put("act", in.Act, r.Act, 1)
	put("where", Where(in.Place), r.Where, 1.5)
	put("who", export.Parties(in.Actors), export.Parties(r.Actors), 1)
	put("to whom", export.Parties(in.Targets), export.Parties(r.Targets), .5)
	put("toll", Toll(in.Tallies), r.Toll, 1)
	return n
}
