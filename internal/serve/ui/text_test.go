package ui

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var (
	inTemplate = regexp.MustCompile(`\bt ("(?:[^"\\]|\\.)*")`)
	inGo       = regexp.MustCompile(`\b(?:text|Text)\(("(?:[^"\\]|\\.)*")`)
	action     = regexp.MustCompile(`\{\{[^}]*\}\}`)
	tag        = regexp.MustCompile(`<[^>]*>`)
	literal    = regexp.MustCompile(`(?s)<(kbd|code|svg)\b.*?</(kbd|code|svg)>`)
	spoken     = regexp.MustCompile(`\b(?:title|placeholder|aria-label|alt)="([^"]*)"`)
	word       = regexp.MustCompile(`\pL{2,}`)
)

// computed are the catalogue's keys that code makes out of values.
var computed = []string{"incident", "statement", "toll", "story", "decision", "side", "force", "act", "when", "where", "who", "to whom", "weapon",
	"killed", "injured", "missing", "abducted", "detained", "displaced", "besieged", "fighters", "refugees", "casualties"}

// The catalogue holds every string that is shown and none besides. UPDATE=1
// writes it anew.
func TestCatalogue(t *testing.T) {
	keys := map[string]string{}
	for _, k := range computed {
		keys[k] = k
	}
	collect := func(glob string, re *regexp.Regexp) {
		files, err := filepath.Glob(glob)
		if err != nil || len(files) == 0 {
			t.Fatal(glob, err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range re.FindAllSubmatch(b, -1) {
				k, err := strconv.Unquote(string(m[1]))
				if err != nil {
					t.Fatal(f, string(m[1]), err)
				}
				keys[k] = k
			}
		}
	}
	collect("templates/*.html", inTemplate)
	collect("*.go", inGo)
	collect("../*.go", inGo)
	want := map[string]string{}
	for k := range keys {
		want[k] = k
		if have, ok := catalogue()[k]; ok {
			want[k] = have
		}
	}
	if os.Getenv("UPDATE") != "" {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", " ")
		if err := enc.Encode(want); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("text/en.json", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, k := range slices.Sorted(maps.Keys(want)) {
		if _, ok := catalogue()[k]; !ok {
			t.Errorf("%q is shown and not in text/en.json", k)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(catalogue())) {
		if _, ok := want[k]; !ok {
			t.Errorf("%q is in text/en.json and never shown", k)
		}
	}
}

// No template holds words of its own.
func TestTemplatesHoldNoWords(t *testing.T) {
	files, _ := filepath.Glob("templates/*.html")
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		s := action.ReplaceAllString(string(b), "")
		s = regexp.MustCompile(`(?s)<meta[^>]*>`).ReplaceAllString(s, "")
		for _, m := range spoken.FindAllStringSubmatch(s, -1) {
			if word.MatchString(m[1]) {
				t.Errorf("%s: %q is not in the catalogue", f, m[0])
			}
		}
		s = tag.ReplaceAllString(literal.ReplaceAllString(s, ""), " ")
		for _, w := range word.FindAllString(s, -1) {
			if !slices.Contains([]string{"vigil", "SHA", "doctype", "html", "openapi", "json"}, w) {
				t.Errorf("%s: %q is not in the catalogue", f, w)
			}
		}
	}
}
