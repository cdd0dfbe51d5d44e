// Package nlp turns the text of a report into a Doc: sentences, tokens with
// lemma, part of speech and head, names with their type, and references to
// them. It knows language and nothing of war; it reaches no net, no file and
// no clock, holds no global state, and an Analyser may be used by many
// goroutines at once.
package nlp

import "vigil"

// Doc owns a text and everything marked in it. Indices point into its slices;
// spans are byte offsets into Text.
type Doc struct {
	Text      string
	Sentences []Sentence
	Tokens    []Token
	Names     []Name   // in order of text, not overlapping
	Refs      []Ref    // pronouns and descriptions of entities, in order of text
	Entities  []Entity // what Names and Refs stand for

	lexicon *Lexicon // of the analyser, or nil
}

// Clusters returns the numbers of the clusters, fine and coarse, that a word
// belongs to by the company it keeps (data/models/syntax.bin); 0 is none.
func (d *Doc) Clusters(lemma string) (fine, coarse uint32) {
	return d.lexicon.clusters(lemma)
}

// Sentence is a run of tokens. Every token lies in exactly one sentence.
type Sentence struct {
	vigil.Span
	First, Last int  // Tokens[First:Last]
	Para        int  // number of the paragraph, from 0
	Headline    bool // looks like a headline, caption or crumb rather than prose
}

// Token is one syntactic word (UD 2): "don't" is "do" and "n't".
type Token struct {
	vigil.Span
	Lemma  string
	UPOS   UPOS
	XPOS   XPOS
	Deprel Deprel
	Head   int32 // index into Doc.Tokens, or -1 for the root of a sentence
	Space  bool  // white space (or the start of the text) stands before it
}

// Name is a named mention.
type Name struct {
	vigil.Span
	First, Last int // Tokens[First:Last]
	Type        NameType
	Kind        string // kind of an ORG: state military armed party igo ngo media company other; "gov" of a LOC that stands for its government; or ""
	Entity      int    // index into Doc.Entities
	Score       float64
}

// NameType is the type of a named mention.
type NameType uint8

// Types of names.
const (
	NoName NameType = iota
	PER
	ORG
	LOC
	NORP // nationalities, religious and political groups, as adjective or noun
	FAC
	MISC
)

// NameTypes spells the types.
var NameTypes = [...]string{"", "PER", "ORG", "LOC", "NORP", "FAC", "MISC"}

func (t NameType) String() string { return NameTypes[t] }

// Ref is a pronoun or description that stands for an entity named in the text.
type Ref struct {
	vigil.Span
	Token  int // its head
	Entity int // index into Doc.Entities
	Score  float64
	Unsure string // why it is uncertain ("antecedent lies across a seam"), or ""
}

// Entity is what a report's names and references stand for.
type Entity struct {
	Name  string // canonical: the fullest name in the text
	Type  NameType
	Kind  string
	Names []int // indices into Doc.Names
}

// Sentence returns the index of the sentence that holds byte offset at, or -1.
func (d *Doc) Sentence(at int) int {
	lo, hi := 0, len(d.Sentences)
	for lo < hi {
		m := (lo + hi) / 2
		if d.Sentences[m].End <= at {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo < len(d.Sentences) && d.Sentences[lo].Start <= at {
		return lo
	}
	return -1
}

// Word returns the text of token i.
func (d *Doc) Word(i int) string { return d.Text[d.Tokens[i].Start:d.Tokens[i].End] }
