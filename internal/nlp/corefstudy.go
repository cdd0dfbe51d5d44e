package nlp

// RefCase is one decision on what a reference stands for.
type RefCase struct {
	Token   int
	Options []RefOption
}

// RefOption is one of its answers.
type RefOption struct {
	Entity   int // index into Doc.Entities, or -1: nobody who is named
	Features []uint32
}

// StudyRefs returns the decisions that the references of d take, each as if
// all before it had been answered by gold, which gives the entity that the
// token heads a reference to, or -1. Names and Entities are taken as they
// are. A noun may refer if it is in the word lists or heads holds its hash.
func (a *Analyser) StudyRefs(d *Doc, heads map[uint32]bool, gold func(token int) int) []RefCase {
	r := a.resolvers.Get().(*resolver)
	defer a.resolvers.Put(r)
	r.readKeys(d)
	r.start(d, &coref{heads: heads})
	var out []RefCase
	for i := range d.Tokens {
		if !r.reach(i) {
			continue
		}
		r.describeOptions()
		c := RefCase{Token: i, Options: make([]RefOption, len(r.options))}
		from := int32(0)
		for k := range r.options {
			c.Options[k] = RefOption{int(r.options[k].entity), append([]uint32(nil), r.features[from:r.ends[k]]...)}
			from = r.ends[k]
		}
		out = append(out, c)
		r.settle(i, int32(gold(i)))
	}
	return out
}

// WordHash is how a word's lower-cased form is held in a model of references.
func WordHash(word string) uint32 { return wordHash(word) }
