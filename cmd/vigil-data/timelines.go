package main

import (
	"context"
	"os"

	"vigil/internal/eval"
)

// timelinesCmd compares settings of internal/timeline.
type timelinesCmd struct {
	Bench string `default:"../shared/bench" help:"Folder of gold." type:"path"`
	Out   string `default:"eval-out" help:"Where what was read is kept." type:"path"`
	Vigil string `default:"bin/vigil" help:"The binary that reads." type:"path"`
}

// Help is printed by --help below the summary.
func (timelinesCmd) Help() string {
	return `Prints the date-F1 of timelines by every setting of how much a day matters, the
best setting, and how well topics fare by the setting that is best on all others.`
}

// Run prints the comparison.
func (c *timelinesCmd) Run() error {
	b := &eval.Bench{Gold: c.Bench, Out: c.Out, Vigil: c.Vigil, Log: os.Stderr}
	return b.CompareSettings(context.Background(), os.Stdout)
}
