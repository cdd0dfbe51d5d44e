package export_test

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vigil"
	"vigil/internal/export"
)

// A GeoPackage has points for towns, circles for areas, nothing for countries,
// and says what it is.
func TestGeoPackage(t *testing.T) {
	rec := record(nil)
	for _, p := range []vigil.Place{{Name: "Saada", Kind: vigil.Admin1, Country: "YEM", Located: true, Lat: 17.07, Lon: 43.92, RadiusKm: 66}, {Name: "Libya", Kind: vigil.Country, Country: "LBY", Located: true, Lat: 27, Lon: 17, RadiusKm: 700}} {
		in := record(nil).Incidents[0]
		in.ID, in.Place, in.When, in.Tallies = "i-"+p.Name, &p, nil, nil
		rec.Incidents = append(rec.Incidents, in)
	}
	var b bytes.Buffer
	about := &export.About{Title: "The record", Licence: "CC-BY-4.0", Software: "vigil 0", Made: time.Unix(0, 0), Place: 7}
	if err := export.Write(&b, rec, "gpkg", export.Options{About: about}); err != nil {
		t.Fatal(err)
	}
	if id := binary.BigEndian.Uint32(b.Bytes()[68:]); id != 0x47504B47 {
		t.Errorf("application id %x", id)
	}
	path := filepath.Join(t.TempDir(), "x.gpkg")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var words string
	if err := db.QueryRow("select identifier || description from gpkg_contents where max_x > 43 and min_y < 18").Scan(&words); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"The record", "CC-BY-4.0", "State 7"} {
		if !bytes.Contains([]byte(words), []byte(want)) {
			t.Errorf("%q lacks %q", words, want)
		}
	}
	for id, kind := range map[string]uint32{"i1": 1, "i-Saada": 3, "i-Libya": 0} {
		var geom []byte
		var killed sql.NullInt64
		if err := db.QueryRow("select geom, killed_min from incidents where id = ?", id).Scan(&geom, &killed); err != nil {
			t.Fatal(err)
		}
		if killed.Valid != (id == "i1") {
			t.Errorf("%s: killed %v", id, killed)
		}
		if kind == 0 {
			if geom != nil {
				t.Errorf("a country is drawn: %x", geom)
			}
			continue
		}
		if got := binary.LittleEndian.Uint32(geom[9:]); string(geom[:2]) != "GP" || got != kind {
			t.Errorf("%s: %x", id, geom)
		}
		if x := math.Float64frombits(binary.LittleEndian.Uint64(geom[13:])); kind == 1 && x != 38.6 {
			t.Errorf("%s lies at %v east", id, x)
		}
	}
}
