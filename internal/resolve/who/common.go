package who

import (
	"strings"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/nlp"
)

// side is what the modifiers of a noun say about whom it fights for.
type side uint8

const (
	noSide   side = iota
	proState      // pro-government, loyalist
	ofState       // government, regime, army, police, security
	ofRebels      // rebel, opposition, insurgent, militant, jihadist
	unknown       // unidentified, masked
	communal      // tribal, ethnic, Sunni
	foreign       // foreign, international, coalition
)

// sideOf are modifiers in lower case.
var sideOf = map[string]side{
	"government": ofState, "regime": ofState, "army": ofState, "military": ofState, "state": ofState, "security": ofState, "loyalist": proState,
	"pro-government": proState, "pro-regime": proState, "pro-army": proState, "pro-military": proState, "pro-assad": proState, "government-aligned": proState, "government-backed": proState, "state-backed": proState,
	"rebel": ofRebels, "opposition": ofRebels, "insurgent": ofRebels, "militant": ofRebels, "jihadist": ofRebels, "guerrilla": ofRebels, "islamist": ofRebels, "separatist": ofRebels, "terrorist": ofRebels, "anti-government": ofRebels, "antigovernment": ofRebels, "maoist": ofRebels, "jihadi": ofRebels, "extremist": ofRebels,
	"unknown": unknown, "unidentified": unknown, "masked": unknown, "hooded": unknown, "unnamed": unknown,
	"tribal": communal, "ethnic": communal, "communal": communal, "sectarian": communal, "clan": communal,
	"foreign": foreign, "international": foreign, "coalition": foreign, "peacekeeping": foreign, "multinational": foreign, "allied": foreign, "alliance": foreign, "occupation": foreign, "occupying": foreign, "invading": foreign, "nato": foreign,
}

// modifiers reads what stands before the head and after "of", "from", "in".
func (p *phrase) modifiers() {
	for i := p.first; i < p.head; i++ {
		p.modifier(i)
	}
	for i := p.end; i+1 < p.np.Last && p.owner == nil; i++ {
		switch strings.ToLower(p.word(i)) {
		case "of", "from", "with", "for", "belonging", "linked", "loyal", "to":
			p.ownerAt(i+1, true)
		case "in":
			p.countryAt(i + 1)
		case "who", "which", "that", "after", "when":
			return
		}
	}
}

func (p *phrase) modifier(i int) {
	word := strings.ToLower(p.word(i))
	if i+2 < p.end && p.word(i+1) == "-" { // pro - government; Iran - backed
		p.hyphened(word, strings.ToLower(p.word(i+2)), i)
		return
	}
	if i >= 2 && p.word(i-1) == "-" {
		return // read with what stands before the hyphen
	}
	if s, ok := sideOf[word]; ok && p.side == noSide {
		p.side = s
		return
	}
	if before, after, ok := strings.Cut(word, "-"); ok {
		p.hyphened(before, after, i)
		return
	}
	p.ownerAt(i, false)
}

// hyphened reads "pro-government", "Iran-backed", "US-led".
func (p *phrase) hyphened(before, after string, i int) {
	if s, ok := sideOf[before+"-"+after]; ok {
		p.side = s
		return
	}
	switch before {
	case "pro":
		if after == p.leaderWord() {
			p.side = proState
		}
		return
	case "anti", "non", "ex":
		return
	}
	switch after {
	case "led":
		p.led = true
	case "backed", "supported", "linked", "affiliated", "aligned", "allied", "sponsored", "trained", "funded", "armed", "inspired", "held", "controlled", "based", "occupied", "appointed", "run", "owned", "made", "speaking", "born", "dominated", "majority":
		p.backed = true
		if after == "run" || after == "appointed" || after == "based" {
			p.ownerAt(i, false)
		}
	default:
		p.ownerAt(i, false)
	}
}

// leaderWord is the surname of the head of state or government of the stage,
// in lower case: pro-Assad, pro-Gbagbo.
func (p *phrase) leaderWord() string {
	for _, title := range []string{"president", "prime minister", "supreme leader"} {
		if f := p.r.dir.holders(title, post{country: p.stage}, p.day); len(f) > 0 {
			return string(surname(appendFold(nil, f[0].Actor.Name), f[0].Actor.Country))
		}
	}
	return ""
}

// ownerAt takes the name at token i as whose the head is.
func (p *phrase) ownerAt(i int, after bool) {
	for after && i < p.np.Last-1 && skipFirst(p.word(i)) {
		i++
	}
	if n := p.nameAt(i); n != nil {
		l := p.linkOf(n)
		switch {
		case l == nil, l.Kind == vigil.Person:
		case l.Rule == "demonym", l.Kind == vigil.State, l.Kind == vigil.Government && l.Rule == "capital for its government":
			p.country = l.Country
		case l.Kind == vigil.PlaceThing, l.Kind == vigil.FacilityThing:
			if p.country == "" && after {
				p.country = l.Country
			}
		default:
			p.owner = l
		}
		return
	}
	if !isUpper(p.word(i)) && !oneCase(p.doc.Text) {
		return
	}
	var buf [48]byte
	if c := p.r.dir.stateOf(appendFold(buf[:0], p.word(i))); c != "" && p.country == "" {
		p.country = c
	}
}

func (p *phrase) countryAt(i int) {
	if l := p.linkOf(p.nameAt(i)); l != nil && p.country == "" {
		p.country = l.Country
	}
}

// common types a phrase by its noun and modifiers.
func (p *phrase) common() {
	n, ok := p.noun()
	score := 0.8
	if !ok {
		n, score = p.r.guess(&p.doc.Tokens[p.head], strings.ToLower(p.word(p.head)))
	}
	o := &p.out
	o.Kind, o.Inter, o.Class, o.Country = vigil.Kind(n.Kind), vigil.Inter(n.Inter), vigil.Class(n.Class), p.country
	o.Score = score
	switch {
	case o.Kind.Thing():
		p.thing()
	case p.owner != nil:
		p.owned(n)
	default:
		p.sided(n)
		p.stateBody(n)
	}
}

// thing types a building or vehicle: a state's arms count as its forces.
func (p *phrase) thing() {
	o := &p.out
	if p.side == ofState || p.side == foreign || isArm(p.word(p.first)) || isArm(p.word(max(p.head-1, p.first))) {
		o.Inter = vigil.StateForces
		if p.side == foreign {
			o.Inter = vigil.ExternalForces
		}
	}
	if p.owner != nil {
		o.Entity, o.Country = p.owner.Actor, p.owner.Country
		if o.Kind == vigil.FacilityThing || o.Kind == vigil.Object {
			switch p.owner.Kind {
			case vigil.Military, vigil.Police, vigil.ArmedGroup:
				o.Inter = p.owner.Inter
			}
		}
	}
}

func isArm(w string) bool {
	switch strings.ToLower(w) {
	case "police", "army", "military", "naval", "navy", "security", "paramilitary":
		return true
	}
	return false
}

// owned types people or a part of a known body: "Taliban fighters", "army
// spokesman", "a Hezbollah commander".
func (p *phrase) owned(n en.Noun) {
	o := &p.out
	o.Entity, o.Country, o.Score = p.owner.Actor, p.owner.Country, min(0.9, p.owner.Score)
	if o.Country == "" {
		o.Country = p.country
	}
	if p.owner.Kind == vigil.People {
		p.ofPeople(n)
		return
	}
	fights := p.owner.Kind == vigil.ArmedGroup || p.owner.Kind == vigil.Military || p.owner.Kind == vigil.Police || p.owner.Inter == vigil.ExternalForces
	switch {
	case n.Class == string(vigil.ClassFighters), n.Class == string(vigil.ClassSoldiers), n.Class == string(vigil.ClassPolice), n.Class == string(vigil.ClassTribespeople):
		if p.owner.Inter != vigil.NoInter && p.owner.Inter != vigil.Civilians {
			o.Inter = p.owner.Inter
		}
	case fights && n.Class != string(vigil.ClassJournalists) && n.Class != string(vigil.ClassMedics) && n.Class != string(vigil.ClassChildren) && n.Class != string(vigil.ClassWomen):
		o.Inter = p.owner.Inter
	}
	if o.Kind.Body() && p.owner.Kind.Body() {
		o.Kind = p.owner.Kind
	}
	if o.Kind == vigil.People && p.owner.Name != "" {
		o.Name = p.text(p.first, p.end)
	}
	if n := p.nameAt(p.head - 1); n != nil && o.Kind.Body() && p.linkOf(n) == p.owner && n.Type == nlp.ORG {
		o.Name = p.owner.Name // "the Hamas movement"
	}
}

// ofPeople types those of a people: "Kurdish rebels" stay rebels, "Fulani
// militiamen" fight for the Fulani, "Yazidi women" do not fight.
func (p *phrase) ofPeople(n en.Noun) {
	if n.Inter == string(vigil.PoliticalMilitia) || n.Class == string(vigil.ClassTribespeople) {
		p.out.Inter = vigil.IdentityMilitia
	}
	p.sided(n)
	p.out.Name = p.text(p.first, p.end)
}

// sided lets modifiers overrule what the noun says by itself.
func (p *phrase) sided(n en.Noun) {
	o := &p.out
	if n.Word == "group" || n.Word == "groups" || n.Word == "organisation" || n.Word == "organisations" {
		p.groupOf()
		return
	}
	armed := n.Class == string(vigil.ClassFighters) || n.Class == string(vigil.ClassSoldiers) || n.Class == string(vigil.ClassTribespeople)
	if !armed {
		return
	}
	if p.led && n.Class == string(vigil.ClassSoldiers) {
		o.Inter = vigil.ExternalForces
	}
	switch p.side {
	case proState:
		o.Inter = vigil.PoliticalMilitia
		if o.Kind == vigil.Military {
			o.Kind = vigil.ArmedGroup
		}
	case ofState:
		if n.Inter != string(vigil.PoliticalMilitia) {
			o.Inter, o.Class = vigil.StateForces, vigil.ClassSoldiers
		}
	case ofRebels:
		if n.Inter != string(vigil.PoliticalMilitia) || n.Class == string(vigil.ClassSoldiers) {
			o.Inter, o.Class = vigil.RebelGroup, vigil.ClassFighters
			if o.Kind == vigil.Military {
				o.Kind = vigil.ArmedGroup
			}
		}
	case unknown:
		o.Inter = vigil.PoliticalMilitia
	case communal:
		o.Inter = vigil.IdentityMilitia
	case foreign:
		if n.Class == string(vigil.ClassSoldiers) {
			o.Inter = vigil.ExternalForces
		}
	}
}

// groupOf types "a rebel group", "a previously unknown group".
func (p *phrase) groupOf() {
	switch p.side {
	case ofRebels:
		p.out.Kind, p.out.Inter, p.out.Class = vigil.ArmedGroup, vigil.RebelGroup, vigil.ClassFighters
	case proState, unknown:
		p.out.Kind, p.out.Inter, p.out.Class = vigil.ArmedGroup, vigil.PoliticalMilitia, vigil.ClassFighters
	case communal:
		p.out.Kind, p.out.Inter, p.out.Class = vigil.ArmedGroup, vigil.IdentityMilitia, vigil.ClassTribespeople
	}
}

// stateBody ties the arms of a state to its entry: "the army" in a report on
// Syria, "Afghan police".
func (p *phrase) stateBody(n en.Noun) {
	o := &p.out
	if o.Inter != vigil.StateForces {
		return
	}
	country, sure := p.country, 0.9
	if country == "" {
		country, sure = p.stage, 0.7
		if country == "PSE" && n.Class == string(vigil.ClassSoldiers) {
			country = "ISR" // soldiers that nobody's name stands with: Palestine has police alone
		}
	}
	if country == "" || p.led || p.backed {
		return
	}
	var buf [64]byte
	a, ok := p.r.dir.bodyOf(country, string(appendFold(buf[:0], p.text(p.coreStart(), p.head+1))))
	if !ok {
		a, ok = p.r.dir.bodyOf(country, string(appendFold(buf[:0], n.Word)))
	}
	if !ok {
		o.Country = country
		return
	}
	o.Entity, o.Country, o.Score = a.ID, country, o.Score*sure
	if o.Kind != vigil.People {
		o.Name, o.Kind = a.Name, a.Kind
	}
}

// coreStart skips the name of the country: "Syrian government forces".
func (p *phrase) coreStart() int {
	i := p.first
	for i < p.head && (p.nameAt(i) != nil || is(p.word(i), "'s")) {
		i++
	}
	return i
}

// guess types a word that no list of ours has: nouns for persons by the list of
// WordNet's or by their ending, any other common noun as a thing ("the rise in
// tensions"). What is no noun, or is written as a name, may be anybody.
func (r *Resolver) guess(t *nlp.Token, w string) (en.Noun, float64) {
	person := en.Noun{Word: w, Kind: string(vigil.People), Class: string(vigil.ClassCivilians), Inter: string(vigil.Civilians)}
	switch {
	case r.lex.persons[w], r.lex.persons[t.Lemma[strings.LastIndexByte(t.Lemma, '-')+1:]], endsAsPerson(w):
		return person, 0.8
	case t.UPOS == nlp.NOUN, t.UPOS == nlp.VERB, strings.HasSuffix(w, "ing"):
		return en.Noun{Word: w, Kind: string(vigil.Object)}, 0.3
	}
	person.Class = ""
	return person, 0.2
}

// endsAsPerson reports whether a noun is made as those for persons are.
func endsAsPerson(w string) bool {
	w = strings.TrimSuffix(w, "s")
	for _, end := range []string{"man", "men", "woman", "women", "people", "person", "ist", "ian", "ician", "eer", "ologist", "maker", "worker", "keeper", "owner", "holder", "seeker", "goer"} {
		if strings.HasSuffix(w, end) && len(w) > len(end)+1 {
			return true
		}
	}
	return false
}
