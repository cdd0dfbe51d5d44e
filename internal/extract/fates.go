package extract

import (
	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// What became of people is told by where a word stands beside those whom it
// harms, more surely than by the tree: "two others critically wounded",
// "killing at least 12", "the death of a boy", "found with gunshot wounds".

// fate says that a phrase counts those whom a word harms.
type fate struct {
	by      int32 // the word, or -1
	measure vigil.Measure
	before  bool // the word stands before the phrase
	shot    bool // hurt, if nobody is told to have died of it
}

var noFate = fate{by: -1}

// findFates fills v.fates, one for each phrase. What is said of one part of a
// list holds for the others that nothing is said of: "his wife and two
// children were wounded", "killed a man and two women".
func (v *view) findFates() {
	v.fates = make([]fate, len(v.nps))
	v.npTo = make(map[int32]int32, len(v.nps))
	for k := range v.nps {
		v.npTo[v.nps[k].last] = int32(k)
		v.fates[k] = v.fateOf(k)
	}
	for k := len(v.nps) - 1; k >= 0; k-- {
		if h := v.fates[k]; h.by >= 0 && !h.before {
			v.alsoHarmed(k, v.listHead(k), h)
		}
	}
	for k := range v.nps {
		if h := v.listHead(k); h >= 0 && v.fates[h].before && !v.opensClause(k) {
			v.alsoHarmed(h, k, v.fates[h])
		}
	}
}

// fateOf reads what became of those that phrase k counts: what stands behind it
// goes first, but bodies are found with wounds.
func (v *view) fateOf(k int) fate {
	ahead := v.harmAhead(k)
	if h := v.harmBehind(k); h.by >= 0 && (ahead.by < 0 || !v.bodies(int(ahead.by))) {
		return h
	}
	return ahead
}

// bodies reports whether the noun at i means those who died.
func (v *view) bodies(i int) bool {
	return v.is(i, use.Corpse)
}

// alsoHarmed gives phrase to what is said of phrase from.
func (v *view) alsoHarmed(from, to int, h fate) {
	if to >= 0 && v.fates[to].by < 0 {
		v.fates[to] = h
	}
}

// listHead returns the phrase that k stands in one list with, before it, or -1:
// by the tree, or right before it and "and".
func (v *view) listHead(k int) int {
	i := int(v.nps[k].head)
	if v.rel(i) == nlp.NmodPoss {
		return -1 // "a mother and her children" are not the mother, her and the children
	}
	if h := v.head(i); v.rel(i) == nlp.Conj && h >= 0 && !v.age(h) {
		if n := v.npOf[h]; n >= 0 && v.namedBy(int(n), k) {
			return -1
		}
		return int(v.npOf[h])
	}
	start := v.sentence(i).First
	j := v.firstOf(k) - 1
	if j <= start || !v.is(j, use.And) && v.lemma[j] != "," {
		return -1
	}
	and := v.is(j, use.And)
	j--
	if after := int(v.nps[k].last) + 1; !and && (after >= len(v.tok) || !v.is(after, use.And) && v.lemma[after] != ",") {
		return -1 // "killing a guard, officials said"
	}
	if v.ageAside(j) {
		j -= 3 // "Jan Novak, 35, and his son"
	} else if and && v.lemma[j] == "," {
		j--
	}
	h, ok := v.npTo[int32(j)]
	if j < start || !ok || !and && v.namedBy(int(h), k) || !v.somebody(k) || !v.somebody(int(h)) {
		return -1
	}
	return int(h)
}

// namedBy reports whether phrase k, right behind phrase h and a comma, says the
// name of the one person that h describes: "the owner, Jan Novak,".
func (v *view) namedBy(h, k int) bool {
	i, j := int(v.nps[h].last)+1, v.firstOf(k)
	c, ok := v.countOf(h)
	return ok && c.how != byNumber && c.how != byName && i+1 == j && v.lemma[i] == "," && v.name[v.nps[k].head] >= 0
}

// ageAside reports whether token j is the comma behind an age: "Jan Novak, 35,".
func (v *view) ageAside(j int) bool {
	return j > 1 && v.lemma[j] == "," && v.numOf[j-1] >= 0 && v.lemma[j-2] == ","
}

// behindAside returns the token behind what two commas set off from i on and that
// only says who phrase k is, or i.
func (v *view) behindAside(k, i int) int {
	a := v.child(int(v.nps[k].head), nlp.Appos)
	if a < i || v.lemma[i] != "," {
		return i
	}
	if j := int(v.last[a]) + 1; j < len(v.tok) && v.lemma[j] == "," {
		return j + 1
	}
	return i
}

// firstOf returns the first token of phrase k with the whole number before it.
func (v *view) firstOf(k int) int {
	i := int(v.nps[k].first)
	if n := v.numOf[i]; n >= 0 {
		for start := v.sentence(i).First; i > start && v.tok[i-1].Start >= v.nums[n].Span.Start; {
			i--
		}
	}
	return i
}

// opensClause reports whether phrase k is the subject of what follows it: "and a
// spokesman said".
func (v *view) opensClause(k int) bool {
	i := int(v.nps[k].last) + 1
	if i >= v.sentence(int(v.nps[k].head)).Last {
		return false
	}
	switch v.tok[i].XPOS {
	case nlp.TagVBD, nlp.TagVBZ, nlp.TagVBP, nlp.TagMD:
		return true
	}
	return false
}

// maxBetween is how many words may stand between a phrase and the word that
// says what became of those it counts.
const maxBetween = 5

// harmBehind looks for a word after phrase k: "were critically wounded", "who
// died", "dead", "was pronounced dead", "in critical condition".
func (v *view) harmBehind(k int) fate {
	i := int(v.nps[k].last) + 1
	end := v.sentence(int(v.nps[k].head)).Last
	if i+2 < end && v.ageAside(i+2) {
		i += 3 // "Jan Novak, 35, died"
	} else if j := v.behindAside(k, i); j > i && j < end {
		i = j // "one of them, a priest, was killed"
	}
	clause := false // whether a form of "be" or "have" stands before the word
	passive := false
	for n := 0; n < maxBetween && i < end && v.passes(i); n++ {
		clause = clause || v.tok[i].UPOS == nlp.AUX
		passive = passive || v.is(i, use.Become)
		i++
	}
	if j := i - 1; i > int(v.nps[k].last)+1 && !v.is(int(v.nps[k].head), use.Nobody) && v.is(j, use.Fatally) && (i >= end || v.tok[i].UPOS == nlp.PUNCT) {
		return fate{by: int32(j), measure: vigil.Killed} // "two were shot, one of them fatally"
	}
	if i >= end {
		return noFate
	}
	if h := v.toldDead(i, end); h.by >= 0 {
		return h
	}
	if i+1 < end && v.tok[i].XPOS == nlp.TagVBN && v.is(i, use.FoundSo) {
		for i++; i+1 < end && v.tok[i].UPOS == nlp.ADV; i++ { // "were found with gunshot wounds", "found fatally shot"
		}
	}
	if h := v.toldHurt(i, end, clause); h.by >= 0 {
		return h
	}
	if v.is(i, use.Shot) && clause && !v.is(i-1, use.Have) {
		return v.harmOf(i, false) // the tagger's noun: "was shot"
	}
	if i+1 < end && v.itself(i+1) && v.acts[i]&(en.ActKill|en.ActInjure|en.ActShoot) != 0 {
		return v.harmOf(i, false) // "shot himself in the foot"
	}
	participle := v.tok[i].XPOS == nlp.TagVBN || v.tok[i].XPOS == nlp.TagJJ
	past := v.tok[i].XPOS == nlp.TagVBD || v.tok[i].XPOS == nlp.TagVBP
	if v.child(i, nlp.Obj) >= 0 && !passive || !participle && !(past && v.suffers(i)) {
		return noFate
	}
	return v.harmOf(i, false)
}

// passes reports whether the word at i may stand between those harmed and the
// word that says so.
func (v *view) passes(i int) bool {
	switch v.tok[i].UPOS {
	case nlp.AUX:
		return true
	case nlp.ADV:
		return v.lx.moods[v.lemma[i]]&en.MoodNot == 0
	}
	return v.is(i, use.BeforeFate)
}

// itself reports whether the word at i leads back to the subject.
func (v *view) itself(i int) bool {
	return v.is(i, use.Self)
}

// toldDead reads, from i, that somebody died in words of which none alone says
// so: "pronounced dead", "did not survive".
func (v *view) toldDead(i, end int) fate {
	dead := fate{by: int32(i), measure: vigil.Killed}
	switch {
	case v.is(i, use.FoundDead):
		for j := i + 1; j < min(end, i+3); j++ {
			if v.is(j, use.Dead) {
				dead.by = int32(j)
				return dead
			}
		}
	case v.is(i, use.Deceased):
		return dead
	case v.is(i, use.Not):
		if i+1 < end && v.is(i+1, use.Survive) {
			return dead
		}
	case v.is(i, use.Lose):
		if i+2 < end && v.is(i+2, use.Life) {
			return dead
		}
	case v.is(i, use.Pass):
		if i+1 < end && v.is(i+1, use.Away) {
			return dead
		}
	}
	return noFate
}

// toldHurt reads so, from i, that somebody was hurt: "in critical condition",
// "suffering from gunshot wounds", "hit in the leg", "taken to hospital".
// clause tells that a form of "be" stands before i.
func (v *view) toldHurt(i, end int, clause bool) fate {
	hurt := fate{by: int32(i), measure: vigil.Injured, shot: true}
	switch {
	case v.is(i, use.InState):
		if j := v.harmWord(i+1, min(end, i+5), en.HarmCondition); j >= 0 && v.harmWord(i+1, j, en.HarmHospital) < 0 {
			for k := j + 1; k < min(end, j+4); k++ {
				if v.is(k, use.State) {
					return hurt
				}
			}
		}
	case v.is(i, use.Suffer):
		if j := v.harmWord(i+1, min(end, i+8), en.HarmWound); j >= 0 && !v.stops(i+1, j) && !v.is(i+1, use.No) {
			hurt.by = int32(j)
			if v.childIs(j, use.Deadly) >= 0 || v.fatally(j) {
				hurt.measure, hurt.shot = vigil.Killed, false
			}
			return hurt
		}
	case v.is(i, use.Treat):
		if j := v.harmWord(i+1, min(end, i+8), en.HarmWound); j >= 0 && i+1 < end && v.is(i+1, use.For) {
			return hurt
		}
	case v.is(i, use.Hit):
		if v.tok[i].XPOS == nlp.TagVBN && v.hitBody(i+1, end) {
			if v.fatally(i) {
				hurt.measure, hurt.shot = vigil.Killed, false
			}
			return hurt
		}
	case v.is(i, use.Expect):
		if j := i + 2; clause && j < end && v.is(j, use.Recover) {
			return hurt
		}
	}
	if clause && v.lx.harms[v.lemma[i]]&en.HarmCarry != 0 && v.tok[i].XPOS == nlp.TagVBN && v.toHospital(i+1, end) {
		return hurt
	}
	return noFate
}

// harmWord returns the first word from i to before end of a class, or -1.
func (v *view) harmWord(i, end int, class en.HarmWord) int {
	for ; i < end; i++ {
		if v.lx.harms[v.lemma[i]]&class != 0 {
			return i
		}
	}
	return -1
}

// stops reports whether a verb or a comma stands from i to before end.
func (v *view) stops(i, end int) bool {
	for ; i < end; i++ {
		if v.verb(i) && v.tok[i].XPOS != nlp.TagVBN && v.tok[i].XPOS != nlp.TagVBG || v.tok[i].UPOS == nlp.AUX || v.lemma[i] == ";" {
			return true
		}
	}
	return false
}

// hitBody reports whether what follows "hit" from i is what people are hit by or
// where: "by a stray bullet", "in the leg".
func (v *view) hitBody(i, end int) bool {
	if i+1 >= end {
		return false
	}
	switch {
	case v.is(i, use.HitBy):
		return v.harmWord(i+1, min(end, i+6), en.HarmMissile) >= 0
	case v.is(i, use.HitIn):
		return v.harmWord(i+1, min(end, i+5), en.HarmBody) >= 0
	}
	return false
}

// toHospital reports whether, from i, a way to a hospital is told.
func (v *view) toHospital(i, end int) bool {
	for ; i < end && !v.stops(i, i+1); i++ {
		if v.is(i, use.ToHospital) {
			return v.harmWord(i+1, min(end, i+8), en.HarmHospital) >= 0
		}
	}
	return false
}

// suffers reports whether the subject of the verb at i is the one harmed, or
// the verb is one whose past form and participle are told apart by that alone.
func (v *view) suffers(i int) bool {
	return v.is(i, use.Suffers)
}

// harmAhead looks for a word before phrase k: "killing", "the death of", "the
// life of".
func (v *view) harmAhead(k int) fate {
	start := v.sentence(int(v.nps[k].head)).First
	i := v.firstOf(k) - 1
	if i <= start {
		return noFate
	}
	if v.is(i, use.Of) && v.noun(i-1) {
		return v.harmOfNoun(i - 1)
	}
	if v.is(i, use.Dead) && v.is(i-1, use.Shoot) {
		return fate{by: int32(i - 1), measure: vigil.Killed, before: true} // "shot dead a boy", however it is tagged
	}
	if v.ownHand(k) && v.is(i, use.EndLife) {
		return fate{by: int32(i), measure: vigil.Killed, before: true}
	}
	for n := 0; n < 2 && i > start && v.tok[i].UPOS == nlp.ADV; n++ {
		i--
	}
	head := int(v.nps[k].head)
	if !v.verb(i) || v.child(i, nlp.AuxPass) >= 0 || v.rel(head) != nlp.Obj && v.numOf[int(v.nps[k].first)] < 0 {
		return noFate
	}
	if v.is(i, use.Hit) {
		if v.hitBody(int(v.nps[k].last)+1, v.sentence(i).Last) {
			return fate{by: int32(i), measure: vigil.Injured, before: true, shot: true}
		}
		return noFate
	}
	return v.harmOf(i, true)
}

// ownHand reports whether phrase k is what those take or commit who kill
// themselves: "took his own life", "committed suicide".
func (v *view) ownHand(k int) bool {
	i := int(v.nps[k].head)
	return v.is(i, use.Suicide) || v.is(i, use.Life) && v.childIs(i, use.OnesOwn) >= 0
}

// harmOfNoun reads "the death of", "the life of": of lives their verb counts.
// Who is told of by "the shooting of" is hurt unless it was fatal.
func (v *view) harmOfNoun(i int) fate {
	h := fate{by: int32(i), measure: vigil.Killed, before: true}
	if v.bodies(i) {
		return h
	}
	switch {
	case v.is(i, use.DeathOf):
	case v.is(i, use.ShootingOf):
		if v.childIs(i, use.Deadly) < 0 {
			h.measure, h.shot = vigil.Injured, true
		}
	case v.is(i, use.WoundOf):
		h.measure = vigil.Injured
	case v.is(i, use.Life):
		if h.by = int32(v.head(i)); h.by < 0 || v.acts[h.by]&en.ActKill == 0 {
			return noFate
		}
	default:
		return noFate
	}
	return h
}

// harmOf says what the word at i does to people.
func (v *view) harmOf(i int, before bool) fate {
	h := fate{by: int32(i), before: before}
	if before && i > 0 && v.is(i-1, use.Not) {
		return noFate // "without hitting anybody else", "but not killing him"
	}
	switch c := v.acts[i]; {
	case v.is(i, use.Shoot):
		h.measure, h.shot = vigil.Injured, true
		if v.fatally(i) {
			h.measure, h.shot = vigil.Killed, false
		}
		if v.childIs(i, use.Down) >= 0 || v.childIs(i, use.At) >= 0 {
			return noFate
		}
	case c&en.ActKill != 0 && c&en.ActInjure == 0:
		h.measure = vigil.Killed
	case c&en.ActInjure != 0 && c&en.ActKill == 0:
		h.measure = vigil.Injured
		if v.fatally(i) {
			h.measure = vigil.Killed
		}
	default:
		return noFate
	}
	return h
}

// fatally reports whether who is shot or stabbed at i dies of it, as its
// neighbours say: "shot dead", "shot and killed", "stabbed to death", "shot in
// the chest and died". What stands behind a comma is said of somebody else: "four
// shot, one fatally".
func (v *view) fatally(i int) bool {
	s := v.sentence(i)
	for j := max(s.First, i-2); j < i; j++ {
		if v.is(j, use.Fatally) {
			return true
		}
	}
	for j := i + 1; j < min(s.Last, i+fatalReach) && v.tok[j].UPOS != nlp.PUNCT; j++ {
		near := j < i+4
		switch {
		case v.is(j, use.ToDeath):
			if near {
				return true
			}
		case v.is(j, use.FoundDead):
			if j+1 < s.Last && v.is(j+1, use.Dead) {
				return true
			}
		case v.is(j, use.DieToo):
			if v.is(j-1, use.And) || v.tok[j-1].UPOS == nlp.ADV && v.is(j-2, use.And) {
				return true
			}
		}
	}
	return false
}

// fatalReach is how far behind "shot" its outcome is looked for.
const fatalReach = 12
