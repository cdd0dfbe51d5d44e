package who

import (
	"cmp"
	"slices"
	"strings"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/nlp"
	"vigil/internal/resolve"
)

// phrase is a noun phrase while it is typed.
type phrase struct {
	r     *Resolver
	doc   *nlp.Doc
	res   *resolve.Result
	np    resolve.Phrase
	first int // the core: tokens [first, end), determiners left out
	end   int
	head  int // index of the head token
	stage string
	day   vigil.Day

	owner   *resolve.Link // a body or group among the modifiers: "Taliban" fighters
	country string        // that the phrase itself gives
	side    side          // what modifiers say: pro-government, foreign, ethnic …
	backed  bool          // "Iran-backed", "US-led": the name before it is not the owner
	led     bool
	out     vigil.Party
}

// Party implements resolve.Who. It reads the core of the phrase (up to its
// head), then what follows it after "of", "in", "from"; the words "of" ties a
// partitive to decide ("dozens of gunmen").
func (r *Resolver) Party(rep *vigil.Report, doc *nlp.Doc, res *resolve.Result, np resolve.Phrase) vigil.Party {
	np.First, np.Last = max(np.First, 0), min(np.Last, len(doc.Tokens))
	if np.First >= np.Last {
		return vigil.Party{Kind: vigil.People}
	}
	p := &phrase{r: r, doc: doc, res: res, np: np, stage: stage(np.Country, &res.Scene), day: np.Day}
	if p.day == 0 {
		p.day = res.Scene.Day
	}
	span := vigil.Span{Start: doc.Tokens[np.First].Start, End: doc.Tokens[np.Last-1].End}
	p.out = vigil.Party{Text: span.In(doc.Text), Span: span}
	p.bounds()
	p.read()
	p.finish()
	return p.out
}

// read types the phrase by the first of its readings that holds.
func (p *phrase) read() {
	switch {
	case p.reference():
	case p.partitive():
	case p.named():
	case p.titled():
	case p.post():
	case p.wholePhrase():
	default:
		p.modifiers()
		p.common()
	}
}

// bounds finds the core and its head.
func (p *phrase) bounds() {
	p.first = p.np.First
	for p.first < p.np.Last-1 && skipFirst(p.word(p.first)) {
		p.first++
	}
	p.end = p.np.Last
	for i := p.first + 1; i < p.np.Last; i++ {
		if p.closes(i) {
			p.end = i
			break
		}
	}
	p.head = p.end - 1
	if h := p.np.Head; h >= p.first && h < p.end {
		p.head = h
	}
	if n := p.nameAt(p.head); n != nil && n.Last <= p.np.Last && n.Last > p.end {
		p.end = n.Last // "Islamic State of Iraq"
	}
}

// skipFirst reports whether a word opens a noun phrase without being part of
// its core.
func skipFirst(w string) bool {
	switch w {
	case "the", "The", "THE", "a", "A", "an", "An", "this", "This", "that", "these", "These", "those", "Those", "his", "her", "its", "their", "our", "my", "some", "Some", "any", "all", "All", "both", "other", "Other", "\"", "''", "``", "“", "‘", "'", "at", "At", "least", "about", "About", "nearly", "more", "than", "around", "up", "over", ",", "(":
		return true
	}
	return false
}

// closes reports whether token i ends the core: a preposition, a relative, a
// comma, a verb.
func (p *phrase) closes(i int) bool {
	if n := p.nameAt(i); n != nil && n.First < i && n.First >= p.first {
		return false // inside a name
	}
	if w := p.word(i); is(w, "and") || is(w, "or") {
		return !p.sharesHead(i)
	}
	switch p.doc.Tokens[i].UPOS {
	case nlp.ADP, nlp.SCONJ, nlp.AUX:
		return true
	case nlp.VERB:
		return i+1 < p.np.Last && p.doc.Tokens[i].Head != int32(i+1) && p.doc.Tokens[i].Deprel.Universal() != nlp.Amod
	}
	switch p.word(i) {
	case "of", "in", "on", "at", "from", "by", "with", "near", "for", "to", "against", "who", "which", "that", "whose", "where", ",", "(", ";", ":", "including", "inside", "outside", "under", "after", "during", "--", "—", "wearing", "carrying", "travelling", "traveling":
		return true
	case "suspected", "accused", "believed", "loyal", "armed", "affiliated", "linked":
		return i+1 < p.np.Last && isLink(p.word(i+1))
	}
	return false
}

// isLink reports whether w ties a participle to what follows it: "armed with",
// "loyal to", "suspected of".
func isLink(w string) bool {
	return is(w, "with") || is(w, "to") || is(w, "of") || is(w, "by") || is(w, "in")
}

// sharesHead reports whether the "and" at token i joins two modifiers of one
// head: "Afghan and NATO troops".
func (p *phrase) sharesHead(i int) bool {
	if i+2 >= p.np.Last {
		return false
	}
	before := p.nameAt(i - 1)
	if before == nil {
		_, side := sideOf[strings.ToLower(p.word(i-1))]
		return side
	}
	l := p.linkOf(before)
	return before.Type == nlp.NORP || l != nil && l.Rule == "demonym"
}

func (p *phrase) word(i int) string { return p.doc.Word(i) }

// nameAt returns the name that token i lies in, or nil.
func (p *phrase) nameAt(i int) *nlp.Name {
	names := p.doc.Names
	lo, hi := 0, len(names)
	for lo < hi {
		m := (lo + hi) / 2
		if names[m].Last <= i {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo < len(names) && names[lo].First <= i {
		return &names[lo]
	}
	return nil
}

func (p *phrase) linkOf(n *nlp.Name) *resolve.Link {
	if n == nil || n.Entity < 0 || n.Entity >= len(p.res.Actors) {
		return nil
	}
	return &p.res.Actors[n.Entity]
}

// reference takes a pronoun or description to the entity that it stands for.
func (p *phrase) reference() bool {
	refs := p.doc.Refs // in order of text
	k, found := slices.BinarySearchFunc(refs, p.head, func(r nlp.Ref, head int) int { return cmp.Compare(r.Token, head) })
	if !found || refs[k].Entity < 0 || refs[k].Entity >= len(p.res.Actors) {
		return false
	}
	p.take(&p.res.Actors[refs[k].Entity])
	p.out.Score *= refs[k].Score
	p.out.Unsure = refs[k].Unsure
	return true
}

// take makes the party what a link says.
func (p *phrase) take(l *resolve.Link) {
	p.out.Name, p.out.Entity, p.out.Kind, p.out.Inter, p.out.Country, p.out.Score = l.Name, l.Actor, l.Kind, l.Inter, l.Country, l.Score
}

// partitive reads "dozens of gunmen", "members of the Taliban": what follows
// "of" decides.
func (p *phrase) partitive() bool {
	if p.head != p.end-1 || p.end+1 >= p.np.Last || !is(p.word(p.end), "of") || p.nameAt(p.head) != nil {
		return false
	}
	var buf [64]byte
	if !p.r.lex.partOf[string(appendFold(buf[:0], p.word(p.head)))] {
		return false
	}
	rest := p.np
	rest.First, rest.Head = p.end+1, -1
	in := p.r.Party(nil, p.doc, p.res, rest)
	if in.Kind == "" || in.Kind.Thing() {
		return false
	}
	in.Text, in.Span = p.out.Text, p.out.Span
	if in.Kind.Body() { // members of the Taliban are people
		in.Kind = vigil.People
		if in.Class == "" {
			in.Class = classOf(in.Inter)
		}
	}
	if in.Entity == "" {
		in.Name = ""
	}
	p.out = in
	return true
}

func is(w, lower string) bool { return strings.EqualFold(w, lower) }

// named reads a phrase whose head lies in a name.
func (p *phrase) named() bool {
	n := p.nameAt(p.head)
	l := p.linkOf(n)
	if l == nil || n.First > p.head {
		return false
	}
	if n.Type == nlp.NORP && n.Last < p.end && l.Rule == "demonym" { // an adjective after all
		return false
	}
	p.take(l)
	switch {
	case l.Actor == "" && p.ownersBody(n):
	case l.Rule == "place" && p.np.Head != -2:
		p.placeAsParty(n, l)
	case l.Rule == "demonym":
		p.out.Class = vigil.ClassCivilians
	case l.Kind == vigil.Person:
		p.personByTitle(n, l)
	case l.Kind == vigil.People: // a people is at arms only if it is said to be
		p.out.Inter, p.out.Class = vigil.Civilians, vigil.ClassCivilians
	}
	return true
}

// ownersBody reads a body that every state has by the state named before it:
// "Norway's Defence Ministry".
func (p *phrase) ownersBody(n *nlp.Name) bool {
	for i := p.np.First; i < n.First; i++ {
		l := p.linkOf(p.nameAt(i))
		if l == nil || l.Country == "" || l.Rule != "place" && l.Rule != "demonym" && l.Kind != vigil.State {
			continue
		}
		if a, ok := p.r.dir.bodyOf(l.Country, string(appendFold(nil, n.In(p.doc.Text)))); ok {
			link := linkTo(Found{a, 0.9, "body of a state"})
			p.take(&link)
			return true
		}
	}
	return false
}

// placeAsParty reads a town as whoever rules from it when it is a capital.
func (p *phrase) placeAsParty(n *nlp.Name, l *resolve.Link) {
	for _, f := range p.r.dir.Find(n.In(p.doc.Text), Context{Scene: &p.res.Scene, Body: true}) {
		if f.Rule == "capital" {
			if gov, ok := p.r.dir.Get(f.Actor.ID + "-gov"); ok {
				link := linkTo(Found{gov, 0.6, "capital for its government"})
				p.take(&link)
				return
			}
		}
	}
}

// personByTitle links a person named by surname alone to who held the post
// that stands before the name.
func (p *phrase) personByTitle(n *nlp.Name, l *resolve.Link) {
	if n.First <= p.np.First {
		return
	}
	if noun, ok := p.r.lex.noun(appendFold(nil, p.text(p.np.First, n.First))); ok && p.out.Inter != vigil.NoInter {
		p.out.Class = vigil.Class(noun.Class)
		if noun.Class == string(vigil.ClassSoldiers) || noun.Class == string(vigil.ClassPolice) || noun.Class == string(vigil.ClassFighters) {
			p.out.Inter = vigil.Inter(noun.Inter)
		}
	}
	if l.Actor != "" {
		return
	}
	var buf [64]byte
	last := string(surname(appendFold(buf[:0], l.Name), l.Country))
	for _, f := range p.postHolders(p.np.First, n.First) {
		if string(surname(appendFold(nil, f.Actor.Name), f.Actor.Country)) == last {
			link := linkTo(Found{f.Actor, 0.9, "post and surname"})
			p.take(&link)
			return
		}
	}
}

// titled reads a post with its holder's name right behind it: "U.S. Secretary
// of State Jane Roe".
func (p *phrase) titled() bool {
	n := p.nameAt(p.np.Last - 1)
	if n == nil || n.Type != nlp.PER || n.Last != p.np.Last || n.First <= p.end || !is(p.word(p.end), "of") || isLink(p.word(n.First-1)) {
		return false
	}
	l := p.linkOf(n)
	noun, ok := p.noun()
	if l == nil || l.Kind != vigil.Person || !ok || noun.Class != string(vigil.ClassOfficials) {
		return false
	}
	p.take(l)
	return true
}

// post reads "the US secretary of state", "Syria's foreign minister".
func (p *phrase) post() bool {
	found := p.postHolders(p.np.First, p.np.Last)
	if len(found) != 1 || !p.definite() {
		return false
	}
	link := linkTo(found[0])
	p.take(&link)
	return true
}

// definite reports whether the phrase speaks of one person in office: no
// plural, no "former", no number.
func (p *phrase) definite() bool {
	for i := p.np.First; i < p.end; i++ {
		switch strings.ToLower(p.word(i)) {
		case "former", "ex", "late", "a", "an", "deputy", "two", "three", "several", "some", "many", "any", "next", "new", "future", "previous", "ousted", "deposed", "then", "-":
			return false
		}
	}
	return true
}

// postHolders finds a post among tokens [first, last) with its country or body,
// and who held it on the day.
func (p *phrase) postHolders(first, last int) []Found {
	const longest = 7
	var buf [96]byte
	for from := first; from < last; from++ {
		for to := min(from+longest, last); to > from; to-- {
			key := appendFold(buf[:0], p.text(from, to))
			if len(key) == 0 || p.r.dir.names.titles[string(key)] == nil {
				continue
			}
			country, body := p.ownerOfPost(first, from, to, last)
			if found := p.r.dir.holders(string(key), post{country, body, p.stage}, p.day); len(found) > 0 {
				return found
			}
		}
	}
	return nil
}

// ownerOfPost returns whose post it is: by a name before or after it, else the
// country that the report is about.
func (p *phrase) ownerOfPost(first, from, to, last int) (country, body string) {
	look := func(lo, hi int) bool {
		for i := lo; i < hi; i++ {
			n := p.nameAt(i)
			if l := p.linkOf(n); l != nil {
				switch {
				case l.Rule == "demonym", l.Kind == vigil.State, l.Kind == vigil.Government:
					country = l.Country
				case l.Kind == vigil.PlaceThing, l.Kind == vigil.Person:
					continue
				default:
					body = l.Actor
				}
				return country != "" || body != ""
			}
			var buf [48]byte
			if c := p.r.dir.stateOf(appendFold(buf[:0], p.word(i))); c != "" && n == nil && isUpper(p.word(i)) {
				country = c
				return true
			}
		}
		return false
	}
	if !look(first, from) && !look(to, last) {
		country = p.stage
	}
	return country, body
}

func isUpper(w string) bool { return w != "" && w[0] >= 'A' && w[0] <= 'Z' }

// text returns the text of tokens [from, to).
func (p *phrase) text(from, to int) string {
	return p.doc.Text[p.doc.Tokens[from].Start:p.doc.Tokens[to-1].End]
}

// wholePhrase looks the core up in the directory: names that the recogniser
// missed, "the Syrian army".
func (p *phrase) wholePhrase() bool {
	text := p.text(p.first, p.end)
	caps := isAcronym(text) || oneCase(p.doc.Text)
	if p.end-p.first < 2 && !caps {
		return false
	}
	for _, f := range p.r.dir.Find(text, Context{Scene: &p.res.Scene, Body: true, Caps: caps}) {
		if f.Score >= accept && (f.Rule == "name" || f.Rule == "acronym" || f.Rule == "body of a state") {
			link := linkTo(f)
			p.take(&link)
			if n, ok := p.noun(); ok {
				p.peopleOf(n)
			}
			return true
		}
	}
	return false
}

// noun returns the common noun that ends the core at its head.
func (p *phrase) noun() (en.Noun, bool) {
	var buf [96]byte
	return p.r.lex.noun(appendFold(buf[:0], p.text(p.first, p.head+1)))
}

// peopleOf turns a body into its people where the noun says so: soldiers,
// Taliban fighters.
func (p *phrase) peopleOf(n en.Noun) {
	p.out.Class = vigil.Class(n.Class)
	if n.Kind == string(vigil.People) {
		p.out.Kind = vigil.People
	}
}

// classOf is the class of those whom an inter code stands for.
func classOf(i vigil.Inter) vigil.Class {
	switch i {
	case vigil.StateForces, vigil.ExternalForces:
		return vigil.ClassSoldiers
	case vigil.RebelGroup, vigil.PoliticalMilitia:
		return vigil.ClassFighters
	case vigil.IdentityMilitia:
		return vigil.ClassTribespeople
	case vigil.Rioters, vigil.Protesters:
		return vigil.ClassCrowds
	}
	return vigil.ClassCivilians
}

// finish fills what the readings left open and turns a state's forces abroad
// into external forces.
func (p *phrase) finish() {
	o := &p.out
	if o.Name == "" {
		o.Name = p.text(p.np.First, p.np.Last)
		if p.first < p.end {
			o.Name = p.text(p.first, p.end)
		}
		if strings.Count(o.Name, `"`) == 1 {
			o.Name = strings.ReplaceAll(o.Name, `"`, "") // "moderate" rebels, whose first mark lies outside
		}
	}
	if o.Inter == vigil.NoInter && o.Kind == vigil.People {
		o.Inter = vigil.Civilians
	}
	if o.Inter == vigil.StateForces && o.Country != "" && p.stage != "" && o.Country != p.stage {
		o.Inter = vigil.ExternalForces
	}
	o.Score = min(max(o.Score, 0.05), 0.99)
}
