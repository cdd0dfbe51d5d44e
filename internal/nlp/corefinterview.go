package nlp

// Interviews. Who speaks in one is told once, by its heading or first words,
// and then no more: "I" is whoever is interviewed, and so is the "you" of a
// question. A person may also say who speaks: "I'm Ana Paz".

// Scores of what these rules decide, as often right as that on interviews.
const (
	interviewScore = 0.85
	questionScore  = 0.6
	selfScore      = 0.6
)

// interview is what the text shows of being one.
type interview struct {
	person   int32 // entity that is interviewed, or -1
	self     int32 // entity that said "I'm NAME" in this paragraph, or -1
	selfPara int
}

// Limits on where an interview says that it is one, and how near to the word
// the name of the person stands.
const (
	interviewOpens = 12 // sentences
	interviewReach = 14 // tokens
	leastFirst     = 3  // times "I" outside of quotations
)

// findInterview looks for the one person whom the text interviews.
func (r *resolver) findInterview() {
	r.inter = interview{person: -1, self: -1, selfPara: -1}
	d := r.d
	found := int32(-1)
	for s := 0; s < len(d.Sentences) && s < interviewOpens; s++ {
		for i := d.Sentences[s].First; i < d.Sentences[s].Last; i++ {
			if l := d.Tokens[i].Lemma; l != "interview" && l != "interviewee" {
				continue
			}
			first, last := r.personsBy(i, &d.Sentences[s])
			if first != last || first >= 0 && found >= 0 && first != found {
				return // several
			}
			found = max(found, first)
		}
	}
	if found >= 0 && r.firstPersons() >= leastFirst {
		r.inter.person = found
	}
}

// personsBy returns the first and the last of the persons whose names stand by
// the word "interview" at token i: after it, or, if none does or "by" follows,
// the nearest before it. -1 is none.
func (r *resolver) personsBy(i int, s *Sentence) (first, last int32) {
	person := func(j int) int32 {
		if k := r.nameOf[j]; k >= 0 && r.d.Names[k].Type == PER {
			return int32(r.d.Names[k].Entity)
		}
		return -1
	}
	first, last = -1, -1
	by := i+1 < s.Last && r.d.Word(i+1) == "by"
	for j := i + 1; j < s.Last && j < i+interviewReach && !by; j++ {
		if e := person(j); e >= 0 {
			if first < 0 {
				first = e
			}
			last = e
		}
	}
	for j := i - 1; j >= s.First && j > i-interviewReach && first < 0; j-- {
		first = person(j)
		last = first
	}
	return first, last
}

// firstPersons counts "I" outside of quotations.
func (r *resolver) firstPersons() int {
	n := 0
	for i := range r.d.Tokens {
		if r.quotes.of[i] == 0 && r.d.Tokens[i].UPOS == PRON && r.d.Word(i) == "I" {
			n++
		}
	}
	return n
}

// asked reports whether token i stands in a question of an interview.
func (r *resolver) asked(i int) bool {
	if r.inter.person < 0 || r.quotes.of[i] != 0 {
		return false
	}
	s := &r.d.Sentences[r.sentOf[i]]
	return r.d.Word(s.Last-1) == "?"
}

// speaker returns who "I" or "you" in r.ref is by these rules, and how sure
// that is; -1 if they do not say.
func (r *resolver) speaker(i int) (int32, float64) {
	f := &r.ref
	if f.form == youForm {
		return r.inter.person, questionScore
	}
	if f.form != iForm || f.quote != 0 {
		return -1, 0
	}
	if k := r.introduced(i); k >= 0 {
		r.inter.self, r.inter.selfPara = int32(r.d.Names[k].Entity), r.d.Sentences[r.sentOf[i]].Para
	}
	switch {
	case r.inter.self >= 0 && r.inter.selfPara == r.d.Sentences[r.sentOf[i]].Para:
		return r.inter.self, selfScore
	case r.inter.person >= 0 && !r.asked(i):
		return r.inter.person, interviewScore
	}
	return -1, 0
}

// introduced returns the name of the person who says "I am NAME" or "my name is
// NAME" at token i, or -1.
func (r *resolver) introduced(i int) int32 {
	d := r.d
	at := i + 2
	switch last := d.Sentences[r.sentOf[i]].Last; {
	case at < last && d.Word(i) == "I" && d.Tokens[i+1].Lemma == "be":
	case at+1 < last && d.Word(i+1) == "name" && d.Word(at) == "is":
		at++
	default:
		return -1
	}
	if k := r.nameOf[at]; k >= 0 && d.Names[k].Type == PER {
		return k
	}
	return -1
}
