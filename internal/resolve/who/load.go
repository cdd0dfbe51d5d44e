package who

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"vigil"
)

// The directory is plain text that people edit (docs/data.md):
//
//	= SYR                                    country of what follows, "-" for none
//	syr-sdf | Syrian Democratic Forces; SDF | rebel | 2015-10..2026 | with usa-mil; in syr-aanes | w
//	@ foreign minister; top diplomat | | w:List of …        an office of that country, or of a body
//	2006-02..2020-11-16 | Walid Muallem; Walid al-Moallem   who held it
//
// "~" before a name marks one that means other things too. The last field says
// which public page the entry rests on: "w" is English Wikipedia's article of
// the entry's name, "w:Title" another article, "?" none: unverified.

// maxErrors is how many bad lines Load reports before it gives up.
const maxErrors = 20

// loader reads files of the directory into d.
type loader struct {
	d       *Directory
	file    string
	line    int
	country string
	office  int32 // index of the heading in force, or -1
	replace bool  // an entry may replace one of the same id
	errs    []error
	aliases []string // of all actors, so that they are one allocation
}

func (l *loader) errorf(format string, args ...any) {
	l.errs = append(l.errs, fmt.Errorf("%s:%d: %s", l.file, l.line, fmt.Sprintf(format, args...)))
}

// read takes in one file.
func (l *loader) read(file, text string) error {
	l.file, l.line, l.country, l.office = file, 0, "", -1
	for text != "" && len(l.errs) < maxErrors {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		l.line++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		switch line[0] {
		case '=':
			l.setCountry(strings.TrimSpace(line[1:]))
		case '@':
			l.readOffice(line[1:])
		default:
			l.readEntry(line)
		}
	}
	return errors.Join(l.errs...)
}

func (l *loader) setCountry(c string) {
	l.office = -1
	if c == "-" {
		l.country = ""
		return
	}
	if _, ok := l.d.states[c]; !ok {
		l.errorf("country %q: want an ISO alpha-3 code of countries.txt, or -", c)
		return
	}
	l.country = c
}

// readEntry reads a line of an actor (six fields) or of a holder of the office
// in force (two).
func (l *loader) readEntry(line string) {
	var buf [7]string
	f := fields(line, buf[:0])
	switch {
	case len(f) == 6:
		l.readActor(f)
	case len(f) == 2 && l.office >= 0:
		l.readHolder(f)
	case len(f) == 2:
		l.errorf("a holder without an office: no line with @ above it")
	default:
		l.errorf("%d fields, want 6 of an actor (id | names | type | active | ties | basis) or 2 of a holder (from..to | names)", len(f))
	}
}

func fields(line string, out []string) []string {
	for {
		f, rest, more := strings.Cut(line, "|")
		out = append(out, strings.TrimSpace(f))
		if !more {
			return out
		}
		line = rest
	}
}

func (l *loader) readActor(f []string) {
	t, ok := typeOf(f[2])
	if !ok {
		l.errorf("type %q is none of the directory's", f[2])
		return
	}
	if !validID(f[0]) {
		l.errorf("id %q: want lower case words joined by hyphens", f[0])
		return
	}
	days, err := parseRange(f[3])
	if err != nil {
		l.errorf("%v", err)
		return
	}
	a := vigil.Actor{ID: f[0], Kind: t.kind, Inter: t.inter, Country: l.country, Active: days}
	weak := l.names(&a, f[1])
	if a.Name == "" {
		l.errorf("%s has no name", f[0])
		return
	}
	if !l.basis(&a, f[5]) {
		return
	}
	if err := l.ties(&a, f[4]); err != nil {
		l.errorf("%v", err)
		return
	}
	l.add(a, weak)
}

func (l *loader) add(a vigil.Actor, weak uint64) {
	if old, ok := l.d.ids[a.ID]; ok {
		switch {
		case l.d.actors[old].Kind == vigil.Person && a.Kind == vigil.Person:
			l.enrich(old, a, weak)
			return
		case !l.replace:
			l.errorf("id %s is given twice", a.ID)
			return
		}
		l.d.actors[old], l.d.weak[old] = a, weak
		return
	}
	l.d.ids[a.ID] = int32(len(l.d.actors))
	l.d.actors, l.d.weak = append(l.d.actors, a), append(l.d.weak, weak)
}

// enrich adds what a second entry says of a person to the first.
func (l *loader) enrich(i int32, a vigil.Actor, weak uint64) {
	old := &l.d.actors[i]
	for n, alias := range a.Aliases {
		if alias != old.Name && !contains(old.Aliases, alias) {
			if weak>>(n+1)&1 != 0 {
				l.d.weak[i] |= 1 << (len(old.Aliases) + 1)
			}
			old.Aliases = append(old.Aliases, alias)
		}
	}
	old.Parents = append(old.Parents, a.Parents...)
	old.Allies = append(old.Allies, a.Allies...)
	old.Offices = append(old.Offices, a.Offices...)
	if old.Basis == "" {
		old.Basis = a.Basis
	}
	if !old.Active.Known() {
		old.Active = a.Active
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// names splits "Name; alias; ~alias" into a; bit n of the result is set if the
// n-th name is marked weak.
func (l *loader) names(a *vigil.Actor, s string) (weak uint64) {
	n := 0
	for s != "" {
		var name string
		name, s, _ = strings.Cut(s, ";")
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if rest, ok := strings.CutPrefix(name, "~"); ok {
			name = rest
			weak |= 1 << min(n, 63)
		}
		if n == 0 {
			a.Name = name
		} else {
			l.aliases = append(l.aliases, name)
		}
		n++
	}
	if n > 1 {
		a.Aliases = l.aliases[len(l.aliases)-n+1 : len(l.aliases) : len(l.aliases)]
	}
	return weak
}

// basis reads the last field: "w", "w:Title", "?" or any other page's name.
func (l *loader) basis(a *vigil.Actor, s string) bool {
	switch {
	case s == "":
		l.errorf("%s has no basis: name a public page, or ? if unverified", a.ID)
		return false
	case s == "?":
	case s == "w":
		a.Basis = "en.wikipedia: " + a.Name
	case strings.HasPrefix(s, "w:"):
		a.Basis = "en.wikipedia: " + s[2:]
	default:
		a.Basis = s
	}
	return true
}

// ties reads "in syr-army; with usa-mil 2014..2019; leads syr-hts 2017..".
func (l *loader) ties(a *vigil.Actor, s string) error {
	for s != "" {
		var one string
		one, s, _ = strings.Cut(s, ";")
		verb, rest, _ := strings.Cut(strings.TrimSpace(one), " ")
		if verb == "" {
			continue
		}
		to, when, _ := strings.Cut(strings.TrimSpace(rest), " ")
		days, err := parseRange(strings.TrimSpace(when))
		if err != nil {
			return err
		}
		if to == "" {
			return fmt.Errorf("tie %q names no actor", one)
		}
		tie := vigil.Tie{To: to, Days: days}
		switch verb {
		case "in":
			a.Parents = append(a.Parents, tie)
		case "with":
			a.Allies = append(a.Allies, tie)
		case "leads":
			a.Parents = append(a.Parents, tie)
			a.Offices = append(a.Offices, vigil.Office{Title: "leader", Body: to, Days: days})
		default:
			return fmt.Errorf("tie %q: want in, with or leads before an id", one)
		}
	}
	return nil
}

// readOffice reads "@ title; alias | body or nothing | basis". "@*" marks an
// office that several hold at once.
func (l *loader) readOffice(s string) {
	several := strings.HasPrefix(s, "*")
	var buf [4]string
	f := fields(strings.TrimPrefix(s, "*"), buf[:0])
	if len(f) != 3 || f[0] == "" {
		l.errorf("office: want @ title; alias | body | basis")
		l.office = -1
		return
	}
	var a vigil.Actor
	a.ID = "this office"
	l.names(&a, f[0])
	if !l.basis(&a, f[2]) {
		return
	}
	if f[2] == "w" {
		a.Basis = "en.wikipedia: " + f[0]
	}
	l.office = int32(len(l.d.offices))
	l.d.offices = append(l.d.offices, office{
		titles: append([]string{a.Name}, a.Aliases...), country: l.country, body: f[1], basis: a.Basis, several: several, at: fmt.Sprintf("%s:%d", l.file, l.line),
	})
}

// readHolder reads "from..to | Name; alias"; "(PRT)" after a name says which
// country the person is of, where that is not the office's.
func (l *loader) readHolder(f []string) {
	days, err := parseRange(f[0])
	if err != nil {
		l.errorf("%v", err)
		return
	}
	o := &l.d.offices[l.office]
	a := vigil.Actor{Kind: vigil.Person, Country: l.country, Basis: o.basis}
	weak := l.names(&a, f[1])
	if n := len(a.Name); n > 6 && a.Name[n-1] == ')' && a.Name[n-5] == '(' {
		a.Country = a.Name[n-4 : n-1]
		a.Name = strings.TrimSpace(a.Name[:n-5])
		if _, ok := l.d.states[a.Country]; !ok {
			l.errorf("country %q of %s: want an ISO alpha-3 code", a.Country, a.Name)
			return
		}
	}
	if a.Name == "" {
		l.errorf("a holder without a name")
		return
	}
	a.ID = personID(a.Country, a.Name)
	a.Offices = []vigil.Office{{Title: o.titles[0], Country: o.country, Body: o.body, Days: days}}
	l.add(a, weak)
	if i, ok := l.d.ids[a.ID]; ok {
		o.holders = append(o.holders, holder{i, days})
	}
}

// personID makes the id of a person: country and name in key form.
func personID(country, name string) string {
	b := make([]byte, 0, len(name)+4)
	if country == "" {
		country = "int"
	}
	b = append(b, strings.ToLower(country)...)
	b = append(b, '-')
	n := len(b)
	b = appendFold(b, name)
	for i := n; i < len(b); i++ {
		if b[i] == ' ' {
			b[i] = '-'
		}
	}
	return string(b)
}

// validID reports whether id is lower case words of letters, digits joined by
// single hyphens.
func validID(id string) bool {
	if len(id) < 2 || id[0] == '-' || id[len(id)-1] == '-' || strings.Contains(id, "--") {
		return false
	}
	for i := 0; i < len(id); i++ {
		c := id[i]
		if c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// parseRange reads "from..to", either end open and as exact as known (2015,
// 2015-10, 2015-10-10); a lone date is the range that it covers.
func parseRange(s string) (vigil.Days, error) {
	if s == "" {
		return vigil.Days{}, nil
	}
	from, to, ok := strings.Cut(s, "..")
	if !ok {
		to = from
	}
	a, _, err := parseDate(from)
	if err != nil {
		return vigil.Days{}, err
	}
	_, b, err := parseDate(to)
	if err != nil {
		return vigil.Days{}, err
	}
	if a != 0 && b != 0 && b < a {
		return vigil.Days{}, fmt.Errorf("dates %q run backwards", s)
	}
	return vigil.Days{From: a, To: b}, nil
}

// parseDate returns the first and last day of a year, month or day.
func parseDate(s string) (first, last vigil.Day, err error) {
	n := [3]int{}
	part := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '-' && (i == 4 || i == 7):
			part++
		case c >= '0' && c <= '9':
			n[part] = n[part]*10 + int(c-'0')
		default:
			return 0, 0, badDate(s)
		}
	}
	y, m, d := n[0], time.Month(n[1]), n[2]
	switch {
	case len(s) == 0:
		return 0, 0, nil
	case len(s) == 4:
		return vigil.Date(y, 1, 1), vigil.Date(y, 12, 31), nil
	case len(s) == 7 && m >= 1 && m <= 12:
		return vigil.Date(y, m, 1), vigil.Date(y, m+1, 0), nil
	case len(s) == 10 && m >= 1 && m <= 12 && d >= 1 && d <= 31:
		day := vigil.Date(y, m, d)
		return day, day, nil
	}
	return 0, 0, badDate(s)
}

func badDate(s string) error { return fmt.Errorf("date %q: want YYYY, YYYY-MM or YYYY-MM-DD", s) }
