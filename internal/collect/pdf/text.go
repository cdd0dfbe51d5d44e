package pdf

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/ledongthuc/pdf"
	"golang.org/x/text/unicode/norm"
)

// line is a line of print.
type line struct {
	y, size, from, to float64
	text              strings.Builder
}

// paragraphs joins the letters of a page to lines and these to paragraphs, by
// where they stand.
func paragraphs(p pdf.Page) []string {
	lines := linesOf(p)
	var out []string
	var cur strings.Builder
	flush := func() {
		if s := strings.TrimSpace(cur.String()); s != "" {
			out = append(out, s)
		}
		cur.Reset()
	}
	gap := usualGap(lines)
	for i, l := range lines {
		text := repairArabic(strings.Join(strings.Fields(l.text.String()), " "))
		if i > 0 {
			prev := lines[i-1]
			down := prev.y - l.y
			indented := l.from > prev.from+l.size && prev.to < prev.from+0.9*(prev.to-prev.from)
			if down < 0 || down > 1.4*gap || math.Abs(prev.size-l.size) > 0.25*prev.size || indented {
				flush()
			}
		}
		join(&cur, text)
	}
	flush()
	return out
}

// join adds a line; a word parted at its end by a hyphen becomes one again.
func join(cur *strings.Builder, text string) {
	s := cur.String()
	switch {
	case s == "":
	case strings.HasSuffix(s, "-") && len(s) > 2 && startsLower(text) && unicode.IsLetter(rune(s[len(s)-2])):
		cur.Reset()
		cur.WriteString(s[:len(s)-1])
	case strings.HasSuffix(s, "\u00AD"):
		cur.Reset()
		cur.WriteString(strings.TrimSuffix(s, "\u00AD"))
	default:
		cur.WriteByte(' ')
	}
	cur.WriteString(text)
}

func startsLower(s string) bool {
	for _, r := range s {
		return unicode.IsLower(r)
	}
	return false
}

// linesOf reads the letters in the order they are drawn. A step back or to
// another height begins a line, a gap is a space.
func linesOf(p pdf.Page) []*line {
	var out []*line
	var cur *line
	for _, t := range p.Content().Text {
		size := math.Max(math.Abs(t.FontSize), 1)
		if cur == nil || math.Abs(t.Y-cur.y) > 0.4*cur.size || t.X < cur.to-2*cur.size {
			cur = &line{y: t.Y, size: size, from: t.X, to: t.X}
			out = append(out, cur)
		}
		if t.X > cur.to+0.2*size {
			cur.text.WriteByte(' ')
		}
		cur.text.WriteString(strings.ToValidUTF8(t.S, ""))
		cur.to = math.Max(cur.to, t.X+t.W)
	}
	return slices.DeleteFunc(out, func(l *line) bool { return strings.TrimSpace(l.text.String()) == "" })
}

// usualGap is the median distance of a line from the one above.
func usualGap(lines []*line) float64 {
	var gaps []float64
	for i := 1; i < len(lines); i++ {
		if d := lines[i-1].y - lines[i].y; d > 0 {
			gaps = append(gaps, d)
		}
	}
	if len(gaps) == 0 {
		return math.MaxFloat64
	}
	slices.Sort(gaps)
	return gaps[(len(gaps)-1)/2]
}

// repairArabic turns letters in the forms they are printed in, and in the
// order of the eye, back into those one writes; digits and Latin words keep
// theirs.
func repairArabic(s string) string {
	if !strings.ContainsFunc(s, isPrinted) {
		return s
	}
	runes := []rune(s)
	slices.Reverse(runes)
	for i := 0; i < len(runes); {
		j := i
		for j < len(runes) && runsLeft(runes[j]) {
			j++
		}
		slices.Reverse(runes[i:j])
		i = max(j, i+1)
	}
	return norm.NFKC.String(string(runes))
}

func isPrinted(r rune) bool { return r >= 0xFB50 && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFC }

func runsLeft(r rune) bool {
	return unicode.IsDigit(r) || unicode.Is(unicode.Latin, r) || unicode.Is(unicode.Cyrillic, r) || strings.ContainsRune(".,:/%-+", r)
}
