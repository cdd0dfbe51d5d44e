package who

import (
	"embed"
	"io/fs"
	"strings"

	"vigil"
	"vigil/internal/lang/en"
)

//go:embed directory
var files embed.FS

// Directory is the directory of actors: entries, the offices that persons
// held, and indexes over their names. It is read-only once loaded.
type Directory struct {
	actors     []vigil.Actor
	weak       []uint64          // for each actor: bit n is set if its n-th name means other things too
	ids        map[string]int32  // Actor.ID → index
	states     map[string]int32  // ISO alpha-3 → index of the state
	adjectives map[string]string // ISO alpha-3 → "Syrian"
	offices    []office
	names      nameIndex
}

// office is a post with those who held it.
type office struct {
	titles  []string // canonical first
	country string   // ISO alpha-3, or ""
	body    string   // Actor.ID, or ""
	basis   string
	several bool // held by several at once
	holders []holder
	at      string // file:line
}

type holder struct {
	actor int32
	days  vigil.Days
}

// File is a file of the directory's form that somebody adds to it.
type File struct{ Name, Text string }

// Load reads the built-in directory and then the extra files, whose entries
// replace built-in ones of the same id. Errors name file, line and reason.
func Load(extra ...File) (*Directory, error) {
	d := &Directory{actors: make([]vigil.Actor, 0, 1<<13), ids: make(map[string]int32, 1<<13), states: make(map[string]int32, 256), adjectives: make(map[string]string, 256)}
	countries := en.Countries()
	d.addStates(countries)
	l := &loader{d: d, office: -1, aliases: make([]string, 0, 1<<14)}
	err := fs.WalkDir(files, "directory", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := files.ReadFile(path)
		if err != nil {
			return err
		}
		return l.read(strings.TrimPrefix(path, "directory/"), string(text))
	})
	if err != nil {
		return nil, err
	}
	l.replace = true
	for _, f := range extra {
		if err := l.read(f.Name, f.Text); err != nil {
			return nil, err
		}
	}
	d.index(countries)
	return d, nil
}

// addStates makes an entry of every state and territory.
func (d *Directory) addStates(countries []en.Country) {
	for _, c := range countries {
		a := vigil.Actor{
			ID: strings.ToLower(c.ISO3), Name: c.Name, Aliases: c.Names[1:], Kind: vigil.State, Inter: vigil.StateForces,
			Country: c.ISO3, Basis: "ISO 3166-1",
		}
		var weak uint64
		if c.Ambiguous {
			weak = 1
		}
		d.adjectives[c.ISO3] = c.Demonyms[0]
		d.states[c.ISO3], d.ids[a.ID] = int32(len(d.actors)), int32(len(d.actors))
		d.actors, d.weak = append(d.actors, a), append(d.weak, weak)
	}
}

// Len returns the number of entries.
func (d *Directory) Len() int { return len(d.actors) }

// All returns the entries; they must not be changed.
func (d *Directory) All() []vigil.Actor { return d.actors }

// Get returns the entry of an id, those made on demand included: every state
// has a government, armed forces, police and ministries (bodies.go).
func (d *Directory) Get(id string) (*vigil.Actor, bool) {
	if i, ok := d.ids[id]; ok {
		return &d.actors[i], true
	}
	if country, suffix, ok := strings.Cut(id, "-"); ok {
		if s, ok := d.states[strings.ToUpper(country)]; ok {
			if b, ok := bodyBySuffix[suffix]; ok {
				return d.makeBody(&d.actors[s], b), true
			}
		}
	}
	return nil, false
}
