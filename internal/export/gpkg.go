package export

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // a GeoPackage is a file of SQLite's

	"vigil"
)

// gpkgTables make an empty GeoPackage (OGC 12-128r19, 1.4) with one layer of
// features.
const gpkgTables = `
pragma application_id = 0x47504B47;
pragma user_version = 10400;
create table gpkg_spatial_ref_sys (srs_name text not null, srs_id integer primary key, organization text not null, organization_coordsys_id integer not null, definition text not null, description text);
insert into gpkg_spatial_ref_sys values
  ('Undefined Cartesian', -1, 'NONE', -1, 'undefined', null), ('Undefined geographic', 0, 'NONE', 0, 'undefined', null),
  ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]', null);
create table gpkg_contents (table_name text not null primary key, data_type text not null, identifier text unique, description text default '', last_change datetime not null, min_x double, min_y double, max_x double, max_y double,
  srs_id integer references gpkg_spatial_ref_sys (srs_id));
create table gpkg_geometry_columns (table_name text not null unique references gpkg_contents (table_name), column_name text not null, geometry_type_name text not null, srs_id integer not null references gpkg_spatial_ref_sys (srs_id), z tinyint not null, m tinyint not null,
  primary key (table_name, column_name));
create table incidents (fid integer primary key autoincrement not null, geom geometry, id text not null unique, sub_event_type text, date_start date, date_end date, place text, place_kind text, admin1 text, country text, exact boolean,
  actor1 text, actor2 text, killed_min integer, killed_max integer, injured_min integer, injured_max integer, independent_voices integer, standing text, disputed text, score double, evidence text, reports text);
insert into gpkg_geometry_columns values ('incidents', 'geom', 'GEOMETRY', 4326, 0, 0);
`

// writeGPKG writes the incidents as a layer of a GeoPackage: points only where
// a town or closer is named, circles where it is an area, else no geometry.
func writeGPKG(w io.Writer, rec *vigil.Record, opt Options) (err error) {
	dir, err := os.MkdirTemp("", "vigil-gpkg-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "vigil.gpkg")
	if err := fillGPKG(path, rec, opt); err != nil {
		return fmt.Errorf("writing a GeoPackage: %w", err)
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}

func fillGPKG(path string, rec *vigil.Record, opt Options) (err error) {
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.Exec(gpkgTables); err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	v, box := newViewer(rec), bounds{}
	for _, in := range sorted(rec.Incidents) {
		if err := v.gpkgRow(tx, &in, &box); err != nil {
			return err
		}
	}
	title, about := "vigil: incidents", "Preliminary: what reports say, on whose word."
	if a := opt.About; a != nil {
		title, about = a.Title+": incidents", about+" Licence: "+a.licence()+". Cite as: "+a.Citation()
	}
	if _, err := tx.Exec("insert into gpkg_contents values ('incidents', 'features', ?, ?, ?, ?, ?, ?, ?, 4326)",
		title, about, opt.at().Format("2006-01-02T15:04:05.000Z"), box.west(), box.south(), box.east(), box.north()); err != nil {
		return err
	}
	return tx.Commit()
}

func (v viewer) gpkgRow(tx *sql.Tx, in *vigil.Incident, box *bounds) error {
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
	row := []any{g.gpkg(box), in.ID, in.Act, from, to, p.Name, string(p.Kind), p.Admin1, p.Country, g != nil && g.Type == "Point", partiesText(in.Actors, ""), partiesText(in.Targets, "")}
	for _, m := range []vigil.Measure{vigil.Killed, vigil.Injured} {
		low, high := any(nil), any(nil)
		if t := tallyOf(in, m); t != nil {
			low, high = nullNumber(t.Min), nullNumber(t.Max)
		}
		row = append(row, low, high)
	}
	row = append(row, vigil.Independent(in.Voices), string(in.Standing), strings.Join(in.Disputed, "; "), in.Score, strings.Join(quotes, " | "), strings.Join(reports, " | "))
	_, err := tx.Exec(`insert into incidents (geom, id, sub_event_type, date_start, date_end, place, place_kind, admin1, country, exact, actor1, actor2, killed_min, killed_max, injured_min, injured_max,
		independent_voices, standing, disputed, score, evidence, reports) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, row...)
	return err
}

func nullDay(d vigil.Day) any {
	if d == 0 {
		return nil
	}
	return d.String()
}

func nullNumber(n *int) any {
	if n == nil {
		return nil
	}
	return *n
}

// bounds is the rectangle of all that was drawn.
type bounds struct{ points [][2]float64 }

func (b *bounds) add(p [2]float64) {
	if len(b.points) == 0 {
		b.points = [][2]float64{p, p}
	}
	for i := range p {
		b.points[0][i], b.points[1][i] = min(b.points[0][i], p[i]), max(b.points[1][i], p[i])
	}
}

func (b *bounds) side(corner, axis int) any {
	if len(b.points) == 0 {
		return nil
	}
	return b.points[corner][axis]
}

func (b *bounds) west() any  { return b.side(0, 0) }
func (b *bounds) south() any { return b.side(0, 1) }
func (b *bounds) east() any  { return b.side(1, 0) }
func (b *bounds) north() any { return b.side(1, 1) }

// gpkg is a geometry as a GeoPackage holds it: its header, then WKB.
func (g *geometry) gpkg(box *bounds) any {
	if g == nil {
		return nil
	}
	var b bytes.Buffer
	put := func(xs ...any) {
		for _, x := range xs {
			binary.Write(&b, binary.LittleEndian, x) // a buffer takes everything
		}
	}
	b.WriteString("GP")
	put(uint8(0), uint8(1), int32(4326), uint8(1)) // version, little endian without envelope, WGS 84; WKB, little endian
	switch c := g.Coordinates.(type) {
	case [2]float64:
		box.add(c)
		put(uint32(1), c)
	case [][][2]float64:
		put(uint32(3), uint32(len(c)))
		for _, ring := range c {
			put(uint32(len(ring)), ring)
			for _, p := range ring {
				box.add(p)
			}
		}
	}
	return b.Bytes()
}
