package when

import (
	"strings"

	"vigil/internal/lang/en/quantity"
	"vigil/internal/lang/words"
	"vigil/internal/nlp"
)

// parser reads expressions of time out of the atoms of one text. A reading
// method takes the index of an atom and returns what it read and the index
// after it; an index that did not move means nothing read.
type parser struct {
	text string
	ws   []words.Word
	s    []*sense // what each atom can mean; nil for most
	doc  *nlp.Doc // or nil
}

func newParser(text string) *parser {
	p := &parser{text: text, ws: words.Split(text, make([]words.Word, 0, len(text)/5+8))}
	p.s = make([]*sense, len(p.ws))
	lex := lexicon()
	for i, w := range p.ws {
		if w.Kind != words.Mark {
			p.s[i], _ = lex.Find(text[w.Start:w.End])
		}
	}
	return p
}

// none stands for words that mean no time.
var none = &sense{}

func (p *parser) sense(i int) *sense {
	if i < 0 || i >= len(p.s) || p.s[i] == nil {
		return none
	}
	return p.s[i]
}

func (p *parser) word(i int) string {
	if i < 0 || i >= len(p.ws) {
		return ""
	}
	return p.text[p.ws[i].Start:p.ws[i].End]
}

func (p *parser) is(i int, word string) bool { return strings.EqualFold(p.word(i), word) }

func (p *parser) has(i int, c cue) bool { return p.sense(i).cues&c != 0 }

func (p *parser) kind(i int) words.Kind {
	if i < 0 || i >= len(p.ws) {
		return words.Mark
	}
	return p.ws[i].Kind
}

func (p *parser) gap(i int) words.Gap {
	if i < 0 || i >= len(p.ws) {
		return words.Blank
	}
	return p.ws[i].Gap
}

func (p *parser) glued(i int) bool { return p.gap(i) == words.Glued }

func (p *parser) hyphen(i int) bool {
	w := p.word(i)
	return w == "-" || w == "–" || w == "—" || w == "‑"
}

func (p *parser) apostrophe(i int) bool { w := p.word(i); return w == "'" || w == "’" || w == "`" }

// capital reports whether a word that is a name of time only with a capital
// has one.
func (p *parser) capital(i int) bool { return !p.sense(i).name || p.ws[i].Title }

// month returns the month that atom i names, or 0.
func (p *parser) month(i int) int {
	if m := p.sense(i).month; m > 0 && p.capital(i) {
		return m
	}
	return 0
}

// weekday returns the weekday that atom i names, or 0.
func (p *parser) weekday(i int) int {
	if d := p.sense(i).weekday; d > 0 && p.capital(i) && (p.ws[i].Title || len(p.word(i)) > 4) {
		return d
	}
	return 0
}

// phrase reads the longest phrase of a class and returns its value.
func (p *parser) phrase(i int, class string) (value string, next int) {
next:
	for _, ph := range p.sense(i).phrases {
		if ph.class != class || ph.name && !p.ws[i].Title {
			continue
		}
		for k, w := range ph.rest {
			if !p.is(i+1+k, w) || p.gap(i+1+k) == words.Blank {
				continue next
			}
		}
		return ph.value, i + 1 + len(ph.rest)
	}
	return "", i
}

// dot steps over the full stop of an abbreviation.
func (p *parser) dot(i int) int {
	if p.word(i) == "." && len(p.word(i-1)) <= 4 && !p.is(i-1, "may") {
		return i + 1
	}
	return i
}

// comma steps over a comma.
func (p *parser) comma(i int) int {
	if p.word(i) == "," {
		return i + 1
	}
	return i
}

// number reads a small whole number in figures.
func (p *parser) number(i int) (n int, digits int) {
	if p.kind(i) != words.Digit || len(p.word(i)) > 8 {
		return 0, 0
	}
	for _, c := range []byte(p.word(i)) {
		n = n*10 + int(c-'0')
	}
	return n, len(p.word(i))
}

// quantity reads a number with its bounds and gives the bound as TIMEX3 mod.
func (p *parser) quantity(i int) (q quantity.Quantity, mod string, next int, ok bool) {
	q, next, ok = quantity.At(p.text, p.ws, i)
	if !ok {
		return q, "", i, false
	}
	if q.Start < q.Core.Start {
		mod, _ = p.phrase(i, "bound")
	}
	return q, mod, next, true
}

// parse returns every expression of the text, in order, none overlapping.
func (p *parser) parse() []expr {
	var out []expr
	for i := 0; i < len(p.ws); {
		e, next := p.expr(i)
		if next == i {
			i++
			continue
		}
		e.first, e.next = i, next
		out = append(out, e)
		i = next
	}
	return out
}

// readers are the kinds of expression; at each atom the longest reading wins,
// of equals the first.
var readers = []func(*parser, int) (expr, int){
	(*parser).date, (*parser).clock, (*parser).relative, (*parser).compared, (*parser).ordinal, (*parser).amount,
	(*parser).modified, (*parser).set, (*parser).vague, (*parser).bare,
}

// expr reads the expression that starts at atom i.
func (p *parser) expr(i int) (best expr, end int) {
	if p.s[i] == nil && p.kind(i) != words.Digit && !p.opens(i) {
		return best, i
	}
	end = i
	for _, read := range readers {
		if e, next := read(p, i); next > end {
			best, end = e, next
		}
	}
	return best, end
}

// opens reports whether an expression may start with a word that is none of
// time: an article, a number, the apostrophe of '80s.
func (p *parser) opens(i int) bool {
	if p.kind(i) == words.Mark {
		return p.apostrophe(i)
	}
	return p.article(i) || quantity.Opens(p.word(i))
}

func (p *parser) article(i int) bool { return p.is(i, "the") || p.is(i, "a") || p.is(i, "an") }
