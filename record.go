package vigil

// Record is what many reports say, read together: incidents, statements and
// tolls, with the claims and reports that every value leads back to. Sides and
// forces stay claims.
type Record struct {
	Reports    []Report    `json:"reports,omitzero"`
	Claims     []Claim     `json:"claims,omitzero"`
	Incidents  []Incident  `json:"incidents,omitzero"`
	Statements []Statement `json:"statements,omitzero"`
	Tolls      []Toll      `json:"tolls,omitzero"`
	Stories    []Story     `json:"stories,omitzero"`
	Copies     []Copy      `json:"copies,omitzero"`
}

// Copy says that a stretch of one report is copied from another.
type Copy struct {
	Report string `json:"report,omitzero"` // whose text holds Span
	Span
	Of    string  `json:"of,omitzero"`   // the report it is copied from
	From  Span    `json:"from,omitzero"` // where it stands there; zero if not told
	Score float64 `json:"score,omitzero"`
	Why   string  `json:"why,omitzero"` // "same words", "reworded", "credited to …"
}

// Report returns the report with that ID, or nil.
func (r *Record) Report(id string) *Report {
	return find(r.Reports, id, func(x *Report) string { return x.ID })
}

// Claim returns the claim with that ID, or nil.
func (r *Record) Claim(id string) *Claim {
	return find(r.Claims, id, func(x *Claim) string { return x.ID })
}

func find[T any](xs []T, id string, key func(*T) string) *T {
	for i := range xs {
		if key(&xs[i]) == id {
			return &xs[i]
		}
	}
	return nil
}
