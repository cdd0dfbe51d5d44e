// Package treebank reads corpora: UD treebanks in CoNLL-U, and tagged text.
package treebank

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"vigil"
	"vigil/internal/nlp"
)

// Sentence is one sentence with its gold marks.
type Sentence struct {
	ID     string
	Doc    string // id of its document
	Text   string
	Tokens []nlp.Token // spans into Text; a root's head is -1
}

// Open opens a file, unpacking .gz.
func Open(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil || !strings.HasSuffix(path, ".gz") {
		return f, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{z, f}, nil
}

// Read reads a CoNLL-U file. Sentences whose words do not spell their text are
// given their words with single spaces.
func Read(path string) ([]Sentence, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<22)
	var out []Sentence
	var cur reading
	doc := ""
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		switch {
		case line == "":
			if len(cur.rows) > 0 {
				s, err := cur.sentence()
				if err != nil {
					return nil, fmt.Errorf("%s:%d: %w", path, n, err)
				}
				s.Doc = doc
				out = append(out, s)
			}
			cur = reading{}
		case strings.HasPrefix(line, "# newdoc id = "):
			doc = strings.TrimPrefix(line, "# newdoc id = ")
		case strings.HasPrefix(line, "# sent_id = "):
			cur.id = strings.TrimPrefix(line, "# sent_id = ")
		case strings.HasPrefix(line, "# text = "):
			cur.text = strings.TrimPrefix(line, "# text = ")
		case line[0] != '#':
			cur.rows = append(cur.rows, strings.Split(line, "\t"))
		}
	}
	return out, sc.Err()
}

type reading struct {
	id, text string
	rows     [][]string
}

func (r *reading) sentence() (Sentence, error) {
	s := Sentence{ID: r.id, Text: r.text}
	var forms []string
	for _, row := range r.rows {
		if len(row) < 8 {
			return s, fmt.Errorf("row of %d columns", len(row))
		}
		if strings.Contains(row[0], "-") {
			continue
		}
		if strings.Contains(row[0], ".") {
			continue
		}
		head, err := strconv.Atoi(row[6])
		if err != nil {
			return s, fmt.Errorf("head %q", row[6])
		}
		forms = append(forms, row[1])
		s.Tokens = append(s.Tokens, nlp.Token{Lemma: row[2], UPOS: nlp.UPOS(index(nlp.UPOSTags[:], row[3])),
			XPOS: nlp.XPOS(index(nlp.XPOSTags[:], row[4])), Head: int32(head - 1), Deprel: nlp.Deprel(index(nlp.Deprels[:], row[7]))})
	}
	if !s.align(forms) {
		s.Text = strings.Join(forms, " ")
		s.align(forms)
	}
	return s, nil
}

func index(list []string, x string) int {
	for i, s := range list {
		if s == x {
			return i
		}
	}
	return 0
}

// align finds each form in the text, in order.
func (s *Sentence) align(forms []string) bool {
	at := 0
	for i, f := range forms {
		for at < len(s.Text) && (s.Text[at] == ' ' || strings.HasPrefix(s.Text[at:], "\u00a0")) {
			at++
		}
		if strings.HasPrefix(s.Text[at:], "\u00a0") {
			at += 2
		}
		if !strings.HasPrefix(s.Text[at:], f) {
			return false
		}
		s.Tokens[i].Span = vigil.Span{Start: at, End: at + len(f)}
		s.Tokens[i].Space = at == 0 || s.Text[at-1] == ' '
		at += len(f)
	}
	return true
}
