package stories

import (
	"encoding/json"
	"hash/fnv"
	"math"
	"path/filepath"
	"strings"

	"vigil"
	"vigil/internal/group"
	"vigil/internal/trace"
)

// Set is news grouped into stories, in the order of the stream.
type Set struct {
	Name    string
	Reports []vigil.Report
	Story   map[string]string // by report
}

// Read reads a file of {"id","title","text","published","source","story"}
// lines; undated leaves the dates out.
func Read(file string, undated bool) (*Set, error) {
	s := &Set{Name: strings.TrimSuffix(filepath.Base(file), ".jsonl"), Story: map[string]string{}}
	if undated {
		s.Name += " undated"
	}
	err := lines(file, func(b []byte) error {
		var in struct{ ID, Title, Text, Published, Source, Story string }
		if err := json.Unmarshal(b, &in); err != nil {
			return err
		}
		rep := vigil.Report{ID: in.ID, Title: in.Title, Text: in.Text, Source: in.Source}
		if day, err := vigil.ParseDay(in.Published); err == nil && !undated {
			rep.Published.Days = vigil.Days{From: day, To: day}
		}
		s.Reports = append(s.Reports, rep)
		s.Story[in.ID] = in.Story
		return nil
	})
	return s, err
}

// Half returns the reports of every second story: 0 or 1.
func (s *Set) Half(k uint32) *Set {
	out := &Set{Name: s.Name, Story: s.Story}
	for _, r := range s.Reports {
		h := fnv.New32a()
		h.Write([]byte(s.Story[r.ID]))
		if h.Sum32()/7%2 == k {
			out.Reports = append(out.Reports, r)
		}
	}
	return out
}

// example is a pair of reports that the grouper would compare.
type example struct {
	x    group.Features
	same bool
}

// examples returns the pairs of s that share rare words.
func (s *Set) examples(bg trace.Background) []example {
	g := group.New(group.Options{Background: bg})
	at := map[string]int{}
	for i := range s.Reports {
		g.Add(&s.Reports[i])
		at[s.Reports[i].ID] = i
	}
	g.Settle()
	var out []example
	for i := range s.Reports {
		for _, r := range g.Rivals(&s.Reports[i]) {
			if at[r.Report] < i {
				out = append(out, example{r.Features, s.Story[r.Report] == s.Story[s.Reports[i].ID]})
			}
		}
	}
	return out
}

const (
	ridge  = 10    // weight of the penalty on squared weights
	perSet = 10000 // examples that each set counts as, however big
	steps  = 12    // of Newton's method: it converges in fewer
)

// Fit learns the weights by logistic regression, each set counting alike.
func Fit(sets []*Set, bg trace.Background) group.Features {
	var all [][]example
	for _, s := range sets {
		all = append(all, s.examples(bg))
	}
	var w group.Features
	for range steps {
		newton(&w, all)
	}
	return w
}

// newton takes one step of iteratively reweighted least squares.
func newton(w *group.Features, sets [][]example) {
	const n = len(w)
	var h [n][n + 1]float64 // the Hessian, and the gradient as last column
	for i := range n {
		h[i][i], h[i][n] = ridge, -ridge*w[i]
	}
	for _, es := range sets {
		weight := perSet / float64(len(es))
		for _, e := range es {
			z, y := 0.0, 0.0
			for i := range n {
				z += w[i] * e.x[i]
			}
			if e.same {
				y = 1
			}
			p := 1 / (1 + math.Exp(-z))
			for i := range n {
				h[i][n] += weight * (y - p) * e.x[i]
				q := weight * p * (1 - p) * e.x[i]
				for j := range n {
					h[i][j] += q * e.x[j]
				}
			}
		}
	}
	for i, d := range solve(h[:]) {
		w[i] += d
	}
}

// solve solves the linear system h, right side last, by Gauss and Jordan. h is
// positive definite, so no pivoting is needed.
func solve[R ~[group.NumFeatures + 1]float64](h []R) []float64 {
	n := len(h)
	x := make([]float64, n)
	for i := range n {
		for r := range n {
			if r == i {
				continue
			}
			m := h[r][i] / h[i][i]
			for c := i; c <= n; c++ {
				h[r][c] -= m * h[i][c]
			}
		}
	}
	for i := range n {
		x[i] = h[i][n] / h[i][i]
	}
	return x
}

// BCubed groups the reports of s by g's settings and returns precision,
// recall and F1 over reports (Bagga and Baldwin 1998).
func (s *Set) BCubed(o group.Options) (p, r, f1 float64) {
	g := group.New(o)
	story := map[string]string{}
	for i := range s.Reports {
		story[s.Reports[i].ID] = g.Add(&s.Reports[i])
	}
	g.Settle()
	for _, m := range g.Moves() {
		story[m.Report] = m.To
	}
	type pair struct{ gold, got string }
	gold, got, both := map[string]float64{}, map[string]float64{}, map[pair]float64{}
	for i := range s.Reports {
		id := s.Reports[i].ID
		gold[s.Story[id]]++
		got[story[id]]++
		both[pair{s.Story[id], story[id]}]++
	}
	for k, n := range both {
		p += n * n / got[k.got]
		r += n * n / gold[k.gold]
	}
	p, r = p/float64(len(s.Reports)), r/float64(len(s.Reports))
	return p, r, 2 * p * r / (p + r)
}
