package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"vigil/internal/resolve/who"
)

type actorsNewCmd struct {
	ownFiles
	Paths []string `arg:"" optional:"" help:"Files or folders of reports, or - for standard input." placeholder:"PATH"`
	DB    string   `name:"db" help:"Look through this store." placeholder:"FILE"`
}

// Help is printed by --help below the summary.
func (actorsNewCmd) Help() string {
	return `Each body stands once, under the fullest of its names, with how many reports
name it (copies left out), since when, and how sure it is that there is such a
body. The lines are a file of actors: look each up, correct it, name the page it
rests on, and pass the file with --actors.

  vigil actors new reports/ > mine.txt
  vigil read reports/ --actors mine.txt`
}

// Run implements the command.
func (c *actorsNewCmd) Run(ctx context.Context) error {
	if len(c.Paths) == 0 && c.DB == "" {
		return errors.New("nothing to read: name files or folders, - for standard input, or --db (vigil actors new --help)")
	}
	analyser, composer, err := newPipeline(c.ownFiles)
	if err != nil {
		return err
	}
	read := readCmd{ownFiles: c.ownFiles, Paths: c.Paths, DB: c.DB, Quiet: true}
	k, err := read.keeper(ctx, composer)
	if err != nil {
		return err
	}
	defer k.close()
	if _, err := read.analyse(ctx, analyser, k); err != nil {
		return err
	}
	rec, err := k.record(ctx)
	if err != nil {
		return err
	}
	printNewcomers(os.Stdout, who.Newcomers(rec))
	return nil
}

func printNewcomers(w io.Writer, all []who.Newcomer) {
	country := "none yet"
	for i := range all {
		n := &all[i]
		if n.Country != country {
			country = n.Country
			if country == "" {
				fmt.Fprintln(w, "= -")
			} else {
				fmt.Fprintln(w, "= "+country)
			}
		}
		fmt.Fprintf(w, "# score %.2f, %d reports%s\n%s\n", n.Score, len(n.Reports), years(n.Seen), n.Line())
	}
}
