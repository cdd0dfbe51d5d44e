package extract

import (
	"cmp"
	"slices"

	"vigil"
	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
	"vigil/internal/resolve"
)

// saying is an attribution by tokens: a cue, who speaks, what is said.
type saying struct {
	cue      int32   // the head word of the cue
	cues     []int32 // all words of the cue, in order
	source   reach   // words that name the speaker; empty if none is named
	speaker  int32   // head word of the source, or -1
	more     []int32 // heads of further speakers
	via      []int32 // heads of those who pass it on
	rule     string  // how the source was found
	content  []reach // what is said, in order
	contents string  // how the content was found
	force    en.Reporting
	score    float64
	quoted   bool
	parent   int // index of the saying in whose content the cue lies, or -1
}

// reach is a run of tokens, first to last inclusive; first -1 is none.
type reach struct{ first, last int32 }

var noReach = reach{-1, -1}

func (r reach) holds(i int) bool { return r.first >= 0 && int(r.first) <= i && i <= int(r.last) }

func (s *saying) holds(i int) bool {
	for _, r := range s.content {
		if r.holds(i) {
			return true
		}
	}
	return false
}

// cueCandidate reports whether token i may be the head of a cue, and its
// forces. Verbs with a clause or a quotation below them are candidates
// whether or not the lists know them.
func (v *view) cueCandidate(i int) (force en.Reporting, ok bool) {
	p := pos(v.tok[i].UPOS)
	if v.is(i, use.According) {
		return en.ReportSaid, v.childIs(i, use.To) >= 0 || v.attachedTo(i, use.To)
	}
	if p == 0 || v.tok[i].UPOS == nlp.AUX {
		return 0, false
	}
	w := word{v.lemma[i], p}
	force = v.lx.reporting[w] & en.ReportCue
	for _, pair := range v.lx.cuePairs[w] {
		if v.particle(i, pair.with) >= 0 {
			force |= pair.force
		}
	}
	if force != 0 {
		return force, p != 'n' || v.name[i] < 0
	}
	return 0, p == 'v' && (v.child(i, nlp.Ccomp) >= 0 || len(v.direct(i)) > 0)
}

// attachedTo reports whether the word right behind plays that part: "according to
// X", where "according" is fixed or case itself.
func (v *view) attachedTo(i int, u use.Use) bool {
	return i+1 < len(v.tok) && v.is(i+1, u)
}

// particle returns the child of verb i, or the case marker of its oblique,
// that has the lemma: "called for", "ruled out"; or -1.
func (v *view) particle(i int, lemma string) int {
	for _, k := range v.kids(i) {
		switch v.rel(int(k)) {
		case nlp.CompoundPrt, nlp.Advmod:
			if v.lemma[k] == lemma {
				return int(k)
			}
		case nlp.Obl, nlp.Advcl, nlp.Nmod, nlp.Ccomp:
			if c := v.childLemma(int(k), lemma); c >= 0 && (v.rel(c) == nlp.Case || v.rel(c) == nlp.Mark) {
				return c
			}
		}
	}
	return -1
}

// sayings finds every attribution of the report, in order of their cues.
func (x *Extractor) sayings(v *view) []saying {
	var out []saying
	var f features
	var p [maxClasses]float64
	for i := range v.tok {
		force, ok := v.cueCandidate(i)
		if !ok {
			continue
		}
		f.reset()
		v.cueFeatures(&f, i, force)
		score := x.yes(isCue, &f, &p)
		if score < x.set.Cue && (score < x.set.Beside || force == 0 || len(v.direct(i)) == 0) {
			continue
		}
		s := saying{cue: int32(i), force: force, score: score, parent: -1, source: noReach, speaker: -1}
		x.findContent(v, &s, &f)
		if len(s.content) == 0 {
			continue
		}
		x.findSource(v, &s, &f)
		v.cueWords(&s)
		v.shape(&s)
		v.trim(&s)
		if len(s.content) == 0 || v.ownWords(&s) {
			continue
		}
		out = append(out, s)
	}
	for _, s := range v.byMarks() {
		v.trim(&s)
		if len(s.content) > 0 {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b saying) int { return cmp.Compare(a.cue, b.cue) })
	v.inherit(out)
	nest(out)
	v.relays(out)
	return out
}

// inherit gives a cue that names nobody the source of the cue that it is joined
// to ("said that … and warned that …"), or the subject of the verb that it goes
// with ("answered, saying …").
func (v *view) inherit(ss []saying) {
	for k := range ss {
		s := &ss[k]
		i := int(s.cue)
		if !v.verb(i) || v.head(i) < 0 || v.child(i, nlp.Nsubj, nlp.NsubjPass) >= 0 {
			continue
		}
		if o := v.joinedCue(ss[:k], i); o != nil && (s.speaker < 0 || v.leaves(i)) {
			s.source, s.speaker, s.more, s.rule = o.source, o.speaker, o.more, "joined cue"
		} else if s.speaker < 0 && v.rel(i) == nlp.Advcl && v.tok[i].XPOS == nlp.TagVBG {
			if j := v.child(v.head(i), nlp.Nsubj); j >= 0 && j < i && v.npOf[j] >= 0 {
				n := &v.nps[v.npOf[j]]
				s.source, s.speaker, s.rule = reach{n.first, n.last}, int32(j), "subject above"
			}
		}
	}
}

// joinedCue returns the saying before, with a source, to whose cue verb i is
// joined, or in whose quotation the tree has it joined although it stands
// behind it; or nil.
func (v *view) joinedCue(before []saying, i int) *saying {
	if v.rel(i) != nlp.Conj {
		return nil
	}
	h := v.head(i)
	for j := len(before) - 1; j >= 0; j-- {
		o := &before[j]
		if o.source.first >= 0 && (int(o.cue) == h || v.leaves(i) && o.holds(h) && v.quote[o.cue] == 0) {
			return o
		}
	}
	return nil
}

// leaves reports whether token i stands outside the quotation of the word that
// the tree hangs it on.
func (v *view) leaves(i int) bool {
	h := v.head(i)
	return h >= 0 && h < i && v.quote[i] == 0 && v.quote[h] != 0 && v.rel(i) == nlp.Conj
}

// ownWords reports whether s is somebody's word about himself inside what is
// quoted of him: "I think …".
func (v *view) ownWords(s *saying) bool {
	if v.quote[s.cue] == 0 || s.speaker < 0 {
		return false
	}
	return v.is(int(s.speaker), use.FirstSubject)
}

// nest sets each saying's parent: the one with the least content that holds
// its cue. The sayings are in the order of their cues.
func nest(ss []saying) {
	cover := covering(ss)
	for i := range ss {
		for _, j := range cover.at(int(ss[i].cue)) {
			if int(j) != i && !ss[i].holds(int(ss[j].cue)) {
				ss[i].parent = int(j)
				break
			}
		}
	}
}

// cueWords gathers the words of the cue: the verb with its auxiliaries,
// negation, particle and the adverbs between them, "according to", a noun
// alone.
func (v *view) cueWords(s *saying) {
	i := int(s.cue)
	s.cues = append(s.cues, s.cue)
	if v.is(i, use.According) {
		if i+1 < len(v.tok) && v.is(i+1, use.To) {
			s.cues = append(s.cues, int32(i+1))
		}
		return
	}
	if !v.verb(i) {
		return
	}
	lo := i
	for _, k := range v.kids(i) {
		switch v.rel(int(k)) {
		case nlp.Aux, nlp.AuxPass:
			lo = min(lo, int(k))
		}
	}
	for lo > v.sentence(i).First && v.tok[lo-1].UPOS == nlp.ADV && v.rel(lo-1) == nlp.Advmod && v.within(lo-1, i) && v.head(lo-1) == i && v.time[lo-1] < 0 {
		lo-- // "also said", "repeatedly called for"
	}
	for k := lo; k < i; k++ {
		if r := v.rel(k); v.head(k) == i && (r == nlp.Aux || r == nlp.AuxPass || r == nlp.Advmod) {
			s.cues = append(s.cues, int32(k))
		}
	}
	for _, pair := range v.lx.cuePairs[word{v.lemma[i], 'v'}] {
		if k := v.particle(i, pair.with); k > i {
			s.cues = append(s.cues, int32(k))
			break
		}
	}
	if i+1 < v.sentence(i).Last && v.doc.Word(i+1) == ":" {
		s.cues = append(s.cues, int32(i+1))
	}
	slices.Sort(s.cues)
}

// trim takes the cue out of the content, and punctuation that belongs to
// neither off the ends of source and content.
func (v *view) trim(s *saying) {
	var out []reach
	for _, r := range s.content {
		if s.contents != saidAsNames[asQuote] {
			r = v.shave(r)
		}
		if r.first >= 0 {
			out = append(out, r)
		}
	}
	s.content = out
	s.source = v.closed(v.shave(s.source), s)
	for _, r := range s.content {
		for i := r.first; i <= r.last; i++ {
			if v.quote[i] != 0 {
				s.quoted = true
			}
		}
	}
}

// closed adds the comma that shuts an apposition: "X, the mayor, said".
func (v *view) closed(r reach, s *saying) reach {
	if r.first < 0 || r.last+1 >= s.cue || v.doc.Word(int(r.last)+1) != "," {
		return r
	}
	for j := r.first; j < r.last; j++ {
		if v.doc.Word(int(j)) == "," {
			r.last++
			return r
		}
	}
	return r
}

// shave takes punctuation off the ends of r, but for quotation marks whose
// other mark lies inside and brackets.
func (v *view) shave(r reach) reach {
	if r.first < 0 {
		return r
	}
	for r.first <= r.last && v.loose(r.first, r, true) {
		r.first++
	}
	for r.last >= r.first && v.loose(r.last, r, false) {
		r.last--
	}
	if r.first > r.last {
		return noReach
	}
	return r
}

func (v *view) loose(i int32, r reach, front bool) bool {
	if v.tok[i].UPOS != nlp.PUNCT {
		return false
	}
	w := v.doc.Word(int(i))
	if quoteMark(w) == 0 {
		return w != ")" && w != "]" && w != "%" || front
	}
	for _, q := range v.quotes {
		if q.open == i {
			return q.shut > r.last
		}
		if q.shut == i {
			return q.open < r.first
		}
	}
	return true
}

// attributions turns sayings into the vocabulary's form.
func (v *view) attributions(ss []saying) []vigil.Attribution {
	out := make([]vigil.Attribution, len(ss))
	for k := range ss {
		out[k] = v.attribution(&ss[k])
	}
	return out
}

func (v *view) attribution(s *saying) vigil.Attribution {
	a := vigil.Attribution{Force: force(s.force), Quoted: s.quoted, Parent: s.parent, Score: s.score, Rule: s.contents}
	if s.source.first >= 0 {
		a.Source = []vigil.Span{v.span(int(s.source.first), int(s.source.last))}
		a.Rule += "/" + s.rule
	}
	for k := 0; k < len(s.cues); k++ {
		j := k
		for j+1 < len(s.cues) && s.cues[j+1] == s.cues[j]+1 {
			j++
		}
		a.Cue = append(a.Cue, v.span(int(s.cues[k]), int(s.cues[j])))
		k = j
	}
	for _, r := range s.content {
		a.Content = append(a.Content, v.span(int(r.first), int(r.last)))
	}
	a.Speakers = v.speakers(s)
	for _, i := range s.via {
		if k := v.npOf[i]; k >= 0 {
			a.Via = append(a.Via, *v.party(int(k)))
		}
	}
	a.Unsure = v.unsure(s, a.Speakers)
	return a
}

// force turns a set of forces into the weightiest.
func force(f en.Reporting) vigil.Force {
	for _, x := range []struct {
		is  en.Reporting
		say vigil.Force
	}{{en.ReportDenied, vigil.DeniedIt}, {en.ReportAdmitted, vigil.Admitted}, {en.ReportConfirmed, vigil.Confirmed}, {en.ReportWarned, vigil.Warned},
		{en.ReportClaimed, vigil.Claimed}, {en.ReportSaid, vigil.Said}, {en.ReportDemanded, vigil.Ordered}, {en.ReportSpeculated, vigil.Guessed}} {
		if f&x.is != 0 {
			return x.say
		}
	}
	return vigil.Said
}

// speakers types the source and all that is joined to it by "and".
func (v *view) speakers(s *saying) []vigil.Party {
	if s.speaker < 0 {
		return nil
	}
	first := int(s.speaker)
	for v.rel(first) == nlp.Conj && s.source.holds(v.head(first)) {
		first = v.head(first) // "X and Y said": X heads both
	}
	heads := v.joined(first)
	for _, i := range s.more {
		if !slices.Contains(heads, int(i)) {
			heads = append(heads, int(i))
		}
	}
	var out []vigil.Party
	for _, i := range heads {
		k := v.npOf[i]
		if k < 0 {
			continue
		}
		if j := max(v.boundTo(i), v.author(i)); j >= 0 {
			k = v.npOf[j]
			i = j
		}
		if n := &v.nps[k]; s.source.holds(i) && n.first < s.source.first {
			// The tree hung words on it that are not the source's.
			out = append(out, v.res.Party(resolve.Phrase{First: int(s.source.first), Last: int(n.last) + 1, Head: i}))
			continue
		}
		out = append(out, v.namedAs(v.inFull(int(k))))
	}
	return out
}

// inFull returns the phrase that names in full the body of which phrase k is
// short: "the ministry" after "the health ministry". It is k itself where nobody
// was named so, or two were.
func (v *view) inFull(k int) int {
	n := &v.nps[k]
	i := int(n.head)
	if p := v.party(k); p.Entity != "" || n.entity >= 0 || !p.Kind.Body() || int(n.first)+1 != i || int(n.last) != i || !v.is(i-1, use.The) {
		return k
	}
	full := k
	for m := k - 1; m >= 0; m-- {
		j := int(v.nps[m].head)
		if v.lemma[j] != v.lemma[i] || !v.noun(j) || int(v.nps[m].first)+1 >= j || !v.party(m).Kind.Body() {
			continue
		}
		if full != k && v.party(m).Name != v.party(full).Name {
			return k
		}
		full = m
	}
	return full
}

// namedAs is the party of phrase k by the name right behind it: "the coalition,
// the National Council".
func (v *view) namedAs(k int) vigil.Party {
	p := *v.party(k)
	for m := k + 1; m < len(v.nps) && m <= k+2; m++ {
		if q := v.party(m); v.givesName(k, m) && (q.Kind.Body() || q.Kind == vigil.Person) {
			out := *q
			out.Also = append(slices.Clone(q.Also), p.Name)
			return out
		}
	}
	return p
}

// author returns the head of the body by which the document headed by token i
// is ("a report by the commission"), or -1.
func (v *view) author(i int) int {
	if v.tok[i].UPOS != nlp.NOUN || v.lx.reporting[word{v.lemma[i], 'n'}]&en.ReportDocument == 0 {
		return -1
	}
	for _, prep := range [...]use.Use{use.By, use.From, use.Of} {
		if j := v.withPreposition(i, prep); j >= 0 && v.npOf[j] >= 0 && v.name[j] >= 0 && somebodyKnown(v.party(int(v.npOf[j]))) {
			return j
		}
	}
	return -1
}

// joined returns i and the words coordinated with it.
func (v *view) joined(i int) []int {
	out := []int{i}
	for _, k := range v.kids(i) {
		if v.rel(int(k)) == nlp.Conj {
			out = append(out, int(k))
		}
	}
	return out
}
