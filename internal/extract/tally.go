package extract

import (
	"cmp"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// tally is a number in the sentence with what it counts, which may be a count
// over more than one incident.
type tally struct {
	figure
	tok  int32 // the word that tells what is counted
	list int32 // the word of the count before it whose list it goes on, or 0
}

// harms are the classes of words that tell what measures count.
var harms = func() en.ActClass {
	c := en.ActClass(0)
	for i := range measures {
		c |= measures[i].class
	}
	return c
}()

// tallies lists the numbers of each sentence with the words for harm that they
// may belong to.
func (v *view) tallies() []tally {
	var out []tally
	for i := range v.tok {
		if v.acts[i]&harms == 0 {
			continue
		}
		for m := range measures {
			if v.acts[i]&measures[m].class == 0 {
				continue
			}
			for _, k := range v.figureCandidates(i) {
				if h := v.fates[k]; h.by >= 0 && m <= 1 && h.measure != measures[m].is {
					continue // those wounded are not the dead
				}
				if c, ok := v.countOf(k); ok && c.how == byNumber && (c.max == nil || *c.max > 1) {
					out = append(out, tally{figure: figure{counted: c, measure: measures[m].is}, tok: int32(i)})
				}
			}
		}
	}
	return out
}

const (
	talBias uint32 = 850 + iota
	talNoun
	talSubject
	talAux
	talTime
	talTimes
	talPlace
	talPrep
	talWord
	talTells
	talMagnitude
	talSentence
	talHarm
	talHead
	talPlural
	talSince
)

// tallyFeatures says what speaks for t being a count over many incidents: of
// all that the figure is a figure of that harm, and then that what is told of
// runs over time, or over several acts.
func (v *view) tallyFeatures(f *features, t *tally, tells [3]float64) {
	i := int(t.tok)
	m := uint32(0)
	for k := range measures {
		if measures[k].is == t.measure {
			m = uint32(k)
		}
	}
	v.figureFeatures(f, i, int(m), &t.counted)
	f.add2(talTells, uint32(tells[tellsToll]*6), uint32(tells[tellsIncident]*6))
	f.add(talTells, uint32(tells[tellsToll]*10))
	if t.min != nil {
		f.add(talMagnitude, magnitude(*t.min))
	} else if t.max != nil {
		f.add2(talMagnitude, magnitude(*t.max), 1)
	}
	top := v.clauseOf(i)
	f.add2(talHead, v.hash[top], m)
	f.add2(talHarm, v.hash[i], m)
	if k := v.child(top, nlp.Nsubj, nlp.NsubjPass); k >= 0 {
		f.add2(talSubject, v.hash[k], uint32(v.rel(k)))
		f.add2(talSubject, v.classKey(k), uint32(v.rel(k)))
	}
	for _, k := range v.kids(top) {
		switch v.rel(int(k)) {
		case nlp.Aux, nlp.AuxPass, nlp.Cop:
			f.bag(talAux, v.hash[k])
		}
	}
	f.add2(talAux, uint32(v.tok[top].XPOS), v.modality(top))
	v.scopeFeatures(f, i, top)
	f.add(talSentence, min(uint32(v.sentOf[i]), 6))
}

// classKey folds a noun to the kinds of act that it may tell and whether it is
// plural.
func (v *view) classKey(k int) uint32 {
	return mix(v.lexicalClass(k), uint32(v.tok[k].XPOS))
}

// clauseOf returns the head of the clause that token i stands in.
func (v *view) clauseOf(i int) int {
	for steps := 0; !v.verb(i) && v.head(i) >= 0 && steps < 8; steps++ {
		i = v.head(i)
	}
	return i
}

// scopeFeatures describes what the sentence says of how long and over how much
// was counted.
func (v *view) scopeFeatures(f *features, i, top int) {
	s := v.sentence(i)
	for j := s.First; j < s.Last; j++ {
		h := j
		if k := v.time[j]; k >= 0 && (j+1 == len(v.time) || v.time[j+1] != k) {
			w := &v.res.Times[k]
			h = v.headOf(j, v.time)
			near := boolean(v.within(h, top))
			p := hash(v.preposition(h))
			shape := timeShape(w.Type, w.Value)
			f.bag(talTime, mix(shape, near))
			f.bag(talTime, mix(mix(shape, near), p))
			f.bag(talTimes, mix(hash(w.Type), mix(p, near)))
			continue
		}
		if k := v.place[j]; k >= 0 && (j+1 == len(v.place) || v.place[j+1] != k) && v.placeUse(j) == vigil.At {
			f.bag(talPlace, hash(string(v.res.Places[k].Kind)))
		}
		switch v.tok[j].UPOS {
		case nlp.NOUN:
			if p := v.preposition(j); p != "" && (v.acts[j]&en.ActHappens != 0 || v.tok[j].XPOS == nlp.TagNNS) {
				f.bag(talPrep, mix(hash(p), v.hash[j]))
				f.bag(talPrep, mix(hash(p), v.classKey(j)))
			}
			f.bag(talNoun, v.hash[j])
			if v.acts[j]&en.ActHappens != 0 {
				f.bag(talPlural, v.classKey(j))
			}
		case nlp.ADV, nlp.ADJ, nlp.SCONJ, nlp.ADP, nlp.DET:
			f.bag(talWord, v.hash[j])
		}
		if v.is(j, use.Since) {
			f.bag(talSince, boolean(v.within(j, top)))
		}
	}
}

// tellsAt returns by token what is made of each word that may tell something.
func tellsAt(ts []trigger) map[int32][3]float64 {
	out := make(map[int32][3]float64, len(ts))
	for k := range ts {
		out[ts[k].tok] = ts[k].tells
	}
	return out
}

// overMany returns the tallies that are counts over many incidents, each
// number once.
func (x *Extractor) overMany(v *view, ts []trigger) []tally {
	tells := tellsAt(ts)
	var out []tally
	var f features
	var p [maxClasses]float64
	for _, t := range v.tallies() {
		f.reset()
		v.tallyFeatures(&f, &t, tells[t.tok])
		t.p = x.deedModels[isTally].probs(f.list, &p)[1]
		if v.countrywide(int(t.tok)) || v.broughtTo(&t) != noReach {
			t.p = max(t.p, x.deedSet.Tally)
		}
		if n := len(out); n > 0 && (v.listsOn(&out[n-1], &t) || v.partOf(&out[n-1], &t)) {
			t.p, t.list = max(t.p, x.deedSet.Tally), cmp.Or(out[n-1].list, out[n-1].tok)
		}
		if t.p < x.deedSet.Tally {
			continue
		}
		if k := sameCount(out, &t); k >= 0 {
			if out[k].p < t.p {
				out[k] = t
			}
			continue
		}
		out = append(out, t)
	}
	return out
}

// countrywide reports whether the clause of the word of harm at i counts people
// over a whole country, and tells no act that harmed them: "130 people were
// killed across the country on Saturday".
func (v *view) countrywide(i int) bool {
	if v.acts[i]&en.ActHappens&^harms != 0 {
		return false
	}
	top := v.clauseOf(i)
	if k := v.child(top, nlp.Nsubj); k >= 0 && v.acts[k]&en.ActHappens&^harms != 0 {
		return false
	}
	for _, h := range []int{top, i} {
		for _, kk := range v.kids(h) {
			k := int(kk)
			if v.rel(k) == nlp.Advmod && v.is(k, use.Nationwide) {
				return true
			}
			if v.prep(k, use.Across) && (v.is(k, use.Nation) && v.definite(k) || v.place[k] >= 0 && v.res.Places[v.place[k]].Kind == vigil.Country) {
				return true
			}
		}
	}
	return false
}

// broughtTo returns the words for the count over some time that t is brought to, or
// none: "the number of dead in the week" of "bringing the number of dead in the
// week to 530".
func (v *view) broughtTo(t *tally) reach {
	to := v.firstOf(int(t.np)) - 1
	if to < 0 || !v.is(to, use.To) {
		return noReach
	}
	over := false // some time, whatever the tree hangs it on
	for k := to - 1; k >= max(v.sentence(to).First, to-longestScope) && v.tok[k].UPOS != nlp.PUNCT; k-- {
		if v.verb(k) && v.is(k, use.Bring) {
			if over {
				return reach{int32(k) + 1, int32(to) - 1}
			}
			return noReach
		}
		over = over || v.time[k] >= 0 || v.is(k, use.Lasting) || v.is(k, use.OfWeek) || v.is(k, use.OfMonth) || v.is(k, use.OfYear)
	}
	return noReach
}

// partOf reports whether b counts some of those whom a counts: "530, among them
// 130 children".
func (v *view) partOf(a, b *tally) bool {
	return a.measure == b.measure && a.span.End < b.span.Start && v.sentOf[a.tok] == v.sentOf[b.tok] && v.partly(int(b.np))
}

// listsOn reports whether b, of another measure, goes on the list of counts that
// a stands in: "killed 300 people, wounded 2,000 others and".
func (v *view) listsOn(a, b *tally) bool {
	i := int(v.nps[a.np].last) + 1
	if a.measure == b.measure || i >= len(v.tok) || v.doc.Word(i) != "," && !v.is(i, use.And) {
		return false
	}
	for i < int(b.tok) && (v.doc.Word(i) == "," || v.is(i, use.And)) {
		i++
	}
	return i == int(b.tok) && v.tok[i+1].Start == b.span.Start
}

// sameCount returns the index of the tally of the same number, or -1.
func sameCount(list []tally, t *tally) int {
	for k := range list {
		if list[k].span.Overlaps(t.span) {
			return k
		}
	}
	return -1
}
