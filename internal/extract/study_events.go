package extract

import (
	"strings"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
)

const (
	anyViolence = en.ActKill | en.ActInjure | en.ActMissing | en.ActAttack | en.ActClash | en.ActShoot | en.ActBlast | en.ActShell | en.ActAir | en.ActGrenade | en.ActSuicide
	anyStreet   = en.ActProtest | en.ActRiot | en.ActDisperse | en.ActKill | en.ActInjure | en.ActAttack | en.ActShoot | en.ActClash | en.ActLoot | en.ActArrest
)

// tellable says which words may tell each sub-event; of those in its evidence
// they are taken to tell it.
var tellable = map[string]en.ActClass{
	vigil.RegainsTerritory:   en.ActCapture | en.ActTransfer | en.ActClash | en.ActAttack | en.ActBesiege,
	vigil.OvertakesTerritory: en.ActCapture | en.ActTransfer | en.ActClash | en.ActAttack | en.ActBesiege,
	vigil.ArmedClash:         anyViolence | en.ActBesiege | en.ActCapture,
	vigil.ExcessiveForce:     anyStreet,
	vigil.Intervention:       anyStreet,
	vigil.PeacefulProtest:    en.ActProtest | en.ActRiot,
	vigil.ViolentDemo:        anyStreet,
	vigil.MobViolence:        anyStreet,
	vigil.ChemicalWeapon:     anyViolence | en.ActChemical,
	vigil.AirStrike:          anyViolence | en.ActLoot,
	vigil.SuicideBomb:        anyViolence,
	vigil.Shelling:           anyViolence,
	vigil.IED:                anyViolence,
	vigil.Grenade:            anyViolence,
	vigil.SexualViolence:     en.ActSexual | en.ActAttack,
	vigil.Attack:             anyViolence | en.ActAbduct | en.ActLoot,
	vigil.Abduction:          en.ActAbduct | en.ActMissing | en.ActArrest | en.ActAttack,
	vigil.Agreement:          en.ActCeasefire,
	vigil.Arrests:            en.ActArrest | en.ActAbduct | en.ActAttack,
	vigil.GroupChange:        en.ActChange | en.ActStrategic,
	vigil.DisruptedWeapons:   en.ActDisrupt | en.ActShell | en.ActBlast,
	vigil.BaseEstablished:    en.ActBase,
	vigil.Looting:            en.ActLoot | en.ActRiot | en.ActAttack,
	vigil.TransferTerritory:  en.ActTransfer | en.ActCapture,
	vigil.OtherStrategic:     en.ActStrategic | en.ActDisplace | anyViolence,
}

const tollable = en.ActKill | en.ActInjure | en.ActMissing | en.ActDisplace | en.ActAbduct | en.ActArrest | en.ActBesiege

// told finds what gold says that each trigger tells: the incidents and tolls
// whose evidence it stands in and may tell; skip is set where its word may not
// tell what its evidence is for.
func (st *study) told(t *trigger) (incidents, tolls []int, skip bool) {
	span := st.v.tok[t.tok].Span
	for k := range st.gold.Incidents {
		g := &st.gold.Incidents[k]
		if !inside(span, g.Evidence) {
			continue
		}
		if t.classes&tellable[g.SubEvent] != 0 {
			incidents = append(incidents, k)
		} else {
			skip = true
		}
	}
	for k := range st.gold.Tolls {
		if inside(span, st.gold.Tolls[k].Evidence) {
			if t.classes&tollable != 0 {
				tolls = append(tolls, k)
			} else {
				skip = true
			}
		}
	}
	return incidents, tolls, skip
}

// events studies what words tell, who takes part, where, when, how many, on
// whose word.
func (st *study) events(ss []saying) {
	v := st.v
	blank := *st.x
	blank.models[tellsWhat] = unlearned(tellsClasses)
	for _, t := range blank.triggers(v, ss) {
		incidents, tolls, skip := st.told(&t)
		label := tellsNothing
		switch {
		case len(incidents) > 0:
			label = tellsIncident
		case len(tolls) > 0:
			label = tellsToll
		case skip:
			continue
		}
		if len(incidents) == 0 || len(tolls) == 0 {
			st.f.reset()
			v.triggerFeatures(&st.f, &t, ss)
			st.put(tellsWhat, label)
		}
		if label == tellsNothing {
			continue
		}
		st.figures(&t)
		if label == tellsIncident {
			st.roles(&t, incidents)
			st.settings(&t, incidents)
			st.sources(&t, ss, incidents)
		}
	}
}

// roles: a phrase that names an actor or target of an incident told here is
// one.
func (st *study) roles(t *trigger, incidents []int) {
	v := st.v
	for _, k := range v.roleCandidates(int(t.tok)) {
		label := roleNone
		for _, g := range incidents {
			if st.names(k, st.gold.Incidents[g].Actors) {
				label = roleActor
			} else if st.names(k, st.gold.Incidents[g].Targets) {
				label = roleTarget
			}
		}
		st.f.reset()
		v.roleFeatures(&st.f, int(t.tok), k)
		st.put(roleOf, label)
	}
}

// names reports whether phrase k names one of the entities: its head word is
// among a name's words, or its canonical name is like one.
func (st *study) names(k int, entities [][]string) bool {
	v := st.v
	n := &v.nps[k]
	p := v.party(k)
	head := lower(v.doc.Word(int(n.head)))
	for _, e := range entities {
		for _, name := range e {
			if alike(v.text(k), name) && (hasWord(name, head) || v.tok[n.head].UPOS == 11) {
				return true
			}
			if n.entity >= 0 && alike(p.Name, name) {
				return true
			}
		}
	}
	return false
}

func hasWord(s, w string) bool {
	for _, x := range contentWords(s) {
		if x == w {
			return true
		}
	}
	return false
}

// alike reports whether two names share half the words of the shorter, the
// bench's measure.
func alike(a, b string) bool {
	x, y := contentWords(a), contentWords(b)
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	both := 0
	for _, w := range x {
		for _, u := range y {
			if w == u {
				both++
				break
			}
		}
	}
	return both*2 >= min(len(x), len(y))
}

func contentWords(s string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(lower(s), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 0x80 || r == '_')
	}) {
		if en.Uses.Is(w, use.NoContent) {
			continue
		}
		dup := false
		for _, x := range out {
			dup = dup || x == w
		}
		if !dup {
			out = append(out, w)
		}
	}
	return out
}

// settings: a place or time is right if it is named as the incident's is.
func (st *study) settings(t *trigger, incidents []int) {
	v, i := st.v, int(t.tok)
	for _, j := range v.placeMentions(i) {
		p := &v.res.Places[v.place[j]]
		label := 0
		for _, g := range incidents {
			if name := st.gold.Incidents[g].Place; name != "" && (alike(name, p.Text) || alike(name, p.Name)) {
				label = 1
			}
		}
		st.f.reset()
		v.placeFeatures(&st.f, i, j)
		st.put(isPlace, label)
	}
	for _, j := range v.timeMentions(i) {
		w := &v.res.Times[v.time[j]]
		label := 0
		for _, g := range incidents {
			if alike(st.gold.Incidents[g].When, w.Text) {
				label = 1
			}
		}
		st.f.reset()
		v.timeFeatures(&st.f, i, j)
		st.put(isTime, label)
	}
}

// figures: a count is right if an incident or toll whose evidence holds it
// has it.
func (st *study) figures(t *trigger) {
	v, i := st.v, int(t.tok)
	for m := range measures {
		if t.classes&measures[m].class == 0 {
			continue
		}
		for _, k := range v.figureCandidates(i) {
			c, ok := v.countOf(k)
			if !ok || !v.oneOf(i, &c) {
				continue
			}
			label := 0
			if st.hasFigure(&c, measures[m].is) {
				label = 1
			}
			st.f.reset()
			v.figureFeatures(&st.f, i, m, &c)
			st.put(isFigure, label)
		}
	}
}

func (st *study) hasFigure(c *counted, m vigil.Measure) bool {
	span := st.v.tok[st.v.nps[c.np].head].Span
	is := func(g *GoldFigure) bool { return g.Measure == m && eq(g.Min, c.min) && eq(g.Max, c.max) }
	for k := range st.gold.Incidents {
		g := &st.gold.Incidents[k]
		if !inside(span, g.Evidence) {
			continue
		}
		for n := range g.Figures {
			if is(&g.Figures[n]) {
				return true
			}
		}
	}
	for k := range st.gold.Tolls {
		g := &st.gold.Tolls[k]
		if inside(span, g.Evidence) && is(&g.GoldFigure) {
			return true
		}
	}
	return false
}

// sources: a saying is right if its speaker is a source of the incident.
func (st *study) sources(t *trigger, ss []saying, incidents []int) {
	for depth, k := range t.sayings {
		label := 0
		if s := &ss[k]; s.speaker >= 0 {
			name := st.v.span(int(s.source.first), int(s.source.last)).In(st.v.doc.Text)
			for _, g := range incidents {
				for _, src := range st.gold.Incidents[g].Sources {
					if alike(name, src) {
						label = 1
					}
				}
			}
		}
		st.f.reset()
		st.v.vouchFeatures(&st.f, t, ss, depth)
		st.put(isVouched, label)
	}
}
