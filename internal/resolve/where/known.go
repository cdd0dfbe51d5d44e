package where

import (
	"vigil/internal/lang/en"
	"vigil/internal/nlp"
)

// long reports whether a mention has two words besides articles.
func (s *state) long(m *mention) bool {
	n := 0
	for i := m.first; i < m.last; i++ {
		if w := s.word(i); !articles[w] && !lower[w] {
			n++
		}
	}
	return n > 1
}

// knownDespite reports whether the gazetteer has a name of several words, as
// it is spelled, that the language core took for a person's: Maarat al-Numan.
// A given name, a title before it or what only persons do after it speak
// for the core.
func (s *state) knownDespite(m *mention) bool {
	if !m.strong || m.name == nil || m.nameRel != relSame || m.name.Type != nlp.PER || !s.long(m) || s.r.given[s.lowerWord(m.first)] {
		return false
	}
	return !(s.beside(m.first) && s.class(m.first-1)&en.PersonTitle != 0) && !(s.beside(m.last) && s.class(m.last)&en.PersonVerb != 0)
}

// typeIn is the kind of place that the last word of a name tells: Bagram air base.
func (s *state) typeIn(m *mention) en.PlaceWord {
	if m.last-m.first < 2 || s.words[m.last-1].cap {
		return 0
	}
	return s.class(m.last-1) & en.TypeAny
}

// typeNamed is the kind that the last word of a name tells where it is part of
// the name and the gazetteer has the name without it: Miaoli County.
func (s *state) typeNamed(m *mention) en.PlaceWord {
	if m.last-m.first < 2 || m.strong {
		return 0
	}
	return s.class(m.last-1) & en.TypeAny
}

// typeAfter is the kind of place that words after a name tell: "camp",
// "refugee camp".
func (s *state) typeAfter(i int) en.PlaceWord {
	c := s.class(i)
	if t := c & en.TypeAny; t != 0 {
		return t
	}
	if c&en.BeforeType != 0 && s.beside(i+1) {
		return s.class(i+1) & en.TypeAny
	}
	return 0
}

// taken reports whether "was bombed", "were seized" follows at word i.
func (s *state) taken(i int) bool {
	switch s.lowerWord(i) {
	case "was", "were", "is", "are", "been", "being":
	default:
		return false
	}
	if s.beside(i+1) && s.lowerWord(i+1) == "being" {
		i++
	}
	return s.beside(i+1) && s.class(i+1)&en.TakesPlace != 0
}
