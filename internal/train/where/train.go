// Package where takes reports whose places were marked by hand and learns the
// weights of internal/resolve/where, or says by cross-validation how well they
// would do.
package where

import (
	"bufio"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"unicode/utf8"

	"vigil"
	"vigil/internal/nlp"
	"vigil/internal/resolve/gazetteer"
	"vigil/internal/resolve/where"
)

// Report is a text with its gold.
type Report struct {
	Report vigil.Report
	Doc    *nlp.Doc
	Gold   []where.Gold
	Set    string
	// NoDemonyms is set where the annotators did not mark them: then they teach nothing.
	NoDemonyms bool
}

// Read reads a file of the form {"id","text","toponyms":[{"start","end","lat","lon","geonameid"}]}, offsets in characters.
func Read(path, set string, noDemonyms bool, analyse func(string) *nlp.Doc) ([]Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []Report
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<26)
	for in.Scan() {
		var row struct {
			ID, Title, Text, Source, URL string
			Toponyms                     []struct {
				Start, End int
				Lat, Lon   *float64
				ID         int64 `json:"geonameid"`
			}
		}
		if err := json.Unmarshal(in.Bytes(), &row); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		at := byteOffsets(row.Text)
		r := Report{Set: set, NoDemonyms: noDemonyms, Doc: analyse(row.Text),
			Report: vigil.Report{ID: row.ID, Title: row.Title, Text: row.Text, Source: row.Source, URL: row.URL}}
		for _, t := range row.Toponyms {
			g := where.Gold{Span: vigil.Span{Start: at[t.Start], End: at[t.End]}, ID: t.ID}
			if t.Lat != nil {
				g.Lat, g.Lon, g.Located = *t.Lat, *t.Lon, true
			}
			r.Gold = append(r.Gold, g)
		}
		out = append(out, r)
	}
	return out, in.Err()
}

func byteOffsets(s string) []int {
	out := make([]int, 0, utf8.RuneCountInString(s)+1)
	for i := range s {
		out = append(out, i)
	}
	return append(out, len(s))
}

// passes is how often the weights are learned anew with the contexts that the
// last weights made.
const passes = 3

// Train learns weights from reports. The start is the model to begin with.
func Train(g *gazetteer.Gazetteer, start *where.Model, reports []Report) *where.Model {
	m := *start
	for range passes {
		r := where.With(g, &m)
		var is []where.IsExample
		var which []where.WhichExample
		for i := range reports {
			x, y := r.Study(&reports[i].Report, reports[i].Doc, reports[i].Gold)
			for _, e := range x {
				if !(e.Demonym && reports[i].NoDemonyms) {
					is = append(is, e)
				}
			}
			which = append(which, y...)
		}
		next := where.Model{}
		learnIs(next.Is[:], is)
		learnWhich(next.Which[:], which)
		m = next
	}
	return &m
}

const (
	steps = 600
	rate  = 0.3
	decay = 1e-4 // of L2 regularisation, a mean loss
)

// adagrad is a step of gradient descent with a rate for each weight.
func adagrad(w, grad, seen []float64) {
	for i, d := range grad {
		d += decay * 2 * w[i]
		seen[i] += d * d
		if seen[i] > 0 {
			w[i] -= rate * d / (math.Sqrt(seen[i]) + 1e-8)
		}
	}
}

func learnIs(w []float64, examples []where.IsExample) {
	seen, grad := make([]float64, len(w)), make([]float64, len(w))
	for range steps {
		clear(grad)
		for i := range examples {
			e := &examples[i]
			x := 0.0
			for k, f := range e.Features {
				x += w[f] * e.Values[k]
			}
			d := 1 / (1 + math.Exp(-x))
			if e.Place {
				d--
			}
			for k, f := range e.Features {
				grad[f] += d * e.Values[k] / float64(len(examples))
			}
		}
		adagrad(w, grad, seen)
	}
}

func learnWhich(w []float64, examples []where.WhichExample) {
	seen, grad := make([]float64, len(w)), make([]float64, len(w))
	var total float64
	for i := range examples {
		total += worth(&examples[i])
	}
	for range steps {
		clear(grad)
		for i := range examples {
			e := &examples[i]
			if len(e.Features) < 2 {
				continue
			}
			p, right := beliefs(w, e)
			for k, f := range e.Features {
				d := p[k]
				if e.Right[k] {
					d -= p[k] / right
				}
				for j, x := range f {
					grad[j] += d * x * worth(e) / total
				}
			}
		}
		adagrad(w, grad, seen)
	}
}

// worth weighs a name by its mentions, not in full: they are not independent.
func worth(e *where.WhichExample) float64 { return math.Sqrt(float64(e.Mentions)) }

func beliefs(w []float64, e *where.WhichExample) (p []float64, right float64) {
	p = make([]float64, len(e.Features))
	top := math.Inf(-1)
	for k, f := range e.Features {
		for j, x := range f {
			p[k] += w[j] * x
		}
		top = max(top, p[k])
	}
	sum := 0.0
	for k := range p {
		p[k] = math.Exp(p[k] - top)
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
		if e.Right[k] {
			right += p[k]
		}
	}
	return p, max(right, 1e-12)
}

// Score counts what Places gets right, as bench/score.py geo does.
type Score struct {
	Exact, Overlap, Right  int // found
	Gold, GoldLocated      int
	Places, Located, Found int            // found: gold with coordinates that is recognised
	Errors                 map[string]int // by class and text, tab-separated
}

// Add adds the score of one report.
func (s *Score) Add(text string, places []vigil.Place, gold []where.Gold) {
	if s.Errors == nil {
		s.Errors = map[string]int{}
	}
	used := map[int]bool{}
	s.Gold += len(gold)
	s.Places += len(places)
	for _, p := range places {
		if p.Located {
			s.Located++
		}
	}
	for _, g := range gold {
		hit := -1
		for i, p := range places {
			if p.Span.Start == g.Start && p.Span.End == g.End {
				s.Exact++
			}
			if hit < 0 && !used[i] && p.Span.Start < g.End && g.Start < p.Span.End {
				hit = i
			}
		}
		if g.Located {
			s.GoldLocated++
		}
		if hit < 0 {
			s.Errors["missed\t"+text[g.Start:g.End]]++
			continue
		}
		if places[hit].Span != g.Span {
			s.Errors["extent\t"+places[hit].Text+" for "+text[g.Start:g.End]]++
		}
		used[hit] = true
		s.Overlap++
		if !g.Located {
			continue
		}
		s.Found++
		p := &places[hit]
		if g.ID != 0 && p.GeoID == g.ID || p.Located && vigil.Distance(p.Lat, p.Lon, g.Lat, g.Lon) <= where.NearKm {
			s.Right++
		} else if !p.Located {
			s.Errors["unlocated\t"+p.Text]++
		} else {
			s.Errors[fmt.Sprintf("elsewhere\t%s: %s %s %s, %.0f km", p.Text, p.Kind, p.Country, p.Name, vigil.Distance(p.Lat, p.Lon, g.Lat, g.Lon))]++
		}
	}
	for i, p := range places {
		if !used[i] {
			s.Errors["added\t"+p.Text]++
		}
	}
}

func f1(hit, gold, got int) float64 {
	if hit == 0 {
		return 0
	}
	return 2 * float64(hit) / float64(gold+got)
}

func (s *Score) String() string {
	return fmt.Sprintf("strict P %.3f R %.3f F1 %.3f  overlap F1 %.3f  acc@161 %.3f  geo_f1 %.4f",
		float64(s.Exact)/float64(max(s.Places, 1)), float64(s.Exact)/float64(max(s.Gold, 1)), f1(s.Exact, s.Gold, s.Places),
		f1(s.Overlap, s.Gold, s.Places), float64(s.Right)/float64(max(s.Found, 1)), f1(s.Right, s.GoldLocated, s.Located))
}

// CrossValidate scores each report by weights learned from the reports of
// other folds; a report's fold is its id's hash.
func CrossValidate(g *gazetteer.Gazetteer, start *where.Model, reports []Report, folds int, each func(*Report, []vigil.Place)) {
	for k := range folds {
		var rest, fold []Report
		for _, r := range reports {
			if foldOf(&r, folds) == k {
				fold = append(fold, r)
			} else {
				rest = append(rest, r)
			}
		}
		res := where.With(g, Train(g, start, rest))
		for i := range fold {
			each(&fold[i], res.Places(&fold[i].Report, fold[i].Doc))
		}
	}
}

func foldOf(r *Report, folds int) int {
	h := fnv.New32a()
	h.Write([]byte(r.Set + r.Report.Title)) // parts of one article fall together
	return int(h.Sum32() % uint32(folds))
}
