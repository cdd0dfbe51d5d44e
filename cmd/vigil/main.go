// Command vigil reads news reports and keeps the record of a war: who says
// what happened, where, when and with what toll, on whose word.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"vigil/internal/merge"
)

// cli is the command line, one field a subcommand.
var cli struct {
	Read     readCmd     `cmd:"" help:"Read reports and print what they say happened, with the sentence behind every value."`
	Analyse  analyseCmd  `cmd:"" help:"Read reports from JSON Lines on standard input and write what each says, one line a report."`
	Group    groupCmd    `cmd:"" help:"Read reports from JSON Lines on standard input and write the story that each tells."`
	Page     pageCmd     `cmd:"" help:"Print the article in a web page: title, text, date, byline, agency, language."`
	Collect  collectCmd  `cmd:"" help:"Read sources on the web, keep what they publish as evidence, store what it says."`
	Sources  sourcesCmd  `cmd:"" help:"Add, list, test and remove sources."`
	Verify   verifyCmd   `cmd:"" help:"Check that the evidence is as it was when it was fetched."`
	Captures capturesCmd `cmd:"" help:"List the captures of a page or report, and what changed between versions."`
	Prune    pruneCmd    `cmd:"" help:"Take old evidence out, and say so in its log."`
	Leads    leadsCmd    `cmd:"" help:"Print the rows of GDELT's or ACLED's tables as leads."`
	Doctor   doctorCmd   `cmd:"" help:"Check what collecting needs."`
	Worker   workerCmd   `cmd:"" help:"Analyse and merge what a store has waiting, beside other workers."`
	DB       dbCmd       `cmd:"" name:"db" help:"Check, back up, restore and copy stores."`
	Serve    serveCmd    `cmd:"" help:"Open the desk: the record in a web browser, and an API for programs."`
	Export   exportCmd   `cmd:"" help:"Take the record of a store away in a form for other programs, with a report of what the form cannot hold."`
	Brief    briefCmd    `cmd:"" help:"Write a situation report: what is new, changed, disputed and due, every line with its sources."`
	Agenda   agendaCmd   `cmd:"" help:"List what was announced for a day, and what became of it."`
	Timeline timelineCmd `cmd:"" help:"Pick the days that mattered, each with the sentence that tells it best."`
	Explain  explainCmd  `cmd:"" help:"Show where every value of a claim or incident comes from: words, sentence, rule, score, revisions."`
	Actors   actorsCmd   `cmd:"" help:"Look into the directory of actors."`
	Places   placesCmd   `cmd:"" help:"Look into the gazetteer."`

	PDFWorker pdfWorkerCmd `cmd:"" name:"pdf-worker" hidden:""`

	Version kong.VersionFlag `help:"Print the version and stop."`
}

// version is set by the build (-ldflags -X main.version=…).
var version = "dev"

// errReported ends a command whose faults have been told already.
var errReported = errors.New("some input was skipped")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	k := kong.Parse(&cli,
		kong.Name("vigil"),
		kong.Description("A war monitor: reads reports, keeps the record of what they say happened."),
		kong.Vars{"version": "vigil " + version, "rules": ruleNames(), "rule": merge.DefaultRule},
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.UsageOnError())
	err := k.Run()
	switch {
	case err == nil:
	case errors.Is(err, errReported):
		stop()
		os.Exit(1)
	default:
		stop()
		fmt.Fprintln(os.Stderr, "vigil:", err)
		os.Exit(1)
	}
}
