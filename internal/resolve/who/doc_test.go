package who_test

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vigil"
	"vigil/internal/nlp"
	"vigil/internal/resolve"
	"vigil/internal/resolve/who"
)

// markup makes a Doc of a text in which names are marked: "[PER:Ann Smith] of
// [LOC:Syria]". Names of the same words are one entity; so is a name that is
// the last word of an earlier longer one. It knows no parts of speech.
func markup(text string) *nlp.Doc {
	d := &nlp.Doc{}
	var plain strings.Builder
	type span struct {
		start, end int
		typ        nlp.NameType
	}
	var names []span
	for text != "" {
		i := strings.IndexByte(text, '[')
		if i < 0 {
			plain.WriteString(text)
			break
		}
		plain.WriteString(text[:i])
		typ, rest, _ := strings.Cut(text[i+1:], ":")
		name, after, _ := strings.Cut(rest, "]")
		for t, s := range nlp.NameTypes {
			if s == typ {
				names = append(names, span{plain.Len(), plain.Len() + len(name), nlp.NameType(t)})
			}
		}
		plain.WriteString(name)
		text = after
	}
	d.Text = plain.String()
	d.Tokens = tokens(d.Text)
	d.Sentences = []nlp.Sentence{{Span: vigil.Span{End: len(d.Text)}, Last: len(d.Tokens)}}
	for _, s := range names {
		addName(d, s.start, s.end, s.typ)
	}
	return d
}

func addName(d *nlp.Doc, start, end int, typ nlp.NameType) {
	n := nlp.Name{Span: vigil.Span{Start: start, End: end}, Type: typ, Score: 1}
	for i, t := range d.Tokens {
		if t.Start < end && start < t.End {
			if n.Last == 0 {
				n.First = i
			}
			n.Last = i + 1
		}
	}
	text := d.Text[start:end]
	n.Entity = -1
	for i := range d.Entities {
		e := &d.Entities[i]
		if e.Name == text || e.Type == nlp.PER && strings.HasSuffix(e.Name, " "+text) {
			n.Entity = i
		}
	}
	if n.Entity < 0 {
		n.Entity = len(d.Entities)
		d.Entities = append(d.Entities, nlp.Entity{Name: text, Type: typ})
	}
	d.Entities[n.Entity].Names = append(d.Entities[n.Entity].Names, len(d.Names))
	d.Names = append(d.Names, n)
}

// tokens splits at spaces, before punctuation and before 's.
func tokens(text string) []nlp.Token {
	var out []nlp.Token
	start := -1
	flush := func(end int) {
		if start >= 0 {
			out = append(out, nlp.Token{Span: vigil.Span{Start: start, End: end}, Head: -1})
		}
		start = -1
	}
	for i := 0; i < len(text); {
		r, w := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsSpace(r):
			flush(i)
		case r == '\'' && i+1 < len(text) && text[i+1] == 's':
			flush(i)
			start = i
		case strings.ContainsRune(",;:()\"“”", r), r == '.' && (i+1 == len(text) || text[i+1] == ' ') && !(start >= 0 && strings.Contains(text[start:i], ".")):
			flush(i)
			start = i
			flush(i + w)
		default:
			if start < 0 {
				start = i
			}
		}
		i += w
	}
	flush(len(text))
	return out
}

// resolved runs who over a marked text; countries are the places' countries.
func resolved(r *who.Resolver, doc *nlp.Doc, day vigil.Day, countries ...string) *resolve.Result {
	all := resolve.Resolver{Where: fixedPlaces(countries), When: fixedDay(day), Who: r}
	return all.Resolve(&vigil.Report{Text: doc.Text}, doc)
}

type fixedDay vigil.Day

func (d fixedDay) Times(*vigil.Report, *nlp.Doc) (vigil.Published, []vigil.When) {
	return vigil.Published{Days: vigil.Days{From: vigil.Day(d), To: vigil.Day(d)}}, nil
}

type fixedPlaces []string

func (p fixedPlaces) Country(string) *vigil.Place { return nil }

func (p fixedPlaces) Places(_ *vigil.Report, doc *nlp.Doc) []vigil.Place {
	var out []vigil.Place
	for _, c := range p {
		out = append(out, vigil.Place{Kind: vigil.Settlement, Country: c, Span: vigil.Span{Start: len(doc.Text), End: len(doc.Text)}})
	}
	return out
}

// phraseOf returns the phrase of a doc that has the words np.
func phraseOf(doc *nlp.Doc, np, country string) resolve.Phrase {
	at := strings.Index(doc.Text, np)
	out := resolve.Phrase{First: -1, Head: -1, Country: country}
	for i, t := range doc.Tokens {
		if at >= 0 && t.Start < at+len(np) && at < t.End {
			if out.First < 0 {
				out.First = i
			}
			out.Last = i + 1
		}
	}
	return out
}
