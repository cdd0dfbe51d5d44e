package merge

import (
	"slices"
	"strings"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
)

// identity tells which speakers of the claims of one thing are one voice under
// several names: by key, the key of the one that was met first.
type identity map[string]string

// of returns the key of the voice that a key belongs to.
func (id identity) of(key string) string {
	if k, ok := id[key]; ok {
		return k
	}
	return key
}

// identify finds the speakers of claims that are one voice: a body and its
// spokesmen, kin in the directory of actors, a name and the same name in short.
func (b *builder) identify(claims []*view) identity {
	id := identity{}
	var met []speaker
	add := func(s speaker) {
		if _, ok := id[s.key]; ok {
			return
		}
		id[s.key] = s.key
		if i := slices.IndexFunc(met, func(o speaker) bool { return b.oneVoice(&o, &s) }); i >= 0 {
			id[s.key] = id[met[i].key]
		}
		met = append(met, s)
	}
	for _, v := range claims {
		for _, s := range b.speakers(v) {
			add(s)
		}
		for i := range v.Figures {
			if p := v.Figures[i].Source; p != nil {
				add(spokenBy(p))
			}
		}
	}
	return id
}

// oneVoice reports whether two speakers of one thing are the same mouth.
func (b *builder) oneVoice(x, y *speaker) bool {
	if x.entity != "" && y.entity != "" {
		return b.Kin(x.entity, y.entity) || x.forces != "" && x.forces == y.forces
	}
	if x.monitor|y.monitor == namedMonitor|someMonitor {
		return true // "a war monitor" may be the one that is named elsewhere
	}
	if x.shortOf(y) || y.shortOf(x) {
		return true
	}
	for _, p := range x.bases {
		for _, q := range y.bases {
			if p == q || inShort(p, q) || inShort(q, p) {
				return true
			}
		}
	}
	return false
}

// shortOf reports whether s is "the ministry" and o some ministry by its full name.
func (s *speaker) shortOf(o *speaker) bool {
	return s.short != "" && slices.ContainsFunc(o.bases, func(b string) bool { return strings.HasSuffix(b, " "+s.short) })
}

// inShort reports whether name is full without its last or first words: "the
// Orontes Network" of "the Orontes Network for Human Rights".
func inShort(name, full string) bool {
	return strings.Contains(name, " ") && (strings.HasPrefix(full, name+" ") || strings.HasSuffix(full, " "+name))
}

// base is what names a speaker, whoever speaks for it: "army" of "an army
// spokesman", "rebel" of "the rebels". "" if only a role is left: "officials".
func base(name string) string {
	words := strings.Fields(strings.ToLower(name))
	if len(words) > 1 && en.Uses.Is(words[0], use.AnyArticle) {
		words = words[1:]
	}
	for len(words) > 0 && en.Uses.Is(words[len(words)-1], use.SpeaksFor) {
		words = words[:len(words)-1]
	}
	if len(words) == 0 {
		return ""
	}
	return strings.TrimSuffix(strings.Join(words, " "), "s")
}

// nobody reports whether a name says that there is no speaker: "nobody has
// claimed it".
func nobody(name string) bool {
	first, _, _ := strings.Cut(strings.ToLower(name), " ")
	return en.Uses.Is(first, use.No) || en.Uses.Is(first, use.Nobody)
}

// monitoring says whether a speaker is one who watches a war, and whether it
// is named.
type monitoring uint8

const (
	namedMonitor monitoring = 1 << iota
	someMonitor
)

func monitorOf(p *vigil.Party) monitoring {
	words := strings.Fields(base(p.Name))
	switch {
	case p.Entity != "" && p.Kind == vigil.NGO:
		return namedMonitor
	case p.Entity == "" && len(words) > 0 && en.Uses.Is(words[len(words)-1], use.Watcher):
		return someMonitor
	}
	return 0
}

// bases returns the bases of all names of a party.
func bases(p *vigil.Party) (out []string) {
	for _, name := range append([]string{p.Name, p.Text}, p.Also...) {
		if s := base(name); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// spokenBy is a party as a speaker.
func spokenBy(p *vigil.Party) speaker {
	s := speaker{key: voiceKey(p), name: p.Name, entity: p.Entity, bases: bases(p), monitor: monitorOf(p)}
	if p.Kind == vigil.Military && p.Inter == vigil.StateForces && p.Country != "" {
		s.forces = p.Country
	}
	if w := strings.Fields(strings.ToLower(p.Text)); p.Entity == "" && p.Kind.Body() && len(w) == 2 && en.Uses.Is(w[0], use.The) {
		s.short = w[1]
	}
	return s
}

// voiceKey tells speakers apart. Unnamed ones of a kind are one voice: two
// reports that quote "activists" may quote the same. Officials, and those of
// whom no kind is known, are one only by whom they speak for: an army spokesman
// is no rebel spokesman.
func voiceKey(p *vigil.Party) string {
	switch {
	case p.Entity != "":
		return "entity " + p.Entity
	case p.Kind.Body() || p.Kind == vigil.Person:
		return "name " + strings.ToLower(p.Name)
	}
	if en.Uses.Is(base(p.Name), use.Bystander) { // whether two reports have asked the same ones is not told
		return "kind bystanders"
	}
	key := "kind " + strings.ToLower(strings.Join([]string{string(p.Kind), string(p.Inter), string(p.Class), p.Country}, "/"))
	if p.Class == vigil.ClassOfficials || p.Class == vigil.ClassNone {
		if s := base(p.Name); s != "" {
			key += "/" + s
		}
	}
	return key
}
