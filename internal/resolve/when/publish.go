package when

import (
	"math"
	"slices"
	"strings"
	"time"

	"vigil"
	"vigil/internal/lang/words"
	"vigil/internal/nlp"
)

// Clues is what a text gives away about the day it was published.
type Clues struct {
	dates    []dateClue
	weekdays []weekdayClue
	years    []yearClue
	given    vigil.Published // as the report came, or from its dateline or address if they tell the whole date
	beside   []vigil.Day     // when others of the story came out
}

// dateClue is a day that the text names: with its year or without.
type dateClue struct {
	y, m, d, wday int
	tense         tense
	stamp         bool // stands where a page or an agency puts its date
	lead          bool // with the first verb of a sentence near the head of the text
}

// weekdayClue is a bare weekday, by which way its sentence looks.
type weekdayClue struct {
	wday  int
	tense tense
}

// yearClue is a year that the text names.
type yearClue struct {
	y     int
	prose bool // in a sentence, behind a preposition: seldom the year of writing
}

// Clues reads what a report gives away about its day of publication. The clues
// of several reports of one story can be put together by Infer. doc may be nil.
func (r *Resolver) Clues(rep *vigil.Report, doc *nlp.Doc) Clues {
	p := newParser(rep.Head())
	p.doc = doc
	c := p.clues(p.parse(), rep.URL)
	if rep.Published.Known() {
		c.given = rep.Published
	}
	return c
}

func (p *parser) clues(exprs []expr, url string) Clues {
	var c Clues
	c.given = fromURL(url)
	for i := range exprs {
		e := &exprs[i]
		t := max(p.tense(e), past)
		switch {
		case e.form != absolute || e.calendar != "" || e.holiday != "" || e.swap:
		case e.d > 0:
			d := dateClue{y: e.y, m: e.m, d: e.d, wday: e.wday, tense: t, stamp: p.stamp(e), lead: p.lead(e)}
			c.dates = append(c.dates, d)
			if head := p.paragraph(e.first); d.stamp && d.y > 0 && head < headWords && e.first-head < 12 && !c.given.Known() {
				c.given = dayPublished(vigil.Date(d.y, time.Month(d.m), d.d), vigil.Dateline, .9)
			}
		case e.wday > 0:
			c.weekdays = append(c.weekdays, weekdayClue{e.wday, t})
		case e.y > 0 && t < maybe:
			c.years = append(c.years, yearClue{e.y, p.prose(e)})
		}
	}
	p.looseYears(&c)
	return c
}

// looseYears finds years glued to other words, as in the crumbs of a page:
// "2018World News", "©2018".
func (p *parser) looseYears(c *Clues) {
	for i := range p.ws {
		if y, ok := p.year(i); ok && y >= 1980 && p.glued(i+1) && p.kind(i+1) == words.Letter && p.ws[i+1].Title {
			c.years = append(c.years, yearClue{y, false})
		}
	}
}

// prose reports whether a year stands in a sentence, behind a preposition or a
// word that narrows it.
func (p *parser) prose(e *expr) bool {
	return e.mod != "" || e.m > 0 || p.has(e.first-1, isIn|isMod) || p.hyphen(e.first-1)
}

// stamp reports whether a date stands where a page or an agency puts it: in
// the first line before a bracket or dash, in brackets, at the head of a
// paragraph by itself, behind "published".
func (p *parser) stamp(e *expr) bool {
	before, behind := p.word(e.first-1), p.word(e.next)
	if before == "©" || before == ":" && p.has(e.first-2, isPosted) || p.has(e.first-1, isPosted) {
		return true
	}
	head := p.paragraph(e.first)
	opens := before == "(" || p.gap(e.first) == words.Blank || before == "," && p.ws[head].Upper && head < headWords && e.first-head < 8
	closes := behind == "(" || behind == ")" || behind == "-" || behind == "–" || behind == "—" || behind == "_" || behind == "/" || behind == "[" || p.gap(e.next) == words.Blank
	return opens && closes
}

// headWords is within how many words of the start a dateline may begin: a title
// and a byline may stand above it.
const headWords = 60

// paragraph returns the first word of the paragraph of word i.
func (p *parser) paragraph(i int) int {
	for i > 0 && p.gap(i) != words.Blank {
		i--
	}
	return i
}

// lead reports whether a date goes with what the report tells first: near the
// head of the text, in a main clause as far as its words tell.
func (p *parser) lead(e *expr) bool {
	if e.first > 80 {
		return false
	}
	verbs := 0
	for i := e.first - 1; i >= 0 && !p.ends(i); i-- {
		if p.has(i, isRelative) {
			return false
		}
		if p.cue(i) == past {
			verbs++
		}
	}
	return verbs == 1
}

func dayPublished(d vigil.Day, basis vigil.Basis, score float64) vigil.Published {
	return vigil.Published{Days: vigil.Days{From: d, To: d}, Basis: basis, Score: score}
}

// fromURL reads the date in an address: /2018/09/04/, /2018-09-04-.
func fromURL(url string) vigil.Published {
	for i := 0; i+10 <= len(url); i++ {
		s := url[i : i+10]
		if (s[4] == '/' || s[4] == '-') && s[7] == s[4] && (s[0] == '1' && s[1] == '9' || s[0] == '2' && s[1] == '0') {
			if d, err := vigil.ParseDay(strings.ReplaceAll(s, "/", "-")); err == nil && (i == 0 || url[i-1] < '0' || url[i-1] > '9') {
				return dayPublished(d, vigil.FromURL, .95)
			}
		}
	}
	return vigil.Published{}
}

// What the parts of the model are worth. The weekday gaps are those of dated
// news: how many days before (or after) publication a bare weekday lies.
var (
	pastGap   = [7]float64{.40, .22, .12, .12, .06, .04, .04} // 0 to 6 days back
	stampGap  = [7]float64{.75, .20, .03, .01, .01}           // from the date of a page or dateline
	shortGap  = [7]float64{.15, .35, .22, .12, .08, .05, .03} // from the last day named, where that is the news
	storyGap  = [7]float64{.42, .14, .05, .03, .01, .01, .01} // to either side of another report of the story
	futureGap = [7]float64{.28, .20, .16, .13, .10, .08, .05} // 1 to 7 days ahead
)

// minMass is how much of the weight a range of at most maxWindow days must
// hold for it to be told: under that the report stays undated.
const (
	minMass   = .5
	maxWindow = 4
)

// Infer says when a report was published, from what it says and what the other
// reports of its story say: the days they name, which weekdays they look back
// and forward to, the years, and when those of them that are dated came out. It
// weighs every day of the years in question and gives the shortest range that
// holds half of the weight; if that is not short, or no year is told, the date
// stays unknown.
func Infer(report Clues, story ...Clues) vigil.Published {
	if report.given.Known() {
		return report.given
	}
	all := report.clone()
	for _, c := range story {
		if c.given.Known() {
			all.beside = append(all.beside, c.given.Day())
			continue
		}
		all.dates = append(all.dates, c.dates...)
		all.weekdays = append(all.weekdays, c.weekdays...)
		all.years = append(all.years, c.years...)
	}
	all.dates, all.weekdays, all.years = distinct(all.dates), distinct(all.weekdays), distinct(all.years)
	none := vigil.Published{Basis: vigil.NoBasis}
	from, to := all.yearRange()
	if from == 0 || len(all.dates)+len(all.beside) == 0 {
		return none
	}
	first := vigil.Date(from, 1, 1)
	weight := make([]float64, vigil.Date(to+1, 1, 1)-first)
	sum := 0.0
	for i := range weight {
		weight[i] = all.weight(first + vigil.Day(i))
		sum += weight[i]
	}
	for width := 1; width <= maxWindow && sum > 0; width++ {
		at, mass := heaviest(weight, width)
		if mass >= minMass*sum {
			d := first + vigil.Day(at)
			return vigil.Published{Days: vigil.Days{From: d, To: d + vigil.Day(width-1)}, Basis: vigil.Inferred, Score: mass / sum}
		}
	}
	return none
}

func (c Clues) clone() Clues {
	c.dates, c.weekdays, c.years = slices.Clone(c.dates), slices.Clone(c.weekdays), slices.Clone(c.years)
	c.beside = slices.Clone(c.beside)
	return c
}

// distinct drops repeats: a text that says a thing twice does not say more.
func distinct[T comparable](list []T) []T {
	seen := make(map[T]bool, len(list))
	return slices.DeleteFunc(list, func(x T) bool {
		old := seen[x]
		seen[x] = true
		return old
	})
}

// heaviest is the window of the given width with the greatest weight.
func heaviest(weight []float64, width int) (at int, mass float64) {
	run := 0.0
	for i, w := range weight {
		run += w
		if i >= width {
			run -= weight[i-width]
		}
		if run > mass {
			at, mass = max(i-width+1, 0), run
		}
	}
	return at, mass
}

// maxYears is how many years after the last one named are in question.
const maxYears = 4

// yearRange is the years in question; from 0 means that none is told.
func (c *Clues) yearRange() (from, to int) {
	if len(c.beside) > 0 {
		return (slices.Min(c.beside) - 30).Time().Year(), (slices.Max(c.beside) + 30).Time().Year()
	}
	for _, y := range c.years {
		from = max(from, y.y)
	}
	for _, d := range c.dates {
		if d.tense < maybe {
			from = max(from, d.y)
		}
	}
	if from == 0 || from > 2100 {
		return 0, 0
	}
	return from, from + maxYears
}

// weight is how well publication on day p would explain the clues.
func (c *Clues) weight(p vigil.Day) float64 {
	w := c.dateWeight(p)
	if len(c.beside) == 0 {
		w *= c.yearWeight(p.Time().Year())
	} else {
		w *= c.besideWeight(p)
	}
	if w == 0 {
		return 0
	}
	for _, k := range c.weekdays {
		w *= math.Pow(k.weight(p), weekdayPower)
	}
	return w
}

// weekdayPower tempers the weekdays: those of one text are not independent.
const weekdayPower = .8

// yearWeight is how likely a text is written in year y, by the last year it
// names by itself and the last in a sentence.
func (c *Clues) yearWeight(y int) float64 {
	bare, prose := 0, 0
	for _, k := range c.years {
		if k.prose {
			prose = max(prose, k.y)
		} else {
			bare = max(bare, k.y)
		}
	}
	w := 1.0
	if bare > 0 {
		w *= lookup([]float64{.72, .12, .06, .03}, y-bare)
	}
	if prose > 0 {
		w *= lookup([]float64{.10, .24, .26, .14, .10, .06}, y-prose)
	}
	return w
}

// lookup is table[i], .02 beyond it, nearly nothing before it.
func lookup(table []float64, i int) float64 {
	switch {
	case i < 0:
		return .001
	case i < len(table):
		return table[i]
	}
	return .02
}

// dateWeight weighs p by the days that are named: a stamp is the day itself or
// the one before, what the report tells first is seldom old, and a day with its
// weekday fits one year in seven.
func (c *Clues) dateWeight(p vigil.Day) float64 {
	const never = vigil.Day(math.MaxInt32)
	stamp, lead, near, ahead := never, never, never, never
	w := 1.0
	for _, k := range c.dates {
		d := k.nearest(p)
		if k.wday > 0 && isoWeekday(d) != k.wday {
			w *= .02
		}
		switch gap := p - d; {
		case k.stamp:
			stamp = min(stamp, apart(p, d))
		case gap < 0 && k.tense == past:
			w *= .05
		case gap > 0 && k.tense == future:
			w *= .1
		case k.y > 0: // its year is written out because it is another
		case gap >= 0 && k.lead:
			lead = min(lead, gap)
		case gap >= 0:
			near = min(near, gap)
		default:
			ahead = min(ahead, -gap)
		}
	}
	switch {
	case stamp < never:
		w *= gapWeight(stamp, .9, stampGap)
	case lead < never:
		w *= gapWeight(lead, .55, shortGap)
	case near < never:
		w *= gapWeight(near, .25, shortGap)
	case ahead < never:
		w *= gapWeight(ahead, .25, shortGap)
	case len(c.beside) == 0:
		return 0 // nothing to hold on to
	}
	return w
}

// besideWeight weighs p by the days on which other reports of the story came
// out: most of a story's reports come within a day of each other.
func (c *Clues) besideWeight(p vigil.Day) float64 {
	w := 0.0
	for _, d := range c.beside {
		w += gapWeight(apart(p, d), .85, storyGap)
	}
	return w
}

// gapWeight is the weight of a gap of so many days: a share of them short, as
// the table has them, the rest with a mean of forty.
func gapWeight(gap vigil.Day, short float64, table [7]float64) float64 {
	w := (1 - short) / 40 * math.Exp(-float64(gap)/40)
	if int(gap) < len(table) {
		w += short * table[gap]
	}
	return w
}

// nearest is the day of k in its year, else the one its tense points to from p.
func (k dateClue) nearest(p vigil.Day) vigil.Day {
	in := func(y int) vigil.Day { return vigil.Date(y, time.Month(k.m), k.d) }
	if k.y > 0 {
		return in(k.y)
	}
	y := p.Time().Year()
	d := in(y)
	for _, other := range []vigil.Day{in(y - 1), in(y + 1)} {
		if apart(other, p) < apart(d, p) {
			d = other
		}
	}
	return d
}

// weight is how well publication on day p explains a bare weekday.
func (k weekdayClue) weight(p vigil.Day) float64 {
	back := pastGap[(isoWeekday(p)-k.wday+7)%7]
	ahead := futureGap[(k.wday-isoWeekday(p)+6)%7]
	switch k.tense {
	case past:
		return .95*back + .05*ahead
	case future:
		return .1*back + .9*ahead
	case maybe:
		return .5*back + .5*ahead
	}
	return .85*back + .15*ahead
}
