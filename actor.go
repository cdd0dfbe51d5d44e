package vigil

// Kind is what sort of thing a party is (../docs/formats.md).
type Kind string

// Kinds of party. PERSON is somebody named, PEOPLE unnamed persons; from STATE
// to ORG named bodies; the last three are things.
const (
	Person        Kind = "PERSON"
	People        Kind = "PEOPLE"
	State         Kind = "STATE"
	Government    Kind = "GOVERNMENT"
	Military      Kind = "MILITARY"
	Police        Kind = "POLICE"
	ArmedGroup    Kind = "ARMED_GROUP"
	PartyKind     Kind = "PARTY"
	Media         Kind = "MEDIA"
	IGO           Kind = "IGO"
	NGO           Kind = "NGO"
	Company       Kind = "COMPANY"
	OtherOrg      Kind = "ORG"
	FacilityThing Kind = "FACILITY"
	Object        Kind = "OBJECT"
	PlaceThing    Kind = "PLACE"
)

// Body reports whether k is a named organisation.
func (k Kind) Body() bool {
	switch k {
	case State, Government, Military, Police, ArmedGroup, PartyKind, Media, IGO, NGO, Company, OtherOrg:
		return true
	}
	return false
}

// Thing reports whether k is a thing rather than people.
func (k Kind) Thing() bool { return k == FacilityThing || k == Object || k == PlaceThing }

// Inter is ACLED's actor type (codebook, "inter codes").
type Inter string

// ACLED's inter codes, 1 to 8.
const (
	NoInter          Inter = ""
	StateForces      Inter = "state forces"
	RebelGroup       Inter = "rebel group"
	PoliticalMilitia Inter = "political militia"
	IdentityMilitia  Inter = "identity militia"
	Rioters          Inter = "rioters"
	Protesters       Inter = "protesters"
	Civilians        Inter = "civilians"
	ExternalForces   Inter = "external forces"
)

// Inters lists the codes in ACLED's order: Inters[0] is code 1.
var Inters = []Inter{StateForces, RebelGroup, PoliticalMilitia, IdentityMilitia, Rioters, Protesters, Civilians, ExternalForces}

// Code returns ACLED's number, 1 to 8, or 0.
func (i Inter) Code() int {
	for n, x := range Inters {
		if x == i {
			return n + 1
		}
	}
	return 0
}

// Actor is an entry of the directory of actors: somebody or some body that
// reports name. Facts only, each with the public page they rest on.
type Actor struct {
	ID      string   `json:"id,omitzero"`      // stable, lower case, e.g. "syr-sdf"
	Name    string   `json:"name,omitzero"`    // canonical
	Aliases []string `json:"aliases,omitzero"` // other names, native-script names, abbreviations
	Kind    Kind     `json:"kind,omitzero"`
	Inter   Inter    `json:"inter,omitzero"`
	Country string   `json:"country,omitzero"` // ISO alpha-3 of home, or ""
	Parents []Tie    `json:"parents,omitzero"` // what it is part of
	Allies  []Tie    `json:"allies,omitzero"`  // whom it backs or fights beside
	Offices []Office `json:"offices,omitzero"` // of a person
	Active  Days     `json:"active,omitzero"`  // existence; open ends are zero
	Basis   string   `json:"basis,omitzero"`   // the public page that says so, or "" if unverified
}

// Tie binds an actor to another for a time.
type Tie struct {
	To string `json:"to,omitzero"` // Actor.ID
	Days
}

// Office is a post a person held.
type Office struct {
	Title   string `json:"title,omitzero"`   // "foreign minister"
	Country string `json:"country,omitzero"` // ISO alpha-3, or "" for a body's office
	Body    string `json:"body,omitzero"`    // Actor.ID of the body, if not a state
	Days
}

// Class is what sort of persons a party is or belongs to, as tolls and ACLED's
// associated actors tell them apart ("Women", "Journalists", "Aid Workers").
type Class string

// Classes of persons.
const (
	ClassNone         Class = ""
	ClassFighters     Class = "fighters" // of any non-state side
	ClassSoldiers     Class = "soldiers"
	ClassPolice       Class = "police"
	ClassPeacekeepers Class = "peacekeepers"
	ClassGuards       Class = "guards" // private or of a person
	ClassOfficials    Class = "officials"
	ClassPoliticians  Class = "politicians"
	ClassJournalists  Class = "journalists"
	ClassAidWorkers   Class = "aid workers"
	ClassMedics       Class = "medics"
	ClassChildren     Class = "children"
	ClassWomen        Class = "women"
	ClassStudents     Class = "students"
	ClassTeachers     Class = "teachers"
	ClassClergy       Class = "clergy"
	ClassWorkers      Class = "workers"
	ClassFarmers      Class = "farmers"
	ClassActivists    Class = "activists"
	ClassLawyers      Class = "lawyers" // and judges
	ClassPrisoners    Class = "prisoners"
	ClassRefugees     Class = "refugees" // and displaced persons
	ClassTribespeople Class = "tribespeople"
	ClassCriminals    Class = "criminals"
	ClassCrowds       Class = "crowds" // protesters, rioters
	ClassCivilians    Class = "civilians"
)

// Party is somebody in a claim: an actor, target, speaker or source as the
// report has it, with the directory's entry if it is known.
type Party struct {
	Name    string   `json:"name,omitzero"` // canonical: the directory's or the report's fullest name; the text's words if unnamed
	Text    string   `json:"text,omitzero"` // as written here
	Span    Span     `json:"span,omitzero"`
	Also    []string `json:"also,omitzero"`   // other names the report gives it
	Entity  string   `json:"entity,omitzero"` // Actor.ID, or ""
	Kind    Kind     `json:"kind,omitzero"`
	Inter   Inter    `json:"inter,omitzero"`
	Country string   `json:"country,omitzero"` // ISO alpha-3 of whom it belongs to, or ""
	Class   Class    `json:"class,omitzero"`   // what sort of persons
	Score   float64  `json:"score,omitzero"`   // 0..1
	Unsure  string   `json:"unsure,omitzero"`  // why the link is uncertain ("antecedent lies across a seam"), or ""
}
