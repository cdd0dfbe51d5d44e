package vigil

import "strings"

// Act is a kind of act: one row of Acts. What happened carries ACLED's
// sub-event; what was said or done politically carries PLOVER's type. Both
// carry the other scheme's nearest code where there is one.
type Act struct {
	ID        string // stable key: the sub-event's name, or PLOVER's TYPE or TYPE-mode
	EventType string // ACLED event type; "" for political acts
	Disorder  string // ACLED disorder type; "" for political acts
	Family    string // battle, remote, civilians, protest, strategic; "" for political acts
	Plover    string // PLOVER TYPE or TYPE-mode
	CAMEO     string // root code, for export only
}

// Happened reports whether the act is an incident (ACLED) rather than a
// political act (PLOVER).
func (a *Act) Happened() bool { return a.EventType != "" }

// PloverType returns the TYPE of Plover, without its mode.
func (a *Act) PloverType() string {
	t, _, _ := strings.Cut(a.Plover, "-")
	return t
}

// Violent reports whether ACLED counts the act as political violence.
func (a *Act) Violent() bool { return strings.Contains(a.Disorder, "Political violence") }

// ACLED's sub-events by name, so that code need not spell them.
const (
	RegainsTerritory   = "Government regains territory"
	OvertakesTerritory = "Non-state actor overtakes territory"
	ArmedClash         = "Armed clash"
	ExcessiveForce     = "Excessive force against protesters"
	Intervention       = "Protest with intervention"
	PeacefulProtest    = "Peaceful protest"
	ViolentDemo        = "Violent demonstration"
	MobViolence        = "Mob violence"
	ChemicalWeapon     = "Chemical weapon"
	AirStrike          = "Air/drone strike"
	SuicideBomb        = "Suicide bomb"
	Shelling           = "Shelling/artillery/missile attack"
	IED                = "Remote explosive/landmine/IED"
	Grenade            = "Grenade"
	SexualViolence     = "Sexual violence"
	Attack             = "Attack"
	Abduction          = "Abduction/forced disappearance"
	Agreement          = "Agreement"
	Arrests            = "Arrests"
	GroupChange        = "Change to group/activity"
	DisruptedWeapons   = "Disrupted weapons use"
	BaseEstablished    = "Headquarters or base established"
	Looting            = "Looting/property destruction"
	TransferTerritory  = "Non-violent transfer of territory"
	OtherStrategic     = "Other"
)

const (
	violence  = "Political violence"
	demos     = "Demonstrations"
	strategic = "Strategic developments"
)

// Acts is the one table of acts. The first 25 rows are ACLED's sub-events in
// the codebook's hierarchy: where tactics coincide the earlier row wins
// (../docs/formats.md, "Acts"). The rest are PLOVER's types (manual, February
// 2024), except PROTEST and ASSAULT, which are incidents.
var Acts = []Act{
	{RegainsTerritory, "Battles", violence, "battle", "ASSAULT", "19"},
	{OvertakesTerritory, "Battles", violence, "battle", "ASSAULT", "19"},
	{ArmedClash, "Battles", violence, "battle", "ASSAULT-firearms", "19"},
	{ExcessiveForce, "Protests", demos + "; " + violence, "protest", "ASSAULT-crowd-control", "17"},
	{Intervention, "Protests", demos, "protest", "PROTEST-demo", "14"},
	{PeacefulProtest, "Protests", demos, "protest", "PROTEST-demo", "14"},
	{ViolentDemo, "Riots", demos, "protest", "PROTEST-riot", "14"},
	{MobViolence, "Riots", violence, "protest", "PROTEST-riot", "14"},
	{ChemicalWeapon, "Explosions/Remote violence", violence, "remote", "ASSAULT-unconventional", "20"},
	{AirStrike, "Explosions/Remote violence", violence, "remote", "ASSAULT-aerial", "19"},
	{SuicideBomb, "Explosions/Remote violence", violence, "remote", "ASSAULT-suicide-attack", "18"},
	{Shelling, "Explosions/Remote violence", violence, "remote", "ASSAULT-heavy-weapons", "19"},
	{IED, "Explosions/Remote violence", violence, "remote", "ASSAULT-explosives", "18"},
	{Grenade, "Explosions/Remote violence", violence, "remote", "ASSAULT-explosives", "18"},
	{SexualViolence, "Violence against civilians", violence, "civilians", "ASSAULT-sexual", "18"},
	{Attack, "Violence against civilians", violence, "civilians", "ASSAULT-targeted", "18"},
	{Abduction, "Violence against civilians", violence, "civilians", "ASSAULT-abduct", "18"},
	{Agreement, "Strategic developments", strategic, "strategic", "AGREE", "05"},
	{Arrests, "Strategic developments", strategic, "strategic", "COERCE-arrest", "17"},
	{GroupChange, "Strategic developments", strategic, "strategic", "RETREAT", "08"},
	{DisruptedWeapons, "Strategic developments", strategic, "strategic", "COERCE-seize", "17"},
	{BaseEstablished, "Strategic developments", strategic, "strategic", "MOBILIZE-troops", "15"},
	{Looting, "Strategic developments", strategic, "strategic", "ASSAULT-destroy", "18"},
	{TransferTerritory, "Strategic developments", strategic, "strategic", "RETREAT-withdraw", "08"},
	{OtherStrategic, "Strategic developments", strategic, "strategic", "MOBILIZE", "15"},

	{ID: "AGREE", Plover: "AGREE", CAMEO: "05"},
	{ID: "CONSULT", Plover: "CONSULT", CAMEO: "04"},
	{ID: "SUPPORT", Plover: "SUPPORT", CAMEO: "05"},
	{ID: "CONCEDE", Plover: "CONCEDE", CAMEO: "08"},
	{ID: "COOPERATE", Plover: "COOPERATE", CAMEO: "06"},
	{ID: "AID", Plover: "AID", CAMEO: "07"},
	{ID: "RETREAT", Plover: "RETREAT", CAMEO: "08"},
	{ID: "REQUEST", Plover: "REQUEST", CAMEO: "10"},
	{ID: "ACCUSE", Plover: "ACCUSE", CAMEO: "11"},
	{ID: "REJECT", Plover: "REJECT", CAMEO: "12"},
	{ID: "THREATEN", Plover: "THREATEN", CAMEO: "13"},
	{ID: "SANCTION", Plover: "SANCTION", CAMEO: "16"},
	{ID: "MOBILIZE", Plover: "MOBILIZE", CAMEO: "15"},
	{ID: "COERCE", Plover: "COERCE", CAMEO: "17"},
}

// PloverModes lists the modes that PLOVER's manual allows with each type.
var PloverModes = map[string][]string{
	"CONSULT":  {"visit", "third-party", "multilateral", "phone"},
	"RETREAT":  {"withdraw", "release", "disarm", "ceasefire", "access", "resign"},
	"REQUEST":  {"assist", "change", "yield", "meet"},
	"ACCUSE":   {"disapprove", "investigate", "allege"},
	"REJECT":   {"assist", "change", "yield", "meet"},
	"THREATEN": {"restrict", "arrest", "relations", "expel", "territory", "violence"},
	"PROTEST":  {"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"},
	"SANCTION": {"convict", "expel", "withdraw", "discontinue"},
	"MOBILIZE": {"troops", "weapons", "police", "militia"},
	"COERCE": {"seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold",
		"misinformation", "cyber"},
	"ASSAULT": {"abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
		"suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional"},
}

var actIndex = func() map[string]int {
	m := make(map[string]int, len(Acts))
	for i := range Acts {
		m[Acts[i].ID] = i
	}
	return m
}()

// ActByID returns the row of Acts with that ID, or nil.
func ActByID(id string) *Act {
	if i, ok := actIndex[id]; ok {
		return &Acts[i]
	}
	return nil
}

// Precedence is an act's place in the hierarchy: lower wins where tactics
// coincide. Unknown ids come last.
func Precedence(id string) int {
	if i, ok := actIndex[id]; ok {
		return i
	}
	return len(Acts)
}
