package merge

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"vigil"
)

// incidents clusters the claims of what happened. A claim that it did not
// joins the incident that it denies and makes none by itself.
func (b *builder) incidents() []vigil.Incident {
	var told, denied []*view
	for _, v := range b.made(vigil.IncidentClaim) {
		switch v.Status {
		case vigil.Occurred:
			told = append(told, v)
		case vigil.Denied:
			denied = append(denied, v)
		}
	}
	clusters := b.cluster(told, b.compareIncidents)
	denials := b.deny(clusters, denied)
	ids := b.names.name("i", clusters)
	out := make([]vigil.Incident, len(clusters))
	for i, c := range clusters {
		out[i] = b.incident(ids[i], c, denials[i])
	}
	slices.SortFunc(out, func(x, y vigil.Incident) int {
		return cmp.Or(cmp.Compare(firstDay(x.When), firstDay(y.When)), cmp.Compare(x.ID, y.ID))
	})
	return out
}

func firstDay(w *vigil.When) vigil.Day {
	if w == nil {
		return 0
	}
	return w.Days.From
}

// deny finds for each denial the cluster that it most likely speaks of, among
// those with which it shares a block.
func (b *builder) deny(clusters [][]*view, denied []*view) map[int][]*view {
	out := map[int][]*view{}
	if len(denied) == 0 {
		return out
	}
	blocks := map[string][]int{}
	for i, c := range clusters {
		for _, v := range c {
			for _, k := range v.keys {
				if l := blocks[k]; len(l) == 0 || l[len(l)-1] != i {
					blocks[k] = append(l, i)
				}
			}
		}
	}
	for _, d := range denied {
		best, most := -1, 0.0
		for _, k := range d.keys {
			for _, i := range blocks[k] {
				if z := b.mean(d, clusters[i]); z > most || z == most && best > i {
					best, most = i, z
				}
			}
		}
		if best >= 0 {
			out[best] = append(out[best], d)
		}
	}
	return out
}

// mean returns the mean log-odds of d and the claims of a cluster.
func (b *builder) mean(d *view, cluster []*view) float64 {
	sum := 0.0
	for _, v := range cluster {
		x := b.compareIncidents(d, v)
		if x.never {
			return math.Inf(-1)
		}
		sum += x.z
	}
	return sum / float64(len(cluster))
}

// incident derives one incident from its claims.
func (b *builder) incident(id string, claims, denials []*view) vigil.Incident {
	inc := vigil.Incident{ID: id, Rev: 1}
	for _, v := range claims {
		inc.Claims = append(inc.Claims, v.ID)
	}
	for _, v := range denials {
		inc.Claims = append(inc.Claims, v.ID)
	}
	voices := b.voices(claims)
	inc.Voices = voices.list
	inc.Act = mostTold(claims, voices, func(v *view) string { return v.Act }, vigil.Precedence)
	inc.Place = bestPlace(claims, voices)
	inc.When = bestWhen(claims, voices)
	inc.Actors = b.union(claims, voices, func(v *view) []vigil.Party { return v.Actors })
	inc.Targets = b.union(claims, voices, func(v *view) []vigil.Party { return v.Targets })
	inc.Tallies = b.tallies(claims, voices)
	inc.Disputed = b.disputed(claims, denials, inc.Tallies)
	inc.Standing = standing(inc.Voices, inc.Disputed)
	if b.retracted(claims, denials) {
		inc.Standing = vigil.Retracted
	}
	inc.Grade = b.grade(claims, denials, inc.Voices, inc.Disputed)
	inc.Score = score(claims, voices)
	return inc
}

// weigh sums, for each value that get gives, the weight of the claims that
// tell it: each independent voice one, what does not count a tenth.
func weigh(claims []*view, vs voices, get func(*view) string) map[string]float64 {
	w := map[string]float64{}
	for _, v := range claims {
		if k := get(v); k != "" {
			w[k] += vs.weight(v) * max(.1, v.Score)
		}
	}
	return w
}

// mostTold returns the value that most voices tell; of equals the one with the
// lowest rank, then the first by name.
func mostTold(claims []*view, vs voices, get func(*view) string, rank func(string) int) string {
	best, most := "", 0.0
	for k, w := range weigh(claims, vs, get) {
		d := w - most
		if best == "" || d > 1e-9 || math.Abs(d) <= 1e-9 && cmp.Or(cmp.Compare(rank(k), rank(best)), strings.Compare(k, best)) < 0 {
			best, most = k, w
		}
	}
	return best
}

// bestPlace returns the most exact place that is told, by most voices.
func bestPlace(claims []*view, vs voices) *vigil.Place {
	name := func(v *view) string {
		if v.Place == nil {
			return ""
		}
		return v.Place.Country + "/" + v.Place.Admin1 + "/" + v.Place.Name + "/" + v.Place.Relation
	}
	of := map[string]*vigil.Place{}
	exact := 9
	for _, v := range claims {
		if v.Place == nil {
			continue
		}
		if of[name(v)] == nil {
			of[name(v)] = v.Place
		}
		exact = min(exact, exactness(v.Place))
	}
	best := mostTold(claims, vs, func(v *view) string {
		if v.Place == nil || exactness(v.Place) != exact {
			return ""
		}
		return name(v)
	}, func(string) int { return 0 })
	return of[best]
}

// exactness orders places: a town, its surroundings, a division, a country, a
// country that is only likely.
func exactness(p *vigil.Place) int {
	n := p.WherePrec()
	if !p.Located || p.Guessed() {
		n += 3
	}
	return n
}

// bestWhen returns the narrowest days that are told, by most voices.
func bestWhen(claims []*view, vs voices) *vigil.When {
	of := map[string]*vigil.When{}
	key := func(v *view) string {
		if v.When == nil || !v.days.Known() {
			return ""
		}
		return v.days.From.String() + "/" + v.days.To.String()
	}
	width := 0
	for _, v := range claims {
		if k := key(v); k != "" {
			if of[k] == nil {
				of[k] = v.When
			}
			if w := v.days.Width(); width == 0 || w < width {
				width = w
			}
		}
	}
	best := mostTold(claims, vs, func(v *view) string {
		if v.days.Width() != width {
			return ""
		}
		return key(v)
	}, func(string) int { return 0 })
	return of[best]
}

// union returns the parties that the claims name, the most told first, each
// once under its fullest name.
func (b *builder) union(claims []*view, vs voices, get func(*view) []vigil.Party) []vigil.Party {
	type slot struct {
		vigil.Party
		weight float64
		by     *view // the claim that names it first
	}
	var slots []slot
	for _, v := range claims {
		for _, p := range get(v) {
			i := slices.IndexFunc(slots, func(s slot) bool { // who is named beside another is not he
				z, known := b.same(&s.Party, &p)
				return z > 0 && (known || s.by != v)
			})
			if i < 0 {
				slots = append(slots, slot{p, 0, v})
				i = len(slots) - 1
			} else if fuller(&p, &slots[i].Party) {
				slots[i].Party = p
			}
			slots[i].weight += vs.weight(v)
		}
	}
	slices.SortStableFunc(slots, func(x, y slot) int { return cmp.Compare(y.weight, x.weight) })
	var out []vigil.Party
	for _, s := range slots {
		out = append(out, s.Party)
	}
	return out
}

// fuller reports whether p says more than q of who it is.
func fuller(p, q *vigil.Party) bool {
	known := func(p *vigil.Party) int {
		n := 0
		if p.Entity != "" {
			n += 4
		}
		if p.Kind.Body() || p.Kind == vigil.Person {
			n += 2
		}
		if p.Country != "" {
			n++
		}
		return n
	}
	return cmp.Or(cmp.Compare(known(p), known(q)), cmp.Compare(len(p.Name), len(q.Name)), strings.Compare(q.Name, p.Name)) > 0
}

// score is the chance that at least one independent voice tells of it truly
// read: one minus the product of the voices' errors.
func score(claims []*view, vs voices) float64 {
	best := map[string]float64{}
	for _, v := range claims {
		k := vs.of[v]
		best[k] = max(best[k], v.Score)
	}
	miss := 1.0
	for _, s := range best {
		miss *= 1 - min(s, .99)
	}
	return math.Round((1-miss)*1000) / 1000
}
