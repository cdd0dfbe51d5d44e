package file_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigil/internal/collect/file"
)

func gz(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(s))
	z.Close()
	return b.String()
}

const article = `<!DOCTYPE html><html><head><title>Shelling in the north</title></head><body><nav>Home</nav><article><h1>Shelling in the north</h1>
<p>Shells fell on the town of Aleph on Friday and killed at least eight people, residents said, as fighting went on in the hills to the north of it.</p>
<p>The army said that it had answered fire from the other side of the river, and denied having aimed at houses or at the road out of the town.</p></article></body></html>`

func TestReports(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"a.txt":            "A headline\n\nThe text of it.\n",
		"b.html":           article,
		"c.jsonl":          "{\"id\":\"c1\",\"text\":\"one\"}\nnot json\n{\"id\":\"c2\",\"text\":\"two\"}\n",
		"d.txt.gz":         gz("Packed text."),
		"e.txt":            "",
		"f.txt":            "caf\xe9 in windows-1252, quite clearly",
		"g.txt":            "nul \x00 byte",
		"h.bin":            "left out of a folder",
		".hidden.txt":      "left out",
		".git/x.txt":       "left out",
		"sub/i.txt":        "Deeper.",
		"sub/broken.gz":    "left out: no known form",
		"sub/j.txt.gz":     strings.Repeat("not gzip at all ", 4),
		"sub/deep/k.jsonl": "",
	} {
		path := filepath.Join(dir, name)
		os.MkdirAll(filepath.Dir(path), 0o755)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for rep, err := range file.Reports([]string{dir, filepath.Join(dir, "h.bin"), filepath.Join(dir, "no such")}, nil, nil) {
		id := strings.TrimPrefix(rep.ID, dir+"/")
		if err != nil {
			got = append(got, fmt.Sprintf("%s! %s", id, strings.ReplaceAll(err.Error(), dir+"/", "")))
		} else {
			got = append(got, fmt.Sprintf("%s [%s] %.12s", id, rep.Title, rep.Text))
		}
	}
	want := []string{
		"a.txt [A headline] A headline\n\n", "b.html [Shelling in the north] Shells fell ",
		"c1 [] one", "! c.jsonl: line 2: not a report", "c2 [] two", "d.txt.gz [] Packed text.",
		"e.txt! e.txt: empty", "f.txt [] café in win", "g.txt! g.txt: not a text", "sub/i.txt [] Deeper.",
		"sub/j.txt.gz! sub/j.txt.gz: gzip: invalid header", "h.bin [] left out of ", "no such! no such: no such file",
	}
	if len(got) != len(want) {
		t.Fatalf("got %d:\n%s", len(got), strings.Join(got, "\n"))
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("%d: %q, want %q…", i, got[i], want[i])
		}
	}
}

func TestStdin(t *testing.T) {
	for in, want := range map[string]string{`{"id":"x","text":"y"}`: "x y", "Plain text.": "- Plain text.", article: "- Shells fell"} {
		for rep, err := range file.Reports([]string{file.Stdin}, strings.NewReader(in), nil) {
			if err != nil || !strings.HasPrefix(rep.ID+" "+rep.Text, want) {
				t.Errorf("%.20q: %s %.20s, %v", in, rep.ID, rep.Text, err)
			}
		}
	}
}

func TestStopsEarly(t *testing.T) {
	n := 0
	for range file.Reports([]string{file.Stdin}, strings.NewReader("{\"id\":\"x\",\"text\":\"y\"}\n{\"id\":\"z\",\"text\":\"y\"}\n"), nil) {
		n++
		break
	}
	if n != 1 {
		t.Error(n)
	}
}
