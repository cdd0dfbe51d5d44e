package main

import (
	"context"
	"slices"
	"strings"
	"testing"

	"vigil/data"
	"vigil/internal/collect/jsonl"
	"vigil/internal/group"
	"vigil/internal/interchange"
	"vigil/internal/trace"
)

// TestGroupIncidents: two reports of one incident have its id in common, a
// report of sport has none, and one that another copies is a copy.
func TestGroupIncidents(t *testing.T) {
	const in = `{"id":"a","published":"2018-09-04","text":"A car bomb killed eight people at a market in Afrin on Monday, a monitoring group said. Nobody has claimed the attack, which was the third in the town in a month."}
{"id":"b","published":"2018-09-04","text":"A car bomb exploded at a market in the Syrian town of Afrin on Monday, killing at least eight people, activists said."}
{"id":"c","published":"2018-09-04","text":"The national football team won its match in Lagos on Monday by three goals to one."}
`
	bg, err := trace.ParseBackground(data.Background)
	if err != nil {
		t.Fatal(err)
	}
	gs := groupStream{group: group.New(group.Options{Background: bg}), trace: trace.New(bg), at: map[string][]int{},
		chars: map[string]interchange.Chars{}, keep: true}
	lines, faults, err := gs.read(context.Background(), jsonl.NewReader("test", strings.NewReader(in)))
	if err != nil || faults != 0 || len(lines) != 3 {
		t.Fatalf("%d lines, %d faults, %v", len(lines), faults, err)
	}
	if err := (&groupCmd{}).incidents(context.Background(), &gs); err != nil {
		t.Fatal(err)
	}
	a, b, c := lines[0], lines[1], lines[2]
	if len(a.Incidents) == 0 || !slices.ContainsFunc(a.Incidents, func(id string) bool { return slices.Contains(b.Incidents, id) }) {
		t.Errorf("incidents of a: %v, of b: %v: want one in common", a.Incidents, b.Incidents)
	}
	if len(c.Incidents) != 0 || c.Incidents == nil {
		t.Errorf("incidents of c: %v, want an empty list", c.Incidents)
	}
	if a.Story != b.Story || a.Story == c.Story {
		t.Errorf("stories %s, %s, %s", a.Story, b.Story, c.Story)
	}
}
