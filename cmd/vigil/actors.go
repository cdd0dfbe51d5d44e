package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"vigil"
	"vigil/internal/resolve"
	"vigil/internal/resolve/who"
)

// actorsCmd looks into the directory of actors.
type actorsCmd struct {
	Find  actorsFindCmd  `cmd:"" help:"Show whom a name or a post may mean, best first, and why."`
	Show  actorsShowCmd  `cmd:"" help:"Show all that the directory says of an actor."`
	Check actorsCheckCmd `cmd:"" help:"Check the directory, and files of your own, for errors; count what it holds."`
	New   actorsNewCmd   `cmd:"" help:"List the bodies that reports name and the directory lacks, as lines for a file of your own."`
}

// actorFiles are files of the user's that add to the directory.
type actorFiles struct {
	Actors []string `help:"File of actors to add (docs/data.md); may be given several times." type:"existingfile" placeholder:"FILE"`
}

// load reads the built-in directory and the user's files.
func (f actorFiles) load() (*who.Directory, error) {
	var extra []who.File
	for _, name := range f.Actors {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read actors: %w", err)
		}
		extra = append(extra, who.File{Name: name, Text: string(text)})
	}
	return who.Load(extra...)
}

type actorsFindCmd struct {
	actorFiles
	Name    []string `arg:"" help:"A name, in any spelling or script, or a post: foreign minister."`
	On      string   `help:"Day of the report (YYYY-MM-DD)." placeholder:"DAY"`
	Country string   `help:"Country of the report, or whose post it is (ISO alpha-3)." placeholder:"ISO3"`
}

func (c *actorsFindCmd) Run() error {
	d, err := c.load()
	if err != nil {
		return err
	}
	scene := &resolve.Scene{}
	if c.On != "" {
		if scene.Day, err = vigil.ParseDay(c.On); err != nil {
			return err
		}
	}
	country := strings.ToUpper(c.Country)
	if country != "" {
		scene.Countries = []resolve.Weight{{Country: country, Share: 1}}
	}
	name := strings.Join(c.Name, " ")
	found := d.Find(name, who.Context{Scene: scene, Caps: name == strings.ToUpper(name)})
	found = append(found, d.Holders(name, country, "", scene.Day)...)
	if len(found) == 0 {
		return fmt.Errorf("nobody in the directory goes by %q", name)
	}
	for _, f := range found {
		fmt.Printf("%.2f  %-28s %s  (%s%s)\n", f.Score, f.Actor.ID, f.Actor.Name, f.Rule, years(f.Actor.Active))
	}
	return nil
}

type actorsShowCmd struct {
	actorFiles
	ID string `arg:"" help:"Id of an actor (syr-sdf), or a name that means one alone."`
}

func (c *actorsShowCmd) Run() error {
	d, err := c.load()
	if err != nil {
		return err
	}
	a, ok := d.Get(c.ID)
	if !ok {
		found := d.Find(c.ID, who.Context{Caps: true})
		if len(found) == 0 {
			return fmt.Errorf("nobody in the directory has the id or name %q", c.ID)
		}
		a = found[0].Actor
	}
	showActor(os.Stdout, d, a)
	return nil
}

func showActor(w io.Writer, d *who.Directory, a *vigil.Actor) {
	row := func(label, text string) {
		if text != "" {
			fmt.Fprintf(w, "%-9s%s\n", label, text)
		}
	}
	row("id", a.ID)
	row("name", a.Name)
	row("also", strings.Join(a.Aliases, "; "))
	row("kind", strings.TrimSuffix(string(a.Kind)+", "+string(a.Inter), ", "))
	row("country", a.Country)
	row("active", strings.TrimPrefix(years(a.Active), ", "))
	for _, t := range a.Parents {
		row("part of", tie(d, t))
	}
	for _, t := range a.Allies {
		row("with", tie(d, t))
	}
	for _, o := range a.Offices {
		of := o.Country
		if o.Body != "" {
			of = o.Body
		}
		row("office", o.Title+", "+of+years(o.Days))
	}
	if a.Basis == "" {
		row("basis", "unverified")
	}
	row("basis", a.Basis)
}

func tie(d *who.Directory, t vigil.Tie) string {
	name := t.To
	if a, ok := d.Get(t.To); ok {
		name = a.Name + " (" + t.To + ")"
	}
	return name + years(t.Days)
}

// years writes ", 2015-10-10 to 2019-12-31", or nothing.
func years(d vigil.Days) string {
	if !d.Known() {
		return ""
	}
	from, to := "…", "…"
	if d.From != 0 {
		from = d.From.String()
	}
	if d.To != 0 {
		to = d.To.String()
	}
	return ", " + from + " to " + to
}

type actorsCheckCmd struct{ actorFiles }

func (c *actorsCheckCmd) Run() error {
	d, err := c.load()
	if err != nil {
		return err
	}
	faults := d.Check()
	for _, f := range faults {
		fmt.Println(f)
	}
	s := d.Stats()
	fmt.Printf("%d entries under %d names, %d unverified; %d persons in %d terms of %d offices\n", s.Actors, s.Named, s.Unverified, s.Persons, s.Terms, s.Offices)
	var kinds []string
	for k, n := range s.Kinds {
		kinds = append(kinds, fmt.Sprintf("%d %s", n, k))
	}
	slices.Sort(kinds)
	fmt.Println(strings.Join(kinds, ", "))
	if len(faults) > 0 {
		return fmt.Errorf("%d faults", len(faults))
	}
	return nil
}
