// Package resolve takes a report and its Doc and says which place, day and
// actor each mention means, with a score and the rivals it beat. It reaches no
// net, no file and no clock; the gazetteer and the directory of actors are
// handed in.
package resolve

import (
	"vigil"
	"vigil/internal/nlp"
)

// Result is what a Doc's mentions mean. Slices run in order of the text.
type Result struct {
	Published vigil.Published
	Places    []vigil.Place // every mention of a place
	Times     []vigil.When  // every expression of time
	Actors    []Link        // one for each nlp.Entity, same index
	Scene     Scene

	rep   *vigil.Report
	doc   *nlp.Doc
	who   Who
	where Where
}

// Party types a noun phrase of the report: a name, or any words for somebody.
// It may be called by any number of goroutines.
func (r *Result) Party(np Phrase) vigil.Party { return r.who.Party(r.rep, r.doc, r, np) }

// Country returns the area of a country of that ISO alpha-3 code, or nil.
func (r *Result) Country(code string) *vigil.Place { return r.where.Country(code) }

// leastStage is the share in a report from which it plays out in a country: of
// 288 incidents told in such briefs 283 happened in that country, of 72 told in
// others 40.
const leastStage = .6

// likely is how sure a country is at most that is not told: of 15 incidents that
// were given one so, in our briefs and in reports of others, 14 happened there.
const likely = .9

// Stage returns the area of the country where the report plays out, with the
// mention that says so first and a score by its share: what is told without a
// word of where most likely happened there. It is nil where no country stands
// out.
func (r *Result) Stage() *vigil.Place {
	if len(r.Scene.Countries) == 0 || r.Scene.Countries[0].Share < leastStage {
		return nil
	}
	w := r.Scene.Countries[0]
	p := r.Country(w.Country)
	if p == nil {
		return nil
	}
	for i := range r.Places {
		if q := &r.Places[i]; q.Country == w.Country && q.Use != vigil.InName && (p.Span == vigil.Span{} || q.Kind == vigil.Country) {
			p.Span = q.Span
			if q.Kind == vigil.Country && q.Use == vigil.At {
				p.Text = q.Text // Burma, as the report says, for Myanmar
			}
			if q.Kind == vigil.Country {
				break
			}
		}
	}
	p.Score, p.Basis = w.Share*likely, vigil.ByReport
	return p
}

// Phrase is a noun phrase that extraction hands over to be typed.
type Phrase struct {
	First, Last int       // Doc.Tokens[First:Last]
	Head        int       // index of its head token, or -1 if not known
	Country     string    // ISO alpha-3 of the country where the act takes place, or ""
	Day         vigil.Day // when, or 0: then the day of publication
}

// Scene is what a report as a whole is about, as far as actors need it.
type Scene struct {
	Countries []Weight  // countries in play, heaviest first; weights sum to 1
	Day       vigil.Day // publication, or 0
}

// Weight is a country's share in a report.
type Weight struct {
	Country string // ISO alpha-3
	Share   float64
}

// Share returns the weight of a country in s, or 0.
func (s *Scene) Share(country string) float64 {
	for _, w := range s.Countries {
		if w.Country == country {
			return w.Share
		}
	}
	return 0
}

// Link ties an entity of a Doc to the directory of actors, or types it by its
// words.
type Link struct {
	Actor   string // vigil.Actor.ID, or "" if unknown
	Name    string // canonical
	Kind    vigil.Kind
	Inter   vigil.Inter
	Country string // ISO alpha-3, or ""
	Score   float64
	Rule    string
}

// Where resolves places, and gives the area of a country by its code, or nil.
type Where interface {
	Places(rep *vigil.Report, doc *nlp.Doc) []vigil.Place
	Country(code string) *vigil.Place
}

// When resolves times, and the day of publication if it is not given.
type When interface {
	Times(rep *vigil.Report, doc *nlp.Doc) (vigil.Published, []vigil.When)
}

// Who resolves actors. Actors fills res.Actors and res.Scene from the entities
// of doc, res.Published and res.Places; Party types one noun phrase after that.
type Who interface {
	Actors(rep *vigil.Report, doc *nlp.Doc, res *Result)
	Party(rep *vigil.Report, doc *nlp.Doc, res *Result, np Phrase) vigil.Party
}

// Resolver runs the three.
type Resolver struct {
	Where Where
	When  When
	Who   Who
}

// Resolve says what the mentions of doc mean.
func (r *Resolver) Resolve(rep *vigil.Report, doc *nlp.Doc) *Result {
	out := &Result{rep: rep, doc: doc, who: r.Who, where: r.Where}
	out.Published, out.Times = r.When.Times(rep, doc)
	out.Places = r.Where.Places(rep, doc)
	settle(doc, out.Places)
	r.Who.Actors(rep, doc, out)
	return out
}

// settle lets the places decide what the language core cannot know: a name
// that it took for a person's and that is a place is a place to all that read
// the Doc from here on.
func settle(doc *nlp.Doc, places []vigil.Place) {
	i := 0
	for k := range doc.Names {
		n := &doc.Names[k]
		for i < len(places) && places[i].Span.Start < n.Start {
			i++
		}
		if i == len(places) {
			return
		}
		if n.Type != nlp.PER || places[i].Span != n.Span || !places[i].Located {
			continue
		}
		n.Type = nlp.LOC
		if n.Entity >= 0 && n.Entity < len(doc.Entities) && doc.Entities[n.Entity].Type == nlp.PER {
			doc.Entities[n.Entity].Type = nlp.LOC
		}
	}
}
