package merge_test

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"vigil"
	"vigil/internal/merge"
)

// world makes reports and claims of made-up events.
type world struct {
	merge.Input
	n map[string]int
}

func (w *world) report(id, outlet string, day int, text string) {
	d := vigil.Date(2021, 6, day)
	w.Reports = append(w.Reports, vigil.Report{ID: id, Source: outlet, Text: text,
		Published: vigil.Published{Days: vigil.Days{From: d, To: d}, Basis: vigil.Given}})
}

func (w *world) claim(report string, c vigil.Claim) string {
	if w.n == nil {
		w.n = map[string]int{}
	}
	w.n[report]++
	c.ID, c.Report = fmt.Sprintf("%s#%d", report, w.n[report]), report
	if c.Status == "" {
		c.Status = vigil.Occurred
	}
	if c.Score == 0 {
		c.Score = .8
	}
	if c.Evidence == nil {
		for _, r := range w.Reports {
			if r.ID == report {
				c.Evidence = []vigil.Span{{Start: 0, End: len(r.Text)}}
			}
		}
	}
	w.Claims = append(w.Claims, c)
	return c.ID
}

func town(name string, lat, lon float64) *vigil.Place {
	return &vigil.Place{Name: name, Kind: vigil.Settlement, Country: "XAA", Admin1: "North", Located: true, Lat: lat, Lon: lon, GeoID: int64(len(name)*1000) + int64(name[0])}
}

var (
	kobo   = town("Kobo", 10, 20)
	tamra  = town("Tamra", 10.9, 20.9)
	army   = vigil.Party{Name: "Alba army", Entity: "xaa-army", Kind: vigil.Military, Inter: vigil.StateForces, Country: "XAA"}
	rebels = vigil.Party{Name: "Hill Front", Entity: "xaa-front", Kind: vigil.ArmedGroup, Inter: vigil.RebelGroup, Country: "XAA"}
	civils = vigil.Party{Name: "civilians", Kind: vigil.People, Inter: vigil.Civilians}
)

func on(day int) *vigil.When {
	d := vigil.Date(2021, 6, day)
	return &vigil.When{Type: "DATE", Days: vigil.Days{From: d, To: d}}
}

func killed(n int) []vigil.Figure {
	return []vigil.Figure{{Measure: vigil.Killed, Min: vigil.N(n), Max: vigil.N(n)}}
}

func said(names ...string) []vigil.Attribution {
	a := vigil.Attribution{Force: vigil.Said, Parent: -1}
	for _, n := range names {
		a.Speakers = append(a.Speakers, vigil.Party{Name: n, Entity: strings.ToLower(n), Kind: vigil.NGO})
	}
	return []vigil.Attribution{a}
}

func shelling(place *vigil.Place, day, dead int) vigil.Claim {
	c := vigil.Claim{Kind: vigil.IncidentClaim, Act: vigil.Shelling, Place: place, When: on(day), Targets: []vigil.Party{civils}}
	if dead > 0 {
		c.Figures = killed(dead)
	}
	return c
}

func (w *world) build() *vigil.Record { return merge.Build(w.Input, merge.Options{}) }

func TestOneIncidentTwoVoices(t *testing.T) {
	var w world
	w.report("a", "Harbour Wire", 8, "Shells killed 12 people in Kobo, the Monitor said.")
	w.report("b", "Plain Dispatch", 8, "Doctors in Kobo counted 12 dead after the army shelled the town.")
	c := shelling(kobo, 8, 12)
	c.By = said("Monitor")
	w.claim("a", c)
	c = shelling(kobo, 8, 12)
	c.Actors, c.By = []vigil.Party{army}, said("Hospital")
	w.claim("b", c)
	rec := w.build()
	if len(rec.Incidents) != 1 {
		t.Fatalf("%d incidents, want 1", len(rec.Incidents))
	}
	inc := rec.Incidents[0]
	if n := vigil.Independent(inc.Voices); n != 2 || inc.Standing != vigil.Corroborated || inc.Grade.Level != "fair" {
		t.Errorf("%d voices, %s, %s; want 2, corroborated, fair: %+v", n, inc.Standing, inc.Grade.Level, inc.Voices)
	}
	if len(inc.Actors) != 1 || inc.Actors[0].Entity != "xaa-army" || *inc.Tallies[0].Min != 12 || *inc.Tallies[0].Max != 12 {
		t.Errorf("actors %v, tally %+v", inc.Actors, inc.Tallies[0])
	}
}

// A page that gives another toll than it did says so in the record's history.
func TestCauseOfChangedPage(t *testing.T) {
	told := func(dead int) *vigil.Record {
		var w world
		w.report("a", "Harbour Wire", 8, "Shells killed people in Kobo.")
		w.claim("a", shelling(kobo, 8, dead))
		return w.build()
	}
	revs, err := merge.Diff(told(8), told(11), time.Time{}, "test", nil)
	if err != nil || len(revs) != 1 || revs[0].Cause != "told otherwise by a#1; killed raised from 8 to 11" {
		t.Errorf("%+v, %v", revs, err)
	}
}

// An incident whose only outlet withdraws what it told is retracted; a denial by
// somebody else, or by the outlet where others tell it too, is none.
func TestRetracted(t *testing.T) {
	for _, c := range []struct {
		denier, second string
		want           vigil.Standing
	}{
		{"Harbour Wire", "", vigil.Retracted},
		{"Plain Dispatch", "", vigil.DisputedIt},
		{"Harbour Wire", "The Long Road", vigil.DisputedIt},
	} {
		var w world
		w.report("a", "Harbour Wire", 8, "Shells killed 12 people in Kobo.")
		w.claim("a", shelling(kobo, 8, 12))
		if c.second != "" {
			w.report("b", c.second, 8, "Twelve died when Kobo was shelled.")
			w.claim("b", shelling(kobo, 8, 12))
		}
		w.report("d", c.denier, 9, "Nobody was killed in Kobo: there was no shelling of the town.")
		d := shelling(kobo, 8, 12)
		d.Status = vigil.Denied
		w.claim("d", d)
		inc := w.build().Incidents
		if len(inc) != 1 || inc[0].Standing != c.want {
			t.Errorf("denied by %s, also told by %q: %+v; want one incident, %s", c.denier, c.second, inc, c.want)
		}
	}
}

// Each row says what two claims of different reports differ in and whether
// they are one incident.
func TestPairs(t *testing.T) {
	base := func() vigil.Claim {
		c := shelling(kobo, 8, 12)
		c.Actors = []vigil.Party{army}
		return c
	}
	for _, c := range []struct {
		name   string
		change func(*vigil.Claim)
		one    bool
	}{
		{"nothing", func(c *vigil.Claim) {}, true},
		{"place and day alone in common", func(c *vigil.Claim) { c.Actors, c.Targets, c.Figures = nil, nil, nil }, false},
		{"place, day and the site in common", func(c *vigil.Claim) {
			c.Actors, c.Figures = nil, nil
			c.Targets = []vigil.Party{{Name: "bakery", Kind: vigil.FacilityThing}}
		}, true},
		{"place, day and a near toll in common", func(c *vigil.Claim) { c.Actors, c.Targets, c.Figures = nil, nil, killed(10) }, true},
		{"place, day and a far toll in common", func(c *vigil.Claim) { c.Actors, c.Targets, c.Figures = nil, nil, killed(3) }, false},
		{"another town", func(c *vigil.Claim) { c.Place = tamra }, false},
		{"a week later", func(c *vigil.Claim) { c.When = on(15) }, false},
		{"the other side", func(c *vigil.Claim) { c.Actors = []vigil.Party{rebels} }, false},
		{"roles exchanged", func(c *vigil.Claim) { c.Actors, c.Targets = []vigil.Party{rebels}, []vigil.Party{army} }, false},
		{"a march", func(c *vigil.Claim) { c.Act = vigil.PeacefulProtest }, false},
		{"called an air strike", func(c *vigil.Claim) { c.Act = vigil.AirStrike }, true},
		{"a toll of thirteen", func(c *vigil.Claim) { c.Figures = killed(13) }, true},
		{"no day", func(c *vigil.Claim) { c.When = nil }, true},
		{"the province", func(c *vigil.Claim) {
			c.Place = &vigil.Place{Name: "North", Kind: vigil.Admin1, Country: "XAA", Admin1: "North", Located: true, Lat: 10.2, Lon: 20.2, RadiusKm: 60, GeoID: 7}
		}, true},
		{"another country", func(c *vigil.Claim) { c.Place = &vigil.Place{Name: "Kobo", Kind: vigil.Settlement, Country: "XBB"} }, false},
	} {
		var w world
		w.report("a", "Harbour Wire", 8, "Twelve people died when the army shelled Kobo.")
		w.report("b", "Plain Dispatch", 9, "A dozen were killed in Kobo, a town of traders.")
		x, y := base(), base()
		x.Targets, y.Targets = nil, nil
		if c.name == "roles exchanged" {
			x.Targets = []vigil.Party{rebels}
		}
		c.change(&y)
		if c.name == "place, day and the site in common" {
			x.Actors, x.Figures, x.Targets = nil, nil, y.Targets
		}
		w.claim("a", x)
		w.claim("b", y)
		if got := len(w.build().Incidents) == 1; got != c.one {
			t.Errorf("%s: one incident is %v, want %v", c.name, got, c.one)
		}
	}
}

// A round-up tells several incidents; each joins its own reports, and they are
// not joined with each other.
func TestRoundUp(t *testing.T) {
	var w world
	w.report("kobo", "A", 8, "Shells killed 12 in Kobo.")
	w.report("tamra", "B", 8, "Shells killed 5 in Tamra.")
	w.report("round", "C", 9, "It was a bloody Tuesday: 12 died in Kobo, 5 in Tamra.")
	w.claim("kobo", shelling(kobo, 8, 12))
	w.claim("tamra", shelling(tamra, 8, 5))
	w.claim("round", shelling(kobo, 8, 12))
	w.claim("round", shelling(tamra, 8, 5))
	w.Stories = []vigil.Story{{ID: "s1", Reports: []string{"kobo", "tamra", "round"}}}
	rec := w.build()
	if len(rec.Incidents) != 2 || len(rec.Incidents[0].Claims) != 2 || len(rec.Incidents[1].Claims) != 2 {
		t.Fatalf("incidents %+v, want two of two claims", rec.Incidents)
	}
	if len(rec.Stories[0].Incidents) != 2 {
		t.Errorf("the story has %d incidents, want 2", len(rec.Stories[0].Incidents))
	}
}

// Five agencies that carry one source are one voice, and so are copies.
func TestVoices(t *testing.T) {
	var w world
	text := "At least 12 people were killed in Kobo, the Observatory said."
	for i := range 5 {
		id := fmt.Sprint("agency", i)
		w.report(id, id, 8, text)
		c := shelling(kobo, 8, 12)
		c.By = said("Observatory")
		w.claim(id, c)
	}
	w.report("own", "Harbour Wire", 8, "Our reporter counted 12 bodies at the hospital of Kobo.")
	w.claim("own", shelling(kobo, 8, 12))
	w.report("copy", "Copycat", 9, "Our reporter counted 12 bodies at the hospital of Kobo.")
	w.claim("copy", shelling(kobo, 8, 12))
	w.Copies = []vigil.Copy{{Report: "copy", Span: vigil.Span{Start: 0, End: 55}, Of: "own", From: vigil.Span{Start: 0, End: 55}, Score: .99}}
	rec := w.build()
	if len(rec.Incidents) != 1 {
		t.Fatalf("%d incidents, want 1", len(rec.Incidents))
	}
	inc := rec.Incidents[0]
	if n := vigil.Independent(inc.Voices); n != 2 {
		t.Errorf("%d independent voices, want the Observatory and Harbour Wire: %+v", n, inc.Voices)
	}
	if len(inc.Tallies[0].Figures) != 6 {
		t.Errorf("%d figures, want 6: a copy's is its original's", len(inc.Tallies[0].Figures))
	}
}

// Two outlets that use one formula for two towns, or for two counts, copied nothing
// of one another; the same town and the same count are a copy.
func TestFormula(t *testing.T) {
	for _, c := range []struct {
		place *vigil.Place
		dead  int
		of    string
	}{
		{kobo, 12, "copy of first"},
		{tamra, 12, ""},
		{kobo, 20, ""},
	} {
		var w world
		text := "A shell hit a farm near Kobo on Friday, killing 12, the second such night this month."
		w.report("first", "Harbour Wire", 8, text)
		w.claim("first", shelling(kobo, 8, 12))
		w.report("second", "Hill Post", 9, text)
		w.claim("second", shelling(c.place, 8, c.dead))
		w.Copies = []vigil.Copy{{Report: "second", Span: vigil.Span{Start: 0, End: len(text)}, Of: "first", From: vigil.Span{Start: 0, End: len(text)}, Score: .9}}
		why := ""
		for _, inc := range w.build().Incidents {
			for _, v := range inc.Voices {
				if v.Source == "Hill Post" {
					why = v.Why
				} else if slices.Contains(v.Via, "Hill Post") {
					why = "copy of first"
				}
			}
		}
		if why != c.of {
			t.Errorf("%s, %d dead: %q, want %q", c.place.Name, c.dead, why, c.of)
		}
	}
}

// An update replaces its own source's figure; a rival's stays beside it.
func TestTallies(t *testing.T) {
	var w world
	for i, f := range []struct {
		source string
		n      int
	}{{"Hospital", 8}, {"Army", 3}, {"Hospital", 11}} {
		id := fmt.Sprint("r", i)
		w.report(id, "Harbour Wire", 8+i, fmt.Sprintf("Shells hit Kobo, killing %d people, %s said.", f.n, f.source))
		c := shelling(kobo, 8, f.n)
		c.By = said(f.source)
		w.claim(id, c)
	}
	w.Stories = []vigil.Story{{ID: "s1", Reports: []string{"r0", "r1", "r2"}}}
	for rule, want := range map[string][2]int{"latest per source": {3, 11}, "lowest": {3, 3}, "highest": {11, 11}, "low to high": {3, 11}, "latest": {11, 11}} {
		rec := merge.Build(w.Input, merge.Options{Rule: rule})
		if len(rec.Incidents) != 1 {
			t.Fatalf("%d incidents, want 1", len(rec.Incidents))
		}
		y := rec.Incidents[0].Tallies[0]
		if y.Rule != rule || *y.Min != want[0] || *y.Max != want[1] {
			t.Errorf("%s: %d to %d by %q, want %v", rule, *y.Min, *y.Max, y.Rule, want)
		}
		if len(y.Figures) != 3 || !y.Figures[0].Superseded || y.Figures[1].Superseded || y.Figures[2].Superseded {
			t.Errorf("%s: figures %+v, want three, the first superseded", rule, y.Figures)
		}
		if !slices.Contains(rec.Incidents[0].Disputed, "killed") {
			t.Error("3 and 11 are not called disputed")
		}
	}
}

func TestDenial(t *testing.T) {
	var w world
	w.report("a", "A", 8, "The army shelled Kobo and killed 12, the Monitor said. The army denied it.")
	c := shelling(kobo, 8, 12)
	c.Actors, c.By, c.DeniedBy = []vigil.Party{army}, said("Monitor"), []vigil.Party{army}
	w.claim("a", c)
	w.report("b", "B", 9, "No shell was fired on Kobo, the army said.")
	d := shelling(kobo, 8, 0)
	d.Actors, d.Status, d.By = []vigil.Party{army}, vigil.Denied, []vigil.Attribution{{Speakers: []vigil.Party{army}, Force: vigil.DeniedIt, Parent: -1}}
	w.claim("b", d)
	inc := w.build().Incidents
	if len(inc) != 1 || inc[0].Standing != vigil.DisputedIt || inc[0].Grade.Level != "contested" || !strings.Contains(inc[0].Grade.Reason, "Alba army") {
		t.Errorf("%+v, want one disputed incident, contested, denied by the army", inc)
	}
}

// One sentence denies one account of the means and gives another: the incident
// is not denied, its means are disputed.
func TestMeansDenied(t *testing.T) {
	var w world
	text := "The attack on Kobo was made not with drones but with shells, the Monitor said."
	w.report("a", "A", 8, text)
	c := shelling(kobo, 8, 0)
	c.By, c.Weapon, c.Evidence = said("Monitor"), "shells", []vigil.Span{{Start: 0, End: len(text)}}
	d := c
	d.Act, d.Weapon, d.Status = vigil.AirStrike, "drones", vigil.Denied
	w.claim("a", c)
	w.claim("a", d)
	inc := w.build().Incidents
	if len(inc) != 1 || len(inc[0].Claims) != 2 || inc[0].Act != vigil.Shelling || !slices.Equal(inc[0].Disputed, []string{"weapon"}) {
		t.Errorf("%+v, want one shelling of two accounts, the weapon disputed", inc)
	}
}

func TestConfirmed(t *testing.T) {
	var w world
	w.report("a", "A", 8, "The army admitted that its shells killed 12 in Kobo.")
	c := shelling(kobo, 8, 12)
	c.Actors, c.By = []vigil.Party{army}, []vigil.Attribution{{Speakers: []vigil.Party{army}, Force: vigil.Admitted, Parent: -1}}
	w.claim("a", c)
	if g := w.build().Incidents[0].Grade; g.Level != "confirmed" {
		t.Errorf("grade %+v, want confirmed", g)
	}
}

// An agreement that one of its parties is told to have broken is breached, by
// the reports that say so; what others broke is another, of which nothing is
// told.
func TestBreached(t *testing.T) {
	var w world
	w.report("a", "A", 8, "The army and the rebels agreed to a truce around Kobo.")
	c := vigil.Claim{Kind: vigil.StatementClaim, Act: "AGREE", Status: vigil.Occurred, When: on(8), Actors: []vigil.Party{army, rebels}}
	w.claim("a", c)
	w.report("b", "B", 10, "Rebels breached the truce, the army said.")
	d := vigil.Claim{Kind: vigil.StatementClaim, Act: "AGREE", Status: vigil.Breached, Actors: []vigil.Party{rebels}}
	broken := w.claim("b", d)
	w.report("c", "C", 10, "Ada violated the accord.")
	d.Actors = []vigil.Party{person("Ada")}
	w.claim("c", d)
	st := w.build().Statements
	if len(st) != 1 || st[0].Outcome != "breached" || !slices.Equal(st[0].OutcomeBy, []string{broken}) || len(st[0].From) != 2 || vigil.Independent(st[0].Voices) != 1 {
		t.Errorf("%+v, want one agreement of two parties on one voice, breached by b", st)
	}
}

func person(name string) vigil.Party {
	return vigil.Party{Name: name, Entity: strings.ToLower(name), Kind: vigil.Person}
}

func meeting(day, due int, status vigil.Status, who ...string) vigil.Claim {
	c := vigil.Claim{Kind: vigil.StatementClaim, Act: "CONSULT", Status: status}
	for _, n := range who {
		c.Actors = append(c.Actors, person(n))
	}
	if due > 0 {
		c.Due = on(due)
	}
	if status == vigil.Occurred {
		c.When = on(day)
	}
	return c
}

func TestMeetings(t *testing.T) {
	for _, c := range []struct {
		name  string
		steps []vigil.Claim
		today int
		want  string
	}{
		{"announced", []vigil.Claim{meeting(0, 12, vigil.Planned, "Ada", "Bel")}, 8, "due"},
		{"moved", []vigil.Claim{meeting(0, 12, vigil.Planned, "Ada", "Bel"), meeting(0, 14, vigil.Planned, "Ada", "Bel")}, 9, "moved"},
		{"held", []vigil.Claim{meeting(0, 12, vigil.Planned, "Ada", "Bel"), meeting(12, 0, vigil.Occurred, "Ada", "Bel")}, 13, "held"},
		{"cancelled", []vigil.Claim{meeting(0, 12, vigil.Planned, "Ada", "Bel"), meeting(0, 12, vigil.Denied, "Ada", "Bel")}, 11, "cancelled"},
		{"nothing heard", []vigil.Claim{meeting(0, 12, vigil.Planned, "Ada", "Bel")}, 20, "no report of it"},
	} {
		var w world
		for i, s := range c.steps {
			id := fmt.Sprint("r", i)
			w.report(id, id, 8+i, "Ada and Bel are to meet by the lake.")
			w.claim(id, s)
		}
		rec := merge.Build(w.Input, merge.Options{Today: vigil.Date(2021, 6, c.today)})
		if len(rec.Statements) != 1 || rec.Statements[0].Outcome != c.want {
			t.Errorf("%s: %+v, want one statement, %s", c.name, rec.Statements, c.want)
		}
	}
}

// A summit of three states is that of their presidents; talks of two of them with
// another are not, though most guests are the same.
func TestSummits(t *testing.T) {
	party := func(name, country string, k vigil.Kind) vigil.Party {
		return vigil.Party{Name: name, Entity: strings.ToLower(name), Kind: k, Country: country}
	}
	summit := func(ps ...vigil.Party) vigil.Claim {
		return vigil.Claim{Kind: vigil.StatementClaim, Act: "CONSULT", Status: vigil.Planned, Actors: ps}
	}
	a, b, c := party("Aland", "AAA", vigil.State), party("Beland", "BBB", vigil.State), party("Celand", "CCC", vigil.State)
	for _, x := range []struct {
		name  string
		other vigil.Claim
		want  int
	}{
		{"their presidents", summit(party("Ada", "AAA", vigil.Person), party("Bel", "BBB", vigil.Person), party("Cem", "CCC", vigil.Person)), 1},
		{"another guest", summit(a, b, party("Deland", "DDD", vigil.State)), 2},
	} {
		var w world
		w.report("r1", "One", 8, "The three states will hold a summit.")
		w.claim("r1", summit(a, b, c))
		w.report("r2", "Two", 8, "They are to meet by the lake on Friday.")
		w.claim("r2", x.other)
		if rec := w.build(); len(rec.Statements) != x.want {
			t.Errorf("%s: %d statements, want %d", x.name, len(rec.Statements), x.want)
		}
	}
}

func TestThreats(t *testing.T) {
	var w world
	threat := func(id string, day int, who vigil.Party, condition string) {
		w.report(id, id, day, who.Name+" will answer if "+condition+".")
		w.claim(id, vigil.Claim{Kind: vigil.StatementClaim, Act: "THREATEN", Actors: []vigil.Party{who}, Targets: []vigil.Party{rebels},
			Condition: condition, When: on(day), Status: vigil.Threatened})
	}
	threat("a", 8, army, "the rebels close the Alba dam")
	threat("b", 9, army, "rebels close the dam at Alba")
	threat("c", 9, army, "hostages are moved across the border")
	threat("d", 9, person("Ada"), "the rebels close the Alba dam")
	if n := len(w.build().Statements); n != 3 {
		t.Errorf("%d threats, want 3: one told twice, another condition, another mouth", n)
	}
}

// The same words with two speakers are one statement whose speaker is disputed.
// TestLikelyCountry: a country that no claim tells neither parts accounts nor
// stands against a place that one tells.
func TestLikelyCountry(t *testing.T) {
	guess := &vigil.Place{Name: "Borea", Kind: vigil.Country, Country: "XBB", Located: true, RadiusKm: 400, Basis: vigil.ByReport}
	var w world
	for _, c := range []struct {
		id    string
		place *vigil.Place
	}{{"a", kobo}, {"b", guess}} {
		w.report(c.id, "Outlet "+c.id, 8, "Twelve people died when the army shelled the town of traders.")
		told := shelling(c.place, 8, 12)
		told.Actors = []vigil.Party{army}
		w.claim(c.id, told)
	}
	w.Stories = []vigil.Story{{ID: "s1", Reports: []string{"a", "b"}}}
	rec := w.build()
	if len(rec.Incidents) != 1 || rec.Incidents[0].Place == nil || rec.Incidents[0].Place.Name != "Kobo" {
		t.Errorf("%+v, want one incident in Kobo", rec.Incidents)
	}
}

func TestQuotation(t *testing.T) {
	var w world
	say := func(id, who, text string) {
		w.report(id, id, 8, text)
		w.claim(id, vigil.Claim{Kind: vigil.StatementClaim, Act: "ACCUSE", Actors: []vigil.Party{person(who)}, When: on(8),
			By: []vigil.Attribution{{Speakers: []vigil.Party{person(who)}, Quoted: true, Parent: -1}}})
	}
	say("a", "Ada", "“We know that the valley's forces are getting ready to settle this question,” Ada said.")
	say("b", "Bel", "“We do know that forces of the valley are preparing to settle the question,” Bel said.")
	say("c", "Bel", "“Nobody will starve this winter in the towns along the river,” Bel said.")
	rec := w.build()
	i := slices.IndexFunc(rec.Statements, func(s vigil.Statement) bool { return slices.Contains(s.Disputed, "speaker") })
	if len(rec.Statements) != 2 || i < 0 || len(rec.Statements[i].Claims) != 2 {
		t.Errorf("%+v, want two statements, one of two claims with its speaker disputed", rec.Statements)
	}
}

func TestTolls(t *testing.T) {
	var w world
	count := func(id string, day int, source string, n int, scope string) {
		w.report(id, id, day, fmt.Sprintf("%d killed in %s", n, scope))
		w.claim(id, vigil.Claim{Kind: vigil.TollClaim, Scope: scope, Since: vigil.Date(2011, 1, 1), Figures: killed(n), By: said(source),
			Place: &vigil.Place{Name: "Alba", Kind: vigil.Country, Country: "XAA"}})
	}
	count("a", 1, "Observatory", 350_000, "the war")
	count("b", 2, "Research Centre", 470_000, "the conflict since 2011")
	count("c", 9, "Observatory", 351_000, "the war")
	count("d", 9, "Observatory", 90, "the last week")
	rec := w.build()
	if len(rec.Tolls) != 2 {
		t.Fatalf("%d tolls, want the war's and the week's: %+v", len(rec.Tolls), rec.Tolls)
	}
	i := slices.IndexFunc(rec.Tolls, func(t vigil.Toll) bool { return len(t.Series) == 3 })
	if i < 0 {
		t.Fatalf("no series of three points: %+v", rec.Tolls)
	}
	s := rec.Tolls[i].Series
	if !s[0].Superseded || s[1].Superseded || s[2].Superseded || s[1].Source != "Research Centre" {
		t.Errorf("series %+v, want the Observatory's first figure superseded alone", s)
	}
}

// A count of one week and that of another are two series; a count that names
// no start of its own and runs over a war is one.
func TestTollsOfPeriods(t *testing.T) {
	for _, c := range []struct {
		scope string
		tolls int
	}{{"this week", 2}, {"the day", 2}, {"the month", 1}, {"the year", 1}, {"the war", 1}} {
		var w world
		for i, day := range []int{2, 10} {
			id := fmt.Sprint("r", i)
			w.report(id, id, day, "People were killed.")
			w.claim(id, vigil.Claim{Kind: vigil.TollClaim, Scope: c.scope, Figures: killed(90 + i), By: said("Observatory"),
				Place: &vigil.Place{Name: "Alba", Kind: vigil.Country, Country: "XAA"}})
		}
		if n := len(w.build().Tolls); n != c.tolls {
			t.Errorf("%s: %d tolls of two counts a week apart, want %d", c.scope, n, c.tolls)
		}
	}
}

// random makes claims of a few dozen made-up incidents.
func random(seed int64) *world {
	rng := rand.New(rand.NewSource(seed))
	w := &world{}
	places := []*vigil.Place{kobo, tamra, town("Dessa", 11.5, 21.5), nil}
	parties := [][]vigil.Party{{army}, {rebels}, nil}
	for i := range 60 {
		id := fmt.Sprintf("r%02d", i)
		w.report(id, fmt.Sprint("outlet", rng.Intn(8)), 1+rng.Intn(20), fmt.Sprintf("Report %d tells of shells and of %d dead near the river.", i, rng.Intn(9)))
		for range 1 + rng.Intn(3) {
			c := shelling(places[rng.Intn(4)], 1+rng.Intn(20), rng.Intn(9))
			c.Actors = parties[rng.Intn(3)]
			c.Act = []string{vigil.Shelling, vigil.AirStrike, vigil.Attack}[rng.Intn(3)]
			if rng.Intn(2) == 0 {
				c.By = said(fmt.Sprint("Source", rng.Intn(4)))
			}
			if rng.Intn(12) == 0 {
				c.Status = vigil.Denied
			}
			w.claim(id, c)
		}
		if i > 0 && rng.Intn(4) == 0 {
			n := len(w.Reports[i].Text)
			w.Copies = append(w.Copies, vigil.Copy{Report: id, Span: vigil.Span{Start: 0, End: n}, Of: fmt.Sprintf("r%02d", rng.Intn(i)), From: vigil.Span{Start: 0, End: n}})
		}
		s := fmt.Sprint("s", rng.Intn(12))
		if k := slices.IndexFunc(w.Stories, func(x vigil.Story) bool { return x.ID == s }); k >= 0 {
			w.Stories[k].Reports = append(w.Stories[k].Reports, id)
		} else {
			w.Stories = append(w.Stories, vigil.Story{ID: s, Reports: []string{id}})
		}
	}
	return w
}

// things is a record without what comes from the order of the input.
func things(rec *vigil.Record) string {
	b, err := json.Marshal([]any{rec.Incidents, rec.Statements, rec.Tolls, rec.Claims})
	if err != nil {
		panic(err)
	}
	return string(b)
}

func TestAnyOrder(t *testing.T) {
	for seed := range int64(20) {
		w := random(seed)
		want := things(w.build())
		rng := rand.New(rand.NewSource(seed))
		rng.Shuffle(len(w.Claims), func(i, j int) { w.Claims[i], w.Claims[j] = w.Claims[j], w.Claims[i] })
		rng.Shuffle(len(w.Reports), func(i, j int) { w.Reports[i], w.Reports[j] = w.Reports[j], w.Reports[i] })
		rng.Shuffle(len(w.Stories), func(i, j int) { w.Stories[i], w.Stories[j] = w.Stories[j], w.Stories[i] })
		if got := things(w.build()); got != want {
			t.Fatalf("seed %d: another order makes another record", seed)
		}
	}
}

func TestReadTwice(t *testing.T) {
	w := random(30)
	want := things(w.build())
	w.Claims = append(w.Claims, w.Claims...)
	w.Reports = append(w.Reports, w.Reports...)
	if things(w.build()) != want {
		t.Error("reading everything twice makes another record")
	}
}

// What is put together or apart by hand can be undone without loss.
func TestUndo(t *testing.T) {
	w := random(31)
	rec := w.build()
	before := things(rec)
	i := slices.IndexFunc(rec.Incidents, func(x vigil.Incident) bool { return len(x.Claims) > 1 })
	j := slices.IndexFunc(rec.Incidents, func(x vigil.Incident) bool { return len(x.Claims) == 1 })
	apart, joined := rec.Incidents[i].Claims[:2], []string{rec.Incidents[i].Claims[0], rec.Incidents[j].Claims[0]}
	w.Decisions = []merge.Decision{{Claims: apart}, {Together: true, Claims: joined}}
	got := w.build()
	for _, x := range got.Incidents {
		if slices.Contains(x.Claims, apart[0]) && slices.Contains(x.Claims, apart[1]) {
			t.Error("what was decided to be apart is together")
		}
		if slices.Contains(x.Claims, joined[0]) != slices.Contains(x.Claims, joined[1]) {
			t.Error("what was decided to be together is apart")
		}
	}
	w.Decisions = nil
	w.Before = got
	after := w.build()
	if n, m := len(after.Incidents), len(rec.Incidents); n != m {
		t.Errorf("%d incidents after undoing, %d before", n, m)
	}
	w.Before = nil
	if things(w.build()) != before {
		t.Error("undoing a decision leaves something behind")
	}
}

// Things keep their ids when more is known; no id is given twice.
func TestStableIDs(t *testing.T) {
	w := random(32)
	half := *w
	cut := len(w.Claims) / 2
	half.Claims = w.Claims[cut:] // the later half first
	w.Before = half.build()
	rec := w.build()
	old := map[string]string{}
	for _, x := range w.Before.Incidents {
		for _, c := range x.Claims {
			old[c] = x.ID
		}
	}
	seen, kept := map[string]bool{}, 0
	for _, x := range rec.Incidents {
		if seen[x.ID] {
			t.Errorf("%s is given twice", x.ID)
		}
		seen[x.ID] = true
		for _, c := range x.Claims {
			if old[c] == x.ID {
				kept++
			}
		}
	}
	if kept < len(old)*8/10 {
		t.Errorf("%d of %d claims keep their incident's id", kept, len(old))
	}
}

func BenchmarkBuild(b *testing.B) {
	w := random(33)
	for b.Loop() {
		w.build()
	}
}

// Replaying revisions gives the record, and no revision comes without change.
func TestDiff(t *testing.T) {
	w := random(40)
	half := *w
	half.Claims = w.Claims[:len(w.Claims)/2]
	first := half.build()
	at := time.Date(2021, 7, 1, 12, 0, 0, 0, time.UTC)
	made, err := merge.Diff(nil, first, at, "test", nil)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(first.Incidents) + len(first.Statements) + len(first.Tolls) + len(first.Stories); len(made) != n {
		t.Errorf("%d revisions make %d things", len(made), n)
	}
	w.Before = first
	second := w.build()
	changes, err := merge.Diff(first, second, at.Add(time.Hour), "test", nil)
	if err != nil {
		t.Fatal(err)
	}
	state := map[string]string{}
	rev := map[string]int{}
	for _, r := range append(made, changes...) {
		if r.Rev != rev[r.Of]+1 || string(r.Before) != state[r.Of] {
			t.Fatalf("%s: revision %d of %s after %d does not follow from the last", r.Of, r.Rev, r.Cause, rev[r.Of])
		}
		rev[r.Of] = r.Rev
		state[r.Of] = string(r.After)
		if r.After == nil && !strings.HasPrefix(r.Cause, "merged into") {
			t.Errorf("%s is buried because %s", r.Of, r.Cause)
		}
	}
	for _, x := range second.Incidents {
		b, _ := json.Marshal(x)
		if state[x.ID] != string(b) {
			t.Errorf("%s: replayed %s, is %s", x.ID, state[x.ID], b)
		}
	}
	w.Before = second
	if again, _ := merge.Diff(second, w.build(), at, "test", nil); len(again) != 0 {
		t.Errorf("building again makes %d revisions: %+v", len(again), again[0])
	}
}

// Deriving headline figures by another rule gives what building by it gives.
func TestRetally(t *testing.T) {
	for seed := range int64(5) {
		w := random(seed)
		rec := merge.Build(w.Input, merge.Options{})
		for rule := range merge.Rules {
			merge.Retally(rec, rule)
			want := merge.Build(w.Input, merge.Options{Rule: rule})
			if things(rec) != things(want) {
				t.Errorf("seed %d, %s: the figures differ from those of a record built by it", seed, rule)
			}
		}
	}
}

// What is held of an outlet goes with its voice: the best grade of those that
// carry it, and whom it speaks for where it speaks itself.
func TestOutlets(t *testing.T) {
	w := world{}
	w.report("a", "Army News", 1, "Shelling hit the town and killed eight people.")
	w.report("b", "Wire", 1, "Shelling hit the town and killed eight people, the observatory said.")
	w.Reports[0].Reliability, w.Reports[0].Party = "D", "the army"
	w.report("c", "Gazette", 1, "Shelling hit the town and killed eight people, the observatory said.")
	w.Reports[1].Reliability, w.Reports[2].Reliability = "C", "B"
	place := &vigil.Place{Name: "Town", Kind: vigil.Settlement, Located: true, Lat: 35, Lon: 36, GeoID: 1}
	on := vigil.Date(2021, 6, 1)
	day := vigil.Days{From: on, To: on}
	for _, id := range []string{"a", "b", "c"} {
		w.Claims = append(w.Claims, vigil.Claim{ID: id + "#1", Report: id, Kind: vigil.IncidentClaim, Act: vigil.Shelling, Status: vigil.Occurred, Place: place,
			When: &vigil.When{Days: day}, Evidence: []vigil.Span{{Start: 0, End: 40}}, Score: 1})
	}
	said := []vigil.Attribution{{Speakers: []vigil.Party{person("Observatory")}, Force: vigil.Said, Parent: -1}}
	w.Claims[1].By, w.Claims[2].By = said, said
	rec := merge.Build(w.Input, merge.Options{})
	if len(rec.Incidents) != 1 {
		t.Fatalf("%d incidents", len(rec.Incidents))
	}
	for _, v := range rec.Incidents[0].Voices {
		want := vigil.Voice{Source: "Observatory", Reliability: "B"}
		if v.Source == "Army News" {
			want = vigil.Voice{Source: "Army News", Reliability: "D", Party: "the army"}
		}
		if v.Source != want.Source || v.Reliability != want.Reliability || v.Party != want.Party {
			t.Errorf("%+v, want %+v", v, want)
		}
	}
}

// One person pointed out in a later report is one of those whom the same source
// counted before, and replaces no count.
func TestOneOfMany(t *testing.T) {
	var w world
	for i, f := range []vigil.Figure{
		{Measure: vigil.Killed, Min: vigil.N(3), Max: vigil.N(3), Rule: "count"},
		{Measure: vigil.Killed, Min: vigil.N(1), Max: vigil.N(1), Of: "the victim", Rule: vigil.OneRule},
	} {
		id := fmt.Sprint("r", i)
		w.report(id, "Harbour Wire", 8+i, "Shells hit Kobo, police said.")
		c := shelling(kobo, 8, 3)
		c.By, c.Figures = said("Police"), []vigil.Figure{f}
		w.claim(id, c)
	}
	w.Stories = []vigil.Story{{ID: "s1", Reports: []string{"r0", "r1"}}}
	rec := merge.Build(w.Input, merge.Options{Rule: "latest"})
	if len(rec.Incidents) != 1 {
		t.Fatalf("%d incidents, want 1", len(rec.Incidents))
	}
	if y := rec.Incidents[0].Tallies[0]; *y.Min != 3 || *y.Max != 3 || y.Figures[0].Superseded {
		t.Errorf("%d to %d, want the three: %+v", *y.Min, *y.Max, y.Figures)
	}
}
