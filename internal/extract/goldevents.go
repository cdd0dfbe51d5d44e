package extract

import "vigil"

// GoldIncident, GoldStatement and GoldToll are what people coded
// (bench/record/README.md); spans are bytes of the text.
type GoldIncident struct {
	SubEvent        string
	When            string     // the text's words, or ""
	Days            vigil.Days // where the set gives days
	Place, Country  string
	Actors, Targets [][]string // entities, each with its names
	Weapon          string
	Figures         []GoldFigure
	Sources         []string
	DeniedBy        []string
	Evidence        []vigil.Span
	Background      bool
}

// GoldFigure is a figure as coded.
type GoldFigure struct {
	Measure  vigil.Measure
	Min, Max *int
	Source   string
}

// GoldStatement is a political act as coded.
type GoldStatement struct {
	Type, Status     string
	Actor, Recipient []string
	When             string // the text's words, or ""
	Evidence         []vigil.Span
	Trigger          vigil.Span // the word that tells it, if marked
}

// GoldToll is a count over many incidents as coded.
type GoldToll struct {
	GoldFigure
	Evidence []vigil.Span
	Bare     bool // evidence is the words of the figure alone, which is not given besides
}
