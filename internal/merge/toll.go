package merge

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
)

func tollPrefix(m vigil.Measure) string { return "t" + string(m) }

// tolls puts running counts into series: one for what is counted over which
// time and place, in which every source has its own figures.
func (b *builder) tolls() []vigil.Toll {
	var out []vigil.Toll
	for _, m := range measures {
		var vs []*view
		for _, v := range b.made(vigil.TollClaim) {
			if total(v.Figures, m) != nil {
				vs = append(vs, v)
			}
		}
		clusters := b.cluster(vs, func(x, y *view) verdict { return compareTolls(x, y, m) })
		ids := b.names.name(tollPrefix(m), clusters)
		for i, c := range clusters {
			out = append(out, b.toll(ids[i], c, m))
		}
	}
	return out
}

// tollKeys are the blocks of a toll: its evidence, its story, and what is
// counted in its country, or in none that is told, over that kind of time.
func tollKeys(v *view) []string {
	keys := []string{"evidence " + v.root().ID}
	if v.story != "" {
		keys = append(keys, "story "+v.story)
	}
	country := ""
	if v.Place != nil {
		country = v.Place.Country
	}
	return append(keys, "count "+country+"/"+v.scope.class+v.scope.period)
}

const (
	wSameScope   = 3.0
	wScopeWords  = 3.0
	wSameCountry = 1.5
	wNoCountry   = -.5
	wSinceSame   = 1.5
	sinceDays    = 400 // starts of one series may be told this far apart
	tollOrders   = 2   // factors of ten between figures of one series, at most
)

// compareTolls says whether two claims count the same thing.
func compareTolls(x, y *view, m vigil.Measure) verdict {
	v := verdict{z: pairBias}
	if x.root() == y.root() {
		v.add(wSameEvidence, true)
	}
	if x.Place != nil && y.Place != nil && x.Place.Country != "" && y.Place.Country != "" {
		if x.Place.Country != y.Place.Country {
			v.never = true
			return v
		}
		v.add(wSameCountry, true)
	} else {
		v.add(wNoCountry, false)
	}
	if x.scope.class != y.scope.class || x.scope.period != y.scope.period {
		v.never = true
		return v
	}
	if x.scope.class != "" {
		v.add(wSameScope, true)
	}
	v.add(wScopeWords*(overlap(x.scope.words, y.scope.words)-sameWords), false)
	if x.Since != 0 && y.Since != 0 {
		if d := x.Since - y.Since; d > sinceDays || d < -sinceDays {
			v.never = true
			return v
		}
		v.add(wSinceSame, true)
	}
	f, g := bound(total(x.Figures, m)), bound(total(y.Figures, m))
	if math.Abs(math.Log10(float64(f+1)/float64(g+1))) > tollOrders {
		v.never = true
	}
	return v
}

// scope is over what a toll runs, as comparing two needs it.
type scope struct {
	class  string   // day, week …; ""
	period string   // which day, week, month or year, if it is one of those
	words  []uint32 // content words
}

func scopeOf(v *view) scope {
	s := scope{class: scopeClass(v.Scope), words: content(v.Scope)}
	day := v.days.To
	if day == 0 {
		day = v.published
	}
	if day != 0 && v.Since == 0 {
		s.period = period(s.class, day)
	}
	return s
}

// period names the day, week, month or year that a count "of the week" is of:
// that of another week is another series. A count since some day, or of a war,
// runs on.
func period(class string, day vigil.Day) string {
	t := day.Time()
	switch class {
	case "day":
		return " of " + day.String()
	case "week":
		year, week := t.ISOWeek()
		return fmt.Sprintf(" of %d week %d", year, week)
	case "month":
		return t.Format(" of 2006-01")
	case "year":
		return t.Format(" of 2006")
	}
	return ""
}

// scopeWords tell over what a toll runs.
var scopeWords = []struct {
	class string
	use   use.Use
}{{"day", use.OfDay}, {"week", use.OfWeek}, {"month", use.OfMonth}, {"year", use.OfYear}, {"campaign", use.OfCampaign}, {"war", use.OfWar}}

// scopeClass returns the class of a scope by the widest of its words.
func scopeClass(scope string) string {
	best := ""
	for _, w := range strings.FieldsFunc(strings.ToLower(scope), func(r rune) bool { return r == ' ' || r == '-' || r == ',' || r == '\'' || r == '’' }) {
		for _, s := range scopeWords {
			if en.Uses.Is(w, s.use) && rankScope(s.class) > rankScope(best) {
				best = s.class
			}
		}
	}
	return best
}

func rankScope(class string) int {
	for i, s := range scopeWords {
		if s.class == class {
			return i + 1
		}
	}
	return 0
}

// toll makes a series: by day, then source. Copies of a figure are left out;
// an update replaces its own source's figure and no other's.
func (b *builder) toll(id string, claims []*view, m vigil.Measure) vigil.Toll {
	t := vigil.Toll{ID: id, Measure: m, Rev: 1}
	last, mouths := map[string]int{}, b.identify(claims)
	for _, v := range claims {
		if len(v.Scope) > len(t.Scope) {
			t.Scope = v.Scope
		}
		if v.Since != 0 && (t.Since == 0 || v.Since < t.Since) {
			t.Since = v.Since
		}
		if v.copied() && v.root() != v && slices.Contains(claims, v.root()) {
			continue
		}
		f := *total(v.Figures, m)
		if f.Of != "" && t.Of == "" {
			t.Of = f.Of
		}
		src := mouths.of(b.figureSource(v, &f))
		if i, ok := last[src]; ok {
			if t.Series[i].Figure.Same(f) {
				continue // told again
			}
			t.Series[i].Superseded = true
		}
		last[src] = len(t.Series)
		t.Series = append(t.Series, vigil.TollPoint{AsOf: b.asOf(v), Figure: f, Source: b.sourceName(v, &f), Claim: v.ID})
	}
	slices.SortStableFunc(t.Series, func(x, y vigil.TollPoint) int {
		return cmp.Or(cmp.Compare(x.AsOf.To, y.AsOf.To), strings.Compare(x.Source, y.Source))
	})
	return t
}

// asOf is the day up to which a toll counts: told, or the day of the report.
func (b *builder) asOf(v *view) vigil.Days {
	if r := b.reports[v.Report]; r != nil && !v.days.Known() {
		return r.Published.Days
	}
	return v.days
}

func (b *builder) sourceName(v *view, f *vigil.Figure) string {
	if f.Source != nil {
		return f.Source.Name
	}
	if len(v.By) == 0 && v.outlet == "" && !v.copied() {
		return "" // nobody is named, not even an outlet
	}
	return b.speakers(v)[0].name
}
