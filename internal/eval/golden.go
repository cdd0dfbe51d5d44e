package eval

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
)

// Key names one score.
type Key struct{ Task, Metric string }

// Golden is the scores that the repository stands by.
type Golden map[Key]float64

// ReadGolden reads task<TAB>metric<TAB>value lines; a missing file is empty.
func ReadGolden(name string) (Golden, error) {
	g := Golden{}
	f, err := os.Open(name)
	if os.IsNotExist(err) {
		return g, nil
	} else if err != nil {
		return nil, err
	}
	defer f.Close()
	for sc, n := bufio.NewScanner(f), 1; sc.Scan(); n++ {
		part := strings.Split(sc.Text(), "\t")
		if len(part) != 3 {
			return nil, fmt.Errorf("%s:%d: want task, metric and value between tabs", name, n)
		}
		v, err := strconv.ParseFloat(part[2], 64)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		g[Key{part[0], part[1]}] = v
	}
	return g, nil
}

// Write writes g in order of task and metric.
func (g Golden) Write(name string) error {
	var sb strings.Builder
	for _, k := range slices.SortedFunc(maps.Keys(g), func(a, b Key) int {
		return strings.Compare(a.Task+"\t"+a.Metric, b.Task+"\t"+b.Metric)
	}) {
		fmt.Fprintf(&sb, "%s\t%s\t%.4f\n", k.Task, k.Metric, g[k])
	}
	return os.WriteFile(name, []byte(sb.String()), 0o644)
}

// Add takes over the scores of r.
func (g Golden) Add(r *Result) {
	for _, m := range r.Task.Metrics {
		if v, ok := r.Scores[m.Name]; ok {
			g[Key{r.Task.Name, m.Name}] = v
		}
	}
}

// Drops lists the scores of r that fell below g by more than Noise.
func (g Golden) Drops(r *Result) []string {
	var out []string
	for _, m := range r.Task.Metrics {
		v, ok := r.Scores[m.Name]
		if old, had := g[Key{r.Task.Name, m.Name}]; ok && had && v < old-Noise {
			out = append(out, fmt.Sprintf("%s %s fell from %.4f to %.4f", r.Task.Name, m.Name, old, v))
		}
	}
	return out
}
