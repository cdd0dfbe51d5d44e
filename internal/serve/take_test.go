package serve_test

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"vigil/internal/serve"
)

// Every form tells its version, licence and citation, and a table has them
// beside it.
func TestFilesTellWhatTheyAre(t *testing.T) {
	d := newDesk(t, func(c *serve.Config) { c.Licence, c.Title, c.Version = "CC-BY-4.0", "The record of Idlib", "0.9" })
	r, in := strike("a", "2018-09-04", "Idlib", 8)
	put(t, d.store, r, in)
	for _, form := range []string{"json", "jsonl", "geojson", "atom", "ics", "md", "csv?about=true", "acled?about=true", "ged?about=true"} {
		got := strings.ReplaceAll(d.page("/api/v1/export/"+form), "\r\n ", "") // iCalendar folds lines
		got = strings.ReplaceAll(got, `\`, "")
		for _, want := range []string{"CC-BY-4.0", "The record of Idlib", "vigil 0.9", "State 1 of the record"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %q:\n%s", form, want, got)
			}
		}
	}
	for _, path := range []string{"/feed.atom", "/export"} {
		if got := d.page(path); !strings.Contains(got, "CC-BY-4.0") || !strings.Contains(got, "State 1 of the record") {
			t.Errorf("%s does not tell its licence", path)
		}
	}
}

// copied is a copy of the record that somebody keeps by what changed.
type copied map[string]bool

// follow brings a copy up to date from a file of what changed.
func (c copied) follow(t *testing.T, jsonl string) {
	t.Helper()
	for s := bufio.NewScanner(strings.NewReader(jsonl)); s.Scan(); {
		var line struct {
			Kind    string
			Record  struct{ ID string }
			Deleted struct{ ID string }
		}
		if err := json.Unmarshal(s.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		switch line.Kind {
		case "incident":
			c[line.Record.ID] = true
		case "deleted":
			delete(c, line.Deleted.ID)
		}
	}
}

// A copy that follows the changes holds what a whole file holds: what was
// merged away, excluded or corrected out of its filter is dropped.
func TestCopiesFollowChanges(t *testing.T) {
	d, ann, _ := reviewed(t)
	for _, id := range []string{"c", "d"} {
		r, in := strike(id, "2018-09-20", "Hama "+id, 2)
		put(t, d.store, r, in)
	}
	for _, query := range []string{"", "country=SYR&"} {
		t.Run("filter "+query, func(t *testing.T) {
			c := copied{}
			w := d.get("/api/v1/export/jsonl?"+query, "Cookie", ann)
			c.follow(t, w.Body.String())
			state := w.Header().Get("Vigil-State")
			if query == "" {
				d.do(ann, "/incidents/i-a/merge", "rev", "1", "with", "i-b", "reason", "one")
				d.do(ann, "/incidents/i-c/judge", "rev", "1", "verdict", "excluded", "reason", "an exercise")
			} else {
				d.do(ann, "/incidents/i-d/correct", "rev", "1", "field", "place", "value", "Mosul, IRQ, 36.3, 43.1", "reason", "over the border")
			}
			w = d.get("/api/v1/export/jsonl?"+query+"since="+state, "Cookie", ann)
			c.follow(t, w.Body.String())
			whole := copied{}
			whole.follow(t, d.get("/api/v1/export/jsonl?"+query, "Cookie", ann).Body.String())
			if fmt.Sprint(c) != fmt.Sprint(whole) || len(c) == 0 {
				t.Errorf("the copy holds %v, the record %v", c, whole)
			}
		})
	}
	rows, err := csv.NewReader(d.get("/api/v1/export/acled?since=1&deletions=true", "Cookie", ann).Body).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatal(rows, err)
	}
	before := d.get("/api/v1/export/acled?"+url.Values{"to": {"2018-09-30"}}.Encode(), "Cookie", ann).Body.String()
	for _, row := range rows[1:] {
		if !strings.HasPrefix(row[2], "SYR") || strings.Contains(before, row[2]) {
			t.Errorf("deleted: %v", row)
		}
	}
}

// What a person excluded is in no form.
func TestExcludedIsTakenByNobody(t *testing.T) {
	d, ann, _ := reviewed(t)
	d.do(ann, "/incidents/i-b/judge", "rev", "1", "verdict", "excluded", "reason", "an exercise")
	for _, form := range []string{"json", "jsonl", "csv", "acled", "ged", "geojson", "gpkg", "parquet", "atom", "md"} {
		got := d.get("/api/v1/export/"+form, "Cookie", ann).Body.String()
		if form == "parquet" {
			got = strings.ReplaceAll(unpacked(t, got), " ", ",")
		}
		if strings.Contains(got, `"i-b"`) || strings.Contains(got, "i-b,") || strings.Contains(got, "incidents/i-b") || strings.Contains(got, "i-b  score") {
			t.Errorf("%s holds what was excluded", form)
		}
	}
}
