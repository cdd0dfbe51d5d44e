package extract

import (
	"strings"

	"vigil/internal/nlp"
)

// A report of a game: so many words of sport, so many different ones, so large
// a share of all words. On 7,000 news texts of nine sets this was true of
// reports of games alone.
const (
	sportHits     = 5
	sportDistinct = 4
	sportShare    = .03
)

// sportive reports whether a text tells of games: its attacks, shots and defeats
// are none.
func (lx *lexicon) sportive(doc *nlp.Doc) bool {
	hits, words := 0, 0
	distinct := map[string]bool{}
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		if t.UPOS == nlp.PUNCT {
			continue
		}
		words++
		if w := strings.ToLower(t.Lemma); lx.sport[w] {
			hits++
			distinct[w] = true
		}
	}
	return hits >= sportHits && len(distinct) >= sportDistinct && float64(hits) >= sportShare*float64(words)
}
