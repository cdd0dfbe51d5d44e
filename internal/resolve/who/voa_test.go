package who_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"vigil"
	"vigil/internal/nlp"
	"vigil/internal/resolve"
	"vigil/internal/resolve/who"
)

type brief struct {
	ID    string
	Fold  int
	Text  string
	Names []struct {
		Start, End         int
		Type, Kind, Entity string
	}
	Incidents []struct {
		Place           *struct{ Country string }
		Actors, Targets []struct{ Text, Inter string }
		Evidence        []string
	}
}

// briefs reads the gold briefs, if the bench folder is at hand.
func briefs(t testing.TB) []brief {
	path := filepath.Join("..", "..", "..", "..", "shared", "bench", "voa", "briefs.jsonl")
	f, err := os.Open(path)
	if err != nil {
		t.Skip("no bench folder")
	}
	defer f.Close()
	var out []brief
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<22)
	for s.Scan() {
		var b brief
		if err := json.Unmarshal(s.Bytes(), &b); err != nil {
			t.Fatal(err)
		}
		out = append(out, b)
	}
	return out
}

// doc makes a Doc of a brief with its gold names.
func (b *brief) doc() *nlp.Doc {
	d := &nlp.Doc{Text: b.Text, Tokens: tokens(b.Text)}
	d.Sentences = []nlp.Sentence{{Span: vigil.Span{End: len(d.Text)}, Last: len(d.Tokens)}}
	offset := make([]int, 0, len(b.Text)+1) // code point → byte
	for i := range b.Text {
		offset = append(offset, i)
	}
	offset = append(offset, len(b.Text))
	entities := map[string]int{}
	for _, n := range b.Names {
		typ := nlp.MISC
		for i, s := range nlp.NameTypes {
			if s == n.Type {
				typ = nlp.NameType(i)
			}
		}
		if n.Type == "GPE" {
			typ = nlp.LOC
		}
		if n.Type == "EVENT" || n.Type == "MISC" {
			continue
		}
		name := nlp.Name{Span: vigil.Span{Start: offset[n.Start], End: offset[n.End]}, Type: typ, Kind: n.Kind}
		for i, t := range d.Tokens {
			if t.Start < name.End && name.Start < t.End {
				if name.Last == 0 {
					name.First = i
				}
				name.Last = i + 1
			}
		}
		key := n.Entity
		if typ == nlp.NORP {
			key = n.Type + b.Text[name.Start:name.End]
		}
		e, ok := entities[key]
		if !ok {
			e = len(d.Entities)
			entities[key] = e
			d.Entities = append(d.Entities, nlp.Entity{Type: typ})
		}
		name.Entity = e
		ent := &d.Entities[e]
		if text := name.In(d.Text); len(text) > len(ent.Name) {
			ent.Name = text
		}
		ent.Names = append(ent.Names, len(d.Names))
		d.Names = append(d.Names, name)
	}
	return d
}

// TestBriefs measures the typing of gold actors and targets, and the kinds of
// gold names of organisations, on the folds named in VIGIL_FOLDS (default odd).
func TestBriefs(t *testing.T) {
	odd := os.Getenv("VIGIL_FOLDS") != "even"
	r := resolver(t)
	var hit, all, kindHit, kindAll int
	confused := map[string][]string{}
	per := map[string][2]int{}
	for _, b := range briefs(t) {
		if (b.Fold%2 == 1) != odd {
			continue
		}
		d := b.doc()
		var countries []string
		res := resolved(r, d, vigil.Date(2006, 6, 1), countries...)
		for _, n := range b.Names {
			if n.Type == "ORG" && n.Kind != "" && n.Kind != "other" {
				kindAll++
				for _, e := range d.Entities {
					_ = e
				}
			}
		}
		for i, n := range d.Names {
			_ = i
			if n.Type != nlp.ORG || n.Kind == "" || n.Kind == "other" {
				continue
			}
			got := kindWord(res.Actors[n.Entity].Kind)
			if got == n.Kind {
				kindHit++
			} else {
				confused["kind "+n.Kind+" as "+got] = append(confused["kind "+n.Kind+" as "+got], n.In(d.Text))
			}
		}
		for _, in := range b.Incidents {
			country := ""
			if in.Place != nil {
				country = in.Place.Country
			}
			for _, group := range [][]struct{ Text, Inter string }{in.Actors, in.Targets} {
				for _, a := range group {
					np := find(d, a.Text, in.Evidence, country)
					if np.First < 0 {
						continue
					}
					p := res.Party(np)
					got := string(p.Inter)
					if p.Kind.Thing() && p.Inter == "" {
						got = "object"
					}
					all++
					c := per[a.Inter]
					c[1]++
					if got == a.Inter {
						hit++
						c[0]++
					} else {
						k := a.Inter + " as " + got
						confused[k] = append(confused[k], fmt.Sprintf("%s [%s]", a.Text, country))
					}
					per[a.Inter] = c
				}
			}
		}
	}
	t.Logf("inter %.3f of %d; kind %.3f of %d", float64(hit)/float64(all), all, float64(kindHit)/float64(kindAll), kindAll)
	for k, c := range per {
		t.Logf("%s %d/%d", k, c[0], c[1])
	}
	if os.Getenv("VIGIL_ERRORS") != "" {
		keys := []string{}
		for k := range confused {
			keys = append(keys, k)
		}
		sort.Slice(keys, func(i, j int) bool { return len(confused[keys[i]]) > len(confused[keys[j]]) })
		for _, k := range keys {
			t.Logf("%d %s: %s", len(confused[k]), k, strings.Join(confused[k], "; "))
		}
	}
}

func kindWord(k vigil.Kind) string {
	switch k {
	case vigil.State, vigil.Government:
		return "state"
	case vigil.Military, vigil.Police:
		return "military"
	case vigil.ArmedGroup:
		return "armed"
	case vigil.PartyKind:
		return "party"
	case vigil.IGO:
		return "igo"
	case vigil.NGO:
		return "ngo"
	case vigil.Media:
		return "media"
	case vigil.Company:
		return "company"
	}
	return string(k)
}

// find locates the words of an actor in the evidence of its incident, else
// anywhere in the text.
func find(d *nlp.Doc, words string, evidence []string, country string) resolve.Phrase {
	words = strings.TrimSpace(words)
	for _, e := range evidence {
		at := strings.Index(d.Text, e)
		if at < 0 {
			continue
		}
		if in := strings.Index(d.Text[at:at+len(e)], words); in >= 0 {
			return phraseAt(d, at+in, at+in+len(words), country)
		}
	}
	if in := strings.Index(d.Text, words); in >= 0 {
		return phraseAt(d, in, in+len(words), country)
	}
	return resolve.Phrase{First: -1}
}

func phraseAt(d *nlp.Doc, start, end int, country string) resolve.Phrase {
	out := resolve.Phrase{First: -1, Head: -1, Country: country}
	for i, t := range d.Tokens {
		if t.Start < end && start < t.End {
			if out.First < 0 {
				out.First = i
			}
			out.Last = i + 1
		}
	}
	return out
}

var _ = who.New
