package vigil_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// wordless are the packages whose rules ask for the part that a word plays
// (internal/lang/use) and never for a word, so that they hold in any language.
var wordless = []string{"internal/extract", "internal/merge"}

// names are literals in rules of these packages that are no words of a report:
// names of classes, slots, families and relations, by file.
var names = map[string]string{
	// Models, their classes and the reasons given for them.
	"extract/extract.go":             "cue|source|content|tells|role|place|time|figure|vouched|same|real|act|party|no|yes",
	"extract/deed_model.go":          "guess|deed|part|planned|when|one|tally|none|actor|recipient",
	"extract/roles.go":               "none|actor|target",
	"extract/trigger.go":             "nothing|incident|toll",
	"extract/attribution_content.go": "clause|open clause|object|object and clause|oblique|rest|above|above left|quote|modifier|adverb|matrix|subject|subject and rest|noun|tail|front",
	"extract/attribution_source.go":  "none|subject|passive subject|agent|conjunct|controller|object|modified|relative|possessor|compound|by|according|upper|before|after",
	"extract/deed_parts.go":          "nobody named before whom the pronoun could mean",
	// Relations of sides.txt.
	"extract/sides.go": "fights|backs",
	// Families of acts, slots, states, scopes, rules of tallies, beginnings of
	// ids; and the plural's sign, cut off a name.
	"merge/pair.go":      "battle|remote|civilians|strategic|protest",
	"merge/block.go":     "battle|remote|civilians",
	"merge/voice.go":     "occurrence|actors|act|weapon|speaker",
	"merge/statement.go": "due|held|moved|cancelled|breached|no report of it|quote ",
	"merge/toll.go":      "day|week|month|year|campaign|war",
	"merge/tally.go":     "lowest|highest|low to high|latest|latest per source|most voices",
	"merge/view.go":      "credited|credited to ",
	"merge/diff.go":      "i|s|story",
	"merge/identity.go":  "s",
}

// A word of a language in a switch, a comparison, a list or the argument of a
// look-up belongs into the language.
func TestNoWordsInRules(t *testing.T) {
	word := regexp.MustCompile(`^[a-z][a-z'’ -]*$`)
	for _, dir := range wordless {
		eachFile(t, dir, func(path string, set *token.FileSet, file *ast.File) {
			may := strings.Split(names[strings.TrimPrefix(path, "internal/")], "|")
			for _, lit := range asked(file) {
				s, err := strconv.Unquote(lit.Value)
				if err == nil && word.MatchString(strings.TrimSpace(s)) && !slices.Contains(may, s) {
					t.Errorf("%s: %q is a word: ask for the part that it plays (internal/lang/use)", set.Position(lit.Pos()), s)
				}
			}
		})
	}
}

// asked returns the strings that a file compares, lists or looks up.
func asked(file *ast.File) []*ast.BasicLit {
	var out []*ast.BasicLit
	put := func(exprs ...ast.Expr) {
		for _, e := range exprs {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				e = kv.Key
			}
			if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				out = append(out, lit)
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CaseClause:
			put(n.List...)
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				put(n.X, n.Y)
			}
		case *ast.ValueSpec:
			put(n.Values...)
		case *ast.IndexExpr:
			put(n.Index)
		case *ast.CompositeLit:
			put(n.Elts...)
		case *ast.CallExpr:
			if looksUp(n) {
				put(n.Args...)
			}
		}
		return true
	})
	return out
}

// looksUp reports whether a call may take a word of the report: one of package
// strings or a method of the view of a report.
func looksUp(n *ast.CallExpr) bool {
	f, ok := n.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := f.X.(*ast.Ident)
	return ok && (x.Name == "strings" || x.Name == "v")
}

// A part that no rule asks for has no business in the list that languages fill
// in.
func TestPartsAreAskedFor(t *testing.T) {
	asked := map[string]bool{}
	for _, dir := range wordless {
		eachFile(t, dir, func(_ string, _ *token.FileSet, file *ast.File) {
			ast.Inspect(file, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok {
					if x, ok := s.X.(*ast.Ident); ok && x.Name == "use" {
						asked[s.Sel.Name] = true
					}
				}
				return true
			})
		})
	}
	eachFile(t, "internal/lang/use", func(_ string, _ *token.FileSet, file *ast.File) {
		for _, d := range file.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.CONST {
				for _, s := range g.Specs {
					if name := s.(*ast.ValueSpec).Names[0].Name; name != "Count" && !asked[name] {
						t.Errorf("use.%s: no rule asks for it", name)
					}
				}
			}
		}
	})
}

// eachFile parses the files of a package but its tests.
func eachFile(t *testing.T, dir string, do func(path string, set *token.FileSet, file *ast.File)) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s: %v, %d files", dir, err, len(paths))
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, src, 0)
		if err != nil {
			t.Fatal(err)
		}
		do(filepath.ToSlash(path), set, file)
	}
}
