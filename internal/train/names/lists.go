package names

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/nlp"
	"vigil/internal/resolve/gazetteer"
	"vigil/internal/resolve/who"
	"vigil/internal/train/fetch"
	"vigil/internal/train/places"
)

// Faker holds first and last names of persons by country.
var Faker = fetch.Package{Name: "Faker", Version: "40.63.0",
	URL:     "https://files.pythonhosted.org/packages/76/54/f1a9cf45b52014d221d8ef4b29f13df8e11fbd8dba854a075ac3f3b16dcf/faker-40.63.0-py3-none-any.whl",
	SHA256:  "36627c20b575b4138f54b6c21f8703e9ab122fd487aca11319beec2aa6ca7232",
	Licence: "MIT"}

// Lists of names and words: bits of a set. Bodies come twice: those of the
// directory of actors, and words that such bodies have in their names.
const (
	inCountry = iota
	inDemonym
	inRegion
	inCity
	inTown
	inFacility
	inPersonName // first or last name
	inPerson     // full name of an office holder
	inSurname    // of an office holder
	inBody       // and the eight kinds after it
	inBodyWord   = inBody + 9
	inTitle      = inBodyWord + 9
	inPeople     = inTitle + 1
	inPlaceWord  = inTitle + 2
	inFaith      = inTitle + 3 // and peoples, and families of parties
)

// city is the population from which a town counts as a city, and listed that
// from which it is listed at all.
const (
	city   = 100_000
	listed = 5_000
	known  = 20_000 // from here on with all its spellings
)

// lists collects runs of words.
type lists struct {
	tokeniser *nlp.Analyser
	runs      map[uint32]uint32 // key → lists
}

// add puts a name into a list.
func (l *lists) add(name string, list int) {
	d := l.tokeniser.Analyse(name)
	n := len(d.Tokens)
	if n == 0 || n > 8 {
		return
	}
	keys := nlp.NameRunKeys(d.Text, d.Tokens)
	for _, k := range keys[:n-1] {
		l.runs[k] |= nlp.GoesOn
	}
	l.runs[keys[n-1]] |= 1 << list
}

// sorted returns the runs in order of their keys.
func (l *lists) sorted() (runs, sets []uint32) {
	for k := range l.runs {
		runs = append(runs, k)
	}
	slices.Sort(runs)
	for _, k := range runs {
		sets = append(sets, l.runs[k])
	}
	return runs, sets
}

// buildLists gathers all lists.
func buildLists(cache, tables string) (*lists, error) {
	tokeniser, err := nlp.New(nlp.Models{})
	if err != nil {
		return nil, err
	}
	l := &lists{tokeniser: tokeniser, runs: map[uint32]uint32{}}
	for _, add := range []func(string, string) error{l.countries, l.places, l.persons, l.directory, l.words} {
		if err := add(cache, tables); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func (l *lists) countries(string, string) error {
	for _, c := range en.Countries() {
		for _, n := range c.Names {
			l.add(n, inCountry)
		}
		for _, n := range c.Demonyms {
			l.add(n, inDemonym)
		}
		for _, n := range c.Capitals {
			l.add(n, inCity)
		}
	}
	return nil
}

// places adds the places of the gazetteer that are not too small.
func (l *lists) places(cache, tables string) error {
	all, err := places.Sources(cache, tables)
	if err != nil {
		return err
	}
	for i := range all {
		p := &all[i]
		own := p.ID < 0
		for _, s := range p.Spelling {
			switch {
			case !latin(s.Text) || len(s.Text) < 3:
			case s.Class == gazetteer.Adjective || s.Class == gazetteer.People:
				l.add(s.Text, inDemonym)
			case p.Kind == vigil.Country:
				l.add(s.Text, inCountry)
			case p.Kind == vigil.Facility:
				l.add(s.Text, inFacility)
			case p.Kind != vigil.Settlement && p.Kind != vigil.District:
				l.add(s.Text, inRegion)
			case p.Population >= city:
				l.add(s.Text, inCity)
			case own || p.Population >= known || p.Population >= listed && s.Class == gazetteer.Name:
				l.add(s.Text, inTown)
			}
		}
	}
	return nil
}

func latin(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			return false
		}
	}
	return true
}

var quotedName = regexp.MustCompile(`"(\p{Lu}[\p{L}'’-]+)"`)

// persons adds the first and last names of all countries.
func (l *lists) persons(cache, _ string) error {
	whl, err := Faker.Fetch(cache)
	if err != nil {
		return err
	}
	for _, locale := range strings.Fields(locales) {
		files, err := fetch.FromZip(whl, "faker/providers/person/"+locale+"/__init__.py")
		if err != nil {
			return fmt.Errorf("%s: %w", locale, err)
		}
		for _, m := range quotedName.FindAllSubmatch(files[0], -1) {
			if name := string(m[1]); latin(name) {
				l.add(name, inPersonName)
			}
		}
	}
	return nil
}

// locales are those of Faker that spell names in Latin letters.
const locales = "az_AZ cs_CZ da_DK de_AT de_CH de_DE de_LU en en_GB en_IE en_IN en_KE en_NG en_NZ en_PK en_US es_AR es_CL es_CO es_ES es_MX " +
	"et_EE fi_FI fr_BE fr_CH fr_DZ fr_FR ga_IE ha_NG hr_HR hu_HU id_ID ig_NG is_IS it_IT ja_JP lt_LT lv_LV nl_BE nl_NL no_NO pl_PL " +
	"pt_BR pt_PT ro_RO sk_SK sl_SI sv_SE sw tr_TR tw_GH uz_UZ vi_VN yo_NG zu_ZA"

// bodyKinds are the kinds of bodies as nlp spells them, from firstOrgKind on.
var bodyKinds = map[vigil.Kind]int{vigil.State: 0, vigil.Government: 0, vigil.Military: 1, vigil.Police: 1, vigil.ArmedGroup: 2,
	vigil.PartyKind: 3, vigil.IGO: 4, vigil.NGO: 5, vigil.Media: 6, vigil.Company: 7, vigil.OtherOrg: 8}

// directory adds the actors.
func (l *lists) directory(string, string) error {
	d, err := who.Load()
	if err != nil {
		return err
	}
	for _, a := range d.All() {
		kind, body := bodyKinds[a.Kind]
		for _, n := range append([]string{a.Name}, a.Aliases...) {
			switch {
			case !latin(n) || a.Kind == vigil.State:
			case body:
				l.add(n, inBody+kind)
			case a.Kind == vigil.Person:
				l.add(n, inPerson)
				if w := strings.Fields(n); len(w) > 1 {
					l.add(w[len(w)-1], inSurname)
					l.add(w[0], inPersonName)
				}
			}
		}
	}
	return nil
}

// words adds the words that say what a name is.
func (l *lists) words(string, string) error {
	for _, w := range en.OrgWords() {
		if kind, ok := bodyKinds[vigil.Kind(w.Kind)]; ok {
			l.add(w.Word, inBodyWord+kind)
		} else if w.Kind == string(vigil.FacilityThing) {
			l.add(w.Word, inPlaceWord)
		}
	}
	for _, t := range en.Titles() {
		for _, w := range t.Words {
			l.add(w, inTitle)
		}
	}
	for _, n := range en.Nouns() {
		if k := vigil.Kind(n.Kind); k == vigil.People {
			l.add(n.Word, inPeople)
		}
	}
	for w, c := range en.PlaceWords() {
		if c&en.TypeAny != 0 {
			l.add(w, inPlaceWord)
		}
		if c&en.PersonTitle != 0 {
			l.add(w, inTitle)
		}
	}
	for _, w := range en.Peoples() {
		l.add(w, inFaith)
	}
	return nil
}
