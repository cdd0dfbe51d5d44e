package eval

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// Marks around the part of the page of scores that a program writes; what
// stands outside is kept.
const (
	begin = "<!-- scores: written by make eval -->"
	end   = "<!-- scores: end -->"
)

// Print writes the results for people, with the last stand beside them.
func Print(w io.Writer, results []*Result, was Golden) {
	fmt.Fprintf(w, "%-22s %-20s %7s %7s %6s %6s  %s\n", "task", "metric", "value", "was", "floor", "aim", "")
	for _, r := range results {
		if r.Note != "" {
			fmt.Fprintf(w, "%-22s %s\n", r.Task.Name, r.Note)
			continue
		}
		for i, m := range r.Task.Metrics {
			v, wall := r.Scores[m.Name], ""
			if i == 0 && r.Wall > 0 {
				wall = "  " + r.Wall.Round(time.Second/10).String()
			}
			old := "      –"
			if o, ok := was[Key{r.Task.Name, m.Name}]; ok {
				old = fmt.Sprintf("%7.4f", o)
			}
			fmt.Fprintf(w, "%-22s %-20s %7.4f %s %6s %6s  %s%s\n", r.Task.Name, m.Name, v, old, share(m.Floor), share(m.Aim), verdict(m, v), wall)
		}
	}
}

func share(f float64) string {
	if f == 0 {
		return ""
	}
	return strings.TrimPrefix(fmt.Sprintf("%.3g", f), "0")
}

func verdict(m Metric, v float64) string {
	switch {
	case m.Aim > 0 && v >= m.Aim:
		return "aim met"
	case m.Floor > 0 && v >= m.Floor:
		return "floor met"
	case m.Floor > 0:
		return "below"
	}
	return ""
}

// Page writes the table into the page of scores: rows of tasks that ran anew,
// the others as they stood. stamp says when and from which commit.
func Page(name string, results []*Result, stamp string) error {
	b, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	head, rest, ok1 := strings.Cut(string(b), begin)
	old, tail, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		return fmt.Errorf("%s: no %q … %q", name, begin, end)
	}
	rows := oldRows(old)
	for _, r := range results {
		for _, m := range r.Task.Metrics {
			if v, ok := r.Scores[m.Name]; ok {
				rows[Key{r.Task.Name, m.Name}] = fmt.Sprintf("| %s | %s | %.4f | %s | %s | %s | %s |", r.Task.Name, m.Name, v, share(m.Floor), share(m.Aim), verdict(m, v), stamp)
			}
		}
	}
	var sb strings.Builder
	sb.WriteString(head + begin + "\n\n| task | metric | value | floor | aim | | when, commit |\n|---|---|---|---|---|---|---|\n")
	for _, t := range Tasks {
		for _, m := range t.Metrics {
			row, ok := rows[Key{t.Name, m.Name}]
			if !ok {
				row = fmt.Sprintf("| %s | %s | – | %s | %s | not yet | |", t.Name, m.Name, share(m.Floor), share(m.Aim))
			}
			sb.WriteString(row + "\n")
		}
	}
	sb.WriteString("\n" + end)
	for _, r := range results {
		tail = withErrors(tail, r, stamp)
	}
	return os.WriteFile(name, []byte(sb.String()+tail), 0o644)
}

// withErrors puts the table of a task's errors in the place of the last one, or
// at the end.
func withErrors(page string, r *Result, stamp string) string {
	if r.Errors == "" {
		return page
	}
	from, to := "<!-- errors: "+r.Task.Name+" -->", "<!-- errors end: "+r.Task.Name+" -->"
	table := fmt.Sprintf("%s\n\n### Errors by class: %s (%s)\n\n%s\n%s", from, r.Task.Name, stamp, r.Errors, to)
	head, rest, ok1 := strings.Cut(page, from)
	_, tail, ok2 := strings.Cut(rest, to)
	if !ok1 || !ok2 {
		return strings.TrimRight(page, "\n") + "\n\n" + table + "\n"
	}
	return head + table + tail
}

// oldRows finds the rows of an earlier run that have a value.
func oldRows(table string) map[Key]string {
	rows := map[Key]string{}
	for line := range strings.Lines(table) {
		cell := strings.Split(line, "|")
		if len(cell) == 9 && strings.TrimSpace(cell[3]) != "–" {
			rows[Key{strings.TrimSpace(cell[1]), strings.TrimSpace(cell[2])}] = strings.TrimSpace(line)
		}
	}
	return rows
}
