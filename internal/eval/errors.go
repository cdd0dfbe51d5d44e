package eval

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// ErrorTable counts a task's errors by class, as a table in Markdown: a row a
// class, a column a kind of error. The scorer gives the figures that count;
// this says where to look.
type ErrorTable func(gold, predicted io.Reader) (string, error)

// timexes is what a gold or predicted line has of times.
type timexes struct {
	ID      string  `json:"id"`
	Timexes []timex `json:"timexes"`
	Times   []timex `json:"times"`
}

type timex struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Type  string `json:"type"`
	Value string `json:"value"`
}

// timeErrors counts, for each TIMEX3 type of the gold, what was missed, what
// was found with another extent, type or value, and for each predicted type
// what stands where the gold has nothing.
func timeErrors(gold, predicted io.Reader) (string, error) {
	g, err := decode[timexes](gold)
	if err != nil {
		return "", err
	}
	p, err := decode[timexes](predicted)
	if err != nil {
		return "", err
	}
	by := map[string][]timex{}
	for _, r := range p {
		by[r.ID] = r.Times
	}
	kinds := []string{"gold", "missed", "extent", "type", "value", "spurious"}
	count := counts{}
	for _, r := range g {
		left := slices.Clone(by[r.ID])
		for _, x := range r.Timexes {
			count.add(x.Type, "gold")
			i := bestOverlap(x, left)
			if i < 0 {
				count.add(x.Type, "missed")
				continue
			}
			y := left[i]
			left = slices.Delete(left, i, i+1)
			for kind, wrong := range map[string]bool{"extent": y.Start != x.Start || y.End != x.End, "type": y.Type != x.Type, "value": y.Value != x.Value} {
				if wrong {
					count.add(x.Type, kind)
				}
			}
		}
		for _, y := range left {
			count.add(y.Type, "spurious")
		}
	}
	return countTable("type", []string{"DATE", "TIME", "DURATION", "SET"}, kinds, count), nil
}

// counts holds errors by class and kind.
type counts map[string]map[string]int

func (c counts) add(class, kind string) {
	if c[class] == nil {
		c[class] = map[string]int{}
	}
	c[class][kind]++
}

// bestOverlap is the index in ys of what overlaps x most, or -1.
func bestOverlap(x timex, ys []timex) int {
	best, most := -1, 0
	for i, y := range ys {
		if n := min(x.End, y.End) - max(x.Start, y.Start); n > most {
			best, most = i, n
		}
	}
	return best
}

// countTable prints counts, a row a class and a column a kind.
func countTable(corner string, classes, kinds []string, count map[string]map[string]int) string {
	var sb strings.Builder
	fmt.Fprintf(&sb, "| %s | %s |\n|---%s|\n", corner, strings.Join(kinds, " | "), strings.Repeat("|---", len(kinds)))
	for _, c := range classes {
		fmt.Fprintf(&sb, "| %s |", c)
		for _, k := range kinds {
			fmt.Fprintf(&sb, " %d |", count[c][k])
		}
		sb.WriteString("\n")
	}
	return sb.String()
}

// decode reads JSON values one after another.
func decode[T any](r io.Reader) ([]T, error) {
	var out []T
	for dec := json.NewDecoder(r); ; {
		var x T
		if err := dec.Decode(&x); err == io.EOF {
			return out, nil
		} else if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
}

// errorTable runs the task's ErrorTable over what was scored.
func (b *Bench) errorTable(t *Task, gold string) (string, error) {
	g, p, done, err := openBoth(gold, b.Predicted(t))
	if err != nil {
		return "", err
	}
	defer done()
	return t.Errors(g, p)
}
