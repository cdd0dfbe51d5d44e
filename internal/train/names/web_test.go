package names

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Runs of proper nouns are cut into the names of the table, with small letters
// and beyond the run; what the table does not know teaches nothing.
func TestTreebank(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	tree := func(id, text string) string {
		var b strings.Builder
		b.WriteString("# sent_id = " + id + "\n# text = ")
		var rows strings.Builder
		for i, w := range strings.Fields(text) {
			w, tag, _ := strings.Cut(w, "_")
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(w)
			rows.WriteString(strings.Join([]string{string(rune('1' + i)), w, w, "X", tag, "_", "0", "root", "_", "_"}, "\t") + "\n")
		}
		return b.String() + "\n" + rows.String() + "\n"
	}
	words := write("words.txt", "# table\nPER: Ana Paz | Paz\nLOC: houston | Oslo\nORG: University of Oslo\n-: President\n?: Mars\n")
	path := write("trees.conllu", "# newdoc id = a\n"+
		tree("a1", "President_NNP Ana_NNP Paz_NNP left_VBD houston_NNP")+
		tree("a2", "The_DT University_NNP of_IN Oslo_NNP has_VBZ Mars_NNP")+
		"# newdoc id = b\n"+
		tree("b1", "Paz_NNP Quux_NNP paz_NN"))
	docs, err := Treebank(path, words)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range docs {
		for _, n := range d.Names {
			kind := n.Type.String()
			if n.Unsure {
				kind = "?"
			}
			got = append(got, d.ID+" "+kind+" "+n.In(d.Text))
		}
	}
	want := "a PER Ana Paz; a LOC houston; a ORG University of Oslo; a ? Mars; b ? Paz Quux"
	if s := strings.Join(got, "; "); s != want {
		t.Errorf("got %s, want %s", s, want)
	}
	for _, bad := range []string{"XXX: a\n", "PER: a | b\nLOC: b\n", "PER a\n"} {
		if _, err := readWebNames(write("bad.txt", bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}

// The table that ships is well formed.
func TestWebNames(t *testing.T) {
	table, err := readWebNames("../../../data/src/web-names.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{{"Baghdad", "LOC"}, {"CIA", "ORG"}, {"President", notName}} {
		if table[c[0]] != c[1] {
			t.Errorf("%s is %q, want %q", c[0], table[c[0]], c[1])
		}
	}
}
