package extract

import (
	"slices"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
	"vigil/internal/resolve"
)

// sides reads who backs, arms, fights, is linked to or is part of whom: from
// verbs, their participles ("backed by", "Iran-backed"), and nouns beside a
// party ("an ally of", "the armed wing of").
func (v *view) sides(ss []saying, says []vigil.Attribution) []vigil.Claim {
	var out []vigil.Claim
	cover := covering(ss)
	for i := range v.tok {
		for _, w := range v.lx.sides[word{v.lemma[i], pos(v.tok[i].UPOS)}] {
			from, to := v.sidesOf(i, w)
			from = apartFromSide(from, to)
			if len(from) == 0 || len(to) == 0 {
				continue
			}
			c := vigil.Claim{Kind: vigil.SideClaim, Relation: w.Relation, Status: vigil.Occurred, Actors: from, Targets: to, Score: .7,
				Why: []vigil.Reason{{Slot: "relation", Rule: "side word", Span: v.tok[i].Span, Score: .7}}}
			if v.modality(i)&16 != 0 {
				c.Status = vigil.Denied
			}
			out = addSide(out, v.atWord(i, c, cover, says))
			break
		}
	}
	return out
}

// apartFromSide leaves out of one side those of the other: nobody backs himself,
// whatever a pronoun or a modifier was led to.
func apartFromSide(from, to []vigil.Party) []vigil.Party {
	return slices.DeleteFunc(from, func(p vigil.Party) bool {
		return slices.ContainsFunc(to, func(q vigil.Party) bool { return p.Name == q.Name })
	})
}

// addSide adds c, or its evidence to the claim that says the same.
func addSide(list []vigil.Claim, c vigil.Claim) []vigil.Claim {
	same := func(a, b []vigil.Party) bool {
		return slices.EqualFunc(a, b, func(p, q vigil.Party) bool { return p.Name == q.Name })
	}
	for k := range list {
		o := &list[k]
		if o.Relation == c.Relation && o.Status == c.Status && same(o.Actors, c.Actors) && same(o.Targets, c.Targets) {
			if !slices.Contains(o.Evidence, c.Evidence[0]) {
				o.Evidence = append(o.Evidence, c.Evidence...)
			}
			o.By = append(o.By, c.By...)
			return list
		}
	}
	return append(list, c)
}

// sidesOf returns the parties that the side word at i binds.
func (v *view) sidesOf(i int, w en.SideWord) (from, to []vigil.Party) {
	if v.modality(i)&(2|8|64) != 0 {
		return nil, nil // would, may, if
	}
	switch {
	case v.glued(i):
		other := v.beforeHyphen(i)
		mine := v.gluedTo(i)
		if turned(w) {
			return other, mine
		}
		return mine, other
	case w.POS == 'n':
		return v.sidesOfNoun(i)
	}
	var other []vigil.Party
	if w.With != "" {
		other = v.sideAt(v.opened(i, func(k int) bool { return v.preposition(k) == w.With }))
	}
	r := v.rel(i)
	switch {
	case r == nlp.Acl || r == nlp.Amod || v.child(i, nlp.AuxPass, nlp.NsubjPass) >= 0 || v.agent(i) >= 0:
		mine := v.child(i, nlp.NsubjPass, nlp.Nsubj)
		if mine < 0 && (r == nlp.Acl || r == nlp.Amod) {
			mine = v.head(i)
		}
		if w.With != "" {
			return v.sideAt(mine), other
		}
		if v.tok[i].XPOS == nlp.TagVBG {
			return v.sideAt(mine), v.sideAt(v.child(i, nlp.Obj))
		}
		return v.sideAt(v.agent(i)), v.sideAt(mine)
	case w.With != "":
		return v.subjectSide(i), other
	case w.POS == 'v':
		obj := v.child(i, nlp.Obj)
		if obj < 0 && w.Relation == "fights" {
			obj = v.withPreposition(i, use.Against)
		}
		if obj < 0 && w.Relation == "backs" {
			obj = v.nextPhrase(i, 2)
		}
		return v.withCompany(i, obj), v.sideAt(obj)
	}
	return nil, nil
}

// turned reports whether "X-WORD Y" says that X does it to Y.
func turned(w en.SideWord) bool { return w.With == "" }

// glued reports whether token i is the second half of "Iran-backed".
func (v *view) glued(i int) bool {
	return i >= 2 && v.doc.Word(i-1) == "-" && !v.tok[i].Space && !v.tok[i-1].Space && v.tok[i].XPOS != nlp.TagVBG
}

// beforeHyphen returns the party before the hyphen of token i.
func (v *view) beforeHyphen(i int) []vigil.Party {
	last := i - 2
	first := last
	for first > v.sentence(i).First && (!v.tok[first].Space || v.tok[first-1].UPOS == nlp.PROPN && v.tok[first].UPOS == nlp.PROPN) {
		first--
	}
	return v.sidePhrase(first, last, last)
}

// sidePhrase types the words first to last as a party, if they are one that
// takes sides.
func (v *view) sidePhrase(first, last, head int) []vigil.Party {
	p := v.res.Party(resolve.Phrase{First: first, Last: last + 1, Head: head})
	if !takesSides(&p) {
		return nil
	}
	return []vigil.Party{p}
}

// takesSides reports whether p is somebody who can be on a side.
func takesSides(p *vigil.Party) bool {
	switch p.Kind {
	case vigil.State, vigil.Government, vigil.Military, vigil.ArmedGroup, vigil.PartyKind, vigil.Person, vigil.Police, vigil.IGO:
		return p.Unsure == ""
	case vigil.People:
		switch p.Inter {
		case vigil.StateForces, vigil.RebelGroup, vigil.PoliticalMilitia, vigil.IdentityMilitia, vigil.ExternalForces:
			return true
		}
		return p.Class == vigil.ClassFighters || p.Class == vigil.ClassSoldiers
	}
	return false
}

// sideAt types the phrase headed by token i and those joined to it.
func (v *view) sideAt(i int) []vigil.Party {
	if i < 0 {
		return nil
	}
	var out []vigil.Party
	for _, j := range v.joined(i) {
		k := v.npOf[j]
		if k < 0 || v.tok[j].UPOS == nlp.PRON && v.nps[k].entity < 0 {
			continue
		}
		if p := v.party(int(k)); takesSides(p) {
			if n := v.nameOf(int(k)); n >= 0 {
				named := v.takerOf(part{int32(n), p.Score})
				p = &named
			}
			out = append(out, *p)
			continue
		}
		if a := v.child(j, nlp.Appos); a >= 0 && v.npOf[a] >= 0 {
			if p := v.party(int(v.npOf[a])); takesSides(p) {
				out = append(out, *p)
			}
		}
	}
	return out
}

// gluedTo types the phrase that "X-WORD", ending at token i, describes.
func (v *view) gluedTo(i int) []vigil.Party {
	j := v.modified(i)
	if j >= 0 && v.rel(j) == nlp.Compound && v.head(j) > j && v.noun(v.head(j)) {
		j = v.head(j) // "al-Qaeda-linked NAME group"
	}
	if j < 0 || v.npOf[j] < 0 {
		return nil
	}
	if ps := v.sidePhrase(i+1, max(int(v.nps[v.npOf[j]].last), i+1), j); len(ps) > 0 {
		return ps
	}
	return v.sideAt(j)
}

// nameOf returns the phrase that gives the group of phrase k, right before it,
// its name; or -1.
func (v *view) nameOf(k int) int {
	for n := k + 1; n < min(k+4, len(v.nps)); n++ {
		if v.givesName(k, n) {
			return n
		}
	}
	return -1
}

// modified returns the noun that participle i stands before, or -1.
func (v *view) modified(i int) int {
	h := v.head(i)
	if h > i && v.noun(h) {
		return h
	}
	return v.nextPhrase(i, 4)
}

// nextPhrase returns the head of the first phrase at most so many words after
// token i that takes sides and no preposition opens, or -1.
func (v *view) nextPhrase(i, within int) int {
	for j := i + 1; j < v.sentence(i).Last; j++ {
		k := v.npOf[j]
		if k < 0 || v.rel(j) == nlp.Compound || v.rel(j) == nlp.NmodDesc || v.rel(j) == nlp.NmodPoss {
			continue
		}
		if int(v.nps[k].first)-i > within || v.preposition(j) != "" {
			return -1
		}
		if takesSides(v.party(int(k))) {
			return j
		}
	}
	return -1
}

// agent returns the noun that "by" opens below i, or -1.
func (v *view) agent(i int) int {
	if k := v.child(i, nlp.OblAgent); k >= 0 && v.prep(k, use.By) {
		return k
	}
	return v.withPreposition(i, use.By)
}

// withPreposition returns the noun below i that a preposition of part u opens, or
// -1.
func (v *view) withPreposition(i int, u use.Use) int {
	return v.opened(i, func(k int) bool { return v.prep(k, u) })
}

// opened returns the noun or clause below i that such a preposition opens, or -1.
func (v *view) opened(i int, such func(k int) bool) int {
	for _, k := range v.kids(i) {
		switch v.rel(int(k)) {
		case nlp.Obl, nlp.OblAgent, nlp.Nmod, nlp.Advcl:
			if such(int(k)) {
				return int(k)
			}
		}
	}
	return -1
}

// subjectSide returns the subject of i, or that of the verb it is joined to.
func (v *view) subjectSide(i int) []vigil.Party {
	if k := v.child(i, nlp.Nsubj); k >= 0 {
		if v.is(k, use.WhoThat) {
			return v.sideAt(v.antecedent(k))
		}
		return v.sideAt(k)
	}
	if v.rel(i) == nlp.AclRelcl || v.rel(i) == nlp.Acl {
		return v.sideAt(v.head(i))
	}
	if v.rel(i) == nlp.Conj && v.head(i) >= 0 {
		return v.sideAt(v.child(v.head(i), nlp.Nsubj))
	}
	return nil
}

// antecedent returns the head of the phrase right before relative pronoun k, or
// -1.
func (v *view) antecedent(k int) int {
	for j := k - 1; j >= v.sentence(k).First && j >= k-6; j-- {
		if v.npOf[j] >= 0 && v.rel(j) != nlp.Flat {
			return j
		}
		if v.tok[j].UPOS != nlp.PUNCT && v.rel(j) != nlp.Flat {
			break
		}
	}
	return -1
}

// withCompany returns the subject of verb i and those "along with" it.
func (v *view) withCompany(i, obj int) []vigil.Party {
	out := v.subjectSide(i)
	if len(out) == 0 {
		return nil
	}
	for j := i + 1; j < v.sentence(i).Last; j++ {
		if !v.is(j, use.Along) || j+1 >= len(v.tok) || !v.is(j+1, use.With) {
			continue
		}
		if h := v.head(j); h > j && h != obj {
			out = append(out, v.sideAt(h)...)
		}
	}
	return out
}

// sidesOfNoun reads "X, an ally of Y", "X is an ally of Y", "Y's ally X".
func (v *view) sidesOfNoun(i int) (from, to []vigil.Party) {
	other := v.child(i, nlp.NmodPoss)
	if k := v.withPreposition(i, use.Of); k >= 0 {
		other = k
	}
	to = v.sideAt(other)
	if len(to) == 0 {
		return nil, nil
	}
	switch v.rel(i) {
	case nlp.Appos, nlp.NmodDesc, nlp.Compound:
		from = v.sideAt(v.head(i))
	default:
		if v.child(i, nlp.Cop) >= 0 {
			from = v.subjectSide(i)
		}
	}
	if k := v.child(i, nlp.Appos); len(from) == 0 && k >= 0 {
		from = v.sideAt(k)
	}
	return from, to
}
