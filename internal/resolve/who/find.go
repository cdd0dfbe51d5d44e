package who

import (
	"cmp"
	"slices"
	"strings"

	"vigil"
	"vigil/internal/resolve"
)

// Found is a candidate that Find returns, with why it stands where it does.
type Found struct {
	Actor *vigil.Actor // not to be changed
	Score float64      // 0..1
	Rule  string       // "name", "acronym", "alias that means other things too", "other spelling", "surname", "body of a state", "post"
}

// Context is what helps to choose among the bearers of a name.
type Context struct {
	Scene  *resolve.Scene // or nil
	Person bool           // the name is a person's
	Body   bool           // the name is an organisation's
	Caps   bool           // the name is written in capitals where the text is not
	Title  bool           // a rank or post stands before it
}

// Find returns whom a name may mean, best first.
func (d *Directory) Find(name string, ctx Context) []Found {
	var buf [128]byte
	key := appendFold(buf[:0], name)
	if len(key) == 0 {
		return nil
	}
	out := d.byKey(nil, key, ctx)
	if len(out) == 0 {
		out = d.byBody(out, string(key), ctx)
	}
	if len(out) == 0 && !ctx.Body {
		out = d.bySurname(out, key, ctx)
	}
	if len(out) == 0 && skeletal(key) {
		out = d.bySkeleton(out, key, ctx)
	}
	slices.SortStableFunc(out, func(a, b Found) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Actor.ID, b.Actor.ID))
	})
	return out
}

// base scores of the ways in which a name can be found.
const (
	scoreName     = 0.9
	scoreOneWord  = 0.8
	scorePerson   = 0.75 // many people bear one name
	scoreNickname = 0.45
	scoreAcronym  = 0.55
	scoreWeak     = 0.4
	scoreSkeleton = 0.5
	scoreSurname  = 0.35
	scoreCapital  = 0.6
)

func (d *Directory) byKey(out []Found, key []byte, ctx Context) []Found {
	for i := d.names.full.get(key); i >= 0; i = d.names.full.refs[i].next {
		r := d.names.full.refs[i]
		f := Found{Actor: &d.actors[r.actor]}
		switch r.how {
		case strong:
			f.Score, f.Rule = nameScore(f.Actor, key), "name"
		case acronym:
			if !ctx.Caps {
				continue
			}
			f.Score, f.Rule = scoreAcronym, "acronym"
		case weak:
			f.Score, f.Rule = scoreWeak, "name that means other things too"
		case demonym:
			f.Score, f.Rule = scoreOneWord, "demonym"
		case capital:
			f.Score, f.Rule = scoreCapital, "capital"
		}
		f.Score *= d.fit(f.Actor, ctx)
		out = append(out, f)
	}
	return out
}

// nameScore is the base score of a full name.
func nameScore(a *vigil.Actor, key []byte) float64 {
	words := slices.Contains(key, ' ')
	switch {
	case a.Kind == vigil.Person && words:
		return scorePerson
	case a.Kind == vigil.Person:
		return scoreNickname
	case words:
		return scoreName
	}
	return scoreOneWord
}

// fit says how well an actor goes with the context: a factor around 1.
func (d *Directory) fit(a *vigil.Actor, ctx Context) float64 {
	f := 1.0
	if ctx.Scene != nil {
		f *= inTime(a, ctx.Scene.Day)
		switch share := ctx.Scene.Share(a.Country); {
		case a.Country == "":
		case share >= 0.1:
			f *= 1.35
		case share > 0:
			f *= 1.2
		case a.Kind == vigil.Person && !ctx.Title && len(ctx.Scene.Countries) > 0:
			f *= 0.7
		}
	}
	if ctx.Person && a.Kind != vigil.Person || ctx.Body && a.Kind == vigil.Person {
		f *= 0.4
	}
	if a.Basis == "" {
		f *= 0.9
	}
	return f
}

// inTime is 1 while a exists, less before it was founded and long after its end.
func inTime(a *vigil.Actor, day vigil.Day) float64 {
	const year = 366
	if day == 0 {
		return 1
	}
	if a.Kind == vigil.Person {
		return inCareer(a, day)
	}
	if a.Active.From != 0 && day < a.Active.From-year {
		return 0.6
	}
	if a.Active.To != 0 && day > a.Active.To+3*year {
		return 0.8
	}
	return 1
}

// inCareer is 1 from ten years before a person's first office to fifteen after
// the last, less beyond.
func inCareer(a *vigil.Actor, day vigil.Day) float64 {
	const year = 366
	if len(a.Offices) == 0 {
		return 1
	}
	for _, o := range a.Offices {
		if (o.From == 0 || day > o.From-10*year) && (o.To == 0 || day < o.To+15*year) {
			return 1
		}
	}
	return 0.7
}

// byBody reads "Syrian army", "army of Syria", "Lebanon foreign ministry".
func (d *Directory) byBody(out []Found, key string, ctx Context) []Found {
	for i := 0; i < len(key); i++ {
		if key[i] != ' ' {
			continue
		}
		if a, ok := d.composed([]byte(key[:i]), key[i+1:]); ok {
			return append(out, Found{a, 0.9 * d.fit(a, ctx), "body of a state"})
		}
		if rest, ok := strings.CutPrefix(key[i+1:], "of "); ok {
			if a, ok := d.composed([]byte(rest), key[:i]); ok {
				return append(out, Found{a, 0.9 * d.fit(a, ctx), "body of a state"})
			}
		}
	}
	return out
}

// composed returns the body of the state that the key of a name or demonym stands for.
func (d *Directory) composed(state []byte, words string) (*vigil.Actor, bool) {
	if _, ok := bodyByWord[words]; !ok {
		return nil, false
	}
	country := d.stateOf(state)
	if country == "" {
		return nil, false
	}
	return d.bodyOf(country, words)
}

// stateOf returns the ISO alpha-3 code of a state by the key of a name or demonym, or "".
func (d *Directory) stateOf(key []byte) string {
	for i := d.names.full.at(hash(key)); i >= 0; i = d.names.full.refs[i].next {
		r := d.names.full.refs[i]
		if a := &d.actors[r.actor]; a.Kind == vigil.State && r.how != capital {
			return a.Country
		}
	}
	return ""
}

// bySurname finds persons by surname alone: weak unless a title, the time of
// an office and the country speak for them.
func (d *Directory) bySurname(out []Found, key []byte, ctx Context) []Found {
	for i := d.names.surnames.get(key); i >= 0; i = d.names.surnames.refs[i].next {
		a := &d.actors[d.names.surnames.refs[i].actor]
		s := scoreSurname
		if ctx.Title {
			s += 0.15
		}
		if ctx.Scene != nil && inOffice(a, ctx.Scene.Day) {
			s += 0.15
		}
		out = append(out, Found{a, s * d.fit(a, ctx), "surname"})
	}
	return out
}

// inOffice reports whether a held an office on the day or within a year of it.
func inOffice(a *vigil.Actor, day vigil.Day) bool {
	const slack = 200
	for _, o := range a.Offices {
		if day != 0 && (o.From == 0 || o.From <= day+slack) && (o.To == 0 || day <= o.To+slack) {
			return true
		}
	}
	return false
}

// bySkeleton finds other spellings of a name: as many words, and the whole
// alike, in a country that is in play.
func (d *Directory) bySkeleton(out []Found, key []byte, ctx Context) []Found {
	var buf [96]byte
	for i := d.names.skeletons.get(appendSkeleton(buf[:0], key)); i >= 0; i = d.names.skeletons.refs[i].next {
		a := &d.actors[d.names.skeletons.refs[i].actor]
		s := scoreSkeleton
		if ctx.Scene != nil && a.Country != "" && ctx.Scene.Share(a.Country) == 0 {
			s -= 0.2
		}
		out = append(out, Found{a, s * d.fit(a, ctx), "other spelling"})
	}
	return out
}

// Holders returns who held a post on a day: title is any word for it ("foreign
// minister"), of a country (ISO alpha-3) or of a body (Actor.ID).
func (d *Directory) Holders(title, country, body string, day vigil.Day) []Found {
	var buf [96]byte
	key := appendFold(buf[:0], title)
	return d.holders(string(key), post{country, body, country}, day)
}

// post says whose an office is: a country's or a body's, and where the report
// plays: "the UN envoy" is another in Syria than in Libya.
type post struct{ country, body, stage string }

// holds reports whether o is an office of p.
func (d *Directory) holds(o *office, p post) bool {
	if p.body == "" {
		return o.country == p.country && o.body == ""
	}
	return o.body == p.body || o.country != "" && o.country == p.stage && d.within(o.body, p.body)
}

// within reports whether the actor id is part of another, directly or not.
func (d *Directory) within(id, whole string) bool {
	const deepest = 6
	for range deepest {
		if id == whole {
			return true
		}
		a, ok := d.Get(id)
		if !ok || len(a.Parents) == 0 {
			return false
		}
		id = a.Parents[0].To
	}
	return false
}

// Kin reports whether two actors are one body, or one is part of the other.
func (d *Directory) Kin(a, b string) bool { return d.within(a, b) || d.within(b, a) }

// holders is Holders by the key of a title. A title that one office alone has
// ("NATO chief") needs no owner.
func (d *Directory) holders(key string, p post, day vigil.Day) []Found {
	var out []Found
	offices := d.names.titles[key]
	for _, n := range offices {
		o := &d.offices[n]
		if !d.holds(o, p) && (p.body != "" || len(offices) > 1 || o.body == "") {
			continue
		}
		for _, h := range o.holders {
			if day != 0 && h.days.Known() && (h.days.From == 0 || h.days.From <= day) && (h.days.To == 0 || day <= h.days.To) {
				score := 0.85
				if o.several {
					score = 0.4
				}
				if o.basis == "" {
					score *= 0.9
				}
				out = append(out, Found{&d.actors[h.actor], score, "post on that day"})
			}
		}
	}
	return out
}
