package main

import (
	"fmt"
	"os"

	"vigil/internal/nlp"
	"vigil/internal/train/syntax"
)

// trainCmd trains the models of internal/nlp.
type trainCmd struct {
	Cache      string   `default:".cache" type:"path" help:"Folder of downloaded packages."`
	Trees      []string `help:"UD treebanks, CoNLL-U, .gz or plain." type:"existingfile" required:""`
	Out        string   `default:"data/models/syntax.bin" type:"path" help:"File to write."`
	Tags       int      `default:"6" help:"Rounds of the taggers."`
	Perceptron int      `default:"6" help:"Rounds of the parser's perceptron."`
	Net        int      `default:"12" help:"Rounds of the parser's net."`
}

// Run trains and writes.
func (c *trainCmd) Run() error {
	b, err := syntax.Train(syntax.Options{Cache: c.Cache, Trees: c.Trees, TagRounds: c.Tags, PerceptronRounds: c.Perceptron, NetRounds: c.Net, Log: os.Stderr})
	if err == nil {
		b, err = nlp.Pack(b)
	}
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, b, 0o644); err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes\n", c.Out, len(b))
	return nil
}
