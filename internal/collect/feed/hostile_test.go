package feed_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"vigil/internal/collect/feed"
)

// Feeds that mean harm: each ends within bounds, with items that are sound or
// an error that says why.
func TestHostile(t *testing.T) {
	laughs := `<!DOCTYPE rss [<!ENTITY a "ha">` + func() string {
		var b strings.Builder
		for i := range 20 {
			fmt.Fprintf(&b, `<!ENTITY a%d "%s">`, i, strings.Repeat("&a;", 10))
		}
		return b.String()
	}() + `]><rss><channel><item><title>&a19;</title></item></channel></rss>`
	numbered := func(n int, form string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, form, i)
		}
		return b.String()
	}
	for name, in := range map[string]string{
		"nothing":             "",
		"spaces":              strings.Repeat(" ", 1<<20),
		"a page":              "<html><body><p>404</p></body></html>",
		"bytes":               strings.Repeat("\x00\xff\xfe", 100_000),
		"billion laughs":      laughs,
		"external entity":     `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>`,
		"parameter entity":    `<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd">%x;]><rss/>`,
		"deep":                strings.Repeat("<a>", 100_000),
		"deep in an item":     "<rss><channel><item>" + strings.Repeat("<x>", 60_000),
		"100,000 namespaces":  "<rss " + numbered(100_000, ` xmlns:n%d="u"`) + "><channel>" + strings.Repeat(`<item xmlns:z="y"/>`, 10_000),
		"100,000 attributes":  "<rss " + numbered(100_000, ` a%d="u"`) + "><channel/></rss>",
		"one line of 2 MB":    "<rss><channel><title>" + strings.Repeat("x", 2<<20),
		"one tag of 2 MB":     "<rss " + strings.Repeat("x", 2<<20),
		"unclosed CDATA":      "<rss><channel><item><title><![CDATA[" + strings.Repeat("x", 1<<20),
		"unclosed comment":    "<rss><!-- " + strings.Repeat("- ", 2<<20),
		"less-than signs":     "<rss>" + strings.Repeat("<", 1<<20),
		"deep JSON":           `{"version":"https://jsonfeed.org/version/1.1","items":` + strings.Repeat("[", 1<<20),
		"JSON of 2 MB":        `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"` + strings.Repeat("x", 2<<20),
		"JSON numbers":        `{"version":"https://jsonfeed.org/version/1.1","items":[` + strings.Repeat("1,", 1<<20) + "1]}",
		"wrong UTF-16":        "\xff\xfe<\x00r\x00s\x00s\x00>",
		"unknown encoding":    `<?xml version="1.0" encoding="nonsuch"?><rss><channel></channel></rss>`,
		"longer than allowed": "<rss>" + strings.Repeat("x", feed.MaxBytes),
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			f, err := feed.Parse([]byte(in), base, "")
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			if err == nil && len(f.Items) > 0 {
				t.Errorf("items: %.3v", f.Items)
			}
			if used := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 2*time.Minute || used > 600 {
				t.Errorf("%v, %d MB", took, used)
			}
			if err != nil && len(err.Error()) > 500 {
				t.Errorf("an error of %d bytes", len(err.Error()))
			}
			t.Log(took, err)
		})
	}
	many := "<rss><channel>" + strings.Repeat("<item><link>http://example.org/a</link></item>", 30_000) + "</channel></rss>"
	if f, err := feed.Parse([]byte(many), base, ""); err != nil || len(f.Items) != feed.MaxItems {
		t.Errorf("30,000 items: %v", err)
	}
}
