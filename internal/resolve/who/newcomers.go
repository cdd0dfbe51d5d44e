package who

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"vigil"
	"vigil/internal/lang/en"
)

// Newcomer is a provisional entry: a named body that reports tell of and the
// directory lacks. Every report that names it anew confirms it, by a longer
// name renames it, and by an acronym or a shorter name is merged into it.
type Newcomer struct {
	ID      string
	Name    string   // the fullest that reports use
	Also    []string // the others, in order of the text
	Kind    vigil.Kind
	Inter   vigil.Inter
	Country string
	Reports []string // that name it, copies left out
	Seen    vigil.Days
	Score   float64 // that there is such a body: one report is half a word

	names map[string]bool // by key
	votes map[string]int  // for kind, inter and country
}

// Newcomers gathers the provisional entries of a record, the best confirmed
// first.
func Newcomers(rec *vigil.Record) []Newcomer {
	copied := map[string]bool{}
	for _, c := range rec.Copies {
		copied[c.Report] = copied[c.Report] || c.Of != ""
	}
	var out []*Newcomer
	byKey := map[string]*Newcomer{}
	for i := range rec.Claims {
		c := &rec.Claims[i]
		for _, p := range parties(c) {
			if n := admit(p, byKey); n != nil {
				if len(n.votes) == 0 {
					out = append(out, n)
				}
				n.see(p, rec.Report(c.Report), copied[c.Report])
			}
		}
	}
	return finish(merged(out))
}

// parties lists who takes part in a claim or speaks in it.
func parties(c *vigil.Claim) []*vigil.Party {
	var out []*vigil.Party
	add := func(ps []vigil.Party) {
		for i := range ps {
			out = append(out, &ps[i])
		}
	}
	add(c.Actors)
	add(c.Targets)
	add(c.DeniedBy)
	for i := range c.By {
		add(c.By[i].Speakers)
		add(c.By[i].Via)
	}
	return out
}

// admit returns the entry of an unknown named body, a new one if it is the
// first of its name; nil for anybody else.
func admit(p *vigil.Party, byKey map[string]*Newcomer) *Newcomer {
	if p.Entity != "" || !p.Kind.Body() || !proper(p.Name) {
		return nil
	}
	key := string(appendFold(nil, p.Name))
	if key == "" {
		return nil
	}
	n := byKey[key+"|"+p.Country]
	if n == nil {
		n = &Newcomer{names: map[string]bool{}, votes: map[string]int{}}
		byKey[key+"|"+p.Country] = n
	}
	return n
}

var commonWords = sync.OnceValue(en.CommonWords)

// proper reports whether a name is one of its own: "Army" and "Western
// countries" are not.
func proper(name string) bool {
	words := strings.Fields(name)
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	if first, _ := utf8.DecodeRuneInString(last); unicode.IsLower(first) {
		return false
	}
	return len(words) > 1 || !commonWords()[strings.ToLower(last)]
}

// see adds one naming by a report.
func (n *Newcomer) see(p *vigil.Party, rep *vigil.Report, copied bool) {
	for _, name := range append([]string{p.Name}, p.Also...) {
		if key := string(appendFold(nil, name)); key != "" && !n.names[key] {
			n.names[key] = true
			n.Also = append(n.Also, name)
		}
	}
	for _, v := range []string{"k" + string(p.Kind), "i" + string(p.Inter), "c" + p.Country} {
		n.votes[v]++
	}
	if rep == nil {
		return
	}
	if !copied && !slices.Contains(n.Reports, rep.ID) {
		n.Reports = append(n.Reports, rep.ID)
	}
	if rep.Published.Known() {
		n.Seen = n.Seen.Cover(rep.Published.Days)
	}
}

// merged joins the entries that are one body under several names.
func merged(all []*Newcomer) []*Newcomer {
	slices.SortStableFunc(all, func(a, b *Newcomer) int { return cmp.Compare(len(b.longest()), len(a.longest())) })
	var out []*Newcomer
	for _, n := range all {
		k := slices.IndexFunc(out, func(m *Newcomer) bool { return m.covers(n) })
		if k < 0 {
			out = append(out, n)
			continue
		}
		out[k].take(n)
	}
	return out
}

func (n *Newcomer) longest() string {
	best := ""
	for _, s := range n.Also {
		if len(s) > len(best) {
			best = s
		}
	}
	return best
}

// covers reports whether n is the body that a shorter name of m means: the
// same name spelled otherwise, its acronym, or its words with some left out,
// two at least, and nothing that speaks against it.
func (n *Newcomer) covers(m *Newcomer) bool {
	if a, b := n.most("c"), m.most("c"); a != "" && b != "" && a != b {
		return false
	}
	long := string(appendFold(nil, n.longest()))
	for key := range m.names {
		if n.names[key] || key == initials(n.longest()) {
			return true
		}
		if skeletal([]byte(key)) && string(appendSkeleton(nil, []byte(key))) == string(appendSkeleton(nil, []byte(long))) {
			return true
		}
		if n.most("k") == m.most("k") && strings.Contains(key, " ") && shortened(key, long) {
			return true
		}
	}
	return false
}

// initials gives the acronym of a name, in small letters: its capitals.
func initials(name string) string {
	var b []byte
	words := strings.Fields(name)
	for _, w := range words {
		if w[0] >= 'A' && w[0] <= 'Z' {
			b = append(b, w[0]+'a'-'A')
		}
	}
	if len(b) < 2 {
		return ""
	}
	return string(b)
}

// shortened reports whether the words of short all stand in long, in order,
// its last word too.
func shortened(short, long string) bool {
	rest := strings.Fields(long)
	for _, w := range strings.Fields(short) {
		i := slices.Index(rest, w)
		if i < 0 {
			return false
		}
		rest = rest[i+1:]
	}
	return len(rest) == 0
}

func (n *Newcomer) take(m *Newcomer) {
	for _, name := range m.Also {
		if key := string(appendFold(nil, name)); !n.names[key] {
			n.names[key] = true
			n.Also = append(n.Also, name)
		}
	}
	for v, k := range m.votes {
		n.votes[v] += k
	}
	for _, id := range m.Reports {
		if !slices.Contains(n.Reports, id) {
			n.Reports = append(n.Reports, id)
		}
	}
	n.Seen = n.Seen.Cover(m.Seen)
}

// most is the value of a slot that most namings give, "" left out.
func (n *Newcomer) most(slot string) string {
	best, top := "", 0
	for v, k := range n.votes {
		if value, ok := strings.CutPrefix(v, slot); ok && value != "" && (k > top || k == top && value < best) {
			best, top = value, k
		}
	}
	return best
}

// finish names the entries and puts them in order.
func finish(all []*Newcomer) []Newcomer {
	out := make([]Newcomer, 0, len(all))
	for _, n := range all {
		n.Name = n.longest()
		n.Also = slices.DeleteFunc(n.Also, func(s string) bool { return s == n.Name })
		n.Kind, n.Inter, n.Country = vigil.Kind(n.most("k")), vigil.Inter(n.most("i")), n.most("c")
		n.ID = strings.TrimPrefix(strings.ToLower(n.Country)+"-"+slug(n.Name), "-")
		n.Score = 1 - 1/float64(1+len(n.Reports))
		out = append(out, *n)
	}
	slices.SortStableFunc(out, func(a, b Newcomer) int {
		return cmp.Or(cmp.Compare(len(b.Reports), len(a.Reports)), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func slug(name string) string {
	return strings.ReplaceAll(string(appendFold(nil, name)), " ", "-")
}

// Line writes a newcomer as a line of the directory, unverified, for a person
// to check and put into a file of their own.
func (n *Newcomer) Line() string {
	word := "org"
	for _, t := range actorTypes {
		if t.kind == n.Kind && (word == "org" || t.inter == n.Inter) {
			word = t.word
		}
	}
	from := ".."
	if n.Seen.From != 0 {
		from = n.Seen.From.String()[:4] + ".."
	}
	return strings.Join([]string{n.ID, strings.Join(append([]string{n.Name}, n.Also...), "; "), word, from, "", "?"}, " | ")
}
