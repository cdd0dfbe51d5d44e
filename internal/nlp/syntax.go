package nlp

import (
	"encoding/binary"
	"slices"
)

// syntaxMagic names the form of the syntax model and the features it is for:
// raise the number when a template, a tag set or the layout changes.
const syntaxMagic = "vigil-syntax-2\n"

// AppendLexicon opens a syntax model: its magic and the lexicon. The Penn
// tagger, the universal tagger, the parser and the lemmas follow.
func AppendLexicon(b []byte, entries []Entry) []byte {
	b = append(b, syntaxMagic...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(entries)))
	for _, e := range entries {
		b = binary.LittleEndian.AppendUint32(b, e.Key)
		b = binary.LittleEndian.AppendUint16(b, e.Fine)
		b = append(b, byte(e.Coarse))
		b = binary.LittleEndian.AppendUint16(b, e.ID)
		b = append(b, e.Codes[:]...)
	}
	return b
}

// syntax holds the models of the first half of an analysis.
type syntax struct {
	lexicon *Lexicon
	tagger  tagger
	parser  parser
	lemmas  lemmatiser
}

func openSyntax(model string) (*syntax, error) {
	r := modelReader{s: model}
	if err := r.header(syntaxMagic); err != nil {
		return nil, err
	}
	n := int(r.u32())
	if n > len(r.s)/(9+WordCodes) {
		return nil, errModel
	}
	entries := make([]Entry, n)
	for i := range entries {
		e := &entries[i]
		e.Key, e.Fine, e.Coarse, e.ID = r.u32(), uint16(r.u16()), uint16(r.u8()), uint16(r.u16())
		copy(e.Codes[:], r.str(WordCodes))
		if e.ID >= MaxWordID || e.Codes[0] != NoCode && slices.Max(e.Codes[:]) >= CodeValues {
			return nil, errModel
		}
	}
	s := &syntax{lexicon: NewLexicon(entries)}
	s.tagger.xpos, s.tagger.upos, s.tagger.net = r.small(len(XPOSTags)), r.small(len(UPOSTags)), r.taggerNet()
	s.tagger.sure = tagSure
	s.parser.net = r.parserNet()
	s.parser.perceptron = r.small(Transitions)
	s.lemmas = r.lemmas()
	return s, r.err
}

// scratch is the working room of one analysis.
type scratch struct {
	sent  Sent
	parse parseRoom
	tag   tagRoom
	buf   []byte
}

// annotate tags and parses every sentence of d.
func (m *syntax) annotate(d *Doc, w *scratch) {
	for _, s := range d.Sentences {
		toks := d.Tokens[s.First:s.Last]
		w.sent.See(d.Text, toks, m.lexicon)
		m.tagger.tag(&w.tag, &w.sent)
		w.sent.mend(d.Text, toks)
		m.parser.parse(&w.parse, &w.sent)
		for i := range toks {
			t := &toks[i]
			t.XPOS, t.UPOS = XPOS(w.sent.XPOS[i]), UPOS(w.sent.UPOS[i])
			t.Deprel = w.parse.state.Label[i]
			if h := w.parse.state.Head[i]; int(h) < len(toks) {
				t.Head = h + int32(s.First)
			}
			t.Lemma = m.lemmas.lemma(d.Text[t.Start:t.End], t.XPOS, w.buf)
		}
	}
}
