package eval

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"unicode/utf8"

	"vigil"
)

// story is a line of news with what its set says of it.
type storyLine struct {
	report
	Story  string  `json:"story"`
	CopyOf *string `json:"copy_of"`
	Level  string  `json:"level"`
}

// traced is what vigil group says of a report.
type traced struct {
	ID     string `json:"id"`
	CopyOf string `json:"copy_of"`
	Copied []struct {
		Start, End int
		Of         string
	} `json:"copied"`
}

// readLines reads a file of JSON lines.
func readLines[T any](name string) ([]T, error) {
	r, err := open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var out []T
	d := json.NewDecoder(bufio.NewReader(r))
	for d.More() {
		var x T
		if err := d.Decode(&x); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, x)
	}
	return out, nil
}

// writeLines writes one JSON value a line.
func writeLines[T any](name string, xs []T) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, x := range xs {
		if err := e.Encode(x); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// inOrder writes the reports of gold in the order of their days.
func inOrder(gold, _, in string) error {
	rs, err := readLines[report](gold)
	if err != nil {
		return err
	}
	slices.SortStableFunc(rs, func(a, b report) int { return cmp.Compare(a.Published, b.Published) })
	return writeLines(in, rs)
}

// judgeRewrites gives, for each level of rewriting, the share of copies whose
// original was named, and the share of reports that are own work and were not
// called copies.
func judgeRewrites(gold, _, predicted string) (map[string]float64, error) {
	gs, err := readLines[storyLine](gold)
	if err != nil {
		return nil, err
	}
	of, err := byID(predicted)
	if err != nil {
		return nil, err
	}
	right, all := map[string]float64{}, map[string]float64{}
	for _, g := range gs {
		want := ""
		if g.CopyOf != nil {
			want = *g.CopyOf
		}
		level := g.Level
		if level == "independent" {
			level = "independent left alone"
		}
		all[level]++
		if of[g.ID].CopyOf == want {
			right[level]++
		}
	}
	for k, n := range all {
		right[k] /= n
	}
	return right, nil
}

func byID(predicted string) (map[string]traced, error) {
	ps, err := readLines[traced](predicted)
	m := map[string]traced{}
	for _, p := range ps {
		m[p.ID] = p
	}
	return m, err
}

const (
	stitchedPages = 50
	stitchSeed    = 1
)

// stitchPages writes the reports of gold with stitched pages among them, and
// keeps the pages in the folder.
func stitchPages(gold, folder, in string) error {
	gs, err := readLines[storyLine](gold)
	if err != nil {
		return err
	}
	var reports []vigil.Report
	story := map[string]string{}
	for _, g := range gs {
		r := vigil.Report{ID: g.ID, Title: g.Title, Text: g.Text, Source: g.Source}
		if day, err := vigil.ParseDay(g.Published); err == nil {
			r.Published.Days = vigil.Days{From: day, To: day}
		}
		reports = append(reports, r)
		story[g.ID] = g.Story
	}
	pages, out := Stitch(reports, story, stitchedPages, stitchSeed)
	var stream []report
	for _, g := range gs {
		if !out[g.ID] {
			stream = append(stream, g.report)
		}
	}
	for _, p := range pages {
		stream = append(stream, report{ID: p.Report.ID, Text: p.Report.Text, Source: p.Report.Source, Published: p.Report.Published.Day().String()})
	}
	slices.SortStableFunc(stream, func(a, b report) int { return cmp.Compare(a.Published, b.Published) })
	if err := writeLines(filepath.Join(folder, "pages.jsonl"), pages); err != nil {
		return err
	}
	return writeLines(in, stream)
}

// judgePages scores, over the sentences of the stitched pages, those that were
// traced to a report that holds them.
func judgePages(_, folder, predicted string) (map[string]float64, error) {
	pages, err := readLines[StitchedPage](filepath.Join(folder, "pages.jsonl"))
	if err != nil {
		return nil, err
	}
	of, err := byID(predicted)
	if err != nil {
		return nil, err
	}
	var said, right, gold, reworded, found float64
	for _, p := range pages {
		for _, part := range p.Parts {
			any, hit := of[p.Report.ID].traces(p.Report.Text, part)
			if any {
				said++
			}
			if hit {
				right++
			}
			if len(part.Of) > 0 {
				gold++
			}
			if part.Reworded && len(part.Of) > 0 {
				reworded++
				if hit {
					found++
				}
			}
		}
	}
	return map[string]float64{"sentence precision": right / max(1, said), "sentence recall": right / max(1, gold),
		"reworded recall": found / max(1, reworded)}, nil
}

// traces reports whether t traces most of a part to anywhere, and to a report
// that holds it.
func (t traced) traces(text string, p Part) (any, hit bool) {
	start := utf8.RuneCountInString(text[:p.Start])
	end := start + utf8.RuneCountInString(text[p.Start:p.End])
	for _, c := range t.Copied {
		if 2*(min(c.End, end)-max(c.Start, start)) > end-start {
			any = true
			hit = hit || slices.Contains(p.Of, c.Of)
		}
	}
	return any, hit
}
