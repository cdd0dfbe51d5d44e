package main

import (
	"fmt"
	"os"
	"path/filepath"

	"vigil/internal/group"
	"vigil/internal/trace"
	"vigil/internal/train/stories"
)

// backgroundCmd builds data/background.bin.
type backgroundCmd struct {
	Corpora string `arg:"" type:"path" help:"Folder with voa/, ud/ and pos/."`
	Out     string `default:"data/background.bin" type:"path" help:"File to write."`
}

// Run builds and writes it.
func (c *backgroundCmd) Run() error {
	bg, err := stories.Background(c.Corpora)
	if err != nil {
		return err
	}
	return os.WriteFile(c.Out, bg.Format(), 0o644)
}

// storiesCmd learns the weights of internal/group.
type storiesCmd struct {
	Gold       string  `arg:"" type:"path" help:"Folder of news grouped into stories: NAME.dev.jsonl."`
	Background string  `default:"data/background.bin" type:"path"`
	Join       float64 `default:"0" help:"Threshold; 0 for the built-in."`
	Check      bool    `help:"Learn on half of the stories, score the other half, both ways."`
}

// storySets are the sets that weights are learned on, and whether to read them
// without their dates.
var storySets = []struct {
	name    string
	undated bool
}{{"gva", false}, {"gva", true}, {"allsides2021", false}, {"allsides3k", false}, {"ecbplus", false}, {"basil", false}, {"business", false}}

// Run prints the weights as internal/group/pair.go has them, and scores.
func (c *storiesCmd) Run() error {
	data, err := os.ReadFile(c.Background)
	if err != nil {
		return err
	}
	bg, err := trace.ParseBackground(string(data))
	if err != nil {
		return err
	}
	var sets []*stories.Set
	for _, s := range storySets {
		set, err := stories.Read(filepath.Join(c.Gold, s.name+".dev.jsonl"), s.undated)
		if err != nil {
			return err
		}
		sets = append(sets, set)
	}
	if !c.Check {
		return c.score(sets, sets, bg)
	}
	for k := range uint32(2) {
		var here, there []*stories.Set
		for _, s := range sets {
			here, there = append(here, s.Half(k)), append(there, s.Half(1-k))
		}
		if err := c.score(here, there, bg); err != nil {
			return err
		}
	}
	return nil
}

func (c *storiesCmd) score(learn, test []*stories.Set, bg trace.Background) error {
	w := stories.Fit(learn, bg)
	for i, name := range group.FeatureNames {
		fmt.Printf("\t%.2f, // %s\n", w[i], name)
	}
	for _, s := range test {
		p, r, f := s.BCubed(group.Options{Background: bg, Weights: &w, Join: c.Join})
		fmt.Printf("%-24s P %.4f R %.4f F1 %.4f\n", s.Name, p, r, f)
	}
	return nil
}
