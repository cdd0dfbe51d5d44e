// Package review puts people's decisions and a record together: decisions and
// claims go in, and out come what merge must keep together or apart, and
// incidents with the values that people gave them. A decision is found again
// by its sentence, so that it outlives a new analysis.
package review

import (
	"cmp"
	"encoding/json"
	"slices"

	"vigil"
	"vigil/internal/merge"
)

// Review is a set of decisions, oldest first, as they bear on some claims.
type Review struct {
	decisions []bound
}

// bound is a decision with the claims that it is about now.
type bound struct {
	*vigil.Decision
	about, from []string
}

// New finds the claims that decisions are about.
func New(decisions []vigil.Decision, claims []vigil.Claim) *Review {
	byReport := map[string][]*vigil.Claim{}
	for i := range claims {
		c := &claims[i]
		byReport[c.Report] = append(byReport[c.Report], c)
	}
	r := &Review{}
	for i := range decisions {
		d := &decisions[i]
		r.decisions = append(r.decisions, bound{d, find(d.About, byReport), find(d.From, byReport)})
	}
	slices.SortStableFunc(r.decisions, func(a, b bound) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return r
}

func find(anchors []vigil.Anchor, claims map[string][]*vigil.Claim) []string {
	var out []string
	for _, a := range anchors {
		if id := findOne(a, claims[a.Report]); id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// findOne returns the incident's claim that tells the anchor's sentence: of
// several the one that keeps the id, then the one that covers most of it. Where
// the text changed and nothing covers the sentence, the id alone counts.
func findOne(a vigil.Anchor, claims []*vigil.Claim) string {
	best, most := "", 0.0
	for _, c := range claims {
		if c.Kind != vigil.IncidentClaim {
			continue
		}
		x := 0.0
		for i, s := range c.Evidence {
			if n := min(s.End, a.End) - max(s.Start, a.Start); n > 0 {
				x = max(x, float64(n)/float64(max(1, a.Len()))/float64(i+1))
			}
		}
		if c.ID == a.Claim {
			x += 0.01
			if x > 0.5 {
				x++
			}
		}
		if x > most {
			best, most = c.ID, x
		}
	}
	return best
}

// Merges returns what people said of which claims belong together.
func (r *Review) Merges() []merge.Decision {
	var out []merge.Decision
	for _, d := range r.decisions {
		switch d.Kind {
		case vigil.Together:
			out = append(out, merge.Decision{Together: true, Claims: d.about})
		case vigil.Apart:
			for _, a := range d.about {
				for _, b := range d.from {
					out = append(out, merge.Decision{Claims: []string{a, b}})
				}
			}
		}
	}
	return out
}

// Apply gives the incidents of a record what people said of them. A decision
// goes to the incident that holds most of the claims it is about.
func (r *Review) Apply(rec *vigil.Record) {
	home := map[string]int{}
	for i := range rec.Incidents {
		for _, c := range rec.Incidents[i].Claims {
			home[c] = i
		}
	}
	for _, d := range r.decisions {
		count := map[int]int{}
		best := -1
		for _, c := range d.about {
			i, ok := home[c]
			if !ok {
				continue
			}
			count[i]++
			if best < 0 || count[i] > count[best] || count[i] == count[best] && rec.Incidents[i].ID < rec.Incidents[best].ID {
				best = i
			}
		}
		if best >= 0 {
			apply(&rec.Incidents[best], d.Decision)
		}
	}
}

// apply lets one decision bear on an incident.
func apply(in *vigil.Incident, d *vigil.Decision) {
	rv := vigil.Review{}
	if in.Review != nil {
		rv = *in.Review
	}
	switch d.Kind {
	case vigil.Judge:
		judge(&rv, d)
	case vigil.Regrade:
		if json.Unmarshal(d.Value, &rv.Grade) != nil {
			return
		}
	case vigil.Note:
		rv.Notes = append(slices.Clone(rv.Notes), d.By+": "+d.Reason)
	case vigil.Correct:
		if !Set(in, d.Field, d.Value) {
			return
		}
		if !slices.Contains(rv.Corrected, d.Field) {
			rv.Corrected = append(slices.Clone(rv.Corrected), d.Field)
		}
	default:
		return
	}
	in.Review = &rv
}

// judge takes the first reader's verdict as the verdict; another reader either
// comes to the same or disagrees. A reader's later word replaces the earlier.
func judge(rv *vigil.Review, d *vigil.Decision) {
	var v vigil.Verdict
	if json.Unmarshal(d.Value, &v) != nil {
		return
	}
	switch {
	case rv.Verdict == "" || rv.By == d.By:
		if rv.Verdict != v {
			rv.Second, rv.Disagrees = "", nil
		}
		rv.Verdict, rv.By, rv.Reason = v, d.By, d.Reason
	case rv.Verdict == v:
		rv.Second = d.By
		rv.Disagrees = slices.DeleteFunc(slices.Clone(rv.Disagrees), func(s string) bool { return s == d.By })
	default:
		if rv.Second == d.By {
			rv.Second = ""
		}
		if !slices.Contains(rv.Disagrees, d.By) {
			rv.Disagrees = append(slices.Clone(rv.Disagrees), d.By)
		}
	}
}

// Bounds is the value of a corrected figure.
type Bounds struct {
	Min *int `json:"min,omitzero"`
	Max *int `json:"max,omitzero"`
}

// ByPerson is the rule of a tally that a person set.
const ByPerson = "a person's word"

// Set gives an incident's field a value, and reports whether both make sense.
// The rival figures of a tally stay.
func Set(in *vigil.Incident, field string, value json.RawMessage) bool {
	switch field {
	case "act":
		var act string
		a := (*vigil.Act)(nil)
		if json.Unmarshal(value, &act) == nil {
			a = vigil.ActByID(act)
		}
		if a == nil || !a.Happened() {
			return false
		}
		in.Act = act
		return true
	case "place":
		var p vigil.Place
		if json.Unmarshal(value, &p) != nil || p.Name == "" {
			return false
		}
		in.Place = &p
		return true
	case "when":
		var d vigil.Days
		if json.Unmarshal(value, &d) != nil || !d.Known() || d.From > d.To && d.To != 0 {
			return false
		}
		in.When = &vigil.When{Type: "DATE", Days: d, Basis: "person", Score: 1}
		return true
	case "actors", "targets":
		var ps []vigil.Party
		if json.Unmarshal(value, &ps) != nil {
			return false
		}
		if field == "actors" {
			in.Actors = ps
		} else {
			in.Targets = ps
		}
		return true
	case string(vigil.Killed), string(vigil.Injured), string(vigil.Abducted), string(vigil.Detained), string(vigil.Missing), string(vigil.Displaced):
		return setTally(in, vigil.Measure(field), value)
	}
	return false
}

func setTally(in *vigil.Incident, m vigil.Measure, value json.RawMessage) bool {
	var b Bounds
	if json.Unmarshal(value, &b) != nil || b.Min == nil && b.Max == nil || b.Min != nil && *b.Min < 0 || b.Min != nil && b.Max != nil && *b.Min > *b.Max {
		return false
	}
	in.Tallies = slices.Clone(in.Tallies)
	i := slices.IndexFunc(in.Tallies, func(t vigil.Tally) bool { return t.Measure == m })
	if i < 0 {
		i = len(in.Tallies)
		in.Tallies = append(in.Tallies, vigil.Tally{Measure: m})
	}
	in.Tallies[i].Min, in.Tallies[i].Max, in.Tallies[i].Rule = b.Min, b.Max, ByPerson
	return true
}

// Value returns an incident's field as a decision writes it.
func Value(in *vigil.Incident, field string) json.RawMessage {
	var v any
	switch field {
	case "act":
		v = in.Act
	case "place":
		v = in.Place
	case "when":
		if in.When != nil {
			v = in.When.Days
		}
	case "actors":
		v = in.Actors
	case "targets":
		v = in.Targets
	default:
		for _, t := range in.Tallies {
			if string(t.Measure) == field {
				v = Bounds{t.Min, t.Max}
			}
		}
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return b
}
