package export_test

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"vigil"
	"vigil/internal/export"
)

// A Parquet file has typed columns in their order, knows unknown from zero,
// has points for towns alone, and says what it is.
func TestParquet(t *testing.T) {
	rec := record(nil)
	late, early := rec.Incidents[0], rec.Incidents[0]
	late.ID, late.Place, late.When, late.Tallies = "i2", &vigil.Place{Name: "Libya", Kind: vigil.Country, Country: "LBY", Located: true, Lat: 27, Lon: 17, RadiusKm: 700}, nil, nil
	day := vigil.Date(1970, 1, 1)
	early.ID, early.When, early.Tallies = "i0", &vigil.When{Days: vigil.Days{From: day, To: day}}, []vigil.Tally{{Measure: vigil.Killed, Min: vigil.N(0), Max: vigil.N(0)}}
	rec.Incidents = append(rec.Incidents, late, early)
	var b bytes.Buffer
	about := &export.About{Title: "The record", Licence: "CC-BY-4.0", Software: "vigil 0", Made: time.Unix(0, 0), Place: 7}
	if err := export.Write(&b, rec, "parquet", export.Options{About: about}); err != nil {
		t.Fatal(err)
	}
	f, err := parquet.OpenFile(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if words, _ := f.Lookup("about"); !strings.Contains(words, "CC-BY-4.0") || !strings.Contains(words, `"state":7`) {
		t.Errorf("about: %s", words)
	}
	if geo, _ := f.Lookup("geo"); !strings.Contains(geo, `"primary_column":"geometry"`) {
		t.Errorf("geo: %s", geo)
	}
	type row struct {
		ID    string `parquet:"id"`
		Start *int32 `parquet:"date_start"`
		Exact bool   `parquet:"exact"`
		Low   *int64 `parquet:"killed_min"`
		Said  string `parquet:"evidence"`
		Shape []byte `parquet:"geometry"`
	}
	rows, err := parquet.Read[row](bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil || len(rows) != 3 {
		t.Fatal(len(rows), err)
	}
	first, second, last := rows[0], rows[1], rows[2]
	if first.ID != "i0" || first.Start == nil || *first.Start != 0 || first.Low == nil || *first.Low != 0 {
		t.Errorf("1970-01-01 and none dead: %+v", first)
	}
	if second.ID != "i1" || *second.Start != int32(vigil.Date(2018, 9, 3)-day) || *second.Low != 8 || !second.Exact || second.Said == "" {
		t.Errorf("%+v", second)
	}
	if s := second.Shape; len(s) != 21 || s[0] != 1 || binary.LittleEndian.Uint32(s[1:]) != 1 {
		t.Errorf("a town is drawn as %x", s)
	}
	if last.ID != "i2" || last.Start != nil || last.Low != nil || last.Exact || len(last.Shape) > 0 {
		t.Errorf("unknown is told as known: %+v", last)
	}
	columns := f.Schema().Columns()
	if got := columns[0][0] + " " + columns[2][0] + " " + columns[len(columns)-1][0]; got != "id date_start geometry" {
		t.Errorf("columns in another order: %v", columns)
	}
	if kind := f.Schema().Fields()[2].Type().LogicalType(); kind == nil || kind.Date == nil {
		t.Errorf("date_start is %v", kind)
	}
}
