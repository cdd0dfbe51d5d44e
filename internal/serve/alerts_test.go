package serve

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigil"
	"vigil/internal/protect"
	"vigil/internal/serve/people"
	"vigil/internal/store"
	"vigil/internal/store/sqlite"
)

// What a desk's alerts tell holds nothing protected, and a rule about a
// protected source is told nothing.
func TestAlertsAreProtected(t *testing.T) {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "war.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	p, err := people.Open(ctx, filepath.Join(t.TempDir(), "people.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	link, err := p.NewLink(ctx, people.Analyst, "test")
	if err != nil {
		t.Fatal(err)
	}
	ann, err := p.Redeem(ctx, link, "Ann", "correct horse battery")
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"", "q=Haddad", "side=Amal+Haddad"} {
		if _, err := p.NewRule(ctx, people.Rule{Person: ann.ID, Name: "rule " + query, Query: query, Webhook: "https://hook.example/"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := protect.Add(ctx, s, vigil.Protection{Kind: vigil.ProtectSource, Names: []string{"Amal Haddad"}, Reason: "threatened"}, "a", "key", time.Now()); err != nil {
		t.Fatal(err)
	}
	alerts := New(s, p, Config{Log: slog.New(slog.DiscardHandler)}).alerts()
	if err := alerts.Look(ctx); err != nil { // what is there already is no news
		t.Fatal(err)
	}
	in := vigil.Incident{ID: "i", Act: vigil.AirStrike, Actors: []vigil.Party{{Name: "Army"}}, Targets: []vigil.Party{{Name: "Amal Haddad"}}, Score: .9}
	c, err := store.NewChange(store.Incident, "i", 1, in, "vigil test", "told", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Append(ctx, []store.Change{c}); err != nil {
		t.Fatal(err)
	}
	if err := alerts.Look(ctx); err != nil {
		t.Fatal(err)
	}
	due, err := p.Due(ctx, 10)
	if err != nil || len(due) != 1 {
		t.Fatalf("%d messages wait, want that of the rule without words: %v", len(due), err)
	}
	if body := due[0].Body; strings.Contains(body, "Haddad") || !strings.Contains(body, "protected source") || !strings.Contains(body, "Army") {
		t.Error(body)
	}
}
