package names

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigil"
	"vigil/internal/nlp"
)

// newLists holds the small lists alone; the rest comes from packages.
func newLists(t *testing.T) *lists {
	t.Helper()
	tokeniser, err := nlp.New(nlp.Models{})
	if err != nil {
		t.Fatal(err)
	}
	l := &lists{tokeniser: tokeniser, runs: map[uint32]uint32{}}
	for _, add := range []func(string, string) error{l.countries, l.directory, l.words} {
		if err := add("", ""); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

func newAnalyser(t *testing.T) *nlp.Analyser {
	t.Helper()
	syntax, err := os.ReadFile(filepath.Join("..", "..", "..", "data", "models", "syntax.bin"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := nlp.New(nlp.Models{Syntax: string(syntax)})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// mark makes a document of a text with phrases marked "[PER the phrase]".
func mark(t *testing.T, s string) *Document {
	t.Helper()
	d := &Document{Fold: -1, loose: true}
	var b strings.Builder
	for s != "" {
		before, rest, ok := strings.Cut(s, "[")
		b.WriteString(before)
		if !ok {
			break
		}
		inside, after, _ := strings.Cut(rest, "]")
		label, text, _ := strings.Cut(inside, " ")
		typ, unsure := typeOf(label)
		d.Names = append(d.Names, Name{Span: vigil.Span{Start: b.Len(), End: b.Len() + len(text)}, Type: typ, Unsure: unsure})
		b.WriteString(text)
		s = after
	}
	d.Text = b.String()
	return d
}

func TestAlign(t *testing.T) {
	l, a := newLists(t), newAnalyser(t)
	for _, c := range []struct{ in, want string }{
		{"We met [person President Amina Diallo] there.", "PER Amina Diallo"},
		{"[organization the Ministry of Health] said so.", "ORG Ministry of Health"},
		{"It is [place Lahore, a town of millions] now.", "LOC Lahore"},
		{"[person the old man] sat in [place Oslo's] harbour.", "LOC Oslo"},
		{"The French boat left.", "NORP French"},
		{"[Organisation Iraq] and [Organisation these rebels] agreed.", "LOC Iraq"},
		{"[abstract Gone With the Wind] was shown.", ""},
	} {
		d := mark(t, c.in)
		g := l.align(d, a.Analyse(d.Text))
		var got []string
		for _, n := range g.names {
			got = append(got, n.Type.String()+" "+n.In(d.Text))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s: got %q, want %q", c.in, s, c.want)
		}
	}
}

// A dateline shifts the names behind it and none of them is lost.
func TestDatelines(t *testing.T) {
	g, err := newDatelines()
	if err != nil {
		t.Fatal(err)
	}
	g.persons = []string{"Amina Diallo"}
	text := "Shells fell on Kharkiv."
	d := Document{Text: text, Names: []Name{{Span: vigil.Span{Start: 15, End: 22}, Type: nlp.LOC}}}
	for range 50 {
		out := g.before(&d)
		last := out.Names[len(out.Names)-1]
		if !strings.HasSuffix(out.Text, text) || last.In(out.Text) != "Kharkiv" || len(out.Names) < 2 {
			t.Fatalf("%q: %v", out.Text, out.Names)
		}
		for _, n := range out.Names[:len(out.Names)-1] {
			if s := n.In(out.Text); s == "" || strings.TrimSpace(s) != s {
				t.Fatalf("%q: name %q", out.Text, s)
			}
		}
	}
}
