package nlp

import (
	"strings"
	"testing"
)

func analyser(t testing.TB) *Analyser {
	t.Helper()
	a, err := New(Models{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// cutWords returns the tokens of text, with a bar between sentences.
func cutWords(d *Doc) string {
	var b strings.Builder
	for i, s := range d.Sentences {
		if i > 0 {
			b.WriteString(" |")
		}
		for j := s.First; j < s.Last; j++ {
			if j > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(d.Word(j))
		}
	}
	return b.String()
}

func TestTokens(t *testing.T) {
	a := analyser(t)
	for _, c := range [][2]string{
		{"They don't know Russia's plan.", "They do n't know Russia 's plan ."},
		{"They don’t know the rebels’ plan.", "They do n’t know the rebels ’ plan ."},
		{"I cannot say we'll go; you've won't.", "I can not say we 'll go ; you 've wo n't ."},
		{"war-torn al-Mina, non-profit anti-tank mid-March", "war - torn al - Mina , non-profit anti-tank mid-March"},
		{"$1.9 million, 1,000 men, 5%, 20km, 11am, 9:30 a.m. Friday", "$ 1.9 million , 1,000 men , 5 % , 20 km , 11 am , 9:30 a.m. Friday"},
		{"See http://example.org/a?b=c, mail x.y@example.org (or www.example.net).", "See http://example.org/a?b=c , mail x.y@example.org ( or www.example.net ) ."},
		{"the 1990s, 2/3 and 03/04/2011, men/women", "the 1990s , 2/3 and 03/04/2011 , men / women"},
		{"O'Brien of Sana'a and the Shi'ite d'état", "O'Brien of Sana'a and the Shi'ite d'état"},
		{"wait... no — yes–no -- what?!", "wait ... no — yes – no -- what ?!"},
		{"F-16 jets, AT&T, U.S.-led", "F - 16 jets , AT&T , U.S. - led"},
		{"the '70s, rock 'n' roll", "the '70s , rock 'n ' roll"},
		{"#1 of @user +5", "# 1 of @user + 5"},
	} {
		if got := cutWords(a.Analyse(c[0])); got != c[1] {
			t.Errorf("%q:\n got %s\nwant %s", c[0], got, c[1])
		}
	}
}

func TestSentences(t *testing.T) {
	a := analyser(t)
	for _, c := range [][2]string{
		{"Mr. Azar left. Dr. Khoury stayed in the U.S. for a week.", "Mr. Azar left . | Dr. Khoury stayed in the U.S. for a week ."},
		{"He lives in the U.S. The town is small.", "He lives in the U.S. | The town is small ."},
		{`"We left." He said no. "Why?" he asked. (It rained.) Then it stopped.`, `" We left . " | He said no . | " Why ? " he asked . | ( It rained . ) | Then it stopped .`},
		{"“We left.” He stayed.", "“ We left . ” | He stayed ."},
		{"`` We left . '' He stayed .", "`` We left . '' | He stayed ."},
		{"Two shells hit Aldora\n\nALDORA (Wire) - Two shells hit the town. No one died.", "Two shells hit Aldora | ALDORA ( Wire ) - | Two shells hit the town . | No one died ."},
		{"a town fell. nobody came. it rained.", "a town fell . | nobody came . | it rained ."},
		{"THE TOWN FELL ON MAY 3. NOBODY CAME.", "THE TOWN FELL ON MAY 3 . | NOBODY CAME ."},
		{"Troops entered the old town early on Sunday and shelled its centre\nfrom the north, while others went round by the bridge, which had\nbeen mined the week before. People fled.", "Troops entered the old town early on Sunday and shelled its centre from the north , while others went round by the bridge , which had been mined the week before . | People fled ."},
		{"It fell.Nobody came.", "It fell . | Nobody came ."},
		{"J. K. Marsh and Gen. A. Odeh met at 5 p.m. in St. Omar.", "J. K. Marsh and Gen. A. Odeh met at 5 p.m. in St. Omar ."},
	} {
		if got := cutWords(a.Analyse(c[0])); got != c[1] {
			t.Errorf("%q:\n got %s\nwant %s", c[0], got, c[1])
		}
	}
}

func TestHeadline(t *testing.T) {
	d := analyser(t).Analyse("Two shells hit Aldora\n\nTwo shells hit the town. No one died.\n")
	if len(d.Sentences) != 3 || !d.Sentences[0].Headline || d.Sentences[1].Headline || d.Sentences[1].Para != 1 {
		t.Errorf("%+v", d.Sentences)
	}
}

// check reports what breaks the promises of Doc.
func check(t *testing.T, d *Doc) {
	t.Helper()
	at, next := 0, 0
	for i, s := range d.Sentences {
		if s.First != next || s.Last <= s.First || s.Last > len(d.Tokens) {
			t.Fatalf("sentence %d: tokens [%d, %d) after %d", i, s.First, s.Last, next)
		}
		if s.Last-s.First > maxSentence {
			t.Fatalf("sentence %d has %d tokens", i, s.Last-s.First)
		}
		if s.Start != d.Tokens[s.First].Start || s.End != d.Tokens[s.Last-1].End {
			t.Fatalf("sentence %d: span %v", i, s.Span)
		}
		next = s.Last
	}
	if next != len(d.Tokens) {
		t.Fatalf("%d of %d tokens in sentences", next, len(d.Tokens))
	}
	for i, k := range d.Tokens {
		if k.Start < at || k.End <= k.Start || k.End > len(d.Text) {
			t.Fatalf("token %d: %v after %d", i, k.Span, at)
		}
		at = k.End
	}
}

func FuzzAnalyse(f *testing.F) {
	for _, s := range []string{"", "a", "\x00\xff\xfe", "Mr. U.S. don't “x” 'tis n't ''", "http://a.b/c a@b.co .5 @x :) [...] -- ?!", "a\r\nb\n\nc", "٣ مدينة\u200f قال", "'s n't 'll", strings.Repeat("a.", 400)} {
		f.Add(s)
	}
	a, err := New(Models{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) { check(t, a.Analyse(s)) })
}

func BenchmarkTokens(b *testing.B) {
	a := analyser(b)
	text := strings.Repeat("Two shells hit Aldora's market on Sunday, the army said, and at least 12 people didn't survive. ", 100)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	words := 0
	for b.Loop() {
		words += len(a.Analyse(text).Tokens)
	}
	b.ReportMetric(float64(words)/b.Elapsed().Seconds(), "words/s")
}
