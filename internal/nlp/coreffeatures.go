package nlp

// Templates of features; a feature is a template's number and its values.
const (
	fNone = iota + 1
	fNoneLemma
	fNoneDet
	fNoneRel
	fNoneVerb
	fNonePlace
	fNoneFlags
	fNoneCount
	fNoneMods
	fNoun
	fNounKind
	fNounAway
	fNounRole
	fNounLemma
	fForm
	fKind
	fLemmaKind
	fNounOf
	fAway
	fRank
	fRole
	fRoles
	fMention
	fGender
	fCount
	fFirst
	fOpens
	fQuote
	fSpeaker
	fPath
	fAhead
	fHeadWord
	fNameWord
	fMods
	fCountry
	fSeat
	fAgain
	fPeople
	fMain
	fSides
	fCluster
	fClusterKind
	fClusterWord
	fOnly
	fPair
	fTheme
)

func (r *resolver) put(template, a uint32) {
	r.features = append(r.features, feature(mix(template*0x9e3779b1, a)))
}

func (r *resolver) put2(template, a, b uint32) { r.put(template, mix(mix(7, a), b)) }

func (r *resolver) put3(template, a, b, c uint32) { r.put(template, mix(mix(mix(9, a), b), c)) }

// describeOptions writes the features of each option.
func (r *resolver) describeOptions() {
	r.features, r.ends = r.features[:0], r.ends[:0]
	rank := uint32(0)
	r.rivals = [len(NameTypes)]uint8{}
	for _, o := range r.options {
		if o.entity >= 0 {
			r.rivals[r.d.Entities[o.entity].Type]++
		}
	}
	for k := range r.options {
		o := &r.options[k]
		switch {
		case o.entity >= 0:
			r.describeEntity(o, rank)
			rank++
		case o.mention >= 0:
			r.describeNoun(o)
		default:
			r.describeNothing()
		}
		r.ends = append(r.ends, int32(len(r.features)))
	}
}

// class is what the reference is, as far as most features care: its pronoun,
// or the determiner of its noun.
func (f *reference) class() uint32 {
	if f.form != nounForm {
		return uint32(f.form)
	}
	return 16 + uint32(f.det)
}

// describeNothing: does the reference stand for anybody named?
func (r *resolver) describeNothing() {
	f := &r.ref
	t := &r.d.Tokens[f.tok]
	c := f.class()
	r.put(fNone, c)
	r.put2(fNoneLemma, f.lemma, flag(f.plural))
	r.put3(fNoneLemma, f.lemma, c, 1)
	r.put3(fNoneRel, c, uint32(t.Deprel), 1)
	r.put2(fNonePlace, c, min(uint32(r.sentOf[f.tok]), 4))
	flags := uint32(r.flags[f.tok])
	r.put2(fNoneFlags, c, flags)
	r.put3(fNoneFlags, f.lemma, flags&uint32(hasOf|hasClause|hasCop), 2)
	r.put3(fNoneDet, uint32(f.noun), uint32(f.det), flag(f.mod >= 0))
	r.put2(fNoneCount, c, min(uint32(len(r.options)), 6))
	r.put3(fNoneMods, c, min(uint32(f.nmods), 3), flag(f.country > 0))
	if f.form == nounForm {
		r.describeSides()
		r.put3(fCluster, f.coarse, c, 2)
		r.put3(fCluster, f.coarse, flags&uint32(hasOf|hasClause|hasCop), 3)
		if f.nmods > 0 {
			r.put3(fPair, f.lemma, f.mods[0], c)
		}
	}
	for _, m := range f.mods[:f.nmods] {
		r.put2(fNoneMods, m, 5)
	}
	if f.form == itForm || f.form == theyForm {
		h := t.Head
		if h >= 0 {
			v := &r.d.Tokens[h]
			r.put3(fNoneVerb, c, uint32(t.Deprel), uint32(r.flags[h]&(hasExpl|hasComp|hasCop))<<8|uint32(v.UPOS))
			r.put2(fNoneVerb, c, wordHash(v.Lemma))
		}
	}
	r.put2(fQuote, c, flag(f.quote > 0))
}

// describeSides: a name right beside the noun makes it an apposition or a
// title.
func (r *resolver) describeSides() {
	f := &r.ref
	toks := r.d.Tokens
	i := int(f.tok)
	after := uint32(0)
	if i+1 < len(toks) && isPunct(r.d.Word(i+1)) {
		after = 1
		if i+2 < len(toks) && r.nameOf[i+2] >= 0 {
			after = 2
		}
	}
	before := uint32(0)
	if b := int(f.first) - 1; b >= 0 && isPunct(r.d.Word(b)) {
		before = 1
		if b > 0 && r.nameOf[b-1] >= 0 {
			before = 2
		}
	}
	glued := i > 0 && r.nameOf[i-1] >= 0
	r.put3(fSides, f.class(), before<<4|after, 1)
	r.put3(fSides, f.class(), flag(glued), uint32(toks[i].Deprel))
	r.put3(fSides, f.lemma, flag(glued), 3)
	if glued {
		r.put3(fSides, uint32(r.d.Names[r.nameOf[i-1]].Type), uint32(f.noun), 4)
	}
}

// describeNoun: does it stand for what this noun means, who is not named?
func (r *resolver) describeNoun(o *option) {
	f, m := &r.ref, &r.mentions[o.mention]
	c := f.class()
	away := bucket(r.sentOf[f.tok] - m.sent)
	r.put2(fNoun, c, flag(r.flags[m.tok]&hasDet != 0))
	r.put2(fNounKind, c, uint32(m.noun))
	r.put2(fNounAway, c, away)
	rel := uint32(r.d.Tokens[m.stands].Deprel)
	r.put3(fNounRole, c, away, rel)
	r.put2(fNounLemma, c, m.lemma)
	r.put3(fPath, c, r.path(int(m.stands)), 1)
}

// describeEntity: does it stand for this entity?
func (r *resolver) describeEntity(o *option, rank uint32) {
	f, p := &r.ref, &r.people[o.entity]
	c := f.class()
	r.put(fForm, c)
	r.put2(fKind, c, p.kind)
	r.put2(fRank, c, min(rank, 6))
	r.put2(fCount, c, min(uint32(p.mentions), 5))
	r.put2(fMain, c, min(uint32(p.named), 5))
	if f.form == nounForm {
		t := r.d.Entities[o.entity].Type
		r.put3(fOnly, c, min(uint32(r.rivals[t]), 4), uint32(t))
		r.put3(fTheme, c, min(uint32(p.evoked), 6), flag(p.country > 0))
		r.put2(fFirst, c, min(uint32(o.entity), 4))
		r.describeMatch(o)
	} else {
		r.put3(fGender, c, uint32(p.gender), 1)
		r.put3(fKind, c, p.kind, uint32(r.d.Tokens[f.tok].Deprel))
		r.put3(fAgain, c, uint32(p.lastForm), flag(p.mentions > 0))
	}
	if o.mention < 0 {
		r.describeAhead(o)
		return
	}
	m := &r.mentions[o.mention]
	away := bucket(r.sentOf[f.tok] - m.sent)
	rel, own := uint32(r.d.Tokens[m.stands].Deprel), uint32(r.d.Tokens[f.tok].Deprel)
	r.put2(fAway, c, away)
	r.put3(fAway, c, away, min(rank, 3))
	r.put3(fRole, c, rel, min(away, 2))
	if f.form == nounForm {
		r.put3(fRoles, c, rel, own)
	}
	r.put3(fMention, c, uint32(m.form), min(away, 2))
	r.put3(fOpens, c, flag(r.opens(m)), min(away, 2))
	r.put3(fPath, c, r.path(int(m.stands)), 2)
	r.describeQuote(o, m)
}

// describeAhead is for an entity that is named only after the reference.
func (r *resolver) describeAhead(o *option) {
	f := &r.ref
	n := &r.d.Names[o.name]
	away := bucket(r.sentOf[n.First] - r.sentOf[f.tok])
	c := f.class()
	r.put2(fAhead, c, away)
	r.put3(fAhead, c, min(uint32(r.sentOf[f.tok]), 2), away)
	r.put3(fAhead, c, uint32(r.d.Tokens[r.standsAt(r.headOf(n))].Deprel), away)
	r.put2(fAhead, f.lemma, 77)
	r.put3(fPath, c, r.path(r.standsAt(r.headOf(n))), 3)
}

// describeMatch compares the words of a description with what is known of an
// entity.
func (r *resolver) describeMatch(o *option) {
	f, p := &r.ref, &r.people[o.entity]
	e := uint32(o.entity)
	c := f.class()
	r.put2(fLemmaKind, f.lemma, p.kind)
	r.put3(fNounOf, uint32(f.noun), p.kind, flag(f.plural))
	r.put2(fNounOf, uint32(f.noun), uint32(r.d.Entities[e].Type))
	head := r.facts[mix(mix(factWord, e), f.lemma)]
	name := r.facts[mix(mix(factHeadOf, e), f.lemma)]
	r.put3(fHeadWord, c, flag(head), flag(o.mention < 0))
	r.put3(fNameWord, c, flag(name), flag(o.mention < 0))
	r.put2(fClusterKind, f.cluster, p.kind)
	r.put3(fClusterKind, f.coarse, p.kind, flag(f.plural))
	r.put3(fClusterWord, flag(f.cluster > 0 && r.facts[mix(mix(factCluster, e), f.cluster)]), flag(head || name), flag(o.mention < 0))
	if f.nmods > 0 {
		r.put3(fPair, f.lemma, f.mods[0], p.kind)
		r.put3(fPair, f.mods[0], p.kind, 1)
	}
	shared := uint32(0)
	for _, m := range f.mods[:f.nmods] {
		if r.facts[mix(mix(factWord, e), m)] || r.facts[mix(mix(factNameOf, e), m)] {
			shared++
		}
	}
	r.put3(fMods, min(shared, 2), min(uint32(f.nmods), 2), flag(head || name))
	beside := uint32(0)
	if f.country > 0 {
		beside = 1 + flag(r.facts[mix(mix(factCountry, e), uint32(f.country))])
	}
	r.put3(fCountry, beside, uint32(r.d.Entities[e].Type), flag(head))
	if p.seatOf > 0 {
		seat := uint32(1)
		switch {
		case f.country == p.seatOf:
			seat = 2
		case f.country > 0:
			seat = 3
		}
		r.put2(fSeat, f.lemma, seat)
	}
	if p.country > 0 {
		r.put3(fPeople, uint32(f.noun), flag(r.facts[mix(factPeople, uint32(p.country))]), flag(o.mention < 0))
	}
	r.put2(fAgain, 99, flag(p.lastNoun == f.lemma)<<1|flag(p.lastNoun != 0))
}

// describeQuote: who stands inside the same quotation, who speaks it.
func (r *resolver) describeQuote(o *option, m *mention) {
	f := &r.ref
	c := f.class()
	q := r.quotes.of[m.tok]
	switch {
	case f.quote == 0 && q == 0:
		return
	case f.quote == q:
		r.put2(fQuote, c, 11)
	case f.quote == 0:
		r.put2(fQuote, c, 12)
	default:
		speaks := uint32(0)
		if s := r.quotes.speakers[f.quote-1]; s >= 0 && r.speaks(int(s)) == o.entity {
			speaks = 1
		}
		r.put3(fSpeaker, c, speaks, flag(q > 0))
	}
}

// speaks returns the entity that the word at s stands for, or -1.
func (r *resolver) speaks(s int) int32 {
	if k := r.nameOf[s]; k >= 0 {
		return int32(r.d.Names[k].Entity)
	}
	return r.entityOf[s]
}

// opens reports whether a mention is the subject that opens its sentence.
func (r *resolver) opens(m *mention) bool {
	return int(m.tok)-r.d.Sentences[m.sent].First < 10 && r.d.Tokens[m.stands].Deprel.Universal() == Nsubj
}

// path says how the reference hangs from a mention in its sentence: 0 for
// another sentence; then by how the mention commands it.
func (r *resolver) path(m int) uint32 {
	toks := r.d.Tokens
	i := int(r.ref.tok)
	if r.sentOf[m] != r.sentOf[i] {
		return 0
	}
	mh := int(toks[m].Head)
	if m == int(toks[i].Head) {
		return mix(1, uint32(toks[i].Deprel))
	}
	for up, depth := int(toks[i].Head), uint32(1); up >= 0 && depth < 10; up, depth = int(toks[up].Head), depth+1 {
		if up == m {
			return 2
		}
		if up == mh {
			says := flag(r.world.reporting[toks[up].Lemma])
			return mix(mix(mix(3, min(depth, 4)), uint32(toks[m].Deprel)), says)
		}
	}
	return 4 + flag(m > i)
}

func flag(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// bucket folds a distance.
func bucket(n int32) uint32 {
	switch {
	case n <= 3:
		return uint32(max(n, 0))
	case n <= 5:
		return 4
	case n <= 9:
		return 5
	}
	return 6
}
