package vigil

import (
	"encoding/json"
	"time"
)

// Verdict is what a person thinks of a thing of the record as a whole.
type Verdict string

// Verdicts.
const (
	Accepted     Verdict = "accepted"
	Unverifiable Verdict = "cannot be verified"
	Excluded     Verdict = "excluded"
)

// Review is what people said of an incident. It stands beside what was read
// and never in its place: a corrected value keeps its rivals in the claims.
type Review struct {
	Verdict   Verdict  `json:"verdict,omitzero"`
	By        string   `json:"by,omitzero"`
	Second    string   `json:"second,omitzero"`    // a second reader who came to the same verdict
	Disagrees []string `json:"disagrees,omitzero"` // readers who came to another
	Reason    string   `json:"reason,omitzero"`
	Grade     string   `json:"grade,omitzero"`     // the person's, beside the suggested one
	Corrected []string `json:"corrected,omitzero"` // fields whose value is a person's
	Notes     []string `json:"notes,omitzero"`
}

// DecisionKind says what a person did.
type DecisionKind string

// Kinds of decision.
const (
	Judge    DecisionKind = "judge"    // Value is a Verdict
	Correct  DecisionKind = "correct"  // Value is the new value of Field
	Regrade  DecisionKind = "grade"    // Value is a Grade's level
	Note     DecisionKind = "note"     // Reason is the note
	Together DecisionKind = "together" // About tells one thing
	Apart    DecisionKind = "apart"    // About tells another thing than From
)

// Decision is a person's word on the record. It is anchored in the sentences
// that it is about, not in the thing made of them, and so outlives any new
// analysis.
type Decision struct {
	ID       string          `json:"id,omitzero"`
	Of       string          `json:"of,omitzero"` // the thing as it was called
	Kind     DecisionKind    `json:"kind,omitzero"`
	About    []Anchor        `json:"about,omitzero"`
	From     []Anchor        `json:"from,omitzero"`  // Apart: the claims that About stands apart from
	Field    string          `json:"field,omitzero"` // "act", "place", "when", "actors", "targets", or a Measure
	Value    json.RawMessage `json:"value,omitzero"`
	Was      json.RawMessage `json:"was,omitzero"` // the value before
	Reason   string          `json:"reason,omitzero"`
	Evidence string          `json:"evidence,omitzero"` // words marked in a report
	By       string          `json:"by,omitzero"`
	At       time.Time       `json:"at,omitzero"`
}

// Anchor is a claim by what does not change when it is read anew: its report
// and its main sentence.
type Anchor struct {
	Claim  string `json:"claim,omitzero"`
	Report string `json:"report,omitzero"`
	Span
}

// AnchorOf returns the anchor of a claim.
func AnchorOf(c *Claim) Anchor {
	a := Anchor{Claim: c.ID, Report: c.Report}
	if len(c.Evidence) > 0 {
		a.Span = c.Evidence[0]
	}
	return a
}
