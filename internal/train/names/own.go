package names

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/nlp"
	"vigil/internal/resolve/who"
)

// filled is how often each sentence of our own is written with other names.
const filled = 6

// filler holds what may stand in a slot of our own sentences.
type filler struct {
	rng   *rand.Rand
	words map[string][]string
}

// slotTypes are the marks of what fills a slot.
var slotTypes = map[string]nlp.NameType{
	"gov": nlp.LOC, "state": nlp.LOC, "capital": nlp.LOC, "country": nlp.LOC, "town": nlp.LOC, "norp": nlp.NORP, "people": nlp.NORP,
	"base": nlp.FAC, "crossing": nlp.FAC, "camp": nlp.FAC, "group": nlp.ORG, "ngo": nlp.ORG, "media": nlp.ORG, "igo": nlp.ORG,
	"person": nlp.PER, "surname": nlp.PER,
}

// Own reads sentences of our own with slots (data/src/names.txt says how) and
// fills them from our lists of countries, actors and places.
func Own(path, tables string) ([]Document, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	f := &filler{rng: rand.New(rand.NewPCG(11, 12)), words: map[string][]string{}}
	if err := f.gather(tables); err != nil {
		return nil, err
	}
	var out []Document
	n := 0
	for line := range strings.Lines(string(raw)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		for range filled {
			d, err := f.fill(line)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %w", path, n, err)
			}
			out = append(out, d)
		}
	}
	return out, nil
}

func (f *filler) put(slot, word string) {
	if latin(word) && len(word) > 2 {
		f.words[slot] = append(f.words[slot], word)
	}
}

// gather lists what may fill the slots.
func (f *filler) gather(tables string) error {
	for _, c := range en.Countries() {
		f.put("gov", c.Capitals[0])
		f.put("capital", c.Capitals[0])
		f.put("state", c.Name)
		f.put("country", c.Name)
		f.put("norp", c.Demonyms[0])
		for _, n := range c.Demonyms {
			if strings.HasSuffix(n, "s") {
				f.put("people", n)
			}
		}
	}
	d, err := who.Load()
	if err != nil {
		return err
	}
	for _, a := range d.All() {
		switch a.Kind {
		case vigil.ArmedGroup:
			f.put("group", a.Name)
			for _, alias := range a.Aliases {
				f.put("group", alias)
			}
		case vigil.Person:
			f.put("person", a.Name)
			if w := strings.Fields(a.Name); len(w) > 1 {
				f.put("surname", w[len(w)-1])
			}
		case vigil.NGO:
			f.put("ngo", a.Name)
		case vigil.Media:
			f.put("media", a.Name)
		case vigil.IGO:
			f.put("igo", a.Name)
		}
	}
	return f.places(tables)
}

// places takes towns and facilities from our tables of war places.
func (f *filler) places(tables string) error {
	paths, err := filepath.Glob(filepath.Join(tables, "war-*.tsv"))
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		return fmt.Errorf("%s: no table war-*.tsv", tables)
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for line := range strings.Lines(string(raw)) {
			col := strings.Split(line, "\t")
			if line[0] == '#' || len(col) < 2 {
				continue
			}
			f.place(col[0], vigil.PlaceKind(col[1]))
		}
	}
	return nil
}

func (f *filler) place(name string, kind vigil.PlaceKind) {
	if kind != vigil.Facility {
		f.put("town", name)
		return
	}
	for _, slot := range []string{"base", "crossing", "camp"} {
		if short, ok := strings.CutSuffix(strings.ToLower(name), " "+slot); ok {
			f.put(slot, name[:len(short)])
			return
		}
	}
	if !strings.Contains(name, " ") {
		f.put("base", name)
	}
}

// fill writes a sentence with names from the lists.
func (f *filler) fill(line string) (Document, error) {
	var b textBuilder
	for line != "" {
		i := strings.IndexAny(line, "{[")
		if i < 0 {
			b.WriteString(line)
			break
		}
		b.WriteString(line[:i])
		inside, rest, ok := strings.Cut(line[i+1:], map[byte]string{'{': "}", '[': "]"}[line[i]])
		if !ok {
			return Document{}, fmt.Errorf("%q is not closed", line[i:])
		}
		if err := f.mark(&b, line[i], inside); err != nil {
			return Document{}, err
		}
		line = rest
	}
	return Document{Fold: -1, Text: b.String(), Names: b.names}, nil
}

// mark writes one name: a slot, or words with a type of their own.
func (f *filler) mark(b *textBuilder, open byte, inside string) error {
	if open == '{' {
		t, ok := slotTypes[inside]
		word, err := f.pick(inside)
		if !ok || err != nil {
			return fmt.Errorf("slot {%s}: nothing to fill it with", inside)
		}
		b.name(word, t, "")
		return nil
	}
	typ, words, ok := strings.Cut(inside, ":")
	t, _ := typeOf(typ)
	if !ok || t == nlp.NoName {
		return fmt.Errorf("[%s]: want a type and words", inside)
	}
	var err error
	if i, j := strings.IndexByte(words, '{'), strings.IndexByte(words, '}'); i >= 0 && j > i {
		var w string
		if w, err = f.pick(words[i+1 : j]); err == nil {
			words = words[:i] + w + words[j+1:]
		}
	}
	b.name(words, t, "")
	return err
}

// pick draws from a list; articles of Arabic names are written small in half of
// them, as reports do.
func (f *filler) pick(slot string) (string, error) {
	list := f.words[slot]
	if len(list) == 0 {
		return "", fmt.Errorf("slot {%s}: nothing to fill it with", slot)
	}
	w := list[f.rng.IntN(len(list))]
	if (strings.HasPrefix(w, "Al-") || strings.HasPrefix(w, "El-")) && f.rng.IntN(2) == 0 {
		w = strings.ToLower(w[:1]) + w[1:]
	}
	return w, nil
}
