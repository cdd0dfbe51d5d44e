package export

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"vigil"
	"vigil/internal/export/country"
)

// Check reads a CSV in the named form ("acled" or "ged") and returns every cell
// that breaks the form's columns, codes or types.
func Check(r io.Reader, format string) error {
	columns, rules := ACLEDColumns, acledRules
	switch format {
	case "acled":
	case "ged":
		columns, rules = GEDColumns, gedRules
	default:
		return fmt.Errorf("no checker for %q", format)
	}
	c := csv.NewReader(r)
	head, err := c.Read()
	if err != nil {
		return err
	}
	if !slices.Equal(head, columns) {
		return fmt.Errorf("the columns are %v, want %v", head, columns)
	}
	var faults []error
	ids := map[string]bool{}
	for line := 2; ; line++ {
		cells, err := c.Read()
		if err == io.EOF {
			return errors.Join(faults...)
		}
		if err != nil {
			return errors.Join(append(faults, err)...)
		}
		row := row{}
		for i, name := range head {
			row[name] = cells[i]
		}
		if ids[cells[0]] {
			faults = append(faults, fmt.Errorf("line %d: id %s again", line, cells[0]))
		}
		ids[cells[0]] = true
		for _, rule := range rules {
			if words := rule(row); words != "" {
				faults = append(faults, fmt.Errorf("line %d: %s", line, words))
			}
		}
	}
}

type row map[string]string

// rule says what is wrong with a row, or "".
type rule func(row) string

func matches(column, pattern string) rule {
	re := regexp.MustCompile("^(?:" + pattern + ")$")
	return func(r row) string {
		if re.MatchString(r[column]) {
			return ""
		}
		return fmt.Sprintf("%s is %q", column, r[column])
	}
}

func within(column string, low, high float64) rule {
	return func(r row) string {
		x, err := strconv.ParseFloat(r[column], 64)
		if err != nil || x < low || x > high {
			return fmt.Sprintf("%s is %q, want a number from %g to %g", column, r[column], low, high)
		}
		return ""
	}
}

func holds(words string, f func(row) bool) rule {
	return func(r row) string {
		if f(r) {
			return ""
		}
		return words
	}
}

func date(column, layout string) rule {
	return func(r row) string {
		if _, err := time.Parse(layout, r[column]); err != nil {
			return fmt.Sprintf("%s is %q", column, r[column])
		}
		return ""
	}
}

var someInter = strings.Join(interLabels[1:], "|")

var acledRules = []rule{
	matches("event_id_cnty", `[A-Z]{3}\d+`), date("event_date", time.DateOnly), matches("time_precision", "[123]"), matches("geo_precision", "[123]"),
	holds("year is not the date's", func(r row) bool { return strings.HasPrefix(r["event_date"], r["year"]+"-") }),
	holds("event, sub-event and disorder types do not belong together", func(r row) bool {
		a := vigil.ActByID(r["sub_event_type"])
		return a != nil && a.Happened() && a.EventType == r["event_type"] && a.Disorder == r["disorder_type"]
	}),
	matches("actor1", "[^']?.+"), matches("inter1", someInter), matches("inter2", someInter+"|"),
	holds("actor2 and inter2 do not go together", func(r row) bool { return (r["actor2"] == "") == (r["inter2"] == "") }),
	holds("interaction is not that of inter1 and inter2", func(r row) bool {
		return r["interaction"] == interaction(slices.Index(interLabels, r["inter1"]), slices.Index(interLabels, r["inter2"]))
	}),
	holds("civilians are not actor2", func(r row) bool { return r["event_type"] != "Violence against civilians" || r["inter2"] == "Civilians" }),
	holds("civilian_targeting is missing", func(r row) bool {
		return r["event_type"] != "Violence against civilians" || r["civilian_targeting"] == "Civilians targeted"
	}),
	matches("civilian_targeting", "Civilians targeted|"), matches("iso", `[1-9]\d{0,2}`),
	holds("iso, country and region do not belong together", func(r row) bool {
		return slices.ContainsFunc(country.All(), func(c country.Country) bool {
			return strings.TrimLeft(c.Numeric, "0") == r["iso"] && c.Name == r["country"] && c.Region == r["region"]
		})
	}),
	matches("location", ".+"), within("latitude", -90, 90), within("longitude", -180, 180), matches("latitude", `-?\d+\.\d{4}`), matches("longitude", `-?\d+\.\d{4}`),
	matches("fatalities", `\d+`), matches("timestamp", `\d+`), matches("notes", ".+"),
}

func whole(r row, column string) int {
	n, err := strconv.Atoi(r[column])
	if err != nil {
		return -1
	}
	return n
}

var gedRules = []rule{
	matches("id", `\d+`), matches("relid", `[A-Z]{3}-\d{4}-[123]-\d+-\d+`), matches("year", `\d{4}`), matches("active_year", "[01]?"),
	matches("code_status", "Clear|Check Deaths|Check Dyad|Check Type of Violence|Low Confidence"), matches("type_of_violence", "[123]"),
	matches("conflict_new_id", `\d*`), matches("dyad_new_id", `\d*`), matches("side_a_new_id", `\d*`), matches("side_b_new_id", `\d*`),
	matches("dyad_name", ".+ - .+"), matches("side_a", ".+"), matches("side_b", ".+"), matches("number_of_sources", `-1|[1-9]\d*`),
	matches("where_prec", "[1-7]"), matches("date_prec", "[1-5]"), matches("event_clarity", "[12]"), within("latitude", -90, 90), within("longitude", -180, 180),
	matches("geom_wkt", `POINT \(-?\d+\.\d+ -?\d+\.\d+\)`), matches("priogrid_gid", `\d+`), within("priogrid_gid", 1, 259200), matches("country_id", `\d*`),
	matches("region", "Africa|Americas|Asia|Europe|Middle East"), date("date_start", "2006-01-02 15:04:05.000"), date("date_end", "2006-01-02 15:04:05.000"),
	holds("the end is before the start", func(r row) bool { return r["date_start"] <= r["date_end"] }),
	holds("year is not the start's", func(r row) bool { return strings.HasPrefix(r["date_start"], r["year"]) }),
	matches("best", `\d+`), matches("high", `\d+`), matches("low", `\d+`), matches("deaths_a", `\d+`), matches("deaths_b", `\d+`), matches("deaths_civilians", `\d+`), matches("deaths_unknown", `\d+`),
	holds("best is not the sum of deaths", func(r row) bool {
		return whole(r, "best") == whole(r, "deaths_a")+whole(r, "deaths_b")+whole(r, "deaths_civilians")+whole(r, "deaths_unknown")
	}),
	holds("low, best and high are not in order", func(r row) bool { return whole(r, "low") <= whole(r, "best") && whole(r, "best") <= whole(r, "high") }),
	holds("nobody died", func(r row) bool { return whole(r, "high") >= 1 }),
	matches("gwnoa", `\d*`), matches("gwnob", `\d*`),
	holds("one-sided violence whose target is not civilians", func(r row) bool { return r["type_of_violence"] != "3" || r["side_b"] == "Civilians" }),
}
