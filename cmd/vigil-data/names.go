package main

import (
	"fmt"
	"os"

	"vigil"
	"vigil/data"
	"vigil/internal/interchange"
	"vigil/internal/nlp"
	"vigil/internal/pipeline"
	"vigil/internal/resolve"
	"vigil/internal/train/names"
)

// namesCmd trains the recogniser of names.
type namesCmd struct {
	Corpora []string `arg:"" type:"existingfile" help:"Corpora of marked names, from the bench."`
	Cache   string   `default:".cache" type:"path" help:"Folder of downloaded packages."`
	Tables  string   `default:"data/src/places" type:"path" help:"Folder of our own tables of places."`
	Own     string   `default:"data/src/names.txt" type:"path" help:"Sentences of our own that teach names."`
	Out     string   `default:"data/models/names.bin" type:"path" help:"File to write."`
	Words   int      `default:"150000" help:"Words that get clusters."`
	Rounds  int      `default:"8" help:"Rounds of training."`
	Trees   string   `type:"existingfile" help:"Treebank whose proper nouns teach names too: UD English EWT, training part." placeholder:"FILE"`
	Proper  string   `default:"data/src/web-names.txt" type:"path" help:"What its proper nouns are."`
	Cross   string   `type:"path" help:"Cross-validate over the folds of our briefs instead, and write what was read to this file." placeholder:"FILE"`
}

// parts is in how many parts the folds are cross-validated.
const parts = 4

// Run trains and writes, or cross-validates.
func (c *namesCmd) Run() error {
	language, err := nlp.New(nlp.Models{Syntax: data.Syntax})
	if err != nil {
		return err
	}
	t, err := names.New(names.Options{Cache: c.Cache, Tables: c.Tables, Words: c.Words, Rounds: c.Rounds, Log: os.Stderr, Analyse: language.Analyse})
	if err != nil {
		return err
	}
	sentences, err := names.Own(c.Own, c.Tables)
	if err != nil {
		return err
	}
	t.Add(sentences)
	if c.Trees != "" {
		docs, err := names.Treebank(c.Trees, c.Proper)
		if err != nil {
			return err
		}
		t.Add(docs)
	}
	var own []names.Document
	for _, path := range c.Corpora {
		docs, err := names.Read(path)
		if err != nil {
			return err
		}
		t.Add(docs)
		for _, d := range docs {
			if d.Fold >= 0 {
				own = append(own, d)
			}
		}
	}
	if c.Cross != "" {
		return c.cross(t, own)
	}
	b, err := nlp.Pack(t.Model())
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes\n", c.Out, len(b))
	return os.WriteFile(c.Out, b, 0o644)
}

// cross reads each part of the briefs with a model that has not seen it.
func (c *namesCmd) cross(t *names.Trainer, own []names.Document) error {
	f, err := os.Create(c.Cross)
	if err != nil {
		return err
	}
	defer f.Close()
	out := interchange.NewWriter(f, interchange.Names)
	for p := range parts {
		language, err := nlp.New(nlp.Models{Syntax: data.Syntax, Names: string(t.Model(p, p+parts, p+2*parts))})
		if err != nil {
			return err
		}
		for _, d := range own {
			if d.Fold%parts != p {
				continue
			}
			a := &pipeline.Analysis{Report: vigil.Report{ID: d.ID, Text: d.Text}, Doc: language.Analyse(d.Text), Resolved: &resolve.Result{}}
			if err := out.Write(a); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}
