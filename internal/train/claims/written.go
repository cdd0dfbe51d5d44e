package claims

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"vigil"
	"vigil/internal/extract"
)

// ReadWritten reads the reports that we wrote and coded ourselves, from the *.txt of
// a folder. Nothing in them happened; they teach how reports of wars are told.
//
//	# id [day of publication]
//	a sentence a line; an empty line parts paragraphs
//	= ACT | evidence | A:actors | T:targets | P:place | W:when | F:figures | S:sources [| B]
//	~ figure | evidence                                                      (a toll)
//
// Evidence is the numbers of its lines, from 1, each with ":words" if only these
// words of the line tell it, separated by ";". Entities are separated by
// ";", their other names by "/". A figure is k i m a d D (killed injured missing
// abducted detained displaced) with a number: k8 is 8, k8+ at least, k-8 at most.
func ReadWritten(folder string) ([]Report, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil {
		return nil, err
	}
	var out []Report
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for _, part := range strings.Split("\n"+string(b), "\n# ")[1:] {
			r, err := parseWritten(part)
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", name, r.Report.ID, err)
			}
			r.Fold = len(out)
			out = append(out, r)
		}
	}
	return out, nil
}

// writtenReport is a report while it is read.
type writtenReport struct {
	Report
	text  strings.Builder
	lines []vigil.Span
}

func parseWritten(part string) (Report, error) {
	lines := strings.Split(strings.TrimRight(part, "\n"), "\n")
	head := strings.Fields(lines[0])
	r := writtenReport{Report: Report{Teaches: Events}}
	r.Report.Report = vigil.Report{ID: head[0], Lang: "en"}
	if len(head) > 1 {
		d, err := vigil.ParseDay(head[1])
		if err != nil {
			return r.Report, err
		}
		r.Report.Report.Published = vigil.Published{Days: vigil.Days{From: d, To: d}, Basis: vigil.Given, Score: 1}
	}
	for _, line := range lines[1:] {
		if err := r.line(strings.TrimRight(line, " ")); err != nil {
			return r.Report, fmt.Errorf("%q: %w", line, err)
		}
	}
	r.Report.Report.Text = r.text.String()
	return r.Report, nil
}

func (r *writtenReport) line(line string) error {
	switch {
	case strings.HasPrefix(line, "= "):
		return r.incident(strings.Split(line[2:], "|"))
	case strings.HasPrefix(line, "~ "):
		return r.toll(strings.Split(line[2:], "|"))
	case line == "":
		if r.text.Len() > 0 && len(r.Gold.Incidents)+len(r.Gold.Tolls) == 0 {
			r.text.WriteString("\n\n")
		}
		return nil
	}
	if n := r.text.Len(); n > 0 && r.text.String()[n-1] != '\n' {
		r.text.WriteByte(' ')
	}
	at := r.text.Len()
	r.text.WriteString(line)
	r.lines = append(r.lines, vigil.Span{Start: at, End: r.text.Len()})
	return nil
}

// shortActs are the short names of ACLED's sub-events.
var shortActs = map[string]string{"GR": vigil.RegainsTerritory, "NO": vigil.OvertakesTerritory, "AC": vigil.ArmedClash, "EF": vigil.ExcessiveForce,
	"PI": vigil.Intervention, "PP": vigil.PeacefulProtest, "VD": vigil.ViolentDemo, "MV": vigil.MobViolence, "CW": vigil.ChemicalWeapon, "AS": vigil.AirStrike,
	"SB": vigil.SuicideBomb, "SH": vigil.Shelling, "IED": vigil.IED, "GN": vigil.Grenade, "SV": vigil.SexualViolence, "AT": vigil.Attack, "AB": vigil.Abduction,
	"AG": vigil.Agreement, "AR": vigil.Arrests, "CH": vigil.GroupChange, "DW": vigil.DisruptedWeapons, "BE": vigil.BaseEstablished, "LO": vigil.Looting,
	"TT": vigil.TransferTerritory, "OT": vigil.OtherStrategic}

func (r *writtenReport) incident(fields []string) error {
	act, ok := shortActs[strings.TrimSpace(fields[0])]
	if !ok || len(fields) < 2 {
		return fmt.Errorf("no act %q", fields[0])
	}
	g := extract.GoldIncident{SubEvent: act}
	var err error
	if g.Evidence, err = r.evidence(fields[1]); err != nil {
		return err
	}
	for _, f := range fields[2:] {
		key, value, _ := strings.Cut(strings.TrimSpace(f), ":")
		switch key {
		case "A":
			g.Actors = writtenEntities(value)
		case "T":
			g.Targets = writtenEntities(value)
		case "P":
			g.Place = strings.TrimSpace(value)
		case "W":
			g.When = strings.TrimSpace(value)
		case "S":
			g.Sources = parted(value, ";/")
		case "B":
			g.Background = true
		case "F":
			if g.Figures, err = shortFigures(value); err != nil {
				return err
			}
		default:
			return fmt.Errorf("no field %q", key)
		}
	}
	r.Gold.Incidents = append(r.Gold.Incidents, g)
	return nil
}

func (r *writtenReport) toll(fields []string) error {
	if len(fields) != 2 {
		return fmt.Errorf("a toll has a figure and evidence")
	}
	fs, err := shortFigures(fields[0])
	if err != nil || len(fs) != 1 {
		return fmt.Errorf("a toll has one figure: %w", err)
	}
	ev, err := r.evidence(fields[1])
	r.Gold.Tolls = append(r.Gold.Tolls, extract.GoldToll{GoldFigure: fs[0], Evidence: ev})
	return err
}

// evidence finds the words of lines.
func (r *writtenReport) evidence(s string) ([]vigil.Span, error) {
	var out []vigil.Span
	for _, part := range strings.Split(s, ";") {
		part = strings.TrimSpace(part)
		number, words, some := strings.Cut(part, ":")
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || n > len(r.lines) {
			return nil, fmt.Errorf("no line %q", number)
		}
		span := r.lines[n-1]
		if some {
			at := strings.Index(span.In(r.text.String()), words)
			if at < 0 {
				return nil, fmt.Errorf("line %d has no %q", n, words)
			}
			span = vigil.Span{Start: span.Start + at, End: span.Start + at + len(words)}
		}
		out = append(out, span)
	}
	return out, nil
}

func writtenEntities(s string) [][]string {
	var out [][]string
	for _, e := range parted(s, ";") {
		out = append(out, parted(e, "/"))
	}
	return out
}

func parted(s, at string) []string {
	var out []string
	for _, x := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(at, r) }) {
		if x = strings.TrimSpace(x); x != "" {
			out = append(out, x)
		}
	}
	return out
}

var shortMeasures = map[byte]vigil.Measure{'k': vigil.Killed, 'i': vigil.Injured, 'm': vigil.Missing, 'a': vigil.Abducted, 'd': vigil.Detained, 'D': vigil.Displaced}

func shortFigures(s string) ([]extract.GoldFigure, error) {
	var out []extract.GoldFigure
	for _, x := range parted(s, ",") {
		g := extract.GoldFigure{Measure: shortMeasures[x[0]]}
		least, most := strings.HasSuffix(x, "+"), strings.HasPrefix(x[1:], "-")
		n, err := strconv.Atoi(strings.Trim(x[1:], "+-"))
		if err != nil || g.Measure == "" {
			return nil, fmt.Errorf("no figure %q", x)
		}
		if !most {
			g.Min = &n
		}
		if !least {
			g.Max = &n
		}
		out = append(out, g)
	}
	return out, nil
}
