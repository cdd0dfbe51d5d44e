package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"vigil/internal/collect/opml"
	"vigil/internal/collect/source"
	"vigil/internal/store"
)

type sourcesCmd struct {
	Add    sourcesAddCmd    `cmd:"" help:"Add a source: a feed, a sitemap, a page; its feeds are found."`
	List   sourcesListCmd   `cmd:"" help:"List the sources and how they stand."`
	Test   sourcesTestCmd   `cmd:"" help:"Show what would be read."`
	Remove sourcesRemoveCmd `cmd:"" help:"Take a source out. What was collected stays."`
	Import sourcesImportCmd `cmd:"" help:"Add the feeds of an OPML file."`
}

type sourcesFile struct {
	Sources string `help:"The file of sources." type:"path" default:"sources.toml" placeholder:"FILE"`
}

type sourcesAddCmd struct {
	sourcesFile
	URL         string        `arg:"" name:"url|path" help:"Its address, or the path of a local source."`
	Kind        string        `help:"feed, sitemap, list, page, gdelt or local. Default: found out."`
	ID          string        `name:"id" help:"Its id. Default: made of the address."`
	Name        string        `help:"The outlet, as reports name it."`
	Country     string        `help:"Where it sits, ISO 3166-1 alpha-3." placeholder:"SYR"`
	Language    string        `help:"ISO 639-1, where its pages do not say." placeholder:"en"`
	Party       string        `help:"The party to a conflict that it speaks for."`
	Reliability string        `help:"A (reliable) to E, F: cannot be judged."`
	Interval    time.Duration `help:"Between two looks. Default: 15m."`
	Selector    string        `help:"CSS selector of the links of a list." placeholder:"CSS"`
}

// Help is printed by --help below the summary.
func (sourcesAddCmd) Help() string {
	return `  vigil sources add https://example.org/news --reliability B --country SYR
  vigil sources add https://example.org/front --kind list --selector "h2 a"
  vigil sources add archive/ --kind local`
}

// Run implements the command.
func (c *sourcesAddCmd) Run(ctx context.Context) error {
	f, err := source.Load(c.Sources)
	if err != nil {
		return err
	}
	s := source.Source{ID: c.ID, Name: c.Name, Kind: source.Kind(c.Kind), URL: c.URL, Country: c.Country, Language: c.Language, Party: c.Party, Reliability: c.Reliability,
		Interval: source.Duration(c.Interval), Selector: c.Selector}
	if s.Kind == source.Local {
		s.URL, s.Path = "", c.URL
	}
	if s.Path != "" {
		if s.Path, err = filepath.Abs(s.Path); err != nil {
			return err
		}
	}
	if s.Kind == "" {
		look, err := lookAt(ctx, f, c.URL, c.Selector)
		if err != nil {
			return fmt.Errorf("finding out what it is: %w (name its --kind to add it all the same)", err)
		}
		s.Kind, s.URL = look.kind, look.url
		if s.Name == "" {
			s.Name = look.site
		}
	}
	if s.ID == "" {
		s.ID = source.MakeID(s.URL+s.Path, func(id string) bool { return f.Get(id) != nil })
	}
	if err := source.Add(c.Sources, s); err != nil {
		return err
	}
	fmt.Printf("%s: %s %s%s added to %s\n", s.ID, s.Kind, s.URL, s.Path, c.Sources)
	return nil
}

type sourcesListCmd struct {
	sourcesFile
	DB string `name:"db" help:"The store that says how they stand: a file, or postgres://…" default:"vigil.db" placeholder:"FILE"`
}

// Run implements the command.
func (c *sourcesListCmd) Run(ctx context.Context) error {
	f, err := source.Load(c.Sources)
	if err != nil {
		return err
	}
	var db store.Full
	if isKept(c.DB) {
		if db, err = openStore(ctx, c.DB); err != nil {
			return err
		}
		defer db.Close()
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tKIND\tEVERY\tTRUST\tLAST\tSTANDING\tADDRESS")
	for i := range f.Sources {
		s := &f.Sources[i]
		last, standing := "never", ""
		if s.Off {
			standing = "off"
		}
		if db != nil {
			key := "list " + itemKey(s.URL)
			if s.Kind == source.Local {
				key = "local " + s.ID
			}
			if l, err := db.Link(ctx, key); err == nil {
				if !l.Fetched.IsZero() {
					last = l.Fetched.Local().Format("2006-01-02 15:04")
				}
				standing = l.Why
			}
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%.60s\t%s%s\n", s.ID, s.Kind, source.Duration(s.Every()), s.Reliability, last, standing, s.URL, s.Path)
	}
	return w.Flush()
}

type sourcesRemoveCmd struct {
	sourcesFile
	ID string `arg:"" help:"Its id."`
}

// Run implements the command.
func (c *sourcesRemoveCmd) Run() error { return source.Remove(c.Sources, c.ID) }

type sourcesImportCmd struct {
	sourcesFile
	OPML string `arg:"" help:"The file." type:"existingfile"`
}

// Run implements the command.
func (c *sourcesImportCmd) Run() error {
	in, err := os.Open(c.OPML)
	if err != nil {
		return err
	}
	defer in.Close()
	feeds, err := opml.Parse(in)
	if err != nil {
		return fmt.Errorf("%s: %w", c.OPML, err)
	}
	f, err := source.Load(c.Sources)
	if err != nil {
		return err
	}
	known, ids := map[string]bool{}, map[string]bool{}
	for _, s := range f.Sources {
		known[itemKey(s.URL)], ids[s.ID] = true, true
	}
	var add []source.Source
	for _, x := range feeds {
		if known[itemKey(x.URL)] {
			continue
		}
		s := source.Source{Kind: source.Feed, URL: x.URL, Name: x.Title}
		s.ID = source.MakeID(x.URL, func(id string) bool { return ids[id] })
		known[itemKey(x.URL)], ids[s.ID] = true, true
		add = append(add, s)
	}
	if err := source.Add(c.Sources, add...); err != nil {
		return err
	}
	fmt.Printf("%d of %d feeds added to %s\n", len(add), len(feeds), c.Sources)
	return nil
}
