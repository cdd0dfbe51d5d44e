package sqlite

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"vigil/internal/store"
)

// Things that are asked for by name, or by what they stand on, are looked up,
// whatever else is asked of them: what it costs does not grow with the store.
func TestAskedByName(t *testing.T) {
	ctx := context.Background()
	s, err := Open(ctx, filepath.Join(t.TempDir(), "vigil.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	many := make([]string, 500)
	for i := range many {
		many[i] = strings.Repeat("x", i)
	}
	for _, q := range []store.Query{
		{Kind: store.Story, IDs: many}, {Kind: store.Incident, Claims: many}, {Kind: store.Incident, Reports: many}, {Kind: store.Incident, Report: "a"},
	} {
		query, args, err := s.current(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := s.read.QueryContext(ctx, "explain query plan "+query, args...)
		if err != nil {
			t.Fatal(err)
		}
		var plan []string
		if err := each(rows, func() error {
			var id, parent, unused int
			var step string
			err := rows.Scan(&id, &parent, &unused, &step)
			plan = append(plan, step)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if p := strings.Join(plan, "; "); !strings.Contains(p, "items USING INDEX sqlite_autoindex_items_1 (id=?)") && !strings.Contains(p, "items USING INTEGER PRIMARY KEY (rowid=?)") {
			t.Errorf("%+v is answered by %s", store.Query{Kind: q.Kind, Report: q.Report}, p)
		}
	}
}
