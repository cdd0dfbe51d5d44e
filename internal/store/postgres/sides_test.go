package postgres_test

import (
	"maps"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"vigil"
	"vigil/internal/store"
	"vigil/internal/store/pgtest"
	"vigil/internal/store/postgres"
)

// The form that knows parties gives those of a database that is there already
// the parties that it gives new things.
func TestSidesOfOldItems(t *testing.T) {
	ctx := t.Context()
	address := pgtest.Start(t).Database("sides")
	s, err := postgres.Open(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for kind, thing := range map[store.Kind]any{
		store.Incident:  vigil.Incident{ID: "i", Actors: []vigil.Party{{Name: "Army"}, {Name: "Army"}}, Targets: []vigil.Party{{Name: "Brigade"}, {Text: "somebody"}}},
		store.Statement: vigil.Statement{ID: "s", From: []vigil.Party{{Name: "Army"}}, To: []vigil.Party{{Name: "Council"}}},
		store.Toll:      vigil.Toll{ID: "t", Measure: vigil.Killed},
	} {
		c, err := store.NewChange(kind, "x"+string(kind), 1, thing, "test", "told", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Append(ctx, []store.Change{c}); err != nil {
			t.Fatal(err)
		}
	}
	want, err := s.Count(ctx, store.Query{}, store.BySide)
	if err != nil || len(want) != 3 || want["Army"] != 2 {
		t.Fatal(want, err)
	}
	form, err := os.ReadFile("migrations/00004_sides.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, fill, _ := strings.Cut(string(form), "create index item_sides_item on item_sides (item);")
	fill, _, _ = strings.Cut(fill, "create index claims_side")
	db, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(ctx)
	if _, err := db.Exec(ctx, "delete from item_sides"); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(ctx, fill); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Count(ctx, store.Query{}, store.BySide); err != nil || !maps.Equal(got, want) {
		t.Errorf("%v, want %v (%v)", got, want, err)
	}
}
