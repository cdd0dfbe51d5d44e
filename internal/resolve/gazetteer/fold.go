package gazetteer

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Keys are the hashes of one name at three levels of likeness.
type Keys struct {
	Exact    uint64 // the letters, without case, diacritics, spaces and hyphens
	Loose    uint64 // but for transliteration; 0 if the name is in another script or too short
	Skeleton uint64 // its consonants; 0 likewise
	Zah      uint64 // Loose with dh read as z, for Abu al-Duhur, Abu Dhuhur and Abu Zuhur; 0 if there is no dh
}

// KeysOf hashes a name.
func KeysOf(name string) Keys {
	var b Builder
	for len(name) > 0 {
		word, rest := NextWord(name)
		b.Add(word)
		name = rest
	}
	return b.Keys()
}

// NextWord cuts the first word off s: letters, marks, digits and apostrophes.
// It returns "" and "" when there is none.
func NextWord(s string) (word, rest string) {
	start := -1
	for i, r := range s {
		in := inWord(r)
		if in && start < 0 {
			start = i
		}
		if !in && start >= 0 {
			return s[start:i], s[i:]
		}
	}
	if start < 0 {
		return "", ""
	}
	return s[start:], ""
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '\''
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || isApostrophe(r)
}

func isApostrophe(r rune) bool {
	switch r {
	case '\'', '`', '´', '‘', '’', 'ʼ', 'ʻ', 'ʿ', 'ʾ', 'ʹ', 'ʽ', '′':
		return true
	}
	return false
}

// Builder gathers the words of a name and hashes what it has; a name of three
// words costs no more than the words. The zero value is ready.
type Builder struct {
	exact   uint64
	letters []byte // of all words, articles left out
	words   int
	article bool // letters hold an article alone, the first word
	foreign bool
	buf     []byte
}

// Reset empties b.
func (b *Builder) Reset() {
	b.exact, b.words, b.article, b.foreign = 0, 0, false, false
	b.letters = b.letters[:0]
}

// Add adds the next word.
func (b *Builder) Add(word string) {
	b.buf = Fold(b.buf[:0], word)
	if len(b.buf) == 0 {
		return
	}
	if b.exact == 0 {
		b.exact = offset64
	}
	b.exact = hashBytes(b.exact, b.buf)
	b.words++
	if b.buf[0] >= utf8.RuneSelf {
		b.foreign = true
	}
	article := arabicArticle(b.buf)
	if article && b.words > 1 {
		return
	}
	if b.article {
		b.letters = b.letters[:0] // the name began with an article: al-Bab
	}
	b.article = article
	b.letters = append(b.letters, b.buf...)
}

// Exact is the hash of the words so far at the first level, 0 for none.
func (b *Builder) Exact() uint64 {
	if b.exact == 0 {
		return 0
	}
	return finish(b.exact, 1)
}

// Keys hashes the words so far.
func (b *Builder) Keys() Keys {
	k := Keys{Exact: b.Exact()}
	if b.foreign || b.words == 0 {
		return k
	}
	var room [96]byte
	loose := loosen(room[:0], b.letters, false)
	if len(loose) >= 3 {
		k.Loose = finish(hashBytes(offset64, loose), 2)
	}
	if sk := skeleton(loose); len(sk) >= 3 {
		k.Skeleton = finish(hashBytes(offset64, sk), 3)
	}
	for i := 1; i < len(b.letters); i++ {
		if b.letters[i] == 'h' && b.letters[i-1] == 'd' {
			k.Zah = finish(hashBytes(offset64, loosen(room[:0], b.letters, true)), 2)
			break
		}
	}
	return k
}

const offset64, prime64 = 14695981039346656037, 1099511628211

func hashBytes(h uint64, b []byte) uint64 {
	for _, c := range b {
		h = (h ^ uint64(c)) * prime64
	}
	return h
}

// finish spreads the bits of an FNV-1a hash (splitmix64's finaliser) and sets
// the levels apart; it never returns 0.
func finish(h, level uint64) uint64 {
	h += level * 0x9e3779b97f4a7c15
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return max(h^h>>31, 1)
}

// Fold appends word in lower case without diacritics, apostrophes and points:
// Ḩalab, HALAB and Halab are one, as are حَلَب and حلب. The Arabic article is
// cut off words in Arabic script, and letters that are written one for another
// (alif and hamza, ya and alif maqsura, Persian kaf and ya) made one.
func Fold(dst []byte, word string) []byte {
	for i := 0; i < len(word); i++ {
		c := word[i]
		switch {
		case c >= utf8.RuneSelf:
			return foldUnicode(dst, word[i:])
		case 'A' <= c && c <= 'Z':
			dst = append(dst, c+'a'-'A')
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			dst = append(dst, c)
		}
	}
	return dst
}

func foldUnicode(dst []byte, s string) []byte {
	start := len(dst)
	var it norm.Iter
	it.InitString(norm.NFKD, s)
	for !it.Done() {
		for b := it.Next(); len(b) > 0; {
			r, n := utf8.DecodeRune(b)
			b = b[n:]
			if r == utf8.RuneError && n <= 1 || unicode.Is(unicode.Mn, r) || isApostrophe(r) {
				continue
			}
			dst = foldRune(dst, unicode.ToLower(r))
		}
	}
	const al = "ال"
	if start == 0 && len(dst) >= len(al)+6 && string(dst[:len(al)]) == al {
		dst = append(dst[:0], dst[len(al):]...)
	}
	return dst
}

func foldRune(dst []byte, r rune) []byte {
	switch r {
	case 'ø', 'ɵ':
		r = 'o'
	case 'ł', 'ɫ':
		r = 'l'
	case 'đ', 'ð', 'ɗ':
		r = 'd'
	case 'ħ':
		r = 'h'
	case 'ı', 'ɨ':
		r = 'i'
	case 'ə', 'ǝ':
		r = 'a'
	case 'ɛ':
		r = 'e'
	case 'ɔ':
		r = 'o'
	case 'ŋ':
		r = 'n'
	case 'ɓ':
		r = 'b'
	case 'ƙ':
		r = 'k'
	case 'ƴ':
		r = 'y'
	case 'ß':
		return append(dst, "ss"...)
	case 'æ':
		return append(dst, "ae"...)
	case 'œ':
		return append(dst, "oe"...)
	case 'þ':
		return append(dst, "th"...)
	case 'ٱ', 'ٲ', 'ٳ':
		r = 'ا'
	case 'ى', 'ی', 'ې', 'ۍ', 'ے', 'ێ':
		r = 'ي'
	case 'ک', 'ڪ':
		r = 'ك'
	case 'ة', 'ە', 'ہ', 'ھ', 'ۀ':
		r = 'ه'
	case 'ۆ', 'ۇ', 'ۋ':
		r = 'و'
	case 'ګ':
		r = 'گ'
	case 'ء', 'ـ':
		return dst
	case 'ґ':
		r = 'г'
	case 'є':
		r = 'е'
	case 'ѣ', 'э':
		r = 'е'
	case 'ы', 'і':
		r = 'и'
	case 'ь', 'ъ':
		return dst
	}
	if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return dst
	}
	return utf8.AppendRune(dst, r)
}

// arabicArticle reports whether a folded word is the article with or without
// its l assimilated to the letter after it.
func arabicArticle(w []byte) bool {
	switch len(w) {
	case 1:
		return w[0] == 'l'
	case 2:
		switch w[0] {
		case 'a', 'e', 'u':
			switch w[1] {
			case 'l', 'd', 'n', 'r', 's', 't', 'z':
				return true
			}
		case 'i':
			return w[1] == 'l'
		}
	case 3:
		return (w[0] == 'a' || w[0] == 'e') && w[2] == 'h' && (w[1] == 's' || w[1] == 'd' || w[1] == 't' || w[1] == 'c') ||
			w[0] == 'e' && w[1] == 'c' && w[2] == 'h'
	}
	return false
}
