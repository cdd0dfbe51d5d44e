package vigil

import "time"

// Incident is one thing that happened, merged from every claim that tells it.
// Nothing here is written over: rival values stay in Claims, and Tallies and
// the like are derived from them by the rules they name.
type Incident struct {
	ID       string   `json:"id,omitzero"`
	Act      string   `json:"act,omitzero"`
	Place    *Place   `json:"place,omitzero"`
	When     *When    `json:"when,omitzero"`
	Actors   []Party  `json:"actors,omitzero"`
	Targets  []Party  `json:"targets,omitzero"`
	Claims   []string `json:"claims,omitzero"` // Claim.ID
	Tallies  []Tally  `json:"tallies,omitzero"`
	Voices   []Voice  `json:"voices,omitzero"`
	Standing Standing `json:"standing,omitzero"`
	Grade    Grade    `json:"grade,omitzero"`
	Disputed []string `json:"disputed,omitzero"` // slots on which claims contradict each other
	Score    float64  `json:"score,omitzero"`
	Review   *Review  `json:"review,omitzero"`
	Rev      int      `json:"rev,omitzero"`
}

// Tally is a headline value for one measure, by a named rule over the rival
// figures that stand beside it.
type Tally struct {
	Measure Measure   `json:"measure,omitzero"`
	Rule    string    `json:"rule,omitzero"` // see internal/merge: lowest, low-high, latest-per-source …
	Min     *int      `json:"min,omitzero"`
	Max     *int      `json:"max,omitzero"`
	Figures []Witness `json:"figures,omitzero"`
}

// Witness is one figure with the claim it came from.
type Witness struct {
	Figure
	Claim      string `json:"claim,omitzero"`
	Superseded bool   `json:"superseded,omitzero"` // by a later figure of the same source
}

// Voice is one speaker behind an incident. Copies and relays of the same
// ultimate source are one voice.
type Voice struct {
	Source string   `json:"source,omitzero"`
	Entity string   `json:"entity,omitzero"`
	Claims []string `json:"claims,omitzero"`
	Via    []string `json:"via,omitzero"`
	Counts bool     `json:"counts,omitzero"` // whether it counts as independent
	Why    string   `json:"why,omitzero"`    // if not: "copy of …", "relays …"

	Reliability string `json:"reliability,omitzero"` // the best of the outlets that carry it: Report.Reliability
	Party       string `json:"party,omitzero"`       // to a conflict, for which it speaks, where it is an outlet's own voice
}

// Independent counts the voices that count.
func Independent(vs []Voice) int {
	n := 0
	for _, v := range vs {
		if v.Counts {
			n++
		}
	}
	return n
}

// Standing says how an incident stands by its voices.
type Standing string

// Standings.
const (
	SingleVoice  Standing = "single voice"
	Corroborated Standing = "corroborated"
	DisputedIt   Standing = "disputed"
	DeniedAll    Standing = "denied"
	Retracted    Standing = "retracted"
)

// Grade is Airwars' scale of civilian-harm allegations, suggested with its reason.
type Grade struct {
	Level  string `json:"level,omitzero"` // confirmed, fair, weak, contested, discounted
	Reason string `json:"reason,omitzero"`
}

// Statement is a political act or word, merged from every claim that tells it.
type Statement struct {
	ID        string   `json:"id,omitzero"`
	Act       string   `json:"act,omitzero"`
	From      []Party  `json:"from,omitzero"`
	To        []Party  `json:"to,omitzero"`
	When      *When    `json:"when,omitzero"`
	Condition string   `json:"condition,omitzero"`
	Due       *When    `json:"due,omitzero"`
	Place     *Place   `json:"place,omitzero"`
	Outcome   string   `json:"outcome,omitzero"`    // due, held, moved, cancelled, breached; "" if nothing is to come
	OutcomeBy []string `json:"outcome_by,omitzero"` // the claims that say so
	Claims    []string `json:"claims,omitzero"`
	Voices    []Voice  `json:"voices,omitzero"`
	Standing  Standing `json:"standing,omitzero"`
	Disputed  []string `json:"disputed,omitzero"` // slots on which claims contradict each other
	Score     float64  `json:"score,omitzero"`
	Rev       int      `json:"rev,omitzero"`
}

// Toll is a running count over many incidents: one series, rival sources apart.
type Toll struct {
	ID      string      `json:"id,omitzero"`
	Measure Measure     `json:"measure,omitzero"`
	Of      string      `json:"of,omitzero"`
	Scope   string      `json:"scope,omitzero"`
	Since   Day         `json:"since,omitzero"`
	Series  []TollPoint `json:"series,omitzero"`
	Rev     int         `json:"rev,omitzero"`
}

// TollPoint is one figure of a toll.
type TollPoint struct {
	AsOf       Days   `json:"as_of,omitzero"`
	Figure     Figure `json:"figure,omitzero"`
	Source     string `json:"source,omitzero"`
	Claim      string `json:"claim,omitzero"`
	Superseded bool   `json:"superseded,omitzero"` // by a later figure of the same source
}

// Story is a group of reports that tell the same news.
type Story struct {
	ID        string   `json:"id,omitzero"`
	Title     string   `json:"title,omitzero"`
	Reports   []string `json:"reports,omitzero"`
	Incidents []string `json:"incidents,omitzero"`
	Days      Days     `json:"days,omitzero"`
	Rev       int      `json:"rev,omitzero"`
}

// Revision is one change of the record. Revisions are only ever added: any
// earlier state can be read by stopping earlier.
type Revision struct {
	Of     string    `json:"of,omitzero"`  // id of the incident, statement, toll or story
	Rev    int       `json:"rev,omitzero"` // 1, 2, 3 … for each Of
	At     time.Time `json:"at,omitzero"`
	By     string    `json:"by,omitzero"`     // "vigil VERSION" or the analyst
	Cause  string    `json:"cause,omitzero"`  // the claim, rule or reason
	Before []byte    `json:"before,omitzero"` // JSON; nil when made
	After  []byte    `json:"after,omitzero"`  // JSON; nil for a tombstone
}
