package extract

import (
	"slices"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// notAir are the classes of words under which an air strike may be part of
// another act, or no air strike at all.
const notAir = en.ActClash | en.ActCapture | en.ActProtest | en.ActRiot | en.ActDisperse | en.ActArrest | en.ActDisrupt |
	en.ActSuicide | en.ActBlast | en.ActShoot | en.ActGrenade | en.ActChemical

// tactic returns the act of an incident where its words and parties leave no
// choice, whatever the model holds likeliest: ACLED's order of precedence and
// its traps (codebook, "Event types").
func (v *view) tactic(ms []telling, in *incident) string {
	var classes en.ActClass
	for _, k := range in.members {
		if !v.backing(int(ms[k].tok)) {
			classes |= ms[k].classes
		}
	}
	if act := v.downed(ms, in); act != "" {
		return act
	}
	switch {
	case (in.act == vigil.ExcessiveForce || in.act == vigil.Intervention) && !v.ofCrowds():
		return vigil.Attack
	case v.byShells(ms, in) && (in.act == vigil.AirStrike || airStrike(classes, in.act) || in.act == vigil.ArmedClash && firedOnly(classes)):
		return vigil.Shelling
	case airStrike(classes, in.act):
		return vigil.AirStrike
	case (in.act == vigil.Attack || in.act == vigil.IED && !v.explosive(ms, in)) && v.fromAbroad(ms, in):
		return vigil.AirStrike
	case in.act == vigil.IED && !v.explosive(ms, in):
		return vigil.Attack
	case in.act == vigil.Shelling && v.exchanged(ms, in):
		return vigil.ArmedClash
	case in.act == vigil.Abduction && killedToo(ms, in):
		return vigil.Attack
	case (classes&en.ActSuicide != 0 && v.suicide(ms, in) || classes&en.ActBlast != 0 && v.wornOff(ms, in)) && in.act != vigil.DisruptedWeapons && in.act != vigil.Arrests:
		return vigil.SuicideBomb
	case v.against(in, vigil.Protesters) && v.by(in, vigil.StateForces):
		return v.crowdForce(ms, in, classes)
	}
	return in.act
}

// ofCrowds reports whether the report has a word for a protest or for those who
// protest: without one nobody was shot at one.
func (v *view) ofCrowds() bool {
	return slices.ContainsFunc(v.uses, func(s *use.Set) bool { return s.Has(use.Crowd) })
}

// firedOnly reports whether the words of an incident's tellings tell of guns or
// rockets and of no fight, raid or advance.
func firedOnly(classes en.ActClass) bool {
	return classes&en.ActShell != 0 && classes&^(en.ActShell|en.ActShoot|en.ActKill|en.ActInjure|en.ActAttack|en.ActLoot) == 0
}

// backing reports whether noun i only tells what backs those who act: "forces
// backed by air strikes".
func (v *view) backing(i int) bool {
	h := v.head(i)
	return h >= 0 && v.noun(i) && (v.rel(i) == nlp.OblAgent || v.rel(i) == nlp.Obl) && v.acts[h]&en.ActBacks != 0 && v.prep(i, use.By)
}

// fromAbroad reports whether the incident is told as attacks that states launched
// on another's installations, and nobody but states had a hand in it: such an
// attack comes through the air.
func (v *view) fromAbroad(ms []telling, in *incident) bool {
	home := ""
	for _, p := range in.targets {
		if q := v.party(int(p.np)); q.Kind.Thing() {
			home = q.Country
		}
	}
	abroad := func(p part) bool {
		q := v.party(int(p.np))
		return q.Kind == vigil.State && q.Country != home
	}
	launched := slices.ContainsFunc(in.members, func(k int) bool {
		i := int(ms[k].tok)
		return v.is(i, use.Launch) || v.noun(i) && v.head(i) >= 0 && v.is(v.head(i), use.Launch)
	})
	return home != "" && launched && len(in.actors) > 0 && !slices.ContainsFunc(in.actors, func(p part) bool { return !abroad(p) })
}

// explosive reports whether a sentence that tells the incident has a word for a
// bomb, a mine or a blast.
func (v *view) explosive(ms []telling, in *incident) bool {
	for _, k := range in.members {
		s := v.sentence(int(ms[k].tok))
		for i := s.First; i < s.Last; i++ {
			if v.acts[i]&(en.ActBlast|en.ActSuicide) != 0 {
				return true
			}
		}
	}
	return false
}

// downed returns the act of shooting something out of the air: a missile or a
// drone is a weapon disrupted, an aircraft with a crew is shot at.
func (v *view) downed(ms []telling, in *incident) string {
	for _, k := range in.members {
		i := int(ms[k].tok)
		if h := v.head(i); h >= 0 && v.verb(h) && !v.downs(i) {
			i = h
		}
		if !v.downs(i) {
			continue
		}
		for _, kk := range v.kids(i) {
			j := int(kk)
			if r := v.rel(j); r != nlp.Obj && r != nlp.NsubjPass && r != nlp.Compound && (r != nlp.Obl || !v.prep(j, use.Of)) {
				continue
			}
			if of := v.withPreposition(j, use.Of); v.tok[j].UPOS == nlp.NUM && of >= 0 {
				j = of // "43 of 83 missiles"
			}
			switch {
			case v.is(j, use.Projectile):
				return vigil.DisruptedWeapons
			case v.is(j, use.Aircraft):
				return vigil.Shelling
			}
		}
	}
	return ""
}

// downs reports whether the word at i tells that something was shot out of the
// air.
func (v *view) downs(i int) bool {
	return v.is(i, use.Intercept) || v.is(i, use.Down) && v.verb(i) || v.acts[i]&en.ActDisrupt != 0 && v.childIs(i, use.Down) >= 0
}

// shotDown reports whether token i tells so, or stands below the verb that does.
func (v *view) shotDown(i int) bool {
	h := v.head(i)
	return v.downs(i) || h >= 0 && v.verb(h) && v.downs(h)
}

// exchanged reports whether the two sides are told to have fired at each other.
func (v *view) exchanged(ms []telling, in *incident) bool {
	for _, k := range in.members {
		if v.is(int(ms[k].tok), use.Exchange) && ms[k].classes&en.ActClash != 0 {
			return true
		}
	}
	return false
}

// killedToo reports whether the tellings of an abduction tell that its victims
// were killed.
func killedToo(ms []telling, in *incident) bool {
	for _, k := range in.members {
		if m := &ms[k]; m.classes&en.ActKill == 0 || m.tells[tellsIncident] < .5 {
			continue
		}
		for _, g := range ms[k].figures {
			if g.measure == vigil.Killed && g.p >= .5 && (g.max == nil || *g.max > 0) {
				return true
			}
		}
	}
	return false
}

// airStrike reports whether the words of an incident's tellings name a strike
// from the air and nothing else: "airstrikes began near the city" is no armed
// clash, whoever holds the city.
func airStrike(classes en.ActClass, act string) bool {
	other := act == vigil.ArmedClash || act == vigil.Attack || act == vigil.Shelling
	return other && classes&en.ActAir != 0 && classes&notAir == 0
}

// byShells reports whether the incident is told to be of guns, a missile or a
// rocket and of nothing that flies with one: ACLED codes them alike.
func (v *view) byShells(ms []telling, in *incident) bool {
	shells := false
	for _, k := range in.members {
		shells = shells || v.companionIs(int(ms[k].tok), use.Gun)
		s := v.sentence(int(ms[k].tok))
		for j := s.First; j < s.Last; j++ {
			if v.is(j, use.FromAir) {
				return false
			}
		}
	}
	return shells
}

// suicide reports whether a telling that is likely the incident's names a
// suicide attack: a bomber or bombing by that word, not every explosion.
func (v *view) suicide(ms []telling, in *incident) bool {
	for _, k := range in.members {
		if m := &ms[k]; m.classes&en.ActSuicide != 0 && m.tells[tellsIncident] > .5 && v.companionIs(int(m.tok), use.Suicide) {
			return true
		}
	}
	return false
}

// wornOff reports whether a blast is told of explosives that somebody wears: "an
// attacker wearing an explosive vest detonated it".
func (v *view) wornOff(ms []telling, in *incident) bool {
	for _, k := range in.members {
		s := v.sentence(int(ms[k].tok))
		for j := s.First; ms[k].classes&en.ActBlast != 0 && j < s.Last; j++ {
			if v.is(j, use.Worn) && v.childIs(j, use.Explosive) >= 0 {
				return true
			}
		}
	}
	return false
}

// crowdForce is the act of state forces against protesters: excessive where
// people are shot at, hurt or killed, an intervention otherwise.
func (v *view) crowdForce(ms []telling, in *incident, classes en.ActClass) string {
	switch {
	case classes&(en.ActKill|en.ActInjure) != 0:
		return vigil.ExcessiveForce
	case classes&en.ActDisperse != 0 && v.tear(ms, in):
		return vigil.Intervention
	case classes&en.ActShoot != 0:
		return vigil.ExcessiveForce
	case in.act == vigil.ArmedClash || in.act == vigil.AirStrike || in.act == vigil.PeacefulProtest && classes&(en.ActDisperse|en.ActArrest) != 0:
		return vigil.Intervention
	}
	return in.act
}

// tear reports whether what is fired at the crowd is said to be no live round.
func (v *view) tear(ms []telling, in *incident) bool {
	for _, k := range in.members {
		s := v.sentence(int(ms[k].tok))
		for j := s.First; j < s.Last; j++ {
			switch {
			case v.is(j, use.RiotGear):
				return true
			case v.is(j, use.Live):
				return false
			}
		}
	}
	return false
}

// against reports whether a target of the incident is of that kind, by actors
// likewise.
func (v *view) against(in *incident, kind vigil.Inter) bool { return v.amongst(in.targets, kind) }

func (v *view) by(in *incident, kind vigil.Inter) bool { return v.amongst(in.actors, kind) }

func (v *view) amongst(list []part, kind vigil.Inter) bool {
	for _, p := range list {
		if v.party(int(p.np)).Inter == kind {
			return true
		}
	}
	return false
}
