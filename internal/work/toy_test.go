package work_test

import (
	"fmt"
	"math/rand"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"vigil"
	"vigil/internal/pipeline"
	"vigil/internal/store"
)

// The toy war: reports in so plain a language that a regular expression reads
// them, so that what is tested here is the work and not the reading.

const firstDay = vigil.Day(737791) // 2021-01-01

// toyReports makes up n reports, several of each event, some copied.
func toyReports(n int) []vigil.Report {
	rng := rand.New(rand.NewSource(7))
	var out []vigil.Report
	for event := 0; len(out) < n; event++ {
		day := firstDay + vigil.Day(event/8)
		side, act, town := []string{"army", "front", "league"}[rng.Intn(3)], []string{"shelled", "bombed", "raided"}[rng.Intn(3)], rng.Intn(40)
		tail := strings.Join(toyWords(rng, 30), " ")
		for range 1 + rng.Intn(5) {
			if rng.Intn(3) > 0 {
				tail = strings.Join(toyWords(rng, 30), " ")
			}
			id := fmt.Sprintf("r%06d", len(out))
			out = append(out, vigil.Report{ID: id, Source: fmt.Sprintf("Outlet %d", rng.Intn(20)), Title: fmt.Sprintf("Town%d %s", town, act),
				Text:      fmt.Sprintf("The %s %s Town%d and killed %d. %s.", side, act, town, 2+rng.Intn(3), tail),
				Published: vigil.Published{Days: vigil.Days{From: day, To: day}, Basis: vigil.Given, Score: 1}})
		}
	}
	return out[:n]
}

func toyWords(rng *rand.Rand, n int) []string {
	out := make([]string, n)
	for i := range out {
		x := rng.Float64()
		out[i] = "w" + strconv.Itoa(int(x*x*x*20000))
	}
	return out
}

var toySentence = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^The (\w+) (\w+) Town(\d+) and killed (\d+)\.`) })

// toyAnalyse reads a report.
func toyAnalyse(r vigil.Report) *store.Reading {
	rd := &store.Reading{Report: r, Analyser: pipeline.Version}
	m := toySentence().FindStringSubmatch(r.Text)
	if m == nil {
		return rd
	}
	town, _ := strconv.Atoi(m[3])
	killed, _ := strconv.Atoi(m[4])
	place := &vigil.Place{Name: "Town" + m[3], Kind: vigil.Settlement, Country: "XAA", Admin1: fmt.Sprint("R", town%7), Located: true, Lat: float64(town%7) * 3, Lon: float64(town), GeoID: int64(town + 1)}
	rd.Claims = []vigil.Claim{{ID: r.ID + "#1", Report: r.ID, Kind: vigil.IncidentClaim, Status: vigil.Occurred, Score: .8,
		Act:   map[string]string{"shelled": vigil.Shelling, "bombed": vigil.AirStrike, "raided": vigil.ArmedClash}[m[2]],
		Place: place, When: &vigil.When{Type: "DATE", Days: r.Published.Days}, Evidence: []vigil.Span{{Start: 0, End: len(m[0])}},
		Actors:  []vigil.Party{{Name: m[1], Entity: "xaa-" + m[1], Kind: vigil.Military, Country: "XAA"}},
		Figures: []vigil.Figure{{Measure: vigil.Killed, Min: vigil.N(killed), Max: vigil.N(killed)}}}}
	return rd
}
