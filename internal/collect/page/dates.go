package page

import (
	"net/url"
	"regexp"
	"strings"
	"time"

	"golang.org/x/net/html/atom"

	"vigil"
)

// publishedMeta are the names under which sites give the date of publication
// in <meta>, the sure ones first.
var publishedMeta = []string{
	"article:published_time", "og:published_time", "og:article:published_time", "rnews:datepublished", "datepublished",
	"parsely-pub-date", "sailthru.date", "article.published", "published_at", "publish-date", "publish_date", "published-date",
	"publication_date", "publication-date", "pubdate", "publishdate", "pub_date", "ptime", "pdate", "article_date_original",
	"originalpublicationdate", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "bt:pubdate", "dcterms.issued",
	"dc.date.issued", "dcterms.date", "dc.date", "dcterms.created", "dc.date.created", "citation_publication_date", "iso-8601-publish-date",
	"date", "datecreated", "article:post_date", "timestamp", "created", "dc.created", "og:pubdate", "lp.article:published_time", "displaydate", "article:date", "article:created",
}

var updatedMeta = []string{
	"article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "dcterms.modified", "dc.date.modified", "lastmod",
	"last-modified", "article:updated_time", "article.updated", "updated_at", "revised", "bt:moddate", "utime",
}

var (
	publishedLabel = regexp.MustCompile(`(?i)publi|posted|issued|created|first|опубл|созд|نشر|veröff|erschienen|wydan|pubblic|yayın`)
	updatedLabel   = regexp.MustCompile(`(?i)updat|modif|revis|edited|обновл|измен|оновл|تحديث|aktualis|mise? à jour|actualiz|atualiz|aggiorn|güncell`)
)

// found is a date with where it was found and how sure that is.
type found struct {
	date
	from  string
	score float64
}

// dates sets Published and Updated. The first place that gives a day decides:
// the article's JSON-LD, <meta>, marks in the body, what the reader sees, the
// address. Where a reader sees the day before or after, it is that: metadata
// are often in another zone than the outlet's, or in a wrongly named one.
func (p *Page) dates(f *facts, address *url.URL, fetched time.Time) {
	ord := f.order(p.Lang)
	pub, upd := f.declared(ord)
	seen, changed := f.visible(ord, fetched)
	inURL := addressDay(address.Path)
	last := vigil.Date(2100, 1, 1)
	if !fetched.IsZero() {
		last = vigil.DayOf(fetched.UTC()) + 1
	}
	if pub.day > last {
		pub = found{}
	}
	switch {
	case pub.day != 0 && seen.day != 0 && seen.score > 0.8 && seen.day < pub.day-31:
		pub = seen // metadata of a later version of the site; the page shows its age
	case pub.day != 0:
	case inURL != 0 && inURL <= last && seen.score < 0.9:
		pub = found{date: date{day: inURL}, from: "address", score: 0.9}
	case seen.day <= last:
		pub = seen
	}
	if upd.day == 0 {
		upd = changed
	}
	if pub.day == 0 && upd.day != 0 && upd.day <= last {
		pub = upd
		pub.score = 0.5
	}
	p.setDates(pub, upd, seen.day, inURL, fetched)
}

func (p *Page) setDates(pub, upd found, seen, inURL vigil.Day, fetched time.Time) {
	if upd.day != 0 && upd.day >= pub.day {
		p.Updated, p.UpdatedFrom = upd.at, upd.from
		if upd.at.IsZero() {
			p.Updated = upd.day.Time()
		}
	}
	if pub.day == 0 {
		if fetched.IsZero() {
			p.Published = vigil.Published{Basis: vigil.NoBasis}
			return
		}
		p.Published = vigil.Published{Days: vigil.Days{To: vigil.DayOf(fetched)}, Basis: vigil.FromFetch}
		return
	}
	day := pub.day
	for _, d := range []vigil.Day{seen, inURL} {
		if (d == day-1 || d == day+1) && d != upd.day {
			day = d
		}
		if d != 0 {
			break
		}
	}
	basis := vigil.FromPage
	if pub.from == "address" {
		basis = vigil.FromURL
	}
	p.DateFrom = pub.from
	p.Published = vigil.Published{Days: vigil.Days{From: day, To: day}, Basis: basis, Score: pub.score}
	if pub.zone {
		p.Published.At = pub.at
	}
}

// order is month first for sites of the United States, day first elsewhere.
func (f *facts) order(lang string) order {
	l := strings.ToLower(f.lang + " " + f.meta["og:locale"] + " " + f.meta["content-language"])
	if strings.Contains(l, "en-us") || strings.Contains(l, "en_us") {
		return monthFirst
	}
	if lang == "en" && !strings.Contains(l, "en-") && !strings.Contains(l, "en_") {
		return monthFirst
	}
	return dayFirst
}

// declared reads JSON-LD, <meta> and microdata.
func (f *facts) declared(ord order) (pub, upd found) {
	if n := f.newsNode(); n != nil {
		for _, k := range []string{"datePublished", "uploadDate", "dateCreated"} {
			pub = better(pub, n.text(k), "json-ld "+k, 0.98, ord)
		}
		upd = better(upd, n.text("dateModified"), "json-ld dateModified", 0.95, ord)
	}
	for _, k := range publishedMeta {
		pub = better(pub, f.meta[k], "meta "+k, 0.95, ord)
	}
	for _, s := range f.stamps {
		if s.linked && !s.afterH1 {
			continue
		}
		if strings.Contains(s.mark, "datepublished") || strings.Contains(s.mark, "datecreated") {
			pub = better(pub, s.value, "microdata", 0.95, ord)
		}
		if strings.Contains(s.mark, "datemodified") {
			upd = better(upd, s.value, "microdata", 0.9, ord)
		}
	}
	for _, k := range updatedMeta {
		upd = better(upd, f.meta[k], "meta "+k, 0.9, ord)
	}
	if pub.day == 0 {
		for _, n := range f.ld {
			if n.is("WebPage", "VideoObject", "ItemPage", "AboutPage") {
				for _, k := range []string{"datePublished", "uploadDate"} {
					pub = better(pub, n.text(k), "json-ld "+k, 0.85, ord)
				}
			}
		}
	}
	return pub, upd
}

// better returns old if it holds a date, else what value gives.
func better(old found, value, from string, score float64, ord order) found {
	if old.day != 0 || value == "" {
		return old
	}
	d, ok := machineDate(value, ord)
	if !ok {
		return old
	}
	return found{d, from, score}
}

// visible reads the date that a reader sees near the headline, and one of a
// change beside it.
func (f *facts) visible(ord order, fetched time.Time) (pub, upd found) {
	best := -1
	for _, s := range f.stamps {
		rank := s.rank()
		if rank < 0 {
			continue
		}
		first, second := splitLabels(s.text)
		for _, part := range []string{first, second} {
			d, ok := findDate(part, ord)
			if !ok && s.inTime && s.value != "" && part == first {
				d, ok = machineDate(s.value, ord)
			}
			if !ok || !fetched.IsZero() && d.day > vigil.DayOf(fetched.UTC())+1 {
				continue
			}
			if isUpdate(part, s.mark) {
				if upd.day == 0 {
					upd = found{d, "shown on the page", 0.7}
				}
				continue
			}
			if rank > best {
				best = rank
				pub = found{d, "shown on the page", 0.5 + 0.1*float64(min(rank, 4))}
			}
		}
	}
	return pub, upd
}

// addLines adds the short lines around the headline, and those anywhere that
// say that they tell when the page came out, to the places of dates.
func (f *facts) addLines(all []block, title string) {
	head, title := -1, words(title)
	for i, b := range all {
		if len(b.text) < 2*len(title)+20 && words(b.text) == title && (head < 0 || b.tag == atom.H1) {
			head = i
		}
	}
	for i, b := range all {
		if len(b.text) > 160 || !hasDigit(b.text) || b.isLink() || len(f.stamps) >= 2*maxStamps {
			continue
		}
		near := head >= 0 && i > head-4 && i < head+16
		label := publishedLabel.FindStringIndex(b.text)
		if near || label != nil && label[0] < 12 {
			f.stamps = append(f.stamps, stamp{text: b.text, afterH1: i > head})
		}
	}
}

// splitLabels cuts "Published 8 April 2023 Updated 9 April 2023" in two.
func splitLabels(s string) (first, second string) {
	if m := updatedLabel.FindStringIndex(s); m != nil && m[0] > 0 {
		return s[:m[0]], s[m[0]:]
	}
	if isUpdate(s, "") {
		if m := publishedLabel.FindStringIndex(s); m != nil && m[0] > 0 {
			return s[:m[0]], s[m[0]:]
		}
	}
	return s, ""
}

func isUpdate(text, mark string) bool {
	if m := updatedLabel.FindStringIndex(text); m != nil && m[0] < 24 {
		return true
	}
	return updatedLabel.MatchString(mark) && !publishedLabel.MatchString(text+mark)
}

// rank says how likely s is to be the article's own date: 0 to 5, or -1.
func (s stamp) rank() int {
	if s.linked && !s.inTime {
		return -1
	}
	r := 0
	if s.afterH1 {
		r += 2
	}
	if publishedLabel.MatchString(s.mark) || publishedLabel.MatchString(s.text) {
		r++
	}
	if s.inTime {
		r++
	}
	if len(s.text) < 60 {
		r++
	}
	if s.linked {
		r -= 3
	}
	for _, w := range []string{"comment", "related", "widget", "weather", "sidebar", "most-", "popular", "teaser", "card", "copyright", "event"} {
		if strings.Contains(s.mark, w) {
			return -1
		}
	}
	return r
}

// dayInPath finds /2023/04/08/, /2023-04-08-, /20230408/, /2023/apr/08/.
var dayInPath = regexp.MustCompile(`(?:^|[/_-])(?:((?:19|20)\d\d)[/_-]?(\d\d)[/_-]?(\d\d)|((?:19|20)\d\d)/([a-z]{3})/(\d\d?))(?:\d{6,9})?(?:$|[^\d])`)

// addressDay is the day that a path holds, or 0.
func addressDay(path string) vigil.Day {
	m := dayInPath.FindStringSubmatch(strings.ToLower(path))
	if m == nil {
		return 0
	}
	if m[1] != "" {
		return civil(atoi(m[1]), atoi(m[2]), atoi(m[3]))
	}
	return civil(atoi(m[4]), monthOf(m[5]), atoi(m[6]))
}

func atoi(s string) int {
	n := 0
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return n
}
