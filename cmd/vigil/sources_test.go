package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigil/internal/collect/source"
)

// What is added is what stands at an address: a feed, a page's feed, a
// sitemap, a list, files.
func TestSourcesAdd(t *testing.T) {
	feed := `<rss version="2.0"><channel><title>The Wire</title><item><title>a</title><link>/a</link></item></channel></rss>`
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/feed":
			fmt.Fprint(w, feed)
		case "/sitemap.xml":
			fmt.Fprint(w, `<urlset><url><loc>http://`+r.Host+`/a</loc></url></urlset>`)
		case "/front":
			fmt.Fprint(w, `<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body><h1>Front</h1></body></html>`)
		case "/bare":
			fmt.Fprint(w, `<html><body><main><h2><a href="/a">A</a></h2></main></body></html>`)
		default:
			http.NotFound(w, r)
		}
	}))
	defer srv.Close()
	dir := t.TempDir()
	file := sourcesFile{Sources: filepath.Join(dir, "sources.toml")}
	ctx := context.Background()
	refused := sourcesAddCmd{sourcesFile: file, URL: srv.URL + "/feed"}
	if err := refused.Run(ctx); err == nil {
		t.Error("an address that is not public is fetched")
	}
	if err := os.WriteFile(file.Sources, []byte("# mine\nallow = [\"127.0.0.1\"]\npause = \"1ms\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for i, c := range []struct {
		path string
		kind source.Kind
		url  string
	}{{"/feed", source.Feed, "/feed"}, {"/front", source.Feed, "/feed"}, {"/sitemap.xml", source.Sitemap, "/sitemap.xml"}, {"/bare", source.List, "/bare"}} {
		add := sourcesAddCmd{sourcesFile: file, URL: srv.URL + c.path, ID: fmt.Sprintf("s%d", i), Reliability: "B"}
		if err := add.Run(ctx); err != nil {
			t.Fatalf("%s: %v", c.path, err)
		}
		f, err := source.Load(file.Sources)
		if err != nil {
			t.Fatal(err)
		}
		if s := f.Get(add.ID); s == nil || s.Kind != c.kind || s.URL != srv.URL+c.url || s.Reliability != "B" {
			t.Errorf("%s: %+v", c.path, s)
		}
	}
	local := sourcesAddCmd{sourcesFile: file, URL: dir, Kind: "local", ID: "files"}
	if err := local.Run(ctx); err != nil {
		t.Fatal(err)
	}
	test := sourcesTestCmd{sourcesFile: file, Source: "s0", Items: 3}
	if err := test.Run(ctx); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("its article is not there: %v", err)
	}
	if err := (&sourcesRemoveCmd{sourcesFile: file, ID: "s1"}).Run(); err != nil {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(file.Sources)
	if !strings.HasPrefix(string(text), "# mine\n") || strings.Contains(string(text), "'s1'") {
		t.Errorf("%s", text)
	}
	if err := (&sourcesListCmd{sourcesFile: file, DB: filepath.Join(dir, "none.db")}).Run(ctx); err != nil {
		t.Error(err)
	}
}

func TestSourcesImport(t *testing.T) {
	dir := t.TempDir()
	list := filepath.Join(dir, "list.opml")
	text := `<opml version="2.0"><body><outline text="A" xmlUrl="https://a.example/feed"/><outline text="B" xmlUrl="https://b.example/feed"/></body></opml>`
	if err := os.WriteFile(list, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	c := sourcesImportCmd{sourcesFile: sourcesFile{Sources: filepath.Join(dir, "sources.toml")}, OPML: list}
	for range 2 {
		if err := c.Run(); err != nil {
			t.Fatal(err)
		}
	}
	f, err := source.Load(c.Sources)
	if err != nil || len(f.Sources) != 2 || f.Get("a.example") == nil {
		t.Errorf("%+v, %v", f, err)
	}
}
