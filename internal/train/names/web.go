package names

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"vigil"
	"vigil/internal/nlp"
	"vigil/internal/train/treebank"
)

// webNames says what the proper nouns of a treebank are: name → type, as
// data/src/web-names.txt spells it.
type webNames map[string]string

// readWebNames reads lines of "TYPE: name | name".
func readWebNames(path string) (webNames, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	out := webNames{}
	n := 0
	for line := range strings.Lines(string(raw)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		kind, list, ok := strings.Cut(line, ": ")
		if t, unsure := webType(kind); !ok || t == nlp.NoName && !unsure && kind != notName {
			return nil, fmt.Errorf("%s:%d: no type %q", path, n, kind)
		}
		for name := range strings.SplitSeq(list, " | ") {
			if out[name] != "" {
				return nil, fmt.Errorf("%s:%d: %s is %s already", path, n, name, out[name])
			}
			out[name] = kind
		}
	}
	return out, nil
}

// What proper nouns are besides names: titles and days are none, some are one
// thing here and another there.
const (
	notName   = "-"
	sometimes = "?"
)

func webType(kind string) (t nlp.NameType, unsure bool) {
	if kind == sometimes {
		return nlp.MISC, true
	}
	return typeOf(kind)
}

// longestWeb is how many tokens a name of a treebank may have.
const longestWeb = 12

// Treebank reads a treebank whose proper nouns are tagged, one document for
// each of its own, a sentence a line, with names as the table at words says.
func Treebank(path, words string) ([]Document, error) {
	table, err := readWebNames(words)
	if err != nil {
		return nil, err
	}
	sentences, err := treebank.Read(path)
	if err != nil {
		return nil, err
	}
	var out []Document
	for i := range sentences {
		s := &sentences[i]
		if i == 0 || s.Doc != sentences[i-1].Doc {
			out = append(out, Document{ID: s.Doc, Fold: -1})
		}
		d := &out[len(out)-1]
		for _, n := range table.mark(s) {
			n.Start, n.End = n.Start+len(d.Text), n.End+len(d.Text)
			d.Names = append(d.Names, n)
		}
		d.Text += s.Text + "\n"
	}
	return out, nil
}

// mark finds the names of a sentence: each run of proper nouns is cut into the
// longest names of the table, which may go on beyond it ("University of X"); a
// run that is not made of them teaches nothing.
func (table webNames) mark(s *treebank.Sentence) []Name {
	var out []Name
	for i := 0; i < len(s.Tokens); {
		if !isProper(&s.Tokens[i]) {
			i++
			continue
		}
		cut, end := table.cut(s, i)
		if cut == nil {
			end = runEnd(s, i)
			cut = []Name{{Span: spanOf(s, i, end), Type: nlp.MISC, Unsure: true}}
		}
		out = append(out, cut...)
		i = end
	}
	return slices.DeleteFunc(out, func(n Name) bool { return n.Type == nlp.NoName && !n.Unsure })
}

// cut cuts the run of proper nouns at token i into names, and says where it
// ends; nil if it is not made of names.
func (table webNames) cut(s *treebank.Sentence, i int) (names []Name, end int) {
	for i < len(s.Tokens) && isProper(&s.Tokens[i]) {
		j := min(i+longestWeb, len(s.Tokens))
		for ; j > i; j-- {
			if kind := table[spanOf(s, i, j).In(s.Text)]; kind != "" {
				n := Name{Span: spanOf(s, i, j)}
				n.Type, n.Unsure = webType(kind)
				names = append(names, n)
				break
			}
		}
		if j == i {
			return nil, 0
		}
		i = j
	}
	return names, i
}

func runEnd(s *treebank.Sentence, i int) int {
	for i < len(s.Tokens) && isProper(&s.Tokens[i]) {
		i++
	}
	return i
}

func spanOf(s *treebank.Sentence, first, last int) vigil.Span {
	return vigil.Span{Start: s.Tokens[first].Start, End: s.Tokens[last-1].End}
}

func isProper(t *nlp.Token) bool { return t.XPOS == nlp.TagNNP || t.XPOS == nlp.TagNNPS }
