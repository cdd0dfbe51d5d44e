package names

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"vigil"
	"vigil/internal/nlp"
)

// Document is a text with its names marked.
type Document struct {
	ID    string
	Fold  int // of our own briefs; -1 for other corpora
	Text  string
	Names []Name
	loose bool // marked by other rules than ours: names are full phrases, adjectives of nations are unmarked
}

// Name is a marked name.
type Name struct {
	vigil.Span // bytes of the text
	Type       nlp.NameType
	Kind       string
	Unsure     bool // there is something, but not by our rules: neither taught nor forbidden
}

// Read reads a corpus of the bench; the name of the file says which.
func Read(path string) ([]Document, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var r io.Reader = bytes.NewReader(raw)
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(r); err != nil {
			return nil, err
		}
	}
	var out []Document
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<26)
	for sc.Scan() {
		var m marked
		if err := json.Unmarshal(sc.Bytes(), &m); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if !m.open() {
			continue
		}
		out = append(out, m.document(filepath.Base(path)))
	}
	return out, sc.Err()
}

// marked is a line of a corpus.
type marked struct {
	ID       string `json:"id"`
	Fold     int    `json:"fold"`
	Text     string `json:"text"`
	Licence  string `json:"licence"`
	Part     string `json:"licence_part"`
	Entities []span `json:"entities"`
	Names    []span `json:"names"`
}

type span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Type  string `json:"type"`
	Kind  string `json:"kind"`
}

// open reports whether a shipped model may learn from the text.
func (m *marked) open() bool {
	return !strings.Contains(m.Licence, "NC") && !strings.Contains(m.Part, "BBC")
}

func (m *marked) document(file string) Document {
	d := Document{ID: m.ID, Fold: -1, Text: m.Text}
	spans := m.Entities
	if m.Names != nil {
		spans, d.Fold = m.Names, m.Fold
	}
	d.loose = strings.HasPrefix(file, "gum") || strings.HasPrefix(file, "re3d")
	at := offsets(m.Text)
	for _, s := range spans {
		if s.Start < 0 || s.End >= len(at) || s.Start >= s.End {
			continue
		}
		n := Name{Span: vigil.Span{Start: at[s.Start], End: at[s.End]}, Kind: s.Kind}
		n.Type, n.Unsure = typeOf(s.Type)
		if n.Type != nlp.NoName || n.Unsure {
			d.Names = append(d.Names, n)
		}
	}
	return d
}

// offsets returns the byte offset of each character, and the length.
func offsets(s string) []int {
	out := make([]int, 0, len(s)+1)
	for i := range s {
		out = append(out, i)
	}
	return append(out, len(s))
}

// typeOf maps the labels of all corpora to ours.
func typeOf(label string) (t nlp.NameType, unsure bool) {
	switch label {
	case "PER", "Person", "person", "politician":
		return nlp.PER, false
	case "ORG", "Organisation", "organization", "organisation", "politicalparty":
		return nlp.ORG, false
	case "LOC", "GPE", "Location", "place", "location", "country":
		return nlp.LOC, false
	case "NORP", "Nationality":
		return nlp.NORP, false
	case "FAC":
		return nlp.FAC, false
	case "MISC", "EVENT", "misc", "event", "election":
		return nlp.MISC, false
	case "abstract", "object", "substance", "animal", "plant", "MilitaryPlatform":
		return nlp.MISC, true
	}
	return nlp.NoName, false
}
