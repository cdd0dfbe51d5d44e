package extract

import (
	"slices"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// Who takes part in a political act is chosen phrase by phrase. What follows
// rounds out the choice: a nation's adjective gives way to those it describes,
// "we" to the speaker, and of a list all are meant or none.

// takers returns the parts of an act by whole phrases, pronouns led to those
// they stand for.
func (v *view) takers(a *act, list []part, ss []saying) []part {
	var out []part
	for _, p := range list {
		k := v.described(int(p.np), int(a.tok))
		if k < 0 || v.elsewhereTold(int(a.tok), int(v.nps[k].head)) {
			continue
		}
		if deedClasses[a.kind] == "SUPPORT" && v.guestOfOther(int(a.tok), int(v.nps[p.np].head)) {
			continue
		}
		for _, k := range v.ledTo(k, ss) {
			out = append(out, part{int32(k), p.p})
		}
	}
	return out
}

// ledTo returns phrase k, or if it is a pronoun that was led to nobody those
// it can only mean: the speaker, the list that "they" follows, the subject of
// the sentence that it stands in.
func (v *view) ledTo(k int, ss []saying) []int {
	j := int(v.nps[k].head)
	if v.ofTwo(j) {
		if list := v.twoBefore(j); list != nil {
			return list
		}
	}
	if !v.unled(k) {
		return []int{k}
	}
	switch {
	case v.is(j, use.FirstPerson):
		return []int{v.speakerFor(k, ss)}
	case v.is(j, use.ThirdPlural):
		if v.rel(j) == nlp.NmodPoss {
			if s := v.speakerFor(k, ss); s != k {
				return []int{s}
			}
		}
		if list := v.listBefore(j); len(list) > 1 {
			return list
		}
	case v.is(j, use.It):
		if s := v.boundTo(j); s >= 0 {
			return []int{int(v.npOf[s])}
		}
	}
	return []int{k}
}

// boundTo returns the head of the phrase that "it", token j, can only mean by
// its place in the sentence where nothing else is known; or -1.
func (v *view) boundTo(j int) int {
	if !v.is(j, use.It) || v.ref[j] >= 0 || v.rel(j) != nlp.Nsubj {
		return -1
	}
	if k := v.matrixSubject(j); k >= 0 {
		return int(v.nps[k].head)
	}
	return -1
}

// ofTwo reports whether token j heads "both countries", "the two leaders".
func (v *view) ofTwo(j int) bool {
	if v.tok[j].XPOS != nlp.TagNNS || v.name[j] >= 0 {
		return false
	}
	if v.is(j, use.PartyNoun) {
		return v.childIs(j, use.Both) >= 0 || v.childIs(j, use.Two) >= 0
	}
	return false
}

// twoBefore returns the last two known parties of one list before token j, in
// its sentence or one of the two before.
func (v *view) twoBefore(j int) []int {
	for s := int(v.sentOf[j]); s >= max(0, int(v.sentOf[j])-2); s-- {
		at := min(j, v.doc.Sentences[s].Last)
		if at == v.doc.Sentences[s].First {
			continue
		}
		if list := v.listUpTo(at, v.doc.Sentences[s].First); len(list) == 2 {
			return list
		}
	}
	return nil
}

// listBefore returns the phrases of the nearest list of parties before token j
// in its sentence.
func (v *view) listBefore(j int) []int { return v.listUpTo(j, v.sentence(j).First) }

// listUpTo returns the phrases of the last list of parties among tokens first
// to j, without j.
func (v *view) listUpTo(j, first int) []int {
	for i := j - 1; i >= first; i-- {
		if v.rel(i) != nlp.Conj || v.npOf[i] < 0 {
			continue
		}
		var out []int
		for _, m := range v.series(i) {
			if k := v.npOf[m]; k >= 0 && m < j && somebodyKnown(v.party(int(k))) {
				out = append(out, int(k))
			}
		}
		if len(out) > 1 {
			return out
		}
	}
	return nil
}

// matrixSubject returns the phrase of the body that is the subject of the
// clause in which the clause of pronoun j stands, or -1.
func (v *view) matrixSubject(j int) int {
	for h, steps := v.head(j), 0; h >= 0 && steps < 6; h, steps = v.head(h), steps+1 {
		s := v.child(h, nlp.Nsubj)
		if s < 0 || s >= j || v.within(j, s) || v.npOf[s] < 0 {
			continue
		}
		if p := v.party(int(v.npOf[s])); somebodyKnown(p) && p.Kind != vigil.Person && p.Kind != vigil.People {
			return int(v.npOf[s])
		}
		return -1
	}
	return -1
}

// described returns the phrase that phrase k, a name before a noun, belongs to
// ("Iraqi" of "an Iraqi militia"); -1 where that noun is an act of war, which
// takes no part in anything; k itself where the noun tells the act at token i.
func (v *view) described(k, i int) int {
	for range 4 {
		j := int(v.nps[k].head)
		if n := v.name[j]; n >= 0 && v.hyphened(v.doc.Names[n].Span) {
			return -1 // "al-Qaeda-linked"
		}
		if r := v.rel(j); r == nlp.NmodPoss && v.head(j) >= 0 && v.forcesOf(v.head(j)) {
			k = int(v.npOf[v.head(j)]) // "the president's army"
			continue
		}
		if h := v.describedBehind(j); h >= 0 {
			k = h // "Syrian President X", whatever the tree says
			continue
		}
		if r := v.rel(j); r != nlp.Amod && r != nlp.Compound && r != nlp.NmodDesc || v.head(j) < 0 {
			return k
		}
		h := v.head(j)
		switch {
		case h == i || v.acts[h]&en.ActSays != 0 || v.npOf[h] < 0:
			return k
		case v.acts[h]&en.ActHappens != 0 && v.tok[h].UPOS == nlp.NOUN:
			return -1
		}
		p := v.party(int(v.npOf[h]))
		switch {
		case somebodyKnown(p):
			k = int(v.npOf[h])
		case p.Kind != vigil.People && v.tok[j].UPOS == nlp.ADJ && j+1 < h && v.rel(h) == nlp.Root:
			return -1 // "Syrian" of "the Syrian army gears up", read on to the verb
		default:
			return k
		}
	}
	return k
}

// describedBehind returns the phrase that begins right behind the nation's
// adjective at token j, if it names a person; or -1.
func (v *view) describedBehind(j int) int {
	if v.tok[j].UPOS != nlp.ADJ || v.name[j] < 0 || j+1 >= v.sentence(j).Last || !v.noun(j+1) {
		return -1
	}
	h := j + 1
	for steps := 0; v.head(h) >= 0 && v.rel(h) == nlp.NmodDesc && steps < 3; steps++ {
		h = v.head(h)
	}
	if k := v.npOf[h]; k >= 0 && h != j && v.party(int(k)).Kind == vigil.Person {
		return int(k)
	}
	return -1
}

// elsewhereTold reports whether token j stands in a relative clause that the
// act at token i is not told in: "met X, who has fought Y".
func (v *view) elsewhereTold(i, j int) bool {
	for h, steps := j, 0; h >= 0 && steps < 24; h, steps = v.head(h), steps+1 {
		if v.within(i, h) {
			return false
		}
		if v.toldAside(h) {
			return true
		}
	}
	return false
}

// guestOfOther reports whether token j is one of those "between" whom another
// event than that of token i is: who praises talks between X and Y does nothing
// to X.
func (v *view) guestOfOther(i, j int) bool {
	for steps := 0; steps < 8; steps++ {
		h := v.head(j)
		switch {
		case h < 0 || h == i || v.rel(j) != nlp.Nmod && v.rel(j) != nlp.Conj:
			return false
		case v.rel(j) == nlp.Nmod && v.prep(j, use.Between):
			return v.acts[h]&en.ActSays != 0
		}
		j = h
	}
	return false
}

// toldAside reports whether token h heads a relative clause, or one that the
// tree takes for a clause beside ("X, who has long backed Y").
func (v *view) toldAside(h int) bool {
	if v.rel(h) == nlp.AclRelcl {
		return true
	}
	if v.rel(h) != nlp.Parataxis {
		return false
	}
	k := v.child(h, nlp.Nsubj, nlp.NsubjPass)
	return k > 0 && v.doc.Word(k-1) == "," && v.is(k, use.WhoWhich)
}

// forcesOf reports whether token h heads a body that somebody has: his
// government, army, party.
func (v *view) forcesOf(h int) bool {
	if v.npOf[h] < 0 || v.name[h] >= 0 {
		return false
	}
	switch v.party(int(v.npOf[h])).Kind {
	case vigil.Government, vigil.Military, vigil.Police, vigil.ArmedGroup, vigil.PartyKind:
		return true
	}
	return false
}

// somebodyKnown reports whether p is sure to be somebody: a body, or people of
// a known sort.
func somebodyKnown(p *vigil.Party) bool {
	switch p.Kind {
	case vigil.People:
		return p.Class != ""
	case vigil.FacilityThing, vigil.Object, vigil.PlaceThing, "":
		return false
	}
	return true
}

// speakerFor leads "we" in what somebody says to the speaker, and "their" to
// speakers that are many.
func (v *view) speakerFor(k int, ss []saying) int {
	j := int(v.nps[k].head)
	for _, s := range around(ss, j) {
		i := int(ss[s].speaker)
		if i < 0 || v.npOf[i] < 0 || v.unled(int(v.npOf[i])) {
			continue
		}
		if v.is(j, use.Their) && len(v.joined(i)) == 1 && v.tok[i].XPOS != nlp.TagNNS {
			return k
		}
		return int(v.npOf[i])
	}
	return k
}

// unled reports whether phrase k is a pronoun that leads to nobody.
func (v *view) unled(k int) bool {
	return v.tok[v.nps[k].head].UPOS == nlp.PRON && v.nps[k].entity < 0
}

// between returns those "between" whom the act at token i is: talks, a summit,
// a deal.
func (v *view) between(i int) []part {
	j := v.withPreposition(i, use.Between)
	if j < 0 || !v.noun(i) {
		return nil
	}
	var out []part
	for _, m := range v.series(j) {
		if k := v.npOf[m]; k >= 0 && somebodyKnown(v.party(int(k))) {
			out = append(out, part{k, .9})
		}
	}
	return out
}

// joinedIn moves those "along with" whom something is done to those who do it.
func (v *view) joinedIn(actors, recipients []part) (a, r []part) {
	for _, p := range recipients {
		if v.company(int(v.nps[p.np].head)) {
			actors = v.addPart(actors, p)
		} else {
			r = append(r, p)
		}
	}
	return actors, r
}

// company reports whether "along with" or "together with" opens the phrase
// headed by token j.
func (v *view) company(j int) bool {
	for k := int(v.first[j]) - 1; k <= j && k < int(v.first[j])+2; k++ {
		if k > 0 && v.is(k, use.With) && v.is(k-1, use.Along) {
			return true
		}
	}
	return false
}

// once leaves of two phrases that name one party side by side ("the militia,
// Red Dawn, has") the one that names it.
func (v *view) once(list []part) []part {
	return slices.DeleteFunc(slices.Clone(list), func(p part) bool {
		return slices.ContainsFunc(list, func(q part) bool { return v.givesName(int(p.np), int(q.np)) })
	})
}

// givesName reports whether phrase b, right after a and a comma, gives a its name.
func (v *view) givesName(a, b int) bool {
	i, j := int(v.nps[a].head), int(v.nps[b].head)
	if i >= j || v.name[i] >= 0 || v.name[j] < 0 || v.sentOf[i] != v.sentOf[j] || v.tok[i].UPOS != nlp.NOUN {
		return false
	}
	if v.rel(j) == nlp.Appos && v.head(j) == i {
		return true
	}
	start := int(v.nps[b].first)
	return v.rel(i) == v.rel(j) && v.head(i) == v.head(j) && v.rel(j) == nlp.Nsubj && start == int(v.nps[a].last)+2 && v.doc.Word(start-1) == ","
}

// foreign leaves out an actor's own state: in "the minister warned that Norway
// would respond" Norway is not warned. Whom the verb itself, token i, is said
// to be done to stays.
func (v *view) foreign(recipients, actors []part, i int) []part {
	return slices.DeleteFunc(slices.Clone(recipients), func(p part) bool {
		if v.head(int(v.nps[p.np].head)) == i {
			return false
		}
		r := v.party(int(p.np))
		return r.Kind == vigil.State && r.Country != "" && slices.ContainsFunc(actors, func(q part) bool {
			a := v.party(int(q.np))
			return a.Country == r.Country && (a.Kind == vigil.Person || a.Kind == vigil.Government || a.Kind == vigil.Military)
		})
	})
}

// spoken keeps of those who say something the speaker, with whom he is named,
// where a verb tells it, and nobody of whom he speaks.
func (v *view) spoken(a *act, actors []part, ss []saying) []part {
	if a.saying < 0 || !v.verb(int(a.tok)) || ss[a.saying].speaker < 0 {
		return actors
	}
	s := &ss[a.saying]
	list := v.series(int(s.speaker))
	speaks := func(p part) bool { return slices.Contains(list, int(v.nps[p.np].head)) }
	if slices.ContainsFunc(actors, speaks) {
		return slices.DeleteFunc(slices.Clone(actors), func(p part) bool { return !speaks(p) })
	}
	out := slices.DeleteFunc(slices.Clone(actors), func(p part) bool { return s.holds(int(v.nps[p.np].head)) })
	if len(out) == 0 {
		return actors
	}
	return out
}

// doing keeps of those who do what verb a tells its subject, with all whom the
// subject means, where some of them are parts of it: "they are to meet X".
func (v *view) doing(a *act, actors, recipients []part, ss []saying) (as, rs []part) {
	s := v.subjectOf(int(a.tok))
	if s < 0 || v.npOf[s] < 0 || a.saying >= 0 && ss[a.saying].speaker >= 0 {
		return actors, recipients
	}
	var mine []part
	for _, i := range v.series(s) {
		if v.npOf[i] < 0 {
			continue
		}
		for _, k := range v.ledTo(int(v.npOf[i]), ss) {
			mine = append(mine, part{int32(k), .9})
		}
	}
	if !slices.ContainsFunc(mine, func(p part) bool { return v.among(actors, int(p.np)) }) {
		return actors, recipients
	}
	for _, r := range recipients {
		if !v.among(mine, int(r.np)) {
			rs = append(rs, r)
		}
	}
	if len(rs) > 0 {
		return mine, rs
	}
	return slices.DeleteFunc(slices.Clone(actors), func(p part) bool { return !v.among(mine, int(p.np)) }), recipients
}

// takesTwo reports whether a list may name both sides of an act of that kind:
// "talks between X and Y".
func takesTwo(kind int) bool {
	switch deedClasses[kind] {
	case "CONSULT", "AGREE":
		return true
	}
	return false
}

// oneList puts those on the actors' side whom a list joins to an actor: "the
// USA and its allies threaten".
func (v *view) oneList(actors, recipients []part) (as, rs []part) {
	as = actors
	for _, r := range recipients {
		with := slices.ContainsFunc(actors, func(p part) bool {
			return slices.Contains(v.series(int(v.nps[p.np].head)), int(v.nps[r.np].head)) || v.andBetween(int(p.np), int(r.np))
		})
		if with {
			as = v.addPart(as, r)
		} else {
			rs = append(rs, r)
		}
	}
	return as, rs
}

// andBetween reports whether nothing but "and" stands between phrases a and b.
func (v *view) andBetween(a, b int) bool {
	i := int(v.nps[a].last) + 1
	return i < len(v.tok) && v.is(i, use.And) && i+1 == int(v.nps[b].first)
}

// subjectOf returns the subject of verb i, or that of the verb that it
// completes, or -1.
func (v *view) subjectOf(i int) int {
	for steps := 0; v.verb(i) || v.tok[i].UPOS == nlp.ADJ; steps++ {
		if k := v.child(i, nlp.Nsubj); k >= 0 && k < i {
			return k
		}
		if v.child(i, nlp.NsubjPass) >= 0 || v.rel(i) != nlp.Xcomp || v.head(i) < 0 || steps == 3 {
			return -1
		}
		i = v.head(i)
	}
	return -1
}

// blamed leaves out of those accused the victims of what they are accused of:
// "accused the army of attacks on villagers".
func (v *view) blamed(recipients []part) []part {
	return slices.DeleteFunc(slices.Clone(recipients), func(p part) bool {
		j := int(v.nps[p.np].head)
		for steps := 0; v.rel(j) == nlp.Conj && v.head(j) >= 0 && steps < 8; steps++ {
			j = v.head(j)
		}
		h := v.head(j)
		if c := v.child(j, nlp.Case); c > 0 && v.acts[c-1]&en.ActHappens != 0 && v.is(c, use.Upon) {
			return true // whatever the tree hangs it on
		}
		if h < 0 || v.acts[h]&en.ActHappens == 0 || v.rel(j) != nlp.Nmod && v.rel(j) != nlp.Obl && v.rel(j) != nlp.Obj {
			return false
		}
		return v.prep(j, use.Upon) || v.prep(j, use.Of) || v.preposition(j) == ""
	})
}

// listed adds to the parts of an act those named in one list with them that
// are not in other.
func (v *view) listed(list, other []part) []part {
	out := list
	for _, p := range list {
		j := int(v.nps[p.np].head)
		for _, i := range v.series(j) {
			k := v.npOf[i]
			if k < 0 || i == j || !v.alikeKind(int(p.np), int(k)) || v.among(out, int(k)) || v.among(other, int(k)) {
				continue
			}
			out = append(out, part{k, p.p})
		}
	}
	return out
}

// notAmong leaves out of list those of the other side, nobody does anything
// with himself, unless nobody would be left.
func (v *view) notAmong(list, other []part) []part {
	out := slices.DeleteFunc(slices.Clone(list), func(p part) bool { return v.among(other, int(p.np)) })
	if len(out) == 0 {
		return list
	}
	return out
}

func (v *view) among(list []part, k int) bool {
	return slices.ContainsFunc(list, func(p part) bool { return v.sameParty(int(p.np), k) })
}

// series returns the heads of the list that token j stands in, in order.
func (v *view) series(j int) []int {
	top := j
	for steps := 0; v.rel(top) == nlp.Conj && v.head(top) >= 0 && steps < 32; steps++ {
		top = v.head(top)
	}
	out := v.joined(top)
	for n := 1; n < len(out) && len(out) < 32; n++ {
		for _, i := range v.joined(out[n])[1:] {
			if !slices.Contains(out, i) {
				out = append(out, i)
			}
		}
	}
	return out
}

// alikeKind reports whether two phrases may stand in one list of parties.
func (v *view) alikeKind(a, b int) bool {
	p, q := v.party(a), v.party(b)
	if !somebodyKnown(q) || v.unled(b) {
		return false
	}
	return (v.name[v.nps[a].head] >= 0) == (v.name[v.nps[b].head] >= 0) || p.Kind == q.Kind
}

// certain drops pronouns that lead to nobody where somebody else is named.
func (v *view) certain(list []part) []part {
	out := slices.DeleteFunc(slices.Clone(list), func(p part) bool { return v.unled(int(p.np)) })
	if len(out) == 0 {
		return list
	}
	return out
}

// sure drops of the parts that are less likely than least those that nothing
// shows to be somebody.
func (v *view) sure(list []part, least float64) []part {
	return slices.DeleteFunc(slices.Clone(list), func(p part) bool { return p.p < least && !somebodyKnown(v.party(int(p.np))) })
}

// nobodyNamed says why a pronoun is uncertain.
const nobodyNamed = "nobody named before whom the pronoun could mean"

// takerOf is the party of a part in a political act. What names a group says
// less of what it is than the description before it.
func (v *view) takerOf(p part) vigil.Party {
	out := v.partyOf(p)
	if out.Entity == "" {
		for k := max(0, int(p.np)-3); k < int(p.np); k++ {
			if d := v.party(k); v.givesName(k, int(p.np)) && d.Kind.Body() {
				out.Kind, out.Inter, out.Country, out.Class = d.Kind, d.Inter, d.Country, d.Class
			}
		}
	}
	if v.unled(int(p.np)) && out.Unsure == "" {
		out.Unsure = nobodyNamed
	}
	return out
}

// inside reports whether "in" or the like opens the phrase of token j: "peace in
// the country" is nothing done to it.
func (v *view) inside(j int) bool {
	return v.prep(j, use.Within)
}

// placed leaves out the places at or against which something is done, unless
// they stand for their government.
func (v *view) placed(list []part) []part {
	return slices.DeleteFunc(slices.Clone(list), func(p part) bool {
		j := int(v.nps[p.np].head)
		if v.place[j] < 0 {
			return v.party(int(p.np)).Kind == vigil.PlaceThing || v.noun(j) && v.name[j] < 0 && v.party(int(p.np)).Kind == vigil.State && v.inside(j)
		}
		pl := &v.res.Places[v.place[j]]
		switch v.party(int(p.np)).Kind {
		case vigil.State, vigil.Government:
			return false
		}
		return pl.Kind != vigil.Country && pl.Use == vigil.At && v.name[j] >= 0
	})
}
