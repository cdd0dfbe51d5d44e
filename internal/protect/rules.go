package protect

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vigil"
	"vigil/internal/store"
)

// What stands in the place of what is withheld.
const (
	Withheld     = "protected source"
	withheldName = "withheld-"
)

// rules are the protections in force, with all that they touch.
type rules struct {
	print   string          // tells these rules from others
	sources map[string]bool // names in lower case
	places  []vigil.Protection
	mask    *regexp.Regexp // every name
	reports map[string]string
	real    map[string]string // the other way round
	touched []string          // items that tell of anything protected
	hidden  []string          // of these, at protected places
}

// Rules returns the protections in force, oldest first.
func Rules(ctx context.Context, s store.Store) ([]vigil.Protection, error) {
	items, err := s.Items(ctx, store.Query{Kind: store.Protection})
	if err != nil {
		return nil, err
	}
	out := make([]vigil.Protection, len(items))
	for i, it := range items {
		if err := json.Unmarshal(it.JSON, &out[i]); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(out, func(a, b vigil.Protection) int { return a.At.Compare(b.At) })
	return out, nil
}

// load finds out what is protected; nil where nothing is.
func load(ctx context.Context, s store.Store) (*rules, error) {
	list, err := Rules(ctx, s)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	b, err := json.Marshal(list)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b)
	r := &rules{print: hex.EncodeToString(sum[:]), sources: map[string]bool{}, reports: map[string]string{}, real: map[string]string{}}
	var names []string
	touched, hidden := map[string]bool{}, map[string]bool{}
	for _, p := range list {
		names = append(names, p.Names...)
		if p.Kind == vigil.ProtectPlace {
			r.places = append(r.places, p)
		}
		for _, n := range p.Names {
			if err := r.touch(ctx, s, p, n, touched, hidden); err != nil {
				return nil, err
			}
		}
	}
	r.mask = maskOf(names)
	r.touched, r.hidden = slices.Sorted(maps.Keys(touched)), slices.Sorted(maps.Keys(hidden))
	return r, nil
}

// touch gathers the items that tell of a protected name.
func (r *rules) touch(ctx context.Context, s store.Store, p vigil.Protection, name string, touched, hidden map[string]bool) error {
	queries := []store.Query{{Words: name}}
	if p.Kind == vigil.ProtectSource {
		r.sources[strings.ToLower(name)] = true
		queries = append(queries, store.Query{Source: name})
	}
	for i, q := range queries {
		items, err := s.Items(ctx, q)
		if err != nil {
			return err
		}
		var claims []string
		for _, it := range items {
			touched[it.ID] = true
			if p.Kind == vigil.ProtectPlace {
				hidden[it.ID] = true
			}
			ix, err := store.IndexOf(it.Kind, it.JSON)
			if err != nil {
				return err
			}
			claims = append(claims, ix.Claims...)
		}
		if i == 1 {
			if err := r.outlet(ctx, s, p, claims); err != nil {
				return err
			}
		}
	}
	return nil
}

// outlet gives the reports of a protected outlet other names.
func (r *rules) outlet(ctx context.Context, s store.Store, p vigil.Protection, claims []string) error {
	cs, err := s.Claims(ctx, claims)
	if err != nil {
		return err
	}
	ids := map[string]bool{}
	for _, c := range cs {
		ids[c.Report] = true
	}
	for part := range slices.Chunk(slices.Sorted(maps.Keys(ids)), 500) {
		readings, err := s.Readings(ctx, part)
		if err != nil {
			return err
		}
		for i := range readings {
			if rep := &readings[i].Report; r.sources[strings.ToLower(rep.Source)] {
				r.rename(p, rep.ID)
			}
		}
	}
	return nil
}

func (r *rules) rename(p vigil.Protection, id string) {
	mac := hmac.New(sha256.New, []byte(p.Key))
	mac.Write([]byte(id))
	name := withheldName + hex.EncodeToString(mac.Sum(nil)[:8])
	r.reports[id], r.real[name] = name, id
}

// maskOf finds names in texts, in any case and however their words are parted.
func maskOf(names []string) *regexp.Regexp {
	names = slices.Clone(names)
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	var parts []string
	for _, n := range names {
		words := strings.Fields(n)
		for i := range words {
			words[i] = regexp.QuoteMeta(words[i])
		}
		if len(words) > 0 {
			parts = append(parts, strings.Join(words, `\s+`))
		}
	}
	if parts == nil {
		return nil
	}
	return regexp.MustCompile("(?i)" + strings.Join(parts, "|"))
}

// cover writes asterisks over the names in a text, byte for byte, so that spans
// into it stay true.
func cover(s string, masks ...*regexp.Regexp) string {
	for _, m := range masks {
		if m == nil {
			continue
		}
		for _, at := range m.FindAllStringIndex(s, -1) {
			if word(s, at[0], at[1]) {
				s = s[:at[0]] + strings.Repeat("*", at[1]-at[0]) + s[at[1]:]
			}
		}
	}
	return s
}

// word reports whether a stretch of a text does not begin or end within a word.
func word(s string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:start])
	after, _ := utf8.DecodeRuneInString(s[end:])
	in := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	return !(start > 0 && in(before)) && !(end < len(s) && in(after))
}

// name gives a report's or claim's id the name under which it leaves.
func (r *rules) name(id string) string {
	report, rest := id, ""
	if i := strings.LastIndexByte(id, '#'); i >= 0 {
		report, rest = id[:i], id[i:]
	}
	if n, ok := r.reports[report]; ok {
		return n + rest
	}
	return id
}

// from is the id behind a name; what is withheld is not found by its own.
func (r *rules) from(name string) (id string, ok bool) {
	report, rest := name, ""
	if i := strings.LastIndexByte(name, '#'); i >= 0 {
		report, rest = name[:i], name[i:]
	}
	if _, protected := r.reports[report]; protected {
		return "", false
	}
	if id, ok := r.real[report]; ok {
		return id + rest, true
	}
	return name, true
}

func (r *rules) allFrom(names []string) []string {
	out := make([]string, 0, len(names))
	for _, n := range names {
		if id, ok := r.from(n); ok {
			out = append(out, id)
		}
	}
	return out
}
