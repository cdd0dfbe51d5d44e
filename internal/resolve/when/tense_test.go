package when_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"vigil"
	"vigil/internal/nlp"
	"vigil/internal/resolve/when"
)

// parsed makes a Doc of one sentence out of "word/xpos/head/deprel" tokens,
// heads from 1, 0 the root.
func parsed(t *testing.T, s string) *nlp.Doc {
	t.Helper()
	doc := &nlp.Doc{}
	for _, f := range strings.Fields(s) {
		p := strings.Split(f, "/")
		head, err := strconv.Atoi(p[2])
		x, d := slices.Index(nlp.XPOSTags[:], p[1]), slices.Index(nlp.Deprels[:], p[3])
		if err != nil || x < 1 || d < 1 {
			t.Fatalf("token %q", f)
		}
		tok := nlp.Token{XPOS: nlp.XPOS(x), Deprel: nlp.Deprel(d), Head: int32(head - 1)}
		switch {
		case p[1][0] == 'V':
			tok.UPOS = nlp.VERB
		case p[1] == "IN":
			tok.UPOS = nlp.ADP
		default:
			tok.UPOS = nlp.NOUN
		}
		if d := nlp.Deprel(d).Universal(); d == nlp.Aux || d == nlp.Cop {
			tok.UPOS = nlp.AUX
		}
		doc.Text += p[0] + " "
		tok.Span = vigil.Span{Start: len(doc.Text) - 1 - len(p[0]), End: len(doc.Text) - 1}
		doc.Tokens = append(doc.Tokens, tok)
	}
	doc.Sentences = []nlp.Sentence{{Span: vigil.Span{End: len(doc.Text)}, Last: len(doc.Tokens)}}
	return doc
}

// The report of these sentences came out on Tuesday 4 September 2018.
func TestTense(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"They/PRP/2/nsubj met/VBD/0/root on/IN/4/case Friday/NNP/2/obl", "2018-08-31"},
		{"They/PRP/3/nsubj will/MD/3/aux meet/VB/0/root on/IN/5/case Friday/NNP/3/obl", "2018-09-07"},
		{"They/PRP/2/nsubj planned/VBD/0/root to/TO/4/mark leave/VB/2/xcomp on/IN/6/case Friday/NNP/4/obl", "2018-09-07"},
		{"They/PRP/2/nsubj went/VBD/0/root to/TO/4/mark meet/VB/2/advcl on/IN/6/case Friday/NNP/4/obl", "2018-08-31"},
		{"It/PRP/3/nsubj is/VBZ/3/cop due/JJ/0/root on/IN/5/case Friday/NNP/3/obl", "2018-09-07"},
		{"It/PRP/4/nsubj had/VBD/4/aux been/VBN/4/cop due/JJ/0/root on/IN/6/case Friday/NNP/4/obl", "2018-08-31"},
		{"He/PRP/2/nsubj said/VBD/0/root they/PRP/5/nsubj will/MD/5/aux come/VB/2/ccomp Friday/NNP/5/obl", "2018-09-07"},
		{"He/PRP/2/nsubj said/VBD/0/root Friday/NNP/2/obl they/PRP/6/nsubj will/MD/6/aux come/VB/2/ccomp", "2018-08-31"},
		{"The/DT/2/det bill/NN/0/root payable/JJ/2/amod December/NNP/3/obl 15/CD/4/nummod was/VBD/7/aux:pass sent/VBN/2/acl", "2018-12-15"},
	} {
		doc := parsed(t, c.in)
		rep := &vigil.Report{Text: doc.Text}
		rep.Published.Days = vigil.Days{From: mustDay(t, "2018-09-04"), To: mustDay(t, "2018-09-04")}
		_, ts := when.New().Times(rep, doc)
		if len(ts) != 1 || ts[0].Value != c.want {
			t.Errorf("%s= %s, want %s", doc.Text, show(ts), c.want)
		}
	}
}
