package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"

	"vigil"
	"vigil/data"
	"vigil/internal/nlp"
	"vigil/internal/resolve/gazetteer"
	train "vigil/internal/train/where"

	"vigil/internal/resolve/where"
)

// whereCmd learns the weights of the resolver of places.
type whereCmd struct {
	Gold      string `arg:"" type:"path" help:"Folder with trnews_dev.jsonl, gwn_dev.jsonl and geovirus_dev.jsonl."`
	Gazetteer string `default:"data/gazetteer.bin" type:"path"`
	Out       string `default:"data/where.weights" type:"path" help:"File to write."`
	Errors    bool   `help:"List the errors by class when cross-validating."`
	Folds     int    `default:"0" help:"Cross-validate with so many folds and write nothing."`
}

// Run learns and writes, or cross-validates and prints.
func (c *whereCmd) Run() error {
	file, err := os.ReadFile(c.Gazetteer)
	if err != nil {
		return err
	}
	g, err := gazetteer.Open(string(file))
	if err != nil {
		return err
	}
	language, err := nlp.New(nlp.Models{Syntax: data.Syntax, Names: data.Names})
	if err != nil {
		return err
	}
	var reports []train.Report
	for _, set := range []string{"trnews_dev", "gwn_dev", "geovirus_dev"} {
		rs, err := train.Read(filepath.Join(c.Gold, set+".jsonl"), set, set == "geovirus_dev", language.Analyse)
		if err != nil {
			return err
		}
		reports = append(reports, rs...)
	}
	start := where.Start()
	if c.Folds > 0 {
		scores := map[string]*train.Score{}
		train.CrossValidate(g, start, reports, c.Folds, func(r *train.Report, places []vigil.Place) {
			if scores[r.Set] == nil {
				scores[r.Set] = &train.Score{}
			}
			scores[r.Set].Add(r.Report.Text, places, r.Gold)
		})
		var sets []string
		for s := range scores {
			sets = append(sets, s)
		}
		sort.Strings(sets)
		for _, s := range sets {
			fmt.Printf("%-14s%s\n", s, scores[s])
			if c.Errors {
				printErrors(s, scores[s].Errors)
			}
		}
		return nil
	}
	m := train.Train(g, start, reports)
	return os.WriteFile(c.Out, []byte(m.Format()), 0o644)
}

// printErrors lists errors, the commonest of each class first.
func printErrors(set string, errors map[string]int) {
	var keys []string
	for k := range errors {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		if errors[keys[i]] != errors[keys[j]] {
			return errors[keys[i]] > errors[keys[j]]
		}
		return keys[i] < keys[j]
	})
	for _, k := range keys {
		fmt.Printf("%s\t%d\t%s\n", set, errors[k], k)
	}
}
