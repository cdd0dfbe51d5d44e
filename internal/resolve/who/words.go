package who

import (
	"bytes"
	"iter"
	"strings"

	"vigil"
	"vigil/internal/lang/en"
)

// lexicon is what English words say of parties.
type lexicon struct {
	nouns    map[string]en.Noun    // heads of noun phrases by their key
	orgs     map[string]en.OrgWord // words in names of bodies by their key
	ranks    map[string]bool       // forms of address and posts by their key
	partOf   map[string]bool       // "dozens of", "members of"
	persons  map[string]bool       // nouns for persons that the lists lack
	longNoun int                   // words in the longest noun
}

func newLexicon() *lexicon {
	x := &lexicon{nouns: make(map[string]en.Noun, 1<<13), orgs: make(map[string]en.OrgWord, 1<<10), ranks: map[string]bool{}, partOf: map[string]bool{}, persons: en.Persons()}
	for _, n := range en.Nouns() {
		key := string(appendFold(nil, n.Word))
		if _, ok := x.nouns[key]; !ok {
			x.nouns[key] = n
			x.longNoun = max(x.longNoun, strings.Count(key, " ")+1)
		}
	}
	for _, w := range en.OrgWords() {
		key := string(appendFold(nil, w.Word))
		if _, ok := x.orgs[key]; !ok {
			x.orgs[key] = w
		}
	}
	for _, t := range en.Titles() {
		for _, w := range t.Words {
			x.ranks[string(appendFold(nil, w))] = true
		}
	}
	for _, w := range en.Partitives() {
		x.partOf[string(appendFold(nil, w))] = true
	}
	return x
}

// orgKind types an unknown body by the words of its name: the longest that
// the list has, then the one that stands higher in it.
func (x *lexicon) orgKind(key string) (vigil.Kind, vigil.Inter, bool) {
	var best en.OrgWord
	words := 0
	for from, to := range grams(key, 4) {
		w, ok := x.orgs[key[from:to]]
		if !ok || w.Start && from > 0 || w.End && to < len(key) {
			continue
		}
		n := strings.Count(key[from:to], " ") + 1
		if n > words || n == words && w.Rank < best.Rank {
			best, words = w, n
		}
	}
	return vigil.Kind(best.Kind), vigil.Inter(best.Inter), words > 0
}

// grams yields the bounds of every run of up to most words in a key.
func grams(key string, most int) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for from := 0; from < len(key); {
			to, first := from, len(key)
			for n := 0; n < most && to <= len(key); n++ {
				end := len(key)
				if i := strings.IndexByte(key[to:], ' '); i >= 0 {
					end = to + i
				}
				if n == 0 {
					first = end
				}
				if !yield(from, end) {
					return
				}
				to = end + 1
				if end == len(key) {
					break
				}
			}
			from = first + 1
		}
	}
}

// noun returns the longest noun that ends the key, of five words at most.
func (x *lexicon) noun(key []byte) (en.Noun, bool) {
	var starts [5]int
	n := 0
	for i := len(key); i > 0 && n < len(starts); n++ {
		i = bytes.LastIndexByte(key[:i], ' ')
		starts[n] = i + 1
	}
	for n--; n >= 0; n-- {
		if w, ok := x.nouns[string(key[starts[n]:])]; ok {
			return w, true
		}
	}
	return en.Noun{}, false
}
