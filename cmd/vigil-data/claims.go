package main

import (
	"fmt"
	"os"
	"path/filepath"

	"vigil/data"
	"vigil/internal/extract"
	"vigil/internal/interchange"
	"vigil/internal/nlp"
	"vigil/internal/pipeline"
	"vigil/internal/resolve"
	"vigil/internal/resolve/when"
	"vigil/internal/resolve/where"
	"vigil/internal/resolve/who"
	"vigil/internal/train/claims"
)

// claimsCmd learns the models of extraction.
type claimsCmd struct {
	Gold   string `arg:"" type:"path" help:"Reports coded by hand: voa/briefs.jsonl of the bench."`
	Own    string `default:"data/src/statements.txt" type:"path" help:"Invented sentences that teach statements."`
	Tolls  string `default:"data/src/tolls.txt" type:"path" help:"Invented sentences that teach tolls."`
	Out    string `default:"data/models" type:"path" help:"Folder for claims.bin and statements.bin."`
	Briefs string `default:"data/src/briefs" type:"path" help:"Folder of reports that we wrote and coded ourselves."`
	Cross  string `type:"path" help:"Cross-validate over the folds instead, and write what was read to this file." placeholder:"FILE"`
}

// folds is into how many parts the coded reports are cut.
const folds = 12

// Run learns and writes, or cross-validates.
func (c *claimsCmd) Run() error {
	reports, err := claims.Read(c.Gold)
	if err != nil {
		return err
	}
	language, resolver, err := newReader()
	if err != nil {
		return err
	}
	reports = claims.Augment(reports)
	for _, own := range []struct {
		path    string
		teaches claims.Lessons
	}{{c.Own, claims.Statements}, {c.Tolls, claims.Tallies}} {
		list, err := claims.Own(own.path, own.teaches, folds)
		if err != nil {
			return err
		}
		reports = append(reports, list...)
	}
	written, err := claims.ReadWritten(c.Briefs)
	if err != nil {
		return err
	}
	reports = append(reports, written...)
	for i := range reports {
		r := &reports[i]
		r.Doc = language.Analyse(r.Report.Text)
		r.Res = resolver.Resolve(&r.Report, r.Doc)
	}
	if c.Cross != "" {
		return crossClaims(reports, c.Cross)
	}
	models, err := claims.Learn(reports)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(c.Out, "claims.bin"), []byte(models.Claims), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(c.Out, "statements.bin"), []byte(models.Statements), 0o644)
}

func crossClaims(reports []claims.Report, name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	out := interchange.NewWriter(f, interchange.Claims|interchange.Attributions|interchange.Text)
	err = claims.CrossValidate(reports, func(x *extract.Extractor, r *claims.Report) error {
		a := &pipeline.Analysis{Report: r.Report, Doc: r.Doc, Resolved: r.Res}
		a.Claims, a.Attributions = x.Extract(&r.Report, r.Doc, r.Res)
		return out.Write(a)
	})
	if err != nil {
		return fmt.Errorf("cross-validation: %w", err)
	}
	return out.Flush()
}

// newReader puts together the stages before extraction.
func newReader() (*nlp.Analyser, *resolve.Resolver, error) {
	language, err := nlp.New(nlp.Models{Syntax: data.Syntax, Names: data.Names, Refs: data.Refs})
	if err != nil {
		return nil, nil, err
	}
	places, err := where.New(data.Gazetteer, data.WhereWeights)
	if err != nil {
		return nil, nil, err
	}
	directory, err := who.Load()
	if err != nil {
		return nil, nil, err
	}
	return language, &resolve.Resolver{Where: places, When: when.New(), Who: who.New(directory)}, nil
}
