package serve_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"vigil/internal/serve"
)

// A brief cites its sentences, prints with its own style and nothing else, and
// no word of a report becomes markup of it.
func TestBriefAtTheDesk(t *testing.T) {
	d := newDesk(t, func(c *serve.Config) { c.Now = func() time.Time { return today.Add(time.Hour) } })
	for i, p := range payloads[:10] {
		r, in := strike("b"+string(rune('a'+i)), "2018-09-04", "Idlib", 8)
		r.Report.Title, r.Report.Source, in.Actors[0].Name = p, p, p
		put(t, d.store, r, in)
	}
	w := d.get("/brief?since=24h&area=SYR")
	page, csp := w.Body.String(), w.Header().Get("Content-Security-Policy")
	if w.Code != http.StatusOK || !strings.Contains(page, "Air strikes hit Idlib") || !strings.Contains(csp, "style-src 'sha256-") || strings.Contains(csp, "script-src") || strings.Contains(csp, "unsafe") {
		t.Fatal(w.Code, csp, page)
	}
	for z := html.NewTokenizer(strings.NewReader(page)); z.Next() != html.ErrorToken; {
		switch tok := z.Token(); tok.Data {
		case "script", "img", "svg", "iframe", "body", "form":
			if tok.Type == html.StartTagToken {
				t.Errorf("the brief holds %v", tok)
			}
		}
	}
	if got := d.page("/brief?since=7d&form=md"); !strings.HasPrefix(got, "# Situation report") {
		t.Error(got)
	}
	for _, bad := range []string{"", "since=1h", "since=24h&area=91,0", "since=24h&area=1,2,3,4"} {
		if w := d.get("/brief?" + bad); w.Code != http.StatusBadRequest {
			t.Errorf("%q answers %d", bad, w.Code)
		}
	}
}
