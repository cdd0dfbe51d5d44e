package extract

import (
	"slices"
	"strconv"
	"strings"

	"vigil"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// dayOfAct is the time of an incident, as an index into res.Times: where the one
// that the model chose says when somebody spoke of it, the day that hangs on the
// words of the act itself: "admitted on Saturday that mistakes were made in the
// strike of August 9".
func (v *view) dayOfAct(ms []telling, in *incident, says []vigil.Attribution) int32 {
	if in.time >= 0 && v.ofAnother(in.time, ms, in) {
		return -1
	}
	for _, k := range in.members {
		m := &ms[k]
		if in.time < 0 || !v.spokenOn(in.time, m, says) {
			continue
		}
		for _, kk := range v.kids(int(m.tok)) {
			if t := v.time[kk]; t >= 0 && t != in.time && v.res.Times[t].Type == "DATE" && v.res.Times[t].Days.Known() {
				return t
			}
		}
	}
	return in.time
}

// ofAnother reports whether time t stands, before all sentences that tell the
// incident, in a clause that only says which thing is meant: "the barracks hit on
// Friday".
func (v *view) ofAnother(t int32, ms []telling, in *incident) bool {
	first := len(v.doc.Sentences)
	for _, k := range in.members {
		first = min(first, int(v.sentOf[ms[k].tok]))
	}
	for j := range v.tok[:v.doc.Sentences[first].First] {
		if v.time[j] == t {
			h := v.clauseOf(v.headOf(j, v.time))
			return v.rel(h) == nlp.Acl || v.rel(h) == nlp.AclRelcl
		}
	}
	return false
}

// spokenOn reports whether time t hangs on the word by which somebody tells m.
func (v *view) spokenOn(t int32, m *telling, says []vigil.Attribution) bool {
	s := v.sentence(int(m.tok))
	for j := s.First; j < s.Last; j++ {
		if v.time[j] != t {
			continue
		}
		h := v.head(v.headOf(j, v.time))
		return h >= 0 && slices.ContainsFunc(m.sayings, func(k int32) bool { return inside(v.tok[h].Span, says[k].Cue) })
	}
	return false
}

// toldAfter is the day of the act at i where it is told as so many days before
// another: "the attack came five days after warplanes bombed the market". The
// other is of the day that the report named last before; nil if it named none.
func (v *view) toldAfter(i int) *vigil.When {
	for j := i - 2; j >= v.sentence(i).First; j-- {
		if v.time[j] < 0 || v.time[j+1] == v.time[j] || !v.is(j+1, use.After) {
			continue
		}
		w := v.res.Times[v.time[j]]
		n := daysOf(&w)
		day := v.dayTold(j)
		if n == 0 || day == 0 {
			return nil
		}
		w.Type, w.Value, w.Basis, w.Score = "DATE", (day - n).String(), "narrative", .6
		w.Days = vigil.Days{From: day - n, To: day - n}
		return &w
	}
	return nil
}

// daysOf is how many days a length of some days or weeks has, 0 of others.
func daysOf(w *vigil.When) vigil.Day {
	if len(w.Value) < 3 || w.Value[0] != 'P' {
		return 0
	}
	last := len(w.Value) - 1
	n, err := strconv.Atoi(w.Value[1:last])
	if err != nil || w.Type != "DURATION" {
		return 0
	}
	return vigil.Day(n * map[byte]int{'D': 1, 'W': 7}[w.Value[last]])
}

// dayTold is the day that was named last before token j, 0 if none was.
func (v *view) dayTold(j int) vigil.Day {
	for ; j >= 0; j-- {
		if v.time[j] < 0 {
			continue
		}
		if w := &v.res.Times[v.time[j]]; w.Days.Known() && w.Days.From == w.Days.To && !strings.HasPrefix(w.Value, "PRESENT") {
			return w.Days.From
		}
	}
	return 0
}
