package store

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"

	"vigil"
)

// Index is what a store keeps beside an item so that it is found, sorted and
// drawn without being parsed. It is derived from the item alone.
type Index struct {
	Keys
	Standing vigil.Standing
	Killed   int     // the highest figure told
	Weight   float64 // how much it wants a person's eye
	Place    *vigil.Place
	Claims   []string // of a story: its reports
	Sources  []string // speakers
	Sides    []string // parties
	Names    []string // words to find it by
}

// IndexOf derives the index of an item.
func IndexOf(kind Kind, b []byte) (ix Index, err error) {
	switch kind {
	case Incident:
		var x vigil.Incident
		err = json.Unmarshal(b, &x)
		ix.incident(&x)
	case Statement:
		var x vigil.Statement
		err = json.Unmarshal(b, &x)
		ix.statement(&x)
	case Toll:
		var x vigil.Toll
		err = json.Unmarshal(b, &x)
		ix.toll(&x)
	case Story:
		var x vigil.Story
		err = json.Unmarshal(b, &x)
		ix.Days, ix.Names, ix.Claims = x.Days, []string{x.Title}, x.Reports
	case Decision:
		var x vigil.Decision
		err = json.Unmarshal(b, &x)
		for _, a := range slices.Concat(x.About, x.From) {
			ix.Claims = append(ix.Claims, a.Claim)
		}
	case Protection: // is found by its kind alone
	default:
		err = fmt.Errorf("no kind %q", kind)
	}
	return ix, err
}

func (ix *Index) incident(x *vigil.Incident) {
	ix.at(x.Act, x.When, x.Place, x.Score)
	ix.Standing, ix.Claims = x.Standing, x.Claims
	ix.name(x.Act)
	ix.parties(x.Actors, x.Targets)
	ix.sides(x.Actors, x.Targets)
	ix.voices(x.Voices)
	ix.Killed = Killed(x)
	ix.Weight = weight(x, ix.Killed)
}

// Killed returns the highest number of dead that anybody tells of x.
func Killed(x *vigil.Incident) int {
	n := 0
	for _, t := range x.Tallies {
		if t.Measure != vigil.Killed {
			continue
		}
		for _, b := range []*int{t.Min, t.Max} {
			if b != nil {
				n = max(n, *b)
			}
		}
	}
	return n
}

// weight says how much an incident wants a person's eye: many dead, a dispute,
// no firm place or day, a low score. What a person has judged wants none.
func weight(x *vigil.Incident, killed int) float64 {
	if x.Review != nil && x.Review.Verdict != "" {
		return 0
	}
	w := 1 + math.Log1p(float64(killed)) + 2*(1-x.Score) + float64(len(x.Disputed))
	if x.Place == nil || !x.Place.Located {
		w++
	}
	if x.When == nil || !x.When.Days.Known() {
		w++
	}
	return math.Round(w*1000) / 1000
}

func (ix *Index) statement(x *vigil.Statement) {
	ix.at(x.Act, x.When, x.Place, x.Score)
	if ix.Days == (vigil.Days{}) && x.Due != nil {
		ix.Days = x.Due.Days
	}
	ix.Standing, ix.Claims = x.Standing, x.Claims
	ix.name(x.Act, x.Condition, x.Outcome)
	ix.parties(x.From, x.To)
	ix.sides(x.From, x.To)
	ix.voices(x.Voices)
}

func (ix *Index) toll(x *vigil.Toll) {
	ix.name(string(x.Measure), x.Of, x.Scope)
	for _, p := range x.Series {
		ix.Claims = append(ix.Claims, p.Claim)
		if p.Source != "" {
			ix.Sources = append(ix.Sources, p.Source)
		}
		d := p.AsOf
		if d.To > ix.Days.To {
			ix.Days = d
		}
	}
}

func (ix *Index) at(act string, w *vigil.When, p *vigil.Place, score float64) {
	ix.Act, ix.Score = act, score
	if w != nil {
		ix.Days = w.Days
	}
	if p != nil {
		ix.Place, ix.Country, ix.Located, ix.Lat, ix.Lon = p, p.Country, p.Located, p.Lat, p.Lon
		ix.name(p.Name, p.Text, p.Admin1)
	}
}

func (ix *Index) name(words ...string) { ix.Names = append(ix.Names, words...) }

func (ix *Index) parties(sides ...[]vigil.Party) {
	for _, ps := range sides {
		for _, p := range ps {
			ix.name(p.Name)
			ix.name(p.Also...)
		}
	}
}

func (ix *Index) sides(sides ...[]vigil.Party) {
	for _, ps := range sides {
		for _, p := range ps {
			if p.Name != "" {
				ix.Sides = append(ix.Sides, p.Name)
			}
		}
	}
}

func (ix *Index) voices(vs []vigil.Voice) {
	for _, v := range vs {
		if v.Source != "" {
			ix.Sources = append(ix.Sources, v.Source)
			ix.name(v.Source)
		}
	}
}

// NewChange makes revision rev of a thing; a nil thing is a tombstone.
func NewChange(kind Kind, id string, rev int, thing any, by, cause string, at time.Time) (Change, error) {
	c := Change{Kind: kind, Revision: vigil.Revision{Of: id, Rev: rev, At: at, By: by, Cause: cause}}
	if thing == nil {
		return c, nil
	}
	b, err := json.Marshal(thing)
	c.After = b
	return c, err
}
