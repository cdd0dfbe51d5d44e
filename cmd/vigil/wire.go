package main

import (
	"vigil/data"
	"vigil/internal/extract"
	"vigil/internal/nlp"
	"vigil/internal/pipeline"
	"vigil/internal/resolve"
	"vigil/internal/resolve/when"
	"vigil/internal/resolve/who"
	"vigil/internal/trace"
)

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
	language, err := nlp.New(nlp.Models{Syntax: data.Syntax, Names: data.Names, Refs: data.Refs})
	if err != nil {
		return nil, nil, err
	}
	places, err := own.placeFiles.load()
	if err != nil {
		return nil, nil, err
	}
	directory, err := own.actorFiles.load()
	if err != nil {
		return nil, nil, err
	}
	claims, err := extract.New(data.Claims, data.Statements)
	if err != nil {
		return nil, nil, err
	}
	background, err := trace.ParseBackground(data.Background)
	if err != nil {
		return nil, nil, err
	}
	a := &pipeline.Analyser{
		NLP:     language,
		Resolve: resolve.Resolver{Where: places, When: when.New(), Who: who.New(directory)},
		Extract: claims,
	}
	return a, &pipeline.Composer{Analyser: a, Background: background, Kin: directory.Kin}, nil
}
