package review

import (
	"encoding/json"

	"vigil"
)

// Agreement is how far the first two readers of the same incidents agree.
type Agreement struct {
	Read, Same int
	Kappa      float64 // Cohen's; 0 where it says nothing
}

// Agree compares the first two readers' latest verdicts on each incident.
func Agree(decisions []vigil.Decision) Agreement {
	type pair struct{ by, verdict []string }
	of := map[string]*pair{}
	for _, d := range decisions {
		var v string
		if d.Kind != vigil.Judge || json.Unmarshal(d.Value, &v) != nil {
			continue
		}
		p := of[d.Of]
		if p == nil {
			p = &pair{}
			of[d.Of] = p
		}
		at := -1
		for i, by := range p.by {
			if by == d.By {
				at = i
			}
		}
		if at < 0 {
			p.by, p.verdict = append(p.by, d.By), append(p.verdict, v)
		} else {
			p.verdict[at] = v
		}
	}
	var a Agreement
	first, second := map[string]float64{}, map[string]float64{}
	for _, p := range of {
		if len(p.by) < 2 {
			continue
		}
		a.Read++
		first[p.verdict[0]]++
		second[p.verdict[1]]++
		if p.verdict[0] == p.verdict[1] {
			a.Same++
		}
	}
	if a.Read == 0 {
		return a
	}
	n, chance := float64(a.Read), 0.0
	for v, x := range first {
		chance += x / n * second[v] / n
	}
	if chance < 1 {
		a.Kappa = (float64(a.Same)/n - chance) / (1 - chance)
	}
	return a
}
