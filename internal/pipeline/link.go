package pipeline

import (
	"cmp"
	"strings"

	"vigil"
	"vigil/internal/group"
	"vigil/internal/merge"
	"vigil/internal/trace"
)

// link finds the stories of reports and what is copied among them.
func (c *Composer) link(reports []vigil.Report) ([]vigil.Story, []vigil.Copy) {
	g, t := group.New(group.Options{Background: c.Background}), trace.New(c.Background)
	story := make(map[string]string, len(reports))
	copies := make(map[string][]vigil.Copy, len(reports))
	update := func() {
		for _, m := range g.Moves() {
			story[m.Report] = m.To
		}
		for _, id := range t.Changed() {
			if o, ok := t.Origin(id); ok {
				copies[id] = copiesOf(o)
			}
		}
	}
	for i := range reports {
		r := &reports[i]
		story[r.ID] = g.Add(r)
		copies[r.ID] = copiesOf(t.Add(r))
		if i%1000 == 999 {
			update()
		}
	}
	g.Settle()
	update()
	var all []vigil.Copy
	for i := range reports {
		all = append(all, copies[reports[i].ID]...)
	}
	return stories(reports, story), all
}

// copiesOf puts an origin into the vocabulary.
func copiesOf(o trace.Origin) []vigil.Copy {
	var out []vigil.Copy
	for _, x := range o.Copied {
		why := "reworded"
		if x.Score >= trace.Verbatim {
			why = "same words"
		}
		out = append(out, vigil.Copy{Report: o.Report, Span: x.Span, Of: x.Of, From: x.OfSpan, Score: x.Score, Why: why})
	}
	for _, x := range o.Credit {
		out = append(out, vigil.Copy{Report: o.Report, Span: x.Span, Why: "credited to " + x.Agency, Score: 1})
	}
	return out
}

// stories lists stories in order of their first report.
func stories(reports []vigil.Report, of map[string]string) []vigil.Story {
	var out []vigil.Story
	at := map[string]int{}
	for i := range reports {
		r := &reports[i]
		id := of[r.ID]
		k, ok := at[id]
		if !ok {
			k = len(out)
			at[id] = k
			out = append(out, vigil.Story{ID: id, Title: headline(r)})
		}
		s := &out[k]
		s.Reports = append(s.Reports, r.ID)
		s.Days = s.Days.Cover(r.Published.Days)
	}
	return out
}

// headline returns what a report is headed by: its title, else its first line.
func headline(r *vigil.Report) string {
	line, _, _ := strings.Cut(strings.TrimSpace(r.Text), "\n")
	return cmp.Or(r.Title, line)
}

// mostCompanions is how many reports date one another at most: the rest adds
// work and no certainty.
const mostCompanions = 40

// companions returns the sets of reports that tell one story or share copied
// sentences, those of two or more.
func companions(in *merge.Input) [][]string {
	parent := map[string]string{}
	var root func(string) string
	root = func(x string) string {
		if p := parent[x]; p != "" && p != x {
			parent[x] = root(p)
			return parent[x]
		}
		return x
	}
	join := func(a, b string) {
		if x, y := root(a), root(b); x != y {
			parent[max(x, y)] = min(x, y)
		}
	}
	for _, s := range in.Stories {
		for _, id := range s.Reports[1:] {
			join(s.Reports[0], id)
		}
	}
	for _, x := range in.Copies {
		if x.Of != "" {
			join(x.Report, x.Of)
		}
	}
	sets := map[string][]string{}
	var order []string
	for i := range in.Reports {
		id := in.Reports[i].ID
		r := root(id)
		if len(sets[r]) == 0 {
			order = append(order, r)
		}
		if len(sets[r]) < mostCompanions || !in.Reports[i].Published.Known() {
			sets[r] = append(sets[r], id)
		}
	}
	var out [][]string
	for _, r := range order {
		if len(sets[r]) > 1 {
			out = append(out, sets[r])
		}
	}
	return out
}
