package page

import (
	_ "embed"
	"regexp"
	"strings"
)

//go:embed agencies.txt
var agenciesText string

// agency is a news agency with the names it is credited by.
type agency struct {
	name  string
	names []string // in words() form
	short []string // abbreviations, as written, that count only in brackets, bylines and datelines
}

var agencies = readAgencies(agenciesText)

// readAgencies reads "Name: other name, other name; ABBR, ABBR".
func readAgencies(s string) []agency {
	var out []agency
	for _, line := range strings.Split(s, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, rest, _ := strings.Cut(line, ":")
		long, short, _ := strings.Cut(rest, ";")
		a := agency{name: name, names: []string{words(name)}}
		for _, n := range strings.Split(long, ",") {
			if n = words(n); n != "" {
				a.names = append(a.names, n)
			}
		}
		for _, n := range strings.Split(short, ",") {
			if n = strings.TrimSpace(n); n != "" {
				a.short = append(a.short, n)
			}
		}
		out = append(out, a)
	}
	return out
}

// agencyIn names the agency that s, a credit or a byline, consists of or ends
// in, or "".
func agencyIn(s string) string {
	s = strings.Trim(s, " .()[]©–—-/|*")
	w := " " + words(s) + " "
	for _, a := range agencies {
		for _, n := range a.names {
			if strings.Contains(w, " "+n+" ") && len(w) < len(n)+40 {
				return a.name
			}
		}
		for _, n := range a.short {
			for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" /,|;()", r) }) {
				if part == n {
					return a.name
				}
			}
		}
	}
	return ""
}

var (
	// "KYIV, April 8 (Reuters) - ", "GAZA (AP) — "
	datelineCredit = regexp.MustCompile(`^[^\n]{2,90}?\(([^()\n]{2,30})\)\s*[-–—:]`)
	// "… (AFP)", "… /TASS/", "Source: Reuters", "© 2023 AFP"
	tailCredit = regexp.MustCompile(`(?:\(([^()\n]{2,40})\)|/([^/\n]{2,24})/|(?i:source|credit|via|with inputs from|with reporting by|©)\W*(?:\d{4}\s)?([^\n]{2,60}))\W*$`)
)

// lastText is the last block's text: where agencies are credited.
func lastText(blocks []block) string {
	if len(blocks) == 0 {
		return ""
	}
	t := blocks[len(blocks)-1].text
	return t[max(0, len(t)-160):]
}

// credit sets Agency: from the article's data, its byline, the head or the
// foot of its text.
func (p *Page) credit(f *facts, foot string) {
	var said []string
	if n := f.newsNode(); n != nil {
		said = append(said, n.text("creditText"), n.get("sourceOrganization").text("name"), n.get("copyrightHolder").text("name"), n.get("provider").text("name"))
		said = append(said, n.names("author")...)
	}
	said = append(said, f.first("article:author", "author", "dc.creator", "byl", "parsely-author"), f.first("dc.source", "source", "news_source"))
	said = append(said, p.Byline...)
	said = append(said, f.authors...)
	head := p.Text[:min(len(p.Text), 200)]
	if m := datelineCredit.FindStringSubmatch(head); m != nil {
		said = append(said, m[1])
	}
	for _, tail := range []string{p.Text[max(0, len(p.Text)-160):], foot} {
		if m := tailCredit.FindStringSubmatch(strings.TrimSpace(tail)); m != nil {
			said = append(said, m[1], m[2], m[3])
		}
	}
	for _, s := range said {
		if s == "" {
			continue
		}
		if p.Agency = agencyIn(s); p.Agency != "" {
			return
		}
	}
}

// byline lists the article's authors: by its data, its metadata, its marks.
func (f *facts) byline(site string) []string {
	var said []string
	if n := f.newsNode(); n != nil {
		said = n.names("author")
	}
	if !someName(said) {
		said = []string{f.first("parsely-author", "sailthru.author", "byl", "author", "dc.creator", "dcterms.creator", "article:author", "cxenseparse:author")}
	}
	if !someName(said) && len(f.authors) > 0 {
		said = f.authors[:1]
	}
	var out []string
	for _, s := range said {
		for _, name := range splitByline(s) {
			if !sameWords(name, site) && !containsString(out, name) && len(out) < 12 {
				out = append(out, name)
			}
		}
	}
	return out
}

func someName(said []string) bool {
	for _, s := range said {
		if len(splitByline(s)) > 0 {
			return true
		}
	}
	return false
}

func containsString(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

var (
	bylineHead = regexp.MustCompile(`(?i)^\W*(?:(?:written|reported|posted|published)\s+)?(?:by|von|par|por|di|автор|автори)\b[:\s]*`)
	bylineCut  = regexp.MustCompile(`\s*(?:,|;|\||\band\b|&|\bund\b|\bet\b|\by\b|•|·)\s*`)
	bylineStop = regexp.MustCompile(`(?i)https?:|@|\d|\b(?:updated|published|posted|minutes?|hours?|edt|est|gmt|follow|share|writers?|correspondent|editor|reporter|senior|contributors?|reporters|staff)\b`)
)

// splitByline cuts "By Ann Lee and Bo Day, Staff Writers" into names. What is
// no name (an address, a date, a job) is dropped.
func splitByline(s string) []string {
	s = bylineHead.ReplaceAllString(fold(s), "")
	var out []string
	for _, part := range bylineCut.Split(s, -1) {
		part = strings.Trim(part, " .-–—:/")
		n := len(strings.Fields(part))
		if part == "" || n > 5 || len(part) > 60 || bylineStop.MatchString(part) {
			continue
		}
		out = append(out, part)
	}
	return out
}
