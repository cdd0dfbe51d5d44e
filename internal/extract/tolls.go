package extract

import (
	"slices"
	"strings"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// tolls reads the counts over more than one incident: a claim for each word
// that tells of some. What incidents count at once is none.
func (x *Extractor) tolls(v *view, ts []trigger, ss []saying, says []vigil.Attribution, once []vigil.Span) []vigil.Claim {
	var out []vigil.Claim
	of := map[int32]int{}
	for _, t := range x.overMany(v, ts) {
		if slices.ContainsFunc(once, t.span.Overlaps) {
			continue
		}
		k, ok := of[t.tok]
		if !ok {
			k = len(out)
			of[t.tok] = k
			c := v.toll(int(t.tok), ss, says)
			if r := v.broughtTo(&t); r != noReach {
				c.Scope = v.span(int(r.first), int(r.last)).In(v.doc.Text)
			}
			if t.list > 0 {
				first := v.toll(int(t.list), ss, says)
				c.Scope, c.Since, c.SinceText, c.Place = first.Scope, first.Since, first.SinceText, first.Place
			}
			out = append(out, c)
		}
		c := &out[k]
		c.Score = max(c.Score, t.p)
		c.Figures = append(c.Figures, v.figureOf(&t.figure))
		c.Why = append(c.Why, vigil.Reason{Slot: "figures", Rule: "model of tolls", Span: t.span, Score: t.p})
	}
	return out
}

// toll is the claim of the word for harm at token i, without its figures.
func (v *view) toll(i int, ss []saying, says []vigil.Attribution) vigil.Claim {
	c := vigil.Claim{Kind: vigil.TollClaim, Status: vigil.Occurred, Trigger: v.tok[i].Span, Evidence: []vigil.Span{v.sentence(i).Span}}
	c.Scope = v.scope(i)
	c.Since, c.SinceText = v.since(i)
	c.Place = v.tollPlace(i)
	for _, k := range around(ss, i) {
		if s := &ss[k]; s.speaker >= 0 && s.force&(en.ReportDemanded|en.ReportSpeculated) == 0 && !v.aside(i, int(s.cue)) {
			c.By = append(c.By, says[k])
		}
	}
	return c
}

// withoutTolls takes the figures of tolls out of incidents, and leaves out the
// incidents that are told by the word of a toll alone.
func withoutTolls(claims, tolls []vigil.Claim) []vigil.Claim {
	tolled := func(span vigil.Span) bool {
		return slices.ContainsFunc(tolls, func(t vigil.Claim) bool {
			return slices.ContainsFunc(t.Figures, func(f vigil.Figure) bool { return f.Span.Overlaps(span) })
		})
	}
	for k := range claims {
		c := &claims[k]
		had := len(c.Figures)
		c.Figures = slices.DeleteFunc(c.Figures, func(f vigil.Figure) bool { return tolled(f.Span) })
		c.By = slices.DeleteFunc(c.By, func(a vigil.Attribution) bool { // what says the toll alone
			return len(c.Figures) < had && !inside(c.Trigger, a.Content) && slices.ContainsFunc(tolls, func(t vigil.Claim) bool { return inside(t.Trigger, a.Content) }) &&
				!slices.ContainsFunc(c.Figures, func(f vigil.Figure) bool { return inside(f.Span, a.Content) })
		})
		c.Targets = slices.DeleteFunc(c.Targets, func(p vigil.Party) bool { return tolled(p.Span) })
		c.Evidence = slices.DeleteFunc(c.Evidence, func(s vigil.Span) bool { // a sentence that tells the toll and nothing of the incident
			return !s.Overlaps(c.Trigger) && slices.ContainsFunc(tolls, func(t vigil.Claim) bool { return t.Trigger.Overlaps(s) }) &&
				!slices.ContainsFunc(c.Figures, func(f vigil.Figure) bool { return f.Span.Overlaps(s) })
		})
	}
	return slices.DeleteFunc(claims, func(c vigil.Claim) bool {
		return len(c.Figures) == 0 && slices.ContainsFunc(tolls, func(t vigil.Claim) bool { return t.Trigger == c.Trigger })
	})
}

// longestScope is how many words of a clause may stand for a scope.
const longestScope = 16

// scope returns the words that say what a toll covers: the war or fighting
// that is its subject, since when, during what, where; else, if it is short,
// the clause of the word that tells it.
func (v *view) scope(i int) string {
	top := v.clauseOf(i)
	var parts []reach
	if k := v.subjectShared(top); k >= 0 && v.lasting(k) {
		parts = append(parts, v.brief(v.subtree(k)))
	} else if h := v.head(top); v.rel(top) == nlp.AclRelcl && h >= 0 && v.lasting(h) && v.npOf[h] >= 0 {
		n := &v.nps[v.npOf[h]] // "fighting that has killed"
		parts = append(parts, reach{n.first, n.last})
	}
	heads := []int{top}
	if i != top {
		heads = append(heads, i)
	}
	for _, h := range heads {
		for _, kk := range v.kids(h) {
			if k := int(kk); v.delimits(k) {
				parts = append(parts, v.brief(v.subtree(k)))
			}
		}
	}
	if r := v.subtree(top); len(parts) == 0 && r.last-r.first < longestScope {
		parts = []reach{r}
	}
	slices.SortFunc(parts, func(a, b reach) int { return int(a.first - b.first) })
	var out []string
	for _, r := range v.unlap(parts) {
		if r = v.shave(r); r.first >= 0 {
			out = append(out, v.span(int(r.first), int(r.last)).In(v.doc.Text))
		}
	}
	return strings.Join(out, ", ")
}

// subjectShared returns the subject of the verb at top, or of the verb before it
// in one list: "the war has killed 300 people and driven out 2,000"; or -1.
func (v *view) subjectShared(top int) int {
	k := v.child(top, nlp.Nsubj, nlp.NsubjPass)
	if h := v.head(top); k < 0 && h >= 0 && v.rel(top) == nlp.Conj && v.verb(h) {
		k = v.child(h, nlp.Nsubj)
	} else if k >= 0 && v.rel(k) != nlp.Nsubj {
		return -1
	}
	return k
}

// brief cuts r at its first comma but for the opening words.
func (v *view) brief(r reach) reach {
	for j := r.first + 2; j < r.last; j++ {
		if v.doc.Word(int(j)) == "," && v.time[j-1] != v.time[j+1] || v.doc.Word(int(j)) == "," && v.time[j-1] < 0 {
			return reach{r.first, j - 1}
		}
	}
	return r
}

// lasting reports whether the noun at k is something over which people are
// counted: a war, violence, attacks.
func (v *view) lasting(k int) bool {
	if !v.noun(k) {
		return false
	}
	if v.is(k, use.Lasting) {
		return true
	}
	return v.acts[k]&en.ActHappens != 0 && v.name[k] < 0
}

// delimits reports whether child k of a clause says over what time, in what or
// where people were counted.
func (v *view) delimits(k int) bool {
	switch v.rel(k) {
	case nlp.Obl, nlp.OblUnmarked, nlp.Nmod, nlp.NmodUnmarked, nlp.Advcl:
	default:
		return false
	}
	switch {
	case v.prep(k, use.CountedOver):
		return true
	case v.prep(k, use.CountedIn):
		return v.time[k] >= 0 || v.place[k] >= 0 || v.lasting(k) || v.tok[k].XPOS == nlp.TagNNS
	case v.preposition(k) == "":
		return v.time[k] >= 0
	}
	return false
}

// since returns from when a toll counts: what "since" gives, else the day,
// month or year that it is of.
func (v *view) since(i int) (vigil.Day, string) {
	top := v.clauseOf(i)
	s := v.sentence(i)
	best, rank := int32(-1), 0
	for j := s.First; j < s.Last; j++ {
		k := v.time[j]
		if k < 0 || v.res.Times[k].Type != "DATE" || v.res.Times[k].Days.From == 0 {
			continue
		}
		r := 0
		switch h := v.headOf(j, v.time); {
		case v.underSince(j):
			r = 3
		case v.head(h) == top || v.head(h) == i:
			r = 2
		}
		if r > rank {
			best, rank = k, r
		}
	}
	if best < 0 {
		return 0, ""
	}
	w := &v.res.Times[best]
	if v.ahead(w) == 1 {
		return 0, "" // nothing is counted from a day to come: "since March", read in January
	}
	return w.Days.From, dated(w.Value)
}

// underSince reports whether "since" opens the phrase or clause that token j
// stands in.
func (v *view) underSince(j int) bool {
	for h, steps := j, 0; h >= 0 && steps < 5; h, steps = v.head(h), steps+1 {
		if v.prep(h, use.Since) || v.childIs(h, use.Since) >= 0 && v.childIs(h, use.Since) < j {
			return true
		}
	}
	return j > 0 && v.is(j-1, use.Since)
}

// dated returns the year, month or day that opens a TIMEX3 value, or "".
func dated(value string) string {
	n := 0
	for n < len(value) && n < 10 && (value[n] >= '0' && value[n] <= '9' || value[n] == '-' && (n == 4 || n == 7)) {
		n++
	}
	switch {
	case n >= 10:
		return value[:10]
	case n >= 7:
		return value[:7]
	case n >= 4:
		return value[:4]
	}
	return ""
}

// tollPlace returns where people were counted, or nil: the place in the
// sentence of token i that "in" or the like opens, the widest first.
func (v *view) tollPlace(i int) *vigil.Place {
	s := v.sentence(i)
	var best *vigil.Place
	for j := s.First; j < s.Last; j++ {
		k := v.place[j]
		if k < 0 || v.placeUse(j) != vigil.At {
			continue
		}
		if !v.prep(v.headOf(j, v.place), use.Counted) {
			continue
		}
		if p := v.res.Places[k]; best == nil || p.Kind == vigil.Country && best.Kind != vigil.Country {
			best = &p
		}
	}
	return best
}

// aside reports whether token i stands in a relative clause that opens once a
// quotation after the cue is closed: "said they would fight "to the end" in
// the town, where 40 people have died" is the reporter's own count.
func (v *view) aside(i, cue int) bool {
	marks := 0
	for j := cue + 1; j < i; j++ {
		switch w := v.doc.Word(j); {
		case w == "\"" || w == "“" || w == "”" || w == "``" || w == "''":
			marks++
		case v.is(j, use.WhereWhich):
			if marks >= 2 && marks%2 == 0 && v.doc.Word(j-1) == "," {
				return true
			}
		}
	}
	return false
}
