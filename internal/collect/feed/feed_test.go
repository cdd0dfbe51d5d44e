package feed_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"vigil/internal/collect/feed"
)

const base = "https://example.org/feed"

const rss = `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The Valley Wire</title><link>https://example.org/</link><language>en-gb</language><ttl>30</ttl>
<item><title>Bridge shelled &amp; closed</title><link>/a</link><guid isPermaLink="false">a1</guid><pubDate>Tue, 04 Sep 2018 12:30:00 EDT</pubDate><description>Residents heard blasts.</description><dc:creator>R. Writer</dc:creator></item>
<item><title>No address</title></item>
<item><title>Talks open</title><guid>https://example.org/b</guid><dc:date>2018-09-05</dc:date></item>
<item><title>A script</title><link>javascript:alert(1)</link></item>
</channel></rss>`

const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><id>tag:x</id><title>Bridge</title>
<link rel="alternate" href="https://example.org/a"/><published>2018-09-04T12:30:00Z</published><updated>2018-09-05T08:00:00Z</updated></entry></feed>`

const jsonFeed = `{"version":"https://jsonfeed.org/version/1.1","title":"Wire","items":[{"id":"1","url":"https://example.org/a","title":"Bridge","content_html":"<p>x</p>","date_published":"2018-09-04T12:30:00Z"}]}`

func TestParse(t *testing.T) {
	f, err := feed.Parse([]byte(rss), base, "application/rss+xml")
	if err != nil || len(f.Items) != 2 {
		t.Fatalf("%+v, %v", f, err)
	}
	a := f.Items[0]
	if a.URL != "https://example.org/a" || a.Title != "Bridge shelled & closed" || a.Byline != "R. Writer" || a.Published.UTC().Hour() != 16 || f.Every != 30*time.Minute {
		t.Errorf("%+v, every %v", a, f.Every)
	}
	if b := f.Items[1]; b.URL != "https://example.org/b" || b.Published.Day() != 5 {
		t.Errorf("%+v", b)
	}
	f, err = feed.Parse([]byte(atom), base, "")
	if err != nil || len(f.Items) != 1 || f.Items[0].Stamp().Day() != 5 || f.Format != "atom" {
		t.Errorf("atom: %+v, %v", f, err)
	}
	f, err = feed.Parse([]byte(jsonFeed), base, "application/feed+json")
	if err != nil || len(f.Items) != 1 || f.Items[0].URL != "https://example.org/a" || f.Format != "json" {
		t.Errorf("json: %+v, %v", f, err)
	}
}

// A feed in an old encoding is read whether it says so, lies or is silent.
func TestCharset(t *testing.T) {
	const title = "Обстрел моста в долине, сообщили жители города"
	for _, declared := range []string{`encoding="windows-1251"`, `encoding="utf-8"`, ""} {
		text := strings.Replace(strings.Replace(rss, `encoding="UTF-8"`, declared, 1), "Bridge shelled &amp; closed", title, 1)
		raw, _ := charmap.Windows1251.NewEncoder().String(text)
		f, err := feed.Parse([]byte(raw), base, "text/xml")
		if err != nil || len(f.Items) == 0 || f.Items[0].Title != title {
			t.Errorf("%q: %+v, %v", declared, f, err)
		}
	}
}

func TestBroken(t *testing.T) {
	for name, text := range map[string]string{
		"cut off":          rss[:strings.Index(rss, "<item><title>No address")] + "<item><title>Half",
		"stray ampersand":  strings.Replace(rss, "&amp;", "&", 1),
		"unclosed element": strings.Replace(rss, "</description>", "", 1),
		"entities":         `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>` + strings.Replace(rss, `<?xml version="1.0" encoding="UTF-8"?>`, "", 1),
		"bare HTML inside": strings.Replace(rss, "Residents heard blasts.", "<p>Residents <b>heard<br> blasts", 1),
		"NULs":             strings.Replace(rss, "Residents", "Resi\x00\x01dents", 1),
	} {
		f, err := feed.Parse([]byte(text), base, "")
		if err != nil || len(f.Items) == 0 || f.Items[0].URL != "https://example.org/a" || !strings.HasPrefix(f.Items[0].Title, "Bridge shelled") {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
	}
}

func FuzzFeed(f *testing.F) {
	for _, s := range []string{rss, atom, jsonFeed, "<rss><item><link>", `<!DOCTYPE a [<!ENTITY b "c">]><rss>&b;`, "{\"items\":[[[", "<rdf:RDF xmlns:rdf='x'><item/>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := feed.Parse(raw, base, "")
		if err != nil {
			return
		}
		for _, it := range got.Items {
			if it.URL == "" && it.Text == "" || !utf8.ValidString(it.Title) {
				t.Errorf("%+v", it)
			}
		}
	})
}
