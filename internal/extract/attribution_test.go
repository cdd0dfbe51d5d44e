package extract_test

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"vigil"
	"vigil/internal/extract"
	"vigil/internal/nlp"
	"vigil/internal/resolve"
	"vigil/internal/resolve/who"
)

// read analyses a text with the models of data/, without places and times.
func read(t *testing.T, text string) ([]vigil.Claim, []vigil.Attribution) {
	t.Helper()
	file := func(name string) string {
		b, err := os.ReadFile("../../data/models/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	language, err := nlp.New(nlp.Models{Syntax: file("syntax.bin"), Names: file("names.bin"), Refs: file("refs.bin")})
	if err != nil {
		t.Fatal(err)
	}
	x, err := extract.New(file("claims.bin"), file("statements.bin"))
	if err != nil {
		t.Fatal(err)
	}
	directory, err := who.Load()
	if err != nil {
		t.Fatal(err)
	}
	rep := &vigil.Report{Text: text}
	doc := language.Analyse(text)
	resolver := resolve.Resolver{Where: nowhere{}, When: never{}, Who: who.New(directory)}
	return x.Extract(rep, doc, resolver.Resolve(rep, doc))
}

type nowhere struct{}

func (nowhere) Places(*vigil.Report, *nlp.Doc) []vigil.Place { return nil }

func (nowhere) Country(string) *vigil.Place { return nil }

type never struct{}

func (never) Times(*vigil.Report, *nlp.Doc) (vigil.Published, []vigil.When) {
	return vigil.Published{}, nil
}

func TestAttribution(t *testing.T) {
	for _, c := range []struct{ text, source, cue, content string }{
		{"The mayor said three people were hurt.", "The mayor", "said", "three people were hurt"},
		{"Three people were hurt, the mayor said.", "the mayor", "said", "Three people were hurt"},
		{"According to the police, two shops were looted.", "the police", "According to", "two shops were looted"},
		{"The army denied that it had shelled the village.", "The army", "denied", "that it had shelled the village"},
		{"The governor accused the rebels of burning crops.", "The governor", "accused", "the rebels of burning crops"},
	} {
		_, as := read(t, c.text)
		if len(as) == 0 {
			t.Errorf("%s: no attribution", c.text)
			continue
		}
		in := func(ss []vigil.Span) string {
			if len(ss) == 0 {
				return ""
			}
			return vigil.Span{Start: ss[0].Start, End: ss[len(ss)-1].End}.In(c.text)
		}
		a := as[0]
		if in(a.Source) != c.source || in(a.Cue) != c.cue || in(a.Content) != c.content {
			t.Errorf("%s: [%s] <%s> {%s}", c.text, in(a.Source), in(a.Cue), in(a.Content))
		}
	}
}

// Who speaks and who only passes it on.
func TestRelays(t *testing.T) {
	for _, c := range []struct{ text, content, speakers, via string }{
		{"Reuters, citing a report from the Syrian Observatory for Human Rights as well as at least one rebel leader, said four people were killed in Idlib.",
			"four people were killed in Idlib", "Syrian Observatory for Human Rights, one rebel leader", "Reuters"},
		{"Reuters quoted a police officer as saying that two bombs had gone off.", "two bombs had gone off", "police officer", "Reuters"},
		{"Reuters reported that the governor said three people were hurt.", "three people were hurt", "governor", "Reuters"},
		{"The mayor told Reuters that the bridge was closed.", "that the bridge was closed", "mayor", "Reuters"},
	} {
		as := said(t, c.text)
		found := false
		for _, a := range as {
			found = found || strings.HasSuffix(c.text[:a.Content[len(a.Content)-1].End], strings.TrimPrefix(c.content, "that ")) &&
				names(a.Speakers) == c.speakers && names(a.Via) == c.via
		}
		if !found {
			t.Errorf("%s: %+v", c.text, as)
		}
	}
}

// said returns the attributions of a text, read with all that is known.
func said(t *testing.T, text string) []vigil.Attribution {
	t.Helper()
	r, err := wholeReader()
	if err != nil {
		t.Fatal(err)
	}
	rep := &vigil.Report{Text: text}
	language, err := withNames()
	if err != nil {
		t.Fatal(err)
	}
	doc := language.Analyse(text)
	_, as := r.extract.Extract(rep, doc, r.resolver.Resolve(rep, doc))
	return as
}

var withNames = sync.OnceValues(func() (*nlp.Analyser, error) {
	var files [3]string
	for i, name := range []string{"syntax.bin", "names.bin", "refs.bin"} {
		b, err := os.ReadFile("../../data/models/" + name)
		if err != nil {
			return nil, err
		}
		files[i] = string(b)
	}
	return nlp.New(nlp.Models{Syntax: files[0], Names: files[1], Refs: files[2]})
})

func names(ps []vigil.Party) string {
	var out []string
	for _, p := range ps {
		out = append(out, p.Name)
	}
	return strings.Join(out, ", ")
}

// A quotation is taken whole: over sentences, round its speaker, over
// paragraphs; one without a cue in its paragraph has no speaker.
func TestDirectSpeech(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"“We left. Nobody was hurt,” the mayor said.", []string{"“We left. Nobody was hurt,”"}},
		{"\"We left,\" the mayor said. \"Nobody was hurt.\"", []string{"\"We left,\"", "\"Nobody was hurt.\""}},
		{"The mayor added:\n\n“We left on Monday.\n\n“Nobody was hurt.”", []string{"“We left on Monday.", "“Nobody was hurt.”"}},
		{"The road is closed.\n\n“Nobody was hurt.”", nil},
	} {
		_, as := read(t, c.text)
		var got []string
		for _, a := range as {
			for _, s := range a.Content {
				got = append(got, s.In(c.text))
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

// A denial stands with the act that it denies, wherever the report puts it.
func TestDeniedBy(t *testing.T) {
	for _, text := range []string{
		"Shelling killed four people in Idlib on Monday, residents said. The army denied responsibility.",
		"A bomb killed four people in Homs on Monday, police said. The rebels denied that they had killed them.",
	} {
		denied := 0
		for _, c := range incidents(readAll(t, "2018-09-04", text)) {
			denied += len(c.DeniedBy)
		}
		if denied != 1 {
			t.Errorf("%q: %d deny it", text, denied)
		}
	}
}

// Hostile text makes no attribution that points outside it.
func FuzzSayings(f *testing.F) {
	for _, s := range []string{
		"“We left,” said X, the mayor of Y, who ran. “Nobody", "POLL: a b c", "A: b c d e\n\nA: f g h", "\"x\" — Y", "according to", "said", ", said",
		"Reuters, citing", "X, citing a report from and as well as, said", "quoted as saying", "\"\"\"''''“”‘’ said : \"", "On Monday said that",
	} {
		f.Add(s)
	}
	r, err := wholeReader()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 {
			return
		}
		rep := &vigil.Report{Text: text}
		doc := r.language.Analyse(text)
		_, as := r.extract.Extract(rep, doc, r.resolver.Resolve(rep, doc))
		for _, a := range as {
			for _, s := range slices.Concat(a.Source, a.Cue, a.Content) {
				if s.In(text) == "" {
					t.Errorf("%q: %v", text, s)
				}
			}
		}
	})
}
