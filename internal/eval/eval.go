// Package eval takes the gold of a bench folder and the built binary, runs the
// one over the other, and returns the scores that the bench's own score.py
// prints. The scorer defines every number; this package only turns gold into
// reports, keeps what was predicted, reads the scorer's lines, and holds them
// against testdata/scores.golden.
package eval

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Bench says where things are.
type Bench struct {
	Gold   string // folder that holds score.py and the gold
	Out    string // where inputs, predictions and scores are kept, a folder a task
	Vigil  string // the binary under test
	Python string // runs score.py
	Log    io.Writer
}

// Task is one row of the bench: a set of gold files, how they become reports,
// the subcommand that reads them and what is asked of its scores.
type Task struct {
	Name    string   // unique; tasks are picked by a prefix of it: "time/aquaint"
	Score   string   // score.py's name of the task
	Program string   // Python in place of score.py, on the scorer's own functions: given the bench, the gold and what was predicted, it prints as score.py does
	Gold    []string // files below Bench.Gold; more than one are scored as one
	Input   Input
	Command []string // of vigil; nil: predictions come from elsewhere, see Predicted
	Metrics []Metric

	// Tasks that score.py does not know bring their own ways: Prepare writes
	// what vigil reads, Judge scores what it wrote, both from the gold. What
	// Prepare finds out beyond the gold it keeps in the folder for Judge.
	Prepare func(gold, folder, in string) error
	Files   string                        // pattern below Bench.Gold of files that Command is given
	Finish  func(b *Bench, t *Task) error // makes what Command wrote into predictions
	Judge   func(gold, folder, predicted string) (map[string]float64, error)
	Errors  ErrorTable // or nil
}

// Metric is one line of the scorer and what the project asks of it.
type Metric struct {
	Name       string
	Floor, Aim float64 // 0: none
}

// Result is what one task scored.
type Result struct {
	Task   *Task
	Scores map[string]float64 // by the scorer's name; nil if the task could not run
	Errors string             // the task's ErrorTable, or ""
	Note   string             // why it could not run, or ""
	Wall   time.Duration      // of the run of vigil; 0 if an earlier one's output was used
}

// Noise is by how much a score may fall before the gate shuts. The analyser is
// deterministic, so any fall is real on these texts; less than this is not
// worth holding a change for.
const Noise = 0.003

// Predicted is where the predictions of a task lie. For tasks without Command
// (cross-validation: each fold by a model that did not see it) whoever makes
// them writes them there.
func (b *Bench) Predicted(t *Task) string { return filepath.Join(b.dir(t), "pred.jsonl") }

func (b *Bench) dir(t *Task) string {
	return filepath.Join(b.Out, strings.ReplaceAll(t.Name, "/", "-"))
}

// Run runs one task. A task that cannot run yet gives a Note, not an error.
func (b *Bench) Run(ctx context.Context, t *Task) (*Result, error) {
	r := &Result{Task: t}
	if err := os.MkdirAll(b.dir(t), 0o755); err != nil {
		return nil, err
	}
	gold, err := b.gold(t)
	if err != nil {
		return nil, fmt.Errorf("%s: gold: %w", t.Name, err)
	}
	switch {
	case t.Command == nil && !exists(b.Predicted(t)):
		r.Note = "no " + b.Predicted(t)
		return r, nil
	case t.Command != nil && !b.knows(ctx, t.Command[0]):
		r.Note = "vigil " + t.Command[0] + " is not there yet"
		return r, nil
	case t.Command != nil:
		if r.Wall, err = b.predict(ctx, t); err != nil {
			return nil, fmt.Errorf("%s: %w", t.Name, err)
		}
	}
	if r.Scores, err = b.judge(ctx, t, gold); err != nil {
		return nil, fmt.Errorf("%s: %w", t.Name, err)
	}
	if t.Errors != nil {
		if r.Errors, err = b.errorTable(t, gold); err != nil {
			return nil, fmt.Errorf("%s: errors by class: %w", t.Name, err)
		}
	}
	for _, m := range t.Metrics {
		if _, ok := r.Scores[m.Name]; ok {
			return r, nil
		}
	}
	return nil, fmt.Errorf("%s: the scorer gives none of the task's metrics", t.Name)
}

// judge scores what was predicted, by score.py or the task's own way.
func (b *Bench) judge(ctx context.Context, t *Task, gold string) (map[string]float64, error) {
	if t.Judge != nil {
		return t.Judge(gold, b.dir(t), b.Predicted(t))
	}
	out, err := b.score(ctx, t, gold)
	if err != nil {
		return nil, err
	}
	return ParseScores(out), nil
}

// knows reports whether the binary has the subcommand.
func (b *Bench) knows(ctx context.Context, sub string) bool {
	return exec.CommandContext(ctx, b.Vigil, sub, "--help").Run() == nil
}

// predict runs vigil over the task's reports, unless the same binary has read
// the same reports in the same way before.
func (b *Bench) predict(ctx context.Context, t *Task) (time.Duration, error) {
	in := filepath.Join(b.dir(t), "in.jsonl")
	if err := b.prepare(t, in); err != nil {
		return 0, fmt.Errorf("input: %w", err)
	}
	key, err := digest(t.Command, b.Vigil, in)
	if err != nil {
		return 0, err
	}
	stamp := filepath.Join(b.dir(t), "key")
	if old, err := os.ReadFile(stamp); err == nil && string(old) == key && exists(b.Predicted(t)) {
		return 0, nil
	}
	os.Remove(stamp)
	start := time.Now()
	if err := b.pipe(ctx, t, in); err != nil {
		return 0, err
	}
	took := time.Since(start)
	if t.Finish != nil {
		if err := t.Finish(b, t); err != nil {
			return 0, err
		}
	}
	return took, os.WriteFile(stamp, []byte(key), 0o644)
}

// prepare writes what vigil reads.
func (b *Bench) prepare(t *Task, in string) error {
	if t.Prepare == nil {
		return b.writeInput(t, in)
	}
	gold, err := b.gold(t)
	if err != nil {
		return err
	}
	return t.Prepare(gold, b.dir(t), in)
}

// pipe runs the subcommand from in to the file of predictions.
func (b *Bench) pipe(ctx context.Context, t *Task, in string) error {
	stdin, err := os.Open(in)
	if err != nil {
		return err
	}
	defer stdin.Close()
	stdout, err := os.Create(b.Predicted(t))
	if err != nil {
		return err
	}
	defer stdout.Close()
	files, err := b.files(t)
	if err != nil {
		return err
	}
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, b.Vigil, append(slices.Clone(t.Command), files...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, stdout, &stderr
	// Status 1 over files means that some hold no report; Finish counts them.
	if err := cmd.Run(); err != nil && !(t.Files != "" && cmd.ProcessState.ExitCode() == 1) {
		return fmt.Errorf("vigil %s: %w: %s", strings.Join(t.Command, " "), err, bytes.TrimSpace(stderr.Bytes()))
	}
	return nil
}

// score runs score.py and keeps what it prints beside the predictions.
func (b *Bench) score(ctx context.Context, t *Task, gold string) ([]byte, error) {
	args := []string{filepath.Join(b.Gold, "score.py"), t.Score, gold, b.Predicted(t)}
	if t.Program != "" {
		args = []string{"-c", t.Program, b.Gold, gold, b.Predicted(t)}
	}
	cmd := exec.CommandContext(ctx, b.Python, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("scorer: %w: %s", err, bytes.TrimSpace(stderr.Bytes()))
	}
	if stderr.Len() > 0 {
		fmt.Fprintf(b.Log, "%s: %s\n", t.Name, bytes.TrimSpace(stderr.Bytes()))
	}
	return out, os.WriteFile(filepath.Join(b.dir(t), "score.txt"), out, 0o644)
}

// digest names a run: the command and the bytes of the files.
func digest(command []string, files ...string) (string, error) {
	h := sha256.New()
	fmt.Fprintln(h, command)
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return "", err
		}
		_, err = io.Copy(h, f)
		f.Close()
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
