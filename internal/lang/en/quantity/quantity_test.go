package quantity_test

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"vigil/internal/lang/en/quantity"
	"vigil/internal/lang/words"
)

func end(p *int) string {
	if p == nil {
		return "_"
	}
	return strconv.Itoa(*p)
}

// show prints a quantity as "core min..max" with what else is set.
func show(text string, q quantity.Quantity) string {
	min, max := q.Bounds()
	s := fmt.Sprintf("%s %s..%s", q.Core.In(text), end(min), end(max))
	if q.Kind == quantity.Fraction || q.Kind == quantity.Percent {
		s = fmt.Sprintf("%s %.3g", q.Core.In(text), q.Value)
	}
	if q.Kind != quantity.Count {
		s += [...]string{"", " ordinal", " percent", " fraction", " money", " article"}[q.Kind]
	}
	if q.About {
		s += " about"
	}
	if q.Beside {
		s += " beside"
	}
	if q.Joined {
		s += " joined"
	}
	return s
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		// figures and words
		{"8 people", "8 8..8"},
		{"eight people", "eight 8..8"},
		{"twenty-three fighters", "twenty-three 23..23"},
		{"twenty three fighters", "twenty three 23..23"},
		{"two hundred and fifty thousand left", "two hundred and fifty thousand 250000..250000"},
		{"a hundred and five", "a hundred and five 105..105"},
		{"one thousand two hundred", "one thousand two hundred 1200..1200"},
		{"one and a half million fled", "one and a half million 1500000..1500000"},
		{"half a million fled", "half a million 500000..500000"},
		{"half a dozen villages", "half a dozen 6..6"},
		{"a dozen villages", "a dozen 12..12"},
		{"two dozen men", "two dozen 24..24"},
		{"350,000 dead", "350,000 350000..350000"},
		{"7,00,000 people", "7,00,000 700000..700000"},
		{"1,23,45,678 people", "1,23,45,678 12345678..12345678"},
		{"1.9 million wounded", "1.9 million 1900000..1900000"},
		{"3.5m refugees", "3.5m 3500000..3500000"},
		{"5 lakh people", "5 lakh 500000..500000"},
		{"1,200 to 1,500 men", "1,200 to 1,500 1200..1500"},
		{"2 1/2 years", "2 1/2 2..2"},
		{"on Monday, 20 men and 1,5 things", "20 20..20"},
		{"In 2018, 20 died", "2018 2018..2018; 20 20..20"},
		{"killed 3, 500 wounded", "3 3..3; 500 500..500"},
		// bounds
		{"at least eight people", "eight 8.._"},
		{"At least 8", "8 8.._"},
		{"more than 350,000", "350,000 350000.._"},
		{"over 470,000", "470,000 470000.._"},
		{"no fewer than 12", "12 12.._"},
		{"no more than 12", "12 _..12"},
		{"up to 24", "24 _..24"},
		{"as many as 24", "24 _..24"},
		{"nearly 300 houses", "300 _..300"},
		{"fewer than 20", "20 _..20"},
		{"20 or more", "20 20.._"},
		{"20 or so", "20 20..20 about"},
		{"20+ dead", "20 20.._"},
		{"about 10,000 fighters", "10,000 10000..10000 about"},
		{"some 200 people", "200 200..200 about"},
		{"an estimated 2 million", "2 million 2000000..2000000 about"},
		{"an estimated at least 20", "20 20.._"},
		{"at least another 20", "20 20.._"},
		{"some of the men", ""},
		{"over the hill", ""},
		{"killing at least four people and wounding 16 others", "four 4.._; 16 16..16 beside"},
		{"killing four people and wounding 16 others", "four 4..4; 16 16..16"},
		{"killing at least four people and wounding about 16", "four 4.._; 16 16..16 about"},
		{"At least four died. The shelling and 16 mines", "four 4.._; 16 16..16"},
		// ranges
		{"10-15 people", "10-15 10..15"},
		{"10 to 15 people", "10 to 15 10..15"},
		{"between 10 and 15 people", "between 10 and 15 10..15"},
		{"between eight and a dozen people", "between eight and a dozen 8..12"},
		{"two or three shells", "two or three 2..3"},
		{"two to three million people", "two to three million 2000000..3000000"},
		{"rose from 10 to 15", "10 10..10; 15 15..15"},
		{"won 3-2", ""},
		{"between Aleppo and 5 villages", "5 5..5"},
		// vague
		{"dozens were killed", "dozens 24.._"},
		{"scores of people", "scores 40.._"},
		{"hundreds of people", "hundreds 200.._"},
		{"thousands fled", "thousands 2000.._"},
		{"tens of thousands fled", "tens of thousands 20000.._"},
		{"hundreds of thousands fled", "hundreds of thousands 200000.._"},
		{"several people", "several 3.._"},
		{"a few people", "a few 3.._"},
		{"several hundred people", "several hundred 300.._"},
		{"dozens or hundreds", "dozens 24.._; hundreds 200.._"},
		{"many people, a number of them", ""},
		// none, shares, order, money
		{"no injuries", "no 0..0"},
		{"No. 4 no longer", "4 4..4"},
		{"almost half of about 23 million", "half of about 23 million _..11500000 about"},
		{"two-thirds of the 300 men", "two-thirds of the 300 200..200"},
		{"a third of the town", "a third 0.333 fraction"},
		{"half the town", "half 0.5 fraction"},
		{"40 percent of the town", "40 percent 0.4 percent"},
		{"1.5% more", "1.5% 0.015 percent"},
		{"40 per cent of 200 men", "40 per cent of 200 80..80"},
		{"the third attack, the 21st and the twenty-second", "third 3..3 ordinal; 21st 21..21 ordinal; twenty-second 22..22 ordinal"},
		{"$3 million and €4bn", "3 million 3000000..3000000 money; 4bn 4000000000..4000000000 money"},
		{"a three-year war", "three 3..3 joined"},
		// not numbers
		{"MH17, T-72, Su-24 and AK-47", ""},
		{"at 10:30 on 03/09/2018", ""},
		{"2018-09-03", ""},
		{"the 1980s", ""},
		{"version 1.2.3", ""},
		{"A man and a woman", ""},
		{"the quarter", ""},
	} {
		var got []string
		for _, q := range quantity.Find(c.in) {
			got = append(got, show(c.in, q))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%q = %s\n\twant %s", c.in, s, c.want)
		}
	}
}

func TestAt(t *testing.T) {
	for _, c := range []struct{ in, want, covers string }{
		{"a man", "a 1..1 article", "a"},
		{"at least a man", "a 1.._ article", "at least a"},
		{"more than 20 men", "20 20.._", "more than 20"},
		{"20 men or so", "20 20..20", "20"},
		{"the men", "", ""},
	} {
		ws := words.Split(c.in, nil)
		q, next, ok := quantity.At(c.in, ws, 0)
		if !ok {
			if c.want != "" {
				t.Errorf("%q: nothing, want %s", c.in, c.want)
			}
			continue
		}
		if got := show(c.in, q); got != c.want || q.Span.In(c.in) != c.covers || ws[next-1].End != q.End {
			t.Errorf("%q = %s over %q, want %s over %q", c.in, got, q.Span.In(c.in), c.want, c.covers)
		}
	}
}

// TestSpelled writes numbers out and reads them back.
func TestSpelled(t *testing.T) {
	small := strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	tens := strings.Fields("x x twenty thirty forty fifty sixty seventy eighty ninety")
	var spell func(n int) string
	spell = func(n int) string {
		switch {
		case n < 20:
			return small[n]
		case n < 100 && n%10 == 0:
			return tens[n/10]
		case n < 100:
			return tens[n/10] + "-" + small[n%10]
		case n < 1000 && n%100 == 0:
			return small[n/100] + " hundred"
		case n < 1000:
			return small[n/100] + " hundred and " + spell(n%100)
		case n%1000 == 0:
			return spell(n/1000) + " thousand"
		}
		return spell(n/1000) + " thousand " + spell(n%1000)
	}
	for n := 0; n < 1000000; n += 1 + n/37 {
		got := quantity.Find(spell(n))
		if len(got) != 1 || got[0].Value != float64(n) || got[0].Min != got[0].Max || got[0].Core.Len() != len(spell(n)) {
			t.Fatalf("%q = %+v, want %d", spell(n), got, n)
		}
	}
}

func FuzzNumber(f *testing.F) {
	for _, s := range []string{"at least 8", "between 7,00,000 and 1.9 million", "two-thirds of about 1/2", "a few hundred-thousandth", "\xff3½", "no more than no"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, q := range quantity.Find(text) {
			if q.Start < at || !q.Span.Contains(q.Core) || q.Core.Len() <= 0 || q.End > len(text) {
				t.Fatalf("%+v after %d in %q", q, at, text)
			}
			if q.Min > q.Max || math.IsNaN(q.Value) || q.Value < 0 || math.IsInf(q.Value, 0) {
				t.Fatalf("%+v in %q", q, text)
			}
			at = q.End
		}
	})
}

// Benchmarks of throughput in words.
func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("The governor said at least eight people were killed and more than 20 wounded when shells hit the market, and that some 1,200 families had left. ", 400)
	n := len(strings.Fields(text))
	b.ReportAllocs()
	for b.Loop() {
		quantity.Find(text)
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}
