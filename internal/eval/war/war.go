// Package war makes up a month of a war: what happened, who counted how many
// dead, and what sixty outlets wrote of it, with copies, delays, corrections,
// rival tolls and propaganda. What each sentence tells is known, so that what
// is made of the reports can be held against it. Towns are real, so that they
// can be found; the month lies in the future, and every outlet and body is
// invented. The wordings are a file of their own and were written before
// anything was measured with them.
package war

import (
	"cmp"
	"fmt"
	"math"
	"math/rand"
	"slices"
	"time"

	"vigil"
)

// War is a month of it.
type War struct {
	Incidents []Incident
	Reports   []Report // in the order in which they arrive
}

// Incident is something that happened.
type Incident struct {
	ID, Act        string
	Day            vigil.Day
	Town, Province string
	Measure        vigil.Measure // killed, or abducted
	Toll           int           // how many in truth; 0: nobody is said to have been
	Told           int           // reports that tell of it
	Voices         int           // independent sources behind all that is told of it
	Last           []int         // what each of them gave last

	kind     *kind
	victims  string
	actor    string
	spot     string
	hour     string // "early", "late", "morning", "evening" or ""
	injured  int
	accounts []*account
}

// Report is one report with what its sentences tell.
type Report struct {
	vigil.Report
	Tells  []Tell
	CopyOf string // the report that it was made of, or ""
}

// Tell is a stretch of a report that tells of an incident.
type Tell struct {
	vigil.Span
	Incident string
}

// Size says how big a war is wanted.
type Size struct {
	Incidents, Reports int
	Seed               int64
}

const (
	days       = 30
	mostDelay  = 9
	noiseShare = .06
	roundShare = .04
)

// start is the first day: the month has not been, so that nothing told of it
// can be taken for news.
var start = vigil.Date(2031, time.March, 1)

// kind is a kind of act and how it is worded.
type kind struct {
	act, words string
	share      int // in a hundred incidents
	actors     []string
	measure    vigil.Measure
}

var kinds = []kind{
	{vigil.AirStrike, "air", 24, []string{"government"}, vigil.Killed},
	{vigil.Shelling, "shell", 24, []string{"government", "rebels"}, vigil.Killed},
	{vigil.IED, "bomb", 14, []string{"", "rebels"}, vigil.Killed},
	{vigil.SuicideBomb, "suicide", 4, []string{""}, vigil.Killed},
	{vigil.ArmedClash, "clash", 16, []string{"both"}, vigil.Killed},
	{vigil.Attack, "shoot", 12, []string{"", "rebels"}, vigil.Killed},
	{vigil.Abduction, "abduct", 6, []string{""}, vigil.Abducted},
}

type maker struct {
	rng     *rand.Rand
	reword  func(*rand.Rand, string) string
	towns   [][2]string // province, town
	outlets []outlet
	agency  []string
	inc     []*Incident
	drafts  []*draft
}

type outlet struct{ name, kind string }

// Make makes a war. It is the same for the same size. reword changes a
// sentence as a mechanical rewriter does.
func Make(s Size, reword func(*rand.Rand, string) string) *War {
	m := &maker{rng: rand.New(rand.NewSource(s.Seed)), reword: reword}
	lists(townsText, func(p, t string) { m.towns = append(m.towns, [2]string{p, t}) })
	lists(outletsText, func(k, n string) {
		m.outlets = append(m.outlets, outlet{n, k})
		if k == "agency" {
			m.agency = append(m.agency, n)
		}
	})
	m.rng.Shuffle(len(m.towns), func(i, j int) { m.towns[i], m.towns[j] = m.towns[j], m.towns[i] })
	m.happen(s.Incidents)
	m.report(s.Reports)
	return m.war()
}

// happen makes up what happened: some towns lie on the front and are hit again
// and again.
func (m *maker) happen(n int) {
	taken := map[string]bool{}
	for len(m.inc) < n {
		k := m.kind()
		x := m.rng.Float64()
		at := m.towns[int(x*x*float64(len(m.towns)))]
		day := start + vigil.Day(m.rng.Intn(days))
		key := fmt.Sprint(k.words, at, day)
		if taken[key] {
			continue
		}
		taken[key] = true
		i := &Incident{ID: fmt.Sprintf("i%03d", len(m.inc)), Act: k.act, Day: day, Town: at[1], Province: at[0], Measure: k.measure, kind: k,
			victims: []string{"people", "people", "civilians", "soldiers", "fighters"}[m.rng.Intn(5)], actor: k.actors[m.rng.Intn(len(k.actors))]}
		if k.measure == vigil.Abducted || m.rng.Intn(5) > 0 {
			i.Toll = 1 + int(m.rng.ExpFloat64()*7)
		}
		i.spot = draw(m.rng, "spot", nil)
		i.hour = []string{"", "early", "late", "morning", "evening"}[m.rng.Intn(5)]
		i.injured = int(m.rng.ExpFloat64() * 10)
		m.count(i)
		m.inc = append(m.inc, i)
	}
	slices.SortStableFunc(m.inc, func(a, b *Incident) int { return cmp.Compare(a.Day, b.Day) })
}

func (m *maker) kind() *kind {
	n := m.rng.Intn(100)
	for i := range kinds {
		if n -= kinds[i].share; n < 0 {
			return &kinds[i]
		}
	}
	return &kinds[0]
}

// account is what one source says of an incident: a first count and, some days
// later, another.
type account struct {
	key         string
	names       []string
	first, last int
	turn        int // days after which the last count is given
	told        int // what it last said; -1: nothing yet
}

// count makes up who counts the dead of an incident, and how many each finds.
func (m *maker) count(i *Incident) {
	pool := []account{
		{key: "army", names: []string{"the army", "an army spokesman", "the military"}},
		{key: "rebels", names: []string{"the rebels", "a rebel commander", "a rebel spokesman"}},
		{key: "health", names: []string{"the health directorate of " + i.Province, "the " + i.Province + " health directorate"}},
		{key: "hospital", names: []string{"doctors at the hospital in " + i.Town, "hospital staff", "a hospital official"}},
		{key: "register", names: []string{"the Levant Casualty Register", "the Levant Casualty Register, a monitoring group,"}},
		{key: "orontes", names: []string{"the Orontes Network for Human Rights", "the Orontes Network"}},
		{key: "rescuers", names: []string{"the civil defence", "civil defence workers"}},
		{key: "residents", names: []string{"residents", "witnesses", "people in the town"}},
	}
	m.rng.Shuffle(len(pool), func(a, b int) { pool[a], pool[b] = pool[b], pool[a] })
	for _, a := range pool[:2+m.rng.Intn(5)] {
		m.figure(&a, i.Toll)
		i.accounts = append(i.accounts, &a)
	}
}

// figure gives a source its counts: most come to the truth after a day or
// three, some a little beside it; a party to the war makes the number smaller
// or greater.
func (m *maker) figure(a *account, toll int) {
	a.told = -1
	if toll == 0 {
		return
	}
	a.last = toll
	switch n := m.rng.Intn(10); {
	case (a.key == "army" || a.key == "rebels") && n < 6:
		a.last = max(1, int(math.Round(float64(toll)*[]float64{.4, .5, 2, 3}[m.rng.Intn(4)])))
	case n < 2:
		a.last = max(1, toll-2+m.rng.Intn(5))
	}
	a.first, a.turn = a.last, 1+m.rng.Intn(3)
	switch m.rng.Intn(5) {
	case 0, 1:
		a.first = max(1, a.last-a.last/3-m.rng.Intn(2))
	case 2:
		a.first = a.last + a.last/6
	}
}

// at is what a source says so many days after.
func (a *account) at(delay int) int {
	if delay < a.turn {
		return a.first
	}
	return a.last
}
