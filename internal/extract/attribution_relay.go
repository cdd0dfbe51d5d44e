package extract

import (
	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// farthest is how many words from a cue its clause is looked through: no
// longer clause is prose.
const farthest = 120

// relays finds who only passes on what others say: "Reuters, citing X, said",
// "the agency quoted X as saying", "X told Reuters", and an outlet that reports
// that X said.
func (v *view) relays(ss []saying) {
	for k := range ss {
		s := &ss[k]
		if !v.verb(int(s.cue)) {
			continue
		}
		v.citing(s)
		v.quotedAs(s)
		v.toldTo(s)
	}
	for k := range ss {
		s := &ss[k]
		if s.parent < 0 || s.speaker < 0 || len(s.via) > 0 {
			continue
		}
		if up := &ss[s.parent]; up.speaker >= 0 && up.speaker != s.speaker && v.outlet(int(up.speaker)) {
			s.via = append(s.via, up.speaker)
		}
	}
}

// outlet reports whether the phrase headed by i names a news medium.
func (v *view) outlet(i int) bool {
	k := v.npOf[i]
	return k >= 0 && v.party(int(k)).Kind == vigil.Media
}

// citing takes those cited in the clause of s as its speakers, and its source
// as the relay.
func (v *view) citing(s *saying) {
	i := int(s.cue)
	if v.is(i, use.Cite) {
		return
	}
	sent := v.sentence(i)
	for c := max(sent.First+1, i-farthest); c < min(sent.Last, i+farthest); c++ {
		if !v.is(c, use.Cite) || v.tok[c].XPOS != nlp.TagVBG || s.holds(c) {
			continue
		}
		if c > i && !v.within(c, i) {
			continue
		}
		if c < i && !v.commaBetween(c, i) {
			continue
		}
		if s.speaker < 0 && v.doc.Word(c-1) == "," && c > sent.First+1 {
			if h := v.topPhrase(c-2, c); h >= 0 {
				s.speaker, s.rule = int32(h), "citing"
				s.source = v.opening(sent.First, c-2)
			}
		}
		if cited := v.cited(c+1, sent.Last, i); len(cited) > 0 {
			if s.speaker >= 0 {
				s.via = append(s.via, s.speaker)
			}
			s.speaker, s.more = cited[0], cited[1:]
		}
		return
	}
}

func (v *view) commaBetween(a, b int) bool {
	for j := a; j < b; j++ {
		if v.doc.Word(j) == "," {
			return b-j < 4
		}
	}
	return false
}

// cited returns the heads of those named from token first up to a comma, the
// cue or the end; of a document, whoever it is from.
func (v *view) cited(first, last, cue int) []int32 {
	var out []int32
	put := func(a, b int) {
		if a >= b {
			return
		}
		h := v.phraseHead(reach{int32(a), int32(b) - 1})
		if h >= 0 && v.lx.reporting[word{v.lemma[h], 'n'}]&en.ReportDocument != 0 {
			for j := h + 1; j+1 < b; j++ {
				if v.is(j, use.AuthoredBy) {
					if g := v.phraseHead(reach{int32(j) + 1, int32(b) - 1}); g >= 0 {
						h = g
					}
					break
				}
			}
		}
		if h >= 0 {
			out = append(out, int32(h))
		}
	}
	start := first
	for j := first; j < last; j++ {
		w := v.lemma[j]
		switch {
		case j == cue || w == "," || w == ";" || w == ".":
			put(start, j)
			return out
		case v.is(j, use.And) || v.is(j, use.As) && j+2 < last && v.is(j+1, use.Well):
			put(start, j)
			if v.is(j, use.As) {
				j += 2
			}
			start = j + 1
		}
	}
	put(start, last)
	return out
}

// quotedAs takes X as the speaker of "Y quoted X as saying", Y as the relay.
func (v *view) quotedAs(s *saying) {
	i := int(s.cue)
	floor := v.sentence(i).First
	if i-2 < floor || !v.is(i-1, use.As) || v.tok[i].XPOS != nlp.TagVBG {
		return
	}
	for q := i - 2; q >= max(floor, i-farthest); q-- {
		if !v.is(q, use.Quoting) {
			continue
		}
		if h := v.phraseHead(reach{int32(q) + 1, int32(i) - 2}); h > q {
			s.speaker, s.rule, s.source = int32(h), originNames[fromObject], reach{int32(q) + 1, int32(i) - 2}
		}
		if by := v.child(q, nlp.Nsubj); by >= 0 && int32(by) != s.speaker {
			s.via = append(s.via, int32(by))
		}
		return
	}
}

// toldTo takes the medium that somebody told as the relay.
func (v *view) toldTo(s *saying) {
	i := int(s.cue)
	if !v.is(i, use.Tell) || v.child(i, nlp.AuxPass) >= 0 {
		return
	}
	for _, k := range v.kids(i) {
		if r := v.rel(int(k)); (r == nlp.Obj || r == nlp.Iobj) && int(k) > i && v.outlet(int(k)) {
			s.via = append(s.via, k)
			return
		}
	}
}

// unsure says why the speaker of s is not certain, or "".
func (v *view) unsure(s *saying, ps []vigil.Party) string {
	for _, p := range ps {
		if p.Unsure != "" {
			return p.Unsure
		}
	}
	if s.speaker >= 0 && v.tok[s.speaker].UPOS == nlp.PRON && v.ref[s.speaker] < 0 && v.boundTo(int(s.speaker)) < 0 {
		if v.is(int(s.speaker), use.ThirdPerson) {
			return nobodyNamed
		}
	}
	return ""
}
