package main

import (
	"os"
	"runtime/debug"

	"golang.org/x/sync/errgroup"

	"vigil/data"
	"vigil/internal/extract"
	"vigil/internal/nlp"
	"vigil/internal/pipeline"
	"vigil/internal/resolve"
	"vigil/internal/resolve/when"
	"vigil/internal/resolve/where"
	"vigil/internal/resolve/who"
	"vigil/internal/trace"
)

// keepMemory is what bounds a process that reads into a store. Its stories and
// models come to 450 MB once it has been at it for months, and as much again
// would be left to garbage; SQLite's pages come on top.
const keepMemory = 640 << 20

// boundMemory sets from how many bytes on garbage is collected whatever the
// time it costs, unless GOMEMLIMIT says so.
func boundMemory(bytes int64) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(bytes)
	}
}

// ownFiles are the user's additions to what is built in.
type ownFiles struct {
	actorFiles
	placeFiles
}

// newAnalyser opens the embedded data and puts together the stages that read
// single reports.
func newAnalyser(own ownFiles) (*pipeline.Analyser, error) {
	a, _, err := newPipeline(own)
	return a, err
}

// newPipeline opens the embedded data and puts all stages together.
func newPipeline(own ownFiles) (*pipeline.Analyser, *pipeline.Composer, error) {
	var (
		language   *nlp.Analyser
		places     *where.Resolver
		directory  *who.Directory
		claims     *extract.Extractor
		background trace.Background
		open       errgroup.Group // side by side: a start is to take no third of a second
	)
	open.Go(func() (err error) {
		language, err = nlp.New(nlp.Models{Syntax: data.Syntax, Names: data.Names, Refs: data.Refs})
		return err
	})
	open.Go(func() (err error) { places, err = own.placeFiles.load(); return err })
	open.Go(func() (err error) { directory, err = own.actorFiles.load(); return err })
	open.Go(func() (err error) { claims, err = extract.New(data.Claims, data.Statements); return err })
	open.Go(func() (err error) { background, err = trace.ParseBackground(data.Background); return err })
	if err := open.Wait(); err != nil {
		return nil, nil, err
	}
	a := &pipeline.Analyser{
		NLP:     language,
		Resolve: resolve.Resolver{Where: places, When: when.New(), Who: who.New(directory)},
		Extract: claims,
	}
	return a, &pipeline.Composer{Analyser: a, Background: background, Kin: directory.Kin}, nil
}
