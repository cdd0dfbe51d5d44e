package names

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vigil"
	"vigil/internal/nlp"
)

// gold is what a document teaches of one of its texts.
type gold struct {
	doc     *nlp.Doc
	names   []nlp.Name
	allowed []uint32 // for each token the labels that are right
}

const anyLabel = 1<<nlp.NameLabels - 1

// align ties the names of a document to the tokens of its analysis.
func (l *lists) align(d *Document, doc *nlp.Doc) *gold {
	g := &gold{doc: doc, allowed: make([]uint32, len(doc.Tokens))}
	for i := range g.allowed {
		g.allowed[i] = 1
	}
	marks := slices.Clone(d.Names)
	slices.SortStableFunc(marks, func(a, b Name) int { // outermost first
		return (b.End - b.Start) - (a.End - a.Start)
	})
	taken := make([]bool, len(doc.Tokens))
	for _, m := range marks {
		first, last := tokensOf(doc, m.Span)
		if first < last && d.loose {
			first, last, m.Unsure = l.trim(doc, first, last, &m)
		}
		if first >= last || slices.Contains(taken[first:last], true) {
			continue
		}
		if d.Fold < 0 {
			m.Type = l.adopt(m.Type, doc, first, last)
		}
		g.mark(first, last, &m, l, taken)
	}
	if d.Fold < 0 {
		l.nations(g, taken)
	}
	slices.SortFunc(g.names, func(a, b nlp.Name) int { return a.First - b.First })
	return g
}

// mark sets the labels of a name.
func (g *gold) mark(first, last int, m *Name, l *lists, taken []bool) {
	s := vigil.Span{Start: g.doc.Tokens[first].Start, End: g.doc.Tokens[last-1].End}
	t := l.settle(m.Type, s.In(g.doc.Text), m.Kind)
	for i := first; i < last; i++ {
		if m.Unsure {
			g.allowed[i] = anyLabel
			continue
		}
		taken[i] = true
		g.allowed[i] = 1 << nlp.NameLabel(t, i-first, last-first)
	}
	if !m.Unsure {
		g.names = append(g.names, nlp.Name{Span: s, First: first, Last: last, Type: t, Kind: m.Kind})
	}
}

// settle gives the names of nations the type that they have with us, whatever
// they stand for in the text.
func (l *lists) settle(t nlp.NameType, name, kind string) nlp.NameType {
	switch {
	case kind != "" || t == nlp.NORP || t == nlp.PER:
	case l.isNation(name):
		return nlp.NORP
	case t == nlp.ORG && len(name) < 60 && l.runs[l.key(name)]>>inCountry&1 == 1:
		return nlp.LOC
	}
	return t
}

// adopt gives a name of another corpus the type that it has with us: peoples
// and faiths are no persons and nothing else, and what is called a hospital or
// a bridge is a facility.
func (l *lists) adopt(t nlp.NameType, doc *nlp.Doc, first, last int) nlp.NameType {
	w := doc.Word(last - 1)
	switch t {
	case nlp.PER:
		if last == first+1 && strings.HasSuffix(w, "s") && l.isPeople(w) {
			return nlp.NORP
		}
	case nlp.MISC:
		if last == first+1 && l.isPeople(w) {
			return nlp.NORP
		}
	case nlp.LOC:
		if last > first+1 && facilityWords[w] {
			return nlp.FAC
		}
	}
	return t
}

// facilityWords end the names of things that were built.
var facilityWords = func() map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq("Hospital Airport Airfield Airbase Base Mosque Cathedral Temple Synagogue Shrine Palace Castle Fort Prison Jail Barracks " +
		"Stadium Arena Theatre Theater Auditorium Museum Library Hotel Hall Building Tower Mall Market Station Terminal Bridge Tunnel Dam Canal " +
		"Highway Road Street Avenue Square Cemetery Embassy Consulate Plant Refinery Reactor Pipeline Checkpoint Crossing Garage") {
		set[w] = true
	}
	return set
}()

// key returns the key of a name as a run of words.
func (l *lists) key(name string) uint32 {
	d := l.tokeniser.Analyse(name)
	if len(d.Tokens) == 0 {
		return 0
	}
	keys := nlp.NameRunKeys(d.Text, d.Tokens)
	return keys[len(keys)-1]
}

// tokensOf returns the tokens that a span covers, none if it cuts through one.
func tokensOf(doc *nlp.Doc, s vigil.Span) (first, last int) {
	for s.Start < s.End && doc.Text[s.Start] <= ' ' {
		s.Start++
	}
	for s.Start < s.End && doc.Text[s.End-1] <= ' ' {
		s.End--
	}
	first, ok := slices.BinarySearchFunc(doc.Tokens, s.Start, func(t nlp.Token, at int) int { return t.Start - at })
	if !ok {
		return 0, 0
	}
	last = first
	for last < len(doc.Tokens) && doc.Tokens[last].End < s.End {
		last++
	}
	if last == len(doc.Tokens) || doc.Tokens[last].End != s.End {
		return 0, 0
	}
	return first, last + 1
}

// trim cuts a phrase down to the name in it, by our rules: no article, no
// title, no possessive, nothing in small letters but joining words, nothing
// after a comma. What ends in small letters is a description: no name at all;
// what is no plain name then is unsure.
func (l *lists) trim(doc *nlp.Doc, first, last int, m *Name) (int, int, bool) {
	for i := first + 1; i < last; i++ {
		if w := doc.Word(i); w == "," || w == "(" || w == "–" || w == ":" {
			last = i
		}
	}
	if w := doc.Word(last - 1); w == "'s" || w == "’s" || w == "'" || w == "’" {
		last--
	}
	for i := first; m.Type == nlp.PER && i < last-1; i++ {
		if l.isTitle(doc.Word(i)) {
			first = i + 1
		}
	}
	for first < last && (!capital(doc.Word(first)) || isArticle(doc.Word(first))) {
		first++
	}
	if first == last || !capital(doc.Word(last-1)) && doc.Tokens[last-1].XPOS != nlp.TagCD || last == first+1 && isPronoun(doc.Word(first)) {
		return 0, 0, false
	}
	unsure := m.Unsure || last-first > 8
	for i := first; i < last; i++ {
		w := doc.Word(i)
		switch {
		case capital(w) || joins(w) || w == "-" || w == ".":
		case unicode.IsDigit(rune(w[0])):
		default:
			unsure = true
		}
		if m.Type == nlp.PER && (w == "of" || w == "the" || w == "and") {
			unsure = true
		}
	}
	return first, last, unsure
}

func isPronoun(w string) bool {
	switch strings.ToLower(w) {
	case "i", "we", "you", "he", "she", "it", "they", "me", "us", "him", "them", "who", "others", "those", "both":
		return true
	}
	return false
}

func capital(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

func isArticle(w string) bool {
	switch strings.ToLower(w) {
	case "the", "a", "an", "this", "that", "our", "my", "your", "his", "her", "its", "their", "all", "some":
		return true
	}
	return false
}

func joins(w string) bool {
	switch w {
	case "of", "the", "for", "and", "al", "el", "de", "la", "le", "del", "da", "di", "du", "von", "van", "bin", "ibn", "on", "in", "&", "'s", "’s":
		return true
	}
	return false
}

func (l *lists) has(w string, list int) bool {
	return l.runs[nlp.NameRunKeys(w, []nlp.Token{{Span: vigil.Span{End: len(w)}}})[0]]>>list&1 == 1
}

func (l *lists) isTitle(w string) bool {
	switch w {
	case "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Dr", "Dr.", "Sir", "Professor", "Prof.", "Lord", "Lady", "Miss", "Judge", "Justice":
		return true
	}
	return l.has(w, inTitle)
}

// isNation reports whether a name is an adjective or noun of a nation.
func (l *lists) isNation(s string) bool {
	return len(s) < 60 && !strings.Contains(s, " ") && l.has(s, inDemonym) && !l.has(s, inCountry)
}

// isPeople reports whether w is a word for a nation, a people or a faith.
func (l *lists) isPeople(w string) bool { return l.isNation(w) || l.has(w, inFaith) }

// isVague reports whether a word for peoples is one of regions or parties,
// which are marked now and then only.
func isVague(w string) bool {
	switch w {
	case "Western", "Eastern", "Transatlantic", "Democratic", "Liberal", "Conservative", "Labour", "Republican", "Contra":
		return true
	}
	return false
}

// nations marks the words for nations, peoples and faiths that a corpus leaves
// unmarked.
func (l *lists) nations(g *gold, taken []bool) {
	for i := range g.doc.Tokens {
		w := g.doc.Word(i)
		if taken[i] || g.allowed[i] != 1 || !capital(w) {
			continue
		}
		switch x := g.doc.Tokens[i].XPOS; {
		case l.isNation(w):
			g.mark(i, i+1, &Name{Type: nlp.NORP}, l, taken)
		case l.has(w, inFaith) && (x == nlp.TagNNP || x == nlp.TagNNPS || x == nlp.TagJJ):
			g.mark(i, i+1, &Name{Type: nlp.NORP, Unsure: isVague(w)}, l, taken)
		}
	}
}
