package where

import (
	"strings"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/nlp"
	"vigil/internal/resolve/gazetteer"
)

// Features of "is this mention a place".
const (
	isBias = iota
	isAlias
	isAbbr
	isAdjective
	isPeople
	isLoose
	isSkeleton
	isCountry
	isAdmin1
	isAdmin2
	isDistrict
	isRegion
	isFacility
	isUnknown
	isLogPop
	isFame
	isLong
	isShort
	isCaps
	isCommon
	isLowered
	isFirst
	isPrevIn
	isPrevAt
	isPrevThe
	isPrevOf
	isPrevTitle
	isPrevType
	isPrevCap
	isPrevComma
	isPrevName
	isNextType
	isNextTypeCap
	isNextBody
	isNextSaid
	isNextCap
	isNextComma
	isNextName
	isNextPoss
	isNextHyphen
	isPrevHyphen
	isParen
	isCapBoth
	isElsewhereIn
	isElsewherePerson
	isInPlay
	isCommaPlace
	isNoNames
	isLOC
	isFAC
	isORG
	isPER
	isNORP
	isMISC
	isGov
	isInLOC
	isInFAC
	isInORG
	isInPER
	isInMISC
	isCrosses
	isNoName
	isElsewhereLOC
	isElsewherePER
	isElsewhereORG
	isNameScore
	isORGMedia
	isORGFirst
	isElsewhereSure
	isElsewhereUnsure
	isByNumber
	isPrevTakes
	isNextTaken
	numIs
)

var isNames = [numIs]string{"bias", "alias", "abbr", "adjective", "people", "loose", "skeleton", "country", "admin1", "admin2",
	"district", "region", "facility", "unknown", "logpop", "fame", "long", "short", "caps", "common", "lowered", "first", "prev-in", "prev-at",
	"prev-the", "prev-of", "prev-title", "prev-type", "prev-cap", "prev-comma", "prev-name", "next-type", "next-type-cap", "next-body",
	"next-said", "next-cap", "next-comma", "next-name", "next-poss", "next-hyphen", "prev-hyphen", "paren", "cap-both",
	"elsewhere-in", "elsewhere-person", "in-play", "comma-place", "no-names", "LOC", "FAC", "ORG", "PER", "NORP", "MISC", "gov",
	"in-LOC", "in-FAC", "in-ORG", "in-PER", "in-MISC", "crosses", "no-name", "elsewhere-LOC", "elsewhere-PER", "elsewhere-ORG", "name-score",
	"ORG-media", "ORG-first", "elsewhere-sure", "elsewhere-unsure", "by-number", "prev-takes", "next-taken"}

// nameRel says how a mention lies to the nearest marked name.
type nameRel uint8

const (
	relNone nameRel = iota
	relSame
	relInside // the name is longer
	relCrosses
)

// A feat is one feature with its value.
type feat struct {
	id int
	x  float64
}

func (s *state) lowerWord(i int) string {
	if i < 0 || i >= len(s.words) {
		return ""
	}
	w := s.word(i)
	if !s.words[i].cap {
		return w
	}
	return strings.ToLower(w)
}

// class of word i among the words that stand beside names.
func (s *state) class(i int) en.PlaceWord { return s.r.words[s.lowerWord(i)] }

// beside reports whether word i follows the word before it at a space only.
func (s *state) beside(i int) bool {
	return i > 0 && i < len(s.words) && s.words[i].gap == gapSpace
}

// isFeatures lists the features of mention k. Those that rest on other
// mentions are right only after observe.
func (s *state) isFeatures(dst []feat, k int) []feat {
	m := &s.mentions[k]
	on := func(id int, yes bool) {
		if yes {
			dst = append(dst, feat{id, 1})
		}
	}
	on(isBias, true)
	dst = s.gazetteerFeatures(dst, m)
	first, last := m.first, m.last
	w := &s.words[first]
	on(isLong, last-first > 1)
	on(isShort, m.end-m.start <= 3)
	on(isCaps, w.caps && !s.allCaps)
	one := last-first == 1
	on(isCommon, one && s.r.common[s.lowerWord(first)])
	on(isLowered, one && s.seenLower(first))
	on(isFirst, w.first)
	on(isByNumber, last < len(s.words) && s.words[last].gap == gapSpace && s.words[last].digits ||
		first > 0 && w.gap == gapSpace && s.words[first-1].digits)
	dst = s.leftFeatures(dst, k)
	dst = s.rightFeatures(dst, k)
	g := &s.groups[m.group]
	on(isElsewhereIn, g.in > 1 || g.in == 1 && !s.prevIn(m))
	on(isElsewherePerson, g.person > 0)
	on(isInPlay, g.inPlay)
	on(isElsewhereSure, g.sure > 0.8 && m.early < g.sure)
	on(isElsewhereUnsure, g.sure > 0 && g.sure < 0.3)
	return s.nameFeatures(dst, m, g)
}

func (s *state) gazetteerFeatures(dst []feat, m *mention) []feat {
	at := s.groups[m.group].best
	if len(m.hits) == 0 || at < 0 {
		return append(dst, feat{isUnknown, 1})
	}
	best := s.cands[at].hit
	pop, fame, kind, _ := s.g.Prior(best.Place)
	dst = append(dst, feat{isLogPop, pop / 20}, feat{isFame, min(fame, 8) / 8})
	switch best.Class {
	case gazetteer.Alias:
		dst = append(dst, feat{isAlias, 1})
	case gazetteer.Abbr:
		dst = append(dst, feat{isAbbr, 1})
	case gazetteer.Adjective:
		dst = append(dst, feat{isAdjective, 1})
	case gazetteer.People:
		dst = append(dst, feat{isPeople, 1})
	case gazetteer.Loose:
		dst = append(dst, feat{isLoose, 1})
	case gazetteer.Skeleton:
		dst = append(dst, feat{isSkeleton, 1})
	}
	switch kind {
	case vigil.Country:
		dst = append(dst, feat{isCountry, 1})
	case vigil.Admin1:
		dst = append(dst, feat{isAdmin1, 1})
	case vigil.Admin2:
		dst = append(dst, feat{isAdmin2, 1})
	case vigil.District:
		dst = append(dst, feat{isDistrict, 1})
	case vigil.Facility:
		dst = append(dst, feat{isFacility, 1})
	case vigil.Region, vigil.Continent, vigil.Water, vigil.Relief:
		dst = append(dst, feat{isRegion, 1})
	}
	return dst
}

func (s *state) prevIn(m *mention) bool {
	if !s.beside(m.first) {
		return false
	}
	i := m.first - 1
	if s.lowerWord(i) == "the" && s.beside(i) {
		i--
	}
	return s.class(i)&en.LocativeIn != 0 && !s.words[i].cap
}

func (s *state) leftFeatures(dst []feat, k int) []feat {
	m := &s.mentions[k]
	i := m.first - 1
	if i < 0 {
		return dst
	}
	w, prev := &s.words[m.first], &s.words[i]
	on := func(id int, yes bool) {
		if yes {
			dst = append(dst, feat{id, 1})
		}
	}
	after := k > 0 && s.mentions[k-1].last == m.first
	on(isParen, w.gap == gapParen)
	on(isPrevHyphen, w.gap == gapHyphen)
	on(isPrevComma, w.gap == gapComma)
	on(isCommaPlace, w.gap == gapComma && after)
	if w.gap != gapSpace {
		return dst
	}
	on(isPrevIn, s.prevIn(m))
	c := s.class(i)
	moves := c&(en.LocativeAt|en.LocativeIn) != 0 && s.beside(i) && s.class(i-1)&en.MovesPlace != 0
	on(isPrevTakes, !prev.cap && c&en.TakesPlace != 0 || moves)
	the := s.lowerWord(i) == "the"
	on(isPrevThe, the)
	on(isPrevAt, !prev.cap && c&en.LocativeAt != 0 && !s.prevIn(m))
	on(isPrevOf, s.lowerWord(i) == "of" && s.class(i-1)&en.TypeAny != 0)
	on(isPrevTitle, c&en.PersonTitle != 0)
	on(isPrevType, c&en.TypeAny != 0)
	on(isPrevCap, prev.cap && !prev.first && !after && c&(en.PersonTitle|en.LocativeIn) == 0 && !the)
	on(isPrevName, after)
	return dst
}

func (s *state) rightFeatures(dst []feat, k int) []feat {
	m := &s.mentions[k]
	on := func(id int, yes bool) {
		if yes {
			dst = append(dst, feat{id, 1})
		}
	}
	on(isNextPoss, s.words[m.last-1].poss)
	on(isNextType, s.typeIn(m) != 0)
	if m.last >= len(s.words) {
		return dst
	}
	w := &s.words[m.last]
	before := k+1 < len(s.mentions) && s.mentions[k+1].first == m.last
	on(isNextHyphen, w.gap == gapHyphen)
	on(isNextComma, w.gap == gapComma)
	if w.gap != gapSpace {
		return dst
	}
	c := s.class(m.last)
	t := s.typeAfter(m.last)
	on(isNextType, !w.cap && t != 0)
	on(isNextTypeCap, w.cap && t != 0)
	on(isNextTaken, s.taken(m.last))
	on(isNextBody, w.cap && c&en.BodyNoun != 0)
	on(isNextSaid, !w.cap && c&en.PersonVerb != 0)
	bare := w.cap && !before && c&(en.BodyNoun|en.TypeAny) == 0 && !s.words[m.last-1].poss
	on(isNextCap, bare)
	on(isNextName, before)
	on(isCapBoth, bare && s.beside(m.first) && s.words[m.first-1].cap)
	return dst
}

// nameFeatures says what the language core makes of the mention.
func (s *state) nameFeatures(dst []feat, m *mention, g *group) []feat {
	on := func(id int, yes bool) {
		if yes {
			dst = append(dst, feat{id, 1})
		}
	}
	if len(s.doc.Names) == 0 {
		return append(dst, feat{isNoNames, 1})
	}
	on(isElsewhereLOC, g.loc > 0)
	on(isElsewherePER, g.per > 0)
	on(isElsewhereORG, g.org > 0)
	if m.name == nil {
		return append(dst, feat{isNoName, 1})
	}
	dst = append(dst, feat{isNameScore, m.name.Score})
	if m.nameRel == relCrosses {
		return append(dst, feat{isCrosses, 1})
	}
	inside := m.nameRel == relInside
	switch m.name.Type {
	case nlp.LOC:
		on(isLOC, !inside)
		on(isInLOC, inside)
		on(isGov, m.name.Kind == "gov")
	case nlp.FAC:
		on(isFAC, !inside)
		on(isInFAC, inside)
	case nlp.ORG:
		on(isORG, !inside)
		on(isInORG, inside)
		on(isORGMedia, inside && m.name.Kind == "media")
		on(isORGFirst, inside && m.start == m.name.Start)
	case nlp.PER:
		known := s.knownDespite(m)
		on(isLOC, known)
		on(isPER, !inside && !known)
		on(isInPER, inside)
	case nlp.NORP:
		on(isNORP, true)
	case nlp.MISC:
		on(isMISC, !inside)
		on(isInMISC, inside)
	}
	return dst
}
