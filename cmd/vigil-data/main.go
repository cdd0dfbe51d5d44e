// Command vigil-data builds everything in data/: the gazetteer and the trained
// models, each from named sources, byte for byte the same on every run. It
// also scores the built binary.
package main

import "github.com/alecthomas/kong"

// cli is the command line, one field a subcommand.
var cli struct {
	Gazetteer  gazetteerCmd  `cmd:"" help:"Build the gazetteer from pinned packages and our own tables of places."`
	Where      whereCmd      `cmd:"" help:"Learn the weights that tell and tie places, or cross-validate them."`
	Background backgroundCmd `cmd:"" help:"Count words of open corpora: how rare each is in general."`
	Stories    storiesCmd    `cmd:"" help:"Learn the weights that group reports into stories, or check them across halves."`
	Timelines  timelinesCmd  `cmd:"" help:"Compare settings of which days matter, topics left out."`
	Train      trainCmd      `cmd:"" help:"Train the models of the language core from treebanks."`
	Names      namesCmd      `cmd:"" help:"Train the recogniser of names on marked corpora, or cross-validate it."`
	Claims     claimsCmd     `cmd:"" help:"Learn what tells acts, roles and sources from coded reports, or cross-validate it."`
	Refs       refsCmd       `cmd:"" help:"Learn which entity pronouns and descriptions stand for, or cross-validate it."`
	Persons    personsCmd    `cmd:"" help:"List the nouns of WordNet that mean persons or groups of them."`
	Eval       evalCmd       `cmd:"" help:"Run the built vigil over gold and compare its scores with the golden."`
}

func main() {
	k := kong.Parse(&cli, kong.Name("vigil-data"), kong.Description("Builds data/ from named sources."), kong.UsageOnError())
	k.FatalIfErrorf(k.Run())
}
