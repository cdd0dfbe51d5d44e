package coref

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"vigil/internal/nlp"
)

const two = `{"id":"a","fold":0,"text":"“Hello,” Ana Paz said. She left Lodo.","names":[{"start":9,"end":16,"type":"PER","kind":null,"entity":"e1"},{"start":32,"end":36,"type":"GPE","kind":null,"entity":"e2"}],"refs":[{"start":23,"end":26,"entity":"e1"}]}
{"id":"b","fold":1,"text":"Rebels hold Lodo. The town is calm.","names":[{"start":12,"end":16,"type":"GPE","entity":"e1"}],"refs":[{"start":18,"end":26,"entity":"e1"}]}
`

func read(t *testing.T) ([]Example, *nlp.Analyser) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "briefs.jsonl")
	if err := os.WriteFile(path, []byte(two), 0o644); err != nil {
		t.Fatal(err)
	}
	briefs, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	syntax, err := os.ReadFile("../../../data/models/syntax.bin")
	if err != nil {
		t.Fatal(err)
	}
	language, err := nlp.New(nlp.Models{Syntax: string(syntax)})
	if err != nil {
		t.Fatal(err)
	}
	return Prepare(briefs, language), language
}

// Offsets are characters: a curly quote before a name must not move it.
func TestMark(t *testing.T) {
	xs, _ := read(t)
	d := xs[0].gold
	if len(d.Names) != 2 || d.Names[0].In(d.Text) != "Ana Paz" || d.Names[1].In(d.Text) != "Lodo" {
		t.Fatalf("names %v", d.Names)
	}
	for tok, e := range xs[0].refs {
		if d.Word(tok) != "She" || d.Entities[e].Name != "Ana Paz" {
			t.Errorf("reference %q to %q", d.Word(tok), d.Entities[e].Name)
		}
	}
	if len(xs[0].refs) != 1 || len(xs[1].refs) != 1 {
		t.Errorf("references %v, %v", xs[0].refs, xs[1].refs)
	}
}

// The same briefs give the same bytes.
func TestLearnTwice(t *testing.T) {
	xs, language := read(t)
	set := Defaults
	set.MinCount, set.MinHead = 1, 1
	a, b := Learn(xs, language, set), Learn(xs, language, set)
	if !bytes.Equal(a, b) {
		t.Error("two models of the same briefs differ")
	}
	if _, err := nlp.New(nlp.Models{Refs: string(a)}); err != nil {
		t.Error(err)
	}
}

func TestCrossValidate(t *testing.T) {
	xs, language := read(t)
	seen := 0
	err := CrossValidate(xs, func(model string) (*nlp.Analyser, error) { return nlp.New(nlp.Models{Refs: model}) }, language, Defaults,
		func(x *Example) error { seen++; return nil })
	if err != nil || seen != 2 {
		t.Errorf("%d examples read, %v", seen, err)
	}
}
