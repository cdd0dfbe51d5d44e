// Package extract reads claims from a Doc: who is said to have done what to
// whom, where, when, with which figures, on whose word. Every value comes from
// one sentence or from sentences that the report itself links; an actor, an
// act and a place of unrelated sentences never become a claim.
package extract

import (
	"fmt"

	"vigil"
	"vigil/internal/nlp"
	"vigil/internal/resolve"
)

// Extractor reads claims. It may be used by many goroutines at once.
type Extractor struct {
	lx     *lexicon
	set    settings
	models [modelCount]*model

	deedSet    deedSettings
	deedModels [deedDecisionCount]*model
}

// decision is a question that a model answers.
type decision int

const (
	isCue     decision = iota // does this word report?
	isSource                  // is this its speaker?
	isContent                 // is this what is reported?
	tellsWhat                 // does this word tell that something happened?
	roleOf                    // what part has this phrase in the act?
	isPlace                   // is this where?
	isTime                    // is this when?
	isFigure                  // does this count those harmed?
	isVouched                 // does the act stand on this saying?
	isSame                    // do these two words tell one incident?
	isReal                    // is this an incident?
	whichAct                  // which sub-event is it?
	wholeRole                 // what part has this party in the incident?
	modelCount
)

var decisionNames = [modelCount]string{"cue", "source", "content", "tells", "role", "place", "time", "figure", "vouched", "same", "real", "act", "party"}

var yesNo = []string{"no", "yes"}

// decisionClasses lists the answers to each question.
var decisionClasses = [modelCount][]string{yesNo, yesNo, yesNo, tellsClasses, roleClasses, yesNo, yesNo, yesNo, yesNo, yesNo, yesNo, actNames(), roleClasses}

var decisionStages = [modelCount]int{0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 3, 3, 3}

// settings are the thresholds, set by cross-validation on bench/voa.
type settings struct {
	Cue, Source, Content                    float64
	Beside                                  float64 // Cue, of a word of saying beside a quotation
	Mention, Join, Real                     float64
	Place, Time, Actor, Target, Figure, Say float64
	TollFigure, Country                     float64
	WholeActor, WholeTarget                 float64
}

var defaults = settings{Cue: .42, Source: .3, Content: .1, Beside: .1, Mention: .25, Join: .5, Real: .52,
	Place: .3, Time: .3, Actor: .6, Target: .6, Figure: .5, Say: .2, TollFigure: .4, Country: .15, WholeActor: .35, WholeTarget: .35}

// New returns an Extractor of English reports with the models that vigil-data
// learned: those of claims, and those of statements. Without models it finds
// nothing.
func New(claims, statements string) (*Extractor, error) {
	ms, err := parseModels(claims)
	if err != nil {
		return nil, fmt.Errorf("models of claims: %w", err)
	}
	deeds, err := parseModels(statements)
	if err != nil {
		return nil, fmt.Errorf("models of statements: %w", err)
	}
	x := &Extractor{lx: newLexicon(), set: defaults, deedSet: deedDefaults}
	for d, name := range decisionNames {
		if x.models[d] = ms[name]; x.models[d] == nil {
			x.models[d] = unlearned(decisionClasses[d])
		}
	}
	for d, name := range deedDecisionNames {
		if x.deedModels[d] = deeds[name]; x.deedModels[d] == nil {
			x.deedModels[d] = unlearned(deedDecisionClasses[d])
		}
	}
	return x, nil
}

// unlearned is a model that knows nothing: it gives the first class.
func unlearned(classes []string) *model {
	return &model{classes: classes, marks: "\x00\x00", rows: string(make([]byte, len(classes))), first: true}
}

// Extract returns the claims of one report, each with all the sentences that
// tell it, and every attribution it found.
func (x *Extractor) Extract(rep *vigil.Report, doc *nlp.Doc, res *resolve.Result) ([]vigil.Claim, []vigil.Attribution) {
	v := newView(rep, doc, res, x.lx)
	ss := x.sayings(v)
	says := v.attributions(ss)
	if x.lx.sportive(doc) {
		return nil, says
	}
	claims := x.claims(v, ss, says)
	v.denials(claims, says)
	whySaid(claims)
	return claims, says
}

// yes returns the probability of the second class.
func (x *Extractor) yes(d decision, f *features, p *[maxClasses]float64) float64 {
	return x.models[d].probs(f.list, p)[1]
}
