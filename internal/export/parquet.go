package export

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"

	"vigil"
)

// geoColumn tells readers of GeoParquet (1.1) what the geometries are; without
// a coordinate system they are WGS 84, longitude first.
const geoColumn = `{"version":"1.1.0","primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","geometry_types":["Point","Polygon"]}}}`

// writeParquet writes the incidents with the columns of a GeoPackage, and
// geometries as GeoParquet has them.
func writeParquet(w io.Writer, rec *vigil.Record, opt Options) error {
	about, err := json.Marshal(opt.About.json())
	if err != nil {
		return err
	}
	file := parquet.NewWriter(w, parquetSchema(), parquet.Compression(&parquet.Zstd), parquet.KeyValueMetadata("geo", geoColumn), parquet.KeyValueMetadata("about", string(about)))
	v := newViewer(rec)
	for _, in := range sorted(rec.Incidents) {
		if _, err := file.WriteRows([]parquet.Row{v.parquetRow(&in)}); err != nil {
			return fmt.Errorf("writing Parquet: %w", err)
		}
	}
	return file.Close()
}

// parquetNodes are the types of columns by their names in SQL.
var parquetNodes = map[string]parquet.Node{"text": parquet.String(), "date": parquet.Date(), "boolean": parquet.Leaf(parquet.BooleanType),
	"integer": parquet.Int(64), "double": parquet.Leaf(parquet.DoubleType)}

// inOrder is a group whose columns stand as they are named in tableColumns, the
// geometry last; the library would sort them by name.
type inOrder struct{ parquet.Group }

func (g inOrder) Fields() []parquet.Field {
	fields := g.Group.Fields()
	place := func(f parquet.Field) int {
		if i := slices.IndexFunc(tableColumns, func(c tableColumn) bool { return c.name == f.Name() }); i >= 0 {
			return i
		}
		return len(tableColumns)
	}
	slices.SortFunc(fields, func(a, b parquet.Field) int { return place(a) - place(b) })
	return fields
}

func parquetSchema() *parquet.Schema {
	columns := parquet.Group{"geometry": parquet.Optional(parquet.Leaf(parquet.ByteArrayType))}
	for _, c := range tableColumns {
		columns[c.name] = parquet.Optional(parquetNodes[c.kind])
	}
	return parquet.NewSchema("incidents", inOrder{columns})
}

func (v viewer) parquetRow(in *vigil.Incident) parquet.Row {
	values, g := v.tableRow(in)
	row := make(parquet.Row, 0, len(values)+1)
	if g != nil {
		values = append(values, g.wkb(&bounds{}))
	} else {
		values = append(values, nil)
	}
	for i, x := range values {
		switch y := x.(type) {
		case nil:
			row = append(row, parquet.NullValue().Level(0, 0, i))
			continue
		case string:
			x = strings.ToValidUTF8(y, "\uFFFD")
		case int:
			x = int64(y)
		case vigil.Day:
			x = int32(y - vigil.Date(1970, 1, 1))
		}
		row = append(row, parquet.ValueOf(x).Level(0, 1, i))
	}
	return row
}
