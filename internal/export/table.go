package export

import (
	"strings"

	"vigil"
)

// tableColumn is a column of the forms whose columns have types: GeoPackage and
// Parquet. Its type is SQL's.
type tableColumn struct{ name, kind string }

var tableColumns = []tableColumn{{"id", "text"}, {"sub_event_type", "text"}, {"date_start", "date"}, {"date_end", "date"},
	{"place", "text"}, {"place_kind", "text"}, {"admin1", "text"}, {"country", "text"}, {"exact", "boolean"}, {"actor1", "text"}, {"actor2", "text"},
	{"killed_min", "integer"}, {"killed_max", "integer"}, {"injured_min", "integer"}, {"injured_max", "integer"}, {"independent_voices", "integer"},
	{"standing", "text"}, {"disputed", "text"}, {"score", "double"}, {"evidence", "text"}, {"reports", "text"}}

// tableRow gives an incident's values in the order of tableColumns: a date as a
// vigil.Day, nil for what is unknown. The geometry is a point only where a town
// or closer is named.
func (v viewer) tableRow(in *vigil.Incident) ([]any, *geometry) {
	var quotes, reports []string
	for _, q := range v.quotes(in.Claims) {
		quotes, reports = append(quotes, q.text), append(reports, q.report)
	}
	p, from, to := vigil.Place{}, any(nil), any(nil)
	if in.Place != nil {
		p = *in.Place
	}
	if in.When != nil {
		from, to = nullDay(in.When.Days.From), nullDay(in.When.Days.To)
	}
	g := shape(in.Place)
	row := []any{in.ID, in.Act, from, to, p.Name, string(p.Kind), p.Admin1, p.Country, g != nil && g.Type == "Point", partiesText(in.Actors, ""), partiesText(in.Targets, "")}
	for _, m := range []vigil.Measure{vigil.Killed, vigil.Injured} {
		low, high := any(nil), any(nil)
		if t := tallyOf(in, m); t != nil {
			low, high = nullNumber(t.Min), nullNumber(t.Max)
		}
		row = append(row, low, high)
	}
	return append(row, vigil.Independent(in.Voices), string(in.Standing), strings.Join(in.Disputed, "; "), in.Score, strings.Join(quotes, " | "), strings.Join(reports, " | ")), g
}

func nullDay(d vigil.Day) any {
	if d == 0 {
		return nil
	}
	return d
}

func nullNumber(n *int) any {
	if n == nil {
		return nil
	}
	return *n
}
