package charset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gogs/chardet"
)

// sampleSize is what chardet looks at.
const sampleSize = 8192

// guess names the encoding of bytes that are not UTF-8 and about which nothing
// is declared. Letter statistics (ICU's, in chardet) decide between the
// single-byte pages of languages; a text that is ASCII but for the quotation
// marks and dashes of windows-1252 is windows-1252.
func guess(b []byte) string {
	if isPunctuationOnly(b) {
		return "windows-1252"
	}
	b = sample(b)
	found, err := chardet.NewTextDetector().DetectAll(b)
	if err != nil {
		return "windows-1252"
	}
	best, bestScore := "windows-1252", 0.0
	for _, f := range found {
		l := Label(windowsName(f.Charset))
		if l == "" || strings.HasPrefix(l, "utf-") {
			continue
		}
		// DetectAll runs its detectors concurrently: order what ties by name.
		score := float64(f.Confidence) * letters(decodeAs(b, l))
		if score > bestScore || score == bestScore && l < best {
			best, bestScore = l, score
		}
	}
	return best
}

// letters returns the share of characters beyond ASCII in s that are letters:
// statistics mistake Polish in ISO-8859-2 for windows-1252 with "³" in words.
func letters(s string) float64 {
	all, good := 1, 1
	for _, r := range s {
		if r >= utf8.RuneSelf {
			all++
			if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.In(r, unicode.Pd, unicode.Pi, unicode.Pf) {
				good++
			}
		}
	}
	return float64(good) / float64(all)
}

// windowsName maps ISO names to the Windows pages that hold more letters at
// the same places, which is what such text is in practice.
func windowsName(s string) string {
	switch s {
	case "ISO-8859-1":
		return "windows-1252"
	case "ISO-8859-6":
		return "windows-1256"
	case "ISO-8859-7":
		return "windows-1253"
	case "ISO-8859-8", "ISO-8859-8-I":
		return "windows-1255"
	case "ISO-8859-9":
		return "windows-1254"
	case "GB-18030":
		return "gb18030"
	}
	return s
}

// isPunctuationOnly reports whether all bytes beyond ASCII are quotation
// marks, dashes, the ellipsis, the euro, the pound or the hard space.
func isPunctuationOnly(b []byte) bool {
	for _, c := range b {
		switch {
		case c < utf8.RuneSelf, c >= 0x91 && c <= 0x97:
		case c == 0x80, c == 0x85, c == 0xA0, c == 0xA3, c == 0xAB, c == 0xBB, c == 0xAD, c == 0x99:
		default:
			return false
		}
	}
	return true
}

// sample gathers the words that hold bytes beyond ASCII, so that markup and
// long English stretches do not hide them.
func sample(b []byte) []byte {
	out := make([]byte, 0, sampleSize)
	for i := 0; i < len(b) && len(out) < sampleSize; i++ {
		if b[i] < utf8.RuneSelf {
			continue
		}
		start := i
		for start > 0 && i-start < 32 && isWordByte(b[start-1]) {
			start--
		}
		for i < len(b) && isWordByte(b[i]) && i-start < 256 {
			i++
		}
		out = append(append(out, b[start:i]...), ' ')
	}
	return out
}

func isWordByte(c byte) bool {
	return c >= utf8.RuneSelf || 'a' <= c|0x20 && c|0x20 <= 'z'
}
