package vigil_test

import (
	"go/build"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mayImport says, for each package of the house, what of the house it may
// import. A package that is not listed fails the test: give it a line.
// "internal/store/..." stands for that package and all below it.
var mayImport = map[string]string{
	"":                          "",
	"data":                      "",
	"examples":                  "",
	"internal/lang/...":         "",
	"internal/lang/en":          "internal/lang/use",
	"internal/lang/en/quantity": ". internal/lang/...",
	"internal/nlp":              ". internal/lang/...",
	"internal/resolve":          ". internal/nlp",
	"internal/resolve/...":      ". internal/nlp internal/lang/... internal/resolve internal/resolve/gazetteer",
	"internal/extract":          ". internal/nlp internal/lang/... internal/resolve",
	"internal/trace":            ".",
	"internal/group":            ". internal/nlp internal/trace",
	"internal/merge":            ". internal/lang/... internal/trace internal/group",
	"internal/review":           ". internal/merge",
	"internal/timeline":         ". internal/trace",
	"internal/protect":          ". internal/store",
	"internal/interchange":      ". internal/nlp internal/resolve internal/pipeline",
	"internal/store":            ".",
	"internal/store/...":        ". internal/store internal/store/storetest",
	"internal/work":             ". internal/store",
	"internal/collect":          ". internal/collect/... internal/store",
	"internal/collect/...":      ". internal/collect/...",
	"internal/pipeline":         ". internal/nlp internal/resolve/... internal/resolve internal/extract internal/trace internal/group internal/merge internal/review internal/store",
	"internal/export/...":       ". internal/export/... internal/store internal/merge",
	"internal/serve/...":        ". internal/serve/... internal/export/... internal/store internal/merge internal/review internal/protect internal/pipeline internal/collect/... internal/interchange",
	"internal/train/...":        ". internal/trace internal/group internal/train/... internal/nlp internal/resolve/... internal/resolve internal/extract internal/lang/...",
	"internal/eval/...":         ". internal/eval/... internal/nlp internal/resolve/... internal/resolve internal/extract internal/trace internal/group internal/merge internal/timeline internal/pipeline internal/interchange internal/store/...",
	"cmd/vigil":                 ". data internal/timeline examples internal/nlp internal/lang/... internal/resolve/... internal/resolve internal/extract internal/trace internal/group internal/merge internal/pipeline internal/interchange internal/store/... internal/store internal/work internal/collect/... internal/protect internal/export/... internal/serve/... internal/serve",
	"cmd/vigil-data":            ". data internal/nlp internal/lang/... internal/resolve/... internal/resolve internal/extract internal/trace internal/group internal/merge internal/pipeline internal/interchange internal/train/... internal/eval/...",
}

// pure packages reach no net, no database, no process and no clock.
var pure = []string{"internal/nlp", "internal/resolve", "internal/extract", "internal/trace", "internal/group", "internal/merge", "internal/review", "internal/timeline"}

var impure = []string{"net", "net/http", "database/sql", "os/exec"}

func TestImports(t *testing.T) {
	for dir, pkg := range packages(t) {
		rule, ok := ruleFor(dir)
		if !ok {
			t.Errorf("%s: no line in mayImport", dir)
			continue
		}
		for _, imp := range pkg.Imports {
			house, inHouse := strings.CutPrefix(imp, "vigil")
			house = strings.TrimPrefix(house, "/")
			switch {
			case inHouse && !allowed(rule, house):
				t.Errorf("%s may not import %s", dir, imp)
			case dir == "" && strings.Contains(imp, "."):
				t.Errorf("the root imports %s: standard library only", imp)
			case isPure(dir) && slices.Contains(impure, imp):
				t.Errorf("%s is pure and imports %s", dir, imp)
			}
		}
	}
}

// The clock is an argument: no pure package asks for the time.
func TestNoClock(t *testing.T) {
	for dir, pkg := range packages(t) {
		if !isPure(dir) {
			continue
		}
		for _, file := range pkg.GoFiles {
			src, err := os.ReadFile(filepath.Join(dir, file))
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(src), "time.Now(") || strings.Contains(string(src), "time.Since(") {
				t.Errorf("%s/%s asks for the time", dir, file)
			}
		}
	}
}

func packages(t *testing.T) map[string]*build.Package {
	t.Helper()
	out := map[string]*build.Package{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if base := d.Name(); path != "." && (strings.HasPrefix(base, ".") || base == "testdata" || base == "node_modules" || base == "third_party") {
			return filepath.SkipDir
		}
		if pkg, err := build.ImportDir(path, 0); err == nil {
			out[strings.TrimPrefix(filepath.ToSlash(path), ".")] = pkg
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// ruleFor finds the line of dir itself, else the longest "dir/..." above it.
func ruleFor(dir string) (string, bool) {
	if r, ok := mayImport[dir]; ok {
		return r, true
	}
	for d := dir; d != ""; {
		if r, ok := mayImport[d+"/..."]; ok {
			return r, true
		}
		i := strings.LastIndexByte(d, '/')
		if i < 0 {
			break
		}
		d = d[:i]
	}
	return "", false
}

func allowed(rule, imp string) bool {
	for _, r := range strings.Fields(rule) {
		if r == imp || r == "." && imp == "" {
			return true
		}
		if base, all := strings.CutSuffix(r, "/..."); all && (imp == base || strings.HasPrefix(imp, base+"/")) {
			return true
		}
	}
	return false
}

func isPure(dir string) bool {
	for _, p := range pure {
		if dir == p || strings.HasPrefix(dir, p+"/") {
			return true
		}
	}
	return false
}
