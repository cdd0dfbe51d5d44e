package nlp

import (
	"encoding/binary"
	"strings"

	"vigil/internal/lang/en"
)

// lemmatiser gives lemmas: a table of what the rules miss, then the rules.
type lemmatiser map[string]string // form + "\x00" + Penn tag, as one byte, to lemma

// LemmaEntry is one row of the table.
type LemmaEntry struct {
	Form  string // lower case
	XPOS  XPOS
	Lemma string
}

// AppendLemmas appends the table in the form that is read back.
func AppendLemmas(b []byte, list []LemmaEntry) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(list)))
	for _, e := range list {
		b = append(b, byte(e.XPOS), byte(len(e.Form)), byte(len(e.Lemma)))
		b = append(b, e.Form...)
		b = append(b, e.Lemma...)
	}
	return b
}

func (r *modelReader) lemmas() lemmatiser {
	n := int(r.u32())
	if n > len(r.s)/3 {
		r.err = errModel
		return nil
	}
	m := make(lemmatiser, n)
	for ; n > 0 && r.err == nil; n-- {
		tag, lf, ll := byte(r.u8()), int(r.u8()), int(r.u8())
		form := r.str(lf)
		m[form+string([]byte{0, tag})] = r.str(ll)
	}
	return m
}

// lemma returns the lemma of a form with its Penn tag. Names keep their case.
func (m lemmatiser) lemma(form string, tag XPOS, buf []byte) string {
	if tag == TagNNP || tag == TagNNPS {
		return form
	}
	low := strings.ToLower(form)
	buf = append(append(buf[:0], low...), 0, byte(tag))
	if l, ok := m[string(buf)]; ok {
		return l
	}
	return LemmaByRule(low, tag)
}

// XPOSOf returns the tag that is spelled s, or NoXPOS.
func XPOSOf(s string) XPOS {
	for i, t := range XPOSTags {
		if t == s {
			return XPOS(i)
		}
	}
	return NoXPOS
}

// LemmaByRule takes the inflection off a lower-case form.
func LemmaByRule(low string, tag XPOS) string {
	switch tag {
	case TagNNS, TagVBZ:
		return singular(low)
	case TagVBD, TagVBN:
		if l, ok := en.IrregularVerbs()[low]; ok {
			return l
		}
		return stem(low, "ed")
	case TagVBG:
		return stem(low, "ing")
	case TagJJR, TagRBR:
		return stem(low, "er")
	case TagJJS, TagRBS:
		return stem(low, "est")
	}
	return low
}

func singular(s string) string {
	switch {
	case len(s) < 4:
		return strings.TrimSuffix(s, "s")
	case strings.HasSuffix(s, "ies"):
		return s[:len(s)-3] + "y"
	case strings.HasSuffix(s, "sses"), strings.HasSuffix(s, "shes"), strings.HasSuffix(s, "ches"), strings.HasSuffix(s, "xes"), strings.HasSuffix(s, "zzes"):
		return s[:len(s)-2]
	case strings.HasSuffix(s, "ss"), strings.HasSuffix(s, "us"):
		return s
	}
	return strings.TrimSuffix(s, "s")
}

// stem takes off a suffix that begins with a vowel, and mends what English
// spelling did before it: stopped, tried, used.
func stem(s, suffix string) string {
	base, ok := strings.CutSuffix(s, suffix)
	if !ok || !hasVowel(base) {
		return s
	}
	n := len(base)
	c := base[n-1]
	switch {
	case n > 1 && c == 'i' && suffix != "ing":
		return base[:n-1] + "y"
	case n > 2 && c == base[n-2] && !strings.ContainsRune("lsz", rune(c)) && !vowel(c):
		return base[:n-1]
	case needsE(base):
		return base + "e"
	}
	return base
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

func hasVowel(s string) bool { return strings.ContainsAny(s, "aeiouy") }

// needsE reports whether a stem lost an e: releas-, wound- did not.
func needsE(s string) bool {
	n := len(s)
	if n < 2 {
		return false
	}
	c, b := s[n-1], s[n-2]
	switch c {
	case 'v', 'c', 'u':
		return true
	case 's':
		return b != 's' && (vowel(b) || b == 'n' || b == 'r' || b == 'l' || b == 'p')
	case 'g':
		return b == 'n' && n > 2 && s[n-3] == 'a' || b == 'r' || b == 'd' || b == 'a' && n > 2 && !vowel(s[n-3])
	case 'z':
		return vowel(b)
	case 't':
		return (b == 'a' || b == 'u' && n > 3 || b == 'i' && n > 3) && !(n > 2 && vowel(s[n-3]))
	case 'l':
		return strings.IndexByte("bcdfgkpt", b) >= 0
	case 'r':
		return (b == 'i' || b == 'u') && !(n > 2 && vowel(s[n-3])) || b == 'a' && n > 2 && s[n-3] != 'e'
	case 'd':
		return (b == 'i' || b == 'u' || b == 'a' && n > 3) && !(n > 2 && vowel(s[n-3]))
	case 'k', 'm', 'n', 'p':
		return n > 2 && (b == 'a' || b == 'i' && c != 'k' || b == 'o' && c == 'k' || b == 'u' && c == 'm') && !vowel(s[n-3]) && n <= 5
	}
	return false
}
