package vigil

// Measure says what a figure counts.
type Measure string

// Measures. Casualties is what a text calls so: neither killed nor injured.
const (
	Killed     Measure = "killed"
	Injured    Measure = "injured"
	Missing    Measure = "missing"
	Abducted   Measure = "abducted"
	Detained   Measure = "detained"
	Displaced  Measure = "displaced"
	Besieged   Measure = "besieged"
	Fighters   Measure = "fighters"   // strength of a force
	Refugees   Measure = "refugees"   // people hosted: a stock, not a flow
	Casualties Measure = "casualties" // killed or injured, not told apart
)

// Figure is one count as one text gives it. Min and Max are nil where the text
// sets no bound: "at least 8" has Min 8 and no Max. Zero means that the text
// says none; not told is no Figure at all.
type Figure struct {
	Measure Measure `json:"measure,omitzero"`
	Min     *int    `json:"min,omitzero"`
	Max     *int    `json:"max,omitzero"`
	Of      string  `json:"of,omitzero"`     // the counted, in the text's words: "pro-government fighters"
	Source  *Party  `json:"source,omitzero"` // on whose word this figure is, if told
	Part    bool    `json:"part,omitzero"`   // counts part of another figure of the same claim: not to be added to it
	Span    Span    `json:"span,omitzero"`
	Score   float64 `json:"score,omitzero"`
	Rule    string  `json:"rule,omitzero"` // the rule or model that read it
}

// ShotRule is the rule of a figure of injured that counts those shot or
// stabbed: it holds as long as nobody tells that any of them died.
const ShotRule = "shot"

// OneRule is the rule of a figure that counts one person pointed out ("Jan Novak",
// "the victim", "he"): he may be one of those whom a number counts.
const OneRule = "one"

// N returns a pointer to n: a bound of a Figure.
func N(n int) *int { return &n }

// Same reports whether f and g count the same measure with the same bounds.
func (f Figure) Same(g Figure) bool {
	eq := func(a, b *int) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }
	return f.Measure == g.Measure && eq(f.Min, g.Min) && eq(f.Max, g.Max)
}

// Compatible reports whether one number could satisfy both f and g.
func (f Figure) Compatible(g Figure) bool {
	if f.Measure != g.Measure {
		return false
	}
	below := func(max, min *int) bool { return max != nil && min != nil && *max < *min }
	return !below(f.Max, g.Min) && !below(g.Max, f.Min)
}
