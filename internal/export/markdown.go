package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"vigil"
)

func writeMarkdown(w io.Writer, rec *vigil.Record, _ Options) error {
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
	return b.Flush()
}

// mdText keeps the words of a report from being read as Markdown or HTML.
func mdText(s string) string {
	return mdEscaper.Replace(printable(s))
}

var mdEscaper = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "#", `\#`, "|", `\|`, "&", "&amp;")
