package who

import (
	"fmt"
	"slices"

	"vigil"
)

// Check returns what is inconsistent in the directory: ties and offices that
// lead nowhere, an id that is not well formed, a name that means two actors of
// one country at one time, a kind that is not of the vocabulary, holders of one
// office whose terms overlap.
func (d *Directory) Check() []error {
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	for i := range d.actors {
		a := &d.actors[i]
		if !validID(a.ID) {
			fail("%s: id not well formed", a.ID)
		}
		if a.Name == "" || a.Kind == "" {
			fail("%s: no name or no kind", a.ID)
		}
		if a.Inter != vigil.NoInter && !slices.Contains(vigil.Inters, a.Inter) {
			fail("%s: inter %q is none of ACLED's", a.ID, a.Inter)
		}
		if _, ok := d.states[a.Country]; a.Country != "" && !ok {
			fail("%s: no country %q", a.ID, a.Country)
		}
		d.checkTies(a, fail)
	}
	d.checkLoops(fail)
	d.checkNames(fail)
	d.checkOffices(fail)
	return errs
}

func (d *Directory) checkTies(a *vigil.Actor, fail func(string, ...any)) {
	for _, ties := range [][]vigil.Tie{a.Parents, a.Allies} {
		for _, t := range ties {
			if t.To == a.ID {
				fail("%s: tied to itself", a.ID)
			}
			if _, ok := d.Get(t.To); !ok {
				fail("%s: tied to %s, which the directory does not have", a.ID, t.To)
			}
		}
	}
	for _, o := range a.Offices {
		if _, ok := d.Get(o.Body); o.Body != "" && !ok {
			fail("%s: %s of %s, which the directory does not have", a.ID, o.Title, o.Body)
		}
	}
}

// checkLoops looks for actors that are part of themselves by way of others.
func (d *Directory) checkLoops(fail func(string, ...any)) {
	const deepest = 12
	for i := range d.actors {
		if d.tooDeep(&d.actors[i], deepest) {
			fail("%s: its parents run in a circle", d.actors[i].ID)
		}
	}
}

func (d *Directory) tooDeep(a *vigil.Actor, left int) bool {
	if left == 0 {
		return true
	}
	for _, t := range a.Parents {
		if p, ok := d.Get(t.To); ok && d.tooDeep(p, left-1) {
			return true
		}
	}
	return false
}

// checkNames looks for a full name that means two actors of one country at one
// time. Weak names and acronyms may: company decides there.
func (d *Directory) checkNames(fail func(string, ...any)) {
	for _, i := range d.names.full.first {
		var refs []ref
		for ; i >= 0; i = d.names.full.refs[i].next {
			if r := d.names.full.refs[i]; r.how == strong {
				refs = append(refs, r)
			}
		}
		for m := range refs {
			for n := m + 1; n < len(refs); n++ {
				a, b := &d.actors[refs[m].actor], &d.actors[refs[n].actor]
				if a.Country == b.Country && together(a.Active, b.Active) && (a.Kind == vigil.Person) == (b.Kind == vigil.Person) {
					fail("one name means both %s (%s) and %s (%s)", b.ID, b.Name, a.ID, a.Name)
				}
			}
		}
	}
}

// together reports whether two spans of existence share a day; an unknown one
// is always.
func together(a, b vigil.Days) bool {
	return !a.Known() || !b.Known() || a.Overlaps(b)
}

// checkOffices looks for terms that overlap by more than a handover takes, and
// for holders out of order.
func (d *Directory) checkOffices(fail func(string, ...any)) {
	const handover = 62
	for i := range d.offices {
		o := &d.offices[i]
		if _, ok := d.Get(o.body); o.body != "" && !ok {
			fail("%s: office of %s, which the directory does not have", o.at, o.body)
		}
		if len(o.holders) == 0 {
			fail("%s: %s has no holder", o.at, o.titles[0])
		}
		for n := 1; n < len(o.holders) && !o.several; n++ {
			was, is := o.holders[n-1].days, o.holders[n].days
			name := d.actors[o.holders[n].actor].Name
			switch {
			case was.To == 0:
				fail("%s: the term before that of %s has no end", o.at, name)
			case is.From != 0 && is.From < was.To-handover && !yearOnly(is.From, was.To):
				fail("%s: the term of %s begins before the one above ends", o.at, name)
			}
		}
	}
}

// yearOnly reports whether a term that starts on New Year's Day says no more
// than the year in which the one before it ended.
func yearOnly(from, to vigil.Day) bool {
	f, t := from.Time(), to.Time()
	return f.YearDay() == 1 && f.Year() == t.Year()
}

// Stats counts the entries by kind, and the offices and terms.
type Stats struct {
	Actors, Named, Persons, Terms, Offices, Unverified int
	Kinds                                              map[vigil.Kind]int
}

// Stats returns what the directory holds.
func (d *Directory) Stats() Stats {
	s := Stats{Kinds: map[vigil.Kind]int{}, Actors: len(d.actors), Offices: len(d.offices)}
	for i := range d.actors {
		s.Kinds[d.actors[i].Kind]++
		if d.actors[i].Basis == "" {
			s.Unverified++
		}
	}
	s.Named, s.Persons = len(d.names.full.first), s.Kinds[vigil.Person]
	for i := range d.offices {
		s.Terms += len(d.offices[i].holders)
	}
	return s
}
