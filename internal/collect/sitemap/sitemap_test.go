package sitemap_test

import (
	"strings"
	"testing"
	"time"

	"vigil/internal/collect/sitemap"
)

const news = `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="x">
<url><loc> https://example.org/a?x=1&amp;y=2 </loc><lastmod>2018-09-05</lastmod><news:news><news:publication><news:name>Wire</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2018-09-04T12:30:00+03:00</news:publication_date><news:title>Bridge shelled</news:title></news:news><image:image><image:loc>https://example.org/p.jpg</image:loc><image:title>A picture</image:title></image:image></url>
<url><loc>ftp://example.org/b</loc></url><url><loc>/c</loc></url></urlset>`

func TestParse(t *testing.T) {
	s, err := sitemap.Parse([]byte(news), "https://example.org/sitemap.xml")
	if err != nil || len(s.Items) != 2 || s.Broken != nil {
		t.Fatalf("%+v, %v", s, err)
	}
	a := s.Items[0]
	if a.URL != "https://example.org/a?x=1&y=2" || a.Title != "Bridge shelled" || a.Lang != "en" || a.Published.UTC().Hour() != 9 || a.Stamp().Day() != 5 {
		t.Errorf("%+v", a)
	}
	if s.Items[1].URL != "https://example.org/c" {
		t.Errorf("%+v", s.Items[1])
	}
	s, err = sitemap.Parse([]byte(`<sitemapindex><sitemap><loc>https://example.org/s1.xml</loc><lastmod>2018-09-04</lastmod></sitemap></sitemapindex>`), "")
	if err != nil || len(s.More) != 1 || len(s.Items) != 0 || s.More[0].Updated.Day() != 4 {
		t.Errorf("index: %+v, %v", s, err)
	}
	if s, err = sitemap.Parse([]byte("https://example.org/a\n\nhttps://example.org/b\nrubbish"), ""); err != nil || len(s.Items) != 2 {
		t.Errorf("plain: %+v, %v", s, err)
	}
	if s, err = sitemap.Parse([]byte(news[:strings.Index(news, "<url><loc>/c")]+"<url><lo"), ""); err != nil || len(s.Items) != 1 || s.Broken == nil {
		t.Errorf("cut off: %+v, %v", s, err)
	}
}

func TestHostile(t *testing.T) {
	for name, in := range map[string]string{
		"a page":      "<html><body><p>404</p>",
		"nothing":     "",
		"bytes":       "\x00\xff\x1f\x8b",
		"entities":    `<!DOCTYPE a [<!ENTITY x "aaaa"><!ENTITY y "&x;&x;">]><b>&y;</b>`,
		"deep":        strings.Repeat("<a>", 200_000),
		"one element": "<a>" + strings.Repeat("x", 4<<20),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			if s, err := sitemap.Parse([]byte(in), "https://example.org/"); err == nil {
				t.Errorf("%+v", s)
			}
			if took := time.Since(start); took > 2*time.Minute {
				t.Errorf("took %v", took)
			}
		})
	}
	many := "<urlset>" + strings.Repeat("<url><loc>https://example.org/a</loc></url>", 60_000)
	if s, err := sitemap.Parse([]byte(many), ""); err != nil || len(s.Items) != sitemap.MaxItems {
		t.Errorf("60,000 pages: %v", err)
	}
}

func FuzzSitemap(f *testing.F) {
	f.Add([]byte(news))
	f.Add([]byte("<urlset><url><loc>x"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := sitemap.Parse(raw, "https://example.org/")
		if err != nil {
			return
		}
		for _, it := range s.Items {
			if !strings.HasPrefix(it.URL, "http") {
				t.Errorf("%+v", it)
			}
		}
	})
}
