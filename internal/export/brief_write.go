package export

import (
	"bufio"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"
)

//go:embed brief.html
var briefHTML string

var briefPage = template.Must(template.New("brief").Funcs(template.FuncMap{
	"day":       func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") },
	"printable": printable,
}).Parse(briefHTML))

// WriteBrief writes a brief under a title as "md" or "html"; the page prints
// on paper as it is.
func WriteBrief(w io.Writer, b *Brief, title, format string) error {
	switch format {
	case "html":
		return briefPage.Execute(w, struct {
			*Brief
			Heading string
		}{b, title})
	case "md":
		return b.markdown(w, title)
	}
	return fmt.Errorf("no form %q of a brief: choose md or html", format)
}

func (b *Brief) markdown(out io.Writer, title string) error {
	w := bufio.NewWriter(out)
	fmt.Fprintf(w, "# %s\n\n", mdText(title))
	fmt.Fprintf(w, "%s to %s UTC. Preliminary: what reports say, on whose word, not what is known to be true. Numbers lead to the sentences below.\n",
		b.From.UTC().Format("2006-01-02 15:04"), b.To.UTC().Format("2006-01-02 15:04"))
	for _, s := range b.Sections {
		fmt.Fprintf(w, "\n## %s\n", s.Title)
		if len(s.Groups) == 0 {
			fmt.Fprintf(w, "\n%s\n", s.None)
		}
		for _, g := range s.Groups {
			fmt.Fprintf(w, "\n### %s\n\n", mdText(g.Head))
			for _, l := range g.Lines {
				fmt.Fprintf(w, "- %s%s\n", mdText(l.Text), mdCites(l.Cites))
			}
		}
	}
	fmt.Fprint(w, "\n## Sources\n\n")
	for _, s := range b.Sources {
		fmt.Fprintf(w, "%d. %s: “%s”\n", s.N, mdText(s.head()), mdText(s.Sentence))
	}
	return w.Flush()
}

// head names a source's report.
func (s BriefSource) head() string {
	parts := []string{s.Outlet}
	for _, x := range []string{s.Day, s.Title, s.Link} {
		if x != "" {
			parts = append(parts, x)
		}
	}
	return strings.Join(parts, ", ")
}

func mdCites(ns []int) string {
	var b strings.Builder
	for _, n := range ns {
		fmt.Fprintf(&b, " [%d]", n)
	}
	return b.String()
}
