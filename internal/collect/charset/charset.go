// Package charset turns bytes in whatever encoding into UTF-8 text: bytes and
// what was declared of them go in, valid UTF-8 and the encoding's name come out.
package charset

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

// Decode returns raw as valid UTF-8 without a byte order mark, and the name of
// the encoding it was read in (WHATWG label). declared is a charset label or a
// Content-Type header, or "". The order of trust is: byte order mark; valid
// UTF-8 with a character beyond ASCII; what is declared; what the bytes look
// like. Bytes that mean nothing become U+FFFD; Decode never fails.
func Decode(raw []byte, declared string) (text, name string) {
	if name, rest := byteOrderMark(raw); name != "" {
		return decodeAs(rest, name), name
	}
	if name := wideWithoutMark(raw); name != "" {
		return decodeAs(raw, name), name
	}
	label := Label(declared)
	if isValid, isASCII := scan(raw); isValid && !(isASCII && isStateful(label)) {
		return string(raw), "utf-8"
	}
	if label == "" || label == "utf-8" && mangled(raw) {
		label = guess(raw)
	}
	return decodeAs(raw, label), label
}

// DecodeHTML is Decode for a page: contentType is its Content-Type header, or
// ""; a declaration in its first 4 KB counts after the header's.
func DecodeHTML(raw []byte, contentType string) (text, name string) {
	if Label(contentType) == "" {
		contentType = metaLabel(raw)
	}
	return Decode(raw, contentType)
}

// Label returns the WHATWG name of the encoding that s names, either alone or
// as the charset parameter of a Content-Type, or "" if it names none.
func Label(s string) string {
	if i := strings.Index(strings.ToLower(s), "charset="); i >= 0 {
		s = s[i+len("charset="):]
		if j := strings.IndexAny(s, ";,"); j >= 0 {
			s = s[:j]
		}
	}
	_, name := charset.Lookup(strings.Trim(strings.TrimSpace(s), `"'`))
	return name
}

// scan reports whether b is UTF-8 throughout, and whether it is plain ASCII.
// A character cut off at the end is forgiven: files are truncated.
func scan(b []byte) (valid, ascii bool) {
	ascii = true
	for _, c := range b {
		if c >= utf8.RuneSelf || c == 0 || c == 0x1b {
			ascii = false
			break
		}
	}
	return ascii || utf8.Valid(b), ascii
}

// isStateful tells the encodings whose bytes look like ASCII and are not.
func isStateful(label string) bool { return label == "iso-2022-jp" || label == "utf-7" }

// mangled reports whether b, said to be UTF-8, is broken so often that the
// declaration must be wrong: more broken than sound characters beyond ASCII.
func mangled(b []byte) bool {
	sound, broken := 0, 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n == 1:
			broken++
		case n > 1:
			sound++
		}
		b = b[n:]
	}
	return broken > sound
}

func byteOrderMark(b []byte) (name string, rest []byte) {
	switch {
	case bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")):
		return "utf-8", b[3:]
	case bytes.HasPrefix(b, []byte("\xFF\xFE")):
		return "utf-16le", b[2:]
	case bytes.HasPrefix(b, []byte("\xFE\xFF")):
		return "utf-16be", b[2:]
	}
	return "", b
}

// wideWithoutMark recognises UTF-16 by what text in any script has: a constant
// high byte (0 for Latin, 4 for Cyrillic, 6 for Arabic) beside a varying low one.
func wideWithoutMark(b []byte) string {
	b = b[:min(len(b), 4096)&^1]
	if len(b) < 8 || bytes.IndexByte(b, 0) < 0 {
		return ""
	}
	var low, high int // UTF-16LE units that are a space or line break; the same for BE
	var zero [2]int
	for i := 0; i < len(b); i += 2 {
		if b[i] == 0 {
			zero[0]++
		}
		if b[i+1] == 0 {
			zero[1]++
		}
		if b[i+1] == 0 && (b[i] == ' ' || b[i] == '\n') {
			low++
		}
		if b[i] == 0 && (b[i+1] == ' ' || b[i+1] == '\n') {
			high++
		}
	}
	switch units := len(b) / 2; {
	case zero[1] > 8*zero[0] && (2*zero[1] > units || 20*low > units):
		return "utf-16le"
	case zero[0] > 8*zero[1] && (2*zero[0] > units || 20*high > units):
		return "utf-16be"
	}
	return ""
}

func decodeAs(b []byte, label string) string {
	var dec *encoding.Decoder
	switch label {
	case "utf-8", "":
		return strings.ToValidUTF8(string(b), "\uFFFD")
	case "utf-16le":
		dec = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder()
	case "utf-16be":
		dec = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder()
	default:
		e, _ := charset.Lookup(label)
		if e == nil {
			return strings.ToValidUTF8(string(b), "\uFFFD")
		}
		dec = e.NewDecoder()
	}
	out, err := dec.Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return strings.ToValidUTF8(string(out), "\uFFFD")
}

// metaLabel finds <meta charset=…>, <meta http-equiv content="…charset=…"> or
// <?xml encoding=…?> in the head of a page.
func metaLabel(b []byte) string {
	head := bytes.ToLower(b[:min(len(b), 4096)])
	for _, key := range []string{"charset=", "encoding="} {
		for rest := head; ; {
			i := bytes.Index(rest, []byte(key))
			if i < 0 {
				break
			}
			rest = rest[i+len(key):]
			v := bytes.TrimLeft(rest[:min(len(rest), 48)], ` "'`)
			if j := bytes.IndexAny(v, "\"'; >?/\t\r\n"); j >= 0 {
				v = v[:j]
			}
			// A page that is read as ASCII here cannot be UTF-16, whatever it says.
			if l := Label(string(v)); l != "" && !strings.HasPrefix(l, "utf-16") {
				return l
			}
		}
	}
	return ""
}
