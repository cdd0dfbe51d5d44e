package extract

import (
	"vigil"
	"vigil/internal/nlp"
	"vigil/internal/resolve"
)

// Gold is what people marked in a report. Spans are bytes of its text.
type Gold struct {
	Attributions []GoldSaying
	Incidents    []GoldIncident
	Statements   []GoldStatement
	Tolls        []GoldToll
}

// GoldSaying is an attribution as marked.
type GoldSaying struct{ Source, Cue, Content []vigil.Span }

// Example is one decision that the extractor makes on a report, with the
// answer that the gold gives.
type Example struct {
	Decision int // index into Decisions
	Features []uint32
	Label    int     // index into its classes
	Weight   float64 // how many such decisions it stands for; 0 is one
}

// Decision is a question that the extractor learns to answer.
type Decision struct {
	Name    string
	Classes []string
	Stage   int
	Helper  bool // asked while learning only: reading needs no model of it
}

// Decisions lists what is learned.
func Decisions() []Decision {
	out := make([]Decision, modelCount)
	for d, name := range decisionNames {
		out[d] = Decision{Name: name, Classes: decisionClasses[d], Stage: decisionStages[d]}
	}
	return out
}

// Stages is how many steps learning takes: each stage's decisions rest on what
// the models of the stages before it make of a report.
const Stages = 4

// Study returns the decisions of one stage that reading the report takes,
// answered by gold. The extractor holds the models of the stages before.
func (x *Extractor) Study(stage int, rep *vigil.Report, doc *nlp.Doc, res *resolve.Result, gold *Gold) []Example {
	st := study{x: x, v: newView(rep, doc, res, x.lx), gold: gold}
	switch stage {
	case 0:
		st.sayings()
	case 1:
		st.events(x.sayings(st.v))
	case 2:
		st.joins(x.sayings(st.v))
	case 3:
		st.incidents(x.sayings(st.v))
	}
	return st.out
}

type study struct {
	x    *Extractor
	v    *view
	gold *Gold
	out  []Example
	f    features
}

func (st *study) put(d decision, label int) {
	st.out = append(st.out, Example{Decision: int(d), Features: append([]uint32(nil), st.f.list...), Label: label})
}

// sayings studies cues, sources and contents.
func (st *study) sayings() {
	v := st.v
	of := make(map[int]*GoldSaying)
	for k := range st.gold.Attributions {
		g := &st.gold.Attributions[k]
		if i := st.cueHead(g.Cue); i >= 0 {
			of[i] = g
		}
	}
	for i := range v.tok {
		force, ok := v.cueCandidate(i)
		if !ok {
			continue
		}
		g := of[i]
		st.f.reset()
		v.cueFeatures(&st.f, i, force)
		label := 0
		if g != nil {
			label = 1
		}
		st.put(isCue, label)
		if g != nil {
			s := saying{cue: int32(i), force: force, speaker: -1}
			st.contents(&s, g)
			st.speakers(i, g)
		}
	}
}

// cueHead returns the candidate inside the cue's words that stands highest.
func (st *study) cueHead(cue []vigil.Span) int {
	best := -1
	for i := range st.v.tok {
		if _, ok := st.v.cueCandidate(i); ok && inside(st.v.tok[i].Span, cue) && (best < 0 || st.v.within(best, i)) {
			best = i
		}
	}
	return best
}

func inside(s vigil.Span, in []vigil.Span) bool {
	for _, t := range in {
		if t.Contains(s) {
			return true
		}
	}
	return false
}

// contents: the candidate nearest to the gold is right, those far from it are
// wrong, those between teach nothing.
func (st *study) contents(s *saying, g *GoldSaying) {
	cs := st.v.contents(int(s.cue))
	near := make([]float64, len(cs))
	best := 0.0
	for k, c := range cs {
		near[k] = st.likeness(c.list, g.Content)
		best = max(best, near[k])
	}
	for k, c := range cs {
		label := 0
		switch {
		case near[k] == best && best >= .6:
			label = 1
		case near[k] >= best-.05 && near[k] >= .6:
			continue
		}
		st.f.reset()
		st.v.contentFeatures(&st.f, s, c)
		st.put(isContent, label)
	}
}

// likeness is the Jaccard overlap of words.
func (st *study) likeness(list []reach, gold []vigil.Span) float64 {
	both, either := 0, 0
	for i := range st.v.tok {
		if st.v.tok[i].UPOS == nlp.PUNCT {
			continue
		}
		a, b := false, inside(st.v.tok[i].Span, gold)
		for _, r := range list {
			a = a || r.holds(i)
		}
		if a && b {
			both++
		}
		if a || b {
			either++
		}
	}
	return float64(both) / float64(max(1, either))
}

func (st *study) speakers(i int, g *GoldSaying) {
	for _, o := range st.v.origins(i) {
		st.f.reset()
		st.v.sourceFeatures(&st.f, i, o)
		label := 0
		if k := int(o.head); inside(st.v.tok[k].Span, g.Source) && (st.v.head(k) < 0 || !inside(st.v.tok[st.v.head(k)].Span, g.Source)) {
			label = 1
		}
		st.put(isSource, label)
	}
}
