package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"vigil"
	"vigil/internal/collect/capture"
	"vigil/internal/collect/pdf"
	"vigil/internal/store"
)

type verifyCmd struct {
	keptFiles
}

// Help is printed by --help below the summary.
func (verifyCmd) Help() string {
	return `Reads every capture of the archive, checks it against the digest taken when it
was fetched, and the chain of the log from its first line to its last. Prints
the last line's hash: noted elsewhere, it proves later that nothing before it
was changed. Exit status 1 if anything is not as it was.

  vigil verify --db war.db`
}

// Run implements the command.
func (c *verifyCmd) Run(ctx context.Context) error {
	rep, err := capture.Verify(c.archive())
	if err != nil {
		return err
	}
	if isKept(c.DB) {
		if err := agrees(ctx, c.DB, rep); err != nil {
			rep.Faults = append(rep.Faults, err.Error())
		}
	}
	for _, f := range rep.Faults {
		fmt.Fprintln(os.Stderr, "vigil:", f)
	}
	fmt.Printf("%d captures in %d files, %.1f MB", rep.Captures, rep.Files, float64(rep.Bytes)/1e6)
	if rep.Captures > 0 {
		fmt.Printf(", the last of %s\nhash %s\n", rep.Last.At.UTC().Format("2006-01-02 15:04:05"), rep.Last.Hash)
	} else {
		fmt.Println()
	}
	if rep.Removed > 0 {
		fmt.Printf("%d captures more were taken out, as the log says\n", rep.Removed)
	}
	if len(rep.Faults) > 0 {
		return errReported
	}
	return nil
}

// agrees holds the store against the archive and itself.
func agrees(ctx context.Context, path string, rep *capture.Report) error {
	db, err := openStore(ctx, path)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.Check(ctx); err != nil {
		return fmt.Errorf("the store: %w", err)
	}
	last, err := db.LastCapture(ctx)
	if err == nil && last > rep.Last.Seq {
		err = fmt.Errorf("the store knows capture %d, the archive ends at %d", last, rep.Last.Seq)
	}
	return err
}

type capturesCmd struct {
	keptFiles
	Of   string `arg:"" help:"Address of a page, or id of a report."`
	Diff bool   `help:"Show what changed between the versions of the report."`
	Raw  int64  `help:"Write the body of this capture, as sent, to standard output." placeholder:"N"`

	Export string `help:"Write the captures, as evidence to hand on, to a .wacz or .warc.gz file." type:"path" placeholder:"FILE"`
}

// Run implements the command.
func (c *capturesCmd) Run(ctx context.Context) error {
	db, err := openStore(ctx, c.DB)
	if err != nil {
		return err
	}
	defer db.Close()
	caps, err := capturesOf(ctx, db, c.Of)
	if err != nil {
		return err
	}
	switch {
	case c.Raw > 0:
		return c.raw(caps)
	case c.Export != "":
		return c.export(caps)
	case c.Diff:
		return diffVersions(ctx, db, c.Of)
	}
	for _, x := range caps {
		same := ""
		if x.Same {
			same = ", as before"
		}
		fmt.Printf("%-6d %s  %d  sha256:%.16s…  %s%s  %s\n", x.Seq, x.At.Format("2006-01-02 15:04:05"), x.Status, x.Digest, x.State, same, x.File)
	}
	return nil
}

func (c *capturesCmd) raw(caps []store.Capture) error {
	for _, x := range caps {
		if x.Seq != c.Raw {
			continue
		}
		rec, err := capture.ReadEntry(c.archive(), &capture.Entry{Seq: x.Seq, File: x.File, Offset: x.Offset, Length: x.Length, ID: x.ID})
		if err != nil {
			return err
		}
		_, err = os.Stdout.Write(capture.Payload(rec))
		return err
	}
	return fmt.Errorf("capture %d is none of %s", c.Raw, c.Of)
}

// export writes the captures' records, as they stand in the archive, to a file.
func (c *capturesCmd) export(caps []store.Capture) (err error) {
	seqs := map[int64]bool{}
	for _, x := range caps {
		seqs[x.Seq] = true
	}
	entries, err := capture.Find(c.archive(), seqs)
	if err != nil {
		return err
	}
	write := capture.ExportWARC
	switch {
	case strings.HasSuffix(c.Export, ".wacz"):
		write = capture.ExportWACZ
	case !strings.HasSuffix(c.Export, ".warc.gz"):
		return fmt.Errorf("--export %s: want a name that ends in .wacz or .warc.gz", c.Export)
	}
	f, err := os.OpenFile(c.Export, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := write(f, c.archive(), entries, "vigil "+version, time.Now()); err != nil {
		return err
	}
	fmt.Printf("%d captures written to %s\n", len(entries), c.Export)
	return nil
}

type pruneCmd struct {
	keptFiles
	Before string `required:"" help:"Take out what was captured before this day, in whole files." placeholder:"YYYY-MM-DD"`
	Why    string `required:"" help:"The rule that asks for it; goes into the log."`
}

// Help is printed by --help below the summary.
func (pruneCmd) Help() string {
	return `Takes the oldest web archives out for good. Their lines stay in the log, with
address, time and digest, and a line says what was taken out, when and why; the
chain stays whole. Reports and the record are not touched.`
}

// Run implements the command.
func (c *pruneCmd) Run() error {
	day, err := vigil.ParseDay(c.Before)
	if err != nil {
		return fmt.Errorf("--before: %w", err)
	}
	files, err := capture.Prune(c.archive(), "vigil "+version, day.Time(), time.Now(), c.Why)
	if err != nil {
		return err
	}
	fmt.Printf("%d files taken out\n", len(files))
	return nil
}

type pdfWorkerCmd struct{}

// Run implements the command: see pdf.Isolated.
func (pdfWorkerCmd) Run() error {
	limitProcess()
	return pdf.Work(os.Stdin, os.Stdout)
}

var errNoCapture = errors.New("no capture of it")
