package nlp_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/klauspost/compress/zstd"

	"vigil/internal/nlp"
)

// newWithNames opens the models that the binary carries.
func newWithNames(t testing.TB) *nlp.Analyser {
	t.Helper()
	file := func(name string) string {
		b, err := os.ReadFile(filepath.Join("..", "..", "data", "models", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	a, err := nlp.New(nlp.Models{Syntax: file("syntax.bin"), Names: file("names.bin")})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// withNames writes names into a text: "[PER Sergei Lavrov]".
func withNames(d *nlp.Doc) string {
	var b strings.Builder
	at := 0
	for _, n := range d.Names {
		b.WriteString(d.Text[at:n.Start] + "[" + n.Type.String() + " " + n.In(d.Text) + "]")
		at = n.End
	}
	return b.String() + d.Text[at:]
}

func TestNames(t *testing.T) {
	a := newWithNames(t)
	for _, want := range []string{
		"[NORP Russian] Foreign Minister [PER Sergei Lavrov] met envoys of [LOC Turkey] in [LOC Geneva] on Monday.",
		"The [ORG United Nations] said fighters of the [ORG Taliban] had shelled [LOC Kunduz].",
		"[PER Lavrov] spoke to reporters in [LOC Moscow].",
		"Shelling killed nine people in the [NORP Ukrainian] city of [LOC Kharkiv], Governor [PER Oleh Synehubov] said.",
		"The ministry said nothing on Tuesday.",
		"[LOC KHARTOUM], May 3 ([ORG Reuters]) - Shells hit a market in [LOC Omdurman], doctors said.",
		"Lt Gen [PER Omar Haidari] met [LOC US] officials and Ms [PER Thorpe] of the [ORG WHO] on Monday.",
		"[PER Lavrov] flew home. [PER Sergei Lavrov] had met [PER Kerry] twice.",
	} {
		text := strings.NewReplacer("[PER ", "", "[ORG ", "", "[LOC ", "", "[NORP ", "", "]", "").Replace(want)
		if got := withNames(a.Analyse(text)); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// A model that is cut short or damaged is an error, not a panic.
func TestDamagedNames(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "..", "data", "models", "names.bin"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if b, err = r.DecodeAll(b, nil); err != nil {
		t.Fatal(err)
	}
	model := string(b)
	for _, n := range []int{5, 20, len(model) / 9, len(model) / 3, len(model) - 1} {
		if _, err := nlp.New(nlp.Models{Names: model[:n]}); err == nil {
			t.Errorf("the first %d bytes of a model are taken for one", n)
		}
	}
	for i := 16; i < 4000; i += 389 {
		bad := model[:i] + "\xff\xff\xff\xff" + model[i+4:]
		_, _ = nlp.New(nlp.Models{Names: bad}) // whatever it makes of it
	}
}

// checkNames fails if the names of d break what Doc promises.
func checkNames(t *testing.T, d *nlp.Doc) {
	t.Helper()
	last := 0
	for i, n := range d.Names {
		switch {
		case n.First < last || n.Last <= n.First || n.Last > len(d.Tokens):
			t.Fatalf("name %d has tokens %d to %d of %d, the one before ends at %d", i, n.First, n.Last, len(d.Tokens), last)
		case n.Start != d.Tokens[n.First].Start || n.End != d.Tokens[n.Last-1].End:
			t.Fatalf("name %d spans %v, its tokens do not", i, n.Span)
		case n.Type == nlp.NoName || !(n.Score >= 0 && n.Score <= 1):
			t.Fatalf("name %d is of type %q with score %v", i, n.Type, n.Score)
		case (n.Type == nlp.ORG) != (n.Kind != "" && n.Kind != "gov"), n.Kind == "gov" && n.Type != nlp.LOC:
			t.Fatalf("name %d, %s, has kind %q", i, n.Type, n.Kind)
		case n.Entity < 0 || n.Entity >= len(d.Entities):
			t.Fatalf("name %d has entity %d of %d", i, n.Entity, len(d.Entities))
		}
		last = n.Last
	}
}

// One Analyser gives the same names to any number of goroutines.
func TestNamesTogether(t *testing.T) {
	a := newWithNames(t)
	texts := []string{
		"KABUL, Afghanistan (Reuters) - NATO forces killed a Taliban commander in Helmand, the alliance said.",
		"ISRAEL STRIKES GAZA HOSPITAL, HAMAS SAYS",
		"the syrian army entered palmyra, state news agency sana said.",
		"Ministry Of Defence Says Houthi Drones Shot Down Over Riyadh",
	}
	want := make([]string, len(texts))
	for i, s := range texts {
		want[i] = withNames(a.Analyse(s))
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 20 {
				for i, s := range texts {
					if got := withNames(a.Analyse(s)); got != want[i] {
						t.Errorf("got %s, alone %s", got, want[i])
					}
				}
			}
		})
	}
	wg.Wait()
}

func FuzzNames(f *testing.F) {
	f.Add("Hamas said Ismail Haniyeh left Gaza.")
	f.Add("AL-QAIDA IN THE ISLAMIC MAGHREB\n\nMr. O'Neil's U.N.-backed \xff talks")
	f.Add("ı̇ İstanbul ǅ ß…—“Ankara”")
	a := newWithNames(f)
	f.Fuzz(func(t *testing.T, text string) {
		d := a.Analyse(text)
		checkNames(t, d)
		if again := a.Analyse(text); withNames(again) != withNames(d) {
			t.Fatal("two runs differ")
		}
	})
}

func BenchmarkNames(b *testing.B) {
	a := newWithNames(b)
	text := strings.Repeat("Russian Foreign Minister Sergei Lavrov met the envoys of Turkey and Iran in Geneva on Monday, "+
		"a day after shelling killed nine people near the city of Idlib, the Syrian Observatory for Human Rights said.\n\n", 40)
	words := len(a.Analyse(text).Tokens)
	b.ReportAllocs()
	for b.Loop() {
		a.Analyse(text)
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}
