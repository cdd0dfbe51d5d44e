package syntax

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"vigil/internal/nlp"
	"vigil/internal/train/treebank"
)

// What can be said, and what cannot: a fragment and a question.
const saidTrees = `# text = The patrol crossed the river.
1	The	the	DET	DT	_	2	det	_	_
2	patrol	patrol	NOUN	NN	_	3	nsubj	_	_
3	crossed	cross	VERB	VBD	_	0	root	_	_
4	the	the	DET	DT	_	5	det	_	_
5	river	river	NOUN	NN	_	3	obj	_	SpaceAfter=No
6	.	.	PUNCT	.	_	3	punct	_	_

# text = On the far side of the river.
1	On	on	ADP	IN	_	4	case	_	_
2	the	the	DET	DT	_	4	det	_	_
3	far	far	ADJ	JJ	_	4	amod	_	_
4	side	side	NOUN	NN	_	0	root	_	_
5	of	of	ADP	IN	_	7	case	_	_
6	the	the	DET	DT	_	7	det	_	_
7	river	river	NOUN	NN	_	4	nmod	_	SpaceAfter=No
8	.	.	PUNCT	.	_	4	punct	_	_

# text = Who crossed the wide river?
1	Who	who	PRON	WP	_	2	nsubj	_	_
2	crossed	cross	VERB	VBD	_	0	root	_	_
3	the	the	DET	DT	_	5	det	_	_
4	wide	wide	ADJ	JJ	_	5	amod	_	_
5	river	river	NOUN	NN	_	2	obj	_	SpaceAfter=No
6	?	?	PUNCT	.	_	2	punct	_	_

`

// Copies with attributions are trees that spell their text, of sentences that
// can be said alone, in every form, and the same every time.
func TestAttributions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "said.conllu")
	if err := os.WriteFile(path, []byte(strings.Repeat(saidTrees, 400)), 0o644); err != nil {
		t.Fatal(err)
	}
	gold, err := treebank.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	out, of := attributions(gold)
	if again, _ := attributions(gold); !reflect.DeepEqual(out, again) {
		t.Fatal("another run gives other sentences")
	}
	forms := map[string]int{}
	for k, s := range out {
		if of[k]%3 != 0 {
			t.Fatalf("%s is made of what nobody says", s.Text)
		}
		checkTree(t, &s)
		forms[formOf(&s)]++
	}
	for _, form := range []string{"behind", "before", "inside", "according, behind", "according, before"} {
		if forms[form] == 0 {
			t.Errorf("none of %d has its attribution %s", len(out), form)
		}
	}
}

// checkTree fails if s has not one root, or not one way to it from each word.
func checkTree(t *testing.T, s *treebank.Sentence) {
	t.Helper()
	roots, at := 0, 0
	for i, x := range s.Tokens {
		if x.Start < at || x.End > len(s.Text) || strings.TrimSpace(s.Text[at:x.Start]) != "" {
			t.Fatalf("%s: token %d is at %v", s.Text, i, x.Span)
		}
		at = x.End
		if x.XPOS == nlp.NoXPOS || x.UPOS == nlp.NoUPOS || x.Deprel == nlp.NoDeprel {
			t.Fatalf("%s: %s has no tag or relation", s.Text, s.Text[x.Start:x.End])
		}
		if (x.Head == -1) != (x.Deprel == nlp.Root) {
			t.Fatalf("%s: %s hangs on %d as %s", s.Text, s.Text[x.Start:x.End], x.Head, x.Deprel)
		}
		steps := 0
		for j := int32(i); j >= 0; j = s.Tokens[j].Head {
			if steps++; steps > len(s.Tokens) {
				t.Fatalf("%s: %s hangs in a circle", s.Text, s.Text[x.Start:x.End])
			}
		}
		if x.Head == -1 {
			roots++
		}
	}
	if roots != 1 {
		t.Fatalf("%s: %d roots", s.Text, roots)
	}
}

// formOf says where the attribution stands, by what "crossed" hangs on.
func formOf(s *treebank.Sentence) string {
	for i, x := range s.Tokens {
		switch {
		case x.Lemma != "cross":
		case x.Deprel == nlp.Ccomp && int(x.Head) > i:
			return "behind"
		case x.Deprel == nlp.Ccomp:
			return "before"
		case strings.HasPrefix(s.Text, "According to "):
			return "according, before"
		case strings.Contains(s.Text, ", according to "):
			return "according, behind"
		default:
			return "inside"
		}
	}
	return ""
}
