package nlp_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"vigil/internal/nlp"
)

// analyser opens the model that ships.
func analyser(t testing.TB) *nlp.Analyser {
	t.Helper()
	model, err := os.ReadFile("../../data/models/syntax.bin")
	if err != nil {
		t.Fatal(err)
	}
	a, err := nlp.New(nlp.Models{Syntax: string(model)})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// check fails if d breaks what a Doc promises.
func check(t *testing.T, d *nlp.Doc) {
	t.Helper()
	at, tok := 0, 0
	for n, s := range d.Sentences {
		if s.First != tok || s.Last <= s.First || s.Last > len(d.Tokens) {
			t.Fatalf("sentence %d holds tokens %d to %d, want from %d", n, s.First, s.Last, tok)
		}
		tok = s.Last
		roots := 0
		for i := s.First; i < s.Last; i++ {
			x := d.Tokens[i]
			if x.Start < at || x.End <= x.Start || x.End > len(d.Text) {
				t.Fatalf("token %d is at %v after %d", i, x.Span, at)
			}
			at = x.End
			if x.Head == -1 {
				roots++
			} else if int(x.Head) < s.First || int(x.Head) >= s.Last {
				t.Fatalf("head of %d is %d, outside its sentence", i, x.Head)
			}
			for j, steps := int(x.Head), 0; j >= 0; j, steps = int(d.Tokens[j].Head), steps+1 {
				if steps > s.Last-s.First {
					t.Fatalf("token %d hangs in a circle", i)
				}
			}
		}
		if roots != 1 {
			t.Fatalf("sentence %d has %d roots", n, roots)
		}
	}
	if tok != len(d.Tokens) {
		t.Fatalf("%d of %d tokens lie in sentences", tok, len(d.Tokens))
	}
}

func FuzzTrees(f *testing.F) {
	a := analyser(f)
	for _, s := range []string{"", "A strike hit the town, killing eight.", "\x00\xff\xfe", "مرحبا بالعالم.", strings.Repeat("a-b/", 50), "'' `` \"\" ... --", "I.\n\n.I"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := a.Analyse(s)
		check(t, d)
		if e := a.Analyse(s); len(e.Tokens) != len(d.Tokens) {
			t.Fatal("the same bytes give other tokens")
		}
	})
}

// A text without a full stop must cost linear time. Tokens and sentences see
// the whole text; taggers and parser one sentence of at most maxSentence tokens
// at a time, so that they need no more than a few of them.
func TestEndlessSentence(t *testing.T) {
	full := analyser(t)
	plain, err := nlp.New(nlp.Models{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"word-and ", "(", "a'", "-a"} {
		endless := strings.Repeat(s, 1_000_000/len(s))
		check(t, full.Analyse(endless[:6_000]))
		d := plain.Analyse(endless)
		if len(d.Tokens) == 0 || d.Tokens[len(d.Tokens)-1].End < len(endless)-len(s) {
			t.Fatalf("%q: the end of the text is in no token", s)
		}
		for _, x := range d.Sentences {
			if x.Last-x.First > 300 {
				t.Fatalf("%q: a sentence of %d tokens", s, x.Last-x.First)
			}
		}
	}
}

// Texts of every kind, analysed by many goroutines at once, come out as they
// do one by one.
func TestGoroutines(t *testing.T) {
	a := analyser(t)
	texts := []string{
		"A strike hit the town, killing eight. The army said it had not fired.",
		"TWO SHELLS HIT THE MARKET ON SUNDAY, POLICE SAY",
		"two shells hit the market on sunday, police say. nobody was hurt.",
		"Two Shells Hit The Market On Sunday, Police Say",
		"“We left,” he said — “they’re still there…”",
		"`` We left , '' he said .",
		strings.Repeat("and then they went on to the next town ", 40),
		"\x00\xff مرحبا 12,5% http://a.b/c",
	}
	want := make([]string, len(texts))
	for i, s := range texts {
		d := a.Analyse(s)
		check(t, d)
		want[i] = fmt.Sprint(d.Tokens, d.Sentences)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for k := range 40 {
				i := k % len(texts)
				if d := a.Analyse(texts[i]); fmt.Sprint(d.Tokens, d.Sentences) != want[i] {
					t.Errorf("%q: another analysis", texts[i])
				}
			}
		})
	}
	wg.Wait()
}

// A model that is cut short or damaged is refused or read, never a panic.
func TestDamagedModel(t *testing.T) {
	model, err := os.ReadFile("../../data/models/syntax.bin")
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < 12; i++ {
		if _, err := nlp.New(nlp.Models{Syntax: string(model[:len(model)*i/12])}); err == nil {
			t.Errorf("a model cut to %d twelfths is read", i)
		}
	}
}

func benchmark(b *testing.B, models nlp.Models) {
	a, err := nlp.New(models)
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat("Two shells hit the market of the old town on Sunday, the army said, and at least 12 people, among them four children, did not survive. "+
		"Residents who had fled the fighting told reporters that rebels backed by tanks were moving towards the airport. ", 20)
	words := 0
	b.ReportAllocs()
	for b.Loop() {
		words += len(a.Analyse(text).Tokens)
	}
	b.ReportMetric(float64(words)/b.Elapsed().Seconds(), "words/s")
}

// BenchmarkTrees goes from raw text to trees.
func BenchmarkTrees(b *testing.B) {
	model, err := os.ReadFile("../../data/models/syntax.bin")
	if err != nil {
		b.Fatal(err)
	}
	benchmark(b, nlp.Models{Syntax: string(model)})
}

// BenchmarkSentences goes from raw text to tokens and sentences.
func BenchmarkSentences(b *testing.B) { benchmark(b, nlp.Models{}) }
