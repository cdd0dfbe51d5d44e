package protect

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"unicode"

	"vigil"
)

// redaction takes what is protected out of one thing.
type redaction struct {
	*rules
	also *regexp.Regexp // other names that this thing gives who is protected
}

// redact takes what is protected out of a value, by its form as JSON.
func redact[T any](r *rules, x *T) error {
	b, err := json.Marshal(x)
	if err != nil {
		return err
	}
	if b, err = r.json(b); err != nil {
		return err
	}
	var out T
	if err := json.Unmarshal(b, &out); err != nil {
		return err
	}
	*x = out
	return nil
}

func (r *rules) json(b []byte) ([]byte, error) {
	if b == nil {
		return nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	var also []string
	r.aliases(v, &also)
	return json.Marshal(redaction{r, maskOf(also)}.value(v))
}

// aliases gathers the other names of protected parties.
func (r *rules) aliases(v any, out *[]string) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			r.aliases(x, out)
		}
	case map[string]any:
		if r.party(v) {
			names, _ := v["also"].([]any)
			for _, n := range append(names, v["text"], v["name"]) {
				if s, ok := n.(string); ok && named(s) {
					*out = append(*out, s)
				}
			}
		}
		for _, x := range v {
			r.aliases(x, out)
		}
	}
}

// named reports whether words are a name and no pronoun or description.
func named(s string) bool {
	first := []rune(s)
	return len(first) > 2 && (unicode.IsUpper(first[0]) || unicode.IsUpper(first[len(first)-1]) || !unicode.IsLower(first[0]))
}

// party reports whether an object is a protected party, under any of its names.
func (r *rules) party(m map[string]any) bool {
	names, _ := m["also"].([]any)
	for _, n := range append(names, m["name"], m["text"]) {
		if s, ok := n.(string); ok && r.sources[strings.ToLower(s)] {
			return true
		}
	}
	return false
}

func (r redaction) value(v any) any {
	switch v := v.(type) {
	case string:
		return r.text(v)
	case []any:
		for i := range v {
			v[i] = r.value(v[i])
		}
		return v
	case map[string]any:
		return r.object(v)
	}
	return v
}

func (r redaction) object(m map[string]any) any {
	if r.party(m) {
		return map[string]any{"name": Withheld}
	}
	if s, ok := m["source"].(string); ok && r.sources[strings.ToLower(s)] { // a voice, a figure of a toll
		for _, k := range []string{"entity", "party", "reliability"} {
			delete(m, k)
		}
	}
	if coarse := r.place(m); coarse != nil {
		return coarse
	}
	for k, x := range m {
		m[k] = r.value(x)
	}
	return m
}

// place returns the province of a protected place, without coordinates; nil for
// what is none.
func (r redaction) place(m map[string]any) map[string]any {
	country, _ := m["country"].(string)
	for _, p := range r.places {
		if p.Country != "" && p.Country != country {
			continue
		}
		for _, n := range p.Names {
			for _, k := range []string{"name", "text"} {
				if s, ok := m[k].(string); ok && strings.EqualFold(s, n) {
					return coarse(m, country)
				}
			}
		}
	}
	return nil
}

func coarse(m map[string]any, country string) map[string]any {
	if admin1, ok := m["admin1"].(string); ok && admin1 != "" {
		return map[string]any{"name": admin1, "kind": vigil.Admin1, "country": country, "admin1": admin1}
	}
	if country == "" {
		return map[string]any{"name": "place withheld"}
	}
	return map[string]any{"name": country, "kind": vigil.Country, "country": country}
}

// text takes names and the ids of withheld reports out of a text.
func (r redaction) text(s string) string {
	if r.sources[strings.ToLower(s)] {
		return Withheld
	}
	if n := r.name(s); n != s {
		return n
	}
	if len(r.reports) > 0 && strings.ContainsRune(s, '#') { // "told by ID#1; merged with …"
		words := strings.Split(s, " ")
		for i, w := range words {
			id := strings.TrimRight(w, ",;:.")
			words[i] = r.name(id) + w[len(id):]
		}
		s = strings.Join(words, " ")
	}
	return cover(s, r.mask, r.also)
}

// withhold empties a report of a protected outlet of all that it could be known
// by; its length and words' lengths stay, so that spans stay true.
func withhold(rep *vigil.Report, name string) {
	b := []byte(rep.Text)
	for i, c := range b {
		if c != ' ' && c != '\n' {
			b[i] = '*'
		}
	}
	*rep = vigil.Report{ID: name, Source: Withheld, Title: "withheld", Lang: rep.Lang, Text: string(b), Published: vigil.Published{Days: rep.Published.Days, Basis: rep.Published.Basis}}
}
