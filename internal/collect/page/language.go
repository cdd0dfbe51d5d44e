package page

import (
	"strings"

	"github.com/RadhiFadlillah/whatlanggo"
	"golang.org/x/text/language"
)

// enough is how many bytes of text are needed to tell a language from its
// trigrams: whatlanggo was measured at 0.97 from 150 characters on.
const enough = 150

// detectLanguage tells the language of text: by its letters and trigrams where
// there is enough of it, else what the page declares.
func detectLanguage(text, declared string) string {
	told := baseLanguage(declared)
	if len(text) < enough {
		return told
	}
	info := whatlanggo.Detect(text[:min(len(text), 1500)])
	got := info.Lang.Iso6391()
	if got == "" {
		got = info.Lang.Iso6393()
	}
	if got == "" || told != "" && told != got && info.Confidence < 0.5 {
		return told
	}
	return got
}

// baseLanguage is the language of a tag like "en-GB" or "pt_BR", or "".
func baseLanguage(tag string) string {
	tag = strings.ReplaceAll(strings.TrimSpace(tag), "_", "-")
	if i := strings.IndexAny(tag, ",; "); i >= 0 {
		tag = tag[:i]
	}
	t, err := language.Parse(tag)
	if err != nil || tag == "" {
		return ""
	}
	b, conf := t.Base()
	if conf == language.No {
		return ""
	}
	return b.String()
}
