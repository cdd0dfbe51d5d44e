package extract

import (
	"strings"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// status says how a told act stands: planned is the chance that it is to come.
func (x *Extractor) status(v *view, a *act, planned float64, ss []saying) vigil.Status {
	i := int(a.tok)
	switch {
	case v.denied(a, ss):
		return vigil.Denied
	case takesPlace(a.kind) && v.prospectStatus(i) == vigil.Planned:
		return vigil.Planned
	case planned < x.deedSet.Planned && !v.underMood(i, en.MoodCondition):
		return vigil.Occurred
	}
	switch up := v.governor(i); {
	case up&(en.ActThreaten) != 0:
		return vigil.Threatened
	case up&(en.ActRequest) != 0:
		return vigil.Demanded
	case v.underMood(i, en.MoodCondition):
		return vigil.Hypothetical
	}
	return vigil.Planned
}

// denied reports whether the act is told only as not having happened.
func (v *view) denied(a *act, ss []saying) bool {
	switch deedClasses[a.kind] {
	case "CONSULT", "AGREE", "AID", "RETREAT", "COOPERATE", "MOBILIZE", "SUPPORT", "CONCEDE":
	default:
		return false
	}
	const modal = 1 | 2 | 4 | 8
	if m := v.modality(int(a.tok)); m&16 != 0 && m&modal == 0 {
		return true
	}
	for _, k := range a.sayings {
		if ss[k].force&en.ReportDenied != 0 && ss[k].force&(en.ReportSaid|en.ReportClaimed) == 0 {
			return true
		}
	}
	return false
}

// governor returns the classes of the word that asks for or threatens what
// token i tells: the nearest verb above of which it is a complement.
func (v *view) governor(i int) en.ActClass {
	at := i
	for h, steps := v.head(i), 0; h >= 0 && steps < 3; h, steps = v.head(h), steps+1 {
		switch v.rel(at) {
		case nlp.Xcomp, nlp.Ccomp, nlp.Obj, nlp.Obl, nlp.Conj, nlp.Acl:
		default:
			return 0
		}
		if v.rel(at) != nlp.Conj {
			if c := v.acts[h] & (en.ActThreaten | en.ActRequest); c != 0 && (c&en.ActThreaten == 0 || v.is(h, use.Threat)) {
				return c
			}
		}
		at = h
	}
	return 0
}

// underMood reports whether token i, or one of the three words above it, hangs in
// a clause opened by a word of that mood.
func (v *view) underMood(i int, mood en.Mood) bool {
	for h, steps := i, 0; h >= 0 && steps < 3; h, steps = v.head(h), steps+1 {
		for _, k := range v.kids(h) {
			if r := v.rel(int(k)); (r == nlp.Mark || r == nlp.Aux && int(k) < h && v.is(int(k), use.Should) && v.first[h] == k) && v.lx.moods[v.lemma[k]]&mood != 0 {
				return true
			}
		}
		if v.rel(h) != nlp.Obj && v.rel(h) != nlp.Xcomp && v.rel(h) != nlp.Conj && v.rel(h) != nlp.Compound {
			return false
		}
	}
	return false
}

// condition returns the words that say on what an act depends: a clause or
// phrase of condition that hangs on the act, on what it says, or on the clauses
// that it stands in.
func (v *view) condition(a *act, ss []saying) string {
	heads := []int{int(a.tok)}
	if a.saying >= 0 {
		if h := v.contentHead(&ss[a.saying]); h >= 0 {
			heads = append(heads, h)
			for _, k := range v.kids(h) {
				switch v.rel(int(k)) {
				case nlp.Xcomp, nlp.Ccomp, nlp.Conj:
					heads = append(heads, int(k))
				}
			}
		}
	}
	for _, k := range v.kids(int(a.tok)) {
		switch v.rel(int(k)) {
		case nlp.Xcomp, nlp.Ccomp, nlp.Acl, nlp.Obj:
			heads = append(heads, int(k))
		}
	}
	at := int(a.tok)
	for h, steps := v.head(at), 0; h >= 0 && steps < 2; h, steps = v.head(h), steps+1 {
		if r := v.rel(at); r != nlp.Xcomp && r != nlp.Ccomp && r != nlp.Obj && r != nlp.Obl && r != nlp.Conj {
			break
		}
		heads = append(heads, h)
		at = h
	}
	for _, h := range heads {
		for _, k := range v.kids(h) {
			if v.conditional(int(k)) {
				return v.clauseText(int(k))
			}
		}
	}
	if deedClasses[a.kind] == "THREATEN" {
		for _, h := range heads {
			if c := v.anyOf(h); c != "" {
				return c
			}
		}
	}
	return ""
}

// conditional reports whether clause or phrase k opens with a word or phrase of
// condition.
func (v *view) conditional(k int) bool {
	switch v.rel(k) {
	case nlp.Advcl, nlp.Obl, nlp.Advmod, nlp.Ccomp, nlp.Parataxis:
	default:
		return false
	}
	f := int(v.first[k])
	if v.tok[f].UPOS == nlp.PUNCT && f+1 < len(v.tok) {
		f++
	}
	if v.time[k] >= 0 && v.rel(k) == nlp.Obl {
		return false // "until Friday" is a time
	}
	if v.lx.moods[v.lemma[f]]&en.MoodCondition != 0 {
		return v.rel(k) == nlp.Advcl || v.rel(k) == nlp.Obl && !v.is(f, use.NoCondition)
	}
	words := v.span(f, min(f+4, int(v.last[k]))).In(v.doc.Text)
	for _, c := range v.lx.conditions {
		if len(words) >= len(c) && strings.EqualFold(words[:len(c)], c) {
			return true
		}
	}
	return false
}

// anyOf returns what a threat answers: "respond to any …", "in the face of
// any …"; or "".
func (v *view) anyOf(h int) string {
	for _, k := range v.kids(h) {
		if r := v.rel(int(k)); r != nlp.Obl && r != nlp.Obj && r != nlp.Nmod {
			continue
		}
		if d := v.child(int(k), nlp.Det); d >= 0 && v.is(d, use.Any) {
			r := v.shave(v.unmarked(int(k)))
			if r.first >= 0 {
				return v.span(int(r.first), int(r.last)).In(v.doc.Text)
			}
		}
	}
	return ""
}

func (v *view) clauseText(k int) string {
	r := v.shave(v.subtree(k))
	if r.first < 0 {
		return ""
	}
	return v.span(int(r.first), int(r.last)).In(v.doc.Text)
}

// mode returns PLOVER's mode of an act: the first of the list whose word stands
// in the act's phrase, in the lead word itself before those around it.
func (v *view) mode(a *act, ss []saying) string {
	kind := deedClasses[a.kind]
	ring := []int{int(a.tok)}
	add := func(i int) {
		for _, k := range v.kids(i) {
			switch v.rel(int(k)) {
			case nlp.Obj, nlp.Xcomp, nlp.Ccomp, nlp.Compound, nlp.Obl, nlp.Nmod, nlp.NsubjPass, nlp.Acl:
				ring = append(ring, int(k))
			}
		}
	}
	add(int(a.tok))
	if a.saying >= 0 {
		if h := v.contentHead(&ss[a.saying]); h >= 0 {
			ring = append(ring, h)
			add(h)
		}
	}
	for n, end := 1, len(ring); n < end; n++ {
		add(ring[n])
	}
	if kind == "REQUEST" || kind == "REJECT" || kind == "THREATEN" {
		ring = append(ring[1:], ring[0])
	}
	for _, i := range ring {
		w := word{v.lemma[i], pos(v.tok[i].UPOS)}
		for _, m := range v.lx.modes[w] {
			if m.Type == kind && (m.With == "" || v.companion(i, m.With)) {
				return m.Mode
			}
		}
	}
	return ""
}
