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
	create, insert := gpkgLayer()
	if _, err := db.Exec(gpkgTables + create); err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	v, box := newViewer(rec), bounds{}
	for _, in := range sorted(rec.Incidents) {
		if err := v.gpkgRow(tx, insert, &in, &box); err != nil {
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

// gpkgLayer gives the statements that make the layer and add a row to it.
func gpkgLayer() (create, insert string) {
	columns, names := "", "geom"
	for _, c := range tableColumns {
		columns += ", " + c.name + " " + c.kind
		names += ", " + c.name
	}
	return "create table incidents (fid integer primary key autoincrement not null, geom geometry" + columns + ", unique (id))",
		"insert into incidents (" + names + ") values (?" + strings.Repeat(", ?", len(tableColumns)) + ")"
}

func (v viewer) gpkgRow(tx *sql.Tx, insert string, in *vigil.Incident, box *bounds) error {
	values, g := v.tableRow(in)
	row := []any{g.gpkg(box)}
	for _, x := range values {
		if d, ok := x.(vigil.Day); ok {
			x = d.String()
		}
		row = append(row, x)
	}
	_, err := tx.Exec(insert, row...)
	return err
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

// gpkg is a geometry as a GeoPackage holds it: its header (version, little
// endian without envelope, WGS 84), then WKB.
func (g *geometry) gpkg(box *bounds) any {
	if g == nil {
		return nil
	}
	return append([]byte("GP\x00\x01\xe6\x10\x00\x00"), g.wkb(box)...)
}

// wkb is a geometry as well-known binary, little endian.
func (g *geometry) wkb(box *bounds) []byte {
	var b bytes.Buffer
	put := func(xs ...any) {
		for _, x := range xs {
			binary.Write(&b, binary.LittleEndian, x) // a buffer takes everything
		}
	}
	put(uint8(1))
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
