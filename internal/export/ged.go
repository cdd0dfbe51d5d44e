package export

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"vigil"
)

// GEDColumns are UCDP GED's, in the order of release 26.1.
var GEDColumns = []string{"id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id", "conflict_name",
	"dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
	"number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec", "where_coordinates",
	"where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
	"date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob"}

// writeGED writes the incidents that UCDP GED's form can hold, one a line.
func writeGED(w io.Writer, rec *vigil.Record, opt Options) error {
	rows, _ := gedRows(rec, opt)
	return writeRows(w, GEDColumns, rows)
}

func gedRows(rec *vigil.Record, opt Options) ([][]string, []Loss) {
	var rows [][]string
	var lost losses
	f := newFinder(rec)
	for _, in := range sorted(rec.Incidents) {
		if row := gedRow(f, &in, &lost); row != nil {
			rows = append(rows, row)
		}
	}
	return rows, lost.list
}

// gedRow is nil where the form does not take the incident.
func gedRow(f finder, in *vigil.Incident, lost *losses) []string {
	act, killed := vigil.ActByID(in.Act), tallyOf(in, vigil.Killed)
	low, high := extremes(killed)
	days, ok := vigil.Days{}, in.When != nil
	if ok {
		days, ok = closed(in.When.Days)
	}
	c := countryOf(in.Place)
	switch {
	case excluded(in):
		lost.add(in.ID, "incidents that a person excluded", "left out of every export")
		return nil
	case act == nil || !act.Violent():
		lost.add(in.ID, "incidents that are no armed violence", "definition of an event")
		return nil
	case high < 1:
		lost.add(in.ID, "incidents without a death", "at least one direct death in best, low or high")
		return nil
	case !ok || days.Width() > 366:
		lost.add(in.ID, "incidents whose year is not known", "an event has a start and an end within a year")
		return nil
	case c.Code == "" || !in.Place.Located:
		lost.add(in.ID, "incidents of unknown country", "every event has coordinates")
		return nil
	}
	a, b := side(in.Actors), side(in.Targets)
	kind := violence3(a, b, act)
	if kind == 3 {
		b.name = "Civilians"
	}
	a.name, b.name = orUnknown(a.name), orUnknown(b.name)
	if a.name == "XXX" || b.name == "XXX" {
		lost.add(in.ID, "unknown sides, written XXX", "both sides are named")
	}
	lost.add(in.ID, "ids of conflict, dyad and sides, active_year, gwnoa, gwnob: left empty", "given by UCDP alone")
	if in.Place.Guessed() {
		lost.add(in.ID, "that a country is only likely, written as one that is known", "where_prec 6 has no grades")
	}
	if in.Place.WherePrec() > 2 {
		lost.add(in.ID, "areas, written as their centre with where_prec 3 to 7", "every event has coordinates")
	}
	if rivals(f, killed) != "" {
		lost.add(in.ID, "who gives which figure", "best, high and low only")
	}
	best := min(max(least(killed), low), high)
	year, id := days.From.String()[:4], strconv.FormatUint(number(in.ID), 10)
	dyad := a.name + " - " + b.name
	civil, unknown := 0, best
	if kind == 3 {
		civil, unknown = best, 0
	}
	status, clarity := "Clear", "1"
	if len(in.Disputed) > 0 {
		status = "Check Deaths"
	}
	if days.DatePrec() > 3 || in.Place.WherePrec() > 4 {
		clarity = "2"
	}
	src := f.sourcesOf(in)
	return []string{id, c.Code + "-" + year + "-" + strconv.Itoa(kind) + "-0-" + id, year, "", status, strconv.Itoa(kind), "", "", dyad, "", "", dyad, "", "", a.name, "", "", b.name,
		src.n, src.article, src.office, src.date, src.headline, src.original, strconv.Itoa(in.Place.WherePrec()), in.Place.Name, whereText(in.Place),
		in.Place.Admin1, "", fmt.Sprintf("%.6f", in.Place.Lat), fmt.Sprintf("%.6f", in.Place.Lon), fmt.Sprintf("POINT (%.6f %.6f)", in.Place.Lon, in.Place.Lat),
		strconv.Itoa(PrioGrid(in.Place.Lat, in.Place.Lon)), c.Name, code(c.GW), gedRegion(c.Region), clarity, strconv.Itoa(days.DatePrec()),
		days.From.String() + " 00:00:00.000", days.To.String() + " 00:00:00.000", "0", "0", strconv.Itoa(civil), strconv.Itoa(unknown),
		strconv.Itoa(best), strconv.Itoa(high), strconv.Itoa(low), "", ""}
}

// violence3 is GED's type of violence: 1 with a state on a side, 2 between
// others, 3 against civilians.
func violence3(a, b acledSide, act *vigil.Act) int {
	state := func(s acledSide) bool { return s.code == 1 || s.code == 8 }
	switch {
	case b.code == 7 || act.EventType == "Violence against civilians":
		return 3
	case state(a) || state(b) || b.name == "":
		return 1
	}
	return 2
}

func orUnknown(name string) string {
	if name == "" {
		return "XXX"
	}
	return name
}

func whereText(p *vigil.Place) string {
	return strings.TrimSpace(p.Relation + " " + p.Name)
}

// PrioGrid is the number of the half-degree cell that holds a point, counted
// from the south-west corner of the world (PRIO-GRID).
func PrioGrid(lat, lon float64) int {
	row := min(int(math.Floor((lat+90)*2)), 359)
	col := min(int(math.Floor((lon+180)*2)), 719)
	return row*720 + col + 1
}

// gedRegion puts ACLED's region into UCDP's.
func gedRegion(r string) string {
	switch {
	case strings.HasSuffix(r, "Africa"):
		return "Africa"
	case strings.Contains(r, "America") || r == "Caribbean":
		return "Americas"
	case r == "Middle East" || r == "Europe":
		return r
	}
	return "Asia"
}

type gedSources struct{ n, article, office, date, headline, original string }

func (f finder) sourcesOf(in *vigil.Incident) gedSources {
	var articles, offices, dates, heads, originals []string
	for _, r := range f.reportsOf(in.Claims) {
		day := r.Published.Days.To.String()
		articles = append(articles, strings.Trim(r.Source+","+day+","+r.Title, ","))
		offices, dates, heads = append(offices, r.Source), append(dates, day), append(heads, r.Title)
	}
	for _, v := range in.Voices {
		if v.Source != "" {
			originals = append(originals, v.Source)
		}
	}
	n := "-1" // UCDP's word for not known
	if len(articles) > 0 {
		n = strconv.Itoa(len(articles))
	}
	join := func(s []string) string { return strings.Join(s, ";") }
	return gedSources{n, join(articles), join(offices), join(dates), join(heads), join(originals)}
}
