package nlp

import (
	"slices"
	"strings"

	"vigil/internal/lang/en"
)

// world is what language knows of names and nouns: which name and which
// adjective belong to one country, which town is its capital, what a noun
// stands for. Hashes are those of nameKey and keyWord.
type world struct {
	countries  map[uint32]uint16 // names of countries to their number, from 1
	demonyms   map[uint32]uint16
	capitals   map[uint32]uint16
	placeWords map[uint32]bool // city, province, strip
	given      map[uint32]gender
	nouns      map[uint32]nounKind
	reporting  map[string]bool // verbs, by lemma
}

// nounKind is what a noun stands for, as lists of words have it: from 1, in
// the order of nounKinds, with pluralNoun where it is a plural.
type nounKind uint8

const pluralNoun nounKind = 1 << 5

var nounKinds = []string{"PEOPLE", "STATE", "GOVERNMENT", "MILITARY", "POLICE", "ARMED_GROUP", "PARTY", "MEDIA", "IGO", "NGO", "COMPANY", "ORG", "FACILITY", "OBJECT", "PERSON", "EVENT", "DOCUMENT"}

// Kinds that rules ask for; placeNoun is of its own, from the words of places.
const (
	peopleNoun nounKind = 1
	partyNoun  nounKind = 7
	placeNoun  nounKind = 20
)

func newWorld() *world {
	w := &world{countries: map[uint32]uint16{}, demonyms: map[uint32]uint16{}, capitals: map[uint32]uint16{},
		placeWords: map[uint32]bool{}, given: givenNames(), nouns: map[uint32]nounKind{}, reporting: map[string]bool{}}
	for n, c := range en.Countries() {
		putNames(w.countries, c.Names, n)
		putNames(w.demonyms, c.Demonyms, n)
		for _, s := range c.Demonyms {
			putNames(w.demonyms, []string{strings.TrimSuffix(s, "s")}, n)
		}
		putNames(w.capitals, c.Capitals, n)
	}
	en.RefWords(func(word, kind string) {
		w.nouns[wordHash(word)] = nounKind(slices.Index(nounKinds, kind) + 1)
	})
	for s, c := range en.PlaceWords() {
		if c&en.TypeAny != 0 {
			w.placeWords[wordHash(s)] = true
			if _, ok := w.nouns[wordHash(s)]; !ok {
				w.nouns[wordHash(s)] = placeNoun
			}
		}
	}
	for _, s := range []string{"strip", "sultanate", "principality", "territory", "area", "federation"} {
		w.placeWords[wordHash(s)] = true
	}
	w.readNouns()
	for _, r := range en.ReportingWords() {
		if r.POS == 'v' {
			w.reporting[r.Lemma] = true
		}
	}
	return w
}

func putNames(to map[uint32]uint16, names []string, n int) {
	var k nameKey
	for _, s := range names {
		k.read(s)
		if _, ok := to[k.whole]; !ok && k.n > 0 {
			to[k.whole] = uint16(n + 1)
		}
	}
}

// readNouns takes the nouns of one word.
func (w *world) readNouns() {
	for _, n := range en.Nouns() {
		h := wordHash(n.Word)
		if _, ok := w.nouns[h]; ok || n.Word == "" {
			continue
		}
		for k, name := range nounKinds {
			if name == n.Kind {
				w.nouns[h] = nounKind(k + 1)
				if n.Plural {
					w.nouns[h] |= pluralNoun
				}
			}
		}
	}
}

// wordHash is the hash that a keyWord has of s, one word.
func wordHash(s string) uint32 {
	var w keyWord
	if w.read(s, 0) < len(s) {
		return hashString(s) // more words than one: met by no word of a text
	}
	return w.hash
}
