package when_test

import (
	"testing"

	"vigil"
	"vigil/internal/nlp"
	"vigil/internal/resolve/when"
)

func FuzzTimes(f *testing.F) {
	for _, s := range []string{
		"BEIRUT, Sept. 4 (Reuters) - On Friday, at 5:30 p.m. EST, the third quarter of last year",
		"15 Ramadan 1439, 31 Esfand 1403, 29 February", "nearly two weeks ago, 2 1/2 years, the '80s, 9/11/2001",
		"every other day since nineteen ninety-four", "early next week, the end of the 20th century, 24:00",
		"\xff2018-09\x00-03", "the past several millennia ago", "a thousand billion years from now", "years", "a", "the 1980s", "Monday",
	} {
		f.Add(s, int32(736941))
	}
	r := when.New()
	f.Fuzz(func(t *testing.T, text string, now int32) {
		d := vigil.Day(max(0, min(now, 1<<20)))
		rep := &vigil.Report{Text: text, Published: vigil.Published{Days: vigil.Days{From: d, To: d}}}
		pub, times := r.Times(rep, &nlp.Doc{Text: text})
		if d != 0 && pub.Days != rep.Published.Days {
			t.Fatalf("a given date %v became %v", rep.Published, pub)
		}
		at := 0
		for _, w := range times {
			if w.Span.Start < at || w.Span.End <= w.Span.Start || w.Span.End > len(text) || w.Text != w.Span.In(text) {
				t.Fatalf("span %v after %d in %q", w.Span, at, text)
			}
			at = w.Span.End
			if w.Value == "" || w.Type == "" || w.Score <= 0 || w.Score > 1 {
				t.Fatalf("%+v in %q", w, text)
			}
			if w.Days.From != 0 && w.Days.To != 0 && w.Days.From > w.Days.To {
				t.Fatalf("%+v runs backward in %q", w, text)
			}
		}
	})
}
