package eval

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"vigil/data"
	"vigil/internal/collect/jsonl"
	"vigil/internal/extract"
	"vigil/internal/interchange"
	"vigil/internal/nlp"
	"vigil/internal/pipeline"
	"vigil/internal/resolve"
	"vigil/internal/resolve/when"
	"vigil/internal/resolve/where"
	"vigil/internal/resolve/who"
)

// Floors of TestGate: a little below what the models of the day reach, so that
// a model that moves one report passes and a broken stage does not.
const (
	floorDetection = .78 // F1 of incidents
	floorSlots     = .66 // of act, date, place, actors, targets, figures and sources of those found
	floorDates     = .90
	floorPlaces    = .85
	mostInvented   = 2 // incidents read out of reports that have none
)

// TestGate reads the reports of testdata/gold, which we wrote and coded, and
// scores the incidents as bench/record does. It needs no bench folder: it is
// the gate of quality that runs with the tests.
func TestGate(t *testing.T) {
	const gold = "../../testdata/gold/record.jsonl"
	predicted := readGold(t, gold)
	f, err := os.Open(gold)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all, found, got, invented int
	wrong := map[string]int{}
	err = eachCoded(f, bytes.NewReader(predicted), func(g, p *codedReport) {
		all += len(g.Incidents)
		got += len(p.Incidents)
		if len(g.Incidents) == 0 {
			invented += len(p.Incidents)
		}
		for i, j := range alignIncidents(g, p) {
			if j < 0 {
				t.Logf("%s: missed %s", g.ID, g.Incidents[i].SubEvent)
				continue
			}
			found++
			slots := wrongSlots(&g.Incidents[i], &p.Incidents[j])
			t.Logf("%s: %s, wrong: %s", g.ID, g.Incidents[i].SubEvent, strings.Join(slots, " "))
			for _, s := range slots {
				wrong[s]++
				wrong[""]++
			}
		}
	})
	if err != nil || all < 15 {
		t.Fatalf("%d incidents: %v", all, err)
	}
	const slots = 7
	part := func(n, of int) float64 { return 1 - float64(n)/float64(max(1, of)) }
	for _, s := range []struct {
		name         string
		value, floor float64
	}{
		{"detection", 2 * float64(found) / float64(max(1, all+got)), floorDetection},
		{"slots", part(wrong[""], slots*found), floorSlots},
		{"dates", part(wrong["date"], found), floorDates},
		{"places", part(wrong["place"], found), floorPlaces},
	} {
		t.Logf("%s %.3f, floor %.2f", s.name, s.value, s.floor)
		if s.value < s.floor {
			t.Errorf("%s fell to %.3f, below %.2f", s.name, s.value, s.floor)
		}
	}
	if invented > mostInvented {
		t.Errorf("%d incidents read out of reports that have none, want %d at most", invented, mostInvented)
	}
}

// readGold analyses the reports of a file and returns what vigil analyse would write.
func readGold(t *testing.T, name string) []byte {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	a := newAnalyser(t)
	var out bytes.Buffer
	w := interchange.NewWriter(&out, interchange.Claims)
	in := jsonl.NewReader(name, f)
	for {
		rep, err := in.Next()
		if err != nil {
			break
		}
		if err := w.Write(a.Analyse(rep)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// newAnalyser puts the embedded models together as cmd/vigil does.
func newAnalyser(t *testing.T) *pipeline.Analyser {
	t.Helper()
	language, err := nlp.New(nlp.Models{Syntax: data.Syntax, Names: data.Names, Refs: data.Refs})
	if err != nil {
		t.Fatal(err)
	}
	places, err := where.New(data.Gazetteer, data.WhereWeights)
	if err != nil {
		t.Fatal(err)
	}
	directory, err := who.Load()
	if err != nil {
		t.Fatal(err)
	}
	claims, err := extract.New(data.Claims, data.Statements)
	if err != nil {
		t.Fatal(err)
	}
	return &pipeline.Analyser{NLP: language, Extract: claims, Resolve: resolve.Resolver{Where: places, When: when.New(), Who: who.New(directory)}}
}
