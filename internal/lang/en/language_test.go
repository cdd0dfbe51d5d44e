package en

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vigil/internal/lang/use"
)

// fills are the lists that a language fills in, each with how much English has.
func fills() map[string]int {
	words, conditions := Moods()
	men, women := GivenNames()
	ref := 0
	RefWords(func(string, string) { ref++ })
	return map[string]int{
		"Acts": len(Acts()), "CommonWords": len(CommonWords()), "Countries": len(Countries()), "GivenNames": min(len(men), len(women)),
		"HarmWords": len(HarmWords()), "IrregularVerbs": len(IrregularVerbs()), "MishapWords": len(MishapWords()), "Modes": len(Modes()),
		"Moods": min(len(words), len(conditions)), "Nouns": len(Nouns()), "Numbers": len(Numbers()), "OrgWords": len(OrgWords()),
		"Partitives": len(Partitives()), "Peoples": len(Peoples()), "Persons": len(Persons()), "PlaceWords": len(PlaceWords()),
		"Prospects": len(Prospects()), "RefWords": ref, "ReportingWords": len(ReportingWords()), "Sides": len(Sides()),
		"SportWords": len(SportWords()), "Times": len(Times()), "Titles": len(Titles()), "TokenWords": len(TokenWords()), "Uses": len(Uses),
		"WeaponWords": len(WeaponWords()),
	}
}

// What an added language has to fill in: every list that this package gives, and
// every part of package use. The test prints it (go test -v) and fails when a
// list is missing here or has nothing. What English has elsewhere yet, in grammars
// and in packages outside extract and merge, says docs/decisions/0156.
func TestWhatALanguageFillsIn(t *testing.T) {
	have, docs := fills(), exported(t)
	for _, name := range slices.Sorted(maps.Keys(docs)) {
		n, ok := have[name]
		switch {
		case !ok:
			t.Errorf("%s is not in the list of what a language fills in", name)
		case n == 0:
			t.Errorf("%s: nothing filled in", name)
		default:
			t.Logf("%-15s %6d  %s", name, n, docs[name])
		}
	}
	for u, name := range parts(t) {
		words := strings.Fields(uses[u])
		if len(words) == 0 {
			t.Errorf("use.%s: no word plays it", name[0])
			continue
		}
		t.Logf("use.%-15s %3d  %s: %s", name[0], len(words), name[1], words[0])
		for _, w := range words {
			if !Uses.Is(w, use.Use(u)) {
				t.Errorf("use.%s: %q does not play it", name[0], w)
			}
		}
	}
}

// exported returns the first sentence of the doc of each exported function and
// variable.
func exported(t *testing.T) map[string]string {
	out := map[string]string{}
	for _, f := range files(t, ".") {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil && d.Name.IsExported() {
					out[d.Name.Name] = new(doc.Package).Synopsis(d.Doc.Text())
				}
			case *ast.GenDecl:
				if v, ok := d.Specs[0].(*ast.ValueSpec); ok && d.Tok == token.VAR && v.Names[0].IsExported() {
					out[v.Names[0].Name] = new(doc.Package).Synopsis(d.Doc.Text())
				}
			}
		}
	}
	if len(out) == 0 {
		t.Fatal("no lists found")
	}
	return out
}

// parts returns the name of each part of package use and what it does.
func parts(t *testing.T) [][2]string {
	var out [][2]string
	for _, f := range files(t, "../use") {
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, s := range g.Specs {
				v := s.(*ast.ValueSpec)
				out = append(out, [2]string{v.Names[0].Name, strings.TrimSpace(v.Comment.Text())})
			}
		}
	}
	if n := len(out) - 1; n != use.Count || out[n][0] != "Count" {
		t.Fatalf("%d parts found, want %d and Count", n, use.Count)
	}
	return out[:use.Count]
}

func files(t *testing.T, dir string) []*ast.File {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var out []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, file)
	}
	return out
}
