package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// Places and times of an act: candidates are the mentions in the sentence of
// the act, and in the sentences before it that the report links to it, with how
// they are tied to it.

const (
	plcBias uint32 = 350 + iota
	plcPath
	plcPathPrep
	plcKind
	plcDistance
	plcSentence
	plcOnly
	plcNth
	plcPrep
	plcClass
	plcKindPrep
	plcSameActor
	plcRel
	plcUpDown
	plcFront
	plcRepeat
	plcNear
	plcShape
	plcLater
	plcUse
)

// nearSentences is how far before its sentence a place or time of an act is
// looked for.
const nearSentences = 3

// placeMentions lists the places that may be where the act at i happened, by
// the last token of each mention: those of its sentence, and those of sentences
// before that the report links to it.
func (v *view) placeMentions(i int) []int {
	return v.mentions(i, v.place, func(j int) bool {
		use := v.placeUse(j)
		if v.bordered(j) || v.acting(j) {
			return false
		}
		return use == vigil.At || use != vigil.InName && v.sentOf[j] == v.sentOf[i]
	})
}

// acting reports whether the place mention that ends at j is a country that does
// something: "the Russian Federation resumed its raids".
func (v *view) acting(j int) bool {
	if v.res.Places[v.place[j]].Kind != vigil.Country {
		return false
	}
	switch h := v.headOf(j, v.place); v.rel(h) {
	case nlp.Nsubj, nlp.OblAgent:
		return v.head(h) >= 0 && v.verb(v.head(h)) && v.npOf[h] >= 0 && v.party(int(v.npOf[h])).Kind == vigil.State
	}
	return false
}

// bordered reports whether the place mention that ends at j is only what
// another borders on: "the province that borders Turkey".
func (v *view) bordered(j int) bool {
	k := j
	for k > 0 && v.place[k-1] == v.place[j] {
		k--
	}
	return k > 0 && v.verb(k-1) && v.is(k-1, use.Borders)
}

// timeMentions lists the times that may be when the act at i happened; spans
// of time that no day is known of ("for two hours") say how long, not when.
func (v *view) timeMentions(i int) []int {
	return v.mentions(i, v.time, func(j int) bool {
		w := &v.res.Times[v.time[j]]
		return w.Days.Known() || w.Type == "DATE" || w.Type == "TIME"
	})
}

func (v *view) mentions(i int, of []int32, may func(j int) bool) []int {
	s := int(v.sentOf[i])
	var out []int
	for t := max(0, s-nearSentences); t <= s; t++ {
		if t != s && !v.linked(t, i) {
			continue
		}
		for j := v.doc.Sentences[t].First; j < v.doc.Sentences[t].Last; j++ {
			if of[j] >= 0 && (j+1 == len(of) || of[j+1] != of[j]) && may(j) {
				out = append(out, j)
			}
		}
	}
	return nearest(out, i, mostMentions)
}

// mostMentions is how many places, or times, an act may choose from.
const mostMentions = 16

// nearest returns the n of tokens, which ascend, that stand nearest to i.
func nearest(tokens []int, i, n int) []int {
	for len(tokens) > n {
		if i-tokens[0] > tokens[len(tokens)-1]-i {
			tokens = tokens[1:]
		} else {
			tokens = tokens[:len(tokens)-1]
		}
	}
	return tokens
}

// linked reports whether what sentence t says of where and when holds for the
// act at i, in a later sentence: in the same paragraph, or in the one before if
// the act's sentence points back to it ("the attack", "the city", "there"). A
// headline glued to a report says nothing of its paragraphs.
func (v *view) linked(t, i int) bool {
	from, to := &v.doc.Sentences[t], v.sentence(i)
	if from.Para == to.Para {
		return true
	}
	return to.Para-from.Para == 1 && !from.Headline && v.pointsBack(i)
}

// pointsBack reports whether the act at i, or where it happened, is told as
// something known.
func (v *view) pointsBack(i int) bool {
	if v.definite(i) {
		return true
	}
	s := v.sentence(i)
	for j := s.First; j < s.Last; j++ {
		switch {
		case v.is(j, use.There):
			if v.tok[j].UPOS == nlp.ADV {
				return true
			}
		case v.is(j, use.PlaceNoun):
			if v.definite(j) && v.child(j, nlp.Nmod, nlp.Appos, nlp.Flat) < 0 {
				return true
			}
		}
	}
	return false
}

// definite reports whether noun i stands with "the", "this" or "that".
func (v *view) definite(i int) bool {
	if !v.noun(i) {
		return false
	}
	d := v.child(i, nlp.Det)
	return d >= 0 && v.is(d, use.Pointing)
}

// placeUse says how the place mention that ends at j stands in its sentence.
// "London-based" and "pro-Moscow" name no place where anything happens; "a U.S.
// base" uses a country's name as an adjective.
func (v *view) placeUse(j int) vigil.PlaceUse {
	p := &v.res.Places[v.place[j]]
	if p.Use == vigil.InName || v.hyphened(p.Span) {
		return vigil.InName
	}
	if p.Use == vigil.At && p.Kind == vigil.Country {
		switch v.rel(v.headOf(j, v.place)) {
		case nlp.Compound, nlp.Amod, nlp.NmodDesc:
			return vigil.AsAdjunct
		}
	}
	return p.Use
}

// hyphened reports whether a word is tied to either end of s by a hyphen.
func (v *view) hyphened(s vigil.Span) bool {
	before, after := v.doc.Text[:s.Start], v.doc.Text[s.End:]
	if rest, ok := strings.CutPrefix(after, "-"); ok {
		r, _ := utf8.DecodeRuneInString(rest)
		return unicode.IsLower(r)
	}
	rest, ok := strings.CutSuffix(before, "-")
	r, _ := utf8.DecodeLastRuneInString(rest)
	return ok && unicode.IsLower(r)
}

// headOf returns the token of the mention that ends at j whose head lies
// outside the mention.
func (v *view) headOf(j int, of []int32) int {
	for k := j; k >= 0 && of[k] == of[j]; k-- {
		if h := v.head(k); h < 0 || of[h] != of[j] {
			return k
		}
	}
	return j
}

// tieFeatures are those that places and times share: how the mention at j,
// headed by h, is tied to the act at i.
func (v *view) tieFeatures(f *features, i, h int, kind uint32, of []int32) {
	f.add(plcBias, 1)
	f.add(plcKind, kind)
	away := int(v.sentOf[i]) - int(v.sentOf[h])
	f.add2(plcSentence, uint32(away), kind)
	f.add(plcSentence, uint32(away))
	pr := hash(v.preposition(h))
	f.add2(plcPrep, pr, uint32(v.rel(h)))
	f.add2(plcKindPrep, pr, kind)
	f.add2(plcRel, uint32(v.rel(h)), kind)
	if away == 0 {
		p, up, down := v.path(i, h)
		f.add(plcPath, p)
		f.add2(plcPath, p, kind)
		f.add2(plcPathPrep, p, v.lexicalClass(i))
		f.add2(plcUpDown, uint32(min(up, 9)), uint32(min(down, 9)))
		f.add2(plcUpDown, uint32(min(up, 9)), pr)
		f.add(plcDistance, bucket(h-i))
		f.add(plcNth, v.nth(i, h, of))
	} else {
		f.add2(plcFront, boolean(h-v.sentence(h).First < 8), uint32(v.rel(h)))
		f.add2(plcLater, pr, uint32(min(away, 3)))
	}
	n := 0
	s := v.sentence(i)
	for j := s.First; j < s.Last; j++ {
		if of[j] >= 0 && (j == s.First || of[j-1] != of[j]) {
			n++
		}
	}
	f.add2(plcOnly, uint32(min(n, 4)), uint32(away))
}

// nth counts the mentions between the act and this one, signed by side.
func (v *view) nth(i, h int, of []int32) uint32 {
	n := uint32(0)
	lo, hi := min(i, h), max(i, h)
	for j := lo + 1; j < hi; j++ {
		if of[j] >= 0 && of[j] != of[h] && of[j+1] != of[j] {
			n++
		}
	}
	return min(n, 3)<<1 | boolean(h < i)
}

// placeFeatures says what speaks for the place mention that ends at j being
// where the act at i happened.
func (v *view) placeFeatures(f *features, i, j int) {
	h := v.headOf(j, v.place)
	p := &v.res.Places[v.place[j]]
	kind := hash(string(p.Kind))
	v.tieFeatures(f, i, h, kind, v.place)
	f.add(plcSameActor, boolean(v.tok[h].XPOS == 0))
	f.add2(plcShape, uint32(v.tok[h].UPOS), uint32(v.rel(h)))
	f.add2(plcClass, v.lexicalClass(i), kind)
	f.add(plcRepeat, uint32(v.named[v.place[j]]))
	f.add2(plcNear, hash(relationClass(p.Relation)), kind)
	use := hash(string(v.placeUse(j)))
	f.add2(plcUse, use, uint32(v.rel(h)))
	f.add3(plcUse, use, kind, boolean(v.sentOf[j] == v.sentOf[i]))
}

// relationClass leaves numbers and names out of how something lies to a place.
func relationClass(relation string) string {
	has := func(u use.Use) bool {
		for w := range strings.FieldsSeq(relation) {
			if en.Uses.Is(w, u) {
				return true
			}
		}
		return false
	}
	switch {
	case relation == "":
		return ""
	case has(use.Way):
		return "way"
	case has(use.Frontier):
		return "border"
	case relation[0] >= '0' && relation[0] <= '9' || has(use.Of):
		return "off"
	}
	return relation
}

// timeFeatures does so for the time mention that ends at j.
func (v *view) timeFeatures(f *features, i, j int) {
	h := v.headOf(j, v.time)
	w := &v.res.Times[v.time[j]]
	v.tieFeatures(f, i, h, timeShape(w.Type, w.Value), v.time)
	f.add2(plcShape, hash(w.Mod), hash(w.Type))
	f.add2(plcClass, v.hash[j], uint32(v.rel(h)))
	f.add(plcNear, v.hash[j])
	f.add2(plcShape, uint32(v.tok[i].XPOS), timeShape(w.Type, w.Value))
}

// setting is a place or time with the probability that it is the act's.
type setting struct {
	mention int32 // index into res.Places or res.Times
	tok     int32
	p       float64
}

// places ranks where the act at i may have happened.
func (x *Extractor) places(v *view, i int, f *features) []setting {
	var out []setting
	var p [maxClasses]float64
	for _, j := range v.placeMentions(i) {
		f.reset()
		v.placeFeatures(f, i, j)
		out = append(out, setting{v.place[j], int32(j), x.yes(isPlace, f, &p)})
	}
	return out
}

// times ranks when the act at i may have happened.
func (x *Extractor) times(v *view, i int, f *features) []setting {
	var out []setting
	var p [maxClasses]float64
	for _, j := range v.timeMentions(i) {
		f.reset()
		v.timeFeatures(f, i, j)
		out = append(out, setting{v.time[j], int32(j), x.yes(isTime, f, &p)})
	}
	return out
}

// leastPlace is the probability from which the only place of a sentence is
// taken for where its act happened.
const leastPlace = .2

// locates reports whether the place that ends at token j ends a chain of phrases
// that say where what token i tells was: "a strike near a base in the south of X".
func (v *view) locates(j, i int) bool {
	for h, steps := v.headOf(j, v.place), 0; h >= 0 && steps < 5; h, steps = v.head(h), steps+1 {
		if h == i {
			return steps > 0
		}
		if !v.prep(h, use.Located) {
			return false
		}
		if r := v.rel(h); r != nlp.Nmod && r != nlp.Obl {
			return false
		}
	}
	return false
}

// onlyPlace returns the place that a sentence of the incident names if it names
// no other, or -1.
func (v *view) onlyPlace(ms []telling, in *incident) int32 {
	for _, k := range in.members {
		best, n := int32(-1), 0
		for _, s := range ms[k].places {
			if v.sentOf[s.tok] != v.sentOf[ms[k].tok] || v.placeUse(int(s.tok)) != vigil.At {
				continue
			}
			n++
			if s.p >= leastPlace || v.locates(int(s.tok), int(ms[k].tok)) {
				best, in.placeTok = s.mention, s.tok
			}
		}
		if n == 1 && best >= 0 {
			return best
		}
	}
	return -1
}
