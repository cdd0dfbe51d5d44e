package names

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/nlp"
	"vigil/internal/resolve/who"
)

// datelines writes before texts what agencies do: our briefs and the other
// corpora have lost it.
type datelines struct {
	rng      *rand.Rand
	places   [][2]string // a town and its country
	agencies []string
	persons  []string
}

func newDatelines() (*datelines, error) {
	out := &datelines{rng: rand.New(rand.NewPCG(7, 8))}
	for _, c := range en.Countries() {
		for _, town := range c.Capitals {
			out.places = append(out.places, [2]string{town, c.Name})
		}
	}
	d, err := who.Load()
	if err != nil {
		return nil, err
	}
	for _, a := range d.All() {
		if a.Kind == vigil.Media && latin(a.Name) {
			out.agencies = append(out.agencies, strings.TrimPrefix(a.Name, "The "))
		}
	}
	return out, nil
}

// know collects names of persons for bylines.
func (g *datelines) know(docs []Document) {
	for _, d := range docs {
		for _, n := range d.Names {
			if s := n.In(d.Text); n.Type == nlp.PER && strings.Count(s, " ") == 1 && !d.loose {
				g.persons = append(g.persons, s)
			}
		}
	}
}

// builder puts a text with names together.
type textBuilder struct {
	strings.Builder
	names []Name
}

func (b *textBuilder) name(s string, t nlp.NameType, kind string) {
	start := b.Len()
	b.WriteString(s)
	b.names = append(b.names, Name{Span: vigil.Span{Start: start, End: b.Len()}, Type: t, Kind: kind})
}

func (b *textBuilder) agency(s string) { b.name(s, nlp.ORG, "media") }

// before returns d with a byline or dateline written before it, or d.
func (g *datelines) before(d *Document) *Document {
	if len(g.persons) == 0 || d.Names == nil {
		return d
	}
	var b textBuilder
	pick := func(list []string) string { return list[g.rng.IntN(len(list))] }
	agency := pick(g.agencies)
	if g.rng.IntN(4) == 0 {
		g.byline(&b, pick(g.persons), agency)
	}
	place := g.places[g.rng.IntN(len(g.places))]
	town := place[0]
	if g.rng.IntN(4) > 0 {
		town = strings.ToUpper(town)
	}
	b.name(town, nlp.LOC, "")
	switch g.rng.IntN(3) {
	case 0:
		b.WriteString(", ")
		b.name(place[1], nlp.LOC, "")
	case 1:
		fmt.Fprintf(&b, ", %s %d", months[g.rng.IntN(12)], 1+g.rng.IntN(28))
		if g.rng.IntN(3) == 0 {
			fmt.Fprintf(&b, ", %d", 2000+g.rng.IntN(25))
		}
	}
	if g.rng.IntN(5) > 0 {
		b.WriteString(" (")
		b.agency(agency)
		b.WriteString(")")
	}
	b.WriteString([]string{" - ", " — ", " – ", " -- ", ": "}[g.rng.IntN(5)])
	return b.then(d)
}

var months = strings.Fields("January February March April May June July Aug. Sept. Oct. Nov. December")

func (g *datelines) byline(b *textBuilder, person, agency string) {
	switch g.rng.IntN(3) {
	case 0:
		b.WriteString("By ")
		b.name(person, nlp.PER, "")
	case 1:
		b.WriteString("By ")
		b.name(person, nlp.PER, "")
		b.WriteString(", ")
		b.agency(agency)
	case 2:
		b.name(person, nlp.PER, "")
		b.WriteString(" | ")
		b.agency(agency)
	}
	b.WriteString("\n\n")
}

// then appends a document.
func (b *textBuilder) then(d *Document) *Document {
	out := &Document{ID: d.ID, Fold: d.Fold, loose: d.loose}
	shift := b.Len()
	out.Names = b.names
	for _, n := range d.Names {
		n.Start, n.End = n.Start+shift, n.End+shift
		out.Names = append(out.Names, n)
	}
	b.WriteString(d.Text)
	out.Text = b.String()
	return out
}
