package trace

import (
	"slices"
	"strings"

	"vigil"
)

// agency is a news agency whose copy others print.
type agency struct {
	words []uint32
	name  string
	upper bool // written in capitals
}

// agencies holds them by the last word of what they are called.
var agencies = func() map[uint32][]agency {
	m := map[uint32][]agency{}
	for _, called := range []string{"AP/Associated Press", "Associated Press", "AFP/Agence France-Presse", "Agence France-Presse",
		"Reuters", "TASS", "Xinhua", "Interfax", "Anadolu Agency", "Anadolu", "SANA", "IRNA", "UPI", "EFE", "DPA", "ANSA",
		"RIA Novosti", "Tasnim", "Fars", "WAFA", "Yonhap", "Kyodo"} {
		words, name, ok := strings.Cut(called, "/")
		if !ok {
			name = words
		}
		a := agency{name: name, upper: strings.ToUpper(words) == words}
		for _, w := range Words(nil, words) {
			a.words = append(a.words, w.Key)
		}
		last := a.words[len(a.words)-1]
		m[last] = append(m[last], a)
	}
	return m
}()

// creditVerbs say that an agency's own work stands here. They are told by how
// they are spelt: "Reuters, citing a report" credits somebody else.
var creditVerbs = []string{"reported", "contributed"}

// creditReach is how many words after an agency's name its verb may stand.
const creditReach = 5

// Credit says that an agency stands behind a text or a sentence of it.
type Credit struct {
	Agency     string
	vigil.Span // zero: all of the text
}

// credits returns the agencies that a text credits: for all of it in brackets,
// as in its dateline, or as having contributed; for one of sentences as having
// reported it.
func credits(text string, ws []Word, sentences []Sentence) []Credit {
	var out []Credit
	for i, w := range ws {
		if w.Flags&Capital == 0 {
			continue
		}
		for _, a := range agencies[w.Key] {
			if !a.endsAt(text, ws, i) {
				continue
			}
			c := Credit{Agency: a.name}
			if !bracketed(text, w) {
				verb := creditVerb(text, ws[i+1:min(len(ws), i+1+creditReach)])
				if verb == "" {
					continue
				}
				if s := sentenceOf(sentences, i); s != nil && verb == "reported" {
					c.Span = s.Span
				}
			}
			if !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out
}

// creditVerb returns the first verb of credit among words, or "".
func creditVerb(text string, ws []Word) string {
	for _, w := range ws {
		if v := strings.ToLower(w.In(text)); slices.Contains(creditVerbs, v) {
			return v
		}
	}
	return ""
}

// sentenceOf returns the sentence of word i, or nil.
func sentenceOf(sentences []Sentence, i int) *Sentence {
	for k := range sentences {
		if s := &sentences[k]; s.First <= i && i < s.Last {
			return s
		}
	}
	return nil
}

// endsAt reports whether ws[i] is the last word of a's name.
func (a *agency) endsAt(text string, ws []Word, i int) bool {
	first := i + 1 - len(a.words)
	if first < 0 || a.upper && strings.ToUpper(ws[i].In(text)) != ws[i].In(text) {
		return false
	}
	for k, key := range a.words {
		if ws[first+k].Key != key {
			return false
		}
	}
	return true
}

func bracketed(text string, w Word) bool {
	return w.Start > 0 && text[w.Start-1] == '(' && w.End < len(text) && text[w.End] == ')'
}
