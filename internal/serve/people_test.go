package serve_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"net/url"
	"strings"
	"testing"
	"time"

	"vigil/internal/serve"
	"vigil/internal/serve/people"
	"vigil/internal/serve/signon"
	"vigil/internal/serve/ui"
)

const password = "correct horse battery"

// private is a desk that nobody sees who has no account.
func private(t testing.TB) *desk {
	d := newDesk(t, func(c *serve.Config) {
		c.Demo, c.Signon = false, signon.Config{Issuer: "http://127.0.0.1:1", Client: "desk"} // does not answer
	})
	r, in := strike("a", "2018-09-04", "Idlib", 8)
	put(t, d.store, r, in)
	return d
}

// account makes an account and returns a cookie of its session.
func (d *desk) account(name string, role people.Role) (people.Person, string) {
	d.t.Helper()
	ctx := context.Background()
	link, err := d.NewLink(ctx, role, "test")
	if err != nil {
		d.t.Fatal(err)
	}
	p, err := d.Redeem(ctx, link, name, password)
	if err != nil {
		d.t.Fatal(err)
	}
	s, err := d.NewSession(ctx, p)
	if err != nil {
		d.t.Fatal(err)
	}
	return p, ui.SessionCookie + "=" + s
}

// post sends a form as a page of the desk's own does.
func (d *desk) post(path, cookie string, form url.Values, head ...string) *httptest.ResponseRecorder {
	d.t.Helper()
	r := httptest.NewRequest("POST", "http://127.0.0.1:8080"+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Cookie", cookie)
	r.Header.Set("Origin", "http://127.0.0.1:8080")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for i := 0; i+1 < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	w := httptest.NewRecorder()
	d.h.ServeHTTP(w, r)
	return w
}

func TestFirstStart(t *testing.T) {
	s := openStore(t)
	ctx := context.Background()
	p, err := people.Open(ctx, t.TempDir()+"/people.db", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	desk := serve.New(s, p, serve.Config{Listen: "127.0.0.1:8080", Log: quiet})
	link, err := desk.FirstLink(ctx)
	if err != nil || !strings.HasPrefix(link, "/welcome?link=") {
		t.Fatal(link, err)
	}
	r := httptest.NewRequest("POST", "http://127.0.0.1:8080/welcome", strings.NewReader(url.Values{"link": {strings.TrimPrefix(link, "/welcome?link=")}, "name": {"Ann"}, "password": {password}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	desk.Handler().ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Set-Cookie"), ui.SessionCookie) {
		t.Fatal(w.Code, w.Body)
	}
	if again, err := desk.FirstLink(ctx); err != nil || again != "" {
		t.Errorf("a second first link: %q, %v", again, err)
	}
}

// pages are all pages with the role that each takes.
var pages = map[string]people.Role{"GET /": people.Reader, "GET /map.json": people.Reader, "GET /countries.json": people.Reader, "GET /incidents/i-a": people.Reader,
	"GET /statements/x": people.Reader, "GET /tolls": people.Reader, "GET /agenda": people.Reader, "GET /reports": people.Reader, "GET /reports/a": people.Reader,
	"GET /changes": people.Reader, "GET /me": people.Reader, "POST /me/tokens": people.Reader, "POST /me/password": people.Reader, "POST /me/tie": people.Reader, "POST /me/untie": people.Reader, "POST /me/tokens/1/revoke": people.Reader,
	"GET /alerts": people.Reader, "POST /alerts": people.Reader, "POST /alerts/1/drop": people.Reader,
	"POST /reports": people.Analyst, "GET /export": people.Reader, "GET /export/losses": people.Reader, "GET /feed.atom": people.Reader, "GET /agenda.ics": people.Reader, "GET /brief": people.Reader, "GET /api": people.Reader,
	"GET /review": people.Analyst, "GET /review/next": people.Analyst, "POST /review/bulk": people.Analyst, "GET /review/corrections.jsonl": people.Analyst,
	"POST /incidents/i-a/judge": people.Analyst, "POST /incidents/i-a/correct": people.Analyst, "POST /incidents/i-a/grade": people.Analyst, "POST /incidents/i-a/note": people.Analyst,
	"POST /incidents/i-a/merge": people.Analyst, "POST /incidents/i-a/split": people.Analyst, "POST /review/decisions/x/undo": people.Analyst,
	"GET /people": people.Admin, "POST /people/invite": people.Admin, "POST /people/1": people.Admin, "GET /trail": people.Admin,
	"GET /sides": people.Reader, "GET /sources": people.Analyst, "POST /sources": people.Analyst, "POST /sources/x/remove": people.Analyst, "GET /reports/a/captures/1": people.Analyst,
	"GET /protection": people.Admin, "POST /protection": people.Admin, "POST /protection/x/lift": people.Admin}

// Nobody gets at what is above their role, by address or by form.
func TestRoles(t *testing.T) {
	d := private(t)
	cookies := map[people.Role]string{people.Nobody: ""}
	for _, role := range people.Roles {
		_, cookies[role] = d.account("the "+string(role), role)
	}
	for page, need := range pages {
		method, path, _ := strings.Cut(page, " ")
		for role, cookie := range cookies {
			var w *httptest.ResponseRecorder
			if method == "POST" {
				w = d.post(path, cookie, url.Values{})
			} else {
				w = d.get(path, "Cookie", cookie)
			}
			refused := w.Code == http.StatusForbidden || w.Code == http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Location"), "/login")
			if refused == role.May(need) {
				t.Errorf("%s as %q answers %d", page, role, w.Code)
			}
		}
	}
}

// The list above is all there is: a new page needs a line.
func TestNoPageIsForgotten(t *testing.T) {
	open := map[string]bool{"GET /login": true, "POST /login": true, "GET /welcome": true, "POST /welcome": true, "POST /logout": true, "GET /signon": true, "GET /signon/back": true, "GET /static/{name...}": true, "GET /openapi.json": true,
		"GET /openapi.yaml": true, "GET /openapi-3.0.json": true, "GET /openapi-3.0.yaml": true} // these describe, and hold nothing
	for _, p := range private(t).patterns {
		if open[p] || strings.Contains(p, " /api/v1/") { // api_test.go
			continue
		}
		found := false
		for page := range pages {
			r := httptest.NewRequest(strings.Fields(page)[0], "http://127.0.0.1:8080"+strings.Fields(page)[1], nil)
			mux := http.NewServeMux()
			mux.HandleFunc(p, func(http.ResponseWriter, *http.Request) {})
			if _, got := mux.Handler(r); got == p {
				found = true
			}
		}
		if !found {
			t.Errorf("%s is in no test of roles", p)
		}
	}
}

// A form of another site's page is not taken, whoever sends it.
func TestForeignForms(t *testing.T) {
	d := private(t)
	_, cookie := d.account("Ann", people.Admin)
	for _, head := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Site", "", "Origin", "https://evil.example"}} {
		if w := d.post("/people/invite", cookie, url.Values{"role": {"administrator"}}, head...); w.Code != http.StatusForbidden {
			t.Errorf("%v: %d", head, w.Code)
		}
	}
	if w := d.post("/people/invite", cookie, url.Values{"role": {"administrator"}}); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "/welcome?link=") {
		t.Errorf("our own form: %d", w.Code)
	}
}

// A session's secret that was there before the login is worth nothing after it.
func TestFixedSession(t *testing.T) {
	d := private(t)
	_, cookie := d.account("Ann", people.Reader)
	w := d.post("/login", cookie, url.Values{"name": {"Ann"}, "password": {password}})
	fresh := w.Header().Get("Set-Cookie")
	if w.Code != http.StatusSeeOther || strings.Contains(fresh, cookie) || !strings.Contains(fresh, "HttpOnly") || !strings.Contains(fresh, "SameSite=Lax") {
		t.Fatalf("%d %s", w.Code, fresh)
	}
	if w := d.get("/", "Cookie", cookie); w.Code == http.StatusOK {
		t.Error("the session from before the login lives on")
	}
	w = d.post("/login", ui.SessionCookie+"=chosen-by-eve", url.Values{"name": {"Ann"}, "password": {password}})
	if strings.Contains(w.Header().Get("Set-Cookie"), "chosen-by-eve") || d.get("/", "Cookie", ui.SessionCookie+"=chosen-by-eve").Code == http.StatusOK {
		t.Error("a session that a stranger chose is taken")
	}
}

func TestLoginLeadsNowhereElse(t *testing.T) {
	d := private(t)
	d.account("Ann", people.Reader)
	for next, want := range map[string]string{"/tolls": "/tolls", "//evil.example": "/", "https://evil.example": "/", `/\evil.example`: "/", "": "/", "javascript:alert(1)": "/"} {
		w := d.post("/login", "", url.Values{"name": {"Ann"}, "password": {password}, "next": {next}})
		if got := w.Header().Get("Location"); got != want {
			t.Errorf("%q leads to %q", next, got)
		}
	}
}

func TestGuessesAreLimited(t *testing.T) {
	s := openStore(t)
	p, err := people.Open(context.Background(), t.TempDir()+"/people.db", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	d := &desk{t: t, store: s, h: serve.New(s, p, serve.Config{Listen: "127.0.0.1:8080", Log: quiet, Now: func() time.Time { return today }}).Handler()}
	for range 15 {
		if d.post("/login", "", url.Values{"name": {"Ann"}, "password": {"guess"}}).Code == http.StatusTooManyRequests {
			return
		}
	}
	t.Error("15 guesses at once are all looked at")
}

// What people do is in the trail, with who did it.
func TestTrail(t *testing.T) {
	d := private(t)
	_, cookie := d.account("Ann", people.Admin)
	d.post("/people/invite", cookie, url.Values{"role": {"reader"}})
	d.post("/login", "", url.Values{"name": {"Eve"}, "password": {"wrong wrong wrong"}})
	page := d.get("/trail", "Cookie", cookie).Body.String()
	for _, want := range []string{"invited", "login refused", "Eve", "The chain holds."} {
		if !strings.Contains(page, want) {
			t.Errorf("the trail lacks %q", want)
		}
	}
}

// Oversized forms are cut off, not read.
func TestOversized(t *testing.T) {
	d := private(t)
	w := d.post("/login", "", url.Values{"name": {strings.Repeat("x", 2<<20)}, "password": {password}})
	if w.Code == http.StatusSeeOther || w.Code >= 500 {
		t.Errorf("2 MiB of a name: %d", w.Code)
	}
}

// A rule is its person's alone.
func TestAlerts(t *testing.T) {
	d := private(t)
	ann, annCookie := d.account("Ann", people.Reader)
	_, eveCookie := d.account("Eve", people.Reader)
	w := d.post("/alerts", annCookie, url.Values{"name": {"Syria"}, "country": {"syr"}, "killed": {"5"}, "webhook": {"https://hook.example/x"}})
	if !strings.Contains(w.Body.String(), `id="secret"`) || !strings.Contains(w.Body.String(), "country=SYR") {
		t.Fatal(w.Code, w.Body)
	}
	if page := d.get("/alerts", "Cookie", eveCookie).Body.String(); strings.Contains(page, "hook.example") {
		t.Error("somebody else sees the rule")
	}
	d.post("/alerts/1/drop", eveCookie, url.Values{})
	rules, err := d.Rules(context.Background(), ann.ID)
	if err != nil || len(rules) != 1 {
		t.Fatalf("somebody else drops the rule: %v, %v", rules, err)
	}
	if page := d.get("/alerts", "Cookie", annCookie).Body.String(); strings.Contains(page, rules[0].Secret) {
		t.Error("the secret is shown again")
	}
	for _, bad := range []url.Values{{"name": {"x"}}, {"name": {"x"}, "webhook": {"file:///etc/passwd"}}, {"name": {"x"}, "webhook": {"https://x"}, "box": {"1"}}} {
		if w := d.post("/alerts", annCookie, bad); !strings.Contains(w.Body.String(), `role="alert"`) {
			t.Errorf("%v is taken", bad)
		}
	}
	d.post("/alerts/1/drop", annCookie, url.Values{})
	if rules, _ := d.Rules(context.Background(), ann.ID); len(rules) != 0 {
		t.Error("a rule of one's own cannot be dropped")
	}
}

// An upload's name leads nowhere, and what is no report or too large is refused.
func TestUploads(t *testing.T) {
	d := private(t)
	_, cookie := d.account("Ann", people.Analyst)
	send := func(name, body string) *httptest.ResponseRecorder {
		var b bytes.Buffer
		form := multipart.NewWriter(&b)
		h := textproto.MIMEHeader{}
		h.Set("Content-Disposition", `form-data; name="file"; filename="`+name+`"`)
		part, err := form.CreatePart(h)
		if err != nil {
			t.Fatal(err)
		}
		part.Write([]byte(body))
		form.Close()
		r := httptest.NewRequest("POST", "http://127.0.0.1:8080/reports", &b)
		r.Header.Set("Content-Type", form.FormDataContentType())
		r.Header.Set("Cookie", cookie)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		w := httptest.NewRecorder()
		d.h.ServeHTTP(w, r)
		return w
	}
	for name, want := range map[string]string{"a.txt": "a.txt", "../../etc/cron.d/x.txt": "x.txt", `..\\..\\x.html`: "x.html", "/etc/passwd": "", "..txt": "", ".txt": "", "x.exe": "", "x.txt.exe": "",
		"x.warc": "", "x.pdf": "", "x.txt.gz": "", "%2e%2e%2fx.txt": "-2e-2e-2fx.txt", "": "", "مرحبا.jsonl": "jsonl"} {
		d.uploads = nil
		w := send(name, "text")
		got := strings.Join(d.uploads, " ")
		if name == "مرحبا.jsonl" || name == "%2e%2e%2fx.txt" {
			if strings.ContainsAny(got, "/\\%") {
				t.Errorf("%q is called %q", name, got)
			}
			continue
		}
		if got != want || (want == "") == (w.Code == http.StatusOK) {
			t.Errorf("%q is called %q, want %q (%d)", name, got, want, w.Code)
		}
	}
	d.uploads = nil
	if w := send("large.txt", strings.Repeat("x", 9<<20)); w.Code == http.StatusOK || len(d.uploads) > 0 {
		t.Errorf("9 MiB are read: %d", w.Code)
	}
	if w := d.post("/reports", cookie, url.Values{"text": {"x"}}, "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusForbidden {
		t.Errorf("a foreign page uploads: %d", w.Code)
	}
}
