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
	"vigil/internal/train/coref"
)

// refsCmd learns the model of references.
type refsCmd struct {
	Gold  string `arg:"" type:"path" help:"Reports with names, entities and references marked: voa/briefs.jsonl of the bench."`
	Out   string `default:"data/models/refs.bin" type:"path" help:"File to write."`
	Cross string `type:"path" help:"Cross-validate over the folds instead, and write what was read to this file." placeholder:"FILE"`
	Names string `type:"existingfile" help:"When cross-validating, take the names of this file: those of vigil-data names --cross, whose models had not seen the reports, or the gold's." placeholder:"FILE"`
}

// Run learns and writes, or cross-validates.
func (c *refsCmd) Run() error {
	briefs, err := coref.Read(c.Gold)
	if err != nil {
		return err
	}
	language, err := nlp.New(nlp.Models{Syntax: data.Syntax, Names: data.Names})
	if err != nil {
		return err
	}
	examples := coref.Prepare(briefs, language)
	if c.Cross != "" {
		return c.cross(examples, language)
	}
	model := coref.Learn(examples, language, coref.Defaults)
	if err := os.WriteFile(c.Out, model, 0o644); err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes\n", c.Out, len(model))
	return nil
}

func (c *refsCmd) cross(examples []coref.Example, language *nlp.Analyser) error {
	f, err := os.Create(c.Cross)
	if err != nil {
		return err
	}
	defer f.Close()
	if c.Names != "" {
		names, err := coref.Read(c.Names)
		if err != nil {
			return err
		}
		coref.TakeNames(examples, names)
	}
	open := func(model string) (*nlp.Analyser, error) {
		return nlp.New(nlp.Models{Syntax: data.Syntax, Refs: model})
	}
	out := interchange.NewWriter(f, interchange.Names)
	err = coref.CrossValidate(examples, open, language, coref.Defaults, func(x *coref.Example) error {
		return out.Write(&pipeline.Analysis{Report: vigil.Report{ID: x.Brief.ID, Text: x.Brief.Text}, Doc: x.Doc, Resolved: &resolve.Result{}})
	})
	if err != nil {
		return fmt.Errorf("cross-validation: %w", err)
	}
	return out.Flush()
}
