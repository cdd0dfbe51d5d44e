package export

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"vigil"
)

var csvColumns = []string{"id", "sub_event_type", "date_start", "date_end", "time_precision", "place", "place_kind", "admin1", "country",
	"latitude", "longitude", "geo_precision", "actor1", "actor2", "weapon", "killed_min", "killed_max", "injured_min", "injured_max",
	"independent_voices", "sources", "denied_by", "standing", "disputed", "score", "evidence", "reports"}

// writeCSV writes one incident a line. A place that is not a point has no
// coordinates; a figure that nobody gives is empty, not 0.
func writeCSV(w io.Writer, rec *vigil.Record, _ Options) error {
	c := csv.NewWriter(w)
	if err := c.Write(csvColumns); err != nil {
		return err
	}
	v := newViewer(rec)
	for _, in := range sorted(rec.Incidents) {
		if err := c.Write(v.csvRow(in)); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func (v viewer) csvRow(in vigil.Incident) []string {
	row := []string{in.ID, in.Act, "", "", "", "", "", "", "", "", "", ""}
	if in.When != nil && in.When.Days.Known() {
		d := in.When.Days
		row[2], row[3], row[4] = d.From.String(), d.To.String(), code(d.TimePrecision())
	}
	if p := in.Place; p != nil {
		row[5], row[6], row[7], row[8] = p.Name, string(p.Kind), p.Admin1, p.Country
		if p.Kind.Point() && p.GeoPrecision() < 3 && p.GeoPrecision() > 0 {
			row[9], row[10] = fmt.Sprintf("%.4f", p.Lat), fmt.Sprintf("%.4f", p.Lon)
		}
		row[11] = code(p.GeoPrecision())
	}
	kMin, kMax := tally(in, vigil.Killed)
	iMin, iMax := tally(in, vigil.Injured)
	var quotes, reports []string
	for _, q := range v.quotes(in.Claims) {
		quotes, reports = append(quotes, q.text), append(reports, q.report)
	}
	row = append(row, partiesText(in.Actors, ""), partiesText(in.Targets, ""), v.weapons(in.Claims), kMin, kMax, iMin, iMax,
		strconv.Itoa(vigil.Independent(in.Voices)), v.sources(in.Claims), v.deniers(in.Claims), string(in.Standing),
		strings.Join(in.Disputed, "; "), fmt.Sprintf("%.2f", in.Score), strings.Join(quotes, " | "), strings.Join(reports, " | "))
	for i := range row {
		row[i] = Cell(row[i])
	}
	return row
}

func (v viewer) sources(claims []string) string {
	var all []vigil.Party
	for _, c := range v.claims(claims) {
		all = append(all, c.Sources()...)
	}
	return partiesText(all, "")
}

// code writes a precision code; 0, which is none, is empty.
func code(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func tally(in vigil.Incident, m vigil.Measure) (min, max string) {
	for _, t := range in.Tallies {
		if t.Measure == m {
			return bound(t.Min), bound(t.Max)
		}
	}
	return "", ""
}

func bound(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// Cell makes a text safe as a spreadsheet's cell: what would be read as a
// formula (=, +, -, @, tab or return first) gets an apostrophe before it,
// unless it is a plain number (OWASP, "CSV injection").
func Cell(s string) string {
	if s == "" || !strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return s
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return s
	}
	return "'" + s
}
