package main

import (
	"fmt"
	"os"

	"vigil/internal/train/places"
)

// gazetteerCmd builds data/gazetteer.bin.
type gazetteerCmd struct {
	Cache  string `default:".cache" type:"path" help:"Folder of downloaded packages."`
	Tables string `default:"data/src/places" type:"path" help:"Our own tables of places."`
	Out    string `default:"data/gazetteer.bin" type:"path" help:"File to write."`
}

// Run builds and writes it.
func (c *gazetteerCmd) Run() error {
	data, err := places.Build(c.Cache, c.Tables)
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, data, 0o644); err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes\n", c.Out, len(data))
	return nil
}
