package serve_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"vigil"
	"vigil/internal/export"
	"vigil/internal/serve/people"
)

type openAPI struct {
	OpenAPI string
	Paths   map[string]map[string]struct {
		OperationID string
		Parameters  []struct {
			Name, In string
			Required bool
		}
	}
}

func (d *desk) openAPI() openAPI {
	var doc openAPI
	mustJSON(d.t, d.page("/openapi.json"), &doc)
	return doc
}

// Every operation of the document wants a role or a token's scope.
func TestScopes(t *testing.T) {
	d := private(t)
	doc := d.openAPI()
	if !strings.HasPrefix(doc.OpenAPI, "3.1") || len(doc.Paths) < 15 {
		t.Fatalf("OpenAPI %s of %d paths", doc.OpenAPI, len(doc.Paths))
	}
	ctx := context.Background()
	reader, _ := d.account("Rita", people.Reader)
	analyst, _ := d.account("Ann", people.Analyst)
	token := func(p people.Person, scopes ...people.Scope) string {
		s, err := d.NewToken(ctx, p, "test", scopes, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		return "Bearer " + s
	}
	tokens := map[string]string{"": "", "no such token": "Bearer vigil_x", "reader read": token(reader, people.ScopeRead), "reader export": token(reader, people.ScopeExport),
		"reader all": token(reader, people.Scopes...), "analyst read": token(analyst, people.ScopeRead), "analyst review": token(analyst, people.ScopeReview)}
	may := map[string]string{"read": "reader read, reader all, analyst read", "export": "reader export, reader all", "review": "analyst review"}
	for path, ops := range doc.Paths {
		if path == "/api/v1/events" {
			continue // TestEvents
		}
		for method := range ops {
			scope := "read"
			switch {
			case method == "post":
				scope = "review"
			case strings.Contains(path, "/export/"):
				scope = "export"
			}
			for who, bearer := range tokens {
				r := httptest.NewRequest(strings.ToUpper(method), "http://127.0.0.1:8080"+strings.NewReplacer("{id}", "i-a", "{form}", "csv").Replace(path), strings.NewReader("{}"))
				r.Header.Set("Content-Type", "application/json")
				if bearer != "" {
					r.Header.Set("Authorization", bearer)
				}
				w := httptest.NewRecorder()
				d.h.ServeHTTP(w, r)
				refused := w.Code == http.StatusUnauthorized || w.Code == http.StatusForbidden
				if allowed := who != "" && strings.Contains(may[scope], who); refused == allowed {
					t.Errorf("%s %s as %q answers %d", method, path, who, w.Code)
				}
			}
		}
	}
	if w := d.get("/", "Authorization", tokens["reader all"]); w.Code == http.StatusOK {
		t.Error("a token opens the pages")
	}
}

type listed struct {
	Items []vigil.Incident
	Next  string
}

func TestAPILists(t *testing.T) {
	d := newDesk(t, nil)
	want := map[string]bool{}
	for i := range 25 {
		r, in := strike(fmt.Sprintf("r%02d", i), fmt.Sprintf("2018-09-%02d", i%20+1), "Idlib", 1)
		put(t, d.store, r, in)
		want[in.ID] = true
	}
	pages := 0
	for after := ""; ; pages++ {
		var page listed
		mustJSON(t, d.page("/api/v1/incidents?limit=10&country=syr&after="+url.QueryEscape(after)), &page)
		for _, in := range page.Items {
			if !want[in.ID] {
				t.Errorf("%s comes twice", in.ID)
			}
			delete(want, in.ID)
		}
		if after = page.Next; after == "" {
			break
		}
	}
	if len(want) > 0 || pages != 2 {
		t.Errorf("%d never come, %d pages", len(want), pages)
	}
	var some struct{ Items []map[string]any }
	mustJSON(t, d.page("/api/v1/incidents?fields=id,act&limit=1"), &some)
	if len(some.Items[0]) != 2 || some.Items[0]["act"] != vigil.AirStrike {
		t.Errorf("chosen fields: %v", some.Items)
	}
	var sums map[string]int
	if mustJSON(t, d.page("/api/v1/counts?by=country"), &sums); sums["SYR"] != 25 {
		t.Errorf("counts %v", sums)
	}
	for _, bad := range []string{"limit=0", "limit=1000", "after=x", "from=yesterday", "box=1", "country=Syria", "min=2", "as_of=now"} {
		if w := d.get("/api/v1/incidents?" + bad); w.Code < 400 || w.Code > 422 {
			t.Errorf("%s answers %d", bad, w.Code)
		}
	}
}

func TestAPIThings(t *testing.T) {
	d := filled(t)
	w := d.get("/api/v1/incidents/i-a")
	tag := w.Header().Get("ETag")
	if w.Code != http.StatusOK || tag != `"1"` {
		t.Fatal(w.Code, tag, w.Body)
	}
	if w := d.get("/api/v1/incidents/i-a", "If-None-Match", tag); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("unchanged: %d %s", w.Code, w.Body)
	}
	var told struct {
		Items []struct{ Sentences []string }
	}
	mustJSON(t, d.page("/api/v1/incidents/i-a/evidence"), &told)
	if len(told.Items) != 1 || !strings.HasPrefix(told.Items[0].Sentences[0], "Air strikes hit") {
		t.Errorf("evidence %+v", told)
	}
	var steps struct {
		Items []struct {
			Rev   int
			After json.RawMessage
		}
	}
	if mustJSON(t, d.page("/api/v1/things/i-a/history"), &steps); len(steps.Items) != 1 || steps.Items[0].After == nil {
		t.Errorf("history %+v", steps)
	}
	for _, path := range []string{"/reports", "/reports?q=strikes", "/reports/a", "/claims/a%231", "/statements", "/tolls", "/stories", "/places", "/changes"} {
		d.page("/api/v1" + path)
	}
	for _, path := range []string{"/incidents/no", "/reports/no", "/claims/no", "/things/no/history", "/tolls/no"} {
		if w := d.get("/api/v1" + path); w.Code != http.StatusNotFound {
			t.Errorf("%s answers %d", path, w.Code)
		}
	}
}

// Deletions are published: who keeps a copy learns what to drop.
func TestChangesTellDeletions(t *testing.T) {
	d, ann, _ := reviewed(t)
	d.do(ann, "/incidents/i-a/merge", "rev", "1", "with", "i-b", "reason", "one")
	var got struct {
		Items []struct {
			Of, Kind string
			Deleted  bool
		}
	}
	mustJSON(t, d.get("/api/v1/changes", "Cookie", ann).Body.String(), &got)
	gone := ""
	for _, s := range got.Items {
		if s.Deleted {
			gone += s.Of
		}
	}
	if gone != "i-b" {
		t.Errorf("deleted: %q in %+v", gone, got)
	}
}

func TestAPIDecisions(t *testing.T) {
	d := private(t)
	p, _ := d.account("Ann", people.Analyst)
	token, err := d.NewToken(context.Background(), p, "test", people.Scopes, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		body string
		want int
	}{
		{`{"rev":1,"kind":"correct","field":"killed","value":{"min":9},"reason":"list"}`, 200},
		{`{"rev":1,"kind":"judge","value":"accepted","reason":"seen"}`, 409},
		{`{"rev":2,"kind":"judge","value":"loved","reason":"seen"}`, 422},
		{`{"rev":2,"kind":"correct","field":"killed","value":"x","reason":"seen"}`, 422},
		{`{"rev":2,"kind":"correct","reason":"seen"}`, 422},
		{`{"rev":2,"kind":"judge","value":"accepted","reason":""}`, 422},
		{`{`, 400}, {``, 400},
		{`{"rev":2,"kind":"judge","value":"accepted","reason":"seen"}`, 200},
	} {
		r := httptest.NewRequest("POST", "http://127.0.0.1:8080/api/v1/incidents/i-a/decisions", strings.NewReader(c.body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		d.h.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%s answers %d: %s", c.body, w.Code, w.Body)
		}
	}
}

func TestExports(t *testing.T) {
	d := filled(t)
	for _, form := range []string{"json", "jsonl", "csv", "acled", "ged", "geojson", "gpkg", "parquet", "atom", "ics", "md"} {
		w := d.get("/api/v1/export/" + form)
		if w.Code != http.StatusOK || w.Body.Len() < 50 || strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			t.Errorf("%s: %d, %d bytes of %s", form, w.Code, w.Body.Len(), w.Header().Get("Content-Type"))
		}
	}
	for _, form := range []string{"acled", "ged"} {
		if err := export.Check(strings.NewReader(d.page("/api/v1/export/"+form)), form); err != nil {
			t.Errorf("%s: %v", form, err)
		}
	}
	if d.page("/api/v1/export/acled?losses=true") == "" {
		t.Error("nothing is told of what ACLED's form cannot hold")
	}
	if w := d.get("/api/v1/export/exe"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a form that is none: %d", w.Code)
	}
}

// What is new comes by itself.
func TestEvents(t *testing.T) {
	d := filled(t)
	srv := httptest.NewServer(d.h)
	defer srv.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	req, _ := http.NewRequestWithContext(ctx, "GET", srv.URL+"/api/v1/events?after=0", nil)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if ct := res.Header.Get("Content-Type"); !strings.HasPrefix(ct, "text/event-stream") {
		t.Fatal(res.StatusCode, ct)
	}
	r, in := strike("c", "2018-09-06", "Hama", 2)
	put(t, d.store, r, in)
	s := bufio.NewScanner(res.Body)
	for s.Scan() {
		if strings.Contains(s.Text(), `"of":"i-c"`) {
			return
		}
	}
	t.Error("the new incident does not come:", s.Err())
}

// No value of a parameter brings the API down: every operation with hostile
// values in every place.
func TestHostileValues(t *testing.T) {
	d := filled(t)
	values := append([]string{"", "-1", "0", "1e309", "NaN", "9223372036854775808", strings.Repeat("x", 5000), "../../etc/passwd", "%00", "'; drop table items; --",
		"\x00", "\xff\xfe", "{}", "[]", "null", "true", "2018-02-30", "9999-12-31", "0000-00-00", "*", `"`, "\\", "a b", "١٢"}, payloads[:5]...)
	for path, ops := range d.openAPI().Paths {
		for method, o := range ops {
			if path == "/api/v1/events" {
				continue
			}
			for _, v := range values {
				at := strings.NewReplacer("{id}", url.PathEscape(v), "{form}", url.PathEscape(v)).Replace(path)
				q := url.Values{}
				for _, p := range o.Parameters {
					if p.In == "query" {
						q.Set(p.Name, v)
					}
				}
				for _, query := range append([]string{q.Encode()}, each(q)...) {
					r, err := http.NewRequest(strings.ToUpper(method), "http://127.0.0.1:8080"+at+"?"+query, strings.NewReader(v))
					if err != nil {
						continue
					}
					r.RemoteAddr = "127.0.0.1:1"
					r.Header.Set("If-None-Match", v)
					r.Header.Set("Content-Type", "application/json")
					w := httptest.NewRecorder()
					d.h.ServeHTTP(w, r)
					if w.Code >= 500 {
						t.Errorf("%s %s?%s answers %d: %s", method, at, query, w.Code, w.Body)
					}
				}
			}
		}
	}
}

// each gives every value of q by itself.
func each(q url.Values) []string {
	var out []string
	for k, v := range q {
		out = append(out, url.Values{k: v}.Encode())
	}
	return out
}
