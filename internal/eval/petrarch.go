package eval

import "vigil"

// coded is a sentence of bench/petrarch with the events expected of it.
type coded struct {
	ID       string      `json:"id"`
	Set      string      `json:"set"`
	Expected [][3]string `json:"expected"` // source, target, CAMEO code
}

// judgeCoded compares the root codes of CAMEO (the first two digits) that each
// sentence is expected to give with those of the acts read from it: the F1 of
// the real and probing sentences ("up-gsr") and of the stylised ones ("unit").
func judgeCoded(gold, _, predicted string) (map[string]float64, error) {
	want, err := readLines[coded](gold)
	if err != nil {
		return nil, err
	}
	got, err := readLines[struct {
		ID         string
		Statements []struct{ Type string }
		Incidents  []struct {
			SubEvent string `json:"sub_event"`
		}
	}](predicted)
	if err != nil {
		return nil, err
	}
	roots := map[string]map[string]bool{}
	for _, g := range got {
		roots[g.ID] = map[string]bool{}
		add := func(act string) {
			if a := vigil.ActByID(act); a != nil {
				roots[g.ID][a.CAMEO] = true
			}
		}
		for _, s := range g.Statements {
			add(s.Type)
		}
		for _, i := range g.Incidents {
			add(i.SubEvent)
		}
	}
	var hits, golds, reads [2]float64
	for _, w := range want {
		k := 0
		if w.Set == "unit" {
			k = 1
		}
		expected := map[string]bool{}
		for _, e := range w.Expected {
			if len(e[2]) >= 2 {
				expected[e[2][:2]] = true
			}
		}
		for r := range expected {
			if roots[w.ID][r] {
				hits[k]++
			}
		}
		golds[k] += float64(len(expected))
		reads[k] += float64(len(roots[w.ID]))
	}
	f1 := func(k int) float64 { return 2 * hits[k] / max(1, golds[k]+reads[k]) }
	return map[string]float64{"root_f1 up-gsr": f1(0), "root_f1 unit": f1(1)}, nil
}
