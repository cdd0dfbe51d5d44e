package claims

import (
	"slices"

	"vigil/internal/extract"
	"vigil/internal/train/maxent"
)

// The strengths of the Gaussian priors of the models, set by cross-validation.
const (
	claimsPrior     = 4.0
	statementsPrior = 2.0
)

// groups is in how many parts the reports are cut while learning: what a later
// stage learns from a report rests on models that have not seen it, as it will
// when it reads new ones.
const groups = 3

// Models are the files that extract.New reads.
type Models struct{ Claims, Statements string }

// course is what is learned into one file, in stages.
type course struct {
	decisions []extract.Decision
	stages    int
	prior     float64
	copies    int  // blanked ones of each example
	rough     bool // models that only later stages of learning rest on may be rough
	study     func(x *extract.Extractor, stage int, r *Report) []extract.Example
	open      func(group int, learned string) (*extract.Extractor, error)
}

// Learn returns the models learned from reports.
func Learn(reports []Report) (Models, error) {
	before, err := Claims(reports)
	if err != nil {
		return Models{}, err
	}
	after, err := statements(reports, before)
	if err != nil {
		return Models{}, err
	}
	return Models{before[groups], after[groups]}, nil
}

// Files are models in the format that extract.New reads: file g of models
// that have not seen group g, the last of those that have seen all.
type Files [groups + 1]string

// Claims learns the models of claims alone, statements aside.
func Claims(reports []Report) (Files, error) {
	claims := course{decisions: extract.Decisions(), stages: extract.Stages, prior: claimsPrior, copies: 1,
		study: func(x *extract.Extractor, stage int, r *Report) []extract.Example {
			switch r.Teaches {
			case Statements, Tallies:
				return nil
			case Sayings:
				if stage > 0 {
					return nil
				}
			case Events, Flash:
				if stage == 0 {
					return nil
				}
			}
			return x.Study(stage, &r.Report, r.Doc, r.Res, &r.Gold)
		},
		open: func(_ int, learned string) (*extract.Extractor, error) { return extract.New(learned, "") },
	}
	return claims.learn(reports)
}

func statements(reports []Report, before Files) (Files, error) {
	statements := course{decisions: extract.DeedDecisions(), stages: extract.DeedStages, prior: statementsPrior, rough: true, copies: 3,
		study: func(x *extract.Extractor, stage int, r *Report) []extract.Example {
			switch r.Teaches {
			case Sayings:
				return nil
			case Events, Tallies:
				return x.StudyTallies(stage, &r.Report, r.Doc, r.Res, &r.Gold)
			}
			return x.StudyDeeds(stage, &r.Report, r.Doc, r.Res, &r.Gold)
		},
		open: func(group int, learned string) (*extract.Extractor, error) {
			return extract.New(before[group], learned)
		},
	}
	return statements.learn(reports)
}

// learn goes through the stages and returns the files of models.
func (c *course) learn(reports []Report) (files Files, err error) {
	var models [groups + 1][]extract.PackedModel
	for stage := range c.stages {
		examples, err := c.examples(reports, stage, &models)
		if err != nil {
			return files, err
		}
		for d := range c.decisions {
			if c.decisions[d].Stage != stage {
				continue
			}
			for g := range groups + 1 {
				var ex []maxent.Example
				for h := range groups {
					if h != g {
						ex = append(ex, examples[d][h]...)
					}
				}
				switch {
				case g < groups && stage+1 < c.stages:
					models[g] = append(models[g], c.model(&c.decisions[d], ex, c.rough))
				case g == groups && !c.decisions[d].Helper:
					models[g] = append(models[g], c.model(&c.decisions[d], ex, false))
				}
			}
		}
	}
	for g := range files {
		if files[g], err = extract.PackModels(models[g]); err != nil {
			return files, err
		}
	}
	return files, nil
}

// examples returns what the reports teach for the decisions of one stage, by
// decision and group.
func (c *course) examples(reports []Report, stage int, models *[groups + 1][]extract.PackedModel) ([][groups][]maxent.Example, error) {
	out := make([][groups][]maxent.Example, len(c.decisions))
	for g := range groups {
		packed, err := extract.PackModels(models[g])
		if err != nil {
			return nil, err
		}
		x, err := c.open(g, packed)
		if err != nil {
			return nil, err
		}
		for i := range reports {
			r := &reports[i]
			if r.group() != g {
				continue
			}
			for _, e := range c.study(x, stage, r) {
				out[e.Decision][g] = append(out[e.Decision][g], maxent.Example{Features: e.Features, Label: e.Label, Weight: e.Weight})
			}
		}
	}
	return out, nil
}

// group spreads the folds over the groups.
func (r *Report) group() int { return r.Fold % groups }

// model learns one decision.
func (c *course) model(d *extract.Decision, ex []maxent.Example, rough bool) extract.PackedModel {
	cfg := maxent.Config{Classes: len(d.Classes), L2: c.prior, MinCount: 2}
	if rough {
		cfg.Iterations = 30
	} else {
		ex = blanked(ex, c.copies)
		if d.Stage > 0 {
			cfg.L2 *= float64(1 + c.copies) // as many examples again, of which each says the same
		}
	}
	w := maxent.Learn(ex, cfg)
	return extract.PackedModel{Name: d.Name, Classes: d.Classes, Keys: w.Keys, Rows: w.Rows}
}

// blanked adds to each example some in which a part of its features is blanked
// out, the same on every run: so weight is spread over all that speaks for an
// answer, and what reports of other outlets and wars lack is not relied on
// (Chen et al. 2012; Søgaard 2013).
func blanked(ex []maxent.Example, copies int) []maxent.Example {
	out := slices.Clone(ex)
	for k := range copies {
		for n, e := range ex {
			b := maxent.Example{Label: e.Label, Weight: e.Weight}
			for _, f := range e.Features {
				if h := (f ^ uint32(n)*0x9e3779b1 ^ uint32(k)*0xc2b2ae35) * 0x85ebca6b; h>>16%100 >= blank {
					b.Features = append(b.Features, f)
				}
			}
			out = append(out, b)
		}
	}
	return out
}

// blank is the share of features blanked out, in percent.
const blank = 50

// leftOut is in how many parts the reports are cut for cross-validation; it shares
// no divisor with groups, so that each part leaves all groups alike.
const leftOut = 4

// CrossValidate leaves out each quarter of the folds, and of the reports of our
// own, in turn, learns on the others, and hands the coded reports left out to
// read, with the extractor that was learned without them.
func CrossValidate(reports []Report, read func(x *extract.Extractor, r *Report) error) error {
	for p := range leftOut {
		var rest []Report
		for _, r := range reports {
			if r.Fold%leftOut != p {
				rest = append(rest, r)
			}
		}
		models, err := Learn(rest)
		if err != nil {
			return err
		}
		x, err := extract.New(models.Claims, models.Statements)
		if err != nil {
			return err
		}
		for i := range reports {
			if reports[i].Fold%leftOut == p && reports[i].Teaches == Everything {
				if err := read(x, &reports[i]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
