package export

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"vigil"
	"vigil/internal/export/country"
)

// ACLEDColumns are ACLED's, in the codebook's order.
var ACLEDColumns = []string{"event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
	"actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region", "country",
	"admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp"}

// interLabels are ACLED's names of its actor types, by code.
var interLabels = []string{"", "State forces", "Rebel group", "Political militia", "Identity militia", "Rioters", "Protesters", "Civilians", "External/Other forces"}

// writeACLED writes the incidents that ACLED's form can hold, one a line.
func writeACLED(w io.Writer, rec *vigil.Record, opt Options) error {
	rows, _ := acledRows(rec, opt)
	return writeRows(w, ACLEDColumns, rows)
}

func writeRows(w io.Writer, columns []string, rows [][]string) error {
	c := csv.NewWriter(w)
	if err := c.Write(columns); err != nil {
		return err
	}
	for _, row := range rows {
		for i := range row {
			row[i] = Cell(strings.Join(strings.Fields(row[i]), " ")) // a row is a line
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func acledRows(rec *vigil.Record, opt Options) ([][]string, []Loss) {
	var rows [][]string
	var lost losses
	f := newFinder(rec)
	for _, in := range sorted(rec.Incidents) {
		if row := acledRow(f, &in, &lost, opt); row != nil {
			rows = append(rows, row)
		}
	}
	return rows, lost.list
}

// acledRow is nil where the form does not take the incident.
func acledRow(f finder, in *vigil.Incident, lost *losses, opt Options) []string {
	act := vigil.ActByID(in.Act)
	days, ok := vigil.Days{}, in.When != nil
	if ok {
		days, ok = closed(in.When.Days)
	}
	c := countryOf(in.Place)
	switch {
	case excluded(in):
		lost.add(in.ID, "incidents that a person excluded", "left out of every export")
		return nil
	case act == nil || !act.Happened():
		lost.add(in.ID, "incidents of no sub-event of ACLED's", "codebook, event types")
		return nil
	case !ok || days.TimePrecision() == 0:
		lost.add(in.ID, "incidents whose month is not known", "coarser than a month is not recorded")
		return nil
	case c.Code == "" || in.Place.GeoPrecision() == 0:
		lost.add(in.ID, "incidents with no place closer than a country", "coarser than a region is not recorded")
		return nil
	}
	one, two := acledSides(in, act, c, lost)
	day := middle(days)
	if days.From != days.To {
		lost.add(in.ID, "ranges of days, written as their middle", "one day an event")
	}
	if in.Place.GeoPrecision() > 1 {
		lost.add(in.ID, "areas, written as their centre with geo_precision 2 or 3", "every event has coordinates")
	}
	return []string{
		c.Code + strconv.FormatUint(number(in.ID), 10), day.String(), day.String()[:4], strconv.Itoa(days.TimePrecision()),
		act.Disorder, act.EventType, act.ID, one.name, one.rest, interLabels[one.code], two.name, two.rest, interLabels[two.code],
		interaction(one.code, two.code), civilianTargeting(act, two.code), strings.TrimLeft(c.Numeric, "0"), c.Region, c.Name,
		in.Place.Admin1, "", "", in.Place.Name, fmt.Sprintf("%.4f", in.Place.Lat), fmt.Sprintf("%.4f", in.Place.Lon), strconv.Itoa(in.Place.GeoPrecision()),
		strings.Join(f.outlets(in.Claims), "; "), "", acledNotes(f, in, two), strconv.Itoa(fatalities(f, in, lost)), tags(act), strconv.FormatInt(opt.at().Unix(), 10)}
}

// acledSide is one side as ACLED writes it.
type acledSide struct {
	name, rest string
	code       int
}

func side(ps []vigil.Party) acledSide {
	ps = slices.Clone(ps)
	slices.SortStableFunc(ps, func(a, b vigil.Party) int { return order(a) - order(b) })
	var s acledSide
	var rest []string
	for i, p := range ps {
		if p.Kind.Thing() {
			continue
		}
		if s.name == "" {
			s.name, s.code = p.Name, ps[i].Inter.Code()
			continue
		}
		rest = append(rest, p.Name)
	}
	s.rest = strings.Join(rest, "; ")
	return s
}

// order puts parties of a known type first: they lead their side.
func order(p vigil.Party) int {
	if p.Inter.Code() == 0 {
		return 1
	}
	return 0
}

// acledSides fills in what the codebook wants where nobody is told: actor1 is
// never empty, and civilians are actor2 of violence against them.
func acledSides(in *vigil.Incident, act *vigil.Act, c country.Country, lost *losses) (one, two acledSide) {
	one, two = side(in.Actors), side(in.Targets)
	against := act.EventType == "Violence against civilians"
	if one.name == "" {
		lost.add(in.ID, "unknown actors, written as ACLED's unidentified ones", "actor1 is never empty")
		switch act.EventType {
		case "Protests":
			one = acledSide{name: "Protesters (" + c.Name + ")", code: 6}
		case "Riots":
			one = acledSide{name: "Rioters (" + c.Name + ")", code: 5}
		default:
			one = acledSide{name: "Unidentified Armed Group (" + c.Name + ")", code: 3}
		}
	}
	if one.code == 0 {
		lost.add(in.ID, "actors of unknown type, written as political militias", "inter1 is never empty; codebook's default")
		one.code = 3
	}
	if against && (two.name == "" || two.code != 7) {
		if two.name != "" {
			two.rest = strings.Trim(two.name+"; "+two.rest, "; ")
		}
		two.name, two.code = "Civilians ("+c.Name+")", 7
	}
	if two.name != "" && two.code == 0 {
		lost.add(in.ID, "targets of unknown type, written as civilians", "inter2 is never empty beside actor2")
		two.code = 7
	}
	if len(in.Actors) > 1 || len(in.Targets) > 1 {
		lost.add(in.ID, "parties beyond the first of a side, written as associated actors", "one actor a side")
	}
	return one, two
}

// interaction names the pair of types, lower code first; 78 is written the
// other way round.
func interaction(a, b int) string {
	switch {
	case b == 0:
		return interLabels[a] + " only"
	case a > b:
		a, b = b, a
	}
	if a == 7 && b == 8 {
		a, b = b, a
	}
	return interLabels[a] + "-" + interLabels[b]
}

func civilianTargeting(act *vigil.Act, code2 int) string {
	if act.EventType == "Violence against civilians" || act.Violent() && code2 == 7 {
		return "Civilians targeted"
	}
	return ""
}

func tags(act *vigil.Act) string {
	if strings.Contains(act.Disorder, "Demonstrations") {
		return "crowd size=no report"
	}
	return ""
}

// fatalities is ACLED's number: the lowest told, 0 where none is.
func fatalities(f finder, in *vigil.Incident, lost *losses) int {
	t := tallyOf(in, vigil.Killed)
	if t == nil {
		lost.add(in.ID, "unknown numbers of dead, written as 0", "no figure is written as 0")
		return 0
	}
	if rivals(f, t) != "" {
		lost.add(in.ID, "rival figures, of which the lowest is written and the rest go to the notes", "one number")
	}
	for _, m := range in.Tallies {
		if m.Measure != vigil.Killed {
			lost.add(in.ID, "injured, abducted, displaced and other figures, written in the notes", "deaths only")
			break
		}
	}
	low, _ := extremes(t)
	if t.Rule == "a person's word" {
		low = least(t)
	}
	return low
}

// acledNotes is short prose of our own, with what the columns cannot hold.
func acledNotes(f finder, in *vigil.Incident, two acledSide) string {
	s := dateText(in.When) + ", " + in.Act + " at " + strings.TrimSpace(in.Place.Relation+" "+in.Place.Name)
	if two.name != "" {
		s += " against " + two.name
	}
	s += "."
	for i := range in.Tallies {
		t := &in.Tallies[i]
		if r := rivals(f, t); r != "" {
			s += " Rival figures of " + r + "."
		} else if t.Measure != vigil.Killed {
			s += " " + figureText(vigil.Figure{Min: t.Min, Max: t.Max}) + " " + string(t.Measure) + "."
		}
	}
	if len(in.Disputed) > 0 {
		s += " Accounts contradict each other on " + strings.Join(in.Disputed, ", ") + "."
	}
	return strings.Join(strings.Fields(s), " ")
}
