package who_test

import (
	"strings"
	"testing"

	"vigil"
	"vigil/internal/nlp"
	"vigil/internal/resolve"
	"vigil/internal/resolve/who"
)

func resolver(t testing.TB) *who.Resolver {
	d, err := who.Load()
	if err != nil {
		t.Fatal(err)
	}
	return who.New(d)
}

// TestLinks: who the last marked name of a report is.
func TestLinks(t *testing.T) {
	r := resolver(t)
	day := vigil.Date(2018, 9, 5)
	for _, c := range []struct {
		text    string
		country string // of the places
		want    string // Actor.ID, or "" with kind
		kind    vigil.Kind
	}{
		{"[ORG:Hayat Tahrir al-Sham] holds the town.", "SYR", "syr-hts", vigil.ArmedGroup},
		{"[ORG:Hay'at Tahrir al-Sham] holds the town.", "", "syr-hts", vigil.ArmedGroup},
		{"[ORG:SDF] fighters advanced.", "SYR", "syr-sdf", vigil.ArmedGroup},
		{"The [ORG:ELN] took them.", "COL", "col-eln", vigil.ArmedGroup},
		{"[ORG:al Qaida] said so.", "", "al-qaeda", vigil.ArmedGroup},
		{"[ORG:Hizballah] said so.", "LBN", "lbn-hezbollah", vigil.ArmedGroup},
		{"[ORG:Quds Force] officers arrived.", "SYR", "irn-quds", vigil.Military},
		{"[ORG:Tiger Forces] arrived.", "SYR", "syr-tiger", vigil.Military},
		{"The [ORG:Syrian Observatory for Human Rights] said so.", "SYR", "sohr", vigil.NGO},
		{"The [ORG:Syrian army] shelled it.", "SYR", "syr-army", vigil.Military},
		{"The [ORG:Chadian Army] said so.", "TCD", "tcd-mil", vigil.Military},
		{"The [ORG:Bolivian Navy] said so.", "BOL", "bol-navy", vigil.Military},
		{"[ORG:Norwegian Foreign Ministry]", "", "nor-mfa", vigil.Government},
		{"The [ORG:Ministry of Defence of Peru]", "", "per-mod", vigil.Government},
		{"[ORG:Pentagon]", "", "usa-mod", vigil.Government},
		{"[ORG:Kremlin]", "", "rus-gov", vigil.Government},
		{"[LOC:Syria]", "", "syr", vigil.State},
		{"[LOC:Georgia]", "", "geo", vigil.State},
		{"[LOC:Aleppo]", "", "", vigil.PlaceThing},
		{"[NORP:Syrian]", "", "", vigil.People},
		{"[ORG:Ansar al-Sharia] said so.", "YEM", "yem-ansar-sharia", vigil.ArmedGroup},
		{"[ORG:Kataib al-Furqan]", "SYR", "", vigil.ArmedGroup},
		{"[ORG:Sons of the Plain Brigade]", "SYR", "", vigil.ArmedGroup},
		{"[ORG:Harborview Times]", "", "", vigil.Media},
		{"[ORG:Ministry of Quarries]", "", "", vigil.Government},
		{"[PER:Anna Beispiel]", "", "", vigil.Person},
		{"[ORG:حزب الله]", "", "lbn-hezbollah", vigil.ArmedGroup},
		{"[ORG:ИГИЛ]", "", "isis", vigil.ArmedGroup},
	} {
		doc := markup(c.text)
		var countries []string
		if c.country != "" {
			countries = []string{c.country}
		}
		res := resolved(r, doc, day, countries...)
		got := res.Actors[len(res.Actors)-1]
		if got.Actor != c.want || got.Kind != c.kind {
			t.Errorf("%s in %s: %s %s by %s %.2f, want %s %s", c.text, c.country, got.Actor, got.Kind, got.Rule, got.Score, c.want, c.kind)
		}
	}
}

// TestCompany: one name, the report's countries and day decide.
func TestCompany(t *testing.T) {
	r := resolver(t)
	for _, c := range []struct{ name, country, day, want string }{
		{"PDF", "MMR", "2023-05-01", "mmr-pdf"},
		{"PDF", "SDN", "1999-05-01", "sdn-pdf"},
		{"FPI", "IDN", "2017-05-01", "idn-fpi"},
		{"FPI", "CIV", "2010-05-01", "civ-fpi"},
		{"National Guard", "USA", "2020-06-01", "usa-natguard"},
	} {
		day, _ := vigil.ParseDay(c.day)
		doc := markup("The [ORG:" + c.name + "] said so.")
		res := resolved(r, doc, day, c.country)
		if got := res.Actors[0].Actor; got != c.want {
			t.Errorf("%s in %s: %q, want %q", c.name, c.country, got, c.want)
		}
	}
}

// TestParty types noun phrases.
func TestParty(t *testing.T) {
	r := resolver(t)
	day := vigil.Date(2018, 9, 5)
	type want struct {
		kind   vigil.Kind
		inter  vigil.Inter
		entity string
	}
	for _, c := range []struct {
		text, np, country string
		want
	}{
		{"unknown gunmen opened fire", "unknown gunmen", "NGA", want{vigil.People, vigil.PoliticalMilitia, ""}},
		{"at least eight pro-government fighters died", "at least eight pro-government fighters", "SYR", want{vigil.People, vigil.PoliticalMilitia, ""}},
		{"the rebels withdrew", "the rebels", "SYR", want{vigil.People, vigil.RebelGroup, ""}},
		{"regime forces shelled it", "regime forces", "SYR", want{vigil.Military, vigil.StateForces, "syr-mil"}},
		{"government forces shelled it", "government forces", "TCD", want{vigil.Military, vigil.StateForces, "tcd-mil"}},
		{"the army shelled it", "the army", "SYR", want{vigil.Military, vigil.StateForces, "syr-army"}},
		{"the foreign ministry said so", "the foreign ministry", "EGY", want{vigil.Government, vigil.StateForces, "egy-mfa"}},
		{"[NORP:Israeli] troops shot him", "Israeli troops", "PSE", want{vigil.People, vigil.ExternalForces, "isr-idf"}},
		{"[NORP:Israeli] soldiers shot him", "Israeli soldiers", "ISR", want{vigil.People, vigil.StateForces, "isr-idf"}},
		{"[LOC:Russia] struck it", "Russia", "SYR", want{vigil.State, vigil.ExternalForces, "rus"}},
		{"[ORG:Taliban] fighters attacked", "Taliban fighters", "AFG", want{vigil.People, vigil.RebelGroup, "afg-taliban"}},
		{"members of the [ORG:Taliban] attacked", "members of the Taliban", "AFG", want{vigil.People, vigil.RebelGroup, "afg-taliban"}},
		{"dozens of civilians died", "dozens of civilians", "SYR", want{vigil.People, vigil.Civilians, ""}},
		{"hundreds of protesters marched", "hundreds of protesters", "SYR", want{vigil.People, vigil.Protesters, ""}},
		{"an angry mob burned it", "an angry mob", "IND", want{vigil.People, vigil.Rioters, ""}},
		{"[NORP:Palestinian] protesters marched", "Palestinian protesters", "PSE", want{vigil.People, vigil.Protesters, ""}},
		{"three villagers were killed", "three villagers", "MLI", want{vigil.People, vigil.Civilians, ""}},
		{"armed tribesmen attacked", "armed tribesmen", "YEM", want{vigil.People, vigil.IdentityMilitia, ""}},
		{"[NORP:Fulani] militiamen attacked", "Fulani militiamen", "NGA", want{vigil.People, vigil.IdentityMilitia, "fulani"}},
		{"pro-[NORP:Russian] separatists attacked", "pro-Russian separatists", "UKR", want{vigil.People, vigil.RebelGroup, "ukr-separatists"}},
		{"the [LOC:US]-led coalition struck", "the US-led coalition", "SYR", want{vigil.Military, vigil.ExternalForces, ""}},
		{"[LOC:UN] peacekeepers fired", "UN peacekeepers", "COD", want{vigil.People, vigil.ExternalForces, "un-peacekeepers"}},
		{"two journalists died", "two journalists", "SYR", want{vigil.People, vigil.Civilians, ""}},
		{"a military checkpoint was hit", "a military checkpoint", "SYR", want{vigil.FacilityThing, vigil.StateForces, ""}},
		{"the embassy was hit", "the embassy", "SLV", want{vigil.FacilityThing, vigil.NoInter, ""}},
		{"a passenger bus was hit", "a passenger bus", "COL", want{vigil.Object, vigil.NoInter, ""}},
		{"guerrillas attacked", "guerrillas", "SLV", want{vigil.People, vigil.RebelGroup, ""}},
		{"the fmln attacked the farm", "the fmln", "SLV", want{vigil.ArmedGroup, vigil.RebelGroup, "slv-fmln"}},
		{"THE FARABUNDO MARTI NATIONAL LIBERATION FRONT ATTACKED", "THE FARABUNDO MARTI NATIONAL LIBERATION FRONT", "SLV", want{vigil.ArmedGroup, vigil.RebelGroup, "slv-fmln"}},
		{"[LOC:Damascus] said so", "Damascus", "SYR", want{vigil.Government, vigil.StateForces, "syr-gov"}},
		{"[NORP:Afghan] police fired", "Afghan police", "AFG", want{vigil.Police, vigil.StateForces, "afg-police"}},
		{"jihadist rebels of the [ORG:Nusra Front] advanced", "jihadist rebels of the Nusra Front", "SYR", want{vigil.People, vigil.RebelGroup, "syr-nusra"}},
	} {
		doc := markup(c.text)
		res := resolved(r, doc, day, c.country)
		p := res.Party(phraseOf(doc, c.np, c.country))
		if (want{p.Kind, p.Inter, p.Entity}) != c.want {
			t.Errorf("%s (%s): %s %q %q %q score %.2f, want %v", c.np, c.country, p.Kind, p.Inter, p.Entity, p.Class, p.Score, c.want)
		}
		if p.Text != c.np || p.Name == "" || p.Span.In(doc.Text) != c.np {
			t.Errorf("%s: text %q name %q", c.np, p.Text, p.Name)
		}
	}
}

// TestOffices: posts mean who held them on the day.
func TestOffices(t *testing.T) {
	r := resolver(t)
	for _, c := range []struct{ text, np, day, want string }{
		{"the [LOC:US] secretary of state said so", "the US secretary of state", "2018-09-05", "usa-mike-pompeo"},
		{"the [LOC:US] secretary of state said so", "the US secretary of state", "2014-09-05", "usa-john-kerry"},
		{"[LOC:Syria]'s foreign minister said so", "Syria's foreign minister", "2018-09-05", "syr-walid-muallem"},
		{"the foreign minister of [LOC:Iran] said so", "the foreign minister of Iran", "2018-09-05", "irn-mohammed-javad-zarif"},
		{"the [ORG:UN] special envoy said so", "the UN special envoy", "2018-09-05", "un"},
		{"the [ORG:UN] special envoy said so in [NORP:Syrian] talks", "the UN special envoy", "2018-09-05", "ita-staffan-de-mistura"},
		{"the [ORG:UN] special envoy said so in [NORP:Yemeni] talks", "the UN special envoy", "2018-09-05", "gbr-martin-griffiths"},
		{"[ORG:NATO] secretary general said so", "NATO secretary general", "2018-09-05", "nor-jens-stoltenberg"},
		{"the ICC prosecutor said so", "the ICC prosecutor", "2018-09-05", "gmb-fatou-bensouda"},
		{"the [NORP:Russian] president said so", "the Russian president", "2010-09-05", "rus-dmitry-medvedev"},
		{"a former [NORP:Russian] president said so", "a former Russian president", "2010-09-05", ""},
		{"[NORP:Israeli] defense minister said so", "Israeli defense minister", "2023-11-05", "isr-yoav-gallant"},
		{"[NORP:Turkish] President [PER:Erdogan] said so", "Turkish President Erdogan", "2018-09-05", "tur-recep-tayyip-erdogan"},
		{"Foreign Minister [PER:Lavrov] said so in [LOC:Russia]", "Foreign Minister Lavrov", "2018-09-05", "rus-sergei-lavrov"},
		{"[PER:Hassan Nasrallah] said so", "Hassan Nasrallah", "2018-09-05", "lbn-hassan-nasrallah"},
		{"[PER:John Allen] of the bakery said so in [LOC:France]", "John Allen", "2044-09-05", ""},
		{"[PER:Petraeus] said so", "Petraeus", "2024-09-05", ""},
	} {
		day, _ := vigil.ParseDay(c.day)
		doc := markup(c.text)
		res := resolved(r, doc, day)
		p := res.Party(phraseOf(doc, c.np, ""))
		if p.Entity != c.want {
			t.Errorf("%s on %s: %q (%s, %.2f), want %q", c.np, c.day, p.Entity, p.Kind, p.Score, c.want)
		}
	}
}

// TestPartyNeverFails: any tokens of any text give a party whose span lies in it.
func FuzzParty(f *testing.F) {
	r := resolver(f)
	f.Add("the [NORP:Syrian] army of [LOC:X] and ' s", 0, 3)
	f.Add("[ORG:\x00\xff]", -1, 9)
	f.Fuzz(func(t *testing.T, text string, first, last int) {
		doc := markup(strings.ToValidUTF8(text, "?"))
		if len(doc.Tokens) == 0 {
			return
		}
		res := resolved(r, doc, 0)
		p := res.Party(resolve.Phrase{First: first, Last: last, Head: first})
		if p.Kind == "" || p.Score < 0 || p.Score > 1 || p.Span.End > len(doc.Text) || p.Span.Start > p.Span.End {
			t.Errorf("%q: %+v", text, p)
		}
	})
}

func FuzzLoad(f *testing.F) {
	f.Add("= SYR\nsyr-x | X; ~Y | rebel | 2011.. | in syr-mil | w\n@ chief | | ?\n2001..2002 | A B (FRA)")
	f.Add("x | y")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := who.Load(who.File{Name: "f.txt", Text: text})
		if err != nil {
			if !strings.Contains(err.Error(), "f.txt:") {
				t.Errorf("error names no line: %v", err)
			}
			return
		}
		d.Check()
		d.Find("X", who.Context{})
	})
}

func TestLoadErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"= XYZ", `f.txt:1: country "XYZ"`},
		{"= SYR\n\nsyr-x | X | rebel | 2011.. | w", "f.txt:3: 5 fields"},
		{"a | X | rebbel | | | w", `type "rebbel"`},
		{"A B | X | rebel | | | w", `id "A B"`},
		{"ab | X | rebel | 2011-13 | | w", `date "2011-13"`},
		{"ab | X | rebel | 2012..2011 | | w", "run backwards"},
		{"ab | X | rebel | | near syr | w", `tie "near syr"`},
		{"ab | X | rebel | | |", "no basis"},
		{"ab | ; | rebel | | | w", "no name"},
		{"2001..2002 | A B", "without an office"},
		{"@ king", "office: want"},
	} {
		_, err := who.Load(who.File{Name: "f.txt", Text: c.text})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "f.txt:") {
			t.Errorf("%q: %v, want %q", c.text, err, c.want)
		}
	}
}

// TestExtra: a user's file adds entries and replaces built-in ones.
func TestExtra(t *testing.T) {
	d, err := who.Load(who.File{Name: "own.txt", Text: "= SYR\nsyr-hts | Quarry Front | militia | | | ?\nsyr-new | Brand New Brigade; BNB | rebel | 2030.. | in syr-hts | ?"})
	if err != nil {
		t.Fatal(err)
	}
	if a, _ := d.Get("syr-hts"); a.Name != "Quarry Front" || a.Inter != vigil.PoliticalMilitia || a.Basis != "" {
		t.Errorf("not replaced: %+v", a)
	}
	if f := d.Find("Brand New Brigade", who.Context{}); len(f) != 1 || f[0].Actor.ID != "syr-new" {
		t.Errorf("found %v", f)
	}
}

// TestDirectory is the directory's test of itself.
func TestDirectory(t *testing.T) {
	d, err := who.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range d.Check() {
		t.Error(err)
	}
	s := d.Stats()
	t.Logf("%+v", s)
	bodies := s.Kinds[vigil.ArmedGroup] + s.Kinds[vigil.Military] + s.Kinds[vigil.Police] + s.Kinds[vigil.Government]
	if bodies < 1000 {
		t.Errorf("%d armed groups and state bodies, want 1000", bodies)
	}
	if s.Unverified*10 > s.Actors {
		t.Errorf("%d of %d entries are unverified", s.Unverified, s.Actors)
	}
}

// BenchmarkReport links and types a report of 230 words with 24 names and 20
// phrases; the figure to read is words/s.
func BenchmarkReport(b *testing.B) {
	r := resolver(b)
	doc := markup(strings.Repeat("[ORG:Hezbollah] fighters and the [NORP:Syrian] army took a village near [LOC:Aleppo] on Monday, the [ORG:Syrian Observatory for Human Rights] said, and [PER:Walid Muallem], the foreign minister, told [ORG:SANA] that unknown gunmen had killed dozens of civilians in the town. ", 5))
	res := resolved(r, doc, vigil.Date(2018, 9, 5), "SYR")
	var phrases []resolve.Phrase
	for _, np := range []string{"Hezbollah fighters", "the Syrian army", "the foreign minister", "unknown gunmen"} {
		for range 5 {
			phrases = append(phrases, phraseOf(doc, np, "SYR"))
		}
	}
	rep := &vigil.Report{Text: doc.Text}
	b.ReportAllocs()
	for b.Loop() {
		r.Actors(rep, doc, res)
		for _, np := range phrases {
			r.Party(rep, doc, res, np)
		}
	}
	b.ReportMetric(float64(len(doc.Tokens))*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := who.Load(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	d, err := who.Load()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		who.New(d)
	}
}

// TestUnlisted types nouns that no list of ours has: those for persons, and
// things, which no act and no word is of.
func TestUnlisted(t *testing.T) {
	r := resolver(t)
	for word, want := range map[string]vigil.Kind{
		"rise": vigil.Object, "use": vigil.Object, "collaborating": vigil.Object,
		"stowaways": vigil.People, "geologist": vigil.People, "six-year-old-girl": vigil.People,
	} {
		doc := markup("the " + word)
		doc.Tokens[1].UPOS, doc.Tokens[1].Lemma = nlp.NOUN, strings.TrimSuffix(word, "s")
		res := resolved(r, doc, vigil.Date(2018, 9, 5), "SYR")
		if got := res.Party(phraseOf(doc, "the "+word, "SYR")); got.Kind != want {
			t.Errorf("%s: %s, want %s", word, got.Kind, want)
		}
	}
}
