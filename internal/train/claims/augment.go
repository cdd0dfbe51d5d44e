package claims

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vigil"
	"vigil/internal/extract"
)

// Augment appends to reports what teaches attribution besides: for now the
// sentences of the reports themselves, turned round.
func Augment(reports []Report) []Report {
	out := reports
	for i := range reports {
		if reports[i].Teaches == Everything {
			out = append(out, turned(&reports[i])...)
		}
	}
	return out
}

// turned makes sentences in which what was said comes first, in quotation marks
// and out, from those that are nothing but speaker, cue and content, so that
// both orders are learned: the briefs themselves put the speaker first. Each
// is a report of its own, marked as its original is.
func turned(r *Report) []Report {
	var out []Report
	text := r.Report.Text
	for i := range r.Gold.Attributions {
		g := &r.Gold.Attributions[i]
		p, ok := wholeSentence(text, g)
		if !ok {
			continue
		}
		for k, form := range forms {
			if (i+k)%2 == 0 { // half of them: enough, and no flood
				out = append(out, form(p).report(r.Fold))
			}
		}
	}
	return out
}

// parts are the words of a sentence that is speaker, cue and content.
type parts struct{ source, cue, content string }

// wholeSentence takes an attribution apart if its sentence holds nothing else
// and the cue is a single word of saying.
func wholeSentence(text string, g *extract.GoldSaying) (p parts, ok bool) {
	if len(g.Source) != 1 || len(g.Cue) != 1 || len(g.Content) != 1 {
		return p, false
	}
	s, c, y := g.Source[0], g.Cue[0], g.Content[0]
	p = parts{s.In(text), c.In(text), y.In(text)}
	switch p.cue {
	case "said", "says", "say", "told", "added", "reported", "announced", "explained", "warned", "argued":
	default:
		return p, false
	}
	before, behind := text[:s.Start], text[y.End:]
	starts := before == "" || strings.HasSuffix(before, ". ") || strings.HasSuffix(before, "\" ")
	ends := strings.HasPrefix(behind, ". ") || behind == "."
	gap := strings.TrimSpace(text[min(s.End, c.Start):c.Start])
	link := strings.TrimSpace(text[min(c.End, y.Start):y.Start])
	return p, starts && ends && gap == "" && (link == "" || link == "that") && len(p.content) > 15 && len(p.source) < 60
}

// piece is a run of text with its role.
type piece struct {
	role byte // 's' source, 'c' cue, 'y' content, 0 none
	text string
}

type sentence []piece

// report puts the pieces together.
func (s sentence) report(fold int) Report {
	var b strings.Builder
	var g extract.GoldSaying
	for _, p := range s {
		span := vigil.Span{Start: b.Len(), End: b.Len() + len(p.text)}
		b.WriteString(p.text)
		switch p.role {
		case 's':
			g.Source = append(g.Source, span)
		case 'c':
			g.Cue = append(g.Cue, span)
		case 'y':
			g.Content = append(g.Content, span)
		}
	}
	out := Report{Report: vigil.Report{Text: b.String(), Lang: "en"}, Fold: fold, Teaches: Sayings}
	out.Gold.Attributions = []extract.GoldSaying{g}
	return out
}

var forms = []func(p parts) sentence{
	func(p parts) sentence {
		return sentence{{'y', upper(p.content)}, {0, ", "}, {'s', small(p.source)}, {0, " "}, {'c', p.cue}, {0, "."}}
	},
	func(p parts) sentence {
		return sentence{{'y', "\"" + upper(p.content) + ",\""}, {0, " "}, {'s', small(p.source)}, {0, " "}, {'c', p.cue}, {0, "."}}
	},
	func(p parts) sentence {
		return sentence{{'y', "“" + upper(p.content) + ",”"}, {0, " "}, {'c', p.cue}, {0, " "}, {'s', small(p.source)}, {0, "."}}
	},
	func(p parts) sentence {
		return sentence{{'s', p.source}, {0, " "}, {'c', p.cue}, {0, ": "}, {'y', "“" + upper(p.content) + ".”"}}
	},
	func(p parts) sentence {
		return sentence{{'s', p.source}, {0, " "}, {'c', p.cue}, {0, ", "}, {'y', "\"" + upper(p.content) + ".\""}}
	},
	func(p parts) sentence {
		return sentence{{'c', "According to"}, {0, " "}, {'s', small(p.source)}, {0, ", "}, {'y', p.content}, {0, "."}}
	},
	func(p parts) sentence {
		return sentence{{'y', upper(p.content)}, {0, ", "}, {'c', "according to"}, {0, " "}, {'s', small(p.source)}, {0, "."}}
	},
	func(p parts) sentence {
		return sentence{{'y', "\"" + upper(p.content) + "\""}, {0, ", "}, {'s', small(p.source)}, {0, " "}, {'c', p.cue}, {0, "."}}
	},
}

func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// small lowers the first letter of words that have it only at the start of a
// sentence.
func small(s string) string {
	first, _, _ := strings.Cut(s, " ")
	switch first {
	case "The", "A", "An", "He", "She", "It", "They", "Police", "Officials", "Authorities", "Witnesses", "Some", "Analysts", "Experts":
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}
