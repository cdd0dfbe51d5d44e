// Package export takes a Record and writes it for people (text, Markdown) and
// for programs (JSON, JSON Lines, CSV, GeoJSON). Whatever the form, every value
// goes with the sentence it came from, rival values stand side by side, and an
// area is never shown as a point.
package export

import (
	"fmt"
	"io"
	"strings"
	"time"

	"vigil"
)

// Options says how a record is written.
type Options struct {
	Colour bool // terminal colours, for text only
	Width  int  // columns, for text only; 0 is 100

	At   time.Time // when it is written, for the forms that say so
	Base string    // address of the desk, for links of feeds; "" for none

	About *About // of a file that goes to others; nil for none
	Gone  []Gone // deletions that go into the file, where its form has room
}

// formats lists every form by name.
var formats = []struct {
	name  string
	write func(io.Writer, *vigil.Record, Options) error
}{
	{"text", writeText},
	{"md", writeMarkdown},
	{"json", writeJSON},
	{"jsonl", writeJSONL},
	{"csv", writeCSV},
	{"geojson", writeGeoJSON},
	{"acled", writeACLED},
	{"ged", writeGED},
	{"atom", writeAtom},
	{"ics", writeICS},
	{"gpkg", writeGPKG},
	{"parquet", writeParquet},
}

// Formats returns the names that Write knows.
func Formats() []string {
	var out []string
	for _, f := range formats {
		out = append(out, f.name)
	}
	return out
}

// Write writes rec in the named form, without what a person excluded.
func Write(w io.Writer, rec *vigil.Record, format string, opt Options) error {
	rec = WithoutExcluded(rec, nil)
	for _, f := range formats {
		if f.name == format {
			return f.write(w, rec, opt)
		}
	}
	return fmt.Errorf("no format %q: choose from %s", format, strings.Join(Formats(), ", "))
}
