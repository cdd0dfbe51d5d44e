package page

import (
	"regexp"
	"strings"
)

// Sizes by which a page is judged, in bytes of text.
const (
	shortText = 700 // walls and notices are shorter
	teaser    = 2200
)

var (
	missingTitle = regexp.MustCompile(`(?i)^\W*(?:error\W*)?404\b|\b(?:page|article|story|content) (?:was |is |could )?(?:not (?:be )?found|no longer (?:available|exists)|unavailable|does(?:n['’]t| not) exist)|\bnot found\W*$|страница не найдена|сторінк[уа] не знайдено|الصفحة غير موجودة|seite (?:wurde )?nicht gefunden|page (?:non trouvée|introuvable)|página no encontrada`)
	consentTitle = regexp.MustCompile(`(?i)^\W*(?:just a moment|attention required|access (?:to this page (?:has been )?)?denied|are you a (?:robot|human)|robot check|security check|before you continue|verify (?:you are|that you are)|one more step|log ?in\b.{0,30}|sign in\b.{0,30}|please wait|ddos-guard|your privacy choices|cookie (?:consent|policy|settings))`)
	consentText  = regexp.MustCompile(`(?i)we value your privacy|(?:we|and our partners) (?:and our .{0,40}partners )?(?:use|store)\b.{0,60}\bcookies|accept (?:all )?cookies|enable javascript and cookies|checking (?:your browser|if the site connection)|unusual traffic|complete the captcha|verify (?:that )?you are (?:a )?human|press (?:&|and) hold|manage (?:your )?(?:consent|privacy|cookie)|consent to (?:the use|our)|wir verwenden cookies|nous utilisons des cookies|файлы cookie`)
	paywallText  = regexp.MustCompile(`(?i)subscribe (?:now |today )?to (?:continue|keep|read|unlock)|to continue reading|(?:already|existing) (?:a )?subscriber|subscribers? only|(?:this|the) (?:article|content|story) is (?:only |exclusively )?(?:available |reserved )?(?:for|to) (?:our )?(?:subscribers|members)|unlock (?:this|the) (?:article|story)|(?:create|register for) (?:a|your) free account to|reached your (?:limit|monthly)|sign in to (?:read|continue)|diesen artikel weiterlesen|réservé aux abonnés|solo para suscriptores|только для подписчиков|тільки для передплатників`)
)

// judge sets Kind and Why by the page's title, its text and its marks.
func (p *Page) judge(f *facts, all []block) {
	p.Kind = Article
	size := len(p.Text)
	n := f.newsNode()
	free := n == nil || !saysNo(n["isAccessibleForFree"])
	titles := []string{p.Title, f.title}
	if len(f.h1) > 0 {
		titles = append(titles, f.h1[0])
	}
	matches := func(re *regexp.Regexp) bool {
		for _, t := range titles {
			if re.MatchString(t) {
				return true
			}
		}
		return false
	}
	switch {
	case p.isLiveBlog():
		p.Kind = LiveBlog
	case size < shortText && matches(missingTitle):
		p.Kind, p.Why = Missing, "its title says that nothing was found"
	case size < teaser && matches(consentTitle), size < shortText && consentText.MatchString(p.Text):
		p.Kind, p.Why = Consent, "it asks for consent, a log-in or a proof of being human"
	case size < teaser && paywallText.MatchString(p.Text):
		p.Kind, p.Why = Paywall, "its text ends in a call to subscribe"
	case size < teaser && !free && (f.wall || strings.HasSuffix(p.Text, "…") || strings.HasSuffix(p.Text, "...")):
		p.Kind, p.Why = Paywall, "its data say that it is not free, and its text is cut"
	case size == 0:
		p.Kind, p.Why = NoText, "no text was found"
	case isIndex(f, all):
		p.Kind, p.Why = Index, "links without an article"
	}
}

// isLiveBlog tells a live blog from an article that has one in its data: with
// few entries these are most of what there is to read.
func (p *Page) isLiveBlog() bool {
	told := 0
	for _, e := range p.Entries {
		told += len(e.Text)
	}
	return len(p.Entries) >= minEntries || told > 0 && told*2 > len(p.Text)
}

func saysNo(v any) bool {
	switch x := v.(type) {
	case bool:
		return !x
	case string:
		return strings.EqualFold(x, "false")
	}
	return false
}

// isIndex tells front and section pages: many links, no data of an article,
// and no prose to speak of.
func isIndex(f *facts, all []block) bool {
	if f.newsNode() != nil || strings.EqualFold(f.meta["og:type"], "article") || f.links < 20 {
		return false
	}
	linked, paragraphs, prose := 0, 0, 0
	for _, b := range all {
		linked += b.linked
		if len(b.text) > 120 && b.linked*2 < len(b.text) {
			paragraphs++
			prose += len(b.text)
		}
	}
	return paragraphs == 0 || paragraphs == 1 && linked > 3*prose
}
