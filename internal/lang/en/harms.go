package en

import (
	_ "embed"
	"strings"
)

//go:embed harms.txt
var harmsText string

// HarmWord is a set of the classes of harms.txt.
type HarmWord uint8

// Classes of words that tell, with others beside them, that somebody was hurt.
const (
	HarmCondition HarmWord = 1 << iota
	HarmBody
	HarmMissile
	HarmWound
	HarmCarry
	HarmHospital
)

// HarmWords returns the words of harms.txt by lemma.
func HarmWords() map[string]HarmWord {
	classes := map[string]HarmWord{"condition": HarmCondition, "body": HarmBody, "missile": HarmMissile,
		"wound": HarmWound, "carry": HarmCarry, "hospital": HarmHospital}
	out := map[string]HarmWord{}
	for line := range strings.Lines(harmsText) {
		name, words, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || name[0] == '#' {
			continue
		}
		for w := range strings.SplitSeq(words, ", ") {
			out[w] |= classes[name]
		}
	}
	return out
}
