package extract

import (
	"strings"

	"vigil/internal/lang/en"
	"vigil/internal/lang/use"
	"vigil/internal/nlp"
)

// byMarks finds what a mark alone attributes: "Poll: …" in a headline,
// "SMITH: …" in a transcript, and “…” ― Name under a quotation.
func (v *view) byMarks() []saying {
	var out []saying
	labels := map[string]int{}
	for first := 0; first < len(v.tok); first = v.paragraphEnd(first) {
		if c := v.label(first); c >= 0 && v.capitals(first, c) {
			labels[v.span(first, c-1).In(v.doc.Text)]++
		}
	}
	for first := 0; first < len(v.tok); {
		last := v.paragraphEnd(first)
		if c := v.label(first); c >= 0 {
			from := v.skipMark(first)
			switch {
			case labels[v.span(from, c-1).In(v.doc.Text)] > 1:
				out = append(out, v.marked(from, c, reach{int32(c) + 1, int32(last) - 1}))
			case first == 0 && v.canSpeak(from, c):
				out = append(out, v.marked(from, c, reach{int32(c) + 1, int32(v.sentence(c).Last) - 1}))
			}
		}
		if s, ok := v.signed(first, last); ok {
			out = append(out, s)
		}
		first = last
	}
	return out
}

// paragraphEnd returns the token after the paragraph of token i.
func (v *view) paragraphEnd(i int) int {
	s := int(v.sentOf[i])
	para := v.doc.Sentences[s].Para
	for s+1 < len(v.doc.Sentences) && v.doc.Sentences[s+1].Para == para {
		s++
	}
	return max(v.doc.Sentences[s].Last, i+1)
}

// skipMark returns first, or the token after it if that is a quotation mark.
func (v *view) skipMark(first int) int {
	if first+1 < len(v.tok) && quoteMark(v.doc.Word(first)) != 0 {
		return first + 1
	}
	return first
}

// label returns the colon that ends a label of a few nouns at the start of a
// paragraph, or -1.
func (v *view) label(first int) int {
	first = v.skipMark(first)
	for j := first; j < len(v.tok) && j < first+6; j++ {
		switch {
		case v.doc.Word(j) == ":":
			if j == first || j+3 >= len(v.tok) || v.place[first] >= 0 {
				return -1
			}
			return j
		case v.tok[j].UPOS == nlp.VERB || v.tok[j].UPOS == nlp.AUX || v.tok[j].UPOS == nlp.ADV:
			return -1
		}
	}
	return -1
}

// capitals reports whether the words of a label are written in capitals.
func (v *view) capitals(first, colon int) bool {
	w := v.span(v.skipMark(first), colon-1).In(v.doc.Text)
	return len(w) > 2 && w == strings.ToUpper(w) && w != strings.ToLower(w)
}

// canSpeak reports whether a headline's label names somebody who can speak: a
// person, or a document.
func (v *view) canSpeak(first, colon int) bool {
	last := colon - 1
	if v.lx.reporting[word{v.lemma[last], 'n'}]&en.ReportDocument != 0 {
		return true
	}
	if v.is(last, use.Labelled) {
		return true
	}
	if k := v.name[last]; k >= 0 {
		return v.doc.Names[k].Type == nlp.PER || v.doc.Names[k].Type == nlp.ORG
	}
	return colon-first == 2 && v.tok[first].UPOS == nlp.PROPN && v.tok[last].UPOS == nlp.PROPN
}

// marked is the saying of a label.
func (v *view) marked(first, colon int, content reach) saying {
	return saying{cue: int32(colon), cues: []int32{int32(colon)}, source: reach{int32(first), int32(colon) - 1}, speaker: int32(colon) - 1,
		rule: "label", content: []reach{content}, contents: "label", force: en.ReportSaid, score: .9, parent: -1}
}

// signed finds a paragraph that is a quotation and the name of who said it.
func (v *view) signed(first, last int) (saying, bool) {
	for j := last - 1; j > first+3 && j > last-10; j-- {
		switch w := v.doc.Word(j); {
		case v.tok[j].UPOS == nlp.VERB:
			return saying{}, false
		case (w == "—" || w == "―" || w == "--" || w == "–" || w == "-") && quoteMark(v.doc.Word(j-1)) != 0 && j < last-1:
			k := v.quoteFrom(first)
			if k >= len(v.quotes) || v.quotes[k].bounds().last != int32(j)-1 || v.quotes[k].open > int32(first)+1 {
				return saying{}, false
			}
			s := v.marked(j+1, last, v.quotes[k].bounds())
			s.cue, s.cues, s.rule, s.contents = int32(j), []int32{int32(j)}, "signature", "signature"
			return s, true
		}
	}
	return saying{}, false
}
