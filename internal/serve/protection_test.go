package serve_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"vigil"
	"vigil/internal/serve/people"
)

// secrets are what must not leave: a speaker and the other name that the report
// has for her, an outlet with its reports' titles, addresses and words, and
// where a shelter is.
var secrets = regexp.MustCompile(`(?i)Amal Haddad|Dr\.? Haddad|Secret Wire|secret-wire|strikes hit the shelter|only their reporter|Hidden Shelter|35\.123|36\.321`)

// guarded is a desk with something to protect, and the cookies of a reader, an
// analyst and an administrator.
func guarded(t *testing.T) (d *desk, reader, analyst, admin string) {
	d = private(t)
	plant(t, d)
	_, reader = d.account("Rita", people.Reader)
	_, analyst = d.account("Anna", people.Analyst)
	_, admin = d.account("Otto", people.Admin)
	return d, reader, analyst, admin
}

// plant puts a report by a speaker, one of an outlet and one at a place into
// the record that will be protected.
func plant(t *testing.T, d *desk) {
	day := days("2018-09-05")
	put1 := func(id, outlet, title, text, speaker, place string, lat, lon float64) {
		at := func(w string) vigil.Span {
			i := max(strings.Index(text, w), 0)
			return vigil.Span{Start: i, End: i + len(w)}
		}
		r, in := strike(id, "2018-09-05", place, 3)
		r.Report.ID, r.Report.Source, r.Report.Title, r.Report.Text, r.Report.URL = id, outlet, title, text, "https://secret-wire.example/"+id
		if outlet != "Secret Wire" {
			r.Report.URL = "https://open.example/" + id
		}
		c := &r.Claims[0]
		p := vigil.Party{Name: speaker, Text: "Dr. Haddad", Also: []string{"Dr Haddad"}, Span: at("Dr. Haddad"), Kind: vigil.Person}
		if speaker != "Amal Haddad" {
			p = vigil.Party{Name: speaker, Text: speaker, Span: at(speaker)}
		}
		c.ID, c.Report, c.Evidence, c.Trigger = id+"#1", id, []vigil.Span{{Start: 0, End: len(text)}}, at("strikes")
		c.By = []vigil.Attribution{{Speakers: []vigil.Party{p}}}
		c.Figures[0].Source, c.Figures[0].Span = &p, at("three")
		place1 := *c.Place
		place1.Lat, place1.Lon, place1.Text, place1.Span = lat, lon, place, at(place)
		c.Place, in.Place, in.When = &place1, &place1, &vigil.When{Days: day}
		in.ID, in.Claims = "i-"+strings.NewReplacer("/", "-", ":", "-").Replace(id[strings.LastIndex(id, "/")+1:]), []string{c.ID}
		in.Tallies[0].Figures[0] = vigil.Witness{Figure: c.Figures[0], Claim: c.ID}
		in.Voices = []vigil.Voice{{Source: speaker, Entity: "amal-haddad", Via: []string{outlet}, Claims: in.Claims, Counts: true}}
		toll := &vigil.Toll{ID: "t-" + in.ID, Measure: vigil.Killed, Scope: "as " + speaker + " counts", Series: []vigil.TollPoint{{AsOf: day, Figure: c.Figures[0], Source: speaker, Claim: c.ID}}}
		st := &vigil.Statement{ID: "s-" + in.ID, Act: "CONSULT", From: []vigil.Party{p}, When: in.When, Due: in.When, Claims: in.Claims, Condition: "if " + speaker + " agrees"}
		put(t, d.store, r, in, toll, st)
	}
	put1("speaker", "Open Wire", "Three die, says Amal Haddad", "At least three died in strikes on Idlib, Dr. Haddad, who is Amal\nHaddad, told us.", "Amal Haddad", "Idlib", 35.9, 36.6)
	put1("https://secret-wire.example/x", "Secret Wire", "Strikes hit the shelter", "At least three died in strikes on Sarmada; only their reporter was there, the mayor said.", "the mayor", "Sarmada", 36.1, 36.7)
	put1("shelter", "Open Wire", "Three die in Hidden Shelter", "At least three died in strikes on Hidden Shelter, rescuers said.", "rescuers", "Hidden Shelter", 35.123, 36.321)
}

// everywhere asks every way out for everything: each operation of the API, each
// form, each feed, and for readers each page. It returns what each answers.
func (d *desk) everywhere(bearer, reader, analyst string) map[string]string {
	d.t.Helper()
	out := map[string]string{}
	ids := []string{"i-speaker", "i-x", "i-shelter", "s-i-speaker", "t-i-speaker", "s-i-x", "t-i-x", "speaker", "shelter", "https://secret-wire.example/x", "speaker#1", "shelter#1"}
	for path, ops := range d.openAPI().Paths {
		if ops["get"].OperationID == "" || path == "/api/v1/events" {
			continue
		}
		for _, id := range ids {
			for _, form := range []string{"json", "jsonl", "csv", "acled", "ged", "geojson", "gpkg", "parquet", "atom", "ics", "md"} {
				p := strings.NewReplacer("{id}", url.PathEscape(id), "{form}", form).Replace(path)
				if _, done := out[p]; done {
					continue
				}
				out[p] = d.get(p, "Authorization", bearer).Body.String()
				if form == "parquet" && strings.HasSuffix(p, form) {
					out[p] = unpacked(d.t, out[p])
				}
			}
		}
	}
	for _, p := range []string{"/api/v1/counts?by=source", "/api/v1/export/jsonl?since=1", "/api/v1/export/acled?losses=true", "/api/v1/export/csv?since=1&deletions=true"} {
		out[p] = d.get(p, "Authorization", bearer).Body.String()
	}
	for _, p := range []string{"/feed.atom", "/agenda.ics", "/brief?since=24h", "/export/losses?form=acled", "/export/losses?form=ged", "/review/corrections.jsonl"} {
		out[p] = d.get(p, "Cookie", analyst).Body.String()
	}
	for _, p := range []string{"/", "/map.json", "/tolls", "/agenda", "/reports", "/changes", "/incidents/i-speaker", "/incidents/i-x", "/incidents/i-shelter", "/statements/s-i-speaker", "/reports/speaker", "/reports/shelter"} {
		out["reader "+p] = d.get(p, "Cookie", reader).Body.String()
	}
	return out
}

// unpacked gives the values of a Parquet file as text.
func unpacked(t testing.TB, file string) string {
	t.Helper()
	var b strings.Builder
	r := parquet.NewReader(strings.NewReader(file))
	rows := make([]parquet.Row, 1)
	for {
		n, err := r.ReadRows(rows)
		if n > 0 {
			fmt.Fprintf(&b, "%v\n", rows[0])
		}
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func (d *desk) shield(admin string, pairs ...string) {
	d.do(admin, "/protection", append(pairs, "reason", "they were threatened")...)
}

func TestProtection(t *testing.T) {
	d, reader, analyst, admin := guarded(t)
	ctx := context.Background()
	ann, cookie := d.account("Abe", people.Analyst)
	d.do(cookie, "/incidents/i-speaker/note", "rev", "1", "reason", "seen")
	token, err := d.NewToken(ctx, ann, "test", people.Scopes, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	leaks := func() (n int, where string) {
		for p, body := range d.everywhere("Bearer "+token, reader, analyst) {
			if m := secrets.FindString(body); m != "" {
				n++
				where += fmt.Sprintf("%s tells %q\n", p, m)
			}
		}
		return n, where
	}
	if n, _ := leaks(); n < 40 {
		t.Fatalf("before anything is protected only %d ways out tell it: the test looks in the wrong places", n)
	}
	d.shield(admin, "kind", "source", "names", "Amal Haddad")
	d.shield(admin, "kind", "source", "names", "Secret Wire")
	d.shield(admin, "kind", "place", "names", "Hidden Shelter", "country", "syr")
	if _, where := leaks(); where != "" {
		t.Errorf("what is protected leaves:\n%s", where)
	}
	for _, p := range []string{"q=Haddad", "q=shelter", "source=Amal+Haddad", "source=secret+wire", "box=35.12,36.32,35.13,36.33"} {
		if got := d.get("/api/v1/incidents?"+p, "Authorization", "Bearer "+token).Body.String(); strings.Contains(got, `"id"`) {
			t.Errorf("%s finds what is protected: %s", p, got)
		}
	}
	if got := d.get("/api/v1/reports?q=Haddad", "Authorization", "Bearer "+token).Body.String(); strings.Contains(got, `"speaker"`) {
		t.Errorf("a report is found by a protected name: %s", got)
	}
	if page := d.get("/incidents/i-speaker", "Cookie", analyst).Body.String(); !strings.Contains(page, "Amal Haddad") {
		t.Error("an analyst does not see at the desk who said it")
	}
	page := d.get("/incidents/i-x", "Cookie", reader).Body.String()
	if !strings.Contains(page, "protected source") || !strings.Contains(page, "the mayor") {
		t.Error("a reader does not learn that a source is protected, or loses the others")
	}
	rules := d.get("/protection", "Cookie", admin).Body.String()
	for _, m := range regexp.MustCompile(`/protection/(protection-\w+)/lift`).FindAllStringSubmatch(rules, -1) {
		d.do(admin, "/protection/"+m[1]+"/lift")
	}
	if n, _ := leaks(); n < 40 {
		t.Error("a lifted protection holds on")
	}
	if err := d.store.Check(ctx); err != nil {
		t.Error(err)
	}
}

func TestProtectionMakesSense(t *testing.T) {
	d, _, _, admin := guarded(t)
	for _, bad := range []url.Values{{"kind": {"source"}, "names": {"x"}, "reason": {"r"}}, {"kind": {"source"}, "names": {" ; "}, "reason": {"r"}}, {"kind": {"all"}, "names": {"Name"}, "reason": {"r"}},
		{"kind": {"place"}, "names": {"Name"}, "reason": {""}}, {"kind": {"place"}, "names": {"Name"}, "country": {"Syria"}, "reason": {"r"}}} {
		if w := d.post("/protection", admin, bad); !strings.Contains(w.Body.String(), `role="alert"`) {
			t.Errorf("%v is taken: %d", bad, w.Code)
		}
	}
}
