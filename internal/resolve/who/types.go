package who

import "vigil"

// actorType is a word of the directory's type column and what it stands for.
type actorType struct {
	word  string
	kind  vigil.Kind
	inter vigil.Inter
}

// actorTypes are the words of the type column, as docs/data.md explains them.
var actorTypes = []actorType{
	{"state", vigil.State, vigil.StateForces},
	{"gov", vigil.Government, vigil.StateForces},          // a government, a ministry, a parliament, a court
	{"defacto", vigil.Government, vigil.RebelGroup},       // rules without being recognised: the Houthis' cabinet
	{"mil", vigil.Military, vigil.StateForces},            // an army, a service, a unit, an intelligence service
	{"police", vigil.Police, vigil.StateForces},           //
	{"coalition", vigil.Military, vigil.ExternalForces},   // ISAF, the coalition against IS
	{"mission", vigil.IGO, vigil.ExternalForces},          // UNIFIL
	{"rebel", vigil.ArmedGroup, vigil.RebelGroup},         //
	{"militia", vigil.ArmedGroup, vigil.PoliticalMilitia}, // pro-government ones too, and drug cartels
	{"communal", vigil.ArmedGroup, vigil.IdentityMilitia}, //
	{"pmc", vigil.ArmedGroup, vigil.ExternalForces},       // a private army: Wagner
	{"people", vigil.People, vigil.IdentityMilitia},       // a people, a tribe, a sect: civilians unless it fights
	{"party", vigil.PartyKind, vigil.NoInter},             //
	{"media", vigil.Media, vigil.Civilians},               //
	{"igo", vigil.IGO, vigil.Civilians},                   // states' organisations and courts
	{"ngo", vigil.NGO, vigil.Civilians},                   // aid bodies, monitors, think tanks
	{"company", vigil.Company, vigil.Civilians},           //
	{"org", vigil.OtherOrg, vigil.Civilians},              // churches, universities, unions
	{"person", vigil.Person, vigil.NoInter},               //
	{"unrest", vigil.People, vigil.Protesters},            // a protest movement without a body
}

func typeOf(word string) (actorType, bool) {
	for _, t := range actorTypes {
		if t.word == word {
			return t, true
		}
	}
	return actorType{}, false
}
