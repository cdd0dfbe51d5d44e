package merge

import (
	"cmp"
	"slices"
	"strings"

	"vigil"
)

// voices is on whose word some claims stand: one voice for each ultimate
// source, however many reports carry it.
type voices struct {
	list []vigil.Voice
	id   identity
	of   map[*view]string // the first voice of each claim
	n    map[string]bool  // whether a voice counts
}

// weight is what a claim counts for: a copy hardly anything.
func (vs voices) weight(v *view) float64 {
	if v.copied() {
		return .1
	}
	return 1
}

// voices works out who speaks. Who is named as speaker is the voice, and who
// relays it is not; a report that names nobody speaks for its outlet, or for
// the agency that it credits; what is copied adds no voice to the report that
// it is copied from.
func (b *builder) voices(claims []*view) voices {
	vs := voices{id: b.identify(claims), of: map[*view]string{}, n: map[string]bool{}}
	at := map[string]int{}
	for _, v := range claims {
		for i, s := range b.speakers(v) {
			key := vs.id.of(s.key)
			if i == 0 {
				vs.of[v] = key
			}
			k, ok := at[key]
			if !ok {
				k = len(vs.list)
				at[key] = k
				vs.list = append(vs.list, vigil.Voice{Source: s.name, Entity: s.entity, Counts: s.why == "", Why: s.why})
			}
			w := &vs.list[k]
			if len(w.Claims) == 0 || w.Claims[len(w.Claims)-1] != v.ID {
				w.Claims = append(w.Claims, v.ID)
			}
			if w.Entity == "" && s.entity != "" {
				w.Source, w.Entity = s.name, s.entity
			}
			w.Reliability = better(w.Reliability, v.reliability)
			if len(s.via) == 0 && s.why == "" {
				w.Party = cmp.Or(w.Party, v.party)
			}
			for _, via := range s.via {
				if !slices.Contains(w.Via, via) {
					w.Via = append(w.Via, via)
				}
			}
			if s.why == "" {
				w.Counts, w.Why = true, ""
			}
		}
	}
	vs.discount()
	for _, w := range vs.list {
		slices.Sort(w.Via)
	}
	slices.SortStableFunc(vs.list, func(x, y vigil.Voice) int {
		if x.Counts != y.Counts {
			if x.Counts {
				return -1
			}
			return 1
		}
		return cmp.Compare(len(y.Claims), len(x.Claims))
	})
	return vs
}

// better is the better of two grades of an outlet: A to E; F, which says that
// it cannot be judged; none.
func better(a, b string) string {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}

// discount leaves an outlet's own voice out where the same outlet relays
// somebody on the same incident: it has its knowledge from them.
func (vs *voices) discount() {
	relays := map[string]string{}
	for _, w := range vs.list {
		if w.Counts {
			for _, via := range w.Via {
				relays[via] = w.Source
			}
		}
	}
	for i := range vs.list {
		w := &vs.list[i]
		if src, ok := relays[w.Source]; ok && w.Counts && w.Source != src {
			w.Counts, w.Why = false, "relays "+src
		}
	}
}

// speaker is somebody on whose word a claim stands.
type speaker struct {
	key, name, entity string
	bases             []string // what names it, whoever speaks for it
	short             string   // "ministry" of "the ministry": a body that another speaker names, or ""
	forces            string   // the country whose armed forces it is, or ""
	monitor           monitoring
	via               []string
	why               string // why it does not count, or ""
}

// speakers returns those of a claim, at least one.
func (b *builder) speakers(v *view) []speaker {
	if v.speakers == nil {
		v.speakers = b.readSpeakers(v)
	}
	return v.speakers
}

func (b *builder) readSpeakers(v *view) []speaker {
	var out []speaker
	outlet := b.outlet(v)
	for _, a := range v.By {
		for _, p := range a.Speakers {
			if nobody(p.Name) {
				continue
			}
			s := spokenBy(&p)
			s.via = []string{outlet}
			for _, r := range a.Via {
				s.via = append(s.via, r.Name)
			}
			if p.Unsure != "" {
				s.why = "uncertain: " + p.Unsure
			}
			if strings.EqualFold(p.Name, outlet) {
				s.via = nil
			}
			if !slices.ContainsFunc(out, func(o speaker) bool { return o.key == s.key }) {
				out = append(out, s)
			}
		}
	}
	switch {
	case len(out) > 0:
	case v.copied():
		first := v.root()
		s := speaker{key: "report " + v.copyOf, name: outlet, why: "copy of " + v.copyOf}
		if first != v {
			s = b.speakers(first)[0]
			s.via, s.why = append(slices.Clone(s.via), outlet), "copy of "+first.Report
		}
		out = append(out, s)
	case v.credit != "":
		out = append(out, speaker{key: "name " + strings.ToLower(v.credit), name: v.credit, bases: []string{base(v.credit)}, via: []string{outlet}})
	default:
		out = append(out, speaker{key: "name " + strings.ToLower(outlet), name: outlet, bases: []string{base(outlet)}})
	}
	return out
}

// outlet is what a report is called as a voice of its own.
func (b *builder) outlet(v *view) string {
	return cmp.Or(v.outlet, v.Report)
}

// standing says how a thing stands by its voices.
func standing(vs []vigil.Voice, disputed []string) vigil.Standing {
	n := vigil.Independent(vs)
	switch {
	case slices.Contains(disputed, slotOccurrence) && n == 0:
		return vigil.DeniedAll
	case len(disputed) > 0:
		return vigil.DisputedIt
	case n >= 2:
		return vigil.Corroborated
	}
	return vigil.SingleVoice
}

// retracted reports whether everybody on whose word a thing stands has denied it
// himself in a later report: an outlet that withdraws what it told, a source
// that was wrong.
func (b *builder) retracted(claims, denials []*view) bool {
	told := false
	for _, v := range claims {
		if v.copied() {
			continue
		}
		for _, s := range b.speakers(v) {
			if s.why != "" {
				continue
			}
			told = true
			if !slices.ContainsFunc(denials, func(d *view) bool { return d.published > v.published && b.denies(d, &s) }) {
				return false
			}
		}
	}
	return told
}

// denies reports whether s is one of those who deny in claim d.
func (b *builder) denies(d *view, s *speaker) bool {
	deniers := b.speakers(d)
	for i := range d.DeniedBy {
		deniers = append(slices.Clip(deniers), spokenBy(&d.DeniedBy[i]))
	}
	return slices.ContainsFunc(deniers, func(o speaker) bool { return o.key == s.key || b.oneVoice(&o, s) })
}

// Slots that can be disputed, beside measures.
const (
	slotOccurrence = "occurrence"
	slotActors     = "actors"
	slotWeapon     = "act"
	slotMeans      = "weapon"
	slotSpeaker    = "speaker"
)

// disputed returns the slots on which claims contradict each other.
func (b *builder) disputed(claims, denials []*view, tallies []vigil.Tally) []string {
	var out []string
	denies := func(v *view) bool { return len(v.DeniedBy) > 0 }
	means := slices.ContainsFunc(denials, func(d *view) bool { return meansOnly(d, claims) })
	if slices.ContainsFunc(denials, func(d *view) bool { return !meansOnly(d, claims) }) || slices.ContainsFunc(claims, denies) {
		out = append(out, slotOccurrence)
	}
	if b.rivals(claims) {
		out = append(out, slotActors)
	}
	if means {
		out = append(out, slotMeans)
	}
	if slices.ContainsFunc(claims, func(v *view) bool {
		return v.act != nil && claims[0].act != nil && v.act.Family != claims[0].act.Family
	}) {
		out = append(out, slotWeapon)
	}
	for _, t := range tallies {
		if contradicts(t.Figures) {
			out = append(out, string(t.Measure))
		}
	}
	return out
}

// meansOnly reports whether a denial grants that it happened: the same sentence
// tells in its stead how it was done.
func meansOnly(d *view, claims []*view) bool {
	return slices.ContainsFunc(claims, func(c *view) bool { return accounts(d, c) })
}

// rivals reports whether claims name different sides as the actor.
func (b *builder) rivals(claims []*view) bool {
	for i, x := range claims {
		for _, y := range claims[:i] {
			if z, named := b.likeness(x.Actors, y.Actors); z < 0 && named {
				return true
			}
		}
	}
	return false
}

// contradicts reports whether two figures that stand, each the latest of its
// source, cannot both hold.
func contradicts(ws []vigil.Witness) bool {
	for i := range ws {
		for j := range i {
			if !ws[i].Superseded && !ws[j].Superseded && !ws[i].Part && !ws[j].Part && !ws[i].Compatible(ws[j].Figure) {
				return true
			}
		}
	}
	return false
}

// grade suggests a level on Airwars' scale of allegations of civilian harm
// (airwars.org, "Casualty standards"): confirmed if the accused admits it,
// contested if it is denied or rival sides are blamed, fair with two or more
// independent voices, else weak. Discounted needs a person's judgement.
func (b *builder) grade(claims, denials []*view, vs []vigil.Voice, disputed []string) vigil.Grade {
	for _, v := range claims {
		for _, a := range v.By {
			if a.Force != vigil.Admitted && a.Force != vigil.Confirmed {
				continue
			}
			if z, named := b.likeness(a.Speakers, v.Actors); z > 0 && named {
				return vigil.Grade{Level: "confirmed", Reason: a.Speakers[0].Name + ", who is held to have done it, admits it"}
			}
		}
	}
	n := vigil.Independent(vs)
	switch {
	case slices.Contains(disputed, slotOccurrence):
		return vigil.Grade{Level: "contested", Reason: "denied by " + deniers(claims, denials)}
	case slices.Contains(disputed, slotActors):
		return vigil.Grade{Level: "contested", Reason: "different sides are named as having done it"}
	case n >= 2:
		return vigil.Grade{Level: "fair", Reason: plural(n, "independent voice") + ", none against"}
	case n == 1:
		return vigil.Grade{Level: "weak", Reason: "a single voice: " + first(vs)}
	}
	return vigil.Grade{Level: "weak", Reason: "no voice of its own: copies and relays alone"}
}

func first(vs []vigil.Voice) string {
	for _, v := range vs {
		if v.Counts {
			return v.Source
		}
	}
	return ""
}

func deniers(claims, denials []*view) string {
	var names []string
	add := func(ps []vigil.Party) {
		for _, p := range ps {
			if !slices.Contains(names, p.Name) {
				names = append(names, p.Name)
			}
		}
	}
	for _, v := range claims {
		add(v.DeniedBy)
	}
	for _, v := range denials {
		add(v.DeniedBy)
		for _, a := range v.By {
			add(a.Speakers)
		}
	}
	return strings.Join(names, ", ")
}
