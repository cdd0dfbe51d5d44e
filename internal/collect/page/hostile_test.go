package page

import (
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// hostile pages: each must be read within seconds, whatever comes out.
var hostile = map[string]func() string{
	"100,000 nested divs":  func() string { return times("<div>", 100_000) + "blasts were heard" },
	"100,000 nested spans": func() string { return "<p>" + times("<span>a", 100_000) },
	"100,000 open b and p": func() string { return times("<b><p>x", 100_000) },
	"formatting, new each": func() string { return numbered("<font color=%>x<p>", 50_000) },
	"100,000 paragraphs": func() string {
		return "<article>" + times("<p>Two houses were hit in the town at dawn.</p>", 100_000)
	},
	"100,000 items": func() string {
		return "<ul>" + times("<li class=date>8 April 2023 <a href=x>read</a>", 100_000)
	},
	"100,000 links":         func() string { return "<p>" + times("<a href=x>A headline of another story</a>", 100_000) },
	"100,000 nested tables": func() string { return times("<table><tr><td>", 100_000) },
	"one line of 10 MB":     func() string { return "<p>" + times("shelling was reported near the town, ", 280_000) },
	"one word of 10 MB":     func() string { return "<p>" + times("a", 10<<20) },
	"a title of 10 MB":      func() string { return "<title>" + times("a - ", 2_600_000) + "</title><h1>x</h1>" },
	"an attribute of 10 MB": func() string { return `<p class="date ` + times("published ", 1_000_000) + `">1 May 2020</p>` },
	"an unclosed comment":   func() string { return "<p>x</p>" + times("<!-- ", 2_000_000) },
	"an unclosed script":    func() string { return "<script>" + times("</scrip", 1_400_000) },
	"less-than signs":       func() string { return times("<", 10<<20) },
	"ampersands":            func() string { return "<p>" + times("&amp", 2_500_000) },
	"NULs":                  func() string { return "<p>" + times("blast\x00", 1_000_000) },
	"invalid UTF-8":         func() string { return "<meta charset=utf-8><p>" + times("blast \xff\xfe\x80", 500_000) },
	"combining marks":       func() string { return "<p>e" + times("\u0301", 2_000_000) },
	"right to left": func() string {
		return "<html lang=ar><p>" + times("سمع دوي انفجار في المدينة \u202e ", 100_000)
	},
	"nested JSON-LD": func() string {
		return `<script type="application/ld+json">` + times(`{"@graph":[`, 100_000) + `</script>`
	},
	"wide JSON-LD": func() string {
		return `<script type="application/ld+json">[` + times(`{"@type":"NewsArticle","headline":"x"},`, 50_000) + `{}]</script><h1>y</h1>`
	},
	"many JSON-LD scripts": func() string {
		return times(`<script type="application/ld+json">{"@type":"NewsArticle","headline":"a"}</script>`, 50_000)
	},
	"dates without end": func() string { return "<h1>x</h1><p class=date>" + times("1 May 2020 ", 900_000) },
	"digits without end": func() string {
		return "<h1>x</h1><time datetime=\"" + times("1", 5<<20) + "\">" + times("1", 5<<20)
	},
	"byline without end":  func() string { return "<p class=byline>By " + times("A and ", 1_000_000) },
	"meta by the 100,000": func() string { return numbered(`<meta name="n%" content="c">`, 100_000) },
	"live blog, 50,000 parts": func() string {
		return "<title>Live updates</title><div>" + times("<div><time datetime=2023-04-08T10:00:00Z></time><p>Residents said they heard blasts over the town in the morning hours.</p></div>", 50_000) + "</div>"
	},
	"live blog, 400 deep": func() string {
		return "<title>Live updates</title>" + times("<div><p>a<p>b<p>c<time datetime=2023-04-08>", 400)
	},
	"entities":                func() string { return "<p>" + times("&#x41;&#99999999;&nosuch;", 400_000) },
	"svg and math":            func() string { return times("<svg><math><foreignObject><mi>", 25_000) },
	"templates and framesets": func() string { return times("<template><frameset><select><table>", 25_000) },
	"half a UTF-16 page":      func() string { return "\xff\xfe<\x00p\x00>\x00a" },
	"form in form in table":   func() string { return times("<form><table><form>", 30_000) },
	"breaks":                  func() string { return "<p>" + times("a<br>", 1_000_000) },
	"plain text of 10 MB":     func() string { return times("Two houses were hit.\n", 500_000) },
	"vertical tabs":           func() string { return "<p>" + times("a\v", 1_000_000) },
}

// times repeats s n times in a soak, a tenth of that otherwise.
func times(s string, n int) string {
	if os.Getenv("VIGIL_SOAK") == "" && n > 1000 {
		n /= 10
	}
	return strings.Repeat(s, n)
}

func numbered(s string, n int) string {
	var b strings.Builder
	for i := range len(times(".", n)) {
		b.WriteString(strings.Replace(s, "%", string(rune('a'+i%26))+strings.Repeat("1", i%7)+string(rune('a'+i/26%26)), 1))
	}
	return b.String()
}

func TestHostile(t *testing.T) {
	for name, make := range hostile {
		t.Run(name, func(t *testing.T) {
			in := make()
			start := time.Now()
			p, err := Read([]byte(in), Options{URL: "https://example.org/a"})
			took := time.Since(start)
			if err == nil && !utf8.ValidString(p.Text+p.Title) {
				t.Error("not UTF-8")
			}
			t.Logf("%.1f MB, %v", float64(len(in))/1e6, took.Round(time.Millisecond))
			if took > 2*time.Minute {
				t.Errorf("took %v", took)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"<html><h1>Blasts heard</h1><p class=date>8 April 2023</p><p>Residents heard blasts.</p>",
		`<script type="application/ld+json">{"@type":"LiveBlogPosting","liveBlogUpdate":[{"articleBody":"a","datePublished":"2023-04-08"}]}</script>`,
		"<table><p><li><b><i></b>x", "<a><a><a>", "\xff\xfea\x00", "<title>Live updates</title><div><div><time datetime=2023>",
	} {
		f.Add([]byte(s), "https://example.org/2023/04/08/a", "text/html")
	}
	f.Fuzz(func(t *testing.T, raw []byte, address, contentType string) {
		p, err := Read(raw, Options{URL: address, ContentType: contentType})
		if err != nil {
			return
		}
		if !utf8.ValidString(p.Text) || !utf8.ValidString(p.Title) {
			t.Errorf("not UTF-8: %q %q", p.Title, p.Text)
		}
		for _, r := range p.Reports() {
			if r.Text == "" && r.Title == "" {
				t.Error("a report without text")
			}
		}
	})
}
