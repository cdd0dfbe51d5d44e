package who

import (
	"strings"

	"vigil"
)

// body is something that every state has: "the Syrian army", "Chad's foreign
// ministry". Where the directory has an entry <state>-<suffix> that entry is
// meant; elsewhere one is made on demand.
type body struct {
	suffix string
	kind   vigil.Kind
	name   string // after the state's adjective
	parent string // suffix
	words  []string
}

// bodies lists them; a test checks that no word stands for two.
var bodies = []body{
	{"gov", vigil.Government, "government", "", []string{"government", "governments", "authorities", "authority", "administration", "regime", "cabinet", "state", "leadership", "officials", "central government", "federal government", "council of ministers", "government authorities", "state authorities", "presidency", "interim government", "transitional government", "caretaker government", "leaders", "government officials", "interim administration", "interim authorities", "transitional authorities", "official"}},
	{"mil", vigil.Military, "armed forces", "gov", []string{"armed forces", "forces", "military", "troops", "security forces", "defence forces", "defence force", "government forces", "government troops", "regime forces", "regime troops", "army forces", "military forces", "soldiers", "troop", "soldier", "security force", "serviceman", "servicemen", "state forces", "loyalist forces", "loyalist troops", "pro government forces", "federal forces", "federal troops", "government soldiers", "government soldier", "army soldiers", "army soldier", "national army", "joint forces", "security services", "security service", "defenders", "combined forces"}},
	{"army", vigil.Military, "army", "mil", []string{"army", "ground forces", "land forces", "ground troops", "regular army", "regular forces", "army troops", "armies", "government army", "regime army", "infantry", "artillery", "tanks", "special forces", "commandos", "paratroopers", "special operations forces"}},
	{"airforce", vigil.Military, "air force", "mil", []string{"air force", "warplanes", "air forces", "jets", "fighter jets", "warplane", "aircraft", "airforce", "air force planes", "helicopters", "helicopter", "fighter jet", "planes", "helicopter gunships", "drones", "drone", "bombers", "military aircraft", "military planes"}},
	{"navy", vigil.Military, "navy", "mil", []string{"navy", "naval forces", "naval force", "warships", "warship", "gunboats", "gunboat", "marine forces", "fleet", "navy ships", "naval ships", "navy vessels", "naval vessels", "sailors"}},
	{"marines", vigil.Military, "marines", "mil", []string{"marines", "marine corps", "marine", "naval infantry"}},
	{"coastguard", vigil.Military, "coast guard", "mil", []string{"coast guard", "coastguard", "coastguards", "coast guards"}},
	{"natguard", vigil.Military, "national guard", "mil", []string{"national guard", "national guardsmen", "republican guard", "presidential guard", "guardsmen", "presidential guards"}},
	{"border", vigil.Police, "border guard", "gov", []string{"border guards", "border guard", "border police", "border troops", "border forces", "frontier guards", "border service"}},
	{"police", vigil.Police, "police", "gov", []string{"police", "policemen", "policeman", "police officers", "police officer", "police force", "police forces", "riot police", "national police", "federal police", "security police", "gendarmerie", "gendarmes", "traffic police", "state police", "anti terrorism police", "counter terrorism police", "police service", "policewoman"}},
	{"intel", vigil.Military, "intelligence service", "gov", []string{"intelligence service", "intelligence services", "intelligence agency", "intelligence agencies", "secret service", "secret services", "secret police", "intelligence", "military intelligence", "spy agency", "intelligence officials", "spies", "spy service"}},
	{"parliament", vigil.Government, "parliament", "gov", []string{"parliament", "national assembly", "legislature", "senate", "house of representatives", "lower house", "upper house", "legislative assembly", "lawmakers", "congress"}},
	{"mfa", vigil.Government, "foreign ministry", "gov", []string{"foreign ministry", "ministry of foreign affairs", "ministry for foreign affairs", "foreign affairs ministry", "foreign office", "external affairs ministry", "ministry of external affairs", "diplomats"}},
	{"mod", vigil.Government, "defence ministry", "gov", []string{"defence ministry", "ministry of defence", "ministry of national defence", "national defence ministry", "department of defence", "defence department", "war ministry", "ministry for defence", "ministry of the armed forces", "armed forces ministry", "defence officials"}},
	{"moi", vigil.Government, "interior ministry", "gov", []string{"interior ministry", "ministry of the interior", "ministry of interior", "home ministry", "home affairs ministry", "ministry of home affairs", "ministry of internal affairs", "internal affairs ministry", "public security ministry", "ministry of public security", "home office"}},
	{"moh", vigil.Government, "health ministry", "gov", []string{"health ministry", "ministry of health", "public health ministry", "ministry of public health", "health authorities", "health officials"}},
	{"moj", vigil.Government, "justice ministry", "gov", []string{"justice ministry", "ministry of justice", "department of justice"}},
	{"mof", vigil.Government, "finance ministry", "gov", []string{"finance ministry", "ministry of finance", "treasury"}},
	{"minfo", vigil.Government, "information ministry", "gov", []string{"information ministry", "ministry of information"}},
	{"court", vigil.Government, "supreme court", "gov", []string{"supreme court", "high court", "constitutional court", "supreme federal court"}},
	{"prosecutor", vigil.Government, "prosecutors", "gov", []string{"prosecutors", "public prosecutor", "prosecutors office", "prosecutor generals office", "attorney generals office", "public prosecutors office"}},
	{"electoral", vigil.Government, "election commission", "gov", []string{"election commission", "electoral commission", "independent election commission"}},
	{"civildefence", vigil.Government, "civil defence", "gov", []string{"civil defence", "civil defence service", "emergency services", "emergency service", "emergencies ministry", "ministry of emergency situations", "firefighters", "fire service", "rescue service", "disaster management authority"}},
	{"statemedia", vigil.Media, "state media", "gov", []string{"state media", "state television", "state tv", "state run media", "state news agency", "state run television", "official media", "state radio", "state run news agency", "official news agency", "state owned media", "state run tv", "national television", "state broadcaster", "government media", "state owned television", "state controlled media", "national radio", "government run media", "state run radio", "public television"}},
	{"opposition", vigil.PartyKind, "opposition", "", []string{"opposition", "opposition parties", "opposition groups", "opposition leaders", "opposition movement", "opposition coalition", "political opposition"}},
	{"redcross", vigil.NGO, "Red Cross", "", []string{"red cross", "red crescent", "red cross society", "red crescent society"}},
}

// bodyByWord and bodyBySuffix index bodies.
var bodyByWord, bodyBySuffix = func() (map[string]*body, map[string]*body) {
	words, suffixes := map[string]*body{}, map[string]*body{}
	for i := range bodies {
		b := &bodies[i]
		suffixes[b.suffix] = b
		for _, w := range b.words {
			words[string(appendFold(nil, w))] = b
		}
	}
	return words, suffixes
}()

// makeBody returns the entry of a state's body that the directory does not list.
func (d *Directory) makeBody(state *vigil.Actor, b *body) *vigil.Actor {
	parent := state.ID
	if b.parent != "" {
		parent += "-" + b.parent
	}
	inter := vigil.StateForces
	switch b.kind {
	case vigil.Media, vigil.NGO:
		inter = vigil.Civilians
	case vigil.PartyKind:
		inter = vigil.NoInter
	}
	a := &vigil.Actor{
		ID: state.ID + "-" + b.suffix, Name: d.adjectives[state.Country] + " " + b.name, Kind: b.kind, Inter: inter,
		Country: state.Country, Basis: state.Basis,
	}
	if b.suffix != "opposition" && b.suffix != "redcross" {
		a.Parents = []vigil.Tie{{To: parent}}
	}
	return a
}

// bodyOf returns the entry of a country's body by the key of its words: "army",
// "foreign ministry".
func (d *Directory) bodyOf(country, words string) (*vigil.Actor, bool) {
	b, ok := bodyByWord[words]
	if !ok {
		return nil, false
	}
	return d.Get(strings.ToLower(country) + "-" + b.suffix)
}
