package nlp

import (
	"unicode"
	"unicode/utf8"
)

const keyWords = 8 // words of a name that are looked at

// nameKey is a name as hashes of its words that can be compared: lower case,
// without points, apostrophes and accents; articles and prepositions are left
// out.
type nameKey struct {
	whole    uint32           // of all words
	words    [keyWords]uint32 // of each
	bones    [keyWords]uint32 // of each word's consonants: Taliban, Taleban
	firsts   [keyWords]byte   // first letter of each word
	n        int
	letters  int    // of all words
	tail     int    // words before the first preposition: 1 of "al-Qaeda in Iraq"
	initials uint32 // of the words' first letters
	rest     uint32 // the same without the first word
	all      uint32 // the same with the small words' letters
	acronym  uint32 // of the letters, if it is written like an acronym
}

// read takes a name apart.
func (k *nameKey) read(s string) {
	*k = nameKey{whole: wordSeed, initials: wordSeed, rest: wordSeed, all: wordSeed, tail: -1}
	upper, parts := 0, 0
	for i := 0; i < len(s); {
		var w keyWord
		i = w.read(s, i)
		if w.letters == 0 || w.letters == 1 && i < len(s) && unicode.IsLetter(rune(w.first)) {
			continue // an initial: Mario J. Lucero
		}
		parts++
		upper += w.upper
		k.add(&w)
	}
	if k.n == 0 { // a name of small words alone
		k.whole = mix(k.whole, k.all)
	}
	if k.tail < 0 {
		k.tail = k.n
	}
	if parts == 1 && upper >= 2 && upper*2 > k.letters && k.letters <= 8 {
		k.acronym = initialsOf(s)
	}
}

func (k *nameKey) add(w *keyWord) {
	k.all = addByte(k.all, w.first)
	switch w.small() {
	case smallArticle:
		return
	case smallPreposition:
		if k.tail < 0 && k.n > 0 {
			k.tail = k.n
		}
		return
	}
	k.letters += w.letters
	k.initials = addByte(k.initials, w.first)
	if k.n > 0 {
		k.rest = addByte(k.rest, w.first)
	}
	k.whole = mix(k.whole, w.hash)
	if k.n < keyWords {
		k.words[k.n], k.bones[k.n], k.firsts[k.n] = w.hash, w.bones, w.first
		k.n++
	}
}

const wordSeed = 2166136261

func addByte(h uint32, c byte) uint32 { return (h ^ uint32(c)) * 16777619 }

// keyWord is one word of a name.
type keyWord struct {
	hash, bones    uint32
	first          byte
	letters, upper int
	buf            [6]byte // the word, if it is short
}

// read reads the word of s at i or after it and returns where it ends.
// Points and apostrophes within do not part words: U.S., Shi'ite.
func (w *keyWord) read(s string, i int) int {
	*w = keyWord{hash: wordSeed, bones: wordSeed}
	last := byte(0)
	for i < len(s) {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		if r == '.' || r == '\'' || r == '’' || r == '‘' || r == '`' {
			i += size
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if w.letters > 0 {
				break
			}
			i += size
			continue
		}
		if unicode.IsUpper(r) {
			w.upper++
		}
		last = w.add(plain(unicode.ToLower(r)), last)
		i += size
	}
	return i
}

// add takes one letter, and returns the consonant that stands last.
func (w *keyWord) add(r rune, last byte) byte {
	if w.letters == 0 {
		w.first = byte(r)
	}
	if w.letters < len(w.buf) {
		w.buf[w.letters] = byte(r)
	}
	w.letters++
	w.hash = addByte(addByte(w.hash, byte(r)), byte(r>>8))
	c := byte(r)
	switch c {
	case 'a', 'e', 'i', 'o', 'u', 'y', 'w', 'h':
		if w.letters > 1 {
			return last
		}
		c = 'a'
	case 'q', 'c':
		c = 'k'
	case 'z':
		c = 's'
	case 'v':
		c = 'f'
	}
	if c != last {
		w.bones = addByte(w.bones, c)
	}
	return c
}

// initialsOf hashes an acronym's letters as a name's initials are hashed.
func initialsOf(s string) uint32 {
	h := uint32(wordSeed)
	for _, r := range s {
		if r != '.' {
			h = addByte(h, byte(plain(unicode.ToLower(r))))
		}
	}
	return h
}

const (
	smallArticle = iota + 1
	smallPreposition
)

// small tells the small words of names: articles, English and Arabic, and
// prepositions.
func (w *keyWord) small() int {
	if w.letters > 4 {
		return 0
	}
	switch string(w.buf[:w.letters]) {
	case "the", "al", "el", "as", "ad", "ar", "ash", "at", "az", "an", "a":
		return smallArticle
	case "of", "for", "in", "and", "on", "to", "de", "du", "la":
		return smallPreposition
	}
	return 0
}

// plain takes the accents off the letters of Latin-1 and Latin Extended-A.
func plain(r rune) rune {
	if r < 0xe0 || r > 0x17f {
		return r
	}
	if r <= 0xff {
		return rune("aaaaaaaceeeeiiiidnooooo/ouuuuypy"[r-0xe0])
	}
	return rune(latinA[r-0x100])
}

// latinA is the base letter of each letter from U+0100 on.
const latinA = "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"

// holds reports whether k has the word h, by letters or by consonants.
func (k *nameKey) holds(h, bones uint32) bool {
	for i := range k.n {
		if k.words[i] == h || k.bones[i] == bones {
			return true
		}
	}
	return false
}

// initialBones is what the bones of a word would be that is written with the
// initials of k's first n words.
func initialBones(k *nameKey, n int) uint32 {
	var w keyWord
	w.bones = wordSeed
	last := byte(0)
	for i := range n {
		last = w.add(rune(k.firsts[i]), last)
	}
	return w.bones
}
