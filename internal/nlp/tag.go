package nlp

import (
	"errors"
	"slices"
	"strings"
)

// Tagging: Penn tags greedily from left to right, then universal ones from the
// Penn tags on both sides. Averaged perceptrons over hashed features (Collins
// 2002), with word clusters (Turian et al. 2010).

// Sent is the working form of one sentence: what the taggers and the parser
// read. It is made once and reused.
type Sent struct {
	words []word
	XPOS  []uint8
	UPOS  []uint8
	feats []uint32
	flat  bool
}

// See fills s with the tokens toks of text.
func (s *Sent) See(text string, toks []Token, lexicon *Lexicon) {
	n := len(toks)
	s.words = grow(s.words, n)
	s.XPOS = grow(s.XPOS, n)
	s.UPOS = grow(s.UPOS, n)
	s.flat = isFlat(text, toks)
	for i, t := range toks {
		s.words[i].see(text[t.Start:t.End], lexicon, s.flat)
	}
}

// Copy returns a Sent with the same words, and with tags and room of its own.
func (s *Sent) Copy() Sent {
	return Sent{words: s.words, XPOS: slices.Clone(s.XPOS), UPOS: slices.Clone(s.UPOS), flat: s.flat}
}

// Key returns the WordKey of token i.
func (s *Sent) Key(i int) uint32 { return feature(s.words[i].lower) }

// grow returns a slice of length n, reusing xs.
func grow[T any](xs []T, n int) []T {
	if cap(xs) < n {
		return make([]T, n, n+n/2)
	}
	return xs[:n]
}

var outside word // beyond either end of the sentence

func (s *Sent) word(i int) *word {
	if i < 0 || i >= len(s.words) {
		return &outside
	}
	return &s.words[i]
}

func (s *Sent) xpos(i int) uint32 {
	if i < 0 || i >= len(s.words) {
		return 255
	}
	return uint32(s.XPOS[i])
}

func (s *Sent) put(template uint32, v uint32) {
	s.feats = append(s.feats, feature(mix(template<<8|0x5a, v)))
}

func (s *Sent) put2(template uint32, v, u uint32) {
	s.feats = append(s.feats, feature(mix(mix(template<<8|0xa5, v), u)))
}

// XPOSFeatures returns the features of token i, given the Penn tags before it.
// The slice is valid until the next call.
func (s *Sent) XPOSFeatures(i int) []uint32 {
	s.feats = s.feats[:0]
	w, l, r := s.word(i), s.word(i-1), s.word(i+1)
	ll, rr := s.word(i-2), s.word(i+2)
	t1, t2 := s.xpos(i-1), s.xpos(i-2)
	first := uint32(0)
	if i == 0 {
		first = 1
	}
	s.put(0, 0)
	s.put(1, w.lower)
	s.put2(2, w.lower, w.flags)
	s.put2(3, w.shape, first)
	for n, p := range w.pre {
		if p != 0 {
			s.put(4+uint32(n), p)
		}
	}
	for n, x := range w.suf {
		if x != 0 {
			s.put(8+uint32(n), x)
		}
	}
	s.put2(12, w.flags, first)
	s.put2(13, w.suf[2], w.flags)
	s.put(14, w.fine)
	s.put(15, w.coarse)
	s.put2(16, w.coarse, w.suf[1])
	s.put(17, l.lower)
	s.put(18, r.lower)
	s.put(19, ll.lower)
	s.put(20, rr.lower)
	s.put(21, t1)
	s.put2(22, t1, t2)
	s.put2(23, t1, w.lower)
	s.put2(24, t1, w.fine)
	s.put2(25, t1, r.lower)
	s.put2(26, w.lower, r.lower)
	s.put2(27, l.lower, w.lower)
	s.put(28, r.suf[2])
	s.put(29, l.suf[2])
	s.put(30, r.fine)
	s.put(31, l.fine)
	s.put2(32, r.coarse, rr.coarse)
	s.put2(33, w.coarse, r.coarse)
	s.put2(34, t1, r.coarse)
	s.put2(35, t1, w.suf[2])
	s.put2(36, r.shape, w.shape)
	s.put2(37, mix(t1, t2), w.coarse)
	return s.feats
}

// UPOSFeatures returns the features of token i, given all Penn tags and the
// universal ones before it.
func (s *Sent) UPOSFeatures(i int) []uint32 {
	s.feats = s.feats[:0]
	w, l, r := s.word(i), s.word(i-1), s.word(i+1)
	x, xl, xr := s.xpos(i), s.xpos(i-1), s.xpos(i+1)
	u1 := uint32(255)
	if i > 0 {
		u1 = uint32(s.UPOS[i-1])
	}
	s.put(64, x)
	s.put(65, w.lower)
	s.put2(66, x, w.lower)
	s.put2(67, x, w.fine)
	s.put2(68, x, w.suf[2])
	s.put2(69, x, xl)
	s.put2(70, x, xr)
	s.put2(71, mix(x, xl), xr)
	s.put2(72, mix(x, w.lower), xr)
	s.put2(73, mix(x, w.lower), xl)
	s.put2(74, mix(x, w.lower), r.lower)
	s.put2(75, mix(x, w.lower), l.lower)
	s.put2(76, mix(x, xr), s.xpos(i+2))
	s.put2(77, mix(x, xl), s.xpos(i-2))
	s.put2(78, mix(mix(x, w.lower), xr), s.xpos(i+2))
	s.put2(79, x, u1)
	s.put2(80, mix(x, w.lower), u1)
	s.put2(81, x, w.shape)
	s.put2(82, x, r.fine)
	s.put2(83, mix(x, w.lower), s.word(i+2).lower)
	return s.feats
}

// tagger holds the models: perceptrons of either tag set, and a net with a head
// for each. Tags have the best sum of both; where the net is sure the
// perceptrons are not asked, which saves most of their time.
type tagger struct {
	xpos, upos linear
	net        net
	sure       int32 // lead of the net's best tag that decides
}

// tagSure is the lead, in units of the net's scores, that no perceptron
// overturns but very seldom.
const tagSure = 3 * netUnit

// tagRoom is the working room of a tagger.
type tagRoom struct {
	sum    sum
	units  []int16
	scores [maxScores]int32
	linear [len(XPOSTags)]int32
	coarse [][universalRoom]int32 // scores of each token, by the net
}

// universalRoom is room for the scores of the universal tags.
const universalRoom = 24

// tag sets the tags of s.
func (t *tagger) tag(w *tagRoom, s *Sent) {
	w.coarse = grow(w.coarse, len(s.words))
	for i := range s.words {
		t.net.clear(&w.sum)
		t.net.add(&w.sum, s.TagRows(i))
		w.units = t.net.hide(&w.sum, w.units)
		scores := t.net.heads[0].score(w.units, w.scores[:])
		t.net.heads[1].score(w.units, w.coarse[i][:])
		tag, lead := leader(scores)
		if lead < t.sure {
			t.xpos.score(s.XPOSFeatures(i), w.linear[:])
			addTo(scores, w.linear[:])
			tag, _ = leader(scores)
		}
		s.XPOS[i] = uint8(tag)
	}
	for i := range s.words {
		scores := w.coarse[i][:len(UPOSTags)]
		tag, lead := leader(scores)
		if lead < t.sure {
			t.upos.score(s.UPOSFeatures(i), w.linear[:len(UPOSTags)])
			addTo(scores, w.linear[:])
			tag, _ = leader(scores)
		}
		s.UPOS[i] = uint8(tag)
	}
}

// leader returns the class, 0 apart, of the highest score and how far it is
// before the next; ties go to the lowest.
func leader(scores []int32) (class int, lead int32) {
	class = 1
	second := int32(-1 << 31)
	for i := 2; i < len(scores); i++ {
		switch s := scores[i]; {
		case s > scores[class]:
			class, second = i, scores[class]
		case s > second:
			second = s
		}
	}
	if second == -1<<31 {
		return class, 1<<31 - 1
	}
	return class, scores[class] - second
}

func addTo(scores, more []int32) {
	for i := range scores {
		scores[i] += more[i]
	}
}

// mend makes nouns of words in -ive that head their phrase ("an offensive in
// the north"): the treebanks know them as adjectives before a noun alone.
func (s *Sent) mend(text string, toks []Token) {
	for i := 1; i+1 < len(toks); i++ {
		if XPOS(s.XPOS[i]) != TagJJ || toks[i].Len() < 7 || !strings.HasSuffix(text[toks[i].Start:toks[i].End], "ive") {
			continue
		}
		switch XPOS(s.XPOS[i-1]) {
		case TagDT, TagPRPS, TagPOS, TagJJ, TagVBN, TagNN, TagNNP:
			switch XPOS(s.XPOS[i+1]) {
			case TagIN, TagTO, TagVBD, TagVBZ, TagMD, TagWDT, TagStop:
				s.XPOS[i], s.UPOS[i] = uint8(TagNN), uint8(NOUN)
			}
		}
	}
}

// Tagger tags sentences; internal/train opens one to jack-knife.
type Tagger struct {
	models tagger
	room   tagRoom
}

// OpenTagger opens models that were just trained. All of them are asked.
func OpenTagger(xpos, upos, net []byte) (*Tagger, error) {
	x, u, n := modelReader{s: string(xpos)}, modelReader{s: string(upos)}, modelReader{s: string(net)}
	t := &Tagger{models: tagger{x.small(len(XPOSTags)), u.small(len(UPOSTags)), n.taggerNet(), 1<<31 - 1}}
	return t, errors.Join(x.err, u.err, n.err)
}

// Tag sets the tags of s.
func (t *Tagger) Tag(s *Sent) { t.models.tag(&t.room, s) }
