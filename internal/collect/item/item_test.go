package item_test

import (
	"strings"
	"testing"
	"time"

	"vigil/internal/collect/item"
)

func TestKey(t *testing.T) {
	for in, want := range map[string]string{
		"HTTP://Example.org:80":                                  "http://example.org/",
		"https://example.org:443/a#part":                         "https://example.org/a",
		"https://example.org:8443/a":                             "https://example.org:8443/a",
		"https://example.org/a?utm_source=x&id=3&fbclid=y":       "https://example.org/a?id=3",
		"https://example.org/a?id=3&b=2":                         "https://example.org/a?id=3&b=2",
		"https://example.org/a/../b//c/":                         "https://example.org/b/c/",
		"https://example.org/%D0%B2?x":                           "https://example.org/%D0%B2?x",
		"https://web.example/save/https%3A%2F%2Fexample.org%2Fa": "https://web.example/save/https%3A%2F%2Fexample.org%2Fa",
		"not an address":                                         "not an address",
	} {
		if got := item.Key(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
		if again := item.Key(item.Key(in)); again != want {
			t.Errorf("%s: the key of its key is %s", in, again)
		}
	}
}

func TestResolve(t *testing.T) {
	const base = "https://example.org/news/list"
	for ref, want := range map[string]string{
		"story": "https://example.org/news/story", "/a": "https://example.org/a", "//b.example/c": "https://b.example/c", " ?page=2 ": "https://example.org/news/list?page=2",
	} {
		if got, err := item.Resolve(base, ref); err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", ref, got, err, want)
		}
	}
	for _, ref := range []string{"", "javascript:alert(1)", "file:///etc/passwd", "ftp://example.org/a", "mailto:a@b.example", "http://", "https://user:pass@example.org/", "http://[::1", "data:text/html,x", "gopher://example.org", strings.Repeat("a", 5000)} {
		if got, err := item.Resolve(base, ref); err == nil {
			t.Errorf("%.40q is taken for %s", ref, got)
		}
	}
}

func TestParseTime(t *testing.T) {
	for in, want := range map[string]string{
		"Tue, 04 Sep 2018 12:30:00 GMT":         "2018-09-04T12:30:00Z",
		"Tue, 4 Sep 2018 12:30:00 EDT":          "2018-09-04T16:30:00Z",
		"Tue, 04 Sep 2018 12:30:00 +0300 (MSK)": "2018-09-04T09:30:00Z",
		"4 Sep 2018 12:30:00 +0000":             "2018-09-04T12:30:00Z",
		"2018-09-04T12:30:00+02:00":             "2018-09-04T10:30:00Z",
		"2018-09-04 12:30:00":                   "2018-09-04T12:30:00Z",
		"2018-09-04":                            "2018-09-04T00:00:00Z",
		"September 4, 2018":                     "2018-09-04T00:00:00Z",
		"20180904123000":                        "2018-09-04T12:30:00Z",
	} {
		got, ok := item.ParseTime(in)
		if !ok || got.UTC().Format(time.RFC3339) != want {
			t.Errorf("%q: %v %v, want %s", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "soon", "0001-01-01", "Tue, 99 Sep 2018 12:30:00 GMT", "2018-13-45", strings.Repeat("2018", 100)} {
		if got, ok := item.ParseTime(in); ok {
			t.Errorf("%q is taken for %v", in, got)
		}
	}
}

func FuzzParseTime(f *testing.F) {
	f.Add("Tue, 04 Sep 2018 12:30:00 GMT")
	f.Add("2018-09-04T12:30:00+02:00")
	f.Fuzz(func(t *testing.T, s string) {
		if got, ok := item.ParseTime(s); ok && (got.Year() < 1900 || got.Year() >= 2200) {
			t.Errorf("%q: %v", s, got)
		}
	})
}

func FuzzKey(f *testing.F) {
	f.Add("https://example.org/a/../b?utm_x=1#c")
	f.Add("//0? #")
	f.Fuzz(func(t *testing.T, s string) {
		if k := item.Key(s); item.Key(k) != k {
			t.Errorf("%q: key %q, its key %q", s, k, item.Key(k))
		}
	})
}
