package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"vigil"
)

func writeMarkdown(w io.Writer, rec *vigil.Record, opt Options) error {
	b := bufio.NewWriter(w)
	for i, s := range view(rec) {
		if i > 0 {
			fmt.Fprintln(b)
		}
		fmt.Fprintf(b, "## %s\n", s.title)
		if len(s.entries) == 0 {
			fmt.Fprintf(b, "\n%s\n", s.none)
		}
		for _, e := range s.entries {
			fmt.Fprintf(b, "\n### %s\n\n", mdText(e.head))
			for _, l := range e.lines {
				if l.label == "" {
					fmt.Fprintf(b, "  - %s\n", mdText(l.text))
				} else {
					fmt.Fprintf(b, "- **%s** %s\n", l.label, mdText(l.text))
				}
			}
			for _, q := range e.quotes {
				fmt.Fprintf(b, "\n> %s\n> — %s\n", mdText(q.text), mdText(q.report))
			}
		}
	}
	opt.About.markdown(b)
	if len(opt.Gone) > 0 {
		fmt.Fprint(b, "\n## Deleted\n\n")
		for _, g := range opt.Gone {
			fmt.Fprintf(b, "- %s %s: %s\n", mdText(g.Kind), mdText(g.ID), mdText(g.Cause))
		}
	}
	return b.Flush()
}

// markdown writes what a file is at its end.
func (a *About) markdown(w io.Writer) {
	if a != nil {
		fmt.Fprintf(w, "\n## About this file\n\n- **cite as** %s\n- **licence** %s\n- **made by** %s\n", mdText(a.Citation()), mdText(a.licence()), mdText(a.Software))
	}
}

// mdText keeps the words of a report from being read as Markdown or HTML.
func mdText(s string) string {
	return mdEscaper.Replace(printable(s))
}

var mdEscaper = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "#", `\#`, "|", `\|`, "&", "&amp;")
