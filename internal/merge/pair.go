package merge

import (
	"math"
	"strings"

	"vigil"
)

// verdict is what speaks for two claims telling one thing.
type verdict struct {
	z       float64 // log-odds
	never   bool    // whatever else
	support bool    // something beyond act, place and day
	vain    bool    // too little is told to say much either way
}

func (v *verdict) add(z float64, support bool) {
	v.z += z
	v.support = v.support || support
}

// Weights of the pair of incident claims. They are round numbers set by hand:
// each says how much a likeness counts, in log-odds.
const (
	pairBias      = -3.0
	wSamePlace    = 1.6
	wNearPlace    = .8
	wWithinPlace  = .4
	wSameDay      = 1.2
	wOverlapDays  = .5
	wNextDay      = .2
	wFewDays      = -.5
	wSameAct      = 1.2
	wSameActor    = 1.4
	wSameKind     = .4
	wOtherActor   = -1.2
	wSameTarget   = 1.0
	wSameSite     = .8
	wOtherTarget  = -.4
	wSameToll     = 1.2
	wSmallToll    = .4
	wFitToll      = .4
	wNearToll     = .4
	wOtherToll    = -.2
	wTollRatio    = -.5
	wSameStory    = 1.0
	wOtherStory   = -.2 // a follow-up and a round-up lie in stories of their own
	wSameEvidence = 5.0
	wWords        = 3.0
	sameWords     = .3   // share of content words that two sentences on one matter have in common anyway
	manyWords     = .5   // from here on words are a support of their own
	wSameReport   = -.5  // joining within a report has left them apart
	vainFrom      = -1.5 // what has less against it than this, and nothing for it, says little
	noSupport     = -1.1 // act, town and day alone stay below join; many such pairs do not outweigh those that have more
	samePlaceKm   = 5
	nearPlaceKm   = 25
	severalKilled = 3
	nearToll      = 1.4 // how many times the lesser toll the greater may be for both to be counts of one thing at two hours
)

// compareIncidents says whether two claims tell one incident.
func (b *builder) compareIncidents(x, y *view) verdict {
	v := verdict{z: pairBias}
	if x.Report == y.Report && !accounts(x, y) {
		v.add(wSameReport, false)
	}
	if x.root() == y.root() || accounts(x, y) {
		v.add(wSameEvidence, true)
	}
	v.acts(x, y)
	v.places(x.Place, y.Place)
	v.dates(x, y)
	b.parties(&v, x, y)
	v.figures(x, y)
	switch {
	case x.story == "" || y.story == "":
	case x.story == y.story:
		v.add(wSameStory, true)
	default:
		v.add(wOtherStory, false)
	}
	if x.Report != y.Report {
		w := overlap(x.words, y.words)
		v.add(wWords*max(0, w-sameWords), w >= manyWords)
	}
	if !v.support {
		v.z += noSupport
		v.vain = v.z > vainFrom
	}
	return v
}

// accounts reports whether one sentence tells both claims and denies one of
// them: two accounts of one incident ("not by drones but through shelling").
func accounts(x, y *view) bool {
	return x.Report == y.Report && (x.Status == vigil.Denied) != (y.Status == vigil.Denied) &&
		len(x.Evidence) > 0 && len(y.Evidence) > 0 && x.Evidence[0] == y.Evidence[0]
}

// acts: different kinds of violence may be one incident told differently; a
// protest is no air strike.
func (v *verdict) acts(x, y *view) {
	switch {
	case x.Act == y.Act:
		v.add(wSameAct, false)
	case x.act == nil || y.act == nil:
		v.never = true
	default:
		z, ok := actLikeness(x.act, y.act)
		v.z += z
		v.never = v.never || !ok
	}
}

// actLikeness returns what two different acts' being told of one incident is
// worth, and whether it can be.
func actLikeness(x, y *vigil.Act) (float64, bool) {
	f, g := x.Family, y.Family
	violent := func(f string) bool { return f == "battle" || f == "remote" || f == "civilians" }
	switch {
	case f == g && f == "strategic":
		return 0, false
	case f == g:
		return .5, true
	case violent(f) && violent(g):
		return .5, true
	case (f == "protest" && x.Violent() && violent(g)) || (g == "protest" && y.Violent() && violent(f)):
		return -.2, true
	}
	return 0, false
}

// places: two towns apart are two incidents; a town and its province may be one.
func (v *verdict) places(p, q *vigil.Place) {
	if p == nil || q == nil || p.Guessed() || q.Guessed() {
		return
	}
	if p.Basis == vigil.Told && q.Basis == vigil.Told && p.Country != "" && q.Country != "" && p.Country != q.Country {
		v.never = true
		return
	}
	if p.GeoID != 0 && p.GeoID == q.GeoID && p.Relation == q.Relation {
		if p.Kind == vigil.Country || p.Kind == vigil.Continent {
			return
		}
		v.add(wSamePlace, false)
		return
	}
	if p.Admin1 != "" && q.Admin1 != "" && p.Admin1 != q.Admin1 && p.Kind != vigil.Region && q.Kind != vigil.Region {
		if !p.Located || !q.Located || km(p, q) > nearPlaceKm {
			v.never = true
			return
		}
	}
	if !p.Located || !q.Located {
		if p.Name != "" && strings.EqualFold(p.Name, q.Name) {
			v.add(wSamePlace, false)
		}
		return
	}
	if !p.Kind.Point() || !q.Kind.Point() {
		if km(p, q) <= p.RadiusKm+q.RadiusKm+nearPlaceKm {
			v.add(wWithinPlace, false)
		} else if p.RadiusKm > 0 || q.RadiusKm > 0 {
			v.z--
		}
		return
	}
	switch d := km(p, q) - p.RadiusKm - q.RadiusKm; {
	case d <= samePlaceKm:
		v.add(wNearPlace, false)
	case d <= nearPlaceKm && (p.Relation != "" || q.Relation != ""):
		v.add(wWithinPlace, false)
	case d <= nearPlaceKm:
		v.z--
	default:
		v.never = true
	}
}

// maxDayGap is how far the days of one incident may be told apart.
const maxDayGap = 3

func (v *verdict) dates(x, y *view) {
	a, b := x.days, y.days
	if !a.Known() || !b.Known() {
		return
	}
	gap := max(int(b.From-a.To), int(a.From-b.To))
	switch {
	case a.Width() == 1 && b.Width() == 1 && gap == 0:
		v.add(wSameDay, false)
	case gap <= 0:
		v.add(wOverlapDays, false)
	case gap == 1:
		v.add(wNextDay, false)
	case gap <= maxDayGap:
		v.add(wFewDays, false)
	default:
		v.never = true
	}
}

// parties: the same act by one side on the other is never the other's on it.
func (b *builder) parties(v *verdict, x, y *view) {
	actors, actorsNamed := b.likeness(x.Actors, y.Actors)
	targets, targetsNamed := b.likeness(x.Targets, y.Targets)
	crossed, named := b.likeness(x.Actors, y.Targets)
	back, backNamed := b.likeness(x.Targets, y.Actors)
	if named && backNamed && crossed > 0 && back > 0 && x.act != nil && x.act.Family != "battle" {
		v.never = true
		return
	}
	switch {
	case actors > 0 && actorsNamed:
		v.add(wSameActor, true)
	case actors > 0:
		v.add(wSameKind, false)
	case actors < 0 && actorsNamed && !accuses(x) && !accuses(y):
		v.never = true // two sides' acts, each told as plain fact
	case actors < 0:
		v.add(wOtherActor, false)
	}
	switch {
	case targets > 0 && targetsNamed:
		v.add(wSameTarget, true)
	case sameSite(x.Targets, y.Targets):
		v.add(wSameSite, true)
	case targets > 0:
		v.add(wSameKind, oneEvent(x, y))
	case targets < 0:
		v.add(wOtherTarget, false)
	}
}

// oneEvent reports whether both tell the same act in the same town on the same
// day. With victims of one kind that is one event by ACLED's rule, whatever the
// figures; by itself it is not.
func oneEvent(x, y *view) bool {
	p, q := x.Place, y.Place
	return x.Act == y.Act && p != nil && q != nil && p.GeoID != 0 && p.GeoID == q.GeoID && p.Kind.Point() &&
		x.days.Width() == 1 && x.days == y.days
}

// sameSite reports whether both name a site of one kind as what was hit: of one
// town and day, two tellings of a bakery are likely of one.
func sameSite(ps, qs []vigil.Party) bool {
	for i := range ps {
		for j := range qs {
			if ps[i].Kind == vigil.FacilityThing && qs[j].Kind == vigil.FacilityThing && strings.EqualFold(ps[i].Name, qs[j].Name) {
				return true
			}
		}
	}
	return false
}

// accuses reports whether who did it is told on somebody's word: rival
// culprits of one act are a dispute, not two acts.
func accuses(x *view) bool { return len(x.By) > 0 || len(x.DeniedBy) > 0 }

// likeness compares two lists of parties: 1 if one of each is the same or kin,
// 0 if nothing can be said, -1 if all differ; named says whether that rests on
// entries of the directory or names.
func (b *builder) likeness(ps, qs []vigil.Party) (z int, named bool) {
	if len(ps) == 0 || len(qs) == 0 {
		return 0, false
	}
	other := false
	for i := range ps {
		for j := range qs {
			switch s, n := b.same(&ps[i], &qs[j]); {
			case s > 0 && (n || z <= 0):
				z, named = 1, named || n
			case s < 0 && n:
				other = true
			}
		}
	}
	if z == 0 && other {
		return -1, true
	}
	return z, named
}

// same compares two parties: 1 same, 0 unknown, -1 different.
func (b *builder) same(p, q *vigil.Party) (z int, named bool) {
	if p.Entity != "" && q.Entity != "" {
		if b.Kin(p.Entity, q.Entity) {
			return 1, true
		}
		if p.Country != "" && p.Country == q.Country && p.Inter != "" && p.Inter == q.Inter {
			return 0, false // two names for one side's forces, or two bodies of it
		}
		return -1, true
	}
	if (p.Kind.Body() || p.Kind == vigil.Person) && (q.Kind.Body() || q.Kind == vigil.Person) && p.Name != "" && strings.EqualFold(p.Name, q.Name) {
		return 1, true
	}
	if p.Country != "" && q.Country != "" && p.Country != q.Country {
		return -1, p.Entity != "" || q.Entity != ""
	}
	switch {
	case p.Inter != "" && p.Inter == q.Inter && (p.Class == q.Class || p.Class == "" || q.Class == ""):
		return 1, false
	case p.Name != "" && strings.EqualFold(p.Name, q.Name):
		return 1, false
	}
	return 0, false
}

// figures: equal tolls speak for one incident, tolls far apart against it.
func (v *verdict) figures(x, y *view) {
	for _, m := range []vigil.Measure{vigil.Killed, vigil.Injured} {
		f, g := total(x.Figures, m), total(y.Figures, m)
		if f == nil || g == nil {
			continue
		}
		n, k := bound(f), bound(g)
		weight := 1.0
		if m == vigil.Injured {
			weight = .5
		}
		switch {
		case n == k && n >= severalKilled:
			v.add(wSameToll*weight, true)
		case n == k:
			v.add(wSmallToll*weight, false)
		case f.Compatible(*g):
			v.add(wFitToll*weight, false)
		case min(n, k) >= severalKilled && float64(max(n, k)) <= nearToll*float64(min(n, k)):
			v.add(wNearToll*weight, true)
		default:
			v.add(weight*(wOtherToll+wTollRatio*math.Abs(math.Log(float64(n+1)/float64(k+1)))), false)
		}
	}
}

// total returns the figure of a claim for a measure that is not part of
// another, or nil.
func total(fs []vigil.Figure, m vigil.Measure) *vigil.Figure {
	for i := range fs {
		if fs[i].Measure == m && !fs[i].Part {
			return &fs[i]
		}
	}
	return nil
}

// bound returns the number that a figure stands for: its least, else its most.
func bound(f *vigil.Figure) int {
	switch {
	case f.Min != nil:
		return *f.Min
	case f.Max != nil:
		return *f.Max
	}
	return 0
}
