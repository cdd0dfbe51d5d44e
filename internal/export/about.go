package export

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"vigil"
	"vigil/internal/store"
)

// About says what a file holds and what may be done with it. It goes into every
// form that has room for it, and beside those that have none (WriteMetadata).
type About struct {
	Title    string    // of the record
	Licence  string    // under which whoever keeps the record gives it
	Cite     string    // how it wants to be cited; "" composes one
	Software string    // name and version
	Made     time.Time // when
	Part     string    // which part of the record: the filters, or ""
	Place    int64     // the state of the record: its place in the order of storing
	Since    int64     // only what changed after that place; 0 is everything
}

// NoLicence is written where whoever keeps a record does not say what may be
// done with it.
const NoLicence = "not stated: ask whoever keeps this record; quoted sentences are their outlets'"

// aboutJSON is About as programs read it.
type aboutJSON struct {
	Title       string `json:"title"`
	Licence     string `json:"licence"`
	Citation    string `json:"citation"`
	Software    string `json:"software"`
	Made        string `json:"made"`
	Part        string `json:"part,omitzero"`
	State       int64  `json:"state"`
	Since       int64  `json:"changes_since,omitzero"`
	Preliminary bool   `json:"preliminary"`
}

func (a *About) json() *aboutJSON {
	if a == nil {
		return nil
	}
	return &aboutJSON{a.Title, a.licence(), a.Citation(), a.Software, a.Made.UTC().Format(time.RFC3339), a.Part, a.Place, a.Since, true}
}

func (a *About) licence() string {
	if a.Licence == "" {
		return NoLicence
	}
	return a.Licence
}

// Citation is how to cite the file.
func (a *About) Citation() string {
	s := a.Cite
	if s == "" {
		s = a.Title + ", a record of what reports say, made by " + a.Software
	}
	s = strings.TrimSuffix(s, ".") + ". State " + strconv.FormatInt(a.Place, 10) + " of the record, taken on " + a.Made.UTC().Format(time.DateOnly)
	if a.Part != "" {
		s += " (" + a.Part + ")"
	}
	return s + ". Preliminary."
}

// Gone is something that a copy of the record may hold and the record no longer
// does.
type Gone struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`
	ACLED string `json:"acled,omitzero"` // event_id_cnty
	GED   string `json:"ged,omitzero"`   // id
	At    string `json:"at,omitzero"`
	Cause string `json:"cause"`
}

// GoneOf tells of a tombstone; its state before says how other forms called it.
func GoneOf(c store.Change) Gone {
	g := Gone{ID: c.Of, Kind: string(c.Kind), At: c.At.UTC().Format(time.RFC3339), Cause: c.Cause}
	var in vigil.Incident
	if c.Kind == store.Incident && json.Unmarshal(c.Before, &in) == nil {
		g.names(&in)
	}
	return g
}

// OutOf tells of an incident that is there and not in the file: excluded by a
// person, or not what was asked for.
func OutOf(in *vigil.Incident, cause string) Gone {
	g := Gone{ID: in.ID, Kind: string(store.Incident), Cause: cause}
	g.names(in)
	return g
}

func (g *Gone) names(in *vigil.Incident) {
	g.GED = strconv.FormatUint(number(g.ID), 10)
	if c := countryOf(in.Place); c.Code != "" {
		g.ACLED = c.Code + g.GED
	}
}

// goneColumns are those of the list of deletions.
var goneColumns = []string{"id", "kind", "acled_event_id_cnty", "ged_id", "at", "cause"}

// WriteGone writes deletions as CSV.
func WriteGone(w io.Writer, gone []Gone) error {
	rows := make([][]string, len(gone))
	for i, g := range gone {
		rows[i] = []string{g.ID, g.Kind, g.ACLED, g.GED, g.At, g.Cause}
	}
	return writeRows(w, goneColumns, rows)
}

// WithoutExcluded leaves out what a person excluded; of, if not nil, is told of each.
func WithoutExcluded(rec *vigil.Record, of func(*vigil.Incident)) *vigil.Record {
	out := *rec
	out.Incidents = slices.DeleteFunc(slices.Clone(rec.Incidents), func(in vigil.Incident) bool {
		if !excluded(&in) {
			return false
		}
		if of != nil {
			of(&in)
		}
		return true
	})
	return &out
}

// Tables reports whether a form is CSV: it has no room for About, which goes
// beside it.
func Tables(format string) bool { return columnsOf(format) != nil }

func columnsOf(format string) []string {
	switch format {
	case "csv":
		return csvColumns
	case "acled":
		return ACLEDColumns
	case "ged":
		return GEDColumns
	}
	return nil
}

// WriteMetadata writes what a table has no room for as W3C's metadata of tables
// (CSV on the Web), which by that standard lies beside FILE as
// FILE-metadata.json.
func WriteMetadata(w io.Writer, file, format string, a *About) error {
	type column struct {
		Name   string `json:"name"`
		Titles string `json:"titles"`
	}
	names := columnsOf(format)
	if names == nil {
		return fmt.Errorf("%q is no table", format)
	}
	columns := make([]column, len(names))
	for i, n := range names {
		columns[i] = column{n, n}
	}
	about := a.json()
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(map[string]any{"@context": "http://www.w3.org/ns/csvw", "url": file, "dc:title": about.Title, "dc:rights": about.Licence, "dc:bibliographicCitation": about.Citation,
		"dc:creator": about.Software, "dc:created": about.Made, "dc:description": strings.TrimSpace("Preliminary: what reports say, on whose word. " + about.Part),
		"dc:hasVersion": strconv.FormatInt(about.State, 10), "tableSchema": map[string]any{"columns": columns}})
}
