package storetest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"vigil"
	"vigil/internal/store"
)

// desk fills a store with three incidents of two reports.
func desk(s *suite) {
	s.put(reading("a", "Shelling hit Jisr al-Shughour on Friday."))
	s.put(reading("b", "Talks opened in Geneva."))
	one := incident("A", "2018-09-03", "SYR", 35.8, 36.3, .9)
	one.Claims, one.Standing = []string{"a#1"}, vigil.Corroborated
	one.Voices = []vigil.Voice{{Source: "Observatory", Counts: true}}
	one.Tallies = []vigil.Tally{{Measure: vigil.Killed, Min: vigil.N(8), Max: vigil.N(11)}}
	two := incident("B", "2018-10-04", "SYR", 35.8, 36.3, .4)
	two.Claims, two.Standing, two.Actors = []string{"b#1"}, vigil.SingleVoice, []vigil.Party{{Name: "Army"}}
	three := incident("A", "", "YEM", 15, 44, .7)
	three.Place.Kind, three.Place.RadiusKm = vigil.Admin1, 60
	s.add(change("i1", 1, one), change("i2", 1, two), change("i3", 1, three))
}

func filters(t *testing.T, s *suite) {
	desk(s)
	for _, c := range []struct {
		name string
		q    store.Query
		want string
	}{
		{"standing", store.Query{Standing: vigil.Corroborated}, "i1@1"},
		{"all but some", store.Query{Not: []string{"i1", "no"}}, "i2@1 i3@1"},
		{"outlet", store.Query{Source: "Wire"}, "i1@1 i2@1"},
		{"speaker", store.Query{Source: "Observatory"}, "i1@1"},
		{"side", store.Query{Side: "Army"}, "i2@1"},
		{"no such side", store.Query{Side: "army"}, ""},
		{"claims", store.Query{Claims: []string{"b#1", "a#1", "no"}}, "i1@1 i2@1"},
		{"report", store.Query{Report: "b"}, "i2@1"},
		{"words of the evidence", store.Query{Words: "shelling FRIDAY"}, "i1@1"},
		{"words of a value", store.Query{Words: "army"}, "i2@1"},
		{"words of a title", store.Query{Words: "title b"}, "i2@1"},
		{"no such words", store.Query{Words: "shelling geneva"}, ""},
		{"no words at all", store.Query{Words: `  `}, ""},
		{"hostile words", store.Query{Words: `" OR (x* NEAR`}, ""},
	} {
		if got := s.ids(c.q); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	s.add(change("i1", 2, incident("C", "", "", 0, 0, .5)))
	if got := s.ids(store.Query{Words: "shelling"}) + s.ids(store.Query{Report: "a"}) + s.ids(store.Query{Source: "Observatory"}); got != "" {
		t.Errorf("found by what an earlier revision said: %s", got)
	}
}

func orders(t *testing.T, s *suite) {
	desk(s)
	for order, want := range map[store.Order]string{store.Newest: "i2 i1 i3", store.Weightier: "i1 i3 i2", store.ByID: "i1 i2 i3"} {
		var got []string
		for q := (store.Query{Order: order, Limit: 1}); ; {
			page, err := s.Items(s.ctx, q)
			if err != nil {
				t.Fatal(err)
			}
			if len(page) == 0 {
				break
			}
			got = append(got, page[0].ID)
			q.After = page[0].Cursor
		}
		if strings.Join(got, " ") != want {
			t.Errorf("by %q: %v, want %s", order, got, want)
		}
	}
	if _, err := s.Items(s.ctx, store.Query{Order: store.Newest, After: "x"}); err == nil {
		t.Error("a cursor that is none passes")
	}
}

func count(t *testing.T, s *suite) {
	desk(s)
	all, one := store.Query{Kind: store.Incident}, store.Query{Kind: store.Incident, IDs: []string{"i1"}}
	for _, c := range []struct {
		q    store.Query
		by   store.Facet
		want string
	}{
		{all, store.Total, "=3"}, {all, store.ByAct, "A=2 B=1"}, {all, store.ByCountry, "SYR=2 YEM=1"}, {all, store.ByStanding, "=1 corroborated=1 single voice=1"},
		{all, store.BySource, "Observatory=1 Wire=2"}, {all, store.BySide, "Army=1"}, {all, store.ByMonth, "=1 2018-09=1 2018-10=1"}, {all, store.ByDay, "=1 2018-09-03=1 2018-10-04=1"},
		{one, store.BySource, "Observatory=1 Wire=1"}, {one, store.BySide, ""}, {store.Query{Kind: store.Toll}, store.BySource, ""},
		{store.Query{Kind: store.Incident, Source: "Wire"}, store.Total, "=2"}, {store.Query{Kind: store.Toll, Source: "Wire"}, store.Total, ""}, {store.Query{Source: "Wire"}, store.Total, "=2"},
	} {
		got, err := s.Count(s.ctx, c.q, c.by)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, k := range slices.Sorted(maps.Keys(got)) {
			out = append(out, fmt.Sprintf("%s=%d", k, got[k]))
		}
		if strings.Join(out, " ") != c.want {
			t.Errorf("%+v by %q: %v, want %s", c.q, c.by, out, c.want)
		}
	}
	if _, err := s.Count(s.ctx, store.Query{}, "no such"); err == nil {
		t.Error("a facet that is none passes")
	}
}

func claimsOf(t *testing.T, s *suite) {
	r := reading("a", "The army backs the militia. Shelling hit the town.")
	r.Claims = append(r.Claims, vigil.Claim{ID: "a#8", Report: "a", Kind: vigil.SideClaim, Relation: "backs"}, vigil.Claim{ID: "a#9", Report: "a", Kind: vigil.SideClaim, Relation: "fights"})
	s.put(r)
	got, err := s.ClaimsOf(s.ctx, vigil.SideClaim, 10)
	if err != nil || len(got) != 2 || got[0].ID != "a#9" || got[1].Relation != "backs" {
		t.Errorf("sides %+v, %v", got, err)
	}
	if got, err = s.ClaimsOf(s.ctx, vigil.SideClaim, 1); err != nil || len(got) != 1 {
		t.Errorf("one side %+v, %v", got, err)
	}
}

func spots(t *testing.T, s *suite) {
	desk(s)
	got, err := s.Spots(s.ctx, store.Query{})
	if err != nil || len(got) != 2 || got[0].Things != 2 || got[0].Killed != 11 || !got[0].Exact || got[1].Exact || got[1].Kind != vigil.Admin1 || got[1].RadiusKm != 60 {
		t.Errorf("spots %+v, %v", got, err)
	}
}

func changes(t *testing.T, s *suite) {
	_, start, err := s.Changes(s.ctx, 0, -1)
	if err != nil || start != 0 {
		t.Errorf("an empty store has changed: %d, %v", start, err)
	}
	desk(s)
	s.add(change("i2", 2, nil))
	first, at, err := s.Changes(s.ctx, 0, 2)
	rest, end, err2 := s.Changes(s.ctx, at, 10)
	if err != nil || err2 != nil || len(first) != 2 || len(rest) != 2 || rest[1].Of != "i2" || rest[1].Rev != 2 || rest[1].Kind != store.Incident {
		t.Errorf("changes %+v, %+v, %v, %v", first, rest, err, err2)
	}
	if _, newest, _ := s.Changes(s.ctx, 0, -1); newest != end {
		t.Errorf("the newest is %d, want %d", newest, end)
	}
}
