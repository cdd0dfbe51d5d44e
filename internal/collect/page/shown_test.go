package page

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestShownDates holds the day of publication against the day that a reader sees
// on the pages in the folder VIGIL_PAGES, bench/pages (testdata/dates.tsv). The
// measure is .85; where a page shows the day of a change alone, that day counts
// as shown all the same.
func TestShownDates(t *testing.T) {
	dir := os.Getenv("VIGIL_PAGES")
	if dir == "" {
		t.Skip("VIGIL_PAGES names no folder of pages")
	}
	addresses := addressesOf(t, dir)
	right, shown, none := 0, 0, 0
	for _, row := range shownDates(t) {
		names, _ := filepath.Glob(filepath.Join(dir, "html", row[0]+"*.html.gz"))
		if len(names) != 1 {
			t.Fatalf("%s: %d pages", row[0], len(names))
		}
		p, err := Read(unpacked(t, names[0]), Options{URL: addresses[strings.TrimSuffix(filepath.Base(names[0]), ".html.gz")]})
		if err != nil {
			t.Fatalf("%s: %v", row[0], err)
		}
		if row[2] == "none" {
			none++
			continue
		}
		shown++
		if got := p.Published.Days.To.String(); got == row[1] {
			right++
		} else {
			t.Logf("%s shows %s (%s) and is read as %s, from %s", p.URL, row[1], row[2], got, p.DateFrom)
		}
	}
	t.Logf("%d of %d right, %.3f; %d pages show none", right, shown, float64(right)/float64(shown), none)
	if shown < 70 || float64(right) < .85*float64(shown) {
		t.Error("the measure is .85")
	}
}

// shownDates are the rows of the list: id, day, how it is shown.
func shownDates(t *testing.T) (rows [][]string) {
	t.Helper()
	b, err := os.ReadFile("testdata/dates.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if f := strings.Split(strings.TrimRight(line, "\n"), "\t"); len(f) == 3 {
			rows = append(rows, f)
		}
	}
	return rows
}

// addressesOf gives the address of each page.
func addressesOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "gold.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]string{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var row struct{ ID, URL string }
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		out[row.ID] = row.URL
	}
	return out
}

func unpacked(t testing.TB, path string) []byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
