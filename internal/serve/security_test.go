package serve_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"vigil"
	"vigil/internal/serve"
	"vigil/internal/store"
)

// payloads are what a hostile report may hold to run a script in a reader's
// browser: OWASP's and PortSwigger's kinds, written out.
var payloads = []string{
	`<script>alert(1)</script>`, `"><script>alert(1)</script>`, `'><script>alert(1)</script>`, `</title><script>alert(1)</script>`,
	`</textarea><script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `"><img src=x onerror=alert(1)>`, `<svg onload=alert(1)>`,
	`<svg><script>alert(1)</script></svg>`, `<svg><animate onbegin=alert(1) attributeName=x dur=1s>`, `<body onload=alert(1)>`,
	`<iframe src="javascript:alert(1)">`, `<iframe srcdoc="<script>alert(1)</script>">`, `<a href="javascript:alert(1)">x</a>`,
	`<a href="java&#09;script:alert(1)">x</a>`, `<form action="javascript:alert(1)"><button>x`, `<input autofocus onfocus=alert(1)>`,
	`<details open ontoggle=alert(1)>`, `<video><source onerror=alert(1)>`, `<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`,
	`" onmouseover="alert(1)`, `' onmouseover='alert(1)`, `x" autofocus onfocus="alert(1)`, "` onmouseover=alert(1) `", `javascript:alert(1)`,
	`JaVaScRiPt:alert(1)`, "java\nscript:alert(1)", `data:text/html,<script>alert(1)</script>`, `vbscript:msgbox(1)`, `</script><script>alert(1)</script>`,
	`<!--<script>alert(1)//-->`, `<![CDATA[<script>alert(1)</script>]]>`, `<style>@import "//evil.example/x.css"</style>`, `<link rel=stylesheet href=//evil.example/x.css>`,
	`<meta http-equiv=refresh content="0;url=//evil.example">`, `<base href="//evil.example/">`, `<object data="javascript:alert(1)">`, `<embed src="javascript:alert(1)">`,
	`{{.}}`, `${alert(1)}`, `<div hx-get="//evil.example" hx-trigger="load">`, `<div hx-on:click="alert(1)" data-hx-on="x">`, `&lt;script&gt;alert(1)&lt;/script&gt;`,
	`&#60;script&#62;alert(1)&#60;/script&#62;`, "<scr\x00ipt>alert(1)</scr\x00ipt>", `<<script>alert(1)//<</script>`, `%3Cscript%3Ealert(1)%3C/script%3E`,
	"\u202e<script>alert(1)</script>", `＜script＞alert(1)＜/script＞`, `<x onclick=alert(1)>x`,
}

// hostile is a report that holds a payload wherever it can.
func hostile(id, p string) (*store.Reading, *vigil.Incident, *vigil.Statement, *vigil.Toll) {
	r, in := strike(id, "2018-09-04", "X", 3)
	text := p + "\n" + p + " said " + p
	all := vigil.Span{Start: 0, End: len(text)}
	c := &r.Claims[0]
	party := vigil.Party{Name: p, Text: p, Also: []string{p}, Entity: p, Unsure: p}
	c.Evidence, c.Trigger, c.Weapon, c.Act = []vigil.Span{all}, all, p, p
	c.Actors, c.Targets, c.DeniedBy = []vigil.Party{party}, []vigil.Party{party}, []vigil.Party{party}
	c.Place.Name, c.Place.Text, c.Place.Admin1, c.Place.Country, c.Place.Relation, c.Place.Kind = p, p, p, p, p, vigil.PlaceKind(p)
	c.When.Text, c.When.Span = p, all
	c.Figures[0].Of, c.Figures[0].Source, c.Figures[0].Span = p, &party, all
	c.By = []vigil.Attribution{{Speakers: []vigil.Party{party}, Via: []vigil.Party{party}}}
	c.Condition, c.Scope, c.Relation, c.Status = p, p, p, vigil.Status(p)
	r.Report.Text, r.Report.Title, r.Report.Source, r.Report.URL, r.Report.Lang, r.Report.Digest = text, p, p, p, p, p
	r.Report.Published.Basis, r.Analyser = vigil.Basis(p), p
	r.Copies = []vigil.Copy{{Report: id, Span: all, Of: p, Why: p}}
	r.Claims = append(r.Claims, vigil.Claim{ID: id + "#2", Report: id, Kind: vigil.SideClaim, Relation: p, Evidence: []vigil.Span{all}, Actors: c.Actors, Targets: []vigil.Party{{Name: p + "!"}}})
	in.Act, in.Actors, in.Targets, in.Standing, in.Disputed = p, c.Actors, c.Targets, vigil.Standing(p), []string{p}
	in.Grade = vigil.Grade{Level: p, Reason: p}
	in.Tallies[0] = vigil.Tally{Measure: vigil.Measure(p), Rule: p, Min: vigil.N(3), Figures: []vigil.Witness{{Figure: c.Figures[0], Claim: c.ID}}}
	in.Voices = []vigil.Voice{{Source: p, Via: []string{p}, Why: p}}
	in.Review = &vigil.Review{Verdict: vigil.Verdict(p), By: p, Reason: p, Grade: p, Notes: []string{p}}
	st := &vigil.Statement{ID: "s-" + id, Act: p, From: c.Actors, To: c.Targets, When: c.When, Due: c.When, Condition: p, Outcome: p, Claims: []string{c.ID}, Standing: vigil.Standing(p)}
	toll := &vigil.Toll{ID: "t-" + id, Measure: vigil.Measure(p), Of: p, Scope: p, Series: []vigil.TollPoint{
		{AsOf: days("2018-09-04"), Figure: c.Figures[0], Source: p, Claim: c.ID}, {AsOf: days("2018-09-05"), Figure: c.Figures[0], Source: p, Claim: c.ID}}}
	return r, in, st, toll
}

// No word of a report becomes markup of a page.
func TestStoredScripts(t *testing.T) {
	d := newDesk(t, nil)
	for i, p := range payloads {
		id := fmt.Sprintf("x%d%s", i, p)
		r, in, st, toll := hostile(id, p)
		r.Claims[0].ID, r.Claims[0].Report = id+"#1", id
		put(t, d.store, r, in, st, toll)
		for _, path := range []string{"/", "/?q=" + url.QueryEscape(p), "/incidents/" + url.PathEscape(in.ID), "/statements/" + url.PathEscape(st.ID),
			"/tolls", "/agenda", "/sides", "/reports", "/reports/" + url.PathEscape(id) + "?claim=" + url.QueryEscape(id+"#1"), "/changes", "/export/losses?form=acled", "/reports?q=" + url.QueryEscape("said")} {
			w := d.get(path)
			if w.Code != http.StatusOK {
				t.Errorf("%q: %s answers %d", p, path, w.Code)
				continue
			}
			clean(t, path, w.Body.String())
		}
	}
}

// No word of an address becomes markup of a page.
func TestReflectedScripts(t *testing.T) {
	d := filled(t)
	for _, p := range payloads {
		q := url.QueryEscape(p)
		for _, path := range []string{"/?q=" + q, "/?from=" + q, "/?country=" + q, "/?kind=" + q, "/?standing=" + q, "/?source=" + q, "/?box=" + q, "/?after=" + q,
			"/incidents/" + url.PathEscape(p), "/reports/" + url.PathEscape(p), "/reports/a?claim=" + q + "&at=" + q, "/tolls?only=" + q, "/agenda?after=" + q, "/reports?q=" + q, "/changes?after=" + q} {
			w := d.get(path)
			if w.Code >= 500 {
				t.Errorf("%s answers %d", path, w.Code)
			}
			if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
				clean(t, path, w.Body.String())
			}
		}
	}
}

// clean reports whatever could run or load in a page beside our own files.
func clean(t *testing.T, path, page string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(page))
	for z.Next() != html.ErrorToken {
		tok := z.Token()
		if tok.Type != html.StartTagToken && tok.Type != html.SelfClosingTagToken {
			continue
		}
		switch tok.Data {
		case "iframe", "object", "embed", "base", "style", "math", "animate", "video", "img", "x", "source", "details":
			t.Errorf("%s holds <%s>", path, tok.Data)
		}
		attr := map[string]string{}
		for _, a := range tok.Attr {
			attr[a.Key] = a.Val
			name := strings.ToLower(a.Key)
			switch {
			case strings.HasPrefix(name, "on"), strings.HasPrefix(name, "hx-on"), name == "style", name == "srcdoc":
				t.Errorf("%s: <%s %s=%q>", path, tok.Data, a.Key, a.Val)
			case name == "href" || name == "src" || name == "action" || name == "hx-get" || name == "hx-post":
				v := strings.ToLower(strings.TrimSpace(a.Val))
				if u, err := url.Parse(v); err != nil || u.Scheme != "" && u.Scheme != "https" && u.Scheme != "http" || name != "href" && (u.Scheme != "" || u.Host != "") {
					t.Errorf("%s: <%s %s=%q>", path, tok.Data, a.Key, a.Val)
				}
			}
		}
		if tok.Data == "script" && !strings.HasPrefix(attr["src"], "/static/") {
			t.Errorf("%s holds a script that is not ours: %v", path, tok)
		}
		if tok.Data == "meta" && attr["http-equiv"] != "" {
			t.Errorf("%s: %v", path, tok)
		}
	}
}

func TestHeaders(t *testing.T) {
	d := filled(t)
	for _, path := range []string{"/", "/map.json", "/static/app.js", "/no"} {
		h := d.get(path).Header()
		csp := h.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: policy %q lacks %q", path, csp, want)
			}
		}
		if strings.Contains(csp, "unsafe") || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", path, h)
		}
	}
}

// A name that was pointed at this machine by somebody else gets nothing.
func TestForeignHost(t *testing.T) {
	d := filled(t)
	for host, want := range map[string]int{"127.0.0.1:8080": 200, "localhost:8080": 200, "[::1]:8080": 200, "evil.example": 421, "evil.example:8080": 421, "10.0.0.1": 421} {
		r := httptest.NewRequest("GET", "http://x/", nil)
		r.Host = host
		w := httptest.NewRecorder()
		d.h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s gets %d, want %d", host, w.Code, want)
		}
	}
}

func TestListen(t *testing.T) {
	for listen, want := range map[string]bool{"127.0.0.1:80": true, "localhost:80": true, "[::1]:80": true, "0.0.0.0:80": false, ":80": false, "192.168.1.2:80": false, "desk.example:80": false, "nonsense": false} {
		c := serve.Config{Listen: listen}
		if err := c.CheckListen(); (err == nil) != want {
			t.Errorf("listening on %s: %v", listen, err)
		}
	}
	if err := (&serve.Config{Listen: "0.0.0.0:80", Insecure: true}).CheckListen(); err != nil {
		t.Error(err)
	}
	if err := (&serve.Config{Listen: "0.0.0.0:80", CertFile: "c", KeyFile: "k"}).CheckListen(); err != nil {
		t.Error(err)
	}
}

func TestTooManyRequests(t *testing.T) {
	d := newDesk(t, func(c *serve.Config) { c.Now = func() time.Time { return today } })
	for range 400 {
		if d.get("/countries.json").Code == http.StatusTooManyRequests {
			return
		}
	}
	t.Error("400 requests at once are all served")
}
