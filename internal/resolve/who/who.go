// Package who takes the entities and noun phrases of a report and says which
// actor of the directory each means, or what sort of party its words make it.
// Nothing is forced onto the nearest known name: a full name is needed, or an
// acronym, surname or other spelling with evidence beside it; whoever is not
// known is typed by words and keeps the report's own name.
package who

import (
	"slices"
	"strings"

	"vigil"
	"vigil/internal/nlp"
	"vigil/internal/resolve"
)

// Resolver resolves actors. It may be used by many goroutines at once.
type Resolver struct {
	dir *Directory
	lex *lexicon
}

// New returns a Resolver over a directory.
func New(d *Directory) *Resolver { return &Resolver{dir: d, lex: newLexicon()} }

// accept is the score from which a candidate is linked.
const accept = 0.5

// Actors implements resolve.Who.
func (r *Resolver) Actors(rep *vigil.Report, doc *nlp.Doc, res *resolve.Result) {
	res.Scene = r.dir.scene(doc, res)
	res.Actors = make([]resolve.Link, len(doc.Entities))
	for i := range doc.Entities {
		res.Actors[i] = r.link(doc, &doc.Entities[i], res)
	}
}

// link says who an entity is.
func (r *Resolver) link(doc *nlp.Doc, e *nlp.Entity, res *resolve.Result) resolve.Link {
	switch e.Type {
	case nlp.LOC, nlp.FAC:
		return r.linkPlace(doc, e, res)
	case nlp.NORP:
		if l, ok := r.linkDemonym(e.Name); ok {
			return l
		}
	}
	if f, ok := r.best(doc, e, res); ok {
		return linkTo(f)
	}
	return r.typed(e)
}

// linkTo makes a link of a candidate. Nothing is certain, least of all what
// rests on no page.
func linkTo(f Found) resolve.Link {
	a := f.Actor
	most := 0.99
	if a.Basis == "" {
		most = 0.89
	}
	return resolve.Link{Actor: a.ID, Name: a.Name, Kind: a.Kind, Inter: a.Inter, Country: a.Country, Score: min(f.Score, most), Rule: f.Rule}
}

// best returns the candidate that the names of an entity speak for, unless two
// are as good as each other.
func (r *Resolver) best(doc *nlp.Doc, e *nlp.Entity, res *resolve.Result) (Found, bool) {
	var top Found
	second := 0.0
	anyCase := oneCase(doc.Text)
	try := func(name string, ctx Context) {
		ctx.Caps = anyCase || isAcronym(name)
		for _, f := range r.dir.Find(name, ctx) {
			if f.Actor.Kind == vigil.State && e.Type == nlp.PER || isAcronym(name) && spelledOtherwise(e.Name, f.Actor) {
				continue
			}
			switch {
			case top.Actor != nil && f.Actor.ID == top.Actor.ID:
				top.Score = max(top.Score, f.Score)
			case f.Score > top.Score:
				top, second = f, top.Score
			default:
				second = max(second, f.Score)
			}
		}
	}
	ctx := Context{Scene: &res.Scene, Person: e.Type == nlp.PER, Body: e.Type == nlp.ORG}
	ctx.Title = e.Type == nlp.PER && r.titled(doc, e)
	try(e.Name, ctx)
	if top.Score < accept {
		for _, n := range e.Names {
			if text := doc.Names[n].In(doc.Text); text != e.Name {
				try(text, ctx)
			}
		}
	}
	const margin = 0.05
	return top, top.Score >= accept && top.Score-second >= margin
}

// spelledOtherwise reports whether the report spells out an acronym as a name that
// shares no word with any of the actor's: "the National Police Agency (NPA)" is
// not the New People's Army.
func spelledOtherwise(full string, a *vigil.Actor) bool {
	words := strings.Fields(string(appendFold(nil, full)))
	if len(words) < 2 {
		return false
	}
	for _, name := range append([]string{a.Name}, a.Aliases...) {
		for _, w := range strings.Fields(string(appendFold(nil, name))) {
			if len(w) > 3 && slices.Contains(words, w) {
				return false
			}
		}
	}
	return true
}

// oneCase reports whether a text is written in capitals or small letters
// throughout, so that case tells no acronym: its first 600 letters decide.
func oneCase(text string) bool {
	upper, lower := 0, 0
	for i := 0; i < len(text) && upper+lower < 600; i++ {
		switch c := text[i]; {
		case c >= 'a' && c <= 'z':
			lower++
		case c >= 'A' && c <= 'Z':
			upper++
		}
	}
	return upper*50 < lower || lower*50 < upper
}

// titled reports whether a rank or post stands before a mention of e.
func (r *Resolver) titled(doc *nlp.Doc, e *nlp.Entity) bool {
	for _, n := range e.Names {
		if i := doc.Names[n].First; i > 0 && r.isRank(doc.Word(i-1)) {
			return true
		}
	}
	return false
}

func (r *Resolver) isRank(word string) bool {
	var buf [48]byte
	return r.lex.ranks[string(appendFold(buf[:0], word))]
}

// linkDemonym reads "Syrian", "Palestinians": people of a country.
func (r *Resolver) linkDemonym(name string) (resolve.Link, bool) {
	var buf [64]byte
	country := r.dir.stateOf(appendFold(buf[:0], name))
	if country == "" {
		return resolve.Link{}, false
	}
	return resolve.Link{Name: name, Kind: vigil.People, Inter: vigil.Civilians, Country: country, Score: 0.9, Rule: "demonym"}, true
}

// linkPlace reads a place that may be a party: a state, or its capital where
// it stands for the government.
func (r *Resolver) linkPlace(doc *nlp.Doc, e *nlp.Entity, res *resolve.Result) resolve.Link {
	place := placeOf(doc, e, res)
	for _, f := range r.dir.Find(e.Name, Context{Scene: &res.Scene, Body: true, Caps: true}) {
		switch {
		case f.Rule == "capital" && e.Kind == "gov":
			if gov, ok := r.dir.Get(f.Actor.ID + "-gov"); ok {
				return linkTo(Found{gov, 0.85, "capital for its government"})
			}
		case f.Rule == "capital", f.Rule == "demonym":
		case f.Actor.Kind == vigil.State && (place == nil || place.Country == f.Actor.Country && place.Kind == vigil.Country):
			return linkTo(f)
		case f.Actor.Kind != vigil.State && f.Actor.Kind != vigil.Person && place == nil && f.Score >= accept:
			return linkTo(f) // an organisation that was taken for a place
		}
	}
	l := resolve.Link{Name: e.Name, Kind: vigil.PlaceThing, Score: 0.8, Rule: "place"}
	if e.Type == nlp.FAC {
		l.Kind = vigil.FacilityThing
	}
	if place != nil {
		l.Country = place.Country
	}
	return l
}

// placeOf returns the resolved place of an entity's first mention that means
// the place itself and not what is near it ("borders Turkey"), else of its
// first; or nil.
func placeOf(doc *nlp.Doc, e *nlp.Entity, res *resolve.Result) *vigil.Place {
	var first *vigil.Place
	for _, n := range e.Names {
		for i := range res.Places {
			p := &res.Places[i]
			switch {
			case !p.Span.Overlaps(doc.Names[n].Span):
			case p.Relation == "":
				return p
			case first == nil:
				first = p
			}
		}
	}
	return first
}

// typed makes a provisional link of somebody unknown, by the words of the name.
func (r *Resolver) typed(e *nlp.Entity) resolve.Link {
	l := resolve.Link{Name: e.Name, Score: 0.3, Rule: "unknown name"}
	switch e.Type {
	case nlp.PER:
		l.Kind, l.Inter, l.Score = vigil.Person, vigil.Civilians, 0.6
		return l
	case nlp.NORP:
		l.Kind, l.Inter = vigil.People, vigil.Civilians
		return l
	}
	var buf [128]byte
	key := appendFold(buf[:0], e.Name)
	if kind, inter, ok := r.lex.orgKind(string(key)); ok {
		l.Kind, l.Inter, l.Score, l.Rule = kind, inter, 0.5, "words of the name"
	}
	if k, inter, ok := kindOfName(e.Kind); ok && (l.Kind == "" || l.Kind == vigil.OtherOrg) {
		l.Kind, l.Inter, l.Score, l.Rule = k, inter, 0.5, "kind of the name"
	}
	if l.Kind == "" {
		l.Kind = vigil.OtherOrg
	}
	l.Country = r.countryIn(string(key))
	if l.Country != "" && l.Kind == vigil.OtherOrg && isAgency(string(key)) {
		l.Kind, l.Inter = vigil.Government, vigil.StateForces
	}
	return l
}

// kindOfName maps nlp.Entity.Kind.
func kindOfName(kind string) (vigil.Kind, vigil.Inter, bool) {
	switch kind {
	case "state":
		return vigil.Government, vigil.StateForces, true
	case "military":
		return vigil.Military, vigil.StateForces, true
	case "armed":
		return vigil.ArmedGroup, vigil.RebelGroup, true
	case "party":
		return vigil.PartyKind, vigil.NoInter, true
	case "igo":
		return vigil.IGO, vigil.NoInter, true
	case "ngo":
		return vigil.NGO, vigil.Civilians, true
	case "media":
		return vigil.Media, vigil.Civilians, true
	case "company":
		return vigil.Company, vigil.Civilians, true
	}
	return "", "", false
}

// countryIn returns the country that a word or two of a key name, or "".
func (r *Resolver) countryIn(key string) string {
	for from, to := range grams(key, 2) {
		if c := r.dir.stateOf([]byte(key[from:to])); c != "" {
			return c
		}
	}
	return ""
}

// isAgency reports whether a name that has a country in it is likely one of
// that country's authorities: "U.S. Environmental Protection Agency".
func isAgency(key string) bool {
	switch key[strings.LastIndexByte(key, ' ')+1:] {
	case "agency", "administration", "authority", "board", "bureau", "commission", "office", "service", "survey", "department", "directorate", "council", "centre", "corps":
		return true
	}
	return false
}
