package where

import (
	"slices"
	"strings"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/nlp"
	"vigil/internal/resolve/gazetteer"
)

// mention is a run of words that the gazetteer knows, or that the language
// core marked as a place.
type mention struct {
	first, last int // words[first:last]
	start, end  int // bytes
	hits        []gazetteer.Hit
	key         uint64 // Exact: one name, one sense in a report
	name        *nlp.Name
	nameRel     nameRel
	strong      bool    // found by its exact spelling
	p, early    float64 // how likely it is a place, in the end and at first
	group       int
	town        bool // the words around ask for a town: it is one end of a road
}

// maxWords is the length of the longest name that is looked for.
const maxWords = 6

// maxHits bounds the places that one name may mean; the most renowned stay.
const maxHits = 16

// lower may stand inside a name though not capitalised.
var lower = map[string]bool{"of": true, "the": true, "and": true, "de": true, "da": true, "do": true, "dos": true, "das": true,
	"del": true, "di": true, "la": true, "le": true, "les": true, "los": true, "las": true, "el": true, "al": true, "ad": true,
	"ar": true, "as": true, "ash": true, "at": true, "az": true, "an": true, "ed": true, "er": true, "es": true, "esh": true,
	"et": true, "ez": true, "ul": true, "upon": true, "on": true, "sur": true, "en": true, "am": true, "der": true, "den": true,
	"bin": true, "wa": true, "e": true, "i": true, "y": true, "u": true, "aux": true, "du": true, "des": true, "in": true, "san": true}

// articles may begin a name though not capitalised, if a hyphen follows.
var articles = map[string]bool{"al": true, "el": true, "ad": true, "ar": true, "as": true, "ash": true, "at": true, "az": true,
	"an": true, "ul": true, "ed": true, "ez": true, "es": true, "er": true, "adh": true, "ath": true, "l": true, "d": true}

var points = map[string]bool{"St": true, "Ste": true, "Mt": true, "Ft": true}

func (s *state) word(i int) string { return s.text[s.words[i].start:s.words[i].end] }

// starts reports whether a name may begin at word i.
func (s *state) starts(i int) bool {
	w := &s.words[i]
	if w.cap {
		return !w.elided
	}
	return i+1 < len(s.words) && s.words[i+1].gap == gapHyphen && s.words[i+1].cap && articles[s.word(i)] &&
		(w.gap != gapHyphen)
}

// joins reports whether word i may belong to one name with the word before it.
func (s *state) joins(i int) bool {
	w, prev := &s.words[i], &s.words[i-1]
	if prev.poss && !w.cap {
		return false
	}
	switch w.gap {
	case gapSpace, gapHyphen:
	case gapPoint:
		return prev.letter && w.letter
	case gapStop:
		return points[s.word(i-1)] && w.cap
	default:
		return false
	}
	return w.cap || w.gap == gapHyphen || lower[s.word(i)] || s.text[w.start] >= '0' && s.text[w.start] <= '9'
}

// find lists the names of the text that the gazetteer knows, longest first at
// each word, without overlap.
func (s *state) find() {
	b := &s.builder
	for i := 0; i < len(s.words); {
		if !s.starts(i) {
			i++
			continue
		}
		best := 0
		b.Reset()
		s.hits = s.hits[:0]
		for n := 1; n <= maxWords && i+n <= len(s.words); n++ {
			j := i + n - 1
			if n > 1 && !s.joins(j) {
				break
			}
			if n > 1 && s.words[j-1].poss {
				b.Add("s") // Prince George's County
			}
			b.Add(s.word(j))
			if !s.words[j].cap && s.words[j].gap != gapHyphen {
				continue // a name ends with a capitalised word
			}
			if hits := s.g.Find(s.room[:0], b.Exact()); len(hits) > 0 {
				s.room = hits
				if hits = s.fit(hits, i, i+n); len(hits) > 0 {
					best = n
					s.hits = append(s.hits[:0], hits...)
				}
			}
		}
		if best > 0 {
			s.add(i, i+best, s.hits, true)
			s.addKind(i, i+best)
			i += best
			continue
		}
		i++
	}
}

// addKind gives the last mention the places that bear its name with the word
// behind it, if there are any: the Dnipro river is not the town.
func (s *state) addKind(first, last int) {
	if !s.beside(last) || s.words[last].cap || s.class(last)&(en.TypeWater|en.TypeRelief|en.TypeFacility|en.TypeRegion) == 0 {
		return
	}
	b := &s.builder
	b.Reset()
	for i := first; i <= last; i++ {
		b.Add(s.word(i))
	}
	hits := s.g.Find(s.room[:0], b.Exact())
	if len(hits) == 0 {
		return
	}
	s.room = hits
	m := &s.mentions[len(s.mentions)-1]
	at := len(s.pool)
	s.pool = append(s.pool, s.prune(hits)...)
	m.hits, m.key = s.pool[at:len(s.pool):len(s.pool)], b.Exact()
}

// fit leaves out the hits that the form of the words rules out: abbreviations
// not in capitals, and too many.
func (s *state) fit(hits []gazetteer.Hit, first, last int) []gazetteer.Hit {
	out := hits[:0]
	w := &s.words[first]
	short := s.words[last-1].end-w.start <= 2
	dotted := last-first > 1 && w.letter || strings.HasPrefix(s.text[s.words[last-1].end:], ".")
	for _, h := range hits {
		switch {
		case h.Class == gazetteer.Abbr && last-first > 1 && (!w.letter || s.words[first+1].gap != gapPoint):
			continue
		case h.Class == gazetteer.Abbr && s.g.Kind(h.Place) == vigil.Admin1:
			// Mich., MI and B.C. follow a town and a comma; B.C. and NSW need not.
			if !(w.gap == gapComma && (w.caps || dotted)) && !(w.letter && dotted) && !(w.caps && !short) {
				continue
			}
		case h.Class == gazetteer.Abbr:
			if !w.caps && !w.letter {
				continue
			}
		case short && h.Class < gazetteer.Adjective:
			continue
		}
		out = append(out, h)
	}
	return s.prune(out)
}

// prune keeps the maxHits places that the weights of a place by itself favour.
func (s *state) prune(hits []gazetteer.Hit) []gazetteer.Hit {
	if len(hits) <= maxHits {
		return hits
	}
	s.promises = s.promises[:0]
	for _, h := range hits {
		s.promises = append(s.promises, s.promise(h))
	}
	for len(hits) > maxHits {
		at := slices.Index(s.promises, slices.Min(s.promises))
		hits, s.promises = slices.Delete(hits, at, at+1), slices.Delete(s.promises, at, at+1)
	}
	return hits
}

// promise is how likely a place is meant, whatever a report says besides.
func (s *state) promise(h gazetteer.Hit) (sum float64) {
	c := s.newCand(h)
	for f := range whichContext {
		sum += c.f[f] * s.r.model.Which[f]
	}
	return sum
}

func (s *state) add(first, last int, hits []gazetteer.Hit, strong bool) {
	m := mention{first: first, last: last, start: s.words[first].start, end: s.words[last-1].end, strong: strong}
	if strings.HasPrefix(s.text[m.end:], ".") && (s.words[last-1].letter && last-first > 1 || shortened(hits) && !s.words[first].caps) {
		m.end++ // the last point of U.S. and Calif.
	}
	at := len(s.pool)
	s.pool = append(s.pool, hits...)
	m.hits = s.pool[at:len(s.pool):len(s.pool)]
	s.builder.Reset()
	for i := first; i < last; i++ {
		if i > first && s.words[i-1].poss {
			s.builder.Add("s")
		}
		s.builder.Add(s.word(i))
	}
	m.key = s.builder.Exact()
	s.mentions = append(s.mentions, m)
}

// shortened reports whether hits are abbreviations only.
func shortened(hits []gazetteer.Hit) bool {
	for _, h := range hits {
		if h.Class != gazetteer.Abbr {
			return false
		}
	}
	return len(hits) > 0
}
