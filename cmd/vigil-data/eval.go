package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"vigil/internal/eval"
)

type evalCmd struct {
	Tasks  []string `arg:"" optional:"" help:"Tasks to run, by the start of their names. Default: all."`
	Bench  string   `default:"../shared/bench" help:"Folder of gold and score.py." type:"path"`
	Out    string   `default:"eval-out" help:"Where inputs, predictions and scores are kept." type:"path"`
	Vigil  string   `default:"bin/vigil" help:"The binary under test." type:"path"`
	Golden string   `default:"testdata/scores.golden" help:"Scores that the repository stands by." type:"path"`
	Page   string   `default:"docs/scores.md" help:"Page of scores, written with --update." type:"path"`
	Update bool     `help:"Write the golden and the page."`
}

// Help is printed by --help below the summary.
func (evalCmd) Help() string {
	return `Runs the built vigil over gold, has the bench's score.py count, and compares
with the golden. A fall beyond noise is an error unless --update takes it over.
Predictions are kept a folder a task; one binary reads the same input once.`
}

// Run implements the command.
func (c *evalCmd) Run() error {
	b := &eval.Bench{Gold: c.Bench, Out: c.Out, Vigil: c.Vigil, Python: "python3", Log: os.Stderr}
	golden, err := eval.ReadGolden(c.Golden)
	if err != nil {
		return err
	}
	tasks := eval.Pick(c.Tasks)
	if len(tasks) == 0 {
		return fmt.Errorf("no task starts with %s", strings.Join(c.Tasks, ", "))
	}
	var results []*eval.Result
	var failed error
	for _, t := range tasks {
		fmt.Fprintf(os.Stderr, "%s …\n", t.Name)
		r, err := b.Run(context.Background(), t)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		results = append(results, r)
	}
	eval.Print(os.Stdout, results, golden)
	if c.Update {
		return errors.Join(failed, c.update(golden, results))
	}
	for _, r := range results {
		for _, d := range golden.Drops(r) {
			failed = errors.Join(failed, errors.New(d))
		}
	}
	return failed
}

// update takes the results over into the golden and the page.
func (c *evalCmd) update(golden eval.Golden, results []*eval.Result) error {
	for _, r := range results {
		golden.Add(r)
	}
	return errors.Join(golden.Write(c.Golden), eval.Page(c.Page, results, time.Now().Format(time.DateOnly)+", "+commit()))
}

// commit names the tree that was measured; "+" if it holds changes of its own.
func commit() string {
	out, err := exec.Command("git", "describe", "--always", "--dirty=+", "--exclude=*").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}
