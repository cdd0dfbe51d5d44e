package main

import (
	"fmt"
	"os"
	"strings"

	"vigil"
	"vigil/data"
	"vigil/internal/nlp"
	"vigil/internal/resolve/where"
)

// placesCmd looks into the gazetteer.
type placesCmd struct {
	Find placesFindCmd `cmd:"" help:"Show the places that a name may mean, the likeliest first, and why."`
}

// placeFiles are files of the user's that add to the gazetteer.
type placeFiles struct {
	Places []string `help:"File of places to add (docs/data.md); may be given several times." type:"existingfile" placeholder:"FILE"`
}

// load opens the gazetteer and adds the user's files.
func (f placeFiles) load() (*where.Resolver, error) {
	r, err := where.New(data.Gazetteer, data.WhereWeights)
	for _, name := range f.Places {
		if err != nil {
			break
		}
		var text []byte
		if text, err = os.ReadFile(name); err != nil {
			return nil, fmt.Errorf("read places: %w", err)
		}
		if r, err = r.Extend(string(text)); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return r, err
}

type placesFindCmd struct {
	placeFiles
	Name []string `arg:"" help:"A name, in any spelling and in Latin, Arabic, Cyrillic or Hebrew letters."`
	In   string   `help:"A report (plain text) that names it: what else it names decides." type:"existingfile" placeholder:"FILE"`
	All  bool     `help:"Show all places, not the ten likeliest."`
}

// Help is printed by --help below the summary.
func (placesFindCmd) Help() string {
	return `Each line: likelihood among the places of the name, name, kind, divisions,
coordinates, radius, GeoNames id (negative: of our own tables). Below it what
spoke for (+) and against (-) it.

  vigil places find Tripoli
  vigil places find Tripoli --in report.txt
  vigil places find جسر الشغور`
}

// Run implements the command.
func (c *placesFindCmd) Run() error {
	r, err := c.load()
	if err != nil {
		return err
	}
	name := strings.Join(c.Name, " ")
	found := r.Find(name)
	if c.In != "" {
		text, err := os.ReadFile(c.In)
		if err != nil {
			return err
		}
		language, err := nlp.New(nlp.Models{Syntax: data.Syntax, Names: data.Names})
		if err != nil {
			return err
		}
		rep := &vigil.Report{Text: string(text)}
		if found = r.FindIn(rep, language.Analyse(rep.Text), name); found == nil {
			return fmt.Errorf("%s does not name %q as a place", c.In, name)
		}
	}
	if len(found) == 0 {
		return fmt.Errorf("no place is called %q", name)
	}
	for i, f := range found {
		if i == 10 && !c.All {
			fmt.Printf("and %d more: --all shows them\n", len(found)-i)
			break
		}
		printPlace(f)
	}
	return nil
}

func printPlace(f where.Found) {
	p := f.Place
	fmt.Printf("%.3f  %s: %s\n       %.4f, %.4f within %.0f km, id %d\n      ", p.Score, p.Name,
		joined(string(p.Kind), p.Admin1, p.Country), p.Lat, p.Lon, p.RadiusKm, p.GeoID)
	for _, w := range f.Why {
		fmt.Printf(" %s %+.1f", w.Feature, w.Weight)
	}
	fmt.Println()
}

// joined lists what is not empty.
func joined(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, ", ")
}
