package trace

import (
	"strings"
	"testing"
)

func TestWordsFold(t *testing.T) {
	for _, same := range [][]string{
		{"attack", "Attacks", "ATTACKED", "attacking"},
		{"eight", "8", "Eight"},
		{"Erdoğan", "Erdogan", "erdogan's", "Erdogan’s"},
		{"city", "cities"},
		{"1,200", "1200"},
	} {
		want := Words(nil, same[0])[0].Key
		for _, s := range same[1:] {
			if ws := Words(nil, s); len(ws) != 1 || ws[0].Key != want {
				t.Errorf("%q and %q do not fold to one word", s, same[0])
			}
		}
	}
	for _, other := range [][2]string{{"Homs", "Hama"}, {"18", "80"}, {"3.5", "35"}} {
		if Words(nil, other[0])[0].Key == Words(nil, other[1])[0].Key {
			t.Errorf("%q and %q fold to one word", other[0], other[1])
		}
	}
}

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Shells fell on Kobo. Two people died.", []string{"Shells fell on Kobo.", "Two people died."}},
		{"Gen. Abel said so at 5 p.m. on Friday.", []string{"Gen. Abel said so at 5 p.m. on Friday."}},
		{"It began at 5 p.m. Nobody came.", []string{"It began at 5 p.m.", "Nobody came."}},
		{"“It is over,” he said. “Go home.”\n\nNobody went.", []string{"“It is over,” he said.", "“Go home.”", "Nobody went."}},
		{"A headline\nby someone", []string{"A headline\nby someone"}},
		{"A headline\nBy someone", []string{"A headline", "By someone"}},
		{"He paid 3.5 dollars . She left .", []string{"He paid 3.5 dollars", "She left"}},
		{" … — ", nil},
	} {
		ws := Words(nil, c.text)
		var got []string
		for _, s := range Sentences(nil, c.text, ws) {
			got = append(got, s.In(c.text))
		}
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%q: sentences %q, want %q", c.text, got, c.want)
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add("Two people, aged 3.5 and 70, died in Ḥalab; 's n't U.S. ‘x’\x00\xff…")
	f.Fuzz(func(t *testing.T, text string) {
		ws := Words(nil, text)
		end := 0
		for _, w := range ws {
			if w.Start < end || w.End <= w.Start || w.End > len(text) {
				t.Fatalf("word %v out of order in %q", w.Span, text)
			}
			end = w.End
		}
		end, last := 0, 0
		for _, s := range Sentences(nil, text, ws) {
			if s.Start < end || s.End > len(text) || s.First != last || s.Last <= s.First {
				t.Fatalf("sentence %v out of order in %q", s, text)
			}
			end, last = s.End, s.Last
		}
		if last != len(ws) {
			t.Fatalf("%d words of %d lie in sentences of %q", last, len(ws), text)
		}
	})
}

func BenchmarkWords(b *testing.B) {
	text := strings.Repeat("Government forces shelled the northern town of Kobo on Tuesday, killing at least 12 people, doctors said. ", 20)
	b.SetBytes(int64(len(text)))
	var ws []Word
	for b.Loop() {
		ws = Words(ws[:0], text)
	}
}

func TestBackground(t *testing.T) {
	bg := Background{7: .5, 1 << 31: .001, 3: 1e-5}
	got, err := ParseBackground(string(bg.Format()))
	if err != nil {
		t.Fatal(err)
	}
	for k, p := range bg {
		if d := got[k]/p - 1; d > .001 || d < -.001 {
			t.Errorf("share of %d: %g, want %g", k, got[k], p)
		}
	}
	if _, err := ParseBackground("something else"); err == nil {
		t.Error("a file of another kind was taken for a background")
	}
}
