package desk

import (
	"slices"
	"unicode/utf8"

	"vigil"
)

// Mark is a stretch of a text and why it is marked.
type Mark struct {
	vigil.Span
	Class string // "evidence", "claim", "value" or "copy"
	Claim string
	Of    string // of a copy: the report it is copied from
}

// Piece is a stretch of text with everything that marks it.
type Piece struct {
	Text  string
	Marks []Mark
	First bool // the first piece of a mark of class "value", to jump to
}

// Has reports whether a mark of that class lies on p.
func (p Piece) Has(class string) bool {
	return slices.ContainsFunc(p.Marks, func(m Mark) bool { return m.Class == class })
}

// Classes names what marks p, for a stylesheet.
func (p Piece) Classes() string {
	out := ""
	for _, class := range []string{"evidence", "claim", "value", "copy"} {
		if p.Has(class) {
			out += " m-" + class
		}
	}
	return out
}

// Cut cuts a text at the borders of marks. Marks that lie outside it or cut a
// character are mended or dropped: spans come from files.
func Cut(text string, marks []Mark) []Piece {
	marks = slices.Clone(marks)
	cuts := []int{0, len(text)}
	kept := marks[:0]
	for _, m := range marks {
		m.Start, m.End = boundary(text, m.Start), boundary(text, m.End)
		if m.Start < m.End {
			kept = append(kept, m)
			cuts = append(cuts, m.Start, m.End)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []Piece
	seen := false
	for i := 0; i+1 < len(cuts); i++ {
		p := Piece{Text: text[cuts[i]:cuts[i+1]]}
		for _, m := range kept {
			if m.Start <= cuts[i] && cuts[i+1] <= m.End {
				p.Marks = append(p.Marks, m)
			}
		}
		if p.Has("value") && !seen {
			p.First, seen = true, true
		}
		out = append(out, p)
	}
	return out
}

func boundary(text string, i int) int {
	i = min(max(i, 0), len(text))
	for i > 0 && i < len(text) && !utf8.RuneStart(text[i]) {
		i--
	}
	return i
}
