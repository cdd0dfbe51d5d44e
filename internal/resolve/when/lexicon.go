package when

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"vigil/internal/lang/en"
	"vigil/internal/lang/words"
)

// sense is all that a word can mean as a word of time.
type sense struct {
	month   int    // 1 to 12
	weekday int    // Monday 1 to Sunday 7
	unit    grain  // year … minute; noGrain with letter set: fortnight, second
	letter  string // of a unit, as times.txt has it
	plural  bool   // of a unit or a weekday
	part    string // MO AF EV NI DT or a clock time
	season  string
	set     string // daily: P1D
	mod     string // early: START
	cues    cue
	n       int  // of a shift or anchor: -1 0 1; of a day: days from today
	name    bool // month, weekday or season only with a capital
	phrases []phrase
}

// cue is a bit set of what else a word does.
type cue uint32

const (
	isDay     cue = 1 << iota // today, yesterday, tomorrow
	isTonight                 // tonight
	isEach                    // each, every
	isShift                   // last, next, this
	isAnchor                  // previous, following, that, same
	isLatest                  // latest, recent
	isAgo
	isEarlier
	isLater
	isHence
	isMod // may stand before a point: early, late, sometime
	isWill
	isWould
	isWas
	isDue
	isLike
	isPeriod
	isEnded
	isFiscal
	isRelative  // opens a clause beside the main one
	isPosted    // before the date of a page
	isIn        // a preposition or conjunction that a month or year may follow
	isNumbered  // a word that a number names a thing with: No., flight
	isCounted   // behind four figures: they count
	isUncounted // behind four figures: they may be a year
	isTimes     // before "a year": how often
	isRated     // before "a year": how much
	isFiller    // may stand between a number and its unit: two more years
)

var cueNames = map[string]cue{
	"day": isDay, "tonight": isTonight, "each": isEach, "shift": isShift, "anchor": isAnchor, "latest": isLatest,
	"ago": isAgo, "earlier": isEarlier, "later": isLater, "hence": isHence, "mod": isMod, "will": isWill, "would": isWould, "due": isDue, "like": isLike, "period": isPeriod, "ended": isEnded, "was": isWas, "fiscal": isFiscal,
	"in": isIn, "posted": isPosted, "relative": isRelative, "numbered": isNumbered, "counted": isCounted, "uncounted": isUncounted, "filler": isFiller, "rated": isRated, "times": isTimes,
}

// phrase is an entry of more than one atom, or one whose class is looked for
// by name.
type phrase struct {
	class, value string
	rest         []string // atoms after the first
	name         bool
}

var unitGrains = map[string]grain{
	"Y": year, "M": month, "W": week, "D": day, "Q": quarter, "E": decade, "C": century, "L": millennium, "WE": weekend, "TH": hour, "TM": minute,
}

// lexicon is built from the words of English once, at first use.
var lexicon = sync.OnceValue(func() words.Lexicon[*sense] {
	l := words.Lexicon[*sense]{}
	for _, w := range en.Times() {
		atoms := split(w.Text)
		s := l[atoms[0]]
		if s == nil {
			s = &sense{}
			l[atoms[0]] = s
		}
		if !s.put(w, len(atoms) == 1) {
			s.phrases = append(s.phrases, phrase{w.Class, w.Value, atoms[1:], w.Name})
		}
	}
	for _, s := range l {
		slices.SortStableFunc(s.phrases, func(a, b phrase) int { return cmp.Compare(len(b.rest), len(a.rest)) })
	}
	return l
})

func split(text string) []string {
	var out []string
	for _, w := range words.Split(text, nil) {
		out = append(out, text[w.Start:w.End])
	}
	return out
}

// put enters a single word into its field, if its class has one.
func (s *sense) put(w en.TimeWord, single bool) bool {
	n, _ := strconv.Atoi(w.Value)
	c, isCue := cueNames[w.Class]
	switch {
	case !single:
		return false
	case w.Class == "month":
		s.month, s.name = n, w.Name
	case w.Class == "weekday":
		s.weekday, s.name = n, w.Name
		s.plural = strings.HasSuffix(w.Text, "days")
	case w.Class == "season":
		s.season, s.name = w.Value, w.Name
	case w.Class == "unit":
		s.unit, s.letter = unitGrains[w.Value], w.Value
		s.plural = strings.HasSuffix(w.Text, "s") || w.Text == "millennia"
	case w.Class == "part":
		s.part, s.plural = w.Value, strings.HasSuffix(w.Text, "s")
	case w.Class == "set":
		s.set = w.Value
	case isCue:
		s.cues |= c
		if c == isMod {
			s.mod = w.Value
		} else if w.Value != "" {
			s.n = n
		}
	default:
		return false
	}
	return true
}
