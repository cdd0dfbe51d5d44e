package watch_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/quick"
	"time"

	"vigil/internal/collect/watch"
)

const page = `<html><body><nav><a href="/about">About</a></nav><main>
<div class=card><a href="/news/1"><img></a><h2><a href="/news/1#top">Bridge shelled</a></h2></div>
<div class=card><h2><a href="https://www.example.org/news/2?utm_source=home">Talks open</a></h2></div>
<div class=card><a href="https://elsewhere.example/x">Sponsored</a><a href="javascript:void(0)">x</a><a href="/">Home</a></div></main></body></html>`

func TestLinks(t *testing.T) {
	for css, want := range map[string]string{
		"":           "/news/1=Bridge shelled www.example.org/news/2=Talks open /=Home",
		".card h2":   "/news/1=Bridge shelled www.example.org/news/2=Talks open",
		".card h2 a": "/news/1=Bridge shelled www.example.org/news/2=Talks open",
		"nav":        "/about=About",
		".nothing":   "",
	} {
		sel, err := watch.Compile(css)
		if err != nil {
			t.Fatal(err)
		}
		items, err := watch.Links([]byte(page), "https://example.org/news", "text/html", sel)
		var got []string
		for _, it := range items {
			u := strings.TrimPrefix(strings.TrimPrefix(it.URL, "https://example.org"), "https://")
			u, _, _ = strings.Cut(u, "?")
			u, _, _ = strings.Cut(u, "#")
			got = append(got, u+"="+it.Title)
		}
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%q: %v, %v; want %s", css, got, err, want)
		}
	}
	for _, css := range []string{"[", "a:nosuch(", strings.Repeat("a ", 600)} {
		if _, err := watch.Compile(css); err == nil {
			t.Errorf("%.20q is a selector", css)
		}
	}
}

func TestHostile(t *testing.T) {
	sel, _ := watch.Compile("")
	for name, in := range map[string]string{
		"deep": strings.Repeat("<div>", 20_000) + "<a href=/a>x</a>",
		"many": "<main>" + strings.Repeat("<a href=/a>x</a>", 100_000),
		"different": func() (s string) {
			var b strings.Builder
			for i := range 50_000 {
				fmt.Fprintf(&b, "<h2><a href=/%d>x</a></h2>", i)
			}
			return b.String()
		}(),
		"nested": strings.Repeat("<main><article>", 200) + strings.Repeat("<a href=/a>x</a>", 2000),
	} {
		start := time.Now()
		items, err := watch.Links([]byte(in), "https://example.org/", "", sel)
		if len(items) > watch.MaxItems || time.Since(start) > 2*time.Minute {
			t.Errorf("%s: %d links in %v, %v", name, len(items), time.Since(start), err)
		}
	}
}

// What was removed and the same is the text before; what was added and the
// same is the text after.
func TestDiff(t *testing.T) {
	f := func(a, b []byte) bool {
		before, after := lines(a), lines(b)
		var was, is []string
		for _, c := range watch.Diff(before, after) {
			if c.Op != watch.Added {
				was = append(was, c.Text)
			}
			if c.Op != watch.Removed {
				is = append(is, c.Text)
			}
		}
		return strings.Join(was, "\n") == before && strings.Join(is, "\n") == after
	}
	if err := quick.Check(f, nil); err != nil {
		t.Error(err)
	}
	got := watch.Diff("a\n\neight killed\n\nc", "a\n\neleven killed\n\nc\n\nd")
	if s := fmt.Sprint(got); s != "[{32 a} {45 eight killed} {43 eleven killed} {32 c} {43 d}]" {
		t.Error(s)
	}
}

func lines(b []byte) string {
	var out []string
	for _, c := range b {
		out = append(out, string(rune('a'+c%5)))
	}
	return strings.Join(out, "\n")
}
