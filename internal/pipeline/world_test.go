package pipeline_test

import (
	"cmp"
	"fmt"
	"math/rand"
	"os"
	"strings"

	"vigil"
	"vigil/internal/pipeline"
	"vigil/internal/store"
)

// world makes up readings of a war: reports with the claims that were read from
// them, so that nothing here rests on the analysis of language. It goes on for
// ever, at so many reports a day.
type world struct {
	rng   *rand.Rand
	daily int
	words int // of a report
	n     int
	open  []*event
}

// event is something that happened, or was said.
type event struct {
	day   vigil.Day
	claim vigil.Claim
	lead  string
	words []string
	texts []vigil.Report // that told it
}

func newWorld(seed int64, daily, words int) *world {
	return &world{rng: rand.New(rand.NewSource(seed)), daily: daily, words: words}
}

const firstDay = vigil.Day(737791) // 2021-01-01

// reading makes the next report.
func (w *world) reading() *store.Reading {
	day := firstDay + vigil.Day(w.n/w.daily)
	w.n++
	for len(w.open) > 0 && w.open[0].day+3 < day {
		w.open = w.open[1:]
	}
	if len(w.open) == 0 || w.rng.Intn(6) == 0 {
		w.open = append(w.open, w.event(day))
	}
	e := w.open[len(w.open)-1-min(len(w.open)-1, int(w.rng.ExpFloat64()*20))]
	return w.tell(e, day)
}

var vocabulary = func() (out []string) {
	rng := rand.New(rand.NewSource(9))
	for range 60000 {
		out = append(out, madeUp(rng, 2+rng.Intn(3)))
	}
	return out
}()

func madeUp(rng *rand.Rand, syllables int) string {
	const c, v = "bdfghklmnrstvz", "aeiou"
	b := make([]byte, 0, 8)
	for range syllables {
		b = append(b, c[rng.Intn(len(c))], v[rng.Intn(len(v))])
	}
	return string(append(b, c[rng.Intn(len(c))]))
}

// word draws one, few of them often.
func (w *world) word() string {
	x := w.rng.Float64()
	return vocabulary[int(x*x*x*x*float64(len(vocabulary)))]
}

func (w *world) event(day vigil.Day) *event {
	region, townNo := w.rng.Intn(14), w.rng.Intn(40)
	place := &vigil.Place{Name: fmt.Sprintf("Town%d-%d", region, townNo), Kind: vigil.Settlement, Country: "XAA", Admin1: fmt.Sprint("R", region),
		Located: true, Lat: float64(region) * 2, Lon: float64(townNo), GeoID: int64(region*1000 + townNo + 1)}
	side := []string{"army", "front", "league"}[w.rng.Intn(3)]
	e := &event{day: day, claim: vigil.Claim{Kind: vigil.IncidentClaim, Status: vigil.Occurred, Place: place, Score: .8,
		Act:    []string{vigil.Shelling, vigil.AirStrike, vigil.ArmedClash, vigil.Abduction}[w.rng.Intn(4)],
		When:   &vigil.When{Type: "DATE", Days: vigil.Days{From: day, To: day}},
		Actors: []vigil.Party{{Name: side, Entity: "xaa-" + side, Kind: vigil.Military, Country: "XAA"}}}}
	switch w.rng.Intn(20) {
	case 0, 1:
		e.claim.Kind, e.claim.Act = vigil.StatementClaim, "THREATEN"
		due := day + vigil.Day(1+w.rng.Intn(5))
		e.claim.Status, e.claim.Due = vigil.Threatened, &vigil.When{Days: vigil.Days{From: due, To: due}}
	case 2:
		e.claim.Kind, e.claim.Act, e.claim.Scope = vigil.TollClaim, "", cmp.Or(os.Getenv("VIGIL_TOLLS"), "the week")
		e.claim.Place.Country = fmt.Sprint("X", string(rune('A'+region)), "B")
		if os.Getenv("VIGIL_TOLLS") != "" {
			e.claim.Place.Country = "XAA"
		}
	}
	for range 12 {
		e.words = append(e.words, w.word())
	}
	e.lead = fmt.Sprintf("The %s struck %s and %s.", side, place.Name, strings.Join(e.words[:6], " "))
	return e
}

// tell writes a report of an event: its own, or a copy of one before.
func (w *world) tell(e *event, day vigil.Day) *store.Reading {
	id := fmt.Sprintf("r%07d", w.n)
	r := vigil.Report{ID: id, Source: fmt.Sprintf("Outlet %d", w.rng.Intn(60)), Title: strings.Join(e.words[:4], " "),
		Published: vigil.Published{Days: vigil.Days{From: day, To: day}, Basis: vigil.Given, Score: 1}}
	if len(e.texts) > 0 && w.rng.Intn(3) == 0 {
		r.Text = e.texts[w.rng.Intn(len(e.texts))].Text
	} else {
		r.Text = w.text(e)
	}
	e.texts = append(e.texts, r)
	c := e.claim
	c.ID, c.Report = id+"#1", id
	c.Evidence = []vigil.Span{{Start: 0, End: strings.IndexByte(r.Text, '.') + 1}}
	n := 3 + w.rng.Intn(3) + int(e.day)%17
	c.Figures = []vigil.Figure{{Measure: vigil.Killed, Min: vigil.N(n), Max: vigil.N(n)}}
	if w.rng.Intn(3) == 0 {
		c.By = []vigil.Attribution{{Force: vigil.Said, Parent: -1, Speakers: []vigil.Party{{Name: "Monitor", Entity: fmt.Sprint("m", w.rng.Intn(4)), Kind: vigil.NGO}}}}
	}
	if w.rng.Intn(25) == 0 && c.Kind == vigil.IncidentClaim {
		c.Status = vigil.Denied
		c.DeniedBy = c.Actors
	}
	return &store.Reading{Report: r, Analyser: pipeline.Version, Claims: []vigil.Claim{c}}
}

func (w *world) text(e *event) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", w.word(), e.lead)
	for words := 12; words < w.words; words += 14 {
		fmt.Fprintf(&b, " %s %s", e.words[w.rng.Intn(12)], e.words[w.rng.Intn(12)])
		for range 11 {
			b.WriteString(" " + w.word())
		}
		b.WriteString(" again. ")
	}
	return b.String()
}
