package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"vigil"
)

// ANSI styles.
const (
	bold  = "\x1b[1m"
	dim   = "\x1b[2m"
	plain = "\x1b[0m"
)

const labelWidth = 11

func writeText(w io.Writer, rec *vigil.Record, opt Options) error {
	b := bufio.NewWriter(w)
	width := opt.Width
	if width <= 0 {
		width = 100
	}
	t := textWriter{b, opt.Colour, max(width, 40)}
	for i, s := range view(rec) {
		if i > 0 {
			fmt.Fprintln(b)
		}
		t.section(s)
	}
	return b.Flush()
}

type textWriter struct {
	*bufio.Writer
	colour bool
	width  int
}

func (t textWriter) style(code, s string) string {
	if !t.colour {
		return s
	}
	return code + s + plain
}

func (t textWriter) section(s section) {
	fmt.Fprintln(t, t.style(bold, strings.ToUpper(s.title)))
	if len(s.entries) == 0 {
		fmt.Fprintln(t, "  "+s.none)
	}
	for _, e := range s.entries {
		fmt.Fprintln(t)
		t.wrap("  ", "  ", printable(e.head), bold)
		for _, l := range e.lines {
			t.wrap(fmt.Sprintf("    %-*s", labelWidth, l.label), strings.Repeat(" ", 4+labelWidth), printable(l.text), "")
		}
		for _, q := range e.quotes {
			t.wrap("    ", "    ", "“"+printable(q.text)+"”  "+q.report, dim)
		}
	}
}

// wrap prints words after first, further lines after rest.
func (t textWriter) wrap(first, rest, s, style string) {
	col, prefix := 0, first
	var line strings.Builder
	flush := func() {
		text := line.String()
		if style != "" {
			text = t.style(style, text)
		}
		fmt.Fprintln(t, strings.TrimRight(prefix+text, " "))
		line.Reset()
		prefix, col = rest, 0
	}
	for _, word := range strings.SplitAfter(s, " ") {
		n := utf8.RuneCountInString(word)
		if col > 0 && utf8.RuneCountInString(prefix)+col+n > t.width {
			flush()
		}
		line.WriteString(word)
		col += n
	}
	flush()
}

// printable drops control characters, so that a report cannot drive the
// terminal that shows it.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
}
