package eval

import (
	"path/filepath"
	"strings"

	"vigil"
)

// goldIncident is an incident of the archive with the reports that tell it.
type goldIncident struct {
	ID   string   `json:"id"`
	Docs []string `json:"docs"`
}

// casualtyReports writes the reports that the archive's incidents are told by.
func casualtyReports(gold, _, in string) error {
	wanted := map[string]bool{}
	incidents, err := readLines[goldIncident](gold)
	if err != nil {
		return err
	}
	for _, g := range incidents {
		for _, d := range g.Docs {
			wanted[d] = true
		}
	}
	all, err := readLines[report](strings.Replace(gold, filepath.Join("incidents", "gva_incidents"), filepath.Join("stories", "gva"), 1))
	if err != nil {
		return err
	}
	var out []report
	for _, r := range all {
		if wanted[r.ID] {
			out = append(out, r)
		}
	}
	return writeLines(in, out)
}

// builtIncident is a line of vigil read --format jsonl.
type builtIncident struct {
	Kind   string         `json:"kind"`
	Record vigil.Incident `json:"record"`
	Claims []struct {
		Report string `json:"report"`
	} `json:"claims"`
}

// casualty is what the scorer reads.
type casualty struct {
	ID         string `json:"id"`
	Killed     *int   `json:"killed"`
	Injured    *int   `json:"injured"`
	KilledAll  []int  `json:"killed_all"`
	InjuredAll []int  `json:"injured_all"`
}

// pickIncidents finds, for each incident of the archive, the one that vigil
// built from most of its reports.
func pickIncidents(b *Bench, t *Task) error {
	built, err := readLines[builtIncident](b.Predicted(t))
	if err != nil {
		return err
	}
	of := map[string][]int{} // incidents by report
	for i := range built {
		if built[i].Kind != "incident" {
			continue
		}
		for _, c := range built[i].Claims {
			of[c.Report] = append(of[c.Report], i)
		}
	}
	golds, err := readLines[goldIncident](filepath.Join(b.Gold, t.Gold[0]))
	if err != nil {
		return err
	}
	var out []casualty
	for _, g := range golds {
		shared := map[int]int{}
		best := -1
		for _, d := range g.Docs {
			for _, i := range of[d] {
				shared[i]++
				if best < 0 || shared[i] > shared[best] || shared[i] == shared[best] && built[i].Record.Score > built[best].Record.Score {
					best = i
				}
			}
		}
		c := casualty{ID: g.ID, KilledAll: []int{}, InjuredAll: []int{}}
		if best >= 0 {
			c.read(&built[best].Record)
		}
		out = append(out, c)
	}
	return writeLines(b.Predicted(t), out)
}

// read takes over the headline values and every value kept.
func (c *casualty) read(in *vigil.Incident) {
	for _, t := range in.Tallies {
		head, all := &c.Killed, &c.KilledAll
		switch t.Measure {
		case vigil.Killed:
		case vigil.Injured:
			head, all = &c.Injured, &c.InjuredAll
		default:
			continue
		}
		if *head = t.Max; t.Max == nil {
			*head = t.Min
		}
		for _, f := range t.Figures {
			for _, n := range []*int{f.Min, f.Max} {
				if n != nil {
					*all = append(*all, *n)
				}
			}
		}
	}
}
