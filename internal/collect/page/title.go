package page

import (
	"strings"
	"unicode"
)

// headline chooses the article's title: the h1 that the page's other titles
// agree with, else what it tells those who share it, else its window title
// without the site's name.
func (f *facts) headline(site string) string {
	og := f.first("og:title", "twitter:title", "dc.title", "title")
	for _, h := range f.h1 {
		if len(h) > 8 && (contains(f.title, h) || contains(og, h)) {
			return h
		}
	}
	if n := f.newsNode(); n != nil {
		if h := n.text("headline"); h != "" && (contains(f.title, h) || og == "") {
			return h
		}
	}
	for _, t := range []string{og, f.title} {
		if t = cutSite(t, site); t != "" {
			return t
		}
	}
	if len(f.h1) > 0 {
		return f.h1[0]
	}
	return ""
}

// cutSite drops " - Site" or " | Site" from a window title.
func cutSite(t, site string) string {
	for _, sep := range []string{" | ", " – ", " — ", " - ", " « ", " :: ", " · ", " / "} {
		for {
			i := strings.LastIndex(t, sep)
			if i < 0 {
				break
			}
			tail := t[i+len(sep):]
			isSite := site != "" && (contains(tail, site) || contains(site, tail))
			if !isSite && (sep == " - " || sep == " – " || sep == " — " || len(tail) > 30 || i < 15) {
				break
			}
			t = strings.TrimSpace(t[:i])
		}
	}
	return t
}

// words folds s to its letters and digits in lower case, with single spaces.
func words(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		} else if r != '\'' && r != '’' {
			gap = true
		}
	}
	return b.String()
}

// contains reports whether the words of b stand together in a.
func contains(a, b string) bool {
	a, b = words(a), words(b)
	return b != "" && strings.Contains(" "+a+" ", " "+b+" ")
}

func sameWords(a, b string) bool { return words(a) == words(b) }
