package gazetteer

// The scholars' and the newspapers' ways of writing Arabic, Persian and Slavic
// names in Latin letters differ in vowels (Maarat, Ma'arrat; Nusayr, Nuseir),
// in letters that Latin lacks (kh, gh, q, dh) and in the endings that Russian
// and Ukrainian give one name (Kharkov, Kharkiv). loosen writes all of a
// name's spellings one way, as far as rules can.

// loosen appends folded Latin letters in that one way. It is not for people's
// eyes. zah reads dh as z.
func loosen(dst, s []byte, zah bool) []byte {
	for i := 0; i < len(s); i++ {
		c := s[i]
		next := byte(0)
		if i+1 < len(s) {
			next = s[i+1]
		}
		if next == 'h' {
			if d := digraph(c, zah); d != 0 {
				dst = emit(dst, d)
				i++
				continue
			}
		}
		switch c {
		case 'c':
			switch next {
			case 'k':
				continue
			case 'e', 'i', 'y':
				c = 's'
			default:
				c = 'k'
			}
		case 'd':
			if next == 'j' {
				continue
			}
		case 'q':
			c = 'k'
		case 'x':
			dst = emit(dst, 'k')
			c = 's'
		case 'e':
			c = 'i'
			if next == 'h' && i+2 == len(s) {
				c = 'a' // Khalidiyeh, Khalidiya: the i before it stays
			}
		case 'y':
			c = 'i'
		case 'o', 'w':
			c = 'u'
		}
		dst = vowels(emit(dst, c))
	}
	return ending(dst)
}

// digraph returns the letter for c and h, or 0.
func digraph(c byte, zah bool) byte {
	switch c {
	case 'k':
		return 'h'
	case 'g':
		return 'g'
	case 'd':
		if zah {
			return 'z'
		}
		return 'd'
	case 't':
		return 't'
	case 's', 'c':
		return 'S' // sh, and French ch for it
	case 'z':
		return 'j'
	case 'p':
		return 'f'
	}
	return 0
}

// emit appends c unless it only doubles the letter before it.
func emit(dst []byte, c byte) []byte {
	if n := len(dst); n > 0 && dst[n-1] == c {
		return dst
	}
	return append(dst, c)
}

// vowels makes one of the last two letters if together they write one vowel:
// ai and au, as in Sheikh and Daraa's suburb Nawa, are i and u.
func vowels(dst []byte) []byte {
	n := len(dst)
	if n < 2 || dst[n-2] != 'a' || dst[n-1] != 'i' && dst[n-1] != 'u' {
		return dst
	}
	dst[n-2] = dst[n-1]
	if n >= 3 && dst[n-3] == dst[n-2] {
		return dst[:n-2]
	}
	return dst[:n-1]
}

// ending evens out endings: -ah and -eh (ta marbuta), and the
// Slavic -ov, -iv, -ev, -ovka, -ivka, -ovsk, -ovo, -eve.
func ending(s []byte) []byte {
	n := len(s)
	if n >= 3 && s[n-1] == 'h' && (s[n-2] == 'a' || s[n-2] == 'i') {
		s[n-2] = 'a'
		s = s[:n-1]
		n--
	}
	for _, tail := range [...]string{"", "ka", "sk", "u", "i", "a"} {
		at := n - len(tail)
		if at < 4 || string(s[at:]) != tail || s[at-1] != 'v' || s[at-2] != 'u' {
			continue
		}
		s[at-2] = 'i'
		if tail == "u" {
			s[at] = 'i'
		}
		break
	}
	return s
}

// skeleton leaves the consonants of a loose name, the kinds of g and h as one,
// and a mark where it begins with a vowel. It overwrites s.
func skeleton(s []byte) []byte {
	out := s[:0]
	for i, c := range s {
		switch c {
		case 'a', 'i', 'u':
			if i > 0 {
				continue
			}
			c = 'a'
		case 'g':
			c = 'h'
		case 'z':
			c = 'd'
		}
		out = emit(out, c)
	}
	return out
}
