package nlp

// NameStudy shows internal/train/names what the recogniser of names sees, so
// that both see the same.
type NameStudy struct {
	model nameModel
	room  nameScratch
}

// NewNameStudy opens clusters and lists as AppendNamesHeader takes them.
func NewNameStudy(words []uint32, fine []uint16, runs, lists []uint32) *NameStudy {
	return &NameStudy{model: nameModel{clusters: newNameClusters(words, fine), lists: newNameLists(runs, lists)}}
}

// NameWordKey returns the hash by which a word's cluster is found.
func NameWordKey(word string) uint32 {
	var w nameWord
	w.see(word, &nameClusters{slots: make([]nameCluster, 1)})
	return feature(w.lower)
}

// NameRunKeys returns the keys of a run of tokens and of all runs it starts
// with, shortest first.
func NameRunKeys(text string, toks []Token) []uint32 {
	var out []uint32
	var w nameWord
	h := uint32(0)
	for _, t := range toks {
		w.see(text[t.Start:t.End], &nameClusters{slots: make([]nameCluster, 1)})
		h = runKey(h, w.lower)
		out = append(out, h)
	}
	return out
}

// GoesOn marks in the lists of a run that a longer listed run starts with it.
const GoesOn = goesOn

// See opens a tagged text.
func (s *NameStudy) See(d *Doc) { s.room.text.see(d, &s.model) }

// Features returns the features of all tokens of a sentence of the text seen.
func (s *NameStudy) Features(sent *Sentence) [][]uint32 {
	s.room.text.sentence(sent, &s.room.sent)
	out := make([][]uint32, len(s.room.sent.words))
	for i := range out {
		out[i] = append([]uint32(nil), s.room.sent.features(i)...)
	}
	return out
}

// KindFeatures returns the features of a name of the text seen.
func (s *NameStudy) KindFeatures(d *Doc, n *Name) []uint32 { return s.room.text.kindFeatures(d, n) }

// NameScores is a score for each label.
type NameScores = [NameLabels]int32

// Decode returns the best labels, of those in allowed if it is not nil.
func (s *NameStudy) Decode(scores []NameScores, after *[NameLabels]NameScores, allowed []uint32) []uint8 {
	return s.room.path.decode(scores, after, allowed)
}

// TransitionFeature is the feature that stands for the label before.
func TransitionFeature(label int) uint32 { return transition(label) }
