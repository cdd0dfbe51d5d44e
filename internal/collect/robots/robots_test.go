package robots_test

import (
	"strings"
	"testing"
	"time"

	"vigil/internal/collect/robots"
)

// Cases follow RFC 9309, section by section.
func TestAllowed(t *testing.T) {
	for _, c := range []struct {
		name, file string
		yes, no    string // paths, parted by spaces
	}{
		{"2.1 no group", "", "/ /a", ""},
		{"2.2.1 own group", "User-agent: vigil\nDisallow: /a\nUser-agent: *\nDisallow: /b", "/b", "/a /a/x /abc"},
		{"2.2.1 case of the agent", "user-agent: VIGIL\ndisallow: /a", "/b", "/a"},
		{"2.2.1 groups are joined", "User-agent: vigil\nDisallow: /a\n\nUser-agent: other\nDisallow: /c\n\nUser-agent: vigil\nDisallow: /b", "/c", "/a /b"},
		{"2.2.1 several agents", "User-agent: other\nUser-agent: vigil\nDisallow: /a", "/b", "/a"},
		{"2.2.1 all others", "User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /b", "/a", "/b"},
		{"2.2.1 nothing matches", "User-agent: other\nDisallow: /", "/ /a", ""},
		{"2.2.1 version after the token", "User-agent: vigil/2.0\nDisallow: /a", "/b", "/a"},
		{"2.2.1 not a longer token", "User-agent: vigilante\nDisallow: /", "/a", ""},
		{"2.2.1 empty group of ours", "User-agent: vigil\n\nUser-agent: *\nDisallow: /", "", "/a"},
		{"2.2.1 allow all for us", "User-agent: vigil\nDisallow:\n\nUser-agent: *\nDisallow: /", "/a", ""},
		{"2.2.2 longest match", "User-agent: *\nAllow: /p\nDisallow: /", "/p /page", "/a /"},
		{"2.2.2 longest, either order", "User-agent: *\nDisallow: /folder\nAllow: /folder/page", "/folder/page", "/folder/other"},
		{"2.2.2 a tie allows", "User-agent: *\nDisallow: /page\nAllow: /page", "/page", ""},
		{"2.2.2 case of the path", "User-agent: *\nDisallow: /A", "/a", "/A"},
		{"2.2.2 octets beyond ASCII", "User-agent: *\nDisallow: /foo/bar/ツ", "/foo/bar/x", "/foo/bar/%E3%83%84 /foo/bar/ツ /foo/bar/%e3%83%84"},
		{"2.2.2 encoded ASCII", "User-agent: *\nDisallow: /foo/bar/%62%61%7A", "/foo/bar/x", "/foo/bar/baz /foo/bar/%62az"},
		{"2.2.2 encoded reserved stays", "User-agent: *\nDisallow: /a%2Fb", "/a/b", "/a%2fb"},
		{"2.2.2 robots.txt itself", "User-agent: *\nDisallow: /", "/robots.txt", "/robots.txt2"},
		{"2.2.3 star", "User-agent: *\nDisallow: /*/private", "/private", "/a/private /a/b/private/c"},
		{"2.2.3 star at the end", "User-agent: *\nDisallow: /fish*", "/catfish", "/fish /fish.html /fishheads"},
		{"2.2.3 end", "User-agent: *\nDisallow: /*.php$", "/a.php?x=1 /a.php/ /", "/a.php /b/c.php"},
		{"2.2.3 stars", "User-agent: *\nDisallow: /a*b*c", "/acb", "/abc /axxbyyc"},
		{"2.2.3 end and parts that overlap", "User-agent: *\nDisallow: /ab*ba$", "/aba", "/abba"},
		{"2.2.3 comment", "User-agent: * # all\nDisallow: /a # this\n# Disallow: /b", "/b", "/a"},
		{"2.2.4 other records", "User-agent: *\nSitemap: https://example.org/s.xml\nDisallow: /a\nHost: x\nDisallow: /b", "/c", "/a /b"},
		{"2.2.4 other records among agents", "User-agent: vigil\nSitemap: x\nUser-agent: other\nDisallow: /a", "", "/a"},
		{"spaces, tabs, CR", "\ufeffUser-Agent :\tvigil\r\nDISALLOW :   /a  \r\rDisallow: /b", "/c", "/a /b"},
		{"rules before any agent", "Disallow: /\nUser-agent: other\nDisallow: /x", "/a", ""},
		{"the query counts", "User-agent: *\nDisallow: /*?print=", "/a?x=1", "/a?print=1"},
		{"lines that are none", "<html>\nUser-agent *\nDisallow /\n\x00\xff", "/a", ""},
	} {
		r := robots.Parse([]byte(c.file), "vigil")
		for _, p := range strings.Fields(c.yes) {
			if !r.Allowed(p) {
				t.Errorf("%s: %s is refused", c.name, p)
			}
		}
		for _, p := range strings.Fields(c.no) {
			if r.Allowed(p) {
				t.Errorf("%s: %s is allowed", c.name, p)
			}
		}
	}
	if robots.Nothing().Allowed("/a") || !robots.Everything().Allowed("/a") {
		t.Error("all or nothing")
	}
}

func TestOther(t *testing.T) {
	r := robots.Parse([]byte("Sitemap: https://example.org/s.xml\nUser-agent: *\nCrawl-delay: 2.5\nUser-agent: slow\nCrawl-delay: 1e99"), "vigil")
	if r.Delay != 2500*time.Millisecond || len(r.Sitemaps) != 1 {
		t.Errorf("%+v", r)
	}
	if r = robots.Parse([]byte("User-agent: *\nCrawl-delay: 1e99\n"), "vigil"); r.Delay != 2*time.Minute {
		t.Errorf("delay %v", r.Delay)
	}
}

func TestHostile(t *testing.T) {
	long := "/" + strings.Repeat("a", 4000)
	for name, file := range map[string]string{
		"10 MB":      "User-agent: *\n" + strings.Repeat("Disallow: /b\n", 800_000),
		"stars":      "User-agent: *\n" + strings.Repeat("Disallow: /"+strings.Repeat("*a", 200)+"b\n", 1000),
		"one line":   "User-agent: *\nDisallow: /" + strings.Repeat("*a", 200_000) + "$",
		"no line":    strings.Repeat("x", 10<<20),
		"only colon": strings.Repeat(":\n", 200_000),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			r := robots.Parse([]byte(file), "vigil")
			r.Allowed(long)
			if took := time.Since(start); took > time.Minute {
				t.Errorf("took %v", took)
			}
		})
	}
}

func FuzzRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b$\nAllow: /a"), "/axb")
	f.Fuzz(func(t *testing.T, file []byte, path string) {
		r := robots.Parse(file, "vigil")
		r.Allowed(path)
		if !r.Allowed("/robots.txt") {
			t.Error("robots.txt is refused")
		}
	})
}
