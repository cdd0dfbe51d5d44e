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
	"vigil/internal/resolve/when"
	"vigil/internal/resolve/where"
	"vigil/internal/resolve/who"
)

// reader is all of the stages, with the models of data/.
type reader struct {
	language *nlp.Analyser
	resolver *resolve.Resolver
	extract  *extract.Extractor
}

var wholeReader = sync.OnceValues(func() (*reader, error) {
	var files [7]string
	for i, name := range []string{"models/syntax.bin", "models/claims.bin", "gazetteer.bin", "where.weights", "models/statements.bin", "models/names.bin", "models/refs.bin"} {
		b, err := os.ReadFile("../../data/" + name)
		if err != nil {
			return nil, err
		}
		files[i] = string(b)
	}
	language, err := nlp.New(nlp.Models{Syntax: files[0], Names: files[5], Refs: files[6]})
	if err != nil {
		return nil, err
	}
	x, err := extract.New(files[1], files[4])
	if err != nil {
		return nil, err
	}
	places, err := where.New(files[2], files[3])
	if err != nil {
		return nil, err
	}
	directory, err := who.Load()
	if err != nil {
		return nil, err
	}
	return &reader{language, &resolve.Resolver{Where: places, When: when.New(), Who: who.New(directory)}, x}, nil
})

// readAll returns the claims of a report published on day, or undated if "".
func readAll(t *testing.T, day, text string) []vigil.Claim {
	t.Helper()
	r, err := wholeReader()
	if err != nil {
		t.Fatal(err)
	}
	rep := &vigil.Report{ID: "r", Text: text}
	if d, err := vigil.ParseDay(day); err == nil {
		rep.Published = vigil.Published{Days: vigil.Days{From: d, To: d}, Basis: vigil.Given, Score: 1}
	}
	doc := r.language.Analyse(text)
	claims, _ := r.extract.Extract(rep, doc, r.resolver.Resolve(rep, doc))
	return claims
}

func incidents(claims []vigil.Claim) (out []vigil.Claim) {
	for _, c := range claims {
		if c.Kind == vigil.IncidentClaim {
			out = append(out, c)
		}
	}
	return out
}

// The place of an act comes from its own sentence or from one that the report
// links to it, never from a paragraph about something else.
func TestPlaceIsGrounded(t *testing.T) {
	for _, c := range []struct{ text, want, never string }{
		{"The foreign minister met the president in Damascus.\n\nAn air strike on Monday near Jisr al-Shughour killed six people, residents said.", "Jisr", "Damascus"},
		{"The foreign minister met the president in Damascus.\n\nA car bomb exploded outside a mosque on Monday, killing six people, police said.", "", "Damascus"},
		{"The London-based watchdog said rockets killed four people in Latakia on Monday.", "Latakia", "London"},
		{"A car bomb exploded in Kirkuk on Monday, killing six people. The blast wounded 20.", "Kirkuk", ""},
	} {
		got := incidents(readAll(t, "", c.text))
		if len(got) == 0 {
			t.Errorf("%q: no incident", c.text)
		}
		for _, x := range got {
			name := ""
			if x.Place != nil {
				name = x.Place.Name
			}
			if !strings.HasPrefix(name, c.want) || c.never != "" && strings.Contains(name, c.never) {
				t.Errorf("%q: at %q, want %q", c.text, name, c.want)
			}
		}
	}
}

// One act told of several places is an incident a place.
func TestListOfPlaces(t *testing.T) {
	var names []string
	for _, x := range incidents(readAll(t, "", "Protesters marched on Friday in Damascus, Homs and Hama, activists said.")) {
		if x.Place != nil {
			names = append(names, x.Place.Name)
		}
	}
	slices.Sort(names)
	if got := strings.Join(names, " "); got != "Damascus Hama Homs" {
		t.Errorf("protests at %q", got)
	}
}

// A figure of one incident is not a toll besides.
func TestFigureOfIncidentIsNoToll(t *testing.T) {
	for _, c := range readAll(t, "2018-09-04", "An air strike on a village near Idlib on Monday killed at least eight people, residents said.") {
		if c.Kind == vigil.TollClaim {
			t.Errorf("toll %v", c.Figures)
		}
	}
}

// News that gives no day is of its day or the day before.
func TestDayOfPublication(t *testing.T) {
	got := incidents(readAll(t, "2018-09-04", "A car bomb has killed six people in Kirkuk, police say."))
	if len(got) != 1 || got[0].When == nil || got[0].When.Basis != "publication" || got[0].When.Days.To.String() != "2018-09-04" {
		t.Errorf("got %+v", got)
	}
}
