package vigil

// Status says whether a claim tells something as having happened.
type Status string

// Statuses of a claim.
const (
	Occurred     Status = "occurred"
	Planned      Status = "planned"
	Threatened   Status = "threatened"
	Demanded     Status = "demanded"
	Denied       Status = "denied" // said not to have happened, and by nobody to have
	Hypothetical Status = "hypothetical"
	Feared       Status = "feared"
	Breached     Status = "breached"   // what was agreed, by who is told to have broken it
	Historical   Status = "historical" // past context too vague to pin down
)

// Force is how strongly a cue stands behind what it reports.
type Force string

// Forces of a cue.
const (
	Said      Force = "said"
	Claimed   Force = "claimed"
	Confirmed Force = "confirmed"
	DeniedIt  Force = "denied"
	Admitted  Force = "admitted"
	Guessed   Force = "speculated"
	Ordered   Force = "demanded"
	Warned    Force = "warned"
)

// Attribution is one saying: somebody, a cue, what is said, and who relays it.
type Attribution struct {
	Speakers []Party `json:"speakers,omitzero"` // empty where none is named
	Source   []Span  `json:"source,omitzero"`   // the words that name the speaker
	Cue      []Span  `json:"cue,omitzero"`
	Content  []Span  `json:"content,omitzero"`
	Force    Force   `json:"force,omitzero"`
	Via      []Party `json:"via,omitzero"`    // relays, nearest to us first: "Reuters, citing X" gives via Reuters
	Quoted   bool    `json:"quoted,omitzero"` // the content, or part of it, stands in quotation marks
	Parent   int     `json:"parent,omitzero"` // index of the attribution whose content this one lies in, or -1
	Score    float64 `json:"score,omitzero"`
	Unsure   string  `json:"unsure,omitzero"` // why the speaker is uncertain, or ""
	Rule     string  `json:"rule,omitzero"`
}

// ClaimKind says which shape a claim has.
type ClaimKind string

// Kinds of claim.
const (
	IncidentClaim  ClaimKind = "incident"  // something happened
	StatementClaim ClaimKind = "statement" // a political act or word
	TollClaim      ClaimKind = "toll"      // a count over more than one incident
	SideClaim      ClaimKind = "side"      // who backs, arms, fights or is part of whom
	ForceClaim     ClaimKind = "force"     // a force's strength or whereabouts
	QuoteClaim     ClaimKind = "quotation" // somebody's words in quotation marks, whatever they say
)

// Claim is what one report says of one act, with all the report's sentences
// about it. Every value in it comes from Evidence.
type Claim struct {
	ID       string    `json:"id,omitzero"` // Report + "#" + a number, stable for the same text and analyser
	Report   string    `json:"report,omitzero"`
	Kind     ClaimKind `json:"kind,omitzero"`
	Act      string    `json:"act,omitzero"`  // Act.ID of an incident or statement
	Mode     string    `json:"mode,omitzero"` // PLOVER mode, or ""
	Status   Status    `json:"status,omitzero"`
	Evidence []Span    `json:"evidence,omitzero"` // the main sentence first
	Trigger  Span      `json:"trigger,omitzero"`

	Actors  []Party  `json:"actors,omitzero"`  // who did it, side 1; from whom; who backs
	Targets []Party  `json:"targets,omitzero"` // to whom, side 2; to whom; who is backed
	Weapon  string   `json:"weapon,omitzero"`  // the text's words
	Place   *Place   `json:"place,omitzero"`
	When    *When    `json:"when,omitzero"`
	Figures []Figure `json:"figures,omitzero"`

	By       []Attribution `json:"by,omitzero"` // on whose word; empty is the report's own voice
	DeniedBy []Party       `json:"denied_by,omitzero"`

	Condition string `json:"condition,omitzero"`  // "if a chemical attack takes place"
	Due       *When  `json:"due,omitzero"`        // when something planned, demanded or threatened is to happen
	Scope     string `json:"scope,omitzero"`      // what a toll covers, in the text's words
	Since     Day    `json:"since,omitzero"`      // where a toll starts, or unknown
	SinceText string `json:"since_text,omitzero"` // "2011", as exact as the text
	Relation  string `json:"relation,omitzero"`   // of a side: backs, arms, fights, part of, linked to

	Background bool     `json:"background,omitzero"` // told as past context
	Copied     bool     `json:"copied,omitzero"`     // its main sentence is copied from another report
	Score      float64  `json:"score,omitzero"`
	Why        []Reason `json:"why,omitzero"`      // how each value was read: for vigil explain
	Analyser   string   `json:"analyser,omitzero"` // version of the analyser
}

// Reason says which rule or model gave a slot its value, from which words.
type Reason struct {
	Slot  string  `json:"slot,omitzero"` // "act", "actors", "place", …
	Rule  string  `json:"rule,omitzero"`
	Span  Span    `json:"span,omitzero"`
	Score float64 `json:"score,omitzero"`
}

// When is a time as a text gives it: TIMEX3's type, value and modifier (TimeML
// 1.2.1) and the days that it can mean.
type When struct {
	Text  string  `json:"text,omitzero"`
	Span  Span    `json:"span,omitzero"`
	Type  string  `json:"type,omitzero"` // DATE TIME DURATION SET
	Value string  `json:"value,omitzero"`
	Mod   string  `json:"mod,omitzero"` // TIMEX3 mod: START MID END APPROX BEFORE AFTER …, or ""
	Days  Days    `json:"days,omitzero"`
	Basis string  `json:"basis,omitzero"` // "named", "publication", "narrative", "tense", …
	Score float64 `json:"score,omitzero"`
}

// Sources returns the distinct speakers on whose word c stands, by name.
func (c *Claim) Sources() []Party {
	var out []Party
	seen := map[string]bool{}
	for _, a := range c.By {
		for _, p := range a.Speakers {
			if !seen[p.Name] {
				seen[p.Name] = true
				out = append(out, p)
			}
		}
	}
	return out
}
