package page

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vigil"
)

// story is an article of our own, long enough for an extractor to find.
var story = []string{
	"Two blasts were heard in the northern district of Marsa on Saturday morning, residents said.",
	"The mayor, Ilian Korda, said a warehouse and two houses had been damaged and that nobody was hurt.",
	"An official of the regional emergency service said crews were still searching the site at noon.",
	"It was the third such incident this month, according to the service, which gave no further details.",
}

func article1(head, foot string) string {
	return `<!doctype html><html lang="en-GB"><head><title>Blasts heard in Marsa - The Courier</title>
<meta property="og:site_name" content="The Courier">` + head + `</head><body>
<nav><ul><li><a href="/a">World</a><li><a href="/b">Sport</a></ul></nav>
<main><article><h1>Blasts heard in Marsa</h1><p>` + strings.Join(story, "</p>\n<p>") + `</p>` + foot + `</article></main>
<footer><p>© 2023 The Courier. All rights reserved.</p></footer></body></html>`
}

func read(t *testing.T, html, address string) *Page {
	t.Helper()
	p, err := Read([]byte(html), Options{URL: address})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestArticle(t *testing.T) {
	p := read(t, article1(`<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle",
		"headline":"Blasts heard in Marsa","datePublished":"2023-04-08T09:30:00+03:00","dateModified":"2023-04-08T12:10:00+03:00",
		"author":[{"@type":"Person","name":"Ann Lee"},{"name":"Bo Day"}]}]}</script>
		<link rel="alternate" type="application/rss+xml" href="/rss.xml" title="News"><link rel=canonical href="/2023/marsa">`,
		`<p>(Reuters)</p><h3>Related stories</h3><ul><li><a href=/x>Another headline about the town of Marsa</a></li><li><a href=/y>A second headline about it</a></li></ul>`),
		"https://courier.example/2023/marsa?utm=1")
	if want := strings.Join(story, "\n\n"); !strings.HasPrefix(p.Text, want) || strings.Contains(p.Text, "headline") {
		t.Errorf("text:\n%s", p.Text)
	}
	got := fmt.Sprint(p.Kind, "|", p.Title, "|", p.Site, "|", p.Byline, "|", p.Agency, "|", p.Lang, "|", p.URL, "|", p.Published.Days.To, "|",
		p.Published.At.UTC().Format(time.RFC3339), "|", p.Published.Basis, "|", p.DateFrom, "|", p.Updated.UTC().Format(time.RFC3339), "|", p.Feeds)
	want := "article|Blasts heard in Marsa|The Courier|[Ann Lee Bo Day]|Reuters|en|https://courier.example/2023/marsa|2023-04-08|2023-04-08T06:30:00Z|page|json-ld datePublished|2023-04-08T09:10:00Z|[{https://courier.example/rss.xml News application/rss+xml}]"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestDates(t *testing.T) {
	fetched := time.Date(2023, 6, 1, 12, 0, 0, 0, time.UTC)
	cases := []struct {
		name, head, line, address string
		day                       string
		basis                     vigil.Basis
	}{
		{"meta", `<meta property="article:published_time" content="2023-04-08T05:00:00Z">`, "", "/a", "2023-04-08", vigil.FromPage},
		{"epoch", `<meta name="pubdate" content="1680930000">`, "", "/a", "2023-04-08", vigil.FromPage},
		{"visible", "", `<p class="byline">By Ann Lee, Saturday, 8 April 2023 11:20 BST</p>`, "/a", "2023-04-08", vigil.FromPage},
		{"no mark", "", `<p><b>Ann Lee</b> published on 8th of April, 2023</p>`, "/a", "2023-04-08", vigil.FromPage},
		{"time element", "", `<time datetime="2023-04-08">Saturday</time>`, "/a", "2023-04-08", vigil.FromPage},
		{"day first", "", `<span class=date>8/4/2023</span>`, "/a", "2023-04-08", vigil.FromPage},
		{"Russian", "", `<span class=date>8 апреля 2023, 11:20</span>`, "/a", "2023-04-08", vigil.FromPage},
		{"Ukrainian", "", `<span class=date>08 квітня 2023</span>`, "/a", "2023-04-08", vigil.FromPage},
		{"Arabic", "", `<span class=date>٨ أبريل ٢٠٢٣</span>`, "/a", "2023-04-08", vigil.FromPage},
		{"Levantine", "", `<span class=date>8 تشرين الثاني 2022</span>`, "/a", "2022-11-08", vigil.FromPage},
		{"Chinese", "", `<span class=date>2023年4月8日 11:20</span>`, "/a", "2023-04-08", vigil.FromPage},
		{"address", "", "", "/2023/04/08/marsa", "2023-04-08", vigil.FromURL},
		{"address with a month's name", "", "", "/world/2023/apr/08/marsa", "2023-04-08", vigil.FromURL},
		{"compact address", "", "", "/news/20230408101500-marsa", "2023-04-08", vigil.FromURL},
		{"UTC beside the outlet's day", `<meta property="article:published_time" content="2023-04-09T02:15:00Z">`, `<time class=published>April 8, 2023 10:15 pm EDT</time>`, "/a", "2023-04-08", vigil.FromPage},
		{"change after", "", `<p class=date>Published 8 April 2023 Updated 9 April 2023</p>`, "/a", "2023-04-08", vigil.FromPage},
		{"not of the future", `<meta name="date" content="2031-04-08">`, "", "/a", "2023-06-01", vigil.FromFetch},
		{"another article's date", "", strings.Repeat("<p>A line of the page.</p>", 20) + `<aside><span class="date">1 May 2023</span></aside>`, "/a", "2023-06-01", vigil.FromFetch},
		{"a caption's date", "", `<p>A house in Marsa, 1 May 2019, in a photo from the archive of the town.</p>`, "/2023/04/08/a", "2023-04-08", vigil.FromURL},
		{"none", "", "", "/a", "2023-06-01", vigil.FromFetch},
	}
	for _, c := range cases {
		html := strings.Replace(article1(c.head, ""), "</h1>", "</h1>"+c.line, 1)
		p, err := Read([]byte(html), Options{URL: "https://courier.example" + c.address, Fetched: fetched})
		if err != nil {
			t.Fatal(err)
		}
		if p.Published.Days.To.String() != c.day || p.Published.Basis != c.basis {
			t.Errorf("%s: %v %s (%s), want %s %s", c.name, p.Published.Days.To, p.Published.Basis, p.DateFrom, c.day, c.basis)
		}
	}
}

func TestFindDate(t *testing.T) {
	for in, want := range map[string]string{
		"8 April 2023": "2023-04-08", "April 8, 2023": "2023-04-08", "Apr. 8th, 2023": "2023-04-08", "8-Apr-2023": "2023-04-08",
		"08.04.2023 11:20": "2023-04-08 11:20", "2023-04-08T11:20:05+02:00": "2023-04-08 11:20 +02:00", "11:20, 8 April 2023": "2023-04-08 11:20",
		"Sat, 08 Apr 2023 11:20:00 GMT": "2023-04-08 11:20 Z", "April 8, 2023 at 9:05 p.m. ET": "2023-04-08 21:05 -05:00", "31/12/2022": "2022-12-31",
		"31.02.2023": "", "version 1.2.2023.4": "", "April 2023": "", "call 12-34-56": "", "": "", "8 de abril de 2023": "2023-04-08", "1850-01-01": "",
		"9:05pm EST, Apr 8, 2023": "2023-04-08 21:05 -05:00", "12.30 am 8 April 2023": "2023-04-08 00:30", "id2023-04-08": "",
	} {
		d, ok := findDate(in, dayFirst)
		got := ""
		if ok {
			got = d.day.String()
			if !d.at.IsZero() {
				got += d.at.Format(" 15:04")
			}
			if d.zone {
				got += d.at.Format(" Z07:00")
			}
		}
		if got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestKinds(t *testing.T) {
	links := strings.Repeat(`<li><a href="/story">A headline about something that happened in a town today</a>`, 40)
	cases := []struct {
		want Kind
		html string
	}{
		{Article, article1("", "")},
		{Missing, `<title>Page not found - The Courier</title><h1>404</h1><p>Sorry, the page that you are looking for is not here.</p>`},
		{Consent, `<title>Just a moment...</title><p>Checking your browser before accessing courier.example.</p>`},
		{Consent, `<title>The Courier</title><p>We value your privacy. We and our partners store cookies on a device. Accept all cookies.</p>`},
		{Paywall, `<title>Blasts heard in Marsa</title><article><p>` + story[0] + `</p><p>Subscribe now to continue reading this story.</p></article>`},
		{Index, `<title>World news</title><ul>` + links + `</ul>`},
		{NoText, `<title>x</title><script>app()</script>`},
		// An article about paywalls or missing pages is an article.
		{Article, strings.Replace(article1("", ""), story[3], "The service's web page said “404 not found” and readers were asked to subscribe to continue. "+strings.Repeat(story[2]+" ", 20), 1)},
	}
	for i, c := range cases {
		p := read(t, c.html, "https://courier.example/a")
		if p.Kind != c.want {
			t.Errorf("%d: %s (%s), want %s; text %.80q", i, p.Kind, p.Why, c.want, p.Text)
		}
		if n := len(p.Reports()); n != len(p.Reports()) || (n > 0) != (c.want == Article) {
			t.Errorf("%d: %d reports of a page of kind %s", i, n, p.Kind)
		}
	}
}

func TestLiveBlog(t *testing.T) {
	var dom, data strings.Builder
	for i := range 5 {
		fmt.Fprintf(&dom, `<div class=post id="p%d"><time datetime="2023-04-08T1%d:00:00Z">1%d:00</time><h3>Entry %d</h3><p>%s</p></div>`, i, i, i, i, story[i%4])
		fmt.Fprintf(&data, `{"@type":"BlogPosting","headline":"Entry %d","articleBody":"%s","datePublished":"2023-04-08T1%d:00:00Z","url":"#p%d"},`, i, story[i%4], i, i)
	}
	for name, html := range map[string]string{
		"elements": `<title>Marsa: live updates</title><h1>Marsa: live updates</h1><div>` + dom.String() + `</div>`,
		"data": `<title>Marsa</title><h1>Marsa</h1><script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Marsa","liveBlogUpdate":[` +
			strings.TrimSuffix(data.String(), ",") + `]}</script><p>Loading</p>`,
	} {
		p := read(t, html, "https://courier.example/live/marsa")
		rs := p.Reports()
		if p.Kind != LiveBlog || len(rs) != 5 {
			t.Errorf("%s: %s with %d reports", name, p.Kind, len(rs))
			continue
		}
		r := rs[2]
		if r.ID != "https://courier.example/live/marsa#p2" || r.Text != story[2] || r.Title != "Entry 2" || r.Published.At.Hour() != 12 || r.Published.Basis != vigil.FromPage {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// A saved page whose address is not known is dated by the one that it names.
func TestSavedPage(t *testing.T) {
	const head = `<link rel="canonical" href="https://courier.example/2023/04/08/marsa"><script type="application/ld+json">{"@type":"NewsArticle","headline":"Marsa","datePublished":"2023-04-09T02:00:00Z"}</script>`
	p := read(t, head+"<article><h1>Marsa</h1><p>"+story[0]+"</p></article>", "")
	if p.Published.Days.To.String() != "2023-04-08" {
		t.Errorf("%v from %s", p.Published.Days, p.DateFrom)
	}
}

// One that has just begun has few entries, which its data list; an article beside
// such data is an article.
func TestLiveBlogBegun(t *testing.T) {
	data := `<title>Marsa: live updates</title><h1>Marsa</h1><script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Marsa","liveBlogUpdate":[` +
		`{"@type":"BlogPosting","headline":"First","articleBody":"` + story[0] + `","datePublished":"2023-04-08T10:00:00Z"}]}</script>`
	p := read(t, data+"<p>Loading</p>", "https://courier.example/live/marsa")
	if rs := p.Reports(); p.Kind != LiveBlog || len(rs) != 1 || rs[0].Text != story[0] || rs[0].Published.At.Hour() != 10 {
		t.Errorf("%s: %+v", p.Kind, rs)
	}
	whole := "<article>"
	for i := range 8 {
		whole += "<p>" + story[i%4] + "</p>"
	}
	p = read(t, data+whole+"</article>", "https://courier.example/live/marsa")
	if rs := p.Reports(); p.Kind != Article || len(rs) != 1 || len(rs[0].Text) < 3*len(story[0]) {
		t.Errorf("%s: %+v", p.Kind, rs)
	}
}

func TestCredit(t *testing.T) {
	for foot, want := range map[string]string{
		"<p>(AFP)</p>": "Agence France-Presse", "<p>Source: Xinhua</p>": "Xinhua", "<p>© 2023 The Associated Press</p>": "Associated Press",
		"<p>The service (EMS) gave no toll.</p>": "", "<p>He spoke to Reuters on the telephone for an hour about it.</p>": "",
	} {
		if p := read(t, article1("", foot), "https://courier.example/a"); p.Agency != want {
			t.Errorf("%s: %q, want %q", foot, p.Agency, want)
		}
	}
	lead := strings.Replace(article1("", ""), story[0], "MARSA, April 8 (Reuters) - "+story[0], 1)
	if p := read(t, lead, "https://courier.example/a"); p.Agency != "Reuters" {
		t.Errorf("dateline: %q", p.Agency)
	}
}

func TestByline(t *testing.T) {
	for in, want := range map[string]string{
		"By Ann Lee and Bo Day, Staff Writers": "[Ann Lee Bo Day]", "BY ANN LEE | 8 April 2023": "[ANN LEE]", "https://x.example/ann": "[]", "Ann Lee; AP Auto Writer": "[Ann Lee]",
	} {
		if got := fmt.Sprint(splitByline(in)); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

// Pop-ups of headlines that sites glue to a name inside a sentence are no part of it.
func TestGluedLinks(t *testing.T) {
	glued := `<span class=pop><a href=/p>Ilian Korda</a><span><a href=/p>Ilian Korda</a><a href=/1>Mayor of Marsa opens a bridge after two years of repairs</a><a href=/2>A town waits for the ferry that has not come for weeks</a></span></span>`
	p := read(t, strings.Replace(article1("", ""), "Ilian Korda", glued, 1), "https://courier.example/a")
	if strings.Contains(p.Text, "bridge") || !strings.Contains(p.Text, "a warehouse and two houses") {
		t.Error(p.Text)
	}
}

func TestForeign(t *testing.T) {
	ru := "Утром над городом были слышны взрывы, сообщили жители. По предварительным данным, никто не пострадал, повреждены два жилых дома и склад продовольствия."
	p := read(t, "<title>Взрывы</title><article><h1>Взрывы над городом</h1><p>"+strings.Repeat(ru+"</p><p>", 4)+"</p></article>", "https://courier.example/a")
	if p.Lang != "ru" || !strings.Contains(p.Text, "никто не пострадал") {
		t.Errorf("%s %q", p.Lang, p.Text)
	}
}
