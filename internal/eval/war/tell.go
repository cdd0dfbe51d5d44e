package war

import (
	"cmp"
	"fmt"
	"math/rand"
	"slices"
	"strings"

	"vigil"
)

// draft is a report that is being written.
type draft struct {
	outlet  outlet
	day     vigil.Day
	title   string
	lines   []line
	of      *draft // what it was made of
	arrives float64
	id      string
}

// line is a sentence, what it tells of and on whose word.
type line struct {
	text   string
	of     *Incident
	source string // who gave the figure
	toll   int    // 0: no figure
	voices []string
}

// report writes so many reports.
func (m *maker) report(n int) {
	noise, rounds := int(noiseShare*float64(n)), int(roundShare*float64(n))
	for k, i := range m.shares(n - noise - rounds) {
		m.cover(m.inc[k], i)
	}
	for range rounds {
		for !m.roundUp() { // on a day on which nothing happened
		}
	}
	for range noise {
		m.noise()
	}
	slices.SortStableFunc(m.drafts, func(a, b *draft) int { return cmp.Compare(a.arrives, b.arrives) })
}

// shares parts n reports among the incidents: a few are told by hundreds, many
// by a handful.
func (m *maker) shares(n int) []int {
	weights, sum := make([]float64, len(m.inc)), 0.0
	for i := range weights {
		x := m.rng.ExpFloat64()
		weights[i] = .15 + x*x
		sum += weights[i]
	}
	out := make([]int, len(m.inc))
	left := n
	for i, w := range weights {
		out[i] = max(1, int(w/sum*float64(n)))
		left -= out[i]
	}
	for ; left > 0; left-- {
		out[m.rng.Intn(len(out))]++
	}
	return out
}

// cover writes the reports of one incident, the first on the day or the day
// after.
func (m *maker) cover(i *Incident, n int) {
	delays := make([]int, n)
	for k := range delays {
		delays[k] = min(mostDelay, int(m.rng.ExpFloat64()*1.3))
	}
	slices.Sort(delays)
	delays[0] = min(delays[0], 1)
	var before []*draft
	for _, delay := range delays {
		day := i.Day + vigil.Day(delay)
		var d *draft
		if len(before) > 0 && m.rng.Float64() < .42 {
			d = m.copy(before[m.rng.Intn(len(before))], day)
		} else {
			d = m.own(i, day)
		}
		before = append(before, d)
		m.add(d)
	}
}

func (m *maker) add(d *draft) {
	d.arrives = float64(d.day) + m.rng.Float64() + m.rng.ExpFloat64()*.3
	m.drafts = append(m.drafts, d)
}

func (m *maker) outlet(kinds string) outlet {
	for {
		if o := m.outlets[m.rng.Intn(len(m.outlets))]; strings.Contains(kinds, o.kind) {
			return o
		}
	}
}

// copy takes over what another report wrote: word for word, cut short, or
// reworded by a machine.
func (m *maker) copy(from *draft, day vigil.Day) *draft {
	d := &draft{outlet: m.outlet("paper local digest digest"), day: day, title: from.title, of: from, lines: slices.Clone(from.lines)}
	switch m.rng.Intn(4) {
	case 0:
		d.lines = d.lines[:(2*len(d.lines)+2)/3]
	case 1:
		for k := range d.lines {
			d.lines[k].text = m.reword(m.rng, d.lines[k].text)
		}
	}
	for k := range d.lines { // a copy is nobody's word anew
		d.lines[k].voices, d.lines[k].source, d.lines[k].toll = nil, "", 0
	}
	return d
}

// own writes a report of an outlet's own.
func (m *maker) own(i *Incident, day vigil.Day) *draft {
	d := &draft{outlet: m.outlet("agency paper local loyal rebel"), day: day}
	f := m.facts(i, day, d.outlet)
	d.title = draw(m.rng, i.kind.words+".head", f)
	m.lead(d, i, f)
	if i.injured > 0 && i.Measure == vigil.Killed && m.rng.Intn(2) == 0 {
		d.lines = append(d.lines, line{text: sentenceOf(draw(m.rng, "hurt", f)), of: i})
	}
	m.fillers(d, f, 2)
	if len(i.accounts) > 1 && i.Toll > 0 && i.Measure == vigil.Killed && m.rng.Intn(5) < 2 {
		a := i.accounts[m.rng.Intn(len(i.accounts))]
		if a.key != d.lines[0].source {
			d.lines = append(d.lines, m.toldBy("toll", a, i, day, f))
		}
	}
	switch m.rng.Intn(8) {
	case 0:
		if i.actor != "both" {
			d.lines = append(d.lines, line{text: sentenceOf(draw(m.rng, "unclaimed", f)), of: i})
		}
	case 1:
		f["source"], f["enemy"] = "the army", "rebels"
		if i.actor == "government" {
			f["source"], f["enemy"] = "the rebels", "government forces"
		}
		d.lines = append(d.lines, line{text: sentenceOf(draw(m.rng, "blame", f)), of: i})
	case 2:
		if i.actor == "government" {
			f["source"] = "the army"
			d.lines = append(d.lines, line{text: sentenceOf(draw(m.rng, "denial", f)), of: i})
		}
	}
	if m.rng.Intn(8) == 0 {
		m.again(d, i, f)
	}
	m.fillers(d, f, 4)
	return d
}

// lead writes the first sentence: on somebody's word, on two, through an
// agency, or on the outlet's own.
func (m *maker) lead(d *draft, i *Incident, f facts) {
	if d.outlet.kind == "loyal" || d.outlet.kind == "rebel" {
		d.lines = append(d.lines, m.slanted(d, i, f))
		return
	}
	a := i.accounts[m.rng.Intn(len(i.accounts))]
	toll := a.at(int(d.day - i.Day))
	if i.Toll > 0 && i.Measure == vigil.Killed && a.told >= 0 && toll != a.told && m.rng.Intn(5) < 3 {
		symbol := "raised"
		if toll < a.told {
			symbol = "lowered"
		}
		d.lines = append(d.lines, m.toldBy(symbol, a, i, d.day, f))
		return
	}
	l := line{of: i, source: a.key, toll: toll, voices: []string{a.key}}
	clause := m.clause(i, toll, f)
	f["source"] = a.names[m.rng.Intn(len(a.names))]
	symbol := "said"
	switch n := m.rng.Intn(20); {
	case n < 5:
		l.source, l.voices = "outlet "+d.outlet.name, []string{"outlet " + d.outlet.name}
		d.lines = append(d.lines, plain(l, clause))
		return
	case n < 8 && d.outlet.kind != "agency":
		symbol = "relayed"
	case n < 10:
		if o := i.accounts[m.rng.Intn(len(i.accounts))]; o != a && o.at(int(d.day-i.Day)) == toll {
			f["source2"] = o.names[m.rng.Intn(len(o.names))]
			l.voices = append(l.voices, o.key)
			o.told = toll
			symbol = "two"
		}
	}
	f["clause"] = clause
	a.told = toll
	d.lines = append(d.lines, plain(l, draw(m.rng, symbol, f)))
}

func plain(l line, clause string) line {
	l.text = sentenceOf(clause)
	return l
}

// slanted is the first sentence of an outlet that speaks for a side: its own
// number, another culprit.
func (m *maker) slanted(d *draft, i *Incident, f facts) line {
	toll := i.Toll
	if toll > 0 && m.rng.Intn(2) == 0 {
		toll = max(1, toll*[]int{1, 2, 3}[m.rng.Intn(3)]/2)
	}
	own := map[string]string{"loyal": "government", "rebel": "rebels"}[d.outlet.kind]
	if i.actor == own && i.kind.words != "clash" {
		f["aircraft"], f["gunners"] = "unknown aircraft", "enemy gunners"
	}
	return plain(line{of: i, source: "outlet " + d.outlet.name, toll: toll, voices: []string{"outlet " + d.outlet.name}}, m.clause(i, toll, f))
}

// toldBy is a sentence in which a source gives its count.
func (m *maker) toldBy(symbol string, a *account, i *Incident, day vigil.Day, f facts) line {
	toll := a.at(int(day - i.Day))
	m.tell(f, i, toll)
	f["old"] = number(m.rng, max(0, a.told))
	f["source"] = a.names[m.rng.Intn(len(a.names))]
	a.told = toll
	return plain(line{of: i, source: a.key, toll: toll, voices: []string{a.key}}, draw(m.rng, symbol, f))
}

// clause tells what happened, mostly with something that only this report has.
func (m *maker) clause(i *Incident, toll int, f facts) string {
	symbol := i.kind.words + ".clause"
	switch {
	case i.Measure == vigil.Abducted:
		f["taken"], f["wastaken"] = count(m.rng, toll, "people"), was(toll)
	case toll == 0:
		symbol = i.kind.words + ".none"
	default:
		m.tell(f, i, toll)
	}
	clause := draw(m.rng, symbol, f)
	if m.rng.Intn(3) > 0 {
		clause += ", " + draw(m.rng, "tail", f)
	}
	return clause
}

func (m *maker) tell(f facts, i *Incident, toll int) {
	f["dead"], f["was"], f["num"] = count(m.rng, toll, i.victims), was(toll), number(m.rng, toll)
}

// facts are those of an incident as told on a day.
func (m *maker) facts(i *Incident, day vigil.Day, o outlet) facts {
	f := facts{"town": i.Town, "prov": i.Province, "when": m.when(i, day), "spot": i.spot, "outlet": o.name, "agency": m.agency[m.rng.Intn(len(m.agency))],
		"inj": people(m.rng, i.injured), "wasinj": was(i.injured)}
	f["aircraft"] = []string{"warplanes", "jets", "aircraft"}[m.rng.Intn(3)]
	f["gunners"] = []string{"gunners", "artillery", "unknown gunners"}[m.rng.Intn(3)]
	if m.rng.Intn(5) < 3 {
		switch i.actor {
		case "government":
			f["aircraft"] = []string{"government warplanes", "army helicopters", "government jets"}[m.rng.Intn(3)]
			f["gunners"] = []string{"government forces", "the army", "government artillery"}[m.rng.Intn(3)]
		case "rebels":
			f["gunners"] = []string{"rebels", "rebel gunners", "rebel fighters"}[m.rng.Intn(3)]
		}
	}
	f["thing"] = draw(m.rng, i.kind.words+".thing", f)
	return f
}

// when words the day of an incident as a report of another day does.
func (m *maker) when(i *Incident, day vigil.Day) string {
	name, date := i.Day.Weekday().String(), i.Day.Time()
	switch gap := int(day - i.Day); {
	case gap == 1 && m.rng.Intn(6) == 0:
		return "yesterday"
	case gap > 6 || m.rng.Intn(8) == 0:
		return []string{"on " + date.Format("2 January"), "on " + date.Format("January 2")}[m.rng.Intn(2)]
	case i.hour == "" || m.rng.Intn(2) == 0:
		return "on " + name
	case i.hour == "early" || i.hour == "late":
		return i.hour + " on " + name
	}
	return "on " + name + " " + i.hour
}

// fillers adds sentences that tell of nothing that is counted.
func (m *maker) fillers(d *draft, f facts, most int) {
	for range 1 + m.rng.Intn(most) {
		d.lines = append(d.lines, line{text: sentenceOf(draw(m.rng, "filler", f))})
	}
}

// again tells an earlier incident of the province or of the kind beside a new one.
func (m *maker) again(d *draft, i *Incident, f facts) {
	var old []*Incident
	for _, o := range m.inc {
		if gap := i.Day - o.Day; gap >= 2 && gap <= 6 && (o.Province == i.Province || o.kind == i.kind) {
			old = append(old, o)
		}
	}
	if len(old) == 0 {
		return
	}
	o := old[m.rng.Intn(len(old))]
	g := m.facts(o, d.day, d.outlet)
	g["when"] = ""
	g["clause"] = m.clause(o, o.Toll, g)
	gap := number(m.rng, int(i.Day-o.Day))
	g["after"], g["before"], g["thing"] = gap+" days after", gap+" days earlier", f["thing"]
	d.lines = append(d.lines, plain(line{of: o, source: "outlet " + d.outlet.name, toll: o.Toll, voices: []string{"outlet " + d.outlet.name}}, draw(m.rng, "again", g)))
}

// roundUp tells what happened on a day and the day before, a sentence each. It
// reports whether anything did.
func (m *maker) roundUp() bool {
	d := &draft{outlet: m.outlet("agency paper digest"), day: start + vigil.Day(m.rng.Intn(days)), title: "The day in brief"}
	for _, k := range m.rng.Perm(len(m.inc)) {
		i := m.inc[k]
		if gap := d.day - i.Day; len(d.lines) == 5 || gap < 0 || gap > 1 {
			continue
		}
		f := m.facts(i, d.day, d.outlet)
		a := i.accounts[m.rng.Intn(len(i.accounts))]
		toll := a.at(int(d.day - i.Day))
		f["clause"] = m.clause(i, toll, f)
		f["source"] = a.names[m.rng.Intn(len(a.names))]
		d.lines = append(d.lines, plain(line{of: i, source: a.key, toll: toll, voices: []string{a.key}}, draw(m.rng, "said", f)))
	}
	if len(d.lines) == 0 {
		return false
	}
	m.add(d)
	return true
}

// noise writes of other things.
func (m *maker) noise() {
	at := m.towns[m.rng.Intn(len(m.towns))]
	f := facts{"town": at[1], "prov": at[0]}
	d := &draft{outlet: m.outlet("agency paper local digest"), day: start + vigil.Day(m.rng.Intn(days)), title: draw(m.rng, "noise.head", f)}
	for range 3 + m.rng.Intn(4) {
		d.lines = append(d.lines, line{text: sentenceOf(draw(m.rng, "noise", f))})
	}
	m.add(d)
}

// war puts the drafts down and works out what a perfect reader would make of
// them.
func (m *maker) war() *War {
	w := &War{}
	for n, d := range m.drafts {
		d.id = fmt.Sprintf("w%05d", n)
	}
	for _, d := range m.drafts {
		w.Reports = append(w.Reports, d.report(m.rng))
	}
	m.settle()
	for _, i := range m.inc {
		w.Incidents = append(w.Incidents, *i)
	}
	return w
}

// report writes the text.
func (d *draft) report(rng *rand.Rand) Report {
	r := Report{Report: vigil.Report{ID: d.id, Title: d.title, Source: d.outlet.name, Published: vigil.Published{Days: vigil.Days{From: d.day, To: d.day}}}}
	if d.of != nil {
		r.CopyOf = d.of.id
	}
	var b strings.Builder
	for k, l := range d.lines {
		if k > 0 {
			b.WriteString([]string{" ", " ", "\n\n"}[rng.Intn(3)])
		}
		at := b.Len()
		b.WriteString(l.text)
		if l.of != nil {
			r.Tells = append(r.Tells, Tell{vigil.Span{Start: at, End: b.Len()}, l.of.ID})
		}
	}
	r.Text = b.String()
	return r
}

// settle counts for each incident the reports that tell it, the voices behind
// them and what each said last. An outlet that also passes on somebody's word
// on an incident has its knowledge from them and is no voice of its own.
func (m *maker) settle() {
	byDay := slices.Clone(m.drafts)
	slices.SortStableFunc(byDay, func(a, b *draft) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.id, b.id)) })
	voices := map[*Incident]map[string]bool{}
	relays := map[*Incident]map[string]bool{}
	last := map[*Incident]map[string]int{}
	for _, d := range byDay {
		told := map[*Incident]bool{}
		for _, l := range d.lines {
			if l.of == nil {
				continue
			}
			if voices[l.of] == nil {
				voices[l.of], relays[l.of], last[l.of] = map[string]bool{}, map[string]bool{}, map[string]int{}
			}
			if !told[l.of] {
				told[l.of] = true
				l.of.Told++
			}
			for _, v := range l.voices {
				voices[l.of][v] = true
				if v != "outlet "+d.outlet.name {
					relays[l.of]["outlet "+d.outlet.name] = true
				}
				if l.toll > 0 {
					last[l.of][v] = l.toll
				}
			}
		}
	}
	for _, i := range m.inc {
		for v := range voices[i] {
			if !relays[i][v] {
				i.Voices++
			}
		}
		for _, n := range last[i] {
			i.Last = append(i.Last, n)
		}
		slices.Sort(i.Last)
	}
}
