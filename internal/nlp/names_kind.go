package nlp

// Kinds of bodies, and of places that stand for their government: a linear
// model over the words of a name and those around it.

// NameKinds are the classes of the model of kinds; "" is a place that is just
// a place.
var NameKinds = [...]string{"", "gov", "state", "military", "armed", "party", "igo", "ngo", "media", "company", "other"}

const firstOrgKind = 2

// kindScores is the sum of scores over the mentions of one name.
type kindScores [len(NameKinds)]int32

// setKinds says what kind of body each ORG is, by all its mentions together,
// and which LOC stands for its government, one by one.
func (m *nameModel) setKinds(d *Doc, w *nameScratch) {
	if w.byName == nil {
		w.byName = map[uint32]int32{}
	}
	clear(w.byName)
	w.sums, w.which = w.sums[:0], grow(w.which, len(d.Names))
	for i := range d.Names {
		n := &d.Names[i]
		if n.Type != ORG && n.Type != LOC {
			continue
		}
		var scores kindScores
		m.kinds.score(w.text.kindFeatures(d, n), scores[:])
		if n.Type == LOC {
			if scores[1] > scores[0] {
				n.Kind = NameKinds[1]
			}
			continue
		}
		key := w.text.key(n)
		at, ok := w.byName[key]
		if !ok {
			at = int32(len(w.sums))
			w.byName[key] = at
			w.sums = append(w.sums, kindScores{})
		}
		for k, v := range scores {
			w.sums[at][k] += v
		}
		w.which[i] = at
	}
	for i := range d.Names {
		if d.Names[i].Type == ORG {
			d.Names[i].Kind = NameKinds[firstOrgKind+best(w.sums[w.which[i]][firstOrgKind:])]
		}
	}
}

// key hashes the words of a name.
func (t *nameText) key(n *Name) uint32 {
	h := uint32(0)
	for i := n.First; i < n.Last; i++ {
		h = runKey(h, t.words[i].lower)
	}
	return h
}

// kindFeatures returns the features of a name, valid until the next call.
func (t *nameText) kindFeatures(d *Doc, n *Name) []uint32 {
	t.feats = t.feats[:0]
	kind := uint32(n.Type)
	put := func(template, v uint32) { t.feats = append(t.feats, feature(mix(mix(template<<8|0x3c, kind), v))) }
	at := func(i int) *nameWord {
		if i < 0 || i >= len(t.words) {
			return &outsideName
		}
		return &t.words[i]
	}
	first, last := at(n.First), at(n.Last-1)
	put(0, 0)
	put(1, t.key(n))
	put(2, first.lower)
	put(3, last.lower)
	put(4, last.fine)
	put(5, last.wide)
	put(6, first.fine)
	if n.Last == n.First+1 {
		put(7, last.shape)
		put(8, last.fine)
		put(8, last.suf[1])
	}
	for i := n.First; i < n.Last; i++ {
		put(9, t.words[i].lower)
		put(10, t.words[i].fine)
		for lists, b := t.words[i].one, uint32(0); lists != 0; lists, b = lists>>1, b+1 {
			if lists&1 != 0 {
				put(11, b)
			}
		}
	}
	for lists, b := t.whole(n), uint32(0); lists != 0; lists, b = lists>>1, b+1 {
		if lists&1 != 0 {
			put(12, b)
		}
	}
	l, r := at(n.First-1), at(n.Last)
	put(13, l.lower)
	put(14, r.lower)
	put(15, l.fine)
	put(16, r.fine)
	put(17, at(n.First-2).lower)
	put(18, at(n.Last+1).lower)
	put(19, at(n.Last+1).fine)
	t.syntaxFeatures(d, n, put)
	return t.feats
}

// whole returns the lists that hold the name as a whole.
func (t *nameText) whole(n *Name) uint32 {
	if n.Last == n.First+1 {
		return t.words[n.First].in[posOne]
	}
	return t.words[n.First].in[posBegin] & t.words[n.Last-1].in[posEnd]
}

// syntaxFeatures adds what the name hangs on and how.
func (t *nameText) syntaxFeatures(d *Doc, n *Name, put func(template, v uint32)) {
	head := n.Last - 1
	for h := int(d.Tokens[head].Head); h >= n.First && h < n.Last; h = int(d.Tokens[head].Head) {
		head = h
	}
	tok := &d.Tokens[head]
	put(20, uint32(tok.Deprel))
	if h := tok.Head; h >= 0 && int(h) < len(t.words) {
		put(21, mix(uint32(tok.Deprel), hashString(d.Tokens[h].Lemma)))
		put(22, mix(uint32(tok.Deprel), t.words[h].fine))
		put(23, mix(uint32(tok.Deprel), t.words[h].wide))
	}
}
