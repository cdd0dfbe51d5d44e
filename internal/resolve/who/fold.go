package who

import (
	"unicode"
	"unicode/utf8"
)

// appendFold appends the key of a name to b: lower case, no accents, no
// apostrophes or stops, hyphens as spaces, no article ("the", and Arabic's al-
// with its assimilated forms), American spelling made British. Two spellings of
// one name that differ in nothing else have one key.
func appendFold(b []byte, s string) []byte {
	start := len(b)
	word := start // where the current word starts
	flush := func() {
		if len(b) == word {
			return
		}
		if isArticle(b[word:]) {
			b = b[:word]
			return
		}
		b = respell(b, word)
		b = append(b, ' ')
		word = len(b)
	}
	for _, r := range s {
		if r < utf8.RuneSelf {
			switch c := byte(r); {
			case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
				b = append(b, c)
			case c >= 'A' && c <= 'Z':
				b = append(b, c+'a'-'A')
			case c == '\'', c == '.', c == '`':
			case c == '&':
				flush()
				b = append(b, "and"...)
				flush()
			default:
				flush()
			}
			continue
		}
		var letter bool
		if b, letter = foldRune(b, r); !letter {
			flush()
		}
	}
	flush()
	if len(b) > start { // the last space
		b = b[:len(b)-1]
	}
	return b
}

// foldRune appends the key of a letter beyond ASCII; false means that r parts
// words.
func foldRune(b []byte, r rune) ([]byte, bool) {
	switch {
	case r == '’', r == '‘', r == 'ʿ', r == 'ʾ', r == 'ʼ', r == 'ʻ', r == 0x640, unicode.Is(unicode.Mn, r):
		return b, true
	case r < 0x250:
		if plain, ok := latin[unicode.ToLower(r)]; ok {
			return append(b, plain...), true
		}
	case r >= 0x1EA0 && r <= 0x1EF9:
		return append(b, vietnamese(r)), true
	case r == 'أ', r == 'إ', r == 'آ':
		r = 'ا'
	case r == 'ة':
		r = 'ه'
	case r == 'ى', r == 'ی':
		r = 'ي'
	case r == 'ک':
		r = 'ك'
	case r == 'ё':
		r = 'е'
	}
	if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mc, r) {
		return utf8.AppendRune(b, unicode.ToLower(r)), true
	}
	return b, false
}

func isArticle(w []byte) bool {
	switch string(w) {
	case "the", "al", "el", "ul", "ash", "as", "ar", "at", "ad", "az", "an", "et":
		return true
	}
	return false
}

// respell brings common variants of the word b[at:] to one form.
func respell(b []byte, at int) []byte {
	if to, ok := variants[string(b[at:])]; ok {
		return append(b[:at], to...)
	}
	return b
}

// variants are words that reports spell in several ways within names.
var variants = map[string]string{
	"defense": "defence", "defenses": "defences", "organization": "organisation", "organizations": "organisations",
	"center": "centre", "centers": "centres", "labor": "labour", "armored": "armoured", "mobilization": "mobilisation",
	"muhammad": "mohammed", "mohammad": "mohammed", "mohamed": "mohammed", "mohamad": "mohammed", "muhammed": "mohammed", "mohamud": "mohammed", "mehmed": "mohammed",
	"ahmad": "ahmed", "hussain": "hussein", "husain": "hussein", "husayn": "hussein", "hossein": "hussein", "hosein": "hussein", "hussayn": "hussein",
	"abdallah": "abdullah", "abdulla": "abdullah", "usama": "osama", "hasan": "hassan", "yusuf": "youssef", "yousef": "youssef", "yousuf": "youssef", "yusef": "youssef", "yousif": "youssef",
	"jaysh": "jaish", "jeish": "jaish", "jaysch": "jaish", "qaida": "qaeda", "kaida": "qaeda", "qaidah": "qaeda", "kaeda": "qaeda", "taleban": "taliban", "hizbollah": "hezbollah", "hizbullah": "hezbollah", "hizballah": "hezbollah", "hezballah": "hezbollah", "hizbulla": "hezbollah",
	"shia": "shiite", "sheik": "sheikh", "shaikh": "sheikh", "shaykh": "sheikh", "liva": "liwa", "haraka": "harakat", "jundallah": "jundullah", "jundollah": "jundullah",
	"sergey": "sergei", "andrey": "andrei", "alexei": "aleksei", "alexey": "aleksei", "aleksey": "aleksei", "alexander": "aleksandr", "alexandr": "aleksandr", "oleksandr": "aleksandr", "volodymyr": "vladimir", "dmitriy": "dmitry", "dmitri": "dmitry", "dmytro": "dmitry", "yuriy": "yuri", "yury": "yuri", "mikhaylo": "mykhailo", "nikolay": "nikolai", "viktor": "victor",
	"ibn": "bin", "ben": "bin", "abd": "abdul", "abdel": "abdul", "abdal": "abdul", "saif": "sayf", "seif": "sayf",
	"shabab": "shabaab", "shebab": "shabaab", "houthis": "houthi", "huthi": "houthi", "huthis": "houthi", "daish": "daesh", "nusrah": "nusra",
}

// latin strips the accents of letters below U+0250.
var latin = map[rune]string{
	'à': "a", 'á': "a", 'â': "a", 'ã': "a", 'ä': "a", 'å': "a", 'ā': "a", 'ă': "a", 'ą': "a", 'ǎ': "a", 'ə': "a",
	'ç': "c", 'ć': "c", 'č': "c", 'ċ': "c", 'ĉ': "c", 'ď': "d", 'đ': "d", 'ð': "d",
	'è': "e", 'é': "e", 'ê': "e", 'ë': "e", 'ē': "e", 'ė': "e", 'ę': "e", 'ě': "e", 'ĕ': "e",
	'ğ': "g", 'ģ': "g", 'ġ': "g", 'ĝ': "g", 'ħ': "h", 'ĥ': "h",
	'ì': "i", 'í': "i", 'î': "i", 'ï': "i", 'ī': "i", 'į': "i", 'ı': "i", 'ĩ': "i",
	'ķ': "k", 'ł': "l", 'ļ': "l", 'ľ': "l", 'ĺ': "l", 'ñ': "n", 'ń': "n", 'ņ': "n", 'ň': "n",
	'ò': "o", 'ó': "o", 'ô': "o", 'õ': "o", 'ö': "o", 'ø': "o", 'ō': "o", 'ő': "o", 'ŏ': "o", 'ơ': "o", 'ư': "u", 'œ': "oe", 'æ': "ae",
	'ŕ': "r", 'ř': "r", 'ś': "s", 'š': "s", 'ş': "s", 'ș': "s", 'ŝ': "s", 'ß': "ss", 'ţ': "t", 'ț': "t", 'ť': "t", 'þ': "th",
	'ù': "u", 'ú': "u", 'û': "u", 'ü': "u", 'ū': "u", 'ů': "u", 'ű': "u", 'ų': "u", 'ŭ': "u", 'ũ': "u",
	'ý': "y", 'ÿ': "y", 'ź': "z", 'ż': "z", 'ž': "z",
}

// vietnamese strips the accents of the letters from U+1EA0 to U+1EF9.
func vietnamese(r rune) byte {
	switch {
	case r < 0x1EB8:
		return 'a'
	case r < 0x1EC8:
		return 'e'
	case r < 0x1ECC:
		return 'i'
	case r < 0x1EE4:
		return 'o'
	case r < 0x1EF2:
		return 'u'
	}
	return 'y'
}

// appendSkeleton appends what stays of a key when vowels and doubled letters
// go: q and k are one, a word keeps its first letter. It finds spellings that
// transliterate the same letters in another way; a match on it alone is weak.
func appendSkeleton(b, key []byte) []byte {
	start := true
	for i := 0; i < len(key); i++ {
		c := key[i]
		switch c {
		case ' ':
			b, start = append(b, ' '), true
			continue
		case 'q', 'c':
			c = 'k'
		case 'w':
			c = 'v'
		case 'a', 'e', 'i', 'o', 'u', 'y':
			if !start {
				continue
			}
			if c == 'e' || c == 'i' || c == 'y' {
				c = 'i'
			} else if c == 'u' {
				c = 'o'
			}
		case 'h': // a silent final h
			if i+1 == len(key) || key[i+1] == ' ' {
				continue
			}
		}
		if !start && len(b) > 0 && b[len(b)-1] == c {
			continue
		}
		b, start = append(b, c), false
	}
	return b
}
