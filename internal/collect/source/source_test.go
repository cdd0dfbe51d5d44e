package source_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigil/internal/collect/source"
)

const file = `# Ours.
contact = "https://example.org/bot"
allow = ["10.1.0.0/16", "::1"]

[[source]] # the first
id = "wire"
name = "The Wire"
kind = "feed"
url = "https://example.org/feed"
country = "SYR"
language = "en"
reliability = "B"
interval = "1d12h"
exclude = ["/sport/"]
[source.limits]
items = 50
age = "3d"

# kept
[[source]]
id = "post"
kind = "list"
url = "https://post.example/news"
selector = "h2 a"
`

func TestParse(t *testing.T) {
	f, err := source.Parse([]byte(file))
	if err != nil || len(f.Sources) != 2 {
		t.Fatalf("%+v, %v", f, err)
	}
	s := f.Get("wire")
	if s.Every() != 36*time.Hour || s.MaxItems() != 50 || time.Duration(s.Limits.Age) != 72*time.Hour || s.Wants("https://example.org/sport/1") || !s.Wants("https://example.org/war/1") {
		t.Errorf("%+v", s)
	}
	if p, err := f.Prefixes(); err != nil || len(p) != 2 || p[1].Bits() != 128 {
		t.Errorf("%v, %v", p, err)
	}
	if f.Get("post").Every() != 15*time.Minute || f.Get("none") != nil {
		t.Error("defaults")
	}
}

func TestFaults(t *testing.T) {
	for text, want := range map[string]string{
		"[[source]]\nid = \"a\"\nkind = \"feed\"\n":                                                 "wants a url",
		"[[source]]\nid = \"A b\"\nkind = \"feed\"\nurl = \"https://x.example\"":                    "id",
		"[[source]]\nid = \"a\"\nkind = \"radio\"\nurl = \"https://x.example\"":                     "kind",
		"[[source]]\nid = \"a\"\nkind = \"feed\"\nurl = \"file:///etc/passwd\"":                     "url",
		"[[source]]\nid = \"a\"\nkind = \"feed\"\nurl = \"https://x.example\"\nreliability = \"G\"": "reliability",
		"[[source]]\nid = \"a\"\nkind = \"feed\"\nurl = \"https://x.example\"\ninterval = \"1s\"":   "interval",
		"[[source]]\nid = \"a\"\nkind = \"feed\"\nurl = \"https://x.example\"\ninterval = \"soon\"": "duration",
		"[[source]]\nid = \"a\"\nkind = \"feed\"\nurl = \"https://x.example\"\ninclude = [\"(\"]":   "include",
		"[[source]]\nid = \"a\"\nkind = \"list\"\nurl = \"https://x.example\"\nselector = \"[\"":    "selector",
		"[[source]]\nid = \"a\"\nkind = \"feed\"\nurl = \"https://x.example\"\ncolour = \"red\"":    "colour",
		strings.Replace(file, "post", "wire", 1):                                                    "twice",
		"allow = [\"everything\"]":                                                                  "allow",
		"[[source":                                                                                  "line 1",
		strings.Repeat("a = [", 10_000):                                                             "",
	} {
		if _, err := source.Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: %.100v, want %q", text, err, want)
		}
	}
}

// Adding and removing leave what a person wrote as it was.
func TestChange(t *testing.T) {
	path := filepath.Join(t.TempDir(), "conf", "sources.toml")
	if f, err := source.Load(path); err != nil || len(f.Sources) != 0 {
		t.Fatalf("a missing file: %+v, %v", f, err)
	}
	if err := source.Add(path, source.Source{ID: "first", Kind: source.Feed, URL: "https://example.org/f", Limits: source.Limits{Items: 3}}); err != nil {
		t.Fatal(err)
	}
	if f, err := source.Load(path); err != nil || f.Get("first").MaxItems() != 3 {
		t.Errorf("%+v, %v", f, err)
	}
	os.WriteFile(path, []byte(file), 0o644)
	if err := source.Add(path, source.Source{ID: "wire", Kind: source.Feed, URL: "https://example.org/f"}); err == nil {
		t.Error("an id is taken twice")
	}
	if err := source.Add(path, source.Source{ID: "third", Kind: source.Local, Path: "reports"}, source.Source{ID: "fourth", Kind: source.Page, URL: "https://example.org/p", Interval: source.Duration(2 * time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if err := source.Remove(path, "third"); err != nil {
		t.Fatal(err)
	}
	if err := source.Remove(path, "third"); err == nil {
		t.Error("what is not there is removed")
	}
	if err := source.Remove(path, "fourth"); err != nil {
		t.Fatal(err)
	}
	got, _ := os.ReadFile(path)
	if strings.TrimSpace(string(got)) != strings.TrimSpace(file) {
		t.Errorf("the file reads\n%s", got)
	}
}

func TestMakeID(t *testing.T) {
	taken := map[string]bool{}
	for _, c := range []struct{ address, want string }{
		{"https://www.Example.org/feed.xml", "example.org"}, {"https://example.org/world/rss", "example.org-world-rss"}, {"https://example.org/world/rss", "example.org-2"}, {"", "source"}, {"/srv/archive/Spring 2023/", "spring-2023"}, {"/srv/Spring 2023", "srv-spring-2023"}, {"/srv/Spring 2023", "spring-2023-2"},
	} {
		got := source.MakeID(c.address, func(s string) bool { return taken[s] })
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.address, got, c.want)
		}
		taken[got] = true
	}
}

func FuzzSources(f *testing.F) {
	f.Add([]byte(file))
	f.Fuzz(func(t *testing.T, text []byte) { source.Parse(text) })
}
