package trace_test

import (
	"fmt"
	"strings"
	"testing"

	"vigil"
	"vigil/internal/trace"
)

// Reports of made-up events by made-up outlets.
const (
	kobo = "Government forces shelled the northern town of Kobo on Tuesday, killing at least 12 people, doctors at its only hospital said. " +
		"Among the dead were four children who had been queueing for bread near the grain market. " +
		"A spokesman for the army denied that its guns had fired on the town. " +
		"“We hit nothing but rebel positions in the hills above the river,” Colonel Tesfa Marou told state radio. " +
		"Kobo has changed hands twice since the rising began in the Alba valley last spring."
	koboReworded = "Government troops bombarded the northern town of Kobo on Tuesday, slaying at least twelve persons, medics at its only clinic stated. " +
		"Among the deceased were 4 kids who had been queueing for bread close to the grain market. " +
		"A representative for the army rejected that its guns had fired on the town. " +
		"Kobo has changed hands two times since the rising started in the Alba valley last spring."
	koboOwn = "At least a dozen residents of Kobo died when artillery fire struck a busy market in the town, according to relatives reached by telephone. " +
		"Four of them were children, a teacher said, adding that the shells came from the direction of the Alba garrison. " +
		"The army says it was fighting rebels elsewhere and blames them for the deaths in Kobo."
	harbour = "Dockers at Port Senna walked out on Monday over unpaid wages, leaving nine grain ships waiting off the breakwater. " +
		"The harbour master, Ilse Vandoorn, said that talks with the dockers' union would resume on Thursday. " +
		"Port Senna handles two thirds of the country's imports of wheat and cooking oil."
)

func report(id, text string, day int) *vigil.Report {
	d := vigil.Date(2021, 6, day)
	return &vigil.Report{ID: id, Source: id + ".example", Text: text, Published: vigil.Published{Days: vigil.Days{From: d, To: d}, Basis: vigil.Given}}
}

func sources(o trace.Origin, text string) (out []string) {
	for _, c := range o.Copied {
		out = append(out, c.Of+": "+c.In(text)[:20])
	}
	return out
}

func TestCopies(t *testing.T) {
	half := kobo[:strings.Index(kobo, "A spokesman")]
	for _, c := range []struct {
		name, text, of string
		sentences      int
	}{
		{"word for word", kobo, "first", 5},
		{"with a byline and a footer", "By our correspondent\n\n" + kobo + "\n\nSubscribe for more news from the valley.", "first", 5},
		{"cut in half", half, "first", 2},
		{"reworded", koboReworded, "first", 3},
		{"own work on the same event", koboOwn, "", 0},
		{"another event", harbour, "", 0},
	} {
		tr := trace.New(nil)
		tr.Add(report("first", kobo, 8))
		o := tr.Add(report("second", c.text, 9))
		if o.CopyOf != c.of || len(o.Copied) != c.sentences {
			t.Errorf("%s: copy of %q with %d sentences copied, want %q with %d: %q", c.name, o.CopyOf, len(o.Copied), c.of, c.sentences, sources(o, c.text))
		}
	}
}

func TestStitched(t *testing.T) {
	tr := trace.New(nil)
	tr.Add(report("kobo", kobo, 8))
	tr.Add(report("harbour", harbour, 8))
	k, h := strings.SplitAfter(kobo, ". "), strings.SplitAfter(harbour, ". ")
	page := h[1] + k[1] + "Nobody at the ministry of trade could be reached for comment by noon. " + h[2] + " " + k[0]
	o := tr.Add(report("page", page, 10))
	want := "harbour: The harbour master, |kobo: Among the dead were |harbour: Port Senna handles t|kobo: Government forces sh"
	if got := strings.Join(sources(o, page), "|"); got != want {
		t.Errorf("copied %q, want %q", got, want)
	}
	if o.Share < .7 || o.Share > .9 {
		t.Errorf("share copied %.2f, want about .8", o.Share)
	}
}

// A copy of a copy points to the first, and an earlier publication that comes
// late turns the direction round.
func TestFirstPublication(t *testing.T) {
	tr := trace.New(nil)
	tr.Add(report("b", kobo, 9))
	tr.Add(report("c", kobo, 10))
	tr.Add(report("a", kobo, 8))
	for id, want := range map[string]string{"a": "", "b": "a", "c": "a"} {
		if o, _ := tr.Origin(id); o.CopyOf != want {
			t.Errorf("%s: copy of %q, want %q", id, o.CopyOf, want)
		}
	}
	if got := strings.Join(tr.Changed(), " "); got != "b c" && got != "c b" {
		t.Errorf("changed: %q, want b and c", got)
	}
}

func TestReadTwice(t *testing.T) {
	tr := trace.New(nil)
	tr.Add(report("a", kobo, 8))
	if o := tr.Add(report("a", kobo, 8)); o.CopyOf != "" || len(o.Copied) != 0 {
		t.Errorf("a report is a copy of %q, itself", o.CopyOf)
	}
}

// What stands on every page of an outlet is no news, copied or not.
func TestFurniture(t *testing.T) {
	tr := trace.New(nil)
	const footer = " Download our free app from the store and never miss a headline again."
	for i, text := range []string{kobo, harbour, koboOwn} {
		r := report(fmt.Sprint(i), text+footer, 8)
		r.Source = "daily.example"
		tr.Add(r)
	}
	text := "Rain is expected over the northern hills until the end of the week, forecasters say." + footer
	r := report("weather", text, 9)
	r.Source = "daily.example"
	if o := tr.Add(r); len(o.Copied) != 0 {
		t.Errorf("copied: %q", sources(o, text))
	}
}

func TestWindow(t *testing.T) {
	tr := trace.New(nil)
	tr.Add(report("first", kobo, 1))
	r := report("next year", kobo, 1)
	r.Published.Days = vigil.Days{From: vigil.Date(2022, 6, 1), To: vigil.Date(2022, 6, 1)}
	if o := tr.Add(r); o.CopyOf != "" {
		t.Errorf("copy of %q, out of the window", o.CopyOf)
	}
	if _, ok := tr.Origin("first"); ok {
		t.Error("a report of last year is still held")
	}
}

func creditNames(cs []trace.Credit) (out []string) {
	for _, c := range cs {
		out = append(out, c.Agency)
	}
	return out
}

func TestCredits(t *testing.T) {
	for text, want := range map[string]string{
		"KOBO (AP) — Shells fell on the town.":                            "Associated Press",
		"KOBO (Reuters) - Shells fell on the town.":                       "Reuters",
		"Shells fell on Kobo, the Associated Press reported on Tuesday.":  "Associated Press",
		"The press reported that ap was a prefix.":                        "",
		"Reuters and the Associated Press contributed to this report.":    "Reuters, Associated Press",
		"Journalists of Reuters were among those held at the checkpoint.": "",
	} {
		o := trace.New(nil).Add(&vigil.Report{ID: "x", Text: text})
		if got := strings.Join(creditNames(o.Credit), ", "); got != want {
			t.Errorf("%q credits %q, want %q", text, got, want)
		}
	}
}

func TestHostile(t *testing.T) {
	tr := trace.New(nil)
	for i, text := range []string{"", "\x00\xff", strings.Repeat("a b c d e f. ", 1e5), strings.Repeat("x", 1e6), strings.Repeat("one two ", 1e5)} {
		tr.Add(&vigil.Report{ID: fmt.Sprint(i), Text: text})
		tr.Add(&vigil.Report{ID: fmt.Sprint(i, " again"), Text: text})
	}
}

func BenchmarkAdd(b *testing.B) {
	texts := []string{kobo, koboReworded, koboOwn, harbour}
	tr := trace.New(nil)
	for i := range b.N {
		tr.Add(report(fmt.Sprint(i), strings.ReplaceAll(texts[i%4], "Kobo", fmt.Sprintf("Town%d", i/16)), 1+i/2000%20))
	}
}
