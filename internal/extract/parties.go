package extract

import (
	"slices"

	"vigil"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
	"vigil/internal/resolve"
)

// What the tree says of the parties that the model of roles chose: who is
// counted among the harmed is no culprit, a word that only tells another is no
// party beside it, and nobody is on both sides.

// harmedFrom is the probability from which a count makes its phrase a target.
const harmedFrom = .4

// harm moves phrases that count the harmed to the target's side: "has killed at
// least eight fighters" has no actor. A count right behind an active verb is its
// object, whatever the tree made of it.
func (v *view) harm(m *telling) {
	i := int(m.tok)
	active := v.verb(i) && v.child(i, nlp.AuxPass) < 0
	for k := range m.figures {
		if g := &m.figures[k]; active && g.how == byNumber && int(v.nps[g.np].first) == i+1 {
			g.p = max(g.p, behindVerb)
		}
	}
	for k := range m.roles {
		r := &m.roles[k]
		for _, g := range m.figures {
			if g.np == r.np && g.p >= harmedFrom && g.how == byNumber && !v.does(i, int(r.np)) && r.probs[roleActor] > r.probs[roleTarget] {
				r.probs[roleActor], r.probs[roleTarget] = r.probs[roleTarget], r.probs[roleActor]
			}
		}
	}
}

// behindVerb is the probability of a count right behind the verb of harm.
const behindVerb = .8

// settleParties leaves out of both sides what names no party of its own.
func (v *view) settleParties(ms []telling, in *incident) {
	in.actors, in.targets = v.apartFrom(in.actors, in.targets), v.apartFrom(in.targets, in.actors)
	in.actors, in.targets = v.ownParties(in.actors), v.ownParties(in.targets)
	in.targets = slices.DeleteFunc(in.targets, func(p part) bool { return v.onlySpeaks(int(p.np)) || v.onlyNear(int(p.np)) })
	in.actors = slices.DeleteFunc(in.actors, func(p part) bool { return v.onlyNear(int(p.np)) || v.putAside(int(v.nps[p.np].head)) })
	if len(in.targets) == 0 {
		in.targets = v.setUpon(ms, in)
	}
}

// setUponP is the score of a target that stands behind the noun of an attack.
const setUponP = .7

// setUpon returns those "on" or "against" whom the noun of an attack is told to
// be: "the attack against the positions". A place that is attacked is where it
// happened.
func (v *view) setUpon(ms []telling, in *incident) []part {
	for _, m := range in.members {
		i := v.nounOf(int(ms[m].tok))
		if i < 0 || v.acts[i]&onslaught == 0 {
			continue
		}
		for _, kk := range v.kids(i) {
			j, k := int(kk), v.npOf[kk]
			if k < 0 || v.rel(j) != nlp.Nmod || v.time[j] >= 0 || v.place[j] >= 0 || v.among(in.actors, int(k)) {
				continue
			}
			if !v.prep(j, use.Upon) || v.party(int(k)).Kind == vigil.PlaceThing || v.nobody(int(k)) {
				continue
			}
			return v.listed([]part{{k, setUponP}}, in.actors)
		}
	}
	return nil
}

// withoutAccusers leaves out of those who did it who only says that another did:
// "Azerbaijan said Armenian forces shelled the city". Who says it of himself is
// told again in his words ("said it had").
func (v *view) withoutAccusers(actors []part, ms []telling, in *incident, says []vigil.Attribution) []part {
	tells := func(p part) bool { return v.tellsOf(int(p.np), ms, in, says) }
	if v.ofThemselves(ms, in, says) || !slices.ContainsFunc(actors, func(p part) bool { return !tells(p) }) {
		return actors
	}
	return slices.DeleteFunc(slices.Clone(actors), func(p part) bool {
		return tells(p) && !slices.ContainsFunc(in.members, func(k int) bool {
			return slices.ContainsFunc(ms[k].roles, func(r role) bool {
				return r.np != p.np && r.probs[roleActor] >= againFrom && v.sameParty(int(r.np), int(p.np))
			})
		})
	})
}

// ofThemselves reports whether words that lead back to a speaker stand in what he
// says before the act: "it", "we", "their".
func (v *view) ofThemselves(ms []telling, in *incident, says []vigil.Attribution) bool {
	for _, k := range in.members {
		i := int(ms[k].tok)
		for j := v.sentence(i).First; j < i; j++ {
			if v.is(j, use.Back) && slices.ContainsFunc(ms[k].sayings, func(s int32) bool { return inside(v.tok[j].Span, says[s].Content) }) {
				return true
			}
		}
	}
	return false
}

// withoutOwners leaves out of the targets those who stand in the phrase of another
// behind "of": of "supporters of the president" the president is none.
func (v *view) withoutOwners(targets []part) []part {
	return slices.DeleteFunc(slices.Clone(targets), func(p part) bool {
		i := int(v.nps[p.np].head)
		return v.rel(i) == nlp.Nmod && v.prep(i, use.Of) && slices.ContainsFunc(targets, func(q part) bool {
			return int(v.nps[q.np].head) == v.head(i) && int(v.nps[q.np].last) >= i
		})
	})
}

// againFrom is the probability from which a phrase tells an actor again.
const againFrom = .3

// tellsOf reports whether phrase k is in the source of a saying that holds all
// that tells the incident.
func (v *view) tellsOf(k int, ms []telling, in *incident, says []vigil.Attribution) bool {
	i := v.nps[k].head
	return v.speaker[i] && !slices.ContainsFunc(in.members, func(m int) bool {
		return !slices.ContainsFunc(ms[m].sayings, func(s int32) bool { return inside(v.tok[i].Span, says[s].Source) })
	})
}

// forcesBefore returns the armed party that stands before the noun of an attack
// and says whose it is: "a coalition air strike".
func (v *view) forcesBefore(ms []telling, in *incident) []vigil.Party {
	for _, m := range in.members {
		i := v.nounOf(int(ms[m].tok))
		if i < 0 || v.acts[i]&onslaught == 0 {
			continue
		}
		for _, k := range v.kids(i) {
			if p, ok := v.attackerBefore(i, int(k)); ok {
				return []vigil.Party{p}
			}
		}
	}
	return nil
}

// attackerBefore returns the armed party that word k before noun i says the attack is of.
func (v *view) attackerBefore(i, k int) (vigil.Party, bool) {
	if r := v.rel(k); k > i || r != nlp.Compound && r != nlp.Amod || v.acts[k]&armed != 0 {
		return vigil.Party{}, false
	}
	p := v.res.Party(resolve.Phrase{First: int(v.first[k]), Last: k + 1, Head: k})
	switch p.Inter {
	case vigil.StateForces, vigil.RebelGroup, vigil.PoliticalMilitia, vigil.IdentityMilitia, vigil.ExternalForces:
		p.Score = setUponP
		return p, true
	}
	return vigil.Party{}, false
}

// attacksHere reports whether the phrase headed by j says whose the attack of an
// incident is: "the rebel attack" was not on rebels.
func (v *view) attacksHere(ms []telling, in *incident, j int) bool {
	return slices.ContainsFunc(in.members, func(m int) bool {
		i := v.nounOf(int(ms[m].tok))
		if i < 0 || v.head(j) != i || v.acts[i]&onslaught == 0 {
			return false
		}
		_, ok := v.attackerBefore(i, j)
		return ok
	})
}

// onlyNear reports whether phrase k says near what it was: "a strike near a
// base" did not hit the base, nor did those whose base it is strike.
func (v *view) onlyNear(k int) bool {
	i := int(v.nps[k].head)
	switch v.rel(i) {
	case nlp.Compound, nlp.NmodPoss, nlp.Amod:
		i = max(i, v.head(i))
	}
	return v.prep(i, use.Toward)
}

// onlySpeaks reports whether phrase k is a person who says something: he lives
// to tell of it, and is no target.
func (v *view) onlySpeaks(k int) bool {
	return v.speaker[v.nps[k].head] && v.party(k).Kind == vigil.Person
}

// apartFrom returns the parts that are not likelier on the other side.
func (v *view) apartFrom(list, other []part) []part {
	var out []part
	for _, p := range list {
		keep := true
		for _, q := range other {
			if v.sameParty(int(p.np), int(q.np)) && q.p > p.p {
				keep = false
			}
		}
		if keep {
			out = append(out, p)
		}
	}
	return out
}

// ownParties returns the parts that are parties of their own, not words that
// tell another of the list or stand for nobody named.
func (v *view) ownParties(list []part) []part {
	var out []part
	for _, p := range list {
		if !v.nobody(int(p.np)) && !v.tellsOther(list, int(p.np)) {
			out = append(out, p)
		}
	}
	return out
}

// nobody reports whether phrase k stands for nobody: a pronoun that leads
// nowhere, a bare number, the age of somebody, "no group".
func (v *view) nobody(k int) bool {
	n := &v.nps[k]
	if v.is(int(n.first), use.No) {
		return true
	}
	switch t := &v.tok[n.head]; t.UPOS {
	case nlp.PRON, nlp.DET:
		return n.entity < 0 || v.rel(int(n.head)) == nlp.NmodPoss
	case nlp.NUM, nlp.SYM:
		return true
	}
	return v.party(k).Kind == "" && v.time[n.head] >= 0
}

// tellsOther reports whether phrase k only tells another of the list: "Turkish"
// of "the Turkish embassy", "a journalist" of "Anna Berg, a journalist".
func (v *view) tellsOther(list []part, k int) bool {
	i := int(v.nps[k].head)
	h := v.head(i)
	if r := v.rel(i); h >= 0 && r == nlp.Amod && v.acts[h] == 0 && v.party(k).Kind == vigil.People {
		return true // "Italian" of "the Italian hostage": the people as such did nothing
	}
	if r := v.rel(i); h > i && (r == nlp.Amod || r == nlp.Compound) && v.npOf[h] >= 0 && v.placeNoun(h) {
		return true // "Norwegian" of "the Norwegian city of X"
	}
	if len(list) > 1 && i+1 < len(v.tok) && v.doc.Word(i+1) == "-" && v.tok[i+1].Start == v.tok[i].End {
		return true // "Saudi" of "the Saudi-led coalition"
	}
	for _, q := range list {
		if int(q.np) == k {
			continue
		}
		j := int(v.nps[q.np].head)
		switch {
		case v.modifies(i, j):
			return true
		case v.renames(i, j) || v.renames(j, i):
			if !v.better(k, int(q.np)) {
				return true
			}
		}
	}
	return false
}

// placeNoun reports whether noun h names a sort of place, with or without its
// name behind it.
func (v *view) placeNoun(h int) bool {
	if j := v.withPreposition(h, use.Of); j >= 0 && v.place[j] >= 0 {
		return true
	}
	return v.party(int(v.npOf[h])).Kind == vigil.PlaceThing
}

// modifies reports whether noun i stands before the noun j, or before the name
// that ends at j, and tells what sort it is.
func (v *view) modifies(i, j int) bool {
	return v.head(i) == j && i < j && (v.rel(i) == nlp.Amod || v.rel(i) == nlp.Compound)
}

// renames reports whether i gives j another name: an apposition or a title.
func (v *view) renames(i, j int) bool {
	return v.head(i) == j && (v.rel(i) == nlp.Appos || v.rel(i) == nlp.NmodDesc || v.rel(i) == nlp.Flat)
}
